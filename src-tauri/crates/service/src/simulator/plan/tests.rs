//! The planned day holds what it promises.

use super::*;
use crate::simulator::events::{Act, events};
use crate::simulator::plan;
use domain::discrepancy::Kind;
use std::collections::{BTreeMap, BTreeSet};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn options(exceptions_percent: u32) -> Options {
    Options {
        exceptions_percent,
        ..Options::new(day())
    }
}

#[test]
fn the_same_options_are_the_same_day() {
    let once = plan(&options(18)).unwrap();
    assert_eq!(once, plan(&options(18)).unwrap());
    let another_seed = Options {
        seed: 2,
        ..options(18)
    };
    assert_ne!(once.exams, plan(&another_seed).unwrap().exams);
    let another_day = Options {
        day: day().succ_opt().unwrap(),
        ..options(18)
    };
    let tomorrow = plan(&another_day).unwrap();
    let numbers = |plan: &Plan| -> BTreeSet<String> {
        let numbers = plan.exams.iter().map(|exam| exam.accession_number.clone());
        numbers.collect()
    };
    assert!(numbers(&once).is_disjoint(&numbers(&tomorrow)));
    let course = |plan: &Plan| -> Vec<(Behaviour, &str, NaiveTime)> {
        let course = plan.exams.iter();
        course
            .map(|exam| {
                (
                    exam.behaviour,
                    exam.procedure.code,
                    exam.planned_start.time(),
                )
            })
            .collect()
    };
    assert_eq!(
        course(&once),
        course(&tomorrow),
        "the seed decides the course"
    );
}

#[test]
fn appointments_of_a_station_do_not_overlap_and_fit_the_day() {
    for exams in [1, 40, 260, 900] {
        let plan = plan(&Options {
            exams,
            ..options(18)
        })
        .unwrap();
        assert_eq!(plan.exams.len(), exams);
        let mut ends: BTreeMap<usize, NaiveDateTime> = BTreeMap::new();
        for exam in &plan.exams {
            assert!(plan.opens <= exam.planned_start && exam.planned_end() <= plan.closes);
            let before = ends.insert(exam.station, exam.planned_end());
            assert!(before.is_none_or(|end| end <= exam.planned_start));
        }
    }
}

#[test]
fn a_room_performs_one_exam_at_a_time() {
    let plan = plan(&options(30)).unwrap();
    let mut ends: BTreeMap<usize, NaiveDateTime> = BTreeMap::new();
    let mut steps: Vec<&PlannedPerformedStep> = plan.performed_steps.iter().collect();
    steps.sort_by_key(|step| step.starts);
    for step in steps {
        let Some(end) = step.end else { continue };
        assert!(
            step.starts < end.at,
            "{:?}",
            plan.exams[step.exam].behaviour
        );
        let before = ends.insert(step.station, end.at);
        assert!(before.is_none_or(|end| end <= step.starts));
    }
}

#[test]
fn identifiers_are_unique_and_fit_their_value_representation() {
    let plan = plan(&options(100)).unwrap();
    let mut identifiers = BTreeSet::new();
    for exam in &plan.exams {
        for identifier in [
            &exam.accession_number,
            &exam.requested_procedure_id,
            &exam.scheduled_procedure_step_id,
        ] {
            assert!(domain::validation::short_string(identifier).is_ok());
            assert!(identifiers.insert(identifier.clone()), "{identifier} twice");
        }
        let patient = &exam.person.patient;
        assert!(domain::validation::long_string(&patient.patient_id).is_ok());
        for name in [&patient.name, &exam.referring, &exam.radiologist] {
            assert!(domain::validation::person_name(name.as_dicom()).is_ok());
        }
    }
}

#[test]
fn the_asked_share_of_exams_does_not_go_as_planned() {
    for percent in [0, 10, 18, 50] {
        let plan = plan(&options(percent)).unwrap();
        let exceptions = plan
            .exams
            .iter()
            .filter(|exam| !matches!(exam.behaviour, Behaviour::Normal | Behaviour::StationSilent))
            .count();
        let wanted = plan.exams.len() * usize::try_from(percent).unwrap() / 100;
        assert!(
            exceptions.abs_diff(wanted) <= 4,
            "{exceptions} instead of {wanted}"
        );
    }
    assert_eq!(plan(&options(0)).unwrap().silence, None);
}

#[test]
fn enough_exceptions_show_every_behaviour() {
    let plan = plan(&options(40)).unwrap();
    let shown: BTreeSet<Behaviour> = plan.exams.iter().map(|exam| exam.behaviour).collect();
    assert_eq!(shown.len(), 30, "{shown:?}");
}

