//! Bytes on a socket, made by hand, for peers that keep no rule.

use crate::department::Listens;
use socket2::{Domain, Socket, Type};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// How long the service may take to answer, or to close.
const PATIENCE: Duration = Duration::from_secs(20);

const CALLED: &str = "STEPBOARD";
const VERIFICATION: &str = "1.2.840.10008.1.1";
const WORKLIST: &str = "1.2.840.10008.5.1.4.31";
const PERFORMED_STEP: &str = "1.2.840.10008.3.1.2.3.3";
const RETRIEVE: &str = "1.2.840.10008.3.1.2.3.4";
const APPLICATION_CONTEXT: &str = "1.2.840.10008.3.1.1.1";
const IMPLICIT: &str = "1.2.840.10008.1.2";
const EXPLICIT: &str = "1.2.840.10008.1.2.1";

/// Presentation context ids of [`association_request`].
pub const VERIFICATION_CONTEXT: u8 = 1;
/// The worklist.
pub const WORKLIST_CONTEXT: u8 = 3;
/// Performed steps.
pub const PERFORMED_STEP_CONTEXT: u8 = 5;
/// Retrieval of performed steps.
pub const RETRIEVE_CONTEXT: u8 = 7;

/// A connection that sends whatever it is told.
pub struct Wire {
    stream: TcpStream,
}

/// A PDU that came back.
#[derive(Debug, PartialEq, Eq)]
pub struct Pdu {
    /// PDU type: [`ACCEPT`], [`REJECT`], [`DATA`], [`ABORT`].
    pub kind: u8,
    /// What follows the length.
    pub body: Vec<u8>,
}

impl Wire {
    /// Connects, sending nothing yet.
    ///
    /// # Panics
    /// When nobody listens.
    #[must_use]
    pub fn connect(service: &impl Listens) -> Self {
        Self::connect_from(service, Ipv4Addr::LOCALHOST)
    }

    /// Connects from another address of this machine: the service has limits for each.
    ///
    /// # Panics
    /// When nobody listens.
    #[must_use]
    pub fn connect_from(service: &impl Listens, source: Ipv4Addr) -> Self {
        let stream = connection(service.address(), source).expect("the service listens");
        Self { stream }
    }

    /// Connects and associates.
    ///
    /// # Panics
    /// When it is not accepted.
    #[must_use]
    pub fn associate(service: &impl Listens) -> Self {
        Self::associate_from(service, Ipv4Addr::LOCALHOST)
    }

    /// Connects from another address of this machine and associates.
    ///
    /// # Panics
    /// When it is not accepted.
    #[must_use]
    pub fn associate_from(service: &impl Listens, source: Ipv4Addr) -> Self {
        let mut wire = Self::connect_from(service, source);
        wire.begins(&association_request("RAW", CALLED));
        wire
    }

    /// Connects and associates, with data sets in Explicit VR Little Endian.
    ///
    /// # Panics
    /// When it is not accepted.
    #[must_use]
    pub fn associate_explicit(service: &impl Listens) -> Self {
        let mut wire = Self::connect(service);
        wire.begins(&request(b"RAW", CALLED.as_bytes(), &[], EXPLICIT));
        wire
    }

    fn begins(&mut self, request: &[u8]) {
        self.send(request);
        let answer = self.answer().map(|pdu| pdu.kind);
        assert_eq!(answer, Some(ACCEPT), "the association is accepted");
    }

