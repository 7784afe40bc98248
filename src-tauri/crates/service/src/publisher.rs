//! Turns committed changes into events: a thread that follows the writer, reads the exams that
//! changed and tells the window. What changes faster than it is read is told once.

use crate::department::Department;
use crate::views::{alerts, board, card};
use contract::ExamId;
use contract::alerts::Alert;
use contract::board::ExamCard;
use contract::events::{Event, Notice};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use storage::StorageError;
use tokio::sync::broadcast;

/// Events a slow window may lag behind before it is told to ask for everything again.
const BUFFER: usize = 1024;

/// Exams told one by one; more at once (an import) is told as "ask again".
const ONE_BY_ONE: usize = 200;

/// What all exams together say (lanes, alerts, health) is worked out at most this often: it costs the
/// more the more exams a day has, and messages must not wait for it.
const PACE: Duration = Duration::from_millis(250);

/// And it takes at most one part in so many of the time, however many exams a day has, so that few
/// events wait for it,
const REST: u32 = 50;

/// but a person does not wait longer than this.
const SLOWEST: Duration = Duration::from_secs(1);

/// What was committed.
#[derive(Debug, Clone)]
pub enum Change {
    /// Scheduled steps, by number.
    Steps(Vec<i64>),
    /// A performed step, by number, with the scheduled steps it is linked to.
    Performed {
        /// The performed step.
        id: i64,
        /// Linked scheduled steps.
        steps: Vec<i64>,
    },
    /// So many scheduled steps that lists must ask again.
    Orders,
    /// The clock was set, or so much that everything must be asked for again.
    Everything,
    /// Items of the reconciliation queue.
    Queue,
    /// Devices or callers.
    Devices,
    /// Charges or their catalogue.
    Charges,
    /// Associations.
    Network,
    /// The listener, the settings.
    Health,
    /// A person should know.
    Notice(Notice),
    /// Time passed: flags that depend on it may have changed.
    Tick,
    /// The service stops.
    Stop,
}

/// Where changes go in and events come out.
pub struct Publisher {
    changes: mpsc::Sender<Change>,
    waiting: Mutex<Option<mpsc::Receiver<Change>>>,
    events: broadcast::Sender<Event>,
    /// Whether something changed that nobody listened to.
    missed: Arc<AtomicBool>,
}

impl Default for Publisher {
    fn default() -> Self {
        let (changes, waiting) = mpsc::channel();
        let (events, _) = broadcast::channel(BUFFER);
        Self {
            changes,
            waiting: Mutex::new(Some(waiting)),
            events,
            missed: Arc::default(),
        }
    }
}

impl Publisher {
    /// Takes a change in. Never blocks. While no window is open nothing is worked out for it.
    pub fn changed(&self, change: Change) {
        if self.events.receiver_count() == 0 && !matches!(change, Change::Stop) {
            self.missed.store(true, Ordering::Relaxed);
            return;
        }
        // After the thread has stopped nobody listens any more.
        let _ = self.changes.send(change);
    }

    /// Everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Starts the thread; it ends with [`Change::Stop`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(&self, department: Weak<Department>) -> std::io::Result<()> {
        let waiting = self
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(waiting) = waiting else {
            return Ok(());
        };
        let events = self.events.clone();
        let missed = Arc::clone(&self.missed);
        thread::Builder::new()
            .name("publisher".to_owned())
            .spawn(move || {
                Follower {
                    department,
                    events,
                    missed,
                    known: Known::default(),
                    owed: Owed::default(),
                }
                .run(&waiting);
            })
            .map(drop)
    }
}

/// What the window was told last, to tell only differences.
#[derive(Default)]
struct Known {
    day: String,
    cards: HashMap<ExamId, ExamCard>,
    alerts: Vec<Alert>,
    lanes: Vec<contract::board::Lane>,
    health: Option<contract::shell::Health>,
}

struct Follower {
    department: Weak<Department>,
    events: broadcast::Sender<Event>,
    missed: Arc<AtomicBool>,
    known: Known,
    owed: Owed,
}

/// What is to be told as a whole once [`PACE`] allows.
#[derive(Default)]
struct Owed {
    whole: bool,
    day: bool,
    queue: bool,
    resync: bool,
    told_at: Option<Instant>,
    /// How long to wait after that.
    pace: Duration,
}

impl Owed {
    /// How long what is owed has to wait; `None` while nothing is owed.
    fn wait(&self) -> Option<Duration> {
        let left = |at: Instant| self.pace.saturating_sub(at.elapsed());
        self.whole
            .then(|| self.told_at.map_or(Duration::ZERO, left))
    }
}

/// Changes that arrived together.
#[derive(Default)]
struct Batch {
    steps: BTreeSet<i64>,
    performed: BTreeSet<i64>,
    orders: bool,
    everything: bool,
    queue: bool,
    devices: bool,
    charges: bool,
    network: bool,
    stop: bool,
    notices: Vec<Notice>,
}

impl Batch {
    fn add(&mut self, change: Change) {
        match change {
            Change::Steps(steps) => self.steps.extend(steps),
            Change::Performed { id, steps } => {
                self.performed.insert(id);
                self.steps.extend(steps);
            }
            Change::Orders => self.orders = true,
            Change::Everything => self.everything = true,
            Change::Queue => self.queue = true,
            Change::Devices => self.devices = true,
            Change::Charges => self.charges = true,
            Change::Network => self.network = true,
            Change::Notice(notice) => self.notices.push(notice),
            Change::Health | Change::Tick => {}
            Change::Stop => self.stop = true,
        }
    }
}

