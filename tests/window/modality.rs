//! Modalities of other makers beside the window: DCMTK asks, pynetdicom reports.

use crate::desk::Desk;
use crate::driver::field;
use domain::{Patient, PersonName, Uid, performed_step::ScheduledReference};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};
use tests::modality::{end_of, start_of};
use tests::peers::CALLED;
use tests::{Appointment, Modality, block_on, place, report};

/// The worklist of a station, as DCMTK's findscu prints it.
pub fn worklist(desk: &Desk, station: &str) -> String {
    let step = format!("ScheduledProcedureStepSequence[0].ScheduledStationAETitle={station}");
    let output = Command::new("/usr/bin/findscu")
        .args(["-v", "-W", "-aet", station, "-aec", CALLED])
        .args(["-k", "PatientName", "-k", "AccessionNumber", "-k", &step])
        .args(["127.0.0.1", &desk.dicom_port.to_string()])
        .output()
        .expect("DCMTK is installed: `cargo xtask setup` does it");
    // findscu reports what it received through its log.
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// N-CREATE of a performed step by CT1.
pub fn creates(desk: &Desk, uid: &str, attributes: &Value) {
    sends(
        desk,
        &json!({ "do": "create", "uid": uid, "attributes": attributes }),
    );
}

/// N-SET of a performed step by CT1.
pub fn sets(desk: &Desk, uid: &str, attributes: &Value) {
    sends(
        desk,
        &json!({ "do": "set", "uid": uid, "attributes": attributes }),
    );
}

fn sends(desk: &Desk, request: &Value) {
    let associate = json!({
        "do": "associate", "port": desk.dicom_port, "calling": "CT1", "called": CALLED,
        "services": ["performed step"], "syntaxes": ["explicit"], "roles": false,
    });
    let mut modality = Command::new(place::root().join(".tools/python/bin/python"))
        .arg(place::root().join("tests/scenarios/peers/modality.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python is installed: `cargo xtask setup` does it");
    let mut requests = modality.stdin.take().expect("the pipe was asked for");
    let release = json!({ "do": "release" });
    writeln!(requests, "{associate}\n{request}\n{release}").expect("the modality reads");
    drop(requests);
    let output = modality.wait_with_output().expect("the modality ends");
    let answers = String::from_utf8_lossy(&output.stdout);
    let answer = answers.lines().nth(1).unwrap_or_default();
    let answer: Value = serde_json::from_str(answer).unwrap_or_default();
    assert_eq!(field(&answer, "status"), 0, "{answers}");
}

/// So many exams that are not on the schedule, each of another patient, by our own client: others
/// would take an hour.
pub fn performs_unscheduled(desk: &Desk, count: u32) {
    let address = ([127, 0, 0, 1], desk.dicom_port).into();
    block_on(async {
        let modality = Modality::associate(address, "CT1").await;
        let mut modality = modality.expect("the window listens");
        for number in 0..count {
            let uid = report::new_uid();
            let mut start = start_of(&Appointment::new(number));
            start.scheduled_steps = Some(vec![ScheduledReference {
                study_instance_uid: Uid::new(&report::new_uid()),
                ..ScheduledReference::default()
            }]);
            start.patient = Patient {
                patient_id: format!("TMP{number}"),
                name: PersonName::new(&format!("Trauma-{number}^Unknown")),
                ..Patient::default()
            };
            let started = modality.start(&uid, &start).await;
            started.expect("N-CREATE is answered");
            let ended = modality.report(&uid, &end_of(&report::new_uid())).await;
            ended.expect("N-SET is answered");
        }
    });
}
