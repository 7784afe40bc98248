//! A modality's side with as little work as possible: prepared bytes go out, and of what comes back
//! only the status is read, because the load shares the processors with what is measured.

use crate::transport::{Transport, Trust};
use std::io::{self, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

/// Verification.
pub const VERIFICATION: &str = "1.2.840.10008.1.1";
/// Modality Worklist Information Model – FIND.
pub const WORKLIST: &str = "1.2.840.10008.5.1.4.31";
/// Modality Performed Procedure Step.
pub const PERFORMED_STEP: &str = "1.2.840.10008.3.1.2.3.3";
/// Implicit VR Little Endian: what everybody here speaks.
pub const IMPLICIT: &str = "1.2.840.10008.1.2";

const PENDING: [u16; 2] = [0xFF00, 0xFF01];
const PATIENCE: Duration = Duration::from_secs(60);
const BUFFER: usize = 256 * 1024;

/// The operations, by their Command Field.
#[derive(Debug, Clone, Copy)]
pub enum Operation {
    /// C-ECHO.
    Echo,
    /// C-FIND.
    Find,
    /// N-CREATE.
    Create,
    /// N-SET.
    Set,
}

/// What a C-FIND brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Pending responses.
    pub items: usize,
    /// Bytes of all responses.
    pub bytes: usize,
}

/// An open association.
pub struct Association {
    stream: BufReader<Transport>,
    pdu: Vec<u8>,
    /// The A-ASSOCIATE-AC, as it came.
    pub accepted: Vec<u8>,
}

impl Association {
    /// Opens an association for one service.
    ///
    /// # Errors
    /// When nobody answers, or the association is not accepted.
    pub fn open(to: SocketAddr, called: &str, sop_class: &str) -> io::Result<Self> {
        Self::open_from(None, to, called, sop_class)
    }

    /// The same, from a certain address of this machine.
    ///
    /// # Errors
    /// As [`Association::open`].
    pub fn open_from(
        from: Option<IpAddr>,
        to: SocketAddr,
        called: &str,
        sop_class: &str,
    ) -> io::Result<Self> {
        Self::open_on(Transport::Plain(connect(from, to)?), called, sop_class)
    }

    /// The same, over TLS.
    ///
    /// # Errors
    /// As [`Association::open`], and when the handshake fails.
    pub fn open_tls(
        trust: &Trust,
        to: SocketAddr,
        called: &str,
        sop_class: &str,
    ) -> io::Result<Self> {
        let stream = Transport::secure(connect(None, to)?, trust)?;
        Self::open_on(stream, called, sop_class)
    }

    fn open_on(stream: Transport, called: &str, sop_class: &str) -> io::Result<Self> {
        let mut association = Self {
            stream: BufReader::with_capacity(BUFFER, stream),
            pdu: Vec::new(),
            accepted: Vec::new(),
        };
        association.write(&associate(called, sop_class))?;
        association.read_pdu()?;
        if association.pdu.first() != Some(&2) {
            return Err(io::Error::other(format!(
                "{called} did not accept the association"
            )));
        }
        association.accepted = association.pdu.clone();
        Ok(association)
    }

    /// Sends a C-FIND and reads all its responses; `each` sees every PDU.
    ///
    /// # Errors
    /// When the connection fails or the last status is not success.
    pub fn find(&mut self, request: &[u8], mut each: impl FnMut(&[u8])) -> io::Result<Found> {
        self.write(request)?;
        let mut found = Found { items: 0, bytes: 0 };
        loop {
            self.read_pdu()?;
            each(&self.pdu);
            found.bytes += self.pdu.len();
            for status in values(&self.pdu).filter_map(Value::status) {
                match status {
                    0 => return Ok(found),
                    pending if PENDING.contains(&pending) => found.items += 1,
                    other => return Err(failed(other)),
                }
            }
        }
    }

