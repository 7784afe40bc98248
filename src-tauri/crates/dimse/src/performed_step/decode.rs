//! Data set to [`Report`].

use super::Operation;
use super::consumption;
use super::findings::Findings;
use crate::data_set::Scope;
use chrono::{NaiveDate, NaiveTime};
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use domain::performed_step::{
    Fault, InstanceReference, PerformedSeries, Report, ScheduledReference,
};
use domain::wall_clock::{parse_date, parse_time};
use domain::{AeTitle, Code, Patient, PersonName, Uid};

/// What a data set reports, and what is wrong with it.
pub(super) fn report(scope: Scope<'_>, operation: Operation) -> Report {
    let mut findings = Findings::default();
    findings.check(scope, operation);
    let mut report = Report {
        character_set: scope.text(tags::SPECIFIC_CHARACTER_SET).if_sent(),
        status: scope.text(tags::PERFORMED_PROCEDURE_STEP_STATUS).if_sent(),
        scheduled_steps: scope
            .items(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)
            .map(|items| items.into_iter().map(scheduled_reference).collect()),
        patient: patient(scope, &mut findings),
        admission_id: scope.text(tags::ADMISSION_ID).if_sent(),
        performed_procedure_step_id: scope.text(tags::PERFORMED_PROCEDURE_STEP_ID).if_sent(),
        station_ae_title: station_ae_title(scope, &mut findings),
        station_name: scope.text(tags::PERFORMED_STATION_NAME).if_sent(),
        location: scope.text(tags::PERFORMED_LOCATION).if_sent(),
        start_date: date(
            scope,
            tags::PERFORMED_PROCEDURE_STEP_START_DATE,
            &mut findings,
        ),
        start_time: time(
            scope,
            tags::PERFORMED_PROCEDURE_STEP_START_TIME,
            &mut findings,
        ),
        end_date: date(
            scope,
            tags::PERFORMED_PROCEDURE_STEP_END_DATE,
            &mut findings,
        ),
        end_time: time(
            scope,
            tags::PERFORMED_PROCEDURE_STEP_END_TIME,
            &mut findings,
        ),
        description: scope
            .text(tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION)
            .if_sent(),
        type_description: scope
            .text(tags::PERFORMED_PROCEDURE_TYPE_DESCRIPTION)
            .if_sent(),
        procedure_codes: codes_if_sent(scope, tags::PROCEDURE_CODE_SEQUENCE),
        protocol_codes: codes_if_sent(scope, tags::PERFORMED_PROTOCOL_CODE_SEQUENCE),
        comments: scope
            .text(tags::COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP)
            .if_sent(),
        discontinuation_reasons: codes_if_sent(
            scope,
            tags::PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
        ),
        modality: scope.text(tags::MODALITY).if_sent(),
        study_id: scope.text(tags::STUDY_ID).if_sent(),
        series: scope
            .items(tags::PERFORMED_SERIES_SEQUENCE)
            .map(|items| items.into_iter().map(series).collect()),
        consumption: consumption::decode(scope),
        findings: Vec::new(),
    };
    report.findings = findings.into_list();
    report
}

fn patient(scope: Scope<'_>, findings: &mut Findings) -> Patient {
    Patient {
        patient_id: scope.text(tags::PATIENT_ID).or_empty(),
        issuer_of_patient_id: scope.text(tags::ISSUER_OF_PATIENT_ID).or_empty(),
        name: PersonName::new(&scope.text(tags::PATIENT_NAME).or_empty()),
        birth_date: date(scope, tags::PATIENT_BIRTH_DATE, findings),
        sex: scope.text(tags::PATIENT_SEX).or_empty(),
    }
}

fn scheduled_reference(item: Scope<'_>) -> ScheduledReference {
    let text = |tag| item.text(tag).or_empty();
    ScheduledReference {
        study_instance_uid: Uid::new(&text(tags::STUDY_INSTANCE_UID)),
        referenced_study_uids: item
            .items(tags::REFERENCED_STUDY_SEQUENCE)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|study| Uid::new(&study.text(tags::REFERENCED_SOP_INSTANCE_UID).or_empty()))
            .collect(),
        accession_number: text(tags::ACCESSION_NUMBER),
        requested_procedure_id: text(tags::REQUESTED_PROCEDURE_ID),
        requested_procedure_description: text(tags::REQUESTED_PROCEDURE_DESCRIPTION),
        requested_procedure_codes: codes(item, tags::REQUESTED_PROCEDURE_CODE_SEQUENCE),
        scheduled_procedure_step_id: text(tags::SCHEDULED_PROCEDURE_STEP_ID),
        scheduled_procedure_step_description: text(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION),
        scheduled_protocol_codes: codes(item, tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE),
        placer_order_number: text(tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST),
        filler_order_number: text(tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST),
    }
}

