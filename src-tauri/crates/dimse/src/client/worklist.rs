//! A worklist query and its answers, as a modality sees them.

use crate::data_set::write::{TextUsed, Writer, character_set_element};
use crate::data_set::{DataSet, Scope};
use crate::performed_step::codes;
use crate::status;
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use chrono::{NaiveDate, NaiveTime};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::wall_clock::{parse_date, parse_time};
use domain::{AeTitle, Code, Patient, PersonName, Uid};

/// Matching keys as a modality sends them: text with wildcards and ranges; empty is universal.
/// Everything a [`WorklistAnswer`] holds is asked to be returned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorklistQuery {
    /// ScheduledStationAETitle (0040,0001).
    pub station_ae_title: String,
    /// ScheduledProcedureStepStartDate (0040,0002): `20261122` or `20261122-20261123`.
    pub start_date: String,
    /// ScheduledProcedureStepStartTime (0040,0003).
    pub start_time: String,
    /// Modality (0008,0060).
    pub modality: String,
    /// ScheduledProcedureStepID (0040,0009).
    pub scheduled_procedure_step_id: String,
    /// ScheduledProcedureStepStatus (0040,0020).
    pub status: String,
    /// PatientName (0010,0010).
    pub patient_name: String,
    /// PatientID (0010,0020).
    pub patient_id: String,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// RequestedProcedureID (0040,1001).
    pub requested_procedure_id: String,
    /// StudyInstanceUID (0020,000D).
    pub study_instance_uid: String,
    /// Sends C-CANCEL after so many answers.
    pub cancel_after: Option<usize>,
}

/// One answer. Empty text is "sent without a value, or not sent".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorklistAnswer {
    /// The patient.
    pub patient: Patient,
    /// PatientWeight (0010,1030).
    pub patient_weight: String,
    /// AdmissionID (0038,0010).
    pub admission_id: String,
    /// AccessionNumber (0008,0050).
    pub accession_number: String,
    /// ReferringPhysicianName (0008,0090).
    pub referring_physician_name: PersonName,
    /// RequestedProcedureID (0040,1001).
    pub requested_procedure_id: String,
    /// RequestedProcedureDescription (0032,1060).
    pub requested_procedure_description: String,
    /// RequestedProcedureCodeSequence (0032,1064).
    pub requested_procedure_codes: Vec<Code>,
    /// RequestedProcedurePriority (0040,1003).
    pub priority: String,
    /// StudyInstanceUID (0020,000D).
    pub study_instance_uid: Option<Uid>,
    /// PlacerOrderNumberImagingServiceRequest (0040,2016).
    pub placer_order_number: String,
    /// FillerOrderNumberImagingServiceRequest (0040,2017).
    pub filler_order_number: String,
    /// ScheduledProcedureStepID (0040,0009).
    pub scheduled_procedure_step_id: String,
    /// ScheduledProcedureStepDescription (0040,0007).
    pub description: String,
    /// ScheduledProtocolCodeSequence (0040,0008).
    pub protocol_codes: Vec<Code>,
    /// Modality (0008,0060).
    pub modality: String,
    /// ScheduledStationAETitle (0040,0001).
    pub station_ae_titles: Vec<AeTitle>,
    /// ScheduledStationName (0040,0010).
    pub station_name: String,
    /// ScheduledProcedureStepLocation (0040,0011).
    pub location: String,
    /// ScheduledProcedureStepStartDate (0040,0002).
    pub start_date: Option<NaiveDate>,
    /// ScheduledProcedureStepStartTime (0040,0003).
    pub start_time: Option<NaiveTime>,
    /// ScheduledProcedureStepStatus (0040,0020).
    pub status: String,
    /// ScheduledPerformingPhysicianName (0040,0006).
    pub performing_physician_name: PersonName,
    /// Whether the peer said that it does not support a key (FF01).
    pub has_unsupported_keys: bool,
}

impl WorklistQuery {
    /// The identifier.
    pub(crate) fn encode(&self, syntax: TransferSyntax) -> Vec<u8> {
        let mut out = Writer::new(syntax, CharacterSets::UTF_8);
        out.text(tags::ACCESSION_NUMBER, VR::SH, &self.accession_number);
        out.text(tags::REFERRING_PHYSICIAN_NAME, VR::PN, "");
        out.text(tags::PATIENT_NAME, VR::PN, &self.patient_name);
        out.text(tags::PATIENT_ID, VR::LO, &self.patient_id);
        out.text(tags::ISSUER_OF_PATIENT_ID, VR::LO, "");
        out.text(tags::PATIENT_BIRTH_DATE, VR::DA, "");
        out.text(tags::PATIENT_SEX, VR::CS, "");
        out.text(tags::PATIENT_WEIGHT, VR::DS, "");
        out.uncut_text(tags::STUDY_INSTANCE_UID, VR::UI, &self.study_instance_uid);
        out.text(tags::REQUESTED_PROCEDURE_DESCRIPTION, VR::LO, "");
        out.sequence(tags::REQUESTED_PROCEDURE_CODE_SEQUENCE, |_| {});
        out.text(tags::ADMISSION_ID, VR::LO, "");
        out.sequence(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE, |out| {
            out.item(|out| self.encode_step(out));
        });
        out.text(
            tags::REQUESTED_PROCEDURE_ID,
            VR::SH,
            &self.requested_procedure_id,
        );
        out.text(tags::REQUESTED_PROCEDURE_PRIORITY, VR::SH, "");
        out.text(
            tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            VR::LO,
            "",
        );
        out.text(
            tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            VR::LO,
            "",
        );
        if out.text_used() != TextUsed::Ascii {
            out.prepend(&character_set_element("ISO_IR 192", syntax));
        }
        out.into_bytes()
    }

