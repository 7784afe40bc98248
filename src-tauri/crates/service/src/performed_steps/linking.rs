//! Linking a performed step on arrival: what is looked up, what is linked, and which statuses
//! follow (PS3.4 F.7.2.1.2; the ladder is `domain::linking`).

use crate::reconciliation;
use domain::discrepancy::compare_aliased;
use domain::exam;
use domain::linking::{self, LookupKeys, Outcome};
use domain::patient::Agreement;
use domain::performed_step::Report;
use domain::scheduled_step::{ScheduledStep, StepStatus};
use storage::{Session, StorageError, StoredLink, StoredStep};

/// What a performed step belongs to.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Scheduled steps to link, with the word for why.
    pub(super) steps: Vec<(i64, &'static str)>,
    /// A scheduled step that was meant although the patient differs.
    pub(super) meant: Option<i64>,
}

/// Finds what a report belongs to. Studies are looked up first; most reports need nothing else.
pub(super) fn find(session: &mut Session<'_>, report: &Report) -> Result<Links, StorageError> {
    let keys = LookupKeys::of(report);
    let mut candidates: Vec<ScheduledStep> = Vec::new();
    for uid in &keys.study_instance_uids {
        add(&mut candidates, session.steps_by_study(uid.as_str())?);
    }
    let mut outcomes = linking::link(report, &candidates);
    if !outcomes
        .iter()
        .all(|outcome| matches!(outcome, Outcome::Linked(_)))
    {
        for number in &keys.accession_numbers {
            add(&mut candidates, session.steps_by_accession(number)?);
        }
        for id in &keys.requested_procedure_ids {
            add(&mut candidates, session.steps_by_procedure_id(id)?);
        }
        outcomes = linking::link(report, &candidates);
    }
    let mut links = Links::default();
    for outcome in &outcomes {
        match outcome {
            Outcome::Linked(link) => {
                links
                    .steps
                    .push((link.scheduled_step_id, link.basis.as_str()));
            }
            Outcome::PatientDiffers(link) => {
                let id = link.scheduled_step_id;
                if is_alias(
                    session,
                    report,
                    candidates.iter().find(|step| step.id == id),
                )? {
                    links.steps.push((id, link.basis.as_str()));
                } else {
                    links.meant = Some(id);
                }
            }
            Outcome::Ambiguous(_) | Outcome::NotFound | Outcome::Unscheduled => {}
        }
    }
    Ok(links)
}

/// Whether a person has said that the PatientID is another one of the patient scheduled.
fn is_alias(
    session: &mut Session<'_>,
    report: &Report,
    step: Option<&ScheduledStep>,
) -> Result<bool, StorageError> {
    let Some(step) = step else { return Ok(false) };
    let (ordered, done) = (&step.patient, &report.patient);
    let aliases = reconciliation::aliases(session, [ordered, done].into_iter())?;
    let check = compare_aliased(&aliases, ordered, done);
    Ok(check.agreement != Agreement::Different)
}

fn add(candidates: &mut Vec<ScheduledStep>, found: Vec<StoredStep>) {
    for stored in found {
        if !candidates.iter().any(|known| known.id == stored.step.id) {
            candidates.push(stored.step);
        }
    }
}

/// Stores the links; the statuses that follow.
pub(super) fn link(
    session: &mut Session<'_>,
    performed: i64,
    links: &Links,
    at: i64,
) -> Result<Vec<(i64, StepStatus)>, StorageError> {
    for (step, basis) in &links.steps {
        session.add_link(&StoredLink {
            performed_step: performed,
            scheduled_step: *step,
            basis: (*basis).to_owned(),
            linked_at: at,
            linked_by: String::new(),
        })?;
    }
    follow(session, performed)
}

/// Sets the status of every scheduled step linked to a performed step to what follows from all its
/// performed steps; the statuses now.
pub(super) fn follow(
    session: &mut Session<'_>,
    performed: i64,
) -> Result<Vec<(i64, StepStatus)>, StorageError> {
    let mut statuses = Vec::new();
    for (step, manual, _) in session.steps_of_performed(performed)? {
        let performed = session.performed_of_step(step)?;
        let status = exam::status(manual, &performed);
        session.set_step_status(step, status)?;
        statuses.push((step, status));
    }
    Ok(statuses)
}

/// The statuses of the scheduled steps linked to a performed step, as they are.
pub(super) fn statuses(
    session: &mut Session<'_>,
    performed: i64,
) -> Result<Vec<(i64, StepStatus)>, StorageError> {
    let steps = session.steps_of_performed(performed)?;
    Ok(steps
        .into_iter()
        .map(|(step, _, status)| (step, status))
        .collect())
}
