//! What modalities ask of the department, as the wire hands it over.

use crate::clock;
use crate::department::Department;
use crate::offers;
use crate::performed_steps::{self, Arrival, Kind};
use crate::publisher::Change;
use crate::traffic::Performed;
use crate::views::devices::problem_number;
use contract::device_profile::WorklistProfile;
use dimse::{
    Admission, Caller, Ending, Found, InstanceMessage, Manner, Negotiated, Outcome,
    PerformedStepMessage, Queried, Requests, Traffic,
};
use domain::scheduled_step::ScheduledStep;
use domain::worklist::Keys;
use std::sync::Arc;
use storage::{StatusClass, StorageError};

/// The department as modalities see it.
pub(crate) struct Modalities {
    pub(crate) department: Arc<Department>,
}

impl Requests for Modalities {
    fn admit(&self, caller: &Caller) -> Admission {
        let department = &self.department;
        let (admission, problem) = department.registry().admit(caller);
        if let Some(problem) = problem {
            tracing::info!(
                calling = caller.calling_ae_title,
                called = caller.called_ae_title,
                address = %caller.address,
                ?problem,
                "a caller is not let in"
            );
            department
                .traffic
                .refused(&department.clock, caller, problem_number(problem));
        }
        admission
    }

    fn most_associations(&self, caller: &Caller) -> Option<usize> {
        let registry = self.department.registry();
        let profile = registry.profile(&caller.calling_ae_title)?;
        usize::try_from(profile.access.max_associations?).ok()
    }

    fn opened(&self, caller: &Caller, negotiated: Negotiated) -> u64 {
        let department = &self.department;
        department
            .associations
            .opened(&department.clock, caller, negotiated)
    }

    fn answered(&self, association: u64, service: &'static str, status: u16) {
        let failed = StatusClass::of(status) == StatusClass::Failure;
        // What a modality cancels has not failed.
        let failed = failed && status != dimse::status::CANCELED;
        self.department
            .associations
            .answered(association, service, failed);
    }

    fn ended(&self, association: u64, ending: Ending) {
        let department = &self.department;
        department
            .associations
            .ended(&department.clock, association, ending);
    }

    fn heard(&self, caller: &Caller, traffic: Traffic) {
        self.department
            .traffic
            .heard(&self.department.clock, caller, traffic);
    }

    fn manner(&self, caller: &Caller) -> Manner {
        offers::manner(&self.department.worklist_profile(caller))
    }

    fn worklist(&self, caller: &Caller, keys: &Keys, utc_offset: Option<i32>) -> Found {
        let department = &self.department;
        let profile = department.worklist_profile(caller);
        let offer = department.offer(&department.registry(), &caller.calling_ae_title, &profile);
        let mut steps = match utc_offset {
            None => department.worklist().find_offered(keys, &offer),
            Some(offset) => {
                let wider = keys.with_wider_start();
                let found = department.worklist().find_offered(&wider, &offer);
                let there = found.iter().map(|step| shifted(step, offset));
                let matching =
                    there.filter(|step| keys.matches_start(step.start_date, step.start_time));
                matching.map(Arc::new).collect()
            }
        };
        let most = offer.most.unwrap_or(usize::MAX);
        let more = (steps.len() > most).then(|| {
            tracing::warn!(
                calling = caller.calling_ae_title,
                called = caller.called_ae_title,
                matching = steps.len(),
                most,
                "a query has more answers than the device gets"
            );
            offers::when_more(&profile)
        });
        steps.truncate(most);
        Found { steps, more }
    }

    fn queried(&self, caller: &Caller, query: Queried) {
        let department = &self.department;
        department.traffic.queried(&department.clock, caller, query);
    }

    async fn create_performed_step(
        &self,
        caller: &Caller,
        message: PerformedStepMessage,
    ) -> Outcome {
        self.take(caller, Kind::Create, message).await
    }

    async fn set_performed_step(&self, caller: &Caller, message: PerformedStepMessage) -> Outcome {
        self.take(caller, Kind::Set, message).await
    }

    async fn performed_step(
        &self,
        caller: &Caller,
        sop_instance_uid: &str,
    ) -> Result<Vec<InstanceMessage>, Outcome> {
        self.department.retrieve(caller, sop_instance_uid).await
    }
}

/// A step with its start as a clock in another zone reads it.
pub(crate) fn shifted(step: &ScheduledStep, utc_offset: i32) -> ScheduledStep {
    let start = clock::at_offset(step.start_date.and_time(step.start_time), utc_offset);
    ScheduledStep {
        start_date: start.date(),
        start_time: start.time(),
        ..step.clone()
    }
}

impl Modalities {
    /// Stores a message and takes it into effect, in one transaction, then answers.
    async fn take(&self, caller: &Caller, kind: Kind, message: PerformedStepMessage) -> Outcome {
        let department = Arc::clone(&self.department);
        let arrival = Arrival {
            received_at: department.clock.now(),
            today: department.clock.today(),
            caller: caller.clone(),
            kind,
            message,
            profile: department
                .registry()
                .profile(&caller.calling_ae_title)
                .map(|profile| profile.performed.clone())
                .unwrap_or_default(),
            subscribers: department.registry().subscribers(),
        };
        let stored = self
            .department
            .database
            .writer()
            .write::<_, StorageError>(
                move |session| performed_steps::take(session, arrival),
                move |effect| {
                    department.keep_statuses(&effect.statuses);
                    if let Some(id) = effect.performed_step {
                        let steps = effect.statuses.iter().map(|(step, _)| *step);
                        let steps = steps.chain(effect.meant).collect();
                        department.changed(Change::Performed { id, steps });
                    }
                    department
                        .unjudged
                        .note(effect.performed_step, effect.message);
                    if let Some(notice) = effect.notice {
                        let station_name = department.registry().station_name(
                            &department
                                .registry()
                                .station(&effect.station, &effect.calling),
                        );
                        department.changed(Change::Notice(contract::events::Notice {
                            kind: notice,
                            station_name,
                            exam: effect.exam(),
                        }));
                    }
                },
            )
            .await;
        let outcome = match stored {
            Ok(effect) => effect.outcome,
            Err(error) => {
                tracing::error!(%error, "a message could not be stored and was refused");
                Outcome {
                    status: dimse::status::RESOURCE_LIMITATION,
                    comment: "the message could not be stored, send it again".to_owned(),
                    ..Outcome::default()
                }
            }
        };
        let heard = if outcome.status == 0 {
            Performed::Accepted
        } else {
            Performed::Refused
        };
        self.department
            .traffic
            .performed(&self.department.clock, caller, heard);
        outcome
    }
}

impl Department {
    fn worklist_profile(&self, caller: &Caller) -> WorklistProfile {
        let (calling, called) = (&caller.calling_ae_title, &caller.called_ae_title);
        self.registry().worklist_profile(calling, called)
    }

    /// Keeps the worklist in memory in step with committed statuses.
    pub(crate) fn keep_statuses(&self, statuses: &[(i64, domain::scheduled_step::StepStatus)]) {
        if statuses.is_empty() {
            return;
        }
        let now = self.clock.now();
        let mut worklist = self.worklist_mut();
        for (id, status) in statuses {
            let known = worklist.get(*id).map(|step| step.status);
            if known.is_some_and(|known| known != *status) {
                worklist.set_status(*id, *status, now);
            }
        }
    }
}
