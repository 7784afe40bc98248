//! Each line says what a person would say.

use super::{ComparedField, Row, Section, Verdict, compare};
use crate::AeTitle;
use crate::discrepancy::fixture::{Exam, Performed, Planned, at, code, patient, series, with};
use crate::discrepancy::{PerformedFacts, ScheduledFacts};
use crate::performed_step::{Consumption, ConsumptionSource, ScheduledReference};

fn rows(exam: &Exam) -> Vec<Row> {
    let performed: Vec<PerformedFacts<'_>> = exam.performed.iter().map(Performed::facts).collect();
    let scheduled: Option<ScheduledFacts<'_>> = exam.scheduled.first().map(Planned::facts);
    compare(&performed, scheduled.as_ref(), &exam.department())
}

fn row(exam: &Exam, field: ComparedField) -> Row {
    let mut rows = rows(exam);
    rows.retain(|row| row.field == field);
    assert_eq!(rows.len(), 1, "{field:?}");
    rows.remove(0)
}

fn texts(exam: &Exam, field: ComparedField) -> (String, String, Verdict) {
    let row = row(exam, field);
    (
        row.scheduled.unwrap_or_default(),
        row.performed.unwrap_or_default(),
        row.verdict,
    )
}

fn pair(scheduled: &str, performed: &str, verdict: Verdict) -> (String, String, Verdict) {
    (scheduled.to_owned(), performed.to_owned(), verdict)
}

#[test]
fn an_exam_as_planned_is_the_same_line_by_line() {
    let rows = rows(&Exam::new());
    let differing: Vec<ComparedField> = rows
        .iter()
        .filter(|row| row.verdict != Verdict::Same)
        .map(|row| row.field)
        .collect();
    // Four series are expected, one of them is optional; images have no rule.
    assert_eq!(differing, [ComparedField::Images]);
    let mut fields: Vec<ComparedField> = rows.iter().map(|row| row.field).collect();
    let in_order = fields.clone();
    fields.sort_unstable();
    assert_eq!(fields[..10], in_order[..10]);
    let sections: Vec<Section> = rows.iter().map(|row| row.section).collect();
    assert!(sections.is_sorted());
}

#[test]
fn what_was_not_sent_is_missing_and_what_was_not_planned_is_added() {
    let exam = with(Exam::new(), |exam| {
        exam.report().scheduled_steps = Some(vec![ScheduledReference {
            accession_number: "ACC-10418".to_owned(),
            ..ScheduledReference::default()
        }]);
        exam.report().protocol_codes = Some(vec![code("SHO-BONE", ""), code("SHO-SOFT", "")]);
    });
    assert_eq!(
        texts(&exam, ComparedField::Accession),
        pair("ACC-10418", "ACC-10418", Verdict::Same)
    );
    assert_eq!(
        texts(&exam, ComparedField::StepId),
        pair("SPS-10418-1", "", Verdict::Missing)
    );
    assert_eq!(
        texts(&exam, ComparedField::ProtocolCodes),
        pair("SHO-BONE", "SHO-BONE, SHO-SOFT", Verdict::Added)
    );
}

#[test]
fn patients_are_graded() {
    let mistyped = with(Exam::new(), |exam| {
        exam.report().patient = patient("48-20917", "OLIVARES^MARIA");
    });
    assert_eq!(
        row(&mistyped, ComparedField::Name).verdict,
        Verdict::Similar
    );
    let other = with(Exam::new(), |exam| {
        exam.report().patient = patient("99-1", "QUIROGA^ADA");
    });
    assert_eq!(
        texts(&other, ComparedField::PatientId),
        pair("48-20917", "99-1", Verdict::Differs)
    );
    assert_eq!(
        texts(&other, ComparedField::BirthDateAndSex),
        pair("1971-03-02, F", "1971-03-02, F", Verdict::Same)
    );
}

#[test]
fn sides_say_when_they_are_inferred() {
    let exam = with(Exam::new(), |exam| {
        exam.performed[0].series_mut()[0].description = "Topogram right".to_owned();
    });
    let side = row(&exam, ComparedField::Laterality);
    assert_eq!(side.scheduled.as_deref(), Some("left"));
    assert_eq!(side.performed.as_deref(), Some("right"));
    assert!(side.inferred && side.verdict == Verdict::Differs);
}

#[test]
fn stations_are_rooms_and_times_have_a_quarter_of_an_hour() {
    let moved = with(Exam::new(), |exam| {
        exam.report().station_ae_title = AeTitle::new("CT2").ok();
        exam.performed[0].caller = "CT2".to_owned();
        exam.report().start_time = Some(at(10, 46).time());
    });
    assert_eq!(
        texts(&moved, ComparedField::Station),
        pair("CT1", "CT2", Verdict::Differs)
    );
    assert_eq!(
        texts(&moved, ComparedField::Start),
        pair("2026-11-22T10:30", "2026-11-22T10:46", Verdict::Similar)
    );
    let punctual = with(moved, |exam| {
        exam.report().start_time = Some(at(10, 45).time());
    });
    assert_eq!(row(&punctual, ComparedField::Start).verdict, Verdict::Same);
}

#[test]
fn series_of_all_performed_steps_are_judged_together() {
    let mut exam = with(Exam::new(), |exam| {
        exam.performed[0].series_mut().truncate(2);
    });
    assert_eq!(
        texts(&exam, ComparedField::Series),
        pair("4", "2", Verdict::Missing)
    );
    let mut append = Performed::new(8);
    *append.series_mut() = vec![series("1.2.9", "Soft"), series("1.2.10", "Arterial")];
    exam.performed.push(append);
    assert_eq!(
        texts(&exam, ComparedField::Series),
        pair("4", "4", Verdict::Added)
    );
    assert_eq!(
        texts(&exam, ComparedField::Images),
        pair("", "8", Verdict::NoRule)
    );
}

#[test]
fn contrast_is_compared_where_it_is_said() {
    assert!(
        rows(&Exam::new())
            .iter()
            .all(|row| row.field != ComparedField::Contrast)
    );
    let given = with(Exam::new(), |exam| {
        let agent = vec![Consumption::default()];
        exam.report().consumption = vec![(ConsumptionSource::Contrast, agent)];
    });
    assert_eq!(
        texts(&given, ComparedField::Contrast),
        pair("", "yes", Verdict::NoRule)
    );
    let expected = with(Exam::new(), |exam| exam.protocol().contrast = Some(true));
    assert_eq!(
        texts(&expected, ComparedField::Contrast),
        pair("yes", "no", Verdict::Differs)
    );
}

#[test]
fn without_an_order_there_is_no_rule() {
    let exam = with(Exam::new(), |exam| exam.scheduled.clear());
    let rows = rows(&exam);
    assert!(!rows.is_empty());
    assert!(
        rows.iter()
            .all(|row| row.verdict == Verdict::NoRule && row.scheduled.is_none())
    );
}

#[test]
fn without_a_performed_step_everything_planned_is_missing() {
    let exam = with(Exam::new(), |exam| exam.performed.clear());
    let rows = rows(&exam);
    assert!(rows.iter().all(|row| row.performed.is_none()));
    assert!(rows.iter().all(|row| row.verdict == Verdict::Missing));
}
