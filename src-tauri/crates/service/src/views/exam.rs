//! One exam in full.

use crate::clock;
use crate::department::Department;
use crate::reconciliation;
use crate::schedule::form;
use crate::views::map::{self, Exam};
use crate::views::{adherence, card, message, timeline};
use contract::exam::{
    Consumption, ConsumptionKind, ExamView, PerformedStep, Series, ShowExam, TimingNote, Work,
};
use contract::{Failure, FailureCode};
use domain::discrepancy::Work as DomainWork;
use domain::performed_step::{self as domain_performed, ConsumptionSource};
use domain::{AeTitle, PersonName};
use std::sync::Arc;
use storage::{PerformedSummary, Session, StorageError, StoredLink, StoredPerformedStep};

impl Department {
    /// One exam in full.
    ///
    /// # Errors
    /// When it is not there, or the database refuses.
    pub async fn show_exam(self: &Arc<Self>, request: ShowExam) -> Result<ExamView, Failure> {
        let gone = || Failure::new(FailureCode::NotFound, "this exam is no longer there");
        let exam = Exam::parse(&request.id).ok_or_else(gone)?;
        self.read(move |department, session| view(department, session, exam))
            .await?
            .ok_or_else(gone)
    }
}

fn view(
    department: &Department,
    session: &mut Session<'_>,
    exam: Exam,
) -> Result<Option<ExamView>, StorageError> {
    let (steps, alone) = match exam {
        Exam::Scheduled(id) => (vec![id], Vec::new()),
        Exam::Performed(id) => (Vec::new(), vec![id]),
    };
    let Some(card) = card::changed_cards(department, session, &steps, &alone)?
        .cards
        .into_iter()
        .find(|card| card.id == exam.id())
    else {
        return Ok(None);
    };
    let stored = match exam {
        Exam::Scheduled(id) => session.scheduled_step(id)?,
        Exam::Performed(_) => None,
    };
    let mut performed: Vec<PerformedSummary> = match exam {
        Exam::Scheduled(id) => session
            .performed_steps_of(&[id])?
            .into_iter()
            .map(|(_, step)| step)
            .collect(),
        Exam::Performed(id) => session.performed_steps(&[id])?,
    };
    adherence::fill(department, session, &mut performed)?;
    performed.sort_by_key(|step| (step.report.start_date, step.report.start_time, step.id));
    let ids: Vec<i64> = performed.iter().map(|step| step.id).collect();
    let uids: Vec<String> = performed
        .iter()
        .map(|step| step.sop_instance_uid.clone())
        .collect();
    let links = session.links_of_performed(&ids)?;
    let messages = session.messages_about(&uids)?;
    let audit = match exam {
        Exam::Scheduled(id) => session.audit_of("scheduled-step", id)?,
        Exam::Performed(_) => Vec::new(),
    };
    let scheduled: Vec<i64> = match exam {
        Exam::Scheduled(id) => vec![id],
        Exam::Performed(_) => Vec::new(),
    };
    let items = session.discrepancies_of(&ids, &scheduled)?;
    let mut performed_steps = Vec::new();
    for id in ids {
        if let Some(full) = session.performed_step_in_full(id)? {
            performed_steps.push(shown(department, &full, &links));
        }
    }
    Ok(Some(ExamView {
        now: clock::to_contract(department.clock.wall()),
        station_name: department.registry().station_name(&card.station),
        order: stored.as_ref().map(form::of),
        timeline: timeline::of(&audit, &messages, &performed, &items),
        performed_steps,
        adherence: card::adherence_of(department, stored.as_ref(), &performed),
        messages: messages.iter().map(message::head).collect(),
        card,
    }))
}

