//! Procedures, protocols and sides: raised, not raised on a near miss, closed.

use crate::Code;
use crate::alert::Severity::{BlocksReading, Info, Review};
use crate::discrepancy::fixture::{Exam, Performed, Planned, code, series, with};
use crate::discrepancy::{BillingDifference, Kind};

#[test]
fn another_procedure_is_seen_as_soon_as_its_code_comes() {
    let exam = with(Exam::running(), |exam| {
        exam.report().procedure_codes = Some(vec![code("CTELB", "CT elbow left")]);
    });
    assert_eq!(exam.kinds(), [(Kind::ProcedureDiffers, Review)]);
    assert_eq!(
        exam.texts(Kind::ProcedureDiffers),
        ("CTSHL".to_owned(), "CTELB".to_owned())
    );
    let both = with(exam, |exam| {
        let codes = exam.report().procedure_codes.get_or_insert_default();
        codes.push(code("CTSHL", ""));
    });
    assert_eq!(both.kinds(), []);
}

#[test]
fn what_follows_from_another_procedure_is_not_told_beside_it() {
    let consequences = |exam: &mut Exam| {
        exam.report().protocol_codes = Some(vec![code("HEAD-STD", "")]);
        exam.performed[0].series_mut().truncate(1);
        exam.performed[0].series_mut()[0].description = "Elbow".to_owned();
        exam.billing = vec![BillingDifference {
            scheduled: Some(1),
            ..BillingDifference::default()
        }];
    };
    let same = with(Exam::new(), consequences);
    let kinds: Vec<Kind> = same.kinds().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::ProtocolDiffers,
            Kind::MissingSeries,
            Kind::ExtraSeries,
            Kind::BillingDiffers
        ]
    );
    let other = with(same, |exam| {
        exam.report().procedure_codes = Some(vec![code("CTELB", "CT elbow left")]);
    });
    assert_eq!(other.kinds(), [(Kind::ProcedureDiffers, Review)]);
}

#[test]
fn a_code_of_the_other_side_is_the_other_side_and_no_other_procedure() {
    let other_side = |meaning: &str| {
        with(Exam::new(), |exam| {
            exam.report().description = None;
            exam.report().procedure_codes = Some(vec![code("CTSHR", meaning)]);
        })
    };
    let right = other_side("CT shoulder right");
    assert_eq!(right.kinds(), [(Kind::LateralityDiffers, BlocksReading)]);
    let elbow = other_side("CT elbow right");
    assert_eq!(
        elbow.kinds(),
        [
            (Kind::LateralityDiffers, BlocksReading),
            (Kind::ProcedureDiffers, Review)
        ]
    );
    let same_side = other_side("CT shoulder left");
    assert_eq!(same_side.kinds(), [(Kind::ProcedureDiffers, Review)]);
}

#[test]
fn codes_of_another_scheme_or_none_are_no_other_procedure() {
    for codes in [
        None,
        Some(Vec::new()),
        Some(vec![Code::default()]),
        Some(vec![Code::new("77477000", "SCT", "CT")]),
    ] {
        let exam = with(Exam::new(), |exam| exam.report().procedure_codes = codes);
        assert_eq!(exam.kinds(), []);
    }
}

#[test]
fn a_group_is_explained_by_any_of_its_orders() {
    let exam = with(Exam::new(), |exam| {
        let mut second = Planned::new(2);
        second.step.requested_procedure_code = Some(code("CTELB", "CT elbow left"));
        exam.scheduled.push(second);
        exam.performed[0].links = vec![1, 2];
    });
    assert_eq!(exam.kinds(), []);
}

#[test]
fn an_append_of_another_procedure_is_judged_with_the_first_part() {
    let exam = with(Exam::new(), |exam| {
        let mut append = Performed::new(8);
        append.report.procedure_codes = Some(vec![code("CTELB", "")]);
        exam.performed.push(append);
    });
    assert_eq!(exam.kinds(), []);
}

