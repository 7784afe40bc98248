//! One text value of a matching key: literal, or with the wildcards `*` and `?` (PS3.4 C.2.2.2.4).

/// Whether letters of either case are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Case {
    /// `a` is not `A` (PS3.4 C.2.2.2.1).
    #[default]
    Sensitive,
    /// ASCII letters are compared without case.
    Folded,
}

/// A value to compare with.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// The whole text.
    Literal(String),
    /// A text with wildcards.
    Wild(Vec<Token>),
}

/// One position of a text with wildcards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// This character.
    One(char),
    /// `?`: any one character.
    AnyOne,
    /// `*`: any run of characters, also none.
    AnyRun,
}

/// What every matching value begins with, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beginning {
    /// The beginning.
    pub text: String,
    /// Whether it is the whole value.
    pub whole: bool,
}

impl Beginning {
    /// Whether a value begins so.
    pub fn fits(&self, value: &str) -> bool {
        if self.whole {
            value == self.text
        } else {
            value.starts_with(&self.text)
        }
    }
}

impl Pattern {
    /// Reads a key's value; `fold` changes the literal parts only.
    pub fn parse(text: &str, fold: impl Fn(&str) -> String) -> Self {
        if !text.contains(['*', '?']) {
            return Self::Literal(fold(text));
        }
        let mut tokens: Vec<Token> = Vec::new();
        for part in text.split_inclusive(['*', '?']) {
            let literal = part.trim_end_matches(['*', '?']);
            tokens.extend(fold(literal).chars().map(Token::One));
            match part.strip_prefix(literal) {
                Some("?") => tokens.push(Token::AnyOne),
                // Runs of `*` are one `*`.
                Some("*") if tokens.last() != Some(&Token::AnyRun) => tokens.push(Token::AnyRun),
                _ => {}
            }
        }
        Self::Wild(tokens)
    }

    /// Whether everything matches, also nothing.
    pub fn is_any(&self) -> bool {
        match self {
            Self::Literal(_) => false,
            Self::Wild(tokens) => tokens.iter().all(|token| *token == Token::AnyRun),
        }
    }

    /// Whether a value matches.
    pub fn matches(&self, value: &str, case: Case) -> bool {
        match (self, case) {
            (Self::Literal(text), Case::Sensitive) => text == value,
            (Self::Literal(text), Case::Folded) => text.eq_ignore_ascii_case(value),
            (Self::Wild(tokens), case) => wild_matches(tokens, value, case),
        }
    }

    /// What every matching value begins with.
    pub fn beginning(&self) -> Beginning {
        match self {
            Self::Literal(text) => Beginning {
                text: text.clone(),
                whole: true,
            },
            Self::Wild(tokens) => {
                let text = tokens.iter().map_while(|token| match token {
                    Token::One(c) => Some(*c),
                    Token::AnyOne | Token::AnyRun => None,
                });
                Beginning {
                    text: text.collect(),
                    whole: false,
                }
            }
        }
    }
}

/// Matches from left to right. Only the latest `*` is ever reconsidered, so the work is bounded by
/// the length of the value times the length of the pattern, whatever the pattern.
fn wild_matches(tokens: &[Token], value: &str, case: Case) -> bool {
    let needed = tokens
        .iter()
        .filter(|token| **token != Token::AnyRun)
        .count();
    if needed > value.len() {
        return false;
    }
    let mut at = 0;
    let mut rest = value.chars();
    let mut latest_run = None;
    loop {
        let mut ahead = rest.clone();
        let fits = match (tokens.get(at), ahead.next()) {
            (None, None) => return true,
            (Some(Token::AnyRun), _) => {
                at += 1;
                if at == tokens.len() {
                    return true;
                }
                latest_run = Some((at, rest.clone()));
                continue;
            }
            (Some(_), None) => return false,
            (Some(Token::AnyOne), Some(_)) => true,
            (Some(Token::One(wanted)), Some(found)) => is_same(*wanted, found, case),
            (None, Some(_)) => false,
        };
        if fits {
            at += 1;
            rest = ahead;
            continue;
        }
        // Let the latest `*` take one character more.
        let Some((after_run, mut from)) = latest_run else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        at = after_run;
        rest = from.clone();
        latest_run = Some((after_run, from));
    }
}

fn is_same(wanted: char, found: char, case: Case) -> bool {
    match case {
        Case::Sensitive => wanted == found,
        Case::Folded => wanted.eq_ignore_ascii_case(&found),
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Pattern};
    use proptest::prelude::*;

    fn matches(pattern: &str, value: &str) -> bool {
        Pattern::parse(pattern, str::to_owned).matches(value, Case::Sensitive)
    }

    #[test]
    fn wildcards_stand_for_characters() {
        assert!(matches("A*", "A"));
        assert!(matches("A*C", "ABBC"));
        assert!(matches("*12*", "AC1234"));
        assert!(matches("M?ller", "Müller"));
        assert!(matches("?*", "x"));
        assert!(!matches("?*", ""));
        assert!(!matches("A*C", "ABD"));
        assert!(!matches("a*", "ABC"));
        assert!(matches("*ab*ab", "abxabyab"));
        assert!(!matches("???", "é"));
    }

    #[test]
    fn folded_case_is_not_sensitive() {
        let pattern = Pattern::parse("ct?", str::to_owned);
        assert!(pattern.matches("CT1", Case::Folded));
        assert!(Pattern::parse("ct1", str::to_owned).matches("CT1", Case::Folded));
    }

    #[test]
    fn a_hostile_pattern_does_not_blow_up() {
        let pattern = "*a".repeat(5_000) + "b";
        assert!(!matches(&pattern, &"a".repeat(20_000)));
    }

    /// The definition, slowly.
    fn by_definition(pattern: &[char], value: &[char]) -> bool {
        match (pattern.split_first(), value.split_first()) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some(('*', rest)), None) => by_definition(rest, value),
            (Some(('*', rest)), Some((_, tail))) => {
                by_definition(rest, value) || by_definition(pattern, tail)
            }
            (Some(_), None) => false,
            (Some((wanted, rest)), Some((found, tail))) => {
                (*wanted == '?' || wanted == found) && by_definition(rest, tail)
            }
        }
    }

    proptest! {
        #[test]
        fn matching_follows_the_definition(pattern in "[ab*?ü]{0,8}", value in "[abü]{0,8}") {
            let expected = by_definition(
                &pattern.chars().collect::<Vec<_>>(),
                &value.chars().collect::<Vec<_>>(),
            );
            prop_assert_eq!(matches(&pattern, &value), expected);
        }
    }
}
