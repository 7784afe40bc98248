//! A department for the tests: remembers what it was told and answers what it was given.

use crate::requests::{
    Admission, Caller, Found, InstanceMessage, Manner, More, Outcome, PerformedStepMessage,
    Queried, Requests, Traffic,
};
use crate::{Limits, Listener, status};
use chrono::{NaiveDate, NaiveTime};
use domain::scheduled_step::{ScheduledStep, StepStatus};
use domain::worklist::Keys;
use domain::{AeTitle, Code, Patient, PersonName, Uid};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Remembers requests.
#[derive(Default)]
pub(crate) struct Department {
    pub admission: Option<Admission>,
    pub steps: Vec<Arc<ScheduledStep>>,
    pub outcome: Option<Outcome>,
    pub callers: Mutex<Vec<Caller>>,
    pub traffic: Mutex<Vec<Traffic>>,
    pub keys: Mutex<Vec<Keys>>,
    pub manner: Manner,
    pub more: Option<More>,
    pub queried: Mutex<Vec<Queried>>,
    pub created: Mutex<Vec<PerformedStepMessage>>,
    pub set: Mutex<Vec<PerformedStepMessage>>,
    pub instance: Vec<InstanceMessage>,
}

impl Department {
    fn outcome(&self, message: &PerformedStepMessage) -> Outcome {
        self.outcome.clone().unwrap_or_else(|| Outcome {
            status: status::SUCCESS,
            sop_instance_uid: if message.sop_instance_uid.is_empty() {
                "2.25.99".to_owned()
            } else {
                message.sop_instance_uid.clone()
            },
            ..Outcome::default()
        })
    }

    /// What was heard so far.
    pub(crate) fn heard_traffic(&self) -> Vec<Traffic> {
        self.traffic.lock().unwrap().clone()
    }
}

impl Requests for Department {
    fn admit(&self, caller: &Caller) -> Admission {
        assert_ne!(
            caller.calling_ae_title, "PANIC",
            "a defect in the department"
        );
        self.callers.lock().unwrap().push(caller.clone());
        self.admission.unwrap_or(Admission::Accept)
    }

    fn heard(&self, _: &Caller, traffic: Traffic) {
        self.traffic.lock().unwrap().push(traffic);
    }

    fn manner(&self, _: &Caller) -> Manner {
        self.manner.clone()
    }

    fn worklist(&self, _: &Caller, keys: &Keys, _: Option<i32>) -> Found {
        self.keys.lock().unwrap().push(keys.clone());
        let matching = self.steps.iter().filter(|step| keys.matches(step));
        Found {
            steps: matching.cloned().collect(),
            more: self.more,
        }
    }

    fn queried(&self, _: &Caller, query: Queried) {
        self.queried.lock().unwrap().push(query);
    }

    async fn create_performed_step(&self, _: &Caller, message: PerformedStepMessage) -> Outcome {
        let outcome = self.outcome(&message);
        self.created.lock().unwrap().push(message);
        outcome
    }

    async fn set_performed_step(&self, _: &Caller, message: PerformedStepMessage) -> Outcome {
        let outcome = self.outcome(&message);
        self.set.lock().unwrap().push(message);
        outcome
    }

    async fn performed_step(&self, _: &Caller, uid: &str) -> Result<Vec<InstanceMessage>, Outcome> {
        if self.instance.is_empty() {
            return Err(Outcome {
                status: status::NO_SUCH_SOP_INSTANCE,
                sop_instance_uid: uid.to_owned(),
                ..Outcome::default()
            });
        }
        Ok(self.instance.clone())
    }
}

/// A listener that runs.
pub(crate) struct Running {
    pub address: SocketAddr,
    pub department: Arc<Department>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn start(department: Department, limits: Limits) -> Self {
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), limits)
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let department = Arc::new(department);
        let (stop, stopped) = oneshot::channel::<()>();
        let requests = Arc::clone(&department);
        let task = tokio::spawn(listener.run(requests, async move {
            let _: Result<(), _> = stopped.await;
        }));
        Self {
            address,
            department,
            stop: Some(stop),
            task,
        }
    }

    /// Stops it and waits until it has.
    pub(crate) async fn stop(mut self) {
        drop(self.stop.take());
        self.task.await.unwrap();
    }
}

/// A scheduled step with a value in most attributes.
pub(crate) fn step(id: i64) -> ScheduledStep {
    ScheduledStep {
        id,
        patient: Patient {
            patient_id: format!("P{id:05}"),
            issuer_of_patient_id: "HOSP".to_owned(),
            name: PersonName::new("Doe^Jane"),
            birth_date: NaiveDate::from_ymd_opt(1970, 2, 3),
            sex: "F".to_owned(),
        },
        patient_weight: "72.5".to_owned(),
        pregnancy_status: Some(4),
        accession_number: format!("A{id:05}"),
        placer_order_number: format!("PL{id}"),
        referring_physician_name: PersonName::new("Ref^Erring"),
        requested_procedure_id: format!("RP{id:05}"),
        requested_procedure_description: "CT of the head".to_owned(),
        requested_procedure_code: Some(Code::new("CTHEAD", "99HOSP", "CT of the head")),
        study_instance_uid: Uid::new(&format!("1.2.826.0.1.3680043.{id}")),
        scheduled_procedure_step_id: format!("SPS{id:05}"),
        description: "Head without contrast".to_owned(),
        protocol_codes: vec![
            Code::new("P1", "99HOSP", "Native"),
            Code::new("P2", "99HOSP", "Bone"),
        ],
        modality: "CT".to_owned(),
        station_ae_titles: vec![AeTitle::new("CT1").unwrap(), AeTitle::new("CT2").unwrap()],
        station_name: "CT room 1".to_owned(),
        location: "Ground floor".to_owned(),
        start_date: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        start_time: NaiveTime::from_hms_opt(10, 30, 0).unwrap(),
        expected_minutes: 20,
        status: StepStatus::Arrived,
        ..ScheduledStep::default()
    }
}
