//! The words of keys, of what excludes exams, and of what to do about it.

use crate::{components::status::status_word, format, t};
use contract::{
    StepStatus,
    queries::{AskedKey, ExclusionReason, QueryExplanation, QueryOutcome, QueryRow},
};

/// Keys named on one line.
const NAMED: usize = 4;

/// A key as people call it.
pub fn key_word(keyword: &str) -> String {
    match keyword {
        "ScheduledStationAETitle" => t!("key-station"),
        "ScheduledStationName" => t!("key-station-name"),
        "Modality" => t!("modality"),
        "ScheduledProcedureStepStartDate" => t!("key-day"),
        "ScheduledProcedureStepStartTime" => t!("key-time"),
        "ScheduledProcedureStepStatus" => t!("status"),
        "PatientName" => t!("key-patient-name"),
        "PatientID" => t!("key-patient-id"),
        "PatientBirthDate" => t!("key-birth-date"),
        "PatientSex" => t!("key-sex"),
        "AccessionNumber" => t!("key-accession"),
        "RequestedProcedureID" => t!("key-procedure-id"),
        "ScheduledPerformingPhysicianName" => t!("key-physician"),
        other => other.to_owned(),
    }
}

/// A value as people read it.
pub fn value_word(keyword: &str, value: &str) -> String {
    match keyword {
        "ScheduledProcedureStepStartDate" | "PatientBirthDate"
            if format::midnight(value).is_some() =>
        {
            format::date(value)
        }
        "ScheduledProcedureStepStartDate" | "PatientBirthDate" => {
            let days = value
                .split('-')
                .map(|day| dashed(day).map_or_else(|| day.to_owned(), |day| format::date(&day)));
            days.collect::<Vec<_>>().join(" – ")
        }
        "PatientName" => format::name_of_dicom(value),
        _ => value.to_owned(),
    }
}

/// `2026-11-24` of `20261124`.
fn dashed(day: &str) -> Option<String> {
    let day = day.trim();
    let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    is_day.then(|| {
        let (year, rest) = day.split_at(4);
        let (month, day) = rest.split_at(2);
        format!("{year}-{month}-{day}")
    })
}

/// What was asked, on one line.
pub fn keys_line(keys: &[AskedKey]) -> String {
    if keys.is_empty() {
        return t!("asked-for-all");
    }
    let named = keys.iter().take(NAMED);
    let mut line: Vec<String> = named
        .map(|key| {
            let value = value_word(&key.keyword, &key.value);
            format!("{} {value}", key_word(&key.keyword))
        })
        .collect();
    if keys.len() > NAMED {
        line.push(t!("and-more", count = keys.len() - NAMED));
    }
    line.join(" · ")
}

/// How many exams were answered.
pub fn answers_words(query: &QueryRow) -> String {
    match query.outcome {
        QueryOutcome::Refused => t!("query-not-carried-out"),
        _ if query.answers == 0 => t!("answered-nothing"),
        QueryOutcome::Cut => t!("answered-first", count = query.answers),
        QueryOutcome::Answered | QueryOutcome::Canceled => {
            t!("answered-count", count = query.answers)
        }
    }
}

/// What excludes, named.
pub fn reason_word(reason: &ExclusionReason) -> String {
    match reason {
        ExclusionReason::Key { keyword, .. } => key_word(keyword),
        ExclusionReason::OwnStation => t!("excluded-own-station"),
        ExclusionReason::HiddenStatus => t!("excluded-status"),
        ExclusionReason::TooEarly => t!("excluded-early"),
        ExclusionReason::TooLate => t!("excluded-late"),
        ExclusionReason::CalledModality => t!("excluded-called-modality"),
        ExclusionReason::CalledStation => t!("excluded-called-station"),
        ExclusionReason::Cap => t!("excluded-cap"),
    }
}

/// What a person can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Something at the scanner.
    Scanner,
    /// The settings of the device.
    Settings,
    /// The orders.
    Orders,
}

/// Why the query was answered as it was, in one sentence, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The sentence.
    pub headline: String,
    /// What to do; empty for nothing.
    pub advice: String,
    /// Where.
    pub remedy: Remedy,
    /// Whether something is wrong.
    pub wrong: bool,
}

