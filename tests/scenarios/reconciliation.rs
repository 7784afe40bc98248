//! What differs between ordered and performed: raised by what scanners report, decided at the desk.

use contract::events::Event;
use contract::import::RunImport;
use contract::orders::Undo;
use contract::reconciliation::{
    AfterDiscontinuation, AssignItems, CaseEventKind, CorrectionForm, Decide, Decided, Decision,
    DiscrepancyKind, QueueItem, ShowCase, ShowQueue,
};
use contract::{Code, ExamId, FailureCode};
use serde_json::{Value, json};
use tests::report::{
    completed, discontinued, new_uid, series, started, started_for, started_unscheduled, with,
    without,
};
use tests::schedule::csv;
use tests::{Appointment, Department, ForeignModality, TestDesk};

const SUCCESS: u16 = 0x0000;
/// Processing failure: no longer updated (PS3.4 Table F.7.2-2).
const NO_LONGER_UPDATED: (u16, Option<u16>) = (0x0110, Some(0xA710));

/// A desk and a scanner of another maker.
struct Room {
    modality: ForeignModality,
    desk: TestDesk,
}

impl Room {
    fn with(appointments: &[Appointment]) -> Option<Self> {
        let department = Department::new();
        if !appointments.is_empty() {
            department.schedule(appointments);
        }
        let desk = TestDesk::open(department);
        Some(Self {
            modality: ForeignModality::pynetdicom(&desk, "CT1")?,
            desk,
        })
    }

    /// Starts a performed step; its UID.
    fn start(&mut self, report: &Value) -> String {
        let uid = new_uid();
        assert_eq!(self.modality.create(&uid, report).status, SUCCESS);
        uid
    }

    fn end(&mut self, uid: &str, report: &Value) {
        assert_eq!(self.modality.set(uid, report).status, SUCCESS);
    }

    /// A completed exam of an appointment; its UID.
    fn perform(&mut self, report: &Value) -> String {
        let uid = self.start(report);
        self.end(&uid, &completed(&[series("Abdomen", 2)]));
        uid
    }

    fn open(&self) -> Vec<QueueItem> {
        self.desk.does(ShowQueue {}).items
    }

    fn kinds(&self) -> Vec<DiscrepancyKind> {
        self.open().iter().map(|item| item.kind).collect()
    }

    /// The only open item of a kind.
    fn item(&self, kind: DiscrepancyKind) -> QueueItem {
        let mut found = self.open().into_iter().filter(|item| item.kind == kind);
        let item = found.next().expect("there is one");
        assert!(found.next().is_none(), "there is only one");
        item
    }

    fn decide(&self, kind: DiscrepancyKind, decision: Decision) -> Decided {
        self.desk.does(about(&self.item(kind), decision))
    }

    fn links(&self, uid: &str) -> Vec<String> {
        let performed = self.desk.department().performed(uid).expect("it is there");
        let links = performed["Links"].as_array().cloned().unwrap_or_default();
        let accession = |link: &Value| link["AccessionNumber"].as_str().map(str::to_owned);
        links.iter().filter_map(accession).collect()
    }

    fn status_of(&self, accession: &str) -> String {
        self.desk.department().status_of(accession)
    }

    fn undo(&self, decided: Decided) {
        self.desk.does(Undo {
            token: decided.undo,
        });
    }

    /// The exam of an order among the candidates of an item.
    fn candidate(&self, item: &QueueItem, accession: &str) -> ExamId {
        let case = self.desk.does(ShowCase { id: item.id });
        let mut candidates = case.candidates.into_iter();
        let found = candidates.find(|it| it.accession_number == accession);
        found.expect("it is a candidate").exam
    }
}

fn about(item: &QueueItem, decision: Decision) -> Decide {
    Decide {
        items: vec![(item.id, item.revision)],
        decision,
        note: String::new(),
    }
}

fn link_to(orders: Vec<ExamId>) -> Decision {
    Decision::Link {
        orders,
        laterality_checked: true,
    }
}

/// An exam of a patient who is scheduled, with identifiers of nothing scheduled.
fn unscheduled_of(appointment: &Appointment) -> Value {
    let typed = appointment
        .clone()
        .without("AccessionNumber")
        .without("RequestedProcedureID")
        .without("ScheduledProcedureStepID")
        .with("StudyInstanceUID", &new_uid());
    started(&typed)
}

#[test]
fn an_exam_as_ordered_differs_from_nothing() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    room.perform(&started(&exam));
    assert_eq!(room.kinds(), []);
}