fn shown(
    department: &Department,
    full: &StoredPerformedStep,
    links: &[StoredLink],
) -> PerformedStep {
    let summary = &full.summary;
    let report = &summary.report;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let basis = links.iter().find(|link| link.performed_step == summary.id);
    PerformedStep {
        sop_instance_uid: summary.sop_instance_uid.clone(),
        performed_procedure_step_id: text(&report.performed_procedure_step_id),
        status: map::performed_status(
            summary
                .status
                .unwrap_or(domain_performed::PerformedStatus::InProgress),
        ),
        station_ae_title: report.station_ae_title.as_ref().map_or_else(
            || summary.calling_ae_title.clone(),
            |title| title.as_str().to_owned(),
        ),
        description: text(&report.description),
        started: report.started().map(clock::to_contract),
        ended: report.ended().map(clock::to_contract),
        received: clock::instant_to_contract(summary.received_at),
        link_basis: basis.map(|link| link.basis.clone()).unwrap_or_default(),
        protocols: report
            .protocol_codes
            .iter()
            .flatten()
            .map(map::code)
            .collect(),
        series: full.series.iter().map(series).collect(),
        consumption: full
            .consumption
            .iter()
            .map(|(source, item)| used(*source, item))
            .collect(),
        discontinuation: report
            .discontinuation_reasons
            .iter()
            .flatten()
            .next()
            .map(map::code),
        conformance: report
            .findings
            .iter()
            .map(|sentence| map::deviation(sentence))
            .collect(),
        timing: reported(summary).notes().into_iter().map(timing).collect(),
        work: match reconciliation::work_of(full, &department.registry().rooms()) {
            DomainWork::Acquisition => Work::Acquisition,
            DomainWork::PostProcessing => Work::PostProcessing,
            DomainWork::Import => Work::Import,
        },
    }
}

/// The times of a performed step; what a person or a rule ended was not reported by the modality.
pub(crate) fn reported(summary: &PerformedSummary) -> domain_performed::Reported {
    let is_closed = !summary.by_person.closed_by.is_empty();
    domain_performed::Reported {
        started: summary.report.started(),
        ended: summary.report.ended().filter(|_| !is_closed),
        received: clock::wall_of(summary.received_at),
        final_at: summary.final_at.filter(|_| !is_closed).map(clock::wall_of),
    }
}

fn timing(note: domain_performed::TimingNote) -> TimingNote {
    use domain_performed::TimingNote as Note;
    match note {
        Note::StartsInFuture => TimingNote::StartsInFuture,
        Note::EndsInFuture => TimingNote::EndsInFuture,
        Note::EndsBeforeStart => TimingNote::EndsBeforeStart,
        Note::WrongDate => TimingNote::WrongDate,
        Note::Deferred => TimingNote::Deferred,
        Note::ReportedLate => TimingNote::ReportedLate,
    }
}

fn series(stored: &storage::StoredSeries) -> Series {
    let series = &stored.series;
    let count = |items: Option<usize>| items.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let first = |names: &[PersonName]| {
        names
            .first()
            .map(|name| {
                format!("{} {}", name.given(), name.family())
                    .trim()
                    .to_owned()
            })
            .unwrap_or_default()
    };
    Series {
        series_instance_uid: series.series_instance_uid.clone(),
        protocol_name: series.protocol_name.clone(),
        description: series.description.clone(),
        images: count(series.images.as_ref().map(Vec::len)),
        others: count(series.others.as_ref().map(Vec::len)),
        operator: first(&series.operators),
        performing_physician: first(&series.performing_physicians),
        first_reported: Some(clock::instant_to_contract(stored.first_reported_at)),
    }
}

fn used(source: ConsumptionSource, item: &domain_performed::Consumption) -> Consumption {
    let kind = match source {
        ConsumptionSource::BillingProcedureStep => ConsumptionKind::BillingCode,
        ConsumptionSource::FilmConsumption => ConsumptionKind::Film,
        ConsumptionSource::BillingSupplies => ConsumptionKind::Supply,
        ConsumptionSource::Contrast => ConsumptionKind::Contrast,
        ConsumptionSource::DoseAreaProduct => ConsumptionKind::DoseAreaProduct,
        ConsumptionSource::EntranceDose | ConsumptionSource::EntranceDoseInMilligray => {
            ConsumptionKind::EntranceDose
        }
        ConsumptionSource::FluoroscopyTime => ConsumptionKind::FluoroscopyTime,
        ConsumptionSource::Exposures => ConsumptionKind::Exposures,
        ConsumptionSource::DoseComment => ConsumptionKind::DoseComment,
    };
    let code = item.code.as_ref();
    let meaning = code.map(|code| {
        if code.meaning.is_empty() {
            &code.value
        } else {
            &code.meaning
        }
    });
    Consumption {
        kind,
        name: match meaning {
            Some(meaning) if item.name.is_empty() => meaning.clone(),
            Some(_) | None => item.name.clone(),
        },
        quantity: item.quantity.clone(),
        unit: item.unit.clone(),
    }
}

/// The station an exam belongs to while only scheduled.
pub(crate) fn scheduled_station(titles: &[AeTitle]) -> String {
    titles
        .first()
        .map(|title| title.as_str().to_owned())
        .unwrap_or_default()
}
