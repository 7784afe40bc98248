//! The network page: who talked to us, what was agreed, and what they said.

use crate::desk::{Desk, eventually};
use crate::modality::{creates, worklist};
use serde_json::json;
use std::io::Write;
use std::net::TcpStream;
use tests::{Appointment, report};

#[test]
fn associations_and_messages_are_there_to_be_read() {
    let desk = Desk::open("network", &[]);
    desk.finishes_set_up();
    let zabala = Appointment::new(1).with("PatientName", "Zabala^Martin");
    desk.schedules(std::slice::from_ref(&zabala));
    worklist(&desk, "CT1");
    let uid = report::new_uid();
    creates(&desk, &uid, &report::started(&zabala));

    desk.window.presses(&["g", "n"]);
    desk.is_at("#/network");
    desk.sees("1 C-FIND");
    let reported = "return [...document.querySelectorAll('.association-row[aria-selected]')]
        .find(row => row.innerText.includes('N-CREATE'))";
    let found = || desk.window.element(reported, &[]);
    eventually("the association of the N-CREATE", found).click();
    // In full: how it ended, what was proposed on it and what was accepted.
    desk.sees("CT1: released");
    desk.sees("Modality Performed Procedure Step");
    desk.takes_picture("associations");

    desk.clicks("Messages");
    desk.sees("N-CREATE");
    desk.sees("Zabala^Martin");
    desk.sees(&uid);
    desk.takes_picture("messages");
}

#[test]
fn why_an_association_ended_and_what_messages_lack_is_said_in_spanish() {
    let desk = Desk::open("network-spanish", &[]);
    desk.finishes_set_up();
    desk.prefers(&json!({ "language": "es", "theme": "" }));
    let okafor = Appointment::new(1).with("PatientName", "Okafor^Ada");
    desk.schedules(std::slice::from_ref(&okafor));
    let begun = report::without(report::started(&okafor), &["StudyID"]);
    creates(&desk, &report::new_uid(), &begun);
    // A request that says it is longer than any may be.
    let mut stranger = TcpStream::connect(("127.0.0.1", desk.dicom_port)).expect("it listens");
    let sent = stranger.write_all(&[1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1]);
    sent.expect("it is taken");

    desk.goes_to("#/network");
    desk.sees("m\u{e1}s larga que los bytes permitidos: A-ASSOCIATE-RQ");
    desk.takes_picture("associations");
    desk.clicks("Mensajes");
    desk.sees("StudyID (0020,0010) falta (tipo 2)");
    desk.takes_picture("messages");
}
