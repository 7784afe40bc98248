//! An exam that went as planned, for tests to change.

use super::{
    Alias, BillingDifference, Case, Department, Finding, Kind, PerformedFacts, Rooms,
    ScheduledFacts, evaluate,
};
use crate::alert::Severity;
use crate::exam::Thresholds;
use crate::performed_step::{
    InstanceReference, PerformedSeries, PerformedStatus, Report, ScheduledReference,
};
use crate::protocol::{ExpectedSeries, Protocol};
use crate::scheduled_step::{ScheduledStep, StepStatus};
use crate::{AeTitle, Code, Patient, PersonName, Uid};
use chrono::{NaiveDate, NaiveDateTime};

/// A time of the day of the exam.
pub(crate) fn at(hour: u32, minute: u32) -> NaiveDateTime {
    day().and_hms_opt(hour, minute, 0).expect("a time")
}

/// The day of the exam.
pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
}

/// A patient.
pub(crate) fn patient(id: &str, name: &str) -> Patient {
    Patient {
        patient_id: id.to_owned(),
        name: PersonName::new(name),
        birth_date: NaiveDate::from_ymd_opt(1971, 3, 2),
        sex: "F".to_owned(),
        ..Patient::default()
    }
}

/// A code of the site.
pub(crate) fn code(value: &str, meaning: &str) -> Code {
    Code::new(value, "99LOCAL", meaning)
}

/// A series with two images.
pub(crate) fn series(uid: &str, description: &str) -> PerformedSeries {
    let image = |number: u32| InstanceReference {
        sop_class_uid: "1.2.840.10008.5.1.4.1.1.2".to_owned(),
        sop_instance_uid: format!("{uid}.{number}"),
    };
    PerformedSeries {
        series_instance_uid: uid.to_owned(),
        description: description.to_owned(),
        images: Some(vec![image(1), image(2)]),
        ..PerformedSeries::default()
    }
}

/// An expected series.
pub(crate) fn expected(name: &str, required: bool) -> ExpectedSeries {
    ExpectedSeries {
        name: name.to_owned(),
        patterns: Vec::new(),
        required,
    }
}

/// The catalogue's entry for the exam: topogram, bone and soft tissue are required, 3D is not.
pub(crate) fn protocol() -> Protocol {
    Protocol {
        id: 1,
        code: code("CTSHL", "CT shoulder"),
        station: None,
        modality: "CT".to_owned(),
        expected_minutes: 25,
        protocol_codes: Vec::new(),
        series: vec![
            expected("Topogram", true),
            expected("Bone", true),
            expected("Soft", true),
            expected("3D", false),
        ],
        contrast: None,
        report_extra_series: true,
        valid_from: day(),
        valid_until: None,
    }
}

/// A performed step with all it is made of.
#[derive(Debug, Clone)]
pub(crate) struct Performed {
    pub id: i64,
    pub uid: String,
    pub caller: String,
    pub status: PerformedStatus,
    pub report: Report,
    pub links: Vec<i64>,
    pub received: NaiveDateTime,
    pub last_message: NaiveDateTime,
    pub late_messages: u32,
}

impl Performed {
    /// Completed as planned, linked to step 1.
    pub(crate) fn new(id: i64) -> Self {
        let report = Report {
            scheduled_steps: Some(vec![reference()]),
            patient: patient("48-20917", "OLIVARES^MARTA"),
            performed_procedure_step_id: Some(format!("PPS-{id}")),
            station_ae_title: AeTitle::new("CT1").ok(),
            start_date: Some(day()),
            start_time: Some(at(10, 33).time()),
            end_date: Some(day()),
            end_time: Some(at(10, 49).time()),
            description: Some("CT shoulder left".to_owned()),
            procedure_codes: Some(vec![code("CTSHL", "CT shoulder left")]),
            protocol_codes: Some(vec![code("SHO-BONE", "")]),
            modality: Some("CT".to_owned()),
            series: Some(vec![
                series(&format!("1.2.{id}.1"), "Topogram"),
                series(&format!("1.2.{id}.2"), "Bone 1.0"),
                series(&format!("1.2.{id}.3"), "Soft 3.0"),
            ]),
            ..Report::default()
        };
        Self {
            id,
            uid: format!("2.25.{id}"),
            caller: "CT1".to_owned(),
            status: PerformedStatus::Completed,
            report,
            links: vec![1],
            received: at(10, 33),
            last_message: at(10, 49),
            late_messages: 0,
        }
    }

    /// The same while it runs, with only the first series.
    pub(crate) fn running(mut self) -> Self {
        self.status = PerformedStatus::InProgress;
        self.report.end_date = None;
        self.report.end_time = None;
        self.series_mut().truncate(1);
        self
    }

    /// The same discontinued for a reason; empty is none.
    pub(crate) fn discontinued(mut self, reason: &str) -> Self {
        self.status = PerformedStatus::Discontinued;
        let reasons = Some(Code::new(reason, "DCM", "")).filter(|code| !code.value.is_empty());
        self.report.discontinuation_reasons = Some(reasons.into_iter().collect());
        self
    }

    pub(crate) fn series_mut(&mut self) -> &mut Vec<PerformedSeries> {
        self.report.series.get_or_insert_default()
    }

