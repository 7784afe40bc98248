//! Keys of person names: without case and accents, by component and by group (PS3.4 C.2.2.2.1,
//! PS3.5 6.2.1).

use super::fuzzy::FuzzyGroup;
use super::pattern::{Beginning, Case, Pattern};
use super::text::{describe, known_beginnings, trim};
use crate::PersonName;
use crate::folding::fold;
use std::fmt;

/// A stored name, folded once for many comparisons. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FoldedName {
    /// The groups that hold something, with their position (0 alphabetic, 1 ideographic,
    /// 2 phonetic), in the form `family^given`.
    groups: Vec<(usize, String)>,
}

impl FoldedName {
    /// Folds a name.
    #[must_use]
    pub fn new(name: &PersonName) -> Self {
        let groups = name.as_dicom().split('=').map(fold_group).enumerate();
        Self {
            groups: groups.filter(|(_, group)| !group.is_empty()).collect(),
        }
    }

    /// The groups that hold something.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|(_, group)| group.as_str())
    }

    fn group(&self, position: usize) -> &str {
        self.groups
            .iter()
            .find_map(|(at, group)| (*at == position).then_some(group.as_str()))
            .unwrap_or("")
    }
}

fn fold_group(group: &str) -> String {
    let components: Vec<String> = group.split('^').map(|part| fold(part.trim())).collect();
    components.join("^").trim_end_matches('^').to_owned()
}

impl fmt::Debug for FoldedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FoldedName(redacted)")
    }
}

/// A key for PN: universal by default and when it holds nothing but `*` and separators.
///
/// - Case and accents do not count; separators at the end do not count.
/// - Without wildcards the whole name is meant: `Smith` does not match `Smith^John`, `Smith*` does.
/// - A component before the last of the key means that one component; the last one means the rest of
///   the name. Components a name does not have are empty: `Wang^*` matches `Wang`.
/// - Without `=`, any group may match. With it, each group given must match its counterpart.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NameKey {
    /// Empty is universal.
    any_of: Vec<Wanted>,
}

#[derive(Clone, PartialEq, Eq)]
enum Wanted {
    AnyGroup(GroupPattern),
    /// By position; groups that may be anything are left out.
    Groups(Vec<(usize, GroupPattern)>),
    /// Alike, in any group.
    AnyGroupAlike(FuzzyGroup),
    /// Alike, by position; groups that may be anything are left out.
    GroupsAlike(Vec<(usize, FuzzyGroup)>),
}

#[derive(Clone, PartialEq, Eq)]
struct GroupPattern {
    /// One pattern a component.
    leading: Vec<Pattern>,
    /// The rest of the group.
    last: Pattern,
}

impl NameKey {
    /// Reads a key.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let values = text.split('\\').map(trim).filter(|value| !value.is_empty());
        let any_of: Option<Vec<Wanted>> = values.map(Wanted::parse).collect();
        Self {
            any_of: any_of.unwrap_or_default(),
        }
    }

    /// The key with fuzzy semantic matching of its text beside (PS3.4 C.2.2.2.1): names that sound
    /// alike match too, in any order of their words. Only for those who negotiated it.
    #[must_use]
    pub fn or_alike(mut self, text: &str) -> Self {
        if self.is_universal() {
            return self;
        }
        let values = text.split('\\').map(trim).filter(|value| !value.is_empty());
        self.any_of.extend(values.filter_map(Wanted::parse_fuzzy));
        self
    }

    /// Reads a key as some devices mean it: without wildcards it is what the name begins with.
    #[must_use]
    pub fn parse_prefix(text: &str) -> Self {
        let begin = |group: &str| match trim(group) {
            "" => String::new(),
            group => format!("{group}*"),
        };
        let values = text.split('\\').map(|value| {
            if value.contains(['*', '?']) {
                return value.to_owned();
            }
            value.split('=').map(begin).collect::<Vec<_>>().join("=")
        });
        Self::parse(&values.collect::<Vec<_>>().join("\\"))
    }

    /// Whether every step matches, also one without the name.
    #[must_use]
    pub fn is_universal(&self) -> bool {
        self.any_of.is_empty()
    }

    /// Whether a stored name matches. An empty one matches only the universal key.
    #[must_use]
    pub fn matches(&self, name: &FoldedName) -> bool {
        self.is_universal() || self.any_of.iter().any(|wanted| wanted.matches(name))
    }

    /// The beginnings of which at least one group of every matching name has one.
    pub(super) fn beginnings(&self) -> Option<Vec<Beginning>> {
        known_beginnings(self.any_of.iter().map(Wanted::beginning))
    }
}

