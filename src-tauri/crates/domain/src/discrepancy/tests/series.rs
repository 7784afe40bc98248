//! Series: raised, not raised on a near miss, closed.

use crate::alert::Severity::{BlocksReading, Info, Review};
use crate::discrepancy::Kind;
use crate::discrepancy::fixture::{Exam, Performed, Planned, expected, series, with};

#[test]
fn a_required_series_is_missing_at_the_end_until_an_append_brings_it() {
    let exam = with(Exam::new(), |exam| {
        exam.performed[0].series_mut().remove(1);
    });
    assert_eq!(exam.kinds(), [(Kind::MissingSeries, BlocksReading)]);
    assert_eq!(
        exam.texts(Kind::MissingSeries),
        ("Bone".to_owned(), "Topogram, Soft 3.0".to_owned())
    );
    let appended = with(exam, |exam| {
        let mut append = Performed::new(8);
        *append.series_mut() = vec![series("1.2.9", "Bone repeated")];
        exam.performed.push(append);
    });
    assert_eq!(appended.kinds(), []);
}

#[test]
fn while_it_runs_only_what_was_passed_over_is_missing() {
    assert_eq!(Exam::running().kinds(), []);
    let passed_over = with(Exam::running(), |exam| {
        let soft = series("1.2.9", "Soft 3.0");
        exam.performed[0].series_mut().push(soft);
    });
    assert_eq!(passed_over.kinds(), [(Kind::MissingSeries, Info)]);
    assert_eq!(passed_over.texts(Kind::MissingSeries).0, "Bone");
    let came = with(passed_over, |exam| {
        let bone = series("1.2.10", "Bone 1.0");
        exam.performed[0].series_mut().push(bone);
    });
    assert_eq!(came.kinds(), []);
}

#[test]
fn a_discontinued_exam_lacks_no_series() {
    let exam = with(Exam::new(), |exam| {
        exam.performed = vec![Performed::new(7).discontinued("110505")];
        exam.performed[0].series_mut().truncate(1);
    });
    assert_eq!(exam.kinds(), []);
}

#[test]
fn one_performed_step_for_every_series_is_a_whole_exam() {
    let exam = with(Exam::new(), |exam| {
        let whole = Performed::new(7).report.series.unwrap_or_default();
        exam.performed = whole
            .into_iter()
            .zip(7..)
            .map(|(series, id)| {
                let mut performed = Performed::new(id);
                performed.report.series = Some(vec![series]);
                performed
            })
            .collect();
    });
    assert_eq!(exam.performed.len(), 3);
    assert_eq!(exam.kinds(), []);
}

#[test]
fn each_order_of_a_group_is_judged_by_its_own_entry() {
    let exam = with(Exam::new(), |exam| {
        let mut second = Planned::new(2);
        let protocol = second.protocol.as_mut().expect("catalogued");
        protocol.series = vec![expected("Topogram", true), expected("Arterial", true)];
        exam.scheduled.push(second);
        exam.performed[0].links = vec![1, 2];
    });
    let findings = exam.findings();
    assert_eq!(findings.len(), 1, "one topogram is enough for both");
    assert_eq!(
        (findings[0].kind, findings[0].scheduled),
        (Kind::MissingSeries, Some(2))
    );
    assert_eq!(findings[0].expected, "Arterial");
}

#[test]
fn an_extra_series_is_seen_as_soon_as_it_comes_where_that_is_asked() {
    let exam = with(Exam::running(), |exam| {
        let arterial = series("1.2.9", "Arterial");
        exam.performed[0].series_mut().push(arterial);
    });
    assert_eq!(exam.kinds(), [(Kind::ExtraSeries, Info)]);
    assert_eq!(exam.texts(Kind::ExtraSeries).1, "Arterial");
    let not_asked = with(exam.clone(), |exam| {
        exam.protocol().report_extra_series = false;
    });
    assert_eq!(not_asked.kinds(), []);
    let named = with(exam, |exam| {
        let arterial = expected("arterial", false);
        exam.protocol().series.insert(1, arterial);
    });
    assert_eq!(named.kinds(), []);
}

#[test]
fn a_repeated_series_and_a_dose_report_are_not_extra() {
    let exam = with(Exam::new(), |exam| {
        let all = exam.performed[0].series_mut();
        all.push(series("1.2.9", "Bone 1.0"));
        let mut report = series("1.2.10", "Dose report");
        report.others = report.images.take();
        all.push(report);
    });
    assert_eq!(exam.kinds(), []);
}

#[test]
fn completed_without_a_series_is_not_missing_each_of_them() {
    let empty = |exam: Exam| with(exam, |exam| exam.report().series = None);
    assert_eq!(empty(Exam::new()).kinds(), [(Kind::NoSeries, Review)]);
    assert_eq!(empty(Exam::running()).kinds(), []);
    let has_others = with(empty(Exam::new()), |exam| {
        exam.performed.push(Performed::new(8));
    });
    assert_eq!(has_others.kinds(), [(Kind::NoSeries, Info)]);
    let came_late = with(empty(Exam::new()), |exam| {
        exam.report().series = Performed::new(7).report.series;
    });
    assert_eq!(came_late.kinds(), []);
}

#[test]
fn without_an_entry_nothing_is_missing_or_extra() {
    let exam = with(Exam::new(), |exam| {
        exam.scheduled[0].protocol = None;
        exam.performed[0].series_mut().truncate(1);
    });
    assert_eq!(exam.kinds(), []);
}
