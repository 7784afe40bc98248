//! How exams followed the protocol catalogue: the entry of their day, and what it says of them.

use crate::department::Department;
use crate::views::map;
use chrono::NaiveDate;
use contract::board::SeriesProgress;
use contract::protocols::{Adherence, SeriesAdherence};
use domain::Code;
use domain::performed_step::Report;
use domain::protocol::{self, Catalogue, Protocol};
use storage::{PerformedSummary, Session, StorageError};

/// What says which entry an exam is judged by.
pub(crate) struct Subject<'a> {
    /// The codes of the procedure, the ordered one first.
    pub(crate) codes: Vec<&'a Code>,
    /// The AE title of the station it was performed at, or is to be.
    pub(crate) station: &'a str,
    /// The day it was performed on, or is to be.
    pub(crate) day: NaiveDate,
}

impl Subject<'_> {
    /// The entry of the exam's day: of the first code that has one.
    pub(crate) fn protocol<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c Protocol> {
        self.codes
            .iter()
            .find_map(|code| catalogue.find(code, self.station, self.day))
    }
}

/// Fills reports with what protocols name, if there are any to compare with.
pub(crate) fn fill<'s>(
    department: &Department,
    session: &mut Session<'_>,
    performed: impl IntoIterator<Item = &'s mut PerformedSummary>,
) -> Result<(), StorageError> {
    if department.catalogue().is_empty() {
        return Ok(());
    }
    session.fill_what_protocols_name(performed)
}

/// How well performed steps followed the entry; their reports must be filled with what protocols
/// name.
pub(crate) fn adherence(
    department: &Department,
    subject: &Subject<'_>,
    performed: &[&PerformedSummary],
    running: bool,
) -> Option<Adherence> {
    if performed.is_empty() {
        return None;
    }
    let catalogue = department.catalogue();
    let entry = subject.protocol(&catalogue)?;
    let reports: Vec<&Report> = performed.iter().map(|step| &step.report).collect();
    let found = protocol::adherence(entry, &reports, running);
    Some(shown(entry, found))
}

fn shown(entry: &Protocol, found: protocol::Adherence) -> Adherence {
    Adherence {
        running: found.running,
        score: found.score,
        protocol: found.protocol,
        series: found
            .series
            .into_iter()
            .map(|series| SeriesAdherence {
                name: series.name,
                required: series.required,
                found: series.found,
            })
            .collect(),
        extra: if entry.report_extra_series {
            found.extra
        } else {
            Vec::new()
        },
        wrong_protocols: found.wrong_protocols.iter().map(map::code).collect(),
        contrast_differs: found.contrast_differs,
    }
}

/// How many of the expected series came. An optional series counts once it came, so that an exam
/// with all that is required is whole.
pub(crate) fn progress(adherence: &Adherence) -> Option<SeriesProgress> {
    let count = |series: usize| u32::try_from(series).unwrap_or(u32::MAX);
    let found = adherence
        .series
        .iter()
        .filter(|series| series.found.is_some())
        .count();
    let missing: Vec<String> = adherence
        .series
        .iter()
        .filter(|series| series.required && series.found.is_none())
        .map(|series| series.name.clone())
        .collect();
    let expected = found + missing.len();
    (expected > 0).then(|| SeriesProgress {
        found: count(found),
        expected: count(expected),
        missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, required: bool, found: bool) -> SeriesAdherence {
        SeriesAdherence {
            name: name.to_owned(),
            required,
            found: found.then(|| name.to_owned()),
        }
    }

    #[test]
    fn an_optional_series_counts_once_it_came() {
        let adherence = Adherence {
            running: true,
            score: None,
            protocol: String::new(),
            series: vec![
                series("Scout", true, true),
                series("Portal venous", true, false),
                series("Delayed", false, false),
                series("Coronal", false, true),
            ],
            extra: Vec::new(),
            wrong_protocols: Vec::new(),
            contrast_differs: false,
        };
        let progress = progress(&adherence).unwrap();
        assert_eq!((progress.found, progress.expected), (2, 3));
        assert_eq!(progress.missing, ["Portal venous"]);
    }
}
