//! What the department's wall clock reads, carried on from the last time the service told it.

use contract::WallTime;
use leptos::prelude::*;
use std::time::Duration;

/// How often the board moves on.
const STEP: WallTime = 15_000;

/// What the service told, and when.
#[derive(Debug, Clone, Copy)]
struct Told {
    now: WallTime,
    speed: f64,
    at: f64,
}

/// The department's clock as the window keeps it.
#[derive(Clone, Copy)]
pub struct Clock {
    told: StoredValue<Option<Told>>,
    step: RwSignal<WallTime>,
    second: RwSignal<WallTime>,
}

impl Clock {
    /// A clock that does not know the time yet.
    pub fn start() -> Self {
        let clock = Self {
            told: StoredValue::new(None),
            step: RwSignal::new(0),
            second: RwSignal::new(0),
        };
        set_interval(move || clock.advance(), Duration::from_secs(1));
        clock
    }

    /// Sets it to what the service reads; a speed of 1 is real time.
    pub fn set(&self, now: WallTime, speed: f64) {
        self.told.set_value(Some(Told {
            now,
            speed,
            at: uptime(),
        }));
        self.advance();
    }

    /// The time in steps of 15 seconds, tracked; 0 until it is known.
    pub fn now(&self) -> WallTime {
        self.step.get()
    }

    /// The time, changing every second, tracked; 0 until it is known.
    pub fn second(&self) -> WallTime {
        self.second.get()
    }

    /// The time this very moment, not tracked.
    pub fn exact(&self) -> WallTime {
        self.told.with_value(|told| {
            told.map_or(0, |told| {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "milliseconds of uptime fit"
                )]
                let passed = ((uptime() - told.at) * told.speed) as WallTime;
                told.now + passed
            })
        })
    }

    fn advance(&self) {
        let now = self.exact();
        if now == 0 {
            return;
        }
        self.second.set(now);
        let step = self.step.get_untracked();
        if now.div_euclid(STEP) != step.div_euclid(STEP) {
            self.step.set(now);
        }
    }
}

/// Milliseconds since the page was opened, whatever is done to the computer's clock.
pub fn uptime() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}