#[test]
fn an_unscheduled_exam_is_queued_and_linked_by_a_person() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let uid = room.perform(&unscheduled_of(&exam));
    let item = room.item(DiscrepancyKind::Unscheduled);
    let case = room.desk.does(ShowCase { id: item.id });
    let first = case.candidates.first().expect("the order is a candidate");
    assert_eq!(first.accession_number, "A1");
    assert!(!first.reasons.is_empty() && !first.comparison.is_empty());

    let decided = room.decide(
        DiscrepancyKind::Unscheduled,
        link_to(vec![first.exam.clone()]),
    );
    assert_eq!(decided.closed, [item.id]);
    assert_eq!(decided.exam, first.exam);
    assert_eq!(room.links(&uid), ["A1"]);
    assert_eq!(room.status_of("A1"), "COMPLETED");
    assert_eq!(room.kinds(), []);

    room.undo(decided);
    assert_eq!(room.links(&uid), Vec::<String>::new());
    assert_eq!(room.status_of("A1"), "SCHEDULED");
    let again = room.item(DiscrepancyKind::Unscheduled);
    assert_eq!(again.id, item.id, "the same item is open again");
}

#[test]
fn the_second_of_two_deciders_is_told_who_was_first() {
    let Some(mut room) = Room::with(&[]) else {
        return;
    };
    room.perform(&started_unscheduled());
    let item = room.item(DiscrepancyKind::Unscheduled);
    let dismissal = |reason: &str| {
        let reason = reason.to_owned();
        about(&item, Decision::Dismiss { reason })
    };
    room.desk.does(dismissal("a phantom"));
    let failure = room.desk.run(dismissal("also a phantom"));
    let failure = failure.err().expect("it is refused");
    assert_eq!(failure.code, FailureCode::Changed);
    assert!(failure.detail.contains("dismiss"), "{}", failure.detail);
    let case = room.desk.does(ShowCase { id: item.id });
    let dismissed: Vec<String> = case
        .history
        .into_iter()
        .filter(|event| event.event == CaseEventKind::Dismissed)
        .map(|event| event.note)
        .collect();
    assert_eq!(dismissed, ["a phantom"]);
}

#[test]
fn an_item_that_somebody_took_is_not_decided_as_if_nobody_had() {
    let Some(mut room) = Room::with(&[]) else {
        return;
    };
    room.perform(&started_unscheduled());
    let seen = room.item(DiscrepancyKind::Unscheduled);
    room.desk.does(AssignItems {
        items: vec![(seen.id, seen.revision)],
        to: "Ana".to_owned(),
    });
    let dismissal = Decision::Dismiss {
        reason: "a phantom".to_owned(),
    };
    assert_eq!(
        room.desk.refuses(about(&seen, dismissal)),
        FailureCode::Changed
    );
    assert_eq!(room.item(DiscrepancyKind::Unscheduled).assigned_to, "Ana");
}

#[test]
fn what_was_dismissed_comes_back_only_with_another_content() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let uid = room.start(&with(started(&exam), &json!({"Modality": "MR"})));
    room.decide(
        DiscrepancyKind::ModalityDiffers,
        Decision::Accept {
            reason: "the CT was down".to_owned(),
        },
    );
    room.end(&uid, &completed(&[series("Abdomen", 2)]));
    assert_eq!(room.kinds(), []);
    room.desk.does(RunImport {
        file_name: "schedule.csv".to_owned(),
        content: csv(&[exam.with("Modality", "US")]),
    });
    let exported = room.desk.department().export("discrepancies");
    let states: Vec<&Value> = exported.iter().map(|item| &item["State"]).collect();
    assert!(states.contains(&&json!("dismissed")), "{states:?}");
    assert!(states.contains(&&json!("open")), "{states:?}");
}

#[test]
fn a_group_of_fifteen_split_and_put_back_is_as_it_was() {
    let group: Vec<Appointment> = (1..=15)
        .map(|number| Appointment::new(number).with("PatientID", "P1"))
        .map(|appointment| appointment.with("PatientName", "Patient1^Jane"))
        .collect();
    let Some(mut room) = Room::with(&group) else {
        return;
    };
    let all: Vec<&Appointment> = group.iter().collect();
    let otherwise = json!({"Modality": "MR"});
    let uid = room.perform(&with(started_for(&all), &otherwise));
    assert_eq!(room.links(&uid).len(), 15);
    let before = room.open();
    let item = before.first().expect("it was performed otherwise").clone();
    let two = ["A3", "A4"].map(|accession| {
        let case = room.desk.does(ShowCase { id: item.id });
        let mut linked = case.linked.into_iter();
        let found = linked.find(|it| it.accession_number == accession);
        found.expect("it is linked").exam
    });
    let decided = room.desk.does(about(&item, link_to(two.to_vec())));
    assert_eq!(room.links(&uid), ["A3", "A4"]);
    assert_eq!(room.status_of("A3"), "COMPLETED");
    assert_eq!(room.status_of("A1"), "SCHEDULED");
    room.undo(decided);
    assert_eq!(room.links(&uid).len(), 15);
    assert_eq!(room.status_of("A1"), "COMPLETED");
    assert_eq!(room.kinds().len(), before.len());
}

