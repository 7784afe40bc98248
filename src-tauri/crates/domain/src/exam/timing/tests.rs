//! A morning of exams.

use super::{Instants, Thresholds, Times, instants, plausible_start, silent_from};
use crate::scheduled_step::StepStatus;
use chrono::{NaiveDate, NaiveDateTime};

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    day.and_hms_opt(hour, minute, 0).expect("a time")
}

fn times(status: StepStatus) -> Times {
    Times {
        status,
        planned_start: Some(at(8, 30)),
        started: Some(at(8, 50)),
        last_message: Some(at(9, 28)),
        expected_minutes: 40,
    }
}

#[test]
fn an_exam_that_has_not_started_can_only_be_late() {
    for status in [
        StepStatus::Scheduled,
        StepStatus::Arrived,
        StepStatus::Ready,
    ] {
        let instants = instants(&times(status), &Thresholds::default());
        assert_eq!(
            instants,
            Instants {
                late_from: Some(at(8, 40)),
                ..Instants::default()
            },
            "{status:?}"
        );
    }
}

#[test]
fn a_running_exam_overruns_at_its_expected_end_and_is_stuck_much_later() {
    let instants = instants(&times(StepStatus::InProgress), &Thresholds::default());
    assert_eq!(instants.expected_end, Some(at(9, 30)));
    assert_eq!(instants.overrun_from, Some(at(9, 30)));
    assert_eq!(
        instants.stuck_from,
        Some(at(10, 30)),
        "2.5 times 40 minutes after its start"
    );
    assert_eq!(instants.late_from, None);
}

#[test]
fn a_message_moves_the_instant_of_being_stuck() {
    let heard = Times {
        last_message: Some(at(10, 0)),
        ..times(StepStatus::InProgress)
    };
    assert_eq!(
        instants(&heard, &Thresholds::default()).stuck_from,
        Some(at(11, 0))
    );
}

#[test]
fn an_exam_that_is_over_or_not_timed_has_no_instants() {
    for status in [
        StepStatus::Completed,
        StepStatus::Discontinued,
        StepStatus::Canceled,
    ] {
        assert_eq!(
            instants(&times(status), &Thresholds::default()),
            Instants::default()
        );
    }
    let unknown = Times {
        started: None,
        ..times(StepStatus::InProgress)
    };
    assert_eq!(
        instants(&unknown, &Thresholds::default()),
        Instants::default()
    );
    let unscheduled = Times {
        planned_start: None,
        ..times(StepStatus::Scheduled)
    };
    assert_eq!(
        instants(&unscheduled, &Thresholds::default()),
        Instants::default()
    );
}

#[test]
fn a_station_is_silent_only_when_it_is_waited_for() {
    let thresholds = Thresholds::default();
    let heard = Some(at(10, 1));
    assert_eq!(
        silent_from(heard, Some(at(10, 25)), 0, &thresholds),
        Some(at(10, 41))
    );
    assert_eq!(
        silent_from(heard, Some(at(11, 0)), 0, &thresholds),
        Some(at(11, 10))
    );
    assert_eq!(
        silent_from(None, Some(at(8, 0)), 0, &thresholds),
        Some(at(8, 10))
    );
    assert_eq!(silent_from(heard, None, 0, &thresholds), None);
    assert_eq!(silent_from(heard, Some(at(10, 25)), 1, &thresholds), None);
}

#[test]
fn a_clock_that_cannot_be_right_is_not_counted_from() {
    let received = at(9, 0);
    assert_eq!(plausible_start(Some(at(8, 40)), received), at(8, 40));
    assert_eq!(plausible_start(Some(at(9, 4)), received), at(9, 4));
    assert_eq!(plausible_start(Some(at(11, 0)), received), received);
    assert_eq!(plausible_start(None, received), received);
    let year_ago = at(8, 40).checked_sub_days(chrono::Days::new(365));
    assert_eq!(plausible_start(year_ago, received), received);
}
