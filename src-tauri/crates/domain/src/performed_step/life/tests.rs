//! Performed steps as modalities report them, well and badly.

use super::{Created, Creation, PerformedStep, create, set};
use crate::performed_step::{
    Consumption, ConsumptionSource, Counts, InstanceReference, PerformedSeries, PerformedStatus,
    Refusal, Report, ScheduledReference,
};
use crate::wall_clock::{parse_date, parse_time};
use crate::{Patient, PersonName, Uid};
use proptest::prelude::*;

fn report(status: &str) -> Report {
    Report {
        status: Some(status.into()),
        ..Report::default()
    }
}

fn creation() -> Report {
    Report {
        scheduled_steps: Some(vec![ScheduledReference {
            accession_number: "A1".into(),
            ..ScheduledReference::default()
        }]),
        performed_procedure_step_id: Some("PPS1".into()),
        patient: Patient {
            patient_id: "P1".into(),
            ..Patient::default()
        },
        series: Some(Vec::new()),
        description: Some(String::new()),
        discontinuation_reasons: Some(Vec::new()),
        start_date: parse_date("20261122"),
        start_time: parse_time("0830").map(|time| time.first),
        ..report("IN PROGRESS")
    }
}

fn series(images: usize) -> PerformedSeries {
    PerformedSeries {
        images: Some(vec![InstanceReference::default(); images]),
        ..PerformedSeries::default()
    }
}

fn ended(status: &str) -> Report {
    Report {
        end_date: parse_date("20261122"),
        end_time: parse_time("0900").map(|time| time.first),
        series: Some(vec![series(3), series(2)]),
        ..report(status)
    }
}

fn try_create(existing: Option<&PerformedStep>, report: &Report) -> Result<Created, Refusal> {
    let uid = Uid::new("1.2.3").expect("valid");
    create(
        existing,
        Creation {
            sop_instance_uid: &uid,
            calling_ae_title: "CT1",
            report,
        },
    )
}

fn created(report: &Report) -> PerformedStep {
    match try_create(None, report) {
        Ok(Created::New(step)) => *step,
        other => panic!("not created: {other:?}"),
    }
}

#[test]
fn a_step_is_created_in_progress_and_completed_once() {
    let step = created(&creation());
    assert_eq!(step.status, PerformedStatus::InProgress);
    let update = set(Some(&step), &ended("COMPLETED")).expect("accepted");
    assert_eq!(update.step.status, PerformedStatus::Completed);
    assert_eq!(update.findings, Vec::<String>::new());
    assert_eq!(
        Counts::of(&update.step.report),
        Counts {
            series: 2,
            images: Some(5),
            others: 0
        }
    );
    assert_eq!(
        set(Some(&update.step), &ended("COMPLETED")),
        Err(Refusal::AlreadyFinal)
    );
    assert_eq!(
        set(Some(&update.step), &report("IN PROGRESS")),
        Err(Refusal::AlreadyFinal)
    );
}

#[test]
fn only_in_progress_can_be_created() {
    for status in ["COMPLETED", "DISCONTINUED", "STARTED"] {
        let refused = try_create(
            None,
            &Report {
                status: Some(status.into()),
                ..creation()
            },
        );
        assert_eq!(refused, Err(Refusal::NotInProgress), "{status}");
    }
    let missing = try_create(
        None,
        &Report {
            status: None,
            ..creation()
        },
    );
    assert_eq!(missing, Err(Refusal::StatusMissing));
    let empty = try_create(
        None,
        &Report {
            status: Some(" ".into()),
            ..creation()
        },
    );
    assert_eq!(empty, Err(Refusal::StatusEmpty));
}

#[test]
fn a_status_spelt_otherwise_is_taken() {
    for status in ["IN_PROGRESS", "INPROGRESS", "in progress", "IN PROGRESS \0"] {
        let step = created(&Report {
            status: Some(status.into()),
            ..creation()
        });
        let update = set(Some(&step), &ended("completed ")).expect("accepted");
        assert_eq!(update.step.status, PerformedStatus::Completed, "{status}");
        assert_eq!(
            update.step.report.status.as_deref(),
            Some("COMPLETED"),
            "{status}"
        );
    }
}

#[test]
fn the_same_creation_again_changes_nothing() {
    let step = created(&creation());
    assert_eq!(try_create(Some(&step), &creation()), Ok(Created::Repeat));
    let running = set(Some(&step), &Report::default()).expect("accepted").step;
    assert_eq!(try_create(Some(&running), &creation()), Ok(Created::Repeat));
    // What only describes the references may have been left out of the store.
    let mut described = creation();
    for reference in described.scheduled_steps.iter_mut().flatten() {
        reference.requested_procedure_description = "CT abdomen".into();
    }
    assert_eq!(try_create(Some(&step), &described), Ok(Created::Repeat));
}

#[test]
fn another_creation_under_the_same_uid_is_refused() {
    let step = created(&creation());
    let other_id = Report {
        performed_procedure_step_id: Some("PPS2".into()),
        ..creation()
    };
    let other_reference = Report {
        scheduled_steps: Some(Vec::new()),
        ..creation()
    };
    let other_status = Report {
        status: Some("COMPLETED".into()),
        ..creation()
    };
    for other in [other_id, other_reference, other_status] {
        assert_eq!(try_create(Some(&step), &other), Err(Refusal::AlreadyExists));
    }
    let other_caller = PerformedStep {
        calling_ae_title: "CT2".into(),
        ..step.clone()
    };
    assert_eq!(
        try_create(Some(&other_caller), &creation()),
        Err(Refusal::AlreadyExists)
    );
    let done = PerformedStep {
        status: PerformedStatus::Completed,
        ..step
    };
    assert_eq!(
        try_create(Some(&done), &creation()),
        Err(Refusal::AlreadyExists)
    );
}

