//! Protocol data units (PS3.8 9.3): headers, and association requests and answers, read leniently.
//!
//! Reading and writing them is our own: the reader of dicom-ul refuses an association for an item
//! it does not know, which PS3.8 says to ignore, and lets a sub-item run beyond its item.

use crate::ending::EndReason;
use crate::requests::UserIdentity;
use bytes::Bytes;
use std::borrow::Cow;
use thiserror::Error;

/// Bytes before the body of a PDU: type, reserved, length.
pub(crate) const HEADER: usize = 6;
/// Bytes before the fragment in a presentation data value item: length, context id, control.
pub(crate) const VALUE_HEADER: usize = 6;

/// Type of a PDU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A-ASSOCIATE-RQ.
    AssociateRequest,
    /// A-ASSOCIATE-AC.
    AssociateAccept,
    /// A-ASSOCIATE-RJ.
    AssociateReject,
    /// P-DATA-TF.
    Data,
    /// A-RELEASE-RQ.
    ReleaseRequest,
    /// A-RELEASE-RP.
    ReleaseResponse,
    /// A-ABORT.
    Abort,
}

impl Kind {
    /// Its name (PS3.8 9.3).
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AssociateRequest => "A-ASSOCIATE-RQ",
            Self::AssociateAccept => "A-ASSOCIATE-AC",
            Self::AssociateReject => "A-ASSOCIATE-RJ",
            Self::Data => "P-DATA-TF",
            Self::ReleaseRequest => "A-RELEASE-RQ",
            Self::ReleaseResponse => "A-RELEASE-RP",
            Self::Abort => "A-ABORT",
        }
    }

    /// The type of a first byte; `None` if there is no such type.
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::AssociateRequest),
            2 => Some(Self::AssociateAccept),
            3 => Some(Self::AssociateReject),
            4 => Some(Self::Data),
            5 => Some(Self::ReleaseRequest),
            6 => Some(Self::ReleaseResponse),
            7 => Some(Self::Abort),
            _ => None,
        }
    }
}

/// A whole PDU.
#[derive(Debug, Clone)]
pub(crate) struct Pdu {
    /// Its type.
    pub kind: Kind,
    /// What follows the header.
    pub body: Bytes,
}

/// Why an association is rejected: result, source and reason of PS3.8 Table 9-21.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// Permanent, service user, application context name not supported.
    ApplicationContext,
    /// Permanent, service user, calling AE title not recognized.
    CallingAeTitle,
    /// Permanent, service user, called AE title not recognized.
    CalledAeTitle,
    /// Permanent, service user, no reason given: a Maximum Length in which no fragment fits.
    MaximumLength,
    /// Permanent, service provider (ACSE), protocol version not supported.
    ProtocolVersion,
    /// Transient, service provider (presentation), local limit exceeded.
    LocalLimit,
}

impl Rejection {
    /// Why, for the record.
    pub(crate) const fn reason(self) -> EndReason {
        match self {
            Self::MaximumLength => EndReason::MaximumLength,
            Self::ApplicationContext => EndReason::ApplicationContext,
            Self::CallingAeTitle => EndReason::CallingAeTitle,
            Self::CalledAeTitle => EndReason::CalledAeTitle,
            Self::ProtocolVersion => EndReason::ProtocolVersion,
            Self::LocalLimit => EndReason::ListenerFull,
        }
    }

    /// The A-ASSOCIATE-RJ.
    pub(crate) const fn write(self) -> [u8; 10] {
        let (result, source, reason) = match self {
            Self::MaximumLength => (1, 1, 1),
            Self::ApplicationContext => (1, 1, 2),
            Self::CallingAeTitle => (1, 1, 3),
            Self::CalledAeTitle => (1, 1, 7),
            Self::ProtocolVersion => (1, 2, 2),
            Self::LocalLimit => (2, 3, 2),
        };
        [3, 0, 0, 0, 0, 4, 0, result, source, reason]
    }
}

