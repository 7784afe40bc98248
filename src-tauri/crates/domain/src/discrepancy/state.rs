//! Where it stands: running, ended, reported twice, never reported.

use super::{Case, Finding, Kind, PerformedFacts, ScheduledFacts, moment};
use crate::alert::Severity;
use crate::discontinuation::is_reason_missing;
use crate::exam::{Times, instants, plausible_start};
use crate::performed_step::PerformedStatus;
use crate::scheduled_step::StepStatus;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(case: &Case<'_>, now: NaiveDateTime, findings: &mut Vec<Finding>) {
    for performed in case.happened() {
        findings.extend(stuck(case, performed, now));
        findings.extend(late(case, performed));
    }
    for performed in case.acquired() {
        findings.extend(without_reason(case, performed));
    }
    for scheduled in case.scheduled {
        findings.extend(canceled(case, scheduled));
        findings.extend(never_performed(case, scheduled, now));
    }
    duplicates(case, findings);
}

fn about(
    case: &Case<'_>,
    kind: Kind,
    severity: Severity,
    performed: &PerformedFacts<'_>,
) -> Finding {
    let links = performed.links.iter().copied();
    let known = |id: &i64| {
        case.scheduled
            .iter()
            .any(|scheduled| scheduled.step.id == *id)
    };
    Finding {
        kind,
        severity,
        performed: Some(performed.id),
        scheduled: links.filter(known).min(),
        expected: String::new(),
        actual: String::new(),
    }
}

fn stuck<'a>(
    case: &Case<'a>,
    performed: &'a PerformedFacts<'a>,
    now: NaiveDateTime,
) -> Option<Finding> {
    if performed.status != PerformedStatus::InProgress {
        return None;
    }
    let linked = case.linked(performed);
    let expected = linked.fold(0_u32, |all, scheduled| {
        all.saturating_add(minutes(scheduled))
    });
    let modality = performed.report.modality.as_deref().unwrap_or_default();
    let times = Times {
        status: StepStatus::InProgress,
        planned_start: None,
        started: Some(plausible_start(
            performed.report.started(),
            performed.received,
        )),
        last_message: Some(performed.last_message),
        expected_minutes: if expected == 0 {
            crate::exam::default_expected_minutes(modality)
        } else {
            expected
        },
    };
    let instants = instants(&times, &case.department.thresholds);
    if instants.stuck_from? > now {
        return None;
    }
    Some(Finding {
        expected: instants.expected_end.map(moment).unwrap_or_default(),
        actual: moment(performed.last_message),
        ..about(
            case,
            Kind::StuckInProgress,
            Severity::BlocksReading,
            performed,
        )
    })
}

/// Minutes a scheduled step takes.
fn minutes(scheduled: &ScheduledFacts<'_>) -> u32 {
    if scheduled.step.expected_minutes > 0 {
        return scheduled.step.expected_minutes;
    }
    let catalogued = scheduled.protocol.map(|protocol| protocol.expected_minutes);
    catalogued
        .filter(|minutes| *minutes > 0)
        .unwrap_or_else(|| crate::exam::default_expected_minutes(&scheduled.step.modality))
}

fn late(case: &Case<'_>, performed: &PerformedFacts<'_>) -> Option<Finding> {
    (performed.late_messages > 0).then(|| Finding {
        expected: performed.final_at.map(moment).unwrap_or_default(),
        actual: performed.late_messages.to_string(),
        ..about(case, Kind::LateUpdate, Severity::Review, performed)
    })
}

fn without_reason<'a>(case: &Case<'a>, performed: &PerformedFacts<'_>) -> Option<Finding> {
    let reasons = performed.report.discontinuation_reasons.as_deref();
    let is_asked = performed.status == PerformedStatus::Discontinued
        && is_reason_missing(reasons.unwrap_or_default());
    if !is_asked {
        return None;
    }
    let is_completed_elsewhere = case
        .acquired()
        .any(|other| other.status == PerformedStatus::Completed);
    let severity = if is_completed_elsewhere {
        Severity::Info
    } else {
        Severity::Review
    };
    Some(Finding {
        actual: performed.report.comments.clone().unwrap_or_default(),
        ..about(case, Kind::DiscontinuedWithoutReason, severity, performed)
    })
}

