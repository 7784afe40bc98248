//! The network page: who talks to us over DICOM, what was agreed with them, and what they said.

use crate::charges::{ExportedFile, FileFormat};
use crate::deviation::Deviation;
use crate::{Day, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the associations that are open, and for a window of those that ended, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAssociations {
    /// Which.
    pub filter: AssociationFilter,
    /// Ended associations to skip.
    pub offset: u32,
    /// Ended associations to return, at most 500.
    pub limit: u32,
}
command!(ListAssociations, "list_associations", AssociationsPage);

/// Which associations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AssociationFilter {
    /// First day, by when they began.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Only of this calling AE title; empty is all.
    pub ae_title: String,
    /// Only those that were rejected or ended in a way nobody meant.
    pub only_problems: bool,
}

/// The associations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssociationsPage {
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// Those that are open, newest first; no filter of days applies.
    pub open: Vec<AssociationRow>,
    /// Those that ended, newest first.
    pub ended: Vec<AssociationRow>,
    /// How many ended ones match in all.
    pub total: u32,
    /// For how many days ended ones are kept.
    pub kept_days: u32,
}

/// One association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssociationRow {
    /// Its number.
    pub id: i64,
    /// Calling AE title; empty when no association request came.
    pub calling_ae_title: String,
    /// The registered name of that AE title; empty when it is not registered.
    pub station_name: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// From which address.
    pub address: String,
    /// `TLS 1.2` or `TLS 1.3`; empty without.
    pub tls: String,
    /// SHA-256 of the client's certificate, in hexadecimal; empty without.
    pub certificate: String,
    /// The user identity it gave, if any.
    pub user_identity: Option<UserIdentity>,
    /// Implementation Class UID.
    pub implementation_class_uid: String,
    /// Implementation Version Name.
    pub implementation_version_name: String,
    /// The longest P-DATA-TF it takes, bytes; 0 is no limit.
    pub maximum_length: u32,
    /// When it began.
    pub since: WallTime,
    /// When it ended; `None` while it is open.
    pub until: Option<WallTime>,
    /// How it stands.
    pub outcome: AssociationOutcome,
    /// Why it was rejected or ended so; `None` while it is open and when it was released.
    pub reason: Option<EndReason>,
    /// What the reason names: numbers, tags, names of PDUs, or the words of a library.
    pub detail: String,
    /// What was proposed, and what was answered, in the order proposed.
    pub contexts: Vec<ContextRow>,
    /// What was asked on it.
    pub messages: Vec<MessageCount>,
}

/// How an association stands or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssociationOutcome {
    /// It is open.
    Open,
    /// Released, as it should be.
    Released,
    /// The peer closed the connection between two messages without releasing it.
    Closed,
    /// Rejected.
    Rejected,
    /// The peer aborted it.
    AbortedByPeer,
    /// We aborted it: what came could not be understood, or took too long.
    AbortedByUs,
    /// The connection broke.
    Broken,
    /// We stopped listening.
    Stopped,
}

/// Why an association ended. What [`AssociationRow::detail`] names is in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// No message fits in the Maximum Length it announces.
    MaximumLength,
    /// Application context name not supported.
    ApplicationContext,
    /// Calling AE title not recognized.
    CallingAeTitle,
    /// Called AE title not recognized.
    CalledAeTitle,
    /// Protocol version not supported.
    ProtocolVersion,
    /// As many associations are open as the listener, or one address, may have.
    ListenerFull,
    /// The device has as many associations open as its profile allows.
    DeviceFull,
    /// The device is let in over TLS only.
    TlsOnly,
    /// Not the certificate the device is registered with.
    OtherCertificate,
    /// The certificate is of another device.
    CertificateOfAnother,
    /// The TLS handshake failed [the words of the library].
    Handshake,
    /// The association request cannot be read [the item that ends beyond what holds it].
    RequestUnreadable,
    /// No association request came first [the PDU that came].
    NoRequest,
    /// The peer aborted it [source and reason of PS3.8 Table 9-26].
    Aborted,
    /// The peer closed the connection without releasing the association.
    NotReleased,
    /// The listener stopped.
    ListenerStopped,
    /// It was open for longer than allowed.
    TooOld,
    /// A PDU that was not due [its name].
    UnexpectedPdu,
    /// A response although nothing was asked.
    UnexpectedResponse,
    /// The connection failed [the words of the system].
    ConnectionFailed,
    /// The connection was closed within a PDU.
    ClosedWithin,
    /// Nothing came [seconds].
    Silent,
    /// The peer took nothing [seconds].
    Stuck,
    /// A PDU of a type there is not [the type].
    UnknownPdu,
    /// A PDU that is too long [its name, its length, the limit].
    PduTooLong,
    /// A presentation data value longer than its PDU [its length, what was left].
    ValueTooLong,
    /// A message on a presentation context that was not accepted [its id].
    UnknownContext,
    /// Two messages mixed with each other [the ids of their contexts].
    Interleaved,
    /// A data set where a command set was due.
    DataFirst,
    /// A command set where a data set was due.
    CommandWithinData,
    /// A command set that is too long [the limit in bytes].
    CommandTooLong,
    /// A data set that is too long [the limit in bytes].
    DataTooLong,
    /// A command set that cannot be read [where, or the element that is missing].
    CommandUnreadable,
}

