//! The load generator: pairs of N-CREATE and N-SET as fast as the other side takes them.

use super::scanner::Target;
use crate::schedule::new_uid;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use dimse::client::{Association, Error, Proposal, Response};
use domain::performed_step::{
    InstanceReference, PerformedSeries, PerformedStatus, Report, ScheduledReference,
};
use domain::{AeTitle, Patient, PersonName};
use serde::Serialize;
use std::time::{Duration, Instant};
use thiserror::Error as ThisError;
use tokio::task::JoinSet;

/// How much load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadOptions {
    /// Whom to load.
    pub target: Target,
    /// Calling AE titles are this and a number.
    pub calling_prefix: String,
    /// Associations at the same time, each with one message under way.
    pub associations: usize,
    /// Pairs of N-CREATE and N-SET, over all associations.
    pub pairs: usize,
    /// Images that each N-SET lists.
    pub images: u32,
}

/// What the load did.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadReport {
    /// Pairs answered with success.
    pub pairs: usize,
    /// Messages answered with anything else.
    pub refused: usize,
    /// From the first message to the last answer.
    pub elapsed: Duration,
    /// From each message to its answer, ascending.
    pub latencies: Vec<Duration>,
}

/// A [`LoadReport`] in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LoadSummary {
    /// Pairs answered with success.
    pub pairs: usize,
    /// Messages answered with anything else.
    pub refused: usize,
    /// Seconds it took.
    pub seconds: f64,
    /// Pairs a second.
    pub pairs_per_second: f64,
    /// Half of the messages were answered within so many milliseconds.
    pub median_ms: f64,
    /// 99 of 100 messages were answered within so many milliseconds.
    pub p99_ms: f64,
    /// The slowest answer, milliseconds.
    pub slowest_ms: f64,
}

/// Why the load could not be put on.
#[derive(Debug, ThisError)]
pub enum LoadError {
    /// A calling AE title breaks the rules.
    #[error("the calling AE title {0} is not one")]
    CallingAeTitle(String),
    /// An association failed.
    #[error("{0}")]
    Association(#[from] Error),
    /// A task ended by a defect.
    #[error("a task of the load generator ended by a defect")]
    Defect,
}

impl LoadReport {
    /// The numbers that matter.
    #[must_use]
    pub fn summary(&self) -> LoadSummary {
        let seconds = self.elapsed.as_secs_f64();
        let within = |percent: usize| {
            let last = self.latencies.len().saturating_sub(1);
            let latency = self.latencies.get(last * percent / 100);
            latency.map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
        };
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are fewer than 2^52 pairs"
        )]
        let pairs = self.pairs as f64;
        LoadSummary {
            pairs: self.pairs,
            refused: self.refused,
            seconds,
            pairs_per_second: if seconds > 0.0 { pairs / seconds } else { 0.0 },
            median_ms: within(50),
            p99_ms: within(99),
            slowest_ms: within(100),
        }
    }
}

/// Puts load on a target. All associations are open before the first message is sent.
///
/// # Errors
/// When an association cannot be opened or fails on the way.
pub async fn load(options: &LoadOptions) -> Result<LoadReport, LoadError> {
    let count = options.associations.max(1);
    let mut open = Vec::with_capacity(count);
    for number in 1..=count {
        let title = format!("{}{number}", options.calling_prefix);
        let title = AeTitle::new(&title).map_err(|_| LoadError::CallingAeTitle(title))?;
        let proposal = Proposal::new(title.as_str(), &options.target.called_ae_title);
        let association = Association::connect(options.target.address, &proposal).await?;
        open.push((association, title));
    }
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for (index, (association, title)) in open.into_iter().enumerate() {
        let pairs = options.pairs / count + usize::from(index < options.pairs % count);
        let source = Source::new(title, options.images);
        tasks.spawn(source.send(association, pairs));
    }
    let mut report = LoadReport {
        pairs: 0,
        refused: 0,
        elapsed: Duration::ZERO,
        latencies: Vec::with_capacity(options.pairs * 2),
    };
    while let Some(ended) = tasks.join_next().await {
        let part = ended.map_err(|_| LoadError::Defect)??;
        report.pairs += part.pairs;
        report.refused += part.refused;
        report.latencies.extend(part.latencies);
    }
    report.elapsed = began.elapsed();
    report.latencies.sort_unstable();
    Ok(report)
}

/// One association's reports: made once, only what must differ is changed.
struct Source {
    created: Report,
    ended: Report,
}

#[derive(Default)]
struct Part {
    pairs: usize,
    refused: usize,
    latencies: Vec<Duration>,
}

impl Source {
    fn new(title: AeTitle, images: u32) -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
        let starts = NaiveTime::MIN + TimeDelta::hours(8);
        let series = new_uid();
        let image = |number| InstanceReference {
            sop_class_uid: "1.2.840.10008.5.1.4.1.1.2".to_owned(),
            sop_instance_uid: format!("{series}.{number}"),
        };
        let created = Report {
            status: Some(PerformedStatus::InProgress.as_dicom().to_owned()),
            patient: Patient {
                patient_id: "LOAD-0001".to_owned(),
                name: PersonName::new("Load^Test"),
                sex: "O".to_owned(),
                ..Patient::default()
            },
            performed_procedure_step_id: Some("LOAD".to_owned()),
            station_ae_title: Some(title),
            station_name: Some(String::new()),
            location: Some(String::new()),
            start_date: Some(day),
            start_time: Some(starts),
            description: Some("Load test".to_owned()),
            type_description: Some(String::new()),
            procedure_codes: Some(Vec::new()),
            protocol_codes: Some(Vec::new()),
            modality: Some("CT".to_owned()),
            study_id: Some(String::new()),
            series: Some(Vec::new()),
            ..Report::default()
        };
        let ended = Report {
            status: Some(PerformedStatus::Completed.as_dicom().to_owned()),
            end_date: Some(day),
            end_time: Some(starts + TimeDelta::minutes(12)),
            series: Some(vec![PerformedSeries {
                series_instance_uid: series.as_str().to_owned(),
                protocol_name: "Load test".to_owned(),
                images: Some((1..=images).map(image).collect()),
                ..PerformedSeries::default()
            }]),
            ..Report::default()
        };
        Self { created, ended }
    }

    async fn send(mut self, mut association: Association, pairs: usize) -> Result<Part, Error> {
        let mut part = Part::default();
        for _ in 0..pairs {
            let uid = new_uid();
            self.created.scheduled_steps = Some(vec![ScheduledReference {
                study_instance_uid: Some(new_uid()),
                ..ScheduledReference::default()
            }]);
            let began = Instant::now();
            let created = association
                .create_performed_step(Some(uid.as_str()), &self.created)
                .await?;
            part.latencies.push(began.elapsed());
            let began = Instant::now();
            let ended = association
                .set_performed_step(uid.as_str(), &self.ended)
                .await?;
            part.latencies.push(began.elapsed());
            let refused = [created, ended]
                .iter()
                .filter(|r| !Response::is_success(r))
                .count();
            part.refused += refused;
            part.pairs += usize::from(refused == 0);
        }
        // Everything is answered: an untidy end changes no number.
        if let Err(error) = association.release().await {
            tracing::debug!(%error, "the association did not end in order");
        }
        Ok(part)
    }
}
