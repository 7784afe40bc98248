//! What differs between what was ordered and what was done, and what a person decides about it.

use crate::alerts::Severity;
use crate::orders::Changed;
use crate::{Code, Day, ExamId, Name, StepStatus, UndoToken, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the open discrepancies, grouped by kind in the order to deal with them, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowQueue {}
command!(ShowQueue, "show_queue", QueueView);

/// The queue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// The person at this desk: what "mine" is.
    pub user: String,
    /// All open items.
    pub items: Vec<QueueItem>,
}

/// One open discrepancy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueItem {
    /// Its number.
    pub id: i64,
    /// Grows with every change of it; a decision names the one it was made on.
    pub revision: i64,
    /// What it is.
    pub kind: DiscrepancyKind,
    /// How urgent.
    pub severity: Severity,
    /// When it was raised.
    pub raised: WallTime,
    /// The exam it is about.
    pub exam: ExamId,
    /// The patient, as performed where that is known.
    pub patient: Name,
    /// What is (or was) to be done, in words.
    pub procedure: String,
    /// The station's name.
    pub station_name: String,
    /// AccessionNumber (0008,0050); empty when unknown.
    pub accession_number: String,
    /// What the order and the catalogue say, in the words of the data.
    pub expected: String,
    /// What was done.
    pub actual: String,
    /// Who deals with it; empty while nobody does.
    pub assigned_to: String,
}

/// The kinds of discrepancies, in the order of the queue. Their names are those of `export
/// discrepancies`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiscrepancyKind {
    /// Another patient than scheduled.
    PatientMismatch,
    /// Not on the schedule.
    Unscheduled,
    /// Another side than ordered.
    LateralityDiffers,
    /// The order was canceled, the exam was performed.
    CanceledButPerformed,
    /// The operator had picked the wrong worklist entry (110514).
    WrongWorklistEntry,
    /// It runs and nothing is heard of it.
    StuckInProgress,
    /// Another procedure than ordered.
    ProcedureDiffers,
    /// Other protocol codes than scheduled or catalogued.
    ProtocolDiffers,
    /// A series of the protocol is missing.
    MissingSeries,
    /// A series that the protocol does not know.
    ExtraSeries,
    /// Completed without a series.
    NoSeries,
    /// Another modality than scheduled.
    ModalityDiffers,
    /// Another station than scheduled.
    StationDiffers,
    /// The same was reported twice.
    DuplicateStep,
    /// Planned, and no performed step came.
    MissingPerformedStep,
    /// Discontinued without a reason.
    DiscontinuedWithoutReason,
    /// Something came after the end.
    LateUpdate,
    /// What was used and what would be charged disagree.
    BillingDiffers,
}

/// Asks for one item with all a decision needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowCase {
    /// The item.
    pub id: i64,
}
command!(ShowCase, "show_case", CaseView);

/// One item with all a decision needs.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// The item.
    pub item: QueueItem,
    /// Where the exam stands.
    pub status: StepStatus,
    /// What else is open about the same exam.
    pub others: Vec<QueueItem>,
    /// The orders it is linked to now; empty when it is not on the schedule.
    pub linked: Vec<Candidate>,
    /// Orders it could belong to, likeliest first, at most eight.
    pub candidates: Vec<Candidate>,
    /// The candidate to begin with; none under 90 % or when the PatientID differs.
    pub preselected: Option<ExamId>,
    /// Scheduled beside performed: the first order it is linked to, or performed alone.
    pub comparison: Vec<ComparisonRow>,
    /// What a person can decide, in the order to show it.
    pub decisions: Vec<Offer>,
    /// The performed steps of the exam: what a link, a split or a correction works on.
    pub performed_steps: Vec<CaseStep>,
    /// What was decided and what closed by itself, oldest first.
    pub history: Vec<CaseEvent>,
}

/// A performed step of a case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStep {
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// Station's name.
    pub station_name: String,
    /// Where it stands.
    pub status: StepStatus,
    /// Start as the modality says.
    pub started: Option<WallTime>,
    /// End as the modality says.
    pub ended: Option<WallTime>,
    /// Series reported.
    pub series: u32,
    /// Images reported, when it said.
    pub images: Option<u32>,
    /// What a correction begins with.
    pub form: CorrectionForm,
}

/// An order that a performed step could belong to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The exam of its scheduled step.
    pub exam: ExamId,
    /// How likely, 0 to 100.
    pub confidence: u8,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// The patient.
    pub patient: Name,
    /// PatientID (0010,0020).
    pub patient_id: String,
    /// What is to be done.
    pub procedure: String,
    /// Name of the station.
    pub station_name: String,
    /// Planned start.
    pub planned_start: Option<WallTime>,
    /// Where it stands.
    pub status: StepStatus,
    /// Why, strongest first.
    pub reasons: Vec<Reason>,
    /// Scheduled beside performed for this order.
    pub comparison: Vec<ComparisonRow>,
    /// What changes if the exam is linked to it.
    pub consequences: Vec<Consequence>,
    /// Whether the side must be confirmed by a person before it is linked: it was read from texts,
    /// or differs.
    pub confirm_laterality: bool,
}

