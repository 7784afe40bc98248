//! What time and repeated reports raise, and what closes it.

use crate::alert::Severity::{BlocksReading, Info, Review};
use crate::discrepancy::Kind;
use crate::discrepancy::fixture::{Exam, Performed, Planned, at, day, series, with};
use crate::scheduled_step::StepStatus;

#[test]
fn a_running_exam_that_is_silent_for_too_long_is_stuck() {
    let silent = with(Exam::running(), |exam| {
        exam.performed[0].last_message = at(10, 33);
        exam.now = at(11, 35);
    });
    assert_eq!(silent.kinds(), [(Kind::StuckInProgress, BlocksReading)]);
    assert_eq!(
        silent.texts(Kind::StuckInProgress),
        ("2026-11-22T10:58".to_owned(), "2026-11-22T10:33".to_owned())
    );
    let a_minute_before = with(silent.clone(), |exam| exam.now = at(11, 34));
    assert_eq!(a_minute_before.kinds(), []);
    let heard = with(silent.clone(), |exam| {
        exam.performed[0].last_message = at(11, 30);
    });
    assert_eq!(heard.kinds(), []);
    let ended = with(silent, |exam| exam.performed = vec![Performed::new(7)]);
    assert_eq!(ended.kinds(), []);
}

#[test]
fn several_orders_in_one_step_take_longer() {
    let exam = with(Exam::running(), |exam| {
        exam.scheduled = (1..=3).map(Planned::new).collect();
        exam.performed[0].links = vec![1, 2, 3];
        exam.performed[0].last_message = at(10, 33);
        exam.now = at(12, 0);
    });
    assert_eq!(exam.kinds(), []);
}

fn waiting(status: StepStatus) -> Exam {
    with(Exam::new(), |exam| {
        exam.performed.clear();
        exam.scheduled[0].planned = status;
        exam.now = at(11, 55);
    })
}

#[test]
fn a_patient_who_came_and_of_whom_nothing_is_heard_was_not_reported() {
    let arrived = waiting(StepStatus::Arrived);
    assert_eq!(arrived.kinds(), [(Kind::MissingPerformedStep, Review)]);
    assert_eq!(
        arrived.texts(Kind::MissingPerformedStep).0,
        "2026-11-22T10:30"
    );
    let earlier = with(arrived.clone(), |exam| exam.now = at(11, 54));
    assert_eq!(earlier.kinds(), []);
    let performed = with(arrived, |exam| exam.performed.push(Performed::new(7)));
    assert_eq!(performed.kinds(), []);
    assert_eq!(waiting(StepStatus::Scheduled).kinds(), []);
    let asked = with(waiting(StepStatus::Arrived), |exam| {
        exam.scheduled[0].is_asked = true;
    });
    assert_eq!(asked.kinds(), []);
    assert_eq!(waiting(StepStatus::Canceled).kinds(), []);
}

#[test]
fn when_the_day_is_over_everything_planned_was_to_be_reported() {
    let tomorrow = |status: StepStatus| {
        with(waiting(status), |exam| {
            exam.now = day().succ_opt().expect("a day").and_time(at(0, 1).time());
        })
    };
    let kinds = tomorrow(StepStatus::Scheduled).kinds();
    assert_eq!(kinds, [(Kind::MissingPerformedStep, Review)]);
    assert_eq!(tomorrow(StepStatus::Canceled).kinds(), []);
}

#[test]
fn a_wrong_entry_does_not_count_as_performed() {
    let exam = with(waiting(StepStatus::Arrived), |exam| {
        let mut wrong = Performed::new(7).discontinued("110514");
        wrong.report.series = None;
        exam.performed.push(wrong);
    });
    assert_eq!(
        exam.kinds(),
        [
            (Kind::WrongWorklistEntry, Info),
            (Kind::MissingPerformedStep, Review)
        ]
    );
}

