//! A simulated day against a listener.

use super::journal::JournalMessage;
use super::plan::{Delivery, Outcome};
use super::*;
use chrono::{NaiveDate, NaiveDateTime};
use dimse::{Admission, Caller, Limits, Listener, PerformedStepMessage, Requests, Traffic};
use domain::performed_step::{Counts as Made, PerformedStatus};
use domain::scheduled_step::ScheduledStep;
use domain::worklist::Keys;
use domain::{AeTitle, Uid};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio_util::sync::CancellationToken;

/// Takes what scanners say and answers as a department should.
#[derive(Default)]
struct Listening {
    steps: Vec<Arc<ScheduledStep>>,
    /// By SOP Instance UID: the references, the last status and what was made.
    performed: Mutex<BTreeMap<String, Performed>>,
    rejected: Mutex<usize>,
}

#[derive(Debug, Clone, Default)]
struct Performed {
    named: Vec<String>,
    patient_id: String,
    status: String,
    made: Made,
}

impl Requests for Listening {
    fn admit(&self, caller: &Caller) -> Admission {
        if caller.calling_ae_title == "US_PORTABLE" {
            *self.rejected.lock().unwrap() += 1;
            return Admission::UnknownCaller;
        }
        Admission::Accept
    }

    fn heard(&self, _: &Caller, _: Traffic) {}

    fn manner(&self, _: &Caller) -> dimse::Manner {
        dimse::Manner::default()
    }

    fn worklist(&self, _: &Caller, keys: &Keys, _: Option<i32>) -> dimse::Found {
        let steps = self.steps.iter().filter(|step| keys.matches(step));
        dimse::Found {
            steps: steps.cloned().collect(),
            more: None,
        }
    }

    fn queried(&self, _: &Caller, _: dimse::Queried) {}

    async fn create_performed_step(
        &self,
        caller: &Caller,
        message: PerformedStepMessage,
    ) -> dimse::Outcome {
        let report = message.report.unwrap();
        assert_eq!(report.findings, [""; 0], "a model scanner conforms");
        let title = report.station_ae_title.unwrap();
        assert_eq!(title.as_str(), caller.calling_ae_title);
        let references = report.scheduled_steps.unwrap();
        let numbers = references.iter().map(|one| one.accession_number.clone());
        let performed = Performed {
            named: numbers.filter(|number| !number.is_empty()).collect(),
            patient_id: report.patient.patient_id,
            status: report.status.unwrap(),
            made: Made::default(),
        };
        let mut all = self.performed.lock().unwrap();
        let before = all.insert(message.sop_instance_uid.clone(), performed);
        outcome(
            &message.sop_instance_uid,
            if before.is_some() { 0x0111 } else { 0 },
        )
    }

    async fn set_performed_step(
        &self,
        _: &Caller,
        message: PerformedStepMessage,
    ) -> dimse::Outcome {
        let report = message.report.unwrap();
        // One completes exams without a series, which is not allowed (PS3.4 F.7.2.2.2).
        let is_without_series = report.series.as_ref().is_some_and(Vec::is_empty);
        let findings = report.findings.len();
        assert_eq!(findings, usize::from(is_without_series), "else it conforms");
        let mut all = self.performed.lock().unwrap();
        let performed = all.get_mut(&message.sop_instance_uid).unwrap();
        if performed.status != "IN PROGRESS" {
            return outcome(&message.sop_instance_uid, 0x0110);
        }
        performed.made = Made::of(&report);
        if let Some(status) = report.status {
            performed.status = status;
        }
        outcome(&message.sop_instance_uid, 0)
    }

    async fn performed_step(
        &self,
        _: &Caller,
        uid: &str,
    ) -> Result<Vec<dimse::InstanceMessage>, dimse::Outcome> {
        Err(outcome(uid, 0x0112))
    }
}

fn outcome(uid: &str, status: u16) -> dimse::Outcome {
    dimse::Outcome {
        status,
        sop_instance_uid: uid.to_owned(),
        ..dimse::Outcome::default()
    }
}

