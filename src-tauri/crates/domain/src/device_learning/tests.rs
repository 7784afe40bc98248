//! Devices with habits, and devices that only nearly have them.

use super::*;
use crate::Code;
use crate::Uid;
use crate::performed_step::{PerformedSeries, ScheduledReference};
use chrono::{NaiveDate, TimeDelta};

fn at(minute: i64) -> NaiveDateTime {
    let noon = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(12, 0, 0));
    noon.expect("a time") + TimeDelta::minutes(minute)
}

/// A message that is kept by the test.
struct Kept {
    uid: String,
    is_create: bool,
    received: NaiveDateTime,
    report: Report,
    findings: Vec<String>,
    explained_by: Option<&'static str>,
}

fn create(uid: &str, started: i64, received: i64) -> Kept {
    Kept {
        uid: uid.to_owned(),
        is_create: true,
        received: at(received),
        report: Report {
            character_set: Some("ISO_IR 100".to_owned()),
            start_date: Some(at(started).date()),
            start_time: Some(at(started).time()),
            ..Report::default()
        },
        findings: Vec::new(),
        explained_by: None,
    }
}

fn end(uid: &str, status: &str, ended: i64, received: i64) -> Kept {
    Kept {
        is_create: false,
        report: Report {
            character_set: Some("ISO_IR 100".to_owned()),
            status: Some(status.to_owned()),
            end_date: Some(at(ended).date()),
            end_time: Some(at(ended).time()),
            ..Report::default()
        },
        ..create(uid, 0, received)
    }
}

fn learnt(kept: &[Kept], now: i64) -> Learnt {
    let messages: Vec<SeenMessage<'_>> = kept
        .iter()
        .map(|kept| SeenMessage {
            sop_instance_uid: &kept.uid,
            is_create: kept.is_create,
            received: kept.received,
            report: &kept.report,
            findings: &kept.findings,
            explained_by: kept.explained_by,
        })
        .collect();
    learn(&messages, at(now))
}

fn counts(learnt: &Learnt, observation: Observation) -> Option<(u32, u32, &str)> {
    let mut all = learnt.observed.iter();
    all.find(|seen| seen.observation == observation)
        .map(|seen| (seen.count, seen.of, seen.value.as_str()))
}

/// Exams of 20 minutes as they should be.
fn good_exams(number: i64) -> Vec<Kept> {
    (0..number)
        .flat_map(|exam| {
            let (uid, start) = (format!("1.2.{exam}"), exam * 30);
            [
                create(&uid, start, start),
                end(&uid, "COMPLETED", start + 20, start + 20),
            ]
        })
        .collect()
}

#[test]
fn a_device_that_keeps_the_table_may_be_held_to_it_when_enough_was_seen() {
    let learnt_of_many = learnt(&good_exams(20), 700);
    assert!(learnt_of_many.is_strict);
    assert_eq!(
        learnt_of_many.observed.len(),
        1,
        "{:?}",
        learnt_of_many.observed
    );
    assert_eq!(
        counts(&learnt_of_many, Observation::WithoutFindings),
        Some((40, 40, ""))
    );
    assert!(!learnt(&good_exams(19), 700).is_strict);
    let mut with_one = good_exams(20);
    with_one[7].findings = vec!["StudyID (0020,0010) is missing (type 2)".to_owned()];
    assert!(!learnt(&with_one, 700).is_strict);
    assert_eq!(learnt(&[], 0), Learnt::default());
}

#[test]
fn a_missing_character_set_is_counted_and_the_one_that_explains_most_is_assumed() {
    let mut kept = good_exams(3);
    for message in kept.iter_mut().filter(|one| !one.is_create) {
        message.report.character_set = None;
    }
    let plain = learnt(&kept, 100);
    assert_eq!(
        counts(&plain, Observation::SetWithoutCharacterSet),
        Some((3, 3, ""))
    );
    assert_eq!(plain.assumed_character_set, None);
    kept[0].explained_by = Some("ISO_IR 100");
    kept[2].explained_by = Some("ISO_IR 100");
    kept[4].explained_by = Some("ISO_IR 192");
    let learnt = learnt(&kept, 100);
    assert_eq!(
        counts(&learnt, Observation::UnexplainedText),
        Some((3, 6, "ISO_IR 100"))
    );
    assert_eq!(learnt.assumed_character_set.as_deref(), Some("ISO_IR 100"));
}

