//! Messages: a command set and perhaps a data set, put together from and cut into the presentation
//! data values of P-DATA-TF PDUs (PS3.8 9.3.5, Annex E).

use crate::command_set::{self, CommandSet};
use crate::ending::EndReason;
use crate::pdu::{HEADER, VALUE_HEADER};
use bytes::{Buf, Bytes, BytesMut};
use thiserror::Error;

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Presentation context it came on.
    pub context_id: u8,
    /// Its command set.
    pub command: CommandSet,
    /// Its data set; `None` if the command set says there is none.
    pub data_set: Option<Bytes>,
}

/// Why the values of an association make no message. Each ends the association.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum AssemblyError {
    /// An item is longer than the PDU or too short for its header.
    #[error("a presentation data value of {length} bytes where {rest} are left")]
    ItemLength {
        /// What the item says.
        length: u32,
        /// What the PDU has.
        rest: usize,
    },
    /// A context that was not accepted.
    #[error("presentation context {0} was not accepted")]
    UnknownContext(u8),
    /// A fragment of another context within a message.
    #[error("presentation context {found} within a message on {expected}")]
    Interleaved {
        /// Context of the message.
        expected: u8,
        /// Context of the fragment.
        found: u8,
    },
    /// A data set fragment where a command set is due.
    #[error("a data set without a command set")]
    DataFirst,
    /// A command set fragment where a data set is due.
    #[error("a command set within a data set")]
    CommandWithinData,
    /// The command set is longer than [`crate::Limits::command_set`].
    #[error("a command set of more than {0} bytes")]
    CommandTooLong(usize),
    /// The data set is longer than [`crate::Limits::data_set`].
    #[error("a data set of more than {0} bytes")]
    DataTooLong(usize),
    /// The command set cannot be read.
    #[error("the command set cannot be read")]
    Command(#[source] command_set::Malformed),
}

impl AssemblyError {
    /// Why, for the record, and what that names.
    pub(crate) fn reason(&self) -> (EndReason, String) {
        match self {
            Self::ItemLength { length, rest } => {
                (EndReason::ValueTooLong, format!("{length} > {rest}"))
            }
            Self::UnknownContext(id) => (EndReason::UnknownContext, id.to_string()),
            Self::Interleaved { expected, found } => {
                (EndReason::Interleaved, format!("{expected}, {found}"))
            }
            Self::DataFirst => (EndReason::DataFirst, String::new()),
            Self::CommandWithinData => (EndReason::CommandWithinData, String::new()),
            Self::CommandTooLong(most) => (EndReason::CommandTooLong, most.to_string()),
            Self::DataTooLong(most) => (EndReason::DataTooLong, most.to_string()),
            Self::Command(error) => (EndReason::CommandUnreadable, error.place()),
        }
    }
}

/// Puts values together; one per association.
#[derive(Debug)]
pub(crate) struct Assembler {
    longest_command: usize,
    longest_data: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Idle,
    Command {
        context_id: u8,
        bytes: BytesMut,
    },
    Data {
        context_id: u8,
        command: CommandSet,
        bytes: BytesMut,
    },
}

/// Longest first allocation for a data set; more is allocated only for bytes that came.
const FIRST_ALLOCATION: usize = 4096;

impl Assembler {
    /// An assembler that takes command sets and data sets of at most so many bytes.
    pub(crate) const fn new(longest_command: usize, longest_data: usize) -> Self {
        Self {
            longest_command,
            longest_data,
            state: State::Idle,
        }
    }

    /// Whether no message is under way.
    pub(crate) const fn is_idle(&self) -> bool {
        matches!(self.state, State::Idle)
    }

    /// Takes the body of a P-DATA-TF and adds each message that became whole to `messages`.
    ///
    /// # Errors
    /// [`AssemblyError`]; the association cannot go on.
    pub(crate) fn take(
        &mut self,
        mut body: Bytes,
        is_accepted: impl Fn(u8) -> bool,
        messages: &mut impl Extend<Message>,
    ) -> Result<(), AssemblyError> {
        while body.has_remaining() {
            let (context_id, control, fragment) = split_value(&mut body)?;
            if !is_accepted(context_id) {
                return Err(AssemblyError::UnknownContext(context_id));
            }
            let is_command = control & COMMAND != 0;
            let is_last = control & LAST != 0;
            messages.extend(self.add(context_id, is_command, is_last, &fragment)?);
        }
        Ok(())
    }

