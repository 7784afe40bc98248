//! What is accepted, refused and answered.

use super::*;
use crate::ending::EndReason;
use crate::pdu::ae_title_field;
use crate::syntax::{MODALITY_WORKLIST, PERFORMED_STEP};

const IMPLICIT: &str = "1.2.840.10008.1.2";
const EXPLICIT: &str = "1.2.840.10008.1.2.1";
const BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";

fn context(id: u8, abstract_syntax: &str, transfer_syntaxes: &[&str]) -> PresentationContext {
    PresentationContext {
        id,
        result: 0,
        abstract_syntax: abstract_syntax.to_owned(),
        transfer_syntaxes: transfer_syntaxes
            .iter()
            .map(|uid| (*uid).to_owned())
            .collect(),
    }
}

fn request(contexts: Vec<PresentationContext>) -> Associate {
    Associate {
        protocol_version: 1,
        called_ae_title: ae_title_field("STEPBOARD"),
        calling_ae_title: ae_title_field("CT1"),
        application_context: APPLICATION_CONTEXT.to_owned(),
        contexts,
        ..Associate::default()
    }
}

fn results(answer: &Associate) -> Vec<(u8, u8)> {
    answer
        .contexts
        .iter()
        .map(|context| (context.id, context.result))
        .collect()
}

#[test]
fn contexts_are_answered_one_by_one() {
    let asked = request(vec![
        context(1, VERIFICATION, &[IMPLICIT]),
        context(3, "1.2.840.10008.5.1.4.1.1.2", &[IMPLICIT]),
        context(5, PERFORMED_STEP, &[BIG_ENDIAN]),
        context(7, "1.3.12.2.1107.5.99", &[IMPLICIT]),
        context(9, MODALITY_WORKLIST, &[BIG_ENDIAN, IMPLICIT, EXPLICIT]),
        context(11, PERFORMED_STEP, &[EXPLICIT, IMPLICIT]),
    ]);
    let (answer, contexts) = accept(&asked, Admission::Accept, 65_536).unwrap();
    assert_eq!(
        results(&answer),
        [(1, 0), (3, 3), (5, 4), (7, 3), (9, 0), (11, 0)]
    );
    let syntaxes: Vec<&str> = contexts
        .iter()
        .map(|context| context.transfer_syntax.uid())
        .collect();
    assert_eq!(syntaxes, [IMPLICIT, EXPLICIT, EXPLICIT]);
    assert!(
        answer
            .contexts
            .iter()
            .all(|context| context.transfer_syntaxes.len() == 1)
    );
    assert_eq!(answer.maximum_length, 65_536);
}

#[test]
fn even_and_repeated_ids_are_refused() {
    let asked = request(vec![
        context(1, VERIFICATION, &[IMPLICIT]),
        context(1, MODALITY_WORKLIST, &[IMPLICIT]),
        context(2, VERIFICATION, &[IMPLICIT]),
    ]);
    let (answer, contexts) = accept(&asked, Admission::Accept, 65_536).unwrap();
    assert_eq!(results(&answer), [(1, 0), (1, 1), (2, 1)]);
    assert_eq!(contexts.len(), 1);
}

#[test]
fn verification_only_refuses_the_rest() {
    let asked = request(vec![
        context(1, VERIFICATION, &[IMPLICIT]),
        context(3, MODALITY_WORKLIST, &[IMPLICIT]),
    ]);
    let (answer, _) = accept(&asked, Admission::VerificationOnly, 65_536).unwrap();
    assert_eq!(results(&answer), [(1, 0), (3, 1)]);
}

#[test]
fn roles_are_answered_for_every_service_in_use() {
    let role = |uid: &str, scu, scp| RoleSelection {
        sop_class_uid: uid.to_owned(),
        scu,
        scp,
    };
    let mut asked = request(vec![
        context(1, VERIFICATION, &[IMPLICIT]),
        context(3, PERFORMED_STEP, &[IMPLICIT]),
        context(5, "1.2.3", &[IMPLICIT]),
    ]);
    asked.roles = vec![
        role(VERIFICATION, true, true),
        role(PERFORMED_STEP, true, true),
        role(PERFORMED_STEP, true, true),
        role("1.2.3", true, true),
    ];
    let (answer, _) = accept(&asked, Admission::Accept, 65_536).unwrap();
    assert_eq!(
        answer.roles,
        [
            role(VERIFICATION, true, false),
            role(PERFORMED_STEP, true, false)
        ]
    );
    asked.roles.clear();
    let (answer, _) = accept(&asked, Admission::Accept, 65_536).unwrap();
    assert_eq!(answer.roles, []);
}

