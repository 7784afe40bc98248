//! To which orders a performed step belongs.

use crate::reconciliation::candidates::About;
use crate::reconciliation::decide::{Work, gone, not_allowed};
use crate::schedule::Refused;
use crate::views::map::Exam;
use contract::{ExamId, Failure};
use domain::discrepancy::differs_in_id_only;
use std::collections::BTreeSet;
use storage::{StoredAlias, StoredDiscrepancy};

/// Orders one performed step can belong to: a group of the largest kind seen is below it.
const ORDERS: usize = 50;

pub(super) fn link(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    orders: &[ExamId],
    laterality_checked: bool,
) -> Result<(), Refused> {
    if orders.is_empty() || orders.len() > ORDERS {
        return Err(Refused(Failure::field(
            "orders",
            format!("choose 1 to {ORDERS} orders"),
        )));
    }
    let performed = work.performed_of(item)?;
    let about = About::read(work.session, work.judge, performed.id)?.ok_or_else(gone)?;
    let mut steps = BTreeSet::new();
    for order in orders {
        let Some(Exam::Scheduled(id)) = Exam::parse(order) else {
            return Err(Refused(Failure::field(
                "orders",
                "only orders on the schedule can be linked",
            )));
        };
        let stored = work.step(id)?;
        if !laterality_checked && about.must_confirm_side(work.judge, stored) {
            return Err(Refused(Failure::field(
                "laterality_checked",
                "the side must be checked by a person first",
            )));
        }
        steps.insert(id);
    }
    let steps: Vec<i64> = steps.into_iter().collect();
    Ok(work.link(performed.id, &steps)?)
}

pub(super) fn unlink(work: &mut Work<'_, '_>, item: &StoredDiscrepancy) -> Result<(), Refused> {
    let performed = work.performed_of(item)?;
    if !performed.linked {
        return Err(not_allowed("it is linked to no order"));
    }
    Ok(work.link(performed.id, &[])?)
}

/// A person accepts that the patients differ. Where nothing but the PatientID does, that says that
/// both are one person's: the exam belongs to the order it names, and what comes with that PatientID
/// from now on is not asked about again.
pub(super) fn same_person(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
) -> Result<(), Refused> {
    let performed = work.performed_of(item)?;
    let Some(step) = item.scheduled_step else {
        return Ok(());
    };
    let ordered = work.step(step)?.step.patient;
    let done = &performed.report.patient;
    if !differs_in_id_only(&ordered, done) {
        return Ok(());
    }
    let alias = StoredAlias {
        patient_id: done.patient_id.clone(),
        issuer: done.issuer_of_patient_id.clone(),
        current_patient_id: ordered.patient_id,
        current_issuer: ordered.issuer_of_patient_id,
        since: work.set.at,
        performed_step: Some(performed.id),
    };
    work.say_same_person(performed.id, alias)?;
    if !performed.linked {
        work.link(performed.id, &[step])?;
    }
    Ok(())
}
