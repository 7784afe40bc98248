//! The simulator's own books: what it knows it did, to compare the product's with. No patient data.

use super::plan::{Behaviour, Plan};
use chrono::NaiveDateTime;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Everything that was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Journal {
    /// One entry an exam, in the order of the plan.
    pub exams: Vec<JournalExam>,
    /// One entry a performed step that was begun, by its number in the plan.
    pub performed_steps: BTreeMap<usize, JournalStep>,
    /// Numbers.
    pub counts: Counts,
}

/// An exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalExam {
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// AE title of the planned station.
    pub station_ae_title: String,
    /// What becomes of it.
    pub behaviour: Behaviour,
    /// What a person must be told of it at least, by the words of [`domain::discrepancy::Kind`]:
    /// once it is over, its day is over for a patient who never came, and a catalogue knows its
    /// series.
    pub discrepancies: Vec<&'static str>,
    /// Whether it is on the schedule.
    pub is_scheduled: bool,
    /// Whether the front desk was told that the patient is here.
    pub has_arrived: bool,
    /// Whether the front desk was told to cancel it.
    pub is_canceled: bool,
}

/// A performed step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct JournalStep {
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// Calling AE title.
    pub station_ae_title: String,
    /// AccessionNumber of the exam it belongs to in truth.
    pub accession_number: String,
    /// AccessionNumbers it names.
    pub named: Vec<String>,
    /// AccessionNumbers it should have named but that were not on the worklist.
    pub not_found: Vec<String>,
    /// Whether the console had another patient's data.
    pub is_other_patient: bool,
    /// SOP Instance UID of the performed step whose series it reports again; empty when none.
    pub repeats: String,
    /// The messages, in the order sent.
    pub messages: Vec<JournalMessage>,
}

/// A message and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalMessage {
    /// When it was due.
    #[serde(serialize_with = "seconds")]
    pub due: NaiveDateTime,
    /// `N-CREATE` or `N-SET`.
    pub service: &'static str,
    /// PerformedProcedureStepStatus sent; empty when none was.
    pub performed_status: String,
    /// Series sent.
    pub series: u32,
    /// Images listed; `None` when the scanner lists none.
    pub images: Option<u32>,
    /// Status of the response; `None` when there was none after all attempts.
    pub response: Option<u16>,
}

/// Numbers of what was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Associations opened.
    pub associations: u64,
    /// C-ECHO answered.
    pub echoes: u64,
    /// C-FIND answered.
    pub queries: u64,
    /// N-CREATE and N-SET answered with success.
    pub accepted: u64,
    /// N-CREATE and N-SET answered with anything else.
    pub refused: u64,
    /// Attempts made again after a failure of the connection.
    pub retries: u64,
    /// Exchanges given up.
    pub failures: u64,
    /// Calls of the unregistered device that were rejected, as they should be.
    pub rejected_calls: u64,
    /// Exams performed without being found on the worklist although they were planned.
    pub not_on_worklist: u64,
}

/// The journal while it is written, shared by all scanners.
#[derive(Debug, Default)]
pub struct Books(Mutex<Journal>);

impl Books {
    /// Books of a planned day on which nothing has happened.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let exams = plan.exams.iter().map(|exam| JournalExam {
            accession_number: exam.accession_number.clone(),
            station_ae_title: plan
                .stations
                .get(exam.station)
                .map(|station| station.ae_title.clone())
                .unwrap_or_default(),
            behaviour: exam.behaviour,
            discrepancies: exam
                .behaviour
                .discrepancies()
                .iter()
                .map(|kind| kind.word())
                .collect(),
            is_scheduled: exam.is_scheduled(),
            has_arrived: false,
            is_canceled: false,
        });
        Self(Mutex::new(Journal {
            exams: exams.collect(),
            ..Journal::default()
        }))
    }

    /// What has been done so far.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.open().clone()
    }

    /// What has been done so far, to write on.
    pub(super) fn open(&self) -> MutexGuard<'_, Journal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn seconds<S: Serializer>(at: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&at.format("%Y-%m-%dT%H:%M:%S"))
}
