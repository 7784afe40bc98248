//! The quality report: ordered against performed for every exam of a period, and its file.

use crate::clock;
use crate::department::Department;
use crate::exports::Export;
use crate::sheet::{Cell, Sheet};
use crate::views::map::{self, Exam};
use crate::views::orders::day;
use crate::views::{adherence, card};
use chrono::NaiveDate;
use contract::board::ExamCard;
use contract::charges::ExportedFile;
use contract::quality::{
    Deviation, ExportQuality, QualityExam, QualityFilter, QualityProcedure, QualityTotals,
    QualityView, ShowQuality,
};
use contract::reconciliation::DiscrepancyKind;
use contract::{Code, Failure, FailureCode, Name, StepStatus};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use storage::{
    DiscrepancyState, PerformedSummary, Session, StorageError, StoredDiscrepancy, StoredStep,
};

/// Days of one report at most: a year, also a leap year.
const DAYS: i64 = 366;

/// Exams of one report at most: what a window draws and a person can still read.
const EXAMS: usize = 20_000;

/// Numbers asked for at once: a thousand variables at most fit one query.
const AT_ONCE: usize = 500;

impl Department {
    /// The report.
    ///
    /// # Errors
    /// When a day cannot be read, the period or the number of exams is too large, or the database
    /// refuses.
    pub async fn show_quality(
        self: &Arc<Self>,
        request: ShowQuality,
    ) -> Result<QualityView, Failure> {
        let filter = request.filter;
        let (first, last) = period(&filter)?;
        self.read(move |department, session| report(department, session, filter, first, last))
            .await?
            .ok_or_else(|| {
                Failure::new(
                    FailureCode::Refused,
                    format!("a report has {EXAMS} exams at most: choose fewer days or one station"),
                )
            })
    }

    /// Writes the report to a file, a row a deviation; the export is an entry of the audit trail.
    ///
    /// # Errors
    /// As [`Department::show_quality`], or when the file cannot be written.
    pub async fn export_quality(
        self: &Arc<Self>,
        request: ExportQuality,
    ) -> Result<ExportedFile, Failure> {
        let filter = request.filter;
        let view = self.show_quality(ShowQuality { filter }).await?;
        let export = Export {
            subject: "quality",
            format: request.format,
            with_names: request.with_names,
        };
        self.hand_out(sheet(&view, request.with_names), export)
            .await
    }
}

fn period(filter: &QualityFilter) -> Result<(NaiveDate, NaiveDate), Failure> {
    let first = day("from", &filter.from)?;
    let last = day("to", &filter.to)?;
    let days = (last - first).num_days() + 1;
    if days > DAYS {
        return Err(Failure::field(
            "to",
            format!("a report is about {DAYS} days at most, and these are {days}"),
        ));
    }
    Ok((first, last))
}

/// An exam with what the filters and the choices need of it.
struct Found {
    exam: QualityExam,
    station: String,
    procedure: Code,
    unscheduled: bool,
}

/// The report; `None` when it would have too many exams.
fn report(
    department: &Department,
    session: &mut Session<'_>,
    filter: QualityFilter,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Option<QualityView>, StorageError> {
    let mut found = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let cards = card::cards_of_day(department, session, day)?;
        found.extend(exams(department, session, &cards)?);
        if found.len() > EXAMS {
            return Ok(None);
        }
    }
    Ok(Some(view(filter, found)))
}

fn exams(
    department: &Department,
    session: &mut Session<'_>,
    cards: &[ExamCard],
) -> Result<Vec<Found>, StorageError> {
    let performed = performed(department, session, cards)?;
    let ordered = ordered(session, cards)?;
    let questions = questions(session, &performed, &ordered)?;
    let nothing = Vec::new();
    Ok(cards
        .iter()
        .map(|card| {
            let exam = Exam::parse(&card.id);
            let performed = exam
                .and_then(|exam| performed.get(&key(exam)))
                .unwrap_or(&nothing);
            let stored = match exam {
                Some(Exam::Scheduled(id)) => ordered.get(&id),
                Some(Exam::Performed(_)) | None => None,
            };
            let mut found = found(department, card, stored, performed);
            found.exam.deviations = deviations(card, stored, performed, &questions);
            found
        })
        .collect())
}

