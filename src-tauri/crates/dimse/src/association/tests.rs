//! Conversations in raw bytes: what peers do that no client of ours would.

use super::*;
use crate::command_set::{Operation, Request, Response};
use crate::message;
use crate::pdu::{PresentationContext, ae_title_field};
use crate::syntax::{APPLICATION_CONTEXT, MODALITY_WORKLIST, PERFORMED_STEP, VERIFICATION};
use crate::testing::{Department, step};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::task::JoinHandle;

/// The other end of an association.
struct Peer {
    stream: DuplexStream,
    department: Arc<Department>,
    task: JoinHandle<()>,
}

const VERIFICATION_ID: u8 = 1;
const WORKLIST_ID: u8 = 3;
const PERFORMED_STEP_ID: u8 = 5;

fn request(maximum_length: u32) -> Associate {
    let context = |id, uid: &str| PresentationContext {
        id,
        result: 0,
        abstract_syntax: uid.to_owned(),
        transfer_syntaxes: vec!["1.2.840.10008.1.2".to_owned()],
    };
    Associate {
        protocol_version: 1,
        called_ae_title: ae_title_field("STEPBOARD"),
        calling_ae_title: ae_title_field("CT1"),
        application_context: APPLICATION_CONTEXT.to_owned(),
        contexts: vec![
            context(VERIFICATION_ID, VERIFICATION),
            context(WORKLIST_ID, MODALITY_WORKLIST),
            context(PERFORMED_STEP_ID, PERFORMED_STEP),
        ],
        maximum_length,
        ..Associate::default()
    }
}

impl Peer {
    fn connect(department: Department) -> Self {
        let (ours, theirs) = duplex(1024 * 1024);
        let department = Arc::new(department);
        let requests = Arc::clone(&department);
        let task = tokio::spawn(async move {
            let address = IpAddr::from([127, 0, 0, 1]);
            let limits = Limits {
                data_set: 4096,
                ..Limits::default()
            };
            let (written, stop) = (Arc::default(), CancellationToken::new());
            let shared = Shared {
                limits,
                written,
                stop,
            };
            let seat = Seat::alone(address);
            serve(theirs, None, &seat, &*requests, &shared).await;
        });
        Self {
            stream: ours,
            department,
            task,
        }
    }

    async fn associate(department: Department, maximum_length: u32) -> Self {
        let mut peer = Self::connect(department);
        peer.send(&request(maximum_length).write_request()).await;
        assert_eq!(peer.receive().await.0, 2, "accepted");
        peer
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// The next PDU: its type and body.
    async fn receive(&mut self) -> (u8, Vec<u8>) {
        let mut header = [0; 6];
        self.stream.read_exact(&mut header).await.unwrap();
        let [kind, _, l0, l1, l2, l3] = header;
        let mut body = vec![0; u32::from_be_bytes([l0, l1, l2, l3]) as usize];
        self.stream.read_exact(&mut body).await.unwrap();
        (kind, body)
    }

    async fn response(&mut self) -> (Response, Option<bytes::Bytes>) {
        let mut assembler = Assembler::new(4096, 1024 * 1024);
        let mut messages = Vec::new();
        while messages.is_empty() {
            let (kind, body) = self.receive().await;
            assert_eq!(kind, 4);
            assembler
                .take(body.into(), |_| true, &mut messages)
                .unwrap();
        }
        match messages.remove(0) {
            Message {
                command: CommandSet::Response(response),
                data_set,
                ..
            } => (response, data_set),
            other => panic!("{other:?}"),
        }
    }

    /// The source and reason of the A-ABORT that must come next, then the end.
    async fn aborted(&mut self) -> (u8, u8) {
        let (kind, body) = self.receive().await;
        assert_eq!(kind, 7);
        self.stream.shutdown().await.unwrap();
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest, []);
        (body[2], body[3])
    }
}

fn command(operation: Operation, has_data_set: bool) -> Vec<u8> {
    CommandSet::Request(Request {
        operation,
        message_id: 9,
        sop_class_uid: String::new(),
        sop_instance_uid: String::new(),
        has_data_set,
        attributes: Vec::new(),
        event_type: None,
    })
    .write()
}

fn pdus(context_id: u8, operation: Operation, data_set: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    message::write(
        &mut out,
        context_id,
        &command(operation, data_set.is_some()),
        data_set,
        4096,
    );
    out
}

fn echo() -> Vec<u8> {
    pdus(VERIFICATION_ID, Operation::Echo, None)
}

