//! The catalogue, the judgement of exams by it, and what past exams teach it.

use super::{Catalogue, ExpectedSeries, PastExam, Protocol, adherence, assign, propose};
use crate::discrepancy::fixture::{code, day, expected, protocol, series};
use crate::performed_step::{Consumption, ConsumptionSource, PerformedSeries, Report};
use crate::{AeTitle, Code};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn report(descriptions: &[&str]) -> Report {
    let all = descriptions.iter().zip(1..);
    let all = all.map(|(description, number)| series(&format!("1.2.{number}"), description));
    Report {
        series: Some(all.collect()),
        ..Report::default()
    }
}

fn pattern(name: &str, patterns: &[&str]) -> ExpectedSeries {
    ExpectedSeries {
        patterns: patterns.iter().map(|&pattern| pattern.to_owned()).collect(),
        ..expected(name, true)
    }
}

fn later(days: u64) -> NaiveDate {
    day() + Days::new(days)
}

#[test]
fn an_exam_is_judged_by_the_version_of_its_day() {
    let first = Protocol {
        valid_until: Some(later(10)),
        ..protocol()
    };
    let second = Protocol {
        id: 2,
        valid_from: later(10),
        ..protocol()
    };
    let catalogue = Catalogue::new(vec![second, first]);
    let found = |day| {
        let found = catalogue.find(&code("CTSHL", ""), "CT1", day);
        found.map(|protocol| protocol.id)
    };
    assert_eq!(found(day() - Days::new(1)), None);
    assert_eq!(found(day()), Some(1));
    assert_eq!(found(later(9)), Some(1));
    assert_eq!(found(later(10)), Some(2));
}

#[test]
fn the_entry_of_the_station_goes_before_the_general_one() {
    let special = Protocol {
        id: 2,
        station: AeTitle::new("CT2").ok(),
        ..protocol()
    };
    let catalogue = Catalogue::new(vec![protocol(), special]);
    let found = |station: &str, code: &Code| {
        let found = catalogue.find(code, station, day());
        found.map(|protocol| protocol.id)
    };
    assert_eq!(found("CT1", &code("CTSHL", "any meaning")), Some(1));
    assert_eq!(found("CT2", &code("CTSHL", "")), Some(2));
    assert_eq!(found("CT2", &code("CTSHR", "")), None);
    assert_eq!(found("CT2", &Code::new("CTSHL", "99OTHER", "")), None);
}

fn assigned(expected: &[ExpectedSeries], descriptions: &[&str]) -> Vec<Option<usize>> {
    let report = report(descriptions);
    let series: Vec<&PerformedSeries> = report.series.iter().flatten().collect();
    assign(expected, &series).fulfilled_by
}

#[test]
fn names_and_patterns_are_compared_without_case_and_accents() {
    let all = [
        expected("Fase portal", true),
        pattern("Late", &["*TARDÍA*", "late ?"]),
    ];
    assert_eq!(
        assigned(&all, &["FASE PORTAL 3mm", "Abdomen tardia", "other"]),
        [Some(0), Some(1)]
    );
    assert_eq!(assigned(&all, &["Late 2"]), [None, Some(0)]);
    assert_eq!(assigned(&all, &["Later", "Portal", ""]), [None, None]);
}

#[test]
fn a_series_fulfils_one_expectation_and_as_many_as_possible_are_fulfilled() {
    let all = [expected("Portal", true), expected("Portal thin", true)];
    assert_eq!(
        assigned(&all, &["Portal thin", "Portal thick"]),
        [Some(1), Some(0)]
    );
    assert_eq!(assigned(&all, &["Portal thin"]), [Some(0), None]);
    assert_eq!(
        assigned(&all, &["Portal thick", "Portal", "Portal thin"]),
        [Some(1), Some(2)],
        "the same text goes before one that contains it"
    );
    let greedy = [
        ExpectedSeries {
            required: false,
            ..pattern("Any", &["*"])
        },
        expected("Bone", true),
    ];
    assert_eq!(
        assigned(&greedy, &["Bone"]),
        [None, Some(0)],
        "required ones go first"
    );
}