#[test]
fn other_protocol_codes_are_graded() {
    let with_codes = |exam: Exam, values: &[&str]| {
        with(exam, |exam| {
            let codes = values.iter().map(|value| code(value, "")).collect();
            exam.report().protocol_codes = Some(codes);
        })
    };
    let other = with_codes(Exam::running(), &["HEAD-STD"]);
    assert_eq!(other.kinds(), [(Kind::ProtocolDiffers, Review)]);
    let added = with_codes(Exam::running(), &["SHO-BONE", "SHO-SOFT"]);
    assert_eq!(added.kinds(), [(Kind::ProtocolDiffers, Info)]);
    assert_eq!(
        added.texts(Kind::ProtocolDiffers),
        ("SHO-BONE".to_owned(), "SHO-BONE, SHO-SOFT".to_owned())
    );
    let catalogued = with(added, |exam| {
        exam.protocol().protocol_codes = vec![code("SHO-SOFT", "")];
    });
    assert_eq!(catalogued.kinds(), []);
    assert_eq!(with_codes(Exam::new(), &[]).kinds(), []);
}

#[test]
fn a_scheduled_protocol_that_was_left_out_is_seen_at_the_end() {
    let two_planned = |exam: Exam| {
        with(exam, |exam| {
            exam.step().protocol_codes.push(code("SHO-SOFT", ""));
        })
    };
    assert_eq!(two_planned(Exam::running()).kinds(), []);
    let exam = two_planned(Exam::new());
    assert_eq!(exam.kinds(), [(Kind::ProtocolDiffers, Info)]);
    let done_by_an_append = with(exam, |exam| {
        let mut append = Performed::new(8);
        append.report.protocol_codes = Some(vec![code("SHO-SOFT", "")]);
        exam.performed.push(append);
    });
    assert_eq!(done_by_an_append.kinds(), []);
}

#[test]
fn the_other_side_blocks_reading_as_soon_as_a_series_names_it() {
    let exam = with(Exam::running(), |exam| {
        exam.performed[0].series_mut()[0].protocol_name = "SHOULDER RIGHT".to_owned();
    });
    assert_eq!(exam.kinds(), [(Kind::LateralityDiffers, BlocksReading)]);
    assert_eq!(
        exam.texts(Kind::LateralityDiffers),
        ("CT shoulder left".to_owned(), "SHOULDER RIGHT".to_owned())
    );
    let corrected = with(exam, |exam| {
        exam.performed[0].series_mut()[0].protocol_name = "SHOULDER LEFT".to_owned();
    });
    assert_eq!(corrected.kinds(), []);
}

#[test]
fn a_side_that_one_of_them_does_not_name_is_no_other_side() {
    let not_performed = with(Exam::new(), |exam| {
        exam.report().description = Some("CT shoulder".to_owned());
        exam.report().procedure_codes = None;
    });
    assert_eq!(not_performed.kinds(), []);
    let not_ordered = with(Exam::new(), |exam| {
        exam.step().description = "CT shoulder".to_owned();
        exam.step().requested_procedure_description = String::new();
        exam.step().requested_procedure_code = Some(code("CTSHL", ""));
        exam.performed[0].series_mut()[0].description = "Topogram right".to_owned();
    });
    assert_eq!(not_ordered.kinds(), []);
}

#[test]
fn both_sides_for_one_are_to_be_reviewed_and_one_of_both_at_the_end() {
    let both = with(Exam::running(), |exam| {
        exam.report().description = Some("CT shoulders bilateral".to_owned());
    });
    assert_eq!(both.kinds(), [(Kind::LateralityDiffers, Review)]);
    let one_of_both = |exam: Exam| {
        with(exam, |exam| {
            exam.step().description = "CT both shoulders".to_owned();
        })
    };
    assert_eq!(one_of_both(Exam::running()).kinds(), []);
    let exam = one_of_both(Exam::new());
    assert_eq!(exam.kinds(), [(Kind::LateralityDiffers, Review)]);
    let in_two_steps = with(exam, |exam| {
        let mut right = Performed::new(8);
        right.report.description = Some("CT shoulder right".to_owned());
        exam.performed.push(right);
    });
    assert_eq!(in_two_steps.kinds(), []);
}

#[test]
fn a_left_and_a_right_order_are_both_sides() {
    let exam = with(Exam::new(), |exam| {
        let mut right = Planned::new(2);
        right.step.description = "CT shoulder right".to_owned();
        exam.scheduled.push(right);
        exam.performed[0].links = vec![1, 2];
        exam.performed[0].series_mut()[1] = series("1.2.9", "Bone left");
        exam.performed[0].series_mut()[2] = series("1.2.10", "Soft right");
    });
    assert_eq!(exam.kinds(), []);
}
