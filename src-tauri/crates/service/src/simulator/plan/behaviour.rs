//! What becomes of an exam, and who decides that it does not go as planned.

use super::{Options, PlannedExam, Silence};
use crate::simulator::catalogue::{self, Procedure};
use crate::simulator::chance::weighted;
use crate::simulator::people::{self, fits};
use crate::simulator::stations::Station;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use domain::discrepancy::Kind;
use domain::scheduled_step::Priority;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use serde::Serialize;

/// What becomes of an exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behaviour {
    /// As planned: created at the start, reported on in between, completed at the end.
    Normal,
    /// Takes much longer than planned.
    Overrun,
    /// The patient comes late.
    LateStart,
    /// Stopped before the end, with a reason of CID 9301 that says why.
    Discontinued,
    /// Stopped before the end, and nobody says why.
    WithoutReason,
    /// The operator picks another entry, notices (110514), and picks the right one.
    WrongEntry,
    /// The console still has another patient's data.
    OtherPatient,
    /// A second performed step for the same scheduled step, some minutes later.
    Append,
    /// The same hours later, when the room is empty again.
    LateAppend,
    /// One performed step for several scheduled steps of one patient.
    Group,
    /// Performed together with the exam before it.
    GroupMember,
    /// Several performed steps, one after the other, for one scheduled step.
    Parts,
    /// A trauma patient who is not on the schedule.
    Unscheduled,
    /// The operator forgets to end it.
    NeverEnds,
    /// Created and ended back to back, after the exam.
    Deferred,
    /// The answer to the N-CREATE is lost, so it is sent again.
    RepeatedCreate,
    /// What is over is reported once more as a performed step of its own.
    Duplicate,
    /// Something is reported of it after its end.
    LateUpdate,
    /// Performed in another room than planned, without telling the front desk.
    OtherStation,
    /// Moved to another room by the front desk.
    Moved,
    /// The patient never comes.
    NoShow,
    /// Canceled by the front desk in time.
    Canceled,
    /// Canceled by the front desk after it has started.
    CanceledTooLate,
    /// Without the last series, and without contrast.
    MissingSeries,
    /// Completed without naming any series.
    WithoutSeries,
    /// With a series nobody ordered.
    ExtraSeries,
    /// Another procedure than ordered.
    OtherProcedure,
    /// The procedure that was ordered, by the protocol of another.
    OtherProtocol,
    /// The other side than ordered.
    OtherSide,
    /// At a station that is silent at that time; reported when it can talk again.
    StationSilent,
}

impl Behaviour {
    /// What differs between what was ordered and what is done. There may be more: another procedure
    /// has other series too.
    #[must_use]
    pub fn discrepancies(self) -> &'static [Kind] {
        match self {
            Self::Normal
            | Self::Overrun
            | Self::LateStart
            | Self::Discontinued
            | Self::Group
            | Self::GroupMember
            | Self::Parts
            | Self::Deferred
            | Self::RepeatedCreate
            | Self::Moved
            | Self::Canceled
            | Self::StationSilent => &[],
            Self::WithoutReason => &[Kind::DiscontinuedWithoutReason],
            Self::WrongEntry => &[Kind::WrongWorklistEntry],
            Self::OtherPatient => &[Kind::PatientMismatch],
            Self::Append | Self::LateAppend | Self::ExtraSeries => &[Kind::ExtraSeries],
            Self::Unscheduled => &[Kind::Unscheduled],
            Self::NeverEnds => &[Kind::StuckInProgress],
            Self::Duplicate => &[Kind::DuplicateStep],
            Self::LateUpdate => &[Kind::LateUpdate],
            Self::OtherStation => &[Kind::StationDiffers],
            Self::NoShow => &[Kind::MissingPerformedStep],
            Self::CanceledTooLate => &[Kind::CanceledButPerformed],
            Self::MissingSeries => &[Kind::MissingSeries],
            Self::WithoutSeries => &[Kind::NoSeries],
            Self::OtherProcedure => &[Kind::ProcedureDiffers],
            Self::OtherProtocol => &[Kind::ProtocolDiffers],
            Self::OtherSide => &[Kind::LateralityDiffers],
        }
    }
}

