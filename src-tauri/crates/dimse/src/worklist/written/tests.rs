//! What is kept, what is not, and for how long.

use super::*;
use crate::testing::step;
use bytes::Bytes;

const SYNTAX: TransferSyntax = TransferSyntax::ImplicitLittleEndian;

/// PatientID and the whole step sequence, in Implicit VR.
fn query() -> Query {
    let bytes = b"\x10\0\x20\0\0\0\0\0\x40\0\x00\x01\0\0\0\0";
    Query::read(
        &Bytes::from_static(bytes),
        SYNTAX,
        &crate::requests::Manner::default(),
    )
    .unwrap()
}

/// PatientID only.
fn narrow_query() -> Query {
    Query::read(
        &Bytes::from_static(b"\x10\0\x20\0\0\0\0\0"),
        SYNTAX,
        &crate::requests::Manner::default(),
    )
    .unwrap()
}

#[test]
fn an_answer_is_the_same_written_or_kept_and_a_changed_step_has_another() {
    let query = query();
    let mut answers = Answers::new(&query, SYNTAX, "CALLER");
    let mut written = Written::default();
    let planned = Arc::new(step(1));
    let fresh = Answers::new(&query, SYNTAX, "CALLER")
        .write(&planned)
        .to_vec();
    assert_eq!(written.answer(&planned, &mut answers), fresh);
    assert_eq!(written.answer(&planned, &mut answers), fresh);
    assert_eq!(written.answers.len(), 1);
    let moved = Arc::new(ScheduledStep {
        location: "First floor".to_owned(),
        ..step(1)
    });
    assert_ne!(written.answer(&moved, &mut answers), fresh);
}

#[test]
fn an_answer_that_names_the_caller_is_not_kept() {
    let query = query();
    let anywhere = Arc::new(ScheduledStep {
        station_ae_titles: Vec::new(),
        ..step(1)
    });
    let mut written = Written::default();
    let first = written
        .answer(&anywhere, &mut Answers::new(&query, SYNTAX, "CT1"))
        .to_vec();
    let second = written
        .answer(&anywhere, &mut Answers::new(&query, SYNTAX, "CT2"))
        .to_vec();
    assert_ne!(first, second);
    assert!(written.answers.is_empty());
}

#[test]
fn questions_of_one_kind_share_their_answers_and_kinds_are_bounded() {
    let all = WrittenAnswers::default();
    let of_query = all.of(&query(), SYNTAX);
    assert!(Arc::ptr_eq(&of_query, &all.of(&query(), SYNTAX)));
    assert!(!Arc::ptr_eq(&of_query, &all.of(&narrow_query(), SYNTAX)));
    assert!(!Arc::ptr_eq(
        &of_query,
        &all.of(&query(), TransferSyntax::ExplicitLittleEndian)
    ));
    for term in 0..100_u8 {
        let shape = Shape {
            character_set: term.to_string(),
            ..query().shape()
        };
        let mut kinds = all.0.lock().unwrap();
        kinds.insert((SYNTAX, shape), Arc::default());
    }
    all.of(&narrow_query(), TransferSyntax::ExplicitLittleEndian);
    assert_eq!(all.0.lock().unwrap().len(), 1);
}
