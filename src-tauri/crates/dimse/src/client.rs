//! A modality's side: asks another node whether it lives, for its worklist, and reports performed
//! steps. For the simulator, for tests, and for asking a device whether it answers.

mod worklist;

pub use worklist::{WorklistAnswer, WorklistQuery};

use crate::command_set::{self, CommandSet, Operation};
use crate::connection::{Connection, ConnectionError};
use crate::data_set::DataSet;
use crate::limits::Limits;
use crate::message::{self, Assembler, AssemblyError, Message, fragment_length};
use crate::negotiation::{self, Context};
use crate::pdu::{self, Associate, Kind, Pdu, PresentationContext, RELEASE_REQUEST, RoleSelection};
use crate::performed_step::encode_report;
use crate::status;
use crate::syntax::{
    APPLICATION_CONTEXT, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME, Service,
    TransferSyntax,
};
use domain::performed_step::Report;
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Calling AE title, at most 16 characters.
    pub calling_ae_title: String,
    /// Called AE title, at most 16 characters.
    pub called_ae_title: String,
    /// SOP classes; those of [`crate::syntax`] can be used.
    pub sop_classes: Vec<&'static str>,
    /// SOP classes of which we want to be the SCP although we open the association (SCP/SCU Role
    /// Selection, PS3.7 D.3.3.4).
    pub provides: Vec<&'static str>,
    /// Transfer syntaxes, for each SOP class.
    pub transfer_syntaxes: Vec<TransferSyntax>,
    /// Maximum Length we announce, bytes.
    pub maximum_length: u32,
    /// How long each step may take: the connection, the answer to the association, each response.
    pub patience: Duration,
}

impl Proposal {
    /// All services in both transfer syntaxes, with 30 seconds of patience.
    #[must_use]
    pub fn new(calling_ae_title: &str, called_ae_title: &str) -> Self {
        let services = [
            Service::Verification,
            Service::Worklist,
            Service::PerformedStep,
        ];
        Self {
            calling_ae_title: calling_ae_title.to_owned(),
            called_ae_title: called_ae_title.to_owned(),
            sop_classes: services.into_iter().map(Service::uid).collect(),
            provides: Vec::new(),
            transfer_syntaxes: vec![
                TransferSyntax::ExplicitLittleEndian,
                TransferSyntax::ImplicitLittleEndian,
            ],
            maximum_length: Limits::default().pdu,
            patience: Duration::from_secs(30),
        }
    }

    /// MPPS Notification, of which we are the SCP (PS3.4 F.9).
    #[must_use]
    pub fn notification(calling_ae_title: &str, called_ae_title: &str) -> Self {
        let notification = Service::PerformedStepNotification.uid();
        Self {
            sop_classes: vec![notification],
            provides: vec![notification],
            ..Self::new(calling_ae_title, called_ae_title)
        }
    }
}

/// Why an operation failed.
#[derive(Debug, Error)]
pub enum Error {
    /// Nobody listens, or the network is down.
    #[error("no connection")]
    Connect(#[source] io::Error),
    /// The connection failed.
    #[error("the connection failed")]
    Broken(#[source] io::Error),
    /// The peer closed the connection.
    #[error("the connection was closed")]
    Closed,
    /// No answer in time.
    #[error("no answer within {0:?}")]
    Silent(Duration),
    /// The peer rejected the association: result, source and reason of PS3.8 Table 9-21.
    #[error("association rejected (result {result}, source {source_byte}, reason {reason})")]
    Rejected {
        /// 1 permanent, 2 transient.
        result: u8,
        /// 1 service user, 2 and 3 service provider.
        source_byte: u8,
        /// By source.
        reason: u8,
    },
    /// The peer aborted the association: source and reason of PS3.8 Table 9-26.
    #[error("association aborted (source {source_byte}, reason {reason})")]
    Aborted {
        /// 0 service user, 2 service provider.
        source_byte: u8,
        /// By source.
        reason: u8,
    },
    /// The peer did not accept the service.
    #[error("{0} was not accepted")]
    NotAccepted(&'static str),
    /// A C-FIND ended with this status.
    #[error("status {:#06X}: {}", .0.status, .0.comment)]
    Status(Response),
    /// What came is no answer.
    #[error("what came is no answer: {0}")]
    Protocol(String),
}

impl From<ConnectionError> for Error {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::Io(error) => Self::Broken(error),
            ConnectionError::ClosedWithin => Self::Closed,
            ConnectionError::Silent(time) | ConnectionError::Stuck(time) => Self::Silent(time),
            other @ (ConnectionError::UnknownPdu(_) | ConnectionError::TooLong { .. }) => {
                Self::Protocol(other.to_string())
            }
        }
    }
}

impl From<AssemblyError> for Error {
    fn from(error: AssemblyError) -> Self {
        Self::Protocol(error.to_string())
    }
}

/// What a peer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status (0000,0900).
    pub status: u16,
    /// Error Comment (0000,0902).
    pub comment: String,
    /// Error ID (0000,0903).
    pub error_id: Option<u16>,
    /// Affected SOP Instance UID (0000,1000); empty when not sent.
    pub sop_instance_uid: String,
    /// Offending Element (0000,0901): group and element of each.
    pub offending_elements: Vec<(u16, u16)>,
}

