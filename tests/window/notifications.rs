//! What a person is told outside the window.

use crate::desk::Desk;
use crate::modality::{creates, sets};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tests::{Appointment, place, report};

#[test]
fn a_click_on_the_notification_of_a_discontinued_exam_opens_the_exam() {
    let mut desktop = Desktop::start();
    let desk = Desk::open("notification", &[]);
    desk.finishes_set_up();
    let okafor = Appointment::new(1).with("PatientName", "Okafor^Ada");
    let uid = report::new_uid();
    desk.schedules(std::slice::from_ref(&okafor));
    desk.goes_to("#/board");
    creates(&desk, &uid, &report::started(&okafor));
    sets(&desk, &uid, &report::discontinued("110501"));

    let notification = desktop.next_notification();
    assert_eq!(notification["title"], "CT1: exam discontinued");
    assert!(
        !notification.to_string().contains("Okafor"),
        "{notification}"
    );
    desktop.clicks();
    desk.is_at("#/exam/");
    desk.sees("Okafor");
}

/// The desktop's notification service, in Python.
struct Desktop {
    process: Child,
    clicks: ChildStdin,
    notifications: BufReader<ChildStdout>,
}

impl Desktop {
    fn start() -> Self {
        let mut process = Command::new(place::root().join(".tools/python/bin/python"))
            .arg(place::root().join("tests/window/notifications.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python is installed: `cargo xtask setup` does it");
        let clicks = process.stdin.take().expect("it was asked for");
        let notifications = process.stdout.take().expect("it was asked for");
        let mut desktop = Self {
            process,
            clicks,
            notifications: BufReader::new(notifications),
        };
        assert_eq!(desktop.next_line().trim(), "ready");
        desktop
    }

    fn next_notification(&mut self) -> Value {
        serde_json::from_str(&self.next_line()).expect("notifications.py prints JSON")
    }

    fn clicks(&mut self) {
        writeln!(self.clicks).expect("notifications.py reads");
    }

    fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.notifications
            .read_line(&mut line)
            .expect("notifications.py prints");
        line
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
