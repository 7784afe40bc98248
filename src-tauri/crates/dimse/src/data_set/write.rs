//! Values to bytes: elements in the order they are written, text padded to an even length.

use super::read::has_long_length;
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use std::borrow::Cow;

/// Writes a data set. Tags must come in ascending order; it is the caller's to keep.
#[derive(Debug)]
pub(crate) struct Writer {
    out: Vec<u8>,
    syntax: TransferSyntax,
    character_sets: CharacterSets,
    text: TextUsed,
}

/// Which characters were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TextUsed {
    /// ASCII only.
    Ascii,
    /// Others, all in the character set.
    Beyond,
    /// Others that the character set lacks: they were written as plain letters or `?`.
    Unencodable,
}

impl Writer {
    /// An empty data set with text in `character_sets`.
    pub(crate) const fn new(syntax: TransferSyntax, character_sets: CharacterSets) -> Self {
        Self {
            out: Vec::new(),
            syntax,
            character_sets,
            text: TextUsed::Ascii,
        }
    }

    /// Starts over, with the memory of what was written.
    pub(crate) fn clear(&mut self, character_sets: CharacterSets) {
        self.out.clear();
        self.character_sets = character_sets;
        self.text = TextUsed::Ascii;
    }

    /// What was written.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.out
    }

    /// What was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Which characters were written.
    pub(crate) const fn text_used(&self) -> TextUsed {
        self.text
    }

    /// Puts elements before everything else: those of [`character_set_element`], as no other
    /// attribute of our data sets has a smaller tag.
    pub(crate) fn prepend(&mut self, elements: &[u8]) {
        self.out.splice(0..0, elements.iter().copied());
    }

    /// An element with its value as it is; padded with NUL.
    pub(crate) fn element(&mut self, tag: Tag, vr: VR, value: &[u8]) {
        self.padded(tag, vr, value, 0);
    }

    /// An element of ASCII text. NUL pads UIDs, a space the rest.
    pub(crate) fn ascii(&mut self, tag: Tag, vr: VR, text: &str) {
        self.padded(
            tag,
            vr,
            text.as_bytes(),
            if vr == VR::UI { 0 } else { b' ' },
        );
    }

    /// An element of text, cut to what its value representation holds.
    pub(crate) fn text(&mut self, tag: Tag, vr: VR, text: &str) {
        self.uncut_text(tag, vr, &fitted(text, vr));
    }

    /// An element of text that is not cut: a shortened identifier would be another one.
    pub(crate) fn uncut_text(&mut self, tag: Tag, vr: VR, text: &str) {
        if text.is_ascii() {
            self.ascii(tag, vr, text);
            return;
        }
        self.text = self.text.max(TextUsed::Beyond);
        match self.character_sets.encode(text, vr) {
            Some(bytes) => self.padded(tag, vr, &bytes, b' '),
            None => {
                self.text = TextUsed::Unencodable;
                let said = self.character_sets.substituted(text, vr);
                match self.character_sets.encode(&said, vr) {
                    Some(bytes) => self.padded(tag, vr, &bytes, b' '),
                    None => self.ascii(tag, vr, &ascii_of(&said)),
                }
            }
        }
    }

    /// An element of one US.
    pub(crate) fn number(&mut self, tag: Tag, number: u16) {
        self.element(tag, VR::US, &number.to_le_bytes());
    }

    /// A sequence; `items` writes its items with [`Writer::item`].
    pub(crate) fn sequence(&mut self, tag: Tag, items: impl FnOnce(&mut Self)) {
        self.tag(tag);
        if self.syntax == TransferSyntax::ExplicitLittleEndian {
            self.out.extend_from_slice(b"SQ\0\0");
        }
        self.with_length(items);
    }

    /// An item of a sequence.
    pub(crate) fn item(&mut self, elements: impl FnOnce(&mut Self)) {
        self.tag(Tag(0xFFFE, 0xE000));
        self.with_length(elements);
    }

    fn with_length(&mut self, content: impl FnOnce(&mut Self)) {
        let start = self.out.len() + 4;
        self.out.extend_from_slice(&[0; 4]);
        content(self);
        let length = u32::try_from(self.out.len() - start).expect("data sets we write are short");
        if let Some(field) = self.out.get_mut(start - 4..start) {
            field.copy_from_slice(&length.to_le_bytes());
        }
    }

    fn tag(&mut self, tag: Tag) {
        self.out.extend_from_slice(&tag.group().to_le_bytes());
        self.out.extend_from_slice(&tag.element().to_le_bytes());
    }

    fn padded(&mut self, tag: Tag, vr: VR, value: &[u8], padding: u8) {
        // A 16-bit length holds no more; nothing we write comes near.
        let value = if self.syntax == TransferSyntax::ExplicitLittleEndian && !has_long_length(vr) {
            value.get(..0xFFFE).unwrap_or(value)
        } else {
            value
        };
        let is_odd = value.len() % 2 == 1;
        let length = u32::try_from(value.len() + usize::from(is_odd)).unwrap_or(u32::MAX);
        let ([g0, g1], [e0, e1]) = (tag.group().to_le_bytes(), tag.element().to_le_bytes());
        let [l0, l1, l2, l3] = length.to_le_bytes();
        self.out.reserve(12 + value.len() + 1);
        match self.syntax {
            TransferSyntax::ImplicitLittleEndian => {
                self.out
                    .extend_from_slice(&[g0, g1, e0, e1, l0, l1, l2, l3]);
            }
            TransferSyntax::ExplicitLittleEndian => {
                let [v0, v1] = vr.to_bytes();
                if has_long_length(vr) {
                    self.out
                        .extend_from_slice(&[g0, g1, e0, e1, v0, v1, 0, 0, l0, l1, l2, l3]);
                } else {
                    self.out
                        .extend_from_slice(&[g0, g1, e0, e1, v0, v1, l0, l1]);
                }
            }
        }
        self.out.extend_from_slice(value);
        if is_odd {
            self.out.push(padding);
        }
    }
}

