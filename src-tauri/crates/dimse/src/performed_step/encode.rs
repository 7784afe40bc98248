//! [`Report`] to data set: what a modality would send.

use super::consumption::VALUES;
use crate::data_set::retired;
use crate::data_set::write::{TextUsed, Writer, character_set_element};
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use chrono::{NaiveDate, NaiveTime};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::performed_step::{
    Consumption, ConsumptionSource, InstanceReference, PerformedSeries, Report, ScheduledReference,
};
use domain::{Code, PersonName};

/// The data set of an N-CREATE or N-SET that reports this: `None` is not sent, an empty value is
/// sent without a value; the patient is sent when any part of it is known, or with the scheduled
/// steps. Text is in the character set of the report if that has all of it, else in UTF-8. Findings
/// are not sent.
#[must_use]
pub fn encode_report(report: &Report, transfer_syntax: TransferSyntax) -> Vec<u8> {
    let term = report.character_set.as_deref();
    let named = term.and_then(|term| Some((term, CharacterSets::parse(term)?)));
    if let Some((term, sets)) = named {
        let mut out = Writer::new(transfer_syntax, sets);
        write(&mut out, report);
        if out.text_used() != TextUsed::Unencodable {
            out.prepend(&character_set_element(term, transfer_syntax));
            return out.into_bytes();
        }
    }
    let mut out = Writer::new(transfer_syntax, CharacterSets::UTF_8);
    write(&mut out, report);
    if out.text_used() != TextUsed::Ascii {
        out.prepend(&character_set_element("ISO_IR 192", transfer_syntax));
    }
    out.into_bytes()
}

/// A data set with nothing but the Scheduled Step Attributes Sequence, in UTF-8: what people changed of
/// the links of a performed step.
#[must_use]
pub fn encode_scheduled_steps(
    references: &[ScheduledReference],
    transfer_syntax: TransferSyntax,
) -> Vec<u8> {
    let mut out = Writer::new(transfer_syntax, CharacterSets::UTF_8);
    scheduled_steps(&mut out, references);
    if out.text_used() != TextUsed::Ascii {
        out.prepend(&character_set_element("ISO_IR 192", transfer_syntax));
    }
    out.into_bytes()
}

fn write(out: &mut Writer, report: &Report) {
    identification(out, report);
    patient(out, report);
    consumption_of(out, report, ConsumptionSource::Contrast);
    dose(
        out,
        report,
        tags::IMAGE_AND_FLUOROSCOPY_AREA_DOSE_PRODUCT,
        VR::DS,
    );
    text(out, tags::STUDY_ID, VR::SH, report.study_id.as_deref());
    text(
        out,
        tags::ADMISSION_ID,
        VR::LO,
        report.admission_id.as_deref(),
    );
    performed(out, report);
}

/// Group 0008.
fn identification(out: &mut Writer, report: &Report) {
    text(out, tags::MODALITY, VR::CS, report.modality.as_deref());
    codes(
        out,
        tags::PROCEDURE_CODE_SEQUENCE,
        report.procedure_codes.as_deref(),
    );
    if report.scheduled_steps.is_some() {
        out.sequence(tags::REFERENCED_PATIENT_SEQUENCE, |_| {});
    }
}

/// Group 0010.
fn patient(out: &mut Writer, report: &Report) {
    let patient = &report.patient;
    let is_known = *patient != domain::Patient::default();
    if !is_known && report.scheduled_steps.is_none() {
        return;
    }
    out.text(tags::PATIENT_NAME, VR::PN, patient.name.as_dicom());
    out.uncut_text(tags::PATIENT_ID, VR::LO, &patient.patient_id);
    if !patient.issuer_of_patient_id.is_empty() {
        out.text(
            tags::ISSUER_OF_PATIENT_ID,
            VR::LO,
            &patient.issuer_of_patient_id,
        );
    }
    let birth_date = patient.birth_date.map(date_text).unwrap_or_default();
    out.ascii(tags::PATIENT_BIRTH_DATE, VR::DA, &birth_date);
    out.text(tags::PATIENT_SEX, VR::CS, &patient.sex);
}

