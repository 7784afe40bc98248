//! Answers are read back with dicom-object; queries come as devices send them.

use super::*;
use crate::data_set::write::Writer;
use crate::data_set::{DataSet, Scope, Value};
use crate::syntax::TransferSyntax;
use crate::testing::step;
use crate::text::CharacterSets;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;
use dicom_transfer_syntax_registry::entries;
use domain::PersonName;
use domain::worklist::{DateKey, Keys, TextKey, UidKey};

const IMPLICIT: TransferSyntax = TransferSyntax::ImplicitLittleEndian;
const EXPLICIT: TransferSyntax = TransferSyntax::ExplicitLittleEndian;

/// A query written with `root` beside the step sequence and `step` in its item.
fn identifier(
    syntax: TransferSyntax,
    root: impl FnOnce(&mut Writer),
    step: impl FnOnce(&mut Writer),
) -> Bytes {
    let mut out = Writer::new(syntax, CharacterSets::UTF_8);
    root(&mut out);
    out.sequence(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE, |out| {
        out.item(step);
    });
    Bytes::from(out.into_bytes())
}

fn empty(out: &mut Writer, tag: Tag, vr: VR) {
    out.element(tag, vr, &[]);
}

fn read(identifier: &Bytes) -> Query {
    Query::read(identifier, IMPLICIT, &Manner::default()).unwrap()
}

/// The answer as another library reads it.
fn answer(query: &Query, step: &ScheduledStep, syntax: TransferSyntax) -> InMemDicomObject {
    let mut answers = Answers::new(query, syntax, "CALLER");
    let syntax = match syntax {
        IMPLICIT => entries::IMPLICIT_VR_LITTLE_ENDIAN.erased(),
        EXPLICIT => entries::EXPLICIT_VR_LITTLE_ENDIAN.erased(),
    };
    InMemDicomObject::read_dataset_with_ts(answers.write(step), &syntax).unwrap()
}

fn tags_of(object: &InMemDicomObject) -> Vec<Tag> {
    object.tags().collect()
}

fn text(object: &InMemDicomObject, tag: Tag) -> String {
    object.element(tag).unwrap().to_str().unwrap().into_owned()
}

fn items(object: &InMemDicomObject, tag: Tag) -> Vec<InMemDicomObject> {
    object.element(tag).unwrap().items().unwrap().to_vec()
}

