//! The decisions: which fit which kind of item, and what each does.

mod correct;
mod ended;
mod links;
mod order;

pub(super) use ended::end_by_rule;
pub(super) use order::no_show;

use super::candidates::About;
use super::decide::{Work, kind_of_item, not_allowed};
use crate::schedule::Refused;
use contract::Failure;
use contract::reconciliation::{
    AfterDiscontinuation, Consequence, Decision, DecisionKind, DiscrepancyKind, Obstacle, Offer,
};
use domain::scheduled_step::StepStatus;
use storage::{Session, StorageError, StoredDiscrepancy};

/// Which decision it is.
pub(super) fn kind_of(decision: &Decision) -> DecisionKind {
    match decision {
        Decision::Link { orders, .. } if orders.len() > 1 => DecisionKind::Split,
        Decision::Link { .. } => DecisionKind::Link,
        Decision::Unlink => DecisionKind::Unlink,
        Decision::KeepUnscheduled => DecisionKind::KeepUnscheduled,
        Decision::WrongEntry => DecisionKind::WrongEntry,
        Decision::Accept { .. } => DecisionKind::Accept,
        Decision::Close { .. } => DecisionKind::Close,
        Decision::GiveReason { .. } => DecisionKind::GiveReason,
        Decision::Correct { .. } => DecisionKind::Correct,
        Decision::NoShow => DecisionKind::NoShow,
        Decision::Reschedule { .. } => DecisionKind::Reschedule,
        Decision::Dismiss { .. } => DecisionKind::Dismiss,
    }
}

/// Its stable word: in the audit trail, and as the resolution of what it closes.
pub(super) fn word(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Link => "link",
        DecisionKind::Split => "split",
        DecisionKind::Unlink => "unlink",
        DecisionKind::KeepUnscheduled => "keep-unscheduled",
        DecisionKind::WrongEntry => "wrong-entry",
        DecisionKind::Accept => "accept",
        DecisionKind::Close => "close",
        DecisionKind::GiveReason => "give-reason",
        DecisionKind::Correct => "correct",
        DecisionKind::NoShow => "no-show",
        DecisionKind::Reschedule => "reschedule",
        DecisionKind::Dismiss => "dismiss",
    }
}

/// The decision a word stands for; `None` for one that a newer version wrote.
pub(crate) fn of_word(written: &str) -> Option<DecisionKind> {
    let all = [
        DecisionKind::Link,
        DecisionKind::Split,
        DecisionKind::Unlink,
        DecisionKind::KeepUnscheduled,
        DecisionKind::WrongEntry,
        DecisionKind::Accept,
        DecisionKind::Close,
        DecisionKind::GiveReason,
        DecisionKind::Correct,
        DecisionKind::NoShow,
        DecisionKind::Reschedule,
        DecisionKind::Dismiss,
    ];
    all.into_iter().find(|kind| word(*kind) == written)
}

/// The reason it carries.
pub(super) fn reason_of(decision: &Decision) -> Option<&str> {
    match decision {
        Decision::Accept { reason } | Decision::Dismiss { reason } => Some(reason.trim()),
        Decision::Link { .. }
        | Decision::Unlink
        | Decision::KeepUnscheduled
        | Decision::WrongEntry
        | Decision::Close { .. }
        | Decision::GiveReason { .. }
        | Decision::Correct { .. }
        | Decision::NoShow
        | Decision::Reschedule { .. } => None,
    }
}

/// The decisions that fit a kind of item, in the order to show them.
fn fitting(kind: DiscrepancyKind) -> &'static [DecisionKind] {
    use DecisionKind::{
        Accept, Close, Correct, Dismiss, GiveReason, KeepUnscheduled, Link, NoShow, Reschedule,
        Split, Unlink, WrongEntry,
    };
    match kind {
        DiscrepancyKind::PatientMismatch => &[Link, Correct, WrongEntry, Unlink, Accept, Dismiss],
        DiscrepancyKind::Unscheduled => {
            &[Link, Split, KeepUnscheduled, Correct, WrongEntry, Dismiss]
        }
        DiscrepancyKind::LateralityDiffers
        | DiscrepancyKind::ProcedureDiffers
        | DiscrepancyKind::ProtocolDiffers
        | DiscrepancyKind::MissingSeries
        | DiscrepancyKind::ExtraSeries
        | DiscrepancyKind::NoSeries
        | DiscrepancyKind::ModalityDiffers
        | DiscrepancyKind::StationDiffers => {
            &[Accept, Link, Split, Unlink, WrongEntry, Correct, Dismiss]
        }
        DiscrepancyKind::CanceledButPerformed => {
            &[Accept, Link, Split, Unlink, WrongEntry, Dismiss]
        }
        DiscrepancyKind::WrongWorklistEntry => &[WrongEntry, Link, Dismiss],
        DiscrepancyKind::StuckInProgress => &[Close, WrongEntry, Dismiss],
        DiscrepancyKind::DuplicateStep => &[WrongEntry, Accept, Unlink, Dismiss],
        DiscrepancyKind::MissingPerformedStep => &[NoShow, Reschedule, Dismiss],
        DiscrepancyKind::DiscontinuedWithoutReason => &[GiveReason, Reschedule, Dismiss],
        DiscrepancyKind::LateUpdate => &[Accept, Correct, Dismiss],
        DiscrepancyKind::BillingDiffers => &[Accept, Dismiss],
    }
}