#[test]
fn the_protocol_name_counts_where_the_description_is_empty_or_constant() {
    let report = Report {
        series: Some(vec![PerformedSeries {
            protocol_name: "Topogram".to_owned(),
            description: "CLR Standard".to_owned(),
            ..PerformedSeries::default()
        }]),
        ..Report::default()
    };
    let found = adherence(&protocol(), &[&report], true);
    assert_eq!(found.series[0].found.as_deref(), Some("CLR Standard"));
}

#[test]
fn what_is_there_makes_the_score() {
    let whole = adherence(
        &protocol(),
        &[&report(&["Topogram", "Bone", "Soft"])],
        false,
    );
    assert_eq!(whole.score, Some(100));
    assert_eq!(whole.protocol, "CT shoulder");
    let two_of_three = adherence(&protocol(), &[&report(&["Topogram", "Soft", "3D"])], false);
    assert_eq!(two_of_three.score, Some(66));
    let lacks: Vec<&str> = two_of_three
        .series
        .iter()
        .filter(|series| series.found.is_none())
        .map(|series| series.name.as_str())
        .collect();
    assert_eq!(lacks, ["Bone"]);
    let in_two_steps = [report(&["Topogram"]), report(&[])];
    let mut rest = report(&["", "Bone", "Soft", "Arterial"]);
    rest.series.get_or_insert_default().remove(0);
    let reports = [&in_two_steps[0], &in_two_steps[1], &rest];
    let together = adherence(&protocol(), &reports, false);
    assert_eq!(together.score, Some(100));
    assert_eq!(together.extra, ["Arterial"]);
}

#[test]
fn there_is_no_score_before_anything_came_nor_without_an_entry_to_judge_by() {
    let begun = |report: &Report, running| adherence(&protocol(), &[report], running).score;
    assert_eq!(begun(&report(&[]), true), None);
    assert_eq!(begun(&report(&["Topogram"]), true), Some(33));
    assert_eq!(begun(&report(&[]), false), Some(0));
    let says_nothing = Protocol {
        series: vec![expected("3D", false)],
        ..protocol()
    };
    assert_eq!(adherence(&says_nothing, &[&report(&[])], false).score, None);
}

#[test]
fn wrong_protocol_codes_are_those_of_a_scheme_the_entry_uses() {
    let entry = Protocol {
        protocol_codes: vec![code("SHO-BONE", ""), code("SHO-SOFT", "")],
        ..protocol()
    };
    let mut report = report(&["Topogram", "Bone", "Soft"]);
    report.protocol_codes = Some(vec![code("SHO-SOFT", ""), Code::new("P5-08000", "SRT", "")]);
    assert_eq!(adherence(&entry, &[&report], false).wrong_protocols, []);
    let wrong = code("HEAD-STD", "");
    report.protocol_codes = Some(vec![wrong.clone(), wrong.clone()]);
    let found = adherence(&entry, &[&report], false);
    assert_eq!(
        (found.wrong_protocols, found.score),
        (vec![wrong], Some(75))
    );
}

#[test]
fn contrast_is_judged_at_the_end_when_it_is_expected_and_at_once_when_it_is_not() {
    let says = |contrast| Protocol {
        contrast: Some(contrast),
        ..protocol()
    };
    let without = report(&["Topogram"]);
    let given = Report {
        consumption: vec![(ConsumptionSource::Contrast, vec![Consumption::default()])],
        ..without.clone()
    };
    let differs = |contrast, report: &Report, running| {
        adherence(&says(contrast), &[report], running).contrast_differs
    };
    assert!(!differs(true, &without, true));
    assert!(differs(true, &without, false));
    assert!(!differs(true, &given, false));
    assert!(differs(false, &given, true));
    assert!(!differs(false, &without, false));
}

fn past<'a>(code: &'a Code, report: &'a Report) -> PastExam<'a> {
    PastExam {
        code,
        station: "CT1",
        modality: "CT",
        day: day(),
        reports: vec![report],
        minutes: Some(20),
    }
}