#[test]
fn a_third_of_exceptions_has_every_difference_a_scanner_can_make() {
    let plan = plan(&options(30)).unwrap();
    let shown: BTreeSet<Kind> = plan
        .exams
        .iter()
        .flat_map(|exam| exam.behaviour.discrepancies())
        .copied()
        .collect();
    let missing: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| !shown.contains(kind))
        .collect();
    // A scanner has one modality, and knows nothing of charges.
    assert_eq!(missing, [Kind::ModalityDiffers, Kind::BillingDiffers]);
}

#[test]
fn what_a_behaviour_is_named_for_is_what_is_performed() {
    let plan = plan(&options(40)).unwrap();
    let of = |behaviour: Behaviour| -> Vec<&PlannedPerformedStep> {
        let steps = plan.performed_steps.iter();
        steps
            .filter(|step| plan.exams[step.exam].behaviour == behaviour)
            .collect()
    };
    for step in of(Behaviour::WithoutReason) {
        assert_eq!(step.end.unwrap().outcome, Outcome::Discontinued(None));
    }
    for step in of(Behaviour::Discontinued) {
        let end = step.end.unwrap();
        assert!(matches!(end.outcome, Outcome::Discontinued(Some(_))));
    }
    for step in of(Behaviour::LateUpdate) {
        assert!(step.late_report.unwrap() > step.end.unwrap().reported);
    }
    assert!(
        of(Behaviour::WithoutSeries)
            .iter()
            .all(|step| step.series.is_empty())
    );
    for step in of(Behaviour::OtherProtocol) {
        let own = plan.exams[step.exam].procedure.protocol_code();
        assert_ne!(step.protocol_of.unwrap().protocol_code(), own);
    }
    let duplicates = of(Behaviour::Duplicate);
    assert_eq!(duplicates.len() % 2, 0);
    assert!(duplicates.iter().any(|step| step.is_duplicate));
    for append in of(Behaviour::LateAppend) {
        let first = plan
            .performed_steps
            .iter()
            .find(|step| step.exam == append.exam);
        let first = first.unwrap();
        let is_late = append.starts - first.end.unwrap().at >= TimeDelta::hours(2);
        assert!(append == first || is_late);
    }
}

#[test]
fn a_usual_day_ends_with_every_exam_completed() {
    let plan = plan(&options(0)).unwrap();
    assert_eq!(plan.performed_steps.len(), plan.exams.len());
    for step in &plan.performed_steps {
        assert_eq!(step.scheduled, [step.exam]);
        let end = step.end.unwrap();
        assert_eq!(end.outcome, Outcome::Completed);
        assert!(plan.exams[step.exam].arrives.unwrap() < step.starts);
    }
}

#[test]
fn the_silent_station_says_nothing_while_it_is_silent() {
    let plan = plan(&options(18)).unwrap();
    let silence = plan.silence.unwrap();
    let place = crate::simulator::events::Place::Station(silence.station);
    let mut later = false;
    for event in events(&plan) {
        if event.place == place {
            assert!(
                !silence.covers(silence.station, event.at) || matches!(event.act, Act::LookUp(_)),
                "{event:?}"
            );
            later |= event.at >= silence.until;
        }
    }
    assert!(later, "it comes back");
    assert!(
        plan.exams
            .iter()
            .any(|exam| exam.behaviour == Behaviour::StationSilent)
    );
}

#[test]
fn a_performed_step_is_created_before_it_is_reported_on() {
    let plan = plan(&options(60)).unwrap();
    let mut created = BTreeSet::new();
    let mut ended = BTreeSet::new();
    for event in events(&plan) {
        match event.act {
            Act::Create(number) => assert!(created.insert(number)),
            Act::Report(number, _) => {
                assert!(created.contains(&number) && !ended.contains(&number));
            }
            Act::End(number) => assert!(created.contains(&number) && ended.insert(number)),
            Act::CreateAndEnd(number) => {
                assert!(created.insert(number) && ended.insert(number));
            }
            Act::ReportLate(number) => assert!(ended.contains(&number)),
            Act::Desk(..) | Act::Echo | Act::Refresh | Act::LookUp(_) => {}
        }
    }
    assert_eq!(created.len(), plan.performed_steps.len());
}

#[test]
fn options_that_make_no_day_are_named() {
    let none = Options {
        stations: 0,
        ..options(0)
    };
    assert_eq!(plan(&none).unwrap_err(), PlanError::NoStations);
    let too_many = Options {
        stations: 2,
        exams: 1000,
        ..options(0)
    };
    assert_eq!(
        plan(&too_many).unwrap_err(),
        PlanError::TooManyExams { most: 288 }
    );
    let hours = Options {
        closes: NaiveTime::MIN,
        ..options(0)
    };
    assert_eq!(plan(&hours).unwrap_err(), PlanError::Hours);
}
