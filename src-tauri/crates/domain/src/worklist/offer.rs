//! What is offered to a device beside what its keys ask for: own stations, statuses that have left,
//! days, a worklist of its own for the AE title it calls.

use super::Keys;
use crate::AeTitle;
use crate::scheduled_step::{ScheduledStep, StepStatus};
use chrono::{Days, NaiveDate};

/// A status that leaves the worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hiding {
    /// The status.
    pub status: StepStatus,
    /// Milliseconds after the step took it.
    pub after: i64,
}

/// What is offered to one device at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Only steps of these stations, by AE title: those of the device. Steps that any station may do
    /// are offered too.
    pub own_stations: Option<Vec<String>>,
    /// Statuses that leave the worklist; a status that is not named stays. A query with a status key
    /// sees them all.
    pub hidden: Vec<Hiding>,
    /// First day that is offered.
    pub first_day: Option<NaiveDate>,
    /// Last day that is offered.
    pub last_day: Option<NaiveDate>,
    /// The modalities that are offered.
    pub modalities: Option<Vec<String>>,
    /// The stations, by AE title, whose steps are offered; with those that any station may do.
    pub stations: Option<Vec<String>>,
    /// Answers to one query at most.
    pub most: Option<usize>,
    /// The moment, in epoch milliseconds.
    pub now: i64,
}

impl Default for Offer {
    /// Everything that is not done.
    fn default() -> Self {
        let done = [
            StepStatus::Completed,
            StepStatus::Discontinued,
            StepStatus::Canceled,
        ];
        Self {
            own_stations: None,
            hidden: done.map(|status| Hiding { status, after: 0 }).to_vec(),
            first_day: None,
            last_day: None,
            modalities: None,
            stations: None,
            most: None,
            now: 0,
        }
    }
}

/// Why a step is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Withheld {
    /// It is of another station.
    OwnStation,
    /// Its status has left the worklist.
    HiddenStatus,
    /// Its day is before those that are offered.
    TooEarly,
    /// Its day is after those that are offered.
    TooLate,
    /// The worklist does not offer its modality.
    Modality,
    /// The worklist does not offer its station.
    Station,
}

impl Offer {
    /// Limits the days: so many before today and so many after.
    pub fn limit_days(&mut self, today: NaiveDate, back: Option<u32>, ahead: Option<u32>) {
        let days = |days: u32| Days::new(u64::from(days));
        self.first_day = back.and_then(|back| today.checked_sub_days(days(back)));
        self.last_day = ahead.and_then(|ahead| today.checked_add_days(days(ahead)));
    }

    /// Whether a step of this status, taken at `since`, has left the worklist. When that is not
    /// known it was long ago.
    fn has_left(&self, status: StepStatus, since: Option<i64>) -> bool {
        self.hidden.iter().any(|hiding| {
            hiding.status == status
                && since.is_none_or(|since| self.now.saturating_sub(since) >= hiding.after)
        })
    }

    /// Whether steps that are done may be offered without being asked for.
    pub(super) fn may_offer_done(&self) -> bool {
        [
            StepStatus::Completed,
            StepStatus::Discontinued,
            StepStatus::Canceled,
        ]
        .into_iter()
        .any(|done| {
            let at_once = |hiding: &Hiding| hiding.status == done && hiding.after == 0;
            !self.hidden.iter().any(at_once)
        })
    }

    /// Whether it withholds more than what is done: then each step must be looked at.
    pub(super) fn may_withhold(&self) -> bool {
        self.own_stations.is_some()
            || self.first_day.is_some()
            || self.last_day.is_some()
            || self.modalities.is_some()
            || self.stations.is_some()
            || self.may_offer_done()
            || self.hidden.iter().any(|hiding| hiding.status.is_open())
    }

    /// All that withholds a step.
    #[must_use]
    pub fn withholds(
        &self,
        step: &ScheduledStep,
        since: Option<i64>,
        keys: &Keys,
    ) -> Vec<Withheld> {
        let day = step.start_date;
        let is_of = |stations: &Vec<String>| is_of_any(step, stations);
        let checks = [
            (
                Withheld::OwnStation,
                self.own_stations.as_ref().is_some_and(|own| !is_of(own)),
            ),
            (
                Withheld::HiddenStatus,
                keys.status.is_universal() && self.has_left(step.status, since),
            ),
            (
                Withheld::TooEarly,
                self.first_day.is_some_and(|first| day < first),
            ),
            (
                Withheld::TooLate,
                self.last_day.is_some_and(|last| last < day),
            ),
            (
                Withheld::Modality,
                self.modalities
                    .as_ref()
                    .is_some_and(|offered| !contains(offered, &step.modality)),
            ),
            (
                Withheld::Station,
                self.stations
                    .as_ref()
                    .is_some_and(|offered| !is_of(offered)),
            ),
        ];
        let withheld = checks.into_iter().filter(|(_, withheld)| *withheld);
        withheld.map(|(why, _)| why).collect()
    }

    /// Whether a step is offered.
    #[must_use]
    pub fn includes(&self, step: &ScheduledStep, since: Option<i64>, keys: &Keys) -> bool {
        // The list of reasons has no memory of its own while it is empty.
        self.withholds(step, since, keys).is_empty()
    }
}

fn is_of_any(step: &ScheduledStep, stations: &[String]) -> bool {
    step.station_ae_titles.is_empty()
        || step
            .station_ae_titles
            .iter()
            .any(|title| contains(stations, AeTitle::as_str(title)))
}

fn contains(values: &[String], value: &str) -> bool {
    let value = super::text::trim(value);
    values
        .iter()
        .any(|other| super::text::trim(other).eq_ignore_ascii_case(value))
}
