//! Items of the queue as the window shows them.

use super::map;
use crate::clock;
use crate::department::Department;
use crate::views::card;
use crate::views::exam::scheduled_station;
use crate::views::map::{Exam, name, procedure};
use contract::ExamId;
use contract::reconciliation::QueueItem;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::{PerformedSummary, Session, StorageError, StoredDiscrepancy, StoredStep};

/// Records read at once: a thousand variables at most fit one query.
const AT_ONCE: usize = 500;

/// What the items are about.
pub(super) struct Subjects {
    performed: HashMap<i64, PerformedSummary>,
    scheduled: HashMap<i64, StoredStep>,
    /// Of each performed step, the first scheduled step it is linked to.
    links: BTreeMap<i64, i64>,
}

impl Subjects {
    /// Reads what these items are about.
    pub(super) fn read(
        session: &mut Session<'_>,
        items: &[StoredDiscrepancy],
    ) -> Result<Self, StorageError> {
        let performed: BTreeSet<i64> = items
            .iter()
            .filter_map(|item| item.performed_step)
            .collect();
        let performed: Vec<i64> = performed.into_iter().collect();
        let mut steps: BTreeSet<i64> = items
            .iter()
            .filter_map(|item| item.scheduled_step)
            .collect();
        let mut subjects = Self {
            performed: HashMap::new(),
            scheduled: HashMap::new(),
            links: BTreeMap::new(),
        };
        for ids in performed.chunks(AT_ONCE) {
            for summary in session.performed_steps(ids)? {
                subjects.performed.insert(summary.id, summary);
            }
            for link in session.links_of_performed(ids)? {
                steps.insert(link.scheduled_step);
                let first = subjects
                    .links
                    .entry(link.performed_step)
                    .or_insert(link.scheduled_step);
                *first = link.scheduled_step.min(*first);
            }
        }
        let steps: Vec<i64> = steps.into_iter().collect();
        for ids in steps.chunks(AT_ONCE) {
            for stored in session.scheduled_steps(ids)? {
                subjects.scheduled.insert(stored.step.id, stored);
            }
        }
        Ok(subjects)
    }

    /// The exam on screen that an item is about.
    pub(super) fn exam(&self, item: &StoredDiscrepancy) -> ExamId {
        let linked = |performed: i64| match self.links.get(&performed) {
            Some(first) => match item.scheduled_step {
                // The item may name the scheduled step that was meant, to which it is not linked.
                Some(step) if self.is_linked(performed, step) => Exam::Scheduled(step),
                Some(_) | None => Exam::Scheduled(*first),
            },
            None => Exam::Performed(performed),
        };
        match (item.performed_step, item.scheduled_step) {
            (Some(performed), _) => linked(performed).id(),
            (None, Some(step)) => Exam::Scheduled(step).id(),
            (None, None) => Exam::Performed(0).id(),
        }
    }

    fn is_linked(&self, performed: i64, step: i64) -> bool {
        self.links.get(&performed) == Some(&step)
    }

    /// An item; `None` when a newer version wrote it and this one does not know its kind.
    pub(super) fn item(
        &self,
        department: &Department,
        item: &StoredDiscrepancy,
    ) -> Option<QueueItem> {
        let performed = item.performed_step.and_then(|id| self.performed.get(&id));
        let linked = item
            .performed_step
            .and_then(|id| self.links.get(&id).copied());
        let step = linked
            .or(item.scheduled_step)
            .and_then(|id| self.scheduled.get(&id));
        let station = match (performed, step) {
            (Some(performed), _) => card::station(department, performed),
            (None, Some(stored)) => scheduled_station(&stored.step.station_ae_titles),
            (None, None) => String::new(),
        };
        Some(QueueItem {
            id: item.id,
            revision: item.revision,
            kind: map::kind(&item.kind)?,
            severity: map::severity(item.severity),
            raised: clock::instant_to_contract(item.raised_at),
            exam: self.exam(item),
            patient: match (performed, step) {
                (Some(performed), _) => name(&performed.report.patient.name),
                (None, Some(stored)) => name(&stored.step.patient.name),
                (None, None) => contract::Name::default(),
            },
            procedure: match (step, performed) {
                (Some(stored), _) => procedure(&stored.step),
                (None, Some(performed)) => card::performed_procedure(performed),
                (None, None) => String::new(),
            },
            station_name: department.registry().station_name(&station),
            accession_number: step
                .map(|stored| stored.step.accession_number.clone())
                .unwrap_or_default(),
            expected: item.expected.clone(),
            actual: item.actual.clone(),
            assigned_to: item.assigned_to.clone(),
        })
    }
}
