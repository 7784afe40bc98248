//! The quality report: what was ordered and what was performed, exam by exam.

use contract::charges::FileFormat;
use contract::quality::{ExportQuality, QualityFilter, ShowQuality};
use contract::{FailureCode, StepStatus};
use service::clock::Clock;
use tests::modality::{end_of, start_of};
use tests::report::new_uid;
use tests::{Appointment, Department, Modality, TestDesk, block_on};

const SUCCESS: u16 = 0;

fn filter(station: &str) -> QualityFilter {
    QualityFilter {
        from: today(),
        to: today(),
        station: station.to_owned(),
        procedure: String::new(),
    }
}

/// Two exams are ordered; the first is performed to its end.
fn desk() -> TestDesk {
    let first = Appointment::new(1);
    let department = Department::scheduled(&[first.clone(), Appointment::new(2)]);
    let desk = TestDesk::open(department);
    let mut modality = Modality::connect(&desk, "CT1").expect("it is let in");
    let uid = new_uid();
    let started = block_on(modality.start(&uid, &start_of(&first)));
    assert_eq!(started.map(|answer| answer.status).ok(), Some(SUCCESS));
    let ended = block_on(modality.report(&uid, &end_of(&new_uid())));
    assert_eq!(ended.map(|answer| answer.status).ok(), Some(SUCCESS));
    desk
}

#[test]
fn the_figures_are_counts_of_the_exams() {
    let desk = desk();
    let view = desk.does(ShowQuality { filter: filter("") });
    assert_eq!((view.totals.exams, view.totals.completed), (2, 1));
    assert_eq!(view.exams.len(), 2);
    let done = view
        .exams
        .iter()
        .find(|exam| exam.status == StepStatus::Completed)
        .expect("one is completed");
    assert_eq!(done.accession_number, "A1");
    assert!(!done.ordered.is_empty());
    let elsewhere = desk.does(ShowQuality {
        filter: filter("NOWHERE"),
    });
    assert!(elsewhere.exams.is_empty() && !elsewhere.stations.is_empty());
}

#[test]
fn the_report_leaves_as_a_file_and_by_command() {
    let desk = desk();
    let file = desk.does(ExportQuality {
        filter: filter(""),
        format: FileFormat::Csv,
        with_names: false,
    });
    let text = std::fs::read_to_string(&file.path).expect("the file is there");
    assert_eq!(text.lines().count(), 3, "a header and two exams: {text}");
    assert!(!text.contains("Jane"), "{text}");
    let day = today();
    let printed = desk
        .department()
        .run(&["export", "quality", "--from", &day, "--to", &day]);
    let rows: serde_json::Value =
        serde_json::from_str(&printed.succeeded()).expect("it prints JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_report_is_about_a_year_at_most() {
    let desk = TestDesk::open(Department::new());
    let refused = desk.refuses(ShowQuality {
        filter: QualityFilter {
            from: "2024-01-01".to_owned(),
            to: "2025-06-01".to_owned(),
            ..QualityFilter::default()
        },
    });
    assert_eq!(refused, FailureCode::Refused);
}

/// Today as `YYYY-MM-DD`.
fn today() -> String {
    Clock::real().today().to_string()
}
