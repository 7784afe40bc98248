//! Correcting what a modality reported. Its messages stay as they came.

use crate::clock;
use crate::reconciliation::decide::{Work, gone, not_allowed};
use crate::reconciliation::related::Related;
use crate::schedule::Refused;
use contract::Failure;
use contract::reconciliation::CorrectionForm;
use domain::performed_step::PerformedStatus;
use domain::validation;
use storage::{PerformedSummary, StoredDiscrepancy};

pub(super) fn correct(
    work: &mut Work<'_, '_>,
    item: &StoredDiscrepancy,
    sop_instance_uid: &str,
    form: &CorrectionForm,
) -> Result<(), Refused> {
    let mut performed = work
        .session
        .performed_step_by_uid(sop_instance_uid)?
        .ok_or_else(gone)?;
    let of_item: Vec<i64> = item.performed_step.into_iter().collect();
    let of_step: Vec<i64> = item.scheduled_step.into_iter().collect();
    let related = Related::of(work.session, &of_item, &of_step)?;
    if !related.performed.contains(&performed.id) {
        return Err(not_allowed("this performed step is not of the exam"));
    }
    if performed.status == Some(PerformedStatus::InProgress) {
        return Err(not_allowed("it runs: the modality may still change it"));
    }
    fill(&mut performed, form)?;
    performed.by_person.corrected_by.clone_from(&work.set.who);
    Ok(work.correct(&performed)?)
}

fn fill(performed: &mut PerformedSummary, form: &CorrectionForm) -> Result<(), Refused> {
    let wrong = |field: &'static str| {
        move |problem: validation::Problem| Refused(Failure::field(field, problem.to_string()))
    };
    let report = &mut performed.report;
    let patient = &mut report.patient;
    patient.patient_id = validation::long_string(&form.patient_id).map_err(wrong("patient_id"))?;
    patient.name = validation::person_name(&form.patient_name).map_err(wrong("patient_name"))?;
    patient.birth_date = validation::optional(&form.patient_birth_date, validation::date)
        .map_err(wrong("patient_birth_date"))?;
    patient.sex = validation::sex(&form.patient_sex).map_err(wrong("patient_sex"))?;
    let description = validation::long_string(&form.description).map_err(wrong("description"))?;
    if !description.is_empty() || report.description.is_some() {
        report.description = Some(description);
    }
    if let Some(started) = form.started.map(clock::from_contract) {
        report.start_date = Some(started.date());
        report.start_time = Some(started.time());
        performed.board_day = started.date();
    }
    if let Some(ended) = form.ended.map(clock::from_contract) {
        report.end_date = Some(ended.date());
        report.end_time = Some(ended.time());
    }
    if let (Some(started), Some(ended)) = (report.started(), report.ended())
        && ended < started
    {
        return Err(Refused(Failure::field(
            "ended",
            "the end lies before the start",
        )));
    }
    Ok(())
}
