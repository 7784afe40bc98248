//! How long the patient waited, the exam took, and its last message came after its end.

use contract::{
    StepStatus, WallTime,
    board::ExamCard,
    exam::{TimelineEntry, TimelineKind},
};

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its start.
    pub from: WallTime,
    /// Its end, or now.
    pub to: WallTime,
}

impl Span {
    fn between(from: Option<WallTime>, to: Option<WallTime>) -> Option<Self> {
        let (from, to) = (from?, to?);
        (to >= from).then_some(Self { from, to })
    }

    /// Milliseconds.
    pub fn length(self) -> WallTime {
        self.to - self.from
    }
}

/// The stretches of an exam, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// From arrival to start.
    pub wait: Option<Span>,
    /// From start to end.
    pub exam: Option<Span>,
    /// From the end to the message that said so.
    pub close: Option<Span>,
    /// Whether the last stretch still grows.
    pub open: bool,
}

impl Spans {
    /// The stretches of an exam at `now`.
    pub fn of(card: &ExamCard, timeline: &[TimelineEntry], now: WallTime) -> Self {
        let waits = matches!(card.status, StepStatus::Arrived | StepStatus::Ready);
        let runs = card.status == StepStatus::InProgress;
        let wait_end = card.started.or(waits.then_some(now));
        let exam_end = if runs { Some(now) } else { card.ended };
        let closed = timeline.iter().rev().find(|entry| {
            matches!(
                entry.kind,
                TimelineKind::Completed { .. } | TimelineKind::Discontinued { .. }
            )
        });
        let close = (!runs).then(|| Span::between(card.ended, closed.map(|entry| entry.time)));
        Self {
            wait: Span::between(card.arrived, wait_end),
            exam: Span::between(card.started, exam_end),
            close: close.flatten().filter(|close| close.length() >= 1000),
            open: waits || runs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{format::MINUTE, standing::tests::exam};

    fn completed_at(time: WallTime) -> TimelineEntry {
        TimelineEntry {
            time,
            kind: TimelineKind::Completed {
                series: 4,
                images: Some(612),
            },
            by: "CT1".into(),
            status: "0000".into(),
            message: Some(3),
        }
    }

    #[test]
    fn a_completed_exam_has_three_stretches() {
        let card = ExamCard {
            arrived: Some(581 * MINUTE),
            started: Some(598 * MINUTE),
            ended: Some(624 * MINUTE),
            ..exam("s1", StepStatus::Completed)
        };
        let spans = Spans::of(&card, &[completed_at(624 * MINUTE + 26_000)], 700 * MINUTE);
        let length = |span: Option<Span>| span.map(Span::length);
        assert_eq!(length(spans.wait), Some(17 * MINUTE));
        assert_eq!(length(spans.exam), Some(26 * MINUTE));
        assert_eq!(length(spans.close), Some(26_000));
        assert!(!spans.open);
    }

    #[test]
    fn who_waits_has_waited_until_now() {
        let card = ExamCard {
            arrived: Some(581 * MINUTE),
            ..exam("s1", StepStatus::Arrived)
        };
        let spans = Spans::of(&card, &[], 590 * MINUTE);
        assert_eq!(spans.wait.map(Span::length), Some(9 * MINUTE));
        assert!(spans.open && spans.exam.is_none() && spans.close.is_none());
    }

    #[test]
    fn clocks_that_disagree_give_no_stretch() {
        let card = ExamCard {
            arrived: Some(600 * MINUTE),
            started: Some(598 * MINUTE),
            ..exam("s1", StepStatus::InProgress)
        };
        assert_eq!(Spans::of(&card, &[], 610 * MINUTE).wait, None);
    }
}
