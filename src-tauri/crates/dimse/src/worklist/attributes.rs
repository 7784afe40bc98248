//! The attributes a worklist answer can hold, and where their values come from (PS3.4 Table K.6-1).

use crate::data_set::retired;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::Code;
use domain::scheduled_step::ScheduledStep;
use std::borrow::Cow;

/// Where an attribute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Beside the Scheduled Procedure Step Sequence.
    Root,
    /// In its item.
    Step,
}

/// An attribute and its source.
#[derive(Clone, Copy)]
pub(crate) struct Attribute {
    pub tag: Tag,
    pub vr: VR,
    pub source: Source,
}

/// What an attribute is filled from.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// Text that may be cut.
    Text(fn(&ScheduledStep) -> Cow<'_, str>),
    /// Text that names something: never cut.
    Identifier(fn(&ScheduledStep) -> Cow<'_, str>),
    /// A number; `None` is sent without a value.
    Number(fn(&ScheduledStep) -> Option<u16>),
    /// Codes.
    Codes(fn(&ScheduledStep) -> &[Code]),
    /// The titles of the stations, or the caller's when any station may do it.
    Stations,
    /// Nothing we know: sent without a value, because modalities miss attributes they asked for.
    Empty,
}

const fn text(tag: Tag, vr: VR, of: fn(&ScheduledStep) -> Cow<'_, str>) -> Attribute {
    Attribute {
        tag,
        vr,
        source: Source::Text(of),
    }
}

const fn identifier(tag: Tag, vr: VR, of: fn(&ScheduledStep) -> Cow<'_, str>) -> Attribute {
    Attribute {
        tag,
        vr,
        source: Source::Identifier(of),
    }
}

const fn empty(tag: Tag, vr: VR) -> Attribute {
    Attribute {
        tag,
        vr,
        source: Source::Empty,
    }
}

/// The attribute of a tag; `None` if we know nothing of it.
pub(crate) fn find(level: Level, tag: Tag) -> Option<Attribute> {
    all(level)
        .iter()
        .find(|attribute| attribute.tag == tag)
        .copied()
}

/// All attributes of a level, in ascending order.
pub(crate) const fn all(level: Level) -> &'static [Attribute] {
    match level {
        Level::Root => ROOT,
        Level::Step => STEP,
    }
}

