//! Judging cases in the transaction of what changed them.

use super::facts::{Performed, Records, Scheduled};
use super::reconcile::{self, Reconciled, Step};
use super::related::Related;
use super::touched::Touched;
use crate::department::Department;
use crate::publisher::Change;
use chrono::NaiveDateTime;
use domain::discrepancy::{self, Alias, Case, Finding, PerformedFacts, Rooms, ScheduledFacts};
use domain::exam::Thresholds;
use domain::protocol::Catalogue;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{Session, StorageError};

/// What cases are judged by, and when.
#[derive(Clone)]
pub(crate) struct Judge {
    pub(super) catalogue: Arc<Catalogue>,
    rooms: Arc<Rooms>,
    thresholds: Thresholds,
    pub(super) at: i64,
    pub(super) now: NaiveDateTime,
}

/// What was judged, and what it changed in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Judged {
    pub(crate) reconciled: Reconciled,
    performed: BTreeSet<i64>,
    scheduled: BTreeSet<i64>,
}

impl Judged {
    /// Tells the window what changed.
    pub(crate) fn tell(&self, department: &Department) {
        if !self.reconciled.has_news() {
            return;
        }
        department.changed(Change::Queue);
        let steps: Vec<i64> = self.scheduled.iter().copied().collect();
        department.changed(Change::Steps(steps));
        for id in &self.performed {
            department.changed(Change::Performed {
                id: *id,
                steps: Vec::new(),
            });
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.reconciled.add(other.reconciled);
        self.performed.extend(other.performed);
        self.scheduled.extend(other.scheduled);
    }
}

impl Judge {
    /// The rules of a department as they are now.
    pub(crate) fn of(department: &Department) -> Self {
        Self {
            catalogue: department.catalogue(),
            rooms: department.registry().rooms(),
            thresholds: Thresholds::default(),
            at: department.clock.now(),
            now: department.clock.wall(),
        }
    }

    /// Judges everything that hangs together with these records.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn judge(
        &self,
        session: &mut Session<'_>,
        performed: &[i64],
        scheduled: &[i64],
        touched: &mut Touched,
    ) -> Result<Judged, StorageError> {
        let mut judged = Judged::default();
        for id in performed {
            if !judged.performed.contains(id) {
                let related = Related::of(session, &[*id], &[])?;
                judged.add(self.judge_related(session, related, touched)?);
            }
        }
        for id in scheduled {
            if !judged.scheduled.contains(id) {
                let related = Related::of(session, &[], &[*id])?;
                judged.add(self.judge_related(session, related, touched)?);
            }
        }
        Ok(judged)
    }

    /// Judges orders that changed, those of which there is anything to judge: a new order that
    /// nobody has performed differs from nothing before its time.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn judge_orders(
        &self,
        session: &mut Session<'_>,
        scheduled: &[i64],
    ) -> Result<Judged, StorageError> {
        let mut concerned = BTreeSet::new();
        let mut meaning = BTreeSet::new();
        for ids in scheduled.chunks(500) {
            let links = session.links_of_scheduled(ids)?;
            concerned.extend(links.iter().map(|link| link.scheduled_step));
            let items = session.discrepancies_of(&[], ids)?;
            concerned.extend(items.iter().filter_map(|item| item.scheduled_step));
            let meant = session.performed_steps_that_meant(ids)?;
            meaning.extend(meant.iter().map(|step| step.id));
        }
        let concerned: Vec<i64> = concerned.into_iter().collect();
        let meaning: Vec<i64> = meaning.into_iter().collect();
        self.judge(session, &meaning, &concerned, &mut Touched::default())
    }

    fn judge_related(
        &self,
        session: &mut Session<'_>,
        related: Related,
        touched: &mut Touched,
    ) -> Result<Judged, StorageError> {
        let steps = self.look(session, &related)?;
        Ok(Judged {
            reconciled: reconcile::take(session, steps, touched)?,
            performed: related.performed,
            scheduled: related.scheduled,
        })
    }

    /// What there is to write about records that hang together.
    fn look(
        &self,
        session: &mut Session<'_>,
        related: &Related,
    ) -> Result<Vec<Step>, StorageError> {
        let records = Records::read(session, self, related)?;
        let findings = self.findings(&records);
        let Related {
            performed,
            scheduled,
        } = related;
        let ids = |ids: &BTreeSet<i64>| ids.iter().copied().collect::<Vec<_>>();
        let mut items = session.discrepancies_of(&ids(performed), &ids(scheduled))?;
        items.retain(|item| match (item.performed_step, item.scheduled_step) {
            (Some(step), _) => performed.contains(&step),
            (None, Some(step)) => scheduled.contains(&step),
            (None, None) => false,
        });
        Ok(reconcile::steps(items, &findings, self.at))
    }

    /// Those of these performed steps about which there is something to write. It only reads, so
    /// messages need not wait for it; what is written is judged again where nothing can change it.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn with_news(
        &self,
        session: &mut Session<'_>,
        performed: &[i64],
    ) -> Result<Vec<i64>, StorageError> {
        let mut seen = BTreeSet::new();
        let mut with_news = Vec::new();
        for id in performed {
            if seen.contains(id) {
                continue;
            }
            let related = Related::of(session, &[*id], &[])?;
            if !self.look(session, &related)?.is_empty() {
                with_news.push(*id);
            }
            seen.extend(related.performed);
        }
        Ok(with_news)
    }

    pub(super) fn findings(&self, records: &Records) -> Vec<Finding> {
        let performed = facts_of(&records.performed);
        let scheduled: Vec<ScheduledFacts<'_>> =
            records.scheduled.iter().map(Scheduled::facts).collect();
        let alike = facts_of(&records.alike);
        let meant = records.meant.as_ref().map(Scheduled::facts);
        let department = self.department(&records.aliases);
        let case = Case {
            performed: &performed,
            scheduled: &scheduled,
            meant: meant.as_ref(),
            alike: &alike,
            billing: &records.billing,
            department,
        };
        discrepancy::evaluate(&case, self.now)
    }

    /// What the department knows, with the aliases that have to do with a case.
    pub(super) fn department<'a>(&'a self, aliases: &'a [Alias]) -> discrepancy::Department<'a> {
        discrepancy::Department {
            rooms: &self.rooms,
            aliases,
            thresholds: self.thresholds,
        }
    }
}

pub(super) fn facts_of(performed: &[Performed]) -> Vec<PerformedFacts<'_>> {
    performed.iter().map(Performed::facts).collect()
}
