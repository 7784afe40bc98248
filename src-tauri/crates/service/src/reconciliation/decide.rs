//! A person decides: one transaction with all records it touches, their audit records and what the
//! decision opens and closes.

use super::decisions;
use super::judge::{Judge, Judged};
use super::map;
use super::touched::Touched;
use crate::clock;
use crate::department::{Department, storage_failure};
use crate::performed_steps::events;
use crate::publisher::Change;
use crate::schedule::{ChangeSet, Refused, Saved, complete};
use crate::views::map::Exam;
use contract::orders::Changed;
use contract::reconciliation::{Decide, Decided, Decision, DecisionKind, MarkNoShow};
use contract::{ExamId, Failure, FailureCode, UndoToken};
use domain::exam;
use domain::scheduled_step::StepStatus;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{
    DiscrepancyState, PerformedSummary, Session, StorageError, StoredAlias, StoredDiscrepancy,
    StoredLink, StoredStep, Subject,
};

/// Items decided at once at most: a modality's message waits for all of them.
const AT_ONCE: usize = 500;

impl Department {
    /// Decides items of one kind.
    ///
    /// # Errors
    /// When an item is gone, or somebody decided or changed it meanwhile; when the decision does not
    /// fit the item, or lacks what it needs. Nothing is changed then.
    pub async fn decide(self: &Arc<Self>, request: Decide) -> Result<Decided, Failure> {
        if request.items.is_empty() || request.items.len() > AT_ONCE {
            return Err(Failure::field(
                "items",
                format!("a decision is about 1 to {AT_ONCE} items"),
            ));
        }
        self.judge_messages().await.map_err(storage_failure)?;
        let note = decisions::reason_of(&request.decision).unwrap_or(request.note.trim());
        let set = ChangeSet::begin(self, note);
        let undo = set.undo();
        let judge = Judge::of(self);
        let (department, told) = (Arc::clone(self), Arc::clone(self));
        let outcome = self
            .database
            .writer()
            .write::<Outcome, Refused>(
                move |session| {
                    let mut work = Work::new(session, &department, &judge, &set);
                    let items = work.items(&request.items)?;
                    work.decide(&items, &request.decision)
                },
                move |outcome| outcome.keep(&told),
            )
            .await
            .map_err(|Refused(failure)| failure)?;
        Ok(outcome.decided(undo))
    }

    /// Marks that a patient did not come, without any performed step.
    ///
    /// # Errors
    /// When the exam is not on the schedule, is gone or has started.
    pub async fn mark_no_show(self: &Arc<Self>, request: MarkNoShow) -> Result<Changed, Failure> {
        self.judge_messages().await.map_err(storage_failure)?;
        let set = ChangeSet::begin(self, request.note.trim());
        let undo = set.undo();
        let judge = Judge::of(self);
        let Some(Exam::Scheduled(id)) = Exam::parse(&request.exam) else {
            return Err(Failure::new(
                FailureCode::NotAllowed,
                "this exam is not on the schedule",
            ));
        };
        let (department, told) = (Arc::clone(self), Arc::clone(self));
        self.database
            .writer()
            .write::<Outcome, Refused>(
                move |session| {
                    let mut work = Work::new(session, &department, &judge, &set);
                    decisions::no_show(&mut work, id)?;
                    work.finish(&[], "no-show")
                },
                move |outcome| outcome.keep(&told),
            )
            .await
            .map_err(|Refused(failure)| failure)?;
        Ok(Changed {
            id: request.exam,
            undo: Some(undo),
        })
    }
}

/// A decision under way.
pub(super) struct Work<'a, 's> {
    pub(super) session: &'a mut Session<'s>,
    pub(super) department: &'a Department,
    pub(super) judge: &'a Judge,
    pub(super) set: &'a ChangeSet,
    /// Items of this kind that the decision opens about these scheduled steps, or about a performed
    /// step alone, are answered by it.
    pub(super) answers: Vec<(domain::discrepancy::Kind, Option<i64>)>,
    touched: Touched,
    performed: BTreeSet<i64>,
    scheduled: BTreeSet<i64>,
}

/// What a decision did.
pub(super) struct Outcome {
    judged: Judged,
    saved: Saved,
    performed: Vec<i64>,
    closed: Vec<i64>,
    opened: Vec<i64>,
    exam: ExamId,
}

