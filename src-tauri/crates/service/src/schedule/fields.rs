//! The fields of a scheduled step by their DICOM keyword: read from text with their limits, written
//! as text. Files, the form, exports and the audit trail all use them.

use domain::scheduled_step::ScheduledStep;
use domain::validation::{self, priority_word, status_word};
use domain::{AeTitle, Code};
use storage::StoredStep;

/// A field of a scheduled step or of what stands above it, named by its DICOM keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    PatientID,
    PatientName,
    IssuerOfPatientID,
    PatientBirthDate,
    PatientSex,
    PatientWeight,
    MedicalAlerts,
    Allergies,
    PregnancyStatus,
    AdmissionID,
    CurrentPatientLocation,
    AccessionNumber,
    PlacerOrderNumberImagingServiceRequest,
    FillerOrderNumberImagingServiceRequest,
    ReferringPhysicianName,
    RequestingPhysician,
    RequestedProcedureID,
    RequestedProcedureDescription,
    RequestedProcedureCodeValue,
    RequestedProcedureCodingScheme,
    RequestedProcedureCodeMeaning,
    RequestedProcedurePriority,
    StudyInstanceUID,
    ScheduledProcedureStepID,
    ScheduledProcedureStepDescription,
    ScheduledProtocolCodeValue,
    ScheduledProtocolCodingScheme,
    ScheduledProtocolCodeMeaning,
    Modality,
    ScheduledStationAETitle,
    ScheduledStationName,
    ScheduledProcedureStepLocation,
    ScheduledProcedureStepStartDate,
    ScheduledProcedureStepStartTime,
    ScheduledPerformingPhysicianName,
    ExpectedMinutes,
    Status,
}

/// All fields, in the order exports write them.
pub const ALL: &[Field] = &[
    Field::PatientID,
    Field::PatientName,
    Field::IssuerOfPatientID,
    Field::PatientBirthDate,
    Field::PatientSex,
    Field::PatientWeight,
    Field::MedicalAlerts,
    Field::Allergies,
    Field::PregnancyStatus,
    Field::AdmissionID,
    Field::CurrentPatientLocation,
    Field::AccessionNumber,
    Field::PlacerOrderNumberImagingServiceRequest,
    Field::FillerOrderNumberImagingServiceRequest,
    Field::ReferringPhysicianName,
    Field::RequestingPhysician,
    Field::RequestedProcedureID,
    Field::RequestedProcedureDescription,
    Field::RequestedProcedureCodeValue,
    Field::RequestedProcedureCodingScheme,
    Field::RequestedProcedureCodeMeaning,
    Field::RequestedProcedurePriority,
    Field::StudyInstanceUID,
    Field::ScheduledProcedureStepID,
    Field::ScheduledProcedureStepDescription,
    Field::ScheduledProtocolCodeValue,
    Field::ScheduledProtocolCodingScheme,
    Field::ScheduledProtocolCodeMeaning,
    Field::Modality,
    Field::ScheduledStationAETitle,
    Field::ScheduledStationName,
    Field::ScheduledProcedureStepLocation,
    Field::ScheduledProcedureStepStartDate,
    Field::ScheduledProcedureStepStartTime,
    Field::ScheduledPerformingPhysicianName,
    Field::ExpectedMinutes,
    Field::Status,
];

