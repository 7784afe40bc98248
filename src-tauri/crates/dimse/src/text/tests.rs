//! Names of PS3.5 Annexes H to K, and what devices do instead.

use super::*;

fn decode(term: &str, bytes: &[u8]) -> String {
    CharacterSets::parse(term)
        .unwrap_or_default()
        .decode(bytes, VR::PN)
}

#[test]
fn japanese_with_escapes() {
    // PS3.5 H.3.1 and H.3.2.
    let first =
        b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
    assert_eq!(
        decode("\\ISO 2022 IR 87", first),
        "Yamada^Tarou=山田^太郎=やまだ^たろう"
    );
    let second = b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J";
    assert_eq!(
        decode("ISO 2022 IR 13\\ISO 2022 IR 87", second),
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"
    );
    // One value only, and wrong: devices send it.
    assert_eq!(decode("ISO 2022 IR 87", b"\x1b$B;3ED\x1b(B"), "山田");
    // JIS X 0212.
    assert_eq!(
        decode("\\ISO 2022 IR 87\\ISO 2022 IR 159", b"\x1b$(D0!\x1b(B"),
        "丂"
    );
}

#[test]
fn korean_with_escapes() {
    // PS3.5 I.2.
    let name = b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
    assert_eq!(
        decode("\\ISO 2022 IR 149", name),
        "Hong^Gildong=洪^吉洞=홍^길동"
    );
    // Without the escapes that the standard wants in every component.
    assert_eq!(
        decode("\\ISO 2022 IR 149", b"\xc8\xab^\xb1\xe6\xb5\xbf"),
        "홍^길동"
    );
    assert_eq!(decode("ISO 2022 IR 149", b"Hong=\xc8\xab"), "Hong=홍");
}