impl Outcome {
    pub(super) fn keep(&self, department: &Department) {
        self.saved.keep(department);
        for id in &self.performed {
            department.changed(Change::Performed {
                id: *id,
                steps: Vec::new(),
            });
        }
        self.judged.tell(department);
        department.changed(Change::Queue);
    }

    fn decided(self, undo: UndoToken) -> Decided {
        Decided {
            closed: self.closed,
            opened: self.opened,
            exam: self.exam,
            undo,
        }
    }
}

impl<'a, 's> Work<'a, 's> {
    fn new(
        session: &'a mut Session<'s>,
        department: &'a Department,
        judge: &'a Judge,
        set: &'a ChangeSet,
    ) -> Self {
        Self {
            session,
            department,
            judge,
            set,
            answers: Vec::new(),
            touched: Touched::default(),
            performed: BTreeSet::new(),
            scheduled: BTreeSet::new(),
        }
    }

    /// The items as the person saw them.
    fn items(&mut self, seen: &[(i64, i64)]) -> Result<Vec<StoredDiscrepancy>, Refused> {
        let mut items: Vec<StoredDiscrepancy> = Vec::new();
        for (id, revision) in seen {
            let item = self.session.discrepancy(*id)?.ok_or_else(gone)?;
            if item.state != DiscrepancyState::Open || item.revision != *revision {
                return Err(changed_meanwhile(&item));
            }
            if items.iter().any(|known| known.kind != item.kind) {
                return Err(Refused(Failure::field(
                    "items",
                    "a decision is about items of one kind",
                )));
            }
            items.push(item);
        }
        Ok(items)
    }

    fn decide(
        mut self,
        items: &[StoredDiscrepancy],
        decision: &Decision,
    ) -> Result<Outcome, Refused> {
        let kind = decisions::kind_of(decision);
        for item in items {
            self.touched
                .keep(self.session, Subject::Discrepancy, item.id)?;
            self.performed.extend(item.performed_step);
            if item.performed_step.is_none() {
                self.scheduled.extend(item.scheduled_step);
            }
            decisions::apply(&mut self, item, decision)?;
        }
        // What was corrected is judged again; everything else is answered by the decision.
        if kind != DecisionKind::Correct {
            for item in items {
                self.close(item, kind)?;
            }
        }
        self.finish(items, decisions::word(kind))
    }

    fn close(&mut self, item: &StoredDiscrepancy, kind: DecisionKind) -> Result<(), StorageError> {
        let state = match kind {
            DecisionKind::Accept | DecisionKind::Dismiss => DiscrepancyState::Dismissed,
            DecisionKind::Link
            | DecisionKind::Split
            | DecisionKind::Unlink
            | DecisionKind::KeepUnscheduled
            | DecisionKind::WrongEntry
            | DecisionKind::Close
            | DecisionKind::GiveReason
            | DecisionKind::Correct
            | DecisionKind::NoShow
            | DecisionKind::Reschedule => DiscrepancyState::Resolved,
        };
        self.session.save_discrepancy(&StoredDiscrepancy {
            state,
            ..self.decided(item, decisions::word(kind))
        })?;
        Ok(())
    }

    fn decided(&self, item: &StoredDiscrepancy, word: &str) -> StoredDiscrepancy {
        StoredDiscrepancy {
            resolved_at: Some(self.set.at),
            resolved_by: self.set.who.clone(),
            resolution: word.to_owned(),
            note: self.set.note.clone(),
            ..item.clone()
        }
    }

    /// Brings statuses and the queue in step, and writes the audit records.
    fn finish(mut self, items: &[StoredDiscrepancy], word: &str) -> Result<Outcome, Refused> {
        let scheduled: Vec<i64> = self.scheduled.iter().copied().collect();
        let performed: Vec<i64> = self.performed.iter().copied().collect();
        for id in &scheduled {
            self.touched
                .keep(self.session, Subject::ScheduledStep, *id)?;
            follow(self.session, *id)?;
        }
        let mut judged =
            self.judge
                .judge(self.session, &performed, &scheduled, &mut self.touched)?;
        let mut closed: Vec<i64> = judged.reconciled.closed.clone();
        for item in items {
            let now = self.session.discrepancy(item.id)?;
            let Some(now) = now.filter(|now| now.state != DiscrepancyState::Open) else {
                continue;
            };
            if now.resolved_by.is_empty() {
                self.session.save_discrepancy(&self.decided(&now, word))?;
            }
            if !closed.contains(&item.id) {
                closed.push(item.id);
            }
        }
        let answered = self.answer(&judged.reconciled.opened, word)?;
        judged.reconciled.opened.retain(|id| !answered.contains(id));
        let opened = judged.reconciled.opened.clone();
        let exam = self.exam(items, &scheduled)?;
        self.touched.audit(self.session, self.set, word)?;
        Ok(Outcome {
            saved: Saved::read(self.session, scheduled)?,
            judged,
            performed,
            closed,
            opened,
            exam,
        })
    }

