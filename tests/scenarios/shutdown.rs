//! The service stops in order and goes on where it was; other processes work on its folder meanwhile.

use std::time::Duration;
use tests::modality::{end_of, start_of};
use tests::report::new_uid;
use tests::wire::{COMMAND, VERIFICATION_CONTEXT, Wire, data, echo};
use tests::{Appointment, Department, Modality, TestService, block_on, eventually};

/// How soon what another process did must show.
const SOON: Duration = Duration::from_secs(3);

#[test]
fn a_stop_ends_in_time_with_associations_open_and_loses_nothing() {
    let appointment = Appointment::new(1);
    let mut service = TestService::with(std::slice::from_ref(&appointment));
    let mut modality = Modality::connect(&service, "CT1").expect("it is let in");
    let uid = new_uid();
    let started = block_on(modality.start(&uid, &start_of(&appointment)));
    assert!(started.is_ok_and(|answer| answer.is_success()));
    let _idle: Vec<Wire> = (0..5).map(|_| Wire::associate(&service)).collect();
    let mut within_a_message = Wire::associate(&service);
    within_a_message.send(&data(VERIFICATION_CONTEXT, COMMAND, &echo()));
    let _connected = Wire::connect(&service);

    // Bounded by what the interface promises.
    assert!(service.stop().success());

    service.start_again();
    assert_eq!(service.status_of("A1"), "IN PROGRESS");
    let mut modality = Modality::connect(&service, "CT1").expect("it is let in");
    let ended = block_on(modality.report(&uid, &end_of(&new_uid())));
    assert!(ended.is_ok_and(|answer| answer.is_success()));
    assert_eq!(service.status_of("A1"), "COMPLETED");
}

#[test]
fn what_another_process_imports_is_served_soon() {
    let service = TestService::with(&[Appointment::new(1)]);
    let mut modality = Modality::connect(&service, "CT1").expect("it is let in");
    assert_eq!(modality.accessions(), ["A1"]);
    service.schedule(&[Appointment::new(2)]);
    eventually("the imported step is on the worklist", SOON, || {
        (modality.accessions() == ["A1", "A2"]).then_some(())
    });
    service.schedule(&[Appointment::new(1).with("Status", "CANCELED")]);
    eventually("the canceled step is off the worklist", SOON, || {
        (modality.accessions() == ["A2"]).then_some(())
    });
}

#[test]
fn a_device_another_process_declares_is_let_in_soon() {
    let service = Department::for_registered_devices().serve();
    assert!(Modality::connect(&service, "CT1").is_err());
    service.apply("[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n");
    eventually("the declared device is let in", SOON, || {
        Modality::connect(&service, "CT1").ok()
    });
}

#[test]
fn a_copy_taken_while_serving_is_sound_and_can_be_put_back() {
    let service = TestService::with(&[Appointment::new(1)]);
    let copy = service.folder().join("copy.db");
    let copy = copy.to_string_lossy();
    service.run(&["backup", &copy]).succeeded();
    let elsewhere = Department::new();
    elsewhere.run(&["restore", &copy]).succeeded();
    let checked = elsewhere.run(&["check"]).succeeded();
    assert!(
        checked.starts_with("the database is sound\nthe audit trail is whole"),
        "{checked}"
    );
    assert_eq!(elsewhere.status_of("A1"), "SCHEDULED");
}
