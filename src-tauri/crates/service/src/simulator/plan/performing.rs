//! How the day goes: rooms are used one exam after the other, patients wait, and each exam becomes
//! the performed steps its behaviour makes.

use super::appointments::arrival;
use super::behaviour::{next_at_station, other_procedure, other_protocol, other_room};
use super::consumption::{Consumed, announced, consumption};
use super::variation::{appended, discontinue, duplicate, ended, parts, shift, telling_reasons};
use super::{Behaviour, Move, PlannedExam};
use crate::simulator::catalogue::{self, Procedure, SeriesPattern};
use crate::simulator::chance::{pick, spread};
use crate::simulator::stations::Station;
use chrono::{NaiveDateTime, TimeDelta};
use domain::discontinuation::{Class, REASONS, Reason};
use domain::performed_step::ConsumptionSource;
use rand::Rng;
use rand::rngs::StdRng;

/// A performed step (MPPS instance) as a scanner will report it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedPerformedStep {
    /// The exam it belongs to in truth, an index of [`super::Plan::exams`].
    pub exam: usize,
    /// The exams it names; none is unscheduled.
    pub scheduled: Vec<usize>,
    /// The exam whose patient the console has.
    pub patient_of: usize,
    /// The room, an index of [`super::Plan::stations`].
    pub station: usize,
    /// What is performed.
    pub procedure: &'static Procedure,
    /// The procedure whose protocol is used instead of its own.
    pub protocol_of: Option<&'static Procedure>,
    /// Start, as reported.
    pub starts: NaiveDateTime,
    /// When the N-CREATE is sent.
    pub created: NaiveDateTime,
    /// Reports in between.
    pub progress: Vec<Progress>,
    /// How it ends; never, when the operator forgets.
    pub end: Option<End>,
    /// All series it makes.
    pub series: Vec<PlannedSeries>,
    /// What it uses up, reported at the end.
    pub consumed: Consumed,
    /// How its messages are sent.
    pub delivery: Delivery,
    /// When it is reported on once more although it is over.
    pub late_report: Option<NaiveDateTime>,
    /// Whether it reports again what the performed step of the exam before it has reported.
    pub is_duplicate: bool,
}

impl PlannedPerformedStep {
    /// The consumption attributes without values, for the N-CREATE.
    #[must_use]
    pub fn announced(&self) -> Consumed {
        announced(&self.consumed)
    }
}

/// A report in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// When it is sent.
    pub at: NaiveDateTime,
    /// How many series are made by then.
    pub series: usize,
}

/// The end of a performed step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// End, as reported.
    pub at: NaiveDateTime,
    /// When the last N-SET is sent.
    pub reported: NaiveDateTime,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a performed step ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// COMPLETED.
    Completed,
    /// DISCONTINUED, with a reason or without.
    Discontinued(Option<&'static Reason>),
}

/// How the messages of a performed step are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Each on an association of its own.
    Separate,
    /// N-CREATE and N-SET back to back on one association.
    Together,
    /// The N-CREATE twice, because its answer was lost.
    CreateRepeated,
}

/// A series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedSeries {
    /// Protocol name and series description.
    pub name: &'static str,
    /// Images; none at all is a series with a dose report.
    pub images: u32,
}

/// A station that is not heard for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// The station, an index of [`super::Plan::stations`].
    pub station: usize,
    /// From when.
    pub from: NaiveDateTime,
    /// Until when.
    pub until: NaiveDateTime,
}

impl Silence {
    /// Whether a station is silent at that time.
    #[must_use]
    pub fn covers(&self, station: usize, at: NaiveDateTime) -> bool {
        station == self.station && (self.from..self.until).contains(&at)
    }
}

