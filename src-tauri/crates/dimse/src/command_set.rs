//! Command sets (PS3.7 6.3, Annex E): always Implicit VR Little Endian, with a group length.

use thiserror::Error;

/// What a message asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// C-ECHO.
    Echo,
    /// C-FIND.
    Find,
    /// N-CREATE.
    Create,
    /// N-SET.
    Set,
    /// N-GET.
    Get,
    /// N-EVENT-REPORT.
    EventReport,
    /// Any other; the Command Field of its request.
    Other(u16),
}

impl Operation {
    const fn from_field(field: u16) -> Self {
        match field & 0x7FFF {
            0x0030 => Self::Echo,
            0x0020 => Self::Find,
            0x0140 => Self::Create,
            0x0120 => Self::Set,
            0x0110 => Self::Get,
            0x0100 => Self::EventReport,
            other => Self::Other(other),
        }
    }

    const fn field(self) -> u16 {
        match self {
            Self::Echo => 0x0030,
            Self::Find => 0x0020,
            Self::Create => 0x0140,
            Self::Set => 0x0120,
            Self::Get => 0x0110,
            Self::EventReport => 0x0100,
            Self::Other(field) => field,
        }
    }

    /// Its name (PS3.7 Table E.1-1).
    pub(crate) const fn name(self) -> &'static str {
        match self.field() {
            0x0001 => "C-STORE",
            0x0010 => "C-GET",
            0x0020 => "C-FIND",
            0x0021 => "C-MOVE",
            0x0030 => "C-ECHO",
            0x0100 => "N-EVENT-REPORT",
            0x0110 => "N-GET",
            0x0120 => "N-SET",
            0x0130 => "N-ACTION",
            0x0140 => "N-CREATE",
            0x0150 => "N-DELETE",
            _ => "unknown",
        }
    }
}

/// A request. UIDs are trimmed; empty when absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// Command Field.
    pub operation: Operation,
    /// Message ID.
    pub message_id: u16,
    /// Affected or Requested SOP Class UID.
    pub sop_class_uid: String,
    /// Affected or Requested SOP Instance UID.
    pub sop_instance_uid: String,
    /// Whether a data set follows.
    pub has_data_set: bool,
    /// Attribute Identifier List of an N-GET: group and element of each.
    pub attributes: Vec<(u16, u16)>,
    /// Event Type ID of an N-EVENT-REPORT.
    pub event_type: Option<u16>,
}

/// A response. Empty text and empty lists are not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// Command Field, of the request.
    pub operation: Operation,
    /// Message ID Being Responded To.
    pub responding_to: u16,
    /// Affected SOP Class UID.
    pub sop_class_uid: String,
    /// Affected SOP Instance UID.
    pub sop_instance_uid: String,
    /// Status.
    pub status: u16,
    /// Whether a data set follows.
    pub has_data_set: bool,
    /// Offending Element: group and element of each.
    pub offending_elements: Vec<(u16, u16)>,
    /// Error Comment.
    pub comment: String,
    /// Error ID.
    pub error_id: Option<u16>,
    /// Event Type ID.
    pub event_type: Option<u16>,
    /// Attribute Identifier List: group and element of each attribute a status is about.
    pub attributes: Vec<(u16, u16)>,
}

impl Response {
    /// The response to `request` with `status`, and nothing else.
    pub(crate) fn to(request: &Request, status: u16) -> Self {
        Self {
            operation: request.operation,
            responding_to: request.message_id,
            sop_class_uid: request.sop_class_uid.clone(),
            sop_instance_uid: String::new(),
            status,
            has_data_set: false,
            offending_elements: Vec::new(),
            comment: String::new(),
            error_id: None,
            event_type: request.event_type,
            attributes: Vec::new(),
        }
    }
}

/// A command set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CommandSet {
    /// Asks for an operation.
    Request(Request),
    /// Ends a C-FIND early: its Message ID.
    Cancel(u16),
    /// Answers a request.
    Response(Response),
}

impl CommandSet {
    /// Whether a data set follows.
    pub(crate) const fn has_data_set(&self) -> bool {
        match self {
            Self::Request(request) => request.has_data_set,
            Self::Cancel(_) => false,
            Self::Response(response) => response.has_data_set,
        }
    }

