//! What N-GET returns, from messages as they were received.

use super::*;
use crate::command_set::Operation;
use crate::data_set::{DataSet, Scope, Value};
use crate::performed_step::encode_report;
use crate::testing::Department;
use crate::text::CharacterSets;
use dicom_dictionary_std::tags;
use domain::performed_step::{PerformedSeries, Report, ScheduledReference};
use domain::{Patient, PersonName};

const SYNTAX: TransferSyntax = TransferSyntax::ExplicitLittleEndian;

fn message(report: &Report, syntax: TransferSyntax) -> InstanceMessage {
    InstanceMessage {
        transfer_syntax: syntax.uid().to_owned(),
        data_set: encode_report(report, syntax).into(),
        ..InstanceMessage::default()
    }
}

fn series(uid: &str) -> PerformedSeries {
    PerformedSeries {
        series_instance_uid: uid.to_owned(),
        protocol_name: "Thorax".to_owned(),
        ..PerformedSeries::default()
    }
}

/// An exam in Latin 1, begun in Implicit VR, ended in Explicit VR.
fn department() -> Department {
    let start = Report {
        character_set: Some("ISO_IR 100".to_owned()),
        status: Some("IN PROGRESS".to_owned()),
        patient: Patient {
            name: PersonName::new("Müller^Jörg"),
            patient_id: "P1".to_owned(),
            ..Patient::default()
        },
        scheduled_steps: Some(vec![ScheduledReference {
            accession_number: "A1".to_owned(),
            ..ScheduledReference::default()
        }]),
        series: Some(vec![series("1.2.3.1")]),
        ..Report::default()
    };
    let end = Report {
        status: Some("COMPLETED".to_owned()),
        series: Some(vec![series("1.2.3.2"), series("1.2.3.3")]),
        ..Report::default()
    };
    Department {
        instance: vec![
            message(&start, TransferSyntax::ImplicitLittleEndian),
            message(&end, SYNTAX),
        ],
        ..Department::default()
    }
}

async fn get(department: &Department, class: &str, uid: &str, asked: &[Tag]) -> (Response, Bytes) {
    let caller = crate::negotiation::caller(
        &crate::pdu::Associate::default(),
        std::net::IpAddr::from([127, 0, 0, 1]),
        None,
    );
    let request = Request {
        operation: Operation::Get,
        message_id: 3,
        sop_class_uid: class.to_owned(),
        sop_instance_uid: uid.to_owned(),
        has_data_set: false,
        attributes: asked
            .iter()
            .map(|tag| (tag.group(), tag.element()))
            .collect(),
        event_type: None,
    };
    answer(&caller, SYNTAX, &request, department).await
}

fn read(bytes: &Bytes) -> DataSet {
    DataSet::read(bytes, SYNTAX).unwrap()
}

#[tokio::test]
async fn the_whole_object_is_what_the_messages_make() {
    let (response, bytes) = get(&department(), PERFORMED_STEP_RETRIEVE, "1.2.3", &[]).await;
    assert_eq!((response.status, response.has_data_set), (0, true));
    let found = read(&bytes);
    let scope = Scope::new(&found, CharacterSets::default());
    let text = |tag| scope.text(tag).or_empty();
    assert_eq!(text(tags::SPECIFIC_CHARACTER_SET), "ISO_IR 100");
    assert_eq!(text(tags::PATIENT_NAME), "Müller^Jörg");
    assert_eq!(text(tags::PERFORMED_PROCEDURE_STEP_STATUS), "COMPLETED");
    let series = scope.items(tags::PERFORMED_SERIES_SEQUENCE).unwrap();
    let uids: Vec<String> = series
        .iter()
        .map(|series| series.text(tags::SERIES_INSTANCE_UID).or_empty())
        .collect();
    assert_eq!(uids, ["1.2.3.2", "1.2.3.3"]);
    // Type 2, of which nobody said anything: at the top, in a scheduled step and in a series.
    for tag in [
        tags::STUDY_ID,
        tags::PERFORMED_PROCEDURE_STEP_END_DATE,
        tags::PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
    ] {
        assert!(scope.has(tag), "{tag}");
    }
    let steps = scope
        .items(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)
        .unwrap();
    assert!(steps[0].has(tags::REFERENCED_STUDY_SEQUENCE));
    assert!(series[0].has(tags::REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE));
    let tags: Vec<Tag> = found.elements.iter().map(|element| element.tag).collect();
    assert!(tags.is_sorted());
}

#[tokio::test]
async fn a_list_gets_what_it_names_and_the_character_set_of_its_text() {
    let asked = [tags::PATIENT_NAME, tags::STUDY_ID];
    let (response, bytes) = get(&department(), "", "1.2.3", &asked).await;
    assert_eq!(response.status, 0);
    let found: Vec<Tag> = read(&bytes).elements.iter().map(|one| one.tag).collect();
    assert_eq!(
        found,
        [
            tags::SPECIFIC_CHARACTER_SET,
            tags::PATIENT_NAME,
            tags::STUDY_ID
        ]
    );
    let (response, bytes) = get(&department(), "", "1.2.3", &[tags::PATIENT_ID]).await;
    assert_eq!(response.status, 0);
    assert_eq!(read(&bytes).elements.len(), 1);
}