#[test]
fn chinese_in_four_encodings() {
    // PS3.5 J.3, J.4, K.2.
    assert_eq!(
        decode("ISO_IR 192", "Wang^XiaoDong=王^小東".as_bytes()),
        "Wang^XiaoDong=王^小東"
    );
    assert_eq!(
        decode("GB18030", b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab"),
        "Wang^XiaoDong=王^小东"
    );
    assert_eq!(
        decode(
            "\\ISO 2022 IR 58",
            b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab="
        ),
        "Zhang^XiaoDong=张^小东="
    );
    assert_eq!(decode("GBK", b"\xcd\xf5"), "王");
}

#[test]
fn a_second_byte_that_looks_like_a_backslash_separates_nothing() {
    // 誠 in GBK: D5 5C.
    let text = CharacterSets::parse("GB18030")
        .unwrap()
        .decode(b"\xd5\x5c\\A", VR::LO);
    assert_eq!(text, "誠\\A");
    assert_eq!(text.split('\\').count(), 2);
}

#[test]
fn single_byte_sets() {
    assert_eq!(
        decode("ISO_IR 100", b"\xc4neas^R\xfcdiger"),
        "Äneas^Rüdiger"
    );
    assert_eq!(decode("ISO_IR 101", b"W\xb3adys\xb3aw"), "Władysław");
    assert_eq!(
        decode("ISO_IR 144", b"\xbb\xee\xdace\xdc\xd1yp\xd3"),
        "Люкceмбypг"
    );
    assert_eq!(
        decode("ISO_IR 126", b"\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2"),
        "Διονυσιος"
    );
    assert_eq!(decode("ISO_IR 127", b"\xe2\xc8\xc7\xe6\xea"), "قباني");
    assert_eq!(decode("ISO_IR 138", b"\xf9\xf8\xe5\xef"), "שרון");
    assert_eq!(decode("ISO_IR 166", b"\xca\xc1\xaa\xd2\xc2"), "สมชาย");
    assert_eq!(decode("ISO_IR 148", b"\xdeeker \xfd"), "Şeker ı");
    assert_eq!(decode("ISO_IR 203", b"\xa4 \xbdil"), "€ œil");
    assert_eq!(decode("ISO_IR 13", b"\xd4\xcf\xc0\xde"), "ﾔﾏﾀﾞ");
}

#[test]
fn code_extensions_come_back_to_the_first_set() {
    // Cyrillic until the delimiter, then Latin 1 again.
    let bytes = b"\x1b-L\xbb\xee\xda^\xc4";
    assert_eq!(decode("ISO 2022 IR 100\\ISO 2022 IR 144", bytes), "Люк^Ä");
    let sets = CharacterSets::parse("ISO 2022 IR 100\\ISO 2022 IR 144").unwrap();
    assert_eq!(
        sets.decode(bytes, VR::LO),
        "Люк^Ф",
        "only names have components"
    );
}

#[test]
fn spellings_of_devices() {
    for term in [
        "ISO_IR 100",
        "ISO-IR 100",
        "ISO IR 100",
        "ISO_IR_100",
        "iso_ir100",
        "ISO 2022 IR 100",
        "ISO2022 IR 100 ",
        "LATIN1",
        "ISO 8859-1",
    ] {
        assert_eq!(decode(term, b"\xc4"), "Ä", "{term}");
    }
    for term in [
        "ISO_IR 192",
        "UTF-8",
        "UTF8",
        "\\ISO_IR 192",
        "ISO_IR 6\\ISO_IR 192",
    ] {
        assert_eq!(decode(term, "Ä山".as_bytes()), "Ä山", "{term}");
    }
    assert_eq!(CharacterSets::parse("KLINGON"), None);
    assert_eq!(CharacterSets::parse(""), None);
}

#[test]
fn unspecified_bytes_are_utf_8_or_latin_1() {
    assert_eq!(decode("", "Müller".as_bytes()), "Müller");
    assert_eq!(decode("", b"M\xfcller"), "Müller");
    assert_eq!(decode("ISO_IR 6", b"M\xfcller"), "Müller");
}

#[test]
fn nothing_breaks_decoding() {
    for term in [
        "ISO_IR 192",
        "GB18030",
        "GBK",
        "ISO_IR 101",
        "ISO_IR 166",
        "ISO_IR 13",
        "\\ISO 2022 IR 87",
        "\\ISO 2022 IR 149",
        "\\ISO 2022 IR 58",
        "ISO_IR 127",
    ] {
        for bytes in [
            &b"\xff\xff\xff"[..],
            b"\x1b",
            b"\x1b$",
            b"\x1b$B;",
            b"\x1b$B;\x1b(B",
            b"\x80",
            b"\x81\x30\x81",
            b"\x1b$)C\xc8",
            b"\x1b-Z\xff",
        ] {
            let text = decode(term, bytes);
            assert!(!text.contains('\\'), "{term} {bytes:?} {text}");
        }
    }
}

#[test]
fn text_is_encoded_only_if_all_of_it_can_be() {
    let encode =
        |term: &str, text: &'static str| CharacterSets::parse(term).unwrap().encode(text, VR::PN);
    assert_eq!(encode("ISO_IR 100", "Ä").as_deref(), Some(&b"\xc4"[..]));
    assert_eq!(encode("ISO_IR 100", "山"), None);
    assert_eq!(
        encode("ISO_IR 148", "ŞÄ").as_deref(),
        Some(&b"\xde\xc4"[..])
    );
    assert_eq!(encode("ISO_IR 148", "Þ"), None, "its place is taken");
    assert_eq!(encode("ISO_IR 203", "€").as_deref(), Some(&b"\xa4"[..]));
    assert_eq!(encode("GB18030", "王").as_deref(), Some(&b"\xcd\xf5"[..]));
    assert_eq!(encode("\\ISO 2022 IR 100", "山"), None);
    assert_eq!(
        encode("ISO_IR 13", "ﾔﾏﾀﾞ").as_deref(),
        Some(&b"\xd4\xcf\xc0\xde"[..])
    );
    assert_eq!(encode("ISO_IR 13", "山"), None);
    assert_eq!(
        encode("\\ISO 2022 IR 87", "Yamada").as_deref(),
        Some(&b"Yamada"[..])
    );
}

#[test]
fn other_value_representations_are_not_decoded() {
    let sets = CharacterSets::parse("ISO_IR 144").unwrap();
    assert_eq!(sets.decode(b"CT1", VR::AE), "CT1");
    assert_eq!(sets.decode(b"\xbb", VR::CS), "»", "not Cyrillic");
}

#[test]
fn names_of_the_standard_are_encoded_as_it_shows_them() {
    let encode =
        |term: &str, text: &'static str| CharacterSets::parse(term).unwrap().encode(text, VR::PN);
    // PS3.5 H.3.1.
    assert_eq!(
        encode("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎=やまだ^たろう").as_deref(),
        Some(
            &b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B"
                [..]
        )
    );
    // PS3.5 I.2.
    assert_eq!(
        encode("\\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동").as_deref(),
        Some(
            &b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf"
                [..]
        )
    );
    // PS3.5 K.2.
    assert_eq!(
        encode("\\ISO 2022 IR 58", "Zhang^XiaoDong=张^小东").as_deref(),
        Some(&b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab"[..])
    );
    assert_eq!(encode("\\ISO 2022 IR 87", "山 ä"), None);
    assert_eq!(encode("\\ISO 2022 IR 149", "똠"), None, "beyond KS X 1001");
    assert_eq!(
        encode("ISO 2022 IR 13\\ISO 2022 IR 87", "山^A").as_deref(),
        Some(&b"\x1b$B;3\x1b(J^A"[..])
    );
}

#[test]
fn several_sets_are_switched_between_and_left_at_delimiters() {
    let encode =
        |term: &str, text: &'static str| CharacterSets::parse(term).unwrap().encode(text, VR::PN);
    // PS3.5 H.3.2.
    assert_eq!(
        encode("ISO 2022 IR 13\\ISO 2022 IR 87", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう").as_deref(),
        Some(
            &b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J"
                [..]
        )
    );
    // Latin 1 is there at first and again before the delimiter and at the end.
    assert_eq!(
        encode("ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126", "ÄЛ^Äδ").as_deref(),
        Some(&b"\xc4\x1b-L\xbb\x1b-A^\xc4\x1b-F\xe4\x1b-A"[..])
    );
    // JIS X 0208 and JIS X 0212.
    assert_eq!(
        encode("\\ISO 2022 IR 87\\ISO 2022 IR 159", "山丂").as_deref(),
        Some(&b"\x1b$B;3\x1b$(D0!\x1b(B"[..])
    );
    assert_eq!(encode("\\ISO 2022 IR 149\\ISO 2022 IR 58", "ä"), None);
}

#[test]
fn what_a_set_lacks_is_said_in_plain_letters() {
    let said =
        |term: &str, text: &str, vr| CharacterSets::parse(term).unwrap().substituted(text, vr);
    assert_eq!(said("ISO_IR 100", "Łukasz Müller", VR::LO), "Lukasz Müller");
    assert_eq!(said("ISO_IR 100", "Łódź^Ä=王^小東=", VR::PN), "Lódz^Ä");
    assert_eq!(said("ISO_IR 6", "Иван^É", VR::PN), "????^E");
    assert_eq!(
        said("\\ISO 2022 IR 87", "Éva^A=山=やま", VR::PN),
        "Eva^A=山=やま"
    );
}

const TERMS: [&str; 22] = [
    "",
    "ISO_IR 6",
    "ISO_IR 13",
    "ISO_IR 100",
    "ISO_IR 101",
    "ISO_IR 109",
    "ISO_IR 110",
    "ISO_IR 126",
    "ISO_IR 127",
    "ISO_IR 138",
    "ISO_IR 144",
    "ISO_IR 148",
    "ISO_IR 166",
    "ISO_IR 192",
    "ISO_IR 203",
    "GB18030",
    "GBK",
    "\\ISO 2022 IR 87\\ISO 2022 IR 159",
    "ISO 2022 IR 13\\ISO 2022 IR 87",
    "\\ISO 2022 IR 149",
    "\\ISO 2022 IR 58",
    "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

    /// Any bytes in any set, with the escapes that make decoders stumble among them.
    #[test]
    fn no_bytes_break_decoding(
        term in proptest::sample::select(TERMS.to_vec()),
        parts in proptest::collection::vec(
            proptest::prop_oneof![
                proptest::collection::vec(proptest::prelude::any::<u8>(), 0..6),
                proptest::sample::select(vec![
                    b"\x1b$B".to_vec(), b"\x1b$(D".to_vec(), b"\x1b(B".to_vec(), b"\x1b(J".to_vec(),
                    b"\x1b)I".to_vec(), b"\x1b$)C".to_vec(), b"\x1b$)A".to_vec(), b"\x1b-L".to_vec(),
                    b"\x1b$".to_vec(), b"\x1b".to_vec(),
                ]),
            ],
            0..8,
        ),
    ) {
        let bytes: Vec<u8> = parts.concat();
        let sets = CharacterSets::parse(term).unwrap_or_default();
        for vr in [VR::PN, VR::LO, VR::UT, VR::CS] {
            let text = sets.decode(&bytes, vr);
            proptest::prop_assert!(text.chars().count() <= bytes.len() * 2);
        }
    }

    /// What is encoded is read back as it was, whatever it holds; the rest is refused.
    #[test]
    fn what_is_encoded_is_read_back(
        term in proptest::sample::select(TERMS.to_vec()),
        text in "[a-zA-Zäñłš^= \\\\Люк-яΑ-ω山田太郎洪吉洞张小东王홍길동ﾔﾏﾀやまだ丂誠สม]{0,12}",
    ) {
        let sets = CharacterSets::parse(term).unwrap_or_default();
        for vr in [VR::PN, VR::LO] {
            if let Some(bytes) = sets.encode(&text, vr) {
                proptest::prop_assert_eq!(sets.decode(&bytes, vr), text.clone());
            }
            let said = sets.substituted(&text, vr);
            let is_plain = sets.encode(&said, vr).is_some();
            proptest::prop_assert!(is_plain || said.contains('='), "{} in {}", said, term);
        }
    }
}
