//! Every rule of the table with a message that breaks it and one that nearly does.

use super::*;
use dicom_core::VR;

const SYNTAX: TransferSyntax = TransferSyntax::ExplicitLittleEndian;

/// A data set, by tag: text, or sequences of such data sets.
#[derive(Clone)]
enum Given {
    Text(&'static str),
    Items(Vec<Sent>),
}

type Sent = Vec<(Tag, Given)>;

fn write(sent: &Sent) -> Bytes {
    fn level(out: &mut Writer, sent: &Sent) {
        let mut sent: Vec<&(Tag, Given)> = sent.iter().collect();
        sent.sort_by_key(|(tag, _)| *tag);
        for (tag, given) in sent {
            match given {
                Given::Text(text) => out.ascii(*tag, dictionary_vr(*tag), text),
                Given::Items(items) => out.sequence(*tag, |out| {
                    for item in items {
                        out.item(|out| level(out, item));
                    }
                }),
            }
        }
    }
    let mut out = Writer::new(SYNTAX, CharacterSets::UTF_8);
    level(&mut out, sent);
    out.into_bytes().into()
}

fn sample_value(tag: Tag) -> &'static str {
    let by_representation = [(VR::DA, "20261123"), (VR::TM, "0830"), (VR::UI, "1.2.3")];
    let vr = dictionary_vr(tag);
    let found = by_representation.into_iter().find(|(of, _)| *of == vr);
    match found {
        Some((_, text)) => text,
        None if tag == tags::PERFORMED_PROCEDURE_STEP_STATUS => "IN PROGRESS",
        None => "CT1",
    }
}

fn sample(rows: &[Attribute]) -> Sent {
    rows.iter()
        .filter(|row| row.create != Type::Three)
        .map(|row| {
            let given = match row.content {
                Content::Items(rows) if row.create == Type::One => Given::Items(vec![sample(rows)]),
                Content::Items(_) | Content::Codes { .. } => Given::Items(Vec::new()),
                Content::Value if row.create == Type::Two => Given::Text(""),
                Content::Value => Given::Text(sample_value(row.tag)),
            };
            (row.tag, given)
        })
        .collect()
}

fn with(mut sent: Sent, tag: Tag, given: Given) -> Sent {
    sent.retain(|(known, _)| *known != tag);
    sent.push((tag, given));
    sent
}

fn without(mut sent: Sent, tag: Tag) -> Sent {
    sent.retain(|(known, _)| *known != tag);
    sent
}

fn created(sent: &Sent) -> Option<Outcome> {
    enforce(Operation::Create, &write(sent), SYNTAX.uid(), &[])
}

fn set(creation: &Sent, sent: &Sent) -> Option<Outcome> {
    let earlier = [InstanceMessage {
        transfer_syntax: SYNTAX.uid().to_owned(),
        data_set: write(creation),
        ..InstanceMessage::default()
    }];
    enforce(Operation::Set, &write(sent), SYNTAX.uid(), &earlier)
}

fn tags_of(outcome: &Outcome) -> Vec<Tag> {
    let read = DataSet::read(&outcome.data_set, SYNTAX).unwrap();
    read.elements.iter().map(|element| element.tag).collect()
}

#[test]
fn the_least_that_the_table_wants_is_taken() {
    assert_eq!(created(&sample(TABLE)), None);
}

#[test]
fn every_attribute_of_type_1_and_2_must_be_created() {
    for row in TABLE.iter().filter(|row| row.create != Type::Three) {
        let refused = created(&without(sample(TABLE), row.tag)).unwrap();
        assert_eq!(refused.status, 0x0120, "{}", row.tag);
        assert_eq!(refused.attributes, [(row.tag.group(), row.tag.element())]);
        assert!(refused.comment.len() <= 64);
        let emptied = match row.content {
            Content::Value => Given::Text(""),
            Content::Items(_) | Content::Codes { .. } => Given::Items(Vec::new()),
        };
        let outcome = created(&with(sample(TABLE), row.tag, emptied));
        match row.create {
            Type::One => {
                let refused = outcome.unwrap();
                assert_eq!(refused.status, 0x0121, "{}", row.tag);
                assert_eq!(tags_of(&refused), [row.tag]);
            }
            Type::Two | Type::Three => assert_eq!(outcome, None, "{}", row.tag),
        }
    }
}

#[test]
fn what_is_missing_in_an_item_is_named() {
    let scheduled_steps = tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE;
    let Some((_, Given::Items(items))) = sample(TABLE)
        .into_iter()
        .find(|(tag, _)| *tag == scheduled_steps)
    else {
        panic!("a sequence")
    };
    let item = without(items[0].clone(), tags::ACCESSION_NUMBER);
    let sent = with(sample(TABLE), scheduled_steps, Given::Items(vec![item]));
    let refused = created(&sent).unwrap();
    assert_eq!(
        (refused.status, refused.attributes),
        (0x0120, vec![(8, 0x50)])
    );
    let item = with(
        items[0].clone(),
        tags::STUDY_INSTANCE_UID,
        Given::Text("1..2"),
    );
    let sent = with(sample(TABLE), scheduled_steps, Given::Items(vec![item]));
    let refused = created(&sent).unwrap();
    assert_eq!(refused.status, 0x0106);
    let read = DataSet::read(&refused.data_set, SYNTAX).unwrap();
    let Value::Items(items) = &read.elements[0].value else {
        panic!("a sequence")
    };
    assert_eq!(items[0].elements[0].tag, tags::STUDY_INSTANCE_UID);
    assert_eq!(items[0].elements.len(), 1);
}

