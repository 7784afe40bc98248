//! What a person does to orders and steps: enter, edit, arrive, ready, move, cancel, undo.

use crate::department::Department;
use crate::performed_steps::events;
use crate::publisher::Change;
use crate::reconciliation::{self, Judge, Touched};
use crate::schedule::form;
use crate::schedule::save::{ChangeSet, Refused, Saved};
use crate::views::map::Exam;
use contract::orders::{ChangeStep, Changed, SaveOrder, StepChange, Undo, Undone};
use contract::{ExamId, Failure, FailureCode};
use domain::AeTitle;
use domain::change::{Action, status_after};
use domain::scheduled_step::StepStatus;
use domain::validation;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{Session, StoredStep, Subject};

/// How long a change can be undone.
const UNDO_MILLISECONDS: i64 = 10 * 60 * 1000;

impl Department {
    /// Creates or changes an order with its scheduled step.
    ///
    /// # Errors
    /// A field that cannot be, an order that is gone or whose status forbids it.
    pub async fn save_order(self: &Arc<Self>, request: SaveOrder) -> Result<Changed, Failure> {
        let set = ChangeSet::begin(self, "");
        let undo = set.undo();
        let existing = request.id.as_ref().map(scheduled).transpose()?;
        let source = if self.demo { "simulated" } else { "manual" };
        let saved = self
            .change_steps(move |session| {
                let (mut stored, action) = match existing {
                    Some(id) => (step(session, id)?, "edit"),
                    None => (new_step(&request, source, set.at), "create"),
                };
                if existing.is_some() {
                    allow(&stored, Action::Edit)?;
                }
                form::apply(&request.form, &mut stored).map_err(Refused)?;
                refuse_taken_step_id(session, &stored)?;
                let id = set.save(session, stored, action)?;
                Ok::<_, Refused>(Saved::read(session, vec![id])?)
            })
            .await;
        changed(saved, undo)
    }

    /// Changes the status, station or time of a scheduled step.
    ///
    /// # Errors
    /// A step that is gone, whose status forbids it, or a time that cannot be.
    pub async fn change_step(self: &Arc<Self>, request: ChangeStep) -> Result<Changed, Failure> {
        let note = match &request.change {
            StepChange::Cancel { reason } => reason.clone(),
            StepChange::Arrive
            | StepChange::MakeReady
            | StepChange::BackToScheduled
            | StepChange::Move { .. } => String::new(),
        };
        let set = ChangeSet::begin(self, &note);
        let undo = set.undo();
        let id = scheduled(&request.id)?;
        let saved = self
            .change_steps(move |session| {
                let mut stored = step(session, id)?;
                let action = apply(&request.change, &mut stored, set.at)?;
                let id = set.save(session, stored, action)?;
                Ok::<_, Refused>(Saved::read(session, vec![id])?)
            })
            .await;
        changed(saved, undo)
    }

    /// Undoes a change of a person or an import. Steps that changed since are left alone.
    ///
    /// # Errors
    /// When there is no such change, or it is older than ten minutes.
    pub async fn undo(self: &Arc<Self>, request: Undo) -> Result<Undone, Failure> {
        let set = ChangeSet::begin(self, "");
        let oldest = set.at - UNDO_MILLISECONDS;
        let counted = Arc::new(std::sync::Mutex::new(Undone { steps: 0, kept: 0 }));
        let counts = Arc::clone(&counted);
        let judge = Judge::of(self);
        let subscribers = self.registry().subscribers();
        self.change_steps(move |session| {
            let refused = |code, text: &str| Refused(Failure::new(code, text));
            if let Some(charges) = crate::charges::undo(session, &set, &request.token)? {
                if charges.changed_at < oldest {
                    return Err(refused(
                        FailureCode::TooLate,
                        "it is more than ten minutes ago",
                    ));
                }
                count(&counts, charges.restored.len(), charges.kept.len());
                return Ok::<_, Refused>(Saved::read(session, Vec::new())?);
            }
            let mut touched = Touched::default();
            let mut performed = BTreeSet::new();
            for (subject, id) in session.records_of_change(&request.token.0)? {
                touched.keep(session, subject, id)?;
                if matches!(subject, Subject::PerformedStep | Subject::Links) {
                    performed.insert(id);
                }
            }
            let performed: Vec<i64> = performed.into_iter().collect();
            let before = session.performed_steps(&performed)?;
            let outcome = session
                .undo_change_set(&request.token.0)?
                .ok_or_else(|| refused(FailureCode::NotFound, "there is no such change"))?;
            if outcome.changed_at < oldest {
                return Err(refused(
                    FailureCode::TooLate,
                    "it is more than ten minutes ago",
                ));
            }
            if outcome.changed_since {
                return Err(refused(
                    FailureCode::Changed,
                    "something changed since, so the decision cannot be undone as a whole",
                ));
            }
            let mut steps = outcome.restored.clone();
            if outcome.is_decision {
                steps.extend(&outcome.linked);
                steps.sort_unstable();
                steps.dedup();
                for id in &steps {
                    reconciliation::follow(session, *id)?;
                }
            }
            let now = session.performed_steps(&performed)?;
            for now in &now {
                let before = before.iter().find(|before| before.id == now.id);
                if let Some(before) = before.and_then(|before| before.status) {
                    events::tell(session, &subscribers, before, now, set.at)?;
                }
            }
            touched.audit(session, &set, "undo")?;
            count(&counts, outcome.restored.len(), outcome.kept.len());
            let mut saved = Saved::read(session, steps)?;
            saved.judge_performed(session, &judge, &outcome.performed)?;
            Ok::<_, Refused>(saved)
        })
        .await
        .map_err(|Refused(failure)| failure)?;
        self.changed(Change::Charges);
        let counts = counted.lock().map(|counts| counts.clone());
        Ok(counts.unwrap_or(Undone { steps: 0, kept: 0 }))
    }
}

