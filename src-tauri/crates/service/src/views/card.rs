//! Exams as cards: scheduled steps with their performed steps, and performed steps alone.

use crate::clock;
use crate::department::Department;
use crate::views::adherence::{self, Subject};
use crate::views::exam::scheduled_station;
use crate::views::map::{self, Exam};
use crate::views::marks::{ByExam, Marks};
use chrono::{NaiveDate, NaiveDateTime};
use contract::board::{ExamCard, SeriesProgress};
use contract::protocols::Adherence;
use contract::search::Hit;
use contract::{ExamId, Priority};
use domain::AeTitle;
use domain::exam::{
    Performance, Thresholds, Times, default_expected_minutes, instants, plausible_start,
    unscheduled_status,
};
use domain::performed_step::{Counts, PerformedStatus};
use domain::scheduled_step::StepStatus;
use std::collections::{BTreeSet, HashMap};
use storage::{PerformedSummary, Session, StorageError, StoredStep};

/// Cards of exams that changed, and the exams that are no longer there.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) cards: Vec<ExamCard>,
    pub(crate) gone: Vec<ExamId>,
}

/// The cards of these scheduled steps and performed steps.
pub(crate) fn changed_cards(
    department: &Department,
    session: &mut Session<'_>,
    steps: &[i64],
    performed: &[i64],
) -> Result<Told, StorageError> {
    let mut told = Told::default();
    let stored = session.scheduled_steps(steps)?;
    let there: BTreeSet<i64> = stored.iter().map(|stored| stored.step.id).collect();
    let gone = steps.iter().copied().filter(|id| !there.contains(id));
    told.gone.extend(gone.map(|id| Exam::Scheduled(id).id()));
    let linked = performed_of(department, session, &stored)?;
    told.cards
        .extend(cards_of(department, session, &stored, &linked)?);
    // Most of them were read with their scheduled steps: nobody waits for another look.
    let linked: BTreeSet<i64> = linked.values().flatten().map(|step| step.id).collect();
    let shown = performed.iter().filter(|id| linked.contains(id));
    told.gone.extend(shown.map(|id| Exam::Performed(*id).id()));
    let others = performed.iter().filter(|id| !linked.contains(id));
    let others: Vec<i64> = others.copied().collect();
    let marks = Marks::read(session, &others, &[])?.by_exam();
    let mut alone = session.performed_steps(&others)?;
    let unlinked = alone.iter_mut().filter(|step| !step.linked);
    adherence::fill(department, session, unlinked)?;
    for alone in alone {
        if alone.linked {
            told.gone.push(Exam::Performed(alone.id).id());
        } else {
            told.cards.push(performed_card(department, &alone, &marks));
        }
    }
    Ok(told)
}

/// All cards of a day's board.
pub(crate) fn cards_of_day(
    department: &Department,
    session: &mut Session<'_>,
    day: NaiveDate,
) -> Result<Vec<ExamCard>, StorageError> {
    let mut performed = session.performed_steps_between(day, day)?;
    let mut running = if day == department.clock.today() {
        session.performed_steps_in_progress()?
    } else {
        Vec::new()
    };
    let mut stored = session.scheduled_steps_between(day, day)?;
    let known: BTreeSet<i64> = stored.iter().map(|stored| stored.step.id).collect();
    let linked: Vec<i64> = performed
        .iter()
        .chain(&running)
        .filter(|step| step.linked)
        .map(|step| step.id)
        .collect();
    let others: BTreeSet<i64> = session
        .links_of_performed(&linked)?
        .into_iter()
        .map(|link| link.scheduled_step)
        .filter(|id| !known.contains(id))
        .collect();
    stored.extend(session.scheduled_steps(&others.into_iter().collect::<Vec<_>>())?);
    let linked = performed_of(department, session, &stored)?;
    let mut cards = cards_of(department, session, &stored, &linked)?;
    let alone = performed.iter_mut().chain(&mut running);
    adherence::fill(department, session, alone.filter(|step| !step.linked))?;
    let mut told = BTreeSet::new();
    let alone = performed.iter().chain(&running);
    let alone: Vec<&PerformedSummary> = alone.filter(|step| !step.linked).collect();
    let ids: Vec<i64> = alone.iter().map(|step| step.id).collect();
    let marks = Marks::read(session, &ids, &[])?.by_exam();
    for alone in alone {
        if told.insert(alone.id) {
            cards.push(performed_card(department, alone, &marks));
        }
    }
    let day = day.to_string();
    cards.retain(|card| card.day == day);
    Ok(cards)
}

