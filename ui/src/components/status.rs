//! The glyph and the word of a status.

use super::glyph::Glyph;
use crate::t;
use contract::StepStatus;

/// The glyph of a status without its flags.
pub fn status_glyph(status: StepStatus) -> Glyph {
    match status {
        StepStatus::Scheduled => Glyph::Scheduled,
        StepStatus::Arrived => Glyph::Arrived,
        StepStatus::Ready => Glyph::Ready,
        StepStatus::InProgress => Glyph::InProgress,
        StepStatus::Completed => Glyph::Completed,
        StepStatus::Discontinued => Glyph::Discontinued,
        StepStatus::Canceled => Glyph::Canceled,
    }
}

/// The word of a status.
pub fn status_word(status: StepStatus) -> String {
    match status {
        StepStatus::Scheduled => t!("status-scheduled"),
        StepStatus::Arrived => t!("status-arrived"),
        StepStatus::Ready => t!("status-ready"),
        StepStatus::InProgress => t!("status-in-progress"),
        StepStatus::Completed => t!("status-completed"),
        StepStatus::Discontinued => t!("status-discontinued"),
        StepStatus::Canceled => t!("status-canceled"),
    }
}

/// The tint of a status's pill.
pub fn status_tint(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready => "",
        StepStatus::InProgress => "live",
        StepStatus::Completed => "done",
        StepStatus::Discontinued | StepStatus::Canceled => "stop",
    }
}