#[test]
fn extended_negotiation_is_answered_in_the_length_offered() {
    let mut asked = request(vec![context(1, MODALITY_WORKLIST, &[IMPLICIT])]);
    for (offered, answered) in [
        (vec![1, 1, 1], vec![1, 1, 1]),
        (vec![1, 1, 0], vec![1, 1, 0]),
        (vec![1, 1, 1, 1], vec![1, 1, 1, 1]),
        (vec![1, 1, 0, 1], vec![1, 1, 0, 1]),
        (vec![0, 9, 7, 1], vec![1, 1, 0, 1]),
        (vec![1; 9], vec![1, 1, 1, 1]),
        (vec![1], vec![1]),
    ] {
        asked.extended = vec![
            (PERFORMED_STEP.to_owned(), vec![1]),
            (MODALITY_WORKLIST.to_owned(), offered),
        ];
        let (answer, _) = accept(&asked, Admission::Accept, 65_536).unwrap();
        assert_eq!(
            matching(&answer),
            Matching {
                fuzzy_names: answered.get(2) == Some(&1),
                timezone: answered.get(3) == Some(&1),
            }
        );
        assert_eq!(answer.extended, [(MODALITY_WORKLIST.to_owned(), answered)]);
    }
    asked.extended.clear();
    let (answer, _) = accept(&asked, Admission::Accept, 65_536).unwrap();
    assert_eq!(answer.extended, []);
    assert_eq!(matching(&answer), Matching::default());
}

#[test]
fn only_bit_0_of_the_protocol_version_counts() {
    let mut asked = request(Vec::new());
    asked.protocol_version = 0x0003;
    assert_eq!(check(&asked), Ok(()));
    asked.protocol_version = 0x0002;
    assert_eq!(check(&asked), Err(Rejection::ProtocolVersion));
}

#[test]
fn a_maximum_length_without_room_is_rejected() {
    let mut asked = request(Vec::new());
    for (length, expected) in [
        (0, Ok(())),
        (1, Err(Rejection::MaximumLength)),
        (7, Err(Rejection::MaximumLength)),
        (8, Ok(())),
        (u32::MAX, Ok(())),
    ] {
        asked.maximum_length = length;
        assert_eq!(check(&asked), expected, "{length}");
    }
    asked.application_context = "1.2".to_owned();
    assert_eq!(check(&asked), Err(Rejection::ApplicationContext));
}

#[test]
fn who_only_verifies_is_known_before_it_is_admitted() {
    let address = IpAddr::from([127, 0, 0, 1]);
    let only = request(vec![context(1, VERIFICATION, &[IMPLICIT])]);
    assert!(caller(&only, address, None).only_verification);
    let more = request(vec![
        context(1, VERIFICATION, &[IMPLICIT]),
        context(3, MODALITY_WORKLIST, &[IMPLICIT]),
    ]);
    assert!(!caller(&more, address, None).only_verification);
    assert!(!caller(&request(Vec::new()), address, None).only_verification);
}

#[test]
fn the_answer_repeats_the_titles_as_they_came() {
    let mut asked = request(Vec::new());
    asked.calling_ae_title = *b"  \xE4CT1\0\0\0\0\0\0\0\0\0\0";
    let (answer, _) = accept(&asked, Admission::Accept, 65_536).unwrap();
    assert_eq!(answer.calling_ae_title, asked.calling_ae_title);
    assert_eq!(
        caller(&asked, IpAddr::from([127, 0, 0, 1]), None).calling_ae_title,
        "?CT1"
    );
}

#[test]
fn services_that_are_not_allowed_are_refused_one_by_one() {
    let asked = request(vec![
        context(1, VERIFICATION, &[IMPLICIT]),
        context(3, MODALITY_WORKLIST, &[IMPLICIT]),
        context(5, PERFORMED_STEP, &[IMPLICIT]),
    ]);
    let services = Services {
        worklist: true,
        ..Services::default()
    };
    let (answer, contexts) = accept(&asked, Admission::Services(services), 65_536).unwrap();
    assert_eq!(results(&answer), [(1, 0), (3, 0), (5, USER_REJECTION)]);
    assert_eq!(contexts.len(), 2);
}

#[test]
fn a_refused_caller_and_one_too_many_are_rejected_with_their_reason() {
    let asked = request(vec![context(1, VERIFICATION, &[IMPLICIT])]);
    for (admission, rejection) in [
        (
            Admission::CallerRefused(EndReason::TlsOnly),
            Rejection::CallingAeTitle,
        ),
        (
            Admission::LocalLimit(EndReason::DeviceFull),
            Rejection::LocalLimit,
        ),
    ] {
        assert_eq!(accept(&asked, admission, 65_536), Err(rejection));
        assert!(admission.reason().is_some());
    }
    assert_eq!(Rejection::LocalLimit.write()[7..], [2, 3, 2]);
}

#[test]
fn user_names_are_confirmed_when_that_is_asked_for() {
    let mut asked = request(vec![context(1, VERIFICATION, &[IMPLICIT])]);
    for (kind, wants_response, expected) in [
        (1, true, true),
        (2, true, true),
        (2, false, false),
        (5, true, false),
    ] {
        asked.user_identity = Some(crate::requests::UserIdentity {
            kind,
            user_name: "ana".to_owned(),
            wants_response,
        });
        let (answer, _) = accept(&asked, Admission::Accept, 65_536).unwrap();
        assert_eq!(answer.confirms_identity, expected, "{kind}");
    }
}
