//! The simulator's own books: what it knows it did, to compare the product's with. No patient data.

use super::charges::ordered_dose;
use super::plan::{Behaviour, Outcome, Plan, PlannedPerformedStep};
use chrono::NaiveDateTime;
use domain::discontinuation::Class;
use domain::discrepancy::Kind;
use domain::performed_step::ConsumptionSource;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Everything that was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Journal {
    /// One entry an exam, in the order of the plan.
    pub exams: Vec<JournalExam>,
    /// One entry a performed step that was begun, by its number in the plan.
    pub performed_steps: BTreeMap<usize, JournalStep>,
    /// Numbers.
    pub counts: Counts,
}

/// An exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalExam {
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// AE title of the planned station.
    pub station_ae_title: String,
    /// What becomes of it.
    pub behaviour: Behaviour,
    /// What a person must be told of it at least, by the words of [`domain::discrepancy::Kind`]:
    /// once it is over, its day is over for a patient who never came, and a catalogue knows its
    /// series.
    pub discrepancies: Vec<&'static str>,
    /// Where it stands in the end.
    pub outcome: JournalOutcome,
    /// Code of the procedure that was performed; empty when none was.
    pub performed: &'static str,
    /// Contrast and supplies that were reported for it, by code. What is reported for several exams at
    /// once stands with the first.
    pub consumed: BTreeMap<String, u64>,
    /// Whether it is on the schedule.
    pub is_scheduled: bool,
    /// Whether the front desk was told that the patient is here.
    pub has_arrived: bool,
    /// Whether the front desk was told to cancel it.
    pub is_canceled: bool,
}

/// Where an exam stands when its day is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JournalOutcome {
    /// Nothing was performed.
    Nothing,
    /// Nobody has ended it.
    Running,
    /// Completed.
    Completed,
    /// Discontinued.
    Discontinued,
}

/// A difference that a person must be told of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct JournalDifference {
    /// The word of [`domain::discrepancy::Kind`].
    pub kind: &'static str,
    /// AccessionNumber (0008,0050) of the order it is about; empty for an exam without one.
    pub accession_number: String,
    /// SOP Instance UID of the performed step it is about; empty where the order says enough.
    pub sop_instance_uid: String,
}

/// A performed step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct JournalStep {
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// Calling AE title.
    pub station_ae_title: String,
    /// AccessionNumber of the exam it belongs to in truth.
    pub accession_number: String,
    /// AccessionNumbers it names.
    pub named: Vec<String>,
    /// AccessionNumbers it should have named but that were not on the worklist.
    pub not_found: Vec<String>,
    /// Whether the console had another patient's data.
    pub is_other_patient: bool,
    /// SOP Instance UID of the performed step whose series it reports again; empty when none.
    pub repeats: String,
    /// The messages, in the order sent.
    pub messages: Vec<JournalMessage>,
}

/// A message and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalMessage {
    /// When it was due.
    #[serde(serialize_with = "seconds")]
    pub due: NaiveDateTime,
    /// `N-CREATE` or `N-SET`.
    pub service: &'static str,
    /// PerformedProcedureStepStatus sent; empty when none was.
    pub performed_status: String,
    /// Series sent.
    pub series: u32,
    /// Images listed; `None` when the scanner lists none.
    pub images: Option<u32>,
    /// Status of the response; `None` when there was none after all attempts.
    pub response: Option<u16>,
}

impl Journal {
    /// All that a person must be told of, in order.
    #[must_use]
    pub fn differences(&self) -> Vec<JournalDifference> {
        let told = self.exams.iter().flat_map(|exam| {
            let kinds = exam.discrepancies.iter();
            kinds.map(|kind| self.difference(exam, kind))
        });
        let mut told: Vec<JournalDifference> = told.collect();
        told.sort();
        told
    }

    fn difference(&self, exam: &JournalExam, kind: &'static str) -> JournalDifference {
        let steps = || {
            let steps = self.performed_steps.values();
            steps.filter(|step| step.accession_number == exam.accession_number)
        };
        let about =
            |step: Option<&JournalStep>, accession_number: Option<&String>| JournalDifference {
                kind,
                accession_number: accession_number.cloned().unwrap_or_default(),
                sop_instance_uid: step
                    .map(|step| step.sop_instance_uid.clone())
                    .unwrap_or_default(),
            };
        if !exam.is_scheduled {
            return about(steps().next(), None);
        }
        if kind == Kind::WrongWorklistEntry.word() {
            // It hangs on the entry that was picked.
            let wrong = steps().find(|step| !step.named.contains(&exam.accession_number));
            return about(wrong, wrong.and_then(|step| step.named.first()));
        }
        about(None, Some(&exam.accession_number))
    }
}

