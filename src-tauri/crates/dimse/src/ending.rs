//! How an association ended, and why, for the record.

/// How an association ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// In what way.
    pub kind: EndKind,
    /// Why; `None` when there is nothing to say.
    pub reason: Option<EndReason>,
    /// What the reason names: numbers, tags, names of PDUs, or the words of a library; without
    /// patient data; empty when it names nothing.
    pub detail: String,
}

/// In what way an association ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndKind {
    /// The peer released it.
    Released,
    /// The peer closed the connection between two messages.
    Closed,
    /// We rejected it.
    Rejected,
    /// The peer aborted it.
    AbortedByPeer,
    /// We aborted it.
    AbortedByUs,
    /// The connection broke.
    Broken,
    /// We stopped listening.
    Stopped,
}

/// Why an association ended. What [`Ending::detail`] names is in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