    /// Reads a command set.
    ///
    /// # Errors
    /// [`Malformed`], when it cannot be answered. Unknown elements, a missing group length and an
    /// unexpected order are no reason.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let elements = Elements::read(bytes)?;
        let field = elements
            .number(COMMAND_FIELD)
            .ok_or(Malformed::Missing("Command Field"))?;
        let responding_to = elements.number(RESPONDING_TO);
        if field == CANCEL {
            return responding_to
                .map(Self::Cancel)
                .ok_or(Malformed::Missing("Message ID Being Responded To"));
        }
        let data_set_type = elements
            .number(DATA_SET_TYPE)
            .ok_or(Malformed::Missing("Command Data Set Type"))?;
        let sop_class_uid = elements
            .text(AFFECTED_CLASS)
            .or_else(|| elements.text(REQUESTED_CLASS));
        let sop_instance_uid = elements
            .text(AFFECTED_INSTANCE)
            .or_else(|| elements.text(REQUESTED_INSTANCE));
        let operation = Operation::from_field(field);
        if field & RESPONSE == 0 {
            return Ok(Self::Request(Request {
                operation,
                message_id: elements
                    .number(MESSAGE_ID)
                    .ok_or(Malformed::Missing("Message ID"))?,
                sop_class_uid: sop_class_uid.unwrap_or_default(),
                sop_instance_uid: sop_instance_uid.unwrap_or_default(),
                has_data_set: data_set_type != NO_DATA_SET,
                attributes: elements.tags(ATTRIBUTE_LIST),
                event_type: elements.number(EVENT_TYPE),
            }));
        }
        Ok(Self::Response(Response {
            operation,
            responding_to: responding_to
                .ok_or(Malformed::Missing("Message ID Being Responded To"))?,
            sop_class_uid: sop_class_uid.unwrap_or_default(),
            sop_instance_uid: sop_instance_uid.unwrap_or_default(),
            status: elements
                .number(STATUS)
                .ok_or(Malformed::Missing("Status"))?,
            has_data_set: data_set_type != NO_DATA_SET,
            offending_elements: elements.tags(OFFENDING_ELEMENT),
            comment: elements.text(ERROR_COMMENT).unwrap_or_default(),
            error_id: elements.number(ERROR_ID),
            event_type: elements.number(EVENT_TYPE),
            attributes: elements.tags(ATTRIBUTE_LIST),
        }))
    }

    /// The bytes of the command set.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = Writer::new();
        match self {
            Self::Request(request) => write_request(&mut out, request),
            Self::Cancel(message_id) => {
                out.number(COMMAND_FIELD, CANCEL);
                out.number(RESPONDING_TO, *message_id);
                out.number(DATA_SET_TYPE, NO_DATA_SET);
            }
            Self::Response(response) => write_response(&mut out, response),
        }
        out.finish()
    }
}

fn write_request(out: &mut Writer, request: &Request) {
    let (class, instance) = match request.operation {
        Operation::Set | Operation::Get => (REQUESTED_CLASS, REQUESTED_INSTANCE),
        Operation::Echo
        | Operation::Find
        | Operation::Create
        | Operation::EventReport
        | Operation::Other(_) => (AFFECTED_CLASS, AFFECTED_INSTANCE),
    };
    out.uid(class, &request.sop_class_uid);
    out.number(COMMAND_FIELD, request.operation.field());
    out.number(MESSAGE_ID, request.message_id);
    if request.operation == Operation::Find {
        out.number(PRIORITY, 0);
    }
    out.number(DATA_SET_TYPE, data_set_type(request.has_data_set));
    out.uid(instance, &request.sop_instance_uid);
    if let Some(event_type) = request.event_type {
        out.number(EVENT_TYPE, event_type);
    }
    out.tags(ATTRIBUTE_LIST, &request.attributes);
}

fn write_response(out: &mut Writer, response: &Response) {
    out.uid(AFFECTED_CLASS, &response.sop_class_uid);
    out.number(COMMAND_FIELD, response.operation.field() | RESPONSE);
    out.number(RESPONDING_TO, response.responding_to);
    out.number(DATA_SET_TYPE, data_set_type(response.has_data_set));
    out.number(STATUS, response.status);
    out.tags(OFFENDING_ELEMENT, &response.offending_elements);
    out.comment(&response.comment);
    if let Some(error_id) = response.error_id {
        out.number(ERROR_ID, error_id);
    }
    out.uid(AFFECTED_INSTANCE, &response.sop_instance_uid);
    if let Some(event_type) = response.event_type {
        out.number(EVENT_TYPE, event_type);
    }
    out.tags(ATTRIBUTE_LIST, &response.attributes);
}

const fn data_set_type(has_data_set: bool) -> u16 {
    if has_data_set { 0x0001 } else { NO_DATA_SET }
}

/// Why a command set cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Malformed {
    /// An element ends beyond the command set.
    #[error("element ({group:04X},{element:04X}) at byte {offset} ends beyond the command set")]
    Truncated {
        /// Where the element starts.
        offset: usize,
        /// Its group.
        group: u16,
        /// Its element number.
        element: u16,
    },
    /// Fewer bytes than an element header.
    #[error("{0} bytes left over")]
    LeftOver(usize),
    /// An element without which there is no answer.
    #[error("without {0}")]
    Missing(&'static str),
}

impl Malformed {
    /// Where, or the element that is missing.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Truncated {
                offset,
                group,
                element,
            } => format!("({group:04X},{element:04X}) @ {offset}"),
            Self::LeftOver(bytes) => format!("+{bytes}"),
            Self::Missing(element) => (*element).to_owned(),
        }
    }
}

