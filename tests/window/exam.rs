//! An exam's life as a person at the desk sees it: scheduled, in progress, completed.

use crate::desk::Desk;
use crate::modality::{creates, sets, worklist};
use tests::{Appointment, report};

#[test]
fn a_card_follows_its_exam_from_the_schedule_to_its_end() {
    let zabala = Appointment::new(1).with("PatientName", "Zabala^Martin");
    let okafor = Appointment::new(2).with("PatientName", "Okafor^Ada");
    let (first, second) = (report::new_uid(), report::new_uid());
    let desk = Desk::open("exam", &[]);
    desk.finishes_set_up();
    desk.schedules(&[zabala.clone(), okafor.clone()]);
    desk.goes_to("#/board");
    desk.sees_card("Zabala", "Scheduled");
    desk.takes_picture("scheduled");

    let answer = worklist(&desk, "CT1");
    for appointment in [&zabala, &okafor] {
        assert!(answer.contains(appointment.get("PatientName")), "{answer}");
    }

    creates(&desk, &first, &report::started(&zabala));
    desk.sees_card("Zabala", "In progress");
    desk.takes_picture("in-progress");

    sets(
        &desk,
        &first,
        &report::completed(&[report::series("Portal venous", 3)]),
    );
    desk.sees_card("Zabala", "Completed");
    creates(&desk, &second, &report::started(&okafor));
    sets(&desk, &second, &report::discontinued("110501"));
    desk.sees_card("Okafor", "Discontinued");
    desk.takes_picture("ended");
}