fn found(
    department: &Department,
    card: &ExamCard,
    stored: Option<&StoredStep>,
    performed: &[PerformedSummary],
) -> Found {
    let texts: BTreeSet<String> = performed
        .iter()
        .map(card::performed_procedure)
        .filter(|text| !text.is_empty())
        .collect();
    let mut codes = performed
        .iter()
        .flat_map(|step| step.report.procedure_codes.iter().flatten());
    let procedure = match stored {
        Some(stored) => stored.step.requested_procedure_code.as_ref(),
        None => codes.next(),
    };
    let adherence = card::adherence_of(department, stored, performed);
    Found {
        station: card.station.clone(),
        procedure: procedure.map(map::code).unwrap_or_else(|| Code {
            meaning: card.procedure.clone(),
            ..Code::default()
        }),
        unscheduled: stored.is_none(),
        exam: QualityExam {
            exam: card.id.clone(),
            day: card.day.clone(),
            patient: card.patient.clone(),
            accession_number: card.accession_number.clone(),
            station_name: department.registry().station_name(&card.station),
            ordered: stored.map(|_| card.procedure.clone()).unwrap_or_default(),
            performed: texts.into_iter().collect::<Vec<_>>().join(", "),
            status: card.status,
            adherence: adherence.filter(|it| !it.running).and_then(|it| it.score),
            deviations: Vec::new(),
        },
    }
}

/// An exam as the key of a map.
fn key(exam: Exam) -> (bool, i64) {
    match exam {
        Exam::Scheduled(id) => (true, id),
        Exam::Performed(id) => (false, id),
    }
}

/// The performed steps of each exam, with what protocols name.
fn performed(
    department: &Department,
    session: &mut Session<'_>,
    cards: &[ExamCard],
) -> Result<HashMap<(bool, i64), Vec<PerformedSummary>>, StorageError> {
    let (scheduled, alone) = numbers(cards);
    let mut found: HashMap<(bool, i64), Vec<PerformedSummary>> = HashMap::new();
    for ids in scheduled.chunks(AT_ONCE) {
        for (step, summary) in session.performed_steps_of(ids)? {
            found.entry((true, step)).or_default().push(summary);
        }
    }
    for ids in alone.chunks(AT_ONCE) {
        for summary in session.performed_steps(ids)? {
            found.entry((false, summary.id)).or_default().push(summary);
        }
    }
    adherence::fill(department, session, found.values_mut().flatten())?;
    Ok(found)
}

/// What was ordered, by the number of the scheduled step.
fn ordered(
    session: &mut Session<'_>,
    cards: &[ExamCard],
) -> Result<HashMap<i64, StoredStep>, StorageError> {
    let (scheduled, _) = numbers(cards);
    let mut found = HashMap::new();
    for ids in scheduled.chunks(AT_ONCE) {
        let steps = session.scheduled_steps(ids)?.into_iter();
        found.extend(steps.map(|stored| (stored.step.id, stored)));
    }
    Ok(found)
}

fn numbers(cards: &[ExamCard]) -> (Vec<i64>, Vec<i64>) {
    let (mut scheduled, mut alone) = (Vec::new(), Vec::new());
    for card in cards {
        match Exam::parse(&card.id) {
            Some(Exam::Scheduled(id)) => scheduled.push(id),
            Some(Exam::Performed(id)) => alone.push(id),
            None => {}
        }
    }
    (scheduled, alone)
}

/// All items of the queue about these exams, open and closed, by what they are about.
fn questions(
    session: &mut Session<'_>,
    performed: &HashMap<(bool, i64), Vec<PerformedSummary>>,
    ordered: &HashMap<i64, StoredStep>,
) -> Result<HashMap<(bool, i64), Vec<StoredDiscrepancy>>, StorageError> {
    let performed: BTreeSet<i64> = performed.values().flatten().map(|step| step.id).collect();
    let performed: Vec<i64> = performed.into_iter().collect();
    let ordered: Vec<i64> = ordered.keys().copied().collect();
    let mut questions: HashMap<(bool, i64), Vec<StoredDiscrepancy>> = HashMap::new();
    for item in session.discrepancies_of(&performed, &ordered)? {
        let about = match (item.performed_step, item.scheduled_step) {
            (Some(step), _) => Exam::Performed(step),
            (None, Some(step)) => Exam::Scheduled(step),
            (None, None) => continue,
        };
        questions.entry(key(about)).or_default().push(item);
    }
    Ok(questions)
}

