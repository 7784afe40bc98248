//! The tree that people see.

use super::*;
use crate::data_set::write::Writer;
use dicom_core::Tag;
use dicom_dictionary_std::tags;

#[test]
fn attributes_have_names_values_and_items() {
    let mut out = Writer::new(TransferSyntax::ExplicitLittleEndian, CharacterSets::UTF_8);
    out.text(tags::PATIENT_NAME, VR::PN, "Äneas^Rüdiger");
    out.sequence(tags::PROCEDURE_CODE_SEQUENCE, |out| {
        out.item(|out| out.ascii(tags::CODE_VALUE, VR::SH, "C1"));
    });
    out.number(tags::PREGNANCY_STATUS, 4);
    out.element(Tag(0x0029, 0x1010), VR::OB, &[0xDE; 40]);
    out.uncut_text(tags::IMAGE_COMMENTS, VR::LT, &"ü".repeat(300));
    let attributes = describe(
        &Bytes::from(out.into_bytes()),
        "1.2.840.10008.1.2.1",
        "ISO_IR 192",
    )
    .unwrap();
    let name = &attributes[0];
    assert_eq!(
        (name.tag.as_str(), name.keyword, name.vr),
        ("(0010,0010)", "PatientName", "PN")
    );
    assert_eq!(name.value, "Äneas^Rüdiger");
    assert_eq!(attributes[1].items[0][0].value, "C1");
    assert_eq!(attributes[2].value, "4");
    assert!(
        attributes[3].value.ends_with("DE DE … 40 bytes"),
        "{}",
        attributes[3].value
    );
    assert_eq!(attributes[3].keyword, "");
    assert_eq!(attributes[4].value.chars().count(), LONGEST_VALUE + 1);
}

#[test]
fn what_is_no_data_set_is_an_error() {
    let error = describe(
        &Bytes::from_static(b"\x10\0\x10\0\xFF\0\0\0"),
        "1.2.840.10008.1.2",
        "",
    );
    assert!(error.unwrap_err().to_string().contains("(0010,0010)"));
}
