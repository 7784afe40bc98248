//! The records a decision touches: what each was before, so that the audit trail keeps it and an undo
//! restores it.

use crate::schedule::ChangeSet;
use storage::{AuditEntry, Session, Snapshot, StorageError, Subject};

/// Records with what they were, each once, in the order they were first touched.
#[derive(Default)]
pub(crate) struct Touched {
    before: Vec<(Subject, i64, Snapshot)>,
}

impl Touched {
    /// Keeps what a record is before it is changed. Again is no change.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn keep(
        &mut self,
        session: &mut Session<'_>,
        subject: Subject,
        id: i64,
    ) -> Result<(), StorageError> {
        if !self.has(subject, id) {
            let snapshot = session.snapshot(subject, id)?;
            self.before.push((subject, id, snapshot));
        }
        Ok(())
    }

    /// Keeps that a record was made: before, there was nothing.
    pub(crate) fn made(&mut self, subject: Subject, id: i64) {
        if !self.has(subject, id) {
            self.before.push((subject, id, Snapshot::nothing()));
        }
    }

    fn has(&self, subject: Subject, id: i64) -> bool {
        self.before
            .iter()
            .any(|(known, number, _)| (*known, *number) == (subject, id))
    }

    /// Writes an audit record for each that is different now.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn audit(
        self,
        session: &mut Session<'_>,
        set: &ChangeSet,
        action: &str,
    ) -> Result<(), StorageError> {
        for (subject, id, before) in self.before {
            let after = session.snapshot(subject, id)?;
            if after != before {
                session.add_audit(AuditEntry {
                    before,
                    after,
                    ..set.entry(action, subject.as_str(), id)
                })?;
            }
        }
        Ok(())
    }
}
