//! The repertoires that Specific Character Set names.

use dicom_encoding::text::{SpecificCharacterSet, TextCodec};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A repertoire of characters with its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Repertoire {
    /// Not said. Bytes above 7F are UTF-8 if they can be, else Latin 1.
    #[default]
    Unspecified,
    /// ISO-IR 6.
    Ascii,
    /// ISO-IR 13: JIS X 0201, half-width katakana.
    Katakana,
    /// A set of one byte a character; its ISO-IR number.
    SingleByte(u16),
    /// ISO-IR 87: JIS X 0208.
    Kanji,
    /// ISO-IR 159: JIS X 0212.
    SupplementaryKanji,
    /// ISO-IR 149: KS X 1001.
    Korean,
    /// ISO-IR 58: GB 2312.
    Chinese,
    /// ISO-IR 192.
    Utf8,
    /// GB18030.
    Gb18030,
    /// GBK.
    Gbk,
}

impl Repertoire {
    /// The repertoire of a defined term, in whatever spelling; `None` if it is not known.
    pub(crate) fn from_term(term: &str) -> Option<Self> {
        let letters: String = term
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_uppercase();
        let number = letters
            .strip_prefix("ISO2022IR")
            .or_else(|| letters.strip_prefix("ISOIR"))
            .or_else(|| letters.strip_prefix("IR"));
        match (number, letters.as_str()) {
            (Some("6"), _) | (_, "ASCII" | "USASCII") => Some(Self::Ascii),
            (Some("13"), _) => Some(Self::Katakana),
            (Some("87"), _) => Some(Self::Kanji),
            (Some("159"), _) => Some(Self::SupplementaryKanji),
            (Some("149"), _) => Some(Self::Korean),
            (Some("58"), _) => Some(Self::Chinese),
            (Some("192"), _) | (_, "UTF8") => Some(Self::Utf8),
            (_, "GB18030") => Some(Self::Gb18030),
            (_, "GBK" | "GB2312") => Some(Self::Gbk),
            (_, "LATIN1" | "ISO88591") => Some(Self::SingleByte(100)),
            (Some(number), _) => number
                .parse()
                .ok()
                .filter(|number| SINGLE_BYTE.contains(number))
                .map(Self::SingleByte),
            (None, _) => None,
        }
    }

    /// The terms of PS3.3 C.12.1.1.2 that name a repertoire, without the other spellings.
    pub(crate) fn defined_terms() -> Vec<String> {
        let of_one_byte = || SINGLE_BYTE.into_iter().chain([13]);
        let without_extensions = of_one_byte().map(|number| format!("ISO_IR {number}"));
        let with_extensions = [6]
            .into_iter()
            .chain(of_one_byte())
            .chain([87, 159, 149, 58])
            .map(|number| format!("ISO 2022 IR {number}"));
        let alone = ["ISO_IR 192", "GB18030", "GBK"].map(str::to_owned);
        without_extensions
            .chain(with_extensions)
            .chain(alone)
            .collect()
    }

    /// Whether the set lives in bytes above 7F (G1).
    pub(crate) const fn is_right_hand(self) -> bool {
        matches!(
            self,
            Self::SingleByte(_)
                | Self::Katakana
                | Self::Korean
                | Self::Chinese
                | Self::Utf8
                | Self::Gb18030
                | Self::Gbk
        )
    }

    /// Whether the set is reached by escape sequences only.
    pub(crate) const fn needs_escapes(self) -> bool {
        matches!(
            self,
            Self::Kanji | Self::SupplementaryKanji | Self::Korean | Self::Chinese
        )
    }

    /// Whether code extensions are forbidden with it (PS3.3 C.12.1.1.2).
    pub(crate) const fn is_without_extensions(self) -> bool {
        matches!(self, Self::Utf8 | Self::Gb18030 | Self::Gbk)
    }