#[test]
fn a_report_on_an_unknown_step_or_with_a_wrong_status_is_refused() {
    assert_eq!(set(None, &ended("COMPLETED")), Err(Refusal::Unknown));
    let step = created(&creation());
    assert_eq!(
        set(Some(&step), &ended("DONE")),
        Err(Refusal::InvalidStatus)
    );
}

#[test]
fn reports_in_between_replace_whole_attributes() {
    let step = created(&creation());
    let first = Report {
        series: Some(vec![series(1)]),
        ..Report::default()
    };
    let step = set(Some(&step), &first).expect("accepted").step;
    assert_eq!(step.status, PerformedStatus::InProgress);
    let second = Report {
        series: Some(vec![series(1), series(4)]),
        description: Some("Abdomen".into()),
        ..report("IN PROGRESS")
    };
    let update = set(Some(&step), &second).expect("accepted");
    assert!(update.findings.is_empty());
    assert_eq!(Counts::of(&update.step.report).images, Some(5));
    let third = Report {
        series: Some(vec![series(2)]),
        ..Report::default()
    };
    let update = set(Some(&update.step), &third).expect("accepted");
    assert_eq!(update.findings.len(), 2, "fewer series and fewer images");
    assert_eq!(update.step.report.description.as_deref(), Some("Abdomen"));
}

#[test]
fn what_was_not_created_is_set_and_noted_once() {
    let step = created(&creation());
    let late = Report {
        comments: Some("repeat".into()),
        ..Report::default()
    };
    let update = set(Some(&step), &late).expect("accepted");
    assert_eq!(update.findings.len(), 1);
    assert_eq!(update.step.report.comments.as_deref(), Some("repeat"));
    let again = set(Some(&update.step), &late).expect("accepted");
    assert!(again.findings.is_empty());
    assert_eq!(again.step.report.findings.len(), 1);
}

#[test]
fn what_only_the_creation_may_say_is_kept_but_filled() {
    let step = created(&creation());
    let sent = Report {
        patient: Patient {
            patient_id: "P2".into(),
            name: PersonName::new("Smith^John"),
            ..Patient::default()
        },
        performed_procedure_step_id: Some("PPS9".into()),
        modality: Some("CT".into()),
        scheduled_steps: Some(Vec::new()),
        ..Report::default()
    };
    let update = set(Some(&step), &sent).expect("accepted");
    assert_eq!(update.step.report.patient.patient_id, "P1");
    assert_eq!(
        update.step.report.patient.name,
        PersonName::new("Smith^John")
    );
    assert_eq!(
        update.step.report.performed_procedure_step_id.as_deref(),
        Some("PPS1")
    );
    assert_eq!(update.step.report.modality.as_deref(), Some("CT"));
    assert_eq!(
        update.step.report.scheduled_steps,
        step.report.scheduled_steps
    );
    assert_eq!(update.findings.len(), 2);
}

#[test]
fn consumption_is_replaced_by_the_attribute_it_came_in() {
    let films = |quantity: &str| {
        let film = Consumption {
            quantity: quantity.into(),
            ..Consumption::default()
        };
        (ConsumptionSource::FilmConsumption, vec![film])
    };
    let contrast = (ConsumptionSource::Contrast, vec![Consumption::default()]);
    let step = created(&Report {
        consumption: vec![films("1"), contrast.clone()],
        ..creation()
    });
    let sent = Report {
        consumption: vec![films("2")],
        ..Report::default()
    };
    let update = set(Some(&step), &sent).expect("accepted");
    assert_eq!(update.step.report.consumption, vec![films("2"), contrast]);
}

#[test]
fn a_final_step_without_end_or_series_is_taken_and_noted() {
    let step = created(&creation());
    let update = set(Some(&step), &report("DISCONTINUED")).expect("accepted");
    assert_eq!(update.findings.len(), 3);
    let early = Report {
        end_time: parse_time("08").map(|t| t.first),
        ..ended("COMPLETED")
    };
    let update = set(Some(&step), &early).expect("accepted");
    assert_eq!(
        update.findings,
        ["the performed step ends before it starts"]
    );
    let unlisted = Report {
        series: Some(vec![PerformedSeries::default()]),
        ..ended("COMPLETED")
    };
    let update = set(Some(&step), &unlisted).expect("accepted");
    assert_eq!(update.findings.len(), 1);
    assert_eq!(Counts::of(&update.step.report).images, None);
}

proptest! {
    #[test]
    fn nothing_changes_a_final_step(
        statuses in prop::collection::vec("IN PROGRESS|COMPLETED|DISCONTINUED|X|", 1..8),
    ) {
        let mut step = created(&creation());
        for status in statuses {
            let before = step.status;
            match set(Some(&step), &report(&status)) {
                Ok(update) => {
                    prop_assert!(!before.is_final());
                    step = update.step;
                }
                Err(Refusal::AlreadyFinal) => prop_assert!(before.is_final()),
                Err(refusal) => prop_assert_eq!(refusal, Refusal::InvalidStatus),
            }
        }
    }
}