impl Response {
    /// Whether the status is success.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status == status::SUCCESS
    }
}

impl From<command_set::Response> for Response {
    fn from(response: command_set::Response) -> Self {
        Self {
            status: response.status,
            comment: response.comment,
            error_id: response.error_id,
            sop_instance_uid: response.sop_instance_uid,
            offending_elements: response.offending_elements,
        }
    }
}

/// An association we opened.
#[derive(Debug)]
pub struct Association {
    connection: Connection<TcpStream>,
    contexts: Vec<Context>,
    fragment_length: usize,
    assembler: Assembler,
    received: VecDeque<Message>,
    last_message_id: u16,
    patience: Duration,
}

impl Association {
    /// Opens an association.
    ///
    /// # Errors
    /// [`Error::Connect`], [`Error::Rejected`], [`Error::Aborted`] and those of the connection.
    pub async fn connect(address: SocketAddr, proposal: &Proposal) -> Result<Self, Error> {
        let patience = proposal.patience;
        let stream = timeout(patience, TcpStream::connect(address))
            .await
            .map_err(|_| Error::Silent(patience))?
            .map_err(Error::Connect)?;
        stream.set_nodelay(true).map_err(Error::Connect)?;
        let limits = Limits {
            pdu: proposal.maximum_length,
            write: patience,
            ..Limits::default()
        };
        let mut connection = Connection::new(stream, &limits);
        let request = request(proposal);
        connection.write(&request.write_request()).await?;
        let answer = connection.read(patience).await?.ok_or(Error::Closed)?;
        let answer = accepted(&answer)?;
        Ok(Self {
            connection,
            contexts: contexts(&request, &answer, &proposal.provides),
            fragment_length: fragment_length(answer.maximum_length),
            assembler: Assembler::new(limits.command_set, limits.data_set),
            received: VecDeque::new(),
            last_message_id: 0,
            patience,
        })
    }

    /// C-ECHO.
    ///
    /// # Errors
    /// [`Error::NotAccepted`], [`Error::Aborted`] and those of the connection.
    pub async fn echo(&mut self) -> Result<Response, Error> {
        let context = self.context(Service::Verification)?;
        self.ask(context, Operation::Echo, "", None).await
    }

    /// Modality Worklist C-FIND.
    ///
    /// # Errors
    /// [`Error::Status`] if it ends with anything but success or, when we canceled, canceled;
    /// otherwise as [`Association::echo`].
    pub async fn find_worklist(
        &mut self,
        query: &WorklistQuery,
    ) -> Result<Vec<WorklistAnswer>, Error> {
        let context = self.context(Service::Worklist)?;
        let syntax = context.transfer_syntax;
        let message_id = self
            .send(context, Operation::Find, "", Some(&query.encode(syntax)))
            .await?;
        let mut answers = Vec::new();
        let mut is_canceled = false;
        loop {
            let (response, data_set) = self.response(message_id).await?;
            match (response.status, data_set) {
                (status::PENDING | status::PENDING_UNSUPPORTED_KEYS, Some(bytes)) => {
                    let data_set = DataSet::read(&bytes, syntax)
                        .map_err(|error| Error::Protocol(error.to_string()))?;
                    answers.push(WorklistAnswer::decode(&data_set, response.status));
                }
                (status::SUCCESS, _) => return Ok(answers),
                (status::CANCELED, _) if is_canceled => return Ok(answers),
                _ => return Err(Error::Status(response.into())),
            }
            if query.cancel_after == Some(answers.len()) && !is_canceled {
                is_canceled = true;
                self.write(context, &CommandSet::Cancel(message_id), None)
                    .await?;
            }
        }
    }

