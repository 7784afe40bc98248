//! The likelier order goes first, and nothing is sure about another patient.

use super::{Ranked, Reason, ReasonKind, rank};
use crate::discrepancy::fixture::{Exam, Performed, Planned, at, code, patient, with};
use crate::discrepancy::{Alias, PerformedFacts, ScheduledFacts};
use crate::performed_step::ScheduledReference;
use crate::scheduled_step::StepStatus;
use crate::{AeTitle, PersonName, Uid};
use proptest::prelude::*;
use proptest::sample::select;

/// An exam at CT2 that brings back an accession number and nothing else.
fn typed_at_the_console() -> Performed {
    let mut performed = Performed::new(7);
    performed.links.clear();
    performed.caller = "CT2".to_owned();
    performed.report.station_ae_title = AeTitle::new("CT2").ok();
    performed.report.scheduled_steps = Some(vec![ScheduledReference {
        study_instance_uid: Uid::new("1.2.99"),
        accession_number: "ACC-10418".to_owned(),
        ..ScheduledReference::default()
    }]);
    performed
}

fn free(id: i64) -> Planned {
    Planned {
        performed_steps: 0,
        ..Planned::new(id)
    }
}

/// Another exam of the same patient.
fn elbow(id: i64) -> Planned {
    let mut planned = free(id);
    let step = &mut planned.step;
    step.accession_number = "ACC-10437".to_owned();
    step.study_instance_uid = Uid::new("1.2.4");
    step.requested_procedure_code = Some(code("CTELB", "CT elbow left"));
    step.description = "CT elbow left".to_owned();
    step.requested_procedure_description = "CT elbow left".to_owned();
    step.station_ae_titles = AeTitle::new("CT2").into_iter().collect();
    step.start_time = at(16, 20).time();
    planned
}

/// An exam of another patient in the same room.
fn head(id: i64) -> Planned {
    let mut planned = elbow(id);
    let step = &mut planned.step;
    step.patient = patient("51-3", "QUIROGA^ADA");
    step.patient.birth_date = None;
    step.accession_number = "ACC-10424".to_owned();
    step.start_time = at(11, 5).time();
    planned
}

fn ranked(exam: &Exam) -> Vec<Ranked> {
    let orders: Vec<ScheduledFacts<'_>> = exam.scheduled.iter().map(Planned::facts).collect();
    let performed: PerformedFacts<'_> = exam.performed[0].facts();
    rank(&performed, &orders, &exam.department())
}

fn of(performed: Performed, orders: Vec<Planned>) -> Exam {
    with(Exam::new(), |exam| {
        exam.performed = vec![performed];
        exam.scheduled = orders;
    })
}

fn confidence(performed: Performed, order: Planned) -> u8 {
    ranked(&of(performed, vec![order]))[0].confidence
}

const fn agrees(what: ReasonKind) -> Reason {
    Reason { what, agrees: true }
}

const fn differs(what: ReasonKind) -> Reason {
    Reason {
        what,
        agrees: false,
    }
}

#[test]
fn the_order_that_is_named_goes_before_another_of_the_patient_and_that_before_another_patient() {
    let ranked = ranked(&of(
        typed_at_the_console(),
        vec![head(3), elbow(2), free(1)],
    ));
    let order: Vec<i64> = ranked.iter().map(|ranked| ranked.scheduled).collect();
    assert_eq!(order, [1, 2, 3]);
    let confidence: Vec<u8> = ranked.iter().map(|ranked| ranked.confidence).collect();
    assert!(confidence[0] >= 90 && (25..60).contains(&confidence[1]) && confidence[2] < 15);
    assert_eq!(
        ranked[0].reasons[..3],
        [
            agrees(ReasonKind::Accession),
            agrees(ReasonKind::PatientId),
            agrees(ReasonKind::Procedure)
        ]
    );
    assert_eq!(
        ranked[0].reasons.last(),
        Some(&differs(ReasonKind::Station))
    );
    assert!(ranked[1].reasons.contains(&differs(ReasonKind::Procedure)));
    assert!(ranked[2].reasons.contains(&differs(ReasonKind::PatientId)));
}

