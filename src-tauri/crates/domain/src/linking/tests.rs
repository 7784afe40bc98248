//! Performed steps that name their scheduled steps well, badly and not at all.

use super::{Basis, LookupKeys, Outcome, link};
use crate::performed_step::{Report, ScheduledReference};
use crate::scheduled_step::{ScheduledStep, StepStatus};
use crate::{Patient, PersonName, Uid};
use proptest::prelude::*;

fn ana() -> Patient {
    Patient {
        patient_id: "P1".into(),
        name: PersonName::new("Garcia^Ana"),
        ..Patient::default()
    }
}

/// A step whose identifiers end in its number; `order` stands for what it shares.
fn step(id: i64, order: u8) -> ScheduledStep {
    ScheduledStep {
        id,
        patient: ana(),
        study_instance_uid: Uid::new(&format!("1.2.{order}")),
        accession_number: format!("A{order}"),
        requested_procedure_id: format!("R{order}"),
        scheduled_procedure_step_id: format!("S{id}"),
        ..ScheduledStep::default()
    }
}

fn reference(study: &str, accession: &str, procedure: &str, step: &str) -> ScheduledReference {
    ScheduledReference {
        study_instance_uid: Uid::new(study),
        accession_number: accession.into(),
        requested_procedure_id: procedure.into(),
        scheduled_procedure_step_id: step.into(),
        ..ScheduledReference::default()
    }
}

fn report(references: Vec<ScheduledReference>) -> Report {
    Report {
        scheduled_steps: Some(references),
        patient: ana(),
        ..Report::default()
    }
}

fn outcome(reference: ScheduledReference, steps: &[ScheduledStep]) -> Outcome {
    link(&report(vec![reference]), steps).remove(0)
}

#[track_caller]
fn assert_linked(outcome: &Outcome, id: i64, basis: Basis) {
    let link = outcome
        .linked()
        .map(|link| (link.scheduled_step_id, link.basis));
    assert_eq!(link, Some((id, basis)), "{outcome:?}");
}

#[test]
fn the_ladder_goes_from_study_and_step_to_procedure_and_patient() {
    let steps = [step(1, 1), step(2, 1), step(3, 3)];
    let cases = [
        (reference("1.2.1", "A1", "R1", "S2"), 2, Basis::StudyAndStep),
        (reference("1.2.3", "", "", ""), 3, Basis::Study),
        (reference("1.2.3", "", "", "other"), 3, Basis::Study),
        (reference("9.9", "A1", "", "S1"), 1, Basis::AccessionAndStep),
        (
            reference("9.9", "A3", "R3", ""),
            3,
            Basis::AccessionAndProcedure,
        ),
        (reference("9.9", "A3", "other", ""), 3, Basis::Accession),
        (
            reference("9.9", "", "R3", ""),
            3,
            Basis::ProcedureAndPatient,
        ),
    ];
    for (reference, id, basis) in cases {
        assert_linked(&outcome(reference, &steps), id, basis);
    }
    let referenced = ScheduledReference {
        referenced_study_uids: vec![Uid::new("1.2.3").expect("valid")],
        ..reference("9.9", "", "", "")
    };
    assert_linked(&outcome(referenced, &steps), 3, Basis::ReferencedStudy);
}

#[test]
fn what_may_be_several_steps_is_not_linked() {
    let steps = [step(1, 1), step(2, 1)];
    let ambiguous = Outcome::Ambiguous(vec![1, 2]);
    assert_eq!(
        outcome(reference("1.2.1", "A1", "R1", ""), &steps),
        ambiguous
    );
    assert_eq!(outcome(reference("", "A1", "", ""), &steps), ambiguous);
}

#[test]
fn a_weaker_rung_tells_the_hits_of_a_stronger_one_apart() {
    let other = ScheduledStep {
        accession_number: "A7".into(),
        ..step(2, 1)
    };
    let steps = [step(1, 1), other];
    assert_linked(
        &outcome(reference("1.2.1", "A7", "", ""), &steps),
        2,
        Basis::Accession,
    );
}

#[test]
fn an_accession_number_means_the_only_open_step() {
    let done = ScheduledStep {
        status: StepStatus::Completed,
        ..step(1, 1)
    };
    let steps = [done, step(2, 1)];
    assert_linked(
        &outcome(reference("", "A1", "", ""), &steps),
        2,
        Basis::Accession,
    );
}

