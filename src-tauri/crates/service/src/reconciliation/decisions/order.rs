//! What becomes of the order.

use crate::clock;
use crate::reconciliation::decide::{Work, not_allowed};
use crate::schedule::Refused;
use crate::views::card;
use chrono::{NaiveDate, NaiveTime};
use contract::Failure;
use domain::change::{Action, status_after};
use domain::discrepancy::Kind;
use domain::linking::LookupKeys;
use domain::patient::{Agreement, compare_patients};
use domain::scheduled_step::{ScheduledStep, StepStatus};
use domain::{AeTitle, validation};
use storage::{PerformedSummary, StoredDiscrepancy, StoredStep};

/// Makes an order from what was performed and links it.
pub(super) fn keep_unscheduled(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
) -> Result<(), Refused> {
    let mut performed = work.performed_of(item)?;
    if performed.linked {
        return Err(not_allowed("it is linked to an order"));
    }
    work.session.fill_references(&mut performed)?;
    let stored = order_of(work, &performed)?;
    let step = work.save(stored)?;
    Ok(work.link(performed.id, &[step])?)
}

fn order_of(work: &mut Work<'_, '_>, performed: &PerformedSummary) -> Result<StoredStep, Refused> {
    let report = &performed.report;
    let mut patient = report.patient.clone();
    if patient.patient_id.is_empty() {
        return Err(not_allowed("it has no PatientID: correct it first"));
    }
    let known = work.session.steps_of_patient(&patient.patient_id, 1)?;
    if let Some(known) = known.first() {
        let check = compare_patients(&known.step.patient, &patient);
        if check.agreement == Agreement::Different {
            return Err(not_allowed(
                "its PatientID belongs to somebody else: correct it first",
            ));
        }
        patient = known.step.patient.clone();
    }
    let started = report
        .started()
        .unwrap_or_else(|| clock::wall_of(performed.received_at));
    let station = card::station(work.department, performed);
    let codes = report.procedure_codes.as_deref().unwrap_or_default();
    let study = LookupKeys::of(report)
        .study_instance_uids
        .into_iter()
        .next();
    // The images carry this UID: the order takes it, unless another order has it.
    let study = match study {
        Some(uid) if work.session.steps_by_study(uid.as_str())?.is_empty() => Some(uid),
        Some(_) | None => None,
    };
    let description = card::performed_procedure(performed);
    Ok(StoredStep {
        source: "manual".to_owned(),
        ordered_at: work.set.at,
        step: ScheduledStep {
            patient,
            study_instance_uid: study,
            requested_procedure_description: description.clone(),
            requested_procedure_code: codes.first().cloned(),
            description,
            protocol_codes: report.protocol_codes.clone().unwrap_or_default(),
            modality: report.modality.clone().unwrap_or_default(),
            station_ae_titles: AeTitle::new(&station).ok().into_iter().collect(),
            admission_id: report.admission_id.clone().unwrap_or_default(),
            start_date: started.date(),
            start_time: started.time(),
            ..ScheduledStep::default()
        },
        ..StoredStep::default()
    })
}

/// The patient did not come: the order is canceled (DCM 110507, Patient did not arrive).
pub(in crate::reconciliation) fn no_show(
    work: &mut Work<'_, '_>,
    step: i64,
) -> Result<(), Refused> {
    let mut stored = work.step(step)?;
    let status = status_after(stored.step.status, Action::Cancel)
        .map_err(|refused| not_allowed(&refused.to_string()))?;
    stored.step.status = status;
    stored.manual_status = status;
    stored.canceled_at = Some(work.set.at);
    work.save(stored)?;
    Ok(())
}

/// Another day and time for an order that nobody has performed.
pub(super) fn reschedule(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    day: &str,
    time: &str,
) -> Result<(), Refused> {
    let (day, time) = moment(work, day, time)?;
    let id = item
        .scheduled_step
        .ok_or_else(|| not_allowed("it is not on the schedule"))?;
    let mut stored = work.step(id)?;
    status_after(stored.step.status, Action::Move)
        .map_err(|refused| not_allowed(&refused.to_string()))?;
    stored.step.start_date = day;
    stored.step.start_time = time;
    stored.step.status = StepStatus::Scheduled;
    stored.manual_status = StepStatus::Scheduled;
    stored.arrived_at = None;
    work.save(stored)?;
    Ok(())
}

/// A new step of the same orders for an exam that was discontinued.
pub(super) fn repeat(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    day: &str,
    time: &str,
) -> Result<(), Refused> {
    let (day, time) = moment(work, day, time)?;
    for step in linked(work, item)? {
        let known = work.step(step)?;
        work.save(StoredStep {
            step: ScheduledStep {
                id: 0,
                revision: 0,
                scheduled_procedure_step_id: String::new(),
                start_date: day,
                start_time: time,
                status: StepStatus::Scheduled,
                ..known.step.clone()
            },
            manual_status: StepStatus::Scheduled,
            arrived_at: None,
            canceled_at: None,
            ..known
        })?;
    }
    Ok(())
}

/// The orders of a discontinued exam are withdrawn.
pub(super) fn withdraw(work: &mut Work<'_, '_>, item: &StoredDiscrepancy) -> Result<(), Refused> {
    for step in linked(work, item)? {
        let mut stored = work.step(step)?;
        stored.manual_status = StepStatus::Canceled;
        stored.canceled_at = Some(work.set.at);
        work.save(stored)?;
        work.answers.push((Kind::CanceledButPerformed, Some(step)));
    }
    Ok(())
}

fn linked(work: &mut Work<'_, '_>, item: &StoredDiscrepancy) -> Result<Vec<i64>, Refused> {
    let performed = work.performed_of(item)?;
    let links = work.session.links_of(performed.id)?;
    if links.is_empty() {
        return Err(not_allowed("it is linked to no order"));
    }
    Ok(links.into_iter().map(|link| link.scheduled_step).collect())
}

/// A day and time that are not over.
fn moment(work: &Work<'_, '_>, day: &str, time: &str) -> Result<(NaiveDate, NaiveTime), Refused> {
    let wrong = |field: &str, problem: String| Refused(Failure::field(field, problem));
    let day = validation::date(day).map_err(|problem| wrong("day", problem.to_string()))?;
    let time = validation::time(time).map_err(|problem| wrong("time", problem.to_string()))?;
    if day < work.judge.now.date() {
        return Err(wrong("day", "the day is over".to_owned()));
    }
    Ok((day, time))
}
