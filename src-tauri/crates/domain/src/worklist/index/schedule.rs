//! Steps in worklist order, reachable by date.

use super::super::Tier;
use super::Entry;
use crate::scheduled_step::ScheduledStep;
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeMap;

/// Steps in worklist order: by tier and day, and within these by time, AccessionNumber and number.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    days: BTreeMap<(Tier, NaiveDate), BTreeMap<Place, Entry>>,
}

/// Where a step stands within its day and tier.
type Place = (NaiveTime, Box<str>, i64);

fn day(step: &ScheduledStep) -> (Tier, NaiveDate) {
    (Tier::of(step.priority), step.start_date)
}

fn place(step: &ScheduledStep) -> Place {
    (
        step.start_time,
        step.accession_number.as_str().into(),
        step.id,
    )
}

impl Schedule {
    pub fn insert(&mut self, entry: &Entry) {
        let day = self.days.entry(day(&entry.step)).or_default();
        day.insert(place(&entry.step), entry.clone());
    }

    pub fn remove(&mut self, step: &ScheduledStep) {
        let key = day(step);
        let Some(day) = self.days.get_mut(&key) else {
            return;
        };
        day.remove(&place(step));
        if day.is_empty() {
            self.days.remove(&key);
        }
    }

    /// The steps of these days, both included, with their start, in worklist order; none if `first`
    /// is after `last`.
    pub fn between(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, NaiveTime, &Entry)> {
        self.days_between(first, last).flat_map(|(date, day)| {
            day.iter()
                .map(move |((time, _, _), entry)| (date, *time, entry))
        })
    }

    /// Whether these days hold at least so many steps; looks at no more days than it needs.
    pub fn has_at_least(&self, count: usize, first: NaiveDate, last: NaiveDate) -> bool {
        let mut missing = count;
        self.days_between(first, last).any(|(_, day)| {
            missing = missing.saturating_sub(day.len());
            missing == 0
        })
    }

    fn days_between(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, &BTreeMap<Place, Entry>)> {
        // A range that ends before it begins would panic.
        let tiers = Tier::ALL.into_iter().filter(move |_| first <= last);
        tiers.flat_map(move |tier| {
            self.days
                .range((tier, first)..=(tier, last))
                .map(|((_, date), day)| (*date, day))
        })
    }
}
