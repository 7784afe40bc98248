//! What a person prefers.

use crate::desk::Desk;

#[test]
fn the_window_speaks_the_language_a_person_chooses() {
    let desk = Desk::open("language", &["--demo"]);
    desk.goes_to("#/settings");
    desk.clicks("Espa\u{f1}ol");
    desk.goes_to("#/board");
    desk.sees("Programado");
    desk.takes_picture("spanish");
    assert_eq!(
        desk.window
            .script("return document.documentElement.lang", &[]),
        "es"
    );
}
