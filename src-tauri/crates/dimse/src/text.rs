//! Text by Specific Character Set (0008,0005): PS3.3 C.12.1.1.2, PS3.5 6.1.
//!
//! The codecs are those of dicom-encoding. Around them: spellings that devices use, the sets the
//! codecs lack, code extensions, and bytes that are not what the data set says. Nothing is ever
//! undecodable; what has no meaning becomes U+FFFD.

mod code_extensions;
mod repertoire;

pub(crate) use repertoire::Repertoire;

use dicom_core::VR;
use domain::folding::plain_letters;
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
    /// The sets of the other values, to encode with; unused places are unspecified.
    others: [Repertoire; MOST_EXTENSIONS],
}

/// Sets beside the first that are encoded with; nobody names more.
const MOST_EXTENSIONS: usize = 7;

impl CharacterSets {
    /// UTF-8.
    pub(crate) const UTF_8: Self = Self {
        base: Repertoire::Utf8,
        right: Repertoire::Utf8,
        has_code_extensions: false,
        others: [Repertoire::Unspecified; MOST_EXTENSIONS],
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
        let mut others = Self::UTF_8.others;
        // A single value of which the set is reached by escapes only is used with ASCII.
        let is_alone = terms.len() == 1 && !first.needs_escapes();
        let named = known.iter().skip(usize::from(terms.len() > 1 || is_alone));
        for (place, set) in others.iter_mut().zip(named.flatten()) {
            *place = *set;
        }
        Some(Self {
            base: first,
            right: right.unwrap_or(first),
            has_code_extensions: terms.len() > 1
                || known.iter().flatten().any(|set| set.needs_escapes()),
            others,
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
        let bytes = code_extensions::encode(text, self.base, &self.others, vr == VR::PN)?;
        // Never send what we would read otherwise.
        (self.decode(&bytes, vr) == text).then_some(Cow::Owned(bytes))
    }
}

impl CharacterSets {
    /// The text as well as this set can say it: plain letters for accented ones, `?` for what has
    /// none. Of a name, groups beside the first that the set lacks are left out: half of an
    /// ideographic name is another name.
    pub(crate) fn substituted(self, text: &str, vr: VR) -> String {
        let substitute = |text: &str| {
            let mut said = String::with_capacity(text.len());
            for character in text.chars() {
                let has = |text: &str| self.encode(text, vr).is_some();
                let plain = plain_letters(character);
                if has(character.encode_utf8(&mut [0; 4])) {
                    said.push(character);
                } else if has(&plain) {
                    said.push_str(&plain);
                } else {
                    said.push('?');
                }
            }
            said
        };
        if vr != VR::PN {
            return substitute(text);
        }
        let groups = text.split('=').enumerate().map(|(at, group)| {
            let has_it = self.encode(group, vr).is_some();
            match at {
                _ if has_it => group.to_owned(),
                0 => substitute(group),
                _ => String::new(),
            }
        });
        let name = groups.collect::<Vec<_>>().join("=");
        name.trim_end_matches('=').to_owned()
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