#[test]
fn an_append_after_the_end_asks_nothing_and_stays_one_exam() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    room.perform(&started(&exam));
    let appended = json!({"PerformedProcedureStepID": "PPS2"});
    room.perform(&with(started(&exam), &appended));
    assert_eq!(room.status_of("A1"), "COMPLETED");
    assert_eq!(room.kinds(), []);
}

#[test]
fn a_wrong_worklist_entry_with_images_blocks_and_then_the_right_one_is_done() {
    let (picked, meant) = (Appointment::new(1), Appointment::new(2));
    let Some(mut room) = Room::with(&[picked.clone(), meant.clone()]) else {
        return;
    };
    let wrong = room.start(&started(&picked));
    room.end(&wrong, &discontinued("110514"));
    assert_eq!(room.status_of("A1"), "SCHEDULED");
    room.perform(&started(&meant));
    assert_eq!(room.status_of("A2"), "COMPLETED");
    assert_eq!(room.kinds(), [DiscrepancyKind::WrongWorklistEntry]);
    room.decide(DiscrepancyKind::WrongWorklistEntry, Decision::WrongEntry);
    assert_eq!(room.kinds(), []);
    assert_eq!(room.status_of("A1"), "SCHEDULED");
}

#[test]
fn a_person_marks_a_wrong_entry_and_the_order_is_what_it_was() {
    let picked = Appointment::new(1).with("Status", "ARRIVED");
    let Some(mut room) = Room::with(std::slice::from_ref(&picked)) else {
        return;
    };
    room.perform(&with(started(&picked), &json!({"Modality": "MR"})));
    assert_eq!(room.status_of("A1"), "COMPLETED");
    let decided = room.decide(DiscrepancyKind::ModalityDiffers, Decision::WrongEntry);
    assert_eq!(room.status_of("A1"), "ARRIVED");
    room.undo(decided);
    assert_eq!(room.status_of("A1"), "COMPLETED");
}

#[test]
fn a_discontinuation_without_reason_is_asked_about_and_rescheduled() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let uid = room.start(&started(&exam));
    let reasons = ["PerformedProcedureStepDiscontinuationReasonCodeSequence"];
    room.end(&uid, &without(discontinued("110501"), &reasons));
    let day = service::clock::Clock::real().today() + chrono::Days::new(1);
    let decided = room.decide(
        DiscrepancyKind::DiscontinuedWithoutReason,
        Decision::GiveReason {
            reason: Code {
                value: "110501".to_owned(),
                scheme: "DCM".to_owned(),
                meaning: "Equipment failure".to_owned(),
            },
            then: AfterDiscontinuation::Reschedule {
                day: day.to_string(),
                time: "10:00".to_owned(),
            },
        },
    );
    assert_eq!(room.kinds(), []);
    let steps = room.desk.department().export("steps");
    let statuses: Vec<&Value> = steps.iter().map(|step| &step["Status"]).collect();
    assert_eq!(statuses, ["DISCONTINUED", "SCHEDULED"]);
    let performed = room.desk.department().performed(&uid);
    assert_eq!(
        performed.map(|step| step["DiscontinuationReason"]["CodeValue"].clone()),
        Some(json!("110501"))
    );
    room.undo(decided);
    assert_eq!(room.desk.department().export("steps").len(), 1);
    assert_eq!(room.kinds(), [DiscrepancyKind::DiscontinuedWithoutReason]);
}

#[test]
fn a_message_after_the_end_is_refused_and_asked_about() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let uid = room.perform(&started(&exam));
    let late = room.modality.set(&uid, &completed(&[series("Late", 1)]));
    assert_eq!((late.status, late.error_id), NO_LONGER_UPDATED);
    let item = room.item(DiscrepancyKind::LateUpdate);
    assert_eq!(item.actual, "1");
    room.modality.set(&uid, &completed(&[series("Later", 1)]));
    let item = room.item(DiscrepancyKind::LateUpdate);
    assert_eq!(item.actual, "2", "the same item counts on");
}

