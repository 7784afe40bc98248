//! What the service tells the window without being asked. Events are hints; views are snapshots.

use crate::{ExamId, alerts::Alert, board::ExamCard, board::Lane, shell::Health};
use serde::{Deserialize, Serialize};

/// The name under which the window listens.
pub const EVENT: &str = "stepboard";

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// An exam is new or changed; it replaces what the window has unless that is newer.
    Exam {
        /// Its card.
        card: Box<ExamCard>,
    },
    /// An exam is gone (undone, or a performed step was linked to a scheduled one).
    ExamGone {
        /// Which.
        id: ExamId,
    },
    /// A station was heard, added or changed.
    Lanes {
        /// All lanes, in the order to show them.
        lanes: Vec<Lane>,
    },
    /// The open alerts, all of them, most urgent first.
    Alerts {
        /// The alerts.
        alerts: Vec<Alert>,
    },
    /// Devices or waiting callers changed: ask again.
    Devices,
    /// Associations began, ended or carried messages: ask again for them. Told at most once a second.
    Network,
    /// Many orders changed at once (an import, an undo): ask again for lists.
    Orders,
    /// Items of the reconciliation queue opened, closed or changed: ask again for it. Told at most
    /// four times a second.
    Queue {
        /// How many are open.
        open: u32,
        /// How many of them block reading.
        blocking: u32,
    },
    /// Charges or their catalogue changed by a person: ask again.
    Charges,
    /// How the service does now.
    Health {
        /// The new state.
        health: Health,
    },
    /// A person clicked a notification: show this exam.
    Open {
        /// Which.
        id: ExamId,
    },
    /// Something should be brought to a person's attention outside the window.
    Notice {
        /// What.
        notice: Notice,
    },
    /// Events were lost: ask for everything again.
    Resync,
}

/// What the operating system's notification tells. No patient data: it may show on a locked screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Why.
    pub kind: NoticeKind,
    /// The station's name.
    pub station_name: String,
    /// The exam to open.
    pub exam: ExamId,
}

/// Why a person is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// An exam was discontinued.
    Discontinued,
    /// An exam that is not on the schedule started.
    Unscheduled,
    /// The scanner reported another patient than the one scheduled.
    PatientMismatch,
}
