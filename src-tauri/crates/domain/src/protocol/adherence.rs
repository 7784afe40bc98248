//! How well an exam followed the catalogue.

use super::{Protocol, assign};
use crate::Code;
use crate::performed_step::{ConsumptionSource, PerformedSeries, Report};
use std::collections::BTreeSet;

/// How well an exam followed an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adherence {
    /// Whether it still runs: what is missing may come.
    pub running: bool,
    /// 0 to 100: how much of what must be there is there (required series, right protocol codes,
    /// contrast as said). Extra series do not lower it. `None` while there is nothing to judge by.
    pub score: Option<u8>,
    /// The catalogue's name of the procedure.
    pub protocol: String,
    /// Each expected series, in the catalogue's order.
    pub series: Vec<SeriesAdherence>,
    /// Descriptions of series no entry names.
    pub extra: Vec<String>,
    /// Performed protocol codes that are not right, among those of a scheme the entry uses.
    pub wrong_protocols: Vec<Code>,
    /// Whether contrast was expected and not reported (once it is over), or reported and not
    /// expected.
    pub contrast_differs: bool,
}

/// One expected series of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeriesAdherence {
    /// Its name in the catalogue.
    pub name: String,
    /// Whether it is required.
    pub required: bool,
    /// The description of the series that fulfils it; `None` while none does.
    pub found: Option<String>,
}

/// Compares all that was performed of an exam with an entry of the catalogue. `reports` are those of
/// its performed steps that count: none of a wrong worklist entry.
#[must_use]
pub fn adherence(protocol: &Protocol, reports: &[&Report], running: bool) -> Adherence {
    let performed = performed_series(reports.iter().copied());
    let assignment = assign(&protocol.series, &performed);
    let text_of = |at: &usize| performed.get(*at).map(|series| text(series).to_owned());
    let series: Vec<SeriesAdherence> = protocol
        .series
        .iter()
        .zip(&assignment.fulfilled_by)
        .map(|(expected, found)| SeriesAdherence {
            name: expected.name.clone(),
            required: expected.required,
            found: found.as_ref().and_then(text_of),
        })
        .collect();
    let codes = || {
        let codes = reports
            .iter()
            .filter_map(|report| report.protocol_codes.as_ref());
        codes.flatten().filter(|code| is_comparable(protocol, code))
    };
    let mut wrong_protocols: Vec<Code> = codes()
        .filter(|code| !is_right(protocol, code))
        .cloned()
        .collect();
    wrong_protocols.sort();
    wrong_protocols.dedup_by(|a, b| a.is_same_concept(b));
    let has_contrast = reports.iter().any(|report| reports_contrast(report));
    let contrast_differs = match protocol.contrast {
        Some(true) => !has_contrast && !running,
        Some(false) => has_contrast,
        None => false,
    };

    let is_begun = !running || !performed.is_empty();
    let required = series.iter().filter(|series| series.required && is_begun);
    let judged_series = required.map(|series| series.found.is_some());
    let judged_codes = codes().next().map(|_| wrong_protocols.is_empty());
    let judged_contrast = match protocol.contrast {
        Some(_) if !running || contrast_differs => Some(!contrast_differs),
        Some(_) | None => None,
    };
    let judged = judged_series.chain(judged_codes).chain(judged_contrast);
    Adherence {
        running,
        score: score(judged),
        protocol: protocol.name().to_owned(),
        extra: assignment.extra.iter().filter_map(text_of).collect(),
        series,
        wrong_protocols,
        contrast_differs,
    }
}

/// The series of several reports, each once: a scanner may report one again.
pub(crate) fn performed_series<'a>(
    reports: impl Iterator<Item = &'a Report>,
) -> Vec<&'a PerformedSeries> {
    let mut known = BTreeSet::new();
    reports
        .flat_map(|report| report.series.as_deref().unwrap_or_default())
        .filter(|series| {
            let uid = series.series_instance_uid.as_str();
            uid.is_empty() || known.insert(uid)
        })
        .collect()
}

/// What a series is called: its description, else its protocol.
pub(crate) fn text(series: &PerformedSeries) -> &str {
    if series.description.trim().is_empty() {
        series.protocol_name.trim()
    } else {
        series.description.trim()
    }
}

/// Whether a report says that contrast was given.
pub(crate) fn reports_contrast(report: &Report) -> bool {
    let mut sources = report.consumption.iter();
    sources.any(|(source, items)| *source == ConsumptionSource::Contrast && !items.is_empty())
}

/// Whether a code can be compared with those of the entry: it is of a scheme that the entry uses.
pub(crate) fn is_comparable(protocol: &Protocol, code: &Code) -> bool {
    let mut known = protocol.protocol_codes.iter();
    !code.value.is_empty() && known.any(|known| known.scheme == code.scheme)
}

fn is_right(protocol: &Protocol, code: &Code) -> bool {
    let mut known = protocol.protocol_codes.iter();
    known.any(|known| known.is_same_concept(code))
}

fn score(judged: impl Iterator<Item = bool>) -> Option<u8> {
    let (right, all) = judged.fold((0_usize, 0_usize), |(right, all), is_right| {
        (right + usize::from(is_right), all + 1)
    });
    let percent = right.checked_mul(100)?.checked_div(all)?;
    u8::try_from(percent).ok()
}
