//! The index finds what walking through all steps finds.

use super::Index;
use crate::scheduled_step::{Priority, ScheduledStep, StepStatus};
use crate::worklist::{
    DateKey, Hiding, Key, Keys, NameKey, Offer, TextKey, TimeKey, UidKey, Withheld, explain,
    is_offered, order,
};
use crate::{AeTitle, Patient, PersonName, Uid};
use chrono::{Days, NaiveDate, NaiveTime};
use proptest::prelude::*;
use std::sync::Arc;

fn steps() -> impl Strategy<Value = ScheduledStep> {
    let who = ("[AB]{0,2}", "[ÄABab]{1,2}(\\^[AB]{0,2})?(=[王李]{0,1})?");
    let what = ("[AB]{0,2}", "[AB]{0,2}", "[AB]{0,2}", 0_u32..3);
    let place = prop::collection::vec("[ABab]{1,2}", 0..3);
    let when = (0_u64..3, 0_u32..4);
    let state = (0_usize..7, 0_usize..5);
    (0_i64..40, who, what, place, when, state).prop_map(|(id, who, what, place, when, state)| {
        let statuses = [
            StepStatus::Scheduled,
            StepStatus::Arrived,
            StepStatus::Ready,
            StepStatus::InProgress,
            StepStatus::Completed,
            StepStatus::Discontinued,
            StepStatus::Canceled,
        ];
        let priorities = [
            Priority::Stat,
            Priority::High,
            Priority::Routine,
            Priority::Medium,
            Priority::Low,
        ];
        ScheduledStep {
            id,
            patient: Patient {
                patient_id: who.0,
                name: PersonName::new(&who.1),
                ..Patient::default()
            },
            modality: what.0.to_ascii_lowercase(),
            accession_number: what.0,
            requested_procedure_id: what.1,
            scheduled_procedure_step_id: what.2,
            study_instance_uid: Uid::new(&format!("1.{}", what.3)),
            station_ae_titles: place
                .iter()
                .filter_map(|title| AeTitle::new(title).ok())
                .collect(),
            start_date: first_day() + Days::new(when.0),
            start_time: NaiveTime::from_hms_opt(8 + when.1, 0, 0).expect("a time"),
            status: statuses[state.0],
            priority: priorities[state.1],
            ..ScheduledStep::default()
        }
    })
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
}