    /// Sends a C-ECHO, N-CREATE or N-SET and waits for its success.
    ///
    /// # Errors
    /// When the connection fails or the status is not success.
    pub fn ask(&mut self, request: &[u8]) -> io::Result<()> {
        self.write(request)?;
        loop {
            self.read_pdu()?;
            if let Some(status) = values(&self.pdu).find_map(Value::status) {
                return if status == 0 {
                    Ok(())
                } else {
                    Err(failed(status))
                };
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    fn read_pdu(&mut self) -> io::Result<()> {
        let mut header = [0; 6];
        self.stream.read_exact(&mut header)?;
        let [kind, _, length @ ..] = header;
        if kind == 7 {
            return Err(io::Error::other("the peer aborted the association"));
        }
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(io::Error::other)?;
        self.pdu.clear();
        self.pdu.extend_from_slice(&header);
        let read = (&mut self.stream)
            .take(length as u64)
            .read_to_end(&mut self.pdu)?;
        if read < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

impl Drop for Association {
    fn drop(&mut self) {
        // The peer may be gone; nothing depends on the answer.
        let _: io::Result<()> = self.write(&[5, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    }
}

fn connect(from: Option<IpAddr>, to: SocketAddr) -> io::Result<TcpStream> {
    let socket = socket2::Socket::new(
        socket2::Domain::for_address(to),
        socket2::Type::STREAM,
        None,
    )?;
    if let Some(from) = from {
        socket.bind(&SocketAddr::new(from, 0).into())?;
    }
    socket.connect(&to.into())?;
    let stream = TcpStream::from(socket);
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn failed(status: u16) -> io::Error {
    io::Error::other(format!("answered with status {status:#06X}"))
}

/// A presentation data value.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    is_command: bool,
    bytes: &'a [u8],
}

impl<'a> Value<'a> {
    /// The bytes of a data set; `None` for a command set.
    pub fn data_set(self) -> Option<&'a [u8]> {
        (!self.is_command).then_some(self.bytes)
    }

    /// Status (0000,0900) of a command set.
    fn status(self) -> Option<u16> {
        if !self.is_command {
            return None;
        }
        let mut rest = self.bytes;
        loop {
            let ([_, _, e0, e1, length @ ..], after) = rest.split_first_chunk::<8>()?;
            let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
            if (*e0, *e1) == (0, 9) {
                return after
                    .first_chunk::<2>()
                    .map(|bytes| u16::from_le_bytes(*bytes));
            }
            rest = after.get(length..)?;
        }
    }
}

/// The values of a P-DATA-TF; none of any other PDU.
pub fn values(pdu: &[u8]) -> impl Iterator<Item = Value<'_>> {
    let mut rest = match pdu.split_first_chunk::<6>() {
        Some(([4, ..], body)) => body,
        _ => &[],
    };
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (value, after) = after.split_at_checked(length)?;
        rest = after;
        let ([_, control], bytes) = value.split_first_chunk::<2>()?;
        Some(Value {
            is_command: control & 1 == 1,
            bytes,
        })
    })
}

/// A request as the PDUs to send: command set and, unless it is a C-ECHO, data set.
pub fn request(operation: Operation, instance: &str, data_set: &[u8]) -> Vec<u8> {
    let (field, sop_class) = match operation {
        Operation::Echo => (0x0030_u16, VERIFICATION),
        Operation::Find => (0x0020, WORKLIST),
        Operation::Create => (0x0140, PERFORMED_STEP),
        Operation::Set => (0x0120, PERFORMED_STEP),
    };
    let (class, instance_element) = match operation {
        Operation::Echo | Operation::Find | Operation::Create => (0x0002, 0x1000),
        Operation::Set => (0x0003, 0x1001),
    };
    let mut command = Vec::new();
    element(&mut command, 0, class, &uid(sop_class));
    element(&mut command, 0, 0x0100, &field.to_le_bytes());
    element(&mut command, 0, 0x0110, &1_u16.to_le_bytes());
    if matches!(operation, Operation::Find) {
        element(&mut command, 0, 0x0700, &0_u16.to_le_bytes());
    }
    let (data_set_type, parts) = match operation {
        Operation::Echo => (0x0101_u16, 1),
        Operation::Find | Operation::Create | Operation::Set => (1, 2),
    };
    element(&mut command, 0, 0x0800, &data_set_type.to_le_bytes());
    if !instance.is_empty() {
        element(&mut command, 0, instance_element, &uid(instance));
    }
    let mut grouped = Vec::new();
    element(&mut grouped, 0, 0, &length(&command).to_le_bytes());
    grouped.extend_from_slice(&command);
    let mut out = Vec::new();
    for (control, bytes) in [(3, grouped.as_slice()), (2, data_set)]
        .into_iter()
        .take(parts)
    {
        out.extend_from_slice(&[4, 0]);
        out.extend_from_slice(&(length(bytes) + 6).to_be_bytes());
        out.extend_from_slice(&(length(bytes) + 2).to_be_bytes());
        out.extend_from_slice(&[1, control]);
        out.extend_from_slice(bytes);
    }
    out
}

/// Appends an element in Implicit VR Little Endian.
pub fn element(out: &mut Vec<u8>, group: u16, number: u16, value: &[u8]) {
    out.extend_from_slice(&group.to_le_bytes());
    out.extend_from_slice(&number.to_le_bytes());
    out.extend_from_slice(&length(value).to_le_bytes());
    out.extend_from_slice(value);
}

/// A UID padded to an even length.
pub fn uid(text: &str) -> Vec<u8> {
    padded(text, 0)
}

/// Text padded to an even length.
pub fn padded(text: &str, padding: u8) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.len() % 2 == 1 {
        bytes.push(padding);
    }
    bytes
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("what is sent here is short")
}

/// A-ASSOCIATE-RQ for one service in Implicit VR Little Endian.
fn associate(called: &str, sop_class: &str) -> Vec<u8> {
    let item = |kind: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).expect("items here are short");
        [&[kind, 0], length.to_be_bytes().as_slice(), content].concat()
    };
    let context = [
        vec![1, 0, 0, 0],
        item(0x30, sop_class.as_bytes()),
        item(0x40, IMPLICIT.as_bytes()),
    ]
    .concat();
    let user = [
        item(0x51, &(128 * 1024_u32).to_be_bytes()),
        item(0x52, b"2.25.177804833057504394516904139453033870779"),
    ]
    .concat();
    let body = [
        [0, 1, 0, 0].as_slice(),
        format!("{called:<16}{:<16}", "BENCH").as_bytes(),
        &[0; 32],
        &item(0x10, b"1.2.840.10008.3.1.1.1"),
        &item(0x20, &context),
        &item(0x50, &user),
    ]
    .concat();
    [[1, 0].as_slice(), &length(&body).to_be_bytes(), &body].concat()
}

