//! The audit trail of changes by people and imports, and the undo that rests on it.

use crate::scheduled_step::StepRows;
use crate::schema::audit;
use crate::{Result, Session, StorageError, StoredStep};
use diesel::prelude::*;

mod chain;
mod query;

pub use chain::AuditChain;
pub(crate) use chain::begin as begin_chain;
pub use query::{AuditChoices, AuditQuery, NumberedEntry};

const SCHEDULED_STEP: &str = "scheduled-step";

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

    /// The scheduled step it holds, if it holds one.
    #[must_use]
    pub fn step(&self) -> Option<StoredStep> {
        parse(&self.0).ok().flatten().map(StepRows::into_stored)
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
    /// What was done, a word: `create`, `edit`, `arrive`, `ready`, `back`, `cancel`, `move`, `undo`.
    pub action: String,
    /// The kind of record: `scheduled-step`, `device`, `caller`, `setting`.
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

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoOutcome {
    /// When the change was made.
    pub changed_at: i64,
    /// Steps put back.
    pub restored: Vec<i64>,
    /// Steps left alone because they changed since.
    pub kept: Vec<i64>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit)]
struct AuditRow {
    at: i64,
    who: String,
    action: String,
    subject: String,
    subject_id: i64,
    change_set: String,
    before: String,
    after: String,
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

    /// Takes a change back: every scheduled step that still is as the change left it becomes what
    /// it was before. `None` when there is no such change.
    ///
    /// # Errors
    /// When the database refuses, or the trail cannot be read.
    pub fn undo_change_set(&mut self, change_set: &str) -> Result<Option<UndoOutcome>> {
        let changes: Vec<AuditRow> = audit::table
            .filter(
                audit::change_set
                    .eq(change_set)
                    .and(audit::subject.eq(SCHEDULED_STEP)),
            )
            .order_by(audit::id.desc())
            .select(AuditRow::as_select())
            .load(self.connection)?;
        let Some(last) = changes.first() else {
            return Ok(None);
        };
        let mut outcome = UndoOutcome {
            changed_at: last.at,
            ..UndoOutcome::default()
        };
        for change in &changes {
            if self.put_back(change)? {
                outcome.restored.push(change.subject_id);
            } else {
                outcome.kept.push(change.subject_id);
            }
        }
        Ok(Some(outcome))
    }

    fn put_back(&mut self, change: &AuditRow) -> Result<bool> {
        let Some(current) = self.step_rows(change.subject_id)? else {
            return Ok(false);
        };
        let unchanged = parse(&change.after)?.is_some_and(|after| same_content(&after, &current));
        if !unchanged {
            return Ok(false);
        }
        let mut restored = match parse(&change.before)? {
            Some(before) => before,
            None => {
                let mut gone = current.clone();
                gone.step.removed = 1;
                gone
            }
        };
        restored.step.revision = current.step.revision + 1;
        self.put_step_rows(&restored)?;
        Ok(true)
    }
}

/// Whether nothing but the revision differs in the step and what belongs to it alone. The patient is
/// shared with other steps: a later change of demographics does not stop an undo of this step.
fn same_content(one: &StepRows, other: &StepRows) -> bool {
    let mut step = one.step.clone();
    step.revision = other.step.revision;
    step == other.step && one.procedure == other.procedure && one.order == other.order
}

fn parse(json: &str) -> Result<Option<StepRows>> {
    if json.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(json)
        .map(Some)
        .map_err(|_| StorageError::Corrupt("audit"))
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
