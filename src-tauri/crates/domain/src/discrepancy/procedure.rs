//! What was done: procedure, protocol and side.

use super::{Case, Finding, Kind, listed};
use crate::Code;
use crate::alert::Severity;
use crate::laterality::{Laterality, Reading, side_of_report, side_of_step, words_without_side};
use crate::performed_step::{PerformedStatus, Report};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let (Some(performed), Some(scheduled)) = (case.first_performed(), case.first_scheduled())
    else {
        return;
    };
    let side = side(case);
    let judged = if is_other(case) {
        // The codes of both sides differ: that is told by the side.
        let other = if side.is_some() && differs_in_side_only(case) {
            None
        } else {
            Some(procedure(case))
        };
        [other, None, side]
    } else {
        [None, protocol(case), side]
    };
    findings.extend(judged.into_iter().flatten().map(|judged| Finding {
        kind: judged.kind,
        severity: judged.severity,
        performed: Some(performed),
        scheduled: Some(scheduled),
        expected: judged.expected,
        actual: judged.actual,
    }));
}

struct Judged {
    kind: Kind,
    severity: Severity,
    expected: String,
    actual: String,
}

/// Whether another procedure was performed than ordered.
pub(super) fn is_other(case: &Case<'_>) -> bool {
    let (ordered, done) = procedures(case);
    matches!(overlap(&ordered, &done), Overlap::None)
}

/// The codes of the procedures ordered and performed.
fn procedures<'a>(case: &Case<'a>) -> (Vec<&'a Code>, Vec<&'a Code>) {
    let ordered = case.scheduled.iter();
    let ordered = ordered
        .filter_map(|scheduled| scheduled.step.requested_procedure_code.as_ref())
        .collect();
    let done = performed_codes(case, |report| report.procedure_codes.as_deref());
    (ordered, done)
}

fn procedure(case: &Case<'_>) -> Judged {
    let (ordered, done) = procedures(case);
    Judged {
        kind: Kind::ProcedureDiffers,
        severity: Severity::Review,
        expected: codes(&ordered),
        actual: codes(&done),
    }
}

/// Whether the procedures ordered and performed are called the same but for the side.
fn differs_in_side_only(case: &Case<'_>) -> bool {
    let (ordered, done) = procedures(case);
    let named = |codes: Vec<&Code>| -> BTreeSet<Vec<String>> {
        let meanings = codes
            .into_iter()
            .map(|code| words_without_side(&code.meaning));
        meanings.collect()
    };
    let (ordered, done) = (named(ordered), named(done));
    ordered == done && !ordered.iter().all(Vec::is_empty)
}

/// The performed protocol codes against those that are scheduled or that the catalogue knows: any of
/// them is right. Missing is only what was scheduled, because the catalogue lists alternatives.
fn protocol(case: &Case<'_>) -> Option<Judged> {
    let scheduled = || case.scheduled.iter();
    let ordered: Vec<&Code> = scheduled()
        .flat_map(|scheduled| &scheduled.step.protocol_codes)
        .collect();
    let catalogued = scheduled().filter_map(|scheduled| scheduled.protocol);
    let mut right: Vec<&Code> = ordered.clone();
    right.extend(catalogued.flat_map(|protocol| &protocol.protocol_codes));
    let done = performed_codes(case, |report| report.protocol_codes.as_deref());
    let is_over = case
        .acquired()
        .all(|performed| performed.status == PerformedStatus::Completed);
    let severity = match overlap(&right, &done) {
        Overlap::Unknown => return None,
        Overlap::None => Severity::Review,
        Overlap::Some { added: true } => Severity::Info,
        Overlap::Some { added: false } => match overlap(&done, &ordered) {
            Overlap::Some { added: true } if is_over && catalogues_nothing(case) => Severity::Info,
            Overlap::Some { .. } | Overlap::None | Overlap::Unknown => return None,
        },
    };
    Some(Judged {
        kind: Kind::ProtocolDiffers,
        severity,
        expected: codes(&right),
        actual: codes(&done),
    })
}

fn catalogues_nothing(case: &Case<'_>) -> bool {
    let mut protocols = case
        .scheduled
        .iter()
        .filter_map(|scheduled| scheduled.protocol);
    protocols.all(|protocol| protocol.protocol_codes.is_empty())
}

fn side(case: &Case<'_>) -> Option<Judged> {
    let ordered = case
        .scheduled
        .iter()
        .filter_map(|scheduled| side_of_step(scheduled.step));
    let ordered = together(ordered)?;
    let done = case
        .acquired()
        .filter_map(|performed| side_of_report(performed.report));
    let done = together(done)?;
    if ordered.value == done.value {
        return None;
    }
    let involves_both = ordered.value == Laterality::Both || done.value == Laterality::Both;
    let is_running = case
        .acquired()
        .any(|performed| performed.status == PerformedStatus::InProgress);
    // One side of two is a beginning.
    if is_running && ordered.value == Laterality::Both {
        return None;
    }
    Some(Judged {
        kind: Kind::LateralityDiffers,
        severity: if involves_both {
            Severity::Review
        } else {
            Severity::BlocksReading
        },
        expected: ordered.evidence.to_owned(),
        actual: done.evidence.to_owned(),
    })
}

/// Several readings as one; the evidence is the smallest, so that the order does not count.
fn together<'a>(
    readings: impl Iterator<Item = Reading<'a, Laterality>>,
) -> Option<Reading<'a, Laterality>> {
    readings.reduce(|a, b| Reading {
        value: a.value.and(b.value),
        evidence: a.evidence.min(b.evidence),
        inferred: a.inferred || b.inferred,
    })
}

fn performed_codes<'a>(case: &Case<'a>, codes: fn(&Report) -> Option<&[Code]>) -> Vec<&'a Code> {
    let reports = case.acquired().map(|performed| performed.report);
    reports.filter_map(codes).flatten().collect()
}

/// What codes have in common, scheme by scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlap {
    /// No scheme is used by both.
    Unknown,
    /// In every scheme that both use, they have nothing in common.
    None,
    /// They have something in common.
    Some {
        /// Whether the second has codes of a common scheme that the first has not.
        added: bool,
    },
}

/// Compares codes. Schemes that only one side uses cannot be compared.
pub(crate) fn overlap(first: &[&Code], second: &[&Code]) -> Overlap {
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for code in first.iter().filter(|code| !code.value.is_empty()) {
        known.entry(&code.scheme).or_default().push(&code.value);
    }
    let (mut common, mut added) = (false, false);
    for code in second.iter().filter(|code| !code.value.is_empty()) {
        let Some(values) = known.get(code.scheme.as_str()) else {
            continue;
        };
        if values.contains(&code.value.as_str()) {
            common = true;
        } else {
            added = true;
        }
    }
    match (common, added) {
        (true, added) => Overlap::Some { added },
        (false, true) => Overlap::None,
        (false, false) => Overlap::Unknown,
    }
}

/// The values of codes, each once.
fn codes(codes: &[&Code]) -> String {
    let mut values: Vec<&str> = codes
        .iter()
        .map(|code| code.value.as_str())
        .filter(|value| !value.is_empty())
        .collect();
    values.sort_unstable();
    values.dedup();
    listed(values)
}