#[test]
fn another_patient_is_never_likely_even_with_all_identifiers() {
    let mut performed = Performed::new(7);
    performed.report.patient.patient_id = "99-1".to_owned();
    assert!(confidence(performed, free(1)) < 90);
    let mut unknown = Performed::new(7);
    unknown.report.patient.patient_id = String::new();
    assert!(confidence(unknown, free(1)) < 90);
    assert!(confidence(Performed::new(7), free(1)) >= 95);
}

#[test]
fn a_merged_patient_id_is_the_same() {
    let mut performed = Performed::new(7);
    performed.report.patient.patient_id = "77-3".to_owned();
    let exam = with(of(performed, vec![free(1)]), |exam| {
        exam.aliases = vec![Alias {
            former: "77-3".to_owned(),
            current: "48-20917".to_owned(),
            issuer_of_patient_id: String::new(),
        }];
    });
    assert!(
        ranked(&exam)[0]
            .reasons
            .contains(&agrees(ReasonKind::PatientId))
    );
}

#[test]
fn an_order_that_is_done_is_less_likely_unless_something_is_appended_to_it() {
    let typed = confidence(typed_at_the_console(), free(1));
    assert!(confidence(typed_at_the_console(), Planned::new(1)) < typed);
    let appended = Performed::new(7);
    assert!(confidence(appended.clone(), Planned::new(1)) >= 90);
    let reasons = &ranked(&of(appended, vec![Planned::new(1)]))[0].reasons;
    assert!(!reasons.iter().any(|reason| reason.what == ReasonKind::Free));
}

#[test]
fn a_withdrawn_order_and_one_of_another_side_are_less_likely() {
    let usual = confidence(typed_at_the_console(), elbow(2));
    let canceled = Planned {
        planned: StepStatus::Canceled,
        ..elbow(2)
    };
    assert!(confidence(typed_at_the_console(), canceled) < usual);
    let mut right = elbow(2);
    right.step.description = "CT elbow right".to_owned();
    assert!(confidence(typed_at_the_console(), right) < usual);
}

#[test]
fn equal_ones_are_in_the_order_of_time_then_of_their_numbers() {
    let mut later = elbow(1);
    later.step.start_time = at(17, 0).time();
    let orders = vec![later, elbow(3), elbow(2)];
    let ranked = ranked(&of(typed_at_the_console(), orders));
    let order: Vec<i64> = ranked.iter().map(|ranked| ranked.scheduled).collect();
    assert_eq!(order, [2, 3, 1]);
}

proptest! {
    #[test]
    fn confidence_is_bounded_and_the_order_of_the_orders_does_not_count(
        patient_id in select(vec!["48-20917", "48-20971", "99-1", ""]),
        name in select(vec!["OLIVARES^MARTA", "QUIROGA^ADA", ""]),
        study in select(vec!["1.2.3", "1.2.99"]),
        step in select(vec!["SPS-10418-1", "SPS-1", ""]),
        accession in select(vec!["ACC-10418", "ACC-1", ""]),
        modality in select(vec!["CT", "MR", ""]),
    ) {
        let mut performed = typed_at_the_console();
        performed.report.patient.patient_id = patient_id.to_owned();
        performed.report.patient.name = PersonName::new(name);
        performed.report.modality = Some(modality.to_owned());
        performed.report.scheduled_steps = Some(vec![ScheduledReference {
            study_instance_uid: Uid::new(study),
            scheduled_procedure_step_id: step.to_owned(),
            accession_number: accession.to_owned(),
            ..ScheduledReference::default()
        }]);
        let orders = vec![free(1), elbow(2), head(3), Planned::new(4)];
        let forward = ranked(&of(performed.clone(), orders.clone()));
        let backward = ranked(&of(performed, orders.into_iter().rev().collect()));
        prop_assert_eq!(&forward, &backward);
        for ranked in &forward {
            prop_assert!(ranked.confidence <= 100);
            if !ranked.reasons.contains(&agrees(ReasonKind::PatientId)) {
                prop_assert!(ranked.confidence < 90);
            }
        }
    }
}