/// Numbers of what was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Associations opened.
    pub associations: u64,
    /// C-ECHO answered.
    pub echoes: u64,
    /// C-FIND answered.
    pub queries: u64,
    /// N-CREATE and N-SET answered with success.
    pub accepted: u64,
    /// N-CREATE and N-SET answered with anything else.
    pub refused: u64,
    /// Attempts made again after a failure of the connection.
    pub retries: u64,
    /// Exchanges given up.
    pub failures: u64,
    /// Calls of the unregistered device that were rejected, as they should be.
    pub rejected_calls: u64,
    /// Exams performed without being found on the worklist although they were planned.
    pub not_on_worklist: u64,
}

/// The journal while it is written, shared by all scanners.
#[derive(Debug, Default)]
pub struct Books(Mutex<Journal>);

impl Books {
    /// Books of a planned day on which nothing has happened.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let exams = plan
            .exams
            .iter()
            .enumerate()
            .map(|(index, exam)| JournalExam {
                accession_number: exam.accession_number.clone(),
                station_ae_title: plan
                    .stations
                    .get(exam.station)
                    .map(|station| station.ae_title.clone())
                    .unwrap_or_default(),
                behaviour: exam.behaviour,
                discrepancies: discrepancies(plan, index),
                outcome: outcome(plan, index),
                performed: own(plan, index)
                    .next()
                    .map(|step| performed(plan, index, step))
                    .unwrap_or_default(),
                consumed: consumed(plan, index),
                is_scheduled: exam.is_scheduled(),
                has_arrived: false,
                is_canceled: false,
            });
        Self(Mutex::new(Journal {
            exams: exams.collect(),
            ..Journal::default()
        }))
    }

    /// What has been done so far.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.open().clone()
    }

    /// What has been done so far, to write on.
    pub(super) fn open(&self) -> MutexGuard<'_, Journal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The performed steps that are an exam's: not of a wrong entry that was picked for it or in its place.
fn own(plan: &Plan, index: usize) -> impl Iterator<Item = &PlannedPerformedStep> {
    let is_own = move |step: &&PlannedPerformedStep| {
        let is_wrong = step.end.is_some_and(|end| match end.outcome {
            Outcome::Completed | Outcome::Discontinued(None) => false,
            Outcome::Discontinued(Some(reason)) => reason.class == Class::WrongEntry,
        });
        let is_unscheduled = step.scheduled.is_empty() && step.exam == index;
        !is_wrong && (is_unscheduled || step.scheduled.contains(&index))
    };
    plan.performed_steps.iter().filter(is_own)
}

fn outcome(plan: &Plan, index: usize) -> JournalOutcome {
    let ends = || own(plan, index).map(|step| step.end.map(|end| end.outcome));
    if own(plan, index).next().is_none() {
        JournalOutcome::Nothing
    } else if ends().any(|end| end == Some(Outcome::Completed)) {
        JournalOutcome::Completed
    } else if ends().any(|end| end.is_none()) {
        JournalOutcome::Running
    } else {
        JournalOutcome::Discontinued
    }
}

/// What is performed for several exams at once is what was ordered for each.
fn performed(plan: &Plan, index: usize, step: &PlannedPerformedStep) -> &'static str {
    let exam = plan.exams.get(index).filter(|_| step.exam != index);
    exam.map_or(step.procedure.code, |exam| exam.procedure.code)
}

fn consumed(plan: &Plan, index: usize) -> BTreeMap<String, u64> {
    let mut consumed = BTreeMap::new();
    // An exam that nobody ends says nothing of what it used up.
    let reported = own(plan, index).filter(|step| step.exam == index && step.end.is_some());
    let used = reported.flat_map(|step| &step.consumed);
    let charged = used.filter(|(source, _)| {
        matches!(
            source,
            ConsumptionSource::Contrast | ConsumptionSource::BillingSupplies
        )
    });
    for item in charged.flat_map(|(_, items)| items) {
        if let (Some(code), Ok(quantity)) = (&item.code, item.quantity.parse::<u64>()) {
            *consumed.entry(code.value.clone()).or_default() += quantity;
        }
    }
    consumed
}

fn discrepancies(plan: &Plan, index: usize) -> Vec<&'static str> {
    let Some(exam) = plan.exams.get(index) else {
        return Vec::new();
    };
    let kinds = exam.behaviour.discrepancies();
    let mut kinds: Vec<&'static str> = kinds.iter().map(|kind| kind.word()).collect();
    // Another procedure uses up other things.
    let is_as_ordered = exam.is_scheduled()
        && exam.behaviour != Behaviour::OtherProcedure
        && outcome(plan, index) == JournalOutcome::Completed;
    let mut consumed = consumed(plan, index).into_iter();
    if is_as_ordered
        && consumed.any(|(code, used)| ordered_dose(&code).is_some_and(|ordered| ordered != used))
    {
        kinds.push(Kind::BillingDiffers.word());
    }
    kinds
}

fn seconds<S: Serializer>(at: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&at.format("%Y-%m-%dT%H:%M:%S"))
}
