//! One exam in full: who, what was ordered, what happened when, what was reported.

use crate::{
    Code, ExamId, WallTime,
    board::ExamCard,
    command,
    deviation::Deviation,
    orders::OrderForm,
    protocols::Adherence,
    reconciliation::{DecisionKind, DiscrepancyKind},
};
use serde::{Deserialize, Serialize};

/// Asks for one exam in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowExam {
    /// Which.
    pub id: ExamId,
}
command!(ShowExam, "show_exam", ExamView);

/// One exam in full.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ExamView {
    /// What the board shows of it.
    pub card: ExamCard,
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// The name of the station it belongs to.
    pub station_name: String,
    /// The order behind it; `None` when it is not on the schedule.
    pub order: Option<OrderForm>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// The performed steps, in the order they started.
    pub performed_steps: Vec<PerformedStep>,
    /// How well it followed the protocol catalogue of its day; `None` before it runs, and when no
    /// entry is for it.
    pub adherence: Option<Adherence>,
    /// The messages about it, oldest first.
    pub messages: Vec<MessageHead>,
}

/// One event in an exam's life.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When, by our clock.
    pub time: WallTime,
    /// What.
    pub kind: TimelineKind,
    /// Who caused it: an AE title, or the name of the person at this desk.
    pub by: String,
    /// The outcome of a message, as the four hexadecimal digits of its status; empty for the rest.
    pub status: String,
    /// The message to show for it, if there is one.
    pub message: Option<i64>,
}

/// What kind of event it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TimelineKind {
    /// The order came in.
    Ordered {
        /// `csv`, `manual` or `simulated`.
        source: String,
    },
    /// A person or an import changed the order.
    Edited {
        /// The fields that changed, as DICOM keywords.
        fields: Vec<String>,
    },
    /// The patient arrived.
    Arrived,
    /// The patient is prepared.
    Ready,
    /// Set back to scheduled.
    BackToScheduled,
    /// The order was withdrawn.
    Canceled,
    /// A person undid a change.
    Undone,
    /// A modality started (N-CREATE accepted).
    Started,
    /// A modality reported (N-SET accepted, not final).
    Reported {
        /// Series reported in all.
        series: u32,
        /// Images reported in all, when it said.
        images: Option<u32>,
    },
    /// A modality ended (N-SET COMPLETED accepted).
    Completed {
        /// Series reported in all.
        series: u32,
        /// Images reported in all, when it said.
        images: Option<u32>,
    },
    /// A modality stopped (N-SET DISCONTINUED accepted).
    Discontinued {
        /// Why, when it said.
        reason: Option<Code>,
    },
    /// A person decided what was to be reconciled.
    Decided {
        /// What.
        decision: DecisionKind,
        /// About which kind of difference.
        about: DiscrepancyKind,
        /// The reason that was given.
        note: String,
    },
    /// A message about it was refused; `status` says how.
    Refused {
        /// `N-CREATE` or `N-SET`.
        service: String,
        /// The error comment we answered.
        comment: String,
    },
}

/// One performed step as the modality reported it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PerformedStep {
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// PerformedProcedureStepID (0040,0253).
    pub performed_procedure_step_id: String,
    /// PerformedProcedureStepStatus (0040,0252) as our state.
    pub status: crate::StepStatus,
    /// PerformedStationAETitle (0040,0241).
    pub station_ae_title: String,
    /// PerformedProcedureStepDescription (0040,0254).
    pub description: String,
    /// Start as the modality says.
    pub started: Option<WallTime>,
    /// End as the modality says.
    pub ended: Option<WallTime>,
    /// When its N-CREATE arrived.
    pub received: WallTime,
    /// How it was linked to the scheduled step, in one of the words of `Links.Basis`; empty if not.
    pub link_basis: String,
    /// PerformedProtocolCodeSequence (0040,0260).
    pub protocols: Vec<Code>,
    /// The series it reported.
    pub series: Vec<Series>,
    /// What it consumed, as reported.
    pub consumption: Vec<Consumption>,
    /// Why it was discontinued.
    pub discontinuation: Option<Code>,
    /// What the messages lacked or had wrong, in words for an administrator.
    pub conformance: Vec<Deviation>,
    /// What is odd about its times.
    pub timing: Vec<TimingNote>,
    /// What kind of work it is. Only an acquisition counts in durations and charges.
    pub work: Work,
}

