//! MPPS Notification (PS3.4 F.9): a subscriber made of pynetdicom is told, in the role that was agreed.

use chrono::TimeDelta;
use contract::alerts::{AlertKind, ShowAlerts};
use contract::orders::Undo;
use contract::reconciliation::{Decide, Decision, ShowCase, ShowQueue};
use serde_json::{Value, json};
use service::clock::Clock;
use std::time::Duration;
use tests::report::{completed, discontinued, new_uid, series, started};
use tests::{
    Appointment, Department, ForeignModality, Subscriber, TestDesk, TestService, eventually,
};

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

/// A desk at a department that tells RIS at this port, with a clock of the story.
fn desk(port: u16, clock: Clock) -> TestDesk {
    let department = Department::scheduled(&[Appointment::new(1), Appointment::new(2)]);
    department.apply(&format!(
        "[[device]]\nae_title = \"RIS\"\nname = \"RIS\"\naddress = \"127.0.0.1\"\nport = {port}\n\
         [device.access]\nnotify = true\n"
    ));
    TestDesk::open_at(department, clock)
}

/// How long a subscriber may take to be told, or not; generous, because tests share a machine.
const MOMENT: Duration = Duration::from_secs(60);

/// The events that RIS was not told, and why not; `None` while there is no such alert.
fn not_told(desk: &TestDesk) -> Option<(u32, String)> {
    let alerts = desk.does(ShowAlerts {});
    alerts.into_iter().find_map(|alert| {
        let AlertKind::NotTold { count, problem } = alert.kind else {
            return None;
        };
        assert_eq!(alert.station, "RIS");
        Some((count, problem))
    })
}

#[test]
fn what_a_person_decides_and_takes_back_is_told() {
    let Some(subscriber) = Subscriber::start(0, "RIS", &[SUCCESS]) else {
        return;
    };
    let desk = desk(subscriber.port(), Clock::real());
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    let typed = Appointment::new(1)
        .without("AccessionNumber")
        .without("RequestedProcedureID")
        .without("ScheduledProcedureStepID")
        .with("StudyInstanceUID", &new_uid());
    assert_eq!(modality.create(&uid, &started(&typed)).status, SUCCESS);
    let end = completed(&[series("Scout", 1)]);
    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    assert_eq!(told(&subscriber), (1, uid.clone()));
    assert_eq!(told(&subscriber), (2, uid.clone()));

    let item = desk.does(ShowQueue {}).items.remove(0);
    let case = desk.does(ShowCase { id: item.id });
    let decided = desk.does(Decide {
        items: vec![(item.id, item.revision)],
        decision: Decision::Link {
            orders: vec![case.candidates[0].exam.clone()],
            laterality_checked: true,
        },
        note: String::new(),
    });
    assert_eq!(told(&subscriber), (4, uid.clone()), "it was linked");
    desk.does(Undo {
        token: decided.undo,
    });
    assert_eq!(told(&subscriber), (4, uid), "it is no longer");
}

#[test]
fn a_subscriber_that_refuses_is_given_up_with_an_alert_until_it_takes_an_event() {
    const REFUSED: u16 = 0x0110;
    let statuses = [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, SUCCESS];
    let Some(subscriber) = Subscriber::start(0, "RIS", &statuses) else {
        return;
    };
    // The waits between attempts double from five seconds.
    let clock = Clock::simulated(Clock::real().wall(), 200.0);
    let desk = desk(subscriber.port(), clock);
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    assert_eq!(
        modality.create(&uid, &started(&Appointment::new(1))).status,
        SUCCESS
    );
    for _ in 0..5 {
        assert_eq!(told(&subscriber), (1, uid.clone()));
    }
    let (count, problem) = eventually("it is given up", MOMENT, || not_told(&desk));
    assert_eq!((count, problem.as_str()), (1, "status 0x0110"));
    // The next event is told, and then nothing is left to say.
    let end = completed(&[series("Scout", 1)]);
    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    assert_eq!(told(&subscriber), (2, uid));
    eventually("the alert goes", MOMENT, || {
        not_told(&desk).is_none().then_some(())
    });
}

#[test]
fn a_subscriber_that_is_away_for_a_day_is_given_up_with_an_alert() {
    let Some(subscriber) = Subscriber::start(0, "RIS", &[SUCCESS]) else {
        return;
    };
    let port = subscriber.port();
    drop(subscriber);
    let clock = Clock::simulated(Clock::real().wall(), 1.0);
    let desk = desk(port, clock.clone());
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    for number in [1, 2] {
        let begin = started(&Appointment::new(number));
        assert_eq!(modality.create(&new_uid(), &begin).status, SUCCESS);
    }
    assert_eq!(not_told(&desk), None, "it may come back");
    clock.set(clock.wall() + TimeDelta::hours(25), 1.0);
    let (count, problem) = eventually("they are given up", MOMENT, || {
        not_told(&desk).filter(|(count, _)| *count == 2)
    });
    assert!(!problem.is_empty(), "{count}");
}