    pub(crate) fn facts(&self) -> PerformedFacts<'_> {
        PerformedFacts {
            id: self.id,
            sop_instance_uid: &self.uid,
            calling_ae_title: &self.caller,
            status: self.status,
            report: &self.report,
            links: &self.links,
            received: self.received,
            last_message: self.last_message,
            final_at: self.status.is_final().then_some(self.last_message),
            late_messages: self.late_messages,
        }
    }
}

/// What a scanner brings back of the scheduled step.
pub(crate) fn reference() -> ScheduledReference {
    ScheduledReference {
        study_instance_uid: Uid::new("1.2.3"),
        accession_number: "ACC-10418".to_owned(),
        requested_procedure_id: "RP-10418".to_owned(),
        scheduled_procedure_step_id: "SPS-10418-1".to_owned(),
        ..ScheduledReference::default()
    }
}

/// A scheduled step with all it is made of.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub step: ScheduledStep,
    pub planned: StepStatus,
    pub performed_steps: u32,
    pub protocol: Option<Protocol>,
    pub is_asked: bool,
}

impl Planned {
    /// A CT of the left shoulder at half past ten.
    pub(crate) fn new(id: i64) -> Self {
        let step = ScheduledStep {
            id,
            patient: patient("48-20917", "OLIVARES^MARTA"),
            accession_number: "ACC-10418".to_owned(),
            requested_procedure_id: "RP-10418".to_owned(),
            requested_procedure_description: "CT shoulder left".to_owned(),
            requested_procedure_code: Some(code("CTSHL", "CT shoulder left")),
            study_instance_uid: Uid::new("1.2.3"),
            scheduled_procedure_step_id: "SPS-10418-1".to_owned(),
            description: "CT shoulder left".to_owned(),
            protocol_codes: vec![code("SHO-BONE", "")],
            modality: "CT".to_owned(),
            station_ae_titles: AeTitle::new("CT1").into_iter().collect(),
            start_date: day(),
            start_time: at(10, 30).time(),
            expected_minutes: 25,
            ..ScheduledStep::default()
        };
        Self {
            step,
            planned: StepStatus::Arrived,
            performed_steps: 1,
            protocol: Some(protocol()),
            is_asked: false,
        }
    }

    pub(crate) fn facts(&self) -> ScheduledFacts<'_> {
        ScheduledFacts {
            step: &self.step,
            planned: self.planned,
            performed_steps: self.performed_steps,
            protocol: self.protocol.as_ref(),
            is_asked: self.is_asked,
        }
    }
}

/// An exam with all it is made of.
#[derive(Debug, Clone)]
pub(crate) struct Exam {
    pub performed: Vec<Performed>,
    pub scheduled: Vec<Planned>,
    pub meant: Option<Planned>,
    pub alike: Vec<Performed>,
    pub billing: Vec<BillingDifference>,
    pub rooms: Rooms,
    pub aliases: Vec<Alias>,
    pub now: NaiveDateTime,
}

impl Exam {
    /// One that went as planned, ten minutes after its end.
    pub(crate) fn new() -> Self {
        Self {
            performed: vec![Performed::new(7)],
            scheduled: vec![Planned::new(1)],
            meant: None,
            alike: Vec::new(),
            billing: Vec::new(),
            rooms: Rooms::default(),
            aliases: Vec::new(),
            now: at(10, 59),
        }
    }

    /// The same while it runs.
    pub(crate) fn running() -> Self {
        Self {
            performed: vec![Performed::new(7).running()],
            now: at(10, 40),
            ..Self::new()
        }
    }

    pub(crate) fn report(&mut self) -> &mut Report {
        &mut self.performed[0].report
    }

    pub(crate) fn step(&mut self) -> &mut ScheduledStep {
        &mut self.scheduled[0].step
    }

    pub(crate) fn protocol(&mut self) -> &mut Protocol {
        self.scheduled[0]
            .protocol
            .as_mut()
            .expect("it is in the catalogue")
    }

    pub(crate) fn department(&self) -> Department<'_> {
        Department {
            rooms: &self.rooms,
            aliases: &self.aliases,
            thresholds: Thresholds::default(),
        }
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        let performed: Vec<_> = self.performed.iter().map(Performed::facts).collect();
        let alike: Vec<_> = self.alike.iter().map(Performed::facts).collect();
        let scheduled: Vec<_> = self.scheduled.iter().map(Planned::facts).collect();
        let meant = self.meant.as_ref().map(Planned::facts);
        let case = Case {
            performed: &performed,
            scheduled: &scheduled,
            meant: meant.as_ref(),
            alike: &alike,
            billing: &self.billing,
            department: self.department(),
        };
        evaluate(&case, self.now)
    }

    /// What is found, without the texts.
    pub(crate) fn kinds(&self) -> Vec<(Kind, Severity)> {
        let findings = self.findings();
        findings
            .iter()
            .map(|finding| (finding.kind, finding.severity))
            .collect()
    }

    /// Expected and actual of the only finding, which is of this kind.
    pub(crate) fn texts(&self, kind: Kind) -> (String, String) {
        let mut findings = self.findings();
        let finding = findings.pop().expect("a finding");
        assert_eq!((findings.len(), finding.kind), (0, kind));
        (finding.expected, finding.actual)
    }
}

/// The same with a change.
pub(crate) fn with(mut exam: Exam, change: impl FnOnce(&mut Exam)) -> Exam {
    change(&mut exam);
    exam
}
