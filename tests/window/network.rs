//! The network page: who talked to us, what was agreed, and what they said.

use crate::desk::Desk;
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
    // The newest association is shown in full: what was proposed on it and what was accepted.
    desk.sees("released");
    desk.sees("Modality Performed Procedure Step");
    desk.sees("1 C-FIND");
    desk.takes_picture("associations");

    desk.clicks("Messages");
    desk.sees("N-CREATE");
    desk.sees("Zabala^Martin");
    desk.sees(&uid);
    desk.takes_picture("messages");
}
