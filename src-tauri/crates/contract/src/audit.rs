//! The audit trail: every change with who, when, before and after.

use crate::charges::{ExportedFile, FileFormat};
use crate::{Day, ExamId, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for a window of the trail, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAudit {
    /// Which entries.
    pub filter: AuditFilter,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return, at most 500.
    pub limit: u32,
}
command!(ListAudit, "list_audit", AuditPage);

/// Which entries of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AuditFilter {
    /// First day.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Only by this person or program; empty is all.
    pub who: String,
    /// Only this action; empty is all.
    pub action: String,
    /// Only this kind of record; empty is all.
    pub subject: String,
}

/// A window of the trail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// How many entries match in all.
    pub total: u32,
    /// The entries.
    pub rows: Vec<AuditRow>,
    /// Everyone who did something in these days, to choose from.
    pub people: Vec<String>,
    /// Every action of these days, to choose from.
    pub actions: Vec<String>,
    /// Every kind of record of these days, to choose from.
    pub subjects: Vec<String>,
}

/// Asks whether the whole trail is as it was written: all of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyAudit {}
command!(VerifyAudit, "verify_audit", ChainState);

/// Whether the trail is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "chain", rename_all = "kebab-case")]
pub enum ChainState {
    /// Every entry is as it was written, and none is missing.
    Whole {
        /// Entries verified.
        entries: u64,
    },
    /// The first entry that is not as it was written, or whose predecessor is missing.
    Broken {
        /// Its number.
        entry: i64,
    },
    /// What there is, is as it was written; what followed is missing.
    Cut {
        /// The number of the first that is missing.
        entry: i64,
    },
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Its number.
    pub id: i64,
    /// When.
    pub time: WallTime,
    /// The person or program.
    pub who: String,
    /// What was done, a word.
    pub action: String,
    /// The kind of record.
    pub subject: String,
    /// Its number.
    pub subject_id: i64,
    /// The exam to open for it, if there is one.
    pub exam: Option<ExamId>,
    /// Reason or note.
    pub note: String,
    /// What changed.
    pub changes: Vec<FieldChange>,
}

/// One field before and after.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field, a DICOM keyword where there is one.
    pub field: String,
    /// Before; empty when there was nothing.
    pub before: String,
    /// After; empty when there is nothing.
    pub after: String,
}

/// Writes the trail to a file; the export itself is audited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportAudit {
    /// Which entries.
    pub filter: AuditFilter,
    /// CSV or XLSX.
    pub format: FileFormat,
    /// With names, else without.
    pub with_names: bool,
}
command!(ExportAudit, "export_audit", ExportedFile);
