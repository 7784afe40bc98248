//! Saving scheduled steps: the step, its audit record, and the worklist in memory, as one.

use crate::department::{Department, storage_failure};
use crate::publisher::Change;
use crate::reconciliation::{Judge, Judged, Touched};
use crate::schedule::identifiers;
use contract::{Failure, UndoToken};
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{AuditEntry, Session, Snapshot, StorageError, StoredStep};
use uuid::Uuid;

/// Who changes what, when, and how it is undone as a whole.
#[derive(Clone)]
pub(crate) struct ChangeSet {
    pub(crate) at: i64,
    pub(crate) who: String,
    pub(crate) token: String,
    pub(crate) note: String,
}

impl ChangeSet {
    /// A change that begins now.
    pub(crate) fn begin(department: &Department, note: &str) -> Self {
        Self {
            at: department.clock.now(),
            who: department.user.clone(),
            token: Uuid::new_v4().to_string(),
            note: note.to_owned(),
        }
    }

    pub(crate) fn undo(&self) -> UndoToken {
        UndoToken(self.token.clone())
    }

    /// An entry of the audit trail.
    pub(crate) fn entry(&self, action: &str, subject: &str, subject_id: i64) -> AuditEntry {
        AuditEntry {
            at: self.at,
            who: self.who.clone(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            subject_id,
            change_set: self.token.clone(),
            before: Snapshot::nothing(),
            after: Snapshot::nothing(),
            note: self.note.clone(),
        }
    }

    /// Saves a step and its audit record; its number.
    pub(crate) fn save(
        &self,
        session: &mut Session<'_>,
        mut stored: StoredStep,
        action: &str,
    ) -> Result<i64, StorageError> {
        let before = match stored.step.id {
            0 => Snapshot::nothing(),
            id => session.snapshot_of_step(id)?,
        };
        identifiers::complete(&mut stored);
        let id = session.save_scheduled_step(&stored)?;
        let after = session.snapshot_of_step(id)?;
        let entry = self.entry(action, "scheduled-step", id);
        session.add_audit(AuditEntry {
            before,
            after,
            ..entry
        })?;
        Ok(id)
    }
}

/// Steps as they are after a change: those saved, and those of the same patients.
pub(crate) struct Saved {
    pub(crate) ids: Vec<i64>,
    current: Vec<StoredStep>,
    gone: Vec<i64>,
    judged: Judged,
    /// Performed steps put back by an undo.
    performed: Vec<i64>,
}

impl Saved {
    /// Reads what must be renewed in memory after these steps were saved.
    pub(crate) fn read(session: &mut Session<'_>, ids: Vec<i64>) -> Result<Self, StorageError> {
        let mut touched: BTreeSet<i64> = ids.iter().copied().collect();
        for id in &ids {
            touched.extend(session.steps_of_same_patient(*id)?);
        }
        let touched: Vec<i64> = touched.into_iter().collect();
        let current = session.scheduled_steps(&touched)?;
        let there: BTreeSet<i64> = current.iter().map(|stored| stored.step.id).collect();
        let gone = touched
            .into_iter()
            .filter(|id| !there.contains(id))
            .collect();
        Ok(Self {
            ids,
            current,
            gone,
            judged: Judged::default(),
            performed: Vec::new(),
        })
    }

    /// Judges the orders again that are different now, and what was performed for them.
    pub(crate) fn judge(
        &mut self,
        session: &mut Session<'_>,
        judge: &Judge,
    ) -> Result<(), StorageError> {
        let current = self.current.iter().map(|stored| stored.step.id);
        let touched: Vec<i64> = current.chain(self.gone.iter().copied()).collect();
        let judged = judge.judge_orders(session, &touched)?;
        self.judged.add(judged);
        Ok(())
    }

    /// Judges performed steps again that were put back, and tells the window of them and the queue.
    pub(crate) fn judge_performed(
        &mut self,
        session: &mut Session<'_>,
        judge: &Judge,
        performed: &[i64],
    ) -> Result<(), StorageError> {
        let judged = judge.judge(session, performed, &[], &mut Touched::default())?;
        self.judged.add(judged);
        self.performed = performed.to_vec();
        Ok(())
    }

    /// Renews the worklist in memory and tells the window.
    pub(crate) fn keep(&self, department: &Department) {
        let now = department.clock.now();
        let mut worklist = department.worklist_mut();
        for stored in &self.current {
            worklist.insert(Arc::new(stored.step.clone()), Some(now));
        }
        for id in &self.gone {
            worklist.remove(*id);
        }
        drop(worklist);
        let ids = self.current.iter().map(|stored| stored.step.id);
        department.changed(Change::Steps(
            ids.chain(self.gone.iter().copied()).collect(),
        ));
        self.judged.tell(department);
        for id in &self.performed {
            department.changed(Change::Performed {
                id: *id,
                steps: Vec::new(),
            });
        }
        if !self.performed.is_empty() {
            department.changed(Change::Queue);
        }
    }
}

impl Department {
    /// Runs a change of steps as one transaction and keeps memory in step with it.
    pub(crate) async fn change_steps<E>(
        self: &Arc<Self>,
        job: impl FnOnce(&mut Session<'_>) -> Result<Saved, E> + Send + 'static,
    ) -> Result<Vec<i64>, E>
    where
        E: From<StorageError> + Send + 'static,
    {
        self.judge_messages().await?;
        let department = Arc::clone(self);
        let judge = Judge::of(self);
        let saved = self
            .database
            .writer()
            .write::<Saved, E>(
                move |session| {
                    let mut saved = job(session)?;
                    saved.judge(session, &judge)?;
                    Ok(saved)
                },
                move |saved: &Saved| saved.keep(&department),
            )
            .await?;
        Ok(saved.ids)
    }
}

/// A refusal inside a transaction, or the database's.
pub(crate) struct Refused(pub(crate) Failure);

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self(storage_failure(error))
    }
}
