//! Whose exam it is: raised, not raised on a near miss, closed.

use crate::alert::Severity::{BlocksReading, Info, Review};
use crate::discrepancy::fixture::{Exam, Performed, Planned, code, patient, reference, with};
use crate::discrepancy::{Alias, Kind, Work, differs_in_id_only, work_of_order};
use crate::performed_step::{PerformedStatus, ScheduledReference};
use crate::{Code, Patient};
use chrono::NaiveDate;

fn alias(former: &str, current: &str) -> Alias {
    Alias {
        former: former.to_owned(),
        current: current.to_owned(),
        issuer_of_patient_id: String::new(),
    }
}

#[test]
fn another_patient_blocks_reading_from_the_start() {
    let exam = with(Exam::running(), |exam| {
        exam.report().patient = patient("99-1", "QUIROGA^ADA");
    });
    assert_eq!(exam.kinds(), [(Kind::PatientMismatch, BlocksReading)]);
    let (expected, actual) = exam.texts(Kind::PatientMismatch);
    assert!(expected.contains("48-20917") && actual.contains("QUIROGA^ADA"));
    let corrected = with(exam, |exam| {
        exam.report().patient = patient("48-20917", "OLIVARES^MARTA");
    });
    assert_eq!(corrected.kinds(), []);
}

#[test]
fn what_may_be_a_typing_mistake_is_to_be_reviewed() {
    let mistyped = with(Exam::new(), |exam| {
        exam.report().patient.birth_date = NaiveDate::from_ymd_opt(1971, 2, 3);
    });
    assert_eq!(mistyped.kinds(), [(Kind::PatientMismatch, Review)]);
    assert_eq!(
        mistyped.texts(Kind::PatientMismatch),
        ("1971-03-02".to_owned(), "1971-02-03".to_owned())
    );
    let other_sex = with(Exam::new(), |exam| {
        exam.report().patient.sex = "M".to_owned();
    });
    assert_eq!(other_sex.kinds(), [(Kind::PatientMismatch, Info)]);
}

#[test]
fn another_spelling_and_what_is_not_said_differ_from_nothing() {
    let spelling = with(Exam::new(), |exam| {
        exam.report().patient = patient("48-20917", "Olivares^Márta");
    });
    assert_eq!(spelling.kinds(), []);
    let nothing = with(Exam::new(), |exam| {
        exam.report().patient.birth_date = None;
        exam.report().patient.sex = String::new();
    });
    assert_eq!(nothing.kinds(), []);
}

#[test]
fn a_merged_patient_id_is_the_same_patient() {
    let exam = with(Exam::new(), |exam| {
        exam.report().patient.patient_id = "77-3".to_owned();
    });
    assert_eq!(exam.kinds(), [(Kind::PatientMismatch, BlocksReading)]);
    let chain = with(exam.clone(), |exam| {
        exam.aliases = vec![alias("77-3", "66-2"), alias("66-2", "48-20917")];
    });
    assert_eq!(chain.kinds(), []);
    let both_former = with(exam.clone(), |exam| {
        exam.aliases = vec![alias("77-3", "1"), alias("48-20917", "1")];
    });
    assert_eq!(both_former.kinds(), []);
    let circle = with(exam.clone(), |exam| {
        exam.aliases = vec![alias("77-3", "48-20917"), alias("48-20917", "77-3")];
    });
    assert_eq!(circle.kinds(), []);
    let other = with(exam, |exam| exam.aliases = vec![alias("77-3", "55-5")]);
    assert_eq!(other.kinds(), [(Kind::PatientMismatch, BlocksReading)]);
}

#[test]
fn an_alias_of_another_person_hides_no_other_name() {
    let exam = with(Exam::new(), |exam| {
        exam.report().patient = patient("77-3", "QUIROGA^ADA");
        exam.report().patient.birth_date = NaiveDate::from_ymd_opt(1950, 1, 1);
        exam.aliases = vec![alias("77-3", "48-20917")];
    });
    assert_eq!(exam.kinds(), [(Kind::PatientMismatch, BlocksReading)]);
}

#[test]
fn the_step_that_was_meant_is_named_and_the_exam_is_not_unscheduled() {
    let exam = with(Exam::running(), |exam| {
        exam.report().patient = patient("99-1", "QUIROGA^ADA");
        exam.performed[0].links.clear();
        exam.meant = exam.scheduled.pop();
    });
    assert_eq!(exam.kinds(), [(Kind::PatientMismatch, BlocksReading)]);
    assert_eq!(exam.findings()[0].scheduled, Some(1));
}

#[test]
fn an_exam_without_a_schedule_is_unscheduled_until_it_is_linked() {
    let unscheduled = with(Exam::running(), |exam| {
        exam.performed[0].links.clear();
        exam.scheduled.clear();
        exam.report().scheduled_steps = Some(vec![ScheduledReference::default()]);
    });
    assert_eq!(unscheduled.kinds(), [(Kind::Unscheduled, Review)]);
    assert_eq!(unscheduled.texts(Kind::Unscheduled).1, "CT shoulder left");
    let claims_an_order = with(unscheduled.clone(), |exam| {
        exam.report().scheduled_steps = Some(vec![reference()]);
    });
    assert_eq!(
        claims_an_order.kinds(),
        [(Kind::Unscheduled, BlocksReading)]
    );
    assert_eq!(
        claims_an_order.texts(Kind::Unscheduled).1,
        "ACC-10418, RP-10418, SPS-10418-1"
    );
    let linked = with(unscheduled, |exam| {
        exam.performed[0].links = vec![1];
        exam.scheduled = vec![Planned::new(1)];
    });
    assert_eq!(linked.kinds(), []);
}

