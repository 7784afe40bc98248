//! The planned day as files: the CSV schedule, the declared devices and the protocol catalogue.

use super::catalogue::{self, Procedure};
use super::plan::{Plan, PlannedExam};
use crate::declared::DeclaredProtocol;
use crate::views::map;
use contract::protocols::{ExpectedSeries, ProtocolForm};
use serde::Serialize;

/// The columns written, by their DICOM keywords.
const COLUMNS: [&str; 27] = [
    "PatientID",
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "PatientWeight",
    "Allergies",
    "AdmissionID",
    "CurrentPatientLocation",
    "AccessionNumber",
    "PlacerOrderNumberImagingServiceRequest",
    "ReferringPhysicianName",
    "RequestedProcedureID",
    "RequestedProcedureDescription",
    "RequestedProcedureCodeValue",
    "RequestedProcedureCodingScheme",
    "RequestedProcedureCodeMeaning",
    "RequestedProcedurePriority",
    "ScheduledProcedureStepID",
    "ScheduledProcedureStepDescription",
    "ScheduledProtocolCodeValue",
    "ScheduledProtocolCodingScheme",
    "ScheduledProtocolCodeMeaning",
    "Modality",
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "ExpectedMinutes",
];

/// A device as `apply` reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeclaredDevice {
    /// AE title.
    pub ae_title: String,
    /// Name on the board.
    pub name: String,
    /// Modality (0008,0060).
    pub modality: String,
}

/// The schedule of the day, for `import`.
#[must_use]
pub fn schedule(plan: &Plan) -> String {
    let mut text = Vec::new();
    let mut writer = ::csv::Writer::from_writer(&mut text);
    let mut write = |row: &[String]| {
        writer
            .write_record(row)
            .expect("rows of one length go into memory");
    };
    write(&COLUMNS.map(str::to_owned));
    for exam in plan.scheduled() {
        write(&row(plan, exam));
    }
    drop(writer);
    String::from_utf8(text).expect("it was made of UTF-8")
}

/// An order of the day withdrawn, for `import`.
pub(super) fn withdrawal(plan: &Plan, accession_number: &str) -> String {
    let mut text = Vec::new();
    let mut writer = ::csv::Writer::from_writer(&mut text);
    let mut write = |row: &[String], status: &str| {
        let mut row = row.to_vec();
        row.push(status.to_owned());
        writer
            .write_record(row)
            .expect("rows of one length go into memory");
    };
    write(&COLUMNS.map(str::to_owned), "Status");
    let mut scheduled = plan.scheduled();
    if let Some(exam) = scheduled.find(|exam| exam.accession_number == accession_number) {
        write(&row(plan, exam), "CANCELED");
    }
    drop(writer);
    String::from_utf8(text).expect("it was made of UTF-8")
}

/// The department's devices.
#[must_use]
pub fn devices(plan: &Plan) -> Vec<DeclaredDevice> {
    let declared = plan.stations.iter().map(|station| DeclaredDevice {
        ae_title: station.ae_title.clone(),
        name: station.name.clone(),
        modality: station.modality.to_owned(),
    });
    declared.collect()
}

/// What the procedures of the department's modalities should look like when performed.
#[must_use]
pub fn protocols(plan: &Plan) -> Vec<ProtocolForm> {
    let has = |modality: &str| {
        let mut stations = plan.stations.iter();
        stations.any(|station| station.modality == modality)
    };
    catalogue::all()
        .filter(|procedure| has(procedure.modality))
        .map(protocol)
        .collect()
}

fn protocol(procedure: &Procedure) -> ProtocolForm {
    let series = procedure.series.iter().map(|series| ExpectedSeries {
        name: series.name.to_owned(),
        // The whole text: "T1 axial" is not "T1 axial with contrast".
        patterns: vec![series.name.to_owned()],
        required: true,
    });
    ProtocolForm {
        code: map::code(&procedure.code()),
        station: String::new(),
        modality: procedure.modality.to_owned(),
        expected_minutes: procedure.minutes,
        protocol_codes: vec![map::code(&procedure.protocol_code())],
        series: series.collect(),
        contrast: procedure.agent.map(|_| true),
        report_extra_series: true,
    }
}

/// The department's devices and protocols as TOML, for `apply`.
#[must_use]
pub fn declared_settings(plan: &Plan) -> String {
    #[derive(Serialize)]
    struct Settings {
        device: Vec<DeclaredDevice>,
        protocol: Vec<DeclaredProtocol>,
    }
    let settings = Settings {
        device: devices(plan),
        protocol: protocols(plan).iter().map(DeclaredProtocol::from).collect(),
    };
    toml::to_string(&settings).expect("texts in tables are TOML")
}

fn row(plan: &Plan, exam: &PlannedExam) -> [String; 27] {
    let patient = &exam.person.patient;
    let station = plan.stations.get(exam.station);
    let birth_date = patient.birth_date.map(|date| date.to_string());
    let (procedure, protocol) = (exam.procedure.code(), exam.procedure.protocol_code());
    [
        patient.patient_id.clone(),
        patient.name.as_dicom().to_owned(),
        birth_date.unwrap_or_default(),
        patient.sex.clone(),
        exam.person.weight.to_string(),
        exam.person.allergies.to_owned(),
        exam.person.admission_id.clone(),
        exam.person.origin.to_owned(),
        exam.accession_number.clone(),
        exam.placer_order_number.clone(),
        exam.referring.as_dicom().to_owned(),
        exam.requested_procedure_id.clone(),
        procedure.meaning.clone(),
        procedure.value,
        procedure.scheme,
        procedure.meaning,
        exam.priority.as_dicom().to_owned(),
        exam.scheduled_procedure_step_id.clone(),
        protocol.meaning.clone(),
        protocol.value,
        protocol.scheme,
        protocol.meaning,
        exam.procedure.modality.to_owned(),
        station
            .map(|station| station.ae_title.clone())
            .unwrap_or_default(),
        exam.planned_start.format("%Y-%m-%d").to_string(),
        exam.planned_start.format("%H:%M").to_string(),
        exam.expected_minutes.to_string(),
    ]
}
