//! Charges: what is billable of each exam, the catalogue behind it, and what leaves the house.

use crate::{Code, Day, ExamId, Name, UndoToken, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the charges of exams that were performed on these days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCharges {
    /// First day.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Only exams in this state; `None` is all.
    pub state: Option<ChargeState>,
    /// Words of patient name, PatientID, AccessionNumber or charge.
    pub text: String,
}
command!(ListCharges, "list_charges", ChargesView);

/// The charges of some days.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargesView {
    /// The exams, newest first.
    pub exams: Vec<ExamCharges>,
    /// How many exams are in each state.
    pub open: u32,
    /// Released, not exported.
    pub released: u32,
    /// Exported.
    pub exported: u32,
    /// Exams with a line that differs from the order.
    pub differing: u32,
}

/// The charges of one exam.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamCharges {
    /// The exam.
    pub exam: ExamId,
    /// Other with every change of what is shown.
    pub revision: i64,
    /// The patient.
    pub patient: Name,
    /// PatientID (0010,0020).
    pub patient_id: String,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// What was done.
    pub procedure: String,
    /// The station's name.
    pub station_name: String,
    /// When it ended.
    pub ended: Option<WallTime>,
    /// Where its charges stand.
    pub state: ChargeState,
    /// The lines, procedure first.
    pub lines: Vec<ChargeLine>,
    /// What was performed, in numbers.
    pub performed: PerformedQuantities,
    /// Why nothing is charged; `None` when something is.
    pub not_charged: Option<NotCharged>,
    /// Whether a performed step of it still runs: it cannot be released yet.
    pub running: bool,
    /// Whether a line differs from the order or is not known.
    pub differs: bool,
}

/// Why nothing is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotCharged {
    /// It has no order.
    Unscheduled,
    /// Nothing of it has ended.
    Running,
    /// The operator had picked the wrong worklist entry (110514).
    WrongEntry,
    /// Discontinued, and the catalogue charges nothing then.
    Discontinued,
    /// No message and no order says which procedure it was.
    NoCode,
    /// The catalogue does not know what was done.
    NotInCatalogue,
}

/// Where the charges of an exam stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeState {
    /// They follow the performed steps until a person releases them.
    Open,
    /// Released: what changes from now on is corrected by credit and new line.
    Released,
    /// They left the house.
    Exported,
    /// Nothing is charged.
    Nothing,
}

/// One line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    /// Stays the same for the same charge, also in the export (FT1-2).
    pub id: String,
    /// The charge.
    pub code: Code,
    /// Modifiers.
    pub modifiers: Vec<String>,
    /// What the order or the catalogue says; empty when it says nothing.
    pub ordered: String,
    /// What was performed.
    pub performed: String,
    /// How many are charged, a decimal number; negative for a credit.
    pub quantity: String,
    /// Unit; empty for pieces.
    pub unit: String,
    /// How they compare.
    pub check: ChargeCheck,
    /// Where the number is from.
    pub origin: ChargeOrigin,
    /// The line a credit takes back.
    pub credits: Option<String>,
    /// When it was released.
    pub released: Option<WallTime>,
    /// Who released it.
    pub released_by: String,
    /// When it was exported.
    pub exported: Option<WallTime>,
}

/// How performed and ordered compare for one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeCheck {
    /// As ordered.
    Matches,
    /// More than ordered.
    More,
    /// Less than ordered.
    Less,
    /// Not ordered, and the catalogue allows it.
    Allowed,
    /// Not ordered, and the catalogue does not know it.
    Unknown,
}

/// Where a line is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeOrigin {
    /// The procedure.
    Procedure,
    /// BillingProcedureStepSequence (0040,0320).
    BillingCode,
    /// BillingSuppliesAndDevicesSequence (0040,0324).
    Supply,
    /// FilmConsumptionSequence (0040,0321).
    Film,
    /// Contrast.
    Contrast,
    /// TotalNumberOfExposures (0040,0301).
    Exposures,
    /// A person added it.
    Manual,
}

/// What was performed, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PerformedQuantities {
    /// Series.
    pub series: u32,
    /// Images, when it was said.
    pub images: Option<u32>,
    /// Contrast, as reported.
    pub contrast: String,
    /// Films.
    pub films: u32,
    /// Supplies, as reported.
    pub supplies: Vec<String>,
    /// Dose, as reported, with units.
    pub dose: Vec<String>,
}

/// Asks for the charges of one exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowCharges {
    /// The exam.
    pub exam: ExamId,
}
command!(ShowCharges, "show_charges", Option<ExamCharges>);

/// Releases the charges of exams, as seen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseCharges {
    /// The exams with the revision the person saw.
    pub exams: Vec<(ExamId, i64)>,
}
command!(ReleaseCharges, "release_charges", UndoToken);

/// Changes the charges of an exam: an open line directly, a released one by a credit and a new line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectCharge {
    /// The exam.
    pub exam: ExamId,
    /// The revision the person saw.
    pub revision: i64,
    /// The line to correct; `None` adds one.
    pub line: Option<String>,
    /// The charge.
    pub code: Code,
    /// The right number, a decimal number; `0` takes it away.
    pub quantity: String,
    /// Why.
    pub reason: String,
}
command!(CorrectCharge, "correct_charge", UndoToken);

/// Writes released charges to a file and marks them as exported.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCharges {
    /// First day.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// CSV or XLSX.
    pub format: FileFormat,
    /// With names, else without.
    pub with_names: bool,
    /// Also those exported before.
    pub again: bool,
}
command!(ExportCharges, "export_charges", ExportedFile);

/// Formats of files that leave the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFormat {
    /// Comma-separated, UTF-8, safe against formulas.
    Csv,
    /// A workbook.
    Xlsx,
}

/// A file made for a person: where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// Its path.
    pub path: String,
    /// Rows in it.
    pub rows: u32,
}

/// Asks for the charge catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChargeRules {}
command!(ListChargeRules, "list_charge_rules", Vec<ChargeRuleRow>);

/// An entry with its number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRuleRow {
    /// Its number.
    pub id: i64,
    /// Its content.
    pub form: ChargeRuleForm,
}

/// What is charged for what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChargeRuleForm {
    /// What the code names.
    pub on: ChargeTrigger,
    /// The code that makes it: of a procedure, a supply, a billing step; empty for films and
    /// exposures, which have none.
    pub code: Code,
    /// What is charged.
    pub charge: Code,
    /// How many.
    pub quantity: QuantityRule,
    /// Modifiers always added.
    pub modifiers: Vec<String>,
    /// How many the order implies, a decimal number; empty says nothing.
    pub ordered: String,
    /// What is charged when the exam was discontinued, in percent; 0 charges nothing.
    pub discontinued_percent: u8,
}

/// What makes a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeTrigger {
    /// A requested or performed procedure.
    #[default]
    Procedure,
    /// An item of supplies, contrast among them.
    Supply,
    /// A billing procedure step.
    BillingCode,
    /// A film.
    Film,
    /// An exposure.
    Exposure,
}

/// How many are charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuantityRule {
    /// One an exam.
    #[default]
    Once,
    /// The quantity reported.
    AsReported,
    /// The quantity reported, rounded up to whole pieces.
    RoundedUp,
}

/// Creates or changes an entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveChargeRule {
    /// Which; `None` adds one.
    pub id: Option<i64>,
    /// Its content.
    pub form: ChargeRuleForm,
}
command!(SaveChargeRule, "save_charge_rule", ChargeRuleRow);

/// Takes an entry away.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveChargeRule {
    /// Which.
    pub id: i64,
}
command!(RemoveChargeRule, "remove_charge_rule", ());
