//! From a request to the service that answers it.

use crate::association::{Association, End};
use crate::command_set::{CommandSet, Operation, Request, Response};
use crate::message;
use crate::negotiation::Context;
use crate::requests::{Requests, Traffic};
use crate::syntax::Service;
use crate::{performed_step, status, verification, worklist};
use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite};

/// Answers one request.
pub(crate) async fn answer<S, R>(
    association: &mut Association<S>,
    context: Context,
    request: &Request,
    data_set: Option<Bytes>,
    requests: &R,
) -> Result<(), End>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    R: Requests,
{
    match (request.operation, context.service) {
        // On whatever context it comes: to ask whether we live is never wrong.
        (Operation::Echo, _) => {
            requests.heard(&association.caller, Traffic::Echo);
            respond(association, context, verification::answer(request)).await
        }
        (Operation::Find, Service::Worklist) => {
            worklist::serve(association, context, request, data_set, requests).await
        }
        (Operation::Create | Operation::Set, Service::PerformedStep) => {
            let (response, returned) = performed_step::answer(
                &association.caller,
                context.transfer_syntax,
                request,
                data_set.unwrap_or_default(),
                requests,
            )
            .await;
            respond_with(association, context, response, &returned).await
        }
        (Operation::Get, Service::PerformedStepRetrieve) => {
            let syntax = context.transfer_syntax;
            let (response, returned) =
                performed_step::retrieve::answer(&association.caller, syntax, request, requests)
                    .await;
            respond_with(association, context, response, &returned).await
        }
        (
            Operation::Find
            | Operation::Create
            | Operation::Set
            | Operation::Get
            | Operation::EventReport
            | Operation::Other(_),
            Service::Verification
            | Service::Worklist
            | Service::PerformedStep
            | Service::PerformedStepRetrieve
            | Service::PerformedStepNotification,
        ) => {
            let response = Response::to(request, status::UNRECOGNISED_OPERATION);
            respond(association, context, response).await
        }
    }
}

/// Writes a response without a data set.
pub(crate) async fn respond<S: AsyncRead + AsyncWrite + Unpin>(
    association: &mut Association<S>,
    context: Context,
    response: Response,
) -> Result<(), End> {
    respond_with(association, context, response, &[]).await
}

/// Writes a response with a data set; none when it is empty.
async fn respond_with<S: AsyncRead + AsyncWrite + Unpin>(
    association: &mut Association<S>,
    context: Context,
    response: Response,
    data_set: &[u8],
) -> Result<(), End> {
    association.status = response.status;
    if response.status != status::SUCCESS {
        tracing::info!(
            calling = association.caller.calling_ae_title,
            address = %association.caller.address,
            operation = ?response.operation,
            status = format_args!("{:#06X}", response.status),
            "answered with a status other than success"
        );
    }
    let mut out = Vec::new();
    let command = CommandSet::Response(response).write();
    message::write(
        &mut out,
        context.id,
        &command,
        (!data_set.is_empty()).then_some(data_set),
        association.fragment_length,
    );
    Ok(association.connection.write(&out).await?)
}