#[test]
fn exactly_what_is_asked_for_is_returned_in_both_transfer_syntaxes() {
    for syntax in [IMPLICIT, EXPLICIT] {
        let query = identifier(
            syntax,
            |out| {
                empty(out, tags::ACCESSION_NUMBER, VR::SH);
                out.sequence(tags::REFERENCED_STUDY_SEQUENCE, |_| {});
                empty(out, tags::PATIENT_NAME, VR::PN);
                empty(out, tags::PATIENT_WEIGHT, VR::DS);
                empty(out, tags::PREGNANCY_STATUS, VR::US);
                empty(out, tags::STUDY_INSTANCE_UID, VR::UI);
                out.sequence(tags::REQUESTED_PROCEDURE_CODE_SEQUENCE, |out| {
                    out.item(|out| empty(out, tags::CODE_MEANING, VR::LO));
                });
            },
            |out| {
                empty(out, tags::MODALITY, VR::CS);
                empty(out, tags::SCHEDULED_STATION_AE_TITLE, VR::AE);
                empty(out, tags::SCHEDULED_PROCEDURE_STEP_END_TIME, VR::TM);
                out.sequence(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE, |_| {});
                empty(out, tags::SCHEDULED_PROCEDURE_STEP_STATUS, VR::CS);
            },
        );
        let query = Query::read(&query, syntax, &Manner::default()).unwrap();
        assert_eq!(query.keys, Keys::default());
        assert_eq!(query.pending_status(), status::PENDING);
        let answer = answer(&query, &step(7), syntax);
        assert_eq!(
            tags_of(&answer),
            [
                tags::ACCESSION_NUMBER,
                tags::REFERENCED_STUDY_SEQUENCE,
                tags::PATIENT_NAME,
                tags::PATIENT_WEIGHT,
                tags::PREGNANCY_STATUS,
                tags::STUDY_INSTANCE_UID,
                tags::REQUESTED_PROCEDURE_CODE_SEQUENCE,
                tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE,
            ]
        );
        assert_eq!(text(&answer, tags::ACCESSION_NUMBER), "A00007");
        assert_eq!(text(&answer, tags::PATIENT_WEIGHT), "72.5");
        assert_eq!(
            answer
                .element(tags::PREGNANCY_STATUS)
                .unwrap()
                .to_int::<u16>()
                .unwrap(),
            4
        );
        assert_eq!(items(&answer, tags::REFERENCED_STUDY_SEQUENCE).len(), 0);
        let code = &items(&answer, tags::REQUESTED_PROCEDURE_CODE_SEQUENCE)[0];
        assert_eq!(tags_of(code), [tags::CODE_MEANING]);
        let [item] = items(&answer, tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE)
            .try_into()
            .unwrap();
        assert_eq!(
            tags_of(&item),
            [
                tags::MODALITY,
                tags::SCHEDULED_STATION_AE_TITLE,
                tags::SCHEDULED_PROCEDURE_STEP_END_TIME,
                tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE,
                tags::SCHEDULED_PROCEDURE_STEP_STATUS,
            ]
        );
        assert_eq!(text(&item, tags::SCHEDULED_STATION_AE_TITLE), "CT1\\CT2");
        assert_eq!(
            text(&item, tags::SCHEDULED_PROCEDURE_STEP_END_TIME),
            "105000"
        );
        assert_eq!(
            text(&item, tags::SCHEDULED_PROCEDURE_STEP_STATUS),
            "ARRIVED"
        );
        let protocol = items(&item, tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE);
        assert_eq!(text(&protocol[1], tags::CODE_VALUE), "P2");
    }
}

#[test]
fn keys_are_read_from_where_they_belong() {
    let query = read(&identifier(
        IMPLICIT,
        |out| {
            out.ascii(tags::PATIENT_ID, VR::LO, "P00001 ");
            out.ascii(tags::STUDY_INSTANCE_UID, VR::UI, "1.2\\1.3");
            // Not where it belongs: no key.
            out.ascii(tags::SCHEDULED_STATION_AE_TITLE, VR::AE, "MR1");
        },
        |out| {
            out.ascii(tags::SCHEDULED_STATION_AE_TITLE, VR::AE, "ct1");
            out.ascii(
                tags::SCHEDULED_PROCEDURE_STEP_START_DATE,
                VR::DA,
                "20261122-20261123",
            );
            out.sequence(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE, |out| {
                out.item(|out| out.ascii(tags::CODE_VALUE, VR::SH, "P1"));
            });
        },
    ));
    let mut expected = Keys {
        patient_id: TextKey::parse("P00001"),
        study_instance_uid: UidKey::parse("1.2\\1.3"),
        station_ae_title: TextKey::parse_code_string("CT1"),
        start_date: DateKey::parse("20261122-20261123"),
        ..Keys::default()
    };
    expected.protocol_code.value = TextKey::parse("P1");
    assert_eq!(query.keys, expected);
    assert_eq!(
        query.pending_status(),
        status::PENDING_UNSUPPORTED_KEYS,
        "the misplaced one"
    );
}

