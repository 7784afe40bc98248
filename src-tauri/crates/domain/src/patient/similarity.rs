//! How far two short texts are apart.

/// The least number of letters to insert, drop, replace or swap with their neighbour to turn one
/// text into the other (optimal string alignment distance).
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, to) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX);
            let replaced = at(&last, j) + usize::from(from != to);
            let mut best = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let is_swap = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            if is_swap {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

/// Whether one text is likely the other mistyped: nothing in short texts, one letter from four
/// letters on, two from eight on.
pub(super) fn is_typo(a: &str, b: &str) -> bool {
    let letters = a.chars().count().min(b.chars().count());
    let tolerated = match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    distance(a, b) <= tolerated
}

#[cfg(test)]
mod tests {
    use super::{distance, is_typo};
    use proptest::prelude::*;

    #[test]
    fn distances_count_single_mistakes() {
        assert_eq!(distance("smith", "smith"), 0);
        assert_eq!(distance("smith", "smiht"), 1);
        assert_eq!(distance("smith", "smyth"), 1);
        assert_eq!(distance("smith", "smth"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn short_texts_forgive_nothing() {
        assert!(is_typo("gonzalez", "gonzales"));
        assert!(is_typo("lopez", "loepz"));
        assert!(!is_typo("ana", "eva"));
        assert!(!is_typo("lopez", "perez"));
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_only_for_equals(a in "[abc]{0,6}", b in "[abc]{0,6}") {
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
        }
    }
}
