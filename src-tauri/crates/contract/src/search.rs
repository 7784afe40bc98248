//! Search over patients, accessions and stations, for the command palette.

use crate::{Day, ExamId, Name, StepStatus, command};
use serde::{Deserialize, Serialize};

/// Finds exams by the words of a text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Words that all must occur in patient name, PatientID, AccessionNumber or procedure.
    pub text: String,
    /// At most this many, at most 50.
    pub limit: u32,
}
command!(Search, "search", Vec<Hit>);

/// One exam found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The exam.
    pub id: ExamId,
    /// The patient.
    pub patient: Name,
    /// PatientID (0010,0020).
    pub patient_id: String,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// What is to be done.
    pub procedure: String,
    /// Name of the station.
    pub station_name: String,
    /// Its day.
    pub day: Day,
    /// Where it stands.
    pub status: StepStatus,
}
