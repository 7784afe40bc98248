//! Taking back what a person did: the records of a change become what they were before it.
//!
//! A change of orders is taken back step by step, and what changed since is left alone. A decision
//! about a discrepancy is taken back as a whole or not at all: half of it would be a state that
//! nobody decided.

use crate::audit::{AuditRow, Snapshot};
use crate::discrepancy::{DiscrepancyRow, DiscrepancyState};
use crate::performed_step::PerformedRow;
use crate::scheduled_step::StepRows;
use crate::schema::audit;
use crate::{Result, Session, StorageError, StoredAlias, StoredLink};
use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;

/// What a decision of a person touches, and an undo puts back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A scheduled step with the order above it.
    ScheduledStep,
    /// The links of a performed step, under its number.
    Links,
    /// A performed step.
    PerformedStep,
    /// The aliases of PatientIDs that were told of at a performed step, under its number.
    Aliases,
    /// An item of the queue.
    Discrepancy,
}

impl Subject {
    const ALL: [Self; 5] = [
        Self::ScheduledStep,
        Self::Links,
        Self::PerformedStep,
        Self::Aliases,
        Self::Discrepancy,
    ];

    /// Its word in the audit trail.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ScheduledStep => "scheduled-step",
            Self::Links => "link",
            Self::PerformedStep => "performed-step",
            Self::Aliases => "patient-alias",
            Self::Discrepancy => "discrepancy",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|subject| subject.as_str() == word)
    }
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoOutcome {
    /// When the change was made.
    pub changed_at: i64,
    /// Scheduled steps put back.
    pub restored: Vec<i64>,
    /// Performed steps put back, or their links.
    pub performed: Vec<i64>,
    /// Scheduled steps to which the links put back belong, or belonged.
    pub linked: Vec<i64>,
    /// Whether it was a decision, which is taken back as a whole.
    pub is_decision: bool,
    /// Scheduled steps left alone because they changed since.
    pub kept: Vec<i64>,
    /// Whether nothing was put back, because a record of a decision changed since.
    pub changed_since: bool,
}

