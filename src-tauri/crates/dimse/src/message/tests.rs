//! Fragments in every shape, and messages cut for every peer.

use super::*;
use crate::command_set::{Operation, Request};
use proptest::prelude::*;

fn echo() -> CommandSet {
    CommandSet::Request(Request {
        operation: Operation::Echo,
        message_id: 1,
        sop_class_uid: "1.2.840.10008.1.1".to_owned(),
        sop_instance_uid: String::new(),
        has_data_set: false,
        attributes: Vec::new(),
        event_type: None,
    })
}

fn create() -> CommandSet {
    CommandSet::Request(Request {
        operation: Operation::Create,
        message_id: 2,
        sop_class_uid: "1.2.840.10008.3.1.2.3.3".to_owned(),
        sop_instance_uid: "1.2.3".to_owned(),
        has_data_set: true,
        attributes: Vec::new(),
        event_type: None,
    })
}

/// A presentation data value item.
fn value(context_id: u8, control: u8, fragment: &[u8]) -> Vec<u8> {
    let mut item = u32::try_from(fragment.len() + 2)
        .unwrap()
        .to_be_bytes()
        .to_vec();
    item.extend_from_slice(&[context_id, control]);
    item.extend_from_slice(fragment);
    item
}

fn assembler() -> Assembler {
    Assembler::new(1024, 64)
}

fn take(assembler: &mut Assembler, body: Vec<u8>) -> Result<Vec<Message>, AssemblyError> {
    let mut messages = Vec::new();
    assembler.take(Bytes::from(body), |id| id == 1 || id == 3, &mut messages)?;
    Ok(messages)
}

#[test]
fn a_command_in_pieces_is_one_message() {
    let command = echo().write();
    let (first, second) = command.split_at(9);
    let mut assembler = assembler();
    assert_eq!(take(&mut assembler, value(1, COMMAND, first)).unwrap(), []);
    assert!(!assembler.is_idle());
    assert_eq!(take(&mut assembler, value(1, COMMAND, &[])).unwrap(), []);
    let messages = take(&mut assembler, value(1, COMMAND | LAST, second)).unwrap();
    assert_eq!(
        messages,
        [Message {
            context_id: 1,
            command: echo(),
            data_set: None
        }]
    );
    assert!(assembler.is_idle());
}

#[test]
fn command_and_data_in_one_pdu_and_two_messages_in_one_pdu() {
    let body = [
        value(3, COMMAND | LAST, &create().write()),
        value(3, 0, b"12"),
        value(3, 0, b""),
        value(3, LAST, b"34"),
        value(1, COMMAND | LAST, &echo().write()),
    ]
    .concat();
    let messages = take(&mut assembler(), body).unwrap();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0].data_set.as_deref(), Some(&b"1234"[..]));
    assert_eq!(messages[1].command, echo());
}

#[test]
fn an_empty_data_set_is_a_data_set() {
    let body = [
        value(1, COMMAND | LAST, &create().write()),
        value(1, LAST, b""),
    ]
    .concat();
    let messages = take(&mut assembler(), body).unwrap();
    assert_eq!(messages[0].data_set.as_deref(), Some(&b""[..]));
}

