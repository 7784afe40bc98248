//! Scheduled and performed steps as exported.

use super::object;
use crate::schedule::fields;
use chrono::NaiveDate;
use domain::performed_step::PerformedStatus;
use domain::{AeTitle, Code};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use storage::{Session, StorageError, StoredPerformedStep, StoredStep};

/// Scheduled steps of these days.
///
/// # Errors
/// When the database refuses.
pub(super) fn steps(
    session: &mut Session<'_>,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Map<String, Value>>, StorageError> {
    let stored = session.scheduled_steps_between(first, last)?;
    let mut performed: HashMap<i64, Vec<String>> = HashMap::new();
    for chunk in stored.chunks(500) {
        let ids: Vec<i64> = chunk.iter().map(|stored| stored.step.id).collect();
        for (step, summary) in session.performed_steps_of(&ids)? {
            performed
                .entry(step)
                .or_default()
                .push(summary.sop_instance_uid);
        }
    }
    Ok(stored
        .iter()
        .map(|stored| step(stored, performed.remove(&stored.step.id)))
        .collect())
}

fn step(stored: &StoredStep, performed: Option<Vec<String>>) -> Map<String, Value> {
    let fields = fields::ALL
        .iter()
        .map(|field| (field.keyword(), Value::String(field.get(stored))));
    object(fields.chain([("PerformedSteps", json!(performed.unwrap_or_default()))]))
}

/// Performed steps that the boards of these days show.
///
/// # Errors
/// When the database refuses.
pub(super) fn performed(
    session: &mut Session<'_>,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Map<String, Value>>, StorageError> {
    let mut rows = Vec::new();
    for summary in session.performed_steps_between(first, last)? {
        let links = session.links_of_performed(&[summary.id])?;
        let ids: Vec<i64> = links.iter().map(|link| link.scheduled_step).collect();
        let steps = session.scheduled_steps(&ids)?;
        let linked: Vec<Value> = links
            .iter()
            .filter_map(|link| {
                let stored = steps
                    .iter()
                    .find(|step| step.step.id == link.scheduled_step)?;
                Some(json!({
                    "ScheduledProcedureStepID": stored.step.scheduled_procedure_step_id,
                    "AccessionNumber": stored.step.accession_number,
                    "Basis": link.basis,
                }))
            })
            .collect();
        if let Some(full) = session.performed_step_in_full(summary.id)? {
            rows.push(performed_step(&full, linked));
        }
    }
    Ok(rows)
}

fn performed_step(full: &StoredPerformedStep, links: Vec<Value>) -> Map<String, Value> {
    let summary = &full.summary;
    let report = &summary.report;
    let date = |date: Option<NaiveDate>| json!(date.map(|date| date.to_string()));
    let time = |time: Option<chrono::NaiveTime>| {
        json!(time.map(|time| time.format("%H:%M:%S").to_string()))
    };
    let reason = report
        .discontinuation_reasons
        .iter()
        .flatten()
        .next()
        .map(code);
    let series: Vec<Value> = full
        .series
        .iter()
        .map(|stored| {
            let series = &stored.series;
            Value::Object(object([
                ("SeriesInstanceUID", json!(series.series_instance_uid)),
                ("ProtocolName", json!(series.protocol_name)),
                ("SeriesDescription", json!(series.description)),
                ("Instances", json!(series.images.as_ref().map(Vec::len))),
            ]))
        })
        .collect();
    let status = summary.status.unwrap_or(PerformedStatus::InProgress);
    object([
        ("SOPInstanceUID", json!(summary.sop_instance_uid)),
        (
            "PerformedProcedureStepID",
            json!(report.performed_procedure_step_id),
        ),
        ("PerformedProcedureStepStatus", json!(status.as_dicom())),
        (
            "PerformedStationAETitle",
            json!(report.station_ae_title.as_ref().map(AeTitle::as_str)),
        ),
        ("Modality", json!(report.modality)),
        ("PatientID", json!(report.patient.patient_id)),
        ("PatientName", json!(report.patient.name.as_dicom())),
        ("PerformedProcedureStepStartDate", date(report.start_date)),
        ("PerformedProcedureStepStartTime", time(report.start_time)),
        ("PerformedProcedureStepEndDate", date(report.end_date)),
        ("PerformedProcedureStepEndTime", time(report.end_time)),
        ("NumberOfSeries", json!(summary.series)),
        ("NumberOfInstances", json!(summary.images)),
        ("DiscontinuationReason", reason.unwrap_or(Value::Null)),
        ("Links", Value::Array(links)),
        ("Series", Value::Array(series)),
        ("Conformance", json!(report.findings)),
    ])
}

fn code(code: &Code) -> Value {
    Value::Object(object([
        ("CodeValue", json!(code.value)),
        ("CodingSchemeDesignator", json!(code.scheme)),
        ("CodeMeaning", json!(code.meaning)),
    ]))
}
