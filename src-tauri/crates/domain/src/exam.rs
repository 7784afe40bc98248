//! An exam as the board shows it: a scheduled step with its performed steps, or a performed step
//! alone.

mod timing;

pub use timing::{
    Instants, Thresholds, Times, default_expected_minutes, instants, plausible_start, silent_from,
};

use crate::Code;
use crate::discontinuation::is_wrong_entry;
use crate::performed_step::PerformedStatus;
use crate::scheduled_step::StepStatus;

/// What one performed step means for the exam it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Performance {
    /// It runs.
    InProgress,
    /// It is done.
    Completed,
    /// It was stopped.
    Discontinued,
    /// It was stopped because the operator had picked the wrong worklist entry (110514): for the
    /// scheduled step picked, nothing happened.
    WrongEntry,
}

impl Performance {
    /// From a performed step's status and its discontinuation reasons.
    #[must_use]
    pub fn of(status: PerformedStatus, discontinuation_reasons: &[Code]) -> Self {
        match status {
            PerformedStatus::InProgress => Self::InProgress,
            PerformedStatus::Completed => Self::Completed,
            PerformedStatus::Discontinued => {
                if is_wrong_entry(discontinuation_reasons) {
                    Self::WrongEntry
                } else {
                    Self::Discontinued
                }
            }
        }
    }
}

impl From<&(PerformedStatus, Vec<Code>)> for Performance {
    fn from((status, discontinuation_reasons): &(PerformedStatus, Vec<Code>)) -> Self {
        Self::of(*status, discontinuation_reasons)
    }
}

/// The status of a scheduled step with all performed steps linked to it. `planned` is its status as
/// people and orders set it, without any performed step.
///
/// Any that runs makes it in progress; else any that is completed makes it completed, also beside a
/// discontinued one; else it is discontinued. Those of a wrong entry do not count, so that the step
/// is again what it was before.
#[must_use]
pub fn status<P: Into<Performance>>(
    planned: StepStatus,
    performed: impl IntoIterator<Item = P>,
) -> StepStatus {
    performed
        .into_iter()
        .filter_map(|performance| match performance.into() {
            Performance::InProgress => Some(StepStatus::InProgress),
            Performance::Completed => Some(StepStatus::Completed),
            Performance::Discontinued => Some(StepStatus::Discontinued),
            Performance::WrongEntry => None,
        })
        // The statuses are in the order of life: the earliest of these three counts.
        .min()
        .unwrap_or(planned)
}

/// The status of a performed step that belongs to no scheduled step.
#[must_use]
pub fn unscheduled_status(performance: Performance) -> StepStatus {
    match performance {
        Performance::InProgress => StepStatus::InProgress,
        Performance::Completed => StepStatus::Completed,
        Performance::Discontinued | Performance::WrongEntry => StepStatus::Discontinued,
    }
}

#[cfg(test)]
mod tests {
    use super::{Performance, status, unscheduled_status};
    use crate::Code;
    use crate::performed_step::PerformedStatus;
    use crate::scheduled_step::StepStatus;
    use proptest::prelude::*;

    use Performance::{Completed, Discontinued, InProgress, WrongEntry};

    #[test]
    fn a_step_is_what_its_performed_steps_are() {
        let cases: [(&[Performance], StepStatus); 7] = [
            (&[], StepStatus::Arrived),
            (&[InProgress], StepStatus::InProgress),
            (&[Completed, InProgress], StepStatus::InProgress),
            (&[Discontinued, InProgress], StepStatus::InProgress),
            (&[Discontinued, Completed], StepStatus::Completed),
            (&[Discontinued, Discontinued], StepStatus::Discontinued),
            (&[WrongEntry], StepStatus::Arrived),
        ];
        for (performed, expected) in cases {
            let found = status(StepStatus::Arrived, performed.iter().copied());
            assert_eq!(found, expected, "{performed:?}");
        }
    }

    #[test]
    fn a_canceled_step_that_is_performed_is_in_progress() {
        assert_eq!(
            status(StepStatus::Canceled, [InProgress]),
            StepStatus::InProgress
        );
        assert_eq!(
            status(StepStatus::Canceled, [WrongEntry]),
            StepStatus::Canceled
        );
    }

    #[test]
    fn only_the_reason_for_it_makes_a_wrong_entry() {
        let wrong_entry = [Code::new("110514", "DCM", "")];
        assert_eq!(
            Performance::of(PerformedStatus::Discontinued, &wrong_entry),
            WrongEntry
        );
        assert_eq!(
            Performance::of(PerformedStatus::Discontinued, &[]),
            Discontinued
        );
        assert_eq!(
            Performance::of(PerformedStatus::Completed, &wrong_entry),
            Completed
        );
        assert_eq!(unscheduled_status(WrongEntry), StepStatus::Discontinued);
    }

    proptest! {
        #[test]
        fn the_order_of_performed_steps_does_not_count(
            performed in prop::collection::vec(
                prop_oneof![Just(InProgress), Just(Completed), Just(Discontinued), Just(WrongEntry)],
                0..6,
            ),
        ) {
            let mut reversed = performed.clone();
            reversed.reverse();
            let forward = status(StepStatus::Ready, performed);
            prop_assert_eq!(forward, status(StepStatus::Ready, reversed));
        }
    }
}