#[test]
fn a_step_sequence_without_content_is_universal_and_returns_all() {
    let tag = tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE;
    let mut without_items = Writer::new(IMPLICIT, CharacterSets::UTF_8);
    without_items.sequence(tag, |_| {});
    let without_items = Bytes::from(without_items.into_bytes());
    for bytes in [without_items, identifier(IMPLICIT, |_| {}, |_| {})] {
        let query = read(&bytes);
        assert_eq!(query.keys, Keys::default());
        let answer = answer(&query, &step(1), IMPLICIT);
        let [item] = items(&answer, tag).try_into().unwrap();
        assert_eq!(text(&item, tags::SCHEDULED_PROCEDURE_STEP_ID), "SPS00001");
        assert!(tags_of(&item).len() > 10);
    }
    let nothing = read(&Bytes::new());
    assert_eq!(tags_of(&answer(&nothing, &step(1), IMPLICIT)), []);
}

#[test]
fn queries_of_devices_are_taken() {
    let query = read(&identifier(
        IMPLICIT,
        |out| {
            out.ascii(tags::QUERY_RETRIEVE_LEVEL, VR::CS, "WORKLIST");
            out.ascii(tags::PATIENT_NAME, VR::PN, &format!("{}*", "N".repeat(70)));
            empty(out, Tag(0x0010, 0x0000), VR::UL);
            empty(out, tags::PATIENT_ID, VR::LO);
            empty(out, tags::ACCESSION_NUMBER, VR::SH);
        },
        |_| {},
    ));
    assert_eq!(query.pending_status(), status::PENDING);
    assert_eq!(
        tags_of(&answer(&query, &step(1), IMPLICIT)),
        [
            tags::ACCESSION_NUMBER,
            tags::PATIENT_NAME,
            tags::PATIENT_ID,
            tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE
        ],
        "in ascending order, whatever the query's"
    );
}

#[test]
fn unknown_attributes_are_left_out_and_said_to_be() {
    let private = Tag(0x0029, 0x1010);
    let query = read(&identifier(
        IMPLICIT,
        |out| {
            empty(out, tags::PATIENT_NAME, VR::PN);
            out.element(private, VR::LO, b"X1");
        },
        |out| empty(out, tags::MODALITY, VR::CS),
    ));
    assert_eq!(query.pending_status(), status::PENDING_UNSUPPORTED_KEYS);
    let answer = answer(&query, &step(1), IMPLICIT);
    assert_eq!(
        tags_of(&answer),
        [tags::PATIENT_NAME, tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE]
    );
}

#[test]
fn a_key_that_is_not_matched_is_said_not_to_be() {
    let country = |value: &str, always_ff00| {
        let identifier = identifier(
            IMPLICIT,
            |out| out.ascii(tags::COUNTRY_OF_RESIDENCE, VR::LO, value),
            |_| {},
        );
        let manner = Manner {
            always_ff00,
            ..Manner::default()
        };
        let query = Query::read(&identifier, IMPLICIT, &manner).unwrap();
        query.pending_status()
    };
    assert_eq!(country("ES", false), status::PENDING_UNSUPPORTED_KEYS);
    assert_eq!(country("ES", true), status::PENDING);
    assert_eq!(country("*", false), status::PENDING);
    assert_eq!(country("", false), status::PENDING);
}

#[test]
fn the_zone_of_a_query_counts_only_when_it_was_negotiated() {
    let offset = |zone: &str, timezone| {
        let identifier = identifier(
            IMPLICIT,
            |out| out.ascii(tags::TIMEZONE_OFFSET_FROM_UTC, VR::SH, zone),
            |_| {},
        );
        let manner = Manner {
            timezone,
            ..Manner::default()
        };
        Query::read(&identifier, IMPLICIT, &manner)
            .unwrap()
            .utc_offset
    };
    assert_eq!(offset("+0930", true), Some(570));
    assert_eq!(offset("-0330", true), Some(-210));
    assert_eq!(offset("+0930", false), None);
    for zone in [
        "0930", "+930", "+0960", "+1500", "-1230", "+09:30", "ä0930", "",
    ] {
        assert_eq!(offset(zone, true), None, "{zone}");
    }
}