/// Prepared bytes in which numbers are written over marks of ten digits.
#[derive(Clone)]
pub struct Template {
    bytes: Vec<u8>,
    places: Vec<(usize, Mark)>,
}

/// What is written into a template, and what stands for it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The number of the performed step.
    Performed,
    /// The number of the scheduled step it belongs to.
    Scheduled,
    /// The AE title of the station.
    Station,
    /// Its Modality.
    Modality,
}

impl Mark {
    const ALL: [Self; 4] = [
        Self::Performed,
        Self::Scheduled,
        Self::Station,
        Self::Modality,
    ];

    /// What is to be replaced: as long as what replaces it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Performed => "7031970319",
            Self::Scheduled => "8042080420",
            Self::Station => "ZQ99",
            Self::Modality => "QZ",
        }
    }
}

/// The first number: all have ten digits.
const FIRST: u64 = 1_000_000_000;

/// The ten digits of a number.
pub fn digits(number: u64) -> String {
    (FIRST + number).to_string()
}

impl Template {
    /// Prepares bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        let mut places = Vec::new();
        for mark in Mark::ALL {
            let text = mark.text().as_bytes();
            let found = bytes.windows(text.len()).enumerate();
            places.extend(
                found
                    .filter(|(_, at)| *at == text)
                    .map(|(at, _)| (at, mark)),
            );
        }
        Self { bytes, places }
    }

    /// The bytes with these texts.
    pub fn with(&mut self, texts: [(Mark, &str); 4]) -> &[u8] {
        for (at, mark) in &self.places {
            let text = texts.iter().find(|(of, _)| of == mark);
            let text = text.map(|(_, text)| text.as_bytes()).unwrap_or_default();
            if let Some(place) = self.bytes.get_mut(*at..*at + mark.text().len())
                && place.len() == text.len()
            {
                place.copy_from_slice(text);
            }
        }
        &self.bytes
    }
}
