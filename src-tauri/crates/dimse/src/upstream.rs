//! What dicom-ul (dicom-rs 0.10) gets wrong in an association, and that none of it happens here.
//!
//! Associations and PDUs are our own, so nothing is worked around: this is the one place that says
//! which defects that avoids, each with a test of our listener and, where it has the same task, of
//! our client over a real socket.
//!
//! | dicom-ul 0.10 | here |
//! | --- | --- |
//! | `send_pdata` panics when the peer announces a maximum length of 1 to 5, writes nothing with 6 | `negotiation::check`, `message::fragment_length`, `client::accepted` |
//! | `receive_pdata` keeps neither the length announced nor the read time-out | `connection` |
//! | the protocol version is compared for equality, also by the client | `negotiation::check` |
//! | the application context is compared as it came, so that a padded one is refused; a request without one is not answered at all | `negotiation::check`, `pdu::uid` |
//! | role selection is not answered unless a trait is implemented (dicom-rs #732) | `negotiation::roles`, `client::contexts` |

use crate::client::{self, Error, Proposal};
use crate::limits::Limits;
use crate::pdu::{Associate, PresentationContext, RoleSelection, ae_title_field};
use crate::syntax::{
    APPLICATION_CONTEXT, MODALITY_WORKLIST, PERFORMED_STEP, Service, VERIFICATION,
};
use crate::testing::{Department, Running, step};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const ACCEPT: u8 = 2;
const REJECT: u8 = 3;
const DATA: u8 = 4;
const ABORT: u8 = 7;

fn context(id: u8, abstract_syntax: &str, result: u8) -> PresentationContext {
    PresentationContext {
        id,
        result,
        abstract_syntax: abstract_syntax.to_owned(),
        transfer_syntaxes: vec!["1.2.840.10008.1.2".to_owned()],
    }
}

fn request() -> Associate {
    Associate {
        protocol_version: 1,
        called_ae_title: ae_title_field("STEPBOARD"),
        calling_ae_title: ae_title_field("CT1"),
        application_context: APPLICATION_CONTEXT.to_owned(),
        contexts: vec![
            context(1, VERIFICATION, 0),
            context(3, MODALITY_WORKLIST, 0),
        ],
        maximum_length: 16_384,
        ..Associate::default()
    }
}

/// One end of a socket.
struct Peer(TcpStream);

impl Peer {
    async fn connect(running: &Running) -> Self {
        Self(TcpStream::connect(running.address).await.unwrap())
    }

    /// Connects, asks, and what comes back: the type of the PDU and its body.
    async fn ask(running: &Running, request: &Associate) -> (Self, u8, Vec<u8>) {
        let mut peer = Self::connect(running).await;
        peer.send(&request.write_request()).await;
        let (kind, body) = peer.receive().await;
        (peer, kind, body)
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    async fn receive(&mut self) -> (u8, Vec<u8>) {
        let mut header = [0; 6];
        self.0.read_exact(&mut header).await.unwrap();
        let [kind, _, length @ ..] = header;
        let mut body = vec![0; u32::from_be_bytes(length) as usize];
        self.0.read_exact(&mut body).await.unwrap();
        (kind, body)
    }

    /// C-FIND for the whole worklist. In fragments as small as the peer wants them: nobody promised
    /// us more.
    async fn find(&mut self) {
        let sequence = b"\x40\0\x00\x01\0\0\0\0";
        let request = crate::command_set::Request {
            operation: crate::command_set::Operation::Find,
            message_id: 1,
            sop_class_uid: MODALITY_WORKLIST.to_owned(),
            sop_instance_uid: String::new(),
            has_data_set: true,
            attributes: Vec::new(),
            event_type: None,
        };
        let command = crate::command_set::CommandSet::Request(request).write();
        let mut out = Vec::new();
        crate::message::write(&mut out, 3, &command, Some(sequence), 64);
        self.send(&out).await;
    }
}

/// A peer of our client that answers its request with these bytes, then says no more.
async fn answering(answer: Vec<u8>) -> (SocketAddr, JoinHandle<TcpStream>) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let (stream, _) = socket.accept().await.unwrap();
        let mut peer = Peer(stream);
        assert_eq!(peer.receive().await.0, 1, "an association request");
        peer.send(&answer).await;
        peer.0
    });
    (address, task)
}

/// What our client says to an answer to its request.
async fn answered(answer: &Associate) -> Result<client::Association, Error> {
    let (address, _peer) = answering(answer.write_accept()).await;
    client::Association::connect(address, &Proposal::new("STEPBOARD", "PEER")).await
}