fn count(counts: &std::sync::Mutex<Undone>, restored: usize, kept: usize) {
    if let Ok(mut counts) = counts.lock() {
        *counts = Undone {
            steps: u32::try_from(restored).unwrap_or(u32::MAX),
            kept: u32::try_from(kept).unwrap_or(u32::MAX),
        };
    }
}

fn changed(
    saved: Result<Vec<i64>, Refused>,
    undo: contract::UndoToken,
) -> Result<Changed, Failure> {
    let ids = saved.map_err(|Refused(failure)| failure)?;
    let id = ids.first().copied().unwrap_or_default();
    Ok(Changed {
        id: Exam::Scheduled(id).id(),
        undo: Some(undo),
    })
}

fn scheduled(id: &ExamId) -> Result<i64, Failure> {
    match Exam::parse(id) {
        Some(Exam::Scheduled(id)) => Ok(id),
        Some(Exam::Performed(_)) => Err(Failure::new(
            FailureCode::NotAllowed,
            "this exam is not on the schedule",
        )),
        None => Err(Failure::new(FailureCode::NotFound, "there is no such exam")),
    }
}

fn step(session: &mut Session<'_>, id: i64) -> Result<StoredStep, Refused> {
    session.scheduled_step(id)?.ok_or_else(|| {
        Refused(Failure::new(
            FailureCode::NotFound,
            "this order is no longer there",
        ))
    })
}

fn new_step(request: &SaveOrder, source: &str, at: i64) -> StoredStep {
    let mut stored = StoredStep {
        source: source.to_owned(),
        ordered_at: at,
        ..StoredStep::default()
    };
    if request.patient_is_here {
        stored.step.status = StepStatus::Arrived;
        stored.manual_status = StepStatus::Arrived;
        stored.arrived_at = Some(at);
    }
    stored
}

fn allow(stored: &StoredStep, action: Action) -> Result<StepStatus, Refused> {
    status_after(stored.step.status, action)
        .map_err(|refused| Refused(Failure::new(FailureCode::NotAllowed, refused.to_string())))
}

/// ScheduledProcedureStepID names one step of one patient.
fn refuse_taken_step_id(session: &mut Session<'_>, stored: &StoredStep) -> Result<(), Refused> {
    let id = &stored.step.scheduled_procedure_step_id;
    if id.is_empty() {
        return Ok(());
    }
    let taken = session
        .steps_by_step_id(id)?
        .iter()
        .any(|other| other.step.id != stored.step.id);
    if taken {
        return Err(Refused(Failure::field(
            "scheduled_procedure_step_id",
            "another order has this ScheduledProcedureStepID",
        )));
    }
    Ok(())
}

/// Applies a change; the word of the audit trail for it.
fn apply(change: &StepChange, stored: &mut StoredStep, at: i64) -> Result<&'static str, Refused> {
    let (action, word) = match change {
        StepChange::Arrive => (Action::Arrive, "arrive"),
        StepChange::MakeReady => (Action::MakeReady, "ready"),
        StepChange::BackToScheduled => (Action::BackToScheduled, "back"),
        StepChange::Cancel { .. } => (Action::Cancel, "cancel"),
        StepChange::Move { .. } => (Action::Move, "move"),
    };
    let status = allow(stored, action)?;
    stored.step.status = status;
    stored.manual_status = status;
    match change {
        StepChange::Arrive | StepChange::MakeReady => {
            stored.arrived_at = stored.arrived_at.or(Some(at));
        }
        StepChange::BackToScheduled => {
            stored.arrived_at = None;
            stored.canceled_at = None;
        }
        StepChange::Cancel { .. } => stored.canceled_at = Some(at),
        StepChange::Move { station, day, time } => {
            let wrong = |field: &'static str| {
                move |problem: validation::Problem| {
                    Refused(Failure::field(field, problem.to_string()))
                }
            };
            stored.step.station_ae_titles =
                validation::ae_titles(station).map_err(wrong("station"))?;
            stored.step.start_date = validation::date(day).map_err(wrong("day"))?;
            stored.step.start_time = validation::time(time).map_err(wrong("time"))?;
            stored
                .step
                .station_ae_titles
                .dedup_by(|a: &mut AeTitle, b| a == b);
        }
    }
    Ok(word)
}