#[test]
fn a_canceled_order_that_is_performed_is_a_question() {
    let canceled = |exam: Exam| {
        with(exam, |exam| {
            exam.scheduled[0].planned = StepStatus::Canceled;
        })
    };
    let kinds = [(Kind::CanceledButPerformed, Review)];
    assert_eq!(canceled(Exam::running()).kinds(), kinds);
    assert_eq!(canceled(Exam::new()).kinds(), kinds);
    let stopped = with(canceled(Exam::new()), |exam| {
        exam.performed = vec![Performed::new(7).discontinued("110500")];
    });
    assert_eq!(stopped.kinds(), [(Kind::CanceledButPerformed, Info)]);
    let never = with(canceled(Exam::new()), |exam| exam.performed.clear());
    assert_eq!(never.kinds(), []);
}

#[test]
fn discontinued_without_saying_why_is_a_question() {
    for reason in ["", "110513"] {
        let exam = with(Exam::new(), |exam| {
            exam.performed = vec![Performed::new(7).discontinued(reason)];
            exam.report().comments = Some("stopped".to_owned());
        });
        assert_eq!(exam.kinds(), [(Kind::DiscontinuedWithoutReason, Review)]);
        assert_eq!(exam.texts(Kind::DiscontinuedWithoutReason).1, "stopped");
        let done_again = with(exam, |exam| exam.performed.push(Performed::new(8)));
        assert_eq!(
            done_again.kinds(),
            [(Kind::DiscontinuedWithoutReason, Info)]
        );
    }
    let with_reason = with(Exam::new(), |exam| {
        exam.performed = vec![Performed::new(7).discontinued("110504")];
    });
    assert_eq!(with_reason.kinds(), []);
}

#[test]
fn what_comes_after_the_end_is_a_question() {
    let exam = with(Exam::new(), |exam| exam.performed[0].late_messages = 2);
    assert_eq!(exam.kinds(), [(Kind::LateUpdate, Review)]);
    assert_eq!(
        exam.texts(Kind::LateUpdate),
        ("2026-11-22T10:49".to_owned(), "2".to_owned())
    );
}

#[test]
fn the_same_series_again_are_a_duplicate() {
    let exam = with(Exam::new(), |exam| {
        let mut again = Performed::new(8);
        again.report.series = exam.performed[0].report.series.clone();
        exam.performed.push(again);
    });
    assert_eq!(exam.kinds(), [(Kind::DuplicateStep, Review)]);
    assert_eq!(
        exam.texts(Kind::DuplicateStep),
        ("2.25.7".to_owned(), "2.25.8".to_owned())
    );
    let with_a_new_one = with(exam.clone(), |exam| {
        let new = series("1.2.99", "Bone repeated");
        exam.performed[1].series_mut().push(new);
    });
    assert_eq!(with_a_new_one.kinds(), []);
    let wrong_entry = with(exam, |exam| {
        exam.performed[1] = exam.performed[1].clone().discontinued("110514");
    });
    assert_eq!(
        wrong_entry.kinds(),
        [(Kind::WrongWorklistEntry, BlocksReading)]
    );
}

#[test]
fn the_same_identifier_station_and_start_are_a_duplicate_unless_the_series_differ() {
    let exam = with(Exam::running(), |exam| {
        let mut again = Performed::new(8).running();
        again.report.performed_procedure_step_id = Some("PPS-7".to_owned());
        again.report.series = None;
        exam.performed.push(again);
    });
    assert_eq!(exam.kinds(), [(Kind::DuplicateStep, Review)]);
    let one_step_a_series = with(exam.clone(), |exam| {
        *exam.performed[1].series_mut() = vec![series("1.2.99", "Bone 1.0")];
    });
    assert_eq!(one_step_a_series.kinds(), []);
    let another_start = with(exam, |exam| {
        exam.performed[1].report.start_time = Some(at(10, 35).time());
    });
    assert_eq!(another_start.kinds(), []);
}

#[test]
fn a_duplicate_of_another_exam_is_found_on_the_later_one() {
    let later = with(Exam::new(), |exam| {
        let mut other = Performed::new(5);
        other.report.series = exam.performed[0].report.series.clone();
        exam.alike.push(other);
    });
    assert_eq!(later.kinds(), [(Kind::DuplicateStep, Review)]);
    let earlier = with(later, |exam| exam.alike[0].id = 9);
    assert_eq!(earlier.kinds(), []);
}
