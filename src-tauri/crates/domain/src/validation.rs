//! Values that people and files give for a scheduled step: read once, with the limit named when they
//! do not fit (PS3.5 6.2).

use crate::scheduled_step::{Priority, StepStatus};
use crate::{AeTitle, PersonName, Uid, wall_clock};
use chrono::{NaiveDate, NaiveTime};
use std::fmt;

/// What is wrong with a value, in words that name the limit and not the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

/// Minutes an exam may be expected to take: a day.
const MINUTES: u32 = 24 * 60;

/// What an empty text is "not known" for, and any other is read by `read`.
///
/// # Errors
/// Those of `read`.
pub fn optional<T>(
    text: &str,
    read: impl FnOnce(&str) -> Result<T, Problem>,
) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        Ok(None)
    } else {
        read(text).map(Some)
    }
}

/// A text of the value representation LO: at most 64 characters, no backslash or control character.
///
/// # Errors
/// Names the limit.
pub fn long_string(text: &str) -> Result<String, Problem> {
    limited(text, 64)
}

/// A text of the value representation SH: at most 16 characters, no backslash or control character.
/// An identifier is refused rather than cut, because a cut one names something else.
///
/// # Errors
/// Names the limit.
pub fn short_string(text: &str) -> Result<String, Problem> {
    limited(text, 16)
}

fn limited(text: &str, limit: usize) -> Result<String, Problem> {
    let length = text.chars().count();
    if length > limit {
        return Err(Problem(format!(
            "at most {limit} characters are allowed, there are {length}"
        )));
    }
    if text.contains('\\') || text.chars().any(char::is_control) {
        return Err(Problem(
            "a backslash or control character is not allowed".to_owned(),
        ));
    }
    Ok(text.to_owned())
}

/// A person's name in DICOM form: three groups of at most 64 characters and five components.
///
/// # Errors
/// Names the limit.
pub fn person_name(text: &str) -> Result<PersonName, Problem> {
    let groups: Vec<&str> = text.split('=').collect();
    if groups.len() > 3 {
        return Err(Problem(
            "a name has at most three groups separated by =".to_owned(),
        ));
    }
    for group in groups {
        limited(group, 64)?;
        if group.split('^').count() > 5 {
            return Err(Problem(
                "a name has at most five components separated by ^".to_owned(),
            ));
        }
    }
    Ok(PersonName::new(text))
}

/// A text of the value representation CS: at most 16 of A-Z, 0-9, space and underscore; lower case is
/// raised.
///
/// # Errors
/// Names the limit.
pub fn code_string(text: &str) -> Result<String, Problem> {
    let raised = limited(text, 16)?.to_ascii_uppercase();
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, ' ' | '_');
    if raised.chars().all(allowed) {
        Ok(raised)
    } else {
        Err(Problem(
            "only letters, digits, space and underscore are allowed".to_owned(),
        ))
    }
}

/// A day: `2026-11-22` or `20261122`.
///
/// # Errors
/// Names the forms.
pub fn date(text: &str) -> Result<NaiveDate, Problem> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .or_else(|| wall_clock::parse_date(text))
        .ok_or_else(|| Problem("not a day (2026-11-22 or 20261122)".to_owned()))
}

/// A time: `08:30`, `0830`, with seconds or without.
///
/// # Errors
/// Names the forms.
pub fn time(text: &str) -> Result<NaiveTime, Problem> {
    wall_clock::parse_time(text)
        .map(|span| span.first)
        .ok_or_else(|| Problem("not a time (08:30 or 0830)".to_owned()))
}

/// A UID.
///
/// # Errors
/// Names the rule.
pub fn uid(text: &str) -> Result<Uid, Problem> {
    Uid::new(text)
        .ok_or_else(|| Problem("not a UID (digits and dots, at most 64 characters)".to_owned()))
}

/// One or more AE titles separated by backslashes.
///
/// # Errors
/// Names the limit.
pub fn ae_titles(text: &str) -> Result<Vec<AeTitle>, Problem> {
    text.split('\\')
        .map(|title| AeTitle::new(title).map_err(|error| Problem(error.to_string())))
        .collect()
}

/// A decimal number as text, at most 16 characters.
///
/// # Errors
/// Names the form.
pub fn decimal(text: &str) -> Result<String, Problem> {
    let number = text.replace(',', ".");
    let fits = number.is_empty()
        || (number.len() <= 16 && number.parse::<f64>().is_ok_and(f64::is_finite));
    if fits {
        Ok(number)
    } else {
        Err(Problem("not a number of at most 16 characters".to_owned()))
    }
}

