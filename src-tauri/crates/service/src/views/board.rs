//! The board of one day.

use crate::clock;
use crate::department::Department;
use crate::views::{alerts, card, orders};
use chrono::{NaiveDateTime, Timelike};
use contract::board::{BoardView, ExamCard, Lane, ShowBoard};
use contract::{Failure, StepStatus, WallTime};
use domain::exam::{Thresholds, silent_from};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The hours a board shows at least, minutes after midnight: a department's day.
const OPENS: u32 = 7 * 60;
const CLOSES: u32 = 19 * 60;

impl Department {
    /// The board of a day.
    ///
    /// # Errors
    /// When the day cannot be read, or the database refuses.
    pub async fn show_board(self: &Arc<Self>, request: ShowBoard) -> Result<BoardView, Failure> {
        let today = self.clock.today();
        let day = match &request.day {
            Some(day) => orders::day("day", day)?,
            None => today,
        };
        self.read(move |department, session| {
            let exams = card::cards_of_day(department, session, day)?;
            let alerts = if day == today {
                let callers = session.callers()?;
                alerts::open(department, session, exams.iter(), &callers)?
            } else {
                Vec::new()
            };
            let (opens, closes) = hours(&exams);
            let wall = department.clock.wall();
            Ok(BoardView {
                day: day.to_string(),
                today: today.to_string(),
                now: clock::to_contract(wall),
                clock_speed: department.clock.speed(),
                opens,
                closes,
                lanes: lanes(department, exams.iter()),
                exams,
                alerts,
            })
        })
        .await
    }
}

/// The hours the axis must cover, whole hours.
fn hours(exams: &[ExamCard]) -> (u32, u32) {
    let minute = |at: WallTime| {
        let wall = clock::from_contract(at);
        wall.hour() * 60 + wall.minute()
    };
    let mut opens = OPENS;
    let mut closes = CLOSES;
    for exam in exams {
        let Some(start) = exam.started.or(exam.planned_start) else {
            continue;
        };
        let start = minute(start);
        let end = (start + exam.expected_minutes).min(24 * 60);
        opens = opens.min(start / 60 * 60);
        closes = closes.max(end.div_ceil(60) * 60);
    }
    (opens, closes)
}

/// What a station's exams of the day say of it.
#[derive(Default)]
pub(crate) struct Load {
    /// Earliest planned start among those that have not started.
    pub(crate) waited_for: Option<NaiveDateTime>,
    /// How many run.
    pub(crate) running: u32,
    modality: String,
}

/// The load of every station that has exams.
pub(crate) fn loads<'a>(exams: impl Iterator<Item = &'a ExamCard>) -> HashMap<&'a str, Load> {
    let mut loads: HashMap<&str, Load> = HashMap::new();
    for exam in exams {
        let load = loads.entry(exam.station.as_str()).or_default();
        if load.modality.is_empty() {
            load.modality.clone_from(&exam.modality);
        }
        match exam.status {
            StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready => {
                let planned = exam.planned_start.map(clock::from_contract);
                load.waited_for = match (load.waited_for, planned) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            StepStatus::InProgress => load.running += 1,
            StepStatus::Completed | StepStatus::Discontinued | StepStatus::Canceled => {}
        }
    }
    loads
}

/// The lanes: every device on the board, and every other station that has exams.
pub(crate) fn lanes<'a>(
    department: &Department,
    exams: impl Iterator<Item = &'a ExamCard>,
) -> Vec<Lane> {
    let mut loads = loads(exams);
    let registry = department.registry();
    let mut lanes = BTreeMap::new();
    for device in registry.devices().filter(|device| device.on_board != 0) {
        let load = loads.remove(device.ae_title.as_str()).unwrap_or_default();
        let lane = lane(
            department,
            &device.ae_title,
            &device.name,
            &device.modality,
            &load,
        );
        lanes.insert(
            sort_key(&device.modality, &device.name, &device.ae_title),
            lane,
        );
    }
    for (station, load) in loads {
        let name = registry.station_name(station);
        let lane = lane(department, station, &name, &load.modality, &load);
        lanes.insert(sort_key(&load.modality, &name, station), lane);
    }
    lanes.into_values().collect()
}

fn lane(department: &Department, station: &str, name: &str, modality: &str, load: &Load) -> Lane {
    let today = department.clock.today();
    let heard = department
        .traffic
        .of(station)
        .and_then(|traffic| traffic.last_heard_at);
    let heard = heard.map(clock::wall_of);
    let heard_today = heard.filter(|at| at.date() == today);
    let silent = silent_from(
        heard_today,
        load.waited_for,
        load.running,
        &Thresholds::default(),
    );
    Lane {
        station: station.to_owned(),
        name: name.to_owned(),
        modality: modality.to_owned(),
        last_heard: heard.map(clock::to_contract),
        silent_from: silent.map(clock::to_contract),
    }
}

/// Large scanners first, then by name with numbers in their natural order.
fn sort_key(modality: &str, name: &str, station: &str) -> (usize, String, String) {
    const ORDER: [&str; 10] = ["CT", "MR", "US", "DX", "CR", "MG", "RF", "XA", "NM", "PT"];
    let place = ORDER
        .iter()
        .position(|known| *known == modality)
        .unwrap_or(ORDER.len());
    (place, natural(name), station.to_owned())
}

/// A name with its numbers padded, so that `CT 10` follows `CT 9`.
fn natural(name: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in name.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                key.push_str(&format!("{digits:0>8}"));
                digits.clear();
            }
            key.push(c);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_people_count() {
        let mut names = ["CT 10", "CT 9", "CT 1", "CT"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["CT", "CT 1", "CT 9", "CT 10"]);
    }
}