/// Plays the day through: fills in arrivals, cancellations and moves, and makes the performed
/// steps.
pub(super) fn perform(
    rng: &mut StdRng,
    stations: &[Station],
    exams: &mut [PlannedExam],
    silence: Option<&Silence>,
) -> Vec<PlannedPerformedStep> {
    let mut free: Vec<Option<NaiveDateTime>> = vec![None; stations.len()];
    let mut performed_steps = Vec::new();
    let mut to_append: Vec<PlannedPerformedStep> = Vec::new();
    for index in 0..exams.len() {
        if let Some(exam) = exams.get_mut(index) {
            front_desk(rng, stations, exam);
        }
        let Some(exam) = exams.get(index) else {
            continue;
        };
        let Some(arrives) = exam.arrives else {
            continue;
        };
        if exam.behaviour == Behaviour::GroupMember {
            continue;
        }
        if exam.behaviour == Behaviour::Group
            && let Some(member) = next_at_station(exams, index)
            && let Some(member) = exams.get_mut(member)
        {
            member.arrives = Some(arrives);
        }
        let Some(exam) = exams.get(index) else {
            continue;
        };
        let room = room_of(stations, exam);
        let prepared = arrives + TimeDelta::seconds(rng.random_range(180..540));
        let called = exam.planned_start + TimeDelta::seconds(rng.random_range(-300..120));
        let room_free = free.get(room).copied().flatten();
        let starts = prepared.max(called).max(room_free.unwrap_or(called));
        let made = Performance {
            exams,
            index,
            room,
            starts,
        }
        .make(rng);
        let ends = made.iter().map(busy_until).max();
        let between = TimeDelta::seconds(rng.random_range(90..240));
        if let (Some(free), Some(ends)) = (free.get_mut(room), ends) {
            *free = Some(ends + between);
        }
        if exam.behaviour == Behaviour::LateAppend {
            to_append.extend(made.first().cloned());
        }
        let first = made.first().map(|step| step.created);
        let canceled_too_late = exam.behaviour == Behaviour::CanceledTooLate;
        performed_steps.extend(made);
        if let (true, Some(exam), Some(first)) = (canceled_too_late, exams.get_mut(index), first) {
            exam.canceled = Some(first + TimeDelta::minutes(rng.random_range(2..6)));
        }
    }
    // When the rooms are empty again.
    for first in to_append {
        let Some(free) = free.get_mut(first.station) else {
            continue;
        };
        let earliest = ended(&first) + TimeDelta::hours(2);
        let starts = free.map_or(earliest, |free| free.max(earliest));
        let appended = appended(rng, &first, starts);
        *free = Some(ended(&appended) + TimeDelta::seconds(90));
        performed_steps.push(appended);
    }
    if let Some(silence) = silence {
        hold_back(exams, &mut performed_steps, silence);
    }
    performed_steps.sort_by_key(|step| step.created);
    performed_steps
}

fn room_of(stations: &[Station], exam: &PlannedExam) -> usize {
    let elsewhere = matches!(exam.behaviour, Behaviour::OtherStation | Behaviour::Moved);
    let other = elsewhere.then(|| other_room(stations, exam.station));
    other.flatten().unwrap_or(exam.station)
}

/// Until when the room is used: a forgotten end does not keep it.
fn busy_until(step: &PlannedPerformedStep) -> NaiveDateTime {
    let usual = step.starts + TimeDelta::minutes(i64::from(step.procedure.minutes));
    step.end.map_or(usual, |end| end.at)
}

/// What the front desk sees and does before the exam.
fn front_desk(rng: &mut StdRng, stations: &[Station], exam: &mut PlannedExam) {
    // A member arrives with the exam it is performed with, which was dealt with before.
    if matches!(exam.behaviour, Behaviour::NoShow | Behaviour::GroupMember) {
        return;
    }
    if exam.behaviour == Behaviour::Canceled {
        let before = TimeDelta::minutes(rng.random_range(15..90));
        exam.canceled = Some(exam.planned_start - before);
        return;
    }
    let arrives = arrival(rng, exam);
    exam.arrives = Some(arrives);
    if exam.behaviour == Behaviour::Moved {
        exam.moved = other_room(stations, exam.station).map(|station| Move {
            at: arrives + TimeDelta::minutes(1),
            station,
            start: exam.planned_start + TimeDelta::minutes(10),
        });
    }
}

/// What a silent station would have said is said when it can talk again, late and back to back.
fn hold_back(
    exams: &mut [PlannedExam],
    performed_steps: &mut [PlannedPerformedStep],
    silence: &Silence,
) {
    let mut at = silence.until + TimeDelta::seconds(30);
    for step in performed_steps {
        if silence.covers(step.station, step.created) {
            step.created = at;
            step.delivery = Delivery::Together;
            step.progress.clear();
            if let Some(exam) = exams.get_mut(step.exam)
                && exam.behaviour == Behaviour::Normal
            {
                exam.behaviour = Behaviour::StationSilent;
            }
        }
        step.progress
            .retain(|progress| !silence.covers(step.station, progress.at));
        if let Some(end) = &mut step.end
            && (silence.covers(step.station, end.reported) || end.reported < step.created)
        {
            end.reported = at.max(end.at + TimeDelta::seconds(10));
            at += TimeDelta::seconds(20);
        }
        if let (Some(late), Some(end)) = (&mut step.late_report, step.end) {
            let earliest = end.reported + TimeDelta::minutes(3);
            *late = (*late).max(earliest);
            if silence.covers(step.station, *late) {
                *late = earliest.max(silence.until + TimeDelta::minutes(1));
            }
        }
    }
}