impl Field {
    /// Its name: the DICOM keyword, or ours where DICOM has none.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::PatientID => "PatientID",
            Self::PatientName => "PatientName",
            Self::IssuerOfPatientID => "IssuerOfPatientID",
            Self::PatientBirthDate => "PatientBirthDate",
            Self::PatientSex => "PatientSex",
            Self::PatientWeight => "PatientWeight",
            Self::MedicalAlerts => "MedicalAlerts",
            Self::Allergies => "Allergies",
            Self::PregnancyStatus => "PregnancyStatus",
            Self::AdmissionID => "AdmissionID",
            Self::CurrentPatientLocation => "CurrentPatientLocation",
            Self::AccessionNumber => "AccessionNumber",
            Self::PlacerOrderNumberImagingServiceRequest => {
                "PlacerOrderNumberImagingServiceRequest"
            }
            Self::FillerOrderNumberImagingServiceRequest => {
                "FillerOrderNumberImagingServiceRequest"
            }
            Self::ReferringPhysicianName => "ReferringPhysicianName",
            Self::RequestingPhysician => "RequestingPhysician",
            Self::RequestedProcedureID => "RequestedProcedureID",
            Self::RequestedProcedureDescription => "RequestedProcedureDescription",
            Self::RequestedProcedureCodeValue => "RequestedProcedureCodeValue",
            Self::RequestedProcedureCodingScheme => "RequestedProcedureCodingScheme",
            Self::RequestedProcedureCodeMeaning => "RequestedProcedureCodeMeaning",
            Self::RequestedProcedurePriority => "RequestedProcedurePriority",
            Self::StudyInstanceUID => "StudyInstanceUID",
            Self::ScheduledProcedureStepID => "ScheduledProcedureStepID",
            Self::ScheduledProcedureStepDescription => "ScheduledProcedureStepDescription",
            Self::ScheduledProtocolCodeValue => "ScheduledProtocolCodeValue",
            Self::ScheduledProtocolCodingScheme => "ScheduledProtocolCodingScheme",
            Self::ScheduledProtocolCodeMeaning => "ScheduledProtocolCodeMeaning",
            Self::Modality => "Modality",
            Self::ScheduledStationAETitle => "ScheduledStationAETitle",
            Self::ScheduledStationName => "ScheduledStationName",
            Self::ScheduledProcedureStepLocation => "ScheduledProcedureStepLocation",
            Self::ScheduledProcedureStepStartDate => "ScheduledProcedureStepStartDate",
            Self::ScheduledProcedureStepStartTime => "ScheduledProcedureStepStartTime",
            Self::ScheduledPerformingPhysicianName => "ScheduledPerformingPhysicianName",
            Self::ExpectedMinutes => "ExpectedMinutes",
            Self::Status => "Status",
        }
    }

    /// The field of a keyword.
    #[must_use]
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        ALL.iter().copied().find(|field| field.keyword() == keyword)
    }

    /// Its value as text; empty when not known.
    #[must_use]
    pub fn get(self, stored: &StoredStep) -> String {
        let step = &stored.step;
        let procedure_code = step.requested_procedure_code.as_ref();
        let protocol_code = step.protocol_codes.first();
        match self {
            Self::PatientID => step.patient.patient_id.clone(),
            Self::PatientName => step.patient.name.as_dicom().to_owned(),
            Self::IssuerOfPatientID => step.patient.issuer_of_patient_id.clone(),
            Self::PatientBirthDate => step
                .patient
                .birth_date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            Self::PatientSex => step.patient.sex.clone(),
            Self::PatientWeight => step.patient_weight.clone(),
            Self::MedicalAlerts => step.medical_alerts.clone(),
            Self::Allergies => step.allergies.clone(),
            Self::PregnancyStatus => step
                .pregnancy_status
                .map(|status| status.to_string())
                .unwrap_or_default(),
            Self::AdmissionID => step.admission_id.clone(),
            Self::CurrentPatientLocation => step.current_patient_location.clone(),
            Self::AccessionNumber => step.accession_number.clone(),
            Self::PlacerOrderNumberImagingServiceRequest => step.placer_order_number.clone(),
            Self::FillerOrderNumberImagingServiceRequest => step.filler_order_number.clone(),
            Self::ReferringPhysicianName => step.referring_physician_name.as_dicom().to_owned(),
            Self::RequestingPhysician => step.requesting_physician.as_dicom().to_owned(),
            Self::RequestedProcedureID => step.requested_procedure_id.clone(),
            Self::RequestedProcedureDescription => step.requested_procedure_description.clone(),
            Self::RequestedProcedureCodeValue => procedure_code
                .map(|code| code.value.clone())
                .unwrap_or_default(),
            Self::RequestedProcedureCodingScheme => procedure_code
                .map(|code| code.scheme.clone())
                .unwrap_or_default(),
            Self::RequestedProcedureCodeMeaning => procedure_code
                .map(|code| code.meaning.clone())
                .unwrap_or_default(),
            Self::RequestedProcedurePriority => priority_word(step.priority).to_owned(),
            Self::StudyInstanceUID => step
                .study_instance_uid
                .as_ref()
                .map(|uid| uid.as_str().to_owned())
                .unwrap_or_default(),
            Self::ScheduledProcedureStepID => step.scheduled_procedure_step_id.clone(),
            Self::ScheduledProcedureStepDescription => step.description.clone(),
            Self::ScheduledProtocolCodeValue => protocol_code
                .map(|code| code.value.clone())
                .unwrap_or_default(),
            Self::ScheduledProtocolCodingScheme => protocol_code
                .map(|code| code.scheme.clone())
                .unwrap_or_default(),
            Self::ScheduledProtocolCodeMeaning => protocol_code
                .map(|code| code.meaning.clone())
                .unwrap_or_default(),
            Self::Modality => step.modality.clone(),
            Self::ScheduledStationAETitle => {
                let titles: Vec<&str> =
                    step.station_ae_titles.iter().map(AeTitle::as_str).collect();
                titles.join("\\")
            }
            Self::ScheduledStationName => step.station_name.clone(),
            Self::ScheduledProcedureStepLocation => step.location.clone(),
            Self::ScheduledProcedureStepStartDate => step.start_date.to_string(),
            Self::ScheduledProcedureStepStartTime => step.start_time.format("%H:%M:%S").to_string(),
            Self::ScheduledPerformingPhysicianName => {
                step.performing_physician_name.as_dicom().to_owned()
            }
            Self::ExpectedMinutes => step.expected_minutes.to_string(),
            Self::Status => status_word(step.status).to_owned(),
        }
    }

    /// Sets it from text.
    ///
    /// # Errors
    /// What is wrong, naming the keyword and the limit.
    pub fn set(self, stored: &mut StoredStep, text: &str) -> Result<(), String> {
        self.try_set(stored, text.trim())
            .map_err(|problem| format!("{}: {problem}", self.keyword()))
    }

    fn try_set(self, stored: &mut StoredStep, text: &str) -> Result<(), validation::Problem> {
        let step = &mut stored.step;
        match self {
            Self::PatientID => step.patient.patient_id = validation::long_string(text)?,
            Self::PatientName => step.patient.name = validation::person_name(text)?,
            Self::IssuerOfPatientID => {
                step.patient.issuer_of_patient_id = validation::long_string(text)?;
            }
            Self::PatientBirthDate => {
                step.patient.birth_date = validation::optional(text, validation::date)?;
            }
            Self::PatientSex => step.patient.sex = validation::sex(text)?,
            Self::PatientWeight => step.patient_weight = validation::decimal(text)?,
            Self::MedicalAlerts => step.medical_alerts = validation::long_string(text)?,
            Self::Allergies => step.allergies = validation::long_string(text)?,
            Self::PregnancyStatus => {
                step.pregnancy_status = validation::optional(text, validation::pregnancy_status)?;
            }
            Self::AdmissionID => step.admission_id = validation::long_string(text)?,
            Self::CurrentPatientLocation => {
                step.current_patient_location = validation::long_string(text)?;
            }
            Self::AccessionNumber => step.accession_number = validation::short_string(text)?,
            Self::PlacerOrderNumberImagingServiceRequest => {
                step.placer_order_number = validation::long_string(text)?;
            }
            Self::FillerOrderNumberImagingServiceRequest => {
                step.filler_order_number = validation::long_string(text)?;
            }
            Self::ReferringPhysicianName => {
                step.referring_physician_name = validation::person_name(text)?;
            }
            Self::RequestingPhysician => step.requesting_physician = validation::person_name(text)?,
            Self::RequestedProcedureID => {
                step.requested_procedure_id = validation::short_string(text)?;
            }
            Self::RequestedProcedureDescription => {
                step.requested_procedure_description = validation::long_string(text)?;
            }
            Self::RequestedProcedureCodeValue => {
                procedure_code(step).value = validation::short_string(text)?;
            }
            Self::RequestedProcedureCodingScheme => {
                procedure_code(step).scheme = validation::short_string(text)?;
            }
            Self::RequestedProcedureCodeMeaning => {
                procedure_code(step).meaning = validation::long_string(text)?;
            }
            Self::RequestedProcedurePriority => step.priority = validation::priority(text)?,
            Self::StudyInstanceUID => {
                step.study_instance_uid = validation::optional(text, validation::uid)?;
            }
            Self::ScheduledProcedureStepID => {
                step.scheduled_procedure_step_id = validation::short_string(text)?;
            }
            Self::ScheduledProcedureStepDescription => {
                step.description = validation::long_string(text)?;
            }
            Self::ScheduledProtocolCodeValue => {
                protocol_code(step).value = validation::short_string(text)?;
            }
            Self::ScheduledProtocolCodingScheme => {
                protocol_code(step).scheme = validation::short_string(text)?;
            }
            Self::ScheduledProtocolCodeMeaning => {
                protocol_code(step).meaning = validation::long_string(text)?;
            }
            Self::Modality => step.modality = validation::code_string(text)?,
            Self::ScheduledStationAETitle => step.station_ae_titles = validation::ae_titles(text)?,
            Self::ScheduledStationName => step.station_name = validation::short_string(text)?,
            Self::ScheduledProcedureStepLocation => step.location = validation::short_string(text)?,
            Self::ScheduledProcedureStepStartDate => step.start_date = validation::date(text)?,
            Self::ScheduledProcedureStepStartTime => step.start_time = validation::time(text)?,
            Self::ScheduledPerformingPhysicianName => {
                step.performing_physician_name = validation::person_name(text)?;
            }
            Self::ExpectedMinutes => step.expected_minutes = validation::minutes(text)?,
            Self::Status => {
                let status = validation::status(text)?;
                step.status = status;
                stored.manual_status = status;
            }
        }
        Ok(())
    }
}

