//! The schedule that is measured with, the queries to it, and the reports that belong to it.

use crate::wire::{self, Mark, Operation, Template, digits, element, padded};
use chrono::{Days, NaiveDate, NaiveTime};
use dimse::encode_report;
use dimse::syntax::TransferSyntax;
use domain::performed_step::{InstanceReference, PerformedSeries, Report, ScheduledReference};
use domain::{AeTitle, Code, Patient, PersonName, Uid};
use std::fmt::Write;

/// Stations; the steps of a day go round among them.
pub const STATIONS: u64 = 20;

const MODALITIES: [&str; 4] = ["CT", "MR", "DX", "US"];
const PERFORMED: &str = "1.2.826.0.1.3680043.10.1777";
const STUDY: &str = "1.2.826.0.1.3680043.10.1778";

/// Series and images of each series that a final N-SET reports.
const SERIES: usize = 2;
const IMAGES: usize = 10;

/// Which steps there are, numbered from 0.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// How many.
    pub steps: u64,
    /// Of these on a day.
    pub a_day: u64,
    /// The day of the first.
    pub first: NaiveDate,
}

impl Schedule {
    /// As a CSV file.
    pub fn csv(self) -> String {
        let mut csv = "PatientID,PatientName,PatientBirthDate,PatientSex,AccessionNumber,\
                       RequestedProcedureID,RequestedProcedureDescription,StudyInstanceUID,\
                       ScheduledProcedureStepID,ScheduledProcedureStepDescription,Modality,\
                       ScheduledStationAETitle,ScheduledProcedureStepStartDate,\
                       ScheduledProcedureStepStartTime,ScheduledPerformingPhysicianName,\
                       ExpectedMinutes\n"
            .to_owned();
        for number in 0..self.steps {
            let step = digits(number);
            let (station, modality) = station_of(number);
            let minutes = 7 * 60 + number / STATIONS % 20 * 30;
            writeln!(
                csv,
                "P{step},Doe^Jane{step},19700101,F,A{step},R{step},Examination of the chest,\
                 {STUDY}.{step},S{step},Chest without contrast,{},{},{},{:02}{:02},Roe^Richard,20",
                modality,
                station,
                self.day(number).format("%Y%m%d"),
                minutes / 60,
                minutes % 60,
            )
            .expect("a string takes all");
        }
        csv
    }

    /// The day of a step.
    pub fn day(self, number: u64) -> NaiveDate {
        self.first + Days::new(number / self.a_day)
    }

    /// The query for the steps of a step's station on its day.
    pub fn station_day(self, number: u64) -> Query {
        Query::StationDay {
            station: number % STATIONS,
            day: self.day(number),
        }
    }
}

fn station_title(station: u64) -> String {
    format!("ST{:02}", station + 1)
}

/// The station of a step, and its Modality.
fn station_of(step: u64) -> (String, &'static str) {
    let station = step % STATIONS;
    let modality = MODALITIES
        .iter()
        .cycle()
        .nth(usize::try_from(station).unwrap_or(0));
    (
        station_title(station),
        modality.copied().unwrap_or_default(),
    )
}

/// What a query asks for.
#[derive(Debug, Clone, Copy)]
pub enum Query {
    /// All steps.
    All,
    /// One step, by its accession number.
    One(u64),
    /// The steps of a station on a day.
    StationDay {
        /// The station.
        station: u64,
        /// The day.
        day: NaiveDate,
    },
}

/// The PDUs of a C-FIND.
pub fn query(query: Query) -> Vec<u8> {
    let (accession, station, date) = match query {
        Query::All => (String::new(), String::new(), String::new()),
        Query::One(number) => (format!("A{}", digits(number)), String::new(), String::new()),
        Query::StationDay { station, day } => (
            String::new(),
            station_title(station),
            day.format("%Y%m%d").to_string(),
        ),
    };
    let text = |value: &str| padded(value, b' ');
    let mut step = Vec::new();
    element(&mut step, 0x0008, 0x0060, &[]);
    element(&mut step, 0x0040, 0x0001, &text(&station));
    element(&mut step, 0x0040, 0x0002, &text(&date));
    for number in [0x0003, 0x0006, 0x0007, 0x0009, 0x0010, 0x0011] {
        element(&mut step, 0x0040, number, &[]);
    }
    let mut item = Vec::new();
    element(&mut item, 0xFFFE, 0xE000, &step);
    let mut data_set = Vec::new();
    element(&mut data_set, 0x0008, 0x0050, &text(&accession));
    for (group, number) in [
        (0x0008, 0x0090),
        (0x0010, 0x0010),
        (0x0010, 0x0020),
        (0x0010, 0x0030),
        (0x0010, 0x0040),
        (0x0020, 0x000D),
        (0x0032, 0x1060),
    ] {
        element(&mut data_set, group, number, &[]);
    }
    element(&mut data_set, 0x0040, 0x0100, &item);
    element(&mut data_set, 0x0040, 0x1001, &[]);
    element(&mut data_set, 0x0040, 0x1003, &[]);
    wire::request(Operation::Find, "", &data_set)
}

