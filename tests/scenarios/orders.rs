//! What a person at the desk does to orders, and how scanners see it.

use contract::board::ExamCard;
use contract::events::Event;
use contract::import::{PreviewImport, RunImport};
use contract::orders::{ChangeStep, OrderForm, SaveOrder, StepChange, Undo};
use contract::shell::ShowShell;
use contract::{ExamId, FailureCode, Priority, StepStatus, UndoToken};
use serde_json::Value;
use tests::modality::{end_of, start_of};
use tests::report::new_uid;
use tests::schedule::{csv, today};
use tests::{Appointment, Department, Modality, TestDesk, block_on};

const SUCCESS: u16 = 0;

fn desk() -> TestDesk {
    TestDesk::open(Department::new())
}

fn form(appointment: &Appointment) -> OrderForm {
    let text = |column| appointment.get(column).to_owned();
    OrderForm {
        patient_id: text("PatientID"),
        patient_name: text("PatientName"),
        patient_birth_date: text("PatientBirthDate"),
        accession_number: text("AccessionNumber"),
        requested_procedure_id: text("RequestedProcedureID"),
        requested_procedure_description: text("RequestedProcedureDescription"),
        scheduled_procedure_step_id: text("ScheduledProcedureStepID"),
        study_instance_uid: text("StudyInstanceUID"),
        priority: Priority::Stat,
        modality: text("Modality"),
        station_ae_titles: vec![text("ScheduledStationAETitle")],
        day: today(),
        time: "08:30".to_owned(),
        ..OrderForm::default()
    }
}

/// Enters an order by hand.
fn enter(desk: &TestDesk, appointment: &Appointment) -> (ExamId, UndoToken) {
    let changed = desk.does(SaveOrder {
        id: None,
        form: form(appointment),
        patient_is_here: false,
    });
    (changed.id, changed.undo.expect("it can be undone"))
}

fn change(desk: &TestDesk, id: &ExamId, change: StepChange) -> UndoToken {
    let changed = desk.does(ChangeStep {
        id: id.clone(),
        change,
    });
    changed.undo.expect("it can be undone")
}

/// The whole worklist as a scanner sees it: accession, status, stations, time.
fn worklist(desk: &TestDesk) -> Vec<[String; 4]> {
    let mut modality = Modality::connect(desk, "CT1").expect("it is let in");
    let answers = modality.worklist(&dimse::client::WorklistQuery::default());
    let stations = |titles: &[domain::AeTitle]| {
        let titles: Vec<&str> = titles.iter().map(domain::AeTitle::as_str).collect();
        titles.join(" ")
    };
    let answers = answers.expect("the worklist answers").into_iter();
    answers
        .map(|it| {
            let time = it
                .start_time
                .map(|time| time.to_string())
                .unwrap_or_default();
            [
                it.accession_number,
                it.status,
                stations(&it.station_ae_titles),
                time,
            ]
        })
        .collect()
}

fn entry(accession: &str, status: &str, station: &str, time: &str) -> [String; 4] {
    [accession, status, station, time].map(str::to_owned)
}

#[test]
fn an_order_entered_by_hand_is_on_the_worklist_at_once() {
    let desk = desk();
    enter(&desk, &Appointment::new(1));
    assert_eq!(
        worklist(&desk),
        [entry("A1", "SCHEDULED", "CT1", "08:30:00")]
    );
}

#[test]
fn what_a_person_does_to_a_step_is_what_scanners_see() {
    let desk = desk();
    let (id, _) = enter(&desk, &Appointment::new(1));
    change(&desk, &id, StepChange::Arrive);
    assert_eq!(worklist(&desk), [entry("A1", "ARRIVED", "CT1", "08:30:00")]);
    change(&desk, &id, StepChange::MakeReady);
    assert_eq!(worklist(&desk), [entry("A1", "READY", "CT1", "08:30:00")]);
    let elsewhere = StepChange::Move {
        station: "CT2".to_owned(),
        day: today(),
        time: "14:00".to_owned(),
    };
    change(&desk, &id, elsewhere);
    assert_eq!(worklist(&desk), [entry("A1", "READY", "CT2", "14:00:00")]);
    change(
        &desk,
        &id,
        StepChange::Cancel {
            reason: "called off".to_owned(),
        },
    );
    assert!(worklist(&desk).is_empty());
}

#[test]
fn every_change_can_be_undone() {
    let desk = desk();
    let (id, entered) = enter(&desk, &Appointment::new(1));
    let canceled = change(
        &desk,
        &id,
        StepChange::Cancel {
            reason: String::new(),
        },
    );
    assert!(worklist(&desk).is_empty());
    assert_eq!(desk.does(Undo { token: canceled }).steps, 1);
    assert_eq!(
        worklist(&desk),
        [entry("A1", "SCHEDULED", "CT1", "08:30:00")]
    );
    assert_eq!(desk.does(Undo { token: entered }).steps, 1);
    assert!(worklist(&desk).is_empty());
}

