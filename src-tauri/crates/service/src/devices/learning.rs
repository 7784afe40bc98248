//! What the messages of a device suggest for its profile.

use super::not_found;
use crate::clock;
use crate::department::Department;
use crate::registry::profile_of;
use chrono::Days;
use contract::Failure;
use contract::device_learning::{Evidence, Observation, ProposeProfile, ProposedProfile};
use contract::device_profile::{DeviceProfile, Validation};
use dimse::Operation;
use domain::device_learning::{self as learning, Learnt, Observed, SeenMessage};
use domain::performed_step::Report;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{Session, StorageError, StoredMessage};

/// How far back messages are learnt from: before, the device may have had other software.
const DAYS: u64 = 30;
/// Performed steps that are read at most, the newest: their messages are decoded anew.
const MOST_STEPS: i64 = 200;

impl Department {
    /// The profile that fits what a device has sent, with the evidence. Changes nothing.
    ///
    /// # Errors
    /// When it is not registered, or the database refuses.
    pub async fn propose_profile(
        self: &Arc<Self>,
        request: ProposeProfile,
    ) -> Result<ProposedProfile, Failure> {
        let device = self
            .registry()
            .devices()
            .find(|device| device.id == request.device)
            .cloned();
        let device = device.ok_or_else(not_found)?;
        let current = profile_of(&device);
        self.read(move |department, session| {
            let today = department.clock.today();
            let from = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
            let uids = session.newest_performed_of(&device.ae_title, from, today, MOST_STEPS)?;
            let now = department.clock.wall();
            propose(session, &uids, current, now)
        })
        .await
    }
}

/// A message with what it reports.
struct Decoded {
    stored: StoredMessage,
    is_create: bool,
    report: Report,
    explained_by: Option<&'static str>,
}

fn propose(
    session: &mut Session<'_>,
    sop_instance_uids: &[String],
    current: DeviceProfile,
    now: chrono::NaiveDateTime,
) -> Result<ProposedProfile, StorageError> {
    let messages: Vec<Decoded> = session
        .messages_in_full(sop_instance_uids)?
        .into_iter()
        .filter(|message| message.head.status == 0)
        .filter_map(decoded)
        .collect();
    let seen: Vec<SeenMessage<'_>> = messages
        .iter()
        .map(|message| SeenMessage {
            sop_instance_uid: &message.stored.head.sop_instance_uid,
            is_create: message.is_create,
            received: clock::wall_of(message.stored.head.received_at),
            report: &message.report,
            findings: &message.stored.head.findings,
            explained_by: message.explained_by,
        })
        .collect();
    let learnt = learning::learn(&seen, now);
    let steps: BTreeSet<&str> = seen.iter().map(|one| one.sop_instance_uid).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let creates = messages.iter().filter(|message| message.is_create).count();
    let wall = |message: &SeenMessage<'_>| clock::to_contract(message.received);
    Ok(ProposedProfile {
        proposed: proposed(&current, &learnt),
        current,
        creates: count(creates),
        sets: count(messages.len() - creates),
        steps: count(steps.len()),
        from: seen.iter().map(wall).min(),
        to: seen.iter().map(wall).max(),
        evidence: learnt
            .observed
            .iter()
            .map(|seen| evidence(seen, &learnt))
            .collect(),
    })
}

fn decoded(stored: StoredMessage) -> Option<Decoded> {
    let is_create = stored.head.service == "N-CREATE";
    let operation = if is_create {
        Operation::Create
    } else {
        Operation::Set
    };
    let bytes = stored.data_set.clone().into();
    let syntax = stored.head.transfer_syntax.as_str();
    let report = dimse::decode_report(&bytes, syntax, operation, "").ok()?;
    let explained_by = dimse::explaining_character_set(&bytes, syntax);
    Some(Decoded {
        stored,
        is_create,
        report,
        explained_by,
    })
}

/// What is declared now with what follows. Who was learnt from is lenient from then on, or strict
/// when nothing it sent would have been refused.
fn proposed(current: &DeviceProfile, learnt: &Learnt) -> DeviceProfile {
    let mut proposed = current.clone();
    let performed = &mut proposed.performed;
    if learnt.is_strict {
        performed.validation = Validation::Strict;
    } else if performed.validation == Validation::Learn && !learnt.observed.is_empty() {
        performed.validation = Validation::Lenient;
    }
    if let Some(term) = &learnt.assumed_character_set {
        performed.assumed_character_set = Some(term.clone());
    }
    if performed.close_after_minutes.is_none() {
        performed.close_after_minutes = learnt.close_after_minutes;
    }
    proposed
}

fn evidence(seen: &Observed, learnt: &Learnt) -> Evidence {
    let follows = [
        (
            learning::Observation::UnexplainedText,
            learnt.assumed_character_set.is_some(),
            "performed.assumed_character_set",
        ),
        (
            learning::Observation::NeverEnded,
            learnt.close_after_minutes.is_some(),
            "performed.close_after_minutes",
        ),
        (
            learning::Observation::WithoutFindings,
            learnt.is_strict,
            "performed.validation",
        ),
    ];
    let setting = follows
        .into_iter()
        .find(|(of, holds, _)| *of == seen.observation && *holds)
        .map(|(_, _, setting)| setting)
        .unwrap_or_default();
    Evidence {
        observation: observation(seen.observation),
        count: seen.count,
        of: seen.of,
        attribute: seen.attribute.clone(),
        value: seen.value.clone(),
        setting: setting.to_owned(),
    }
}

fn observation(seen: learning::Observation) -> Observation {
    use learning::Observation as Seen;
    match seen {
        Seen::CreateWithoutCharacterSet => Observation::CreateWithoutCharacterSet,
        Seen::SetWithoutCharacterSet => Observation::SetWithoutCharacterSet,
        Seen::UnexplainedText => Observation::UnexplainedText,
        Seen::CreateWithoutAttribute => Observation::CreateWithoutAttribute,
        Seen::EmptyAttribute => Observation::EmptyAttribute,
        Seen::NotAllowedInSet => Observation::NotAllowedInSet,
        Seen::SetNotCreated => Observation::SetNotCreated,
        Seen::MissingAtEnd => Observation::MissingAtEnd,
        Seen::ShrinkingLists => Observation::ShrinkingLists,
        Seen::StartReportedLate => Observation::StartReportedLate,
        Seen::EndReportedLate => Observation::EndReportedLate,
        Seen::DeferredPair => Observation::DeferredPair,
        Seen::OneStepPerSeries => Observation::OneStepPerSeries,
        Seen::DiscontinuedWithoutReason => Observation::DiscontinuedWithoutReason,
        Seen::NeverEnded => Observation::NeverEnded,
        Seen::IntermediateReports => Observation::IntermediateReports,
        Seen::ClockDiffers => Observation::ClockDiffers,
        Seen::WithoutFindings => Observation::WithoutFindings,
    }
}