impl Wanted {
    /// `None` when any name will do.
    fn parse(value: &str) -> Option<Self> {
        if !value.contains('=') {
            return GroupPattern::parse(value).map(Self::AnyGroup);
        }
        let groups = value.split('=').map(GroupPattern::parse).enumerate();
        let given: Vec<(usize, GroupPattern)> = groups
            .filter_map(|(at, group)| Some((at, group?)))
            .collect();
        (!given.is_empty()).then_some(Self::Groups(given))
    }

    /// `None` when any name will do.
    fn parse_fuzzy(value: &str) -> Option<Self> {
        if !value.contains('=') {
            return FuzzyGroup::parse(value).map(Self::AnyGroupAlike);
        }
        let groups = value.split('=').map(FuzzyGroup::parse).enumerate();
        let given: Vec<(usize, FuzzyGroup)> = groups
            .filter_map(|(at, group)| Some((at, group?)))
            .collect();
        (!given.is_empty()).then_some(Self::GroupsAlike(given))
    }

    fn matches(&self, name: &FoldedName) -> bool {
        match self {
            Self::AnyGroupAlike(alike) => name.groups().any(|group| alike.matches(group)),
            Self::GroupsAlike(groups) => groups
                .iter()
                .all(|(at, alike)| alike.matches(name.group(*at))),
            Self::AnyGroup(pattern) => name.groups().any(|group| pattern.matches(group)),
            Self::Groups(patterns) => patterns
                .iter()
                .all(|(at, pattern)| pattern.matches(name.group(*at))),
        }
    }

    fn beginning(&self) -> Beginning {
        match self {
            Self::AnyGroup(pattern) => pattern.beginning(),
            Self::Groups(patterns) => patterns
                .iter()
                .map(|(_, pattern)| pattern.beginning())
                .max_by_key(|beginning| beginning.text.len())
                .unwrap_or_else(nothing_known),
            Self::AnyGroupAlike(_) | Self::GroupsAlike(_) => nothing_known(),
        }
    }
}

fn nothing_known() -> Beginning {
    Beginning {
        text: String::new(),
        whole: false,
    }
}

impl GroupPattern {
    /// `None` when any group will do, also an empty one.
    fn parse(group: &str) -> Option<Self> {
        if group.chars().all(|c| matches!(c, '*' | '^' | ' ')) {
            return None;
        }
        let group = group.trim_end_matches(['^', ' ']);
        let mut components = group
            .split('^')
            .map(|part| Pattern::parse(part.trim(), fold));
        let last = components.next_back()?;
        Some(Self {
            leading: components.collect(),
            last,
        })
    }

    fn matches(&self, group: &str) -> bool {
        if group.is_empty() {
            return false;
        }
        let mut rest = group;
        for pattern in &self.leading {
            let (component, after) = rest.split_once('^').unwrap_or((rest, ""));
            if !pattern.matches(component, Case::Sensitive) {
                return false;
            }
            rest = after;
        }
        self.last.matches(rest, Case::Sensitive)
    }

    fn beginning(&self) -> Beginning {
        let mut text = String::new();
        let mut whole = true;
        for pattern in self.leading.iter().chain([&self.last]) {
            let part = pattern.beginning();
            text.push_str(&part.text);
            whole = part.whole;
            if !whole {
                break;
            }
            text.push('^');
        }
        // A name without the components that follow has no separators for them either.
        text.truncate(text.trim_end_matches('^').len());
        Beginning { text, whole }
    }
}

impl fmt::Debug for NameKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "NameKey", self.is_universal())
    }
}

#[cfg(test)]
mod tests {
    use super::{FoldedName, NameKey};
    use crate::PersonName;
    use proptest::prelude::*;

    fn matches(key: &str, name: &str) -> bool {
        NameKey::parse(key).matches(&FoldedName::new(&PersonName::new(name)))
    }

    #[test]
    fn nothing_but_wildcards_is_universal() {
        for key in ["", "*", "*^*", "^", "**^", "*=*", "="] {
            assert!(NameKey::parse(key).is_universal(), "{key}");
        }
        assert!(matches("*^*", ""));
        assert!(!matches("?*", ""));
    }