#[tokio::test]
async fn what_we_do_not_keep_is_a_warning_beside_the_rest() {
    let asked = [tags::PATIENT_ID, tags::PIXEL_DATA];
    let (response, bytes) = get(&department(), "", "1.2.3", &asked).await;
    assert_eq!((response.status, response.has_data_set), (0x0001, true));
    assert_eq!(read(&bytes).elements.len(), 1);
    let (response, bytes) = get(&department(), "", "1.2.3", &[tags::PIXEL_DATA]).await;
    assert_eq!((response.status, response.has_data_set), (0x0001, false));
    assert!(bytes.is_empty());
}

#[tokio::test]
async fn text_that_its_own_character_set_lacks_is_returned_in_utf_8() {
    let mut department = department();
    let correction = Report {
        character_set: Some("ISO_IR 192".to_owned()),
        patient: Patient {
            name: PersonName::new("Ονομα"),
            ..Patient::default()
        },
        ..Report::default()
    };
    department.instance.push(message(&correction, SYNTAX));
    let (_, bytes) = get(&department, "", "1.2.3", &[tags::PATIENT_NAME]).await;
    let found = read(&bytes);
    let scope = Scope::new(&found, CharacterSets::default());
    assert_eq!(
        scope.text(tags::SPECIFIC_CHARACTER_SET).or_empty(),
        "ISO_IR 192"
    );
    assert_eq!(scope.text(tags::PATIENT_NAME).or_empty(), "Ονομα");
}

#[tokio::test]
async fn nothing_is_returned_for_what_is_not_there_or_is_no_performed_step() {
    for (class, uid, status) in [
        (PERFORMED_STEP_RETRIEVE, "1.2.3", 0x0112),
        (PERFORMED_STEP_RETRIEVE, "1..3", 0x0117),
        (PERFORMED_STEP_RETRIEVE, "", 0x0117),
        (PERFORMED_STEP, "1.2.3", 0x0119),
        ("1.2.3", "1.2.3", 0x0118),
    ] {
        let (response, bytes) = get(&Department::default(), class, uid, &[]).await;
        assert_eq!(response.status, status, "{class} {uid}");
        assert_eq!(response.sop_instance_uid, uid);
        assert!(bytes.is_empty() && !response.has_data_set);
    }
}

#[tokio::test]
async fn private_attributes_are_returned_as_they_came() {
    let mut out = crate::data_set::write::Writer::new(SYNTAX, CharacterSets::UTF_8);
    out.ascii(Tag(0x0029, 0x0010), dicom_core::VR::LO, "VENDOR");
    out.element(Tag(0x0029, 0x1001), dicom_core::VR::OB, &[1, 2, 0xFF, 0]);
    let department = Department {
        instance: vec![InstanceMessage {
            transfer_syntax: SYNTAX.uid().to_owned(),
            data_set: out.into_bytes().into(),
            ..InstanceMessage::default()
        }],
        ..Department::default()
    };
    let (_, bytes) = get(&department, "", "1.2.3", &[]).await;
    let found = read(&bytes);
    let private = found.get(Tag(0x0029, 0x1001)).unwrap();
    assert_eq!(
        private.value,
        Value::Bytes(Bytes::from_static(&[1, 2, 0xFF, 0]))
    );
}

#[tokio::test]
async fn text_that_names_no_character_set_is_in_the_one_assumed_of_its_device() {
    let mut out = crate::data_set::write::Writer::new(SYNTAX, CharacterSets::UTF_8);
    out.element(tags::PATIENT_NAME, dicom_core::VR::PN, b"\xBB\xEE\xDA\xE6");
    let mut department = Department {
        instance: vec![InstanceMessage {
            transfer_syntax: SYNTAX.uid().to_owned(),
            data_set: out.into_bytes().into(),
            assumed_character_set: Some("ISO_IR 144".to_owned()),
        }],
        ..Department::default()
    };
    let (_, bytes) = get(&department, "", "1.2.3", &[tags::PATIENT_NAME]).await;
    let found = read(&bytes);
    let scope = Scope::new(&found, CharacterSets::default());
    assert_eq!(scope.text(tags::PATIENT_NAME).or_empty(), "Люкц");
    // What names one is read in that.
    let begun = Report {
        character_set: Some("ISO_IR 100".to_owned()),
        ..Report::default()
    };
    department.instance.insert(0, message(&begun, SYNTAX));
    let (_, bytes) = get(&department, "", "1.2.3", &[tags::PATIENT_NAME]).await;
    let found = read(&bytes);
    let scope = Scope::new(&found, CharacterSets::default());
    assert_eq!(scope.text(tags::PATIENT_NAME).or_empty(), "»îÚæ");
}