/// The performed steps of scheduled steps.
fn performed_of(
    department: &Department,
    session: &mut Session<'_>,
    stored: &[StoredStep],
) -> Result<HashMap<i64, Vec<PerformedSummary>>, StorageError> {
    // A thousand variables at most fit one query.
    let mut performed: HashMap<i64, Vec<PerformedSummary>> = HashMap::new();
    for chunk in stored.chunks(500) {
        let ids: Vec<i64> = chunk.iter().map(|stored| stored.step.id).collect();
        let mut found = session.performed_steps_of(&ids)?;
        let summaries = found.iter_mut().map(|(_, summary)| summary);
        adherence::fill(department, session, summaries)?;
        for (step, summary) in found {
            performed.entry(step).or_default().push(summary);
        }
    }
    Ok(performed)
}

fn cards_of(
    department: &Department,
    session: &mut Session<'_>,
    stored: &[StoredStep],
    performed: &HashMap<i64, Vec<PerformedSummary>>,
) -> Result<Vec<ExamCard>, StorageError> {
    let steps: Vec<i64> = stored.iter().map(|stored| stored.step.id).collect();
    let linked: BTreeSet<i64> = performed.values().flatten().map(|step| step.id).collect();
    let linked: Vec<i64> = linked.into_iter().collect();
    let marks = Marks::read(session, &linked, &steps)?.by_exam();
    let none = Vec::new();
    Ok(stored
        .iter()
        .map(|stored| {
            let performed = performed.get(&stored.step.id).unwrap_or(&none);
            scheduled_card(department, stored, performed, &marks)
        })
        .collect())
}

/// What several performed steps say together.
struct Together<'a> {
    /// Those that count: not of a wrong worklist entry.
    counted: Vec<&'a PerformedSummary>,
    counts: Counts,
    started: Option<NaiveDateTime>,
    last_message: Option<NaiveDateTime>,
}

impl<'a> Together<'a> {
    fn of(performed: &'a [PerformedSummary]) -> Self {
        let counted: Vec<&PerformedSummary> = performed
            .iter()
            .filter(|step| performance(step) != Performance::WrongEntry)
            .collect();
        let counts = counted.iter().fold(Counts::default(), |sum, step| {
            sum.plus(Counts {
                series: step.series,
                images: step.images,
                others: 0,
            })
        });
        Self {
            counts,
            started: counted.iter().map(|step| start(step)).min(),
            last_message: performed
                .iter()
                .map(|step| clock::wall_of(step.last_message_at))
                .max(),
            counted,
        }
    }

    fn ended(&self) -> Option<NaiveDateTime> {
        self.counted.iter().filter_map(|step| end(step)).max()
    }

    fn last(&self) -> Option<&'a PerformedSummary> {
        self.counted
            .iter()
            .copied()
            .max_by_key(|step| (start(step), step.id))
    }

    fn discontinuation(&self) -> Option<contract::Code> {
        let mut codes = self
            .counted
            .iter()
            .filter(|step| step.status == Some(PerformedStatus::Discontinued))
            .filter_map(|step| step.report.discontinuation_reasons.iter().flatten().next());
        codes.next_back().map(map::code)
    }
}

fn performance(step: &PerformedSummary) -> Performance {
    let reasons = step
        .report
        .discontinuation_reasons
        .as_deref()
        .unwrap_or_default();
    Performance::of(step.status.unwrap_or(PerformedStatus::InProgress), reasons)
}

fn start(step: &PerformedSummary) -> NaiveDateTime {
    let received = clock::wall_of(step.received_at);
    match step.report.started() {
        // Reported late, but of the day it says: see `performed_steps::board_day`.
        Some(started) if started.date() == step.board_day && started <= received => started,
        reported => plausible_start(reported, received),
    }
}

fn end(step: &PerformedSummary) -> Option<NaiveDateTime> {
    let received = clock::wall_of(step.final_at?);
    let started = start(step);
    Some(
        step.report
            .ended()
            .filter(|end| *end >= started && *end <= received)
            .unwrap_or(received),
    )
}

