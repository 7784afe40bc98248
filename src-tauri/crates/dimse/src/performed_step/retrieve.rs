//! MPPS Retrieve (PS3.4 F.8): N-GET of a performed step.

use super::instance::Messages;
use crate::command_set::{Request, Response};
use crate::requests::{Caller, InstanceMessage, Requests};
use crate::status;
use crate::syntax::{
    MODALITY_WORKLIST, PERFORMED_STEP, PERFORMED_STEP_NOTIFICATION, PERFORMED_STEP_RETRIEVE,
    TransferSyntax, VERIFICATION,
};
use bytes::Bytes;
use dicom_core::Tag;
use domain::Uid;

/// The response to an N-GET and its data set.
pub(crate) async fn answer<R: Requests>(
    caller: &Caller,
    transfer_syntax: TransferSyntax,
    request: &Request,
    requests: &R,
) -> (Response, Bytes) {
    let uid = request.sop_instance_uid.as_str();
    let response = |status| Response {
        sop_class_uid: PERFORMED_STEP_RETRIEVE.to_owned(),
        sop_instance_uid: uid.to_owned(),
        ..Response::to(request, status)
    };
    match request.sop_class_uid.as_str() {
        "" | PERFORMED_STEP_RETRIEVE => {}
        PERFORMED_STEP | PERFORMED_STEP_NOTIFICATION | VERIFICATION | MODALITY_WORKLIST => {
            return (response(status::CLASS_INSTANCE_CONFLICT), Bytes::new());
        }
        _ => return (response(status::NO_SUCH_SOP_CLASS), Bytes::new()),
    }
    if Uid::new(uid).is_none() {
        return (response(status::INVALID_SOP_INSTANCE), Bytes::new());
    }
    let messages = match requests.performed_step(caller, uid).await {
        Ok(messages) => messages,
        Err(outcome) => {
            let refusal = Response {
                comment: outcome.comment,
                error_id: outcome.error_id,
                ..response(outcome.status)
            };
            return (refusal, Bytes::new());
        }
    };
    let asked: Vec<Tag> = request
        .attributes
        .iter()
        .map(|(group, element)| Tag(*group, *element))
        .collect();
    let (data_set, is_supported) = object(&messages, &asked, transfer_syntax);
    let status = if is_supported {
        status::SUCCESS
    } else {
        status::OPTIONAL_ATTRIBUTES_NOT_SUPPORTED
    };
    let answer = Response {
        has_data_set: !data_set.is_empty(),
        ..response(status)
    };
    (answer, data_set.into())
}

/// The object that messages make, and whether all that was asked for is kept; all is asked for with
/// an empty list.
pub(crate) fn object(
    messages: &[InstanceMessage],
    asked: &[Tag],
    transfer_syntax: TransferSyntax,
) -> (Vec<u8>, bool) {
    let messages = Messages::read(messages);
    messages.instance().answer(asked, transfer_syntax)
}

#[cfg(test)]
mod tests;
