//! What past exams suggest for the catalogue.

use super::adherence::{performed_series, reports_contrast, text};
use super::{Catalogue, ExpectedSeries, Protocol};
use crate::Code;
use crate::folding::fold;
use crate::performed_step::Report;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Exams of a procedure before anything is proposed for it: with fewer, one odd exam is 10 %.
const FEWEST_EXAMS: usize = 10;
/// Percent of the exams in which a series occurs that is proposed as required.
const REQUIRED_FROM: usize = 90;
/// Percent of the exams in which a series occurs that is proposed as optional.
const OPTIONAL_FROM: usize = 30;

/// A completed exam to learn from.
#[derive(Debug, Clone)]
pub struct PastExam<'a> {
    /// The requested procedure's code.
    pub code: &'a Code,
    /// AE title of the station.
    pub station: &'a str,
    /// Modality (0008,0060).
    pub modality: &'a str,
    /// The day it was performed.
    pub day: NaiveDate,
    /// The reports of its performed steps that count.
    pub reports: Vec<&'a Report>,
    /// Minutes from its start to its end; `None` when that is not known.
    pub minutes: Option<u32>,
}

/// What past exams suggest for a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// An entry for all stations that holds from the day of the latest exam; its number is 0.
    pub protocol: Protocol,
    /// Completed exams it was learned from.
    pub exams: u32,
    /// For each series of the entry, in how many of them it occurred.
    pub occurrences: Vec<u32>,
}

/// Proposes entries for the procedures that the catalogue does not know on the day of their latest
/// exam and of which at least ten exams with series were completed, the most frequent first. A series is proposed as
/// required when at least 90 % of the exams had it, as optional from 30 %.
#[must_use]
pub fn propose(exams: &[PastExam<'_>], catalogue: &Catalogue) -> Vec<Proposal> {
    let mut by_code: BTreeMap<(&str, &str), Vec<&PastExam<'_>>> = BTreeMap::new();
    for exam in exams {
        let has_series = exam.reports.iter().any(|report| {
            let series = report.series.as_deref().unwrap_or_default();
            series.iter().any(|series| !text(series).is_empty())
        });
        if has_series && !exam.code.value.is_empty() {
            let key = (exam.code.value.as_str(), exam.code.scheme.as_str());
            by_code.entry(key).or_default().push(exam);
        }
    }
    let mut proposals: Vec<Proposal> = by_code
        .into_values()
        .filter(|exams| exams.len() >= FEWEST_EXAMS)
        .filter_map(|exams| learn(&exams, catalogue))
        .collect();
    // A stable sort: equally frequent ones stay in the order of their codes.
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.exams));
    proposals
}

fn learn(exams: &[&PastExam<'_>], catalogue: &Catalogue) -> Option<Proposal> {
    let latest = exams.iter().map(|exam| exam.day).max()?;
    let code = most_frequent(exams.iter().map(|exam| exam.code))?;
    if catalogue.find(code, "", latest).is_some() {
        return None;
    }
    let at_least = |count: usize, percent: usize| count * 100 >= exams.len() * percent;
    let mut seen: Vec<Seen<'_>> = seen_series(exams).into_values().collect();
    seen.retain(|seen| at_least(seen.places.len(), OPTIONAL_FROM));
    if seen.is_empty() {
        return None;
    }
    seen.sort_by_cached_key(|seen| (median(seen.places.clone()), seen.spelling()));
    let with_contrast = exams
        .iter()
        .filter(|exam| exam.reports.iter().any(|report| reports_contrast(report)))
        .count();
    let series = seen.iter().map(|seen| ExpectedSeries {
        name: seen.spelling().to_owned(),
        // The whole text: "T1" is not in every series whose description begins so.
        patterns: vec![seen.spelling().to_owned()],
        required: at_least(seen.places.len(), REQUIRED_FROM),
    });
    Some(Proposal {
        protocol: Protocol {
            id: 0,
            code: code.clone(),
            station: None,
            modality: most_frequent(exams.iter().map(|exam| exam.modality))?.to_owned(),
            expected_minutes: median(exams.iter().filter_map(|exam| exam.minutes).collect())
                .unwrap_or_default(),
            protocol_codes: frequent_codes(exams, |count| at_least(count, OPTIONAL_FROM)),
            series: series.collect(),
            contrast: at_least(with_contrast, REQUIRED_FROM).then_some(true),
            report_extra_series: false,
            valid_from: latest,
            valid_until: None,
        },
        exams: number(exams.len()),
        occurrences: seen.iter().map(|seen| number(seen.places.len())).collect(),
    })
}

/// A series as it occurred.
#[derive(Default)]
struct Seen<'a> {
    /// For each exam that had it, at which place it was acquired first.
    places: Vec<usize>,
    spellings: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    fn spelling(&self) -> &'a str {
        most_frequent(self.spellings.iter().copied()).unwrap_or_default()
    }
}

/// All series of the exams by their folded text, each once an exam.
fn seen_series<'a>(exams: &[&PastExam<'a>]) -> BTreeMap<String, Seen<'a>> {
    let mut all: BTreeMap<String, Seen<'a>> = BTreeMap::new();
    for exam in exams {
        let mut here: BTreeMap<String, (usize, &'a str)> = BTreeMap::new();
        let series = performed_series(exam.reports.iter().copied());
        let texts = series.iter().map(|series| text(series));
        for (place, text) in texts.filter(|text| !text.is_empty()).enumerate() {
            here.entry(fold(text)).or_insert((place, text));
        }
        for (folded, (place, text)) in here {
            let seen = all.entry(folded).or_default();
            seen.places.push(place);
            seen.spellings.push(text);
        }
    }
    all
}

/// Performed protocol codes that occurred often enough, in the order of their values.
fn frequent_codes(exams: &[&PastExam<'_>], is_enough: impl Fn(usize) -> bool) -> Vec<Code> {
    let mut counts: BTreeMap<(&str, &str), (usize, &Code)> = BTreeMap::new();
    for exam in exams {
        let codes = exam
            .reports
            .iter()
            .filter_map(|report| report.protocol_codes.as_ref());
        let here: BTreeMap<(&str, &str), &Code> = codes
            .flatten()
            .filter(|code| !code.value.is_empty())
            .map(|code| ((code.value.as_str(), code.scheme.as_str()), code))
            .collect();
        for (key, code) in here {
            counts.entry(key).or_insert((0, code)).0 += 1;
        }
    }
    let frequent = counts.into_values().filter(|(count, _)| is_enough(*count));
    frequent.map(|(_, code)| code.clone()).collect()
}

/// The most frequent one; among equally frequent ones the smallest.
fn most_frequent<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let (one, _) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    Some(one)
}

fn median<T: Ord + Copy>(mut all: Vec<T>) -> Option<T> {
    all.sort_unstable();
    all.get(all.len() / 2).copied()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
