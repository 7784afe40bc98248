//! What the window knows of the department: fetched views, kept true by the service's events.

pub mod board;
pub mod clock;
pub mod fetched;
pub mod topics;
pub mod windowed;

use crate::{backend, format, i18n, route::Route};
use board::BoardStore;
use clock::{Clock, uptime};
use contract::{
    Day, Failure, WallTime,
    alerts::{Alert, Severity, ShowAlerts},
    board::ShowBoard,
    events::Event,
    reconciliation::ShowQueue,
    shell::{Preferences, SavePreferences, ShellView, ShowShell},
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use topics::{Topic, Topics};

const HEARTBEAT: Duration = Duration::from_secs(20);
/// Milliseconds the service may be unheard before the window says that it is not live.
const STALE_AFTER: f64 = 120_000.0;

/// How much there is to reconcile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueCounts {
    /// Open items.
    pub open: u32,
    /// Of those, the ones that block reading.
    pub blocking: u32,
}

/// The live state of the window. One instance lives as long as the window.
#[derive(Clone, Copy)]
pub struct Live {
    /// What the department's wall clock reads.
    pub clock: Clock,
    /// Health, preferences and who is at the desk; `None` until first heard.
    pub shell: RwSignal<Option<ShellView>>,
    /// What a coordinator must look at now, most urgent first.
    pub alerts: RwSignal<Vec<Alert>>,
    /// Whether the alerts were heard of at all; without it, none is not a good sign.
    pub alerts_known: RwSignal<bool>,
    /// How much there is to reconcile.
    pub queue: RwSignal<QueueCounts>,
    /// The day the board shows; `None` follows today.
    pub day: RwSignal<Option<Day>>,
    /// Today's exams.
    pub today: BoardStore,
    /// The exams of the chosen day, when that is not today.
    pub other_day: BoardStore,
    /// Why the service does not answer; `None` while it does.
    pub failure: RwSignal<Option<Failure>>,
    /// Who wants to hear that something changed.
    pub topics: StoredValue<Topics>,
    last_heard: RwSignal<Option<(WallTime, f64)>>,
}

/// The live state; call it while a component is set up.
pub fn use_live() -> Live {
    expect_context()
}

impl Live {
    /// The day it is now; empty until it is known.
    pub fn day_now(self) -> Memo<Day> {
        Memo::new(move |_| {
            let today = self
                .shell
                .with(|shell| shell.as_ref().map(|shell| shell.today.clone()));
            today.unwrap_or_default()
        })
    }

    /// Starts to listen and to fetch.
    pub fn start() -> Self {
        let live = Self {
            clock: Clock::start(),
            shell: RwSignal::new(None),
            alerts: RwSignal::new(Vec::new()),
            alerts_known: RwSignal::new(false),
            queue: RwSignal::new(QueueCounts::default()),
            day: RwSignal::new(None),
            today: BoardStore::new(),
            other_day: BoardStore::new(),
            failure: RwSignal::new(None),
            topics: StoredValue::new(Topics::default()),
            last_heard: RwSignal::new(None),
        };
        spawn_local(async move {
            if let Err(failure) = backend::listen(move |event| live.apply(event)).await {
                live.failure.set(Some(failure));
            }
            live.fetch_shell().await;
            live.fetch_all();
        });
        set_interval(move || spawn_local(live.fetch_shell()), HEARTBEAT);
        Effect::new(move |before: Option<Option<Day>>| {
            let day = live.day.get();
            if before.is_some_and(|before| before != day) && day.is_some() {
                spawn_local(live.fetch_other_day());
            }
            day
        });
        live
    }

    /// The exams of the day the board shows.
    pub fn shown(&self) -> BoardStore {
        let today = self
            .shell
            .with(|shell| shell.as_ref().map(|shell| shell.today.clone()));
        match self.day.get() {
            Some(day) if Some(&day) != today.as_ref() => self.other_day,
            _ => self.today,
        }
    }

    /// Shows the board of a day; today's follows the clock.
    pub fn show_day(&self, day: Day) {
        let today = self
            .shell
            .with_untracked(|shell| shell.as_ref().map(|shell| shell.today.clone()));
        if format::midnight(&day).is_some() {
            self.day.set((Some(&day) != today.as_ref()).then_some(day));
        }
    }

    /// Shows the board of so many days later.
    pub fn step_day(&self, count: i64) {
        let today = self
            .shell
            .with_untracked(|shell| shell.as_ref().map(|shell| shell.today.clone()));
        if let Some(day) = self.day.get_untracked().or(today) {
            self.show_day(format::day_plus(&day, count));
        }
    }

    /// Since when nothing was heard, once that is too long ago to call the window live.
    pub fn not_live_since(&self) -> Option<WallTime> {
        let (since, at) = self.last_heard.get()?;
        let lost = self.failure.with(Option::is_some);
        self.clock.second();
        (lost && uptime() - at > STALE_AFTER).then_some(since)
    }

    /// When the service last answered.
    pub fn as_of(&self) -> Option<WallTime> {
        self.last_heard.get().map(|(heard, _)| heard)
    }

    /// Asks for everything again, because a person wants it or events were lost.
    pub fn again(self) {
        spawn_local(self.fetch_shell());
        self.fetch_all();
    }