/// One reason for or against a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What was compared.
    pub what: ReasonKind,
    /// Whether it speaks for the candidate.
    pub agrees: bool,
}

/// What is compared between a performed step and a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonKind {
    /// StudyInstanceUID (0020,000D).
    Study,
    /// AccessionNumber (0008,0050).
    Accession,
    /// ScheduledProcedureStepID (0040,0009) or RequestedProcedureID (0040,1001).
    StepId,
    /// PatientID (0010,0020).
    PatientId,
    /// Name, birth date and sex.
    Demographics,
    /// Procedure or protocol code, or description.
    Procedure,
    /// Station.
    Station,
    /// Modality.
    Modality,
    /// Planned and performed time are near.
    Time,
    /// Left or right.
    Laterality,
    /// The order has no performed step yet.
    Free,
}

/// One line of the comparison.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// Where it stands.
    pub section: Section,
    /// What is compared.
    pub field: ComparedField,
    /// What was scheduled; `None` when there is no rule or nothing was scheduled.
    pub scheduled: Option<String>,
    /// What was performed; `None` when it was not sent.
    pub performed: Option<String>,
    /// How they compare.
    pub verdict: Verdict,
    /// Whether one of them was read from texts and not from a code.
    pub inferred: bool,
}

/// The sections of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Who.
    Patient,
    /// What was asked for.
    Order,
    /// What the scanner did.
    Acquisition,
}

/// The compared fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComparedField {
    /// PatientName (0010,0010).
    Name,
    /// PatientID (0010,0020).
    PatientId,
    /// PatientBirthDate (0010,0030) and PatientSex (0010,0040).
    BirthDateAndSex,
    /// AccessionNumber (0008,0050).
    Accession,
    /// ScheduledProcedureStepID (0040,0009).
    StepId,
    /// Procedure code.
    ProcedureCode,
    /// Protocol codes.
    ProtocolCodes,
    /// Left or right.
    Laterality,
    /// Body part.
    BodyPart,
    /// Station.
    Station,
    /// Modality.
    Modality,
    /// Start.
    Start,
    /// Series against the catalogue: numbers; the rest is in the text.
    Series,
    /// Images.
    Images,
    /// Contrast.
    Contrast,
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same.
    Same,
    /// So near that it is likely a typing mistake or another way to write it.
    Similar,
    /// Not the same.
    Differs,
    /// Scheduled, and not performed or not sent.
    Missing,
    /// Performed, and not scheduled.
    Added,
    /// Nothing to compare with.
    NoRule,
}

/// What a decision will change, told before it is made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "consequence", rename_all = "kebab-case")]
pub enum Consequence {
    /// An exam changes its status.
    Status {
        /// AccessionNumber (0008,0050) of it.
        accession_number: String,
        /// Before.
        from: StepStatus,
        /// After.
        to: StepStatus,
    },
    /// The exam moves to another station's lane.
    Moves {
        /// AccessionNumber (0008,0050) of it.
        accession_number: String,
        /// The station's name.
        station_name: String,
    },
    /// An order is made from what was performed.
    CreatesOrder,
    /// Open items of these kinds close.
    Closes {
        /// Which.
        kinds: Vec<DiscrepancyKind>,
    },
    /// Items of these kinds will open.
    Opens {
        /// Which.
        kinds: Vec<DiscrepancyKind>,
    },
    /// So many charges are made.
    Charges {
        /// How many lines.
        lines: u32,
    },
    /// Nothing is charged for it.
    NothingCharged,
    /// It is kept in the audit trail only.
    OnlyAudited,
    /// Both PatientIDs are one person's: the exam belongs to the order it names, and what comes with
    /// that PatientID from now on is not asked about.
    SamePerson,
}

/// One decision that can be made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which.
    pub decision: DecisionKind,
    /// What changes (for a link: see the candidate).
    pub consequences: Vec<Consequence>,
    /// Whether a reason must be given.
    pub needs_reason: bool,
    /// Why it cannot be made now; `None` when it can.
    pub forbidden: Option<Obstacle>,
}

/// Why a decision cannot be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obstacle {
    /// It is linked to no order.
    NotLinked,
    /// It is linked to an order.
    Linked,
    /// It has no PatientID: that is corrected first.
    NoPatientId,
    /// It runs, and the modality may still change it.
    Runs,
    /// It has ended.
    Ended,
    /// The exam has started or was canceled.
    Started,
}

/// The decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// Link to one order.
    Link,
    /// Link to several orders.
    Split,
    /// Take the link away.
    Unlink,
    /// Keep as it is and make an order for it.
    KeepUnscheduled,
    /// The wrong worklist entry was picked (110514).
    WrongEntry,
    /// The deviation is fine, with a reason.
    Accept,
    /// End an exam that nobody ended.
    Close,
    /// Say why it was discontinued.
    GiveReason,
    /// Correct what the modality reported.
    Correct,
    /// The patient did not come.
    NoShow,
    /// Put the exam back on the schedule.
    Reschedule,
    /// Not a question any more, with a reason.
    Dismiss,
}

