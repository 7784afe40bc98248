//! Modalities of other makers beside the window: DCMTK asks, pynetdicom reports.

use crate::desk::Desk;
use crate::driver::field;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};
use tests::peers::CALLED;
use tests::place;

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