    /// The characters of bytes without escape sequences.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        match self {
            Self::Unspecified | Self::Ascii => match str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
            },
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::SingleByte(_)
            | Self::Katakana
            | Self::Kanji
            | Self::SupplementaryKanji
            | Self::Korean
            | Self::Chinese
            | Self::Gb18030
            | Self::Gbk => self.decode_characters(bytes),
        }
    }

    fn decode_characters(self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some((first, _)) = rest.split_first() {
            let length = if *first < 0x80 {
                1
            } else {
                self.length_of(rest)
            };
            let (character, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            text.push(if *first < 0x80 {
                char::from(*first)
            } else {
                self.decode_character(character)
                    .unwrap_or(char::REPLACEMENT_CHARACTER)
            });
        }
        text
    }

    /// How many bytes the character at the start of `bytes`, above 7F, has.
    fn length_of(self, bytes: &[u8]) -> usize {
        match (self, bytes.get(1)) {
            (Self::Gb18030, Some(b'0'..=b'9')) => 4,
            (Self::Gb18030 | Self::Gbk, Some(0x40..)) => 2,
            (
                Self::Korean | Self::Chinese | Self::Kanji | Self::SupplementaryKanji,
                Some(0x80..),
            ) => 2,
            _ => 1,
        }
    }

    /// One character above 7F; `None` if the bytes are none. Kanji sets take their two bytes as in
    /// G1, with the high bits set.
    pub(crate) fn decode_character(self, bytes: &[u8]) -> Option<char> {
        match (self, bytes) {
            (Self::SingleByte(number), [byte]) => {
                if let Some((_, character)) = changed_from_latin_1(number)
                    .iter()
                    .find(|(code, _)| code == byte)
                {
                    return Some(*character);
                }
                decode_with(codec_term(number), bytes)
            }
            (Self::Katakana, [byte @ 0xA1..=0xDF]) => {
                char::from_u32(0xFF61 + u32::from(*byte) - 0xA1)
            }
            (Self::Kanji, [first, second]) => {
                let escaped = [
                    0x1B,
                    b'$',
                    b'B',
                    first & 0x7F,
                    second & 0x7F,
                    0x1B,
                    b'(',
                    b'B',
                ];
                decode_with("ISO_IR 87", &escaped)
            }
            (Self::SupplementaryKanji, [first, second]) => {
                let escaped = [
                    0x1B,
                    b'$',
                    b'(',
                    b'D',
                    first & 0x7F,
                    second & 0x7F,
                    0x1B,
                    b'(',
                    b'B',
                ];
                decode_with("ISO_IR 87", &escaped)
            }
            (Self::Korean, [_, _]) => decode_with("ISO_IR 149", bytes),
            (Self::Chinese | Self::Gbk, [_, _]) => decode_with("GBK", bytes),
            (Self::Gb18030, [_, _] | [_, _, _, _]) => decode_with("GB18030", bytes),
            _ => None,
        }
    }

    /// The bytes of a character beyond ASCII in a set that is used with code extensions; `None` if
    /// the set lacks it.
    pub(super) fn encode_character(self, character: char) -> Option<Vec<u8>> {
        match self {
            Self::Katakana | Self::SingleByte(_) => {
                let bytes = self.encode(character.encode_utf8(&mut [0; 4]))?;
                (bytes.len() == 1).then_some(bytes)
            }
            Self::SupplementaryKanji => supplementary_kanji()
                .get(&character)
                .map(|two| two.to_vec()),
            Self::Kanji
            | Self::Korean
            | Self::Chinese
            | Self::Unspecified
            | Self::Ascii
            | Self::Utf8
            | Self::Gb18030
            | Self::Gbk => self.encode_two_bytes(character).map(|two| two.to_vec()),
        }
    }

    /// The two bytes of a character in a set that is reached by escape sequences; `None` if the set
    /// lacks it.
    pub(super) fn encode_two_bytes(self, character: char) -> Option<[u8; 2]> {
        let term = match self {
            Self::Kanji => "ISO_IR 87",
            Self::Korean => "ISO_IR 149",
            Self::Chinese => "GBK",
            Self::Unspecified
            | Self::Ascii
            | Self::Katakana
            | Self::SingleByte(_)
            | Self::SupplementaryKanji
            | Self::Utf8
            | Self::Gb18030
            | Self::Gbk => return None,
        };
        let codec = SpecificCharacterSet::from_code(term)?;
        let encoded = codec.encode(character.encode_utf8(&mut [0; 4])).ok()?;
        match (self, encoded.as_slice()) {
            (Self::Kanji, [0x1B, b'$', b'B', first, second, ..]) => Some([*first, *second]),
            // The codecs know more characters than the national standards, elsewhere.
            (Self::Korean | Self::Chinese, [first @ 0xA1..=0xFF, second @ 0xA1..=0xFF]) => {
                Some([*first, *second])
            }
            _ => None,
        }
    }

    /// The bytes of a text, if all its characters are in the set and no escape sequence is needed.
    pub(crate) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let term = match self {
            Self::Utf8 => return Some(text.as_bytes().to_vec()),
            Self::SingleByte(number) => match changed_from_latin_1(number) {
                [] => codec_term(number),
                changed => return encode_changed(text, changed),
            },
            Self::Gb18030 => "GB18030",
            Self::Gbk => "GBK",
            Self::Katakana => return text.chars().map(half_width).collect(),
            Self::Unspecified
            | Self::Ascii
            | Self::Kanji
            | Self::SupplementaryKanji
            | Self::Korean
            | Self::Chinese => return None,
        };
        let bytes = SpecificCharacterSet::from_code(term)?.encode(text).ok()?;
        // The codecs substitute look-alikes here and there.
        (self.decode(&bytes) == text).then_some(bytes)
    }
}

