//! MPPS Retrieve (PS3.4 F.8), as pynetdicom asks for it.

use contract::orders::Undo;
use contract::reconciliation::{Decide, Decision, ShowCase, ShowQueue};
use serde_json::json;
use tests::peers::Association;
use tests::report::{completed, new_uid, series, started, with, without};
use tests::{Appointment, Department, ForeignModality, TestDesk, TestService};

const SUCCESS: u16 = 0x0000;
const NOT_ALL_SUPPORTED: u16 = 0x0001;
const NO_SUCH_INSTANCE: u16 = 0x0112;
const INVALID_INSTANCE: u16 = 0x0117;
const NOT_AUTHORISED: u16 = 0x0124;

const SERVICES: [&str; 2] = ["performed step", "retrieve"];

fn modality(service: &TestService, calling: &str, syntax: &str) -> Option<ForeignModality> {
    let mut modality = ForeignModality::pynetdicom_alone()?;
    let established = modality.associate(
        service,
        &Association {
            services: &SERVICES,
            syntaxes: &[syntax],
            ..Association::of(calling)
        },
    );
    assert_eq!(established["accepted"].as_array().map(Vec::len), Some(2));
    Some(modality)
}

#[test]
fn an_exam_is_returned_as_it_stands_in_both_transfer_syntaxes() {
    let service = TestService::with(&[Appointment::new(1)]);
    let Some(mut scanner) = modality(&service, "CT1", "explicit") else {
        return;
    };
    let uid = new_uid();
    let begin = with(
        started(&Appointment::new(1)),
        &json!({"SpecificCharacterSet": "ISO_IR 100", "PatientName": "Müller^Jörg"}),
    );
    assert_eq!(scanner.create(&uid, &begin).status, SUCCESS);

    let running = scanner.get(&uid, &["PerformedProcedureStepStatus", "PatientName"]);
    assert_eq!(running.status, SUCCESS);
    assert_eq!(running.uid, uid);
    assert_eq!(
        running.returned,
        json!({
            "SpecificCharacterSet": "ISO_IR 100",
            "PatientName": "Müller^Jörg",
            "PerformedProcedureStepStatus": "IN PROGRESS",
        })
    );

    let (scout, portal) = (series("Scout", 1), series("Portal venous", 3));
    let so_far = json!({"PerformedSeriesSequence": [scout]});
    assert_eq!(scanner.set(&uid, &so_far).status, SUCCESS);
    let end = completed(&[scout, portal.clone()]);
    assert_eq!(scanner.set(&uid, &end).status, SUCCESS);

    let Some(mut reader) = modality(&service, "PACS", "implicit") else {
        return;
    };
    let whole = reader.get(&uid, &[]);
    assert_eq!(whole.status, SUCCESS);
    let found = &whole.returned;
    assert_eq!(found["PerformedProcedureStepStatus"], "COMPLETED");
    assert_eq!(found["PatientName"], "Müller^Jörg");
    assert_eq!(
        found["PerformedSeriesSequence"].as_array().map(Vec::len),
        Some(2)
    );
    let second = &found["PerformedSeriesSequence"][1];
    assert_eq!(second["SeriesInstanceUID"], portal["SeriesInstanceUID"]);
    assert_eq!(
        second["ReferencedImageSequence"].as_array().map(Vec::len),
        Some(3)
    );
    // Of type 2 in Table F.8.2-1, and never sent.
    let reason = "PerformedProcedureStepDiscontinuationReasonCodeSequence";
    assert_eq!(found[reason], json!([]));
    let reference = &found["ScheduledStepAttributesSequence"][0];
    assert_eq!(reference["AccessionNumber"], "A1");
}

#[test]
fn what_is_not_there_is_answered_with_its_status() {
    let service = TestService::with(&[Appointment::new(1)]);
    let Some(mut scanner) = modality(&service, "CT1", "explicit") else {
        return;
    };
    let uid = new_uid();
    let report = started(&Appointment::new(1));
    assert_eq!(scanner.create(&uid, &report).status, SUCCESS);
    let partly = scanner.get(&uid, &["PatientID", "PixelData"]);
    assert_eq!(partly.status, NOT_ALL_SUPPORTED);
    assert_eq!(partly.returned, json!({"PatientID": "P1"}));
    assert_eq!(scanner.get(&new_uid(), &[]).status, NO_SUCH_INSTANCE);
    assert_eq!(scanner.get("1.2..3", &[]).status, INVALID_INSTANCE);
    // The association stands.
    assert_eq!(scanner.get(&uid, &["PatientID"]).status, SUCCESS);
}

