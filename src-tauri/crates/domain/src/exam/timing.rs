//! From when an exam is late, overruns or is stuck, and from when a station is silent. All instants
//! are local wall clock.

use crate::scheduled_step::StepStatus;
use chrono::{NaiveDateTime, TimeDelta};

/// When things become worth a look. Minutes, if not said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// After its planned start, an exam that has not started is late. Default 10: a room that is
    /// less behind catches up by itself.
    pub late_after: u32,
    /// After its expected end, a running exam overruns. Default 0: it is a mark on the card, not an
    /// alert, and the next patient waits from that minute on.
    pub overrun_after: u32,
    /// Without a message for so long, a running exam may be stuck. Default 60: most scanners report
    /// only start and end.
    pub stuck_after: u32,
    /// Percent of the expected duration that a running exam must have lasted before it may be stuck.
    /// Default 250: long interventions are silent for hours without anything being wrong.
    pub stuck_percent: u32,
    /// Without a message for so long, a station that is waited for is silent. Default 40: scanners
    /// refresh their worklist several times within it.
    pub silent_after: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            late_after: 10,
            overrun_after: 0,
            stuck_after: 60,
            stuck_percent: 250,
            silent_after: 40,
        }
    }
}

/// What is known of an exam's times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Where it stands.
    pub status: StepStatus,
    /// Planned start; none if it is not on the schedule.
    pub planned_start: Option<NaiveDateTime>,
    /// When its first performed step started; see [`plausible_start`].
    pub started: Option<NaiveDateTime>,
    /// When the last message about it arrived.
    pub last_message: Option<NaiveDateTime>,
    /// Expected duration in minutes.
    pub expected_minutes: u32,
}

/// From when what holds of an exam, as long as nothing is heard. None where it cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Instants {
    /// When it should end, while it runs.
    pub expected_end: Option<NaiveDateTime>,
    /// From when it is late, while it has not started.
    pub late_from: Option<NaiveDateTime>,
    /// From when it overruns, while it runs.
    pub overrun_from: Option<NaiveDateTime>,
    /// From when it is stuck, while it runs: both the silence and the duration are too long.
    pub stuck_from: Option<NaiveDateTime>,
}

/// The instants of an exam.
#[must_use]
pub fn instants(times: &Times, thresholds: &Thresholds) -> Instants {
    match times.status {
        StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready => Instants {
            late_from: times
                .planned_start
                .map(|start| after(start, thresholds.late_after)),
            ..Instants::default()
        },
        StepStatus::InProgress => running(times, thresholds),
        StepStatus::Completed | StepStatus::Discontinued | StepStatus::Canceled => {
            Instants::default()
        }
    }
}

fn running(times: &Times, thresholds: &Thresholds) -> Instants {
    let Some(started) = times.started else {
        return Instants::default();
    };
    let expected_end = after(started, times.expected_minutes);
    let long = u64::from(times.expected_minutes) * u64::from(thresholds.stuck_percent) / 100;
    let too_long = after(started, u32::try_from(long).unwrap_or(u32::MAX));
    let heard = times.last_message.unwrap_or(started);
    Instants {
        expected_end: Some(expected_end),
        late_from: None,
        overrun_from: Some(after(expected_end, thresholds.overrun_after)),
        stuck_from: Some(too_long.max(after(heard, thresholds.stuck_after))),
    }
}

/// From when a station is silent: it was not heard for too long, no exam runs there (scanners say
/// little during an exam) and one is late there. None while no exam is waited for.
///
/// `waited_for` is the earliest planned start among its exams of today that have not started.
/// `last_heard` is none when it was not heard today.
#[must_use]
pub fn silent_from(
    last_heard: Option<NaiveDateTime>,
    waited_for: Option<NaiveDateTime>,
    running_exams: u32,
    thresholds: &Thresholds,
) -> Option<NaiveDateTime> {
    if running_exams > 0 {
        return None;
    }
    let late = after(waited_for?, thresholds.late_after);
    Some(match last_heard {
        Some(heard) => late.max(after(heard, thresholds.silent_after)),
        None => late,
    })
}

/// The start to count from: what the modality says, unless its clock cannot be right (more than five
/// minutes after the message arrived, or more than a day before), then when the message arrived.
#[must_use]
pub fn plausible_start(reported: Option<NaiveDateTime>, received: NaiveDateTime) -> NaiveDateTime {
    let earliest = received
        .checked_sub_signed(TimeDelta::days(1))
        .unwrap_or(received);
    let latest = after(received, 5);
    reported
        .filter(|start| (earliest..=latest).contains(start))
        .unwrap_or(received)
}

/// Usual minutes in the room by Modality (0008,0060), for steps whose order does not say.
#[must_use]
pub fn default_expected_minutes(modality: &str) -> u32 {
    match modality.trim() {
        "DX" | "CR" | "RG" | "PX" | "IO" => 10,
        "MG" | "BMD" => 15,
        "CT" | "US" => 25,
        "RF" | "ES" => 30,
        "MR" => 40,
        "NM" => 45,
        "PT" => 60,
        "XA" => 90,
        _ => 20,
    }
}

fn after(instant: NaiveDateTime, minutes: u32) -> NaiveDateTime {
    let later = instant.checked_add_signed(TimeDelta::minutes(i64::from(minutes)));
    later.unwrap_or(NaiveDateTime::MAX)
}

#[cfg(test)]
mod tests;