#[test]
fn an_exam_that_runs_cannot_be_canceled_nor_its_order_taken_back() {
    let desk = desk();
    let appointment = Appointment::new(1);
    let (id, entered) = enter(&desk, &appointment);
    let mut modality = Modality::connect(&desk, "CT1").expect("it is let in");
    let started = block_on(modality.start(&new_uid(), &start_of(&appointment)));
    assert_eq!(started.map(|answer| answer.status).ok(), Some(SUCCESS));

    let cancel = ChangeStep {
        id,
        change: StepChange::Cancel {
            reason: String::new(),
        },
    };
    assert_eq!(desk.refuses(cancel), FailureCode::NotAllowed);
    let undone = desk.does(Undo { token: entered });
    assert_eq!((undone.steps, undone.kept), (0, 1));
    assert_eq!(worklist(&desk), [entry("A1", "STARTED", "CT1", "08:30:00")]);
}

#[test]
fn a_schedule_file_is_looked_at_taken_taken_again_and_undone() {
    let desk = desk();
    let bad = Appointment::new(3).with("ScheduledProcedureStepStartDate", "someday");
    let content = csv(&[Appointment::new(1), Appointment::new(2), bad]);
    let file_name = "day.csv".to_owned();
    let preview = desk.does(PreviewImport {
        file_name: file_name.clone(),
        content: content.clone(),
    });
    assert_eq!(
        (preview.summary.created, preview.summary.rejected.len()),
        (2, 1)
    );
    assert!(worklist(&desk).is_empty(), "a preview changes nothing");

    let import = RunImport { file_name, content };
    let taken = desk.does(import.clone());
    assert_eq!(taken.summary, preview.summary);
    assert_eq!(worklist(&desk).len(), 2);

    let again = desk.does(import);
    assert_eq!((again.summary.created, again.summary.unchanged), (0, 2));
    assert!(again.undo.is_none(), "there is nothing to undo");

    let undone = desk.does(Undo {
        token: taken.undo.expect("it can be undone"),
    });
    assert_eq!(undone.steps, 2);
    assert!(worklist(&desk).is_empty());
}

#[test]
fn the_audit_trail_says_who_did_what_and_when() {
    let desk = desk();
    let user = desk.does(ShowShell {}).user;
    let (id, _) = enter(&desk, &Appointment::new(1));
    change(&desk, &id, StepChange::Arrive);
    let canceled = change(
        &desk,
        &id,
        StepChange::Cancel {
            reason: "called off".to_owned(),
        },
    );
    desk.does(Undo { token: canceled });

    let trail = desk.department().export("audit");
    let actions: Vec<&Value> = trail.iter().map(|entry| &entry["Action"]).collect();
    assert_eq!(actions, ["create", "arrive", "cancel", "undo"]);
    let day = today();
    for entry in &trail {
        assert_eq!(entry["Who"], user.as_str());
        let time = entry["Time"].as_str().unwrap_or_default();
        assert!(time.replace('-', "").starts_with(&day), "{time}");
    }
    let reason = trail.get(2).map(|entry| &entry["Note"]);
    assert_eq!(reason, Some(&Value::from("called off")));
}

/// The card in an event about an exam.
fn card(event: &Event) -> Option<ExamCard> {
    match event {
        Event::Exam { card } => Some(ExamCard::clone(card)),
        Event::ExamGone { .. }
        | Event::Lanes { .. }
        | Event::Alerts { .. }
        | Event::Charges
        | Event::Devices
        | Event::Network
        | Event::Orders
        | Event::Queue { .. }
        | Event::Health { .. }
        | Event::Open { .. }
        | Event::Notice { .. }
        | Event::Resync => None,
    }
}

#[test]
fn the_card_moves_when_the_scanner_says_so() {
    let desk = desk();
    let appointment = Appointment::new(1);
    let (id, _) = enter(&desk, &appointment);
    let mut told = desk.listen();
    let mut modality = Modality::connect(&desk, "CT1").expect("it is let in");
    let uid = new_uid();
    let is = |status: StepStatus| {
        let id = id.clone();
        move |event: &Event| card(event).filter(|card| card.id == id && card.status == status)
    };
    let started = block_on(modality.start(&uid, &start_of(&appointment)));
    assert_eq!(started.map(|answer| answer.status).ok(), Some(SUCCESS));
    let running = told.eventually("the card runs", is(StepStatus::InProgress));
    assert_eq!(running.station, "CT1");

    let ended = block_on(modality.report(&uid, &end_of(&new_uid())));
    assert_eq!(ended.map(|answer| answer.status).ok(), Some(SUCCESS));
    let done = told.eventually("the card is done", is(StepStatus::Completed));
    assert_eq!((done.series, done.performed_steps), (1, 1));
    assert!(
        done.revision > running.revision,
        "an older card never replaces it"
    );
}