fn canceled(case: &Case<'_>, scheduled: &ScheduledFacts<'_>) -> Option<Finding> {
    if scheduled.planned != StepStatus::Canceled {
        return None;
    }
    let of_step = case
        .acquired()
        .filter(|performed| performed.links.contains(&scheduled.step.id));
    let first = of_step.min_by_key(|performed| performed.id)?;
    let severity = match first.status {
        PerformedStatus::InProgress | PerformedStatus::Completed => Severity::Review,
        PerformedStatus::Discontinued => Severity::Info,
    };
    Some(Finding {
        kind: Kind::CanceledButPerformed,
        severity,
        performed: Some(first.id),
        scheduled: Some(scheduled.step.id),
        expected: String::new(),
        actual: first.status.as_dicom().to_owned(),
    })
}

/// No performed step came: the patient is here and the exam should be over for as long as makes a
/// running exam stuck, or its day is over.
fn never_performed(
    case: &Case<'_>,
    scheduled: &ScheduledFacts<'_>,
    now: NaiveDateTime,
) -> Option<Finding> {
    let is_here = match scheduled.planned {
        StepStatus::Arrived | StepStatus::Ready => true,
        StepStatus::Scheduled => false,
        StepStatus::InProgress
        | StepStatus::Completed
        | StepStatus::Discontinued
        | StepStatus::Canceled => return None,
    };
    let start = scheduled.planned_start();
    let long = i64::from(minutes(scheduled)) + i64::from(case.department.thresholds.stuck_after);
    let is_over = TimeDelta::try_minutes(long)
        .and_then(|long| start.checked_add_signed(long))
        .is_some_and(|end| end <= now);
    let is_due = (is_here && is_over) || start.date() < now.date();
    let mut performed = case.happened();
    if !is_due
        || scheduled.is_asked
        || performed.any(|performed| performed.links.contains(&scheduled.step.id))
    {
        return None;
    }
    Some(Finding {
        kind: Kind::MissingPerformedStep,
        severity: Severity::Review,
        performed: None,
        scheduled: Some(scheduled.step.id),
        expected: moment(start),
        actual: String::new(),
    })
}

/// Steps that report what an earlier one has reported: all their series are its, or identifier,
/// station and start are the same and the series do not tell them apart.
fn duplicates(case: &Case<'_>, findings: &mut Vec<Finding>) {
    if case.performed.len() + case.alike.len() < 2 {
        return;
    }
    let rooms = case.department.rooms;
    let is_acquired = |performed: &&PerformedFacts<'_>| {
        performed.performance() != crate::exam::Performance::WrongEntry
            && performed.is_acquisition(rooms)
    };
    let all = case.performed.iter().chain(case.alike).filter(is_acquired);
    let mut all: Vec<&PerformedFacts<'_>> = all.collect();
    all.sort_unstable_by_key(|performed| performed.id);
    all.dedup_by_key(|performed| performed.id);
    let own: BTreeSet<i64> = case
        .performed
        .iter()
        .map(|performed| performed.id)
        .collect();
    let mut by_series: BTreeMap<&str, &PerformedFacts<'_>> = BTreeMap::new();
    let mut by_id: BTreeMap<_, &PerformedFacts<'_>> = BTreeMap::new();
    for performed in all {
        let uids = series_uids(performed);
        let mut reported = uids.iter().map(|uid| by_series.get(uid).copied());
        let first = reported.next().flatten();
        let again = first.filter(|_| reported.all(|earlier| earlier.is_some()));
        let same_id = id(performed).and_then(|id| by_id.get(&id).copied());
        let same_id = same_id.filter(|earlier| {
            let earlier = series_uids(earlier);
            uids.is_empty() || earlier.is_empty() || !uids.is_disjoint(&earlier)
        });
        if let Some(earlier) = again.or(same_id).filter(|_| own.contains(&performed.id)) {
            findings.push(Finding {
                expected: earlier.sop_instance_uid.to_owned(),
                actual: performed.sop_instance_uid.to_owned(),
                ..about(case, Kind::DuplicateStep, Severity::Review, performed)
            });
        }
        for uid in uids {
            by_series.entry(uid).or_insert(performed);
        }
        if let Some(id) = id(performed) {
            by_id.entry(id).or_insert(performed);
        }
    }
}

fn series_uids<'a>(performed: &PerformedFacts<'a>) -> BTreeSet<&'a str> {
    let series = performed.report.series.as_deref().unwrap_or_default();
    series
        .iter()
        .map(|series| series.series_instance_uid.trim())
        .filter(|uid| !uid.is_empty())
        .collect()
}

/// PerformedProcedureStepID, station and start, when all are known.
fn id<'a>(performed: &PerformedFacts<'a>) -> Option<(&'a str, &'a str, NaiveDateTime)> {
    let report = performed.report;
    let id = report.performed_procedure_step_id.as_deref()?.trim();
    let station = report.station_ae_title.as_ref()?.as_str();
    (!id.is_empty()).then_some((id, station, report.started()?))
}
