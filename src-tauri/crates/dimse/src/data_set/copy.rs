//! Received elements written again: in another transfer syntax, their text in another character set.

use super::write::Writer;
use super::{Element, Scope, Value};
use crate::text::is_text;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

/// Escapes that switch sets are ASCII themselves (PS3.5 6.1.2.5).
const ESCAPE: u8 = 0x1B;

/// Whether an element is left out of a copy: group lengths say how another copy was written, and the
/// writer says the character set.
pub(crate) fn is_left_out(tag: Tag) -> bool {
    tag.element() == 0 || tag == tags::SPECIFIC_CHARACTER_SET
}

/// Writes an element of `scope`, items and all; its text is decoded with the character set of the
/// scope and encoded with that of the writer.
pub(crate) fn copy(out: &mut Writer, scope: Scope<'_>, element: &Element) {
    match &element.value {
        Value::Bytes(bytes) => {
            let vr = element.vr;
            let is_plain = bytes.is_ascii() && !bytes.contains(&ESCAPE);
            if vr == VR::UN || !is_text(vr) || is_plain {
                out.element(element.tag, vr, bytes);
            } else {
                let text = scope.character_sets().decode(bytes, vr);
                out.uncut_text(element.tag, vr, text.trim_end_matches([' ', '\0']));
            }
        }
        Value::Items(items) => out.sequence(element.tag, |out| {
            for item in items {
                let scope = scope.item(item);
                out.item(|out| {
                    for element in &item.elements {
                        if !is_left_out(element.tag) {
                            copy(out, scope, element);
                        }
                    }
                });
            }
        }),
    }
}
