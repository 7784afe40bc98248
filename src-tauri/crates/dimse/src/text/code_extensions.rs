//! Text with escape sequences (ISO 2022, PS3.5 6.1.2.5): Japanese, Korean, Chinese, and mixtures.

use super::Repertoire;

const ESCAPE: u8 = 0x1B;

/// The sets in force.
#[derive(Clone, Copy)]
struct Sets {
    /// Bytes up to 7F.
    left: Repertoire,
    /// Bytes above 7F.
    right: Repertoire,
}

/// Decodes text that starts in `base`, with `right` above 7F. Both come back at the end of a line,
/// page or value, and in names at the end of a component (PS3.5 6.1.2.5.3).
pub(super) fn decode(bytes: &[u8], base: Repertoire, right: Repertoire, is_name: bool) -> String {
    let left = if has_two_bytes(base) {
        Repertoire::Ascii
    } else {
        base
    };
    let initial = Sets { left, right };
    let mut sets = initial;
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        if *first == ESCAPE {
            rest = escape(after, &mut sets);
            continue;
        }
        let is_pair = has_two_bytes(sets.left) && (0x21..=0x7E).contains(first);
        if is_pair {
            let (pair, after) = rest.split_at(2.min(rest.len()));
            text.push(
                sets.left
                    .decode_character(pair)
                    .unwrap_or(char::REPLACEMENT_CHARACTER),
            );
            rest = after;
            continue;
        }
        if *first < 0x80 {
            text.push(char::from(*first));
            if is_delimiter(*first, is_name) {
                sets = initial;
            }
            rest = after;
            continue;
        }
        let length = if has_two_bytes(sets.right) { 2 } else { 1 };
        let (character, after) = rest.split_at(length.min(rest.len()));
        let decoded = if matches!(sets.right, Repertoire::Unspecified | Repertoire::Ascii) {
            Some(char::from(*first))
        } else {
            sets.right.decode_character(character)
        };
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
        rest = after;
    }
    text
}

/// Encodes text that starts in `base` with the `others` to switch to; `None` if a character is in none
/// of them. Every delimiter, and the end, comes with the initial sets in force (PS3.5 6.1.2.5.3).
pub(super) fn encode(
    text: &str,
    base: Repertoire,
    others: &[Repertoire],
    is_name: bool,
) -> Option<Vec<u8>> {
    let is_of_right =
        |set: &Repertoire| matches!(set, Repertoire::SingleByte(_) | Repertoire::Katakana);
    let initial = Some(base).filter(is_of_right);
    let mut encoder = Encoder {
        base,
        initial,
        left: None,
        right: initial,
        out: Vec::with_capacity(text.len() + 8),
    };
    for character in text.chars() {
        if let Ok(ascii) = u8::try_from(character)
            && ascii.is_ascii()
        {
            encoder.leave_left();
            if is_delimiter(ascii, is_name) {
                encoder.leave_right();
            }
            encoder.out.push(ascii);
        } else {
            encoder.push(character, others)?;
        }
    }
    encoder.leave_left();
    encoder.leave_right();
    Some(encoder.out)
}

/// Writes characters, switching sets where it must.
struct Encoder {
    base: Repertoire,
    /// What is above 7F at first.
    initial: Option<Repertoire>,
    /// A set of two bytes below 80, where it was switched to.
    left: Option<Repertoire>,
    /// What is above 7F.
    right: Option<Repertoire>,
    out: Vec<u8>,
}

impl Encoder {
    fn leave_left(&mut self) {
        if self.left.take().is_some() {
            let back: &[u8] = if self.base == Repertoire::Katakana {
                b"\x1b(J"
            } else {
                b"\x1b(B"
            };
            self.out.extend_from_slice(back);
        }
    }

    /// Where nothing was above 7F at first, what is there now does no harm: PS3.5 I.2 leaves it.
    fn leave_right(&mut self) {
        if self.right == self.initial {
            return;
        }
        self.right = self.initial;
        if let Some((_, escape)) = self.initial.and_then(designation) {
            self.out.extend_from_slice(&escape);
        }
    }

