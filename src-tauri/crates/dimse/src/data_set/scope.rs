//! A data set with the character set its text is in.

use super::{DataSet, Value};
use crate::text::{CharacterSets, is_text};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

/// A data set or item, and how to decode its text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    data_set: &'a DataSet,
    character_sets: CharacterSets,
}

/// What is there for a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Text {
    /// No element.
    Absent,
    /// An element without a value.
    Empty,
    /// A value, trimmed; several are separated by backslashes.
    Value(String),
    /// A sequence where text is due.
    Mistyped,
}

impl Text {
    /// The value; empty if there is none.
    pub(crate) fn or_empty(self) -> String {
        match self {
            Self::Value(value) => value,
            Self::Absent | Self::Empty | Self::Mistyped => String::new(),
        }
    }

    /// The value, `Some("")` if sent without one, `None` if not sent.
    pub(crate) fn if_sent(self) -> Option<String> {
        match self {
            Self::Absent | Self::Mistyped => None,
            Self::Empty => Some(String::new()),
            Self::Value(value) => Some(value),
        }
    }
}

impl<'a> Scope<'a> {
    /// The whole data set; `assumed` is its character set should it not name one.
    pub(crate) fn new(data_set: &'a DataSet, assumed: CharacterSets) -> Self {
        Self {
            data_set,
            character_sets: named(data_set).unwrap_or(assumed),
        }
    }

    /// An item of this data set: the same character set unless it names its own (PS3.5 6.1.2.5.4
    /// speaks of the data set; devices do it per item).
    pub(crate) fn item(self, item: &'a DataSet) -> Self {
        Self {
            data_set: item,
            character_sets: named(item).unwrap_or(self.character_sets),
        }
    }

    /// The data set.
    pub(crate) const fn data_set(self) -> &'a DataSet {
        self.data_set
    }

    /// How its text is decoded.
    pub(crate) const fn character_sets(self) -> CharacterSets {
        self.character_sets
    }

    /// Whether text directly in it holds bytes above 7F that no character set explains.
    pub(crate) fn has_unexplained_text(self) -> bool {
        !self.character_sets.is_specified()
            && self
                .data_set
                .elements
                .iter()
                .any(|element| match &element.value {
                    Value::Bytes(bytes) => {
                        element.vr != VR::UN && is_text(element.vr) && !bytes.is_ascii()
                    }
                    Value::Items(_) => false,
                })
    }

    /// Whether there is an element, even without a value.
    pub(crate) fn has(self, tag: Tag) -> bool {
        self.data_set.get(tag).is_some()
    }

    /// The text of an element.
    pub(crate) fn text(self, tag: Tag) -> Text {
        match self
            .data_set
            .get(tag)
            .map(|element| (&element.value, element.vr))
        {
            None => Text::Absent,
            Some((Value::Items(items), _)) if items.is_empty() => Text::Empty,
            Some((Value::Items(_), _)) => Text::Mistyped,
            Some((Value::Bytes(bytes), vr)) => {
                let text = match number(bytes, vr) {
                    Some(number) => number,
                    None => trimmed(&self.character_sets.decode(bytes, vr)),
                };
                if text.is_empty() {
                    Text::Empty
                } else {
                    Text::Value(text)
                }
            }
        }
    }

    /// The items of a sequence that hold anything; `None` if it was not sent. Bytes where items are
    /// due count as none.
    pub(crate) fn items(self, tag: Tag) -> Option<Vec<Self>> {
        match &self.data_set.get(tag)?.value {
            Value::Bytes(_) => Some(Vec::new()),
            Value::Items(items) => Some(
                items
                    .iter()
                    .filter(|item| !item.elements.is_empty())
                    .map(|item| self.item(item))
                    .collect(),
            ),
        }
    }
}

fn named(data_set: &DataSet) -> Option<CharacterSets> {
    match &data_set.get(tags::SPECIFIC_CHARACTER_SET)?.value {
        Value::Bytes(bytes) => CharacterSets::parse(&String::from_utf8_lossy(bytes)),
        Value::Items(_) => None,
    }
}

/// The numbers of a binary value, separated by backslashes; `None` if its value representation is
/// text or unknown.
pub(crate) fn number(bytes: &[u8], vr: VR) -> Option<String> {
    fn list<const N: usize, T: ToString>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> String {
        let (chunks, _) = bytes.as_chunks::<N>();
        chunks
            .iter()
            .map(|chunk| read(*chunk).to_string())
            .collect::<Vec<_>>()
            .join("\\")
    }
    type ReadNumbers = fn(&[u8]) -> String;
    let readers: [(VR, ReadNumbers); 9] = [
        (VR::US, |bytes| list(bytes, u16::from_le_bytes)),
        (VR::SS, |bytes| list(bytes, i16::from_le_bytes)),
        (VR::UL, |bytes| list(bytes, u32::from_le_bytes)),
        (VR::SL, |bytes| list(bytes, i32::from_le_bytes)),
        (VR::UV, |bytes| list(bytes, u64::from_le_bytes)),
        (VR::SV, |bytes| list(bytes, i64::from_le_bytes)),
        (VR::FL, |bytes| list(bytes, f32::from_le_bytes)),
        (VR::FD, |bytes| list(bytes, f64::from_le_bytes)),
        (VR::AT, |bytes| list(bytes, tag_text)),
    ];
    let (_, read) = readers.into_iter().find(|(of, _)| *of == vr)?;
    Some(read(bytes))
}

fn tag_text([g0, g1, e0, e1]: [u8; 4]) -> String {
    let (group, element) = (u16::from_le_bytes([g0, g1]), u16::from_le_bytes([e0, e1]));
    format!("({group:04X},{element:04X})")
}

fn trimmed(text: &str) -> String {
    if text.contains('\\') {
        let values: Vec<&str> = text
            .split('\\')
            .map(|value| value.trim_matches(PADDING))
            .collect();
        values.join("\\")
    } else {
        text.trim_matches(PADDING).to_owned()
    }
}

/// Spaces pad text, NUL pads UIDs, and devices mix them up.
const PADDING: [char; 2] = [' ', '\0'];
