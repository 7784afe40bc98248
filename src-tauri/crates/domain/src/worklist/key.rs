//! The matching keys by name, what a step has for each, and which of them it fails.

use super::{FoldedNames, Keys, TextKey, status_terms};
use crate::AeTitle;
use crate::scheduled_step::ScheduledStep;
use chrono::{NaiveDate, NaiveTime};

macro_rules! keys {
    ($($variant:ident = $keyword:literal,)*) => {
        /// A matching key, by the attribute it is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Key {
            $(
                #[doc = $keyword]
                $variant,
            )*
        }

        impl Key {
            /// All keys.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The DICOM keyword of its attribute.
            #[must_use]
            pub fn keyword(self) -> &'static str {
                match self {
                    $(Self::$variant => $keyword,)*
                }
            }
        }
    };
}

keys! {
    StationAeTitle = "ScheduledStationAETitle",
    StartDate = "ScheduledProcedureStepStartDate",
    StartTime = "ScheduledProcedureStepStartTime",
    Modality = "Modality",
    PerformingPhysicianName = "ScheduledPerformingPhysicianName",
    PatientName = "PatientName",
    PatientId = "PatientID",
    IssuerOfPatientId = "IssuerOfPatientID",
    AccessionNumber = "AccessionNumber",
    RequestedProcedureId = "RequestedProcedureID",
    ScheduledProcedureStepId = "ScheduledProcedureStepID",
    StudyInstanceUid = "StudyInstanceUID",
    Status = "ScheduledProcedureStepStatus",
    Location = "ScheduledProcedureStepLocation",
    StationName = "ScheduledStationName",
    BirthDate = "PatientBirthDate",
    Sex = "PatientSex",
    AdmissionId = "AdmissionID",
    ReferringPhysicianName = "ReferringPhysicianName",
    RequestingPhysician = "RequestingPhysician",
    Priority = "RequestedProcedurePriority",
    Description = "ScheduledProcedureStepDescription",
    RequestedProcedureDescription = "RequestedProcedureDescription",
    CurrentPatientLocation = "CurrentPatientLocation",
    ProtocolCode = "ScheduledProtocolCodeSequence",
    RequestedProcedureCode = "RequestedProcedureCodeSequence",
    PlacerOrderNumber = "PlacerOrderNumberImagingServiceRequest",
    FillerOrderNumber = "FillerOrderNumberImagingServiceRequest",
    PatientWeight = "PatientWeight",
    PatientSize = "PatientSize",
    MedicalAlerts = "MedicalAlerts",
    Allergies = "Allergies",
    PregnancyStatus = "PregnancyStatus",
    PatientState = "PatientState",
    SpecialNeeds = "SpecialNeeds",
    ConfidentialityConstraint = "ConfidentialityConstraintOnPatientDataDescription",
    PatientComments = "PatientComments",
    RequestingService = "RequestingService",
    Reason = "ReasonForTheRequestedProcedure",
    RequestedProcedureComments = "RequestedProcedureComments",
    Transport = "PatientTransportArrangements",
    PreMedication = "PreMedication",
    RequestedContrastAgent = "RequestedContrastAgent",
    Comments = "CommentsOnTheScheduledProcedureStep",
}

