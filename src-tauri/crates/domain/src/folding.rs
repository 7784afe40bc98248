//! Text reduced to what a person would call the same: without case, accents and character widths.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparison: compatibility forms are unified (full and half width), accents of
/// Latin, Greek and Cyrillic letters are dropped, case is dropped.
///
/// Marks that make another letter rather than an accented one (Japanese voicing marks, Thai and
/// Indic vowels) are kept, and the result is composed again, so that one syllable stays one
/// character for the wildcard `?`.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|c| !is_accent(*c))
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .flat_map(|c| {
            let (first, second) = without_stroke(c);
            std::iter::once(first).chain(second)
        })
        .nfc()
        .collect()
}

/// Whether a mark only decorates its letter.
fn is_accent(c: char) -> bool {
    let decorates = matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    );
    decorates && is_combining_mark(c)
}

/// The plain letters a person would write for an accented one where there is no other way: `Ł` is
/// `L`, `é` is `e`. A character that has none stays as it is.
#[must_use]
pub fn plain_letters(character: char) -> String {
    let mut plain = String::new();
    for letter in character.nfkd().filter(|c| !is_accent(*c)) {
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        let (first, second) = without_stroke(lower);
        let letters = std::iter::once(first).chain(second);
        if first == lower {
            plain.push(letter);
        } else if letter == lower {
            plain.extend(letters);
        } else {
            plain.extend(letters.flat_map(char::to_uppercase));
        }
    }
    plain
}

/// Letters with a stroke and ligatures have no decomposition in Unicode, yet are typed as plain
/// letters on foreign keyboards.
fn without_stroke(c: char) -> (char, Option<char>) {
    match c {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        other => (other, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, plain_letters};
    use proptest::prelude::*;

    #[test]
    fn case_and_accents_do_not_count() {
        assert_eq!(fold("ÄNEAS"), fold("aneas"));
        assert_eq!(fold("Núñez"), "nunez");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("Søren Łukasz Ægir"), "soren lukasz aegir");
        assert_eq!(fold("ΔΙΟΝΎΣΙΟΣ"), fold("Διονυσιος"));
    }

    #[test]
    fn plain_letters_keep_their_case() {
        let plain = |text: &str| text.chars().map(plain_letters).collect::<String>();
        assert_eq!(plain("Łukasz Ñandú Ægir Øre"), "Lukasz Nandu AEgir Ore");
        assert_eq!(plain("山и"), "山и");
    }

    #[test]
    fn widths_do_not_count_but_voicing_and_vowels_do() {
        assert_eq!(fold("ＹＡＭＡＤＡ"), "yamada");
        assert_eq!(fold("ﾔﾏﾀﾞ"), fold("ヤマダ"));
        assert_ne!(fold("はやし"), fold("ばやし"));
        assert_ne!(fold("สมชาย"), fold("สมชย"));
        assert_eq!(fold("홍길동").chars().count(), 3);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_for_names(text in "[a-zA-ZÀ-ÿΑ-ωА-я가-힣ぁ-んァ-ン ^=]{0,20}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