    /// N-CREATE of a performed step; without a UID the peer assigns one.
    ///
    /// # Errors
    /// As [`Association::echo`]. A status other than success is no error here.
    pub async fn create_performed_step(
        &mut self,
        sop_instance_uid: Option<&str>,
        report: &Report,
    ) -> Result<Response, Error> {
        let context = self.context(Service::PerformedStep)?;
        let data_set = encode_report(report, context.transfer_syntax);
        let uid = sop_instance_uid.unwrap_or_default();
        self.ask(context, Operation::Create, uid, Some(&data_set))
            .await
    }

    /// N-SET of a performed step.
    ///
    /// # Errors
    /// As [`Association::create_performed_step`].
    pub async fn set_performed_step(
        &mut self,
        sop_instance_uid: &str,
        report: &Report,
    ) -> Result<Response, Error> {
        let context = self.context(Service::PerformedStep)?;
        let data_set = encode_report(report, context.transfer_syntax);
        self.ask(context, Operation::Set, sop_instance_uid, Some(&data_set))
            .await
    }

    /// N-EVENT-REPORT of a performed step, without event information (PS3.4 F.9.2).
    ///
    /// # Errors
    /// As [`Association::echo`]. A status other than success is no error here.
    pub async fn report_event(
        &mut self,
        event_type: u16,
        sop_instance_uid: &str,
    ) -> Result<Response, Error> {
        let context = self.context(Service::PerformedStepNotification)?;
        let request = command_set::Request {
            event_type: Some(event_type),
            ..self.request(context, Operation::EventReport, sop_instance_uid)
        };
        let message_id = request.message_id;
        self.write(context, &CommandSet::Request(request), None)
            .await?;
        let (response, _) = self.response(message_id).await?;
        Ok(response.into())
    }

    /// Ends the association in order.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn release(mut self) -> Result<(), Error> {
        self.connection.write(&RELEASE_REQUEST).await?;
        match self.connection.read(self.patience).await? {
            Some(pdu) if pdu.kind == Kind::ReleaseResponse => Ok(()),
            Some(pdu) => Err(unexpected(&pdu)),
            None => Err(Error::Closed),
        }
    }

    fn context(&self, service: Service) -> Result<Context, Error> {
        self.contexts
            .iter()
            .find(|context| context.service == service)
            .copied()
            .ok_or(Error::NotAccepted(service.uid()))
    }

    async fn ask(
        &mut self,
        context: Context,
        operation: Operation,
        sop_instance_uid: &str,
        data_set: Option<&[u8]>,
    ) -> Result<Response, Error> {
        let message_id = self
            .send(context, operation, sop_instance_uid, data_set)
            .await?;
        let (response, _) = self.response(message_id).await?;
        Ok(response.into())
    }

    async fn send(
        &mut self,
        context: Context,
        operation: Operation,
        sop_instance_uid: &str,
        data_set: Option<&[u8]>,
    ) -> Result<u16, Error> {
        let request = command_set::Request {
            has_data_set: data_set.is_some(),
            ..self.request(context, operation, sop_instance_uid)
        };
        let command = CommandSet::Request(request);
        self.write(context, &command, data_set).await?;
        Ok(self.last_message_id)
    }

    fn request(
        &mut self,
        context: Context,
        operation: Operation,
        sop_instance_uid: &str,
    ) -> command_set::Request {
        self.last_message_id = self.last_message_id.wrapping_add(1);
        command_set::Request {
            operation,
            message_id: self.last_message_id,
            sop_class_uid: context.service.uid().to_owned(),
            sop_instance_uid: sop_instance_uid.to_owned(),
            has_data_set: false,
            attributes: Vec::new(),
            event_type: None,
        }
    }

    async fn write(
        &mut self,
        context: Context,
        command: &CommandSet,
        data_set: Option<&[u8]>,
    ) -> Result<(), Error> {
        let mut out = Vec::new();
        message::write(
            &mut out,
            context.id,
            &command.write(),
            data_set,
            self.fragment_length,
        );
        Ok(self.connection.write(&out).await?)
    }

    /// The next response to a message.
    async fn response(
        &mut self,
        message_id: u16,
    ) -> Result<(command_set::Response, Option<bytes::Bytes>), Error> {
        while self.received.is_empty() {
            let pdu = self
                .connection
                .read(self.patience)
                .await?
                .ok_or(Error::Closed)?;
            if pdu.kind != Kind::Data {
                return Err(unexpected(&pdu));
            }
            let contexts = &self.contexts;
            let is_accepted = |id| contexts.iter().any(|context| context.id == id);
            self.assembler
                .take(pdu.body, is_accepted, &mut self.received)?;
        }
        match self.received.pop_front() {
            Some(Message {
                command: CommandSet::Response(response),
                data_set,
                ..
            }) if response.responding_to == message_id => Ok((response, data_set)),
            _ => Err(Error::Protocol("it answers another message".to_owned())),
        }
    }
}