    #[test]
    fn case_and_accents_do_not_count() {
        assert!(matches("aneas^rudiger", "Äneas^Rüdiger"));
        assert!(matches("ÑUÑ*", "nunez^ana"));
    }

    #[test]
    fn names_that_are_alike_match_beside_those_that_match_literally() {
        let matches = |key: &str, name: &str| {
            let key = NameKey::parse(key).or_alike(key);
            key.matches(&FoldedName::new(&PersonName::new(name)))
        };
        assert!(matches("Meyer^Anna", "Maier^Anna"));
        assert!(matches("Anna^Maier", "Maier^Anna"));
        assert!(matches("S*n", "Smith^John"), "as without it");
        assert!(matches("Yamata=山田", "Yamada^Tarou=山田^太郎"));
        assert!(!matches("Yamata=鈴木", "Yamada^Tarou=山田^太郎"));
        assert!(!matches("Meyer", ""));
        assert!(NameKey::parse("*").or_alike("*").is_universal());
        assert_eq!(NameKey::parse("A").or_alike("A").beginnings(), None);
    }

    #[test]
    fn a_prefix_begins_the_name() {
        let matches = |key: &str, name: &str| {
            NameKey::parse_prefix(key).matches(&FoldedName::new(&PersonName::new(name)))
        };
        assert!(matches("Smi", "Smith^John"));
        assert!(matches("Smith^J", "Smith^John"));
        assert!(!matches("Smith^X", "Smith^John"));
        assert!(!matches("Smi?h", "Smith^John"));
        assert!(matches("Yama=山", "Yamada^Tarou=山田^太郎"));
        assert!(NameKey::parse_prefix("").is_universal());
    }

    #[test]
    fn a_name_without_wildcards_is_the_whole_name() {
        assert!(!matches("Smith", "Smith^John"));
        assert!(matches("Smith*", "Smith^John"));
        assert!(matches("Smith^John^^^", "Smith^John"));
        assert!(matches("Smith", "Smith^^"));
        assert!(matches(" Smith ^ John ", "Smith^John"));
    }

    #[test]
    fn components_that_are_absent_are_empty() {
        assert!(matches("Wang^*", "Wang"));
        assert!(matches("Wang^*", "Wang^Xiao"));
        assert!(matches("Wang^*^*", "Wang"));
        assert!(!matches("Wang^?*", "Wang"));
        assert!(!matches("Wang^*", "Wangler^Xiao"));
        assert!(matches("*^Xiao", "Wang^Xiao"));
        assert!(matches("S*^J*", "Smith^John^Quincy"));
        assert!(matches("Smith^^Q*", "Smith^^Quincy"));
    }

    #[test]
    fn groups_match_any_or_their_counterpart() {
        let name = "Yamada^Tarou=山田^太郎=やまだ^たろう";
        assert!(matches("yamada*", name));
        assert!(matches("山田^*", name));
        assert!(matches("やまだ*", name));
        assert!(matches("=山?^太郎", name));
        assert!(matches("Yamada^*=山田*", name));
        assert!(!matches("山田*=", name));
        assert!(!matches("Yamada^*=山本*", name));
        assert!(!matches("=山田*", "Yamada^Tarou"));
    }

    #[test]
    fn a_list_matches_any() {
        assert!(matches("Wang*\\Smith*", "Smith^John"));
        assert!(NameKey::parse("Wang*\\*").is_universal());
    }

    #[test]
    fn debug_shows_no_name() {
        let name = FoldedName::new(&PersonName::new("Smith^John"));
        assert_eq!(
            format!("{name:?} {:?}", NameKey::parse("Smith")),
            "FoldedName(redacted) NameKey(redacted)"
        );
    }

    proptest! {
            #[test]
            fn a_matching_name_has_one_of_the_beginnings(
                key in "[ABab*?^= ]{1,8}",
                name in "[ABab^=]{0,10}",
            ) {
                let folded = FoldedName::new(&PersonName::new(&name));
                let key = NameKey::parse(&key);
                if let Some(beginnings) = key.beginnings()
                    && key.matches(&folded)
                {
    let mut groups = folded.groups();
                    let fits = groups.any(|group| beginnings.iter().any(|start| start.fits(group)));
                    prop_assert!(fits);
                }
            }

            #[test]
            fn every_name_matches_itself(name in "[A-Za-zÀ-ÿ]{1,6}(\\^[A-Za-zÀ-ÿ]{0,6}){0,4}") {
                prop_assert!(matches(&name, &name));
            }
        }
}
