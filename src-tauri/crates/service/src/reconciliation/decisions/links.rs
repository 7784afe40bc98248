//! To which orders a performed step belongs.

use crate::reconciliation::candidates::About;
use crate::reconciliation::decide::{Work, gone, not_allowed};
use crate::schedule::Refused;
use crate::views::map::Exam;
use contract::{ExamId, Failure};
use std::collections::BTreeSet;
use storage::StoredDiscrepancy;

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
