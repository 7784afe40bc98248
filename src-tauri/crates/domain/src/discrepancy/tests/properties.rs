//! What holds for any exam.

use crate::discrepancy::fixture::{Exam, Performed, Planned, at, code, patient, series, with};
use crate::discrepancy::{BillingDifference, Kind};
use crate::performed_step::PerformedStatus;
use crate::scheduled_step::StepStatus;
use crate::{AeTitle, Code};
use proptest::prelude::*;
use proptest::sample::select;

fn performed(id: i64) -> impl Strategy<Value = Performed> {
    let state = (
        select(vec![
            PerformedStatus::InProgress,
            PerformedStatus::Completed,
            PerformedStatus::Discontinued,
        ]),
        select(vec!["", "110513", "110514", "110505"]),
        prop::collection::btree_set(1..4_i64, 0..3),
        0..3_u32,
        10..50_u32,
    );
    let what = (
        select(vec!["CTSHL", "CTELB", ""]),
        select(vec!["SHO-BONE", "SHO-SOFT"]),
        select(vec![
            "CT shoulder left",
            "CT shoulder right",
            "bilateral",
            "",
        ]),
        select(vec!["CT", "MR", "SR", ""]),
        select(vec!["CT1", "CT2"]),
        prop::bool::ANY,
        prop::collection::vec(
            (1..6_u32, select(vec!["Topogram", "Bone", "Soft", "Other"])),
            0..4,
        ),
    );
    (state, what).prop_map(move |(state, what)| {
        let (status, reason, links, late_messages, minute) = state;
        let (procedure, protocol, description, modality, station, same, all) = what;
        let mut performed = Performed::new(id);
        performed.status = status;
        performed.links = links.into_iter().collect();
        performed.late_messages = late_messages;
        performed.received = at(10, minute);
        performed.last_message = at(10, minute);
        let report = &mut performed.report;
        report.discontinuation_reasons = Some(vec![Code::new(reason, "DCM", "")]);
        report.procedure_codes = Some(vec![code(procedure, "")]);
        report.protocol_codes = Some(vec![code(protocol, "")]);
        report.description = Some(description.to_owned());
        report.modality = Some(modality.to_owned());
        report.station_ae_title = AeTitle::new(station).ok();
        if !same {
            report.patient = patient("99-1", "QUIROGA^ADA");
        }
        let named = |(uid, name): (u32, &str)| series(&format!("1.2.{uid}"), name);
        report.series = Some(all.into_iter().map(named).collect());
        performed
    })
}

fn planned(id: i64) -> impl Strategy<Value = Planned> {
    let status = select(vec![
        StepStatus::Scheduled,
        StepStatus::Arrived,
        StepStatus::Canceled,
    ]);
    (status, prop::bool::ANY, select(vec!["left", "right", ""])).prop_map(
        move |(status, is_catalogued, side)| {
            let mut planned = Planned::new(id);
            planned.planned = status;
            planned.step.description = format!("CT shoulder {side}");
            planned.protocol = planned.protocol.filter(|_| is_catalogued);
            planned
        },
    )
}

fn exam() -> impl Strategy<Value = Exam> {
    let performed = (0..4_i64).prop_flat_map(|many| (0..many).map(performed).collect::<Vec<_>>());
    let scheduled = (0..4_i64).prop_flat_map(|many| (0..many).map(planned).collect::<Vec<_>>());
    let alike = prop::collection::vec(performed_alike(), 0..2);
    let billing = prop::collection::vec(select(vec!["2 films", "Iohexol", ""]), 0..3);
    (performed, scheduled, alike, billing, 0..23_u32).prop_map(
        |(performed, scheduled, alike, billing, hour)| {
            with(Exam::new(), |exam| {
                exam.performed = performed;
                exam.scheduled = scheduled;
                exam.alike = alike;
                let difference = |text: &str| BillingDifference {
                    actual: text.to_owned(),
                    ..BillingDifference::default()
                };
                exam.billing = billing.into_iter().map(difference).collect();
                exam.now = at(hour, 0);
            })
        },
    )
}

fn performed_alike() -> impl Strategy<Value = Performed> {
    performed(100)
}

proptest! {
    #[test]
    fn the_order_of_the_facts_does_not_count(exam in exam()) {
        let mut reversed = exam.clone();
        reversed.performed.reverse();
        reversed.scheduled.reverse();
        reversed.billing.reverse();
        for performed in &mut reversed.performed {
            performed.links.reverse();
        }
        prop_assert_eq!(exam.findings(), exam.findings());
        prop_assert_eq!(exam.findings(), reversed.findings());
    }

    #[test]
    fn every_finding_has_its_own_identity_and_is_about_the_case(exam in exam()) {
        let findings = exam.findings();
        for pair in findings.windows(2) {
            prop_assert!(pair[0].identity() < pair[1].identity());
        }
        for finding in &findings {
            let performed = finding.performed;
            let scheduled = finding.scheduled;
            prop_assert!(performed.is_none_or(|id| exam.performed.iter().any(|one| one.id == id)));
            prop_assert!(scheduled.is_none_or(|id| exam.scheduled.iter().any(|one| one.step.id == id)));
        }
    }

    #[test]
    fn a_wrong_entry_adds_nothing_but_itself(exam in exam()) {
        let without = exam.findings();
        let with_wrong = with(exam, |exam| {
            exam.performed.push(Performed::new(50).discontinued("110514"));
        });
        let mut rest = with_wrong.findings();
        rest.retain(|finding| finding.performed != Some(50));
        prop_assert_eq!(rest, without);
    }

    #[test]
    fn an_exam_as_planned_has_no_findings_however_long_ago(
        hours in 0..20_000_i64,
        steps in 1..15_i64,
    ) {
        let exam = with(Exam::new(), |exam| {
            exam.scheduled = (1..=steps).map(Planned::new).collect();
            exam.performed[0].links = (1..=steps).collect();
            exam.now += chrono::TimeDelta::hours(hours);
        });
        prop_assert_eq!(exam.findings(), []);
    }

    #[test]
    fn what_time_raises_it_does_not_take_back(exam in exam(), hours in 1..200_i64) {
        let later = with(exam.clone(), |exam| exam.now += chrono::TimeDelta::hours(hours));
        let kinds: Vec<_> = later.findings().iter().map(|finding| finding.identity()).collect();
        for finding in exam.findings() {
            prop_assert!(kinds.contains(&finding.identity()), "{:?}", finding.kind);
        }
        prop_assert!(later.findings().iter().all(|finding| Kind::ALL.contains(&finding.kind)));
    }
}
