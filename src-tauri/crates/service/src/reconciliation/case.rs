//! One item with all a decision needs.

use super::candidates::About;
use super::decide::gone;
use super::decisions::offers;
use super::item::Subjects;
use super::judge::Judge;
use super::map;
use super::related::Related;
use crate::clock;
use crate::department::Department;
use crate::schedule::Refused;
use crate::views::card;
use crate::views::map::{Exam, performed_status, status};
use contract::reconciliation::{
    CaseEvent, CaseEventKind, CaseStep, CaseView, CorrectionForm, ShowCase,
};
use contract::{Failure, StepStatus};
use domain::exam::{Performance, unscheduled_status};
use domain::performed_step::PerformedStatus;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{DiscrepancyState, PerformedSummary, Session, StorageError, StoredDiscrepancy};

/// From how likely on a candidate is chosen to begin with.
const PRESELECTED: u8 = 90;

impl Department {
    /// One item with all a decision needs.
    ///
    /// # Errors
    /// When it is not there, or the database refuses.
    pub async fn show_case(self: &Arc<Self>, request: ShowCase) -> Result<CaseView, Failure> {
        self.read(move |department, session| view(department, session, request.id))
            .await?
            .ok_or_else(|| {
                let Refused(failure) = gone();
                failure
            })
    }
}

fn view(
    department: &Department,
    session: &mut Session<'_>,
    id: i64,
) -> Result<Option<CaseView>, StorageError> {
    let Some(stored) = session.discrepancy(id)? else {
        return Ok(None);
    };
    let judge = Judge::of(department);
    let performed: Vec<i64> = stored.performed_step.into_iter().collect();
    let seed: Vec<i64> = match stored.performed_step {
        Some(_) => Vec::new(),
        None => stored.scheduled_step.into_iter().collect(),
    };
    let related = Related::of(session, &performed, &seed)?;
    let (performed, scheduled) = (ids(&related.performed), ids(&related.scheduled));
    let items = session.discrepancies_of(&performed, &scheduled)?;
    let subjects = Subjects::read(session, &items)?;
    let Some(item) = subjects.item(department, &stored) else {
        return Ok(None);
    };
    let about = match stored.performed_step {
        Some(performed) => About::read(session, &judge, performed)?,
        None => None,
    };
    let (linked, candidates, comparison) = match &about {
        Some(about) => {
            let linked = about.linked(department, session, &judge)?;
            let comparison = linked
                .first()
                .map_or_else(|| about.alone(&judge), |order| order.comparison.clone());
            let candidates = about.candidates(department, session, &judge)?;
            (linked, candidates, comparison)
        }
        None => (Vec::new(), Vec::new(), Vec::new()),
    };
    let preselected = candidates
        .first()
        .filter(|first| first.confidence >= PRESELECTED)
        .map(|first| first.exam.clone());
    let others = items
        .iter()
        .filter(|other| other.state == DiscrepancyState::Open && other.id != id)
        .filter_map(|other| subjects.item(department, other))
        .collect();
    let mut steps = session.performed_steps(&performed)?;
    steps.sort_by_key(|step| step.id);
    let decisions = offers(item.kind, about.as_ref(), session, stored.scheduled_step)?;
    Ok(Some(CaseView {
        status: status_of(session, &item.exam, &steps)?,
        item,
        others,
        linked,
        candidates,
        preselected,
        comparison,
        decisions,
        performed_steps: steps.iter().map(|step| shown(department, step)).collect(),
        history: history(&items),
    }))
}

fn ids(ids: &BTreeSet<i64>) -> Vec<i64> {
    ids.iter().copied().collect()
}

fn status_of(
    session: &mut Session<'_>,
    exam: &contract::ExamId,
    steps: &[PerformedSummary],
) -> Result<StepStatus, StorageError> {
    Ok(match Exam::parse(exam) {
        Some(Exam::Scheduled(id)) => session
            .statuses_of_step(id)?
            .map_or(StepStatus::Scheduled, |(_, now)| status(now)),
        Some(Exam::Performed(_)) | None => steps.first().map_or(StepStatus::InProgress, |step| {
            let reasons = step.report.discontinuation_reasons.as_deref();
            let performance = Performance::of(
                step.status.unwrap_or(PerformedStatus::InProgress),
                reasons.unwrap_or_default(),
            );
            status(unscheduled_status(performance))
        }),
    })
}

fn shown(department: &Department, step: &PerformedSummary) -> CaseStep {
    let report = &step.report;
    let started = report.started().map(clock::to_contract);
    let ended = report.ended().map(clock::to_contract);
    let station = card::station(department, step);
    CaseStep {
        sop_instance_uid: step.sop_instance_uid.clone(),
        station_name: department.registry().station_name(&station),
        status: performed_status(step.status.unwrap_or(PerformedStatus::InProgress)),
        started,
        ended,
        series: step.series,
        images: step.images,
        form: CorrectionForm {
            patient_id: report.patient.patient_id.clone(),
            patient_name: report.patient.name.as_dicom().to_owned(),
            patient_birth_date: report
                .patient
                .birth_date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            patient_sex: report.patient.sex.clone(),
            description: report.description.clone().unwrap_or_default(),
            started,
            ended,
        },
    }
}

/// What happened to the items of a case, oldest first.
fn history(items: &[StoredDiscrepancy]) -> Vec<CaseEvent> {
    let mut events: Vec<(i64, CaseEvent)> = Vec::new();
    let mut known = BTreeSet::new();
    for item in items {
        let Some(kind) = map::kind(&item.kind) else {
            continue;
        };
        let event = |at: i64, event: CaseEventKind, by: &str, note: &str| {
            let event = CaseEvent {
                time: clock::instant_to_contract(at),
                kind,
                event,
                by: by.to_owned(),
                note: note.to_owned(),
            };
            (at, event)
        };
        let identity = (kind, item.performed_step, item.scheduled_step);
        let raised = if known.insert(identity) {
            CaseEventKind::Raised
        } else {
            CaseEventKind::Reopened
        };
        events.push(event(item.raised_at, raised, "", ""));
        if let Some(at) = item.resolved_at {
            let closed = match item.state {
                DiscrepancyState::Dismissed => CaseEventKind::Dismissed,
                DiscrepancyState::Open | DiscrepancyState::Resolved
                    if item.resolved_by.is_empty() =>
                {
                    CaseEventKind::Resolved
                }
                DiscrepancyState::Open | DiscrepancyState::Resolved => CaseEventKind::Decided,
            };
            events.push(event(at, closed, &item.resolved_by, &item.note));
        }
    }
    events.sort_by_key(|(at, _)| *at);
    events.into_iter().map(|(_, event)| event).collect()
}
