//! The quality report: ordered against performed for every exam of a period.

use crate::charges::{ExportedFile, FileFormat};
use crate::reconciliation::DiscrepancyKind;
use crate::{Code, Day, ExamId, Name, StepStatus, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowQuality {
    /// Of which exams.
    pub filter: QualityFilter,
}
command!(ShowQuality, "show_quality", QualityView);

/// Which exams a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QualityFilter {
    /// First day.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Only this station (AE title); empty is all.
    pub station: String,
    /// Only this procedure code value; empty is all.
    pub procedure: String,
}

/// The report.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityView {
    /// The filter it was made with.
    pub filter: QualityFilter,
    /// Numbers of the whole.
    pub totals: QualityTotals,
    /// One row a procedure, most exams first.
    pub procedures: Vec<QualityProcedure>,
    /// One row an exam, oldest first.
    pub exams: Vec<QualityExam>,
    /// Stations and procedures to choose from.
    pub stations: Vec<(String, String)>,
    /// Procedure code values with their meanings.
    pub procedure_codes: Vec<Code>,
}

/// Numbers of a report; every one is a count of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QualityTotals {
    /// Exams.
    pub exams: u32,
    /// Done.
    pub completed: u32,
    /// Stopped.
    pub discontinued: u32,
    /// Performed without being on the schedule.
    pub unscheduled: u32,
    /// Exams in which something differed.
    pub with_deviation: u32,
    /// Of those, with every deviation decided.
    pub decided: u32,
    /// Mean adherence in percent of those that can be judged; `None` when none can.
    pub adherence: Option<u8>,
}

/// One procedure.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityProcedure {
    /// Which.
    pub code: Code,
    /// Its numbers.
    pub totals: QualityTotals,
}

/// One exam.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityExam {
    /// Which.
    pub exam: ExamId,
    /// Its day.
    pub day: Day,
    /// The patient.
    pub patient: Name,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// The station's name.
    pub station_name: String,
    /// What was ordered; empty when it was not on the schedule.
    pub ordered: String,
    /// What was performed; empty when nothing was.
    pub performed: String,
    /// Where it stands.
    pub status: StepStatus,
    /// Adherence in percent; `None` when there is nothing to judge by.
    pub adherence: Option<u8>,
    /// What differed.
    pub deviations: Vec<Deviation>,
}

/// One deviation with what became of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// Which.
    pub kind: DiscrepancyKind,
    /// Whether it is still open.
    pub open: bool,
    /// Who decided it; empty when it closed by itself or is open.
    pub decided_by: String,
    /// When it closed.
    pub closed: Option<WallTime>,
    /// Why: the reason given.
    pub reason: String,
}

/// Writes the report to a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportQuality {
    /// Of which exams.
    pub filter: QualityFilter,
    /// CSV or XLSX.
    pub format: FileFormat,
    /// With names, else without.
    pub with_names: bool,
}
command!(ExportQuality, "export_quality", ExportedFile);
