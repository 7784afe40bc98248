//! What devices send, what attackers send, and what our writer writes.

use super::*;
use crate::data_set::write::Writer;
use crate::text::CharacterSets;
use dicom_dictionary_std::tags;
use proptest::prelude::*;

const IMPLICIT: TransferSyntax = TransferSyntax::ImplicitLittleEndian;
const EXPLICIT: TransferSyntax = TransferSyntax::ExplicitLittleEndian;

fn read(bytes: &[u8], syntax: TransferSyntax) -> Result<DataSet, ReadError> {
    DataSet::read(&Bytes::copy_from_slice(bytes), syntax)
}

/// An element header in Implicit VR.
fn implicit(tag: Tag, length: u32) -> Vec<u8> {
    let (group, element) = (tag.group().to_le_bytes(), tag.element().to_le_bytes());
    [&group[..], &element, &length.to_le_bytes()].concat()
}

/// An element in Explicit VR with a length of two bytes.
fn explicit(tag: Tag, vr: &[u8; 2], value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap().to_le_bytes();
    let (group, element) = (tag.group().to_le_bytes(), tag.element().to_le_bytes());
    [&group[..], &element, vr, &length, value].concat()
}

fn bytes(element: &Element) -> &[u8] {
    match &element.value {
        Value::Bytes(bytes) => bytes,
        Value::Items(_) => panic!("a sequence"),
    }
}

fn items(element: &Element) -> &[DataSet] {
    match &element.value {
        Value::Items(items) => items,
        Value::Bytes(_) => panic!("no sequence"),
    }
}

#[test]
fn group_lengths_odd_lengths_and_any_order_are_taken() {
    let data = [
        implicit(Tag(0x0010, 0x0000), 4),
        vec![1, 0, 0, 0],
        implicit(tags::PATIENT_ID, 3),
        b"P01".to_vec(),
        implicit(tags::ACCESSION_NUMBER, 2),
        b"A1".to_vec(),
        implicit(Tag(0x0009, 0x0010), 2),
        b"XX".to_vec(),
    ]
    .concat();
    let read = read(&data, IMPLICIT).unwrap();
    assert_eq!(bytes(read.get(tags::PATIENT_ID).unwrap()), b"P01");
    assert_eq!(bytes(read.get(tags::ACCESSION_NUMBER).unwrap()), b"A1");
    assert_eq!(
        read.get(Tag(0x0009, 0x0010)).unwrap().vr,
        VR::LO,
        "a private creator"
    );
}

#[test]
fn sequences_of_both_lengths_with_items_of_both_lengths() {
    let value = [implicit(tags::CODE_VALUE, 2), b"C1".to_vec()].concat();
    let data = [
        implicit(tags::PROCEDURE_CODE_SEQUENCE, UNDEFINED),
        implicit(ITEM, UNDEFINED),
        value.clone(),
        implicit(ITEM_END, 0),
        implicit(ITEM, 10),
        value.clone(),
        implicit(SEQUENCE_END, 0),
        implicit(tags::PERFORMED_PROTOCOL_CODE_SEQUENCE, 18),
        implicit(ITEM, 10),
        value,
        implicit(tags::PERFORMED_SERIES_SEQUENCE, 8),
        implicit(ITEM, 0),
    ]
    .concat();
    let read = read(&data, IMPLICIT).unwrap();
    assert_eq!(items(&read.elements[0]).len(), 2);
    assert_eq!(bytes(&items(&read.elements[1])[0].elements[0]), b"C1");
    assert_eq!(items(&read.elements[2]), [DataSet::default()]);
}

#[test]
fn a_delimiter_may_end_a_sequence_of_defined_length() {
    let data = [
        implicit(tags::PROCEDURE_CODE_SEQUENCE, 16),
        implicit(ITEM, 0),
        implicit(SEQUENCE_END, 0),
        implicit(tags::PATIENT_ID, 0),
    ]
    .concat();
    assert_eq!(read(&data, IMPLICIT).unwrap().elements.len(), 2);
}

