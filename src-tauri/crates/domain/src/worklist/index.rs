//! Scheduled steps kept so that a query costs what it returns, not what there is.

mod identifiers;
mod schedule;

use super::text::TextKey;
use super::{FoldedNames, Keys, Offer, order};
use crate::scheduled_step::{ScheduledStep, StepStatus};
use identifiers::Identifiers;
use schedule::Schedule;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Scheduled steps by their number, found by worklist keys.
///
/// Open steps and those that are done are kept apart, so that history does not slow down the
/// worklist. Selective keys (AccessionNumber, PatientID, ScheduledProcedureStepID,
/// RequestedProcedureID, StudyInstanceUID, PatientName, by value or by what they begin with) go
/// through identifiers; all others through the schedule of the station, of the modality or of the
/// whole department, each of which is in worklist order already.
#[derive(Debug, Default)]
pub struct Index {
    entries: BTreeMap<i64, Entry>,
    open: Shelf,
    done: Shelf,
}

/// A step with what is worth computing once.
#[derive(Debug, Clone)]
struct Entry {
    step: Arc<ScheduledStep>,
    names: Arc<FoldedNames>,
    /// The instant of its status, in epoch milliseconds; `None` when it is not known.
    since: Option<i64>,
}

impl Index {
    /// Adds a step, or replaces the one with the same number. `since` is the instant of its status,
    /// should that be another than it was.
    pub fn insert(&mut self, step: Arc<ScheduledStep>, since: Option<i64>) {
        let known = self.entries.get(&step.id);
        let same = known.filter(|known| known.step.status == step.status);
        let since = same.map_or(since, |known| known.since);
        self.remove(step.id);
        let names = Arc::new(FoldedNames::new(&step));
        let entry = Entry { step, names, since };
        self.shelf_of(&entry.step).insert(&entry);
        self.entries.insert(entry.step.id, entry);
    }

    /// Changes the status of a step at an instant, if it is there. A worklist answer in hand keeps
    /// the step as it was when it was found.
    pub fn set_status(&mut self, id: i64, status: StepStatus, since: i64) {
        let Some(mut entry) = self.entries.remove(&id) else {
            return;
        };
        // Nobody else holds the step once it is taken out, so it is changed and not copied.
        let stays = entry.step.status.is_open() == status.is_open();
        let shelf = self.shelf_of(&entry.step);
        shelf.take_out(&entry);
        if !stays {
            shelf.identifiers.remove(&entry);
        }
        Arc::make_mut(&mut entry.step).status = status;
        entry.since = Some(since);
        let shelf = self.shelf_of(&entry.step);
        shelf.put_in(&entry);
        if !stays {
            shelf.identifiers.insert(&entry);
        }
        self.entries.insert(id, entry);
    }

    /// Removes a step and returns it, if it is there.
    pub fn remove(&mut self, id: i64) -> Option<Arc<ScheduledStep>> {
        let entry = self.entries.remove(&id)?;
        self.shelf_of(&entry.step).remove(&entry);
        Some(entry.step)
    }

    /// The step with this number.
    #[must_use]
    pub fn get(&self, id: i64) -> Option<&Arc<ScheduledStep>> {
        self.entries.get(&id).map(|entry| &entry.step)
    }

    /// The instant of a step's status, if it is known.
    #[must_use]
    pub fn since(&self, id: i64) -> Option<i64> {
        self.entries.get(&id).and_then(|entry| entry.since)
    }

    /// How many steps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The steps that match and are offered to everybody (see
    /// [`is_offered`](super::is_offered)), in worklist order.
    #[must_use]
    pub fn find(&self, keys: &Keys) -> Vec<Arc<ScheduledStep>> {
        self.find_offered(keys, &Offer::default())
    }

    /// The steps that match and are offered, in worklist order; how many answers are allowed is the
    /// caller's to see to.
    #[must_use]
    pub fn find_offered(&self, keys: &Keys, offer: &Offer) -> Vec<Arc<ScheduledStep>> {
        let mut found = self.find_on(&self.open, keys, offer);
        if !keys.status.is_universal() || offer.may_offer_done() {
            found.extend(self.find_on(&self.done, keys, offer));
            found.sort_by(|a, b| order(a, b));
        }
        found
    }