    fn fetch_all(self) {
        spawn_local(self.fetch_board());
        spawn_local(self.fetch_other_day());
        spawn_local(self.fetch_alerts());
        spawn_local(self.count_queue());
        self.topics
            .with_value(|topics| topics.notify(&Topic::Everything));
    }

    /// Keeps other preferences and shows them at once.
    pub fn prefer(self, preferences: Preferences) {
        self.shell.update(|shell| {
            if let Some(shell) = shell {
                shell.preferences = preferences.clone();
            }
        });
        i18n::show_language(chosen_language(&preferences));
        spawn_local(async move {
            if let Err(failure) = backend::call(SavePreferences { preferences }).await {
                self.failure.set(Some(failure));
            }
        });
    }

    async fn fetch_shell(self) {
        let was_lost = self.failure.with_untracked(Option::is_some);
        match backend::call(ShowShell {}).await {
            Ok(shell) => {
                let first = self.shell.with_untracked(Option::is_none);
                let new_day = self.shell.with_untracked(|known| {
                    known
                        .as_ref()
                        .is_some_and(|known| known.today != shell.today)
                });
                self.heard(shell.now, shell.clock_speed);
                i18n::show_language(chosen_language(&shell.preferences));
                if first && !shell.setup_finished && !shell.demo {
                    Route::FirstRun.open();
                }
                if self
                    .shell
                    .with_untracked(|known| known.as_ref() != Some(&shell))
                {
                    self.shell.set(Some(shell));
                }
                if was_lost || new_day {
                    self.fetch_all();
                }
            }
            Err(failure) => self.failure.set(Some(failure)),
        }
    }

    async fn fetch_alerts(self) {
        match backend::call(ShowAlerts {}).await {
            Ok(alerts) => self.show_alerts(alerts),
            Err(failure) => self.failure.set(Some(failure)),
        }
    }

    /// Events tell the counts from then on; a failure shows on the page of the queue.
    async fn count_queue(self) {
        if let Ok(queue) = backend::call(ShowQueue {}).await {
            let blocks = |severity| severity == Severity::BlocksReading;
            let blocking = queue.items.iter().filter(|item| blocks(item.severity));
            self.queue.set(QueueCounts {
                open: u32::try_from(queue.items.len()).unwrap_or(u32::MAX),
                blocking: u32::try_from(blocking.count()).unwrap_or(u32::MAX),
            });
        }
    }

    async fn fetch_board(self) {
        match self.today.fetch(ShowBoard { day: None }).await {
            Ok((now, speed)) => self.heard(now, speed),
            Err(failure) => self.failure.set(Some(failure)),
        }
    }

    /// What fails here shows on the board of that day; today's says whether the service answers.
    async fn fetch_other_day(self) {
        if let Some(day) = self.day.get_untracked() {
            let _ = self.other_day.fetch(ShowBoard { day: Some(day) }).await;
        }
    }

    fn show_alerts(self, alerts: Vec<Alert>) {
        self.alerts_known.set(true);
        if self.alerts.with_untracked(|known| *known != alerts) {
            self.alerts.set(alerts);
        }
    }

    fn heard(self, now: WallTime, speed: f64) {
        self.clock.set(now, speed);
        self.last_heard.set(Some((now, uptime())));
        if self.failure.with_untracked(Option::is_some) {
            self.failure.set(None);
        }
    }

    fn apply(self, event: Event) {
        self.last_heard.set(Some((self.clock.exact(), uptime())));
        let notify = |topic: Topic| self.topics.with_value(|topics| topics.notify(&topic));
        match event {
            Event::Exam { card } => {
                let id = card.id.clone();
                self.today.patch(&card);
                self.other_day.patch(&card);
                notify(Topic::Exam(id));
            }
            Event::ExamGone { id } => {
                self.today.remove(&id);
                self.other_day.remove(&id);
                notify(Topic::Exam(id));
            }
            Event::Lanes { lanes } => {
                self.today.show_lanes(lanes.clone());
                self.other_day.show_lanes(lanes);
            }
            Event::Alerts { alerts } => self.show_alerts(alerts),
            Event::Devices => notify(Topic::Devices),
            Event::Charges => notify(Topic::Charges),
            Event::Network => notify(Topic::Network),
            Event::Orders => {
                spawn_local(self.fetch_board());
                spawn_local(self.fetch_other_day());
                notify(Topic::Orders);
            }
            Event::Queue { open, blocking } => {
                self.queue.set(QueueCounts { open, blocking });
                notify(Topic::Queue);
            }
            Event::Health { health } => self.shell.update(|shell| {
                if let Some(shell) = shell {
                    shell.health = health;
                }
            }),
            Event::Open { id } => Route::Exam(id).open(),
            // Shown by the operating system; the alert that belongs to it comes by itself.
            Event::Notice { .. } => {}
            Event::Resync => self.again(),
        }
    }
}

fn chosen_language(preferences: &Preferences) -> i18n::Language {
    if preferences.language.is_empty() {
        i18n::Language::of_tag(&window().navigator().language().unwrap_or_default())
    } else {
        i18n::Language::of_tag(&preferences.language)
    }
}