/// Why we abort (PS3.8 Table 9-26).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AbortReason {
    /// Service user: we stop, or the message makes no sense.
    User,
    /// Service provider, reason not specified: a limit or a time-out.
    Unspecified,
    /// Service provider, unrecognized PDU.
    UnrecognizedPdu,
    /// Service provider, unexpected PDU.
    UnexpectedPdu,
    /// Service provider, invalid PDU parameter value.
    InvalidParameter,
}

impl AbortReason {
    /// The A-ABORT.
    pub(crate) const fn write(self) -> [u8; 10] {
        let (source, reason) = match self {
            Self::User => (0, 0),
            Self::Unspecified => (2, 0),
            Self::UnrecognizedPdu => (2, 1),
            Self::UnexpectedPdu => (2, 2),
            Self::InvalidParameter => (2, 6),
        };
        [7, 0, 0, 0, 0, 4, 0, 0, source, reason]
    }
}

/// The A-RELEASE-RQ.
pub(crate) const RELEASE_REQUEST: [u8; 10] = [5, 0, 0, 0, 0, 4, 0, 0, 0, 0];
/// The A-RELEASE-RP.
pub(crate) const RELEASE_RESPONSE: [u8; 10] = [6, 0, 0, 0, 0, 4, 0, 0, 0, 0];

/// A presentation context, as proposed or as answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PresentationContext {
    /// Its id.
    pub id: u8,
    /// Result and reason, in an answer; 0 is acceptance.
    pub result: u8,
    /// Abstract syntax, in a request.
    pub abstract_syntax: String,
    /// Transfer syntaxes: those proposed, or the one accepted.
    pub transfer_syntaxes: Vec<String>,
}

/// An SCP/SCU role selection sub-item (PS3.7 D.3.3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleSelection {
    /// SOP Class UID.
    pub sop_class_uid: String,
    /// Requestor as SCU.
    pub scu: bool,
    /// Requestor as SCP.
    pub scp: bool,
}

/// A-ASSOCIATE-RQ or A-ASSOCIATE-AC: both have the same shape (PS3.8 9.3.2, 9.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Associate {
    /// Protocol version, one bit each.
    pub protocol_version: u16,
    /// Called AE title, the 16 bytes.
    pub called_ae_title: [u8; 16],
    /// Calling AE title, the 16 bytes.
    pub calling_ae_title: [u8; 16],
    /// Application context name.
    pub application_context: String,
    /// Presentation contexts, in their order.
    pub contexts: Vec<PresentationContext>,
    /// Maximum Length; 0 is "no limit", and what is assumed without the sub-item.
    pub maximum_length: u32,
    /// Implementation Class UID.
    pub implementation_class_uid: String,
    /// Implementation Version Name.
    pub implementation_version_name: String,
    /// Role selections.
    pub roles: Vec<RoleSelection>,
    /// SOP Class Extended Negotiation: SOP Class UID and service-class application information.
    pub extended: Vec<(String, Vec<u8>)>,
    /// User Identity, in a request.
    pub user_identity: Option<UserIdentity>,
    /// Whether a user identity is confirmed, in an answer (PS3.7 D.3.3.7.2).
    pub confirms_identity: bool,
}

/// An association PDU that breaks its structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} ends beyond what holds it")]
pub(crate) struct Malformed(&'static str);

impl Malformed {
    /// What ends beyond what holds it.
    pub(crate) const fn item(self) -> &'static str {
        self.0
    }
}

/// Presentation contexts have odd ids of one byte.
const MOST_CONTEXTS: usize = 128;

