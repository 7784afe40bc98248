//! The life of an exam as modalities of other makers report it (PS3.4 Annex F).

use serde_json::{Value, json};
use tests::peers::Association;
use tests::report::{
    completed, discontinued, new_uid, series, started, started_unscheduled, with, without,
};
use tests::{Appointment, ForeignModality, TestService};

const SUCCESS: u16 = 0x0000;
const INVALID_ATTRIBUTE_VALUE: u16 = 0x0106;
const PROCESSING_FAILURE: u16 = 0x0110;
const DUPLICATE: u16 = 0x0111;
const NO_SUCH_INSTANCE: u16 = 0x0112;
const MISSING_ATTRIBUTE: u16 = 0x0120;
const MISSING_VALUE: u16 = 0x0121;

/// A served appointment and a modality made of pynetdicom.
struct Scene {
    modality: ForeignModality,
    service: TestService,
    appointment: Appointment,
    uid: String,
}

impl Scene {
    fn set() -> Option<Self> {
        let appointment = Appointment::new(1);
        let service = TestService::with(std::slice::from_ref(&appointment));
        Some(Self {
            modality: ForeignModality::pynetdicom(&service, "CT1")?,
            service,
            appointment,
            uid: new_uid(),
        })
    }

    fn create(&mut self, attributes: &Value) -> u16 {
        self.modality.create(&self.uid, attributes).status
    }

    fn start(&mut self) {
        let report = started(&self.appointment);
        assert_eq!(self.create(&report), SUCCESS);
    }

    fn set_attributes(&mut self, attributes: &Value) -> u16 {
        self.modality.set(&self.uid, attributes).status
    }

    fn performed(&self) -> Value {
        let performed = self.service.performed(&self.uid);
        performed.expect("the performed step is there")
    }

    fn status(&self) -> String {
        self.service.status_of(self.appointment.accession())
    }
}

fn conformance(performed: &Value) -> String {
    let texts = performed["Conformance"].as_array();
    let texts = texts.into_iter().flatten().filter_map(Value::as_str);
    texts.collect::<Vec<_>>().join("\n")
}

/// The whole life of one exam, as any well-behaved modality tells it.
fn an_exam_from_start_to_end(service: &TestService, modality: &mut ForeignModality) {
    let exam = Appointment::new(1);
    let uid = new_uid();
    assert_eq!(service.status_of("A1"), "SCHEDULED");

    assert_eq!(modality.create(&uid, &started(&exam)).status, SUCCESS);
    assert_eq!(service.status_of("A1"), "IN PROGRESS");

    let (scout, portal) = (series("Scout", 1), series("Portal venous", 3));
    let so_far = json!({"PerformedSeriesSequence": [scout]});
    assert_eq!(modality.set(&uid, &so_far).status, SUCCESS);
    assert_eq!(service.status_of("A1"), "IN PROGRESS");

    let all = completed(&[scout, portal.clone()]);
    assert_eq!(modality.set(&uid, &all).status, SUCCESS);
    assert_eq!(service.status_of("A1"), "COMPLETED");

    let performed = service.performed(&uid).expect("it is there");
    let expected = json!({
        "PerformedProcedureStepStatus": "COMPLETED",
        "PerformedProcedureStepID": "PPS1",
        "PerformedStationAETitle": "CT1",
        "Modality": "CT",
        "PatientID": "P1",
        "PatientName": "Patient1^Jane",
        "PerformedProcedureStepStartTime": "08:31:00",
        "PerformedProcedureStepEndTime": "08:45:00",
        "NumberOfSeries": 2,
        "NumberOfInstances": 4,
    });
    for (keyword, value) in expected.as_object().into_iter().flatten() {
        assert_eq!(&performed[keyword], value, "{keyword}");
    }
    assert_eq!(
        performed["Links"],
        json!([{
            "ScheduledProcedureStepID": "S1",
            "AccessionNumber": "A1",
            "Basis": "study-and-step",
        }])
    );
    assert_eq!(
        performed["Series"][1]["SeriesInstanceUID"],
        portal["SeriesInstanceUID"]
    );
    assert_eq!(performed["Series"][1]["Instances"], 3);
    assert_eq!(conformance(&performed), "");
}

