//! MPPS N-CREATE and N-SET (PS3.4 F.7): from a message to what it reports, and back.

mod consumption;
mod decode;
mod encode;
mod findings;
mod instance;
pub(crate) mod retrieve;
mod strict;
pub(crate) mod table;

pub(crate) use decode::codes;
pub use encode::{encode_report, encode_scheduled_steps};
pub use findings::explaining_character_set;
pub use strict::enforce;

use crate::command_set::{self, Request, Response};
use crate::data_set::{DataSet, Scope};
use crate::requests::{Caller, Outcome, PerformedStepMessage, Requests};
use crate::status;
use crate::syntax::{
    MODALITY_WORKLIST, PERFORMED_STEP, PERFORMED_STEP_NOTIFICATION, PERFORMED_STEP_RETRIEVE,
    TransferSyntax, VERIFICATION,
};
use crate::text::CharacterSets;
use bytes::Bytes;
use domain::Uid;
use domain::performed_step::Report;

/// Which of the two messages a data set came in: they differ in what they must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// N-CREATE.
    Create,
    /// N-SET.
    Set,
}

/// Reads what a modality reports. Whatever is missing or wrong becomes a finding (PS3.4 Table
/// F.7.2-1); the rest is taken. `transfer_syntax` is a UID this crate negotiates.
/// `default_character_set` is what text is decoded with when the data set does not say: a value of
/// Specific Character Set (0008,0005), for an N-SET that of the N-CREATE, or empty.
///
/// # Errors
/// Where and at which attribute the bytes stop being a data set. Without patient data.
pub fn decode_report(
    data_set: &Bytes,
    transfer_syntax: &str,
    operation: Operation,
    default_character_set: &str,
) -> Result<Report, String> {
    let syntax = TransferSyntax::from_uid(transfer_syntax)
        .ok_or_else(|| "the transfer syntax is not one of ours".to_owned())?;
    let data_set = DataSet::read(data_set, syntax).map_err(|error| error.to_string())?;
    let assumed = CharacterSets::parse(default_character_set).unwrap_or_default();
    Ok(decode::report(Scope::new(&data_set, assumed), operation))
}

/// Hands an N-CREATE or N-SET to the department and makes the response of its outcome.
pub(crate) async fn answer<R: Requests>(
    caller: &Caller,
    transfer_syntax: TransferSyntax,
    request: &Request,
    data_set: Bytes,
    requests: &R,
) -> (Response, Bytes) {
    let operation = if request.operation == command_set::Operation::Create {
        Operation::Create
    } else {
        Operation::Set
    };
    if let Some(status) = refusal(operation, request) {
        let response = Response {
            sop_instance_uid: request.sop_instance_uid.clone(),
            ..Response::to(request, status)
        };
        return (response, Bytes::new());
    }
    let report = decode_report(&data_set, transfer_syntax.uid(), operation, "");
    let message = PerformedStepMessage {
        sop_instance_uid: request.sop_instance_uid.clone(),
        transfer_syntax: transfer_syntax.uid(),
        data_set,
        report,
    };
    let outcome = match operation {
        Operation::Create => requests.create_performed_step(caller, message).await,
        Operation::Set => requests.set_performed_step(caller, message).await,
    };
    response(request, outcome)
}

/// The status of a request whose UIDs make no sense (PS3.7 10.1.3.1, 10.1.5.1). An N-CREATE may
/// come without a SOP Instance UID; whether an N-SET may is the department's to say. A SOP Class
/// UID left out is that of the context.
fn refusal(operation: Operation, request: &Request) -> Option<u16> {
    let is_known = matches!(
        request.sop_class_uid.as_str(),
        VERIFICATION | MODALITY_WORKLIST | PERFORMED_STEP_RETRIEVE | PERFORMED_STEP_NOTIFICATION
    );
    match request.sop_class_uid.as_str() {
        "" | PERFORMED_STEP => {}
        _ if is_known && operation == Operation::Set => {
            return Some(status::CLASS_INSTANCE_CONFLICT);
        }
        _ => return Some(status::NO_SUCH_SOP_CLASS),
    }
    let uid = request.sop_instance_uid.as_str();
    (!uid.is_empty() && Uid::new(uid).is_none()).then_some(status::INVALID_SOP_INSTANCE)
}

fn response(request: &Request, outcome: Outcome) -> (Response, Bytes) {
    let sop_instance_uid = if outcome.sop_instance_uid.is_empty() {
        request.sop_instance_uid.clone()
    } else {
        outcome.sop_instance_uid
    };
    let response = Response {
        sop_class_uid: PERFORMED_STEP.to_owned(),
        sop_instance_uid,
        comment: outcome.comment,
        error_id: outcome.error_id,
        attributes: outcome.attributes,
        has_data_set: !outcome.data_set.is_empty(),
        ..Response::to(request, outcome.status)
    };
    (response, outcome.data_set)
}

#[cfg(test)]
mod tests;