/// A decision about one or more items of the same kind.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Decide {
    /// The items with the revision the person saw.
    pub items: Vec<(i64, i64)>,
    /// What is decided.
    pub decision: Decision,
    /// For the audit trail.
    pub note: String,
}
command!(Decide, "decide", Decided);

/// What is decided.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Decision {
    /// The performed step belongs to exactly these orders: one is a link, several are a split; an
    /// order that has performed steps already gets one more.
    Link {
        /// Scheduled exams.
        orders: Vec<ExamId>,
        /// The person has checked the side.
        laterality_checked: bool,
    },
    /// It belongs to none of its orders.
    Unlink,
    /// It stays, and an order is made for it.
    KeepUnscheduled,
    /// The wrong worklist entry was picked: for that entry nothing happened, nothing is charged.
    WrongEntry,
    /// The deviation is accepted. Of a patient who differs in nothing but the PatientID that says that
    /// both are one person's: the exam belongs to the order it names, and the next one is not asked
    /// about.
    Accept {
        /// Why.
        reason: String,
    },
    /// The exam is ended from here.
    Close {
        /// Completed, or else discontinued.
        completed: bool,
        /// Why it was discontinued.
        reason: Option<Code>,
        /// When it ended.
        ended: WallTime,
    },
    /// Why it was discontinued.
    GiveReason {
        /// CID 9301, 9300 or 9302.
        reason: Code,
        /// What becomes of the order.
        then: AfterDiscontinuation,
    },
    /// What the modality reported is corrected; the messages stay as they came.
    Correct {
        /// Which performed step.
        sop_instance_uid: String,
        /// The right values.
        form: CorrectionForm,
    },
    /// The patient did not come: the order is canceled with 110507.
    NoShow,
    /// The order goes back to the schedule.
    Reschedule {
        /// New day.
        day: Day,
        /// New time, `HH:MM`.
        time: String,
    },
    /// It is not a question any more.
    Dismiss {
        /// Why.
        reason: String,
    },
}

/// What becomes of the order of a discontinued exam.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "then", rename_all = "kebab-case")]
pub enum AfterDiscontinuation {
    /// It stays discontinued.
    Stay {
        /// What was done is charged.
        charge: bool,
        /// The images are to be kept; else they are to be disregarded.
        keep_images: bool,
    },
    /// A new step of the same order is put on the schedule.
    Reschedule {
        /// Day.
        day: Day,
        /// Time, `HH:MM`.
        time: String,
    },
    /// The order is withdrawn.
    Cancel,
}

/// What can be corrected of a performed step.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CorrectionForm {
    /// PatientID (0010,0020).
    pub patient_id: String,
    /// PatientName (0010,0010) in DICOM form.
    pub patient_name: String,
    /// PatientBirthDate (0010,0030), `YYYY-MM-DD`.
    pub patient_birth_date: String,
    /// PatientSex (0010,0040).
    pub patient_sex: String,
    /// PerformedProcedureStepDescription (0040,0254).
    pub description: String,
    /// Start, as the wall clock.
    pub started: Option<WallTime>,
    /// End, as the wall clock.
    pub ended: Option<WallTime>,
}

/// What a decision did.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Items that are closed now, also those that closed because of it.
    pub closed: Vec<i64>,
    /// Items that opened because of it.
    pub opened: Vec<i64>,
    /// The exam to show for it now.
    pub exam: ExamId,
    /// How to undo it.
    pub undo: UndoToken,
}

/// Gives items to a person, or to nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignItems {
    /// The items with the revision the person saw.
    pub items: Vec<(i64, i64)>,
    /// To whom; empty gives them back.
    pub to: String,
}
command!(AssignItems, "assign_items", UndoToken);

/// Finds orders for the choice of a candidate by hand.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindCandidates {
    /// The item.
    pub id: i64,
    /// Words of patient name, PatientID, AccessionNumber or procedure.
    pub text: String,
}
command!(FindCandidates, "find_candidates", Vec<Candidate>);

/// A scheduled exam did not happen because the patient did not come, or was stopped before any
/// message: what a coordinator marks without any performed step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkNoShow {
    /// The scheduled exam.
    pub exam: ExamId,
    /// For the audit trail.
    pub note: String,
}
command!(MarkNoShow, "mark_no_show", Changed);

/// An event in the history of a case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// When.
    pub time: WallTime,
    /// Which item.
    pub kind: DiscrepancyKind,
    /// What happened to it.
    pub event: CaseEventKind,
    /// Who; empty when it went by itself.
    pub by: String,
    /// Reason or note.
    pub note: String,
}

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseEventKind {
    /// It was raised.
    Raised,
    /// The data no longer showed it.
    Resolved,
    /// A person decided it.
    Decided,
    /// A person accepted or dismissed it.
    Dismissed,
    /// It was raised again.
    Reopened,
}