/// What may become of an exam by chance, and how often, relative to the others.
const EXCEPTIONS: [(Behaviour, u32); 27] = [
    (Behaviour::Overrun, 16),
    (Behaviour::LateStart, 10),
    (Behaviour::Discontinued, 9),
    (Behaviour::WithoutReason, 3),
    (Behaviour::WrongEntry, 6),
    (Behaviour::OtherPatient, 5),
    (Behaviour::Append, 4),
    (Behaviour::LateAppend, 2),
    (Behaviour::Group, 5),
    (Behaviour::Parts, 5),
    (Behaviour::Unscheduled, 8),
    (Behaviour::NeverEnds, 5),
    (Behaviour::Deferred, 6),
    (Behaviour::RepeatedCreate, 3),
    (Behaviour::Duplicate, 2),
    (Behaviour::LateUpdate, 3),
    (Behaviour::OtherStation, 6),
    (Behaviour::Moved, 4),
    (Behaviour::NoShow, 4),
    (Behaviour::Canceled, 3),
    (Behaviour::CanceledTooLate, 2),
    (Behaviour::MissingSeries, 5),
    (Behaviour::WithoutSeries, 2),
    (Behaviour::ExtraSeries, 4),
    (Behaviour::OtherProcedure, 4),
    (Behaviour::OtherProtocol, 3),
    (Behaviour::OtherSide, 3),
];

/// A department needs so many rooms before one of them falls silent.
const ROOMS_FOR_SILENCE: usize = 4;

/// Half of them, each of another kind, happen within so many hours: whoever looks in the morning
/// sees many kinds.
const EARLY_HOURS: i64 = 4;

/// Decides which exams do not go as planned. Every kind comes once before any comes twice.
pub(super) fn assign(
    rng: &mut StdRng,
    options: &Options,
    stations: &[Station],
    exams: &mut [PlannedExam],
) -> Option<Silence> {
    let percent = usize::try_from(options.exceptions_percent.min(100)).unwrap_or(100);
    let mut wanted = (exams.len() * percent + 50) / 100;
    let silence = if wanted > 0 && stations.len() >= ROOMS_FOR_SILENCE {
        silence(rng, options, stations.len(), exams)
    } else {
        None
    };
    let mut deck: Vec<Behaviour> = EXCEPTIONS.iter().map(|(behaviour, _)| *behaviour).collect();
    deck.shuffle(rng);
    let early = deck.len().min(wanted / 2);
    for index in order(rng, options, exams, early) {
        if wanted == 0 {
            break;
        }
        let is_free = exams
            .get(index)
            .is_some_and(|exam| exam.behaviour == Behaviour::Normal);
        if !is_free {
            continue;
        }
        let (behaviour, partner) = choose(rng, &mut deck, options.day, stations, exams, index);
        let person = exams.get(index).map(|exam| exam.person.clone());
        if let Some(exam) = exams.get_mut(index) {
            exam.behaviour = behaviour;
            wanted -= 1;
        }
        if let (Some(member), Some(person)) =
            (partner.and_then(|partner| exams.get_mut(partner)), person)
        {
            member.behaviour = Behaviour::GroupMember;
            member.person = person;
            wanted = wanted.saturating_sub(1);
        }
        if behaviour == Behaviour::Unscheduled
            && let Some(exam) = exams.get_mut(index)
        {
            let number = u32::try_from(index).unwrap_or(0) + 1;
            exam.person = people::unknown_person(rng, number);
            exam.priority = Priority::Stat;
        }
    }
    silence
}

/// Exams by chance; the first ones are early ones.
fn order(
    rng: &mut StdRng,
    options: &Options,
    exams: &[PlannedExam],
    early: usize,
) -> impl Iterator<Item = usize> + use<> {
    let until = options.day.and_time(options.opens) + TimeDelta::hours(EARLY_HOURS);
    let is_early = |index: &usize| {
        let exam = exams.get(*index);
        exam.is_some_and(|exam| exam.planned_start < until)
    };
    let mut order: Vec<usize> = (0..exams.len()).collect();
    order.shuffle(rng);
    let first: Vec<usize> = order.iter().copied().filter(is_early).take(early).collect();
    first.into_iter().chain(order)
}

/// The next behaviour of the deck that is possible for an exam, and the exam it takes with it.
fn choose(
    rng: &mut StdRng,
    deck: &mut Vec<Behaviour>,
    day: NaiveDate,
    stations: &[Station],
    exams: &[PlannedExam],
    index: usize,
) -> (Behaviour, Option<usize>) {
    let possible = |behaviour: Behaviour| is_possible(behaviour, day, stations, exams, index);
    let from_deck = deck.iter().position(|behaviour| possible(*behaviour));
    let behaviour = match from_deck {
        Some(place) => deck.remove(place),
        None => {
            let choice: Vec<(Behaviour, u32)> = EXCEPTIONS
                .into_iter()
                .filter(|(behaviour, _)| possible(*behaviour))
                .collect();
            weighted(rng, &choice, |(_, weight)| *weight)
                .map_or(Behaviour::Overrun, |(behaviour, _)| *behaviour)
        }
    };
    let partner = (behaviour == Behaviour::Group).then(|| next_at_station(exams, index));
    (behaviour, partner.flatten())
}

