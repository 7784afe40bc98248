//! The form with which a person enters or changes an order.

use crate::schedule::fields::Field;
use crate::views::map;
use contract::Failure;
use contract::orders::OrderForm;
use domain::{AeTitle, Code};
use storage::StoredStep;

/// The text fields of the form: the name in the request, the field, the text.
fn texts(form: &OrderForm) -> [(&'static str, Field, &str); 24] {
    [
        ("patient_id", Field::PatientID, &form.patient_id),
        (
            "issuer_of_patient_id",
            Field::IssuerOfPatientID,
            &form.issuer_of_patient_id,
        ),
        ("patient_name", Field::PatientName, &form.patient_name),
        (
            "patient_birth_date",
            Field::PatientBirthDate,
            &form.patient_birth_date,
        ),
        ("patient_sex", Field::PatientSex, &form.patient_sex),
        ("patient_weight", Field::PatientWeight, &form.patient_weight),
        ("medical_alerts", Field::MedicalAlerts, &form.medical_alerts),
        ("allergies", Field::Allergies, &form.allergies),
        (
            "pregnancy_status",
            Field::PregnancyStatus,
            &form.pregnancy_status,
        ),
        ("admission_id", Field::AdmissionID, &form.admission_id),
        (
            "current_patient_location",
            Field::CurrentPatientLocation,
            &form.current_patient_location,
        ),
        (
            "accession_number",
            Field::AccessionNumber,
            &form.accession_number,
        ),
        (
            "referring_physician_name",
            Field::ReferringPhysicianName,
            &form.referring_physician_name,
        ),
        (
            "requesting_physician",
            Field::RequestingPhysician,
            &form.requesting_physician,
        ),
        (
            "requested_procedure_id",
            Field::RequestedProcedureID,
            &form.requested_procedure_id,
        ),
        (
            "requested_procedure_description",
            Field::RequestedProcedureDescription,
            &form.requested_procedure_description,
        ),
        (
            "study_instance_uid",
            Field::StudyInstanceUID,
            &form.study_instance_uid,
        ),
        (
            "scheduled_procedure_step_id",
            Field::ScheduledProcedureStepID,
            &form.scheduled_procedure_step_id,
        ),
        (
            "scheduled_procedure_step_description",
            Field::ScheduledProcedureStepDescription,
            &form.scheduled_procedure_step_description,
        ),
        ("modality", Field::Modality, &form.modality),
        (
            "location",
            Field::ScheduledProcedureStepLocation,
            &form.location,
        ),
        (
            "performing_physician_name",
            Field::ScheduledPerformingPhysicianName,
            &form.performing_physician_name,
        ),
        ("day", Field::ScheduledProcedureStepStartDate, &form.day),
        ("time", Field::ScheduledProcedureStepStartTime, &form.time),
    ]
}

const REQUIRED: [&str; 5] = ["patient_id", "patient_name", "modality", "day", "time"];

/// Writes what a person entered into a step.
///
/// # Errors
/// The first field that holds what cannot be, named as in the request.
pub(crate) fn apply(form: &OrderForm, stored: &mut StoredStep) -> Result<(), Failure> {
    for (name, field, text) in texts(form) {
        if text.trim().is_empty() && REQUIRED.contains(&name) {
            return Err(Failure::field(
                name,
                format!("{} is required", field.keyword()),
            ));
        }
        field
            .set(stored, text)
            .map_err(|problem| Failure::field(name, problem))?;
    }
    if form.station_ae_titles.is_empty() {
        return Err(Failure::field(
            "station_ae_titles",
            "ScheduledStationAETitle is required",
        ));
    }
    Field::ScheduledStationAETitle
        .set(stored, &form.station_ae_titles.join("\\"))
        .map_err(|problem| Failure::field("station_ae_titles", problem))?;
    Field::ExpectedMinutes
        .set(stored, &form.expected_minutes.to_string())
        .map_err(|problem| Failure::field("expected_minutes", problem))?;
    let step = &mut stored.step;
    step.priority = map::priority_from(form.priority);
    step.requested_procedure_code = form
        .requested_procedure_code
        .as_ref()
        .filter(|code| !code.value.is_empty())
        .map(|code| Code::new(&code.value, &code.scheme, &code.meaning));
    Ok(())
}

/// The form of a step.
pub(crate) fn of(stored: &StoredStep) -> OrderForm {
    let step = &stored.step;
    let text = |field: Field| field.get(stored);
    OrderForm {
        patient_id: text(Field::PatientID),
        issuer_of_patient_id: text(Field::IssuerOfPatientID),
        patient_name: text(Field::PatientName),
        patient_birth_date: text(Field::PatientBirthDate),
        patient_sex: text(Field::PatientSex),
        patient_weight: text(Field::PatientWeight),
        medical_alerts: text(Field::MedicalAlerts),
        allergies: text(Field::Allergies),
        pregnancy_status: text(Field::PregnancyStatus),
        admission_id: text(Field::AdmissionID),
        current_patient_location: text(Field::CurrentPatientLocation),
        accession_number: text(Field::AccessionNumber),
        referring_physician_name: text(Field::ReferringPhysicianName),
        requesting_physician: text(Field::RequestingPhysician),
        requested_procedure_id: text(Field::RequestedProcedureID),
        requested_procedure_description: text(Field::RequestedProcedureDescription),
        requested_procedure_code: step.requested_procedure_code.as_ref().map(map::code),
        priority: map::priority(step.priority),
        study_instance_uid: text(Field::StudyInstanceUID),
        scheduled_procedure_step_id: text(Field::ScheduledProcedureStepID),
        scheduled_procedure_step_description: text(Field::ScheduledProcedureStepDescription),
        modality: text(Field::Modality),
        station_ae_titles: step
            .station_ae_titles
            .iter()
            .map(AeTitle::as_str)
            .map(str::to_owned)
            .collect(),
        location: text(Field::ScheduledProcedureStepLocation),
        performing_physician_name: text(Field::ScheduledPerformingPhysicianName),
        day: text(Field::ScheduledProcedureStepStartDate),
        time: step.start_time.format("%H:%M").to_string(),
        expected_minutes: step.expected_minutes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> OrderForm {
        OrderForm {
            patient_id: "P1".to_owned(),
            patient_name: "Doe^Jane".to_owned(),
            modality: "CT".to_owned(),
            station_ae_titles: vec!["CT1".to_owned(), "CT2".to_owned()],
            day: "2026-11-22".to_owned(),
            time: "08:30".to_owned(),
            ..OrderForm::default()
        }
    }

    #[test]
    fn what_is_entered_is_shown_again() {
        let mut stored = StoredStep::default();
        apply(&form(), &mut stored).unwrap();
        assert_eq!(of(&stored).patient_name, "Doe^Jane");
        assert_eq!(of(&stored).station_ae_titles, form().station_ae_titles);
        let mut again = StoredStep::default();
        apply(&of(&stored), &mut again).unwrap();
        assert_eq!(again, stored);
    }

    #[test]
    fn mistakes_name_the_field_of_the_form() {
        type Spoil = fn(&mut OrderForm);
        let mistakes: [(&str, Spoil); 4] = [
            ("patient_id", |form| form.patient_id.clear()),
            ("station_ae_titles", |form| form.station_ae_titles.clear()),
            ("time", |form| "half past eight".clone_into(&mut form.time)),
            ("patient_sex", |form| "X".clone_into(&mut form.patient_sex)),
        ];
        for (field, spoil) in mistakes {
            let mut form = form();
            spoil(&mut form);
            let failure = apply(&form, &mut StoredStep::default()).unwrap_err();
            assert_eq!(failure.field.as_deref(), Some(field));
        }
    }
}
