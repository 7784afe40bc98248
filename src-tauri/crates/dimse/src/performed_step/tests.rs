//! Reports there and back, and reports as devices send them.

use super::*;
use crate::data_set::write::Writer;
use crate::testing::Department;
use chrono::{NaiveDate, NaiveTime};
use dicom_core::VR;
use dicom_dictionary_std::tags;
use domain::performed_step::{
    Consumption, ConsumptionSource, InstanceReference, PerformedSeries, ScheduledReference,
};
use domain::{AeTitle, Code, Patient, PersonName};

const IMPLICIT: TransferSyntax = TransferSyntax::ImplicitLittleEndian;
const EXPLICIT: TransferSyntax = TransferSyntax::ExplicitLittleEndian;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn consumed(name: &str, quantity: &str, unit: &str) -> Consumption {
    Consumption {
        name: name.to_owned(),
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
        code: None,
    }
}

fn consumption() -> Vec<(ConsumptionSource, Vec<Consumption>)> {
    let coded = |code: &str, name: &str, quantity: &str, unit: &str| Consumption {
        code: Some(Code::new(code, "99H", name)),
        ..consumed(name, quantity, unit)
    };
    vec![
        (
            ConsumptionSource::BillingProcedureStep,
            vec![coded("B1", "CT head", "", "")],
        ),
        (
            ConsumptionSource::FilmConsumption,
            vec![consumed("14INX17IN CLEAR FILM", "2", "{film}")],
        ),
        (
            ConsumptionSource::BillingSupplies,
            vec![coded("S1", "Catheter", "1.5", "{each}")],
        ),
        (
            ConsumptionSource::Contrast,
            vec![coded("C1", "Iomeprol", "80", "mL")],
        ),
        (
            ConsumptionSource::DoseAreaProduct,
            vec![consumed("", "12.5", "dGy.cm2")],
        ),
        (
            ConsumptionSource::FluoroscopyTime,
            vec![consumed("", "61", "s")],
        ),
        (
            ConsumptionSource::Exposures,
            vec![consumed("", "3", "{exposure}")],
        ),
        (
            ConsumptionSource::EntranceDose,
            vec![consumed("", "2", "dGy")],
        ),
        (
            ConsumptionSource::EntranceDoseInMilligray,
            vec![consumed("", "200.1", "mGy")],
        ),
        (
            ConsumptionSource::DoseComment,
            vec![consumed("log of exposures", "", "")],
        ),
    ]
}

fn full_report() -> Report {
    let time = |hour| NaiveTime::from_hms_opt(hour, 15, 30);
    let code = |value: &str| vec![Code::new(value, "99H", "a meaning – ä")];
    let reference = |uid: &str| InstanceReference {
        sop_class_uid: "1.2.840.10008.5.1.4.1.1.2".to_owned(),
        sop_instance_uid: uid.to_owned(),
    };
    Report {
        character_set: text("ISO_IR 192"),
        status: text("IN PROGRESS"),
        scheduled_steps: Some(vec![ScheduledReference {
            study_instance_uid: Uid::new("1.2.3"),
            referenced_study_uids: vec![Uid::new("1.2.4").unwrap(), Uid::new("1.2.5").unwrap()],
            accession_number: "A1".to_owned(),
            requested_procedure_id: "RP1".to_owned(),
            requested_procedure_description: "CT Schädel".to_owned(),
            requested_procedure_codes: code("R1"),
            scheduled_procedure_step_id: "SPS1".to_owned(),
            scheduled_procedure_step_description: "native".to_owned(),
            scheduled_protocol_codes: code("a code of more than sixteen characters"),
            placer_order_number: "PL1".to_owned(),
            filler_order_number: "FI1".to_owned(),
        }]),
        patient: Patient {
            patient_id: "P1".to_owned(),
            issuer_of_patient_id: "HOSP".to_owned(),
            name: PersonName::new("Yamada^Tarou=山田^太郎"),
            birth_date: NaiveDate::from_ymd_opt(1970, 2, 28),
            sex: "O".to_owned(),
        },
        admission_id: text("ADM1"),
        performed_procedure_step_id: text("PPS1"),
        station_ae_title: AeTitle::new("CT1").ok(),
        station_name: text("room 1"),
        location: text(""),
        start_date: NaiveDate::from_ymd_opt(2026, 11, 22),
        start_time: time(9),
        end_date: NaiveDate::from_ymd_opt(2026, 11, 22),
        end_time: time(10),
        description: text("head"),
        type_description: text(""),
        procedure_codes: Some(code("PR1")),
        protocol_codes: Some(Vec::new()),
        comments: text("two lines\r\nof text"),
        discontinuation_reasons: Some(vec![Code::new("110513", "DCM", "")]),
        modality: text("CT"),
        study_id: text("1"),
        series: Some(vec![PerformedSeries {
            series_instance_uid: "1.2.3.1".to_owned(),
            protocol_name: "Head".to_owned(),
            description: "axial".to_owned(),
            retrieve_ae_title: "PACS".to_owned(),
            operators: vec![PersonName::new("A^B"), PersonName::new("C^D")],
            performing_physicians: vec![PersonName::new("E^F")],
            images: Some(vec![reference("1.2.3.1.1"), reference("1.2.3.1.2")]),
            others: None,
        }]),
        consumption: consumption(),
        findings: Vec::new(),
    }
}