    /// Closes what the decision itself answers.
    fn answer(&mut self, opened: &[i64], word: &str) -> Result<Vec<i64>, StorageError> {
        let mut answered = Vec::new();
        for id in opened {
            let Some(item) = self.session.discrepancy(*id)? else {
                continue;
            };
            let is_answered = self
                .answers
                .iter()
                .any(|(kind, step)| item.kind == kind.word() && item.scheduled_step == *step);
            if is_answered {
                self.session.save_discrepancy(&StoredDiscrepancy {
                    state: DiscrepancyState::Dismissed,
                    ..self.decided(&item, word)
                })?;
                answered.push(*id);
            }
        }
        Ok(answered)
    }

    /// The exam to show after it.
    fn exam(
        &mut self,
        items: &[StoredDiscrepancy],
        scheduled: &[i64],
    ) -> Result<ExamId, StorageError> {
        let performed = items.iter().find_map(|item| item.performed_step);
        let Some(performed) = performed else {
            let step = items.iter().find_map(|item| item.scheduled_step);
            let step = step.or(scheduled.first().copied());
            return Ok(Exam::Scheduled(step.unwrap_or_default()).id());
        };
        let links = self.session.links_of(performed)?;
        Ok(match links.first() {
            Some(link) => Exam::Scheduled(link.scheduled_step).id(),
            None => Exam::Performed(performed).id(),
        })
    }

    /// The performed step an item is about.
    pub(super) fn performed_of(
        &mut self,
        item: &StoredDiscrepancy,
    ) -> Result<PerformedSummary, Refused> {
        let id = item
            .performed_step
            .ok_or_else(|| not_allowed("nothing was performed"))?;
        let found = self.session.performed_steps(&[id])?.pop();
        found.ok_or_else(gone)
    }

    /// Makes these the scheduled steps a performed step belongs to.
    pub(super) fn link(&mut self, performed: i64, steps: &[i64]) -> Result<(), StorageError> {
        let known = self.session.links_of(performed)?;
        self.touched.keep(self.session, Subject::Links, performed)?;
        let mut links = Vec::new();
        for step in steps {
            let kept = known.iter().find(|link| link.scheduled_step == *step);
            links.push(kept.cloned().unwrap_or_else(|| StoredLink {
                performed_step: performed,
                scheduled_step: *step,
                basis: domain::linking::Basis::Person.as_str().to_owned(),
                linked_at: self.set.at,
                linked_by: self.set.who.clone(),
            }));
        }
        let concerned = known.iter().chain(&links).map(|link| link.scheduled_step);
        let concerned: BTreeSet<i64> = concerned.collect();
        for step in &concerned {
            self.touched
                .keep(self.session, Subject::ScheduledStep, *step)?;
        }
        self.session.set_links(performed, &links)?;
        if known != links
            && let Some(now) = self.session.performed_steps(&[performed])?.pop()
            && let Some(status) = now.status
        {
            let subscribers = self.department.registry().subscribers();
            events::tell(self.session, &subscribers, status, &now, self.set.at)?;
        }
        self.performed.insert(performed);
        self.scheduled.extend(concerned);
        Ok(())
    }

    /// Keeps that a PatientID is another name of a patient.
    pub(super) fn say_same_person(
        &mut self,
        performed: i64,
        alias: StoredAlias,
    ) -> Result<(), StorageError> {
        self.touched
            .keep(self.session, Subject::Aliases, performed)?;
        let mut aliases = self.session.aliases_said_at(performed)?;
        aliases.push(alias);
        self.session.set_aliases(performed, &aliases)
    }