/// Finds the reason; tracked by language.
pub fn finding(explanation: &QueryExplanation) -> Finding {
    let query = &explanation.query;
    let at_scanner = |headline, advice, wrong| Finding {
        headline,
        advice,
        remedy: Remedy::Scanner,
        wrong,
    };
    if query.outcome == QueryOutcome::Refused {
        let headline = t!("found-refused", comment = query.comment.clone());
        return at_scanner(headline, t!("advice-refused"), true);
    }
    if explanation.considered == 0 {
        let headline = if explanation.first_day == explanation.last_day {
            t!(
                "found-none-on",
                day = format::day_short(&explanation.first_day)
            )
        } else {
            t!(
                "found-none-between",
                from = format::day_short(&explanation.first_day),
                to = format::day_short(&explanation.last_day)
            )
        };
        return Finding {
            headline,
            advice: t!("advice-none"),
            remedy: Remedy::Orders,
            wrong: query.answers == 0,
        };
    }
    if query.answers > 0 {
        let headline = t!("found-answered", count = query.answers);
        let advice = if explanation.exclusions.is_empty() {
            t!("advice-all-answered")
        } else {
            t!("advice-others")
        };
        return at_scanner(headline, advice, false);
    }
    if explanation.matching > 0 {
        let headline = t!("found-now", count = explanation.matching);
        return at_scanner(headline, t!("advice-now"), false);
    }
    match explanation.exclusions.first() {
        Some(first) => excluded(explanation, &first.reason, first.steps),
        None => at_scanner(t!("answered-nothing"), String::new(), true),
    }
}

fn excluded(explanation: &QueryExplanation, reason: &ExclusionReason, steps: u32) -> Finding {
    let all = steps >= explanation.considered;
    let considered = explanation.considered;
    let settings = |headline| Finding {
        headline,
        advice: t!("advice-settings"),
        remedy: Remedy::Settings,
        wrong: true,
    };
    match reason {
        ExclusionReason::Key { tag, keyword } => {
            let asked = explanation.query.keys.iter().find(|key| key.tag == *tag);
            let asked = asked.map_or_else(String::new, |key| value_word(keyword, &key.value));
            let key = key_word(keyword);
            let headline = if all {
                t!(
                    "found-key-all",
                    key = key,
                    asked = asked,
                    count = considered
                )
            } else {
                t!(
                    "found-key",
                    key = key,
                    asked = asked,
                    steps = steps,
                    count = considered
                )
            };
            Finding {
                headline,
                advice: key_advice(keyword),
                remedy: Remedy::Scanner,
                wrong: true,
            }
        }
        ExclusionReason::OwnStation => {
            settings(t!("found-own-station", steps = steps, count = considered))
        }
        ExclusionReason::HiddenStatus => {
            settings(t!("found-status", steps = steps, count = considered))
        }
        ExclusionReason::TooEarly | ExclusionReason::TooLate => {
            settings(t!("found-days", steps = steps, count = considered))
        }
        ExclusionReason::Cap => settings(t!("found-cap", steps = steps)),
        ExclusionReason::CalledModality | ExclusionReason::CalledStation => Finding {
            headline: t!(
                "found-called",
                called = explanation.query.called_ae_title.clone(),
                steps = steps,
                count = considered
            ),
            advice: t!("advice-called"),
            remedy: Remedy::Scanner,
            wrong: true,
        },
    }
}

fn key_advice(keyword: &str) -> String {
    match keyword {
        "ScheduledStationAETitle" | "ScheduledStationName" => t!("advice-station"),
        "Modality" => t!("advice-modality"),
        "ScheduledProcedureStepStartDate" | "ScheduledProcedureStepStartTime" => t!("advice-day"),
        "PatientName"
        | "PatientID"
        | "PatientBirthDate"
        | "PatientSex"
        | "AccessionNumber"
        | "RequestedProcedureID" => t!("advice-search"),
        _ => t!("advice-key"),
    }
}