    /// Sends bytes. A service that has closed already is no failure of a hostile peer.
    pub fn send(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// Says that no more bytes come.
    pub fn ends_sending(&self) {
        // It may be closed already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// The next PDU; `None` when the service closed.
    ///
    /// # Panics
    /// When neither happens in time.
    pub fn answer(&mut self) -> Option<Pdu> {
        let mut head = [0; 6];
        if !self.fill(&mut head) {
            return None;
        }
        let [kind, _, length @ ..] = head;
        let mut body = vec![0; u32::from_be_bytes(length) as usize];
        self.fill(&mut body).then_some(Pdu { kind, body })
    }

    /// Reads until the service closes; the types of what came before.
    ///
    /// # Panics
    /// When it does not in time.
    pub fn until_closed(&mut self) -> Vec<u8> {
        std::iter::from_fn(|| self.answer().map(|pdu| pdu.kind)).collect()
    }

    /// Sends one byte; whether the service still takes it.
    pub fn drip(&mut self) -> bool {
        let mut nothing = [0];
        let is_open = match self.stream.set_nonblocking(true) {
            Ok(()) => !matches!(self.stream.peek(&mut nothing), Ok(0..)),
            Err(_) => false,
        };
        let back = self.stream.set_nonblocking(false);
        is_open && back.is_ok() && self.stream.write_all(&[0]).is_ok()
    }

    /// C-ECHO over an open association; whether it is answered with success.
    pub fn echo(&mut self) -> bool {
        self.send(&data(VERIFICATION_CONTEXT, COMMAND | LAST, &echo()));
        let answer = self.answer();
        answer.is_some_and(|pdu| pdu.kind == DATA && status(&pdu.body) == Some(0))
    }

    /// What ends an answer: pending answers and data sets on the way are passed over.
    pub fn last_answer(&mut self) -> Option<Pdu> {
        loop {
            let answer = self.answer()?;
            let is_command = answer
                .body
                .get(5)
                .is_some_and(|control| control & COMMAND != 0);
            let is_pending = matches!(status(&answer.body), Some(0xFF00 | 0xFF01));
            if answer.kind != DATA || (is_command && !is_pending) {
                return Some(answer);
            }
        }
    }

    /// The status that ends an answer; `None` when none came.
    pub fn last_status(&mut self) -> Option<u16> {
        let answer = self.last_answer().filter(|answer| answer.kind == DATA)?;
        status(&answer.body)
    }

    /// Whether all bytes came; `false` when the connection ended before.
    fn fill(&mut self, bytes: &mut [u8]) -> bool {
        match self.stream.read_exact(bytes) {
            Ok(()) => true,
            Err(error) => {
                let is_late = matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                );
                assert!(!is_late, "neither an answer nor an end within {PATIENCE:?}");
                false
            }
        }
    }
}

fn connection(address: SocketAddr, source: Ipv4Addr) -> std::io::Result<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((source, 0)).into())?;
    socket.connect_timeout(&address.into(), PATIENCE)?;
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// A-ASSOCIATE-AC.
pub const ACCEPT: u8 = 2;
/// A-ASSOCIATE-RJ.
pub const REJECT: u8 = 3;
/// P-DATA-TF.
pub const DATA: u8 = 4;
/// A-ABORT.
pub const ABORT: u8 = 7;
/// Control header bit: the fragment is of a command.
pub const COMMAND: u8 = 1;
/// Control header bit: the fragment is the last one.
pub const LAST: u8 = 2;

/// Status (0000,0900) of a response in the body of a P-DATA-TF.
#[must_use]
pub fn status(body: &[u8]) -> Option<u16> {
    let tag = [0x00, 0x00, 0x00, 0x09];
    let at = body.windows(4).position(|window| window == tag)?;
    let value = body.get(at + 8..at + 10)?;
    Some(u16::from_le_bytes(value.try_into().ok()?))
}

/// A PDU of a type with a body.
#[must_use]
pub fn pdu(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a test sends little");
    [&[kind, 0], length.to_be_bytes().as_slice(), body].concat()
}

fn item(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a test sends little");
    [&[kind, 0], length.to_be_bytes().as_slice(), body].concat()
}

/// An A-ASSOCIATE-RQ for all services in Implicit VR Little Endian.
#[must_use]
pub fn association_request(calling: &str, called: &str) -> Vec<u8> {
    association_request_with(calling.as_bytes(), called.as_bytes(), &[])
}

/// The same with AE titles of any bytes and further items of user information.
#[must_use]
pub fn association_request_with(calling: &[u8], called: &[u8], user_items: &[u8]) -> Vec<u8> {
    request(calling, called, user_items, IMPLICIT)
}

fn request(calling: &[u8], called: &[u8], user_items: &[u8], syntax: &str) -> Vec<u8> {
    let mut body = vec![0, 1, 0, 0];
    body.extend(title(called));
    body.extend(title(calling));
    body.extend([0; 32]);
    body.extend(item(0x10, APPLICATION_CONTEXT.as_bytes()));
    let services = [
        (VERIFICATION_CONTEXT, VERIFICATION),
        (WORKLIST_CONTEXT, WORKLIST),
        (PERFORMED_STEP_CONTEXT, PERFORMED_STEP),
        (RETRIEVE_CONTEXT, RETRIEVE),
    ];
    for (id, service) in services {
        let syntaxes = [
            item(0x30, service.as_bytes()),
            item(0x40, syntax.as_bytes()),
        ];
        body.extend(item(
            0x20,
            &[&[id, 0, 0, 0], syntaxes.concat().as_slice()].concat(),
        ));
    }
    let user = [item(0x51, &16384_u32.to_be_bytes()), user_items.to_vec()];
    body.extend(item(0x50, &user.concat()));
    pdu(1, &body)
}

fn title(text: &[u8]) -> [u8; 16] {
    let mut field = [b' '; 16];
    for (byte, given) in field.iter_mut().zip(text) {
        *byte = *given;
    }
    field
}

/// A P-DATA-TF with one presentation data value. `control`: 1 command, 2 last fragment.
#[must_use]
pub fn data(context: u8, control: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len() + 2).expect("a test sends little");
    let value = [length.to_be_bytes().as_slice(), &[context, control], bytes].concat();
    pdu(4, &value)
}