#[test]
fn an_order_canceled_by_import_after_its_start_is_asked_about_and_stays() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    room.perform(&started(&exam));
    let canceled = exam.clone().with("Status", "CANCELED");
    room.desk.does(RunImport {
        file_name: "schedule.csv".to_owned(),
        content: csv(&[canceled]),
    });
    assert_eq!(room.kinds(), [DiscrepancyKind::CanceledButPerformed]);
    assert_eq!(room.status_of("A1"), "COMPLETED");
    room.desk.does(RunImport {
        file_name: "schedule.csv".to_owned(),
        content: csv(&[exam.with("Status", "SCHEDULED")]),
    });
    assert_eq!(room.kinds(), [], "the order stands again");
}

#[test]
fn an_unscheduled_exam_is_kept_with_an_order_of_its_own() {
    let Some(mut room) = Room::with(&[]) else {
        return;
    };
    let report = started_unscheduled();
    let study = &report["ScheduledStepAttributesSequence"][0]["StudyInstanceUID"];
    let uid = room.perform(&report);
    let decided = room.decide(DiscrepancyKind::Unscheduled, Decision::KeepUnscheduled);
    let steps = room.desk.department().export("steps");
    let step = steps.first().expect("an order was made");
    assert_eq!(&step["StudyInstanceUID"], study);
    assert_eq!(step["Status"], "COMPLETED");
    assert_eq!(step["PerformedSteps"], json!([uid]));
    room.undo(decided);
    assert_eq!(room.desk.department().export("steps").len(), 0);
    assert_eq!(room.kinds(), [DiscrepancyKind::Unscheduled]);
}

#[test]
fn a_final_step_is_corrected_and_its_messages_stay() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let mistyped = json!({"PatientID": "P777", "PatientName": "Else^Someone",
        "PatientBirthDate": "19440101", "PatientSex": "M"});
    let uid = room.perform(&with(started(&exam), &mistyped));
    let item = room.item(DiscrepancyKind::PatientMismatch);
    let messages = room.desk.department().export("messages");
    let decided = room.desk.does(about(
        &item,
        Decision::Correct {
            sop_instance_uid: uid.clone(),
            form: CorrectionForm {
                patient_id: "P1".to_owned(),
                patient_name: "Patient1^Jane".to_owned(),
                patient_birth_date: "1970-02-03".to_owned(),
                patient_sex: "F".to_owned(),
                ..CorrectionForm::default()
            },
        },
    ));
    assert_eq!(decided.closed, [item.id]);
    let performed = room.desk.department().performed(&uid).expect("it is there");
    assert_eq!(performed["PatientID"], "P1");
    assert_eq!(room.desk.department().export("messages"), messages);
    room.undo(decided);
    let performed = room.desk.department().performed(&uid).expect("it is there");
    assert_eq!(performed["PatientID"], "P777");
    assert_eq!(room.item(DiscrepancyKind::PatientMismatch).id, item.id);
}

#[test]
fn the_window_is_told_that_the_queue_changed() {
    let Some(mut room) = Room::with(&[]) else {
        return;
    };
    let mut told = room.desk.listen();
    room.start(&started_unscheduled());
    told.eventually("one item is open", |event| {
        matches!(event, Event::Queue { open: 1, .. }).then_some(())
    });
}

#[test]
fn a_decision_without_its_reason_or_for_another_kind_changes_nothing() {
    let Some(mut room) = Room::with(&[]) else {
        return;
    };
    room.perform(&started_unscheduled());
    let item = room.item(DiscrepancyKind::Unscheduled);
    let no_reason = Decision::Dismiss {
        reason: " ".to_owned(),
    };
    for (decision, code) in [
        (no_reason, FailureCode::Refused),
        (Decision::NoShow, FailureCode::NotAllowed),
        (link_to(Vec::new()), FailureCode::Refused),
        (
            link_to(vec![ExamId("s99".to_owned())]),
            FailureCode::NotFound,
        ),
    ] {
        assert_eq!(room.desk.refuses(about(&item, decision)), code);
    }
    let same = room.item(DiscrepancyKind::Unscheduled);
    assert_eq!((same.id, same.revision), (item.id, item.revision));
}

#[test]
fn several_performed_steps_are_merged_into_one_order() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let first = room.perform(&unscheduled_of(&exam));
    let again = json!({"PerformedProcedureStepID": "PPS2"});
    let second = room.perform(&with(unscheduled_of(&exam), &again));
    let items = room.open();
    assert_eq!(items.len(), 2);
    let order = room.candidate(items.first().expect("there are two"), "A1");
    room.desk.does(Decide {
        items: items.iter().map(|it| (it.id, it.revision)).collect(),
        decision: link_to(vec![order]),
        note: String::new(),
    });
    assert_eq!(room.links(&first), ["A1"]);
    assert_eq!(room.links(&second), ["A1"]);
    assert_eq!(room.kinds(), []);
}