/// The association request of a proposal.
pub(crate) fn request(proposal: &Proposal) -> Associate {
    let syntaxes = proposal
        .transfer_syntaxes
        .iter()
        .map(|syntax| syntax.uid().to_owned());
    let syntaxes: Vec<String> = syntaxes.collect();
    let contexts = proposal.sop_classes.iter().zip((1..=u8::MAX).step_by(2));
    Associate {
        protocol_version: 1,
        called_ae_title: pdu::ae_title_field(&proposal.called_ae_title),
        calling_ae_title: pdu::ae_title_field(&proposal.calling_ae_title),
        application_context: APPLICATION_CONTEXT.to_owned(),
        contexts: contexts
            .map(|(sop_class, id)| PresentationContext {
                id,
                result: 0,
                abstract_syntax: (*sop_class).to_owned(),
                transfer_syntaxes: syntaxes.clone(),
            })
            .collect(),
        maximum_length: proposal.maximum_length,
        implementation_class_uid: IMPLEMENTATION_CLASS_UID.to_owned(),
        implementation_version_name: IMPLEMENTATION_VERSION_NAME.to_owned(),
        roles: proposal
            .provides
            .iter()
            .map(|sop_class| RoleSelection {
                sop_class_uid: (*sop_class).to_owned(),
                scu: false,
                scp: true,
            })
            .collect(),
        ..Associate::default()
    }
}

fn accepted(answer: &Pdu) -> Result<Associate, Error> {
    if answer.kind != Kind::AssociateAccept {
        return Err(unexpected(answer));
    }
    let answer =
        Associate::read(&answer.body).map_err(|error| Error::Protocol(error.to_string()))?;
    if !negotiation::has_room(answer.maximum_length) {
        let why = "no message fits in the maximum length it announces";
        return Err(Error::Protocol(why.to_owned()));
    }
    Ok(answer)
}

/// The contexts the peer accepted, in a transfer syntax we have, and in the role we need: without an
/// answer the requestor is the SCU (PS3.7 D.3.3.4).
fn contexts(request: &Associate, answer: &Associate, provides: &[&str]) -> Vec<Context> {
    let is_provider = |uid: &str| {
        let mut roles = answer.roles.iter();
        roles.any(|role| role.sop_class_uid == uid && role.scp)
    };
    let accepted = answer.contexts.iter().filter(|context| context.result == 0);
    accepted
        .filter_map(|context| {
            let proposed = request
                .contexts
                .iter()
                .find(|proposed| proposed.id == context.id)?;
            let uid = proposed.abstract_syntax.as_str();
            (!provides.contains(&uid) || is_provider(uid)).then_some(context)
        })
        .filter_map(|context| {
            let proposed = request
                .contexts
                .iter()
                .find(|proposed| proposed.id == context.id)?;
            Some(Context {
                id: context.id,
                service: Service::from_uid(&proposed.abstract_syntax)?,
                transfer_syntax: TransferSyntax::from_uid(context.transfer_syntaxes.first()?)?,
            })
        })
        .collect()
}

/// The error of a PDU that is not the answer.
fn unexpected(pdu: &Pdu) -> Error {
    let byte = |index| pdu.body.get(index).copied().unwrap_or_default();
    match pdu.kind {
        Kind::AssociateReject => Error::Rejected {
            result: byte(1),
            source_byte: byte(2),
            reason: byte(3),
        },
        Kind::Abort => Error::Aborted {
            source_byte: byte(2),
            reason: byte(3),
        },
        Kind::AssociateRequest
        | Kind::AssociateAccept
        | Kind::Data
        | Kind::ReleaseRequest
        | Kind::ReleaseResponse => Error::Protocol(format!("{:?} is not due", pdu.kind)),
    }
}

#[cfg(test)]
mod tests;
