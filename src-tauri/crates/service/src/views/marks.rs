//! What is open in the queue about the exams of a screen.

use crate::reconciliation::{kind, severity};
use contract::board::OpenDiscrepancies;
use std::collections::BTreeMap;
use storage::{DiscrepancyState, Session, StorageError, StoredDiscrepancy};

/// Items of the queue, open and closed, about some exams.
#[derive(Default)]
pub(crate) struct Marks {
    items: Vec<StoredDiscrepancy>,
}

impl Marks {
    /// The items about these performed and scheduled steps.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn read(
        session: &mut Session<'_>,
        performed: &[i64],
        scheduled: &[i64],
    ) -> Result<Self, StorageError> {
        let items = session.discrepancies_of(performed, scheduled)?;
        Ok(Self { items })
    }

    /// Of many exams, what belongs to each.
    pub(crate) fn by_exam(self) -> ByExam {
        let mut by_exam = ByExam::default();
        for item in self.items {
            if let Some(id) = item.performed_step {
                by_exam.performed.entry(id).or_default().push(item.clone());
            }
            if let Some(id) = item.scheduled_step {
                by_exam.scheduled.entry(id).or_default().push(item);
            }
        }
        by_exam
    }
}

/// Items by what they are about.
#[derive(Default)]
pub(crate) struct ByExam {
    performed: BTreeMap<i64, Vec<StoredDiscrepancy>>,
    scheduled: BTreeMap<i64, Vec<StoredDiscrepancy>>,
}

/// What a card shows of its items, and what they add to its revision.
#[derive(Default)]
pub(crate) struct Marked {
    pub(crate) open: Vec<OpenDiscrepancies>,
    pub(crate) revision: i64,
}

impl ByExam {
    /// For a scheduled step with these performed steps. An item of a performed step that names
    /// another scheduled step belongs to that one's card; its revision counts here too, so that the
    /// sum only grows.
    pub(crate) fn of_scheduled(&self, id: i64, performed: &[i64]) -> Marked {
        let own = self.scheduled.get(&id).into_iter().flatten();
        let of_performed = performed
            .iter()
            .filter_map(|step| self.performed.get(step))
            .flatten()
            .filter(|item| item.scheduled_step != Some(id));
        let revision = own
            .clone()
            .chain(of_performed.clone())
            .map(|item| item.revision)
            .sum();
        let shown = own.chain(of_performed.filter(|item| item.scheduled_step.is_none()));
        Marked {
            open: open(shown),
            revision,
        }
    }

    /// For a performed step alone.
    pub(crate) fn of_performed(&self, id: i64) -> Marked {
        let own = self.performed.get(&id).into_iter().flatten();
        Marked {
            revision: own.clone().map(|item| item.revision).sum(),
            open: open(own),
        }
    }
}

fn open<'a>(items: impl Iterator<Item = &'a StoredDiscrepancy>) -> Vec<OpenDiscrepancies> {
    let mut found = BTreeMap::new();
    for item in items.filter(|item| item.state == DiscrepancyState::Open) {
        let Some(kind) = kind(&item.kind) else {
            continue;
        };
        let severity = severity(item.severity);
        let entry = found.entry(kind).or_insert(OpenDiscrepancies {
            kind,
            severity,
            count: 0,
        });
        entry.severity = entry.severity.min(severity);
        entry.count += 1;
    }
    found.into_values().collect()
}