fn ascii_of(text: &str) -> String {
    let ascii = text.chars().map(|c| if c.is_ascii() { c } else { '?' });
    ascii.collect()
}

/// Specific Character Set (0008,0005).
pub(crate) fn character_set_element(term: &str, syntax: TransferSyntax) -> Vec<u8> {
    let mut out = Writer::new(syntax, CharacterSets::UTF_8);
    out.ascii(tags::SPECIFIC_CHARACTER_SET, VR::CS, term);
    out.into_bytes()
}

/// Longest value in characters (PS3.5 6.2); of PN, of each component group.
const fn longest(vr: VR) -> usize {
    if matches!(vr, VR::AE | VR::CS | VR::SH | VR::DS) {
        16
    } else if matches!(vr, VR::IS) {
        12
    } else if matches!(vr, VR::LO | VR::PN | VR::UI) {
        64
    } else if matches!(vr, VR::ST) {
        1024
    } else if matches!(vr, VR::LT) {
        10_240
    } else {
        usize::MAX
    }
}

/// The text without what its value representation cannot hold: control characters, and backslashes
/// where they would start another value. Cut to the longest value, on a character.
fn fitted(text: &str, vr: VR) -> Cow<'_, str> {
    let longest = longest(vr);
    // Above ASCII, control characters are U+0080 to U+009F, whose first byte is C2.
    let is_suspect = |byte: u8| byte < b' ' || byte == b'\\' || byte == 0x7F || byte == 0xC2;
    if text.len() <= longest && !text.bytes().any(is_suspect) {
        return Cow::Borrowed(text);
    }
    let has_lines = matches!(vr, VR::ST | VR::LT | VR::UT);
    let allowed = text.chars().map(|c| match c {
        '\r' | '\n' | '\t' | '\\' if has_lines => c,
        '\\' => '/',
        c if c.is_control() => ' ',
        c => c,
    });
    if vr != VR::PN {
        return allowed.take(longest).collect();
    }
    let name: String = allowed.collect();
    let groups: Vec<String> = name
        .split('=')
        .map(|group| group.chars().take(longest).collect())
        .collect();
    groups.join("=").into()
}

#[cfg(test)]
mod tests;