#[test]
fn an_unscheduled_start_without_images_is_for_information() {
    let exam = with(Exam::new(), |exam| {
        exam.performed = vec![Performed::new(7).discontinued("110501")];
        exam.performed[0].links.clear();
        exam.scheduled.clear();
        exam.report().series = None;
    });
    assert_eq!(exam.kinds(), [(Kind::Unscheduled, Info)]);
}

#[test]
fn a_wrong_entry_makes_nothing_else() {
    let wrong = with(Exam::new(), |exam| {
        exam.performed = vec![Performed::new(7).discontinued("110514")];
        exam.report().patient = patient("99-1", "QUIROGA^ADA");
        exam.report().procedure_codes = Some(vec![code("CTHEAD", "CT head right")]);
        exam.report().modality = Some("MR".to_owned());
        exam.performed[0].late_messages = 2;
    });
    assert_eq!(wrong.kinds(), [(Kind::WrongWorklistEntry, BlocksReading)]);
    let without_images = with(wrong.clone(), |exam| exam.report().series = None);
    assert_eq!(without_images.kinds(), [(Kind::WrongWorklistEntry, Info)]);
    let other_reason = with(Exam::new(), |exam| {
        exam.performed = vec![Performed::new(7).discontinued("110505")];
    });
    assert_eq!(other_reason.kinds(), []);
    let then_the_right_one = with(wrong, |exam| exam.performed.push(Performed::new(8)));
    assert_eq!(
        then_the_right_one.kinds(),
        [(Kind::WrongWorklistEntry, BlocksReading)]
    );
}

#[test]
fn an_import_is_no_exam_whoever_reports_it_and_however_it_says_so() {
    let of = |change: &dyn Fn(&mut Exam)| {
        with(Exam::new(), |exam| {
            exam.performed[0].links.clear();
            exam.scheduled.clear();
            change(exam);
        })
    };
    let coded = |value: &str, scheme: &str| vec![Code::new(value, scheme, "")];
    let imports: [&dyn Fn(&mut Exam); 4] = [
        &|exam| {
            exam.rooms.importers.insert("CT1".to_owned());
        },
        &|exam| exam.report().protocol_codes = Some(coded("IRWF001", "IHERADTF")),
        &|exam| exam.report().procedure_codes = Some(coded(" irwf003", "IHERADTF ")),
        &|exam| {
            let exam = &mut exam.performed[0];
            exam.status = PerformedStatus::Discontinued;
            exam.report.discontinuation_reasons = Some(coded("110524", "DCM"));
        },
    ];
    for (number, change) in imports.into_iter().enumerate() {
        let exam = of(change);
        assert_eq!(exam.kinds(), [], "{number}");
        let work = work_of_order(&exam.performed[0].report, "CT1", &exam.rooms);
        assert_eq!(work, Work::Import, "{number}");
    }
    let exams: [&dyn Fn(&mut Exam); 4] = [
        &|_| {},
        &|exam| exam.report().protocol_codes = Some(coded("IRWF001", "99LOCAL")),
        &|exam| exam.report().protocol_codes = Some(coded("TCE001", "IHERADTF")),
        &|exam| exam.report().discontinuation_reasons = Some(coded("110513", "DCM")),
    ];
    for (number, change) in exams.into_iter().enumerate() {
        let exam = of(change);
        let kinds: Vec<Kind> = exam.kinds().into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Kind::Unscheduled], "{number}");
        let work = work_of_order(&exam.performed[0].report, "CT1", &exam.rooms);
        assert_eq!(work, Work::Acquisition, "{number}");
    }
}

#[test]
fn post_processing_is_no_unscheduled_exam() {
    let exam = with(Exam::new(), |exam| {
        exam.performed[0].links.clear();
        exam.scheduled.clear();
        exam.report().scheduled_steps = None;
        exam.report().modality = Some("SR".to_owned());
    });
    assert_eq!(exam.kinds(), []);
    let workstation = with(exam.clone(), |exam| {
        exam.report().modality = Some("CT".to_owned());
        exam.rooms.workstations.insert("CT1".to_owned());
    });
    assert_eq!(workstation.kinds(), []);
    let reports_only = with(exam.clone(), |exam| {
        let report = exam.report();
        report.modality = Some("CT".to_owned());
        report.end_time = report.start_time;
        for series in report.series.iter_mut().flatten() {
            series.others = series.images.take();
        }
    });
    assert_eq!(reports_only.kinds(), []);
    let quick_exam = with(exam, |exam| {
        let report = exam.report();
        report.modality = Some("DX".to_owned());
        report.end_time = report.start_time;
    });
    assert_eq!(quick_exam.kinds(), [(Kind::Unscheduled, Review)]);
}

#[test]
fn only_the_same_person_may_have_two_ids() {
    let ordered = patient("48-20917", "OLIVARES^MARTA");
    let elsewhere = patient("HIS-7", "Olivares^Marta");
    assert!(differs_in_id_only(&ordered, &elsewhere));
    let somebody_else = patient("HIS-7", "Olivares^Maria");
    assert!(!differs_in_id_only(&ordered, &somebody_else));
    assert!(!differs_in_id_only(&ordered, &ordered));
    let ageless = Patient {
        birth_date: None,
        ..elsewhere
    };
    assert!(!differs_in_id_only(&ordered, &ageless));
}
