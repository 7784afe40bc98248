//! What a person may do to a scheduled step, by where it stands.

use crate::scheduled_step::StepStatus;
use std::fmt;

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The patient arrived.
    Arrive,
    /// The patient is prepared.
    MakeReady,
    /// The patient is not here after all, or a canceled order is taken up again.
    BackToScheduled,
    /// The order is withdrawn.
    Cancel,
    /// Another station or time.
    Move,
    /// Other content.
    Edit,
}

/// The status does not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAllowed {
    /// What was to be done.
    pub action: Action,
    /// Where the step stands.
    pub status: StepStatus,
}

/// The status after an action. Once a modality has started, only modalities say how it goes on; an
/// action that was done already changes nothing, so that two people may do the same.
///
/// # Errors
/// [`NotAllowed`] if the step has started, is over, or (except for taking it up again) is canceled.
pub fn status_after(status: StepStatus, action: Action) -> Result<StepStatus, NotAllowed> {
    let is_canceled = match status {
        StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready => false,
        StepStatus::Canceled => true,
        StepStatus::InProgress | StepStatus::Completed | StepStatus::Discontinued => {
            return Err(NotAllowed { action, status });
        }
    };
    match action {
        Action::BackToScheduled => Ok(StepStatus::Scheduled),
        Action::Cancel => Ok(StepStatus::Canceled),
        Action::Arrive | Action::MakeReady | Action::Move | Action::Edit if is_canceled => {
            Err(NotAllowed { action, status })
        }
        Action::Arrive => Ok(StepStatus::Arrived),
        Action::MakeReady => Ok(StepStatus::Ready),
        Action::Move | Action::Edit => Ok(status),
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = match self.status {
            StepStatus::Scheduled => "scheduled",
            StepStatus::Arrived => "arrived",
            StepStatus::Ready => "ready",
            StepStatus::InProgress => "in progress",
            StepStatus::Completed => "completed",
            StepStatus::Discontinued => "discontinued",
            StepStatus::Canceled => "canceled",
        };
        let action = match self.action {
            Action::Arrive => "marked as arrived",
            Action::MakeReady => "marked as ready",
            Action::BackToScheduled => "set back to scheduled",
            Action::Cancel => "canceled",
            Action::Move => "moved",
            Action::Edit => "edited",
        };
        write!(f, "an exam that is {status} cannot be {action}")
    }
}

impl std::error::Error for NotAllowed {}

#[cfg(test)]
mod tests {
    use super::{Action, NotAllowed, status_after};
    use crate::scheduled_step::StepStatus;

    const ACTIONS: [Action; 6] = [
        Action::Arrive,
        Action::MakeReady,
        Action::BackToScheduled,
        Action::Cancel,
        Action::Move,
        Action::Edit,
    ];

    #[test]
    fn before_the_start_everything_is_allowed() {
        for status in [
            StepStatus::Scheduled,
            StepStatus::Arrived,
            StepStatus::Ready,
        ] {
            let after = ACTIONS.map(|action| status_after(status, action));
            assert_eq!(
                after,
                [
                    Ok(StepStatus::Arrived),
                    Ok(StepStatus::Ready),
                    Ok(StepStatus::Scheduled),
                    Ok(StepStatus::Canceled),
                    Ok(status),
                    Ok(status),
                ]
            );
        }
    }

    #[test]
    fn once_started_nothing_is_allowed() {
        for status in [
            StepStatus::InProgress,
            StepStatus::Completed,
            StepStatus::Discontinued,
        ] {
            for action in ACTIONS {
                assert_eq!(
                    status_after(status, action),
                    Err(NotAllowed { action, status })
                );
            }
        }
    }

    #[test]
    fn a_canceled_order_can_only_be_taken_up_again() {
        let after = |action| status_after(StepStatus::Canceled, action);
        assert_eq!(after(Action::BackToScheduled), Ok(StepStatus::Scheduled));
        assert_eq!(after(Action::Cancel), Ok(StepStatus::Canceled));
        for action in [
            Action::Arrive,
            Action::MakeReady,
            Action::Move,
            Action::Edit,
        ] {
            assert!(after(action).is_err(), "{action:?}");
        }
    }

    #[test]
    fn a_refusal_says_what_cannot_be_done_and_why() {
        let refused = NotAllowed {
            action: Action::Cancel,
            status: StepStatus::Completed,
        };
        assert_eq!(
            refused.to_string(),
            "an exam that is completed cannot be canceled"
        );
    }
}