/// What differed, and what became of it: the items of the queue about the exam's performed steps and
/// order, and what the exam itself shows of which the queue has no item (exams of before the queue).
fn deviations(
    card: &ExamCard,
    stored: Option<&StoredStep>,
    performed: &[PerformedSummary],
    questions: &HashMap<(bool, i64), Vec<StoredDiscrepancy>>,
) -> Vec<Deviation> {
    let subjects = performed.iter().map(|step| Exam::Performed(step.id));
    let order = stored.map(|stored| Exam::Scheduled(stored.step.id));
    let mut items: Vec<&StoredDiscrepancy> = subjects
        .chain(order)
        .filter_map(|subject| questions.get(&key(subject)))
        .flatten()
        .collect();
    items.sort_by_key(|item| item.id);
    let mut found: Vec<Deviation> = items.into_iter().filter_map(deviation).collect();
    let shown = [
        (card.patient_differs, DiscrepancyKind::PatientMismatch),
        (card.unscheduled, DiscrepancyKind::Unscheduled),
        (
            card.canceled_after_start,
            DiscrepancyKind::CanceledButPerformed,
        ),
    ];
    for (_, kind) in shown.into_iter().filter(|(shows, _)| *shows) {
        if !found.iter().any(|known| known.kind == kind) {
            found.push(Deviation {
                kind,
                open: true,
                decided_by: String::new(),
                closed: None,
                reason: String::new(),
            });
        }
    }
    found.sort_by_key(|deviation| deviation.kind);
    found
}

fn deviation(item: &StoredDiscrepancy) -> Option<Deviation> {
    Some(Deviation {
        kind: crate::reconciliation::kind(&item.kind)?,
        open: item.state == DiscrepancyState::Open,
        decided_by: item.resolved_by.clone(),
        closed: item.resolved_at.map(clock::instant_to_contract),
        reason: item.note.clone(),
    })
}

fn view(filter: QualityFilter, mut found: Vec<Found>) -> QualityView {
    let stations: BTreeMap<String, String> = found
        .iter()
        .map(|found| (found.station.clone(), found.exam.station_name.clone()))
        .collect();
    let codes: BTreeMap<String, Code> = found
        .iter()
        .filter(|found| !found.procedure.value.is_empty())
        .map(|found| (found.procedure.value.clone(), found.procedure.clone()))
        .collect();
    found.retain(|found| {
        (filter.station.is_empty() || found.station == filter.station)
            && (filter.procedure.is_empty() || found.procedure.value == filter.procedure)
    });
    let mut procedures: BTreeMap<(String, String), Vec<&Found>> = BTreeMap::new();
    for found in &found {
        let code = &found.procedure;
        let key = match code.value.as_str() {
            "" => (String::new(), code.meaning.clone()),
            value => (value.to_owned(), String::new()),
        };
        procedures.entry(key).or_default().push(found);
    }
    let mut procedures: Vec<QualityProcedure> = procedures
        .into_values()
        .filter_map(|found| {
            Some(QualityProcedure {
                code: found.first()?.procedure.clone(),
                totals: totals(found.iter().copied()),
            })
        })
        .collect();
    procedures.sort_by_key(|procedure| std::cmp::Reverse(procedure.totals.exams));
    QualityView {
        totals: totals(&found),
        procedures,
        stations: stations.into_iter().collect(),
        procedure_codes: codes.into_values().collect(),
        exams: found.into_iter().map(|found| found.exam).collect(),
        filter,
    }
}

/// The numbers of some exams: counts of them.
fn totals<'a>(found: impl IntoIterator<Item = &'a Found>) -> QualityTotals {
    let mut totals = QualityTotals::default();
    let (mut sum, mut judged) = (0_u32, 0_u32);
    for Found {
        exam, unscheduled, ..
    } in found
    {
        totals.exams += 1;
        totals.completed += u32::from(exam.status == StepStatus::Completed);
        totals.discontinued += u32::from(exam.status == StepStatus::Discontinued);
        totals.unscheduled += u32::from(*unscheduled);
        let deviates = !exam.deviations.is_empty();
        totals.with_deviation += u32::from(deviates);
        let open = exam.deviations.iter().any(|deviation| deviation.open);
        totals.decided += u32::from(deviates && !open);
        if let Some(adherence) = exam.adherence {
            sum += u32::from(adherence);
            judged += 1;
        }
    }
    let mean = sum.checked_div(judged);
    totals.adherence = mean.and_then(|mean| u8::try_from(mean).ok());
    totals
}

const COLUMNS: [&str; 13] = [
    "Day",
    "AccessionNumber",
    "PatientName",
    "StationName",
    "Ordered",
    "Performed",
    "Status",
    "AdherencePercent",
    "Deviation",
    "State",
    "DecidedBy",
    "Closed",
    "Reason",
];