#[test]
fn malformed_identifiers_are_answered_with_what_is_wrong() {
    let refusal = |bytes: Bytes, syntax| {
        Query::read(&bytes, syntax, &Manner::default())
            .err()
            .unwrap()
    };
    let mut out = Writer::new(EXPLICIT, CharacterSets::UTF_8);
    out.ascii(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE, VR::LO, "CT");
    let text_for_sequence = refusal(Bytes::from(out.into_bytes()), EXPLICIT);
    assert_eq!(text_for_sequence.status, status::IDENTIFIER_DOES_NOT_MATCH);
    assert_eq!(text_for_sequence.offending_elements, [(0x0040, 0x0100)]);

    let mut out = Writer::new(EXPLICIT, CharacterSets::UTF_8);
    out.sequence(tags::PATIENT_NAME, |out| {
        out.item(|out| empty(out, tags::PATIENT_ID, VR::LO));
    });
    let sequence_for_text = refusal(Bytes::from(out.into_bytes()), EXPLICIT);
    assert_eq!(sequence_for_text.offending_elements, [(0x0010, 0x0010)]);

    let no_date = refusal(
        identifier(
            IMPLICIT,
            |_| {},
            |out| {
                out.ascii(
                    tags::SCHEDULED_PROCEDURE_STEP_START_DATE,
                    VR::DA,
                    "tomorrow",
                );
            },
        ),
        IMPLICIT,
    );
    assert_eq!(no_date.status, status::IDENTIFIER_DOES_NOT_MATCH);
    assert_eq!(no_date.offending_elements, [(0x0040, 0x0002)]);
    assert_eq!(no_date.comment, "no date and no range of dates");

    let cut = refusal(Bytes::from_static(b"\x10\0\x10\0\xFF\0\0\0X"), IMPLICIT);
    assert_eq!(cut.status, status::UNABLE_TO_PROCESS);
    assert_eq!(cut.offending_elements, [(0x0010, 0x0010)]);
}

fn named(term: &str) -> Query {
    read(&identifier(
        IMPLICIT,
        |out| {
            if !term.is_empty() {
                out.ascii(tags::SPECIFIC_CHARACTER_SET, VR::CS, term);
            }
            empty(out, tags::PATIENT_NAME, VR::PN);
        },
        |_| {},
    ))
}

#[test]
fn text_is_in_the_character_set_of_the_query_or_in_utf_8() {
    for (term, name, expected, bytes) in [
        ("", "Doe^Jane", None, "Doe^Jane".as_bytes()),
        ("", "Dö^Jane", Some("ISO_IR 192"), "Dö^Jane".as_bytes()),
        ("ISO_IR 100", "Doe^Jane", Some("ISO_IR 100"), b"Doe^Jane"),
        ("ISO_IR 100", "D\u{f6}", Some("ISO_IR 100"), b"D\xF6"),
        (
            "ISO_IR 100",
            "山^太",
            Some("ISO_IR 192"),
            "山^太 ".as_bytes(),
        ),
        (
            "\\ISO 2022 IR 87",
            "Yamada",
            Some("\\ISO 2022 IR 87"),
            b"Yamada",
        ),
        (
            "\\ISO 2022 IR 87",
            "山",
            Some("\\ISO 2022 IR 87"),
            b"\x1b$B;3\x1b(B",
        ),
        (
            "\\ISO 2022 IR 87",
            "山ä",
            Some("ISO_IR 192"),
            "山ä ".as_bytes(),
        ),
        ("NONSENSE", "D\u{f6}", Some("ISO_IR 192"), "Dö ".as_bytes()),
    ] {
        let query = named(term);
        let step = ScheduledStep {
            patient: domain::Patient {
                name: PersonName::new(name),
                ..step(1).patient
            },
            ..step(1)
        };
        let mut answers = Answers::new(&query, IMPLICIT, "CALLER");
        let data_set =
            DataSet::read(&Bytes::copy_from_slice(answers.write(&step)), IMPLICIT).unwrap();
        let scope = Scope::new(&data_set, CharacterSets::default());
        let found = data_set
            .get(tags::SPECIFIC_CHARACTER_SET)
            .map(|_| scope.text(tags::SPECIFIC_CHARACTER_SET).or_empty());
        assert_eq!(found.as_deref(), expected, "{term} {name}");
        assert_eq!(scope.text(tags::PATIENT_NAME).or_empty(), name);
        let Value::Bytes(value) = &data_set.get(tags::PATIENT_NAME).unwrap().value else {
            panic!("a value");
        };
        assert_eq!(&value[..], bytes, "{term} {name}");
    }
}