#[test]
fn an_exam_of_pynetdicom_is_followed_from_start_to_end() {
    let service = TestService::with(&[Appointment::new(1)]);
    if let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") {
        an_exam_from_start_to_end(&service, &mut modality);
    }
}

#[test]
fn an_exam_of_dcmjs_is_followed_from_start_to_end_over_an_association_each() {
    let service = TestService::with(&[Appointment::new(1)]);
    if let Some(mut modality) = ForeignModality::dcmjs(&service, "CT1") {
        let found = modality.find(&json!({"AccessionNumber": "", "PatientName": ""}));
        assert_eq!(found.all("AccessionNumber"), ["A1"]);
        an_exam_from_start_to_end(&service, &mut modality);
    }
}

#[test]
fn the_end_may_come_after_a_restart_from_a_modality_that_knows_only_the_uid() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.start();
    scene.modality.release();
    scene.service.restart();
    let again = scene
        .modality
        .associate(&scene.service, &Association::of("CT1"));
    assert_eq!(again["established"], true);
    assert_eq!(
        scene.set_attributes(&completed(&[series("Scout", 1)])),
        SUCCESS
    );
    assert_eq!(scene.status(), "COMPLETED");
}

#[test]
fn reports_on_the_way_need_no_status() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.start();
    let without_status = json!({"PerformedSeriesSequence": [series("Scout", 1)]});
    let with_status = with(
        json!({"PerformedProcedureStepStatus": "IN PROGRESS"}),
        &json!({"PerformedSeriesSequence": [series("Scout", 1), series("Native", 2)]}),
    );
    assert_eq!(scene.set_attributes(&without_status), SUCCESS);
    assert_eq!(scene.set_attributes(&with_status), SUCCESS);
    let performed = scene.performed();
    assert_eq!(performed["PerformedProcedureStepStatus"], "IN PROGRESS");
    assert_eq!(performed["NumberOfInstances"], 3);
}

#[test]
fn what_is_missing_is_accepted_and_said() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    let incomplete = with(
        without(
            started(&scene.appointment),
            &[
                "PerformedProcedureStepID",
                "ReferencedPatientSequence",
                "PatientBirthDate",
            ],
        ),
        &json!({"PerformedStationAETitle": "", "PerformedProcedureStepStartTime": ""}),
    );
    assert_eq!(scene.create(&incomplete), SUCCESS);
    let said = conformance(&scene.performed());
    for keyword in [
        "PerformedProcedureStepID",
        "ReferencedPatientSequence",
        "PatientBirthDate",
        "PerformedStationAETitle",
        "PerformedProcedureStepStartTime",
    ] {
        assert!(said.contains(keyword), "{keyword} is not in\n{said}");
    }
    assert_eq!(scene.status(), "IN PROGRESS");
}

#[test]
fn an_end_without_series_and_end_time_is_accepted_and_said() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.start();
    let bare = json!({"PerformedProcedureStepStatus": "COMPLETED"});
    assert_eq!(scene.set_attributes(&bare), SUCCESS);
    assert_eq!(scene.status(), "COMPLETED");
    let said = conformance(&scene.performed());
    for keyword in ["PerformedProcedureStepEndDate", "PerformedSeriesSequence"] {
        assert!(said.contains(keyword), "{keyword} is not in\n{said}");
    }
}

