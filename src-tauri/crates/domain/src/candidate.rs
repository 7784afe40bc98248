//! Which orders a performed step could belong to, when its identifiers do not say it beyond doubt.

use crate::discrepancy::procedure::{Overlap, overlap};
use crate::discrepancy::station::{is_in_room, is_modality};
use crate::discrepancy::{Department, PerformedFacts, ScheduledFacts};
use crate::folding::fold;
use crate::laterality::{side_of_report, side_of_step};
use crate::patient::{Agreement, PatientCheck, PatientField};
use crate::performed_step::ScheduledReference;
use crate::scheduled_step::StepStatus;
use crate::{Code, Patient};
use chrono::{NaiveDateTime, TimeDelta};

/// What is compared between a performed step and an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReasonKind {
    /// StudyInstanceUID (0020,000D).
    Study,
    /// AccessionNumber (0008,0050).
    Accession,
    /// ScheduledProcedureStepID (0040,0009) or RequestedProcedureID (0040,1001).
    StepId,
    /// PatientID (0010,0020).
    PatientId,
    /// Name, birth date and sex.
    Demographics,
    /// Procedure or protocol code, or description.
    Procedure,
    /// Station.
    Station,
    /// Modality.
    Modality,
    /// Planned and performed time are near.
    Time,
    /// Left or right.
    Laterality,
    /// The order has no performed step yet.
    Free,
}

/// One reason for or against an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What was compared.
    pub what: ReasonKind,
    /// Whether it speaks for the order.
    pub agrees: bool,
}

/// An order with how likely it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Our number of the scheduled step.
    pub scheduled: i64,
    /// How likely, 0 to 100; 90 and more only with the same PatientID.
    pub confidence: u8,
    /// Why: what speaks for it before what speaks against it, each the strongest first. What one of
    /// them does not say is no reason.
    pub reasons: Vec<Reason>,
}

/// What a reason adds when it agrees, and what it takes when it does not. Ours. An identifier that
/// only one order has weighs more than anything else; a typed one can be mistyped, so that no single
/// one decides alone. Of the rest, the patient counts as much as all other things together.
const WEIGHTS: [(ReasonKind, i32, i32); 11] = [
    (ReasonKind::Study, 40, 0),
    (ReasonKind::Accession, 34, 14),
    (ReasonKind::PatientId, 30, 40),
    (ReasonKind::StepId, 22, 4),
    (ReasonKind::Procedure, 16, 10),
    (ReasonKind::Demographics, 10, 14),
    (ReasonKind::Time, 8, 6),
    (ReasonKind::Modality, 6, 24),
    (ReasonKind::Station, 6, 3),
    (ReasonKind::Laterality, 5, 20),
    (ReasonKind::Free, 3, 16),
];

/// Nothing but the identifiers of a scanner is ever certain.
const CERTAIN: i32 = 99;
/// With another PatientID than scheduled: never preselected.
const OTHER_PATIENT: i32 = 60;
/// Without a PatientID on either side: not preselected, because all else can be alike.
const UNKNOWN_PATIENT: i32 = 89;
/// A withdrawn order is not meant, unless its identifiers are brought back.
const CANCELED: i32 = 20;

