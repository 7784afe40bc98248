//! Fuzzy semantic matching of person names (PS3.4 C.2.2.2.1, K.5.1), done only when it was
//! negotiated: by sound, without accents, in any order of the words.

use super::pattern::{Case, Pattern};
use crate::folding::fold;

/// Words of a name that are looked at: more are no name, and the work grows with their square.
const MOST_WORDS: usize = 16;

/// A group of a name key for fuzzy matching: every word of it must be like another word of the name.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct FuzzyGroup {
    words: Vec<Word>,
}

#[derive(Clone, PartialEq, Eq)]
struct Word {
    pattern: Pattern,
    /// How it sounds; `None` when it is not in Latin letters alone.
    sound: Option<String>,
}

impl FuzzyGroup {
    /// `None` when any name will do.
    pub(super) fn parse(group: &str) -> Option<Self> {
        // Folded as a whole, as names are: folding may take a character apart into words.
        let words: Vec<Word> = words(&fold(group))
            .filter(|word| word.chars().any(|c| c != '*'))
            .map(|word| Word {
                pattern: Pattern::parse(word, str::to_owned),
                sound: sound(word),
            })
            .collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Whether a folded group of a name matches: each word of the key takes a word of the name that
    /// no other takes.
    pub(super) fn matches(&self, group: &str) -> bool {
        let named: Vec<&str> = words(group).collect();
        let sounds: Vec<Option<String>> = named.iter().map(|word| sound(word)).collect();
        let is_like = |wanted: &Word, at: usize| {
            let literally = named
                .get(at)
                .is_some_and(|word| wanted.pattern.matches(word, Case::Sensitive));
            literally || (wanted.sound.is_some() && sounds.get(at) == Some(&wanted.sound))
        };
        // Who takes each word of the name; a later word may make an earlier one move.
        let mut taken: Vec<Option<usize>> = vec![None; named.len()];
        (0..self.words.len())
            .all(|wanted| self.take(wanted, &is_like, &mut taken, &mut vec![false; named.len()]))
    }

    fn take(
        &self,
        wanted: usize,
        is_like: &impl Fn(&Word, usize) -> bool,
        taken: &mut [Option<usize>],
        seen: &mut [bool],
    ) -> bool {
        for at in 0..taken.len() {
            let is_new = seen.get(at) == Some(&false);
            let fits = self.words.get(wanted).is_some_and(|word| is_like(word, at));
            if !is_new || !fits {
                continue;
            }
            if let Some(seen) = seen.get_mut(at) {
                *seen = true;
            }
            let holder = taken.get(at).copied().flatten();
            if holder.is_none_or(|holder| self.take(holder, is_like, taken, seen)) {
                if let Some(place) = taken.get_mut(at) {
                    *place = Some(wanted);
                }
                return true;
            }
        }
        false
    }
}

fn words(group: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| matches!(c, '^' | ' ' | '-' | ',' | '.' | '\'' | '’');
    group
        .split(is_between)
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
}

/// How a folded word in Latin letters sounds, roughly and for several languages at once: a leading
/// vowel as `a`, then consonants in classes. What sounds alike in any of English, German, Spanish
/// and French falls together; `None` when it has other letters.
fn sound(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.is_empty() || !letters.iter().all(char::is_ascii_lowercase) {
        return None;
    }
    let mut sound = String::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    let mut is_first = true;
    while !rest.is_empty() {
        let (length, class) = consonant(rest, is_first);
        match class {
            Some(class) if !sound.ends_with(class) => sound.push(class),
            None if is_first => sound.push('a'),
            _ => {}
        }
        if rest.first() == Some(&'x') && !sound.ends_with('s') {
            sound.push('s');
        }
        rest = rest.get(length.max(1)..).unwrap_or_default();
        is_first = false;
    }
    Some(sound)
}

/// How many letters at the start make one consonant, and its class; `None` for a vowel or nothing.
fn consonant(letters: &[char], is_first: bool) -> (usize, Option<char>) {
    match letters {
        ['s', 'c', 'h', ..] | ['t', 's', 'c', ..] => (3, Some('s')),
        ['s' | 'c', 'h' | 'z', ..] | ['s', 'j', ..] | ['t', 'z' | 's', ..] => (2, Some('s')),
        ['p', 'h', ..] => (2, Some('f')),
        ['k', 'n', ..] | ['g', 'n', ..] if is_first => (2, Some('n')),
        ['w', 'r', ..] if is_first => (2, Some('r')),
        ['p', 's', ..] if is_first => (2, Some('s')),
        ['g', 'h', ..] if !is_first => (2, None),
        ['c', 'e' | 'i' | 'y', ..] => (1, Some('s')),
        ['b' | 'p', ..] => (1, Some('p')),
        ['d' | 't', ..] => (1, Some('t')),
        ['f' | 'v' | 'w', ..] => (1, Some('f')),
        ['c' | 'g' | 'k' | 'q' | 'x', ..] => (1, Some('k')),
        ['s' | 'z', ..] => (1, Some('s')),
        [letter @ ('l' | 'm' | 'n' | 'r'), ..] => (1, Some(*letter)),
        _ => (1, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{FuzzyGroup, sound};
    use crate::folding::fold;
    use proptest::prelude::*;

    fn matches(key: &str, name: &str) -> bool {
        FuzzyGroup::parse(key).is_none_or(|key| key.matches(&fold(name)))
    }

    #[test]
    fn names_that_sound_alike_match() {
        for (key, name) in [
            ("Meier", "Mayr^Anna"),
            ("Maier^Anna", "Meyer^Anna"),
            ("Schmidt", "Schmitt^Karl"),
            ("Smith^John", "Smyth^Jon"),
            ("Mueller", "Müller^Eva"),
            ("Gonsales", "González^María"),
            ("Philip", "Filipp^A"),
            ("Catherine", "Smith^Katharine"),
        ] {
            assert!(matches(key, name), "{key} {name}");
        }
    }

    #[test]
    fn the_order_of_words_does_not_count_but_each_counts_once() {
        assert!(matches("Anna^Meier", "Meier^Anna"));
        assert!(matches("Garcia Lopez^Ana", "López García^Ana"));
        assert!(!matches("Anna^Anna", "Meier^Anna"));
        assert!(matches("Ann*^Meier", "Meier^Annabel"));
        // The first word could take either, the second only one.
        assert!(matches("M*^Meier", "Meier^Max"));
    }

    #[test]
    fn other_names_do_not_match() {
        assert!(!matches("Meier", "Schulz^Anna"));
        assert!(!matches("Smith", "Brown^John"));
        assert!(!matches("Meier^Otto", "Meier^Anna"));
        assert!(matches("山田", "山田^太郎"));
        assert!(!matches("山本", "山田^太郎"));
        assert_eq!(sound("山"), None);
    }

    proptest! {
        #[test]
        fn every_name_is_like_itself(name in "\\PC{0,24}") {
            let without_wildcards = name.replace(['*', '?'], "");
            prop_assert!(matches(&without_wildcards, &without_wildcards));
        }
    }
}