#[test]
fn an_exam_can_only_start_in_progress() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    let status = |value: &str| json!({"PerformedProcedureStepStatus": value});
    let report = started(&scene.appointment);
    for (attributes, answer) in [
        (
            with(report.clone(), &status("COMPLETED")),
            INVALID_ATTRIBUTE_VALUE,
        ),
        (
            with(report.clone(), &status("STARTED")),
            INVALID_ATTRIBUTE_VALUE,
        ),
        (with(report.clone(), &status("")), MISSING_VALUE),
        (
            without(report, &["PerformedProcedureStepStatus"]),
            MISSING_ATTRIBUTE,
        ),
    ] {
        assert_eq!(scene.create(&attributes), answer);
    }
    assert!(scene.service.performed(&scene.uid).is_none());
    assert_eq!(scene.status(), "SCHEDULED");
}

#[test]
fn the_same_start_again_is_answered_with_success_once_more_and_another_is_refused() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.start();
    scene.start();
    let other = with(
        started(&scene.appointment),
        &json!({"PerformedProcedureStepID": "PPS2"}),
    );
    assert_eq!(scene.create(&other), DUPLICATE);
    assert_eq!(scene.service.export("performed").len(), 1);
}

#[test]
fn a_report_of_something_never_started_is_refused() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    assert_eq!(scene.set_attributes(&completed(&[])), NO_SUCH_INSTANCE);
    assert_eq!(scene.status(), "SCHEDULED");
}

#[test]
fn nothing_can_be_changed_after_the_end() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.start();
    assert_eq!(
        scene.set_attributes(&completed(&[series("Scout", 1)])),
        SUCCESS
    );
    let refused = scene.modality.set(&scene.uid, &discontinued("110500"));
    assert_eq!(refused.status, PROCESSING_FAILURE);
    assert_eq!(refused.error_id, Some(0xA710));
    assert_eq!(
        refused.comment,
        "Performed Procedure Step Object may no longer be updated"
    );
    assert_eq!(
        scene.performed()["PerformedProcedureStepStatus"],
        "COMPLETED"
    );
}

#[test]
fn a_modality_that_gives_no_uid_is_told_the_one_it_got() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    let created = scene
        .modality
        .create_without_uid(&started(&scene.appointment));
    assert_eq!(created.status, SUCCESS);
    assert_ne!(created.uid, "");
    scene.uid = created.uid;
    assert_eq!(
        scene.set_attributes(&completed(&[series("Scout", 1)])),
        SUCCESS
    );
    assert_eq!(scene.status(), "COMPLETED");
}

#[test]
fn every_message_is_kept_with_its_answer() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.start();
    scene.set_attributes(&completed(&[series("Scout", 1)]));
    scene.set_attributes(&completed(&[series("Scout", 1)]));
    let messages = scene.service.export("messages");
    let heads: Vec<_> = messages
        .iter()
        .map(|one| [&one["Service"], &one["Status"], &one["CallingAETitle"]])
        .map(|head| head.map(|value| value.as_str().unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(
        heads,
        [
            ["N-CREATE", "0000", "CT1"],
            ["N-SET", "0000", "CT1"],
            ["N-SET", "0110", "CT1"],
        ]
    );
    assert!(
        messages
            .iter()
            .all(|one| one["SOPInstanceUID"] == scene.uid.as_str())
    );
}

#[test]
fn a_device_that_proposes_every_role_is_served() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    scene.modality.release();
    let proposal = Association {
        proposes_roles: true,
        ..Association::of("CT1")
    };
    let associated = scene.modality.associate(&scene.service, &proposal);
    assert_eq!(associated["established"], true);
    scene.start();
    assert_eq!(scene.status(), "IN PROGRESS");
}

#[test]
fn an_exam_off_the_schedule_is_shown_and_linked_to_nothing() {
    let Some(mut scene) = Scene::set() else {
        return;
    };
    assert_eq!(scene.create(&started_unscheduled()), SUCCESS);
    let performed = scene.performed();
    assert_eq!(performed["Links"], Value::Null);
    assert_eq!(performed["PatientName"], "Unknown^Trauma");
    assert_eq!(scene.status(), "SCHEDULED");
}