fn series(item: Scope<'_>) -> PerformedSeries {
    let text = |tag| item.text(tag).or_empty();
    PerformedSeries {
        series_instance_uid: text(tags::SERIES_INSTANCE_UID),
        protocol_name: text(tags::PROTOCOL_NAME),
        description: text(tags::SERIES_DESCRIPTION),
        retrieve_ae_title: text(tags::RETRIEVE_AE_TITLE),
        operators: names(&text(tags::OPERATORS_NAME)),
        performing_physicians: names(&text(tags::PERFORMING_PHYSICIAN_NAME)),
        images: instances(item, tags::REFERENCED_IMAGE_SEQUENCE),
        others: instances(
            item,
            tags::REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE,
        ),
    }
}

fn names(text: &str) -> Vec<PersonName> {
    text.split('\\')
        .map(PersonName::new)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Devices send the sequence without items when they do not count: that is no count of 0.
fn instances(item: Scope<'_>, tag: Tag) -> Option<Vec<InstanceReference>> {
    let items = item.items(tag).filter(|items| !items.is_empty())?;
    let references = items.into_iter().map(|reference| InstanceReference {
        sop_class_uid: reference.text(tags::REFERENCED_SOP_CLASS_UID).or_empty(),
        sop_instance_uid: reference.text(tags::REFERENCED_SOP_INSTANCE_UID).or_empty(),
    });
    Some(references.collect())
}

/// The codes of a sequence; items without a value and a meaning are left out.
pub(crate) fn codes(scope: Scope<'_>, tag: Tag) -> Vec<Code> {
    codes_if_sent(scope, tag).unwrap_or_default()
}

fn codes_if_sent(scope: Scope<'_>, tag: Tag) -> Option<Vec<Code>> {
    let codes = scope.items(tag)?.into_iter().map(code);
    Some(
        codes
            .filter(|code| !code.value.is_empty() || !code.meaning.is_empty())
            .collect(),
    )
}

/// A code item (PS3.3 Table 8.8-1): Code Value, or the long one, or the URN.
fn code(item: Scope<'_>) -> Code {
    let value = [
        tags::CODE_VALUE,
        tags::LONG_CODE_VALUE,
        tags::URN_CODE_VALUE,
    ]
    .into_iter()
    .map(|tag| item.text(tag).or_empty())
    .find(|value| !value.is_empty());
    Code {
        value: value.unwrap_or_default(),
        scheme: item.text(tags::CODING_SCHEME_DESIGNATOR).or_empty(),
        meaning: item.text(tags::CODE_MEANING).or_empty(),
    }
}

fn station_ae_title(scope: Scope<'_>, findings: &mut Findings) -> Option<AeTitle> {
    let text = scope.text(tags::PERFORMED_STATION_AE_TITLE).or_empty();
    if text.is_empty() {
        return None;
    }
    match AeTitle::new(&text) {
        Ok(title) => Some(title),
        Err(_) => {
            findings.unreadable(tags::PERFORMED_STATION_AE_TITLE, Fault::NoAeTitle);
            None
        }
    }
}

fn date(scope: Scope<'_>, tag: Tag, findings: &mut Findings) -> Option<NaiveDate> {
    let text = scope.text(tag).or_empty();
    let date = parse_date(&text);
    if date.is_none() && !text.is_empty() {
        findings.unreadable(tag, Fault::NoDate);
    }
    date
}

fn time(scope: Scope<'_>, tag: Tag, findings: &mut Findings) -> Option<NaiveTime> {
    let text = scope.text(tag).or_empty();
    let time = parse_time(&text).map(|span| span.first);
    if time.is_none() && !text.is_empty() {
        findings.unreadable(tag, Fault::NoTime);
    }
    time
}
