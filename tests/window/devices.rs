//! The devices: what is particular about one.

use crate::desk::{Desk, eventually};
use crate::driver::{ENTER, field};
use serde_json::{Value, json};

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
