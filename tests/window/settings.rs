//! What a person prefers.

use crate::desk::Desk;
use crate::driver::{ENTER, field};
use serde_json::{Value, json};

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

#[test]
fn a_protocol_is_added_by_keyboard() {
    let desk = Desk::open("protocols", &[]);
    desk.finishes_set_up();
    desk.goes_to("#/settings");
    desk.sees("No protocols yet");
    desk.tabs_to("Add protocol");
    desk.window.presses(&[ENTER]);
    desk.fills("Procedure", "CT abdomen");
    desk.window.presses(&[ENTER]);
    desk.takes_picture("refused");
    desk.fills("Procedure code", "CTABD");
    desk.fills("Coding scheme", "99LOCAL");
    desk.fills("Expected minutes", "25");
    desk.fills("Name of the series", "Portal venous");
    desk.tabs_to("Save protocol");
    desk.window.presses(&[ENTER]);
    desk.sees("CT abdomen saved. It holds from today.");
    desk.sees("Portal venous");
    desk.takes_picture("added");
    let catalogue = desk.invoke("list_protocols", &json!({}));
    let entry = field(&catalogue, "protocols").get(0).cloned();
    let form = field(&entry.unwrap_or_default(), "form").clone();
    assert_eq!(field(field(&form, "code"), "value"), "CTABD");
    assert_eq!(field(&form, "expected_minutes"), &Value::from(25));
}
