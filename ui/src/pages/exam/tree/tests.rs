//! The tree of a message, without a window.

use super::*;

fn attribute(tag: &str, keyword: &str, value: &str) -> Attribute {
    Attribute {
        tag: tag.into(),
        keyword: keyword.into(),
        vr: "LO".into(),
        value: value.into(),
        change: AttributeChange::Same,
        items: Vec::new(),
    }
}

fn sequence(tag: &str, keyword: &str, items: Vec<Vec<Attribute>>) -> Attribute {
    Attribute {
        vr: "SQ".into(),
        items,
        ..attribute(tag, keyword, "")
    }
}

fn message() -> Vec<Attribute> {
    let series = |description| {
        vec![
            attribute("0008,103E", "SeriesDescription", description),
            attribute("0010,0010", "PatientName", "IBARRA^LUCIA"),
        ]
    };
    vec![
        Attribute {
            change: AttributeChange::Changed,
            ..attribute("0040,0252", "PerformedProcedureStepStatus", "COMPLETED")
        },
        sequence(
            "0040,0340",
            "PerformedSeriesSequence",
            vec![series("Topogram"), series("Portal venous")],
        ),
    ]
}

fn names(filter: &Filter, open: &[&str]) -> Vec<String> {
    let open = open.iter().map(|path| (*path).to_owned()).collect();
    rows(&message(), &open, filter)
        .into_iter()
        .map(|row| row.name)
        .collect()
}

#[test]
fn a_closed_sequence_hides_its_items() {
    assert_eq!(
        names(&Filter::default(), &[]),
        ["PPS Status", "Performed Series"]
    );
    assert_eq!(
        names(&Filter::default(), &["/0040,0340"]),
        [
            "PPS Status",
            "Performed Series",
            "Item 1, Topogram",
            "Item 2, Portal venous"
        ]
    );
}

#[test]
fn a_filter_opens_the_way_to_what_it_finds() {
    let filter = Filter {
        text: "portal".into(),
        changed_only: false,
    };
    assert_eq!(
        names(&filter, &[]),
        [
            "Performed Series",
            "Item 2, Portal venous",
            "Series Description"
        ]
    );
}

#[test]
fn only_what_changed_is_left() {
    let filter = Filter {
        text: String::new(),
        changed_only: true,
    };
    assert_eq!(names(&filter, &[]), ["PPS Status"]);
    assert_eq!(changed(&message()), 1);
}

#[test]
fn keywords_are_read_as_words() {
    let name = |keyword| name_of(&attribute("0000,0000", keyword, ""));
    assert_eq!(name("PerformedProcedureStepEndDate"), "PPS End Date");
    assert_eq!(name("SeriesInstanceUID"), "Series Instance UID");
    assert_eq!(name("RetrieveAETitle"), "Retrieve AE Title");
}

#[test]
fn a_copy_leaves_the_patient_out_unless_asked() {
    let text = as_text(&message(), PatientData::LeftOut);
    assert!(
        !text.contains("IBARRA") && text.contains("(0008,103E) LO SeriesDescription: Topogram")
    );
    assert!(as_text(&message(), PatientData::Included).contains("IBARRA^LUCIA"));
    assert!(!as_json(&message(), PatientData::LeftOut).contains("00100010"));
}

#[test]
fn json_keeps_every_value_and_escapes_text() {
    let attributes = [attribute("0018,1030", "ProtocolName", "A \"B\"\\C")];
    assert_eq!(
        as_json(&attributes, PatientData::LeftOut),
        r#"{"00181030":{"vr":"LO","Value":["A \"B\"","C"]}}"#
    );
}