fn scheduled_card(
    department: &Department,
    stored: &StoredStep,
    performed: &[PerformedSummary],
    marks: &ByExam,
) -> ExamCard {
    let step = &stored.step;
    let together = Together::of(performed);
    let planned = step.start_date.and_time(step.start_time);
    let station = match together.last() {
        Some(last) => station(department, last),
        None => scheduled_station(&step.station_ae_titles),
    };
    let subject = Subject {
        codes: step.requested_procedure_code.iter().collect(),
        station: &station,
        day: together.started.unwrap_or(planned).date(),
    };
    let expected_minutes = match step.expected_minutes {
        0 => usual_minutes(department, &subject, &step.modality),
        minutes => minutes,
    };
    let progress = progress(department, &subject, &together, step.status);
    let ids: Vec<i64> = performed.iter().map(|step| step.id).collect();
    let marked = marks.of_scheduled(step.id, &ids);
    let revision =
        performed.iter().map(|step| step.revision).sum::<i64>() + step.revision + marked.revision;
    let shared = Shared {
        exam: Exam::Scheduled(step.id),
        status: step.status,
        planned_start: Some(planned),
        expected_minutes,
        together,
    };
    let mut card = shared.card(department, revision);
    card.progress = progress;
    card.station = station;
    card.modality.clone_from(&step.modality);
    card.patient = map::name(&step.patient.name);
    card.patient_id.clone_from(&step.patient.patient_id);
    card.accession_number.clone_from(&step.accession_number);
    card.procedure = map::procedure(step);
    card.priority = map::priority(step.priority);
    card.arrived = stored.arrived_at.map(clock::instant_to_contract);
    card.discrepancies = marked.open;
    card.canceled_after_start = stored.canceled_at.is_some() && card.performed_steps > 0;
    card
}

fn performed_card(department: &Department, alone: &PerformedSummary, marks: &ByExam) -> ExamCard {
    let marked = marks.of_performed(alone.id);
    let performed = std::slice::from_ref(alone);
    let modality = alone.report.modality.clone().unwrap_or_default();
    let station = station(department, alone);
    let subject = performed_subject(alone, &station);
    let status = unscheduled_status(performance(alone));
    let together = Together::of(performed);
    let progress = progress(department, &subject, &together, status);
    let shared = Shared {
        exam: Exam::Performed(alone.id),
        status,
        planned_start: None,
        expected_minutes: usual_minutes(department, &subject, &modality),
        together,
    };
    let mut card = shared.card(department, alone.revision + marked.revision);
    card.discrepancies = marked.open;
    card.progress = progress;
    card.station = station;
    card.modality = modality;
    card.patient = map::name(&alone.report.patient.name);
    card.patient_id.clone_from(&alone.report.patient.patient_id);
    card.procedure = performed_procedure(alone);
    card.unscheduled = alone.mismatched_step.is_none();
    card.patient_differs = alone.mismatched_step.is_some();
    // A wrong entry happened all the same at the scanner.
    card.started = card.started.or(Some(clock::to_contract(start(alone))));
    card.ended = card.ended.or_else(|| end(alone).map(clock::to_contract));
    card.performed_steps = 1;
    card
}

/// What a performed step alone is judged by: the codes it reported.
fn performed_subject<'a>(alone: &'a PerformedSummary, station: &'a str) -> Subject<'a> {
    Subject {
        codes: alone.report.procedure_codes.iter().flatten().collect(),
        station,
        day: start(alone).date(),
    }
}

/// Minutes an exam takes whose order does not say: as the catalogue says, else as its modality does.
fn usual_minutes(department: &Department, subject: &Subject<'_>, modality: &str) -> u32 {
    let catalogue = department.catalogue();
    let entry = subject.protocol(&catalogue);
    match entry.map(|entry| entry.expected_minutes) {
        None | Some(0) => default_expected_minutes(modality),
        Some(minutes) => minutes,
    }
}

