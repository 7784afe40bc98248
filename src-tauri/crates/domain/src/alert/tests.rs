//! What a coordinator sees, and in which order.

use super::{
    Alert, AlertKind, CallerFacts, ExamFacts, ExamKey, Facts, Severity, StationFacts, UntoldFacts,
    alerts,
};
use crate::exam::{Thresholds, Times};
use crate::scheduled_step::StepStatus;
use chrono::{NaiveDate, NaiveDateTime};

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    day.and_hms_opt(hour, minute, 0).expect("a time")
}

fn exam(id: i64, status: StepStatus) -> ExamFacts<'static> {
    ExamFacts {
        exam: ExamKey::Scheduled(id),
        station: "CT1",
        times: Times {
            status,
            planned_start: Some(at(8, 45)),
            started: Some(at(8, 50)),
            last_message: Some(at(9, 28)),
            expected_minutes: 40,
        },
        patient_differs_since: None,
        canceled_after_start_since: None,
        unscheduled_since: None,
        discontinued_without_reason_since: None,
    }
}

fn of_exams(exams: &[ExamFacts<'_>], now: NaiveDateTime) -> Vec<Alert> {
    let facts = Facts {
        exams,
        stations: &[],
        callers: &[],
        untold: &[],
    };
    alerts(&facts, &Thresholds::default(), now)
}

#[test]
fn an_exam_is_stuck_with_its_numbers_from_its_instant_on() {
    let exams = [exam(1, StepStatus::InProgress)];
    assert_eq!(of_exams(&exams, at(10, 29)), []);
    let alerts = of_exams(&exams, at(10, 42));
    assert_eq!(
        alerts,
        [Alert {
            id: "stuck:scheduled-1".into(),
            kind: AlertKind::Stuck {
                elapsed_minutes: 112,
                expected_minutes: 40,
                last_message: at(9, 28),
            },
            since: at(9, 28),
            exam: Some(ExamKey::Scheduled(1)),
            station: "CT1".into(),
        }]
    );
}

#[test]
fn a_late_exam_counts_from_its_planned_start() {
    let exams = [exam(1, StepStatus::Arrived)];
    assert_eq!(of_exams(&exams, at(8, 54)), []);
    let alerts = of_exams(&exams, at(8, 55));
    assert_eq!(
        alerts.first().map(|alert| &alert.kind),
        Some(&AlertKind::Late { minutes: 10 })
    );
    assert_eq!(of_exams(&[exam(1, StepStatus::Completed)], at(12, 0)), []);
}

#[test]
fn the_most_urgent_come_first_and_the_oldest_of_a_kind() {
    let now = at(10, 42);
    let exams = [
        exam(1, StepStatus::Scheduled),
        ExamFacts {
            discontinued_without_reason_since: Some(at(10, 0)),
            ..exam(2, StepStatus::Discontinued)
        },
        ExamFacts {
            exam: ExamKey::Performed(3),
            unscheduled_since: Some(at(10, 33)),
            ..exam(3, StepStatus::Completed)
        },
        ExamFacts {
            canceled_after_start_since: Some(at(10, 31)),
            ..exam(4, StepStatus::Completed)
        },
        exam(5, StepStatus::InProgress),
        ExamFacts {
            patient_differs_since: Some(at(10, 8)),
            ..exam(6, StepStatus::Completed)
        },
        ExamFacts {
            patient_differs_since: Some(at(9, 8)),
            ..exam(7, StepStatus::Completed)
        },
    ];
    let silent = StationFacts {
        station: "US3",
        last_heard: Some(at(10, 1)),
        waited_for: Some(at(10, 25)),
        running_exams: 0,
    };
    let heard = StationFacts {
        station: "US1",
        last_heard: Some(at(10, 40)),
        ..silent
    };
    let callers = [CallerFacts {
        id: 9,
        ae_title: "NEWCT",
        first_seen: at(7, 0),
    }];
    let facts = Facts {
        exams: &exams,
        stations: &[silent, heard],
        callers: &callers,
        untold: &[],
    };
    let alerts = alerts(&facts, &Thresholds::default(), now);
    let ids: Vec<&str> = alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "patient-mismatch:scheduled-7",
            "patient-mismatch:scheduled-6",
            "stuck:scheduled-5",
            "canceled-after-start:scheduled-4",
            "unscheduled:performed-3",
            "discontinued-without-reason:scheduled-2",
            "station-silent:US3",
            "late:scheduled-1",
            "unknown-caller:9",
        ]
    );
    let severities: Vec<Severity> = alerts.iter().map(|alert| alert.kind.severity()).collect();
    assert!(severities.is_sorted());
}

#[test]
fn one_exam_can_need_several_looks() {
    let exams = [ExamFacts {
        patient_differs_since: Some(at(8, 50)),
        canceled_after_start_since: Some(at(9, 0)),
        ..exam(1, StepStatus::InProgress)
    }];
    assert_eq!(of_exams(&exams, at(11, 0)).len(), 3);
}

#[test]
fn a_subscriber_that_was_not_told_is_named_with_the_reason() {
    let untold = [UntoldFacts {
        subscriber: "RIS",
        count: 3,
        problem: "no connection",
        since: at(9, 0),
    }];
    let facts = Facts {
        exams: &[],
        stations: &[],
        callers: &[],
        untold: &untold,
    };
    let found = alerts(&facts, &Thresholds::default(), at(10, 0));
    assert_eq!(
        found,
        [Alert {
            id: "not-told:RIS".into(),
            kind: AlertKind::NotTold {
                count: 3,
                problem: "no connection".into(),
            },
            since: at(9, 0),
            exam: None,
            station: "RIS".into(),
        }]
    );
    assert_eq!(found[0].kind.severity(), Severity::Review);
}