#[test]
fn unknown_in_explicit_vr_is_read_by_the_dictionary() {
    let un = |tag: Tag, value: &[u8], length: u32| {
        let (group, element) = (tag.group().to_le_bytes(), tag.element().to_le_bytes());
        [
            &group[..],
            &element,
            b"UN\0\0",
            &length.to_le_bytes(),
            value,
        ]
        .concat()
    };
    let item = [
        implicit(ITEM, 10),
        implicit(tags::CODE_VALUE, 2),
        b"C1".to_vec(),
    ]
    .concat();
    let undefined = [item.clone(), implicit(SEQUENCE_END, 0)].concat();
    let data = [
        un(tags::PATIENT_ID, b"P1", 2),
        un(tags::PROCEDURE_CODE_SEQUENCE, &item, 18),
        un(
            tags::PERFORMED_PROTOCOL_CODE_SEQUENCE,
            &undefined,
            UNDEFINED,
        ),
        un(Tag(0x0029, 0x1010), &undefined, UNDEFINED),
        un(Tag(0x0029, 0x1011), b"\x01\x02", 2),
    ]
    .concat();
    let read = read(&data, EXPLICIT).unwrap();
    assert_eq!(read.elements[0].vr, VR::LO);
    for index in 1..4 {
        assert_eq!(
            bytes(&items(&read.elements[index])[0].elements[0]),
            b"C1",
            "{index}"
        );
    }
    assert_eq!(read.elements[4].vr, VR::UN);
}

#[test]
fn what_lies_is_an_error_that_says_where() {
    let name = |length| implicit(tags::PATIENT_NAME, length);
    let sequence = |length| implicit(tags::PROCEDURE_CODE_SEQUENCE, length);
    let tag = tags::PATIENT_NAME;
    let codes = tags::PROCEDURE_CODE_SEQUENCE;
    let cases = [
        (vec![1, 2, 3], ReadError::LeftOver { offset: 2, rest: 1 }),
        (
            name(0xFFFF_FFFE),
            ReadError::TooLong {
                offset: 8,
                tag,
                length: 0xFFFF_FFFE,
                rest: 0,
            },
        ),
        (
            name(UNDEFINED),
            ReadError::UndefinedLength { offset: 0, tag },
        ),
        (
            sequence(UNDEFINED),
            ReadError::NoEnd {
                offset: 8,
                tag: codes,
            },
        ),
        (
            [sequence(UNDEFINED), implicit(ITEM, UNDEFINED)].concat(),
            ReadError::NoEnd {
                offset: 8,
                tag: ITEM,
            },
        ),
        (
            [sequence(8), implicit(ITEM, 8), name(0)].concat(),
            ReadError::TooLong {
                offset: 16,
                tag: ITEM,
                length: 8,
                rest: 0,
            },
        ),
        (
            [sequence(8), b"CHEST PA".to_vec()].concat(),
            ReadError::NotDue {
                offset: 8,
                tag: Tag(0x4843, 0x5345),
            },
        ),
        (
            implicit(ITEM, 0),
            ReadError::NotDue {
                offset: 0,
                tag: ITEM,
            },
        ),
        (
            implicit(ITEM_END, 0),
            ReadError::NotDue {
                offset: 0,
                tag: ITEM_END,
            },
        ),
        (
            implicit(SEQUENCE_END, 0),
            ReadError::NotDue {
                offset: 0,
                tag: SEQUENCE_END,
            },
        ),
    ];
    for (data, expected) in cases {
        assert_eq!(read(&data, IMPLICIT), Err(expected));
    }
    let vr = explicit(tag, b"??", b"");
    assert_eq!(
        read(&vr, EXPLICIT),
        Err(ReadError::UnknownVr { offset: 0, tag })
    );
    let text = read(&name(9), IMPLICIT).unwrap_err().to_string();
    assert_eq!(text, "(0010,0010) at byte 8 has 9 bytes where 0 are left");
}

