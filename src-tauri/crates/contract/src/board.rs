//! The board: one lane a station, one card an exam, for one day.

use crate::alerts::{Alert, Severity};
use crate::reconciliation::DiscrepancyKind;
use crate::{Code, Day, ExamId, Name, Priority, StepStatus, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the board of a day; without one, of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowBoard {
    /// The day; `None` is today.
    pub day: Option<Day>,
}
command!(ShowBoard, "show_board", BoardView);

/// Everything the board of one day shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardView {
    /// The day shown.
    pub day: Day,
    /// The day it is now.
    pub today: Day,
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// How fast that clock runs: 1 is real time, more is the simulated department.
    pub clock_speed: f64,
    /// Where the axis starts, minutes after midnight.
    pub opens: u32,
    /// Where the axis ends, minutes after midnight.
    pub closes: u32,
    /// One lane a station, in the order to show them.
    pub lanes: Vec<Lane>,
    /// All exams of the day, in no particular order; `station` says the lane.
    pub exams: Vec<ExamCard>,
    /// What a coordinator must look at now, most urgent first (only filled for today).
    pub alerts: Vec<Alert>,
}

/// One station's lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// The key that [`ExamCard::station`] refers to: the station's AE title, or empty for exams
    /// without a station.
    pub station: String,
    /// The station's name, for example `CT 1`.
    pub name: String,
    /// Modality (0008,0060) of the station; empty when mixed or unknown.
    pub modality: String,
    /// When any message of this station last arrived.
    pub last_heard: Option<WallTime>,
    /// From this instant on the station counts as silent, if nothing is heard until then.
    pub silent_from: Option<WallTime>,
}

/// One exam as the board, the list of running exams and the notifications show it.
///
/// Instants ending in `_from` say from when a flag holds; the window compares them with its clock,
/// so that a card turns late without a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamCard {
    /// Names the exam.
    pub id: ExamId,
    /// Grows with every change of this exam; an older revision never replaces a newer one.
    pub revision: i64,
    /// The day whose board shows it.
    pub day: Day,
    /// The lane: the performed station once it runs, the scheduled one before.
    pub station: String,
    /// Modality (0008,0060).
    pub modality: String,
    /// The patient.
    pub patient: Name,
    /// PatientID (0010,0020); empty when unknown.
    pub patient_id: String,
    /// AccessionNumber (0008,0050); empty when unknown.
    pub accession_number: String,
    /// What is (or was) to be done, in words.
    pub procedure: String,
    /// Urgency of the order.
    pub priority: Priority,
    /// Where the exam stands.
    pub status: StepStatus,
    /// Planned start; none for an exam that is not on the schedule.
    pub planned_start: Option<WallTime>,
    /// Expected duration in minutes.
    pub expected_minutes: u32,
    /// When the patient arrived.
    pub arrived: Option<WallTime>,
    /// When the first performed step started, as the modality says.
    pub started: Option<WallTime>,
    /// When the last performed step ended, as the modality says.
    pub ended: Option<WallTime>,
    /// When the exam should end (start plus expected minutes), while it runs.
    pub expected_end: Option<WallTime>,
    /// From when a planned exam that has not started is late.
    pub late_from: Option<WallTime>,
    /// From when a running exam overruns.
    pub overrun_from: Option<WallTime>,
    /// From when a running exam counts as stuck: nothing was heard for too long.
    pub stuck_from: Option<WallTime>,
    /// Whether it was performed without being on the schedule.
    pub unscheduled: bool,
    /// Whether the performed patient is not the scheduled one.
    pub patient_differs: bool,
    /// Whether the order was canceled after the exam had started.
    pub canceled_after_start: bool,
    /// Why it was discontinued; `None` while unknown or not discontinued.
    pub discontinuation: Option<Code>,
    /// Series reported so far.
    pub series: u32,
    /// Images reported so far; `None` when no list of images came yet.
    pub images: Option<u32>,
    /// When the last message about it arrived.
    pub last_message: Option<WallTime>,
    /// How many performed steps belong to it.
    pub performed_steps: u32,
    /// How far it is by the protocol catalogue; `None` before it runs, and when no entry is for it.
    pub progress: Option<SeriesProgress>,
    /// What is open about it in the queue, in the order of the queue.
    pub discrepancies: Vec<OpenDiscrepancies>,
}

/// How many of the series that an exam should have were acquired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesProgress {
    /// Expected series that were reported.
    pub found: u32,
    /// Expected series in all.
    pub expected: u32,
    /// The catalogue's names of the required series that were not reported, in their order.
    pub missing: Vec<String>,
}

/// How many items of a kind are open about an exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDiscrepancies {
    /// The kind.
    pub kind: DiscrepancyKind,
    /// The most urgent of them.
    pub severity: Severity,
    /// How many.
    pub count: u32,
}

impl std::fmt::Debug for ExamCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExamCard")
            .field("id", &self.id)
            .field("revision", &self.revision)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
