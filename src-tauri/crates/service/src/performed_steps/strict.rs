//! Devices that are registered as strict: PS3.4 Table F.7.2-1 is enforced on what they send.

use super::{Arrival, Effect, Kind, Known};
use contract::device_profile::Validation;
use dimse::{InstanceMessage, Operation, Outcome};
use domain::performed_step::PerformedStep;
use storage::{Session, StorageError};

/// The refusal of an N-CREATE, if it is one.
pub(super) fn create(arrival: &Arrival) -> Option<(Effect, Known)> {
    refuse(arrival, &[])
}

/// The refusal of an N-SET, if it is one. One for a final step is refused for that.
pub(super) fn set(
    session: &mut Session<'_>,
    arrival: &Arrival,
    known: &PerformedStep,
) -> Result<Option<(Effect, Known)>, StorageError> {
    if arrival.profile.validation != Validation::Strict || known.status.is_final() {
        return Ok(None);
    }
    let earlier = messages_of(session, known.sop_instance_uid.as_str())?;
    Ok(refuse(arrival, &earlier).map(|(effect, refused)| {
        let status = Some(known.status);
        (effect, Known { status, ..refused })
    }))
}

/// The accepted messages of a performed step.
pub(crate) fn messages_of(
    session: &mut Session<'_>,
    sop_instance_uid: &str,
) -> Result<Vec<InstanceMessage>, StorageError> {
    let messages = session.accepted_messages(sop_instance_uid)?;
    let messages = messages.into_iter();
    Ok(messages
        .map(|(transfer_syntax, data_set)| InstanceMessage {
            transfer_syntax,
            data_set: data_set.into(),
            assumed_character_set: None,
        })
        .collect())
}

fn refuse(arrival: &Arrival, earlier: &[InstanceMessage]) -> Option<(Effect, Known)> {
    if arrival.profile.validation != Validation::Strict {
        return None;
    }
    let operation = match arrival.kind {
        Kind::Create => Operation::Create,
        Kind::Set => Operation::Set,
    };
    let message = &arrival.message;
    let refusal = dimse::enforce(
        operation,
        &message.data_set,
        message.transfer_syntax,
        earlier,
    )?;
    let known = Known {
        findings: vec![refusal.comment.clone()],
        ..Known::default()
    };
    let outcome = Outcome {
        sop_instance_uid: message.sop_instance_uid.clone(),
        ..refusal
    };
    Some((Effect::answer(arrival, outcome), known))
}