/// What a step has in place of what was asked.
pub fn stored_word(reason: &ExclusionReason, stored: &str) -> String {
    match reason {
        ExclusionReason::Cap => String::new(),
        _ if stored.is_empty() => t!("has-nothing"),
        ExclusionReason::Key { keyword, .. } => value_word(keyword, stored),
        ExclusionReason::HiddenStatus => {
            status_of(stored).map_or_else(|| stored.to_owned(), status_word)
        }
        ExclusionReason::TooEarly | ExclusionReason::TooLate => {
            value_word("ScheduledProcedureStepStartDate", stored)
        }
        ExclusionReason::OwnStation
        | ExclusionReason::CalledModality
        | ExclusionReason::CalledStation => stored.to_owned(),
    }
}

/// What was asked or is allowed in its place.
pub fn asked_word(reason: &ExclusionReason, asked: &str) -> String {
    match reason {
        ExclusionReason::Key { keyword, .. } => value_word(keyword, asked),
        ExclusionReason::TooEarly | ExclusionReason::TooLate => {
            value_word("ScheduledProcedureStepStartDate", asked)
        }
        ExclusionReason::HiddenStatus
        | ExclusionReason::OwnStation
        | ExclusionReason::CalledModality
        | ExclusionReason::CalledStation
        | ExclusionReason::Cap => asked.to_owned(),
    }
}

fn status_of(word: &str) -> Option<StepStatus> {
    match word {
        "SCHEDULED" => Some(StepStatus::Scheduled),
        "ARRIVED" => Some(StepStatus::Arrived),
        "READY" => Some(StepStatus::Ready),
        "IN PROGRESS" | "STARTED" => Some(StepStatus::InProgress),
        "COMPLETED" => Some(StepStatus::Completed),
        "DISCONTINUED" => Some(StepStatus::Discontinued),
        "CANCELED" => Some(StepStatus::Canceled),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::queries::ExclusionCount;

    fn explanation(
        answers: u32,
        considered: u32,
        exclusions: &[(ExclusionReason, u32)],
    ) -> QueryExplanation {
        let key = AskedKey {
            tag: "(0040,0001)".to_owned(),
            keyword: "ScheduledStationAETitle".to_owned(),
            value: "CT9".to_owned(),
        };
        QueryExplanation {
            now: 0,
            query: QueryRow {
                id: 1,
                asked: 0,
                calling_ae_title: "CT1".to_owned(),
                device_name: "CT 1".to_owned(),
                called_ae_title: "STEPBOARD".to_owned(),
                outcome: QueryOutcome::Answered,
                status: 0,
                comment: String::new(),
                answers,
                keys: vec![key],
            },
            first_day: "2026-11-24".to_owned(),
            last_day: "2026-11-24".to_owned(),
            considered,
            matching: 0,
            exclusions: exclusions
                .iter()
                .map(|(reason, steps)| ExclusionCount {
                    reason: reason.clone(),
                    steps: *steps,
                    alone: *steps,
                })
                .collect(),
            nearest: Vec::new(),
        }
    }

    #[test]
    fn the_key_that_excludes_all_is_named_with_what_was_asked() {
        let station = ExclusionReason::Key {
            tag: "(0040,0001)".to_owned(),
            keyword: "ScheduledStationAETitle".to_owned(),
        };
        let found = finding(&explanation(0, 12, &[(station, 12)]));
        assert!(found.wrong && found.remedy == Remedy::Scanner);
        assert!(found.headline.contains("CT9"), "{}", found.headline);
    }

    #[test]
    fn where_to_mend_it_follows_from_the_reason() {
        let remedy = |reason| finding(&explanation(0, 5, &[(reason, 5)])).remedy;
        assert_eq!(remedy(ExclusionReason::OwnStation), Remedy::Settings);
        assert_eq!(remedy(ExclusionReason::HiddenStatus), Remedy::Settings);
        assert_eq!(finding(&explanation(0, 0, &[])).remedy, Remedy::Orders);
        assert!(!finding(&explanation(3, 5, &[])).wrong);
    }

    #[test]
    fn days_are_read_as_days_and_other_values_as_they_are() {
        let day = |value| value_word("ScheduledProcedureStepStartDate", value);
        assert_eq!(day("20261124"), format::date("2026-11-24"));
        assert_eq!(day("2026-11-24"), format::date("2026-11-24"));
        assert!(day("20261124-20261126").contains(" – "));
        assert_eq!(value_word("Modality", "C-T"), "C-T");
    }
}