    fn push(&mut self, character: char, others: &[Repertoire]) -> Option<()> {
        let in_force = [self.left, self.right].into_iter().flatten();
        let named = [self.base].into_iter().chain(others.iter().copied());
        let (set, bytes) = in_force
            .chain(named)
            .find_map(|set| Some((set, set.encode_character(character)?)))?;
        let (is_left, escape) = designation(set)?;
        let place = if is_left {
            &mut self.left
        } else {
            &mut self.right
        };
        if *place != Some(set) {
            *place = Some(set);
            self.out.extend_from_slice(&escape);
        }
        self.out.extend_from_slice(&bytes);
        Some(())
    }
}

/// The escape sequence that designates a set, and whether its bytes are below 80 (PS3.3 Tables
/// C.12-3 and C.12-4).
fn designation(set: Repertoire) -> Option<(bool, Vec<u8>)> {
    let (is_left, sequence): (bool, &[u8]) = match set {
        Repertoire::Kanji => (true, b"\x1b$B"),
        Repertoire::SupplementaryKanji => (true, b"\x1b$(D"),
        Repertoire::Korean => (false, b"\x1b$)C"),
        Repertoire::Chinese => (false, b"\x1b$)A"),
        Repertoire::Katakana => (false, b"\x1b)I"),
        Repertoire::SingleByte(number) => {
            let last = (b'A'..=b'z').find(|last| single_byte(*last) == Some(number))?;
            return Some((false, vec![ESCAPE, b'-', last]));
        }
        Repertoire::Unspecified
        | Repertoire::Ascii
        | Repertoire::Utf8
        | Repertoire::Gb18030
        | Repertoire::Gbk => return None,
    };
    Some((is_left, sequence.to_vec()))
}

const fn has_two_bytes(set: Repertoire) -> bool {
    matches!(
        set,
        Repertoire::Kanji
            | Repertoire::SupplementaryKanji
            | Repertoire::Korean
            | Repertoire::Chinese
    )
}

const fn is_delimiter(byte: u8, is_name: bool) -> bool {
    matches!(byte, b'\r' | b'\n' | b'\t' | 0x0C | b'\\') || (is_name && matches!(byte, b'^' | b'='))
}

/// Applies the escape sequence at the start of `bytes`, behind its ESC, and returns what follows.
/// One that is not known is left out.
fn escape<'a>(bytes: &'a [u8], sets: &mut Sets) -> &'a [u8] {
    let length = match bytes {
        [b'$', b'(' | b')', _, ..] => 3,
        [b'$' | b'(' | b')' | b'-', _, ..] => 2,
        _ => 0,
    };
    let (sequence, rest) = bytes.split_at(length);
    match sequence {
        b"(B" => sets.left = Repertoire::Ascii,
        b"(J" => sets.left = Repertoire::Katakana,
        b"$B" | b"$@" => sets.left = Repertoire::Kanji,
        b"$(D" => sets.left = Repertoire::SupplementaryKanji,
        b")I" => sets.right = Repertoire::Katakana,
        b"$)C" => sets.right = Repertoire::Korean,
        b"$)A" => sets.right = Repertoire::Chinese,
        [b'-', last] => {
            if let Some(number) = single_byte(*last) {
                sets.right = Repertoire::SingleByte(number);
            }
        }
        _ => {}
    }
    rest
}

/// The ISO-IR number of the final byte of `ESC -` (PS3.3 Table C.12-3).
const fn single_byte(last: u8) -> Option<u16> {
    match last {
        b'A' => Some(100),
        b'B' => Some(101),
        b'C' => Some(109),
        b'D' => Some(110),
        b'F' => Some(126),
        b'G' => Some(127),
        b'H' => Some(138),
        b'L' => Some(144),
        b'M' => Some(148),
        b'T' => Some(166),
        b'b' => Some(203),
        _ => None,
    }
}