const GROUP_LENGTH: u16 = 0x0000;
const AFFECTED_CLASS: u16 = 0x0002;
const REQUESTED_CLASS: u16 = 0x0003;
const COMMAND_FIELD: u16 = 0x0100;
const MESSAGE_ID: u16 = 0x0110;
const RESPONDING_TO: u16 = 0x0120;
const PRIORITY: u16 = 0x0700;
const DATA_SET_TYPE: u16 = 0x0800;
const STATUS: u16 = 0x0900;
const OFFENDING_ELEMENT: u16 = 0x0901;
const ERROR_COMMENT: u16 = 0x0902;
const ERROR_ID: u16 = 0x0903;
const AFFECTED_INSTANCE: u16 = 0x1000;
const REQUESTED_INSTANCE: u16 = 0x1001;
const EVENT_TYPE: u16 = 0x1002;
const ATTRIBUTE_LIST: u16 = 0x1005;

const CANCEL: u16 = 0x0FFF;
const RESPONSE: u16 = 0x8000;
const NO_DATA_SET: u16 = 0x0101;

/// Longest Error Comment (VR LO), characters.
const ERROR_COMMENT_LENGTH: usize = 64;

/// The elements of group 0000, by element number, as they came.
struct Elements<'a>(Vec<(u16, &'a [u8])>);

impl<'a> Elements<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut elements = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let offset = bytes.len() - rest.len();
            let Some((header, after)) = rest.split_first_chunk::<8>() else {
                return Err(Malformed::LeftOver(rest.len()));
            };
            let [g0, g1, e0, e1, l0, l1, l2, l3] = *header;
            let group = u16::from_le_bytes([g0, g1]);
            let element = u16::from_le_bytes([e0, e1]);
            let length = u32::from_le_bytes([l0, l1, l2, l3]);
            let (value, after) = usize::try_from(length)
                .ok()
                .and_then(|length| after.split_at_checked(length))
                .ok_or(Malformed::Truncated {
                    offset,
                    group,
                    element,
                })?;
            if group == 0 {
                elements.push((element, value));
            }
            rest = after;
        }
        Ok(Self(elements))
    }

    fn value(&self, element: u16) -> Option<&'a [u8]> {
        self.0
            .iter()
            .find(|(number, _)| *number == element)
            .map(|(_, value)| *value)
    }

    fn number(&self, element: u16) -> Option<u16> {
        self.value(element)?
            .first_chunk::<2>()
            .map(|bytes| u16::from_le_bytes(*bytes))
    }

    fn text(&self, element: u16) -> Option<String> {
        let text = String::from_utf8_lossy(self.value(element)?);
        Some(text.trim_matches([' ', '\0']).to_owned())
    }

    fn tags(&self, element: u16) -> Vec<(u16, u16)> {
        let (tags, _) = self.value(element).unwrap_or_default().as_chunks::<4>();
        tags.iter()
            .map(|[g0, g1, e0, e1]| {
                (
                    u16::from_le_bytes([*g0, *g1]),
                    u16::from_le_bytes([*e0, *e1]),
                )
            })
            .collect()
    }
}

/// Collects elements in ascending order behind a group length.
struct Writer(Vec<u8>);

impl Writer {
    fn new() -> Self {
        Self(Vec::with_capacity(192))
    }

    fn element(&mut self, element: u16, value: &[u8]) {
        let length = u32::try_from(value.len()).expect("command elements are short");
        self.0.extend_from_slice(&[0, 0]);
        self.0.extend_from_slice(&element.to_le_bytes());
        self.0.extend_from_slice(&length.to_le_bytes());
        self.0.extend_from_slice(value);
    }

    fn number(&mut self, element: u16, value: u16) {
        self.element(element, &value.to_le_bytes());
    }

    /// An element of VR AT; an empty list is not sent.
    fn tags(&mut self, element: u16, tags: &[(u16, u16)]) {
        if tags.is_empty() {
            return;
        }
        let mut value = Vec::with_capacity(tags.len() * 4);
        for (group, element) in tags {
            value.extend_from_slice(&group.to_le_bytes());
            value.extend_from_slice(&element.to_le_bytes());
        }
        self.element(element, &value);
    }

    fn uid(&mut self, element: u16, uid: &str) {
        self.padded(element, uid, 0);
    }

    fn comment(&mut self, comment: &str) {
        let text: String = comment
            .chars()
            .map(|c| {
                if matches!(c, ' '..='~') && c != '\\' {
                    c
                } else {
                    '?'
                }
            })
            .take(ERROR_COMMENT_LENGTH)
            .collect();
        self.padded(ERROR_COMMENT, text.trim(), b' ');
    }

    fn padded(&mut self, element: u16, text: &str, padding: u8) {
        if text.is_empty() {
            return;
        }
        let mut value = text.as_bytes().to_vec();
        if value.len() % 2 == 1 {
            value.push(padding);
        }
        self.element(element, &value);
    }

    fn finish(self) -> Vec<u8> {
        let length = u32::try_from(self.0.len()).expect("command sets are short");
        let mut out = Self(Vec::with_capacity(self.0.len() + 12));
        out.element(GROUP_LENGTH, &length.to_le_bytes());
        out.0.extend_from_slice(&self.0);
        out.0
    }
}

#[cfg(test)]
mod tests;
