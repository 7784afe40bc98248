//! What the wire asks of the department, and what the department answers.

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

    /// Something was heard on an association: traffic for the devices page. Must not block.
    fn heard(&self, caller: &Caller, traffic: Traffic);

    /// All scheduled steps that match, in the order to send them (PS3.4 K.4.1).
    fn worklist(&self, caller: &Caller, keys: &Keys) -> Vec<Arc<ScheduledStep>>;

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
}

/// Whether an association is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// For all services.
    Accept,
    /// For Verification only: other presentation contexts are refused one by one.
    VerificationOnly,
    /// Rejected: calling AE title not recognized (permanent, source 1, reason 3).
    UnknownCaller,
    /// Rejected: called AE title not recognized (permanent, source 1, reason 7).
    UnknownCalled,
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

/// The department's answer to an N-CREATE or N-SET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The status (0000,0900); 0x0000 only after the message is on disk.
    pub status: u16,
    /// Affected SOP Instance UID (0000,1000) to return: the one assigned, when none came.
    pub sop_instance_uid: String,
    /// Error Comment (0000,0902), cut to 64 characters on the wire; empty is not sent.
    pub comment: String,
    /// Error ID (0000,0903).
    pub error_id: Option<u16>,
}