    fn add(
        &mut self,
        context_id: u8,
        is_command: bool,
        is_last: bool,
        fragment: &[u8],
    ) -> Result<Option<Message>, AssemblyError> {
        let state = std::mem::replace(&mut self.state, State::Idle);
        match state {
            State::Idle if !is_command => Err(AssemblyError::DataFirst),
            State::Idle => self.add_command(context_id, BytesMut::new(), is_last, fragment),
            State::Command {
                context_id: expected,
                ..
            }
            | State::Data {
                context_id: expected,
                ..
            } if expected != context_id => Err(AssemblyError::Interleaved {
                expected,
                found: context_id,
            }),
            State::Command { .. } if !is_command => Err(AssemblyError::DataFirst),
            State::Command { bytes, .. } => self.add_command(context_id, bytes, is_last, fragment),
            State::Data { .. } if is_command => Err(AssemblyError::CommandWithinData),
            State::Data { command, bytes, .. } => {
                self.add_data(context_id, command, bytes, is_last, fragment)
            }
        }
    }

    fn add_command(
        &mut self,
        context_id: u8,
        mut bytes: BytesMut,
        is_last: bool,
        fragment: &[u8],
    ) -> Result<Option<Message>, AssemblyError> {
        if bytes.len() + fragment.len() > self.longest_command {
            return Err(AssemblyError::CommandTooLong(self.longest_command));
        }
        bytes.extend_from_slice(fragment);
        if !is_last {
            self.state = State::Command { context_id, bytes };
            return Ok(None);
        }
        let command = CommandSet::read(&bytes).map_err(AssemblyError::Command)?;
        if !command.has_data_set() {
            return Ok(Some(Message {
                context_id,
                command,
                data_set: None,
            }));
        }
        let bytes = BytesMut::with_capacity(FIRST_ALLOCATION);
        self.state = State::Data {
            context_id,
            command,
            bytes,
        };
        Ok(None)
    }

    fn add_data(
        &mut self,
        context_id: u8,
        command: CommandSet,
        mut bytes: BytesMut,
        is_last: bool,
        fragment: &[u8],
    ) -> Result<Option<Message>, AssemblyError> {
        if bytes.len() + fragment.len() > self.longest_data {
            return Err(AssemblyError::DataTooLong(self.longest_data));
        }
        bytes.extend_from_slice(fragment);
        if !is_last {
            self.state = State::Data {
                context_id,
                command,
                bytes,
            };
            return Ok(None);
        }
        Ok(Some(Message {
            context_id,
            command,
            data_set: Some(bytes.freeze()),
        }))
    }
}

/// Message control header: the fragment is of a command set (PS3.8 E.2).
const COMMAND: u8 = 1;
/// Message control header: the fragment is the last of its kind.
const LAST: u8 = 2;

fn split_value(body: &mut Bytes) -> Result<(u8, u8, Bytes), AssemblyError> {
    let rest = body.len();
    let Some([l0, l1, l2, l3, context_id, control]) = body.first_chunk::<VALUE_HEADER>().copied()
    else {
        return Err(AssemblyError::ItemLength { length: 0, rest });
    };
    let length = u32::from_be_bytes([l0, l1, l2, l3]);
    body.advance(VALUE_HEADER);
    let fragment = usize::try_from(length)
        .ok()
        .and_then(|length| length.checked_sub(2))
        .filter(|length| *length <= body.len())
        .ok_or(AssemblyError::ItemLength { length, rest })?;
    Ok((context_id, control, body.split_to(fragment)))
}

/// Longest PDU we write, however much the peer takes: larger ones win nothing.
const LONGEST_PDU: u32 = 128 * 1024;

/// How many bytes of a message fit in one PDU to a peer that announced `maximum_length`: even, and
/// at least 2.
pub(crate) fn fragment_length(maximum_length: u32) -> usize {
    let pdu = match maximum_length {
        0 => LONGEST_PDU,
        announced => announced.min(LONGEST_PDU),
    };
    let fragment = usize::try_from(pdu)
        .unwrap_or(usize::MAX)
        .saturating_sub(VALUE_HEADER);
    (fragment & !1).max(2)
}

/// Appends the PDUs of a message to `out`: one fragment a PDU, the command set in its own.
pub(crate) fn write(
    out: &mut Vec<u8>,
    context_id: u8,
    command: &[u8],
    data_set: Option<&[u8]>,
    fragment_length: usize,
) {
    write_fragments(out, context_id, COMMAND, command, fragment_length);
    if let Some(data_set) = data_set {
        write_fragments(out, context_id, 0, data_set, fragment_length);
    }
}

fn write_fragments(out: &mut Vec<u8>, context_id: u8, control: u8, bytes: &[u8], length: usize) {
    let mut rest = bytes;
    loop {
        let (fragment, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        let control = if rest.is_empty() {
            control | LAST
        } else {
            control
        };
        let item = u32::try_from(fragment.len() + 2).expect("a fragment is at most 128 KiB");
        let pdu = u32::try_from(fragment.len() + VALUE_HEADER).expect("as above");
        out.reserve(HEADER + VALUE_HEADER + fragment.len());
        out.extend_from_slice(&[4, 0]);
        out.extend_from_slice(&pdu.to_be_bytes());
        out.extend_from_slice(&item.to_be_bytes());
        out.extend_from_slice(&[context_id, control]);
        out.extend_from_slice(fragment);
        if rest.is_empty() {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
