//! One association we accepted: its life from the first byte to the last (PS3.8 9.2).

use crate::command_set::CommandSet;
use crate::connection::{Connection, ConnectionError};
use crate::dispatch;
use crate::ending::{EndKind, EndReason, Ending};
use crate::limits::Limits;
use crate::message::{Assembler, AssemblyError, Message, fragment_length};
use crate::negotiation::{self, Context, Matching};
use crate::pdu::{AbortReason, Associate, Kind, Pdu, RELEASE_RESPONSE, Rejection};
use crate::requests::{Admission, Caller, Negotiated, Proved, Requests, Traffic};
use crate::seats::{Room, Seat};
use crate::worklist::WrittenAnswers;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// An open association.
pub(crate) struct Association<S> {
    /// The socket.
    pub connection: Connection<S>,
    /// Who opened it.
    pub caller: Caller,
    /// Longest fragment the peer takes.
    pub fragment_length: usize,
    /// How its worklist keys are matched.
    pub matching: Matching,
    /// Worklist answers of all associations of the listener.
    pub written: Arc<WrittenAnswers>,
    /// The final status of the last request answered.
    pub status: u16,
    number: u64,
    contexts: Vec<Context>,
    assembler: Assembler,
    waiting: VecDeque<Message>,
    idle: Duration,
    message_time: Duration,
    ends_at: Instant,
    stop: CancellationToken,
}

/// How an association ended.
#[derive(Debug, Error)]
pub(crate) enum End {
    /// The peer released it.
    #[error("released")]
    Released,
    /// The peer closed the socket between two messages.
    #[error("closed without release")]
    Closed,
    /// The peer aborted it.
    #[error("aborted by the peer (source {source_byte}, reason {reason})")]
    Aborted {
        /// Source of PS3.8 Table 9-26.
        source_byte: u8,
        /// Reason of PS3.8 Table 9-26.
        reason: u8,
    },
    /// The listener stops.
    #[error("the listener stops")]
    Stopped,
    /// It is older than an association may be.
    #[error("open for longer than allowed")]
    TooOld,
    /// A PDU that is not due.
    #[error("{0:?} is not due")]
    Unexpected(Kind),
    /// A response although we asked nothing.
    #[error("a response without a request")]
    UnexpectedResponse,
    /// The socket failed, was silent, or brought something that is no PDU.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// What came makes no message.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
}

impl End {
    /// The A-ABORT that tells the peer; `None` when it knows.
    fn abort(&self) -> Option<AbortReason> {
        match self {
            Self::Released | Self::Closed | Self::Aborted { .. } => None,
            Self::Stopped => Some(AbortReason::User),
            Self::TooOld => Some(AbortReason::Unspecified),
            Self::Unexpected(_) => Some(AbortReason::UnexpectedPdu),
            Self::UnexpectedResponse | Self::Assembly(_) => Some(AbortReason::InvalidParameter),
            Self::Connection(error) => match error {
                ConnectionError::Io(_) | ConnectionError::ClosedWithin => None,
                ConnectionError::Silent(_) | ConnectionError::Stuck(_) => {
                    Some(AbortReason::Unspecified)
                }
                ConnectionError::UnknownPdu(_) => Some(AbortReason::UnrecognizedPdu),
                ConnectionError::TooLong { .. } => Some(AbortReason::InvalidParameter),
            },
        }
    }

    /// How it goes on record.
    fn ending(&self) -> Ending {
        let kind = match self {
            Self::Released => EndKind::Released,
            Self::Closed => EndKind::Closed,
            Self::Aborted { .. } => EndKind::AbortedByPeer,
            Self::Stopped => EndKind::Stopped,
            Self::Connection(ConnectionError::Io(_) | ConnectionError::ClosedWithin) => {
                EndKind::Broken
            }
            Self::TooOld
            | Self::Unexpected(_)
            | Self::UnexpectedResponse
            | Self::Connection(_)
            | Self::Assembly(_) => EndKind::AbortedByUs,
        };
        let (reason, detail) = self.reason();
        Ending {
            kind,
            reason,
            detail,
        }
    }

