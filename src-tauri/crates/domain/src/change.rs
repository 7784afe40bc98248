//! What a person may do to a scheduled step, and what its status becomes.

use crate::scheduled_step::StepStatus;
use std::fmt;

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The patient arrived.
    Arrive,
    /// The patient is prepared.
    MakeReady,
    /// The patient is not here after all, or the withdrawn order stands again.
    BackToScheduled,
    /// The order is withdrawn.
    Cancel,
    /// Another station or time.
    Move,
    /// Another content of the order.
    Edit,
}

/// The status does not allow the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAllowed {
    /// Where the step stands.
    pub status: StepStatus,
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.status {
            StepStatus::InProgress => "the exam has started",
            StepStatus::Completed => "the exam is completed",
            StepStatus::Discontinued => "the exam was discontinued",
            StepStatus::Canceled => "the order was canceled",
            StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready => {
                "the exam stands there already"
            }
        };
        f.write_str(reason)
    }
}

impl std::error::Error for NotAllowed {}

/// The status after an action. What a modality reported is never overruled by hand: once an exam
/// has started, only the content of its order can be corrected.
///
/// # Errors
/// [`NotAllowed`] when the status does not allow it, or it would change nothing.
pub fn status_after(status: StepStatus, action: Action) -> Result<StepStatus, NotAllowed> {
    let waiting = matches!(
        status,
        StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready
    );
    let to = |target: StepStatus, allowed: bool| {
        if allowed && target != status {
            Ok(target)
        } else {
            Err(NotAllowed { status })
        }
    };
    match action {
        Action::Arrive => to(StepStatus::Arrived, waiting),
        Action::MakeReady => to(StepStatus::Ready, waiting),
        Action::BackToScheduled => to(
            StepStatus::Scheduled,
            waiting || status == StepStatus::Canceled,
        ),
        Action::Cancel => to(StepStatus::Canceled, waiting),
        Action::Move if waiting => Ok(status),
        Action::Edit if status != StepStatus::Canceled => Ok(status),
        Action::Move | Action::Edit => Err(NotAllowed { status }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_patient_can_be_moved_on_and_back() {
        let arrived = status_after(StepStatus::Scheduled, Action::Arrive).unwrap();
        assert_eq!(arrived, StepStatus::Arrived);
        assert_eq!(
            status_after(arrived, Action::MakeReady),
            Ok(StepStatus::Ready)
        );
        assert_eq!(
            status_after(arrived, Action::BackToScheduled),
            Ok(StepStatus::Scheduled)
        );
        assert_eq!(
            status_after(arrived, Action::Arrive),
            Err(NotAllowed { status: arrived })
        );
    }

    #[test]
    fn what_a_scanner_reported_is_not_overruled() {
        for status in [
            StepStatus::InProgress,
            StepStatus::Completed,
            StepStatus::Discontinued,
        ] {
            for action in [
                Action::Arrive,
                Action::MakeReady,
                Action::BackToScheduled,
                Action::Cancel,
                Action::Move,
            ] {
                assert_eq!(status_after(status, action), Err(NotAllowed { status }));
            }
            assert_eq!(status_after(status, Action::Edit), Ok(status));
        }
    }

    #[test]
    fn a_withdrawn_order_can_stand_again() {
        assert_eq!(
            status_after(StepStatus::Canceled, Action::BackToScheduled),
            Ok(StepStatus::Scheduled)
        );
        assert!(status_after(StepStatus::Canceled, Action::Edit).is_err());
    }
}
