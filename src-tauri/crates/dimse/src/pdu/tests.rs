//! Checked against dicom-ul in both directions, and with what it does not take.

use super::*;
use dicom_ul::pdu::{Pdu as Other, UserVariableItem, read_pdu, write_pdu};
use proptest::prelude::*;

fn sample() -> Associate {
    Associate {
        protocol_version: 1,
        called_ae_title: ae_title_field("STEPBOARD"),
        calling_ae_title: ae_title_field("CT1"),
        application_context: "1.2.840.10008.3.1.1.1".to_owned(),
        contexts: vec![PresentationContext {
            id: 1,
            result: 0,
            abstract_syntax: "1.2.840.10008.1.1".to_owned(),
            transfer_syntaxes: vec!["1.2.840.10008.1.2".to_owned()],
        }],
        maximum_length: 16_384,
        implementation_class_uid: "1.2.3".to_owned(),
        implementation_version_name: "OTHER".to_owned(),
        roles: vec![RoleSelection {
            sop_class_uid: "1.2.840.10008.1.1".to_owned(),
            scu: true,
            scp: false,
        }],
        extended: vec![("1.2.840.10008.5.1.4.31".to_owned(), vec![1, 1, 0, 0])],
        user_identity: None,
        confirms_identity: false,
    }
}

/// The body of a PDU we wrote.
fn body(pdu: &[u8]) -> &[u8] {
    &pdu[HEADER..]
}

#[test]
fn a_request_survives() {
    let pdu = sample().write_request();
    assert_eq!(Associate::read(body(&pdu)).unwrap(), sample());
}

#[test]
fn dicom_ul_reads_our_request() {
    let pdu = sample().write_request();
    let Some(Other::AssociationRQ(read)) = read_pdu(&pdu[..], 16_384, true).unwrap() else {
        panic!("a request");
    };
    assert_eq!(read.calling_ae_title, "CT1");
    assert_eq!(read.called_ae_title, "STEPBOARD");
    assert_eq!(
        read.presentation_contexts[0].abstract_syntax,
        "1.2.840.10008.1.1"
    );
    assert!(
        read.user_variables
            .contains(&UserVariableItem::MaxLength(16_384))
    );
    assert!(
        read.user_variables
            .contains(&UserVariableItem::SopClassExtendedNegotiationSubItem(
                "1.2.840.10008.5.1.4.31".to_owned(),
                vec![1, 1, 0, 0]
            ))
    );
}

#[test]
fn dicom_ul_reads_our_answer_and_we_read_its_own() {
    let pdu = sample().write_accept();
    let read = read_pdu(&pdu[..], 16_384, true).unwrap().unwrap();
    let Other::AssociationAC(answer) = &read else {
        panic!("an answer")
    };
    assert_eq!(
        answer.presentation_contexts[0].transfer_syntax,
        "1.2.840.10008.1.2"
    );
    let mut again = Vec::new();
    write_pdu(&mut again, &read).unwrap();
    let ours = Associate::read(body(&again)).unwrap();
    assert_eq!(ours.contexts[0].transfer_syntaxes, ["1.2.840.10008.1.2"]);
    assert_eq!(ours.maximum_length, 16_384);
    assert_eq!(ours.roles, sample().roles);
}