/// How far an exam is by the catalogue, while it runs and once it is done: one that was stopped is
/// not expected to be whole.
fn progress(
    department: &Department,
    subject: &Subject<'_>,
    together: &Together<'_>,
    status: StepStatus,
) -> Option<SeriesProgress> {
    let running = match status {
        StepStatus::InProgress => true,
        StepStatus::Completed => false,
        StepStatus::Scheduled
        | StepStatus::Arrived
        | StepStatus::Ready
        | StepStatus::Discontinued
        | StepStatus::Canceled => return None,
    };
    let found = adherence::adherence(department, subject, &together.counted, running)?;
    adherence::progress(&found)
}

/// How well an exam followed the entry of its day.
pub(crate) fn adherence_of(
    department: &Department,
    stored: Option<&StoredStep>,
    performed: &[PerformedSummary],
) -> Option<Adherence> {
    let together = Together::of(performed);
    let last = together.last()?;
    let station = station(department, last);
    let started = together.started.map(|started| started.date());
    let subject = match stored {
        Some(stored) => Subject {
            codes: stored.step.requested_procedure_code.iter().collect(),
            station: &station,
            day: started.unwrap_or(stored.step.start_date),
        },
        None => performed_subject(last, &station),
    };
    let mut running = together.counted.iter();
    let running = running.any(|step| performance(step) == Performance::InProgress);
    adherence::adherence(department, &subject, &together.counted, running)
}

/// What a performed step alone was, in words.
pub(crate) fn performed_procedure(alone: &PerformedSummary) -> String {
    let report = &alone.report;
    let codes = report
        .procedure_codes
        .iter()
        .chain(&report.protocol_codes)
        .flatten();
    [&report.description, &report.type_description]
        .into_iter()
        .flatten()
        .chain(codes.map(|code| &code.meaning))
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_default()
}

pub(crate) fn station(department: &Department, performed: &PerformedSummary) -> String {
    let title = performed
        .report
        .station_ae_title
        .as_ref()
        .map_or("", AeTitle::as_str);
    department
        .registry()
        .station(title, &performed.calling_ae_title)
}

/// What both kinds of exam have.
struct Shared<'a> {
    exam: Exam,
    status: StepStatus,
    planned_start: Option<NaiveDateTime>,
    expected_minutes: u32,
    together: Together<'a>,
}

impl Shared<'_> {
    fn card(&self, department: &Department, revision: i64) -> ExamCard {
        let together = &self.together;
        let times = Times {
            status: self.status,
            planned_start: self.planned_start,
            started: together.started,
            last_message: together.last_message,
            expected_minutes: self.expected_minutes,
        };
        let instants = instants(&times, &Thresholds::default());
        let wall = |at: Option<NaiveDateTime>| at.map(clock::to_contract);
        let ended = if self.status == StepStatus::InProgress {
            None
        } else {
            together.ended()
        };
        let started = together.started;
        let day = match (self.status, started.or(self.planned_start)) {
            (StepStatus::InProgress, _) | (_, None) => department.clock.today(),
            (_, Some(at)) => at.date(),
        };
        ExamCard {
            id: self.exam.id(),
            revision,
            day: day.to_string(),
            station: String::new(),
            modality: String::new(),
            patient: contract::Name::default(),
            patient_id: String::new(),
            accession_number: String::new(),
            procedure: String::new(),
            priority: Priority::Routine,
            status: map::status(self.status),
            planned_start: wall(self.planned_start),
            expected_minutes: self.expected_minutes,
            arrived: None,
            started: wall(started),
            ended: wall(ended),
            expected_end: wall(instants.expected_end),
            late_from: wall(instants.late_from),
            overrun_from: wall(instants.overrun_from),
            stuck_from: wall(instants.stuck_from),
            unscheduled: false,
            patient_differs: false,
            canceled_after_start: false,
            discontinuation: together.discontinuation(),
            series: together.counts.series,
            images: together.counts.images,
            last_message: wall(together.last_message),
            performed_steps: u32::try_from(together.counted.len()).unwrap_or(u32::MAX),
            progress: None,
            discrepancies: Vec::new(),
        }
    }
}

/// A performed step alone as the search shows it.
pub(crate) fn performed_hit(department: &Department, alone: &PerformedSummary) -> Hit {
    let card = performed_card(department, alone, &ByExam::default());
    Hit {
        id: card.id,
        patient: card.patient,
        patient_id: card.patient_id,
        accession_number: card.accession_number,
        procedure: card.procedure,
        station_name: department.registry().station_name(&card.station),
        day: card.day,
        status: card.status,
    }
}