const ROOT: &[Attribute] = &[
    empty(tags::STUDY_DATE, VR::DA),
    empty(tags::STUDY_TIME, VR::TM),
    identifier(tags::ACCESSION_NUMBER, VR::SH, |step| {
        (&step.accession_number).into()
    }),
    empty(tags::ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, VR::SQ),
    empty(tags::INSTITUTION_NAME, VR::LO),
    empty(tags::INSTITUTION_ADDRESS, VR::ST),
    empty(tags::INSTITUTION_CODE_SEQUENCE, VR::SQ),
    text(tags::REFERRING_PHYSICIAN_NAME, VR::PN, |step| {
        step.referring_physician_name.as_dicom().into()
    }),
    empty(tags::REFERRING_PHYSICIAN_ADDRESS, VR::ST),
    empty(tags::REFERRING_PHYSICIAN_TELEPHONE_NUMBERS, VR::SH),
    empty(tags::REFERRING_PHYSICIAN_IDENTIFICATION_SEQUENCE, VR::SQ),
    empty(tags::CONSULTING_PHYSICIAN_NAME, VR::PN),
    text(tags::STUDY_DESCRIPTION, VR::LO, |step| {
        (&step.requested_procedure_description).into()
    }),
    empty(tags::INSTITUTIONAL_DEPARTMENT_NAME, VR::LO),
    empty(tags::PHYSICIANS_OF_RECORD, VR::PN),
    empty(tags::ADMITTING_DIAGNOSES_DESCRIPTION, VR::LO),
    empty(tags::ADMITTING_DIAGNOSES_CODE_SEQUENCE, VR::SQ),
    empty(tags::REFERENCED_STUDY_SEQUENCE, VR::SQ),
    empty(tags::REFERENCED_PATIENT_SEQUENCE, VR::SQ),
    text(tags::PATIENT_NAME, VR::PN, |step| {
        step.patient.name.as_dicom().into()
    }),
    identifier(tags::PATIENT_ID, VR::LO, |step| {
        (&step.patient.patient_id).into()
    }),
    identifier(tags::ISSUER_OF_PATIENT_ID, VR::LO, |step| {
        (&step.patient.issuer_of_patient_id).into()
    }),
    empty(tags::ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE, VR::SQ),
    text(tags::PATIENT_BIRTH_DATE, VR::DA, |step| {
        step.patient.birth_date.map(date).unwrap_or_default().into()
    }),
    empty(tags::PATIENT_BIRTH_TIME, VR::TM),
    text(tags::PATIENT_SEX, VR::CS, |step| (&step.patient.sex).into()),
    empty(tags::PATIENT_INSURANCE_PLAN_CODE_SEQUENCE, VR::SQ),
    empty(tags::PATIENT_PRIMARY_LANGUAGE_CODE_SEQUENCE, VR::SQ),
    empty(retired::OTHER_PATIENT_IDS, VR::LO),
    empty(tags::OTHER_PATIENT_NAMES, VR::PN),
    empty(tags::OTHER_PATIENT_I_DS_SEQUENCE, VR::SQ),
    empty(tags::PATIENT_BIRTH_NAME, VR::PN),
    empty(tags::PATIENT_AGE, VR::AS),
    text(tags::PATIENT_SIZE, VR::DS, |step| {
        (&step.patient_size).into()
    }),
    text(tags::PATIENT_WEIGHT, VR::DS, |step| {
        (&step.patient_weight).into()
    }),
    empty(tags::PATIENT_ADDRESS, VR::LO),
    empty(tags::PATIENT_MOTHER_BIRTH_NAME, VR::PN),
    empty(tags::MILITARY_RANK, VR::LO),
    empty(tags::BRANCH_OF_SERVICE, VR::LO),
    text(tags::MEDICAL_ALERTS, VR::LO, |step| {
        (&step.medical_alerts).into()
    }),
    text(tags::ALLERGIES, VR::LO, |step| (&step.allergies).into()),
    empty(tags::COUNTRY_OF_RESIDENCE, VR::LO),
    empty(tags::REGION_OF_RESIDENCE, VR::LO),
    empty(tags::PATIENT_TELEPHONE_NUMBERS, VR::SH),
    empty(retired::ETHNIC_GROUP, VR::SH),
    empty(tags::OCCUPATION, VR::SH),
    empty(tags::SMOKING_STATUS, VR::CS),
    empty(tags::ADDITIONAL_PATIENT_HISTORY, VR::LT),
    Attribute {
        tag: tags::PREGNANCY_STATUS,
        vr: VR::US,
        source: Source::Number(|step| step.pregnancy_status),
    },
    empty(tags::LAST_MENSTRUAL_DATE, VR::DA),
    empty(tags::PATIENT_RELIGIOUS_PREFERENCE, VR::LO),
    text(tags::PATIENT_COMMENTS, VR::LT, |step| {
        (&step.patient_comments).into()
    }),
    identifier(tags::STUDY_INSTANCE_UID, VR::UI, |step| {
        step.study_instance_uid
            .as_ref()
            .map_or("", |uid| uid.as_str())
            .into()
    }),
    empty(tags::STUDY_ID, VR::SH),
    empty(tags::REQUESTING_PHYSICIAN_IDENTIFICATION_SEQUENCE, VR::SQ),
    text(tags::REQUESTING_PHYSICIAN, VR::PN, |step| {
        step.requesting_physician.as_dicom().into()
    }),
    text(tags::REQUESTING_SERVICE, VR::LO, |step| {
        (&step.requesting_service).into()
    }),
    empty(tags::REQUESTING_SERVICE_CODE_SEQUENCE, VR::SQ),
    text(tags::REQUESTED_PROCEDURE_DESCRIPTION, VR::LO, |step| {
        let codes = step.requested_procedure_code.as_slice();
        described(&step.requested_procedure_description, codes)
    }),
    Attribute {
        tag: tags::REQUESTED_PROCEDURE_CODE_SEQUENCE,
        vr: VR::SQ,
        source: Source::Codes(|step| step.requested_procedure_code.as_slice()),
    },
    empty(tags::VISIT_STATUS_ID, VR::CS),
    identifier(tags::ADMISSION_ID, VR::LO, |step| {
        (&step.admission_id).into()
    }),
    empty(tags::ISSUER_OF_ADMISSION_ID_SEQUENCE, VR::SQ),
    empty(tags::ROUTE_OF_ADMISSIONS, VR::LO),
    empty(tags::ADMITTING_DATE, VR::DA),
    empty(tags::ADMITTING_TIME, VR::TM),
    text(tags::SPECIAL_NEEDS, VR::LO, |step| {
        (&step.special_needs).into()
    }),
    empty(tags::SERVICE_EPISODE_ID, VR::LO),
    empty(tags::SERVICE_EPISODE_DESCRIPTION, VR::LO),
    empty(tags::ISSUER_OF_SERVICE_EPISODE_ID_SEQUENCE, VR::SQ),
    empty(tags::PERTINENT_DOCUMENTS_SEQUENCE, VR::SQ),
    text(tags::CURRENT_PATIENT_LOCATION, VR::LO, |step| {
        (&step.current_patient_location).into()
    }),
    empty(tags::PATIENT_INSTITUTION_RESIDENCE, VR::LO),
    text(tags::PATIENT_STATE, VR::LO, |step| {
        (&step.patient_state).into()
    }),
    empty(tags::ORDER_PLACER_IDENTIFIER_SEQUENCE, VR::SQ),
    empty(tags::ORDER_FILLER_IDENTIFIER_SEQUENCE, VR::SQ),
    empty(tags::SCHEDULED_SPECIMEN_SEQUENCE, VR::SQ),
    identifier(tags::REQUESTED_PROCEDURE_ID, VR::SH, |step| {
        (&step.requested_procedure_id).into()
    }),
    text(tags::REASON_FOR_THE_REQUESTED_PROCEDURE, VR::LO, |step| {
        (&step.reason).into()
    }),
    text(tags::REQUESTED_PROCEDURE_PRIORITY, VR::SH, |step| {
        step.priority.as_dicom().into()
    }),
    text(tags::PATIENT_TRANSPORT_ARRANGEMENTS, VR::LO, |step| {
        (&step.transport).into()
    }),
    empty(tags::REQUESTED_PROCEDURE_LOCATION, VR::LO),
    empty(tags::CONFIDENTIALITY_CODE, VR::LO),
    empty(tags::REPORTING_PRIORITY, VR::SH),
    empty(tags::REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE, VR::SQ),
    empty(tags::NAMES_OF_INTENDED_RECIPIENTS_OF_RESULTS, VR::PN),
    empty(
        tags::INTENDED_RECIPIENTS_OF_RESULTS_IDENTIFICATION_SEQUENCE,
        VR::SQ,
    ),
    text(tags::REQUESTED_PROCEDURE_COMMENTS, VR::LT, |step| {
        (&step.requested_procedure_comments).into()
    }),
    empty(retired::REASON_FOR_THE_IMAGING_SERVICE_REQUEST, VR::LO),
    empty(tags::ISSUE_DATE_OF_IMAGING_SERVICE_REQUEST, VR::DA),
    empty(tags::ISSUE_TIME_OF_IMAGING_SERVICE_REQUEST, VR::TM),
    empty(tags::ORDER_ENTERED_BY, VR::PN),
    empty(tags::ORDER_ENTERER_LOCATION, VR::SH),
    empty(tags::ORDER_CALLBACK_PHONE_NUMBER, VR::SH),
    identifier(
        tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        VR::LO,
        |step| (&step.placer_order_number).into(),
    ),
    identifier(
        tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        VR::LO,
        |step| (&step.filler_order_number).into(),
    ),
    empty(tags::IMAGING_SERVICE_REQUEST_COMMENTS, VR::LT),
    text(
        tags::CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION,
        VR::LO,
        |step| (&step.confidentiality_constraint).into(),
    ),
    empty(tags::HL7_STRUCTURED_DOCUMENT_REFERENCE_SEQUENCE, VR::SQ),
    empty(tags::BARCODE_VALUE, VR::LT),
];