/// What kind of work a performed step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// An exam at a scanner.
    Acquisition,
    /// Work on a workstation: post-processing, evidence.
    PostProcessing,
    /// Objects of another institution were taken in.
    Import,
}

/// What is odd about the times of a performed step. With the first four, its times count in no
/// duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimingNote {
    /// It starts after it was reported.
    StartsInFuture,
    /// It ends after that was reported.
    EndsInFuture,
    /// It ends before it starts.
    EndsBeforeStart,
    /// It started months before it was reported.
    WrongDate,
    /// Start and end were sent together, after the exam.
    Deferred,
    /// Its start was reported late.
    ReportedLate,
}

/// One performed series.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// SeriesInstanceUID (0020,000E).
    pub series_instance_uid: String,
    /// ProtocolName (0018,1030).
    pub protocol_name: String,
    /// SeriesDescription (0008,103E).
    pub description: String,
    /// Images listed.
    pub images: u32,
    /// Other objects listed (reports, presentation states).
    pub others: u32,
    /// OperatorsName (0008,1070), first value.
    pub operator: String,
    /// PerformingPhysicianName (0008,1050), first value.
    pub performing_physician: String,
    /// When it was first reported, by our clock.
    pub first_reported: Option<WallTime>,
}

/// One thing that was consumed or emitted, as the modality reported it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumption {
    /// Which kind.
    pub kind: ConsumptionKind,
    /// Its name as reported (a code meaning, a film size); empty where the kind says all.
    pub name: String,
    /// The amount as reported.
    pub quantity: String,
    /// The unit, UCUM where known; empty when not given.
    pub unit: String,
}

/// The kinds of reported consumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsumptionKind {
    /// Contrast agent (0018,0010) or a drug of the supplies list.
    Contrast,
    /// An item of Billing Supplies and Devices (0040,0324).
    Supply,
    /// An item of Film Consumption (0040,0321).
    Film,
    /// A code of Billing Procedure Step (0040,0320).
    BillingCode,
    /// Dose area product (0018,115E), dGy·cm².
    DoseAreaProduct,
    /// Entrance dose (0040,8302) in mGy, or (0040,0302) in dGy.
    EntranceDose,
    /// Total time of fluoroscopy (0040,0300), seconds.
    FluoroscopyTime,
    /// Total number of exposures (0040,0301).
    Exposures,
    /// Comments on radiation dose (0040,0310).
    DoseComment,
}

/// A message in the list of an exam's messages.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageHead {
    /// Its number.
    pub id: i64,
    /// When it arrived.
    pub time: WallTime,
    /// `N-CREATE` or `N-SET`.
    pub service: String,
    /// Who sent it.
    pub calling_ae_title: String,
    /// Under which of our AE titles.
    pub called_ae_title: String,
    /// From which address.
    pub peer: String,
    /// What we answered, four hexadecimal digits.
    pub status: String,
    /// Its data set's size in bytes.
    pub size: u32,
}

/// Asks for the attributes of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowMessage {
    /// Which.
    pub id: i64,
}
command!(ShowMessage, "show_message", MessageView);

/// A message with its attributes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Its envelope.
    pub head: MessageHead,
    /// SOP Instance UID of the performed step.
    pub sop_instance_uid: String,
    /// Transfer syntax, by name.
    pub transfer_syntax: String,
    /// The error comment we answered; empty if none.
    pub comment: String,
    /// The attributes in the order received.
    pub attributes: Vec<Attribute>,
}

/// One attribute of a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Group and element, `0040,0252`.
    pub tag: String,
    /// DICOM keyword; empty for private or unknown attributes.
    pub keyword: String,
    /// Value representation, two letters.
    pub vr: String,
    /// The value as text; for a sequence, empty.
    pub value: String,
    /// Against the previous accepted message of the same performed step.
    pub change: AttributeChange,
    /// For a sequence, the attributes of each item.
    pub items: Vec<Vec<Attribute>>,
}

/// How an attribute compares with what was known before this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeChange {
    /// Not there before.
    New,
    /// There with another value.
    Changed,
    /// There with the same value, or nothing to compare with.
    Same,
}
