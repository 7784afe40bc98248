//! The totals of a day, and the filter each of them is.

use crate::{format, standing::Standing};
use contract::{StepStatus, WallTime, board::ExamCard};

/// Minutes after the planned start within which a start counts as on time.
const ON_TIME: i64 = 10;

/// A total of the summary strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Total {
    /// All exams of the schedule.
    Scheduled,
    /// The patients who are here and wait.
    Arrived,
    /// Running.
    InProgress,
    /// Done.
    Completed,
    /// Stopped before they were done.
    Discontinued,
    /// Not started in time.
    Late,
}

impl Total {
    /// Whether the total counts the exam.
    pub fn counts(self, card: &ExamCard, now: WallTime) -> bool {
        match self {
            Self::Scheduled => !card.unscheduled && card.status != StepStatus::Canceled,
            Self::Arrived => matches!(card.status, StepStatus::Arrived | StepStatus::Ready),
            Self::InProgress => card.status == StepStatus::InProgress,
            Self::Completed => card.status == StepStatus::Completed,
            Self::Discontinued => card.status == StepStatus::Discontinued,
            Self::Late => Standing::of(card, now).late.is_some(),
        }
    }
}

/// What the summary strip says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Exams of the schedule.
    pub scheduled: u32,
    /// Of those, patients who are not here yet.
    pub to_arrive: u32,
    /// Patients who are here and wait.
    pub arrived: u32,
    /// Minutes the longest of them waits.
    pub longest_wait: Option<i64>,
    /// Running exams.
    pub in_progress: u32,
    /// Of those, running longer than expected.
    pub overrunning: u32,
    /// Exams done.
    pub completed: u32,
    /// Exams stopped before they were done.
    pub discontinued: u32,
    /// Of those, without a reason.
    pub without_reason: u32,
    /// Exams not started in time.
    pub late: u32,
    /// Minutes of the latest of them.
    pub longest_late: Option<i64>,
    /// Exams of the schedule that started.
    pub started: u32,
    /// Of those, started in time.
    pub started_on_time: u32,
}

impl Summary {
    /// Counts the exams of a day at `now`.
    pub fn of<'card>(cards: impl IntoIterator<Item = &'card ExamCard>, now: WallTime) -> Self {
        let mut summary = Self::default();
        for card in cards {
            let standing = Standing::of(card, now);
            let counted = |total: Total| u32::from(total.counts(card, now));
            summary.scheduled += counted(Total::Scheduled);
            summary.arrived += counted(Total::Arrived);
            summary.in_progress += counted(Total::InProgress);
            summary.completed += counted(Total::Completed);
            summary.discontinued += counted(Total::Discontinued);
            summary.late += counted(Total::Late);
            summary.to_arrive += u32::from(card.status == StepStatus::Scheduled);
            summary.overrunning += u32::from(standing.overrun || standing.stuck);
            if card.status == StepStatus::Discontinued && card.discontinuation.is_none() {
                summary.without_reason += 1;
            }
            summary.longest_late = summary.longest_late.max(standing.late);
            if Total::Arrived.counts(card, now) {
                let wait = card
                    .arrived
                    .map(|at| format::minutes_between(at, now).max(0));
                summary.longest_wait = summary.longest_wait.max(wait);
            }
            if let (Some(planned), Some(started)) = (card.planned_start, card.started) {
                summary.started += 1;
                let in_time = format::minutes_between(planned, started) <= ON_TIME;
                summary.started_on_time += u32::from(in_time);
            }
        }
        summary
    }

    /// Completed exams of all scheduled ones, percent.
    pub fn completed_share(&self) -> u32 {
        percent(self.completed, self.scheduled)
    }

    /// Exams started in time of all started ones, percent; `None` before the first start.
    pub fn on_time_share(&self) -> Option<u32> {
        (self.started > 0).then(|| percent(self.started_on_time, self.started))
    }
}

/// Minutes a room was in use, of the minutes since it opened, in percent.
pub fn used_share<'card>(
    cards: impl IntoIterator<Item = &'card ExamCard>,
    opened: WallTime,
    until: WallTime,
) -> u32 {
    if until <= opened {
        return 0;
    }
    let mut stretches: Vec<(WallTime, WallTime)> = cards
        .into_iter()
        .filter_map(|card| {
            let running = card.status == StepStatus::InProgress;
            let end = card.ended.or(running.then_some(until))?;
            Some((card.started?.max(opened), end.min(until)))
        })
        .filter(|(from, to)| from < to)
        .collect();
    stretches.sort_unstable();
    let mut used = 0;
    let mut counted_to = opened;
    for (from, to) in stretches {
        used += (to - from.max(counted_to)).max(0);
        counted_to = counted_to.max(to);
    }
    u32::try_from(used * 100 / (until - opened)).unwrap_or(0)
}

fn percent(part: u32, whole: u32) -> u32 {
    (part * 100 + whole / 2).checked_div(whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::tests::exam;

    fn minute(minute: i64) -> WallTime {
        minute * format::MINUTE
    }

    fn done(id: &str, from: i64, to: i64) -> ExamCard {
        ExamCard {
            started: Some(minute(from)),
            ended: Some(minute(to)),
            ..exam(id, StepStatus::Completed)
        }
    }

    #[test]
    fn used_time_counts_overlapping_exams_once() {
        let cards = [done("s1", 420, 450), done("s2", 440, 460)];
        assert_eq!(used_share(&cards, minute(420), minute(500)), 50);
        assert_eq!(used_share(&cards, minute(420), minute(420)), 0);
    }

    #[test]
    fn a_day_is_summed_up() {
        let late = ExamCard {
            late_from: Some(minute(605)),
            arrived: Some(minute(590)),
            ..exam("s3", StepStatus::Arrived)
        };
        let cards = [
            done("s1", 605, 630),
            done("s2", 620, 640),
            late,
            exam("s4", StepStatus::Discontinued),
            exam("s5", StepStatus::Canceled),
        ];
        let summary = Summary::of(&cards, minute(640));
        assert_eq!(
            (summary.scheduled, summary.completed, summary.discontinued),
            (4, 2, 1)
        );
        assert_eq!((summary.late, summary.longest_late), (1, Some(40)));
        assert_eq!((summary.arrived, summary.longest_wait), (1, Some(50)));
        assert_eq!(summary.on_time_share(), Some(50));
        assert_eq!(summary.without_reason, 1);
    }
}
