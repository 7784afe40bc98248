//! A performed step (MPPS instance, PS3.4 Annex F): what a modality reports of it, and what is known
//! after its reports.

mod counts;
mod deviation;
mod findings;
mod life;
mod merge;
mod refusal;
mod timing;

pub use counts::Counts;
pub use deviation::{Deviation, FAULTS, Fault, Place};
pub use life::{Created, Creation, PerformedStep, Update, create, set};
pub use refusal::Refusal;
pub use timing::{Reported, TimingNote};

use crate::{AeTitle, Code, Patient, PersonName, Uid};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::fmt;

/// PerformedProcedureStepStatus (0040,0252).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PerformedStatus {
    /// IN PROGRESS.
    InProgress,
    /// COMPLETED. Final.
    Completed,
    /// DISCONTINUED. Final.
    Discontinued,
}

impl PerformedStatus {
    /// Reads a status as devices write it: padded, with `_` or without the space, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| !matches!(c, ' ' | '_' | '\0'));
        let word: String = letters.map(|c| c.to_ascii_uppercase()).collect();
        match word.as_str() {
            "INPROGRESS" => Some(Self::InProgress),
            "COMPLETED" => Some(Self::Completed),
            "DISCONTINUED" => Some(Self::Discontinued),
            _ => None,
        }
    }

    /// The enumerated value (PS3.3 C.4.14).
    #[must_use]
    pub fn as_dicom(self) -> &'static str {
        match self {
            Self::InProgress => "IN PROGRESS",
            Self::Completed => "COMPLETED",
            Self::Discontinued => "DISCONTINUED",
        }
    }

    /// Whether the modality may change nothing any more (PS3.4 F.7.2.2.3).
    #[must_use]
    pub fn is_final(self) -> bool {
        match self {
            Self::InProgress => false,
            Self::Completed | Self::Discontinued => true,
        }
    }
}

/// What one N-CREATE or N-SET reports. `None` is "attribute not sent"; an empty value is "sent
/// without a value". Sequences replace what was known as a whole (PS3.4 F.7.2.2.2). `Debug` shows
/// only the status and what was wrong.
#[derive(Clone, PartialEq, Default)]
pub struct Report {
    /// SpecificCharacterSet (0008,0005), as sent: an N-SET without it is read in that of its
    /// N-CREATE (PS3.4 F.7.2.2.1).
    pub character_set: Option<String>,
    /// The status, as sent (trimmed): may be none of the three allowed.
    pub status: Option<String>,
    /// ScheduledStepAttributesSequence (0040,0270); empty items are left out.
    pub scheduled_steps: Option<Vec<ScheduledReference>>,
    /// The patient; each part empty when not sent.
    pub patient: Patient,
    /// AdmissionID (0038,0010).
    pub admission_id: Option<String>,
    /// PerformedProcedureStepID (0040,0253).
    pub performed_procedure_step_id: Option<String>,
    /// PerformedStationAETitle (0040,0241); `None` also when it breaks the rules.
    pub station_ae_title: Option<AeTitle>,
    /// PerformedStationName (0040,0242).
    pub station_name: Option<String>,
    /// PerformedLocation (0040,0243).
    pub location: Option<String>,
    /// PerformedProcedureStepStartDate (0040,0244).
    pub start_date: Option<NaiveDate>,
    /// PerformedProcedureStepStartTime (0040,0245).
    pub start_time: Option<NaiveTime>,
    /// PerformedProcedureStepEndDate (0040,0250).
    pub end_date: Option<NaiveDate>,
    /// PerformedProcedureStepEndTime (0040,0251).
    pub end_time: Option<NaiveTime>,
    /// PerformedProcedureStepDescription (0040,0254).
    pub description: Option<String>,
    /// PerformedProcedureTypeDescription (0040,0255).
    pub type_description: Option<String>,
    /// ProcedureCodeSequence (0008,1032).
    pub procedure_codes: Option<Vec<Code>>,
    /// PerformedProtocolCodeSequence (0040,0260).
    pub protocol_codes: Option<Vec<Code>>,
    /// CommentsOnThePerformedProcedureStep (0040,0280).
    pub comments: Option<String>,
    /// PerformedProcedureStepDiscontinuationReasonCodeSequence (0040,0281).
    pub discontinuation_reasons: Option<Vec<Code>>,
    /// Modality (0008,0060).
    pub modality: Option<String>,
    /// StudyID (0020,0010).
    pub study_id: Option<String>,
    /// PerformedSeriesSequence (0040,0340); empty items are left out.
    pub series: Option<Vec<PerformedSeries>>,
    /// Reported consumption, by the attribute it came in: each attribute that was sent replaces
    /// what was known of that attribute.
    pub consumption: Vec<(ConsumptionSource, Vec<Consumption>)>,
    /// What the message lacked or had wrong, naming attribute and clause, without patient data.
    pub findings: Vec<String>,
}

