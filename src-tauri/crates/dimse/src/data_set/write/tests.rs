//! Bytes by hand from PS3.5 7.1, and values that do not fit.

use super::*;

fn writer(syntax: TransferSyntax) -> Writer {
    Writer::new(syntax, CharacterSets::UTF_8)
}

#[test]
fn elements_in_both_transfer_syntaxes() {
    let write = |syntax| {
        let mut out = writer(syntax);
        out.ascii(tags::STUDY_INSTANCE_UID, VR::UI, "1.2.3");
        out.sequence(tags::PROCEDURE_CODE_SEQUENCE, |out| {
            out.item(|out| out.ascii(tags::CODE_VALUE, VR::SH, "C"));
        });
        out.number(tags::PREGNANCY_STATUS, 4);
        out.uncut_text(tags::LONG_CODE_VALUE, VR::UC, "L");
        out.into_bytes()
    };
    assert_eq!(
        write(TransferSyntax::ImplicitLittleEndian),
        [
            b"\x20\0\x0D\0\x06\0\0\x001.2.3\0".as_slice(),
            b"\x08\0\x32\x10\x12\0\0\0",
            b"\xFE\xFF\0\xE0\x0A\0\0\0",
            b"\x08\0\0\x01\x02\0\0\0C ",
            b"\x10\0\xC0\x21\x02\0\0\0\x04\0",
            b"\x08\0\x19\x01\x02\0\0\0L ",
        ]
        .concat()
    );
    assert_eq!(
        write(TransferSyntax::ExplicitLittleEndian),
        [
            b"\x20\0\x0D\0UI\x06\x001.2.3\0".as_slice(),
            b"\x08\0\x32\x10SQ\0\0\x12\0\0\0",
            b"\xFE\xFF\0\xE0\x0A\0\0\0",
            b"\x08\0\0\x01SH\x02\0C ",
            b"\x10\0\xC0\x21US\x02\0\x04\0",
            b"\x08\0\x19\x01UC\0\0\x02\0\0\0L ",
        ]
        .concat()
    );
}

#[test]
fn text_is_cut_on_a_character_and_identifiers_are_not() {
    assert_eq!(fitted(&"ä".repeat(20), VR::SH), "ä".repeat(16));
    assert_eq!(fitted(&"x".repeat(65), VR::LO), "x".repeat(64));
    let long = "n".repeat(70);
    let name = format!("{long}=Ж{long}");
    assert_eq!(
        fitted(&name, VR::PN),
        format!("{}=Ж{}", "n".repeat(64), "n".repeat(63))
    );
    let mut out = writer(TransferSyntax::ImplicitLittleEndian);
    out.uncut_text(tags::ACCESSION_NUMBER, VR::SH, &"1".repeat(20));
    assert_eq!(out.bytes().len(), 28);
}

#[test]
fn what_would_split_or_break_a_value_is_replaced() {
    assert_eq!(fitted("a\\b\r\nc\x1b$B", VR::LO), "a/b  c $B");
    assert_eq!(fitted("a\\b\r\nc\x1b$B", VR::LT), "a\\b\r\nc $B");
}

#[test]
fn the_character_set_comes_first_and_knows_what_was_written() {
    let latin = CharacterSets::parse("ISO_IR 100").unwrap();
    let mut out = Writer::new(TransferSyntax::ImplicitLittleEndian, latin);
    out.text(tags::PATIENT_NAME, VR::PN, "Doe");
    assert_eq!(out.text_used(), TextUsed::Ascii);
    out.text(tags::PATIENT_NAME, VR::PN, "Dö");
    assert_eq!(out.text_used(), TextUsed::Beyond);
    assert!(out.bytes().ends_with(b"D\xF6"));
    out.prepend(&character_set_element(
        "ISO_IR 100",
        TransferSyntax::ImplicitLittleEndian,
    ));
    assert!(out.bytes().starts_with(b"\x08\0\x05\0\x0A\0\0\0ISO_IR 100"));
    out.text(tags::PATIENT_NAME, VR::PN, "山");
    assert_eq!(out.text_used(), TextUsed::Unencodable);
}
