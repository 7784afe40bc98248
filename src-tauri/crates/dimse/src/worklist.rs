//! Modality Worklist C-FIND (PS3.4 Annex K): a query becomes keys and a plan of what to return, the
//! department finds the steps, and the answers leave in large writes with a look for C-CANCEL
//! between them.

mod answer;
mod attributes;
mod query;

pub(crate) use answer::Answers;
pub(crate) use query::Query;

use crate::association::{Association, End};
use crate::command_set::{CommandSet, Request, Response};
use crate::dispatch::respond;
use crate::negotiation::Context;
use crate::requests::{Requests, Traffic};
use crate::syntax::MODALITY_WORKLIST;
use crate::{message, status};
use bytes::Bytes;
use domain::scheduled_step::ScheduledStep;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};

/// How many bytes of answers are collected for one write.
const BATCH: usize = 128 * 1024;

/// Answers one C-FIND. A query that cannot be used is answered with a failure; the association
/// lives on.
pub(crate) async fn serve<S, R>(
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
    let query = match read(request, data_set, context) {
        Ok(query) => query,
        Err(refusal) => {
            requests.heard(
                &association.caller,
                Traffic::FindFailed {
                    status: refusal.status,
                },
            );
            return respond(association, context, refusal).await;
        }
    };
    let steps = requests.worklist(&association.caller, &query.keys);
    let sent = send(association, context, request, &query, &steps).await?;
    requests.heard(
        &association.caller,
        Traffic::Find {
            items: sent.items,
            canceled: sent.status == status::CANCELED,
        },
    );
    respond(association, context, Response::to(request, sent.status)).await
}

fn read(request: &Request, data_set: Option<Bytes>, context: Context) -> Result<Query, Response> {
    if !matches!(request.sop_class_uid.as_str(), "" | MODALITY_WORKLIST) {
        return Err(Response::to(request, status::SOP_CLASS_NOT_SUPPORTED));
    }
    let Some(data_set) = data_set else {
        return Err(Response {
            comment: "no identifier".to_owned(),
            ..Response::to(request, status::IDENTIFIER_DOES_NOT_MATCH)
        });
    };
    Query::read(&data_set, context.transfer_syntax).map_err(|refusal| Response {
        comment: refusal.comment,
        offending_elements: refusal.offending_elements,
        ..Response::to(request, refusal.status)
    })
}

struct Sent {
    items: u32,
    status: u16,
}

async fn send<S: AsyncRead + AsyncWrite + Unpin + Send>(
    association: &mut Association<S>,
    context: Context,
    request: &Request,
    query: &Query,
    steps: &[Arc<ScheduledStep>],
) -> Result<Sent, End> {
    let pending = CommandSet::Response(Response {
        has_data_set: true,
        ..Response::to(request, query.pending_status())
    })
    .write();
    let caller = association.caller.calling_ae_title.clone();
    let mut answers = Answers::new(query, context.transfer_syntax, &caller);
    let mut batch = Vec::with_capacity(steps.len().saturating_mul(1024).min(BATCH + 16 * 1024));
    let mut in_batch = 0;
    let mut items = 0;
    for (index, step) in steps.iter().enumerate() {
        let data_set = answers.write(step);
        let fragment_length = association.fragment_length;
        message::write(
            &mut batch,
            context.id,
            &pending,
            Some(data_set),
            fragment_length,
        );
        in_batch += 1;
        if batch.len() >= BATCH || index + 1 == steps.len() {
            if association.is_canceled(request.message_id).await? {
                return Ok(Sent {
                    items,
                    status: status::CANCELED,
                });
            }
            association.connection.write(&batch).await?;
            batch.clear();
            items += in_batch;
            in_batch = 0;
        }
    }
    Ok(Sent {
        items,
        status: status::SUCCESS,
    })
}

#[cfg(test)]
mod tests;