#[tokio::test]
async fn the_smallest_peer_gets_the_whole_answer() {
    for maximum_length in [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 100, 1017, 1018] {
        let steps = vec![Arc::new(step(1))];
        let department = Department {
            steps,
            ..Department::default()
        };
        let mut peer = Peer::associate(department, maximum_length).await;
        // ScheduledProcedureStepSequence without items: all of it.
        let all = b"\x40\0\x00\x01\0\0\0\0";
        peer.send(&pdus(WORKLIST_ID, Operation::Find, Some(all)))
            .await;
        let (pending, data_set) = peer.response().await;
        assert_eq!(pending.status, 0xFF00, "{maximum_length}");
        assert!(data_set.unwrap().len() > 300);
        assert_eq!(peer.response().await.0.status, 0);
    }
}

#[tokio::test]
async fn a_peer_without_room_is_rejected() {
    for maximum_length in 1..8 {
        let mut peer = Peer::connect(Department::default());
        peer.send(&request(maximum_length).write_request()).await;
        assert_eq!(peer.receive().await, (3, vec![0, 1, 1, 1]));
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_aborted_with_its_reason() {
    let second_request = request(0).write_request();
    let cases: [(&str, &[u8], (u8, u8)); 11] = [
        ("an unknown PDU", &[9, 0, 0, 0, 0, 0], (2, 1)),
        ("a second association request", &second_request, (2, 2)),
        (
            "an answer to nothing",
            &[6, 0, 0, 0, 0, 4, 0, 0, 0, 0],
            (2, 2),
        ),
        ("a PDU without end", &[4, 0, 0xFF, 0xFF, 0xFF, 0xFF], (2, 6)),
        ("a long release", &[5, 0, 0, 1, 0, 0], (2, 6)),
        (
            "an item of length 0",
            &[4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 1, 3],
            (2, 6),
        ),
        (
            "an item of length 1",
            &[4, 0, 0, 0, 0, 6, 0, 0, 0, 1, 1, 3],
            (2, 6),
        ),
        (
            "a context never proposed",
            &[4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 99, 3],
            (2, 6),
        ),
        (
            "an even context",
            &[4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 2, 3],
            (2, 6),
        ),
        (
            "data first",
            &[4, 0, 0, 0, 0, 8, 0, 0, 0, 4, 1, 2, 0, 0],
            (2, 6),
        ),
        (
            "an empty command set",
            &[4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 1, 3],
            (2, 6),
        ),
    ];
    for (what, bytes, expected) in cases {
        let mut peer = Peer::associate(Department::default(), 0).await;
        peer.send(bytes).await;
        assert_eq!(peer.aborted().await, expected, "{what}");
        assert_eq!(peer.department.heard_traffic(), [Traffic::Broken], "{what}");
        peer.task.await.unwrap();
    }
}

#[tokio::test]
async fn a_data_set_too_long_and_a_response_are_aborted() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    peer.send(&pdus(
        PERFORMED_STEP_ID,
        Operation::Create,
        Some(&[0; 5000]),
    ))
    .await;
    assert_eq!(peer.aborted().await, (2, 6));

    let mut peer = Peer::associate(Department::default(), 0).await;
    let asked = Request {
        operation: Operation::Echo,
        message_id: 1,
        sop_class_uid: String::new(),
        sop_instance_uid: String::new(),
        has_data_set: false,
        attributes: Vec::new(),
        event_type: None,
    };
    let response = CommandSet::Response(Response::to(&asked, 0)).write();
    let mut out = Vec::new();
    message::write(&mut out, VERIFICATION_ID, &response, None, 4096);
    peer.send(&out).await;
    assert_eq!(peer.aborted().await, (2, 6));
}

#[tokio::test]
async fn an_empty_pdu_and_a_late_cancel_are_nothing() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    peer.send(&[4, 0, 0, 0, 0, 0]).await;
    let mut out = Vec::new();
    message::write(
        &mut out,
        WORKLIST_ID,
        &CommandSet::Cancel(9).write(),
        None,
        4096,
    );
    peer.send(&out).await;
    peer.send(&echo()).await;
    assert_eq!(peer.response().await.0.status, 0);
}

#[tokio::test]
async fn requests_in_one_write_are_answered_in_order() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    let both = [
        echo(),
        pdus(PERFORMED_STEP_ID, Operation::Create, Some(b"")),
    ]
    .concat();
    peer.send(&both).await;
    assert_eq!(peer.response().await.0.operation, Operation::Echo);
    assert_eq!(peer.response().await.0.operation, Operation::Create);
}