fn sheet(view: &QualityView, with_names: bool) -> Sheet {
    let columns = COLUMNS
        .into_iter()
        .filter(|column| with_names || *column != "PatientName");
    let mut sheet = Sheet::new("Quality", columns);
    for exam in &view.exams {
        let about: Vec<Cell> = about(exam, with_names);
        if exam.deviations.is_empty() {
            let none = std::iter::repeat_n(Cell::Nothing, 5);
            sheet.push(about.into_iter().chain(none));
            continue;
        }
        for deviation in &exam.deviations {
            let state = if deviation.open { "open" } else { "closed" };
            let told = [
                Cell::from(word(&deviation.kind)),
                Cell::from(state),
                Cell::from(deviation.decided_by.as_str()),
                Cell::from(deviation.closed.map(clock::from_contract)),
                Cell::from(deviation.reason.as_str()),
            ];
            sheet.push(about.iter().cloned().chain(told));
        }
    }
    sheet
}

fn about(exam: &QualityExam, with_names: bool) -> Vec<Cell> {
    let day = NaiveDate::parse_from_str(&exam.day, "%Y-%m-%d").ok();
    let mut cells = vec![Cell::from(day), Cell::from(exam.accession_number.as_str())];
    if with_names {
        cells.push(Cell::from(name(&exam.patient)));
    }
    cells.extend([
        Cell::from(exam.station_name.as_str()),
        Cell::from(exam.ordered.as_str()),
        Cell::from(exam.performed.as_str()),
        Cell::from(word(&exam.status)),
        Cell::from(exam.adherence.map(u32::from)),
    ]);
    cells
}

/// A name in one line.
pub(crate) fn name(name: &Name) -> String {
    [name.family.as_str(), name.given.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The word of a kind or a status, as it crosses to the window.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::ExamId;

    fn found(number: u32, procedure: &str, status: StepStatus, adherence: Option<u8>) -> Found {
        Found {
            station: "CT1".to_owned(),
            procedure: Code {
                value: procedure.to_owned(),
                ..Code::default()
            },
            unscheduled: false,
            exam: QualityExam {
                exam: ExamId(format!("s{number}")),
                day: "2026-11-24".to_owned(),
                patient: Name {
                    family: "Zabala".to_owned(),
                    ..Name::default()
                },
                accession_number: format!("A{number}"),
                station_name: "CT 1".to_owned(),
                ordered: "CT abdomen".to_owned(),
                performed: String::new(),
                status,
                adherence,
                deviations: Vec::new(),
            },
        }
    }

    fn deviation(open: bool) -> Deviation {
        Deviation {
            kind: DiscrepancyKind::ProcedureDiffers,
            open,
            decided_by: String::new(),
            closed: None,
            reason: String::new(),
        }
    }

    #[test]
    fn every_figure_is_a_count_of_rows() {
        let mut rows = vec![
            found(1, "A", StepStatus::Completed, Some(100)),
            found(2, "A", StepStatus::Discontinued, Some(50)),
            found(3, "B", StepStatus::Completed, None),
        ];
        rows[0].exam.deviations = vec![deviation(false)];
        rows[2].exam.deviations = vec![deviation(false), deviation(true)];
        let view = view(QualityFilter::default(), rows);
        let totals = view.totals;
        assert_eq!(
            (totals.exams, totals.completed, totals.discontinued),
            (3, 2, 1)
        );
        assert_eq!((totals.with_deviation, totals.decided), (2, 1));
        assert_eq!(totals.adherence, Some(75));
        let of_procedures: u32 = view.procedures.iter().map(|it| it.totals.exams).sum();
        assert_eq!(of_procedures, totals.exams);
        assert_eq!(view.procedures[0].code.value, "A", "most exams first");
    }

    #[test]
    fn a_filter_leaves_the_choices() {
        let rows = vec![
            found(1, "A", StepStatus::Completed, None),
            found(2, "B", StepStatus::Completed, None),
        ];
        let only = QualityFilter {
            procedure: "B".to_owned(),
            ..QualityFilter::default()
        };
        let view = view(only, rows);
        assert_eq!(view.exams.len(), 1);
        assert_eq!(view.procedure_codes.len(), 2);
    }

    #[test]
    fn a_file_without_names_has_no_column_for_them() {
        let rows = vec![found(1, "A", StepStatus::Completed, None)];
        let view = view(QualityFilter::default(), rows);
        let text = |with_names| String::from_utf8(sheet(&view, with_names).csv().unwrap()).unwrap();
        assert!(!text(false).contains("Zabala") && !text(false).contains("PatientName"));
        assert!(text(true).contains("Zabala"));
    }

    #[test]
    fn a_period_of_more_than_a_year_is_refused() {
        let filter = |from: &str, to: &str| QualityFilter {
            from: from.to_owned(),
            to: to.to_owned(),
            ..QualityFilter::default()
        };
        assert!(period(&filter("2024-01-01", "2024-12-31")).is_ok());
        let refused = period(&filter("2024-01-01", "2025-01-01")).unwrap_err();
        assert!(refused.detail.contains("366"), "{refused}");
    }
}
