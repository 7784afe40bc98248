//! What a scanner reports of a performed step, from the plan and what the worklist said.

use super::catalogue::Procedure;
use super::plan::{End, Outcome, Plan, PlannedExam, PlannedPerformedStep, PlannedSeries};
use super::stations::Station;
use crate::schedule::new_uid;
use dimse::client::WorklistAnswer;
use domain::performed_step::{
    InstanceReference, PerformedSeries, PerformedStatus, Report, ScheduledReference,
};
use domain::{AeTitle, Code, Patient, Uid};

/// Class of radiation dose reports: Enhanced X-Ray Radiation Dose SR Storage.
const DOSE_REPORT: &str = "1.2.840.10008.5.1.4.1.1.88.67";

/// A performed step as the scanner has it: what was taken from the worklist, and the UIDs it made.
pub(super) struct Registered {
    /// SOP Instance UID of the performed step.
    pub(super) sop_instance_uid: Uid,
    /// What it names; with a Study Instance UID of its own when it is unscheduled.
    pub(super) references: Vec<ScheduledReference>,
    patient: Patient,
    admission_id: String,
    procedure_codes: Vec<Code>,
    protocol_codes: Vec<Code>,
    series_uids: Vec<Uid>,
}

impl Registered {
    /// Registers a patient at the console with entries of the worklist; without any, by hand.
    pub(super) fn new(
        plan: &Plan,
        step: &PlannedPerformedStep,
        entries: &[&WorklistAnswer],
        patient_entry: Option<&WorklistAnswer>,
    ) -> Self {
        let by_hand = plan.exams.get(step.patient_of).map(|exam| &exam.person);
        let typed = by_hand.map(|person| person.patient.clone());
        let exam = plan.exams.get(step.exam);
        let as_ordered = exam.is_some_and(|exam| exam.procedure == step.procedure);
        let entry = entries.first().filter(|_| as_ordered);
        let codes = |ordered: Option<&Vec<Code>>, own: Code| match ordered {
            Some(codes) if !codes.is_empty() => codes.clone(),
            Some(_) | None => vec![own],
        };
        Self {
            sop_instance_uid: new_uid(),
            references: references(entries),
            patient: patient_entry
                .map(|entry| entry.patient.clone())
                .or(typed)
                .unwrap_or_default(),
            admission_id: patient_entry
                .map(|entry| entry.admission_id.clone())
                .unwrap_or_default(),
            procedure_codes: codes(
                entry.map(|entry| &entry.requested_procedure_codes),
                step.procedure.code(),
            ),
            protocol_codes: match step.protocol_of {
                Some(other) => vec![other.protocol_code()],
                None => codes(
                    entry.map(|entry| &entry.protocol_codes),
                    step.procedure.protocol_code(),
                ),
            },
            series_uids: step.series.iter().map(|_| new_uid()).collect(),
        }
    }

    /// Names the series of another performed step.
    pub(super) fn repeat(&mut self, first: &Self) {
        self.series_uids.clone_from(&first.series_uids);
        self.references.clone_from(&first.references);
    }
}

/// One reference an entry. Several entries share a study the scanner makes, and name the ordered
/// studies (PS3.4 F.7.2.1.2 note 2); no entry is one reference with a study alone (note 3).
fn references(entries: &[&WorklistAnswer]) -> Vec<ScheduledReference> {
    let study = new_uid();
    if entries.is_empty() {
        return vec![ScheduledReference {
            study_instance_uid: Some(study),
            ..ScheduledReference::default()
        }];
    }
    let is_group = entries.len() > 1;
    let reference = |entry: &&WorklistAnswer| ScheduledReference {
        study_instance_uid: if is_group {
            Some(study.clone())
        } else {
            entry.study_instance_uid.clone()
        },
        referenced_study_uids: entry.study_instance_uid.iter().cloned().collect(),
        accession_number: entry.accession_number.clone(),
        requested_procedure_id: entry.requested_procedure_id.clone(),
        requested_procedure_description: entry.requested_procedure_description.clone(),
        requested_procedure_codes: entry.requested_procedure_codes.clone(),
        scheduled_procedure_step_id: entry.scheduled_procedure_step_id.clone(),
        scheduled_procedure_step_description: entry.description.clone(),
        scheduled_protocol_codes: entry.protocol_codes.clone(),
        placer_order_number: entry.placer_order_number.clone(),
        filler_order_number: entry.filler_order_number.clone(),
    };
    entries.iter().map(reference).collect()
}

/// What a scanner can say of a performed step.
pub(super) struct Scribe<'a> {
    /// Who performs it.
    pub(super) exam: &'a PlannedExam,
    /// Where.
    pub(super) station: &'a Station,
    /// How it goes.
    pub(super) step: &'a PlannedPerformedStep,
    /// Number of the performed step at this department.
    pub(super) number: usize,
    /// What the console has.
    pub(super) registered: &'a Registered,
}