#[test]
fn a_step_that_is_done_is_linked_again() {
    let done = ScheduledStep {
        status: StepStatus::Completed,
        ..step(1, 1)
    };
    let outcome = outcome(reference("1.2.1", "A1", "R1", "S1"), &[done]);
    assert_linked(&outcome, 1, Basis::StudyAndStep);
}

#[test]
fn a_canceled_step_is_linked_unless_another_took_its_place() {
    let canceled = ScheduledStep {
        status: StepStatus::Canceled,
        ..step(1, 1)
    };
    let named = reference("1.2.1", "A1", "R1", "");
    let outcome_of_canceled = outcome(named.clone(), std::slice::from_ref(&canceled));
    let status = outcome_of_canceled.linked().map(|link| link.status);
    assert_eq!(status, Some(StepStatus::Canceled));
    assert_linked(&outcome(named, &[canceled, step(2, 1)]), 2, Basis::Study);
}

#[test]
fn another_patient_is_never_linked_but_the_step_meant_is_told() {
    let mut report = report(vec![reference("1.2.1", "A1", "R1", "S1")]);
    report.patient = Patient {
        patient_id: "P777".into(),
        name: PersonName::new("Li^Bo"),
        ..Patient::default()
    };
    match link(&report, &[step(1, 1)]).as_slice() {
        [Outcome::PatientDiffers(link)] => assert_eq!(link.scheduled_step_id, 1),
        other => panic!("linked: {other:?}"),
    }
}

#[test]
fn nothing_is_linked_by_the_patient_alone() {
    assert_eq!(
        outcome(reference("9.9", "", "", ""), &[step(1, 1)]),
        Outcome::Unscheduled
    );
    assert_eq!(
        outcome(reference("9.9", "A9", "", ""), &[step(1, 1)]),
        Outcome::NotFound
    );
    assert!(link(&report(Vec::new()), &[step(1, 1)]).is_empty());
}

#[test]
fn a_group_links_each_of_its_references() {
    let steps = [step(1, 1), step(2, 2)];
    // One generated study for all, as PS3.4 F.7.2.1.2 note 2 allows.
    let group = report(vec![
        reference("9.9", "A1", "R1", "S1"),
        reference("9.9", "A2", "R2", "S2"),
    ]);
    let outcomes = link(&group, &steps);
    assert_linked(&outcomes[0], 1, Basis::AccessionAndStep);
    assert_linked(&outcomes[1], 2, Basis::AccessionAndStep);
}

#[test]
fn what_to_look_up_is_what_the_references_name() {
    let referenced = ScheduledReference {
        referenced_study_uids: vec![Uid::new("1.5").expect("valid")],
        ..reference("1.4", "A1", "", "S1")
    };
    let keys = LookupKeys::of(&report(vec![referenced, reference("1.4", "", "R2", "")]));
    assert_eq!(keys.study_instance_uids.len(), 2);
    assert!(keys.accession_numbers.contains("A1") && keys.requested_procedure_ids.contains("R2"));
    assert!(LookupKeys::of(&Report::default()).is_empty());
}

#[test]
fn words_of_a_basis_are_read_back() {
    for basis in Basis::ALL {
        assert_eq!(Basis::parse(basis.as_str()), Some(basis));
    }
    assert_eq!(Basis::parse("patient"), None);
}

fn some_step() -> impl Strategy<Value = ScheduledStep> {
    let statuses = prop_oneof![
        Just(StepStatus::Scheduled),
        Just(StepStatus::Completed),
        Just(StepStatus::Canceled)
    ];
    (0_i64..6, 0_u8..3, "(P1|P777)", statuses).prop_map(|(id, order, patient_id, status)| {
        let patient = Patient {
            patient_id,
            ..ana()
        };
        ScheduledStep {
            patient,
            status,
            ..step(id, order)
        }
    })
}

proptest! {
    #[test]
    fn what_is_linked_is_named_and_of_the_same_patient(
        steps in prop::collection::vec(some_step(), 0..6),
        study in "(1.2.0|1.2.1|9.9)", accession in "(A0|A1|)", procedure in "(R0|R1|)",
        scheduled in "(S0|S1|S2|)",
    ) {
        let named = reference(&study, &accession, &procedure, &scheduled);
        let found = outcome(named, &steps);
        if let Some(link) = found.linked() {
            let fits = steps.iter().any(|step| {
                step.id == link.scheduled_step_id
                    && step.patient.patient_id == "P1"
                    && (step.study_instance_uid == Uid::new(&study)
                        || step.accession_number == accession
                        || step.requested_procedure_id == procedure)
            });
            prop_assert!(fits);
        }
    }
}