/// The keywords of the fields that differ.
pub(crate) fn changed(before: &StoredStep, after: &StoredStep) -> Vec<String> {
    ALL.iter()
        .filter(|field| field.get(before) != field.get(after))
        .map(|field| field.keyword().to_owned())
        .collect()
}

fn procedure_code(step: &mut ScheduledStep) -> &mut Code {
    step.requested_procedure_code.get_or_insert_default()
}

/// The first protocol code; files name one.
fn protocol_code(step: &mut ScheduledStep) -> &mut Code {
    let mut codes = std::mem::take(&mut step.protocol_codes);
    if codes.is_empty() {
        codes.push(Code::default());
    }
    step.protocol_codes = codes;
    step.protocol_codes
        .first_mut()
        .unwrap_or_else(|| unreachable!("one was pushed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "any text does for the fields that are plain text"
    )]
    fn every_field_is_found_by_its_keyword_and_comes_back() {
        let mut stored = StoredStep::default();
        let text = |field: Field| match field {
            Field::PatientBirthDate | Field::ScheduledProcedureStepStartDate => "1980-02-29",
            Field::ScheduledProcedureStepStartTime => "08:30:00",
            Field::PatientSex => "F",
            Field::PatientWeight => "72.5",
            Field::PregnancyStatus => "4",
            Field::StudyInstanceUID => "1.2.3",
            Field::ScheduledStationAETitle => "CT1\\CT2",
            Field::ExpectedMinutes => "25",
            Field::RequestedProcedurePriority => "STAT",
            Field::Status => "ARRIVED",
            _ => "X",
        };
        for field in ALL.iter().copied() {
            assert_eq!(Field::from_keyword(field.keyword()), Some(field));
            field.set(&mut stored, text(field)).unwrap();
        }
        for field in ALL.iter().copied() {
            assert_eq!(field.get(&stored), text(field), "{}", field.keyword());
        }
    }

    #[test]
    fn problems_name_the_keyword() {
        let problem = Field::PatientSex
            .set(&mut StoredStep::default(), "female")
            .unwrap_err();
        assert!(problem.starts_with("PatientSex: "), "{problem}");
    }
}