impl Scribe<'_> {
    /// The N-CREATE. What is to be set later is there without a value (PS3.4 F.7.2.1.2).
    pub(super) fn created(&self) -> Report {
        let study_id = self.registered.references.first();
        Report {
            status: Some(PerformedStatus::InProgress.as_dicom().to_owned()),
            scheduled_steps: Some(self.registered.references.clone()),
            patient: self.registered.patient.clone(),
            admission_id: Some(self.registered.admission_id.clone())
                .filter(|admission| !admission.is_empty()),
            performed_procedure_step_id: Some(format!("PPS-{:05}", self.number + 1)),
            station_ae_title: AeTitle::new(&self.station.ae_title).ok(),
            station_name: Some(self.station.name.clone()),
            location: Some(self.station.location.clone()),
            start_date: Some(self.step.starts.date()),
            start_time: Some(self.step.starts.time()),
            description: Some(self.step.procedure.meaning.to_owned()),
            type_description: Some(String::new()),
            procedure_codes: Some(self.registered.procedure_codes.clone()),
            protocol_codes: Some(self.registered.protocol_codes.clone()),
            comments: Some(String::new()),
            discontinuation_reasons: Some(Vec::new()),
            modality: Some(self.station.modality.to_owned()),
            study_id: study_id.map(|reference| reference.requested_procedure_id.clone()),
            series: Some(Vec::new()),
            consumption: self.step.announced(),
            ..Report::default()
        }
    }

    /// An intermediate N-SET with the series made so far.
    pub(super) fn progressed(&self, series: usize) -> Report {
        Report {
            series: Some(self.series(series)),
            ..Report::default()
        }
    }

    /// The last N-SET.
    pub(super) fn ended(&self, end: &End) -> Report {
        let (status, reasons) = match end.outcome {
            Outcome::Completed => (PerformedStatus::Completed, None),
            Outcome::Discontinued(reason) => (
                PerformedStatus::Discontinued,
                Some(reason.map(|reason| Code::new(reason.value, reason.scheme, reason.meaning))),
            ),
        };
        Report {
            status: Some(status.as_dicom().to_owned()),
            end_date: Some(end.at.date()),
            end_time: Some(end.at.time()),
            discontinuation_reasons: reasons.map(|reason| reason.into_iter().collect()),
            series: Some(self.series(self.step.series.len())),
            consumption: self.step.consumed.clone(),
            ..Report::default()
        }
    }

    fn series(&self, made: usize) -> Vec<PerformedSeries> {
        let planned = self.step.series.iter().zip(&self.registered.series_uids);
        planned
            .take(made)
            .map(|(series, uid)| self.one_series(series, uid))
            .collect()
    }

    fn one_series(&self, series: &PlannedSeries, uid: &Uid) -> PerformedSeries {
        let is_dose_report = series.images == 0;
        let class = if is_dose_report {
            DOSE_REPORT
        } else {
            image_class(self.step.procedure)
        };
        let instances = |count: u32| {
            let instance = |number| InstanceReference {
                sop_class_uid: class.to_owned(),
                sop_instance_uid: format!("{uid}.{number}"),
            };
            (1..=count).map(instance).collect()
        };
        PerformedSeries {
            series_instance_uid: uid.as_str().to_owned(),
            protocol_name: series.name.to_owned(),
            description: series.name.to_owned(),
            retrieve_ae_title: String::new(),
            operators: vec![self.exam.operator.clone()],
            performing_physicians: vec![self.exam.radiologist.clone()],
            images: (self.station.lists_images && !is_dose_report)
                .then(|| instances(series.images)),
            others: is_dose_report.then(|| instances(1)),
        }
    }
}

fn image_class(procedure: &Procedure) -> &'static str {
    match procedure.modality {
        "CT" => "1.2.840.10008.5.1.4.1.1.2",
        "MR" => "1.2.840.10008.5.1.4.1.1.4",
        "US" => "1.2.840.10008.5.1.4.1.1.6.1",
        "DX" => "1.2.840.10008.5.1.4.1.1.1.1",
        "MG" => "1.2.840.10008.5.1.4.1.1.1.2",
        "XA" => "1.2.840.10008.5.1.4.1.1.12.1",
        "RF" => "1.2.840.10008.5.1.4.1.1.12.2",
        "NM" => "1.2.840.10008.5.1.4.1.1.20",
        "PT" => "1.2.840.10008.5.1.4.1.1.128",
        _ => "1.2.840.10008.5.1.4.1.1.7",
    }
}