/// One exam about to be performed.
struct Performance<'a> {
    exams: &'a [PlannedExam],
    index: usize,
    room: usize,
    starts: NaiveDateTime,
}

impl Performance<'_> {
    /// The performed steps its behaviour makes.
    fn make(&self, rng: &mut StdRng) -> Vec<PlannedPerformedStep> {
        let Some(exam) = self.exams.get(self.index) else {
            return Vec::new();
        };
        let mut step = self.usual(rng, exam);
        match exam.behaviour {
            Behaviour::Discontinued => {
                let reason = *pick(rng, &telling_reasons());
                discontinue(rng, &mut step, Some(reason));
                vec![step]
            }
            Behaviour::WithoutReason => {
                discontinue(rng, &mut step, None);
                vec![step]
            }
            Behaviour::WrongEntry => self.wrong_entry_first(rng, step),
            Behaviour::OtherPatient => {
                step.patient_of = next_at_station(self.exams, self.index).unwrap_or(self.index);
                vec![step]
            }
            Behaviour::Append => {
                let pause = TimeDelta::minutes(rng.random_range(5..12));
                vec![step.clone(), appended(rng, &step, ended(&step) + pause)]
            }
            Behaviour::Duplicate => vec![step.clone(), duplicate(&step)],
            Behaviour::LateUpdate => {
                let later = TimeDelta::minutes(rng.random_range(3..15));
                step.late_report = step.end.map(|end| end.reported + later);
                vec![step]
            }
            Behaviour::WithoutSeries => {
                step.series.clear();
                step.progress.clear();
                vec![step]
            }
            Behaviour::Group => {
                step.scheduled
                    .extend(next_at_station(self.exams, self.index));
                vec![step]
            }
            Behaviour::Parts => parts(&step),
            Behaviour::Unscheduled => {
                step.scheduled.clear();
                vec![step]
            }
            Behaviour::NeverEnds => {
                step.end = None;
                vec![step]
            }
            Behaviour::Deferred => {
                if let Some(end) = &mut step.end {
                    end.reported = end.at + TimeDelta::minutes(rng.random_range(3..25));
                    step.created = end.reported;
                }
                step.progress.clear();
                step.delivery = Delivery::Together;
                vec![step]
            }
            Behaviour::RepeatedCreate => {
                step.delivery = Delivery::CreateRepeated;
                vec![step]
            }
            Behaviour::Normal
            | Behaviour::Overrun
            | Behaviour::LateStart
            | Behaviour::OtherStation
            | Behaviour::Moved
            | Behaviour::NoShow
            | Behaviour::Canceled
            | Behaviour::CanceledTooLate
            | Behaviour::MissingSeries
            | Behaviour::ExtraSeries
            | Behaviour::OtherProcedure
            | Behaviour::OtherProtocol
            | Behaviour::OtherSide
            | Behaviour::LateAppend
            | Behaviour::GroupMember
            | Behaviour::StationSilent => vec![step],
        }
    }

    /// One performed step for one scheduled step, from start to end.
    fn usual(&self, rng: &mut StdRng, exam: &PlannedExam) -> PlannedPerformedStep {
        let procedure = performed_procedure(exam).unwrap_or(exam.procedure);
        let mut series: Vec<PlannedSeries> =
            procedure.series.iter().map(|one| made(rng, one)).collect();
        let images = series.iter().map(|series| series.images).sum();
        let mut consumed = consumption(rng, procedure, images);
        if exam.behaviour == Behaviour::MissingSeries {
            if let Some(last) = series.iter().rposition(|series| series.images > 0) {
                series.remove(last);
            }
            consumed.retain(|(source, _)| *source != ConsumptionSource::Contrast);
        }
        if exam.behaviour == Behaviour::ExtraSeries {
            series.push(repeated(rng, procedure));
        }
        if exam.behaviour == Behaviour::Group
            && let Some(next) = next_at_station(self.exams, self.index)
            && let Some(next) = self.exams.get(next)
        {
            series.extend(next.procedure.series.iter().map(|one| made(rng, one)));
        }
        let ends = self.starts + TimeDelta::seconds(self.seconds(rng, exam));
        let reported = ends + TimeDelta::seconds(rng.random_range(5..50));
        PlannedPerformedStep {
            exam: self.index,
            scheduled: vec![self.index],
            patient_of: self.index,
            station: self.room,
            procedure,
            protocol_of: (exam.behaviour == Behaviour::OtherProtocol)
                .then(|| other_protocol(procedure))
                .flatten(),
            starts: self.starts,
            created: self.starts + TimeDelta::seconds(rng.random_range(1..15)),
            progress: progress(rng, self.starts, ends, series.len()),
            end: Some(End {
                at: ends,
                reported,
                outcome: Outcome::Completed,
            }),
            series,
            consumed,
            delivery: Delivery::Separate,
            late_report: None,
            is_duplicate: false,
        }
    }

    /// How long it takes.
    fn seconds(&self, rng: &mut StdRng, exam: &PlannedExam) -> i64 {
        let expected = f64::from(exam.expected_minutes) * 60.0;
        let usual = (0.78 * spread(rng, 0.2)).clamp(0.4, 1.2);
        let factor = if exam.behaviour == Behaviour::Overrun {
            rng.random_range(1.4..2.3)
        } else if exam.behaviour == Behaviour::Group {
            usual * 1.3
        } else {
            usual
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an exam lasts less than a day"
        )]
        let seconds = (expected * factor) as i64;
        seconds.max(60)
    }

    /// The entry below is picked, which is noticed after the first series.
    fn wrong_entry_first(
        &self,
        rng: &mut StdRng,
        mut right: PlannedPerformedStep,
    ) -> Vec<PlannedPerformedStep> {
        let Some(next) = next_at_station(self.exams, self.index) else {
            return vec![right];
        };
        let noticed = right.starts + TimeDelta::seconds(rng.random_range(100..260));
        let mut wrong = right.clone();
        wrong.scheduled = vec![next];
        wrong.patient_of = next;
        if let Some(entry) = self.exams.get(next) {
            wrong.procedure = entry.procedure;
        }
        wrong.series.truncate(1);
        wrong.consumed.clear();
        wrong.progress.clear();
        wrong.end = Some(End {
            at: noticed,
            reported: noticed + TimeDelta::seconds(8),
            outcome: Outcome::Discontinued(reason_of(|class| class == Class::WrongEntry)),
        });
        let later = noticed + TimeDelta::seconds(rng.random_range(30..70)) - right.starts;
        shift(&mut right, later);
        vec![wrong, right]
    }
}

