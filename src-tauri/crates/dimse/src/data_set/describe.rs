//! A data set for people: every attribute with its name and a readable value.

use super::read::ReadError;
use super::scope::{Scope, number};
use super::{DataSet, Value, keyword};
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use bytes::Bytes;
use dicom_core::VR;

/// One attribute of a data set as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Tag, `(0010,0010)`.
    pub tag: String,
    /// Keyword of the standard's dictionary; empty for private and unknown attributes.
    pub keyword: &'static str,
    /// Value representation, two letters.
    pub vr: &'static str,
    /// The value as text, several separated by backslashes, shortened to [`LONGEST_VALUE`]
    /// characters; of binary values the first bytes in hexadecimal and the length. Patient data.
    pub value: String,
    /// The items of a sequence.
    pub items: Vec<Vec<Attribute>>,
}

/// Longest text of [`Attribute::value`], characters.
pub const LONGEST_VALUE: usize = 256;
/// How many bytes of a binary value are shown.
const SHOWN_BYTES: usize = 16;

/// All attributes of a data set. `transfer_syntax` is a UID this crate negotiates; another one is
/// read as Implicit VR Little Endian. `default_character_set` is what text is decoded with when the
/// data set does not say: a value of Specific Character Set (0008,0005), or empty.
///
/// # Errors
/// [`ReadError`], if the bytes are no data set.
pub fn describe(
    data_set: &Bytes,
    transfer_syntax: &str,
    default_character_set: &str,
) -> Result<Vec<Attribute>, ReadError> {
    let syntax =
        TransferSyntax::from_uid(transfer_syntax).unwrap_or(TransferSyntax::ImplicitLittleEndian);
    let data_set = DataSet::read(data_set, syntax)?;
    let assumed = CharacterSets::parse(default_character_set).unwrap_or_default();
    Ok(attributes(Scope::new(&data_set, assumed)))
}

fn attributes(scope: Scope<'_>) -> Vec<Attribute> {
    scope
        .data_set()
        .elements
        .iter()
        .map(|element| {
            let (value, items) = match &element.value {
                Value::Bytes(bytes) => (value(bytes, element.vr, scope), Vec::new()),
                Value::Items(items) => (
                    String::new(),
                    items
                        .iter()
                        .map(|item| attributes(scope.item(item)))
                        .collect(),
                ),
            };
            Attribute {
                tag: element.tag.to_string(),
                keyword: keyword(element.tag),
                vr: element.vr.to_string(),
                value,
                items,
            }
        })
        .collect()
}

fn value(bytes: &Bytes, vr: VR, scope: Scope<'_>) -> String {
    let is_binary = matches!(
        vr,
        VR::OB | VR::OD | VR::OF | VR::OL | VR::OV | VR::OW | VR::UN
    );
    if is_binary && !bytes.iter().all(|byte| matches!(byte, b' '..=b'~' | 0)) {
        let shown: Vec<String> = bytes
            .iter()
            .take(SHOWN_BYTES)
            .map(|byte| format!("{byte:02X}"))
            .collect();
        return format!("{} … {} bytes", shown.join(" "), bytes.len());
    }
    let text = number(bytes, vr).unwrap_or_else(|| scope.character_sets().decode(bytes, vr));
    let text = text.trim_end_matches([' ', '\0']);
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