impl Associate {
    /// Reads the body of an A-ASSOCIATE-RQ or A-ASSOCIATE-AC. Items and sub-items that are not
    /// known are ignored, as PS3.8 9.3.1 wants.
    ///
    /// # Errors
    /// [`Malformed`] if an item is longer than what holds it.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut rest = Cursor(body);
        let mut associate = Self {
            protocol_version: rest.u16("the protocol version")?,
            ..Self::default()
        };
        rest.take(2, "the fixed part")?;
        associate.called_ae_title = rest.array("the called AE title")?;
        associate.calling_ae_title = rest.array("the calling AE title")?;
        rest.take(32, "the fixed part")?;
        while let Some((kind, item)) = rest.item()? {
            match kind {
                0x10 => associate.application_context = uid(item.0),
                0x20 | 0x21 if associate.contexts.len() < MOST_CONTEXTS => {
                    associate.contexts.push(read_context(item)?);
                }
                0x50 => associate.read_user_information(item)?,
                _ => {}
            }
        }
        Ok(associate)
    }

    fn read_user_information(&mut self, mut rest: Cursor<'_>) -> Result<(), Malformed> {
        while let Some((kind, mut item)) = rest.item()? {
            match kind {
                0x51 => self.maximum_length = u32::from_be_bytes(item.array("Maximum Length")?),
                0x52 => self.implementation_class_uid = printable(item.0, 64),
                0x55 => self.implementation_version_name = printable(item.0, 16),
                0x54 if self.roles.len() < MOST_CONTEXTS => {
                    let length = usize::from(item.u16("role selection")?);
                    let sop_class_uid = uid(item.take(length, "role selection")?);
                    let [scu, scp] = item.array("role selection")?;
                    self.roles.push(RoleSelection {
                        sop_class_uid,
                        scu: scu == 1,
                        scp: scp == 1,
                    });
                }
                0x56 if self.extended.len() < MOST_CONTEXTS => {
                    let length = usize::from(item.u16("extended negotiation")?);
                    let sop_class_uid = uid(item.take(length, "extended negotiation")?);
                    self.extended.push((sop_class_uid, item.0.to_vec()));
                }
                // One with nonsense in it is no reason to refuse the association.
                0x58 => self.user_identity = read_user_identity(item).ok(),
                _ => {}
            }
        }
        Ok(())
    }

    /// The whole A-ASSOCIATE-RQ.
    pub(crate) fn write_request(&self) -> Vec<u8> {
        self.write(1)
    }

    /// The whole A-ASSOCIATE-AC.
    pub(crate) fn write_accept(&self) -> Vec<u8> {
        self.write(2)
    }

    fn write(&self, kind: u8) -> Vec<u8> {
        let mut out = vec![kind, 0, 0, 0, 0, 0];
        out.extend_from_slice(&self.protocol_version.to_be_bytes());
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(&self.called_ae_title);
        out.extend_from_slice(&self.calling_ae_title);
        out.extend_from_slice(&[0; 32]);
        write_item(&mut out, 0x10, |out| {
            out.extend_from_slice(self.application_context.as_bytes());
        });
        for context in &self.contexts {
            write_item(&mut out, if kind == 1 { 0x20 } else { 0x21 }, |out| {
                out.extend_from_slice(&[context.id, 0, context.result, 0]);
                if kind == 1 {
                    write_item(out, 0x30, |out| {
                        out.extend_from_slice(context.abstract_syntax.as_bytes());
                    });
                }
                for syntax in &context.transfer_syntaxes {
                    write_item(out, 0x40, |out| out.extend_from_slice(syntax.as_bytes()));
                }
            });
        }
        write_item(&mut out, 0x50, |out| self.write_user_information(out));
        let length = u32::try_from(out.len() - HEADER).expect("at most 128 contexts");
        if let Some(field) = out.get_mut(2..HEADER) {
            field.copy_from_slice(&length.to_be_bytes());
        }
        out
    }

    fn write_user_information(&self, out: &mut Vec<u8>) {
        write_item(out, 0x51, |out| {
            out.extend_from_slice(&self.maximum_length.to_be_bytes());
        });
        write_item(out, 0x52, |out| {
            out.extend_from_slice(self.implementation_class_uid.as_bytes());
        });
        for role in &self.roles {
            write_item(out, 0x54, |out| {
                write_short_text(out, &role.sop_class_uid);
                out.extend_from_slice(&[u8::from(role.scu), u8::from(role.scp)]);
            });
        }
        write_item(out, 0x55, |out| {
            out.extend_from_slice(self.implementation_version_name.as_bytes());
        });
        for (sop_class_uid, information) in &self.extended {
            write_item(out, 0x56, |out| {
                write_short_text(out, sop_class_uid);
                out.extend_from_slice(information);
            });
        }
        if self.confirms_identity {
            // The server response is empty for user names (PS3.7 Table D.3-15).
            write_item(out, 0x59, |out| out.extend_from_slice(&[0, 0]));
        }
    }
}

