//! Whether two names can be one person's, component by component.

use super::comparison::Part;
use super::similarity::is_typo;
use crate::PersonName;
use crate::folding::fold;
use crate::person_name::Group;

/// From so many letters on, a component cut off by a device still says enough.
const CUT_OFF_FROM: usize = 8;

/// Compares the groups that both have; the best one counts, because a name may be misspelt in one
/// writing and right in another.
pub(super) fn compare_names(a: &PersonName, b: &PersonName) -> Part {
    let groups = [Group::Alphabetic, Group::Ideographic, Group::Phonetic];
    let parts = groups.into_iter().filter_map(|group| {
        let (a, b) = (Words::of(a.group(group)), Words::of(b.group(group)));
        (!a.is_empty() && !b.is_empty()).then(|| compare_groups(&a, &b))
    });
    parts.min().unwrap_or(Part::Unknown)
}

/// Family name, and given and middle names word by word; titles do not count.
struct Words {
    family: String,
    given: Vec<String>,
}

impl Words {
    fn of(group: &str) -> Self {
        let mut components = group.split('^').map(fold);
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        let family = components
            .next()
            .map(|text| letters(&text))
            .unwrap_or_default();
        let given: Vec<String> = components
            .take(2)
            .flat_map(|text| {
                let words = text.split([' ', '-', '.', ',']).map(letters);
                words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
            })
            .collect();
        Self { family, given }
    }

    fn is_empty(&self) -> bool {
        self.family.is_empty() && self.given.is_empty()
    }
}

fn compare_groups(a: &Words, b: &Words) -> Part {
    let family = compare_words(&a.family, &b.family);
    // A middle name that one side leaves out does not differ.
    let given = a
        .given
        .iter()
        .zip(&b.given)
        .map(|(a, b)| compare_words(a, b))
        .max();
    let straight = family.max(given.unwrap_or(Part::Same));
    let swapped =
        !a.given.is_empty() && a.family == b.given.concat() && b.family == a.given.concat();
    if swapped {
        straight.min(Part::Similar)
    } else {
        straight
    }
}

/// An absent word does not differ; initials and words cut off are similar.
fn compare_words(a: &str, b: &str) -> Part {
    if a == b || a.is_empty() || b.is_empty() {
        return Part::Same;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let letters = short.chars().count();
    let is_shortened = long.starts_with(short) && (letters == 1 || letters >= CUT_OFF_FROM);
    if is_shortened || is_typo(a, b) {
        Part::Similar
    } else {
        Part::Different
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, compare_names};
    use crate::PersonName;

    fn compare(a: &str, b: &str) -> Part {
        compare_names(&PersonName::new(a), &PersonName::new(b))
    }

    #[test]
    fn spelling_does_not_count() {
        assert_eq!(
            compare("O'Brien^Anne-Marie", "OBRIEN^ANNE MARIE"),
            Part::Same
        );
        assert_eq!(compare("Müller^Jürgen", "MULLER^JURGEN"), Part::Same);
        assert_eq!(compare("Smith^John", "Smith^John^Quincy^Dr"), Part::Same);
        assert_eq!(compare("Smith^John Q", "Smith^John^Q"), Part::Same);
        assert_eq!(compare("Smith", "Smith^John"), Part::Same);
    }

    #[test]
    fn slips_are_similar() {
        assert_eq!(compare("Smith^John", "Smyth^John"), Part::Similar);
        assert_eq!(compare("Smith^John", "John^Smith"), Part::Similar);
        assert_eq!(compare("Smith^J", "Smith^John"), Part::Similar);
        assert_eq!(
            compare("Papadopoulos^Maria", "Papadopo^Maria"),
            Part::Similar
        );
    }

    #[test]
    fn others_are_different() {
        assert_eq!(compare("Smith^John", "Smith^Mary"), Part::Different);
        assert_eq!(compare("Smith^John", "Jones^John"), Part::Different);
        assert_eq!(compare("Garcia^Ana", "Garcia^Eva"), Part::Different);
    }

    #[test]
    fn the_groups_both_have_are_compared() {
        assert_eq!(compare("Yamada^Tarou=山田^太郎", "=山田^太郎"), Part::Same);
        assert_eq!(compare("Yamada^Tarou", "=山田^太郎"), Part::Unknown);
        assert_eq!(
            compare("Yamada^Tarou=山田^太郎", "Yamada^Taro=山田^太郎"),
            Part::Same
        );
        assert_eq!(compare("", "Smith"), Part::Unknown);
    }
}
