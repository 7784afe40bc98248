//! The first start and the end.

use crate::desk::{Desk, eventually};

#[test]
fn the_first_start_shows_the_set_up() {
    let desk = Desk::open("first-run", &[]);
    desk.sees("Stepboard");
    desk.takes_picture("set-up");
}

#[test]
fn closing_the_window_ends_the_program() {
    let desk = Desk::open("close", &[]);
    desk.sees("Stepboard");
    desk.window.close().expect("the window can be closed");
    eventually("the program ends", || (!desk.is_running()).then_some(()));
}