fn is_possible(
    behaviour: Behaviour,
    day: NaiveDate,
    stations: &[Station],
    exams: &[PlannedExam],
    index: usize,
) -> bool {
    let Some(exam) = exams.get(index) else {
        return false;
    };
    let next = next_at_station(exams, index).and_then(|next| exams.get(next));
    match behaviour {
        Behaviour::Normal
        | Behaviour::Overrun
        | Behaviour::LateStart
        | Behaviour::Discontinued
        | Behaviour::WithoutReason
        | Behaviour::Append
        | Behaviour::LateAppend
        | Behaviour::NeverEnds
        | Behaviour::Deferred
        | Behaviour::RepeatedCreate
        | Behaviour::Duplicate
        | Behaviour::LateUpdate
        | Behaviour::NoShow
        | Behaviour::Canceled
        | Behaviour::CanceledTooLate
        | Behaviour::WithoutSeries
        | Behaviour::ExtraSeries => true,
        Behaviour::GroupMember | Behaviour::StationSilent => false,
        Behaviour::Unscheduled => comes_unannounced(exam.procedure),
        Behaviour::WrongEntry | Behaviour::OtherPatient => {
            next.is_some_and(|next| next.behaviour == Behaviour::Normal)
        }
        Behaviour::Group => next.is_some_and(|next| {
            next.behaviour == Behaviour::Normal && fits(&exam.person, next.procedure.who, day)
        }),
        Behaviour::OtherStation | Behaviour::Moved => other_room(stations, exam.station).is_some(),
        Behaviour::Parts | Behaviour::MissingSeries => image_series(exam.procedure) > 1,
        Behaviour::OtherProcedure => other_procedure(exam, day).is_some(),
        Behaviour::OtherProtocol => other_protocol(exam.procedure).is_some(),
        Behaviour::OtherSide => exam.procedure.other_side.is_some(),
    }
}

/// The next exam on the schedule of the same station.
pub(super) fn next_at_station(exams: &[PlannedExam], index: usize) -> Option<usize> {
    let station = exams.get(index)?.station;
    let later = exams.iter().enumerate().skip(index + 1);
    later
        .filter(|(_, exam)| exam.station == station && exam.is_scheduled())
        .map(|(next, _)| next)
        .next()
}

/// Another room with the same kind of scanner.
pub(super) fn other_room(stations: &[Station], station: usize) -> Option<usize> {
    let modality = stations.get(station)?.modality;
    let same = |(index, other): &(usize, &Station)| *index != station && other.modality == modality;
    stations
        .iter()
        .enumerate()
        .find(same)
        .map(|(index, _)| index)
}

/// Another procedure of the modality that fits the patient.
pub(super) fn other_procedure(exam: &PlannedExam, day: NaiveDate) -> Option<&'static Procedure> {
    catalogue::of_modality(exam.procedure.modality).find(|other| {
        other.code != exam.procedure.code
            && Some(other.code) != exam.procedure.other_side
            && fits(&exam.person, other.who, day)
    })
}

/// A procedure of the modality with another protocol.
pub(super) fn other_protocol(procedure: &Procedure) -> Option<&'static Procedure> {
    catalogue::of_modality(procedure.modality)
        .find(|other| other.protocol_code() != procedure.protocol_code())
}

/// Whether trauma patients have this without an order: any patient, at scanners of the emergency.
fn comes_unannounced(procedure: &Procedure) -> bool {
    procedure.who.sex.is_none() && matches!(procedure.modality, "CT" | "DX")
}

fn image_series(procedure: &Procedure) -> usize {
    let with_images = procedure.series.iter().filter(|series| series.least > 0);
    with_images.count()
}

/// From about two and a half hours after opening, a busy station is not heard for two hours.
fn silence(
    rng: &mut StdRng,
    options: &Options,
    stations: usize,
    exams: &[PlannedExam],
) -> Option<Silence> {
    let from = options.day.and_time(options.opens) + TimeDelta::minutes(rng.random_range(140..170));
    let until = from + TimeDelta::minutes(rng.random_range(110..140));
    let waited_for = |station: usize| {
        let planned = exams
            .iter()
            .filter(|exam| exam.station == station && (from..until).contains(&exam.planned_start));
        planned.count()
    };
    let busy: Vec<usize> = (0..stations)
        .filter(|index| waited_for(*index) > 2)
        .collect();
    let station = *busy.choose(rng)?;
    Some(Silence {
        station,
        from,
        until,
    })
}

/// When the device that is not registered calls: some times in the morning.
pub(super) fn stranger_calls(rng: &mut StdRng, options: &Options) -> Vec<NaiveDateTime> {
    if options.exceptions_percent == 0 {
        return Vec::new();
    }
    let opens = options.day.and_time(options.opens);
    let mut minutes: Vec<i64> = (0..4).map(|_| rng.random_range(20..260)).collect();
    minutes.sort_unstable();
    minutes
        .into_iter()
        .map(|minutes| opens + TimeDelta::minutes(minutes))
        .collect()
}