fn decode(data_set: Vec<u8>, syntax: TransferSyntax, operation: Operation) -> Report {
    decode_report(&Bytes::from(data_set), syntax.uid(), operation, "").unwrap()
}

#[test]
fn a_full_report_survives_in_both_transfer_syntaxes() {
    let report = full_report();
    for syntax in [IMPLICIT, EXPLICIT] {
        let read = decode(encode_report(&report, syntax), syntax, Operation::Create);
        assert_eq!(read.patient, report.patient);
        assert_eq!(read, report);
    }
}

#[test]
fn text_is_in_the_character_set_of_the_report_if_that_has_all_of_it() {
    for (term, description, expected) in [
        (Some("ISO_IR 100"), "Schädel", Some("ISO_IR 100")),
        (Some("ISO_IR 100"), "head", Some("ISO_IR 100")),
        (Some("ISO_IR 100"), "Череп", Some("ISO_IR 192")),
        (None, "head", None),
        (None, "Schädel", Some("ISO_IR 192")),
    ] {
        let report = Report {
            character_set: term.map(str::to_owned),
            description: text(description),
            ..Report::default()
        };
        let read = decode(encode_report(&report, IMPLICIT), IMPLICIT, Operation::Set);
        assert_eq!(
            read.character_set.as_deref(),
            expected,
            "{term:?} {description}"
        );
        assert_eq!(read.description.as_deref(), Some(description));
    }
}

#[test]
fn what_is_written_is_in_ascending_order() {
    fn check(data_set: &DataSet) {
        assert!(data_set.elements.is_sorted_by(|a, b| a.tag < b.tag));
        for element in &data_set.elements {
            if let crate::data_set::Value::Items(items) = &element.value {
                items.iter().for_each(check);
            }
        }
    }
    let bytes = Bytes::from(encode_report(&full_report(), EXPLICIT));
    check(&DataSet::read(&bytes, EXPLICIT).unwrap());
}

#[test]
fn an_empty_message_lacks_everything() {
    let report = decode(Vec::new(), IMPLICIT, Operation::Create);
    assert_eq!(report.findings.len(), 22);
    assert!(
        report
            .findings
            .contains(&"PerformedProcedureStepID (0040,0253) is missing (type 1)".to_owned())
    );
    assert!(
        report
            .findings
            .contains(&"PatientName (0010,0010) is missing (type 2)".to_owned())
    );
    assert_eq!(
        Report {
            findings: Vec::new(),
            ..report
        },
        Report::default()
    );
    assert_eq!(
        decode(Vec::new(), IMPLICIT, Operation::Set),
        Report::default()
    );
}

#[test]
fn what_a_set_must_not_hold_or_must_hold_is_found() {
    let mut out = Writer::new(IMPLICIT, CharacterSets::UTF_8);
    out.ascii(tags::MODALITY, VR::CS, "CT");
    out.ascii(tags::PERFORMED_PROCEDURE_STEP_END_DATE, VR::DA, "");
    out.ascii(tags::PERFORMED_PROCEDURE_STEP_STATUS, VR::CS, "DONE");
    out.sequence(tags::PERFORMED_SERIES_SEQUENCE, |out| {
        out.item(|out| out.ascii(tags::SERIES_INSTANCE_UID, VR::UI, "1.2"));
        out.item(|_| {});
    });
    let report = decode(out.into_bytes(), IMPLICIT, Operation::Set);
    for expected in [
        "Modality (0008,0060) is not allowed in an N-SET",
        "PerformedProcedureStepEndDate (0040,0250) is empty (type 1)",
        "PerformedProcedureStepStatus (0040,0252) is none of the three values",
        "ProtocolName (0018,1030) of a series is missing (type 1)",
        "OperatorsName (0008,1070) of a series is missing (type 2)",
    ] {
        assert!(
            report.findings.iter().any(|finding| finding == expected),
            "{expected}"
        );
    }
    assert_eq!(report.series.unwrap().len(), 1, "empty items are left out");
}