/// The byte of a character of JIS X 0201.
fn half_width(character: char) -> Option<u8> {
    match u32::from(character) {
        ascii @ 0..=0x7F => u8::try_from(ascii).ok(),
        katakana @ 0xFF61..=0xFF9F => u8::try_from(katakana - 0xFF61 + 0xA1).ok(),
        _ => None,
    }
}

/// JIS X 0212 by character: the codec decodes it only.
fn supplementary_kanji() -> &'static HashMap<char, [u8; 2]> {
    static BYTES: OnceLock<HashMap<char, [u8; 2]>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let rows = 0x21..=0x7E_u8;
        rows.flat_map(|row| (0x21..=0x7E_u8).map(move |cell| [row, cell]))
            .filter_map(|two| {
                let character = Repertoire::SupplementaryKanji.decode_character(&two)?;
                (!character.is_ascii()).then_some((character, two))
            })
            .collect()
    })
}

/// ISO-IR numbers of the sets of one byte a character that have defined terms.
const SINGLE_BYTE: [u16; 11] = [100, 101, 109, 110, 126, 127, 138, 144, 148, 166, 203];

const fn codec_term(number: u16) -> &'static str {
    match number {
        101 => "ISO_IR 101",
        109 => "ISO_IR 109",
        110 => "ISO_IR 110",
        126 => "ISO_IR 126",
        127 => "ISO_IR 127",
        138 => "ISO_IR 138",
        144 => "ISO_IR 144",
        166 => "ISO_IR 166",
        _ => "ISO_IR 100",
    }
}

/// Sets the codecs lack, as their difference from Latin 1.
const fn changed_from_latin_1(number: u16) -> &'static [(u8, char)] {
    match number {
        // Latin 5, Turkish.
        148 => &[
            (0xD0, 'Ğ'),
            (0xDD, 'İ'),
            (0xDE, 'Ş'),
            (0xF0, 'ğ'),
            (0xFD, 'ı'),
            (0xFE, 'ş'),
        ],
        // Latin 9.
        203 => &[
            (0xA4, '€'),
            (0xA6, 'Š'),
            (0xA8, 'š'),
            (0xB4, 'Ž'),
            (0xB8, 'ž'),
            (0xBC, 'Œ'),
            (0xBD, 'œ'),
            (0xBE, 'Ÿ'),
        ],
        _ => &[],
    }
}

fn encode_changed(text: &str, changed: &[(u8, char)]) -> Option<Vec<u8>> {
    text.chars()
        .map(|character| {
            if let Some((byte, _)) = changed.iter().find(|(_, changed)| *changed == character) {
                return Some(*byte);
            }
            u8::try_from(u32::from(character))
                .ok()
                .filter(|byte| changed.iter().all(|(code, _)| code != byte))
        })
        .collect()
}

/// The one character that `bytes` are. The codecs write an octal escape for what is none.
fn decode_with(term: &str, bytes: &[u8]) -> Option<char> {
    let text = SpecificCharacterSet::from_code(term)?.decode(bytes).ok()?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if character != '\\' => Some(character),
        _ => None,
    }
}
