//! Keys of texts, identifiers and codes (PS3.4 C.2.2.2.1, C.2.2.2.2, C.2.2.2.4, C.2.2.2.6).

use super::pattern::{Beginning, Case, Pattern};
use crate::{Code, Uid};
use std::fmt;

/// A key for AE, CS, LO or SH: universal by default, else one value or a list of values of which any
/// may match, each literal or with `*` and `?`. Blanks around a value do not count.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct TextKey {
    /// Empty is universal.
    any_of: Vec<Pattern>,
    case: Case,
}

impl TextKey {
    /// A key for LO or SH: case counts.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::with_case(text, Case::Sensitive)
    }

    /// A key for AE or CS: ASCII case does not count, because operators type lower case and CS has
    /// none.
    #[must_use]
    pub fn parse_code_string(text: &str) -> Self {
        Self::with_case(text, Case::Folded)
    }

    fn with_case(text: &str, case: Case) -> Self {
        let any_of: Vec<Pattern> = text
            .split('\\')
            .map(trim)
            .filter(|value| !value.is_empty())
            .map(|value| match case {
                Case::Sensitive => Pattern::parse(value, str::to_owned),
                Case::Folded => Pattern::parse(value, str::to_ascii_uppercase),
            })
            .collect();
        if any_of.is_empty() || any_of.iter().any(Pattern::is_any) {
            return Self::default();
        }
        Self { any_of, case }
    }

    /// Whether every step matches, also one without a value.
    #[must_use]
    pub fn is_universal(&self) -> bool {
        self.any_of.is_empty()
    }

    /// Whether a stored value matches. An empty one matches only the universal key
    /// (PS3.4 K.2.2.1.1.1).
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        if self.is_universal() {
            return true;
        }
        let value = trim(value);
        !value.is_empty()
            && self
                .any_of
                .iter()
                .any(|pattern| pattern.matches(value, self.case))
    }

    /// Whether any of several stored values matches (PS3.4 K.2.2.3).
    pub(super) fn matches_any<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> bool {
        self.is_universal() || values.into_iter().any(|value| self.matches(value))
    }

    /// The one value wanted, in upper case, of a key for AE or CS; `None` if there may be others.
    pub(super) fn only_value(&self) -> Option<&str> {
        match self.any_of.as_slice() {
            [Pattern::Literal(value)] if self.case == Case::Folded => Some(value),
            _ => None,
        }
    }

    /// The beginnings of which every matching value has one; `None` when that says nothing.
    pub(super) fn beginnings(&self) -> Option<Vec<Beginning>> {
        known_beginnings(self.any_of.iter().map(Pattern::beginning))
    }
}

/// All beginnings, unless one of them is empty (or there is none) and so excludes nothing.
pub(super) fn known_beginnings(
    beginnings: impl Iterator<Item = Beginning>,
) -> Option<Vec<Beginning>> {
    let all: Vec<Beginning> = beginnings.collect();
    let excludes = !all.is_empty() && all.iter().all(|beginning| !beginning.text.is_empty());
    excludes.then_some(all)
}

impl fmt::Debug for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "TextKey", self.is_universal())
    }
}

/// A key for UI: universal by default, else a list of UIDs (PS3.4 C.2.2.2.2). No wildcards.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct UidKey {
    /// Empty is universal.
    any_of: Vec<String>,
}

impl UidKey {
    /// Reads UIDs separated by backslashes.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let values = text.split('\\').map(trim).filter(|value| !value.is_empty());
        let any_of: Vec<String> = values.map(str::to_owned).collect();
        if any_of.iter().any(|value| value == "*") {
            return Self::default();
        }
        Self { any_of }
    }

    /// Whether every step matches.
    #[must_use]
    pub fn is_universal(&self) -> bool {
        self.any_of.is_empty()
    }

    /// Whether a stored UID matches.
    #[must_use]
    pub fn matches(&self, uid: Option<&Uid>) -> bool {
        self.is_universal()
            || uid.is_some_and(|uid| self.any_of.iter().any(|wanted| wanted == uid.as_str()))
    }

    /// The UIDs wanted; `None` when universal.
    pub(super) fn beginnings(&self) -> Option<Vec<Beginning>> {
        let whole = |uid: &String| Beginning {
            text: uid.clone(),
            whole: true,
        };
        known_beginnings(self.any_of.iter().map(whole))
    }
}