const STEP: &[Attribute] = &[
    text(tags::MODALITY, VR::CS, |step| (&step.modality).into()),
    empty(tags::REFERENCED_DEFINED_PROTOCOL_SEQUENCE, VR::SQ),
    empty(tags::REFERENCED_PERFORMED_PROTOCOL_SEQUENCE, VR::SQ),
    text(tags::REQUESTED_CONTRAST_AGENT, VR::LO, |step| {
        (&step.requested_contrast_agent).into()
    }),
    Attribute {
        tag: tags::SCHEDULED_STATION_AE_TITLE,
        vr: VR::AE,
        source: Source::Stations,
    },
    text(tags::SCHEDULED_PROCEDURE_STEP_START_DATE, VR::DA, |step| {
        date(step.start_date).into()
    }),
    text(tags::SCHEDULED_PROCEDURE_STEP_START_TIME, VR::TM, |step| {
        time(step.start_time).into()
    }),
    text(tags::SCHEDULED_PROCEDURE_STEP_END_DATE, VR::DA, |step| {
        end(step)
            .map(|end| date(end.date()))
            .unwrap_or_default()
            .into()
    }),
    text(tags::SCHEDULED_PROCEDURE_STEP_END_TIME, VR::TM, |step| {
        end(step)
            .map(|end| time(end.time()))
            .unwrap_or_default()
            .into()
    }),
    text(tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME, VR::PN, |step| {
        step.performing_physician_name.as_dicom().into()
    }),
    text(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR::LO, |step| {
        described(&step.description, &step.protocol_codes)
    }),
    Attribute {
        tag: tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE,
        vr: VR::SQ,
        source: Source::Codes(|step| &step.protocol_codes),
    },
    identifier(tags::SCHEDULED_PROCEDURE_STEP_ID, VR::SH, |step| {
        (&step.scheduled_procedure_step_id).into()
    }),
    empty(
        tags::SCHEDULED_PERFORMING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
        VR::SQ,
    ),
    text(tags::SCHEDULED_STATION_NAME, VR::SH, |step| {
        (&step.station_name).into()
    }),
    text(tags::SCHEDULED_PROCEDURE_STEP_LOCATION, VR::SH, |step| {
        (&step.location).into()
    }),
    text(tags::PRE_MEDICATION, VR::LO, |step| {
        (&step.pre_medication).into()
    }),
    text(tags::SCHEDULED_PROCEDURE_STEP_STATUS, VR::CS, |step| {
        step.status.as_dicom().into()
    }),
    text(
        tags::COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP,
        VR::LT,
        |step| (&step.comments).into(),
    ),
];

