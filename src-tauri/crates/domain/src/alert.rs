//! What a coordinator must look at now. An alert holds as long as its reason does.

use crate::exam::{Thresholds, Times, instants, silent_from};
use chrono::NaiveDateTime;
use std::fmt;

/// What names an exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExamKey {
    /// A scheduled step, by our number.
    Scheduled(i64),
    /// A performed step that is not on the schedule, by our number.
    Performed(i64),
}

impl fmt::Display for ExamKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheduled(id) => write!(f, "scheduled-{id}"),
            Self::Performed(id) => write!(f, "performed-{id}"),
        }
    }
}

/// What is known of an exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExamFacts<'a> {
    /// Which.
    pub exam: ExamKey,
    /// AE title of the station it belongs to.
    pub station: &'a str,
    /// Its times.
    pub times: Times,
    /// Since when it is known that the performed patient is not the scheduled one.
    pub patient_differs_since: Option<NaiveDateTime>,
    /// When its order was canceled, if that was after it had started.
    pub canceled_after_start_since: Option<NaiveDateTime>,
    /// When it started, if it is not on the schedule.
    pub unscheduled_since: Option<NaiveDateTime>,
    /// When it was discontinued, if no reason was given.
    pub discontinued_without_reason_since: Option<NaiveDateTime>,
}

/// What is known of a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StationFacts<'a> {
    /// AE title.
    pub station: &'a str,
    /// When it was last heard today.
    pub last_heard: Option<NaiveDateTime>,
    /// Earliest planned start among its exams of today that have not started.
    pub waited_for: Option<NaiveDateTime>,
    /// How many exams run there.
    pub running_exams: u32,
}

/// What is known of a caller that was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerFacts<'a> {
    /// Our number of it.
    pub id: i64,
    /// Its AE title.
    pub ae_title: &'a str,
    /// When it first called.
    pub first_seen: NaiveDateTime,
}

/// Events of performed steps that a subscriber was not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UntoldFacts<'a> {
    /// AE title of the subscriber.
    pub subscriber: &'a str,
    /// How many.
    pub count: u32,
    /// Why the last attempt failed.
    pub problem: &'a str,
    /// When the first was given up.
    pub since: NaiveDateTime,
}

/// All that alerts are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The exams of today.
    pub exams: &'a [ExamFacts<'a>],
    /// The stations.
    pub stations: &'a [StationFacts<'a>],
    /// The callers that wait to be let in.
    pub callers: &'a [CallerFacts<'a>],
    /// What subscribers were not told.
    pub untold: &'a [UntoldFacts<'a>],
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Stays the same while the alert holds.
    pub id: String,
    /// What it is.
    pub kind: AlertKind,
    /// Since when.
    pub since: NaiveDateTime,
    /// The exam it is about.
    pub exam: Option<ExamKey>,
    /// AE title of the station it is about; empty if it is about none.
    pub station: String,
}

/// The kinds, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertKind {
    /// The scanner reported another patient than the one scheduled.
    PatientMismatch,
    /// A running exam from which nothing was heard for too long.
    Stuck {
        /// Minutes it has run.
        elapsed_minutes: u32,
        /// Minutes expected.
        expected_minutes: u32,
        /// When the last message came.
        last_message: NaiveDateTime,
    },
    /// The order was canceled after the exam had started.
    CanceledAfterStart,
    /// An exam that is not on the schedule.
    Unscheduled,
    /// An exam was discontinued and no reason was given.
    DiscontinuedWithoutReason,
    /// A station was not heard for too long although an exam waits.
    StationSilent {
        /// When it was last heard; none is not today.
        last_heard: Option<NaiveDateTime>,
    },
    /// A planned exam has not started.
    Late {
        /// Minutes since its planned start.
        minutes: u32,
    },
    /// A subscriber was not told of performed steps, and no more attempts are made.
    NotTold {
        /// How many events.
        count: u32,
        /// Why the last attempt failed.
        problem: String,
    },
    /// An unknown device asked to be let in.
    UnknownCaller {
        /// Its AE title.
        ae_title: String,
    },
}

/// How urgent an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The images may go to the wrong patient or order, or the room is blocked.
    BlocksReading,
    /// To be looked at today.
    Review,
    /// Good to know.
    Info,
}

