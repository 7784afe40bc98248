//! Schedule files: preview, then import, then undo.

use crate::{Name, UndoToken, command};
use serde::{Deserialize, Serialize};

/// Reads a schedule file without changing anything.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewImport {
    /// The file's name, for messages.
    pub file_name: String,
    /// Its content.
    pub content: String,
}
command!(PreviewImport, "preview_import", ImportPreview);

/// What an import would do.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// The totals.
    pub summary: ImportSummary,
    /// Columns of the file that are not known and are ignored.
    pub unknown_columns: Vec<String>,
    /// The first 200 rows with what would become of each.
    pub rows: Vec<PreviewRow>,
}

/// One row of the file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the file, the header being 1.
    pub row: u32,
    /// What would become of it.
    pub effect: RowEffect,
    /// The patient, when it could be read.
    pub patient: Name,
    /// AccessionNumber; empty if it will be made.
    pub accession_number: String,
    /// What is to be done.
    pub procedure: String,
    /// AE titles of the stations.
    pub stations: String,
    /// Start as read, `YYYY-MM-DD HH:MM`.
    pub start: String,
    /// Why it is rejected; empty if not.
    pub reason: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowEffect {
    /// A new scheduled step.
    Created,
    /// A change of a known one.
    Updated,
    /// Known and the same.
    Unchanged,
    /// Not usable.
    Rejected,
}

/// Imports a schedule file. Bad rows do not stop good ones; importing twice changes nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunImport {
    /// The file's name, for messages and the audit trail.
    pub file_name: String,
    /// Its content.
    pub content: String,
}
command!(RunImport, "run_import", Imported);

/// What an import did.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The totals.
    pub summary: ImportSummary,
    /// How to undo all of it; `None` if nothing changed.
    pub undo: Option<UndoToken>,
}

/// Totals of an import, with every rejected row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportSummary {
    /// New scheduled steps.
    pub created: u32,
    /// Changed scheduled steps.
    pub updated: u32,
    /// Known and the same.
    pub unchanged: u32,
    /// Rows not usable.
    pub rejected: Vec<RejectedRow>,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// The file.
    pub file: String,
    /// Line of the file, the header being 1.
    pub row: u32,
    /// Which column and why.
    pub reason: String,
}