impl Report {
    /// When the modality says it started; `None` unless it gave date and time.
    #[must_use]
    pub fn started(&self) -> Option<NaiveDateTime> {
        Some(self.start_date?.and_time(self.start_time?))
    }

    /// When the modality says it ended; `None` unless it gave date and time.
    #[must_use]
    pub fn ended(&self) -> Option<NaiveDateTime> {
        Some(self.end_date?.and_time(self.end_time?))
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("status", &self.status)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

/// One item of the Scheduled Step Attributes Sequence. Empty text is "not sent or empty".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScheduledReference {
    /// StudyInstanceUID (0020,000D).
    pub study_instance_uid: Option<Uid>,
    /// Referenced SOP Instance UIDs of ReferencedStudySequence (0008,1110).
    pub referenced_study_uids: Vec<Uid>,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// RequestedProcedureID (0040,1001).
    pub requested_procedure_id: String,
    /// RequestedProcedureDescription (0032,1060).
    pub requested_procedure_description: String,
    /// RequestedProcedureCodeSequence (0032,1064).
    pub requested_procedure_codes: Vec<Code>,
    /// ScheduledProcedureStepID (0040,0009).
    pub scheduled_procedure_step_id: String,
    /// ScheduledProcedureStepDescription (0040,0007).
    pub scheduled_procedure_step_description: String,
    /// ScheduledProtocolCodeSequence (0040,0008).
    pub scheduled_protocol_codes: Vec<Code>,
    /// PlacerOrderNumberImagingServiceRequest (0040,2016).
    pub placer_order_number: String,
    /// FillerOrderNumberImagingServiceRequest (0040,2017).
    pub filler_order_number: String,
}

/// One item of the Performed Series Sequence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerformedSeries {
    /// SeriesInstanceUID (0020,000E).
    pub series_instance_uid: String,
    /// ProtocolName (0018,1030).
    pub protocol_name: String,
    /// SeriesDescription (0008,103E).
    pub description: String,
    /// RetrieveAETitle (0008,0054).
    pub retrieve_ae_title: String,
    /// OperatorsName (0008,1070).
    pub operators: Vec<PersonName>,
    /// PerformingPhysicianName (0008,1050).
    pub performing_physicians: Vec<PersonName>,
    /// ReferencedImageSequence (0008,1140); `None` when not sent or sent without items, which says
    /// nothing about how many images there are.
    pub images: Option<Vec<InstanceReference>>,
    /// ReferencedNonImageCompositeSOPInstanceSequence (0040,0220).
    pub others: Option<Vec<InstanceReference>>,
}

/// A referenced SOP instance.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct InstanceReference {
    /// Referenced SOP Class UID (0008,1150).
    pub sop_class_uid: String,
    /// Referenced SOP Instance UID (0008,1155).
    pub sop_instance_uid: String,
}

/// The attribute a reported consumption came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConsumptionSource {
    /// BillingProcedureStepSequence (0040,0320): codes.
    BillingProcedureStep,
    /// FilmConsumptionSequence (0040,0321).
    FilmConsumption,
    /// BillingSuppliesAndDevicesSequence (0040,0324).
    BillingSupplies,
    /// ContrastBolusAgent (0018,0010) or its sequence (0018,0012), top level or in a series.
    Contrast,
    /// ImageAndFluoroscopyAreaDoseProduct (0018,115E), dGy·cm².
    DoseAreaProduct,
    /// EntranceDose (0040,0302), dGy.
    EntranceDose,
    /// EntranceDoseInmGy (0040,8302), mGy.
    EntranceDoseInMilligray,
    /// TotalTimeOfFluoroscopy (0040,0300), seconds.
    FluoroscopyTime,
    /// TotalNumberOfExposures (0040,0301).
    Exposures,
    /// CommentsOnRadiationDose (0040,0310).
    DoseComment,
}

/// One reported consumption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consumption {
    /// What, when it is coded.
    pub code: Option<Code>,
    /// What, in words (film size and medium, agent name, comment).
    pub name: String,
    /// How much, as reported.
    pub quantity: String,
    /// Unit, UCUM where known.
    pub unit: String,
}