/// A request with its data set, in several PDUs.
#[must_use]
pub fn message(context: u8, command: &[u8], data_set: &[u8]) -> Vec<u8> {
    let mut sent = data(context, COMMAND | LAST, command);
    for fragment in data_set.chunks(16_000) {
        sent.extend(data(context, 0, fragment));
    }
    sent.extend(data(context, LAST, &[]));
    sent
}

/// The elements of a command set.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn elements(command: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = command;
    let mut elements = Vec::new();
    while let Some(length) = rest.get(4..8) {
        let length = u32::from_le_bytes(length.try_into().expect("four bytes"));
        let (element, after) = rest.split_at(8 + length as usize);
        elements.push(element.to_vec());
        rest = after;
    }
    elements
}

/// A command set of a request, with its group length.
#[must_use]
pub fn command(field: u16, sop_class: &str, sop_instance: &str, has_data_set: bool) -> Vec<u8> {
    // N-SET and N-GET name what they are about as requested, all others as affected.
    let (class, instance) = if [N_SET, N_GET].contains(&field) {
        (0x0003, 0x1001)
    } else {
        (0x0002, 0x1000)
    };
    let mut elements = element(0x0000, class, &padded(sop_class));
    elements.extend(element(0x0000, 0x0100, &field.to_le_bytes()));
    elements.extend(element(0x0000, 0x0110, &1_u16.to_le_bytes()));
    let data_set_type: u16 = if has_data_set { 1 } else { 0x0101 };
    elements.extend(element(0x0000, 0x0800, &data_set_type.to_le_bytes()));
    if !sop_instance.is_empty() {
        elements.extend(element(0x0000, instance, &padded(sop_instance)));
    }
    let length = u32::try_from(elements.len()).expect("a test sends little");
    [element(0x0000, 0x0000, &length.to_le_bytes()), elements].concat()
}

/// Command field of C-ECHO-RQ.
pub const C_ECHO: u16 = 0x0030;
/// Command field of C-FIND-RQ.
pub const C_FIND: u16 = 0x0020;
/// Command field of N-CREATE-RQ.
pub const N_CREATE: u16 = 0x0140;
/// Command field of N-SET-RQ.
pub const N_SET: u16 = 0x0120;
/// Command field of N-GET-RQ.
pub const N_GET: u16 = 0x0110;

/// C-ECHO-RQ.
#[must_use]
pub fn echo() -> Vec<u8> {
    command(C_ECHO, VERIFICATION, "", false)
}

/// C-FIND-RQ of the worklist.
#[must_use]
pub fn find() -> Vec<u8> {
    command(C_FIND, WORKLIST, "", true)
}

/// N-CREATE-RQ of a performed step.
#[must_use]
pub fn create(sop_instance: &str) -> Vec<u8> {
    command(N_CREATE, PERFORMED_STEP, sop_instance, true)
}

/// N-SET-RQ of a performed step.
#[must_use]
pub fn set(sop_instance: &str) -> Vec<u8> {
    command(N_SET, PERFORMED_STEP, sop_instance, true)
}

/// N-GET-RQ of a performed step, of all its attributes.
#[must_use]
pub fn get(sop_instance: &str) -> Vec<u8> {
    command(N_GET, RETRIEVE, sop_instance, false)
}

/// An element in Explicit VR Little Endian, with a length of two bytes or, where the value
/// representation wants it, of four (PS3.5 7.1.2).
#[must_use]
pub fn explicit_element(group: u16, number: u16, vr: &str, value: &[u8]) -> Vec<u8> {
    let length = value.len();
    let mut element = [group.to_le_bytes(), number.to_le_bytes()].concat();
    element.extend(vr.as_bytes());
    if ["OB", "OW", "SQ", "UN", "UT"].contains(&vr) {
        element.extend([0, 0]);
        element.extend(
            u32::try_from(length)
                .expect("a test sends little")
                .to_le_bytes(),
        );
    } else {
        element.extend(
            u16::try_from(length)
                .expect("a test sends little")
                .to_le_bytes(),
        );
    }
    element.extend(value);
    element
}

/// An element in Implicit VR Little Endian.
#[must_use]
pub fn element(group: u16, number: u16, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("a test sends little");
    element_of_length(group, number, length, value)
}

/// An element that says another length than it has.
#[must_use]
pub fn element_of_length(group: u16, number: u16, length: u32, value: &[u8]) -> Vec<u8> {
    [
        group.to_le_bytes().as_slice(),
        &number.to_le_bytes(),
        &length.to_le_bytes(),
        value,
    ]
    .concat()
}

fn padded(uid: &str) -> Vec<u8> {
    let mut bytes = uid.as_bytes().to_vec();
    if bytes.len() % 2 == 1 {
        bytes.push(0);
    }
    bytes
}