    fn find_on(&self, shelf: &Shelf, keys: &Keys, offer: &Offer) -> Vec<Arc<ScheduledStep>> {
        let Some((schedule, rest)) = shelf.narrowest(keys) else {
            return Vec::new();
        };
        let (first, last) = keys.start_date.bounds();
        let first = offer.first_day.map_or(first, |offered| offered.max(first));
        let last = offer.last_day.map_or(last, |offered| offered.min(last));
        if let Some(ids) = shelf.identifiers.candidates(keys)
            && schedule.has_at_least(ids.len(), first, last)
        {
            return self.find_among(&ids, keys, offer);
        }
        // Most steps need not be looked at when the schedule has answered their keys.
        let (asks_for_value, asks_for_name) = (rest.asks_for_value(), rest.asks_for_name());
        let withholds = offer.may_withhold();
        schedule
            .between(first, last)
            .filter(|(date, time, entry)| {
                rest.matches_start(*date, *time)
                    && (!asks_for_value || rest.matches_values(&entry.step))
                    && (!asks_for_name || rest.matches_names(&entry.names))
                    && (!withholds || offer.includes(&entry.step, entry.since, keys))
            })
            .map(|(_, _, entry)| Arc::clone(&entry.step))
            .collect()
    }

    fn find_among(&self, ids: &[i64], keys: &Keys, offer: &Offer) -> Vec<Arc<ScheduledStep>> {
        let withholds = offer.may_withhold();
        let mut found: Vec<Arc<ScheduledStep>> = ids
            .iter()
            .filter_map(|id| self.entries.get(id))
            .filter(|entry| {
                keys.matches_start(entry.step.start_date, entry.step.start_time)
                    && keys.matches_values(&entry.step)
                    && keys.matches_names(&entry.names)
                    && (!withholds || offer.includes(&entry.step, entry.since, keys))
            })
            .map(|entry| Arc::clone(&entry.step))
            .collect();
        found.sort_by(|a, b| order(a, b));
        found
    }

    fn shelf_of(&mut self, step: &ScheduledStep) -> &mut Shelf {
        if step.status.is_open() {
            &mut self.open
        } else {
            &mut self.done
        }
    }
}

/// Steps that are open, or steps that are done.
#[derive(Debug, Default)]
struct Shelf {
    identifiers: Identifiers,
    all: Schedule,
    /// By AE title in upper case.
    stations: BTreeMap<String, Schedule>,
    /// By Modality in upper case.
    modalities: BTreeMap<String, Schedule>,
}

impl Shelf {
    fn insert(&mut self, entry: &Entry) {
        self.identifiers.insert(entry);
        self.put_in(entry);
    }

    /// Puts an entry into its schedules.
    fn put_in(&mut self, entry: &Entry) {
        self.all.insert(entry);
        for station in stations(&entry.step) {
            self.stations.entry(station).or_default().insert(entry);
        }
        self.modalities
            .entry(modality(&entry.step))
            .or_default()
            .insert(entry);
    }

    fn remove(&mut self, entry: &Entry) {
        self.identifiers.remove(entry);
        self.take_out(entry);
    }

    /// Takes an entry out of its schedules.
    fn take_out(&mut self, entry: &Entry) {
        self.all.remove(&entry.step);
        for station in stations(&entry.step) {
            if let Some(schedule) = self.stations.get_mut(&station) {
                schedule.remove(&entry.step);
            }
        }
        if let Some(schedule) = self.modalities.get_mut(&modality(&entry.step)) {
            schedule.remove(&entry.step);
        }
    }

    /// The smallest schedule that holds all that can match, and the keys it leaves to be matched;
    /// `None` when nothing can match.
    fn narrowest(&self, keys: &Keys) -> Option<(&Schedule, Keys)> {
        let mut keys = keys.clone();
        let schedule = if let Some(station) = keys.station_ae_title.only_value() {
            let schedule = self.stations.get(station)?;
            keys.station_ae_title = TextKey::default();
            schedule
        } else if let Some(modality) = keys.modality.only_value() {
            let schedule = self.modalities.get(modality)?;
            keys.modality = TextKey::default();
            schedule
        } else {
            &self.all
        };
        Some((schedule, keys))
    }
}

fn stations(step: &ScheduledStep) -> impl Iterator<Item = String> {
    step.station_ae_titles
        .iter()
        .map(|title| title.as_str().to_ascii_uppercase())
}

fn modality(step: &ScheduledStep) -> String {
    super::text::trim(&step.modality).to_ascii_uppercase()
}

#[cfg(test)]
mod tests;
