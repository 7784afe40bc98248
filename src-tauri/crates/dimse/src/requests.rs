//! What the wire asks of the department, and what the department answers.

use crate::ending::{EndReason, Ending};
use bytes::Bytes;
use domain::performed_step::Report;
use domain::scheduled_step::ScheduledStep;
use domain::worklist::Keys;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;

/// The department behind the listener. One instance serves all associations.
pub trait Requests: Send + Sync + 'static {
    /// Whether this caller may open an association. Asked once per association, before it is
    /// accepted. Remembers callers it does not know.
    fn admit(&self, caller: &Caller) -> Admission;

    /// How many associations this caller's device may have at once; `None` is as many as the listener
    /// takes. Asked when it was admitted for a service, and counted by the listener.
    fn most_associations(&self, caller: &Caller) -> Option<usize> {
        let _ = caller;
        None
    }

    /// A connection was accepted or is about to be rejected; [`Requests::ended`] follows in either
    /// case. Answers a number that names it from now on. Must not block.
    fn opened(&self, caller: &Caller, negotiated: Negotiated) -> u64 {
        let _ = (caller, negotiated);
        0
    }

    /// A request on an association was answered: `service` as in `C-FIND`, and the final status.
    /// Must not block.
    fn answered(&self, association: u64, service: &'static str, status: u16) {
        let _ = (association, service, status);
    }

    /// An association ended. Must not block.
    fn ended(&self, association: u64, ending: Ending) {
        let _ = (association, ending);
    }

    /// Something was heard on an association: traffic for the devices page. Must not block.
    fn heard(&self, caller: &Caller, traffic: Traffic);

    /// How queries of this caller are read and answered.
    fn manner(&self, caller: &Caller) -> Manner;

    /// The scheduled steps that match, in the order to send them (PS3.4 K.4.1). With an offset from
    /// UTC, in minutes, the keys are in that zone and the starts of the answers are too (timezone
    /// query adjustment, PS3.4 K.5.1).
    fn worklist(&self, caller: &Caller, keys: &Keys, utc_offset: Option<i32>) -> Found;

    /// A query was answered, or refused. Must not block.
    fn queried(&self, caller: &Caller, query: Queried);

    /// A modality creates a performed step (PS3.4 F.7.2.1). Resolves once the message is on disk.
    fn create_performed_step(
        &self,
        caller: &Caller,
        message: PerformedStepMessage,
    ) -> impl Future<Output = Outcome> + Send;

    /// A modality reports on a performed step (PS3.4 F.7.2.2). Resolves once the message is on disk.
    fn set_performed_step(
        &self,
        caller: &Caller,
        message: PerformedStepMessage,
    ) -> impl Future<Output = Outcome> + Send;

    /// What is known of a performed step, for MPPS Retrieve (PS3.4 F.8): its accepted messages, the
    /// N-CREATE first, each as received; what people corrected comes last as one more. `Err` is the
    /// answer when there is nothing to return.
    fn performed_step(
        &self,
        caller: &Caller,
        sop_instance_uid: &str,
    ) -> impl Future<Output = Result<Vec<InstanceMessage>, Outcome>> + Send;
}

/// Who opened an association, as they said. The titles are trimmed and made printable: whatever is
/// not printable ASCII became `?`, so they can be shown and stored, never trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Calling AE title.
    pub calling_ae_title: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// Peer address.
    pub address: IpAddr,
    /// Implementation Class UID.
    pub implementation_class_uid: String,
    /// Implementation Version Name.
    pub implementation_version_name: String,
    /// Whether the only service it proposed is Verification.
    pub only_verification: bool,
    /// How the connection is secured; `None` without TLS.
    pub tls: Option<Proved>,
    /// Who it says its user is.
    pub user_identity: Option<UserIdentity>,
}

impl Caller {
    /// SHA-256 of the certificate it showed, in lower-case hexadecimal; empty without one.
    #[must_use]
    pub fn certificate(&self) -> &str {
        self.tls.as_ref().map_or("", |tls| tls.certificate.as_str())
    }

    /// Somebody at this address who has not said anything that could be read.
    pub(crate) const fn silent(address: IpAddr, tls: Option<Proved>) -> Self {
        Self {
            calling_ae_title: String::new(),
            called_ae_title: String::new(),
            address,
            implementation_class_uid: String::new(),
            implementation_version_name: String::new(),
            only_verification: false,
            tls,
            user_identity: None,
        }
    }
}

/// What TLS proved about a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// `TLS 1.2` or `TLS 1.3`.
    pub version: &'static str,
    /// SHA-256 of the client's certificate, in lower-case hexadecimal; empty without one.
    pub certificate: String,
}

/// What a User Identity sub-item said (PS3.7 D.3.3.7), without its secrets: passcodes, tickets,
/// assertions and tokens are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserIdentity {
    /// User-Identity-Type: 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JWT.
    pub kind: u8,
    /// The user name of types 1 and 2, printable; empty for the others.
    pub user_name: String,
    /// Whether a positive response was asked for.
    pub wants_response: bool,
}

/// What was proposed for an association, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiated {
    /// Maximum Length of the peer; 0 is no limit.
    pub maximum_length: u32,
    /// The presentation contexts, in the order proposed.
    pub contexts: Vec<NegotiatedContext>,
}