fn read_context(mut item: Cursor<'_>) -> Result<PresentationContext, Malformed> {
    let [id, _, result, _] = item.array("a presentation context")?;
    let mut context = PresentationContext {
        id,
        result,
        abstract_syntax: String::new(),
        transfer_syntaxes: Vec::new(),
    };
    while let Some((kind, item)) = item.item()? {
        match kind {
            0x30 => context.abstract_syntax = uid(item.0),
            0x40 => context.transfer_syntaxes.push(uid(item.0)),
            _ => {}
        }
    }
    Ok(context)
}

/// Characters of a user name that are kept.
const USER_NAME: usize = 64;

/// A User Identity sub-item (PS3.7 Table D.3-14). Its secrets are passed over.
fn read_user_identity(mut item: Cursor<'_>) -> Result<UserIdentity, Malformed> {
    let [kind, wants_response] = item.array("user identity")?;
    let length = usize::from(item.u16("user identity")?);
    let primary = item.take(length, "user identity")?;
    let user_name = match kind {
        1 | 2 => String::from_utf8_lossy(primary),
        _ => Cow::Borrowed(""),
    };
    let shown = |c: char| if c.is_control() { '?' } else { c };
    Ok(UserIdentity {
        kind,
        user_name: user_name.chars().map(shown).take(USER_NAME).collect(),
        wants_response: wants_response == 1,
    })
}

fn write_item(out: &mut Vec<u8>, kind: u8, body: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(&[kind, 0, 0, 0]);
    let start = out.len();
    body(out);
    let length = u16::try_from(out.len() - start).expect("items we write are short");
    if let Some(field) = out.get_mut(start - 2..start) {
        field.copy_from_slice(&length.to_be_bytes());
    }
}

fn write_short_text(out: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).expect("UIDs are short");
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}

fn uid(bytes: &[u8]) -> String {
    printable(bytes, 64)
}

/// Text of outside bytes for people and logs: at most `most` characters, trimmed, whatever is not
/// printable ASCII as `?`.
pub(crate) fn printable(bytes: &[u8], most: usize) -> String {
    let end = bytes
        .iter()
        .rposition(|byte| !matches!(byte, 0 | b' '))
        .map_or(0, |last| last + 1);
    let text: String = bytes
        .iter()
        .take(end)
        .map(|byte| {
            if matches!(byte, b' '..=b'~') {
                char::from(*byte)
            } else {
                '?'
            }
        })
        .take(most)
        .collect();
    text.trim().to_owned()
}

/// An AE title as the 16 bytes of an association PDU, cut or padded with spaces.
pub(crate) fn ae_title_field(title: &str) -> [u8; 16] {
    let mut field = [b' '; 16];
    for (to, from) in field.iter_mut().zip(title.bytes()) {
        *to = from;
    }
    field
}

/// What is left of a slice.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize, what: &'static str) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed(what))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(Malformed(what))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u16(&mut self, what: &'static str) -> Result<u16, Malformed> {
        Ok(u16::from_be_bytes(self.array(what)?))
    }

    /// The next item or sub-item: its type and what it holds.
    fn item(&mut self) -> Result<Option<(u8, Cursor<'a>)>, Malformed> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let [kind, _] = self.array("an item header")?;
        let length = usize::from(self.u16("an item header")?);
        Ok(Some((kind, Cursor(self.take(length, "an item")?))))
    }
}

#[cfg(test)]
mod tests;