/// Ranks orders for a performed step, likeliest first; of equally likely ones the one planned nearest,
/// then the one that was made first.
#[must_use]
pub fn rank(
    performed: &PerformedFacts<'_>,
    orders: &[ScheduledFacts<'_>],
    department: &Department<'_>,
) -> Vec<Ranked> {
    let started = performed.report.started().unwrap_or(performed.received);
    let mut ranked: Vec<(Ranked, TimeDelta)> = orders
        .iter()
        .map(|order| {
            let distance = (order.planned_start() - started).abs();
            (weigh(performed, order, started, department), distance)
        })
        .collect();
    ranked.sort_by_key(|(ranked, distance)| {
        (
            std::cmp::Reverse(ranked.confidence),
            *distance,
            ranked.scheduled,
        )
    });
    ranked.into_iter().map(|(ranked, _)| ranked).collect()
}

fn weigh(
    performed: &PerformedFacts<'_>,
    order: &ScheduledFacts<'_>,
    started: NaiveDateTime,
    department: &Department<'_>,
) -> Ranked {
    let check = department.compare(&order.step.patient, &performed.report.patient);
    let same_patient = patient_id(order, performed, &check);
    let study = by_reference(performed, |reference| {
        let study = reference.study_instance_uid.as_ref()?;
        Some(Some(study) == order.step.study_instance_uid.as_ref())
    });
    let step_id = step_id(performed, order);
    let is_append_likely = study == Some(true) || step_id == Some(true);
    let compared = |what: ReasonKind| match what {
        // A study of another order is no reason: scanners make a new one for what is not scheduled.
        ReasonKind::Study => study.filter(|same| *same),
        ReasonKind::Accession => by_reference(performed, |reference| {
            same_text(&reference.accession_number, &order.step.accession_number)
        }),
        ReasonKind::StepId => step_id,
        ReasonKind::PatientId => same_patient,
        ReasonKind::Demographics => demographics(order, performed, &check),
        ReasonKind::Procedure => procedure(performed, order),
        ReasonKind::Station => is_in_room(performed, order, department.rooms),
        ReasonKind::Modality => is_modality(
            &order.step.modality,
            performed.report.modality.as_deref().unwrap_or_default(),
        ),
        ReasonKind::Time => Some((order.planned_start() - started).abs() <= TimeDelta::hours(2)),
        ReasonKind::Laterality => {
            let ordered = side_of_step(order.step)?;
            let done = side_of_report(performed.report)?;
            Some(ordered.value == done.value)
        }
        ReasonKind::Free => match order.performed_steps {
            0 => Some(true),
            _ if is_append_likely => None,
            _ => Some(false),
        },
    };
    let judged: Vec<(Reason, i32)> = WEIGHTS
        .iter()
        .filter_map(|(what, adds, takes)| {
            let agrees = compared(*what)?;
            let points = if agrees { *adds } else { -*takes };
            Some((
                Reason {
                    what: *what,
                    agrees,
                },
                points,
            ))
        })
        .collect();
    let points: i32 = judged.iter().map(|(_, points)| *points).sum();
    let against = judged.iter().filter(|(reason, _)| !reason.agrees).count();
    let most = most(same_patient, against);
    let withdrawn = match order.planned {
        StepStatus::Canceled => CANCELED,
        StepStatus::Scheduled
        | StepStatus::Arrived
        | StepStatus::Ready
        | StepStatus::InProgress
        | StepStatus::Completed
        | StepStatus::Discontinued => 0,
    };
    let confidence = (points - withdrawn).clamp(0, most);
    let mut judged = judged;
    judged.sort_by_key(|(reason, points)| (!reason.agrees, -points.abs(), reason.what));
    Ranked {
        scheduled: order.step.id,
        confidence: u8::try_from(confidence).unwrap_or_default(),
        reasons: judged.into_iter().map(|(reason, _)| reason).collect(),
    }
}

/// The most that can be said: every reason against it is a doubt, however much speaks for it.
fn most(same_patient: Option<bool>, against: usize) -> i32 {
    let doubts = i32::try_from(against).unwrap_or(i32::MAX).min(10) * 3;
    let most = match same_patient {
        Some(true) => CERTAIN,
        Some(false) => OTHER_PATIENT,
        None => UNKNOWN_PATIENT,
    };
    most - doubts
}

fn patient_id(
    order: &ScheduledFacts<'_>,
    performed: &PerformedFacts<'_>,
    check: &PatientCheck,
) -> Option<bool> {
    let (ordered, done) = (&order.step.patient, &performed.report.patient);
    if ordered.patient_id.trim().is_empty() || done.patient_id.trim().is_empty() {
        return None;
    }
    let differs = [PatientField::PatientId, PatientField::IssuerOfPatientId];
    Some(
        !differs
            .iter()
            .any(|field| check.differences.contains(field)),
    )
}

fn demographics(
    order: &ScheduledFacts<'_>,
    performed: &PerformedFacts<'_>,
    check: &PatientCheck,
) -> Option<bool> {
    let is_known = |patient: &Patient| !patient.name.is_empty() || patient.birth_date.is_some();
    if !is_known(&order.step.patient) || !is_known(&performed.report.patient) {
        return None;
    }
    let parts = [PatientField::PatientName, PatientField::PatientBirthDate];
    let differing = parts
        .iter()
        .filter(|part| check.differences.contains(part))
        .count();
    // A typing mistake in one of them still speaks for the same person.
    Some(match check.agreement {
        Agreement::Same | Agreement::Similar => differing < 2,
        Agreement::Different => differing == 0,
    })
}

/// Whether any of the references agrees; `None` when none of them can be compared.
fn by_reference(
    performed: &PerformedFacts<'_>,
    agrees: impl Fn(&ScheduledReference) -> Option<bool>,
) -> Option<bool> {
    let references = performed
        .report
        .scheduled_steps
        .as_deref()
        .unwrap_or_default();
    references.iter().filter_map(agrees).reduce(|a, b| a || b)
}

fn same_text(a: &str, b: &str) -> Option<bool> {
    let (a, b) = (a.trim(), b.trim());
    (!a.is_empty() && !b.is_empty()).then(|| a == b)
}

fn step_id(performed: &PerformedFacts<'_>, order: &ScheduledFacts<'_>) -> Option<bool> {
    by_reference(performed, |reference| {
        let step = same_text(
            &reference.scheduled_procedure_step_id,
            &order.step.scheduled_procedure_step_id,
        );
        let procedure = same_text(
            &reference.requested_procedure_id,
            &order.step.requested_procedure_id,
        );
        match (step, procedure) {
            (Some(a), Some(b)) => Some(a || b),
            (known, None) | (None, known) => known,
        }
    })
}

/// The same procedure: by procedure codes, else by protocol codes, else by the words.
fn procedure(performed: &PerformedFacts<'_>, order: &ScheduledFacts<'_>) -> Option<bool> {
    let report = performed.report;
    let same = |ordered: &[Code], done: Option<&[Code]>| {
        let ordered: Vec<&Code> = ordered.iter().collect();
        let done: Vec<&Code> = done.unwrap_or_default().iter().collect();
        match overlap(&ordered, &done) {
            Overlap::Unknown => None,
            Overlap::None => Some(false),
            Overlap::Some { .. } => Some(true),
        }
    };
    let requested = order.step.requested_procedure_code.as_slice();
    same(requested, report.procedure_codes.as_deref())
        .or_else(|| same(&order.step.protocol_codes, report.protocol_codes.as_deref()))
        .or_else(|| {
            let done = fold(report.description.as_deref()?.trim());
            let words = [
                &order.step.description,
                &order.step.requested_procedure_description,
            ];
            let mut known = words
                .iter()
                .map(|text| fold(text.trim()))
                .filter(|text| !text.is_empty())
                .peekable();
            if done.is_empty() || known.peek().is_none() {
                return None;
            }
            Some(known.any(|text| text == done))
        })
}

#[cfg(test)]
mod tests;