impl Key {
    /// What a step has for it, as DICOM writes it; several values are separated by backslashes, of
    /// a code value and scheme by a blank.
    #[must_use]
    pub fn value(self, step: &ScheduledStep) -> String {
        let text = match self {
            Self::StationAeTitle => return joined(&step.station_ae_titles, AeTitle::as_str),
            Self::StartDate => return date(step.start_date),
            Self::StartTime => return time(step.start_time),
            Self::BirthDate => return step.patient.birth_date.map(date).unwrap_or_default(),
            Self::ProtocolCode => return codes(&step.protocol_codes),
            Self::RequestedProcedureCode => return codes(step.requested_procedure_code.as_slice()),
            Self::PregnancyStatus => {
                return step
                    .pregnancy_status
                    .map(|status| status.to_string())
                    .unwrap_or_default();
            }
            Self::PatientWeight => return number(&step.patient_weight),
            Self::PatientSize => return number(&step.patient_size),
            Self::StudyInstanceUid => step
                .study_instance_uid
                .as_ref()
                .map_or("", |uid| uid.as_str()),
            Self::Status => status_terms(step.status)
                .first()
                .copied()
                .unwrap_or_default(),
            Self::Priority => step.priority.as_dicom(),
            Self::PerformingPhysicianName => step.performing_physician_name.as_dicom(),
            Self::PatientName => step.patient.name.as_dicom(),
            Self::ReferringPhysicianName => step.referring_physician_name.as_dicom(),
            Self::RequestingPhysician => step.requesting_physician.as_dicom(),
            Self::Modality => &step.modality,
            Self::PatientId => &step.patient.patient_id,
            Self::IssuerOfPatientId => &step.patient.issuer_of_patient_id,
            Self::AccessionNumber => &step.accession_number,
            Self::RequestedProcedureId => &step.requested_procedure_id,
            Self::ScheduledProcedureStepId => &step.scheduled_procedure_step_id,
            Self::Location => &step.location,
            Self::StationName => &step.station_name,
            Self::Sex => &step.patient.sex,
            Self::AdmissionId => &step.admission_id,
            Self::Description => &step.description,
            Self::RequestedProcedureDescription => &step.requested_procedure_description,
            Self::CurrentPatientLocation => &step.current_patient_location,
            Self::PlacerOrderNumber => &step.placer_order_number,
            Self::FillerOrderNumber => &step.filler_order_number,
            Self::MedicalAlerts => &step.medical_alerts,
            Self::Allergies => &step.allergies,
            Self::PatientState => &step.patient_state,
            Self::SpecialNeeds => &step.special_needs,
            Self::ConfidentialityConstraint => &step.confidentiality_constraint,
            Self::PatientComments => &step.patient_comments,
            Self::RequestingService => &step.requesting_service,
            Self::Reason => &step.reason,
            Self::RequestedProcedureComments => &step.requested_procedure_comments,
            Self::Transport => &step.transport,
            Self::PreMedication => &step.pre_medication,
            Self::RequestedContrastAgent => &step.requested_contrast_agent,
            Self::Comments => &step.comments,
        };
        text.to_owned()
    }

    /// Whether it is one of [`Keys::further`]: a text that is compared as it is.
    #[must_use]
    pub fn is_further(self) -> bool {
        self >= Self::PatientWeight
    }

    /// The key of a further attribute, as it was asked; `None` when it is universal. Numbers are
    /// compared as numbers. PregnancyStatus 0 means nothing (PS3.3 C.2.2: 1 to 4) and is sent by
    /// clients that fill in every attribute: it is universal.
    #[must_use]
    pub fn further(self, asked: &str) -> Option<TextKey> {
        let key = if matches!(self, Self::PatientWeight | Self::PatientSize) {
            TextKey::parse(&number(asked))
        } else if self == Self::PregnancyStatus && asked == "0" {
            TextKey::default()
        } else {
            TextKey::parse(asked)
        };
        (!key.is_universal()).then_some(key)
    }
}

