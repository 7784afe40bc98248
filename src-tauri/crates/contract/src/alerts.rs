//! What a coordinator must look at now.

use crate::{ExamId, Name, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for all open alerts, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowAlerts {}
command!(ShowAlerts, "show_alerts", Vec<Alert>);

/// One thing to look at. It goes by itself when its reason goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Stays the same while the alert stays open.
    pub id: String,
    /// What it is.
    pub kind: AlertKind,
    /// How urgent.
    pub severity: Severity,
    /// Since when.
    pub since: WallTime,
    /// The exam it is about.
    pub exam: Option<ExamId>,
    /// The station it is about (lane key).
    pub station: String,
    /// The station's name.
    pub station_name: String,
    /// The patient it is about.
    pub patient: Option<Name>,
    /// AccessionNumber (0008,0050) of the exam; empty when unknown.
    pub accession_number: String,
}

/// The kinds, with what the sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AlertKind {
    /// The scanner reported another patient than the one scheduled.
    PatientMismatch {
        /// Who was scheduled.
        scheduled: Name,
    },
    /// A running exam from which nothing was heard for too long.
    Stuck {
        /// Minutes it has run.
        elapsed_minutes: u32,
        /// Minutes expected.
        expected_minutes: u32,
        /// When the last message came.
        last_message: WallTime,
    },
    /// The order was canceled after the exam started.
    CanceledAfterStart,
    /// An exam that is not on the schedule.
    Unscheduled,
    /// An exam was discontinued and no reason was given.
    DiscontinuedWithoutReason,
    /// A station was not heard for too long although it has exams.
    StationSilent {
        /// When it was last heard; `None` is never today.
        last_heard: Option<WallTime>,
    },
    /// A planned exam has not started.
    Late {
        /// Minutes since its planned start.
        minutes: u32,
    },
    /// A subscriber was not told of performed steps, and no more attempts are made; it is the station.
    NotTold {
        /// How many events.
        count: u32,
        /// Why the last attempt failed, in the words of the log.
        problem: String,
    },
    /// An unknown device asked to be let in.
    UnknownCaller {
        /// Its AE title.
        ae_title: String,
    },
    /// The certificate of the TLS listener ends within 30 days.
    CertificateExpires {
        /// Whole days until then; below 0 it has ended.
        days: i32,
    },
}

/// How urgent an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The images may go to the wrong patient, or the room is blocked.
    BlocksReading,
    /// To be looked at today.
    Review,
    /// Good to know.
    Info,
}