/// What can be decided about an item.
pub(super) fn offers(
    kind: DiscrepancyKind,
    about: Option<&About>,
    session: &mut Session<'_>,
    scheduled: Option<i64>,
) -> Result<Vec<Offer>, StorageError> {
    let (status, ordered) = match scheduled {
        Some(id) => {
            let ordered = session.scheduled_steps(&[id])?.pop();
            (session.statuses_of_step(id)?, ordered)
        }
        None => (None, None),
    };
    let is_one_person = kind == DiscrepancyKind::PatientMismatch
        && about
            .zip(ordered)
            .is_some_and(|(about, stored)| about.differs_in_id_only(&stored.step.patient));
    Ok(fitting(kind)
        .iter()
        .map(|decision| Offer {
            decision: *decision,
            consequences: consequences(*decision, kind, is_one_person),
            needs_reason: matches!(decision, DecisionKind::Accept | DecisionKind::Dismiss),
            forbidden: forbidden(*decision, about, status),
        })
        .collect())
}

fn consequences(
    decision: DecisionKind,
    kind: DiscrepancyKind,
    is_one_person: bool,
) -> Vec<Consequence> {
    let closes = Consequence::Closes { kinds: vec![kind] };
    match decision {
        DecisionKind::KeepUnscheduled => vec![Consequence::CreatesOrder, closes],
        DecisionKind::WrongEntry => vec![Consequence::NothingCharged, closes],
        DecisionKind::Accept if is_one_person => vec![closes, Consequence::SamePerson],
        DecisionKind::Accept | DecisionKind::Dismiss => vec![closes, Consequence::OnlyAudited],
        DecisionKind::Unlink => vec![
            closes,
            Consequence::Opens {
                kinds: vec![DiscrepancyKind::Unscheduled],
            },
        ],
        DecisionKind::Close
        | DecisionKind::GiveReason
        | DecisionKind::NoShow
        | DecisionKind::Reschedule => vec![closes],
        DecisionKind::Link | DecisionKind::Split | DecisionKind::Correct => Vec::new(),
    }
}

/// Why a decision cannot be made now; `None` when it can.
fn forbidden(
    decision: DecisionKind,
    about: Option<&About>,
    status: Option<(StepStatus, StepStatus)>,
) -> Option<Obstacle> {
    match (decision, about) {
        (DecisionKind::Unlink, Some(about)) if !about.is_linked() => Some(Obstacle::NotLinked),
        (DecisionKind::KeepUnscheduled, Some(about)) if about.is_linked() => Some(Obstacle::Linked),
        (DecisionKind::KeepUnscheduled, Some(about))
            if about.performed().report().patient.patient_id.is_empty() =>
        {
            Some(Obstacle::NoPatientId)
        }
        (DecisionKind::Correct, Some(about)) if about.is_running() => Some(Obstacle::Runs),
        (DecisionKind::Close, Some(about)) if !about.is_running() => Some(Obstacle::Ended),
        (DecisionKind::NoShow, None) => match status {
            Some((_, now)) if now > StepStatus::Ready => Some(Obstacle::Started),
            Some(_) | None => None,
        },
        _ => None,
    }
}

/// Carries out a decision about one item.
///
/// # Errors
/// When it does not fit, or lacks what it needs.
pub(super) fn apply(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    decision: &Decision,
) -> Result<(), Refused> {
    let kind = kind_of_item(item)?;
    let fits = fitting(kind);
    let chosen = kind_of(decision);
    let is_offered = fits.contains(&chosen)
        || (chosen == DecisionKind::Split && fits.contains(&DecisionKind::Link));
    if !is_offered {
        return Err(not_allowed("this decision does not fit the item"));
    }
    match decision {
        Decision::Link {
            orders,
            laterality_checked,
        } => links::link(work, item, orders, *laterality_checked),
        Decision::Unlink => links::unlink(work, item),
        Decision::KeepUnscheduled => order::keep_unscheduled(work, item),
        Decision::WrongEntry => ended::wrong_entry(work, item),
        Decision::Accept { reason } | Decision::Dismiss { reason } => {
            if reason.trim().is_empty() {
                return Err(Refused(Failure::field("reason", "a reason is required")));
            }
            if chosen == DecisionKind::Accept && kind == DiscrepancyKind::PatientMismatch {
                links::same_person(work, item)?;
            }
            Ok(())
        }
        Decision::Close {
            completed,
            reason,
            ended,
        } => ended::close(work, item, *completed, reason.as_ref(), *ended),
        Decision::GiveReason { reason, then } => {
            ended::give_reason(work, item, reason)?;
            match then {
                AfterDiscontinuation::Stay {
                    charge,
                    keep_images,
                } => ended::stay(work, item, *charge, *keep_images),
                AfterDiscontinuation::Reschedule { day, time } => {
                    order::repeat(work, item, day, time)
                }
                AfterDiscontinuation::Cancel => order::withdraw(work, item),
            }
        }
        Decision::Correct {
            sop_instance_uid,
            form,
        } => correct::correct(work, item, sop_instance_uid, form),
        Decision::NoShow => {
            let step = item
                .scheduled_step
                .ok_or_else(|| not_allowed("it is not on the schedule"))?;
            no_show(work, step)
        }
        Decision::Reschedule { day, time } => match item.performed_step {
            Some(_) => order::repeat(work, item, day, time),
            None => order::reschedule(work, item, day, time),
        },
    }
}