impl Keys {
    /// The keys a step does not match; none when [`Keys::matches`].
    #[must_use]
    pub fn mismatches(&self, step: &ScheduledStep) -> Vec<Key> {
        let mut failed = self.start_mismatches(step.start_date, step.start_time);
        let names = FoldedNames::new(step);
        let patient = &step.patient;
        let text = |key: &TextKey, of: Key| key.matches(&of.value(step));
        let titles = step.station_ae_titles.iter().map(AeTitle::as_str);
        let checks = [
            (
                Key::StationAeTitle,
                self.station_ae_title.matches_any(titles),
            ),
            (Key::Modality, text(&self.modality, Key::Modality)),
            (
                Key::PerformingPhysicianName,
                self.performing_physician_name
                    .matches(&names.performing_physician),
            ),
            (Key::PatientName, self.patient_name.matches(&names.patient)),
            (Key::PatientId, text(&self.patient_id, Key::PatientId)),
            (
                Key::IssuerOfPatientId,
                text(&self.issuer_of_patient_id, Key::IssuerOfPatientId),
            ),
            (
                Key::AccessionNumber,
                text(&self.accession_number, Key::AccessionNumber),
            ),
            (
                Key::RequestedProcedureId,
                text(&self.requested_procedure_id, Key::RequestedProcedureId),
            ),
            (
                Key::ScheduledProcedureStepId,
                text(
                    &self.scheduled_procedure_step_id,
                    Key::ScheduledProcedureStepId,
                ),
            ),
            (
                Key::StudyInstanceUid,
                self.study_instance_uid
                    .matches(step.study_instance_uid.as_ref()),
            ),
            (
                Key::Status,
                self.status
                    .matches_any(status_terms(step.status).iter().copied()),
            ),
            (Key::Location, text(&self.location, Key::Location)),
            (Key::StationName, text(&self.station_name, Key::StationName)),
            (Key::BirthDate, self.birth_date.matches(patient.birth_date)),
            (Key::Sex, text(&self.sex, Key::Sex)),
            (Key::AdmissionId, text(&self.admission_id, Key::AdmissionId)),
            (
                Key::ReferringPhysicianName,
                self.referring_physician_name
                    .matches(&names.referring_physician),
            ),
            (
                Key::RequestingPhysician,
                self.requesting_physician
                    .matches(&names.requesting_physician),
            ),
            (Key::Priority, text(&self.priority, Key::Priority)),
            (Key::Description, text(&self.description, Key::Description)),
            (
                Key::RequestedProcedureDescription,
                text(
                    &self.requested_procedure_description,
                    Key::RequestedProcedureDescription,
                ),
            ),
            (
                Key::CurrentPatientLocation,
                text(&self.current_patient_location, Key::CurrentPatientLocation),
            ),
            (
                Key::ProtocolCode,
                self.protocol_code.matches(&step.protocol_codes),
            ),
            (
                Key::RequestedProcedureCode,
                self.requested_procedure_code
                    .matches(&step.requested_procedure_code),
            ),
            (
                Key::PlacerOrderNumber,
                text(&self.placer_order_number, Key::PlacerOrderNumber),
            ),
            (
                Key::FillerOrderNumber,
                text(&self.filler_order_number, Key::FillerOrderNumber),
            ),
        ];
        let named = checks.into_iter().filter(|(_, matches)| !matches);
        failed.extend(named.map(|(key, _)| key));
        let further = self
            .further
            .iter()
            .filter(|(key, wanted)| !text(wanted, *key));
        failed.extend(further.map(|(key, _)| *key));
        failed
    }

    /// Date and time may be one interval: then it is the time that fails on a day it includes.
    fn start_mismatches(&self, date: NaiveDate, time: NaiveTime) -> Vec<Key> {
        if self.matches_start(date, time) {
            return Vec::new();
        }
        if !self.start_date.matches(Some(date)) {
            return vec![Key::StartDate];
        }
        vec![Key::StartTime]
    }
}

fn joined<T>(values: &[T], text: impl Fn(&T) -> &str) -> String {
    values.iter().map(text).collect::<Vec<_>>().join("\\")
}

fn codes(codes: &[crate::Code]) -> String {
    let written: Vec<String> = codes
        .iter()
        .map(|code| {
            format!("{} {}", code.value, code.scheme)
                .trim_end()
                .to_owned()
        })
        .collect();
    written.join("\\")
}

fn date(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

fn time(time: NaiveTime) -> String {
    time.format("%H%M%S").to_string()
}

/// A decimal string in one spelling; what is no number stays as it is.
fn number(text: &str) -> String {
    let text = text.trim();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => text.to_owned(),
    }
}