#[test]
fn nesting_is_limited_in_both_lengths() {
    let mut bomb = Vec::new();
    for _ in 0..100_000 {
        bomb.extend(implicit(tags::PROCEDURE_CODE_SEQUENCE, UNDEFINED));
        bomb.extend(implicit(ITEM, UNDEFINED));
    }
    assert!(matches!(
        read(&bomb, IMPLICIT),
        Err(ReadError::TooDeep { .. })
    ));
    let mut nested = Vec::new();
    for _ in 0..=DEEPEST {
        let item = [implicit(ITEM, u32::try_from(nested.len()).unwrap()), nested].concat();
        let length = u32::try_from(item.len()).unwrap();
        nested = [implicit(tags::PROCEDURE_CODE_SEQUENCE, length), item].concat();
    }
    assert!(matches!(
        read(&nested, IMPLICIT),
        Err(ReadError::TooDeep { .. })
    ));
}

#[test]
fn the_number_of_elements_is_limited() {
    let empty_items = implicit(ITEM, 0).repeat(MOST_ELEMENTS);
    let length = u32::try_from(empty_items.len()).unwrap();
    let data = [implicit(tags::PROCEDURE_CODE_SEQUENCE, length), empty_items].concat();
    assert_eq!(read(&data, IMPLICIT), Err(ReadError::TooManyElements));
}

/// A small tree to write.
#[derive(Debug, Clone)]
enum Tree {
    Text(String),
    Items(Vec<Vec<Tree>>),
}

fn tree() -> impl Strategy<Value = Vec<Tree>> {
    let leaf = "[A-Za-z0-9 ^]{0,20}".prop_map(Tree::Text);
    let node = leaf.prop_recursive(5, 40, 4, |inner| {
        proptest::collection::vec(proptest::collection::vec(inner, 0..4), 0..4)
            .prop_map(Tree::Items)
    });
    proptest::collection::vec(node, 0..6)
}

fn write(out: &mut Writer, tree: &[Tree]) {
    for node in tree {
        match node {
            Tree::Text(text) => out.uncut_text(tags::SERIES_DESCRIPTION, VR::LO, text),
            Tree::Items(items) => out.sequence(tags::PROCEDURE_CODE_SEQUENCE, |out| {
                for item in items {
                    out.item(|out| write(out, item));
                }
            }),
        }
    }
}

fn is_same(data_set: &DataSet, tree: &[Tree]) -> bool {
    data_set.elements.len() == tree.len()
        && data_set
            .elements
            .iter()
            .zip(tree)
            .all(|(element, node)| match (&element.value, node) {
                (Value::Bytes(bytes), Tree::Text(text)) => {
                    bytes.len() % 2 == 0
                        && String::from_utf8_lossy(bytes).trim_end() == text.trim_end()
                }
                (Value::Items(items), Tree::Items(trees)) => {
                    items.len() == trees.len()
                        && items
                            .iter()
                            .zip(trees)
                            .all(|(item, tree)| is_same(item, tree))
                }
                _ => false,
            })
}

proptest! {
    #[test]
    fn what_is_written_is_read(tree in tree()) {
        for syntax in [IMPLICIT, EXPLICIT] {
            let mut out = Writer::new(syntax, CharacterSets::UTF_8);
            write(&mut out, &tree);
            let data_set = read(out.bytes(), syntax).unwrap();
            prop_assert!(is_same(&data_set, &tree));
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(data in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _: Result<_, _> = read(&data, IMPLICIT);
        let _: Result<_, _> = read(&data, EXPLICIT);
    }

    #[test]
    fn a_data_set_cut_or_changed_anywhere_is_read_without_panic(
        tree in tree(), position: prop::sample::Index, byte: u8, cut: bool,
    ) {
        for syntax in [IMPLICIT, EXPLICIT] {
            let mut out = Writer::new(syntax, CharacterSets::UTF_8);
            write(&mut out, &tree);
            let mut data = out.into_bytes();
            if data.is_empty() {
                continue;
            }
            let position = position.index(data.len());
            data[position] = byte;
            if cut {
                data.truncate(position);
            }
            let _: Result<_, _> = read(&data, syntax);
        }
    }
}
