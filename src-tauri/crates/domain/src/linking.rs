//! Which scheduled steps a performed step belongs to, by the identifiers it brings back.

use crate::patient::{Agreement, PatientCheck, compare_patients};
use crate::performed_step::{Report, ScheduledReference};
use crate::scheduled_step::{ScheduledStep, StepStatus};
use crate::{Patient, Uid};
use std::borrow::Borrow;
use std::collections::BTreeSet;

/// By what a performed step was linked. The words of [`Basis::as_str`] are stable: they are stored
/// and exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// StudyInstanceUID and ScheduledProcedureStepID.
    StudyAndStep,
    /// StudyInstanceUID of a single scheduled step.
    Study,
    /// A UID of ReferencedStudySequence (PS3.4 F.7.2.1.2 note 2).
    ReferencedStudy,
    /// AccessionNumber and ScheduledProcedureStepID.
    AccessionAndStep,
    /// AccessionNumber and RequestedProcedureID.
    AccessionAndProcedure,
    /// AccessionNumber with a single scheduled step.
    Accession,
    /// RequestedProcedureID and PatientID.
    ProcedureAndPatient,
    /// A person decided.
    Person,
}

impl Basis {
    const ALL: [Self; 8] = [
        Self::StudyAndStep,
        Self::Study,
        Self::ReferencedStudy,
        Self::AccessionAndStep,
        Self::AccessionAndProcedure,
        Self::Accession,
        Self::ProcedureAndPatient,
        Self::Person,
    ];

    /// Its stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StudyAndStep => "study-and-step",
            Self::Study => "study",
            Self::ReferencedStudy => "referenced-study",
            Self::AccessionAndStep => "accession-and-step",
            Self::AccessionAndProcedure => "accession-and-procedure",
            Self::Accession => "accession",
            Self::ProcedureAndPatient => "procedure-and-patient",
            Self::Person => "person",
        }
    }

    /// The basis with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.as_str() == word)
    }
}

/// What must be looked up to link a report: all scheduled steps that have any of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookupKeys {
    /// StudyInstanceUID, also those of ReferencedStudySequence.
    pub study_instance_uids: BTreeSet<Uid>,
    /// AccessionNumber.
    pub accession_numbers: BTreeSet<String>,
    /// RequestedProcedureID; only together with the report's PatientID.
    pub requested_procedure_ids: BTreeSet<String>,
}

impl LookupKeys {
    /// The keys for a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut keys = Self::default();
        for reference in references(report) {
            keys.study_instance_uids
                .extend(reference.study_instance_uid.clone());
            keys.study_instance_uids
                .extend(reference.referenced_study_uids.iter().cloned());
            let texts = [
                (&mut keys.accession_numbers, &reference.accession_number),
                (
                    &mut keys.requested_procedure_ids,
                    &reference.requested_procedure_id,
                ),
            ];
            for (known, text) in texts {
                if !text.is_empty() {
                    known.insert(text.clone());
                }
            }
        }
        keys
    }

    /// Whether there is nothing to look up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.study_instance_uids.is_empty()
            && self.accession_numbers.is_empty()
            && self.requested_procedure_ids.is_empty()
    }
}

/// A scheduled step that a performed step names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Our number of the scheduled step.
    pub scheduled_step_id: i64,
    /// By what it was found.
    pub basis: Basis,
    /// Whether the patient is the one scheduled.
    pub patient: PatientCheck,
    /// What the scheduled step's status was; canceled ones are linked too, to be looked at.
    pub status: StepStatus,
}

/// What became of one scheduled reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It names this step, and the patient agrees.
    Linked(Link),
    /// It names this step, but for another patient: a person must decide.
    PatientDiffers(Link),
    /// It may be any of these steps: a person must decide.
    Ambiguous(Vec<i64>),
    /// It names something scheduled, but nothing that is known.
    NotFound,
    /// It names nothing scheduled (PS3.4 F.7.2.1.2 note 3).
    Unscheduled,
}

impl Outcome {
    /// The link, when there is one.
    #[must_use]
    pub fn linked(&self) -> Option<&Link> {
        match self {
            Self::Linked(link) => Some(link),
            Self::PatientDiffers(_) | Self::Ambiguous(_) | Self::NotFound | Self::Unscheduled => {
                None
            }
        }
    }
}

/// Links a report: one outcome for each of its scheduled references, in their order; none when it
/// has no references, which is an unscheduled exam too. `candidates` are the steps that
/// [`LookupKeys`] describes; more do no harm.
///
/// Nothing is ever linked by the patient alone. Steps that have performed steps already are linked
/// again: that is how a modality appends (PS3.17 J).
#[must_use]
pub fn link<S: Borrow<ScheduledStep>>(report: &Report, candidates: &[S]) -> Vec<Outcome> {
    let steps: Vec<&ScheduledStep> = candidates.iter().map(Borrow::borrow).collect();
    references(report)
        .iter()
        .map(|reference| resolve(reference, &report.patient, &steps))
        .collect()
}

