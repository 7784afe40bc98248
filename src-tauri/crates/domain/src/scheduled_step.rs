//! A scheduled step with what stands above it: requested procedure, order, visit, patient
//! (PS3.4 Table K.6-1). This is what the worklist answers.

use crate::{AeTitle, Code, Patient, PersonName, Uid};
use chrono::{NaiveDate, NaiveTime};
use std::fmt;

/// Our status of a scheduled step, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum StepStatus {
    /// Planned; the patient is not here.
    #[default]
    Scheduled,
    /// The patient is here.
    Arrived,
    /// The patient is prepared.
    Ready,
    /// At least one performed step runs.
    InProgress,
    /// Done.
    Completed,
    /// Stopped before it was done.
    Discontinued,
    /// The order was withdrawn.
    Canceled,
}

impl StepStatus {
    /// Whether it is still to be done or being done.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Scheduled | Self::Arrived | Self::Ready | Self::InProgress => true,
            Self::Completed | Self::Discontinued | Self::Canceled => false,
        }
    }

    /// Scheduled Procedure Step Status (0040,0020) as a modality knows it: one of the five terms of
    /// PS3.3 C.4.10. Everything that is over is DEPARTED.
    #[must_use]
    pub fn as_dicom(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Arrived => "ARRIVED",
            Self::Ready => "READY",
            Self::InProgress => "STARTED",
            Self::Completed | Self::Discontinued | Self::Canceled => "DEPARTED",
        }
    }
}

/// Requested Procedure Priority (0040,1003), most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Priority {
    /// At once.
    Stat,
    /// Before routine.
    High,
    /// As planned.
    #[default]
    Routine,
    /// After routine.
    Medium,
    /// When there is room.
    Low,
}

impl Priority {
    /// The defined term of PS3.3 C.4.11.
    #[must_use]
    pub fn as_dicom(self) -> &'static str {
        match self {
            Self::Stat => "STAT",
            Self::High => "HIGH",
            Self::Routine => "ROUTINE",
            Self::Medium => "MEDIUM",
            Self::Low => "LOW",
        }
    }
}

/// One scheduled step. Empty text is "not known". `Debug` shows only which one and where it stands.
#[derive(Clone, PartialEq, Default)]
pub struct ScheduledStep {
    /// Our number of it.
    pub id: i64,
    /// Grows with every change.
    pub revision: i64,

    /// The patient.
    pub patient: Patient,
    /// PatientWeight (0010,1030), kilograms, as given.
    pub patient_weight: String,
    /// PatientSize (0010,1020), metres, as given.
    pub patient_size: String,
    /// MedicalAlerts (0010,2000).
    pub medical_alerts: String,
    /// Allergies (0010,2110).
    pub allergies: String,
    /// PregnancyStatus (0010,21C0): 1 to 4.
    pub pregnancy_status: Option<u16>,
    /// PatientState (0038,0500).
    pub patient_state: String,
    /// SpecialNeeds (0038,0050).
    pub special_needs: String,
    /// ConfidentialityConstraintOnPatientDataDescription (0040,3001).
    pub confidentiality_constraint: String,
    /// PatientComments (0010,4000).
    pub patient_comments: String,

    /// AdmissionID (0038,0010).
    pub admission_id: String,
    /// CurrentPatientLocation (0038,0300).
    pub current_patient_location: String,

    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// PlacerOrderNumberImagingServiceRequest (0040,2016).
    pub placer_order_number: String,
    /// FillerOrderNumberImagingServiceRequest (0040,2017).
    pub filler_order_number: String,
    /// ReferringPhysicianName (0008,0090).
    pub referring_physician_name: PersonName,
    /// RequestingPhysician (0032,1032).
    pub requesting_physician: PersonName,
    /// RequestingService (0032,1033).
    pub requesting_service: String,

    /// RequestedProcedureID (0040,1001).
    pub requested_procedure_id: String,
    /// RequestedProcedureDescription (0032,1060).
    pub requested_procedure_description: String,
    /// RequestedProcedureCodeSequence (0032,1064).
    pub requested_procedure_code: Option<Code>,
    /// RequestedProcedurePriority (0040,1003).
    pub priority: Priority,
    /// ReasonForTheRequestedProcedure (0040,1002).
    pub reason: String,
    /// RequestedProcedureComments (0040,1400).
    pub requested_procedure_comments: String,
    /// PatientTransportArrangements (0040,1004).
    pub transport: String,
    /// StudyInstanceUID (0020,000D). Always present once stored.
    pub study_instance_uid: Option<Uid>,

    /// ScheduledProcedureStepID (0040,0009).
    pub scheduled_procedure_step_id: String,
    /// ScheduledProcedureStepDescription (0040,0007).
    pub description: String,
    /// ScheduledProtocolCodeSequence (0040,0008).
    pub protocol_codes: Vec<Code>,
    /// Modality (0008,0060).
    pub modality: String,
    /// ScheduledStationAETitle (0040,0001): any of them may perform it.
    pub station_ae_titles: Vec<AeTitle>,
    /// ScheduledStationName (0040,0010).
    pub station_name: String,
    /// ScheduledProcedureStepLocation (0040,0011).
    pub location: String,
    /// ScheduledProcedureStepStartDate (0040,0002), local wall clock.
    pub start_date: NaiveDate,
    /// ScheduledProcedureStepStartTime (0040,0003), local wall clock.
    pub start_time: NaiveTime,
    /// ScheduledPerformingPhysicianName (0040,0006).
    pub performing_physician_name: PersonName,
    /// PreMedication (0040,0012).
    pub pre_medication: String,
    /// RequestedContrastAgent (0032,1070).
    pub requested_contrast_agent: String,
    /// CommentsOnTheScheduledProcedureStep (0040,0400).
    pub comments: String,
    /// Expected duration in minutes.
    pub expected_minutes: u32,
    /// Where it stands.
    pub status: StepStatus,
}

impl fmt::Debug for ScheduledStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScheduledStep")
            .field("id", &self.id)
            .field("revision", &self.revision)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
