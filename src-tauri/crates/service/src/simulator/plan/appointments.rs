//! The appointments of a day: who is planned where and when, on a grid of five minutes.

use super::{Behaviour, Options, PlanError, PlannedExam};
use crate::simulator::catalogue::{self, Procedure};
use crate::simulator::chance::{happens, pick, weighted};
use crate::simulator::people;
use crate::simulator::stations::Station;
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use domain::scheduled_step::Priority;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

/// Appointments start on this grid.
const GRID: u32 = 5;

/// One appointment.
pub(super) struct Appointment {
    station: usize,
    start: NaiveDateTime,
    minutes: u32,
    procedure: &'static Procedure,
}

/// The appointments of all stations, in the order of their start.
pub(super) fn make(
    rng: &mut StdRng,
    options: &Options,
    stations: &[Station],
) -> Result<Vec<Appointment>, PlanError> {
    if stations.is_empty() {
        return Err(PlanError::NoStations);
    }
    let open = (options.closes - options.opens).num_minutes();
    let grid = usize::try_from(open / i64::from(GRID)).unwrap_or(0);
    if grid == 0 {
        return Err(PlanError::Hours);
    }
    let most = grid * stations.len();
    if options.exams > most {
        return Err(PlanError::TooManyExams { most });
    }
    let opens = options.day.and_time(options.opens);
    let mut appointments = Vec::with_capacity(options.exams);
    for (index, count) in shares(stations, options.exams, grid)
        .into_iter()
        .enumerate()
    {
        let Some(station) = stations.get(index) else {
            continue;
        };
        let procedures = procedures(rng, station.modality, count);
        appointments.extend(
            lane(rng, &procedures, grid)
                .into_iter()
                .map(|slot| Appointment {
                    station: index,
                    start: opens + TimeDelta::minutes(i64::from(slot.at * GRID)),
                    minutes: slot.length * GRID,
                    procedure: slot.procedure,
                }),
        );
    }
    appointments.sort_by_key(|appointment| (appointment.start, appointment.station));
    Ok(appointments)
}

/// How many exams each station gets: as its exams are short, more; never more than fit.
fn shares(stations: &[Station], exams: usize, grid: usize) -> Vec<usize> {
    let rates: Vec<f64> = stations
        .iter()
        .map(|station| 1.0 / usual_minutes(station.modality))
        .collect();
    let total: f64 = rates.iter().sum();
    let mut counts = vec![0; stations.len()];
    for _ in 0..exams {
        let placed: usize = counts.iter().sum();
        #[expect(clippy::cast_precision_loss, reason = "there are few exams")]
        let lag = |count: usize, rate: f64| rate / total * (placed + 1) as f64 - count as f64;
        let next = counts
            .iter()
            .zip(&rates)
            .enumerate()
            .filter(|(_, (count, _))| **count < grid)
            .max_by(|(_, (a, a_rate)), (_, (b, b_rate))| {
                lag(**a, **a_rate).total_cmp(&lag(**b, **b_rate))
            })
            .map(|(index, _)| index);
        if let Some(count) = next.and_then(|index| counts.get_mut(index)) {
            *count += 1;
        }
    }
    counts
}

/// Minutes from one exam to the next.
fn usual_minutes(modality: &str) -> f64 {
    let (sum, share) = catalogue::of_modality(modality).fold((0, 0), |(sum, share), one| {
        (sum + one.minutes * one.share, share + one.share)
    });
    f64::from(sum) / f64::from(share.max(1)) + f64::from(GRID)
}

fn procedures(rng: &mut StdRng, modality: &str, count: usize) -> Vec<&'static Procedure> {
    let all: Vec<&'static Procedure> = catalogue::of_modality(modality).collect();
    (0..count)
        .filter_map(|_| weighted(rng, &all, |procedure| procedure.share).copied())
        .collect()
}

/// A place on the grid.
struct Slot {
    at: u32,
    length: u32,
    procedure: &'static Procedure,
}

/// Places procedures one after the other with gaps between; a full day has shorter appointments.
fn lane(rng: &mut StdRng, procedures: &[&'static Procedure], grid: usize) -> Vec<Slot> {
    let grid = u32::try_from(grid).unwrap_or(u32::MAX);
    let mut lengths: Vec<u32> = procedures
        .iter()
        .map(|procedure| procedure.minutes / GRID)
        .collect();
    while lengths.iter().sum::<u32>() > grid {
        match lengths.iter_mut().max() {
            Some(longest) if *longest > 1 => *longest -= 1,
            Some(_) | None => break,
        }
    }
    let free = grid.saturating_sub(lengths.iter().sum());
    let mut gaps = vec![0_u32; lengths.len() + 1];
    for _ in 0..free {
        let place = rng.random_range(0..gaps.len());
        if let Some(gap) = gaps.get_mut(place) {
            *gap += 1;
        }
    }
    let mut at = 0;
    let mut slots = Vec::with_capacity(lengths.len());
    for ((gap, length), procedure) in gaps.into_iter().zip(lengths).zip(procedures) {
        at += gap;
        slots.push(Slot {
            at,
            length,
            procedure,
        });
        at += length;
    }
    slots
}

/// Gives every appointment its patient, its order and its people.
pub(super) fn exams(
    rng: &mut StdRng,
    day: NaiveDate,
    appointments: &[Appointment],
) -> Vec<PlannedExam> {
    let staff = people::staff(rng);
    // Consecutive days have different numbers; a day's numbers have no gaps and no order.
    let first = 10_000 + day.num_days_from_ce().unsigned_abs() % 83 * 1_000;
    let mut numbers: Vec<u32> = (first..).take(appointments.len()).collect();
    numbers.shuffle(rng);
    appointments
        .iter()
        .zip(numbers)
        .map(|(appointment, number)| PlannedExam {
            accession_number: format!("ACC-{number}"),
            requested_procedure_id: format!("RP-{number}"),
            scheduled_procedure_step_id: format!("SPS-{number}"),
            placer_order_number: format!("ORD-{}", 700_000 + number),
            person: people::person(rng, appointment.procedure.who, day, number),
            procedure: appointment.procedure,
            priority: priority(rng),
            referring: pick(rng, &staff.referring).clone(),
            radiologist: pick(rng, &staff.radiologists).clone(),
            operator: pick(rng, &staff.operators).clone(),
            station: appointment.station,
            planned_start: appointment.start,
            expected_minutes: appointment.minutes,
            behaviour: Behaviour::Normal,
            arrives: None,
            canceled: None,
            moved: None,
        })
        .collect()
}

fn priority(rng: &mut StdRng) -> Priority {
    match rng.random_range(0..100) {
        0..6 => Priority::Stat,
        6..16 => Priority::High,
        16..20 => Priority::Low,
        _ => Priority::Routine,
    }
}

/// Whether a patient comes from a ward and is brought when called.
pub(super) fn is_brought(exam: &PlannedExam) -> bool {
    !exam.person.admission_id.is_empty()
}

/// When the patient arrives: mostly some minutes early, sometimes late.
pub(super) fn arrival(rng: &mut StdRng, exam: &PlannedExam) -> NaiveDateTime {
    let minutes = if exam.behaviour == Behaviour::LateStart {
        rng.random_range(16..40)
    } else if happens(rng, 8) {
        rng.random_range(1..9)
    } else if is_brought(exam) {
        rng.random_range(-14..-3)
    } else {
        rng.random_range(-38..-6)
    };
    exam.planned_start + TimeDelta::minutes(minutes) + TimeDelta::seconds(rng.random_range(0..60))
}
