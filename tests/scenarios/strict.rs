//! A device that is registered as strict: PS3.4 Table F.7.2-1 is enforced, and the answers say with
//! which attributes it was not kept (PS3.7 C.5).

use serde_json::{Value, json};
use tests::report::{completed, new_uid, series, started, with, without};
use tests::{Appointment, Department, ForeignModality, TestService};

const SUCCESS: u16 = 0x0000;
const NO_SUCH_ATTRIBUTE: u16 = 0x0105;
const INVALID_VALUE: u16 = 0x0106;
const PROCESSING_FAILURE: u16 = 0x0110;
const INVALID_INSTANCE: u16 = 0x0117;
const MISSING_ATTRIBUTE: u16 = 0x0120;
const MISSING_VALUE: u16 = 0x0121;

fn strict() -> Option<(TestService, ForeignModality)> {
    let department = Department::scheduled(&[Appointment::new(1)]);
    department.apply(
        "[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n\
         [device.performed]\nvalidation = \"strict\"\n",
    );
    let service = department.serve();
    let modality = ForeignModality::pynetdicom(&service, "CT1")?;
    Some((service, modality))
}

#[test]
fn what_the_table_wants_is_taken_and_nothing_less() {
    let Some((service, mut modality)) = strict() else {
        return;
    };
    let report = started(&Appointment::new(1));
    let uid = new_uid();
    let lacking = without(report.clone(), &["Modality", "StudyID"]);
    let refused = modality.create(&uid, &lacking);
    assert_eq!(refused.status, MISSING_ATTRIBUTE);
    assert_eq!(refused.listed, ["Modality", "StudyID"]);
    assert_eq!(refused.comment, "Modality is missing");

    let refused = modality.create(&uid, &with(report.clone(), &json!({"Modality": ""})));
    assert_eq!(refused.status, MISSING_VALUE);
    assert_eq!(refused.returned, json!({"Modality": ""}));

    let wrong = json!({"PerformedProcedureStepStatus": "COMPLETED"});
    let refused = modality.create(&uid, &with(report.clone(), &wrong));
    assert_eq!((refused.status, &refused.returned), (INVALID_VALUE, &wrong));

    assert_eq!(modality.create("1.2..3", &report).status, INVALID_INSTANCE);
    assert_eq!(service.status_of("A1"), "SCHEDULED");

    assert_eq!(modality.create(&uid, &report).status, SUCCESS);
    assert_eq!(service.status_of("A1"), "IN PROGRESS");
}

#[test]
fn only_what_was_created_may_be_set_and_the_end_must_be_whole() {
    let Some((service, mut modality)) = strict() else {
        return;
    };
    let uid = new_uid();
    let report = started(&Appointment::new(1));
    assert_eq!(modality.create(&uid, &report).status, SUCCESS);

    let comment = json!({"CommentsOnThePerformedProcedureStep": "moved"});
    let refused = modality.set(&uid, &comment);
    assert_eq!(refused.status, NO_SUCH_ATTRIBUTE);
    assert_eq!(refused.listed, ["CommentsOnThePerformedProcedureStep"]);
    let refused = modality.set(&uid, &json!({"PatientID": "P2"}));
    assert_eq!(
        (refused.status, refused.listed),
        (NO_SUCH_ATTRIBUTE, vec!["PatientID".to_owned()])
    );

    let end = completed(&[series("Thorax", 1)]);
    let refused = modality.set(
        &uid,
        &without(end.clone(), &["PerformedProcedureStepEndTime"]),
    );
    assert_eq!(refused.status, MISSING_VALUE);
    assert_eq!(
        refused.returned,
        json!({"PerformedProcedureStepEndTime": ""})
    );
    let refused = modality.set(&uid, &completed(&[]));
    assert_eq!(refused.status, MISSING_VALUE);
    assert_eq!(refused.returned, json!({"PerformedSeriesSequence": []}));
    assert_eq!(service.status_of("A1"), "IN PROGRESS");

    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    assert_eq!(service.status_of("A1"), "COMPLETED");
    // What is over is over, however well it is said.
    let late = modality.set(&uid, &end);
    assert_eq!(
        (late.status, late.error_id),
        (PROCESSING_FAILURE, Some(0xA710))
    );
}

#[test]
fn what_is_refused_is_kept_as_it_came() {
    let Some((service, mut modality)) = strict() else {
        return;
    };
    let lacking = without(started(&Appointment::new(1)), &["Modality"]);
    let uid = new_uid();
    assert_eq!(modality.create(&uid, &lacking).status, MISSING_ATTRIBUTE);
    let messages = service.export("messages");
    let kept: Vec<&Value> = messages
        .iter()
        .filter(|message| message["SOPInstanceUID"] == uid.as_str())
        .collect();
    assert_eq!(kept.len(), 1, "{messages:?}");
    assert_eq!(service.performed(&uid), None);
}

#[test]
fn others_are_taken_leniently_beside_it() {
    let Some((service, _)) = strict() else {
        return;
    };
    let Some(mut other) = ForeignModality::pynetdicom(&service, "MR1") else {
        return;
    };
    let lacking = without(started(&Appointment::new(1)), &["Modality", "StudyID"]);
    assert_eq!(other.create(&new_uid(), &lacking).status, SUCCESS);
}
