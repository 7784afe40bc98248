//! An exam as planned, and what its findings are made of.

mod identity;
mod procedure;
mod properties;
mod series;
mod state;
mod station;

use super::Kind;
use super::fixture::{Exam, with};
use super::{BillingDifference, Finding};
use crate::alert::Severity;

#[test]
fn an_exam_as_planned_has_no_findings() {
    assert_eq!(Exam::new().findings(), []);
    assert_eq!(Exam::running().findings(), []);
}

#[test]
fn every_kind_has_its_own_word() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.word()), Some(kind));
    }
    assert_eq!(Kind::parse("late"), None);
    let mut sorted = Kind::ALL;
    sorted.sort_unstable();
    assert_eq!(sorted, Kind::ALL, "all of them, in their order");
}

#[test]
fn several_billing_differences_of_a_step_are_one_question() {
    let difference = |expected: &str, actual: &str| BillingDifference {
        performed: Some(7),
        scheduled: Some(1),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
    };
    let exam = with(Exam::new(), |exam| {
        exam.billing = vec![difference("2 films", "3 films"), difference("", "Iohexol")];
    });
    assert_eq!(
        exam.texts(Kind::BillingDiffers),
        ("2 films".to_owned(), "Iohexol, 3 films".to_owned())
    );
}

#[test]
fn debug_shows_no_texts() {
    let finding = Finding {
        kind: Kind::PatientMismatch,
        severity: Severity::BlocksReading,
        performed: Some(1),
        scheduled: None,
        expected: "OLIVARES".to_owned(),
        actual: "OLIVERA".to_owned(),
    };
    assert!(!format!("{finding:?}").contains("OLIV"));
}