#[test]
fn type_1_is_never_empty_and_values_fit() {
    let query = read(&identifier(
        IMPLICIT,
        |out| {
            empty(out, tags::ACCESSION_NUMBER, VR::SH);
            empty(out, tags::REQUESTED_PROCEDURE_DESCRIPTION, VR::LO);
        },
        |out| {
            empty(out, tags::SCHEDULED_STATION_AE_TITLE, VR::AE);
            empty(out, tags::SCHEDULED_PROCEDURE_STEP_LOCATION, VR::SH);
        },
    ));
    let step = ScheduledStep {
        station_ae_titles: Vec::new(),
        accession_number: "1".repeat(20),
        requested_procedure_description: "ä".repeat(80),
        location: "a location of many words".to_owned(),
        ..step(1)
    };
    let answer = answer(&query, &step, IMPLICIT);
    let item = &items(&answer, tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE)[0];
    assert_eq!(text(item, tags::SCHEDULED_STATION_AE_TITLE), "CALLER");
    assert_eq!(
        text(item, tags::SCHEDULED_PROCEDURE_STEP_LOCATION),
        "a location of ma"
    );
    assert_eq!(
        text(&answer, tags::ACCESSION_NUMBER),
        "1".repeat(20),
        "identifiers are not cut"
    );
    assert_eq!(
        text(&answer, tags::REQUESTED_PROCEDURE_DESCRIPTION),
        "ä".repeat(64)
    );
}

#[test]
fn the_attributes_of_each_level_are_in_ascending_order() {
    for level in [attributes::Level::Root, attributes::Level::Step] {
        assert!(attributes::all(level).is_sorted_by(|a, b| a.tag < b.tag));
        for attribute in attributes::all(level) {
            assert_eq!(
                attribute.vr,
                crate::data_set::dictionary_vr(attribute.tag),
                "{}",
                attribute.tag
            );
        }
    }
}

#[test]
fn a_query_that_names_no_character_set_is_read_in_the_one_assumed_of_the_device() {
    // "Люк" in ISO_IR 144, without Specific Character Set.
    let identifier = identifier(
        IMPLICIT,
        |out| out.element(tags::PATIENT_NAME, VR::PN, b"\xbb\xee\xda*"),
        |_| {},
    );
    let cyrillic = ScheduledStep {
        patient: domain::Patient {
            name: PersonName::new("Люков^Иван"),
            ..domain::Patient::default()
        },
        ..step(1)
    };
    let assumed = |term: Option<&str>| Manner {
        assumed_character_set: term.map(str::to_owned),
        ..Manner::default()
    };
    let keys = |manner: &Manner| Query::read(&identifier, IMPLICIT, manner).unwrap().keys;
    assert!(keys(&assumed(Some("ISO_IR 144"))).matches(&cyrillic));
    assert!(!keys(&assumed(None)).matches(&cyrillic));
    let read = read_query(&identifier, IMPLICIT.uid(), &assumed(Some("ISO_IR 144"))).unwrap();
    assert_eq!(read.asked[0].keyword, "PatientName");
    assert_eq!(read.asked[0].value, "Люк*");
    assert!(!format!("{read:?}").contains("Люк"), "no patient data");
}
