//! The devices: why a scanner sees nothing, and what is particular about one.

use crate::desk::{Desk, eventually};
use crate::driver::{ENTER, field};
use crate::modality::worklist;
use serde_json::{Value, json};
use tests::Appointment;

#[test]
fn a_person_reads_why_a_scanner_sees_nothing() {
    let desk = Desk::open("sees-nothing", &[]);
    desk.finishes_set_up();
    desk.schedules(&[Appointment::new(1), Appointment::new(2)]);
    let answer = worklist(&desk, "CT9");
    assert!(!answer.contains("Patient1"), "{answer}");

    desk.window.presses(&["g", "d"]);
    desk.is_at("#/devices");
    desk.clicks("Why does it see nothing?");
    desk.is_at("#/queries/");
    desk.sees("It asks for Station AE title \u{201c}CT9\u{201d}. None of 2 exams has that.");
    desk.sees("Set the AE title of the scanner itself");
    desk.sees("Patient1, Jane");
    desk.takes_picture("explained");

    // The schedule is mended: the same query would be answered now.
    desk.schedules(&[Appointment::new(3).with("ScheduledStationAETitle", "CT9")]);
    desk.sees("Now it would be answered with 1 exam.");
}

#[test]
fn the_settings_of_a_device_are_checked_and_kept() {
    let desk = Desk::open("device-settings", &[]);
    desk.finishes_set_up();
    desk.invoke(
        "save_device",
        &json!({ "id": null, "form": form(&json!({})) }),
    );
    desk.goes_to("#/devices");
    desk.clicks("Actions for CT 1");
    desk.clicks("Edit device");
    let settings = "return document.querySelector('.device-profile > summary')";
    let found = || desk.window.element(settings, &[]);
    eventually("the settings", found).click();
    fills(&desk, "Days after today", "9999");
    desk.window.presses(&[ENTER]);
    desk.sees("9999 is not a number from 0 to 366");
    desk.takes_picture("refused");
    fills(&desk, "Days after today", "3");
    fills(&desk, "It may call us", "DAY, NIGHT");
    desk.window.presses(&[ENTER]);
    let profile = eventually("the settings", || {
        let devices = desk.invoke("list_devices", &json!({}));
        let device = field(&devices, "devices").get(0).cloned()?;
        let profile = field(field(&device, "form"), "profile").clone();
        (profile != json!({})).then_some(profile)
    });
    let kept = json!({
        "worklist": { "days_ahead": 3 },
        "access": { "called_ae_titles": ["DAY", "NIGHT"] },
    });
    assert_eq!(profile, kept);
}

fn form(profile: &Value) -> Value {
    json!({
        "ae_title": "CT1", "name": "CT 1", "modality": "CT", "address": "", "port": 0,
        "on_board": true, "profile": profile,
    })
}

/// Types into the field of this name in place of what it holds.
fn fills(desk: &Desk, label: &str, text: &str) {
    let search = "const [words] = arguments;
        const label = [...document.querySelectorAll('.field > label')]
            .find(label => label.innerText.trim() === words);
        const input = label && document.getElementById(label.htmlFor);
        if (input) {
            input.value = '';
            input.dispatchEvent(new Event('input', { bubbles: true }));
        }
        return input;";
    let found = || desk.window.element(search, &[Value::from(label)]);
    eventually(&format!("the field {label}"), found).type_text(text);
}
