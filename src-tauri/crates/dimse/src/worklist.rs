//! Modality Worklist C-FIND (PS3.4 Annex K): a query becomes keys and a plan of what to return, the
//! department finds the steps, and the answers leave in large writes with a look for C-CANCEL
//! between them.

mod answer;
mod asked;
pub(crate) mod attributes;
mod query;
mod written;

pub use asked::{AskedKey, AskedQuery, read_query};

pub(crate) use answer::Answers;
pub(crate) use query::{Query, is_matched};
pub(crate) use written::WrittenAnswers;

use crate::association::{Association, End};
use crate::command_set::{CommandSet, Request, Response};
use crate::dispatch::respond;
use crate::negotiation::Context;
use crate::requests::{Found, Manner, More, Queried, Requests, Traffic};
use crate::syntax::MODALITY_WORKLIST;
use crate::{message, status};
use bytes::Bytes;
use domain::scheduled_step::ScheduledStep;
use std::slice;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncRead, AsyncWrite};
use written::Written;

/// How many bytes of answers are collected for one write.
const BATCH: usize = 128 * 1024;
/// From how many answers on they are kept: fewer are written as fast as they are found.
const WORTH_REMEMBERING: usize = 64;

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
    let matching = association.matching;
    let manner = Manner {
        fuzzy_names: matching.fuzzy_names,
        timezone: matching.timezone,
        ..requests.manner(&association.caller)
    };
    let mut queried = Queried {
        identifier: data_set.clone().unwrap_or_default(),
        transfer_syntax: context.transfer_syntax.uid(),
        status: status::SUCCESS,
        comment: String::new(),
        answers: 0,
        is_cut: false,
        fuzzy_names: matching.fuzzy_names,
        timezone: matching.timezone,
    };
    let query = match read(request, data_set, context, &manner) {
        Ok(query) => query,
        Err(refusal) => {
            let caller = &association.caller;
            let status = refusal.status;
            requests.heard(caller, Traffic::FindFailed { status });
            queried.status = status;
            queried.comment.clone_from(&refusal.comment);
            requests.queried(caller, queried);
            return respond(association, context, refusal).await;
        }
    };
    let found = requests.worklist(&association.caller, &query.keys, query.utc_offset);
    let ended = send(association, context, request, &query, &found).await?;
    let caller = &association.caller;
    let canceled = ended.status == status::CANCELED;
    let items = ended.items;
    requests.heard(caller, Traffic::Find { items, canceled });
    queried.status = ended.status;
    queried.comment = ended.comment;
    queried.answers = items;
    queried.is_cut = found.more.is_some();
    requests.queried(caller, queried);
    Ok(association.connection.write(&ended.rest).await?)
}

#[expect(
    clippy::result_large_err,
    reason = "one for a query that cannot be used, and written at once"
)]
fn read(
    request: &Request,
    data_set: Option<Bytes>,
    context: Context,
    manner: &Manner,
) -> Result<Query, Response> {
    if !matches!(request.sop_class_uid.as_str(), "" | MODALITY_WORKLIST) {
        return Err(Response::to(request, status::SOP_CLASS_NOT_SUPPORTED));
    }
    let Some(data_set) = data_set else {
        return Err(Response {
            comment: "no identifier".to_owned(),
            ..Response::to(request, status::IDENTIFIER_DOES_NOT_MATCH)
        });
    };
    Query::read(&data_set, context.transfer_syntax, manner).map_err(|refusal| Response {
        comment: refusal.comment,
        offending_elements: refusal.offending_elements,
        ..Response::to(request, refusal.status)
    })
}

/// How a query ended, and what of its answers is still to be written.
struct Ended {
    items: u32,
    status: u16,
    comment: String,
    rest: Vec<u8>,
}

/// Sends the answers; what comes last with the final response is left to be written.
async fn send<S>(
    association: &mut Association<S>,
    context: Context,
    request: &Request,
    query: &Query,
    found: &Found,
) -> Result<Ended, End>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let steps = &found.steps;
    let pending = Response {
        has_data_set: true,
        ..Response::to(request, query.pending_status())
    };
    let caller = association.caller.calling_ae_title.clone();
    // Steps in another zone are made for this query only.
    let written = (steps.len() >= WORTH_REMEMBERING && query.utc_offset.is_none())
        .then(|| association.written.of(query, context.transfer_syntax));
    let mut batch = Batch {
        out: Vec::with_capacity(steps.len().saturating_mul(1024).min(BATCH + 16 * 1024)),
        pending: CommandSet::Response(pending).write(),
        context_id: context.id,
        fragment_length: association.fragment_length,
        answers: Answers::new(query, context.transfer_syntax, &caller),
        written: written.as_deref(),
    };
    let mut rest = steps.iter();
    let mut items = 0;
    let mut status = status::SUCCESS;
    while status == status::SUCCESS && rest.len() > 0 {
        let filled = batch.fill(&mut rest);
        if association.is_canceled(request.message_id).await? {
            batch.out.clear();
            status = status::CANCELED;
        } else {
            items += filled;
            if rest.len() > 0 {
                association.connection.write(&batch.out).await?;
                batch.out.clear();
            }
        }
    }
    let mut response = Response::to(request, status);
    if status == status::SUCCESS && found.more == Some(More::Fail) {
        response.status = status::OUT_OF_RESOURCES;
        response.comment = format!("only the first {items} answers were sent, ask for less");
    }
    let (status, comment) = (response.status, response.comment.clone());
    association.status = status;
    batch.finish(response);
    Ok(Ended {
        items,
        status,
        comment,
        rest: batch.out,
    })
}

/// Answers for one write.
struct Batch<'a> {
    out: Vec<u8>,
    /// The command set before each.
    pending: Vec<u8>,
    context_id: u8,
    fragment_length: usize,
    answers: Answers<'a>,
    written: Option<&'a Mutex<Written>>,
}

impl Batch<'_> {
    /// Adds answers until there are enough for a write; how many.
    fn fill(&mut self, steps: &mut slice::Iter<'_, Arc<ScheduledStep>>) -> u32 {
        let mut written = self
            .written
            .map(|written| written.lock().unwrap_or_else(PoisonError::into_inner));
        let mut filled = 0;
        while self.out.len() < BATCH {
            let Some(step) = steps.next() else { break };
            let data_set = match &mut written {
                Some(written) => written.answer(step, &mut self.answers),
                None => self.answers.write(step),
            };
            let (out, length) = (&mut self.out, self.fragment_length);
            message::write(out, self.context_id, &self.pending, Some(data_set), length);
            filled += 1;
        }
        filled
    }

    /// Adds the final response.
    fn finish(&mut self, response: Response) {
        let command = CommandSet::Response(response).write();
        message::write(
            &mut self.out,
            self.context_id,
            &command,
            None,
            self.fragment_length,
        );
    }
}

#[cfg(test)]
mod tests;