#[test]
fn rejections_and_aborts_have_their_numbers() {
    assert_eq!(
        Rejection::LocalLimit.write(),
        [3, 0, 0, 0, 0, 4, 0, 2, 3, 2]
    );
    assert_eq!(
        Rejection::CallingAeTitle.write(),
        [3, 0, 0, 0, 0, 4, 0, 1, 1, 3]
    );
    assert_eq!(
        Rejection::CalledAeTitle.write(),
        [3, 0, 0, 0, 0, 4, 0, 1, 1, 7]
    );
    assert_eq!(
        Rejection::ProtocolVersion.write(),
        [3, 0, 0, 0, 0, 4, 0, 1, 2, 2]
    );
    assert_eq!(
        Rejection::ApplicationContext.write(),
        [3, 0, 0, 0, 0, 4, 0, 1, 1, 2]
    );
    assert_eq!(
        AbortReason::UnexpectedPdu.write(),
        [7, 0, 0, 0, 0, 4, 0, 0, 2, 2]
    );
    assert_eq!(
        AbortReason::InvalidParameter.write(),
        [7, 0, 0, 0, 0, 4, 0, 0, 2, 6]
    );
    assert_eq!(AbortReason::User.write(), [7, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
}

#[test]
fn unknown_items_are_ignored() {
    let mut pdu = sample().write_request();
    // An unknown item, an asynchronous operations window and a user identity with nonsense in it.
    pdu.extend_from_slice(&[0x99, 0, 0, 2, 1, 2]);
    pdu.extend_from_slice(&[
        0x50, 0, 0, 15, 0x53, 0, 0, 4, 0, 5, 0, 5, 0x58, 0, 0, 3, 9, 9, 9,
    ]);
    assert!(Associate::read(body(&pdu)).is_ok());
}

#[test]
fn a_user_identity_is_read_without_its_secrets() {
    let read = |item: &[u8]| {
        let mut pdu = sample().write_request();
        pdu.extend_from_slice(&[0x50, 0, 0, u8::try_from(item.len()).unwrap()]);
        pdu.extend_from_slice(item);
        Associate::read(body(&pdu)).unwrap().user_identity
    };
    let passcode = b"\x58\0\0\x0E\x02\x01\0\x03ana\0\x05xyzzy";
    let identity = read(passcode).unwrap();
    assert_eq!(
        (
            identity.kind,
            identity.user_name.as_str(),
            identity.wants_response
        ),
        (2, "ana", true)
    );
    assert!(!format!("{identity:?}").contains("xyzzy"));
    let token = read(b"\x58\0\0\x0A\x05\0\0\x04eyJh\0\0").unwrap();
    assert_eq!((token.kind, token.user_name.as_str()), (5, ""));
    let control = read(b"\x58\0\0\x09\x01\0\0\x03a\rb\0\0").unwrap();
    assert_eq!(control.user_name, "a?b");
    assert_eq!(read(b"\x58\0\0\x04\x01\0\xFF\xFF"), None);
}

#[test]
fn a_user_identity_is_confirmed_in_the_answer() {
    let mut answer = sample();
    let without = answer.write_accept();
    answer.confirms_identity = true;
    let with = answer.write_accept();
    let item = [0x59, 0, 0, 2, 0, 0];
    assert_eq!(with.len(), without.len() + item.len());
    assert!(with.windows(6).any(|window| window == item));
}

#[test]
fn an_item_longer_than_what_holds_it_is_an_error() {
    let mut pdu = sample().write_request();
    pdu.extend_from_slice(&[0x50, 0, 0xFF, 0xFF]);
    assert!(Associate::read(body(&pdu)).is_err());
    // A sub-item beyond its item, with bytes behind it that another reader would take.
    let mut pdu = sample().write_request();
    pdu.extend_from_slice(&[0x50, 0, 0, 4, 0x51, 0, 0, 4, 0, 0, 0, 0]);
    assert!(Associate::read(body(&pdu)).is_err());
}

#[test]
fn hostile_titles_become_printable() {
    assert_eq!(printable(b"../x\r\n\x1b[31m\xff", 16), "../x???[31m?");
    assert_eq!(printable(b"CT1\0\0\0\0", 16), "CT1");
    assert_eq!(printable(&[0; 16], 16), "");
    assert_eq!(printable(b"  CT1   ", 16), "CT1");
}

#[test]
fn the_wildest_contexts_are_bounded() {
    let mut associate = sample();
    associate.contexts = (0..=255_u8)
        .map(|id| PresentationContext {
            id,
            ..sample().contexts[0].clone()
        })
        .collect();
    let pdu = associate.write_request();
    assert_eq!(
        Associate::read(body(&pdu)).unwrap().contexts.len(),
        MOST_CONTEXTS
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _: Result<_, _> = Associate::read(&bytes);
    }

    #[test]
    fn any_item_tail_is_read_without_panic(tail in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut pdu = sample().write_request();
        pdu.extend_from_slice(&tail);
        let _: Result<_, _> = Associate::read(body(&pdu));
    }
}