fn one_step() -> Department {
    Department {
        steps: vec![Arc::new(step(1))],
        ..Department::default()
    }
}

/// Maximum Length of PS3.8 D.1. dicom-ul subtracts the header of a value from it unchecked.
#[tokio::test]
async fn a_peer_with_a_tiny_maximum_length_is_served_or_told_that_nothing_fits() {
    let running = Running::start(one_step(), Limits::default()).await;
    for maximum_length in 1..8 {
        let asked = Associate {
            maximum_length,
            ..request()
        };
        let (_, kind, body) = Peer::ask(&running, &asked).await;
        assert_eq!((kind, body), (REJECT, vec![0, 1, 1, 1]), "{maximum_length}");
    }
    for maximum_length in [0, 8, 9, 10, 13, 64, u32::MAX] {
        let asked = Associate {
            maximum_length,
            ..request()
        };
        let (mut peer, kind, _) = Peer::ask(&running, &asked).await;
        assert_eq!(kind, ACCEPT, "{maximum_length}");
        peer.find().await;
        let (mut data_set, mut last_command) = (0, Vec::new());
        // Status 0000 is the last element of the last command set.
        while !last_command.ends_with(b"\0\0\x00\x09\x02\0\0\0\0\0") {
            let (kind, body) = peer.receive().await;
            assert_eq!(kind, DATA, "{maximum_length}");
            let fits = maximum_length == 0 || u32::try_from(body.len()).unwrap() <= maximum_length;
            assert!(fits, "{} bytes to {maximum_length}", body.len());
            match body[5] & 1 {
                1 => last_command.extend_from_slice(&body[6..]),
                _ => data_set += body.len() - 6,
            }
        }
        assert!(data_set > 300, "the answer is whole: {data_set}");
    }
    for maximum_length in 1..8 {
        let answer = Associate {
            maximum_length,
            ..request()
        };
        let error = answered(&answer).await.unwrap_err();
        assert!(matches!(error, Error::Protocol(_)), "{error}");
    }
    running.stop().await;
}

/// dicom-ul takes 20 MB where 32 KiB were announced, and waits past its time-out for the rest.
#[tokio::test]
async fn a_pdu_is_neither_longer_than_announced_nor_waited_for_without_end() {
    const ANNOUNCED_BEYOND: [u8; 6] = [DATA, 0, 0x01, 0x40, 0, 0];
    const HALF: [u8; 8] = [DATA, 0, 0, 0, 0x10, 0, 0, 0];
    let limits = Limits {
        idle: Duration::from_millis(100),
        ..Limits::default()
    };
    let running = Running::start(Department::default(), limits).await;
    // Refused by its header: not one byte of the 20 MB was sent.
    let (mut peer, _, _) = Peer::ask(&running, &request()).await;
    peer.send(&ANNOUNCED_BEYOND).await;
    assert_eq!(peer.receive().await, (ABORT, vec![0, 0, 2, 6]));
    let (mut peer, _, _) = Peer::ask(&running, &request()).await;
    peer.send(&HALF).await;
    assert_eq!(peer.receive().await, (ABORT, vec![0, 0, 2, 0]));
    running.stop().await;

    let accept = request().write_accept();
    for (bytes, is_expected) in [
        (ANNOUNCED_BEYOND.as_slice(), false),
        (HALF.as_slice(), true),
    ] {
        let (address, peer) = answering([accept.as_slice(), bytes].concat()).await;
        let proposal = Proposal {
            patience: Duration::from_millis(500),
            ..Proposal::new("STEPBOARD", "PEER")
        };
        let mut association = client::Association::connect(address, &proposal)
            .await
            .unwrap();
        let error = association.echo().await.unwrap_err();
        assert_eq!(matches!(error, Error::Silent(_)), is_expected, "{error}");
        assert_eq!(matches!(error, Error::Protocol(_)), !is_expected, "{error}");
        drop(peer);
    }
}

