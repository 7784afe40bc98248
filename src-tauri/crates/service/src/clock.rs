//! The department's clock: the only place that reads the time.

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use contract::WallTime;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
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

/// The zone in which the department lives, when that is not the machine's. One for the process: a
/// wall clock is the same everywhere in it, also in a simulated department beside the real one.
static ZONE: RwLock<Option<Tz>> = RwLock::new(None);

/// A name that no time zone has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time zone of the IANA database, as \"Europe/Madrid\" is")]
pub struct UnknownTimeZone(String);

/// The time zone of a name.
///
/// # Errors
/// When there is none.
pub(crate) fn zone_named(name: &str) -> Result<Tz, UnknownTimeZone> {
    name.parse().map_err(|_| UnknownTimeZone(name.to_owned()))
}

/// Lets the wall clock read the time of a zone from now on.
pub(crate) fn live_in(zone: Tz) {
    *ZONE.write().unwrap_or_else(PoisonError::into_inner) = Some(zone);
}

fn zone() -> Option<Tz> {
    *ZONE.read().unwrap_or_else(PoisonError::into_inner)
}

/// What the wall clock reads at an instant.
#[must_use]
pub fn wall_of(instant: i64) -> NaiveDateTime {
    match zone() {
        Some(zone) => wall_in(&zone, instant),
        None => wall_in(&Local, instant),
    }
}

fn wall_in<Z: TimeZone>(zone: &Z, instant: i64) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_millis(instant)
        .map(|utc| utc.with_timezone(zone).naive_local())
        .unwrap_or_default()
}

/// The instant at which the wall clock reads this; the earlier one where the hour occurs twice, the
/// moment of the jump where it does not occur.
#[must_use]
pub fn instant_of(wall: NaiveDateTime) -> i64 {
    match zone() {
        Some(zone) => instant_in(&zone, wall),
        None => instant_in(&Local, wall),
    }
}

fn instant_in<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> i64 {
    let earliest = |wall: NaiveDateTime| zone.from_local_datetime(&wall).earliest();
    earliest(wall)
        .or_else(|| earliest(wall + chrono::Duration::hours(1)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_zone_is_known_by_its_name_only() {
        assert_eq!(zone_named("Europe/Madrid"), Ok(Tz::Europe__Madrid));
        for name in ["Europe/Madird", "madrid", "+01:00", "", "../etc/localtime"] {
            let problem = zone_named(name).unwrap_err().to_string();
            assert!(problem.contains(&format!("\"{name}\"")), "{problem}");
        }
    }

    #[test]
    fn a_wall_clock_jumps_as_its_zone_does() {
        let madrid = zone_named("Europe/Madrid").unwrap();
        for (wall, utc) in [
            ("2026-01-15 08:30", "2026-01-15 07:30"),
            ("2026-07-15 08:30", "2026-07-15 06:30"),
            // There are two: the earlier one.
            ("2026-10-25 02:30", "2026-10-25 00:30"),
        ] {
            let instant = instant_in(&madrid, at(wall));
            assert_eq!(instant, at(utc).and_utc().timestamp_millis(), "{wall}");
            assert_eq!(wall_in(&madrid, instant), at(wall), "{wall}");
        }
        // There is none: from two to three.
        let jump = instant_in(&madrid, at("2026-03-29 02:00"));
        assert_eq!(wall_in(&madrid, jump), at("2026-03-29 03:00"));
        let kathmandu = zone_named("Asia/Kathmandu").unwrap();
        let noon = at("2026-11-23 12:00").and_utc().timestamp_millis();
        assert_eq!(wall_in(&kathmandu, noon), at("2026-11-23 17:45"));
    }
}