fn references(report: &Report) -> &[ScheduledReference] {
    report.scheduled_steps.as_deref().unwrap_or_default()
}

/// One rung of the ladder.
struct Rung {
    basis: Basis,
    /// Whether steps that are done give way to the only open one.
    prefers_open: bool,
    fits: fn(&ScheduledReference, &Patient, &ScheduledStep) -> bool,
}

/// From the strongest evidence to the weakest.
const LADDER: [Rung; 7] = [
    Rung {
        basis: Basis::StudyAndStep,
        prefers_open: false,
        fits: |reference, _, step| is_study(reference, step) && is_step(reference, step),
    },
    Rung {
        basis: Basis::Study,
        prefers_open: false,
        fits: |reference, _, step| is_study(reference, step),
    },
    Rung {
        basis: Basis::ReferencedStudy,
        prefers_open: false,
        fits: |reference, _, step| {
            let study = step.study_instance_uid.as_ref();
            study.is_some_and(|uid| reference.referenced_study_uids.contains(uid))
        },
    },
    Rung {
        basis: Basis::AccessionAndStep,
        prefers_open: false,
        fits: |reference, _, step| is_accession(reference, step) && is_step(reference, step),
    },
    Rung {
        basis: Basis::AccessionAndProcedure,
        prefers_open: true,
        fits: |reference, _, step| is_accession(reference, step) && is_procedure(reference, step),
    },
    Rung {
        basis: Basis::Accession,
        prefers_open: true,
        fits: |reference, _, step| is_accession(reference, step),
    },
    Rung {
        basis: Basis::ProcedureAndPatient,
        prefers_open: true,
        fits: |reference, patient, step| {
            is_procedure(reference, step) && is_same(&patient.patient_id, &step.patient.patient_id)
        },
    },
];

fn is_study(reference: &ScheduledReference, step: &ScheduledStep) -> bool {
    reference.study_instance_uid.is_some()
        && reference.study_instance_uid == step.study_instance_uid
}

fn is_step(reference: &ScheduledReference, step: &ScheduledStep) -> bool {
    is_same(
        &reference.scheduled_procedure_step_id,
        &step.scheduled_procedure_step_id,
    )
}

fn is_accession(reference: &ScheduledReference, step: &ScheduledStep) -> bool {
    is_same(&reference.accession_number, &step.accession_number)
}

fn is_procedure(reference: &ScheduledReference, step: &ScheduledStep) -> bool {
    is_same(
        &reference.requested_procedure_id,
        &step.requested_procedure_id,
    )
}

fn is_same(a: &str, b: &str) -> bool {
    !a.trim().is_empty() && a.trim() == b.trim()
}

fn resolve(reference: &ScheduledReference, patient: &Patient, steps: &[&ScheduledStep]) -> Outcome {
    // Several hits on one rung are told apart by the rungs below, among themselves.
    let mut pool: Vec<&ScheduledStep> = steps.to_vec();
    let mut is_narrowed = false;
    for rung in LADDER {
        let hits: Vec<&ScheduledStep> = pool
            .iter()
            .copied()
            .filter(|step| (rung.fits)(reference, patient, step))
            .collect();
        if let Some(step) = only_one(&hits, rung.prefers_open) {
            return found(step, rung.basis, patient);
        }
        if !hits.is_empty() {
            is_narrowed = true;
            pool = hits;
        }
    }
    if is_narrowed {
        return Outcome::Ambiguous(pool.iter().map(|step| step.id).collect());
    }
    let names_something = [
        &reference.accession_number,
        &reference.requested_procedure_id,
        &reference.scheduled_procedure_step_id,
    ]
    .iter()
    .any(|text| !text.trim().is_empty())
        || !reference.referenced_study_uids.is_empty();
    if names_something {
        Outcome::NotFound
    } else {
        Outcome::Unscheduled
    }
}

/// The only hit; else the only one that was not canceled; else, where open steps go first, the only
/// open one.
fn only_one<'a>(hits: &[&'a ScheduledStep], prefers_open: bool) -> Option<&'a ScheduledStep> {
    let only = |keep: fn(StepStatus) -> bool| {
        let mut kept = hits.iter().filter(|step| keep(step.status));
        match (kept.next(), kept.next()) {
            (Some(step), None) => Some(*step),
            _ => None,
        }
    };
    only(|_| true)
        .or_else(|| only(|status| status != StepStatus::Canceled))
        .or_else(|| only(StepStatus::is_open).filter(|_| prefers_open))
}

fn found(step: &ScheduledStep, basis: Basis, patient: &Patient) -> Outcome {
    let check = compare_patients(&step.patient, patient);
    let agreement = check.agreement;
    let link = Link {
        scheduled_step_id: step.id,
        basis,
        patient: check,
        status: step.status,
    };
    match agreement {
        Agreement::Same | Agreement::Similar => Outcome::Linked(link),
        Agreement::Different => Outcome::PatientDiffers(link),
    }
}

#[cfg(test)]
mod tests;
