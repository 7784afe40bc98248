//! A modality made of our own client, for stories in which it matters how many talk at once.

use crate::block_on;
use crate::department::Listens;
use crate::peers::CALLED;
use crate::schedule::Appointment;
use dimse::client::{self, Proposal, Response, WorklistAnswer, WorklistQuery};
use domain::performed_step::{PerformedSeries, Report, ScheduledReference};
use domain::{AeTitle, Patient, PersonName, Uid};
use service::clock::Clock;
use std::net::SocketAddr;
use std::time::Duration;

/// An open association of a modality.
#[derive(Debug)]
pub struct Modality {
    association: client::Association,
}

impl Modality {
    /// Associates with the service.
    ///
    /// # Errors
    /// When it is not accepted.
    pub fn connect(service: &impl Listens, calling: &str) -> Result<Self, client::Error> {
        block_on(Self::associate(service.address(), calling))
    }

    /// The same, to be awaited.
    ///
    /// # Errors
    /// When it is not accepted.
    pub async fn associate(address: SocketAddr, calling: &str) -> Result<Self, client::Error> {
        let proposal = Proposal {
            patience: Duration::from_secs(20),
            ..Proposal::new(calling, CALLED)
        };
        let association = client::Association::connect(address, &proposal).await?;
        Ok(Self { association })
    }

    /// What the worklist has for a query.
    ///
    /// # Errors
    /// When it ends with anything but success.
    pub fn worklist(
        &mut self,
        query: &WorklistQuery,
    ) -> Result<Vec<WorklistAnswer>, client::Error> {
        block_on(self.association.find_worklist(query))
    }

    /// The AccessionNumbers of the whole worklist.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn accessions(&mut self) -> Vec<String> {
        let answers = self.worklist(&WorklistQuery::default());
        let answers = answers.expect("the worklist answers");
        answers.into_iter().map(|it| it.accession_number).collect()
    }

    /// N-CREATE.
    ///
    /// # Errors
    /// When no response comes.
    pub async fn start(&mut self, uid: &str, report: &Report) -> Result<Response, client::Error> {
        self.association
            .create_performed_step(Some(uid), report)
            .await
    }

    /// N-SET.
    ///
    /// # Errors
    /// When no response comes.
    pub async fn report(&mut self, uid: &str, report: &Report) -> Result<Response, client::Error> {
        self.association.set_performed_step(uid, report).await
    }

    /// C-ECHO.
    ///
    /// # Errors
    /// When no response comes.
    pub fn echo(&mut self) -> Result<Response, client::Error> {
        block_on(self.association.echo())
    }

    /// Ends the association in order.
    ///
    /// # Errors
    /// When the peer does not.
    pub async fn release(self) -> Result<(), client::Error> {
        self.association.release().await
    }
}

/// What a modality reports at the start of an appointment.
#[must_use]
pub fn start_of(appointment: &Appointment) -> Report {
    let now = Clock::real().wall();
    Report {
        status: Some("IN PROGRESS".to_owned()),
        scheduled_steps: Some(vec![ScheduledReference {
            study_instance_uid: Uid::new(appointment.get("StudyInstanceUID")),
            accession_number: appointment.accession().to_owned(),
            requested_procedure_id: appointment.get("RequestedProcedureID").to_owned(),
            scheduled_procedure_step_id: appointment.get("ScheduledProcedureStepID").to_owned(),
            ..ScheduledReference::default()
        }]),
        patient: Patient {
            patient_id: appointment.get("PatientID").to_owned(),
            name: PersonName::new(appointment.get("PatientName")),
            ..Patient::default()
        },
        performed_procedure_step_id: Some("PPS1".to_owned()),
        station_ae_title: AeTitle::new("CT1").ok(),
        start_date: Some(now.date()),
        start_time: Some(now.time()),
        modality: Some("CT".to_owned()),
        series: Some(Vec::new()),
        ..Report::default()
    }
}

/// What a modality reports at the end.
#[must_use]
pub fn end_of(series_instance_uid: &str) -> Report {
    let now = Clock::real().wall();
    Report {
        status: Some("COMPLETED".to_owned()),
        end_date: Some(now.date()),
        end_time: Some(now.time()),
        series: Some(vec![PerformedSeries {
            series_instance_uid: series_instance_uid.to_owned(),
            protocol_name: "Abdomen".to_owned(),
            ..PerformedSeries::default()
        }]),
        ..Report::default()
    }
}