#[test]
fn past_exams_teach_what_is_required_and_what_is_optional() {
    let code = code("CTABD", "CT abdomen");
    let usual = report(&["Topogram", "Portal"]);
    let late = report(&["topogram", "PORTAL", "Late"]);
    let odd = report(&["Topogram", "Portal", "Test"]);
    let incomplete = report(&["Topogram"]);
    let mut exams = vec![past(&code, &usual); 5];
    exams.extend(vec![past(&code, &late); 3]);
    exams.extend([past(&code, &odd), past(&code, &incomplete)]);
    let proposals = propose(&exams, &Catalogue::default());
    assert_eq!(proposals.len(), 1);
    let proposal = &proposals[0];
    let learned: Vec<(&str, bool)> = proposal
        .protocol
        .series
        .iter()
        .map(|series| (series.name.as_str(), series.required))
        .collect();
    assert_eq!(
        learned,
        [("Topogram", true), ("Portal", true), ("Late", false)]
    );
    assert_eq!(
        (proposal.exams, &proposal.occurrences[..]),
        (10, &[10, 9, 3][..])
    );
    assert_eq!(proposal.protocol.expected_minutes, 20);
    assert_eq!(proposal.protocol.modality, "CT");
    let judged = adherence(&proposal.protocol, &[&usual], false);
    assert_eq!(judged.score, Some(100));

    assert_eq!(propose(&exams[1..], &Catalogue::default()), [], "too few");
    let known = Catalogue::new(vec![proposal.protocol.clone()]);
    assert_eq!(propose(&exams, &known), [], "known already");
}

#[test]
fn what_is_learned_is_the_whole_text() {
    let code = code("MRKNEE", "");
    let knee = report(&["T1", "T1 FS", "*fl3d"]);
    let exams = vec![past(&code, &knee); 10];
    let proposals = propose(&exams, &Catalogue::default());
    let learned = &proposals[0].protocol;
    let only_fat_saturated = adherence(learned, &[&report(&["T1 FS", "*fl3d"])], false);
    assert_eq!(only_fat_saturated.score, Some(66));
}

const NAMES: [&str; 6] = ["Topogram", "Bone", "Bone 1.0", "Soft", "3D", "Other"];

proptest! {
    #[test]
    fn one_more_series_never_lowers_the_score(
        performed in prop::collection::vec(select(NAMES.to_vec()), 0..6),
        more in select(NAMES.to_vec()),
        expected_names in subsequence(NAMES.to_vec(), 0..6),
        running in prop::bool::ANY,
    ) {
        let entry = Protocol {
            series: expected_names.iter().map(|name| expected(name, true)).collect(),
            ..protocol()
        };
        let before = adherence(&entry, &[&report(&performed)], running);
        let longer: Vec<&str> = performed.iter().copied().chain([more]).collect();
        let after = adherence(&entry, &[&report(&longer)], running);
        if before.score.is_some() {
            prop_assert!(before.score <= after.score);
        }
        prop_assert!(after.score.is_none_or(|score| score <= 100));
    }

    #[test]
    fn no_series_fulfils_two(
        performed in prop::collection::vec(select(NAMES.to_vec()), 0..6),
        patterns in prop::collection::vec(select(vec!["*", "Bone*", "?D", "Soft"]), 0..5),
    ) {
        let all: Vec<ExpectedSeries> = patterns.iter().map(|one| pattern(one, &[one])).collect();
        let mut used: Vec<usize> = assigned(&all, &performed).into_iter().flatten().collect();
        let many = used.len();
        used.sort_unstable();
        used.dedup();
        prop_assert_eq!(used.len(), many);
        // Nothing that could be fulfilled directly is left out while a fitting series is free.
        let taken = assigned(&all, &performed);
        let report = report(&performed);
        for (at, series) in report.series.iter().flatten().enumerate() {
            if !used.contains(&at) {
                for (one, fulfilled) in all.iter().zip(&taken) {
                    let fits = assign(std::slice::from_ref(one), &[series]);
                    prop_assert!(fulfilled.is_some() || fits.fulfilled_by == [None]);
                }
            }
        }
    }
}