    /// Why, and what that names.
    fn reason(&self) -> (Option<EndReason>, String) {
        let (reason, detail) = match self {
            Self::Released => return (None, String::new()),
            Self::Closed => (EndReason::NotReleased, String::new()),
            Self::Aborted {
                source_byte,
                reason,
            } => (EndReason::Aborted, format!("{source_byte}, {reason}")),
            Self::Stopped => (EndReason::ListenerStopped, String::new()),
            Self::TooOld => (EndReason::TooOld, String::new()),
            Self::Unexpected(kind) => (EndReason::UnexpectedPdu, kind.name().to_owned()),
            Self::UnexpectedResponse => (EndReason::UnexpectedResponse, String::new()),
            Self::Connection(error) => error.reason(),
            Self::Assembly(error) => error.reason(),
        };
        (Some(reason), detail)
    }

    /// Whether the department should hear of it: nobody meant it to end this way.
    const fn is_broken(&self) -> bool {
        !matches!(self, Self::Released | Self::Closed | Self::Stopped)
    }
}

/// What all associations of a listener share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Their limits.
    pub limits: Limits,
    /// Worklist answers written for any of them.
    pub written: Arc<WrittenAnswers>,
    /// Ends them.
    pub stop: CancellationToken,
}

/// How long somebody who is rejected anyway may take for the request.
const REJECTION_TIME: Duration = Duration::from_secs(2);

