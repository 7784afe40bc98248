//! Where it was performed, and with what.

use super::{Case, Finding, Kind, PerformedFacts, Rooms, ScheduledFacts, listed};
use crate::AeTitle;
use crate::alert::Severity;

pub(super) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for performed in case.acquired() {
        findings.extend(station(case, performed));
        findings.extend(modality(case, performed));
    }
}

fn station<'a>(case: &Case<'a>, performed: &'a PerformedFacts<'a>) -> Option<Finding> {
    let rooms = case.department.rooms;
    let mut linked = case.linked(performed);
    let is_as_planned =
        linked.any(|scheduled| is_in_room(performed, scheduled, rooms) != Some(false));
    let scheduled = first(case, performed)?;
    if is_as_planned {
        return None;
    }
    let planned = case
        .linked(performed)
        .flat_map(|scheduled| &scheduled.step.station_ae_titles);
    let mut planned: Vec<&str> = planned.map(AeTitle::as_str).collect();
    planned.sort_unstable();
    planned.dedup();
    Some(Finding {
        kind: Kind::StationDiffers,
        severity: Severity::Info,
        performed: Some(performed.id),
        scheduled: Some(scheduled),
        expected: listed(planned),
        actual: performed.station().to_owned(),
    })
}

/// Whether a step was performed in a room it was scheduled for; `None` when it was scheduled for
/// none. The AE title it was reported under counts as well as the one in the report: scanners use
/// several, and not always the scheduled one.
pub(crate) fn is_in_room(
    performed: &PerformedFacts<'_>,
    scheduled: &ScheduledFacts<'_>,
    rooms: &Rooms,
) -> Option<bool> {
    let planned = &scheduled.step.station_ae_titles;
    if planned.is_empty() {
        return None;
    }
    Some(planned.iter().any(|title| {
        let is_here = |other: &str| rooms.is_same(title.as_str(), other);
        is_here(performed.station()) || is_here(performed.calling_ae_title)
    }))
}

fn modality<'a>(case: &Case<'a>, performed: &'a PerformedFacts<'a>) -> Option<Finding> {
    let done = performed
        .report
        .modality
        .as_deref()
        .unwrap_or_default()
        .trim();
    let mut linked = case.linked(performed);
    let is_as_planned =
        linked.any(|scheduled| is_modality(&scheduled.step.modality, done) != Some(false));
    let scheduled = first(case, performed)?;
    if is_as_planned {
        return None;
    }
    let planned = case.linked(performed);
    let mut planned: Vec<&str> = planned
        .map(|scheduled| scheduled.step.modality.trim())
        .collect();
    planned.sort_unstable();
    planned.dedup();
    Some(Finding {
        kind: Kind::ModalityDiffers,
        severity: Severity::Review,
        performed: Some(performed.id),
        scheduled: Some(scheduled),
        expected: listed(planned),
        actual: done.to_owned(),
    })
}

/// Projection radiography is called by several names, and the same device may use any.
const RADIOGRAPHY: [&str; 4] = ["CR", "DX", "DR", "RG"];

/// Whether a performed modality is a way to do a scheduled one; `None` when one of them is not known
/// or is none of an acquisition (OT). A hybrid scanner's CT or MR is part of its PET or SPECT.
pub(crate) fn is_modality(scheduled: &str, performed: &str) -> Option<bool> {
    let (scheduled, performed) = (scheduled.trim(), performed.trim());
    let says_nothing = |modality: &str| modality.is_empty() || modality == "OT";
    if says_nothing(scheduled) || says_nothing(performed) {
        return None;
    }
    let is_same = scheduled == performed
        || (RADIOGRAPHY.contains(&scheduled) && RADIOGRAPHY.contains(&performed))
        || matches!(
            (scheduled, performed),
            ("PT" | "NM", "CT" | "MR") | ("NM", "ST") | ("XA", "RF") | ("RF", "XA")
        );
    Some(is_same)
}

fn first<'a>(case: &Case<'a>, performed: &'a PerformedFacts<'a>) -> Option<i64> {
    case.linked(performed)
        .map(|scheduled| scheduled.step.id)
        .min()
}
