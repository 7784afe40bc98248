//! A schedule file, through the page.

use crate::desk::Desk;
use tests::{Appointment, schedule};

#[test]
fn a_schedule_file_is_shown_row_by_row_before_it_is_imported() {
    let zabala = Appointment::new(1).with("PatientName", "Zabala^Martin");
    let desk = Desk::open("schedule-file", &[]);
    desk.finishes_set_up();
    desk.goes_to("#/orders");
    desk.clicks("Import");
    desk.chooses_file("today.csv", &schedule::csv(&[zabala]));
    desk.sees("Zabala");
    desk.takes_picture("preview");
    desk.clicks("Import 1 order");
    desk.sees("New: 1");
    desk.goes_to("#/board");
    desk.sees_card("Zabala", "Scheduled");
    desk.takes_picture("imported");
}
