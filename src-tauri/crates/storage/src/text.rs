//! Values of the domain as the text and numbers that the tables hold.

use chrono::{NaiveDate, NaiveTime, Timelike};
use domain::Code;
use domain::performed_step::{InstanceReference, PerformedStatus};
use domain::scheduled_step::{Priority, StepStatus};
use serde::{Deserialize, Serialize};

pub(crate) fn date(date: Option<NaiveDate>) -> String {
    // As `%Y-%m-%d`, but a pattern is read anew each time.
    date.map(|date| date.to_string()).unwrap_or_default()
}

pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

pub(crate) fn time(time: Option<NaiveTime>) -> String {
    let text = |time: NaiveTime| {
        // A leap second is the sixtieth.
        let second = time.second() + time.nanosecond() / 1_000_000_000;
        let (hour, minute) = (time.hour(), time.minute());
        format!("{hour:02}:{minute:02}:{second:02}")
    };
    time.map(text).unwrap_or_default()
}

pub(crate) fn parse_time(text: &str) -> Option<NaiveTime> {
    text.parse().ok()
}

pub(crate) fn step_status(status: StepStatus) -> i32 {
    match status {
        StepStatus::Scheduled => 0,
        StepStatus::Arrived => 1,
        StepStatus::Ready => 2,
        StepStatus::InProgress => 3,
        StepStatus::Completed => 4,
        StepStatus::Discontinued => 5,
        StepStatus::Canceled => 6,
    }
}

pub(crate) fn parse_step_status(number: i32) -> StepStatus {
    match number {
        1 => StepStatus::Arrived,
        2 => StepStatus::Ready,
        3 => StepStatus::InProgress,
        4 => StepStatus::Completed,
        5 => StepStatus::Discontinued,
        6 => StepStatus::Canceled,
        _ => StepStatus::Scheduled,
    }
}

pub(crate) fn priority(priority: Priority) -> i32 {
    match priority {
        Priority::Stat => 0,
        Priority::High => 1,
        Priority::Routine => 2,
        Priority::Medium => 3,
        Priority::Low => 4,
    }
}

pub(crate) fn parse_priority(number: i32) -> Priority {
    match number {
        0 => Priority::Stat,
        1 => Priority::High,
        3 => Priority::Medium,
        4 => Priority::Low,
        _ => Priority::Routine,
    }
}

pub(crate) fn performed_status(status: PerformedStatus) -> i32 {
    match status {
        PerformedStatus::InProgress => 0,
        PerformedStatus::Completed => 1,
        PerformedStatus::Discontinued => 2,
    }
}

pub(crate) fn parse_performed_status(number: i32) -> PerformedStatus {
    match number {
        1 => PerformedStatus::Completed,
        2 => PerformedStatus::Discontinued,
        _ => PerformedStatus::InProgress,
    }
}

#[derive(Serialize, Deserialize)]
struct CodeText {
    value: String,
    scheme: String,
    meaning: String,
}

/// Codes as JSON; empty text for none, which most steps have.
pub(crate) fn codes(codes: &[Code]) -> String {
    if codes.is_empty() {
        return String::new();
    }
    let texts: Vec<CodeText> = codes
        .iter()
        .map(|code| CodeText {
            value: code.value.clone(),
            scheme: code.scheme.clone(),
            meaning: code.meaning.clone(),
        })
        .collect();
    serde_json::to_string(&texts).unwrap_or_default()
}

pub(crate) fn parse_codes(text: &str) -> Vec<Code> {
    if text.is_empty() {
        return Vec::new();
    }
    serde_json::from_str::<Vec<CodeText>>(text)
        .unwrap_or_default()
        .into_iter()
        .map(|code| Code {
            value: code.value,
            scheme: code.scheme,
            meaning: code.meaning,
        })
        .collect()
}

/// Several texts in one, a line each: none of them can hold a line break in DICOM.
pub(crate) fn lines<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    values.into_iter().collect::<Vec<_>>().join("\n")
}

pub(crate) fn parse_lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

pub(crate) fn references(references: Option<&[InstanceReference]>) -> String {
    let mut text = String::new();
    for reference in references.unwrap_or_default() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&reference.sop_class_uid);
        text.push(' ');
        text.push_str(&reference.sop_instance_uid);
    }
    text
}

pub(crate) fn parse_references(text: &str) -> Vec<InstanceReference> {
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(class, instance)| InstanceReference {
            sop_class_uid: class.to_owned(),
            sop_instance_uid: instance.to_owned(),
        })
        .collect()
}