/// Remembers what the front desk did.
#[derive(Default)]
struct Desk(Mutex<Vec<(&'static str, String)>>);

impl Desk {
    fn note(&self, what: &'static str, accession_number: &str) -> Done<'_> {
        self.0
            .lock()
            .unwrap()
            .push((what, accession_number.to_owned()));
        Box::pin(std::future::ready(()))
    }
}

impl FrontDesk for Desk {
    fn arrived<'a>(&'a self, accession_number: &'a str) -> Done<'a> {
        self.note("arrived", accession_number)
    }

    fn canceled<'a>(&'a self, accession_number: &'a str) -> Done<'a> {
        self.note("canceled", accession_number)
    }

    fn moved<'a>(&'a self, number: &'a str, station: &'a str, _: NaiveDateTime) -> Done<'a> {
        assert!(!station.is_empty());
        self.note("moved", number)
    }
}

fn busy_day() -> Plan {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    plan(&Options {
        stations: 8,
        exams: 90,
        exceptions_percent: 45,
        ..Options::new(day)
    })
    .unwrap()
}

/// The schedule as a listener has it.
fn scheduled(plan: &Plan) -> Vec<Arc<ScheduledStep>> {
    let step = |(index, exam): (usize, &plan::PlannedExam)| ScheduledStep {
        id: i64::try_from(index).unwrap(),
        patient: exam.person.patient.clone(),
        accession_number: exam.accession_number.clone(),
        requested_procedure_id: exam.requested_procedure_id.clone(),
        scheduled_procedure_step_id: exam.scheduled_procedure_step_id.clone(),
        study_instance_uid: Uid::new(&format!("1.2.{index}")),
        requested_procedure_code: Some(exam.procedure.code()),
        protocol_codes: vec![exam.procedure.protocol_code()],
        modality: exam.procedure.modality.to_owned(),
        station_ae_titles: vec![AeTitle::new(&plan.stations[exam.station].ae_title).unwrap()],
        start_date: exam.planned_start.date(),
        start_time: exam.planned_start.time(),
        ..ScheduledStep::default()
    };
    plan.scheduled()
        .enumerate()
        .map(step)
        .map(Arc::new)
        .collect()
}

async fn listen(listening: Listening) -> (SocketAddr, Arc<Listening>, CancellationToken) {
    let anywhere = "127.0.0.1:0".parse().unwrap();
    let listener = Listener::bind(anywhere, Limits::default()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let listening = Arc::new(listening);
    let stop = CancellationToken::new();
    tokio::spawn(listener.run(Arc::clone(&listening), stop.clone().cancelled_owned()));
    (address, listening, stop)
}

fn target(address: SocketAddr) -> Target {
    Target {
        address,
        called_ae_title: "STEPBOARD".to_owned(),
    }
}

#[tokio::test]
async fn what_was_planned_arrives_and_is_in_the_books() {
    let plan = busy_day();
    let (address, listening, stop) = listen(Listening {
        steps: scheduled(&plan),
        ..Listening::default()
    })
    .await;
    let desk = Arc::new(Desk::default());
    let mut simulation = Simulation::new(plan.clone(), target(address), desk.clone(), stop.clone());
    simulation.reach().await.unwrap();
    let noon = plan.opens + chrono::TimeDelta::hours(5);
    simulation.fast_forward(noon).await;
    let by_noon = simulation.journal_reader().journal().performed_steps.len();
    let planned = plan.performed_steps.iter();
    assert_eq!(by_noon, planned.filter(|step| step.created <= noon).count());
    let journal = simulation
        .play(crate::clock::Clock::simulated(noon, 100_000.0))
        .await;

    assert_eq!(journal.performed_steps.len(), plan.performed_steps.len());
    assert_eq!(journal.counts.not_on_worklist, 0);
    assert_eq!(journal.counts.failures, 0);
    assert_eq!(journal.counts.rejected_calls, 8, "the unknown device calls");
    let performed = listening.performed.lock().unwrap().clone();
    for (number, step) in &journal.performed_steps {
        let planned = &plan.performed_steps[*number];
        let received = &performed[&step.sop_instance_uid];
        let expected = planned
            .end
            .map_or(PerformedStatus::InProgress, |end| match end.outcome {
                Outcome::Completed => PerformedStatus::Completed,
                Outcome::Discontinued(_) => PerformedStatus::Discontinued,
            });
        assert_eq!(received.status, expected.as_dicom());
        assert_eq!(received.named, step.named);
        assert_eq!(received.named.len(), planned.scheduled.len());
        let exam = &plan.exams[planned.patient_of];
        assert_eq!(received.patient_id, exam.person.patient.patient_id);
        if planned.end.is_some() {
            assert_eq!(received.made.series as usize, planned.series.len());
        }
        let repeated = planned.delivery == Delivery::CreateRepeated;
        let creates = step.messages.iter().filter(|one| one.service == "N-CREATE");
        assert_eq!(creates.count(), if repeated { 2 } else { 1 });
        let is_refused = |message: &&JournalMessage| message.response != Some(0);
        let refused = step.messages.iter().filter(is_refused).count();
        let repeats = usize::from(repeated) + usize::from(planned.late_report.is_some());
        assert_eq!(refused, repeats, "only what comes twice is refused");
        let repeated = journal
            .performed_steps
            .values()
            .find(|other| !step.repeats.is_empty() && other.sop_instance_uid == step.repeats);
        assert_eq!(repeated.is_some(), planned.is_duplicate);
    }
    let notes = desk.0.lock().unwrap();
    let noted = |what| notes.iter().filter(|(note, _)| *note == what).count();
    let expected = |of: fn(&&plan::PlannedExam) -> bool| plan.scheduled().filter(of).count();
    assert_eq!(noted("arrived"), expected(|exam| exam.arrives.is_some()));
    assert_eq!(noted("canceled"), expected(|exam| exam.canceled.is_some()));
    assert_eq!(noted("moved"), expected(|exam| exam.moved.is_some()));
    stop.cancel();
}

#[tokio::test]
async fn without_a_schedule_every_exam_goes_unscheduled() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let plan = plan(&Options {
        stations: 2,
        exams: 6,
        exceptions_percent: 0,
        ..Options::new(day)
    })
    .unwrap();
    let (address, listening, stop) = listen(Listening::default()).await;
    let closes = plan.closes + chrono::TimeDelta::hours(4);
    let mut simulation = Simulation::new(plan, target(address), Arc::new(Unattended), stop.clone());
    simulation.fast_forward(closes).await;
    let journal = simulation.journal_reader().journal();
    assert_eq!(journal.counts.not_on_worklist, 6);
    let performed = listening.performed.lock().unwrap();
    assert_eq!(performed.len(), 6);
    assert!(performed.values().all(|one| one.named.is_empty()));
    stop.cancel();
}

#[tokio::test]
async fn a_stop_ends_the_day_at_once() {
    let (address, _, stop) = listen(Listening::default()).await;
    let plan = busy_day();
    let opens = plan.opens;
    let simulation = Simulation::new(plan, target(address), Arc::new(Unattended), stop.clone());
    let playing = tokio::spawn(simulation.play(crate::clock::Clock::simulated(opens, 1.0)));
    stop.cancel();
    let journal = playing.await.unwrap();
    assert!(journal.performed_steps.is_empty());
}

#[tokio::test]
async fn nobody_listening_is_told_before_the_day_begins() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let stop = CancellationToken::new();
    let simulation = Simulation::new(busy_day(), target(address), Arc::new(Unattended), stop);
    let error = simulation.reach().await.unwrap_err();
    assert!(matches!(error, dimse::client::Error::Connect(_)), "{error}");
}

