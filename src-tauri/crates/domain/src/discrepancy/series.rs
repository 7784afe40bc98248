//! The performed series against the catalogue.

use super::{Case, Finding, Kind, PerformedFacts, ScheduledFacts, listed, procedure};
use crate::alert::Severity;
use crate::performed_step::{PerformedSeries, PerformedStatus};
use crate::protocol::{Assignment, ExpectedSeries, assign, performed_series, text};

pub(super) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    without_series(case, findings);
    if procedure::is_other(case) {
        return;
    }
    let is_catalogued = |scheduled: &ScheduledFacts<'_>| {
        let series = scheduled.protocol.map(|protocol| &protocol.series);
        series.is_some_and(|series| !series.is_empty())
    };
    if !case.scheduled.iter().any(is_catalogued) {
        return;
    }
    for scheduled in case.scheduled {
        findings.extend(missing(case, scheduled));
    }
    findings.extend(extra(case));
}

/// Completed steps without a series: for information when the exam has series elsewhere.
fn without_series(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let empty = case.acquired().filter(|performed| {
        performed.status == PerformedStatus::Completed && !has_series(performed)
    });
    findings.extend(empty.map(|performed| {
        Finding {
            kind: Kind::NoSeries,
            severity: if case.acquired().any(has_series) {
                Severity::Info
            } else {
                Severity::Review
            },
            performed: Some(performed.id),
            scheduled: case
                .linked(performed)
                .map(|scheduled| scheduled.step.id)
                .min(),
            expected: String::new(),
            actual: String::new(),
        }
    }));
}

fn has_series(performed: &PerformedFacts<'_>) -> bool {
    let series = performed.report.series.as_deref();
    !series.unwrap_or_default().is_empty()
}

fn missing<'a>(case: &Case<'a>, scheduled: &ScheduledFacts<'_>) -> Option<Finding> {
    let protocol = scheduled.protocol?;
    let of_step = || {
        case.acquired()
            .filter(|performed| performed.links.contains(&scheduled.step.id))
    };
    let first = of_step().map(|performed| performed.id).min()?;
    let is_running = of_step().any(|performed| performed.status == PerformedStatus::InProgress);
    let is_completed = of_step().any(|performed| performed.status == PerformedStatus::Completed);
    let performed = in_order(of_step());
    let assignment = assign(&protocol.series, &performed);
    let is_missing = |at: usize, expected: &ExpectedSeries| {
        expected.required && assignment.fulfilled_by.get(at) == Some(&None)
    };
    let (severity, judged) = if is_running {
        // Series are acquired in order: what comes before an acquired one may have been skipped.
        let last = assignment.fulfilled_by.iter().rposition(Option::is_some);
        (Severity::Info, last.unwrap_or_default())
    } else if is_completed && !performed.is_empty() {
        (Severity::BlocksReading, protocol.series.len())
    } else {
        // Discontinued: nothing more was to be expected. Without any series it is another kind.
        return None;
    };
    let missing: Vec<&str> = protocol
        .series
        .iter()
        .enumerate()
        .take(judged)
        .filter(|(at, expected)| is_missing(*at, expected))
        .map(|(_, expected)| expected.name.as_str())
        .collect();
    (!missing.is_empty()).then(|| Finding {
        kind: Kind::MissingSeries,
        severity,
        performed: Some(first),
        scheduled: Some(scheduled.step.id),
        expected: listed(missing),
        actual: listed(performed.iter().map(|series| text(series))),
    })
}

/// Series that no entry of any scheduled step names, if every one of them has an entry that asks.
fn extra(case: &Case<'_>) -> Option<Finding> {
    let performed = in_order(case.acquired());
    if performed.is_empty() {
        return None;
    }
    let assignments: Option<Vec<Assignment>> = case
        .scheduled
        .iter()
        .map(|scheduled| {
            let protocol = scheduled.protocol?;
            let asks = protocol.report_extra_series && !protocol.series.is_empty();
            asks.then(|| assign(&protocol.series, &performed))
        })
        .collect();
    let assignments = assignments?;
    let is_extra = |at: usize| {
        assignments
            .iter()
            .all(|assignment| assignment.extra.binary_search(&at).is_ok())
    };
    let extra = performed.iter().enumerate().filter(|(at, _)| is_extra(*at));
    let actual = listed(extra.map(|(_, series)| text(series)));
    (!actual.is_empty()).then(|| Finding {
        kind: Kind::ExtraSeries,
        severity: Severity::Info,
        performed: case.first_performed(),
        scheduled: case.first_scheduled(),
        expected: String::new(),
        actual,
    })
}

/// The series of performed steps in the order these began.
fn in_order<'a>(
    performed: impl Iterator<Item = &'a PerformedFacts<'a>>,
) -> Vec<&'a PerformedSeries> {
    let mut performed: Vec<&PerformedFacts<'_>> = performed.collect();
    performed.sort_unstable_by_key(|performed| performed.id);
    performed_series(performed.into_iter().map(|performed| performed.report))
}