/// The procedure performed, when it is not the one ordered.
fn performed_procedure(exam: &PlannedExam) -> Option<&'static Procedure> {
    if exam.behaviour == Behaviour::OtherProcedure {
        return other_procedure(exam, exam.planned_start.date());
    }
    let side = exam.procedure.other_side?;
    (exam.behaviour == Behaviour::OtherSide)
        .then(|| catalogue::all().find(|other| other.code == side))
        .flatten()
}

fn reason_of(wanted: impl Fn(Class) -> bool) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| wanted(reason.class))
}

/// Reports in between: none for short exams, up to three for long ones.
fn progress(
    rng: &mut StdRng,
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    series: usize,
) -> Vec<Progress> {
    let lasts = ends - starts;
    let most = match lasts.num_minutes() {
        ..6 => 0,
        6..14 => 1,
        14..25 => 2,
        _ => 3,
    };
    let reports: i32 = rng.random_range(0..=most);
    let share = |report: i32| {
        let report = usize::try_from(report).unwrap_or(0);
        (series * report).div_ceil(usize::try_from(reports).unwrap_or(0) + 1)
    };
    (1..=reports)
        .map(|report| Progress {
            at: starts + lasts * report / (reports + 1),
            series: share(report).max(1),
        })
        .collect()
}

fn made(rng: &mut StdRng, pattern: &SeriesPattern) -> PlannedSeries {
    PlannedSeries {
        name: pattern.name,
        images: rng.random_range(pattern.least..=pattern.most),
    }
}

/// A series that is made again.
pub(super) fn repeated(rng: &mut StdRng, procedure: &Procedure) -> PlannedSeries {
    let pattern = procedure.series.iter().rfind(|series| series.least > 0);
    PlannedSeries {
        name: "Additional view",
        images: pattern.map_or(1, |pattern| made(rng, pattern).images),
    }
}