/// Only bit 0 is tested (PS3.8 9.3.2). dicom-ul refuses whoever also speaks a later version.
#[tokio::test]
async fn a_peer_of_further_protocol_versions_is_served() {
    let running = Running::start(Department::default(), Limits::default()).await;
    for (protocol_version, expected) in [
        (0x0001, ACCEPT),
        (0x0003, ACCEPT),
        (0x8001, ACCEPT),
        (0xFFFF, ACCEPT),
        (0x0000, REJECT),
        (0x0002, REJECT),
        (0xFFFE, REJECT),
    ] {
        let asked = Associate {
            protocol_version,
            ..request()
        };
        let (_, kind, body) = Peer::ask(&running, &asked).await;
        assert_eq!(kind, expected, "{protocol_version:#06X}");
        if kind == REJECT {
            // Service provider (ACSE), protocol version not supported.
            assert_eq!(body, [0, 1, 2, 2]);
        }
    }
    running.stop().await;
    let answer = Associate {
        protocol_version: 3,
        ..request()
    };
    answered(&answer).await.unwrap();
}

/// PS3.8 A.2.1 has one name, and UIDs are not padded on the network (PS3.5 9.1); those who pad it
/// mean it all the same.
#[tokio::test]
async fn another_application_context_is_refused_by_its_reason() {
    let running = Running::start(Department::default(), Limits::default()).await;
    for (name, expected) in [
        (APPLICATION_CONTEXT, ACCEPT),
        ("1.2.840.10008.3.1.1.1\0", ACCEPT),
        ("1.2.840.10008.3.1.1.1 ", ACCEPT),
        ("", REJECT),
        ("1.2.840.10008.3.1.1", REJECT),
        ("1.2.840.10008.3.1.1.2", REJECT),
        ("1.2.840.10008.3.1.1.1.1", REJECT),
        ("1.2.840.10008.3.1.1.10", REJECT),
        ("1.2.840.10008.3.1.1.1\0.9", REJECT),
        ("1.2.840.10008.3.1.1.1A", REJECT),
    ] {
        let asked = Associate {
            application_context: name.to_owned(),
            ..request()
        };
        let (_, kind, body) = Peer::ask(&running, &asked).await;
        assert_eq!(kind, expected, "{name:?}");
        if kind == REJECT {
            // Service user, application context name not supported.
            assert_eq!(body, [0, 1, 1, 2], "{name:?}");
        }
    }
    // Without the item at all: what comes after the fixed part begins with the first context.
    let whole = request().write_request();
    let item = 4 + APPLICATION_CONTEXT.len();
    let mut body = whole[6..].to_vec();
    body.drain(68..68 + item);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    let mut peer = Peer::connect(&running).await;
    peer.send(&[&[1, 0], length.as_slice(), &body].concat())
        .await;
    assert_eq!(peer.receive().await, (REJECT, vec![0, 1, 1, 2]));
    running.stop().await;
}

/// ZEISS HFA3 proposes both roles for everything and waits for the answer until it gives up.
#[tokio::test]
async fn roles_are_answered_to_whoever_proposes_them() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let role = |uid: &str, scu, scp| RoleSelection {
        sop_class_uid: uid.to_owned(),
        scu,
        scp,
    };
    let asked = Associate {
        roles: vec![
            role(VERIFICATION, true, true),
            role(MODALITY_WORKLIST, true, true),
            // No context of it was proposed.
            role(PERFORMED_STEP, true, true),
        ],
        ..request()
    };
    let (_, kind, body) = Peer::ask(&running, &asked).await;
    assert_eq!(kind, ACCEPT);
    assert_eq!(
        Associate::read(&body).unwrap().roles,
        [
            role(VERIFICATION, true, false),
            role(MODALITY_WORKLIST, true, false)
        ]
    );
    running.stop().await;

    // We open the association to tell of an event, so we need the other role; without an answer the
    // one who opens it is the SCU (PS3.7 D.3.3.4), and nothing may be told.
    let uid = Service::PerformedStepNotification.uid();
    for (roles, may_tell) in [
        (Vec::new(), false),
        (vec![role(uid, false, false)], false),
        (vec![role(uid, false, true)], true),
    ] {
        let answer = Associate {
            contexts: vec![context(1, "", 0)],
            roles,
            ..request()
        };
        let (address, peer) = answering(answer.write_accept()).await;
        let proposal = Proposal {
            patience: Duration::from_millis(500),
            ..Proposal::notification("STEPBOARD", "RIS")
        };
        let mut association = client::Association::connect(address, &proposal)
            .await
            .unwrap();
        let error = association.report_event(1, "1.2.3").await.unwrap_err();
        // Whoever may tell did, and waits for an answer that this peer never gives.
        assert_eq!(matches!(error, Error::Silent(_)), may_tell, "{error}");
        assert_eq!(matches!(error, Error::NotAccepted(_)), !may_tell, "{error}");
        drop(peer);
    }
}