/// Group 0040.
fn performed(out: &mut Writer, report: &Report) {
    let station = report.station_ae_title.as_ref().map(|title| title.as_str());
    text(out, tags::PERFORMED_STATION_AE_TITLE, VR::AE, station);
    text(
        out,
        tags::PERFORMED_STATION_NAME,
        VR::SH,
        report.station_name.as_deref(),
    );
    text(
        out,
        tags::PERFORMED_LOCATION,
        VR::SH,
        report.location.as_deref(),
    );
    date(
        out,
        tags::PERFORMED_PROCEDURE_STEP_START_DATE,
        report.start_date,
    );
    time(
        out,
        tags::PERFORMED_PROCEDURE_STEP_START_TIME,
        report.start_time,
    );
    // Type 2 of N-CREATE: known at the end only.
    if report.scheduled_steps.is_some() && report.end_date.is_none() {
        out.ascii(tags::PERFORMED_PROCEDURE_STEP_END_DATE, VR::DA, "");
        out.ascii(tags::PERFORMED_PROCEDURE_STEP_END_TIME, VR::TM, "");
    }
    date(
        out,
        tags::PERFORMED_PROCEDURE_STEP_END_DATE,
        report.end_date,
    );
    time(
        out,
        tags::PERFORMED_PROCEDURE_STEP_END_TIME,
        report.end_time,
    );
    text(
        out,
        tags::PERFORMED_PROCEDURE_STEP_STATUS,
        VR::CS,
        report.status.as_deref(),
    );
    let id = report.performed_procedure_step_id.as_deref();
    text(out, tags::PERFORMED_PROCEDURE_STEP_ID, VR::SH, id);
    text(
        out,
        tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION,
        VR::LO,
        report.description.as_deref(),
    );
    let type_description = report.type_description.as_deref();
    text(
        out,
        tags::PERFORMED_PROCEDURE_TYPE_DESCRIPTION,
        VR::LO,
        type_description,
    );
    codes(
        out,
        tags::PERFORMED_PROTOCOL_CODE_SEQUENCE,
        report.protocol_codes.as_deref(),
    );
    if let Some(steps) = &report.scheduled_steps {
        scheduled_steps(out, steps);
    }
    text(
        out,
        tags::COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP,
        VR::ST,
        report.comments.as_deref(),
    );
    codes(
        out,
        tags::PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
        report.discontinuation_reasons.as_deref(),
    );
    dose(out, report, retired::TOTAL_TIME_OF_FLUOROSCOPY, VR::US);
    dose(out, report, retired::TOTAL_NUMBER_OF_EXPOSURES, VR::US);
    dose(out, report, tags::ENTRANCE_DOSE, VR::US);
    consumption_of(out, report, ConsumptionSource::DoseComment);
    consumption_of(out, report, ConsumptionSource::BillingProcedureStep);
    consumption_of(out, report, ConsumptionSource::FilmConsumption);
    consumption_of(out, report, ConsumptionSource::BillingSupplies);
    if let Some(all) = &report.series {
        out.sequence(tags::PERFORMED_SERIES_SEQUENCE, |out| {
            for one in all {
                out.item(|out| series(out, one));
            }
        });
    }
    dose(out, report, tags::ENTRANCE_DOSE_INM_GY, VR::DS);
}

fn scheduled_steps(out: &mut Writer, steps: &[ScheduledReference]) {
    out.sequence(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, |out| {
        for step in steps {
            out.item(|out| scheduled_reference(out, step));
        }
    });
}