/// The N-CREATE and the N-SET of an exam, prepared.
#[derive(Clone)]
pub struct Pair {
    create: Template,
    set: Template,
}

impl Pair {
    /// Prepares them; what is performed starts on this day.
    pub fn new(day: NaiveDate) -> Self {
        let uid = format!("{PERFORMED}.{}", Mark::Performed.text());
        let prepared = |operation, report: &Report| {
            let data_set = encode_report(report, TransferSyntax::ImplicitLittleEndian);
            Template::new(wire::request(operation, &uid, &data_set))
        };
        Self {
            create: prepared(Operation::Create, &start(day)),
            set: prepared(Operation::Set, &end(day)),
        }
    }

    /// The start of a performed step that belongs to a scheduled step and differs from it in nothing.
    pub fn start(&mut self, performed: u64, scheduled: u64) -> &[u8] {
        written(&mut self.create, performed, scheduled)
    }

    /// Its end, with series and images.
    pub fn end(&mut self, performed: u64, scheduled: u64) -> &[u8] {
        written(&mut self.set, performed, scheduled)
    }
}

fn written(template: &mut Template, performed: u64, scheduled: u64) -> &[u8] {
    let (station, modality) = station_of(scheduled);
    template.with([
        (Mark::Performed, &digits(performed)),
        (Mark::Scheduled, &digits(scheduled)),
        (Mark::Station, &station),
        (Mark::Modality, modality),
    ])
}

fn start(day: NaiveDate) -> Report {
    let step = Mark::Scheduled.text();
    Report {
        status: Some("IN PROGRESS".to_owned()),
        scheduled_steps: Some(vec![ScheduledReference {
            study_instance_uid: Uid::new(&format!("{STUDY}.{step}")),
            accession_number: format!("A{step}"),
            requested_procedure_id: format!("R{step}"),
            requested_procedure_description: "Examination of the chest".to_owned(),
            scheduled_procedure_step_id: format!("S{step}"),
            scheduled_procedure_step_description: "Chest without contrast".to_owned(),
            ..ScheduledReference::default()
        }]),
        patient: Patient {
            patient_id: format!("P{step}"),
            name: PersonName::new(&format!("Doe^Jane{step}")),
            birth_date: NaiveDate::from_ymd_opt(1970, 1, 1),
            sex: "F".to_owned(),
            ..Patient::default()
        },
        performed_procedure_step_id: Some(format!("M{}", Mark::Performed.text())),
        station_ae_title: AeTitle::new(Mark::Station.text()).ok(),
        station_name: Some("Room 1".to_owned()),
        location: Some(String::new()),
        start_date: Some(day),
        start_time: Some(NaiveTime::MIN),
        description: Some("Chest".to_owned()),
        type_description: Some(String::new()),
        procedure_codes: Some(Vec::new()),
        protocol_codes: Some(vec![Code::new("P1", "99HOSP", "Native")]),
        modality: Some(Mark::Modality.text().to_owned()),
        study_id: Some("1".to_owned()),
        series: Some(Vec::new()),
        ..Report::default()
    }
}

fn end(day: NaiveDate) -> Report {
    let series = |number: usize| {
        let uid = format!("{PERFORMED}.{}.{number}", Mark::Performed.text());
        let image = |image: usize| InstanceReference {
            sop_class_uid: "1.2.840.10008.5.1.4.1.1.2".to_owned(),
            sop_instance_uid: format!("{uid}.{image}"),
        };
        PerformedSeries {
            protocol_name: "Native".to_owned(),
            description: "Axial".to_owned(),
            retrieve_ae_title: "ARCHIVE".to_owned(),
            operators: vec![PersonName::new("Poe^Pat")],
            images: Some((1..=IMAGES).map(image).collect()),
            others: Some(Vec::new()),
            series_instance_uid: uid,
            ..PerformedSeries::default()
        }
    };
    Report {
        status: Some("COMPLETED".to_owned()),
        end_date: Some(day),
        end_time: NaiveTime::from_hms_opt(0, 10, 0),
        series: Some((1..=SERIES).map(series).collect()),
        ..Report::default()
    }
}