#[tokio::test]
async fn other_operations_are_not_recognised_and_the_association_lives() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    // C-STORE, N-GET, N-ACTION, N-DELETE, N-EVENT-REPORT; then services on the wrong context.
    for (context_id, operation) in [
        (PERFORMED_STEP_ID, Operation::Other(0x0001)),
        (PERFORMED_STEP_ID, Operation::Other(0x0110)),
        (PERFORMED_STEP_ID, Operation::Other(0x0130)),
        (PERFORMED_STEP_ID, Operation::Other(0x0150)),
        (WORKLIST_ID, Operation::Other(0x0100)),
        (WORKLIST_ID, Operation::Create),
        (PERFORMED_STEP_ID, Operation::Find),
        (VERIFICATION_ID, Operation::Set),
    ] {
        peer.send(&pdus(context_id, operation, Some(b"\0\0"))).await;
        let (response, _) = peer.response().await;
        assert_eq!(
            (response.status, response.responding_to),
            (0x0211, 9),
            "{operation:?}"
        );
    }
    peer.send(&pdus(WORKLIST_ID, Operation::Echo, None)).await;
    assert_eq!(
        peer.response().await.0.status,
        0,
        "an echo is answered anywhere"
    );
}

#[tokio::test]
async fn a_malformed_query_fails_and_the_association_lives() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    // PatientName of 255 bytes where none are.
    peer.send(&pdus(
        WORKLIST_ID,
        Operation::Find,
        Some(b"\x10\0\x10\0\xFF\0\0\0"),
    ))
    .await;
    let (response, _) = peer.response().await;
    assert_eq!((response.status, response.has_data_set), (0xC000, false));
    assert_eq!(response.offending_elements, [(0x0010, 0x0010)]);
    assert!(!response.comment.is_empty());
    peer.send(&pdus(WORKLIST_ID, Operation::Find, None)).await;
    assert_eq!(peer.response().await.0.status, 0xA900);
    peer.send(&echo()).await;
    assert_eq!(peer.response().await.0.status, 0);
    assert_eq!(
        peer.department.heard_traffic(),
        [
            Traffic::FindFailed { status: 0xC000 },
            Traffic::FindFailed { status: 0xA900 },
            Traffic::Echo
        ]
    );
}

#[tokio::test]
async fn a_malformed_report_reaches_the_department_with_its_bytes() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    peer.send(&pdus(
        PERFORMED_STEP_ID,
        Operation::Create,
        Some(b"\x10\0\x10\0\xFF\0\0\0"),
    ))
    .await;
    assert_eq!(peer.response().await.0.status, 0);
    let created = peer.department.created.lock().unwrap().clone();
    assert_eq!(&created[0].data_set[..], b"\x10\0\x10\0\xFF\0\0\0");
    assert!(created[0].report.is_err());
}

#[tokio::test]
async fn a_release_is_answered_and_no_break() {
    let mut peer = Peer::associate(Department::default(), 0).await;
    peer.send(&[5, 0, 0, 0, 0, 4, 0, 0, 0, 0]).await;
    assert_eq!(peer.receive().await, (6, vec![0; 4]));
    drop(peer.stream);
    peer.task.await.unwrap();
    assert_eq!(peer.department.heard_traffic(), []);
}

#[tokio::test]
async fn how_peers_leave_is_told_apart() {
    let within = &echo()[..20];
    for (last, expected) in [
        (&b""[..], &[][..]),
        (within, &[Traffic::Broken]),
        (&[7, 0, 0, 0, 0, 4, 0, 0, 0, 0], &[Traffic::Broken]),
    ] {
        let mut peer = Peer::associate(Department::default(), 0).await;
        peer.send(last).await;
        drop(peer.stream);
        peer.task.await.unwrap();
        assert_eq!(peer.department.heard_traffic(), expected, "{last:?}");
    }
}

#[tokio::test]
async fn hostile_titles_reach_the_department_printable() {
    for title in [
        *b"../../etc/passwd",
        *b"\r\nX: forged     ",
        [0xFF; 16],
        [0; 16],
    ] {
        let mut peer = Peer::connect(Department::default());
        let hostile = Associate {
            calling_ae_title: title,
            called_ae_title: title,
            ..request(0)
        };
        peer.send(&hostile.write_request()).await;
        assert_eq!(peer.receive().await.0, 2);
        let caller = peer.department.callers.lock().unwrap()[0].clone();
        for shown in [caller.calling_ae_title, caller.called_ae_title] {
            assert!(shown.len() <= 16 && shown.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        }
    }
}