#[test]
fn old_dates_bad_dates_and_wrong_types_are_taken_as_far_as_they_go() {
    let mut out = Writer::new(EXPLICIT, CharacterSets::UTF_8);
    out.sequence(tags::PATIENT_NAME, |out| {
        out.item(|out| out.ascii(tags::PATIENT_ID, VR::LO, "1"));
    });
    out.ascii(tags::PATIENT_BIRTH_DATE, VR::DA, "the 3rd");
    out.ascii(
        tags::PERFORMED_STATION_AE_TITLE,
        VR::AE,
        "A TITLE TOO LONG TO BE ONE",
    );
    out.ascii(
        tags::PERFORMED_PROCEDURE_STEP_START_DATE,
        VR::DA,
        "2026.11.22",
    );
    out.ascii(
        tags::PERFORMED_PROCEDURE_STEP_START_TIME,
        VR::TM,
        "09:15:30",
    );
    out.ascii(tags::PERFORMED_SERIES_SEQUENCE, VR::LO, "no sequence");
    let report = decode(out.into_bytes(), EXPLICIT, Operation::Create);
    assert_eq!(report.start_date, NaiveDate::from_ymd_opt(2026, 11, 22));
    assert_eq!(report.start_time, NaiveTime::from_hms_opt(9, 15, 30));
    assert_eq!(report.patient.birth_date, None);
    assert_eq!(report.series, Some(Vec::new()));
    for expected in [
        "PatientName (0010,0010) is a sequence",
        "PatientBirthDate (0010,0030) is no date",
        "PerformedStationAETitle (0040,0241) is no AE title",
    ] {
        assert!(
            report.findings.iter().any(|finding| finding == expected),
            "{expected}"
        );
    }
    assert!(
        report
            .findings
            .iter()
            .all(|finding| !finding.contains("3rd")),
        "no values in findings"
    );
}

#[test]
fn text_without_a_character_set_takes_the_one_of_the_caller() {
    let mut bytes = Writer::new(IMPLICIT, CharacterSets::parse("ISO_IR 144").unwrap());
    bytes.text(tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION, VR::LO, "Грудь");
    let bytes = Bytes::from(bytes.into_bytes());
    let uid = IMPLICIT.uid();
    let known = decode_report(&bytes, uid, Operation::Set, "ISO_IR 144").unwrap();
    assert_eq!(known.description.as_deref(), Some("Грудь"));
    assert_eq!(known.findings, Vec::<String>::new());
    let unknown = decode_report(&bytes, uid, Operation::Set, "").unwrap();
    assert_eq!(
        unknown.findings,
        ["SpecificCharacterSet (0008,0005) does not cover the text (type 1C)"]
    );
}