impl AlertKind {
    /// How urgent it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::PatientMismatch | Self::Stuck { .. } | Self::CanceledAfterStart => {
                Severity::BlocksReading
            }
            Self::Unscheduled
            | Self::DiscontinuedWithoutReason
            | Self::StationSilent { .. }
            | Self::Late { .. }
            | Self::NotTold { .. } => Severity::Review,
            Self::UnknownCaller { .. } => Severity::Info,
        }
    }

    /// Its word in identifiers, and its place in the list.
    fn word_and_place(&self) -> (&'static str, u8) {
        match self {
            Self::PatientMismatch => ("patient-mismatch", 0),
            Self::Stuck { .. } => ("stuck", 1),
            Self::CanceledAfterStart => ("canceled-after-start", 2),
            Self::Unscheduled => ("unscheduled", 3),
            Self::DiscontinuedWithoutReason => ("discontinued-without-reason", 4),
            Self::StationSilent { .. } => ("station-silent", 5),
            Self::Late { .. } => ("late", 6),
            Self::NotTold { .. } => ("not-told", 7),
            Self::UnknownCaller { .. } => ("unknown-caller", 8),
        }
    }
}

/// The alerts that hold at `now`, most urgent first: by kind, then the oldest first.
#[must_use]
pub fn alerts(facts: &Facts<'_>, thresholds: &Thresholds, now: NaiveDateTime) -> Vec<Alert> {
    let exams = facts
        .exams
        .iter()
        .flat_map(|exam| of_exam(exam, thresholds, now));
    let stations = facts.stations.iter().filter_map(|station| {
        let StationFacts {
            last_heard,
            waited_for,
            running_exams,
            ..
        } = *station;
        let from = silent_from(last_heard, waited_for, running_exams, thresholds)?;
        let since = last_heard.or(waited_for).unwrap_or(from);
        let kind = AlertKind::StationSilent { last_heard };
        (from <= now).then(|| about_station(kind, since, station.station))
    });
    let callers = facts.callers.iter().map(|caller| {
        let kind = AlertKind::UnknownCaller {
            ae_title: caller.ae_title.to_owned(),
        };
        let id = format!("{}:{}", kind.word_and_place().0, caller.id);
        Alert {
            id,
            kind,
            since: caller.first_seen,
            exam: None,
            station: String::new(),
        }
    });
    let untold = facts.untold.iter().map(|untold| {
        let kind = AlertKind::NotTold {
            count: untold.count,
            problem: untold.problem.to_owned(),
        };
        about_station(kind, untold.since, untold.subscriber)
    });
    let mut alerts: Vec<Alert> = exams.chain(stations).chain(untold).chain(callers).collect();
    alerts.sort_by(|a, b| {
        let place = |alert: &Alert| (alert.kind.word_and_place().1, alert.since);
        place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
    });
    alerts
}

fn of_exam(exam: &ExamFacts<'_>, thresholds: &Thresholds, now: NaiveDateTime) -> Vec<Alert> {
    let Times {
        planned_start,
        started,
        last_message,
        expected_minutes,
        ..
    } = exam.times;
    let instants = instants(&exam.times, thresholds);
    let holds = |from: Option<NaiveDateTime>| from.is_some_and(|from| from <= now);
    let stuck = started
        .filter(|_| holds(instants.stuck_from))
        .map(|started| {
            let last_message = last_message.unwrap_or(started);
            let elapsed_minutes = minutes(started, now);
            (
                AlertKind::Stuck {
                    elapsed_minutes,
                    expected_minutes,
                    last_message,
                },
                last_message,
            )
        });
    let late = planned_start
        .filter(|_| holds(instants.late_from))
        .map(|start| {
            (
                AlertKind::Late {
                    minutes: minutes(start, now),
                },
                start,
            )
        });
    [
        exam.patient_differs_since
            .map(|since| (AlertKind::PatientMismatch, since)),
        stuck,
        exam.canceled_after_start_since
            .map(|since| (AlertKind::CanceledAfterStart, since)),
        exam.unscheduled_since
            .map(|since| (AlertKind::Unscheduled, since)),
        exam.discontinued_without_reason_since
            .map(|since| (AlertKind::DiscontinuedWithoutReason, since)),
        late,
    ]
    .into_iter()
    .flatten()
    .map(|(kind, since)| Alert {
        id: format!("{}:{}", kind.word_and_place().0, exam.exam),
        kind,
        since,
        exam: Some(exam.exam),
        station: exam.station.to_owned(),
    })
    .collect()
}

fn about_station(kind: AlertKind, since: NaiveDateTime, station: &str) -> Alert {
    let id = format!("{}:{station}", kind.word_and_place().0);
    Alert {
        id,
        kind,
        since,
        exam: None,
        station: station.to_owned(),
    }
}

/// Whole minutes from one instant to a later one.
fn minutes(from: NaiveDateTime, to: NaiveDateTime) -> u32 {
    u32::try_from((to - from).num_minutes()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