    fn encode_step(&self, out: &mut Writer) {
        out.uncut_text(tags::MODALITY, VR::CS, &self.modality);
        out.uncut_text(
            tags::SCHEDULED_STATION_AE_TITLE,
            VR::AE,
            &self.station_ae_title,
        );
        out.uncut_text(
            tags::SCHEDULED_PROCEDURE_STEP_START_DATE,
            VR::DA,
            &self.start_date,
        );
        out.uncut_text(
            tags::SCHEDULED_PROCEDURE_STEP_START_TIME,
            VR::TM,
            &self.start_time,
        );
        out.text(tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME, VR::PN, "");
        out.text(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR::LO, "");
        out.sequence(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE, |_| {});
        let id = &self.scheduled_procedure_step_id;
        out.text(tags::SCHEDULED_PROCEDURE_STEP_ID, VR::SH, id);
        out.text(tags::SCHEDULED_STATION_NAME, VR::SH, "");
        out.text(tags::SCHEDULED_PROCEDURE_STEP_LOCATION, VR::SH, "");
        out.uncut_text(tags::SCHEDULED_PROCEDURE_STEP_STATUS, VR::CS, &self.status);
    }
}

impl WorklistAnswer {
    /// Reads a pending response.
    pub(super) fn decode(data_set: &DataSet, pending_status: u16) -> Self {
        let root = Scope::new(data_set, CharacterSets::default());
        let step = root
            .items(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE)
            .and_then(|items| items.into_iter().next());
        let text = |tag| root.text(tag).or_empty();
        let of_step = |tag| {
            step.map(|item| item.text(tag).or_empty())
                .unwrap_or_default()
        };
        let codes_of_step = |tag: Tag| step.map(|item| codes(item, tag)).unwrap_or_default();
        Self {
            patient: Patient {
                patient_id: text(tags::PATIENT_ID),
                issuer_of_patient_id: text(tags::ISSUER_OF_PATIENT_ID),
                name: PersonName::new(&text(tags::PATIENT_NAME)),
                birth_date: parse_date(&text(tags::PATIENT_BIRTH_DATE)),
                sex: text(tags::PATIENT_SEX),
            },
            patient_weight: text(tags::PATIENT_WEIGHT),
            admission_id: text(tags::ADMISSION_ID),
            accession_number: text(tags::ACCESSION_NUMBER),
            referring_physician_name: PersonName::new(&text(tags::REFERRING_PHYSICIAN_NAME)),
            requested_procedure_id: text(tags::REQUESTED_PROCEDURE_ID),
            requested_procedure_description: text(tags::REQUESTED_PROCEDURE_DESCRIPTION),
            requested_procedure_codes: codes(root, tags::REQUESTED_PROCEDURE_CODE_SEQUENCE),
            priority: text(tags::REQUESTED_PROCEDURE_PRIORITY),
            study_instance_uid: Uid::new(&text(tags::STUDY_INSTANCE_UID)),
            placer_order_number: text(tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST),
            filler_order_number: text(tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST),
            scheduled_procedure_step_id: of_step(tags::SCHEDULED_PROCEDURE_STEP_ID),
            description: of_step(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION),
            protocol_codes: codes_of_step(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE),
            modality: of_step(tags::MODALITY),
            station_ae_titles: of_step(tags::SCHEDULED_STATION_AE_TITLE)
                .split('\\')
                .filter_map(|title| AeTitle::new(title).ok())
                .collect(),
            station_name: of_step(tags::SCHEDULED_STATION_NAME),
            location: of_step(tags::SCHEDULED_PROCEDURE_STEP_LOCATION),
            start_date: parse_date(&of_step(tags::SCHEDULED_PROCEDURE_STEP_START_DATE)),
            start_time: parse_time(&of_step(tags::SCHEDULED_PROCEDURE_STEP_START_TIME))
                .map(|span| span.first),
            status: of_step(tags::SCHEDULED_PROCEDURE_STEP_STATUS),
            performing_physician_name: PersonName::new(&of_step(
                tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME,
            )),
            has_unsupported_keys: pending_status == status::PENDING_UNSUPPORTED_KEYS,
        }
    }
}