impl Session<'_> {
    /// A record as the audit trail keeps it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn snapshot(&mut self, subject: Subject, id: i64) -> Result<Snapshot> {
        match subject {
            Subject::ScheduledStep => self.snapshot_of_step(id),
            Subject::Links => {
                let links = self.links_of(id)?;
                as_json(&links, "link")
            }
            Subject::Aliases => {
                let aliases = self.aliases_said_at(id)?;
                as_json(&aliases, "patient_alias")
            }
            Subject::PerformedStep => match self.performed_row(id)? {
                Some(row) => as_json(&row, "performed_step"),
                None => Ok(Snapshot::nothing()),
            },
            Subject::Discrepancy => match self.discrepancy_row(id)? {
                Some(row) => as_json(&row, "discrepancy"),
                None => Ok(Snapshot::nothing()),
            },
        }
    }

    /// Takes a change back. `None` when there is no such change. The statuses that follow from
    /// performed steps are the caller's to work out.
    ///
    /// # Errors
    /// When the database refuses, or the trail cannot be read.
    pub fn undo_change_set(&mut self, change_set: &str) -> Result<Option<UndoOutcome>> {
        let changes = self.changes_of(change_set)?;
        let Some((_, last)) = changes.first() else {
            return Ok(None);
        };
        let mut outcome = UndoOutcome {
            changed_at: last.at,
            ..UndoOutcome::default()
        };
        let is_decision = changes
            .iter()
            .any(|(subject, _)| *subject != Subject::ScheduledStep);
        outcome.is_decision = is_decision;
        if is_decision {
            for (subject, change) in &changes {
                if !self.is_as_left(*subject, change)? {
                    outcome.changed_since = true;
                    return Ok(Some(outcome));
                }
            }
        }
        let mut performed = BTreeSet::new();
        for (subject, change) in &changes {
            let id = change.subject_id;
            match subject {
                Subject::ScheduledStep => {
                    if self.put_step_back(change, is_decision)? {
                        outcome.restored.push(id);
                    } else {
                        outcome.kept.push(id);
                    }
                }
                Subject::Links => {
                    let before: Vec<StoredLink> = parse(&change.before)?.unwrap_or_default();
                    let after = self.links_of(id)?;
                    let linked = before.iter().chain(&after);
                    outcome
                        .linked
                        .extend(linked.map(|link| link.scheduled_step));
                    self.set_links(id, &before)?;
                    performed.insert(id);
                }
                Subject::Aliases => {
                    let before: Vec<StoredAlias> = parse(&change.before)?.unwrap_or_default();
                    self.set_aliases(id, &before)?;
                    performed.insert(id);
                }
                Subject::PerformedStep => {
                    self.put_performed_back(change)?;
                    performed.insert(id);
                }
                Subject::Discrepancy => self.put_discrepancy_back(change)?,
            }
        }
        outcome.performed = performed.into_iter().collect();
        Ok(Some(outcome))
    }

    /// The records a change touched, each once.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn records_of_change(&mut self, change_set: &str) -> Result<BTreeSet<(Subject, i64)>> {
        let changes = self.changes_of(change_set)?.into_iter();
        Ok(changes
            .map(|(subject, change)| (subject, change.subject_id))
            .collect())
    }

    /// The records a change touched, last first.
    fn changes_of(&mut self, change_set: &str) -> Result<Vec<(Subject, AuditRow)>> {
        let changes: Vec<AuditRow> = audit::table
            .filter(audit::change_set.eq(change_set))
            .order_by(audit::id.desc())
            .select(AuditRow::as_select())
            .load(self.connection)?;
        Ok(changes
            .into_iter()
            .filter_map(|change| Some((Subject::parse(&change.subject)?, change)))
            .collect())
    }

    /// Whether a record of a decision still is as the decision left it. Items of the queue follow
    /// from the other records and never stand in the way.
    fn is_as_left(&mut self, subject: Subject, change: &AuditRow) -> Result<bool> {
        let id = change.subject_id;
        Ok(match subject {
            Subject::ScheduledStep => {
                match (parse::<StepRows>(&change.after)?, self.step_rows(id)?) {
                    (Some(mut after), Some(current)) => {
                        after.step.status = current.step.status;
                        same_content(&after, &current)
                    }
                    _ => false,
                }
            }
            Subject::Links => {
                let after: Vec<StoredLink> = parse(&change.after)?.unwrap_or_default();
                after == self.links_of(id)?
            }
            Subject::PerformedStep => {
                match (
                    parse::<PerformedRow>(&change.after)?,
                    self.performed_row(id)?,
                ) {
                    (Some(after), Some(current)) => after.has_content_of(&current),
                    _ => false,
                }
            }
            Subject::Aliases => {
                let after: Vec<StoredAlias> = parse(&change.after)?.unwrap_or_default();
                after == self.aliases_said_at(id)?
            }
            Subject::Discrepancy => true,
        })
    }

    /// A decision was found unchanged already but for the status, which follows from others.
    fn put_step_back(&mut self, change: &AuditRow, is_decision: bool) -> Result<bool> {
        let Some(current) = self.step_rows(change.subject_id)? else {
            return Ok(false);
        };
        let unchanged = is_decision
            || parse(&change.after)?.is_some_and(|after| same_content(&after, &current));
        if !unchanged {
            return Ok(false);
        }
        let mut restored = match parse::<StepRows>(&change.before)? {
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

    fn put_performed_back(&mut self, change: &AuditRow) -> Result<()> {
        let id = change.subject_id;
        if let (Some(before), Some(current)) = (
            parse::<PerformedRow>(&change.before)?,
            self.performed_row(id)?,
        ) {
            self.put_performed_row(id, before.after(&current))?;
        }
        Ok(())
    }

    fn put_discrepancy_back(&mut self, change: &AuditRow) -> Result<()> {
        let Some(current) = self.discrepancy_row(change.subject_id)? else {
            return Ok(());
        };
        let mut restored = match parse::<DiscrepancyRow>(&change.before)? {
            Some(before) => before,
            None => DiscrepancyRow {
                state: DiscrepancyState::Resolved.as_str().to_owned(),
                resolved_at: current.resolved_at.or(Some(change.at)),
                resolved_by: change.who.clone(),
                resolution: "undo".to_owned(),
                shown: 0,
                ..current.clone()
            },
        };
        restored.revision = current.revision + 1;
        self.change_discrepancy_row(restored)
    }
}

/// Whether nothing but the revision differs in the step and what belongs to it alone. The patient is
/// shared with other steps: a later change of demographics does not stop an undo of this step.
fn same_content(one: &StepRows, other: &StepRows) -> bool {
    let mut step = one.step.clone();
    step.revision = other.step.revision;
    step == other.step && one.procedure == other.procedure && one.order == other.order
}

fn as_json<T: Serialize>(record: &T, table: &'static str) -> Result<Snapshot> {
    serde_json::to_string(record)
        .map(Snapshot::from_json)
        .map_err(|_| StorageError::Corrupt(table))
}

pub(crate) fn parse<T: DeserializeOwned>(json: &str) -> Result<Option<T>> {
    if json.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(json)
        .map(Some)
        .map_err(|_| StorageError::Corrupt("audit"))
}
