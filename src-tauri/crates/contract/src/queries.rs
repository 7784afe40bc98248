//! Worklist queries as devices asked them, and why a scheduled step was not among the answers.

use crate::{Day, ExamId, Name, StepStatus, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the stored queries (C-FIND), latest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListQueries {
    /// Calling AE title; empty is any.
    pub calling_ae_title: String,
    /// Called AE title; empty is any.
    pub called_ae_title: String,
    /// Only those that were answered with nothing.
    pub only_empty: bool,
    /// Only those before the one with this number; `None` begins with the latest.
    pub before: Option<i64>,
    /// At most this many, at most 500.
    pub limit: u32,
}
command!(ListQueries, "list_queries", QueriesView);

/// Stored queries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueriesView {
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// The queries, latest first.
    pub queries: Vec<QueryRow>,
    /// Whether older ones were left out.
    pub more: bool,
}

/// One query as it was asked and answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryRow {
    /// Its number.
    pub id: i64,
    /// When it was asked.
    pub asked: WallTime,
    /// Who asked.
    pub calling_ae_title: String,
    /// The name of that device; its AE title when it is not registered.
    pub device_name: String,
    /// By which of our AE titles it called.
    pub called_ae_title: String,
    /// How it ended.
    pub outcome: QueryOutcome,
    /// The final status (0000,0900).
    pub status: u16,
    /// The Error Comment (0000,0902) that went with it; empty without.
    pub comment: String,
    /// How many steps were answered.
    pub answers: u32,
    /// The keys that had to match, in the order of their tags; keys without a value are left out.
    pub keys: Vec<AskedKey>,
}

/// How a query ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryOutcome {
    /// With all that matched.
    Answered,
    /// With the first of what matched, because the device gets no more at once.
    Cut,
    /// By C-CANCEL of the device.
    Canceled,
    /// Not carried out: the identifier could not be used.
    Refused,
}

/// A key with the value that had to match. `Debug` does not show the value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedKey {
    /// Tag, `(0008,0050)`.
    pub tag: String,
    /// DICOM keyword.
    pub keyword: String,
    /// The value as it was asked; of a code sequence value and scheme, separated by a blank.
    pub value: String,
}

impl std::fmt::Debug for AskedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskedKey")
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}

/// Asks why a query was answered as it was, judged by the schedule and the settings as they are
/// now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainQuery {
    /// Which query.
    pub id: i64,
}
command!(ExplainQuery, "explain_query", QueryExplanation);

/// Why scheduled steps are not among the answers of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryExplanation {
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// The query.
    pub query: QueryRow,
    /// First day of the steps that were looked at.
    pub first_day: Day,
    /// Last day of them: the days the query asks for with one day around, else today.
    pub last_day: Day,
    /// How many steps were looked at.
    pub considered: u32,
    /// How many of them the same query would be answered with now.
    pub matching: u32,
    /// What excludes steps, whatever excludes most of them alone first.
    pub exclusions: Vec<ExclusionCount>,
    /// The steps that nearly matched, those with the fewest exclusions first; at most 20.
    pub nearest: Vec<NearStep>,
}

/// How many steps something excludes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionCount {
    /// What.
    pub reason: ExclusionReason,
    /// Steps it excludes, alone or with others.
    pub steps: u32,
    /// Steps that would be answered without it.
    pub alone: u32,
}

/// Why a step is not among the answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum ExclusionReason {
    /// A key does not match.
    Key {
        /// Tag, `(0008,0050)`.
        tag: String,
        /// DICOM keyword.
        keyword: String,
    },
    /// The device sees only the steps of its own station.
    OwnStation,
    /// Steps of this status have left the worklist of the device.
    HiddenStatus,
    /// The day is before the days that are offered.
    TooEarly,
    /// The day is after the days that are offered.
    TooLate,
    /// The AE title the device called us by does not offer this modality.
    CalledModality,
    /// The AE title the device called us by does not offer this station.
    CalledStation,
    /// It matches, but the device gets no more answers at once.
    Cap,
}

/// A step that nearly matched.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearStep {
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
    /// The name of its station; empty when any may do it.
    pub station_name: String,
    /// Modality (0008,0060).
    pub modality: String,
    /// When it is to start.
    pub start: WallTime,
    /// Where it stands.
    pub status: StepStatus,
    /// All that excludes it.
    pub exclusions: Vec<Exclusion>,
}

impl std::fmt::Debug for NearStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NearStep")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// One thing that excludes a step. `Debug` does not show the values.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// What.
    pub reason: ExclusionReason,
    /// What was asked or allowed: the value of the key, the device's AE title, the last day.
    pub asked: String,
    /// What the step has in its place; empty when it has nothing.
    pub stored: String,
}

impl std::fmt::Debug for Exclusion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exclusion")
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}
