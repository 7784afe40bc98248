//! Orders: the list of any date range, one order's form, and what a person does to a scheduled step.

use crate::{Day, ExamId, Name, Priority, StepStatus, UndoToken, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for a window of the sorted and filtered list of scheduled steps.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListOrders {
    /// First day.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Words that all must occur in patient name, PatientID, AccessionNumber or procedure; case and
    /// accents do not matter.
    pub text: String,
    /// Only these; empty is all.
    pub statuses: Vec<StepStatus>,
    /// Only this modality; empty is all.
    pub modality: String,
    /// Only this station's AE title; empty is all.
    pub station: String,
    /// Sort by this column.
    pub sort: OrderSort,
    /// Largest first.
    pub descending: bool,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return, at most 500.
    pub limit: u32,
}
command!(ListOrders, "list_orders", OrderPage);

/// The columns the list sorts by; ties go by start, then AccessionNumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderSort {
    /// Planned start.
    #[default]
    Start,
    /// Patient name.
    Patient,
    /// AccessionNumber.
    AccessionNumber,
    /// Procedure.
    Procedure,
    /// Station.
    Station,
    /// Status, in the order of life.
    Status,
    /// Priority, most urgent first.
    Priority,
}

/// A window of the list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPage {
    /// How many rows match in all.
    pub total: u32,
    /// The first row's position.
    pub offset: u32,
    /// The rows asked for.
    pub rows: Vec<OrderRow>,
}

/// One scheduled step in the list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
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
    /// Modality (0008,0060).
    pub modality: String,
    /// AE title of the first station.
    pub station: String,
    /// Names of the stations, joined.
    pub stations: String,
    /// Planned start.
    pub planned_start: Option<WallTime>,
    /// Expected duration in minutes.
    pub expected_minutes: u32,
    /// Where it stands.
    pub status: StepStatus,
    /// Urgency.
    pub priority: Priority,
}

/// Asks for an order's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowOrder {
    /// Which.
    pub id: ExamId,
}
command!(ShowOrder, "show_order", OrderForm);

/// What a person enters or changes of an order with one scheduled step. Empty text is "not known".
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrderForm {
    /// PatientID (0010,0020). Required.
    pub patient_id: String,
    /// IssuerOfPatientID (0010,0021).
    pub issuer_of_patient_id: String,
    /// PatientName (0010,0010) in DICOM form, `Family^Given`. Required.
    pub patient_name: String,
    /// PatientBirthDate (0010,0030), `YYYY-MM-DD`.
    pub patient_birth_date: String,
    /// PatientSex (0010,0040): M, F, O or empty.
    pub patient_sex: String,
    /// PatientWeight (0010,1030), kilograms.
    pub patient_weight: String,
    /// MedicalAlerts (0010,2000).
    pub medical_alerts: String,
    /// Allergies (0010,2110).
    pub allergies: String,
    /// PregnancyStatus (0010,21C0): 1 to 4 or empty.
    pub pregnancy_status: String,
    /// AdmissionID (0038,0010).
    pub admission_id: String,
    /// CurrentPatientLocation (0038,0300).
    pub current_patient_location: String,
    /// AccessionNumber (0008,0050), at most 16 characters; made when empty.
    pub accession_number: String,
    /// ReferringPhysicianName (0008,0090).
    pub referring_physician_name: String,
    /// RequestingPhysician (0032,1032).
    pub requesting_physician: String,
    /// RequestedProcedureID (0040,1001), at most 16 characters; made when empty.
    pub requested_procedure_id: String,
    /// RequestedProcedureDescription (0032,1060).
    pub requested_procedure_description: String,
    /// RequestedProcedureCodeSequence (0032,1064).
    pub requested_procedure_code: Option<crate::Code>,
    /// Urgency.
    pub priority: Priority,
    /// StudyInstanceUID (0020,000D); made when empty.
    pub study_instance_uid: String,
    /// ScheduledProcedureStepID (0040,0009), at most 16 characters; made when empty.
    pub scheduled_procedure_step_id: String,
    /// ScheduledProcedureStepDescription (0040,0007).
    pub scheduled_procedure_step_description: String,
    /// Modality (0008,0060). Required.
    pub modality: String,
    /// ScheduledStationAETitle (0040,0001), one or more. Required.
    pub station_ae_titles: Vec<String>,
    /// ScheduledProcedureStepLocation (0040,0011).
    pub location: String,
    /// ScheduledPerformingPhysicianName (0040,0006).
    pub performing_physician_name: String,
    /// Day of the start. Required.
    pub day: Day,
    /// Time of the start, `HH:MM`. Required.
    pub time: String,
    /// Expected duration in minutes; 0 takes the procedure's or modality's usual one.
    pub expected_minutes: u32,
}

/// Creates or changes an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveOrder {
    /// The exam to change; `None` creates one.
    pub id: Option<ExamId>,
    /// Its new content.
    pub form: OrderForm,
    /// For a new order: the patient is here now (status arrived) rather than scheduled.
    pub patient_is_here: bool,
}
command!(SaveOrder, "save_order", Changed);

/// What a person does to a scheduled step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStep {
    /// Which.
    pub id: ExamId,
    /// What.
    pub change: StepChange,
}
command!(ChangeStep, "change_step", Changed);

/// The changes a person can make to a scheduled step that has not started.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum StepChange {
    /// The patient arrived.
    Arrive,
    /// The patient is prepared.
    MakeReady,
    /// Back to scheduled: the patient is not here after all.
    BackToScheduled,
    /// The order is withdrawn.
    Cancel {
        /// Why, in words.
        reason: String,
    },
    /// Another station or time.
    Move {
        /// AE title of the new station.
        station: String,
        /// New day.
        day: Day,
        /// New time, `HH:MM`.
        time: String,
    },
}

/// The answer to a change.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The exam changed or made.
    pub id: ExamId,
    /// How to undo it; `None` if nothing changed.
    pub undo: Option<UndoToken>,
}

/// Undoes a change or an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// What.
    pub token: UndoToken,
}
command!(Undo, "undo", Undone);

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Steps put back.
    pub steps: u32,
    /// Steps left alone because they changed since (for example, the exam started).
    pub kept: u32,
}
