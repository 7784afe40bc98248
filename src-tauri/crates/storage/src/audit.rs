//! The audit trail of changes by people and imports.

use crate::scheduled_step::StepRows;
use crate::schema::audit;
use crate::{Result, Session, StorageError, StoredStep, undo};
use diesel::prelude::*;

mod chain;
mod query;

pub use chain::AuditChain;
pub(crate) use chain::begin as begin_chain;
pub use query::{AuditChoices, AuditQuery, NumberedEntry};

/// A record as it was or is; empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot(String);

impl Snapshot {
    /// Nothing: before something was made.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// A snapshot of something that is no scheduled step, as JSON.
    #[must_use]
    pub fn of(json: &serde_json::Value) -> Self {
        Self(json.to_string())
    }

    pub(crate) fn from_json(json: String) -> Self {
        Self(json)
    }

    /// The scheduled step it holds, if it holds one.
    #[must_use]
    pub fn step(&self) -> Option<StoredStep> {
        undo::parse(&self.0)
            .ok()
            .flatten()
            .map(StepRows::into_stored)
    }

    /// The JSON; empty for nothing.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: i64,
    /// The person (operating system's user) or program.
    pub who: String,
    /// What was done, a word: `create`, `edit`, `arrive`, `ready`, `back`, `cancel`, `move`, `undo`,
    /// or the word of a decision.
    pub action: String,
    /// The kind of record: `scheduled-step`, `link`, `performed-step`, `discrepancy`, `device`,
    /// `caller`, `setting`.
    pub subject: String,
    /// Its number.
    pub subject_id: i64,
    /// The change it was part of: what an undo takes back as a whole.
    pub change_set: String,
    /// The record before.
    pub before: Snapshot,
    /// The record after.
    pub after: Snapshot,
    /// In words: a reason, a file name.
    pub note: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit)]
pub(crate) struct AuditRow {
    pub(crate) at: i64,
    pub(crate) who: String,
    action: String,
    pub(crate) subject: String,
    pub(crate) subject_id: i64,
    change_set: String,
    pub(crate) before: String,
    pub(crate) after: String,
    note: String,
}

impl Session<'_> {
    /// The changes of one record, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn audit_of(&mut self, subject: &str, id: i64) -> Result<Vec<AuditEntry>> {
        let rows: Vec<AuditRow> = audit::table
            .filter(audit::subject.eq(subject).and(audit::subject_id.eq(id)))
            .order_by(audit::id)
            .select(AuditRow::as_select())
            .load(self.connection)?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// A scheduled step as the audit trail keeps it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn snapshot_of_step(&mut self, id: i64) -> Result<Snapshot> {
        match self.step_rows(id)? {
            Some(rows) => serde_json::to_string(&rows)
                .map(Snapshot)
                .map_err(|_| StorageError::Corrupt("scheduled_step")),
            None => Ok(Snapshot::nothing()),
        }
    }
}

fn entry(row: AuditRow) -> AuditEntry {
    AuditEntry {
        at: row.at,
        who: row.who,
        action: row.action,
        subject: row.subject,
        subject_id: row.subject_id,
        change_set: row.change_set,
        before: Snapshot(row.before),
        after: Snapshot(row.after),
        note: row.note,
    }
}

fn entry_row(entry: AuditEntry) -> AuditRow {
    AuditRow {
        at: entry.at,
        who: entry.who,
        action: entry.action,
        subject: entry.subject,
        subject_id: entry.subject_id,
        change_set: entry.change_set,
        before: entry.before.0,
        after: entry.after.0,
        note: entry.note,
    }
}
