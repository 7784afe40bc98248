//! An exam's life as a person at the desk sees it: scheduled, in progress, completed.

use crate::desk::Desk;
use crate::modality::{Exam, worklist};

const ZABALA: Exam = Exam {
    patient_name: "Zabala^Martin",
    accession_number: "ACC-10402",
    station: "CT1",
};
const OKAFOR: Exam = Exam {
    patient_name: "Okafor^Ada",
    accession_number: "ACC-10403",
    station: "CT1",
};

#[test]
fn a_card_follows_its_exam_from_the_schedule_file_to_completion() {
    let desk = Desk::open("exam", &[]);
    desk.finishes_set_up();
    desk.imports(&Exam::schedule(&[ZABALA, OKAFOR], &desk.today()));
    desk.goes_to("#/board");
    desk.sees_card("Zabala", "Scheduled");
    desk.takes_picture("scheduled");

    let answer = worklist(&desk, "CT1");
    for exam in [&ZABALA, &OKAFOR] {
        assert!(answer.contains(exam.accession_number), "{answer}");
    }

    ZABALA.reports(&desk, "start");
    desk.sees_card("Zabala", "In progress");
    desk.takes_picture("in-progress");

    ZABALA.reports(&desk, "complete");
    desk.sees_card("Zabala", "Completed");
    OKAFOR.reports(&desk, "start");
    OKAFOR.reports(&desk, "discontinue");
    desk.sees_card("Okafor", "Discontinued");
    desk.takes_picture("ended");
}