fn keys() -> impl Strategy<Value = Keys> {
    let text = || prop_oneof![3 => Just(String::new()), 2 => "[AB*?]{0,2}(\\\\[AB*]{0,2})?"];
    let date = prop_oneof![
        2 => Just(""), 1 => Just("20261123"), 1 => Just("20261123-"), 1 => Just("-20261123"),
        1 => Just("20261122-20261123"), 1 => Just("20261124-20261122"), 1 => Just("nonsense"),
    ];
    let time = prop_oneof![3 => Just(""), 1 => Just("0900-1000"), 1 => Just("09-")];
    let uid = prop_oneof![3 => Just(""), 1 => Just("1.1"), 1 => Just("1.0\\1.2")];
    let status =
        prop_oneof![3 => Just(""), 1 => Just("COMPLETED"), 1 => Just("S*"), 1 => Just("*")];
    let texts = (text(), text(), text(), text(), text(), text(), text());
    (texts, date, time, uid, status).prop_map(|(texts, date, time, uid, status)| Keys {
        station_ae_title: TextKey::parse_code_string(&texts.0),
        accession_number: TextKey::parse(&texts.1),
        patient_id: TextKey::parse(&texts.2),
        requested_procedure_id: TextKey::parse(&texts.3),
        scheduled_procedure_step_id: TextKey::parse(&texts.4),
        patient_name: NameKey::parse(&texts.5),
        modality: TextKey::parse_code_string(&texts.6),
        start_date: DateKey::parse(date),
        start_time: TimeKey::parse(time),
        study_instance_uid: UidKey::parse(uid),
        status: TextKey::parse_code_string(status),
        ..Keys::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn finds_what_a_walk_finds(
        steps in prop::collection::vec(steps(), 0..30),
        removed in prop::collection::vec(0_i64..40, 0..5),
        keys in keys(),
    ) {
        let mut index = Index::default();
        let mut all = std::collections::BTreeMap::new();
        for step in steps {
            let step = Arc::new(step);
            index.insert(Arc::clone(&step), None);
            all.insert(step.id, step);
        }
        for id in removed {
            prop_assert_eq!(index.remove(id).is_some(), all.remove(&id).is_some());
        }
        prop_assert_eq!(index.len(), all.len());
        let mut expected: Vec<_> = all
            .into_values()
            .filter(|step| is_offered(step, &keys) && keys.matches(step))
            .collect();
        expected.sort_by(|a, b| order(a, b));
        let ids = |steps: &[Arc<ScheduledStep>]| steps.iter().map(|step| step.id).collect::<Vec<_>>();
        prop_assert_eq!(ids(&index.find(&keys)), ids(&expected));
    }

    #[test]
    fn what_an_offer_answers_is_what_its_explanation_says(
        steps in prop::collection::vec((steps(), prop::option::of(0_i64..20)), 0..30),
        keys in keys(),
        offer in offers(),
    ) {
        let mut index = Index::default();
        let mut all = std::collections::BTreeMap::new();
        for (step, since) in steps {
            index.remove(step.id);
            index.insert(Arc::new(step.clone()), since);
            all.insert(step.id, (step, since));
        }
        for (step, _) in all.values() {
            prop_assert_eq!(keys.mismatches(step).is_empty(), keys.matches(step));
        }
        let explained = explain(&keys, &offer, all.values().map(|(step, since)| (step, *since)), 30);
        let mut found = index.find_offered(&keys, &offer);
        found.truncate(offer.most.unwrap_or(usize::MAX));
        prop_assert_eq!(found.len() as u32, explained.matching);
        let answered: Vec<i64> = found.iter().map(|step| step.id).collect();
        prop_assert_eq!(explained.near.len() + answered.len(), all.len());
        for miss in &explained.near {
            prop_assert!(!miss.causes.is_empty());
            prop_assert!(!answered.contains(&miss.step.id));
        }
        let alone: u32 = explained.counts.iter().map(|count| count.alone).sum();
        let single = explained.near.iter().filter(|miss| miss.causes.len() == 1).count();
        prop_assert_eq!(alone as usize, single);
    }
}

fn offers() -> impl Strategy<Value = Offer> {
    let stations = || prop::option::of(prop::collection::vec("[ABab]{1,2}", 0..3));
    let hidden = prop::collection::vec((0_usize..7, 0_i64..20), 0..4);
    let days = (prop::option::of(0_u64..3), prop::option::of(0_u64..3));
    let most = prop::option::of(0_usize..4);
    (stations(), hidden, days, stations(), stations(), most).prop_map(
        |(own_stations, hidden, days, modalities, stations, most)| {
            let statuses = [
                StepStatus::Scheduled,
                StepStatus::Arrived,
                StepStatus::Ready,
                StepStatus::InProgress,
                StepStatus::Completed,
                StepStatus::Discontinued,
                StepStatus::Canceled,
            ];
            let hidden = hidden.into_iter().map(|(status, after)| Hiding {
                status: statuses[status],
                after,
            });
            Offer {
                own_stations,
                hidden: hidden.collect(),
                first_day: days.0.map(|days| first_day() + Days::new(days)),
                last_day: days.1.map(|days| first_day() + Days::new(days)),
                modalities,
                stations,
                most,
                now: 20,
            }
        },
    )
}

#[test]
fn a_status_leaves_the_worklist_when_its_time_has_passed() {
    let mut index = Index::default();
    let step = |status| {
        Arc::new(ScheduledStep {
            id: 1,
            status,
            ..ScheduledStep::default()
        })
    };
    index.insert(step(StepStatus::Scheduled), None);
    index.set_status(1, StepStatus::InProgress, 1_000);
    let offer = |now| Offer {
        hidden: vec![Hiding {
            status: StepStatus::InProgress,
            after: 500,
        }],
        now,
        ..Offer::default()
    };
    let seen = |index: &Index, now| index.find_offered(&Keys::default(), &offer(now)).len();
    assert_eq!((seen(&index, 1_499), seen(&index, 1_500)), (1, 0));
    // A change that leaves the status alone leaves its instant alone.
    index.insert(step(StepStatus::InProgress), Some(9_000));
    assert_eq!(index.since(1), Some(1_000));
    // Whoever asks for a status sees it.
    let asks = Keys {
        status: TextKey::parse_code_string("STARTED"),
        ..Keys::default()
    };
    assert_eq!(index.find_offered(&asks, &offer(2_000)).len(), 1);
    // A status without a rule stays, also one that is done.
    index.set_status(1, StepStatus::Completed, 3_000);
    assert_eq!(seen(&index, 1_000_000), 1);
}

#[test]
fn an_explanation_names_the_one_key_that_is_wrong() {
    let step = ScheduledStep {
        id: 1,
        modality: "CT".into(),
        accession_number: "A1".into(),
        station_ae_titles: vec![AeTitle::new("CT1").expect("a title")],
        start_date: first_day(),
        ..ScheduledStep::default()
    };
    let keys = Keys {
        modality: TextKey::parse_code_string("MR"),
        start_date: DateKey::parse("20261122"),
        ..Keys::default()
    };
    let offer = Offer {
        own_stations: Some(vec!["ct2".into()]),
        ..Offer::default()
    };
    assert_eq!(keys.mismatches(&step), [Key::Modality]);
    assert_eq!(Key::Modality.value(&step), "CT");
    let withheld = offer.withholds(&step, None, &keys);
    assert_eq!(withheld, [Withheld::OwnStation]);
    let explained = explain(&keys, &offer, [(&step, None)], 5);
    assert_eq!(explained.near[0].causes.len(), 2);
    assert_eq!(explained.counts.len(), 2);
}

#[test]
fn numbers_are_compared_as_numbers_and_no_pregnancy_status_is_universal() {
    let step = ScheduledStep {
        patient_weight: "72.50".into(),
        pregnancy_status: Some(4),
        ..ScheduledStep::default()
    };
    let asks = |key: Key, asked: &str| Keys {
        further: key
            .further(asked)
            .map(|wanted| (key, wanted))
            .into_iter()
            .collect(),
        ..Keys::default()
    };
    assert!(asks(Key::PatientWeight, "72.5").matches(&step));
    assert!(!asks(Key::PatientWeight, "72").matches(&step));
    assert!(asks(Key::PregnancyStatus, "4").matches(&step));
    assert!(!asks(Key::PregnancyStatus, "1").matches(&step));
    assert_eq!(Key::PregnancyStatus.further("0"), None);
}

#[test]
fn a_replaced_step_is_found_only_as_it_is_now() {
    let mut index = Index::default();
    let step = |accession: &str, status| {
        Arc::new(ScheduledStep {
            id: 1,
            accession_number: accession.into(),
            status,
            ..ScheduledStep::default()
        })
    };
    index.insert(step("A1", StepStatus::Scheduled), None);
    index.insert(step("A2", StepStatus::Arrived), None);
    let find = |index: &Index, accession: &str| {
        let keys = Keys {
            accession_number: TextKey::parse(accession),
            ..Keys::default()
        };
        index.find(&keys).len()
    };
    assert_eq!(
        (find(&index, "A1"), find(&index, "A2"), find(&index, "")),
        (0, 1, 1)
    );
    index.insert(step("A2", StepStatus::Completed), None);
    assert_eq!(find(&index, "A2"), 0);
    assert_eq!(
        index.get(1).map(|step| step.status),
        Some(StepStatus::Completed)
    );
    index.remove(1);
    assert!(index.is_empty());
}
