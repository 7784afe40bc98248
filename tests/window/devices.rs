//! The devices: why a scanner sees nothing, and what is particular about one.

use crate::desk::{Desk, eventually};
use crate::driver::{ENTER, field};
use crate::modality::{creates, worklist};
use serde_json::{Value, json};
use tests::{Appointment, report};

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
    desk.fills("Days after today", "9999");
    desk.window.presses(&[ENTER]);
    desk.sees("9999 is not a number from 0 to 366");
    desk.takes_picture("refused");
    desk.fills("Days after today", "3");
    desk.fills("It may call us", "DAY, NIGHT");
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

#[test]
fn an_ae_title_of_ours_is_added_and_removed_by_keyboard() {
    let desk = Desk::open("our-titles", &[]);
    desk.finishes_set_up();
    desk.goes_to("#/devices");
    desk.sees("of the settings file");
    desk.tabs_to("Add an AE title");
    desk.window.presses(&[ENTER]);
    desk.fills("AE title", "SCREENING");
    desk.fills("Modalities offered", "M/G");
    desk.window.presses(&[ENTER]);
    let refused = "return document.querySelector('dialog .problem') !== null";
    eventually("what is wrong stands at its field", || {
        desk.window.holds(refused, &[]).then_some(())
    });
    desk.takes_picture("refused");
    desk.fills("Modalities offered", "MG, US");
    desk.window.presses(&[ENTER]);
    desk.sees("SCREENING is answered to from now on.");
    desk.sees("MG, US");
    desk.takes_picture("added");
    let called = || field(&desk.invoke("list_devices", &json!({})), "called").clone();
    let own = json!({ "ae_title": "STEPBOARD", "is_main": true, "worklist": {} });
    let screening = json!({
        "ae_title": "SCREENING", "is_main": false,
        "worklist": { "modalities": ["MG", "US"] },
    });
    assert_eq!(called(), json!([own, screening]));

    desk.clicks("Actions for SCREENING");
    desk.clicks("Remove this AE title");
    desk.tabs_to("Remove AE title");
    desk.window.presses(&[ENTER]);
    desk.sees("SCREENING is answered to no longer.");
    assert_eq!(called(), json!([own]));
}

#[test]
fn what_a_device_sent_becomes_its_settings_by_keyboard() {
    let desk = Desk::open("learned", &[]);
    desk.finishes_set_up();
    let appointment = Appointment::new(1);
    desk.schedules(std::slice::from_ref(&appointment));
    desk.invoke(
        "save_device",
        &json!({ "id": null, "form": form(&json!({})) }),
    );
    let begun = report::started(&appointment);
    let begun = report::without(begun, &["SpecificCharacterSet"]);
    let begun = report::with(begun, &json!({ "PatientName": "M\u{fc}ller^J\u{f6}rg" }));
    creates(&desk, &report::new_uid(), &begun);

    desk.goes_to("#/devices");
    desk.clicks("Actions for CT 1");
    desk.clicks("Edit device");
    for words in [
        "Settings of this device",
        "Propose settings from its messages",
        "Take over",
    ] {
        desk.tabs_to(words);
        desk.window.presses(&[ENTER]);
    }
    desk.sees("The fields hold the proposal. Save to keep it.");
    desk.takes_picture("taken-over");
    desk.tabs_to("Save device");
    desk.window.presses(&[ENTER]);
    let assumed = eventually("the settings", || {
        let devices = desk.invoke("list_devices", &json!({}));
        let device = field(&devices, "devices").get(0).cloned()?;
        let profile = field(field(&device, "form"), "profile").clone();
        let assumed = field(field(&profile, "performed"), "assumed_character_set").clone();
        assumed.is_string().then_some(assumed)
    });
    assert_eq!(assumed, "ISO_IR 100");
}