/// Type 1C, description or code: devices differ in which they show, so without a description the
/// meaning of the code is one.
fn described<'s>(description: &'s str, codes: &'s [Code]) -> Cow<'s, str> {
    if description.is_empty() {
        codes.first().map_or("", |code| &code.meaning).into()
    } else {
        description.into()
    }
}

/// Without an expected duration there is no end.
fn end(step: &ScheduledStep) -> Option<NaiveDateTime> {
    let minutes = i64::from(step.expected_minutes);
    (minutes > 0)
        .then(|| step.start_date.and_time(step.start_time))
        .and_then(|start| start.checked_add_signed(TimeDelta::minutes(minutes)))
}

/// `YYYYMMDD`, by hand: a tenth of the time of a format string.
fn date(date: NaiveDate) -> String {
    let mut text = String::with_capacity(8);
    let year = u32::try_from(date.year().clamp(0, 9999)).unwrap_or_default();
    for number in [year / 100, year % 100, date.month(), date.day()] {
        push_two_digits(&mut text, number);
    }
    text
}

/// `HHMMSS`.
fn time(time: NaiveTime) -> String {
    let mut text = String::with_capacity(6);
    for number in [time.hour(), time.minute(), time.second()] {
        push_two_digits(&mut text, number);
    }
    text
}

fn push_two_digits(text: &mut String, number: u32) {
    for digit in [number / 10, number % 10] {
        text.extend(char::from_digit(digit, 10));
    }
}