#[test]
fn a_character_set_in_an_item_counts_for_the_item() {
    let mut out = Writer::new(IMPLICIT, CharacterSets::parse("ISO_IR 101").unwrap());
    out.ascii(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 100");
    out.sequence(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, |out| {
        out.item(|out| {
            out.ascii(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 101");
            out.text(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR::LO, "głowa");
        });
    });
    let report = decode(out.into_bytes(), IMPLICIT, Operation::Create);
    let steps = report.scheduled_steps.unwrap();
    assert_eq!(steps[0].scheduled_procedure_step_description, "głowa");
}

#[test]
fn contrast_in_every_series_is_one_injection() {
    let mut out = Writer::new(IMPLICIT, CharacterSets::UTF_8);
    out.sequence(tags::PERFORMED_SERIES_SEQUENCE, |out| {
        for agent in ["Iomeprol", "Iomeprol", "Gadobutrol"] {
            out.item(|out| out.text(tags::CONTRAST_BOLUS_AGENT, VR::LO, agent));
        }
    });
    let report = decode(out.into_bytes(), IMPLICIT, Operation::Set);
    let agents = [consumed("Iomeprol", "", ""), consumed("Gadobutrol", "", "")];
    assert_eq!(
        report.consumption,
        [(ConsumptionSource::Contrast, agents.to_vec())]
    );
}

#[test]
fn what_was_created_empty_reports_nothing() {
    let mut out = Writer::new(IMPLICIT, CharacterSets::UTF_8);
    out.ascii(tags::IMAGE_AND_FLUOROSCOPY_AREA_DOSE_PRODUCT, VR::DS, "");
    out.sequence(tags::FILM_CONSUMPTION_SEQUENCE, |_| {});
    let report = decode(out.into_bytes(), IMPLICIT, Operation::Set);
    assert_eq!(
        report.consumption,
        [
            (ConsumptionSource::FilmConsumption, Vec::new()),
            (ConsumptionSource::DoseAreaProduct, Vec::new())
        ]
    );
}

#[test]
fn what_is_no_data_set_says_where() {
    let broken = Bytes::from_static(b"\x10\0\x10\0\xFF\0\0\0Doe");
    let error = decode_report(&broken, IMPLICIT.uid(), Operation::Create, "").unwrap_err();
    assert_eq!(
        error,
        "(0010,0010) at byte 8 has 255 bytes where 3 are left"
    );
    assert!(decode_report(&Bytes::new(), "1.2", Operation::Create, "").is_err());
}

fn request(operation: command_set::Operation, class: &str, instance: &str) -> Request {
    Request {
        operation,
        message_id: 5,
        sop_class_uid: class.to_owned(),
        sop_instance_uid: instance.to_owned(),
        has_data_set: true,
        attributes: Vec::new(),
        event_type: None,
    }
}

#[tokio::test]
async fn uids_that_make_no_sense_are_refused_and_others_are_not() {
    use command_set::Operation::{Create, Set};
    let caller = crate::negotiation::caller(
        &crate::pdu::Associate::default(),
        std::net::IpAddr::from([127, 0, 0, 1]),
        None,
    );
    for (operation, class, instance, expected) in [
        (Create, PERFORMED_STEP, "1.2.3", 0x0000),
        (Create, PERFORMED_STEP, "", 0x0000),
        (Create, "", "1.2.3", 0x0000),
        (Create, PERFORMED_STEP, "1..3", 0x0117),
        (Create, PERFORMED_STEP, "a/../b", 0x0117),
        (Create, VERIFICATION, "1.2.3", 0x0118),
        (Create, "1.2.3", "1.2.3", 0x0118),
        (Set, PERFORMED_STEP, "1.2.3", 0x0000),
        (Set, "1.2.3", "1.2.3", 0x0118),
        (Set, PERFORMED_STEP_RETRIEVE, "1.2.3", 0x0119),
        (Set, PERFORMED_STEP, &"1.".repeat(40), 0x0117),
    ] {
        let department = Department::default();
        let request = request(operation, class, instance);
        let (response, _) = answer(&caller, IMPLICIT, &request, Bytes::new(), &department).await;
        assert_eq!(
            response.status, expected,
            "{operation:?} {class} {instance}"
        );
        assert_eq!(response.responding_to, 5);
        let asked = department.created.lock().unwrap().len() + department.set.lock().unwrap().len();
        assert_eq!(asked, usize::from(expected == 0));
    }
}

#[tokio::test]
async fn the_outcome_is_the_response() {
    let caller = crate::negotiation::caller(
        &crate::pdu::Associate::default(),
        std::net::IpAddr::from([127, 0, 0, 1]),
        None,
    );
    let outcome = Some(Outcome {
        status: status::PROCESSING_FAILURE,
        sop_instance_uid: String::new(),
        comment: status::COMMENT_ALREADY_FINAL.to_owned(),
        error_id: Some(status::ERROR_ID_ALREADY_FINAL),
        ..Outcome::default()
    });
    let department = Department {
        outcome,
        ..Department::default()
    };
    let request = request(command_set::Operation::Set, PERFORMED_STEP, "1.2.3");
    let (response, data_set) = answer(&caller, IMPLICIT, &request, Bytes::new(), &department).await;
    assert_eq!(
        (
            response.status,
            response.error_id,
            response.comment.as_str()
        ),
        (
            0x0110,
            Some(0xA710),
            "Performed Procedure Step Object may no longer be updated"
        )
    );
    assert_eq!(response.sop_instance_uid, "1.2.3");
    assert!(!response.has_data_set && data_set.is_empty());
}
