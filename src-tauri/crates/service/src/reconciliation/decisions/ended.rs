//! How an exam ended, when no modality said it or said it wrongly.

use crate::clock;
use crate::reconciliation::decide::{Work, not_allowed};
use crate::schedule::Refused;
use chrono::Duration;
use contract::{Code, Failure, WallTime};
use domain::discrepancy::Kind;
use domain::performed_step::PerformedStatus;
use storage::{PerformedSummary, StoredDiscrepancy};

/// Incorrect worklist entry selected (PS3.16 CID 9301).
const WRONG_ENTRY: &str = "110514";

/// Minutes by which a person's clock may be ahead of ours.
const AHEAD: i64 = 5;

/// The operator had picked another entry than meant: for the entry picked nothing happened.
pub(super) fn wrong_entry(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
) -> Result<(), Refused> {
    let mut performed = work.performed_of(item)?;
    if performed.status == Some(PerformedStatus::InProgress) {
        end(work, &mut performed, work.judge.now);
    }
    performed.status = Some(PerformedStatus::Discontinued);
    performed.report.discontinuation_reasons = Some(vec![domain::Code::new(
        WRONG_ENTRY,
        "DCM",
        "Incorrect worklist entry selected",
    )]);
    performed.by_person.reason_by.clone_from(&work.set.who);
    // Whoever says so is not asked about it.
    let links = work.session.links_of(performed.id)?;
    let entries = links.iter().map(|link| Some(link.scheduled_step));
    let entries = entries.chain([performed.mismatched_step]);
    work.answers
        .extend(entries.map(|entry| (Kind::WrongWorklistEntry, entry)));
    Ok(work.correct(&performed)?)
}

/// Ends an exam that nobody ended.
pub(super) fn close(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    completed: bool,
    reason: Option<&Code>,
    ended: WallTime,
) -> Result<(), Refused> {
    let mut performed = work.performed_of(item)?;
    if performed.status != Some(PerformedStatus::InProgress) {
        return Err(not_allowed("it has ended"));
    }
    let ended = clock::from_contract(ended);
    let begins = performed.report.started();
    let is_before = begins.is_some_and(|begins| ended < begins);
    if is_before || ended > work.judge.now + Duration::minutes(AHEAD) {
        return Err(Refused(Failure::field(
            "ended",
            "the end lies between the start and now",
        )));
    }
    end(work, &mut performed, ended);
    if completed {
        performed.status = Some(PerformedStatus::Completed);
    } else {
        performed.status = Some(PerformedStatus::Discontinued);
        if let Some(reason) = reason {
            set_reason(work, &mut performed, reason)?;
        }
    }
    Ok(work.correct(&performed)?)
}

/// Ends an exam that nobody ended: as discontinued, because only who performed it can say that all was
/// done, and without a reason, so that a person is asked for one. Its end is when it was last heard of.
pub(in crate::reconciliation) fn end_by_rule(
    work: &mut Work<'_, '_>,
    mut performed: PerformedSummary,
) -> Result<(), Refused> {
    if performed.status != Some(PerformedStatus::InProgress) {
        return Err(not_allowed("it has ended"));
    }
    let heard = clock::wall_of(performed.last_message_at);
    end(work, &mut performed, heard);
    performed.status = Some(PerformedStatus::Discontinued);
    Ok(work.correct(&performed)?)
}

fn end(work: &Work<'_, '_>, performed: &mut PerformedSummary, ended: chrono::NaiveDateTime) {
    performed.report.end_date = Some(ended.date());
    performed.report.end_time = Some(ended.time());
    performed.final_at = Some(work.set.at);
    performed.by_person.closed_by.clone_from(&work.set.who);
}

/// Says why it was discontinued.
pub(super) fn give_reason(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    reason: &Code,
) -> Result<(), Refused> {
    let mut performed = work.performed_of(item)?;
    if performed.status != Some(PerformedStatus::Discontinued) {
        return Err(not_allowed("it was not discontinued"));
    }
    set_reason(work, &mut performed, reason)?;
    Ok(work.correct(&performed)?)
}

fn set_reason(
    work: &Work<'_, '_>,
    performed: &mut PerformedSummary,
    reason: &Code,
) -> Result<(), Refused> {
    let (value, scheme) = (reason.value.trim(), reason.scheme.trim());
    if value.is_empty() || scheme.is_empty() {
        return Err(Refused(Failure::field(
            "reason",
            "a reason has a code value and a coding scheme",
        )));
    }
    let code = domain::Code::new(value, scheme, reason.meaning.trim());
    performed.report.discontinuation_reasons = Some(vec![code]);
    performed.by_person.reason_by.clone_from(&work.set.who);
    Ok(())
}

/// It stays discontinued.
pub(super) fn stay(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    charge: bool,
    keep_images: bool,
) -> Result<(), Refused> {
    let mut performed = work.performed_of(item)?;
    performed.by_person.charge = Some(charge);
    performed.by_person.keep_images = Some(keep_images);
    Ok(work.correct(&performed)?)
}