#[test]
fn values_that_cannot_be_are_returned() {
    for (tag, bad, good) in [
        (tags::PATIENT_BIRTH_DATE, "1970", "19700203"),
        (tags::PERFORMED_PROCEDURE_STEP_START_TIME, "99", "0830"),
        (
            tags::PERFORMED_PROCEDURE_STEP_STATUS,
            "COMPLETED",
            "IN PROGRESS",
        ),
        (
            tags::PERFORMED_PROCEDURE_STEP_ID,
            "12345678901234567",
            "1234567890123456",
        ),
    ] {
        let refused = created(&with(sample(TABLE), tag, Given::Text(bad))).unwrap();
        assert_eq!(refused.status, 0x0106, "{tag}");
        assert_eq!(tags_of(&refused), [tag]);
        assert_eq!(created(&with(sample(TABLE), tag, Given::Text(good))), None);
    }
}

#[test]
fn codes_need_value_and_scheme_and_some_their_meaning() {
    let code = |parts: &[(Tag, &'static str)]| {
        let parts = parts.iter().map(|(tag, text)| (*tag, Given::Text(text)));
        Given::Items(vec![parts.collect()])
    };
    let (value, scheme) = (tags::CODE_VALUE, tags::CODING_SCHEME_DESIGNATOR);
    let performed = tags::PROCEDURE_CODE_SEQUENCE;
    let reason = tags::PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE;
    for (tag, parts, status) in [
        (performed, &[(value, "1"), (scheme, "DCM")][..], None),
        (reason, &[(value, "1"), (scheme, "DCM")], Some(0x0120)),
        (performed, &[(value, "1")], Some(0x0120)),
        (performed, &[(value, ""), (scheme, "DCM")], Some(0x0121)),
        (performed, &[(tags::URN_CODE_VALUE, "urn:a")], None),
    ] {
        let outcome = created(&with(sample(TABLE), tag, code(parts)));
        assert_eq!(outcome.map(|outcome| outcome.status), status);
    }
    let empty_item = with(sample(TABLE), performed, Given::Items(vec![Vec::new()]));
    assert_eq!(created(&empty_item).unwrap().status, 0x0121);
}

#[test]
fn only_what_was_created_may_be_set() {
    let creation = sample(TABLE);
    let comment = (
        tags::COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP,
        Given::Text("ok"),
    );
    let refused = set(&creation, &vec![comment.clone()]).unwrap();
    assert_eq!(
        (refused.status, refused.attributes),
        (0x0105, vec![(0x0040, 0x0280)])
    );
    let creation = with(creation, comment.0, Given::Text(""));
    assert_eq!(set(&creation, &vec![comment]), None);
    for row in TABLE.iter().filter(|row| row.set == Set::Never) {
        let given = sample(TABLE).into_iter().find(|(tag, _)| *tag == row.tag);
        let Some(sent) = given else { continue };
        let refused = set(&creation, &vec![sent]).unwrap();
        assert_eq!(refused.status, 0x0105, "{}", row.tag);
    }
}

#[test]
fn a_final_step_needs_its_end_and_a_series() {
    let creation = sample(TABLE);
    let status = (
        tags::PERFORMED_PROCEDURE_STEP_STATUS,
        Given::Text("COMPLETED"),
    );
    let refused = set(&creation, &vec![status.clone()]).unwrap();
    assert_eq!(refused.status, 0x0121);
    assert_eq!(
        tags_of(&refused),
        [
            tags::PERFORMED_PROCEDURE_STEP_END_DATE,
            tags::PERFORMED_PROCEDURE_STEP_END_TIME,
            tags::PERFORMED_SERIES_SEQUENCE
        ]
    );
    let Content::Items(series) = TABLE.last().unwrap().content else {
        panic!("the series")
    };
    let complete = vec![
        status,
        (
            tags::PERFORMED_PROCEDURE_STEP_END_DATE,
            Given::Text("20261123"),
        ),
        (tags::PERFORMED_PROCEDURE_STEP_END_TIME, Given::Text("0900")),
        (
            tags::PERFORMED_SERIES_SEQUENCE,
            Given::Items(vec![sample(series)]),
        ),
    ];
    assert_eq!(set(&creation, &complete), None);
    let nameless = with(sample(series), tags::PROTOCOL_NAME, Given::Text(""));
    let refused = set(
        &creation,
        &with(
            complete,
            tags::PERFORMED_SERIES_SEQUENCE,
            Given::Items(vec![nameless]),
        ),
    );
    assert_eq!(refused.unwrap().status, 0x0121);
}

#[test]
fn text_needs_a_character_set() {
    let mut out = Writer::new(SYNTAX, CharacterSets::UTF_8);
    out.text(tags::PATIENT_NAME, VR::PN, "Müller");
    let name = out.into_bytes();
    let mut sent = write(&without(sample(TABLE), tags::PATIENT_NAME)).to_vec();
    // Behind everything: the order does not matter here.
    sent.extend_from_slice(&name);
    let refused = enforce(Operation::Create, &sent.into(), SYNTAX.uid(), &[]).unwrap();
    assert_eq!((refused.status, refused.attributes), (0x0120, vec![(8, 5)]));
}
