//! Where an exam stands at an instant: its life cycle and the flags that hold.

use crate::{components::glyph::Glyph, format};
use contract::{StepStatus, WallTime, board::ExamCard};

/// How an exam looks; the most urgent flag wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// Planned.
    Scheduled,
    /// The patient is here.
    Arrived,
    /// The patient is prepared.
    Ready,
    /// Planned and not started in time.
    Late,
    /// Running.
    InProgress,
    /// Running longer than expected.
    Overrun,
    /// Running, and nothing was heard for too long.
    Stuck,
    /// Not on the schedule.
    Unscheduled,
    /// Done.
    Completed,
    /// Stopped before it was done.
    Discontinued,
    /// Withdrawn.
    Canceled,
}

impl Look {
    /// The name the style knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Arrived => "arrived",
            Self::Ready => "ready",
            Self::Late => "late",
            Self::InProgress => "in-progress",
            Self::Overrun => "overrun",
            Self::Stuck => "stuck",
            Self::Unscheduled => "unscheduled",
            Self::Completed => "completed",
            Self::Discontinued => "discontinued",
            Self::Canceled => "canceled",
        }
    }

    /// Its glyph.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Scheduled => Glyph::Scheduled,
            Self::Arrived => Glyph::Arrived,
            Self::Ready => Glyph::Ready,
            Self::Late => Glyph::Late,
            Self::InProgress => Glyph::InProgress,
            Self::Overrun => Glyph::Overrun,
            Self::Stuck => Glyph::Critical,
            Self::Unscheduled => Glyph::Unscheduled,
            Self::Completed => Glyph::Completed,
            Self::Discontinued => Glyph::Discontinued,
            Self::Canceled => Glyph::Canceled,
        }
    }
}

/// What holds of an exam at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: StepStatus,
    /// Minutes since its planned start, when it is late.
    pub late: Option<i64>,
    /// Minutes since it started, while it runs.
    pub elapsed: Option<i64>,
    /// Whether it runs longer than expected.
    pub overrun: bool,
    /// Whether nothing was heard of it for too long.
    pub stuck: bool,
    /// Whether it is not on the schedule.
    pub unscheduled: bool,
    /// Whether a person must look although it runs as planned: another patient, or no order.
    pub critical: bool,
}

impl Standing {
    /// What holds of `card` at `now`.
    pub fn of(card: &ExamCard, now: WallTime) -> Self {
        let has_passed = |from: Option<WallTime>| from.is_some_and(|from| from <= now);
        let running = card.status == StepStatus::InProgress;
        let waits = matches!(
            card.status,
            StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready
        );
        let late = (waits && has_passed(card.late_from))
            .then(|| {
                card.planned_start
                    .map(|planned| format::minutes_between(planned, now))
            })
            .flatten();
        Self {
            status: card.status,
            late,
            elapsed: card
                .started
                .filter(|_| running)
                .map(|started| format::minutes_between(started, now).max(0)),
            overrun: running && has_passed(card.overrun_from),
            stuck: running && has_passed(card.stuck_from),
            unscheduled: card.unscheduled,
            critical: card.patient_differs || card.canceled_after_start,
        }
    }

    /// How it looks.
    pub fn look(&self) -> Look {
        match self.status {
            StepStatus::InProgress if self.stuck => Look::Stuck,
            StepStatus::InProgress if self.overrun => Look::Overrun,
            StepStatus::InProgress | StepStatus::Completed if self.unscheduled => Look::Unscheduled,
            StepStatus::InProgress => Look::InProgress,
            StepStatus::Completed => Look::Completed,
            StepStatus::Discontinued => Look::Discontinued,
            StepStatus::Canceled => Look::Canceled,
            StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready
                if self.late.is_some() =>
            {
                Look::Late
            }
            StepStatus::Scheduled => Look::Scheduled,
            StepStatus::Arrived => Look::Arrived,
            StepStatus::Ready => Look::Ready,
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use contract::{ExamId, Name, Priority};

    /// An exam of a test, planned at minute 600 for 30 minutes.
    pub fn exam(id: &str, status: StepStatus) -> ExamCard {
        let planned = 600 * format::MINUTE;
        ExamCard {
            id: ExamId(id.into()),
            revision: 1,
            day: "1970-01-01".into(),
            station: "CT1".into(),
            modality: "CT".into(),
            patient: Name {
                family: "Zabala".into(),
                given: "Martín".into(),
                ideographic: None,
                phonetic: None,
            },
            patient_id: String::new(),
            accession_number: "ACC-1".into(),
            procedure: "CT abdomen".into(),
            priority: Priority::Routine,
            status,
            planned_start: Some(planned),
            expected_minutes: 30,
            arrived: None,
            started: None,
            ended: None,
            expected_end: None,
            late_from: None,
            overrun_from: None,
            stuck_from: None,
            unscheduled: false,
            patient_differs: false,
            canceled_after_start: false,
            discontinuation: None,
            series: 0,
            images: None,
            last_message: None,
            performed_steps: 0,
            progress: None,
            discrepancies: Vec::new(),
        }
    }

    #[test]
    fn a_planned_exam_turns_late_by_the_clock_alone() {
        let card = ExamCard {
            late_from: Some(610 * format::MINUTE),
            ..exam("s1", StepStatus::Arrived)
        };
        assert_eq!(
            Standing::of(&card, 609 * format::MINUTE).look(),
            Look::Arrived
        );
        let late = Standing::of(&card, 612 * format::MINUTE);
        assert_eq!((late.look(), late.late), (Look::Late, Some(12)));
    }

    #[test]
    fn stuck_is_more_urgent_than_overrunning() {
        let card = ExamCard {
            started: Some(600 * format::MINUTE),
            overrun_from: Some(630 * format::MINUTE),
            stuck_from: Some(660 * format::MINUTE),
            ..exam("s1", StepStatus::InProgress)
        };
        let look = |minute| Standing::of(&card, minute * format::MINUTE).look();
        assert_eq!(look(620), Look::InProgress);
        assert_eq!(look(640), Look::Overrun);
        assert_eq!(look(660), Look::Stuck);
    }

    #[test]
    fn flags_of_running_exams_end_with_the_exam() {
        let card = ExamCard {
            late_from: Some(0),
            overrun_from: Some(0),
            stuck_from: Some(0),
            ..exam("s1", StepStatus::Completed)
        };
        let standing = Standing::of(&card, 700 * format::MINUTE);
        assert!(!standing.overrun && !standing.stuck && standing.late.is_none());
        assert_eq!(standing.look(), Look::Completed);
    }
}