/// A presentation context as proposed and answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NegotiatedContext {
    /// Its id.
    pub id: u8,
    /// The abstract syntax proposed.
    pub abstract_syntax: String,
    /// The transfer syntaxes proposed, the first eight.
    pub transfer_syntaxes: Vec<String>,
    /// Result and reason (PS3.8 Table 9-18); `None` when the association was rejected as a whole.
    pub result: Option<u8>,
    /// The transfer syntax accepted; empty when the context was not.
    pub accepted: String,
}

/// Whether an association is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// For all services.
    Accept,
    /// For these services and Verification: other presentation contexts are refused one by one
    /// (user rejection).
    Services(Services),
    /// For Verification only: other presentation contexts are refused one by one.
    VerificationOnly,
    /// Rejected: calling AE title not recognized, for a reason that goes on record.
    CallerRefused(EndReason),
    /// Rejected for now: local limit exceeded (transient, source 3, reason 2).
    LocalLimit(EndReason),
    /// Rejected: calling AE title not recognized (permanent, source 1, reason 3).
    UnknownCaller,
    /// Rejected: called AE title not recognized (permanent, source 1, reason 7).
    UnknownCalled,
}

/// How a device's queries are read and answered, because devices differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manner {
    /// Specific Character Set (0008,0005) of answers; without one, that of the query.
    pub character_set: Option<String>,
    /// The character set of queries that name none.
    pub assumed_character_set: Option<String>,
    /// Whether FF00 is answered where FF01 would be due.
    pub always_ff00: bool,
    /// Whether a person name without wildcards matches as a prefix.
    pub name_prefix: bool,
    /// Whether names match fuzzily, as the association negotiated.
    pub fuzzy_names: bool,
    /// Whether times are adjusted to the zone of the query, as the association negotiated.
    pub timezone: bool,
}

/// What the department answers to a query.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The steps to answer.
    pub steps: Vec<Arc<ScheduledStep>>,
    /// What is to be said when there are more.
    pub more: Option<More>,
}

/// There are more answers than the device gets at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// The rest is left out, and the answer is a success.
    Cut,
    /// The answer ends with A700 and a comment.
    Fail,
}

/// A query with how it ended.
#[derive(Clone)]
pub struct Queried {
    /// The identifier as received; empty when there was none.
    pub identifier: Bytes,
    /// UID of its transfer syntax.
    pub transfer_syntax: &'static str,
    /// The final status.
    pub status: u16,
    /// The Error Comment that went with it.
    pub comment: String,
    /// Answers sent.
    pub answers: u32,
    /// Whether there were more.
    pub is_cut: bool,
    /// Whether names were matched fuzzily.
    pub fuzzy_names: bool,
    /// Whether times were to be adjusted to the zone of the query.
    pub timezone: bool,
}

/// What a device may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Services {
    /// Modality Worklist.
    pub worklist: bool,
    /// Modality Performed Procedure Step.
    pub performed: bool,
    /// Modality Performed Procedure Step Retrieve.
    pub retrieve: bool,
}

impl Admission {
    /// Why it was rejected, where the rejection alone does not say it.
    pub(crate) const fn reason(self) -> Option<EndReason> {
        match self {
            Self::CallerRefused(reason) | Self::LocalLimit(reason) => Some(reason),
            Self::Accept
            | Self::Services(_)
            | Self::VerificationOnly
            | Self::UnknownCaller
            | Self::UnknownCalled => None,
        }
    }
}

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// C-ECHO.
    Echo,
    /// C-FIND, answered with so many items; `canceled` by C-CANCEL or not.
    Find {
        /// Pending responses sent.
        items: u32,
        /// Whether the modality canceled it.
        canceled: bool,
    },
    /// C-FIND that was answered with a failure status.
    FindFailed {
        /// The status.
        status: u16,
    },
    /// The association ended with A-ABORT, a broken connection or a time-out.
    Broken,
}

/// An N-CREATE or N-SET as received.
#[derive(Debug, Clone)]
pub struct PerformedStepMessage {
    /// Affected or Requested SOP Instance UID, trimmed; empty when absent.
    pub sop_instance_uid: String,
    /// UID of the transfer syntax of `data_set`.
    pub transfer_syntax: &'static str,
    /// The data set's bytes exactly as received, without the command set.
    pub data_set: Bytes,
    /// What it reports, or why it cannot be read (naming position and attribute, no patient data).
    pub report: Result<Report, String>,
}

/// A message that makes a performed step what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InstanceMessage {
    /// UID of the transfer syntax of `data_set`.
    pub transfer_syntax: String,
    /// The data set's bytes.
    pub data_set: Bytes,
    /// The character set of its text when neither it nor a message before it names one; `None` is as
    /// for everybody.
    pub assumed_character_set: Option<String>,
}

/// The department's answer to an N-CREATE or N-SET.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The status (0000,0900); 0x0000 only after the message is on disk.
    pub status: u16,
    /// Affected SOP Instance UID (0000,1000) to return: the one assigned, when none came.
    pub sop_instance_uid: String,
    /// Error Comment (0000,0902), cut to 64 characters on the wire; empty is not sent.
    pub comment: String,
    /// Error ID (0000,0903).
    pub error_id: Option<u16>,
    /// Attribute Identifier List (0000,1005): group and element of what the status is about.
    pub attributes: Vec<(u16, u16)>,
    /// The data set to return, in the transfer syntax of the message; empty for none. It holds the
    /// attributes the status is about (PS3.7 C.5.3, C.5.5).
    pub data_set: Bytes,
}