/// Serves one connection until it ends.
pub(crate) async fn serve<S, R>(
    stream: S,
    tls: Option<Proved>,
    seat: &Seat,
    requests: &R,
    shared: &Shared,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    R: Requests,
{
    let Shared {
        limits,
        written,
        stop,
    } = shared;
    let address = seat.address();
    let time = match seat.room() {
        Room::Free => limits.association_request_time,
        Room::Full => limits.association_request_time.min(REJECTION_TIME),
    };
    let mut connection = Connection::new(stream, limits);
    let request = tokio::select! {
        request = association_request(&mut connection, address, time, stop) => request,
        () = seat.given_away() => return,
    };
    if !seat.keep() {
        return;
    }
    let request = match request {
        Ok(request) => request,
        Err(failed) => {
            if let Some(ending) = failed.ending {
                let caller = Caller::silent(address, tls);
                let number = requests.opened(&caller, Negotiated::default());
                requests.ended(number, ending);
            }
            let abort = failed.abort.map(AbortReason::write);
            connection
                .finish(abort.as_ref().map_or(&[], |abort| &abort[..]))
                .await;
            return;
        }
    };
    let caller = negotiation::caller(&request, address, tls);
    let accepted = match seat.room() {
        Room::Full => Err((Rejection::LocalLimit, EndReason::ListenerFull)),
        Room::Free => {
            let said = |rejection: Rejection| (rejection, rejection.reason());
            negotiation::check(&request).map_err(said).and_then(|()| {
                let admission = claimed(requests.admit(&caller), &caller, seat, requests);
                negotiation::accept(&request, admission, limits.pdu).map_err(|rejection| {
                    (rejection, admission.reason().unwrap_or(rejection.reason()))
                })
            })
        }
    };
    let (answer, contexts) = match accepted {
        Ok(accepted) => accepted,
        Err((rejection, why)) => {
            tracing::warn!(
                calling = caller.calling_ae_title,
                called = caller.called_ae_title,
                %address,
                ?why,
                "association rejected"
            );
            let number = requests.opened(&caller, negotiation::record(&request, None));
            let ending = Ending {
                kind: EndKind::Rejected,
                reason: Some(why),
                detail: String::new(),
            };
            requests.ended(number, ending);
            connection.finish(&rejection.write()).await;
            return;
        }
    };
    tracing::debug!(
        calling = caller.calling_ae_title,
        called = caller.called_ae_title,
        %address,
        contexts = contexts.len(),
        tls = caller.tls.as_ref().map_or("", |tls| tls.version),
        user = caller.user_identity.as_ref().map_or("", |user| user.user_name.as_str()),
        "association accepted"
    );
    let number = requests.opened(&caller, negotiation::record(&request, Some(&answer)));
    let mut association = Association {
        connection,
        caller,
        status: 0,
        number,
        fragment_length: fragment_length(request.maximum_length),
        matching: negotiation::matching(&answer),
        written: Arc::clone(written),
        contexts,
        assembler: Assembler::new(limits.command_set, limits.data_set),
        waiting: VecDeque::new(),
        idle: limits.idle,
        message_time: limits.message_time,
        ends_at: Instant::now() + limits.association_time,
        stop: stop.clone(),
    };
    let end = association.run(&answer, requests).await;
    // The device may come again while this one is being closed.
    seat.give_up_claim();
    association.close(&end, requests).await;
}

/// An admission, if the device has not as many associations open as its profile allows.
fn claimed<R: Requests>(
    admission: Admission,
    caller: &Caller,
    seat: &Seat,
    requests: &R,
) -> Admission {
    let is_counted = matches!(admission, Admission::Accept | Admission::Services(_));
    if is_counted && !seat.claim(&caller.calling_ae_title, requests.most_associations(caller)) {
        return Admission::LocalLimit(EndReason::DeviceFull);
    }
    admission
}

/// Why no A-ASSOCIATE-RQ came.
struct NoRequest {
    /// What to tell the peer.
    abort: Option<AbortReason>,
    /// What goes on record; `None` for who only looked whether we live.
    ending: Option<Ending>,
}

impl NoRequest {
    fn of(abort: Option<AbortReason>, reason: EndReason, detail: String) -> Self {
        let kind = if abort.is_some() {
            EndKind::AbortedByUs
        } else {
            EndKind::Broken
        };
        Self {
            abort,
            ending: Some(Ending {
                kind,
                reason: Some(reason),
                detail,
            }),
        }
    }
}

/// The A-ASSOCIATE-RQ.
async fn association_request<S: AsyncRead + AsyncWrite + Unpin>(
    connection: &mut Connection<S>,
    address: IpAddr,
    time: Duration,
    stop: &CancellationToken,
) -> Result<Associate, NoRequest> {
    let nobody = |abort| NoRequest {
        abort,
        ending: None,
    };
    let first = tokio::select! {
        first = connection.read(time) => first,
        () = stop.cancelled() => return Err(nobody(Some(AbortReason::User))),
    };
    match first {
        // A port scan or a load balancer asking whether we live.
        Ok(None) => Err(nobody(None)),
        Ok(Some(Pdu {
            kind: Kind::AssociateRequest,
            body,
        })) => Associate::read(&body).map_err(|error| {
            tracing::warn!(%address, %error, "association request cannot be read");
            NoRequest::of(
                Some(AbortReason::InvalidParameter),
                EndReason::RequestUnreadable,
                error.item().to_owned(),
            )
        }),
        Ok(Some(pdu)) => {
            tracing::warn!(%address, kind = ?pdu.kind, "no association request came first");
            Err(NoRequest::of(
                Some(AbortReason::UnexpectedPdu),
                EndReason::NoRequest,
                pdu.kind.name().to_owned(),
            ))
        }
        Err(error) => {
            tracing::warn!(%address, %error, "no association request came");
            let (reason, detail) = error.reason();
            Err(NoRequest::of(
                End::Connection(error).abort(),
                reason,
                detail,
            ))
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Association<S> {
    async fn run<R: Requests>(&mut self, answer: &Associate, requests: &R) -> End {
        if let Err(error) = self.connection.write(&answer.write_accept()).await {
            return error.into();
        }
        loop {
            if self.stop.is_cancelled() {
                return End::Stopped;
            }
            let message = match self.next_message().await {
                Ok(message) => message,
                Err(end) => return end,
            };
            if let Err(end) = self.answer(message, requests).await {
                return end;
            }
        }
    }

    async fn answer<R: Requests>(&mut self, message: Message, requests: &R) -> Result<(), End> {
        let Some(context) = self.context(message.context_id) else {
            return Err(AssemblyError::UnknownContext(message.context_id).into());
        };
        match message.command {
            CommandSet::Request(request) => {
                dispatch::answer(self, context, &request, message.data_set, requests).await?;
                requests.answered(self.number, request.operation.name(), self.status);
                Ok(())
            }
            // It came after the last response: nothing is left to cancel (PS3.7 9.3.2.3).
            CommandSet::Cancel(_) => Ok(()),
            CommandSet::Response(_) => Err(End::UnexpectedResponse),
        }
    }

    fn context(&self, id: u8) -> Option<Context> {
        self.contexts
            .iter()
            .find(|context| context.id == id)
            .copied()
    }

    async fn next_message(&mut self) -> Result<Message, End> {
        let mut message_ends_at = None;
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Ok(message);
            }
            let is_idle = self.assembler.is_idle();
            if is_idle {
                message_ends_at = None;
            } else if message_ends_at.is_none() {
                message_ends_at = Some(Instant::now() + self.message_time);
            }
            let deadline = message_ends_at.unwrap_or(self.ends_at).min(self.ends_at);
            let pdu = tokio::select! {
                () = self.stop.cancelled(), if is_idle => return Err(End::Stopped),
                pdu = timeout_at(deadline, self.connection.read(self.idle)) => match pdu {
                    Ok(pdu) => pdu?,
                    Err(_) if Instant::now() >= self.ends_at => return Err(End::TooOld),
                    Err(_) => return Err(ConnectionError::Silent(self.message_time).into()),
                },
            };
            match pdu {
                Some(pdu) => self.take(pdu).await?,
                None if is_idle => return Err(End::Closed),
                None => return Err(ConnectionError::ClosedWithin.into()),
            }
        }
    }

    async fn take(&mut self, pdu: Pdu) -> Result<(), End> {
        match pdu.kind {
            Kind::Data => {
                let contexts = &self.contexts;
                let is_accepted = |id| contexts.iter().any(|context| context.id == id);
                Ok(self
                    .assembler
                    .take(pdu.body, is_accepted, &mut self.waiting)?)
            }
            Kind::ReleaseRequest => {
                self.connection.write(&RELEASE_RESPONSE).await?;
                Err(End::Released)
            }
            Kind::Abort => {
                let byte = |index| pdu.body.get(index).copied().unwrap_or_default();
                Err(End::Aborted {
                    source_byte: byte(2),
                    reason: byte(3),
                })
            }
            Kind::AssociateRequest
            | Kind::AssociateAccept
            | Kind::AssociateReject
            | Kind::ReleaseResponse => Err(End::Unexpected(pdu.kind)),
        }
    }

    /// Whether a C-CANCEL for this C-FIND is here. Does not wait. Other messages stay for later.
    pub(crate) async fn is_canceled(&mut self, message_id: u16) -> Result<bool, End> {
        // Without asynchronous operations no other request may come now (PS3.7 D.3.3.3); one that
        // does stays in the socket.
        if self.waiting.is_empty()
            && let Some(pdu) = self.connection.read_ready().await?
        {
            self.take(pdu).await?;
        }
        let cancels = |message: &Message| message.command == CommandSet::Cancel(message_id);
        match self.waiting.front() {
            Some(message) if cancels(message) => {
                self.waiting.pop_front();
                Ok(true)
            }
            Some(_) | None => Ok(false),
        }
    }

    async fn close<R: Requests>(self, end: &End, requests: &R) {
        let caller = &self.caller;
        requests.ended(self.number, end.ending());
        if end.is_broken() {
            requests.heard(caller, Traffic::Broken);
            tracing::warn!(
                calling = caller.calling_ae_title,
                called = caller.called_ae_title,
                address = %caller.address,
                %end,
                "association broke"
            );
        } else {
            tracing::debug!(calling = caller.calling_ae_title, %end, "association ended");
        }
        if let Some(reason) = end.abort() {
            self.connection.finish(&reason.write()).await;
        } else if matches!(end, End::Released) {
            // The requestor closes the transport after A-RELEASE-RP (PS3.8 9.2.3).
            self.connection.finish(&[]).await;
        }
    }
}

#[cfg(test)]
mod tests;
