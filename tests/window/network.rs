//! The network page: who talked to us, what was agreed, and what they said.

use crate::desk::{Desk, eventually};
use crate::modality::{creates, worklist};
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