fn scheduled_reference(out: &mut Writer, step: &ScheduledReference) {
    out.uncut_text(tags::ACCESSION_NUMBER, VR::SH, &step.accession_number);
    out.sequence(tags::REFERENCED_STUDY_SEQUENCE, |out| {
        for uid in &step.referenced_study_uids {
            out.item(|out| {
                out.ascii(
                    tags::REFERENCED_SOP_CLASS_UID,
                    VR::UI,
                    DETACHED_STUDY_MANAGEMENT,
                );
                out.ascii(tags::REFERENCED_SOP_INSTANCE_UID, VR::UI, uid.as_str());
            });
        }
    });
    let study = step
        .study_instance_uid
        .as_ref()
        .map_or("", |uid| uid.as_str());
    out.ascii(tags::STUDY_INSTANCE_UID, VR::UI, study);
    let description = &step.requested_procedure_description;
    out.text(tags::REQUESTED_PROCEDURE_DESCRIPTION, VR::LO, description);
    if !step.requested_procedure_codes.is_empty() {
        let requested = Some(step.requested_procedure_codes.as_slice());
        codes(out, tags::REQUESTED_PROCEDURE_CODE_SEQUENCE, requested);
    }
    let description = &step.scheduled_procedure_step_description;
    out.text(
        tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION,
        VR::LO,
        description,
    );
    codes(
        out,
        tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE,
        Some(&step.scheduled_protocol_codes),
    );
    out.uncut_text(
        tags::SCHEDULED_PROCEDURE_STEP_ID,
        VR::SH,
        &step.scheduled_procedure_step_id,
    );
    out.uncut_text(
        tags::REQUESTED_PROCEDURE_ID,
        VR::SH,
        &step.requested_procedure_id,
    );
    let (placer, filler) = (&step.placer_order_number, &step.filler_order_number);
    if !placer.is_empty() {
        out.text(
            tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            VR::LO,
            placer,
        );
    }
    if !filler.is_empty() {
        out.text(
            tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            VR::LO,
            filler,
        );
    }
}

/// Retired, and still what stands in Referenced Study Sequence (PS3.4 F.7.2.1.2).
const DETACHED_STUDY_MANAGEMENT: &str = "1.2.840.10008.3.1.2.3.1";

fn series(out: &mut Writer, series: &PerformedSeries) {
    out.text(tags::RETRIEVE_AE_TITLE, VR::AE, &series.retrieve_ae_title);
    out.text(tags::SERIES_DESCRIPTION, VR::LO, &series.description);
    names(
        out,
        tags::PERFORMING_PHYSICIAN_NAME,
        &series.performing_physicians,
    );
    names(out, tags::OPERATORS_NAME, &series.operators);
    instances(
        out,
        tags::REFERENCED_IMAGE_SEQUENCE,
        series.images.as_deref(),
    );
    out.text(tags::PROTOCOL_NAME, VR::LO, &series.protocol_name);
    out.ascii(
        tags::SERIES_INSTANCE_UID,
        VR::UI,
        &series.series_instance_uid,
    );
    let others = series.others.as_deref();
    instances(
        out,
        tags::REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE,
        others,
    );
}

fn names(out: &mut Writer, tag: Tag, names: &[PersonName]) {
    let text: Vec<&str> = names.iter().map(PersonName::as_dicom).collect();
    out.uncut_text(tag, VR::PN, &text.join("\\"));
}

fn instances(out: &mut Writer, tag: Tag, references: Option<&[InstanceReference]>) {
    out.sequence(tag, |out| {
        for reference in references.unwrap_or_default() {
            out.item(|out| {
                out.ascii(
                    tags::REFERENCED_SOP_CLASS_UID,
                    VR::UI,
                    &reference.sop_class_uid,
                );
                out.ascii(
                    tags::REFERENCED_SOP_INSTANCE_UID,
                    VR::UI,
                    &reference.sop_instance_uid,
                );
            });
        }
    });
}

/// A code item.
pub(crate) fn code(out: &mut Writer, code: &Code) {
    // PS3.3 8.1: longer ones have an attribute of their own.
    let is_long = code.value.chars().count() > 16;
    if !is_long {
        out.text(tags::CODE_VALUE, VR::SH, &code.value);
    }
    out.text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, &code.scheme);
    out.text(tags::CODE_MEANING, VR::LO, &code.meaning);
    if is_long {
        out.uncut_text(tags::LONG_CODE_VALUE, VR::UC, &code.value);
    }
}

fn codes(out: &mut Writer, tag: Tag, codes: Option<&[Code]>) {
    if let Some(codes) = codes {
        out.sequence(tag, |out| {
            for one in codes {
                out.item(|out| code(out, one));
            }
        });
    }
}

