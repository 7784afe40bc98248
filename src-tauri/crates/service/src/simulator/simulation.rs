//! Plays a planned day: the past at once, the rest as the clock goes.

use super::events::{self, Act, Desk, Event, Place};
use super::front_desk::FrontDesk;
use super::journal::{Books, Journal};
use super::plan::{Move, Plan};
use super::scanner::{Department, Scanner, Target};
use crate::clock::Clock;
use chrono::NaiveDateTime;
use dimse::client::Error;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// The longest sleep, so that a clock that is set is noticed.
const NAP: Duration = Duration::from_secs(2);

/// A day about to be played.
pub struct Simulation {
    department: Arc<Department>,
    front_desk: Arc<dyn FrontDesk>,
    scanners: BTreeMap<Place, Scanner>,
    events: VecDeque<Event>,
}

/// Reads what a simulation has done so far, while it runs and afterwards.
#[derive(Clone)]
pub struct JournalReader(Arc<Department>);

impl JournalReader {
    /// What has been done so far.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.0.books.journal()
    }
}

impl Simulation {
    /// A day of which nothing has been played. `stop` ends whatever it does.
    #[must_use]
    pub fn new(
        plan: Plan,
        target: Target,
        front_desk: Arc<dyn FrontDesk>,
        stop: CancellationToken,
    ) -> Self {
        let rooms = plan.stations.iter().cloned().enumerate();
        let mut scanners: BTreeMap<Place, Scanner> = rooms
            .map(|(index, station)| (Place::Station(index), Scanner::new(station)))
            .collect();
        scanners.insert(Place::Stranger, Scanner::new(plan.stranger.clone()));
        let events = events::events(&plan).into();
        let books = Books::new(&plan);
        let department = Arc::new(Department {
            plan,
            target,
            books,
            stop,
        });
        Self {
            department,
            front_desk,
            scanners,
            events,
        }
    }

    /// Reads the journal.
    #[must_use]
    pub fn journal_reader(&self) -> JournalReader {
        JournalReader(Arc::clone(&self.department))
    }

    /// Asks whether the target lives and lets the first scanner in.
    ///
    /// # Errors
    /// What the client says.
    pub async fn reach(&self) -> Result<(), Error> {
        match self.scanners.get(&Place::Station(0)) {
            Some(scanner) => scanner.reach(&self.department).await,
            None => Ok(()),
        }
    }

    /// Plays everything up to this time at once, in its order, with its planned times in the data
    /// sets. [`FrontDesk::time_is`] is told the time of each.
    pub async fn fast_forward(&mut self, until: NaiveDateTime) {
        while let Some(event) = self.events.pop_front_if(|event| event.at <= until) {
            if self.department.stop.is_cancelled() {
                return;
            }
            self.front_desk.time_is(event.at);
            match self.scanners.get_mut(&event.place) {
                Some(scanner) => scanner.act(&self.department, event).await,
                None => at_front_desk(&self.department, &*self.front_desk, event).await,
            }
        }
        self.front_desk.time_is(until);
    }

    /// Plays the rest as the clock goes; all scanners at the same time. Ends with the day, or when
    /// it is stopped.
    pub async fn play(self, clock: Clock) -> Journal {
        let mut by_place: BTreeMap<Place, Vec<Event>> = BTreeMap::new();
        for event in self.events {
            by_place.entry(event.place).or_default().push(event);
        }
        let mut scanners = self.scanners;
        let mut tasks = JoinSet::new();
        for (place, events) in by_place {
            let (department, clock) = (Arc::clone(&self.department), clock.clone());
            match scanners.remove(&place) {
                Some(scanner) => {
                    tasks.spawn(run_scanner(department, clock, scanner, events));
                }
                None => {
                    let front_desk = Arc::clone(&self.front_desk);
                    tasks.spawn(run_front_desk(department, clock, front_desk, events));
                }
            }
        }
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a simulated scanner ended by a defect");
            }
        }
        let journal = self.department.books.journal();
        tracing::info!(counts = ?journal.counts, "the simulated day is over");
        journal
    }
}

async fn run_scanner(
    department: Arc<Department>,
    clock: Clock,
    mut scanner: Scanner,
    events: Vec<Event>,
) {
    for event in events {
        if !comes(&department, &clock, event.at).await {
            return;
        }
        scanner.act(&department, event).await;
    }
}

async fn run_front_desk(
    department: Arc<Department>,
    clock: Clock,
    front_desk: Arc<dyn FrontDesk>,
    events: Vec<Event>,
) {
    for event in events {
        if !comes(&department, &clock, event.at).await {
            return;
        }
        at_front_desk(&department, &*front_desk, event).await;
    }
}

async fn at_front_desk(department: &Department, front_desk: &dyn FrontDesk, event: Event) {
    let Act::Desk(act, index) = event.act else {
        return;
    };
    let plan = &department.plan;
    let Some(exam) = plan.exams.get(index) else {
        return;
    };
    let number = exam.accession_number.as_str();
    match act {
        Desk::Arrive => front_desk.arrived(number).await,
        Desk::Cancel => front_desk.canceled(number).await,
        Desk::Move => {
            let room = |moved: Move| Some((plan.stations.get(moved.station)?, moved.start));
            if let Some((station, start)) = exam.moved.and_then(room) {
                front_desk.moved(number, &station.ae_title, start).await;
            }
        }
    }
    if let Some(entry) = department.books.open().exams.get_mut(index) {
        entry.has_arrived |= act == Desk::Arrive;
        entry.is_canceled |= act == Desk::Cancel;
    }
}

/// Waits until the clock reads this; false when it was stopped before.
async fn comes(department: &Department, clock: &Clock, at: NaiveDateTime) -> bool {
    loop {
        if department.stop.is_cancelled() {
            return false;
        }
        let Ok(left) = (at - clock.wall()).to_std() else {
            return true;
        };
        if left.is_zero() {
            return true;
        }
        let speed = clock.speed().max(0.001);
        // A millisecond more than nothing, so that a fast clock does not make a busy loop.
        let nap = left.div_f64(speed).max(Duration::from_millis(1)).min(NAP);
        tokio::select! {
            () = tokio::time::sleep(nap) => {}
            () = department.stop.cancelled() => return false,
        }
    }
}
