//! What modalities say long after it happened, or too late, or without saying why.

use contract::Code;
use contract::protocols::{ExpectedSeries, ProtocolForm, ProtocolSource, SaveProtocol};
use contract::reconciliation::{Decide, Decision, DiscrepancyKind, QueueItem, ShowQueue};
use serde_json::json;
use service::clock::{Clock, to_contract};
use std::time::Duration;
use tests::report::{completed, discontinued, new_uid, series, started, with};
use tests::{Appointment, Department, ForeignModality, TestDesk, eventually};

const SUCCESS: u16 = 0x0000;
/// Processing failure: no longer updated (PS3.4 Table F.7.2-2).
const NO_LONGER_UPDATED: (u16, Option<u16>) = (0x0110, Some(0xA710));

/// A clock that runs so fast that the service looks at it twice a second.
const FAST: f64 = 60.0;
/// How long the service may take to see what time shows; generous, because tests share a machine.
const MOMENT: Duration = Duration::from_secs(60);

fn at(hour: u32) -> chrono::NaiveDateTime {
    let today = Clock::real().today();
    today.and_hms_opt(hour, 30, 0).expect("a time of the day")
}

fn open(desk: &TestDesk) -> Vec<QueueItem> {
    desk.does(ShowQueue {}).items
}

fn kinds(desk: &TestDesk) -> Vec<DiscrepancyKind> {
    open(desk).iter().map(|item| item.kind).collect()
}

fn waits_for(desk: &TestDesk, kind: DiscrepancyKind) -> QueueItem {
    eventually("time shows it", MOMENT, || {
        open(desk).into_iter().find(|item| item.kind == kind)
    })
}

#[test]
fn what_a_person_closed_takes_nothing_more_and_the_late_message_is_asked_about() {
    let exam = Appointment::new(1);
    let clock = Clock::simulated(at(8), FAST);
    let department = Department::scheduled(std::slice::from_ref(&exam));
    let desk = TestDesk::open_at(department, clock.clone());
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    assert_eq!(modality.create(&uid, &started(&exam)).status, SUCCESS);
    clock.set(at(15), FAST);
    let stuck = waits_for(&desk, DiscrepancyKind::StuckInProgress);
    desk.does(Decide {
        items: vec![(stuck.id, stuck.revision)],
        decision: Decision::Close {
            completed: true,
            reason: None,
            ended: to_contract(at(9)),
        },
        note: String::new(),
    });
    assert_eq!(desk.department().status_of("A1"), "COMPLETED");
    let late = modality.set(&uid, &completed(&[series("Late", 1)]));
    assert_eq!((late.status, late.error_id), NO_LONGER_UPDATED);
    assert!(kinds(&desk).contains(&DiscrepancyKind::LateUpdate));
    let performed = desk.department().performed(&uid).expect("it is there");
    assert_eq!(performed["PerformedProcedureStepEndTime"], "09:30:00");
    assert_eq!(
        performed["NumberOfSeries"], 0,
        "the late series is not taken"
    );
}

#[test]
fn an_exam_reported_hours_later_at_once_answers_that_it_was_missing() {
    let exam = Appointment::new(1).with("Status", "ARRIVED");
    let department = Department::scheduled(std::slice::from_ref(&exam));
    let desk = TestDesk::open_at(department, Clock::simulated(at(17), FAST));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    waits_for(&desk, DiscrepancyKind::MissingPerformedStep);
    let uid = new_uid();
    assert_eq!(modality.create(&uid, &started(&exam)).status, SUCCESS);
    let end = completed(&[series("Abdomen", 2)]);
    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    assert_eq!(kinds(&desk), []);
    assert_eq!(desk.department().status_of("A1"), "COMPLETED");
    let performed = desk.department().performed(&uid).expect("it is there");
    let times = ["Start", "End"].map(|end| format!("PerformedProcedureStep{end}Time"));
    let times = times.map(|keyword| performed[keyword].as_str().map(str::to_owned));
    assert_eq!(
        times.map(Option::unwrap_or_default),
        ["08:31:00", "08:45:00"]
    );
}

#[test]
fn an_empty_reason_is_none() {
    let exam = Appointment::new(1);
    let department = Department::scheduled(std::slice::from_ref(&exam));
    let desk = TestDesk::open(department);
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    assert_eq!(modality.create(&uid, &started(&exam)).status, SUCCESS);
    let empty = json!({"PerformedProcedureStepDiscontinuationReasonCodeSequence": []});
    let end = with(discontinued("110501"), &empty);
    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    assert_eq!(kinds(&desk), [DiscrepancyKind::DiscontinuedWithoutReason]);
}

#[test]
fn a_catalogue_that_changes_is_asked_of_the_exams_of_today() {
    let exam = Appointment::new(1)
        .with("RequestedProcedureCodeValue", "CTABD")
        .with("RequestedProcedureCodingScheme", "99LOCAL")
        .with("RequestedProcedureCodeMeaning", "CT abdomen");
    let department = Department::scheduled(std::slice::from_ref(&exam));
    let desk = TestDesk::open_at(department, Clock::simulated(at(9), FAST));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    assert_eq!(modality.create(&uid, &started(&exam)).status, SUCCESS);
    let end = completed(&[series("Scout", 2)]);
    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    assert_eq!(kinds(&desk), []);
    desk.does(SaveProtocol {
        id: None,
        form: ProtocolForm {
            code: Code {
                value: "CTABD".to_owned(),
                scheme: "99LOCAL".to_owned(),
                meaning: "CT abdomen".to_owned(),
            },
            series: ["Scout", "Portal venous"]
                .map(|name| ExpectedSeries {
                    name: name.to_owned(),
                    required: true,
                    ..ExpectedSeries::default()
                })
                .to_vec(),
            ..ProtocolForm::default()
        },
        source: ProtocolSource::Edited,
    });
    let missing = waits_for(&desk, DiscrepancyKind::MissingSeries);
    assert_eq!(missing.expected, "Portal venous");
}