fn consumption_of(out: &mut Writer, report: &Report, source: ConsumptionSource) {
    let Some((_, all)) = report.consumption.iter().find(|(of, _)| *of == source) else {
        return;
    };
    match source {
        ConsumptionSource::BillingProcedureStep => {
            let steps: Vec<Code> = all.iter().filter_map(|one| one.code.clone()).collect();
            codes(out, tags::BILLING_PROCEDURE_STEP_SEQUENCE, Some(&steps));
        }
        ConsumptionSource::FilmConsumption => films(out, all),
        ConsumptionSource::BillingSupplies => supplies(out, all),
        ConsumptionSource::Contrast => contrast(out, all),
        ConsumptionSource::DoseComment => {
            let comment = all.first().map_or("", |one| one.name.as_str());
            out.text(tags::COMMENTS_ON_RADIATION_DOSE, VR::ST, comment);
        }
        ConsumptionSource::DoseAreaProduct
        | ConsumptionSource::EntranceDose
        | ConsumptionSource::EntranceDoseInMilligray
        | ConsumptionSource::FluoroscopyTime
        | ConsumptionSource::Exposures => {}
    }
}

fn films(out: &mut Writer, all: &[Consumption]) {
    out.sequence(tags::FILM_CONSUMPTION_SEQUENCE, |out| {
        for film in all {
            let (size, medium) = film.name.split_once(' ').unwrap_or((&film.name, ""));
            out.item(|out| {
                out.text(tags::MEDIUM_TYPE, VR::CS, medium);
                out.text(tags::FILM_SIZE_ID, VR::CS, size);
                out.text(tags::NUMBER_OF_FILMS, VR::IS, &film.quantity);
            });
        }
    });
}

fn supplies(out: &mut Writer, all: &[Consumption]) {
    out.sequence(tags::BILLING_SUPPLIES_AND_DEVICES_SEQUENCE, |out| {
        for supply in all {
            out.item(|out| {
                out.sequence(tags::QUANTITY_SEQUENCE, |out| {
                    out.item(|out| {
                        out.text(tags::QUANTITY, VR::DS, &supply.quantity);
                        let unit = Code::new(&supply.unit, "UCUM", &supply.unit);
                        codes(out, tags::MEASURING_UNITS_SEQUENCE, Some(&[unit]));
                    });
                });
                codes(
                    out,
                    tags::BILLING_ITEM_SEQUENCE,
                    Some(supply.code.as_slice()),
                );
            });
        }
    });
}

fn contrast(out: &mut Writer, all: &[Consumption]) {
    let Some(first) = all.first() else {
        out.text(tags::CONTRAST_BOLUS_AGENT, VR::LO, "");
        return;
    };
    out.text(tags::CONTRAST_BOLUS_AGENT, VR::LO, &first.name);
    let agents: Vec<Code> = all.iter().filter_map(|one| one.code.clone()).collect();
    codes(out, tags::CONTRAST_BOLUS_AGENT_SEQUENCE, Some(&agents));
    if !first.quantity.is_empty() {
        out.text(tags::CONTRAST_BOLUS_VOLUME, VR::DS, &first.quantity);
    }
}

/// A dose value, of the consumption that came in this attribute.
fn dose(out: &mut Writer, report: &Report, tag: Tag, vr: VR) {
    let sent = VALUES
        .iter()
        .find(|(_, of, _)| *of == tag)
        .and_then(|(source, _, _)| {
            report
                .consumption
                .iter()
                .find(|(of, _)| of == source)
                .map(|(_, all)| all)
        });
    let Some(all) = sent else { return };
    let quantity = all.first().map_or("", |one| one.quantity.as_str());
    if vr == VR::US {
        match quantity.parse() {
            Ok(number) => out.number(tag, number),
            Err(_) => out.element(tag, VR::US, &[]),
        }
    } else {
        out.text(tag, vr, quantity);
    }
}

fn text(out: &mut Writer, tag: Tag, vr: VR, text: Option<&str>) {
    if let Some(text) = text {
        out.text(tag, vr, text);
    }
}

fn date(out: &mut Writer, tag: Tag, date: Option<NaiveDate>) {
    if let Some(date) = date {
        out.ascii(tag, VR::DA, &date_text(date));
    }
}

fn time(out: &mut Writer, tag: Tag, time: Option<NaiveTime>) {
    if let Some(time) = time {
        out.ascii(tag, VR::TM, &time.format("%H%M%S").to_string());
    }
}

fn date_text(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}
