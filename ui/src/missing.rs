//! What an exam lacks by the protocol catalogue, in words.

use crate::{format, t};
use contract::{StepStatus, WallTime, board::ExamCard};

/// Names said one by one; more are counted.
const NAMED: usize = 3;

/// What a card says of its missing series: while it runs not before it nears its expected end,
/// because until then they are simply to come.
pub fn missing_now(card: &ExamCard, now: WallTime) -> Option<String> {
    let progress = card.progress.as_ref()?;
    if progress.missing.is_empty() {
        return None;
    }
    match card.status {
        StepStatus::InProgress => {
            nears_end(card, now).then(|| missing_words(&progress.missing, true))
        }
        StepStatus::Completed => Some(missing_words(&progress.missing, false)),
        StepStatus::Scheduled
        | StepStatus::Arrived
        | StepStatus::Ready
        | StepStatus::Discontinued
        | StepStatus::Canceled => None,
    }
}

/// Required series that are not there.
pub fn missing_words(names: &[String], is_running: bool) -> String {
    let count = names.len();
    if count > NAMED {
        return if is_running {
            t!("series-not-yet-count", count = count)
        } else {
            t!("series-missing-count", count = count)
        };
    }
    let names = names.join(", ");
    if is_running {
        t!("series-not-yet", names = names)
    } else {
        t!("series-missing", names = names)
    }
}

/// Whether the last fifth of the expected time has begun, at least five minutes of it.
fn nears_end(card: &ExamCard, now: WallTime) -> bool {
    let last = (WallTime::from(card.expected_minutes) / 5).max(5) * format::MINUTE;
    card.expected_end.is_some_and(|end| now >= end - last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::tests::exam;
    use contract::board::SeriesProgress;

    fn lacking(status: StepStatus) -> ExamCard {
        ExamCard {
            expected_minutes: 30,
            started: Some(0),
            expected_end: Some(30 * format::MINUTE),
            progress: Some(SeriesProgress {
                found: 1,
                expected: 2,
                missing: vec!["Portal venous".to_owned()],
            }),
            ..exam("s1", status)
        }
    }

    #[test]
    fn a_running_exam_lacks_a_series_only_near_its_end() {
        let card = lacking(StepStatus::InProgress);
        assert_eq!(missing_now(&card, 20 * format::MINUTE), None);
        let words = missing_now(&card, 24 * format::MINUTE);
        assert_eq!(words.as_deref(), Some("Portal venous not yet acquired"));
    }

    #[test]
    fn a_completed_exam_lacks_it_for_good_and_a_stopped_one_is_not_asked() {
        let done = missing_now(&lacking(StepStatus::Completed), 0);
        assert_eq!(done.as_deref(), Some("Portal venous missing"));
        assert_eq!(missing_now(&lacking(StepStatus::Discontinued), 0), None);
    }

    #[test]
    fn many_are_counted() {
        let names = ["a", "b", "c", "d"].map(str::to_owned);
        assert_eq!(
            missing_words(&names, true),
            "4 expected series not yet acquired"
        );
    }
}
