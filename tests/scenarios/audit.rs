//! The audit trail: what a person sees of it, takes away of it, and that nobody changes it unnoticed.

use contract::audit::{AuditFilter, AuditPage, ChainState, ExportAudit, ListAudit, VerifyAudit};
use contract::charges::FileFormat;
use contract::orders::{ChangeStep, OrderForm, SaveOrder, StepChange, Undo};
use contract::search::Search;
use contract::{ExamId, FailureCode, Priority};
use service::clock::Clock;
use tests::{Appointment, Department, TestDesk};

const REASON: &str = "called off by telephone";

/// Enters an order, marks the patient arrived, cancels it.
fn history(desk: &TestDesk) -> ExamId {
    let appointment = Appointment::new(1);
    let text = |column| appointment.get(column).to_owned();
    let form = OrderForm {
        patient_id: text("PatientID"),
        patient_name: "Zabala^Martín".to_owned(),
        accession_number: text("AccessionNumber"),
        requested_procedure_description: text("RequestedProcedureDescription"),
        priority: Priority::Routine,
        modality: text("Modality"),
        station_ae_titles: vec![text("ScheduledStationAETitle")],
        day: today(),
        time: "08:30".to_owned(),
        ..OrderForm::default()
    };
    let id = desk
        .does(SaveOrder {
            id: None,
            form,
            patient_is_here: false,
        })
        .id;
    for change in [
        StepChange::Arrive,
        StepChange::Cancel {
            reason: REASON.to_owned(),
        },
    ] {
        desk.does(ChangeStep {
            id: id.clone(),
            change,
        });
    }
    id
}

fn today_only() -> AuditFilter {
    AuditFilter {
        from: today(),
        to: today(),
        ..AuditFilter::default()
    }
}

fn list(desk: &TestDesk, filter: AuditFilter) -> AuditPage {
    desk.does(ListAudit {
        filter,
        offset: 0,
        limit: 50,
    })
}

#[test]
fn every_change_is_listed_with_what_was_before_and_after() {
    let desk = TestDesk::open(Department::new());
    let exam = history(&desk);
    let page = list(&desk, today_only());
    let actions: Vec<&str> = page.rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["cancel", "arrive", "create"], "newest first");
    assert!(page.rows.iter().all(|row| row.exam.as_ref() == Some(&exam)));
    let arrived = &page.rows[1];
    let status = arrived
        .changes
        .iter()
        .find(|change| change.field == "Status")
        .expect("the status changed");
    assert_eq!(
        (status.before.as_str(), status.after.as_str()),
        ("SCHEDULED", "ARRIVED")
    );
    assert_eq!(page.rows[0].note, REASON);
    let canceled = AuditFilter {
        action: "cancel".to_owned(),
        ..today_only()
    };
    assert_eq!(list(&desk, canceled).total, 1);
}

#[test]
fn what_leaves_without_names_has_none_and_leaving_is_an_entry() {
    let desk = TestDesk::open(Department::new());
    history(&desk);
    let export = |format, with_names| {
        let file = desk.does(ExportAudit {
            filter: today_only(),
            format,
            with_names,
        });
        std::fs::read(&file.path).expect("the file is there")
    };
    let without = String::from_utf8(export(FileFormat::Csv, false)).expect("it is UTF-8");
    assert!(without.contains("PatientName") && !without.contains("Zabala"));
    let with = String::from_utf8(export(FileFormat::Csv, true)).expect("it is UTF-8");
    assert!(with.contains("Zabala^Martín"));
    assert!(export(FileFormat::Xlsx, true).starts_with(b"PK"));
    let exports = AuditFilter {
        action: "export".to_owned(),
        ..today_only()
    };
    let page = list(&desk, exports);
    assert_eq!(page.total, 3);
    let notes: Vec<&str> = page.rows.iter().map(|row| row.note.as_str()).collect();
    assert!(notes[0].ends_with("with names") && notes[2].ends_with("without names"));
}

#[test]
fn what_leaves_by_command_is_an_entry_and_settings_are_not() {
    let department = Department::scheduled(&[Appointment::new(1)]);
    assert_eq!(department.export("steps").len(), 1);
    department.run(&["export", "settings"]).succeeded();
    let entries = department.export("audit");
    let exports: Vec<&serde_json::Value> = entries
        .iter()
        .filter(|entry| entry["Action"] == "export")
        .collect();
    assert_eq!(exports.len(), 1, "what is printed says what left before");
    assert_eq!(exports[0]["Subject"], "steps");
    assert_eq!(exports[0]["Note"], "command line, json, with names");
}

#[test]
fn what_is_undone_is_listed_with_what_was_before_and_after() {
    let desk = TestDesk::open(Department::scheduled(&[Appointment::new(1)]));
    let exam = desk
        .does(Search {
            text: "A1".to_owned(),
            limit: 1,
        })
        .remove(0)
        .id;
    let arrived = desk.does(ChangeStep {
        id: exam,
        change: StepChange::Arrive,
    });
    desk.does(Undo {
        token: arrived.undo.expect("it can be undone"),
    });
    let page = list(&desk, today_only());
    let undone = page.rows.first().expect("the undo is the newest");
    assert_eq!(undone.action, "undo");
    let status = undone
        .changes
        .iter()
        .find(|change| change.field == "Status");
    let status = status.expect("the status changed back");
    assert_eq!(
        (status.before.as_str(), status.after.as_str()),
        ("ARRIVED", "SCHEDULED")
    );
}

#[test]
fn days_that_are_none_are_refused() {
    let desk = TestDesk::open(Department::new());
    let filter = AuditFilter {
        from: "yesterday".to_owned(),
        ..today_only()
    };
    let refused = desk.refuses(ListAudit {
        filter,
        offset: 0,
        limit: 1,
    });
    assert_eq!(refused, FailureCode::Refused);
}

#[test]
fn a_byte_changed_in_the_file_is_found_by_check() {
    let department = Department::scheduled(&[
        Appointment::new(1),
        Appointment::new(2).with("PatientName", "Serra^Tomas"),
        Appointment::new(3),
    ]);
    let whole = department.run(&["check"]).succeeded();
    assert!(
        whole.contains("the audit trail is whole: 3 entries"),
        "{whole}"
    );

    let file = department.folder().join("stepboard.db");
    let mut bytes = std::fs::read(&file).expect("the database is there");
    let places: Vec<usize> = bytes
        .windows(b"Serra^Tomas".len())
        .enumerate()
        .filter(|(_, window)| *window == b"Serra^Tomas")
        .map(|(place, _)| place)
        .collect();
    assert!(places.len() >= 2, "the patient and the entry name them");
    for place in places {
        bytes[place] = b'T';
    }
    std::fs::write(&file, bytes).expect("the database can be written");

    let broken = department.run(&["check"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(broken.stderr.contains("entry 2"), "{}", broken.stderr);
}

#[test]
fn the_window_says_that_the_trail_is_whole() {
    let desk = TestDesk::open(Department::new());
    history(&desk);
    assert_eq!(desk.does(VerifyAudit {}), ChainState::Whole { entries: 3 });
}

/// Today as `YYYY-MM-DD`.
fn today() -> String {
    Clock::real().today().to_string()
}
