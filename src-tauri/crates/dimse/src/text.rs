//! Text by Specific Character Set (0008,0005): PS3.3 C.12.1.1.2, PS3.5 6.1.
//!
//! The codecs are those of dicom-encoding. Around them: spellings that devices use, the sets the
//! codecs lack, code extensions, and bytes that are not what the data set says. Nothing is ever
//! undecodable; what has no meaning becomes U+FFFD.

mod code_extensions;
mod repertoire;

pub(crate) use repertoire::Repertoire;

use dicom_core::VR;
use std::borrow::Cow;

/// The character sets of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CharacterSets {
    /// The set of value 1, used before any escape sequence.
    base: Repertoire,
    /// What bytes above 7F mean before an escape sequence says it, where value 1 has none.
    right: Repertoire,
    /// Whether escape sequences switch sets (PS3.5 6.1.2.5).
    has_code_extensions: bool,
    /// The first set of two bytes a character, to encode with.
    two_bytes: Option<Repertoire>,
}

impl CharacterSets {
    /// UTF-8.
    pub(crate) const UTF_8: Self = Self {
        base: Repertoire::Utf8,
        right: Repertoire::Utf8,
        has_code_extensions: false,
        two_bytes: None,
    };

    /// Reads a value of Specific Character Set, several values separated by backslashes; `None` if
    /// it names nothing that is known.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let terms: Vec<&str> = value
            .split('\\')
            .map(|term| term.trim_matches([' ', '\0']))
            .collect();
        let known: Vec<Option<Repertoire>> = terms
            .iter()
            .map(|term| Repertoire::from_term(term))
            .collect();
        known.iter().flatten().next()?;
        if let Some(only) = known
            .iter()
            .flatten()
            .find(|set| set.is_without_extensions())
        {
            return Some(Self {
                base: *only,
                right: *only,
                ..Self::UTF_8
            });
        }
        let first = known.first().copied().flatten().unwrap_or_default();
        let right = known
            .iter()
            .flatten()
            .copied()
            .find(|set| set.is_right_hand());
        Some(Self {
            base: first,
            right: right.unwrap_or(first),
            has_code_extensions: terms.len() > 1
                || known.iter().flatten().any(|set| set.needs_escapes()),
            two_bytes: known
                .iter()
                .flatten()
                .copied()
                .find(|set| set.needs_escapes()),
        })
    }

    /// Whether bytes above 7F have a meaning by what the data set says.
    pub(crate) const fn is_specified(self) -> bool {
        !matches!(self.right, Repertoire::Unspecified | Repertoire::Ascii)
    }

    /// The characters of a value. Values of several stay separated by backslashes.
    pub(crate) fn decode(self, bytes: &[u8], vr: VR) -> String {
        if !is_text(vr) {
            return Repertoire::Unspecified.decode(bytes);
        }
        if self.has_code_extensions {
            return code_extensions::decode(bytes, self.base, self.right, vr == VR::PN);
        }
        self.right.decode(bytes)
    }

    /// The bytes of a text, if this set has all its characters.
    pub(crate) fn encode<'t>(self, text: &'t str, vr: VR) -> Option<Cow<'t, [u8]>> {
        if text.is_ascii() || (self.base == Repertoire::Utf8 && !self.has_code_extensions) {
            return Some(Cow::Borrowed(text.as_bytes()));
        }
        if !self.has_code_extensions {
            return self.base.encode(text).map(Cow::Owned);
        }
        let bytes = code_extensions::encode(text, self.two_bytes?, vr == VR::PN)?;
        // Never send what we would read otherwise.
        (self.decode(&bytes, vr) == text).then_some(Cow::Owned(bytes))
    }
}

/// The first value of Specific Character Set that is no defined term; `None` if all are. An empty
/// first value is ISO-IR 6 with code extensions (PS3.3 C.12.1.1.2).
#[must_use]
pub fn unknown_character_set(value: &str) -> Option<&str> {
    let mut terms = value.split('\\').enumerate();
    let unknown = terms.find(|(position, term)| {
        let extends_ascii = *position == 0 && term.is_empty() && value.len() > term.len();
        !extends_ascii && Repertoire::from_term(term).is_none()
    });
    unknown.map(|(_, term)| term)
}

/// Value representations to which Specific Character Set applies (PS3.5 6.1.2.2). An unknown one
/// may be text.
pub(crate) const fn is_text(vr: VR) -> bool {
    matches!(
        vr,
        VR::LO | VR::LT | VR::PN | VR::SH | VR::ST | VR::UC | VR::UT | VR::UN
    )
}

#[cfg(test)]
mod tests;