#[test]
fn a_device_without_the_service_is_refused() {
    let department = Department::scheduled(&[Appointment::new(1)]);
    department.apply(
        "[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n\
         [device.access]\nservices = [\"worklist\", \"performed\"]\n",
    );
    let service = department.serve();
    let Some(mut scanner) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let associated = scanner.associate(
        &service,
        &Association {
            services: &SERVICES,
            ..Association::of("CT1")
        },
    );
    let uid = new_uid();
    let report = started(&Appointment::new(1));
    assert_eq!(scanner.create(&uid, &report).status, SUCCESS);
    // The context is accepted, because a status says more than a refused context.
    assert_eq!(associated["accepted"].as_array().map(Vec::len), Some(2));
    let refused = scanner.get(&uid, &[]);
    assert_eq!(
        (refused.status, refused.returned),
        (NOT_AUTHORISED, json!({}))
    );
}

#[test]
fn text_without_a_character_set_is_returned_as_it_is_read_of_its_device() {
    let department = Department::scheduled(&[Appointment::new(1)]);
    department.apply(
        "[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n\
         [device.performed]\nassumed_character_set = \"ISO_IR 144\"\n",
    );
    let service = department.serve();
    let Some(mut scanner) = modality(&service, "CT1", "explicit") else {
        return;
    };
    let uid = new_uid();
    // Bytes C2 FB: Latin 1 to who assumes nothing, Cyrillic to who assumes that.
    let begin = with(
        without(started(&Appointment::new(1)), &["SpecificCharacterSet"]),
        &json!({"PatientName": "Âû"}),
    );
    assert_eq!(scanner.create(&uid, &begin).status, SUCCESS);
    let found = scanner.get(&uid, &["PatientName"]);
    assert_eq!(found.status, SUCCESS);
    let stored = service.performed(&uid).expect("it is there");
    assert_eq!(found.returned["PatientName"], stored["PatientName"]);
    assert_ne!(found.returned["PatientName"], "Âû");
}

#[test]
fn links_that_a_person_made_are_returned() {
    let desk = TestDesk::open(Department::scheduled(&[Appointment::new(1)]));
    let Some(mut scanner) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let association = Association {
        services: &SERVICES,
        ..Association::of("CT1")
    };
    assert_eq!(scanner.associate(&desk, &association)["established"], true);
    let uid = new_uid();
    let typed = Appointment::new(1)
        .with("AccessionNumber", "TYPED")
        .without("RequestedProcedureID")
        .without("ScheduledProcedureStepID")
        .with("StudyInstanceUID", &new_uid());
    assert_eq!(scanner.create(&uid, &started(&typed)).status, SUCCESS);
    let end = completed(&[series("Scout", 1)]);
    assert_eq!(scanner.set(&uid, &end).status, SUCCESS);
    let mut accession = || {
        let found = scanner.get(&uid, &["ScheduledStepAttributesSequence", "PatientID"]);
        assert_eq!(found.status, SUCCESS);
        assert_eq!(found.returned["PatientID"], "P1");
        let references = &found.returned["ScheduledStepAttributesSequence"];
        assert_eq!(references.as_array().map(Vec::len), Some(1));
        references[0]["AccessionNumber"].as_str().map(str::to_owned)
    };
    assert_eq!(accession().as_deref(), Some("TYPED"));
    let item = desk.does(ShowQueue {}).items.remove(0);
    let case = desk.does(ShowCase { id: item.id });
    let decided = desk.does(Decide {
        items: vec![(item.id, item.revision)],
        decision: Decision::Link {
            orders: vec![case.candidates[0].exam.clone()],
            laterality_checked: true,
        },
        note: String::new(),
    });
    assert_eq!(accession().as_deref(), Some("A1"));
    desk.does(Undo {
        token: decided.undo,
    });
    assert_eq!(accession().as_deref(), Some("TYPED"));
}