    /// Stores what a person changed of a performed step.
    pub(super) fn correct(&mut self, now: &PerformedSummary) -> Result<(), StorageError> {
        self.touched
            .keep(self.session, Subject::PerformedStep, now.id)?;
        let before = self.session.performed_steps(&[now.id])?.pop();
        self.session.correct_performed_step(now)?;
        if let Some(before) = before.and_then(|before| before.status) {
            let subscribers = self.department.registry().subscribers();
            events::tell(self.session, &subscribers, before, now, self.set.at)?;
        }
        self.performed.insert(now.id);
        let links = self.session.links_of(now.id)?;
        self.scheduled
            .extend(links.iter().map(|link| link.scheduled_step));
        Ok(())
    }

    /// Stores a scheduled step, new or changed; its number.
    pub(super) fn save(&mut self, mut stored: StoredStep) -> Result<i64, StorageError> {
        let known = stored.step.id;
        if known != 0 {
            self.touched
                .keep(self.session, Subject::ScheduledStep, known)?;
        }
        complete(&mut stored);
        let id = self.session.save_scheduled_step(&stored)?;
        self.touched.made(Subject::ScheduledStep, id);
        self.scheduled.insert(id);
        Ok(id)
    }

    /// A scheduled step that is there.
    pub(super) fn step(&mut self, id: i64) -> Result<StoredStep, Refused> {
        self.session.scheduled_step(id)?.ok_or_else(|| {
            Refused(Failure::new(
                FailureCode::NotFound,
                "this order is no longer there",
            ))
        })
    }
}

/// Ends a performed step by rule, as a person would by deciding its item.
///
/// # Errors
/// When the database refuses, or a message or a person was faster.
pub(super) fn close_step(
    session: &mut Session<'_>,
    department: &Department,
    judge: &Judge,
    set: &ChangeSet,
    seen: &PerformedSummary,
    item: &StoredDiscrepancy,
) -> Result<Outcome, Refused> {
    let mut work = Work::new(session, department, judge, set);
    let items = work.items(&[(item.id, item.revision)])?;
    let performed = work.performed_of(item)?;
    if performed.revision != seen.revision {
        return Err(not_allowed("it changed meanwhile"));
    }
    work.touched
        .keep(work.session, Subject::Discrepancy, item.id)?;
    decisions::end_by_rule(&mut work, performed)?;
    work.close(item, DecisionKind::Close)?;
    work.finish(&items, "close-by-rule")
}

/// Sets the status of a scheduled step to what follows from its performed steps; what it is now.
pub(crate) fn follow(
    session: &mut Session<'_>,
    step: i64,
) -> Result<Option<StepStatus>, StorageError> {
    let Some((planned, now)) = session.statuses_of_step(step)? else {
        return Ok(None);
    };
    let performed = session.performed_of_step(step)?;
    let status = exam::status(planned, &performed);
    if status != now {
        session.set_step_status(step, status)?;
    }
    Ok(Some(status))
}

pub(super) fn gone() -> Refused {
    Refused(Failure::new(
        FailureCode::NotFound,
        "this item is no longer there",
    ))
}

pub(super) fn not_allowed(reason: &str) -> Refused {
    Refused(Failure::new(FailureCode::NotAllowed, reason))
}

/// Who decided what the person did not see, for the person.
pub(super) fn changed_meanwhile(item: &StoredDiscrepancy) -> Refused {
    let detail = match (item.state, item.resolved_at) {
        (DiscrepancyState::Open, _) | (_, None) => {
            if item.assigned_to.is_empty() {
                "it changed meanwhile".to_owned()
            } else {
                format!("it changed meanwhile; {} deals with it", item.assigned_to)
            }
        }
        (DiscrepancyState::Resolved | DiscrepancyState::Dismissed, Some(at)) => {
            let at = clock::wall_of(at).format("%H:%M");
            if item.resolved_by.is_empty() {
                format!("it closed by itself at {at}: the data no longer shows it")
            } else {
                let word = &item.resolution;
                format!("{} decided it at {at}: {word}", item.resolved_by)
            }
        }
    };
    Refused(Failure::new(FailureCode::Changed, detail))
}

/// The kind of an item, as the window knows it.
pub(super) fn kind_of_item(
    item: &StoredDiscrepancy,
) -> Result<contract::reconciliation::DiscrepancyKind, Refused> {
    map::kind(&item.kind).ok_or_else(|| not_allowed("this version does not know such items"))
}
