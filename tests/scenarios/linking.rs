//! Which scheduled steps a performed step belongs to, and what becomes of them (PS3.17 J).

use serde_json::{Value, json};
use tests::report::{completed, discontinued, new_uid, series, started, started_for, with};
use tests::{Appointment, ForeignModality, TestService};

const SUCCESS: u16 = 0x0000;

struct Room {
    modality: ForeignModality,
    service: TestService,
}

impl Room {
    fn with(appointments: &[Appointment]) -> Option<Self> {
        let service = TestService::with(appointments);
        Some(Self {
            modality: ForeignModality::pynetdicom(&service, "CT1")?,
            service,
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

    fn links(&self, uid: &str) -> Vec<(String, String)> {
        let performed = self.service.performed(uid).expect("it is there");
        let links = performed["Links"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        links
            .iter()
            .map(|link| (text(&link["AccessionNumber"]), text(&link["Basis"])))
            .collect()
    }
}

fn link(accession: &str, basis: &str) -> (String, String) {
    (accession.to_owned(), basis.to_owned())
}

#[test]
fn a_second_performed_step_is_appended_and_the_exam_stays_completed() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let first = room.start(&started(&exam));
    room.end(&first, &completed(&[series("Native", 2)]));
    assert_eq!(room.service.status_of("A1"), "COMPLETED");

    let appended = with(started(&exam), &json!({"PerformedProcedureStepID": "PPS2"}));
    let second = room.start(&appended);
    assert_eq!(room.service.status_of("A1"), "IN PROGRESS");
    room.end(&second, &completed(&[series("Late phase", 2)]));
    assert_eq!(room.service.status_of("A1"), "COMPLETED");

    let steps = room.service.export("steps");
    assert_eq!(
        steps.first().map(|step| &step["PerformedSteps"]),
        Some(&json!([first, second]))
    );
}

#[test]
fn one_performed_step_for_fifteen_scheduled_ones_moves_them_all() {
    let group: Vec<Appointment> = (1..=15)
        .map(|number| Appointment::new(number).with("PatientID", "P1"))
        .map(|appointment| appointment.with("PatientName", "Patient1^Jane"))
        .collect();
    let Some(mut room) = Room::with(&group) else {
        return;
    };
    let uid = room.start(&started_for(&group.iter().collect::<Vec<_>>()));
    assert_eq!(room.links(&uid).len(), 15);
    room.end(&uid, &completed(&[series("Whole body", 4)]));
    let statuses: Vec<Value> = room
        .service
        .export("steps")
        .into_iter()
        .map(|step| step["Status"].clone())
        .collect();
    assert_eq!(statuses, vec![json!("COMPLETED"); 15]);
}

#[test]
fn a_group_under_one_new_study_is_linked_by_its_accessions() {
    // PS3.4 F.7.2.1.2 note 2: one generated Study Instance UID for all of them.
    let group = [1, 2].map(|number| {
        Appointment::new(number)
            .with("PatientID", "P1")
            .with("PatientName", "Patient1^Jane")
    });
    let Some(mut room) = Room::with(&group) else {
        return;
    };
    let study = new_uid();
    let renamed = group.map(|it| it.with("StudyInstanceUID", &study));
    let uid = room.start(&started_for(&renamed.iter().collect::<Vec<_>>()));
    let basis = "accession-and-step";
    assert_eq!(room.links(&uid), [link("A1", basis), link("A2", basis)]);
}

#[test]
fn an_exam_in_several_performed_steps_runs_until_the_last_one_ends() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let first = room.start(&started(&exam));
    let second = room.start(&started(&exam));
    room.end(&first, &completed(&[series("Native", 2)]));
    assert_eq!(room.service.status_of("A1"), "IN PROGRESS");
    room.end(&second, &completed(&[series("Contrast", 2)]));
    assert_eq!(room.service.status_of("A1"), "COMPLETED");
}

#[test]
fn another_patient_than_scheduled_is_not_linked() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let other = json!({
        "PatientID": "P777",
        "PatientName": "Else^Someone",
        "PatientBirthDate": "19440101",
        "PatientSex": "M",
    });
    let uid = room.start(&with(started(&exam), &other));
    assert_eq!(room.links(&uid), []);
    assert_eq!(room.service.status_of("A1"), "SCHEDULED");
}

#[test]
fn a_discontinued_and_a_completed_performed_step_are_a_completed_exam() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let broken_off = room.start(&started(&exam));
    room.end(&broken_off, &discontinued("110501"));
    assert_eq!(room.service.status_of("A1"), "DISCONTINUED");
    let repeated = room.start(&started(&exam));
    room.end(&repeated, &completed(&[series("Native", 2)]));
    assert_eq!(room.service.status_of("A1"), "COMPLETED");
}

#[test]
fn why_an_exam_was_discontinued_is_kept() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let uid = room.start(&started(&exam));
    room.end(&uid, &discontinued("110501"));
    let performed = room.service.performed(&uid).expect("it is there");
    assert_eq!(performed["DiscontinuationReason"]["CodeValue"], "110501");
    assert_eq!(
        performed["DiscontinuationReason"]["CodingSchemeDesignator"],
        "DCM"
    );
}

#[test]
fn a_wrong_worklist_entry_gives_the_step_back_as_it_was() {
    let exam = Appointment::new(1).with("Status", "ARRIVED");
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let uid = room.start(&started(&exam));
    assert_eq!(room.service.status_of("A1"), "IN PROGRESS");
    // DCM 110514: incorrect worklist entry selected (IHE RAD TF-2 4.7, PPS Exception Management).
    room.end(&uid, &discontinued("110514"));
    assert_eq!(room.service.status_of("A1"), "ARRIVED");
    let worklist = room.modality.find(&json!({"AccessionNumber": ""}));
    assert_eq!(worklist.all("AccessionNumber"), ["A1"]);
}

#[test]
fn an_exam_that_is_over_leaves_the_worklist_and_one_that_runs_stays() {
    let (running, over) = (Appointment::new(1), Appointment::new(2));
    let Some(mut room) = Room::with(&[running.clone(), over.clone()]) else {
        return;
    };
    room.start(&started(&running));
    let uid = room.start(&started(&over));
    room.end(&uid, &completed(&[series("Native", 2)]));
    let worklist = room.modality.find(&json!({"AccessionNumber": ""}));
    assert_eq!(worklist.all("AccessionNumber"), ["A1"]);
}

#[test]
fn an_accession_alone_is_enough_for_a_single_step() {
    let exam = Appointment::new(1);
    let Some(mut room) = Room::with(std::slice::from_ref(&exam)) else {
        return;
    };
    let typed = exam
        .with("StudyInstanceUID", &new_uid())
        .without("ScheduledProcedureStepID")
        .without("RequestedProcedureID");
    let uid = room.start(&started(&typed));
    assert_eq!(room.links(&uid), [link("A1", "accession")]);
}
