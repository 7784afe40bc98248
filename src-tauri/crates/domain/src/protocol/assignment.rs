//! Which performed series fulfils which expected one.

use super::ExpectedSeries;
use crate::folding::fold;
use crate::performed_step::PerformedSeries;
use crate::worklist::pattern::{Case, Pattern};

/// What became of the expected series.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assignment {
    /// For each expected series, the index of the performed one that fulfils it.
    pub fulfilled_by: Vec<Option<usize>>,
    /// The indices of the performed series that no expected one describes, not even one that another
    /// series fulfils. Objects without images (reports, presentation states) are not among them.
    pub extra: Vec<usize>,
}

/// Assigns performed series to expected ones: each fulfils at most one, as many as possible are
/// fulfilled, required ones before optional ones, and each by the first series that fits, the same
/// text before one that only fits a pattern.
#[must_use]
pub fn assign(expected: &[ExpectedSeries], performed: &[&PerformedSeries]) -> Assignment {
    let texts: Vec<[String; 2]> = performed
        .iter()
        .map(|series| {
            [
                fold(series.description.trim()),
                fold(series.protocol_name.trim()),
            ]
        })
        .collect();
    let choices: Vec<Vec<usize>> = expected.iter().map(|one| choices(one, &texts)).collect();
    let mut search = Search {
        choices: &choices,
        taken_by: vec![None; performed.len()],
        is_seen: Vec::new(),
    };
    let (required, optional): (Vec<_>, Vec<_>) = expected
        .iter()
        .enumerate()
        .partition(|(_, expected)| expected.required);
    for (at, _) in required.into_iter().chain(optional) {
        search.is_seen = vec![false; performed.len()];
        search.fulfil(at);
    }
    let mut fulfilled_by = vec![None; expected.len()];
    for (series, taken_by) in search.taken_by.iter().enumerate() {
        if let Some(slot) = taken_by.and_then(|at| fulfilled_by.get_mut(at)) {
            *slot = Some(series);
        }
    }
    let is_described = |series: usize| choices.iter().any(|choices| choices.contains(&series));
    let extra = performed
        .iter()
        .enumerate()
        .filter(|(at, series)| !is_without_images(series) && !is_described(*at))
        .map(|(at, _)| at)
        .collect();
    Assignment {
        fulfilled_by,
        extra,
    }
}

/// Whether a series is known to hold other objects than images.
fn is_without_images(series: &PerformedSeries) -> bool {
    let has = |references: &Option<Vec<_>>| references.as_ref().is_some_and(|all| !all.is_empty());
    has(&series.others) && !has(&series.images)
}

/// The performed series that fit an expected one, the best first.
fn choices(expected: &ExpectedSeries, texts: &[[String; 2]]) -> Vec<usize> {
    let name = fold(expected.name.trim());
    let patterns: Vec<Pattern> = expected
        .patterns
        .iter()
        .map(|pattern| pattern.trim())
        .filter(|pattern| !pattern.is_empty())
        .map(|pattern| Pattern::parse(pattern, fold))
        .collect();
    let fits = |text: &String| {
        if text.is_empty() {
            return false;
        }
        if patterns.is_empty() {
            return !name.is_empty() && text.contains(&name);
        }
        patterns
            .iter()
            .any(|pattern| pattern.matches(text, Case::Sensitive))
    };
    let mut choices: Vec<usize> = texts
        .iter()
        .enumerate()
        .filter(|(_, texts)| texts.iter().any(fits))
        .map(|(at, _)| at)
        .collect();
    // A stable sort: equal ones keep their order.
    choices.sort_by_key(|at| texts.get(*at).is_none_or(|texts| !texts.contains(&name)));
    choices
}

/// A search for augmenting paths: whoever is fulfilled stays fulfilled, maybe by another series.
struct Search<'a> {
    choices: &'a [Vec<usize>],
    /// For each performed series, the expected one it fulfils.
    taken_by: Vec<Option<usize>>,
    is_seen: Vec<bool>,
}

impl Search<'_> {
    fn fulfil(&mut self, expected: usize) -> bool {
        let choices = self.choices;
        let Some(choices) = choices.get(expected) else {
            return false;
        };
        let is_free = |series: &&usize| self.taken_by.get(**series) == Some(&None);
        if let Some(free) = choices.iter().find(is_free) {
            return self.take(*free, expected);
        }
        for series in choices {
            match self.is_seen.get_mut(*series) {
                Some(is_seen) if !*is_seen => *is_seen = true,
                _ => continue,
            }
            let holder = self.taken_by.get(*series).copied().flatten();
            if holder.is_none_or(|holder| self.fulfil(holder)) {
                return self.take(*series, expected);
            }
        }
        false
    }

    fn take(&mut self, series: usize, expected: usize) -> bool {
        if let Some(slot) = self.taken_by.get_mut(series) {
            *slot = Some(expected);
        }
        true
    }
}