/// PatientSex (0010,0040).
///
/// # Errors
/// Names the values.
pub fn sex(text: &str) -> Result<String, Problem> {
    let sex = text.to_ascii_uppercase();
    if matches!(sex.as_str(), "" | "M" | "F" | "O") {
        Ok(sex)
    } else {
        Err(Problem("not M, F or O".to_owned()))
    }
}

/// PregnancyStatus (0010,21C0).
///
/// # Errors
/// Names the values.
pub fn pregnancy_status(text: &str) -> Result<u16, Problem> {
    match text.parse() {
        Ok(status @ 1..=4) => Ok(status),
        Ok(_) | Err(_) => Err(Problem("not 1, 2, 3 or 4 (PS3.3 C.2.3)".to_owned())),
    }
}

/// Expected minutes; empty is 0, "as usual".
///
/// # Errors
/// Names the limit.
pub fn minutes(text: &str) -> Result<u32, Problem> {
    if text.is_empty() {
        return Ok(0);
    }
    match text.parse() {
        Ok(minutes) if minutes <= MINUTES => Ok(minutes),
        Ok(_) | Err(_) => Err(Problem(format!(
            "not a number of minutes from 0 to {MINUTES}"
        ))),
    }
}

/// RequestedProcedurePriority (0040,1003); empty is routine.
///
/// # Errors
/// Names the values.
pub fn priority(text: &str) -> Result<Priority, Problem> {
    match text.to_ascii_uppercase().as_str() {
        "STAT" => Ok(Priority::Stat),
        "HIGH" => Ok(Priority::High),
        "" | "ROUTINE" => Ok(Priority::Routine),
        "MEDIUM" => Ok(Priority::Medium),
        "LOW" => Ok(Priority::Low),
        _ => Err(Problem("not STAT, HIGH, ROUTINE, MEDIUM or LOW".to_owned())),
    }
}

/// The word of a priority.
#[must_use]
pub fn priority_word(priority: Priority) -> &'static str {
    match priority {
        Priority::Stat => "STAT",
        Priority::High => "HIGH",
        Priority::Routine => "ROUTINE",
        Priority::Medium => "MEDIUM",
        Priority::Low => "LOW",
    }
}

/// A status a schedule may bring: what happens at a scanner is only known from the scanner. Empty is
/// scheduled.
///
/// # Errors
/// Names the values.
pub fn status(text: &str) -> Result<StepStatus, Problem> {
    match text.to_ascii_uppercase().as_str() {
        "" | "SCHEDULED" => Ok(StepStatus::Scheduled),
        "ARRIVED" => Ok(StepStatus::Arrived),
        "READY" => Ok(StepStatus::Ready),
        "CANCELED" | "CANCELLED" => Ok(StepStatus::Canceled),
        _ => Err(Problem(
            "not SCHEDULED, ARRIVED, READY or CANCELED".to_owned(),
        )),
    }
}

/// The word of a status.
#[must_use]
pub fn status_word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Scheduled => "SCHEDULED",
        StepStatus::Arrived => "ARRIVED",
        StepStatus::Ready => "READY",
        StepStatus::InProgress => "IN PROGRESS",
        StepStatus::Completed => "COMPLETED",
        StepStatus::Discontinued => "DISCONTINUED",
        StepStatus::Canceled => "CANCELED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_named() {
        for (problem, named) in [
            (long_string(&"x".repeat(65)).unwrap_err(), "64"),
            (short_string("ACC-1234567890123").unwrap_err(), "16"),
            (long_string("a\\b").unwrap_err(), "backslash"),
            (person_name("a=b=c=d").unwrap_err(), "three"),
            (ae_titles("CT1\\THIS_IS_MUCH_TOO_LONG").unwrap_err(), "16"),
            (minutes("1441").unwrap_err(), "1440"),
            (pregnancy_status("5").unwrap_err(), "4"),
        ] {
            assert!(problem.to_string().contains(named), "{problem}");
        }
    }

    #[test]
    fn both_forms_of_day_and_time_are_read() {
        assert_eq!(date("2026-11-22"), date("20261122"));
        assert_eq!(time("08:30"), time("0830"));
        assert!(date("2026-13-01").is_err());
        assert!(time("25:00").is_err());
    }

    #[test]
    fn words_are_read_whatever_their_case() {
        assert_eq!(priority("stat"), Ok(Priority::Stat));
        assert_eq!(status("Cancelled"), Ok(StepStatus::Canceled));
        assert_eq!(sex("f"), Ok("F".to_owned()));
        assert!(status("COMPLETED").is_err());
    }

    #[test]
    fn a_decimal_comma_is_read() {
        assert_eq!(decimal("72,5"), Ok("72.5".to_owned()));
        assert!(decimal("heavy").is_err());
        assert!(decimal("inf").is_err());
    }
}
