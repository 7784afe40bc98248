//! What a person is told outside the window.

use crate::desk::{Desk, root};
use crate::modality::Exam;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const OKAFOR: Exam = Exam {
    patient_name: "Okafor^Ada",
    accession_number: "ACC-10403",
    station: "CT1",
};

#[test]
fn a_click_on_the_notification_of_a_discontinued_exam_opens_the_exam() {
    let mut desktop = Desktop::start();
    let desk = Desk::open("notification", &[]);
    desk.finishes_set_up();
    desk.imports(&Exam::schedule(&[OKAFOR], &desk.today()));
    desk.goes_to("#/board");
    OKAFOR.reports(&desk, "start");
    OKAFOR.reports(&desk, "discontinue");

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
        let mut process = Command::new(root().join(".tools/python/bin/python"))
            .arg(root().join("tests/window/notifications.py"))
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