impl Follower {
    fn run(mut self, waiting: &mpsc::Receiver<Change>) {
        loop {
            let first = match self.owed.wait() {
                None => waiting.recv().map_err(RecvTimeoutError::from),
                Some(wait) => waiting.recv_timeout(wait),
            };
            let mut batch = Batch::default();
            match first {
                Ok(change) => batch.add(change),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            for change in waiting.try_iter() {
                batch.add(change);
            }
            if batch.stop {
                return;
            }
            let Some(department) = self.department.upgrade() else {
                return;
            };
            if let Err(error) = self.tell(&department, batch) {
                tracing::error!(%error, "the window could not be told of changes");
                self.send(Event::Resync);
                self.owed = Owed {
                    day: true,
                    told_at: Some(Instant::now()),
                    pace: PACE,
                    ..Owed::default()
                };
            }
        }
    }

    fn tell(&mut self, department: &Department, batch: Batch) -> Result<(), StorageError> {
        if self.missed.swap(false, Ordering::Relaxed) {
            // The day begins anew: whoever listens now asked for everything when it began to.
            self.known = Known::default();
        }
        let is_new_day = self.known.day != department.clock.today().to_string();
        let is_too_much = batch.steps.len() + batch.performed.len() > ONE_BY_ONE;
        self.owed.whole = true;
        self.owed.day |= batch.orders || batch.everything || is_new_day || is_too_much;
        self.owed.queue |= batch.queue;
        self.owed.resync |= batch.everything || is_too_much;
        let has_exams = !batch.steps.is_empty() || !batch.performed.is_empty();
        if has_exams && !is_too_much {
            self.tell_exams(department, &batch)?;
        }
        if batch.orders {
            self.send(Event::Orders);
        }
        if batch.devices {
            self.send(Event::Devices);
        }
        if batch.charges {
            self.send(Event::Charges);
        }
        if batch.network {
            self.send(Event::Network);
        }
        for notice in batch.notices {
            self.send(Event::Notice { notice });
        }
        if self.owed.wait().is_some_and(|wait| wait.is_zero()) {
            self.tell_the_whole(department)?;
        }
        Ok(())
    }

    fn tell_the_whole(&mut self, department: &Department) -> Result<(), StorageError> {
        if self.owed.day {
            self.begin_day(department)?;
        }
        if self.owed.resync {
            self.send(Event::Resync);
        }
        if self.owed.queue {
            self.tell_queue(department)?;
        }
        let begin = Instant::now();
        self.tell_what_time_changes(department)?;
        self.owed = Owed {
            told_at: Some(Instant::now()),
            pace: (begin.elapsed() * REST).clamp(PACE, SLOWEST),
            ..Owed::default()
        };
        Ok(())
    }

    fn tell_queue(&self, department: &Department) -> Result<(), StorageError> {
        let (open, blocking) = department
            .database
            .readers()
            .read(|session| session.count_open_discrepancies())?;
        self.send(Event::Queue { open, blocking });
        Ok(())
    }

    fn begin_day(&mut self, department: &Department) -> Result<(), StorageError> {
        let day = department.clock.today();
        let cards = department
            .database
            .readers()
            .read(|session| card::cards_of_day(department, session, day))?;
        self.known.day = day.to_string();
        self.known.cards = cards
            .into_iter()
            .map(|card| (card.id.clone(), card))
            .collect();
        Ok(())
    }

    fn tell_exams(&mut self, department: &Department, batch: &Batch) -> Result<(), StorageError> {
        let steps: Vec<i64> = batch.steps.iter().copied().collect();
        let performed: Vec<i64> = batch.performed.iter().copied().collect();
        let told = department
            .database
            .readers()
            .read(|session| card::changed_cards(department, session, &steps, &performed))?;
        for id in told.gone {
            self.known.cards.remove(&id);
            self.send(Event::ExamGone { id });
        }
        for card in told.cards {
            if card.day == self.known.day || card.status == contract::StepStatus::InProgress {
                self.known.cards.insert(card.id.clone(), card.clone());
            } else {
                self.known.cards.remove(&card.id);
            }
            self.send(Event::Exam {
                card: Box::new(card),
            });
        }
        Ok(())
    }

    fn tell_what_time_changes(&mut self, department: &Department) -> Result<(), StorageError> {
        let lanes = board::lanes(department, self.known.cards.values());
        if lanes != self.known.lanes {
            self.known.lanes.clone_from(&lanes);
            self.send(Event::Lanes { lanes });
        }
        let (callers, alerts) = department.database.readers().read(|session| {
            let callers = session.callers()?;
            let alerts = alerts::open(department, session, self.known.cards.values(), &callers)?;
            Ok((callers, alerts))
        })?;
        if alerts != self.known.alerts {
            self.known.alerts.clone_from(&alerts);
            self.send(Event::Alerts { alerts });
        }
        let waiting = u32::try_from(callers.len()).unwrap_or(u32::MAX);
        let health = crate::views::shell::health(department, waiting);
        if self.known.health.as_ref() != Some(&health) {
            self.known.health = Some(health.clone());
            self.send(Event::Health { health });
        }
        Ok(())
    }

    fn send(&self, event: Event) {
        // The window may have closed meanwhile.
        let _ = self.events.send(event);
    }
}
