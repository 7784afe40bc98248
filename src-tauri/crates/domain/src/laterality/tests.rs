//! What is a side and what only looks like one.

use super::{
    BodyPart, Laterality, body_parts_in, side_in, side_of_report, side_of_step, vocabulary,
};
use crate::Code;
use crate::folding::fold;
use crate::performed_step::{PerformedSeries, Report};
use crate::scheduled_step::ScheduledStep;
use proptest::prelude::*;

use Laterality::{Both, Left, Right};

#[test]
fn sides_are_read_from_words_in_both_languages() {
    for (text, side) in [
        ("CT shoulder left", Left),
        ("MR KNEE LT", Left),
        ("T1_SAG_LEFT", Left),
        ("L knee", Left),
        ("Knee L", Left),
        ("TC hombro izquierdo", Left),
        ("Rodilla izq. AP", Left),
        ("RX mano IZQUIERDA", Left),
        ("rodilla d", Right),
        ("Right hip", Right),
        ("RT foot AP", Right),
        ("RX muñeca dcha", Right),
        ("Knee left lateral", Left),
        ("Mammography bilateral", Both),
        ("both knees", Both),
        ("Ecografía de ambas mamas", Both),
        ("hands left and right", Both),
    ] {
        assert_eq!(side_in(text), Some(side), "{text}");
    }
}

#[test]
fn what_only_looks_like_a_side_is_none() {
    for text in [
        "",
        "CT abdomen",
        "L spine",
        "L-Spine sagittal",
        "Lumbar L4/L5",
        "Chest left lateral",
        "Left ventricle short axis",
        "Función del ventrículo izquierdo",
        "CT RT planning",
        "Both phases",
        "Cleft palate",
        "Bright blood",
        "T2 R1",
        "Copyright",
    ] {
        assert_eq!(side_in(text), None, "{text}");
    }
}

#[test]
fn body_parts_are_words_and_not_parts_of_words() {
    assert_eq!(
        body_parts_in("MR lumbar spine"),
        Some(vec![BodyPart::LumbarSpine])
    );
    assert_eq!(body_parts_in("Columna"), Some(vec![BodyPart::Spine]));
    assert_eq!(
        body_parts_in("CT chest, abdomen and pelvis"),
        Some(vec![BodyPart::Chest, BodyPart::Abdomen, BodyPart::Pelvis])
    );
    assert_eq!(body_parts_in("RX de muñeca"), Some(vec![BodyPart::Wrist]));
    assert_eq!(body_parts_in("Handling, early phase, chip"), None);
}

#[test]
fn codes_speak_before_texts() {
    let step = ScheduledStep {
        description: "Knee right".to_owned(),
        protocol_codes: vec![Code::new("7771000", "SCT", "Left")],
        ..ScheduledStep::default()
    };
    let reading = side_of_step(&step).expect("coded");
    assert_eq!((reading.value, reading.inferred), (Left, false));
    let other_scheme = ScheduledStep {
        protocol_codes: vec![Code::new("7771000", "99SITE", "")],
        ..step
    };
    let reading = side_of_step(&other_scheme).expect("in the description");
    assert_eq!((reading.value, reading.inferred), (Right, true));
}

#[test]
fn the_series_speak_before_what_is_copied_from_the_worklist() {
    let report = Report {
        description: Some("Knee left".to_owned()),
        series: Some(vec![PerformedSeries {
            protocol_name: "KNEE RIGHT".to_owned(),
            ..PerformedSeries::default()
        }]),
        ..Report::default()
    };
    let reading = side_of_report(&report).expect("in the series");
    assert_eq!((reading.value, reading.evidence), (Right, "KNEE RIGHT"));
}

#[test]
fn a_patient_name_is_no_side() {
    let report = Report {
        patient: crate::Patient {
            name: crate::PersonName::new("Left^Hand"),
            ..crate::Patient::default()
        },
        ..Report::default()
    };
    assert_eq!(side_of_report(&report), None);
}

#[test]
fn the_vocabulary_is_folded_and_each_word_means_one_thing() {
    let sides = [
        &vocabulary::LEFT[..],
        &vocabulary::RIGHT,
        &vocabulary::BILATERAL,
        &vocabulary::LEFT_BESIDE,
        &vocabulary::RIGHT_BESIDE,
        &vocabulary::BOTH_OF,
    ];
    let parts = vocabulary::BODY_PARTS.iter().map(|(_, words)| *words);
    let mut words: Vec<&str> = sides.into_iter().chain(parts).flatten().copied().collect();
    for word in &words {
        assert_eq!(fold(word), *word);
    }
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all);
}

proptest! {
    #[test]
    fn no_text_panics_and_case_does_not_count(text in "\\PC{0,40}", side in "(left|izda|r|both)") {
        let text = format!("{text} {side} knee");
        let _ = body_parts_in(&text);
        if text.is_ascii() {
            prop_assert_eq!(side_in(&text), side_in(&text.to_ascii_uppercase()));
        }
    }
}
