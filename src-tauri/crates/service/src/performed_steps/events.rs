//! The events that subscribers of MPPS Notification are told (PS3.4 Table F.9.2-1). Number 5, deleted,
//! is never told: performed steps are not deleted.

use super::{Effect, Kind};
use domain::performed_step::PerformedStatus;
use storage::{PerformedSummary, Session, StorageError};

/// Performed Procedure Step In Progress.
pub(crate) const IN_PROGRESS: u16 = 1;
/// Performed Procedure Step Completed.
pub(crate) const COMPLETED: u16 = 2;
/// Performed Procedure Step Discontinued.
pub(crate) const DISCONTINUED: u16 = 3;
/// Performed Procedure Step Updated; never for a change of the status.
pub(crate) const UPDATED: u16 = 4;

/// The event of a message; intermediate reports and refusals are none.
pub(super) fn of_message(
    kind: Kind,
    effect: &Effect,
    status: Option<PerformedStatus>,
) -> Option<u16> {
    if effect.outcome.status != 0 || effect.performed_step.is_none() {
        return None;
    }
    match (kind, status?) {
        (Kind::Create, _) => Some(IN_PROGRESS),
        (Kind::Set, PerformedStatus::InProgress) => None,
        (Kind::Set, status) => Some(of_status(status)),
    }
}

/// The event of what a person, or a rule, changed.
fn of_change(before: PerformedStatus, after: PerformedStatus) -> u16 {
    if before == after {
        UPDATED
    } else {
        of_status(after)
    }
}

/// Keeps for the subscribers what became of a performed step that a person, a rule or an undo changed:
/// `before` is its status before. Links are not told while it runs: its end will be.
///
/// # Errors
/// When the database refuses.
pub(crate) fn tell(
    session: &mut Session<'_>,
    subscribers: &[String],
    before: PerformedStatus,
    now: &PerformedSummary,
    at: i64,
) -> Result<(), StorageError> {
    let Some(after) = now
        .status
        .filter(|after| *after != before || after.is_final())
    else {
        return Ok(());
    };
    let event = of_change(before, after);
    session.add_notifications(subscribers, &now.sop_instance_uid, event, at)
}

fn of_status(status: PerformedStatus) -> u16 {
    match status {
        PerformedStatus::InProgress => IN_PROGRESS,
        PerformedStatus::Completed => COMPLETED,
        PerformedStatus::Discontinued => DISCONTINUED,
    }
}