#[test]
fn findings_are_counted_by_attribute_once_a_message() {
    let mut kept = good_exams(2);
    let missing = "StudyID (0020,0010) is missing (type 2)";
    kept[0].findings = vec![missing.to_owned()];
    kept[2].findings = vec![
        missing.to_owned(),
        "Modality (0008,0060) is empty (type 1)".to_owned(),
        "words of nobody".to_owned(),
    ];
    kept[3].findings = vec![
        "PatientID (0010,0020) is not allowed in an N-SET".to_owned(),
        "CommentsOnThePerformedProcedureStep (0040,0280) was set but not created \
         (PS3.4 F.7.2.1.2)"
            .to_owned(),
        "PerformedSeriesSequence (0040,0340) went from 2 to 1 items (PS3.4 F.7.2.2.2)".to_owned(),
        "PerformedSeriesSequence (0040,0340) has no item at the final state (PS3.4 F.7.2.2.2)"
            .to_owned(),
    ];
    let learnt = learnt(&kept, 100);
    let seen: Vec<_> = learnt
        .observed
        .iter()
        .map(|seen| {
            let attribute = seen.attribute.as_str();
            (seen.observation, attribute, seen.count, seen.of)
        })
        .collect();
    let series = "PerformedSeriesSequence (0040,0340)";
    assert_eq!(
        seen,
        [
            (
                Observation::CreateWithoutAttribute,
                "StudyID (0020,0010)",
                2,
                2
            ),
            (Observation::EmptyAttribute, "Modality (0008,0060)", 1, 4),
            (Observation::NotAllowedInSet, "PatientID (0010,0020)", 1, 2),
            (
                Observation::SetNotCreated,
                "CommentsOnThePerformedProcedureStep (0040,0280)",
                1,
                2
            ),
            (Observation::MissingAtEnd, series, 1, 2),
            (Observation::ShrinkingLists, series, 1, 2),
            (Observation::WithoutFindings, "", 1, 4),
        ]
    );
}

#[test]
fn delays_and_deferred_pairs_are_told_from_prompt_reports() {
    let deferred = [
        create("1", 0, 30),
        end("1", "COMPLETED", 25, 30),
        // Five minutes is no delay.
        create("2", 40, 45),
        end("2", "COMPLETED", 50, 55),
    ];
    let seen = learnt(&deferred, 100);
    assert_eq!(
        counts(&seen, Observation::StartReportedLate),
        Some((1, 2, "30"))
    );
    assert_eq!(counts(&seen, Observation::EndReportedLate), None);
    assert_eq!(counts(&seen, Observation::DeferredPair), Some((1, 2, "")));
    // A pair for an exam that was as short is none.
    let short = [create("1", 29, 30), end("1", "COMPLETED", 30, 30)];
    assert_eq!(
        counts(&learnt(&short, 100), Observation::DeferredPair),
        None
    );
}

#[test]
fn a_clock_that_cannot_be_right_is_seen() {
    let ahead = [create("1", 60, 0), end("1", "COMPLETED", 90, 30)];
    let seen = learnt(&ahead, 100);
    assert_eq!(counts(&seen, Observation::ClockDiffers), Some((1, 1, "60")));
    let backwards = [create("1", 0, 0), end("1", "COMPLETED", -4, 1)];
    let seen = learnt(&backwards, 100);
    assert_eq!(counts(&seen, Observation::ClockDiffers), Some((1, 1, "4")));
    let nearly = [create("1", 5, 0), end("1", "COMPLETED", 9, 5)];
    assert_eq!(
        counts(&learnt(&nearly, 100), Observation::ClockDiffers),
        None
    );
}

#[test]
fn what_never_ended_proposes_when_to_close() {
    let mut kept = good_exams(10);
    kept.push(create("9", 300, 300));
    let seen = learnt(&kept, 300 + 121);
    assert_eq!(counts(&seen, Observation::NeverEnded), Some((1, 11, "120")));
    assert_eq!(seen.close_after_minutes, Some(120));
    assert_eq!(learnt(&kept, 300 + 120).close_after_minutes, None);
    let few = [
        create("8", 0, 0),
        end("8", "COMPLETED", 5, 5),
        create("9", 0, 0),
    ];
    let seen = learnt(&few, 500);
    assert_eq!(counts(&seen, Observation::NeverEnded), Some((1, 2, "120")));
    assert_eq!(seen.close_after_minutes, None);
}

#[test]
fn one_step_a_series_and_empty_reasons_are_seen() {
    let of_study = |uid: &str, series: &str| {
        let mut message = create(uid, 0, 0);
        message.report.scheduled_steps = Some(vec![ScheduledReference {
            study_instance_uid: Uid::new("1.2.3"),
            ..ScheduledReference::default()
        }]);
        message.report.series = Some(vec![PerformedSeries {
            series_instance_uid: series.to_owned(),
            ..PerformedSeries::default()
        }]);
        message
    };
    let per_series = [of_study("1", "1.1"), of_study("2", "1.2")];
    assert_eq!(
        counts(&learnt(&per_series, 10), Observation::OneStepPerSeries),
        Some((2, 2, ""))
    );
    let repeated = [of_study("1", "1.1"), of_study("2", "1.1")];
    assert_eq!(
        counts(&learnt(&repeated, 10), Observation::OneStepPerSeries),
        None
    );
    let mut stopped = [
        end("1", "DISCONTINUED", 1, 1),
        end("2", "DISCONTINUED", 1, 1),
    ];
    stopped[1].report.discontinuation_reasons = Some(vec![Code::new("110501", "DCM", "")]);
    assert_eq!(
        counts(
            &learnt(&stopped, 10),
            Observation::DiscontinuedWithoutReason
        ),
        Some((1, 2, ""))
    );
}
