//! What modalities report of a performed step: attributes by keyword, as a well-behaved one sends
//! them; a story changes the one it is about.

use crate::schedule::{Appointment, today};
use serde_json::{Value, json};

/// A new UID, of this process and the call.
#[must_use]
pub fn new_uid() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    format!(
        "1.2.826.0.1.3680043.2.1143.99.{}.{number}",
        std::process::id()
    )
}

/// The item of the Scheduled Step Attributes Sequence for an appointment.
#[must_use]
pub fn reference(appointment: &Appointment) -> Value {
    json!({
        "AccessionNumber": appointment.accession(),
        "ReferencedStudySequence": [],
        "StudyInstanceUID": appointment.get("StudyInstanceUID"),
        "RequestedProcedureDescription": appointment.get("RequestedProcedureDescription"),
        "RequestedProcedureID": appointment.get("RequestedProcedureID"),
        "ScheduledProcedureStepDescription":
            appointment.get("ScheduledProcedureStepDescription"),
        "ScheduledProcedureStepID": appointment.get("ScheduledProcedureStepID"),
        "ScheduledProtocolCodeSequence": [],
    })
}

/// N-CREATE for an appointment, with every attribute that Table F.7.2-1 of PS3.4 wants.
#[must_use]
pub fn started(appointment: &Appointment) -> Value {
    started_for(&[appointment])
}

/// N-CREATE for several appointments of the first one's patient.
///
/// # Panics
/// Without an appointment.
#[must_use]
pub fn started_for(appointments: &[&Appointment]) -> Value {
    let first = appointments.first().expect("there is an appointment");
    let references: Vec<Value> = appointments.iter().map(|it| reference(it)).collect();
    json!({
        "SpecificCharacterSet": "ISO_IR 192",
        "ScheduledStepAttributesSequence": references,
        "PatientName": first.get("PatientName"),
        "PatientID": first.get("PatientID"),
        "PatientBirthDate": first.get("PatientBirthDate").replace('-', ""),
        "PatientSex": first.get("PatientSex"),
        "ReferencedPatientSequence": [],
        "PerformedProcedureStepID": "PPS1",
        "PerformedStationAETitle": "CT1",
        "PerformedStationName": "",
        "PerformedLocation": "",
        "PerformedProcedureStepStartDate": today(),
        "PerformedProcedureStepStartTime": "083100",
        "PerformedProcedureStepEndDate": "",
        "PerformedProcedureStepEndTime": "",
        "PerformedProcedureStepStatus": "IN PROGRESS",
        "PerformedProcedureStepDescription": "",
        "PerformedProcedureTypeDescription": "",
        "ProcedureCodeSequence": [],
        "Modality": "CT",
        "StudyID": "",
        "PerformedProtocolCodeSequence": [],
        "PerformedSeriesSequence": [],
    })
}

/// N-CREATE of an exam that is not on the schedule (PS3.4 F.7.2.1.2 note 3).
#[must_use]
pub fn started_unscheduled() -> Value {
    let nobody = Appointment::new(0)
        .without("AccessionNumber")
        .without("RequestedProcedureID")
        .without("RequestedProcedureDescription")
        .without("ScheduledProcedureStepID")
        .without("ScheduledProcedureStepDescription")
        .with("StudyInstanceUID", &new_uid())
        .with("PatientName", "Unknown^Trauma")
        .with("PatientID", "TMP1");
    started(&nobody)
}

/// One performed series with so many images.
#[must_use]
pub fn series(protocol: &str, images: usize) -> Value {
    let image = |_| {
        json!({
            "ReferencedSOPClassUID": "1.2.840.10008.5.1.4.1.1.2",
            "ReferencedSOPInstanceUID": new_uid(),
        })
    };
    json!({
        "PerformingPhysicianName": "",
        "OperatorsName": "Tech^Test",
        "ProtocolName": protocol,
        "SeriesInstanceUID": new_uid(),
        "SeriesDescription": protocol,
        "RetrieveAETitle": "",
        "ReferencedImageSequence": (0..images).map(image).collect::<Vec<_>>(),
        "ReferencedNonImageCompositeSOPInstanceSequence": [],
    })
}

/// N-SET COMPLETED with these series.
#[must_use]
pub fn completed(series: &[Value]) -> Value {
    ended("COMPLETED", series)
}

/// N-SET DISCONTINUED with one series and this reason of the scheme DCM.
#[must_use]
pub fn discontinued(reason: &str) -> Value {
    with(
        ended("DISCONTINUED", &[series("Scout", 1)]),
        &json!({"PerformedProcedureStepDiscontinuationReasonCodeSequence": [{
            "CodeValue": reason,
            "CodingSchemeDesignator": "DCM",
            "CodeMeaning": "Reason",
        }]}),
    )
}

fn ended(status: &str, series: &[Value]) -> Value {
    json!({
        "SpecificCharacterSet": "ISO_IR 192",
        "PerformedProcedureStepStatus": status,
        "PerformedProcedureStepEndDate": today(),
        "PerformedProcedureStepEndTime": "084500",
        "PerformedProcedureStepDescription": "",
        "PerformedProtocolCodeSequence": [],
        "PerformedSeriesSequence": series,
    })
}

/// The attributes with some of them replaced or added.
///
/// # Panics
/// When one is not an object.
#[must_use]
pub fn with(mut attributes: Value, others: &Value) -> Value {
    let all = attributes
        .as_object_mut()
        .expect("attributes are an object");
    for (keyword, value) in others.as_object().expect("attributes are an object") {
        all.insert(keyword.clone(), value.clone());
    }
    attributes
}

/// The attributes without some of them.
///
/// # Panics
/// When they are not an object.
#[must_use]
pub fn without(mut attributes: Value, keywords: &[&str]) -> Value {
    let all = attributes
        .as_object_mut()
        .expect("attributes are an object");
    for keyword in keywords {
        all.remove(*keyword);
    }
    attributes
}
