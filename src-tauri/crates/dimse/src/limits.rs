//! What the listener allows a peer to cost. Each limit exists because a peer without it could take
//! memory, sockets or time from the others.

use std::time::Duration;

/// Limits of one listener. [`Limits::default`] is meant for a department of up to a hundred
/// modalities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Associations at the same time. Beyond it: rejected, transient, source 3, reason 2
    /// (PS3.8 9.3.4). Each costs a socket and up to one message of memory.
    pub associations: usize,
    /// Associations at the same time from one address. Some ultrasound devices open many short
    /// ones, so it is generous; a device in a loop still leaves room for the others.
    pub associations_per_peer: usize,
    /// Longest P-DATA-TF we accept, announced as Maximum Length (PS3.8 D.1), bytes.
    pub pdu: u32,
    /// Longest A-ASSOCIATE-RQ, bytes: 128 presentation contexts with many transfer syntaxes fit.
    pub association_request: u32,
    /// Longest command set, bytes.
    pub command_set: usize,
    /// Longest data set, bytes: an MPPS with 50 000 referenced images fits.
    pub data_set: usize,
    /// From the connection to the whole A-ASSOCIATE-RQ (the ARTIM timer of PS3.8 9.1.4).
    pub association_request_time: Duration,
    /// Silence between two messages.
    pub idle: Duration,
    /// From the first fragment of a message to its last.
    pub message_time: Duration,
    /// One write to the socket that makes no progress.
    pub write: Duration,
    /// Age of an association, whatever it does.
    pub association_time: Duration,
    /// How long a stop waits for messages that are being answered.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            associations: 128,
            associations_per_peer: 32,
            pdu: 65_536,
            association_request: 256 * 1024,
            command_set: 64 * 1024,
            data_set: 8 * 1024 * 1024,
            association_request_time: Duration::from_secs(10),
            idle: Duration::from_secs(600),
            message_time: Duration::from_secs(120),
            write: Duration::from_secs(30),
            association_time: Duration::from_secs(24 * 3600),
            stop: Duration::from_secs(5),
        }
    }
}
