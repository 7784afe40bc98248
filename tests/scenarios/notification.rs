//! MPPS Notification (PS3.4 F.9): a subscriber made of pynetdicom is told, in the role that was agreed.

use serde_json::{Value, json};
use std::time::Duration;
use tests::report::{completed, discontinued, new_uid, series, started};
use tests::{Appointment, Department, ForeignModality, Subscriber, TestService, eventually};

const SUCCESS: u16 = 0x0000;

/// A department that tells RIS at this port.
fn telling(port: u16) -> TestService {
    let department = Department::scheduled(&[Appointment::new(1), Appointment::new(2)]);
    department.apply(&format!(
        "[[device]]\nae_title = \"RIS\"\nname = \"RIS\"\naddress = \"127.0.0.1\"\nport = {port}\n\
         [device.access]\nnotify = true\n"
    ));
    department.serve()
}

fn told(subscriber: &Subscriber) -> (i64, String) {
    let told: Value = subscriber.next();
    assert_eq!(told["calling"], "STEPBOARD");
    let uid = told["uid"].as_str().unwrap_or_default().to_owned();
    (told["event"].as_i64().unwrap_or_default(), uid)
}

#[test]
fn a_subscriber_is_told_of_starts_and_ends_in_order() {
    let Some(subscriber) = Subscriber::start(0, "RIS", &[SUCCESS]) else {
        return;
    };
    let service = telling(subscriber.port());
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let (first, second) = (new_uid(), new_uid());
    let begin = started(&Appointment::new(1));
    assert_eq!(modality.create(&first, &begin).status, SUCCESS);
    // An intermediate report is no event.
    let so_far = json!({"PerformedSeriesSequence": [series("Scout", 1)]});
    assert_eq!(modality.set(&first, &so_far).status, SUCCESS);
    let end = completed(&[series("Scout", 1)]);
    assert_eq!(modality.set(&first, &end).status, SUCCESS);
    let begin = started(&Appointment::new(2));
    assert_eq!(modality.create(&second, &begin).status, SUCCESS);
    assert_eq!(
        modality.set(&second, &discontinued("110501")).status,
        SUCCESS
    );
    // Refused: no event.
    assert_eq!(modality.set(&first, &end).status, 0x0110);

    assert_eq!(told(&subscriber), (1, first.clone()));
    assert_eq!(told(&subscriber), (2, first));
    assert_eq!(told(&subscriber), (1, second.clone()));
    assert_eq!(told(&subscriber), (3, second));
}

#[test]
fn a_subscriber_that_was_away_is_told_when_it_is_back_also_after_a_restart() {
    let Some(subscriber) = Subscriber::start(0, "RIS", &[SUCCESS]) else {
        return;
    };
    let port = subscriber.port();
    drop(subscriber);
    let mut service = telling(port);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let uid = new_uid();
    let begin = started(&Appointment::new(1));
    assert_eq!(modality.create(&uid, &begin).status, SUCCESS);
    eventually("an attempt fails", Duration::from_secs(30), || {
        let log = std::fs::read_to_string(service.folder().join("serve.log")).unwrap_or_default();
        log.contains("could not be delivered").then_some(())
    });
    assert_eq!(
        modality.set(&uid, &completed(&[series("Scout", 1)])).status,
        SUCCESS
    );
    service.restart();
    let Some(subscriber) = Subscriber::start(port, "RIS", &[SUCCESS]) else {
        return;
    };
    assert_eq!(told(&subscriber), (1, uid.clone()));
    assert_eq!(told(&subscriber), (2, uid));
}

#[test]
fn an_event_that_is_refused_is_told_again() {
    let Some(subscriber) = Subscriber::start(0, "RIS", &[0x0110, SUCCESS]) else {
        return;
    };
    let service = telling(subscriber.port());
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let uid = new_uid();
    let begin = started(&Appointment::new(1));
    assert_eq!(modality.create(&uid, &begin).status, SUCCESS);
    assert_eq!(told(&subscriber), (1, uid.clone()));
    assert_eq!(told(&subscriber), (1, uid));
}