impl fmt::Debug for UidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "UidKey", self.is_universal())
    }
}

/// A key for a code sequence: value and scheme must match within one item (PS3.4 C.2.2.2.6).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeKey {
    /// Code Value (0008,0100).
    pub value: TextKey,
    /// Coding Scheme Designator (0008,0102).
    pub scheme: TextKey,
}

impl CodeKey {
    /// Whether every step matches, also one without a code.
    #[must_use]
    pub fn is_universal(&self) -> bool {
        self.value.is_universal() && self.scheme.is_universal()
    }

    /// Whether one of the stored codes matches.
    #[must_use]
    pub fn matches<'a>(&self, codes: impl IntoIterator<Item = &'a Code>) -> bool {
        self.is_universal()
            || codes
                .into_iter()
                .any(|code| self.value.matches(&code.value) && self.scheme.matches(&code.scheme))
    }
}

pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\0'])
}

/// What `Debug` shows of a key: it may hold patient data.
pub(super) fn describe(f: &mut fmt::Formatter<'_>, name: &str, is_universal: bool) -> fmt::Result {
    write!(
        f,
        "{name}({})",
        if is_universal {
            "universal"
        } else {
            "redacted"
        }
    )
}

#[cfg(test)]
mod tests {
    use super::{CodeKey, TextKey, UidKey};
    use crate::{Code, Uid};

    #[test]
    fn an_empty_key_and_a_star_are_universal() {
        for text in ["", " ", "*", "**", "\0", "\\", "CT\\*"] {
            assert!(TextKey::parse(text).is_universal(), "{text:?}");
            assert!(TextKey::parse(text).matches(""), "{text:?}");
        }
        assert!(!TextKey::parse("?").is_universal());
    }

    #[test]
    fn an_empty_value_matches_only_the_universal_key() {
        assert!(!TextKey::parse("?*").matches(""));
        assert!(!TextKey::parse("A").matches(" "));
    }

    #[test]
    fn blanks_around_do_not_count_and_case_counts_for_text_only() {
        assert!(TextKey::parse(" A12 ").matches("A12"));
        assert!(TextKey::parse("A12").matches("A12 "));
        assert!(!TextKey::parse("a12").matches("A12"));
        assert!(TextKey::parse_code_string("ct1\0").matches("CT1"));
        assert!(TextKey::parse_code_string("CT\\MR").matches("mr"));
        assert!(!TextKey::parse_code_string("CT\\MR").matches("US"));
    }

    #[test]
    fn uids_match_as_a_list_without_wildcards() {
        let uid = Uid::new("1.2.3").expect("valid");
        assert!(UidKey::parse("1.2.4\\1.2.3\0").matches(Some(&uid)));
        assert!(!UidKey::parse("1.2.*").matches(Some(&uid)));
        assert!(!UidKey::parse("1.2.3").matches(None));
        assert!(UidKey::parse("").matches(None));
    }

    #[test]
    fn a_code_matches_with_value_and_scheme_of_one_item() {
        let codes = [Code::new("A", "L", ""), Code::new("B", "DCM", "")];
        let key = |value: &str, scheme: &str| CodeKey {
            value: TextKey::parse(value),
            scheme: TextKey::parse(scheme),
        };
        assert!(key("A", "L").matches(&codes));
        assert!(key("B", "").matches(&codes));
        assert!(!key("A", "DCM").matches(&codes));
        assert!(key("", "").matches(&[]));
        assert!(!key("A", "").matches(&[]));
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(
            format!("{:?}", TextKey::parse("P1234")),
            "TextKey(redacted)"
        );
    }
}
