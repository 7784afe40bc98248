//! DICOM on the wire: the listener for modalities and a client of it.
//!
//! Bytes become PDUs ([`pdu`]), PDUs become whole messages ([`message`]), a message is a command
//! set ([`command_set`]) and perhaps a data set ([`data_set`]); [`dispatch`] asks the department
//! ([`Requests`]) and writes the response. This is the only crate that knows dicom-rs: its
//! dictionary names attributes and its codecs decode text. The steps between are our own, because
//! a listener in a hospital must survive anything its neighbours send, and each step must be
//! testable byte by byte.

pub mod acceptor;
mod association;
pub mod client;
mod command_set;
pub mod conformance;
mod connection;
pub mod data_set;
mod dispatch;
mod ending;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
pub mod limits;
mod message;
mod negotiation;
mod pdu;
pub mod performed_step;
pub mod requests;
mod seats;
pub mod status;
pub mod syntax;
mod text;
mod tls;
mod verification;
mod worklist;

pub use acceptor::Listener;
pub use data_set::describe::{Attribute, describe};
pub use ending::{EndKind, EndReason, Ending};
pub use limits::Limits;
pub use performed_step::{
    Operation, decode_report, encode_report, encode_scheduled_steps, enforce,
    explaining_character_set,
};
pub use requests::{
    Admission, Caller, Found, InstanceMessage, Manner, More, Negotiated, NegotiatedContext,
    Outcome, PerformedStepMessage, Proved, Queried, Requests, Services, Traffic, UserIdentity,
};
pub use text::unknown_character_set;
pub use tls::{Tls, TlsError, TlsMaterial, certificate_fingerprint};
pub use worklist::{AskedKey, AskedQuery, read_query};

#[cfg(test)]
mod testing;
#[cfg(test)]
mod upstream;