#[test]
fn what_makes_no_message_is_an_error() {
    let create = create().write();
    let cases = [
        (
            value(5, COMMAND | LAST, &create),
            AssemblyError::UnknownContext(5),
        ),
        (
            value(2, COMMAND | LAST, &create),
            AssemblyError::UnknownContext(2),
        ),
        (value(1, LAST, b"12"), AssemblyError::DataFirst),
        (
            [value(1, COMMAND, &create), value(1, LAST, b"12")].concat(),
            AssemblyError::DataFirst,
        ),
        (
            [value(1, COMMAND, &create), value(3, COMMAND, b"12")].concat(),
            AssemblyError::Interleaved {
                expected: 1,
                found: 3,
            },
        ),
        (
            [value(1, COMMAND | LAST, &create), value(3, LAST, b"12")].concat(),
            AssemblyError::Interleaved {
                expected: 1,
                found: 3,
            },
        ),
        (
            [value(1, COMMAND | LAST, &create), value(1, COMMAND, b"12")].concat(),
            AssemblyError::CommandWithinData,
        ),
        (
            vec![0, 0, 0, 0, 1, 3],
            AssemblyError::ItemLength { length: 0, rest: 6 },
        ),
        (
            vec![0, 0, 0, 1, 1, 3],
            AssemblyError::ItemLength { length: 1, rest: 6 },
        ),
        (
            vec![0, 0, 0, 3, 1, 3],
            AssemblyError::ItemLength { length: 3, rest: 6 },
        ),
        (
            vec![0xFF; 6],
            AssemblyError::ItemLength {
                length: u32::MAX,
                rest: 6,
            },
        ),
        (
            vec![0, 0, 0],
            AssemblyError::ItemLength { length: 0, rest: 3 },
        ),
        (
            value(1, COMMAND, &[0; 1025]),
            AssemblyError::CommandTooLong(1024),
        ),
        (
            [value(1, COMMAND | LAST, &create), value(1, 0, &[0; 65])].concat(),
            AssemblyError::DataTooLong(64),
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(take(&mut assembler(), body), Err(expected));
    }
    let unreadable = take(&mut assembler(), value(1, COMMAND | LAST, b"nonsense"));
    assert!(matches!(unreadable, Err(AssemblyError::Command(_))));
}

#[test]
fn fragments_fit_every_peer() {
    assert_eq!(fragment_length(8), 2);
    assert_eq!(fragment_length(9), 2);
    assert_eq!(fragment_length(16), 10);
    assert_eq!(fragment_length(16_384), 16_378);
    assert_eq!(fragment_length(0), 131_066);
    assert_eq!(fragment_length(u32::MAX), 131_066);
    // Not reached, because such an association is rejected; still no panic and no endless loop.
    assert_eq!(fragment_length(1), 2);
}

#[test]
fn a_message_is_written_byte_by_byte() {
    let mut out = Vec::new();
    write(
        &mut out,
        3,
        &[0xC0, 0xC1, 0xC2, 0xC3],
        Some(&[0xD0, 0xD1]),
        2,
    );
    let expected = [
        &[4, 0, 0, 0, 0, 8, 0, 0, 0, 4, 3, 1, 0xC0, 0xC1][..],
        &[4, 0, 0, 0, 0, 8, 0, 0, 0, 4, 3, 3, 0xC2, 0xC3],
        &[4, 0, 0, 0, 0, 8, 0, 0, 0, 4, 3, 2, 0xD0, 0xD1],
    ];
    assert_eq!(out, expected.concat());
}

/// The bodies of the PDUs in `bytes`.
fn bodies(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    while let [4, 0, l0, l1, l2, l3, rest @ ..] = bytes {
        let length = u32::from_be_bytes([*l0, *l1, *l2, *l3]) as usize;
        let (body, rest) = rest.split_at(length);
        bodies.push(body.to_vec());
        bytes = rest;
    }
    assert!(bytes.is_empty());
    bodies
}

proptest! {
    #[test]
    fn what_is_written_is_put_together_again(
        data in proptest::collection::vec(any::<u8>(), 0..64),
        maximum_length in 8_u32..200,
    ) {
        let mut out = Vec::new();
        let length = fragment_length(maximum_length);
        write(&mut out, 1, &create().write(), Some(&data), length);
        let mut assembler = assembler();
        let mut messages = Vec::new();
        for body in bodies(&out) {
            prop_assert!(body.len() <= maximum_length as usize);
            prop_assert!(body.len() % 2 == 0 || data.len() % 2 == 1);
            messages.extend(take(&mut assembler, body).unwrap());
        }
        prop_assert_eq!(messages.len(), 1);
        prop_assert_eq!(messages[0].data_set.as_deref(), Some(&data[..]));
    }

    #[test]
    fn any_bytes_are_taken_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _: Result<_, _> = take(&mut assembler(), bytes);
    }
}
