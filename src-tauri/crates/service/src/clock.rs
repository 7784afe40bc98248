//! The department's clock: the only place that reads the time.

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, TimeZone, Utc};
use contract::WallTime;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Tells the time, in epoch milliseconds (UTC) and as the wall clock reads it.
#[derive(Debug, Clone)]
pub struct Clock {
    pace: Pace,
}

#[derive(Debug, Clone)]
enum Pace {
    /// The machine's clock.
    Real,
    /// A clock of its own for the simulated department.
    Simulated(Arc<Mutex<Simulated>>),
}

#[derive(Debug)]
struct Simulated {
    /// The machine's clock and ours at the same moment.
    began: Instant,
    at: i64,
    speed: f64,
}

impl Simulated {
    fn now(&self) -> i64 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a day has 86,400,000 milliseconds"
        )]
        let passed = (self.began.elapsed().as_secs_f64() * 1000.0 * self.speed) as i64;
        self.at + passed
    }
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn real() -> Self {
        Self { pace: Pace::Real }
    }

    /// A clock that starts now at `at` of the wall and runs `speed` times as fast. Its clones are
    /// the same clock.
    #[must_use]
    pub fn simulated(at: NaiveDateTime, speed: f64) -> Self {
        let simulated = Simulated {
            began: Instant::now(),
            at: instant_of(at),
            speed,
        };
        Self {
            pace: Pace::Simulated(Arc::new(Mutex::new(simulated))),
        }
    }

    /// Sets a simulated clock. The machine's clock is never set.
    pub fn set(&self, at: NaiveDateTime, speed: f64) {
        if let Pace::Simulated(simulated) = &self.pace {
            let mut simulated = simulated.lock().unwrap_or_else(PoisonError::into_inner);
            *simulated = Simulated {
                began: Instant::now(),
                at: instant_of(at),
                speed,
            };
        }
    }

    /// Now, in epoch milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        match &self.pace {
            Pace::Real => Utc::now().timestamp_millis(),
            Pace::Simulated(simulated) => simulated
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .now(),
        }
    }

    /// Now, as the wall clock reads it.
    #[must_use]
    pub fn wall(&self) -> NaiveDateTime {
        wall_of(self.now())
    }

    /// The day it is now.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.wall().date()
    }

    /// How fast it runs; 1 is real time.
    #[must_use]
    pub fn speed(&self) -> f64 {
        match &self.pace {
            Pace::Real => 1.0,
            Pace::Simulated(simulated) => {
                simulated
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .speed
            }
        }
    }
}

/// What the wall clock reads at an instant.
#[must_use]
pub fn wall_of(instant: i64) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_millis(instant)
        .map(|utc| utc.with_timezone(&Local).naive_local())
        .unwrap_or_default()
}

/// The instant at which the wall clock reads this; the earlier one where the hour occurs twice, the
/// moment of the jump where it does not occur.
#[must_use]
pub fn instant_of(wall: NaiveDateTime) -> i64 {
    let local = Local.from_local_datetime(&wall);
    local
        .earliest()
        .or_else(|| {
            Local
                .from_local_datetime(&(wall + chrono::Duration::hours(1)))
                .earliest()
        })
        .map_or_else(
            || wall.and_utc().timestamp_millis(),
            |local| local.timestamp_millis(),
        )
}

/// What a clock so many minutes from UTC reads when the wall clock reads this.
#[must_use]
pub fn at_offset(wall: NaiveDateTime, minutes: i32) -> NaiveDateTime {
    let utc = DateTime::<Utc>::from_timestamp_millis(instant_of(wall)).unwrap_or_default();
    utc.naive_utc() + chrono::Duration::minutes(i64::from(minutes))
}

/// A wall-clock time as it crosses to the window.
#[must_use]
pub fn to_contract(wall: NaiveDateTime) -> WallTime {
    wall.and_utc().timestamp_millis()
}

/// An instant as it crosses to the window.
#[must_use]
pub fn instant_to_contract(instant: i64) -> WallTime {
    to_contract(wall_of(instant))
}

/// Turns a wall clock time from the window back.
#[must_use]
pub fn from_contract(wall: WallTime) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_millis(wall)
        .map(|utc| utc.naive_utc())
        .unwrap_or_default()
}
