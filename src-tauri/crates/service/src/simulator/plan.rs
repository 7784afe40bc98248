//! A day of the simulated department, decided in advance: the same options make the same day.

mod appointments;
mod behaviour;
mod consumption;
mod performing;
mod variation;

pub use behaviour::Behaviour;
pub use performing::{Delivery, End, Outcome, PlannedPerformedStep, PlannedSeries, Silence};

use super::catalogue::Procedure;
use super::chance;
use super::people::Person;
use super::stations::{self, Station};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use domain::PersonName;
use domain::scheduled_step::Priority;
use thiserror::Error;

/// What to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Rooms.
    pub stations: usize,
    /// Exams, over all rooms.
    pub exams: usize,
    /// How many of a hundred exams do not go as planned.
    pub exceptions_percent: u32,
    /// Another seed is another course of the day.
    pub seed: u64,
    /// The day. It decides dates and numbers, not how the day goes.
    pub day: NaiveDate,
    /// First appointment.
    pub opens: NaiveTime,
    /// End of the last appointment.
    pub closes: NaiveTime,
}

impl Options {
    /// A department of middle size, open from 7:00 to 19:00.
    #[must_use]
    pub fn new(day: NaiveDate) -> Self {
        Self {
            stations: 12,
            exams: 260,
            exceptions_percent: 18,
            seed: 1,
            day,
            opens: NaiveTime::MIN + TimeDelta::hours(7),
            closes: NaiveTime::MIN + TimeDelta::hours(19),
        }
    }
}

/// Why there is no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No rooms.
    #[error("a department has at least one station")]
    NoStations,
    /// The day ends before it begins.
    #[error("the department closes before it opens")]
    Hours,
    /// More exams than rooms and hours allow.
    #[error("so many stations can take {most} exams a day at most")]
    TooManyExams {
        /// How many it could be.
        most: usize,
    },
}

/// A planned day.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// When the department opens.
    pub opens: NaiveDateTime,
    /// When the last appointment ends.
    pub closes: NaiveDateTime,
    /// The rooms.
    pub stations: Vec<Station>,
    /// The exams, in the order of their planned start.
    pub exams: Vec<PlannedExam>,
    /// What the scanners will report, in the order of creation.
    pub performed_steps: Vec<PlannedPerformedStep>,
    /// The station that falls silent.
    pub silence: Option<Silence>,
    /// The device that is not registered.
    pub stranger: Station,
    /// When the device that is not registered calls.
    pub stranger_calls: Vec<NaiveDateTime>,
}

/// One exam: what was ordered, and what will become of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedExam {
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// RequestedProcedureID (0040,1001).
    pub requested_procedure_id: String,
    /// ScheduledProcedureStepID (0040,0009).
    pub scheduled_procedure_step_id: String,
    /// PlacerOrderNumberImagingServiceRequest (0040,2016).
    pub placer_order_number: String,
    /// The patient.
    pub person: Person,
    /// What is ordered.
    pub procedure: &'static Procedure,
    /// Urgency.
    pub priority: Priority,
    /// ReferringPhysicianName (0008,0090).
    pub referring: PersonName,
    /// Radiologist in charge.
    pub radiologist: PersonName,
    /// Technologist at the scanner.
    pub operator: PersonName,
    /// Planned room, an index of [`Plan::stations`].
    pub station: usize,
    /// Planned start.
    pub planned_start: NaiveDateTime,
    /// Planned duration.
    pub expected_minutes: u32,
    /// What becomes of it.
    pub behaviour: Behaviour,
    /// When the patient arrives, if ever.
    pub arrives: Option<NaiveDateTime>,
    /// When the front desk cancels it, if ever.
    pub canceled: Option<NaiveDateTime>,
    /// Whether the front desk moves it.
    pub moved: Option<Move>,
}

/// The front desk moves an exam to another room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// When the front desk does so.
    pub at: NaiveDateTime,
    /// The new room, an index of [`Plan::stations`].
    pub station: usize,
    /// The new start.
    pub start: NaiveDateTime,
}

impl PlannedExam {
    /// Planned end.
    #[must_use]
    pub fn planned_end(&self) -> NaiveDateTime {
        self.planned_start + TimeDelta::minutes(i64::from(self.expected_minutes))
    }

    /// Whether it is on the schedule.
    #[must_use]
    pub fn is_scheduled(&self) -> bool {
        self.behaviour != Behaviour::Unscheduled
    }
}

impl Plan {
    /// The exams on the schedule.
    pub fn scheduled(&self) -> impl Iterator<Item = &PlannedExam> {
        self.exams.iter().filter(|exam| exam.is_scheduled())
    }
}

/// What each generator is for.
mod purpose {
    pub const APPOINTMENTS: u64 = 1;
    pub const PEOPLE: u64 = 2;
    pub const BEHAVIOUR: u64 = 3;
    pub const PERFORMING: u64 = 4;
    pub const STRANGER: u64 = 5;
}

/// Plans a day.
///
/// # Errors
/// [`PlanError`] when the options cannot be met.
pub fn plan(options: &Options) -> Result<Plan, PlanError> {
    let stations = stations::stations(options.stations);
    let mut rng = chance::generator(options.seed, purpose::APPOINTMENTS);
    let appointments = appointments::make(&mut rng, options, &stations)?;
    let mut rng = chance::generator(options.seed, purpose::PEOPLE);
    let mut exams = appointments::exams(&mut rng, options.day, &appointments);
    let mut rng = chance::generator(options.seed, purpose::BEHAVIOUR);
    let silence = behaviour::assign(&mut rng, options, &stations, &mut exams);
    let mut rng = chance::generator(options.seed, purpose::PERFORMING);
    let performed_steps = performing::perform(&mut rng, &stations, &mut exams, silence.as_ref());
    let opens = options.day.and_time(options.opens);
    let closes = options.day.and_time(options.closes);
    let mut rng = chance::generator(options.seed, purpose::STRANGER);
    Ok(Plan {
        opens,
        closes,
        stations,
        exams,
        performed_steps,
        silence,
        stranger: stations::stranger(),
        stranger_calls: behaviour::stranger_calls(&mut rng, options),
    })
}

#[cfg(test)]
mod tests;