#[tokio::test]
async fn load_is_answered_and_measured() {
    let (address, listening, stop) = listen(Listening::default()).await;
    let report = load(&LoadOptions {
        target: target(address),
        calling_prefix: "LOAD".to_owned(),
        associations: 3,
        pairs: 20,
        images: 5,
    })
    .await
    .unwrap();
    assert_eq!((report.pairs, report.refused), (20, 0));
    assert_eq!(report.latencies.len(), 40);
    let performed = listening.performed.lock().unwrap();
    assert_eq!(performed.len(), 20);
    assert!(performed.values().all(|one| one.status == "COMPLETED"));
    assert!(performed.values().all(|one| one.made.images == Some(5)));
    stop.cancel();
}

#[test]
fn the_schedule_can_be_imported_and_the_devices_declared() {
    let plan = busy_day();
    let read = crate::schedule::csv::read(&schedule(&plan)).unwrap();
    assert_eq!(read.unknown_columns, [""; 0]);
    assert_eq!(read.rows.len(), plan.scheduled().count());
    for (row, exam) in read.rows.iter().zip(plan.scheduled()) {
        let step = &row.step.as_ref().unwrap().step;
        assert_eq!(step.patient, exam.person.patient);
        assert_eq!(step.start_time, exam.planned_start.time());
        assert_eq!(step.expected_minutes, exam.expected_minutes);
    }
    let settings: toml::Table = declared_settings(&plan).parse().unwrap();
    let devices = settings["device"].as_array().unwrap();
    assert_eq!(devices.len(), plan.stations.len());
}