/// A user identity as it was given; never a passcode or a token (PS3.7 D.3.3.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserIdentity {
    /// Of what kind.
    pub kind: IdentityKind,
    /// The user name; empty for the other kinds.
    pub user_name: String,
}

/// The kinds of user identity (PS3.7 Table D.3-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// A user name.
    UserName,
    /// A user name with a passcode.
    Passcode,
    /// A Kerberos ticket.
    Kerberos,
    /// A SAML assertion.
    Saml,
    /// A JSON web token.
    Jwt,
    /// Another number.
    Unknown,
}

/// One presentation context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextRow {
    /// Its id.
    pub id: u8,
    /// The abstract syntax proposed, a UID.
    pub abstract_syntax: String,
    /// Its name; empty when it is not known.
    pub name: String,
    /// The transfer syntaxes proposed: names, or UIDs where there is none.
    pub proposed: Vec<String>,
    /// The transfer syntax accepted, likewise; empty when the context was not accepted.
    pub accepted: String,
    /// What was answered.
    pub result: ContextResult,
}

/// What a presentation context was answered with (PS3.8 Table 9-18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContextResult {
    /// Acceptance.
    Accepted,
    /// User rejection: this device may not use it.
    NotAllowed,
    /// Abstract syntax not supported.
    AbstractSyntax,
    /// None of the transfer syntaxes is supported.
    TransferSyntaxes,
    /// The association was rejected as a whole.
    NotAnswered,
}

/// How often a service was asked for on an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCount {
    /// `C-ECHO`, `C-FIND`, `N-CREATE`, …
    pub service: String,
    /// Requests answered.
    pub requests: u32,
    /// Of those, with a failure status.
    pub failed: u32,
}

/// Asks for a window of the messages, newest first. [`crate::exam::ShowMessage`] shows one in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMessages {
    /// Which.
    pub filter: MessageFilter,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return, at most 500.
    pub limit: u32,
}
command!(ListMessages, "list_messages", MessagesPage);

/// Which messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageFilter {
    /// First day.
    pub from: Day,
    /// Last day, inclusive.
    pub to: Day,
    /// Only of this AE title of the peer; empty is all.
    pub ae_title: String,
    /// Only of this service, `N-CREATE`, `N-SET`, …; empty is all.
    pub service: String,
    /// Only with a status of this class; `None` is all.
    pub status: Option<StatusClass>,
    /// Only those whose SOP Instance UID or error comment holds this; empty is all.
    pub text: String,
}

/// What a status means (PS3.7 Annex C).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusClass {
    /// 0000.
    Success,
    /// 0001, 0107, 0116 and B000 to BFFF.
    Warning,
    /// The others.
    Failure,
}

/// A window of the messages.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesPage {
    /// How many match in all.
    pub total: u32,
    /// The messages.
    pub rows: Vec<MessageRow>,
    /// Every AE title that has a message in these days, to choose from.
    pub ae_titles: Vec<String>,
    /// Every service of these days, to choose from.
    pub services: Vec<String>,
}

/// One message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    /// Its number, for [`crate::exam::ShowMessage`].
    pub id: i64,
    /// When.
    pub time: WallTime,
    /// Whether the peer sent it, else we did.
    pub incoming: bool,
    /// `N-CREATE`, `N-SET`, …
    pub service: String,
    /// AE title of the peer.
    pub ae_title: String,
    /// The registered name of that AE title; empty when it is not registered.
    pub station_name: String,
    /// Under which of our AE titles.
    pub called_ae_title: String,
    /// The peer's address.
    pub address: String,
    /// SOP Instance UID; empty when none came.
    pub sop_instance_uid: String,
    /// What was answered, four hexadecimal digits.
    pub status: String,
    /// What that means.
    pub class: StatusClass,
    /// The error comment that was answered; empty if none.
    pub comment: String,
    /// What it lacked or had wrong.
    pub findings: Vec<Deviation>,
    /// Its data set's size in bytes.
    pub size: u32,
}

/// Writes the messages to a file, a row a message, without data sets; the export is audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportMessages {
    /// Which.
    pub filter: MessageFilter,
    /// CSV or XLSX.
    pub format: FileFormat,
}
command!(ExportMessages, "export_messages", ExportedFile);
