//! Procedures of radiography, mammography, fluoroscopy and angiography.

use super::{ADULT, Agent, DOSE, PLAIN, Procedure, SeriesPattern, Who, agent, series, supply};

const IODINE: Agent = agent("CM-IODIX320", "Iodixanol 320 mg/ml", 70, "ml");
const BARIUM: Agent = agent("CM-BASO4", "Barium sulfate suspension", 150, "ml");
const HAND: &[SeriesPattern] = &[series("Hand PA", 1, 1), series("Hand oblique", 1, 1)];
const KNEE: &[SeriesPattern] = &[
    series("Knee AP", 1, 1),
    series("Knee lateral", 1, 1),
    series("Patella axial", 1, 1),
];
const BREAST: &[SeriesPattern] = &[
    series("R CC", 1, 1),
    series("L CC", 1, 1),
    series("R MLO", 1, 1),
    series("L MLO", 1, 1),
];
const CHILD_TO_OLD: Who = Who {
    youngest: 6,
    ..ADULT
};
const SCREENED: Who = Who {
    sex: Some('F'),
    youngest: 48,
    oldest: 74,
};

pub(super) const PROCEDURES: &[Procedure] = &[
    Procedure {
        code: "DXCHEST2",
        meaning: "Chest, two views",
        modality: "DX",
        protocol: ("DXCHEST-2", "Chest PA and lateral"),
        minutes: 10,
        share: 12,
        series: &[series("Chest PA", 1, 1), series("Chest lateral", 1, 1)],
        ..PLAIN
    },
    Procedure {
        code: "DXHANDR",
        meaning: "Hand right, two views",
        modality: "DX",
        protocol: ("DXHAND-2", "Hand PA and oblique"),
        minutes: 10,
        share: 4,
        series: HAND,
        who: CHILD_TO_OLD,
        other_side: Some("DXHANDL"),
        ..PLAIN
    },
    Procedure {
        code: "DXHANDL",
        meaning: "Hand left, two views",
        modality: "DX",
        protocol: ("DXHAND-2", "Hand PA and oblique"),
        minutes: 10,
        share: 4,
        series: HAND,
        who: CHILD_TO_OLD,
        other_side: Some("DXHANDR"),
        ..PLAIN
    },
    Procedure {
        code: "DXKNEER",
        meaning: "Knee right, three views",
        modality: "DX",
        protocol: ("DXKNEE-3", "Knee AP, lateral, patella"),
        minutes: 10,
        share: 5,
        series: KNEE,
        who: CHILD_TO_OLD,
        other_side: Some("DXKNEEL"),
        ..PLAIN
    },
    Procedure {
        code: "DXKNEEL",
        meaning: "Knee left, three views",
        modality: "DX",
        protocol: ("DXKNEE-3", "Knee AP, lateral, patella"),
        minutes: 10,
        share: 5,
        series: KNEE,
        who: CHILD_TO_OLD,
        other_side: Some("DXKNEER"),
        ..PLAIN
    },
    Procedure {
        code: "DXPELVIS",
        meaning: "Pelvis AP",
        modality: "DX",
        protocol: ("DXPELVIS-1", "Pelvis AP"),
        minutes: 10,
        share: 3,
        series: &[series("Pelvis AP", 1, 1)],
        ..PLAIN
    },
    Procedure {
        code: "DXSPINEW",
        meaning: "Whole spine, standing",
        modality: "DX",
        protocol: ("DXSPINE-W", "Whole spine stitched"),
        minutes: 15,
        share: 2,
        series: &[
            series("Spine AP stitched", 3, 4),
            series("Spine lateral stitched", 3, 4),
        ],
        films: 2,
        who: Who {
            youngest: 9,
            oldest: 70,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "MGSCREEN",
        meaning: "Mammography screening, both sides",
        modality: "MG",
        protocol: ("MGSCREEN-4", "Four standard views"),
        minutes: 10,
        share: 8,
        series: BREAST,
        who: SCREENED,
        ..PLAIN
    },
    Procedure {
        code: "MGDIAG",
        meaning: "Mammography with tomosynthesis, both sides",
        modality: "MG",
        protocol: ("MGDIAG-T", "Four views and tomosynthesis"),
        minutes: 20,
        share: 5,
        series: &[
            series("R CC", 1, 1),
            series("L CC", 1, 1),
            series("R MLO", 1, 1),
            series("L MLO", 1, 1),
            series("R MLO tomosynthesis", 1, 2),
            series("L MLO tomosynthesis", 1, 2),
        ],
        who: Who {
            youngest: 34,
            oldest: 80,
            ..SCREENED
        },
        ..PLAIN
    },
    Procedure {
        code: "RFSWALLOW",
        meaning: "Swallowing study",
        modality: "RF",
        protocol: ("RFSWALLOW-1", "Oesophagus with barium"),
        minutes: 25,
        share: 5,
        series: &[series("Swallow lateral", 4, 10), series("Swallow AP", 3, 8)],
        agent: Some(BARIUM),
        ..PLAIN
    },
    Procedure {
        code: "RFPICC",
        meaning: "Central line, position check",
        modality: "RF",
        protocol: ("RFPICC-1", "Central line under fluoroscopy"),
        minutes: 30,
        share: 4,
        series: &[series("Tip position", 2, 5)],
        supplies: &[
            supply("SUP-PICC5", "Central line 5F, double lumen", 1),
            supply("SUP-DRAPE", "Sterile drape set", 1),
        ],
        ..PLAIN
    },
    Procedure {
        code: "XACORO",
        meaning: "Coronary angiography",
        modality: "XA",
        protocol: ("XACORO-1", "Left and right coronary arteries"),
        minutes: 45,
        share: 6,
        series: &[
            series("Left coronary", 5, 9),
            series("Right coronary", 3, 6),
            series("Ventriculography", 1, 2),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: &[
            supply("SUP-SHEATH6", "Introducer sheath 6F", 1),
            supply("SUP-CATH5", "Diagnostic catheter 5F", 3),
            supply("SUP-WIRE35", "Guide wire 0.035 inch", 2),
        ],
        who: Who {
            youngest: 42,
            oldest: 88,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "XALEGS",
        meaning: "Angiography of both legs",
        modality: "XA",
        protocol: ("XALEGS-1", "Pelvis and legs"),
        minutes: 60,
        share: 4,
        series: &[
            series("Pelvis", 8, 16),
            series("Thigh", 8, 16),
            series("Calf", 8, 16),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: &[
            supply("SUP-SHEATH5", "Introducer sheath 5F", 1),
            supply("SUP-CATH4", "Diagnostic catheter 4F", 2),
            supply("SUP-CLOSE", "Vascular closure device", 1),
        ],
        who: Who {
            youngest: 50,
            oldest: 90,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "XADRAIN",
        meaning: "Biliary drainage",
        modality: "XA",
        protocol: ("XADRAIN-1", "Percutaneous biliary drainage"),
        minutes: 60,
        share: 2,
        series: &[
            series("Cholangiogram", 4, 9),
            series("Final position", 1, 3),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: &[
            supply("SUP-DRAIN8", "Drainage catheter 8F", 2),
            supply("SUP-DRAPE", "Sterile drape set", 1),
        ],
        ..PLAIN
    },
];
