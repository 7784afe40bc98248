//! The keys together, against steps.

use super::{CodeKey, DateKey, Keys, NameKey, TextKey, TimeKey, UidKey, is_offered, order};
use crate::scheduled_step::{Priority, ScheduledStep, StepStatus};
use crate::wall_clock::{parse_date, parse_time};
use crate::{AeTitle, Code, Patient, PersonName, Uid};

fn step() -> ScheduledStep {
    ScheduledStep {
        id: 7,
        patient: Patient {
            patient_id: "P1".into(),
            name: PersonName::new("Núñez^Ana"),
            birth_date: parse_date("19800102"),
            sex: "F".into(),
            ..Patient::default()
        },
        accession_number: "A1".into(),
        study_instance_uid: Uid::new("1.2.3"),
        modality: "CT".into(),
        station_ae_titles: vec![
            AeTitle::new("CT1").expect("valid"),
            AeTitle::new("CT2").expect("valid"),
        ],
        protocol_codes: vec![Code::new("ABD", "L", "Abdomen")],
        start_date: parse_date("20261122").expect("a date"),
        start_time: parse_time("0830").expect("a time").first,
        ..ScheduledStep::default()
    }
}

#[test]
fn universal_keys_match_every_step() {
    assert!(Keys::default().matches(&step()));
    assert!(Keys::default().matches(&ScheduledStep::default()));
}

#[test]
fn all_keys_given_must_match() {
    let keys = Keys {
        station_ae_title: TextKey::parse_code_string("ct2"),
        start_date: DateKey::parse("20261122"),
        start_time: TimeKey::parse("0800-0900"),
        modality: TextKey::parse_code_string("CT"),
        patient_name: NameKey::parse("nunez*"),
        patient_id: TextKey::parse("P1"),
        birth_date: DateKey::parse("19800102"),
        sex: TextKey::parse_code_string("f"),
        study_instance_uid: UidKey::parse("1.2.3"),
        priority: TextKey::parse_code_string("ROUTINE"),
        protocol_code: CodeKey {
            value: TextKey::parse("ABD"),
            scheme: TextKey::default(),
        },
        ..Keys::default()
    };
    assert!(keys.matches(&step()));
    let other_patient = Keys {
        patient_id: TextKey::parse("P2"),
        ..keys.clone()
    };
    assert!(!other_patient.matches(&step()));
    let other_name = Keys {
        patient_name: NameKey::parse("Nunez"),
        ..keys
    };
    assert!(!other_name.matches(&step()));
}

#[test]
fn a_step_without_a_value_matches_no_key_for_it() {
    let keys = Keys {
        performing_physician_name: NameKey::parse("*a*"),
        ..Keys::default()
    };
    assert!(!keys.matches(&step()));
    let keys = Keys {
        location: TextKey::parse("?*"),
        ..Keys::default()
    };
    assert!(!keys.matches(&step()));
}

#[test]
fn a_status_is_asked_for_in_dicom_terms() {
    let asks = |term: &str| Keys {
        status: TextKey::parse_code_string(term),
        ..Keys::default()
    };
    let cases = [
        ("SCHEDULED", StepStatus::Scheduled),
        ("arrived", StepStatus::Arrived),
        ("READY", StepStatus::Ready),
        ("STARTED", StepStatus::InProgress),
        ("IN PROGRESS", StepStatus::InProgress),
        ("DEPARTED", StepStatus::Completed),
        ("COMPLETED", StepStatus::Completed),
        ("DISCONTINUED", StepStatus::Discontinued),
        ("CANCELED", StepStatus::Canceled),
        ("CANCELLED", StepStatus::Canceled),
        ("READY\\STARTED", StepStatus::InProgress),
    ];
    for (term, status) in cases {
        let step = ScheduledStep { status, ..step() };
        assert!(
            asks(term).matches(&step) && is_offered(&step, &asks(term)),
            "{term}"
        );
    }
    assert!(!asks("SCHEDULED").matches(&ScheduledStep {
        status: StepStatus::Ready,
        ..step()
    }));
}

#[test]
fn steps_that_are_done_are_hidden_unless_a_status_is_asked_for() {
    let done = ScheduledStep {
        status: StepStatus::Completed,
        ..step()
    };
    let by_accession = Keys {
        accession_number: TextKey::parse("A1"),
        ..Keys::default()
    };
    assert!(!is_offered(&done, &by_accession));
    assert!(!is_offered(
        &done,
        &Keys {
            status: TextKey::parse("*"),
            ..Keys::default()
        }
    ));
    let running = ScheduledStep {
        status: StepStatus::InProgress,
        ..step()
    };
    assert!(is_offered(&running, &by_accession));
}

#[test]
fn urgent_steps_come_first_then_by_start_then_by_accession() {
    let at = |id: i64, priority: Priority, time: &str, accession: &str| ScheduledStep {
        id,
        priority,
        start_time: parse_time(time).expect("a time").first,
        accession_number: accession.into(),
        ..step()
    };
    let mut steps = [
        at(1, Priority::Low, "0800", "A1"),
        at(2, Priority::Routine, "0830", "A2"),
        at(3, Priority::Routine, "0830", "A1"),
        at(4, Priority::High, "1200", "A1"),
        at(5, Priority::Stat, "1500", "A1"),
        at(6, Priority::Medium, "0830", "A1"),
    ];
    steps.sort_by(order);
    assert_eq!(steps.map(|step| step.id), [5, 4, 1, 3, 6, 2]);
}
