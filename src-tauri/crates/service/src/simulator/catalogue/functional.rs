//! Procedures of ultrasound, nuclear medicine and positron emission tomography.

use super::{ADULT, CANNULA, PLAIN, Procedure, Supply, Who, agent, series, supply};

const TRACER: &[Supply] = &[CANNULA];

pub(super) const PROCEDURES: &[Procedure] = &[
    Procedure {
        code: "USABD",
        meaning: "Ultrasound abdomen",
        modality: "US",
        protocol: ("USABD-1", "Abdomen complete"),
        minutes: 20,
        share: 10,
        series: &[series("Abdomen", 18, 45)],
        ..PLAIN
    },
    Procedure {
        code: "USTHYR",
        meaning: "Ultrasound thyroid",
        modality: "US",
        protocol: ("USTHYR-1", "Thyroid"),
        minutes: 15,
        share: 6,
        series: &[series("Thyroid", 10, 24)],
        ..PLAIN
    },
    Procedure {
        code: "USCAROTID",
        meaning: "Duplex ultrasound of the carotid arteries",
        modality: "US",
        protocol: ("USCAROTID-D", "Carotid duplex"),
        minutes: 25,
        share: 5,
        series: &[
            series("Right carotid", 12, 20),
            series("Left carotid", 12, 20),
        ],
        who: Who {
            youngest: 45,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "USDVTR",
        meaning: "Compression ultrasound right leg",
        modality: "US",
        protocol: ("USDVT-1", "Deep veins of the leg"),
        minutes: 20,
        share: 3,
        series: &[series("Leg veins", 14, 26)],
        other_side: Some("USDVTL"),
        ..PLAIN
    },
    Procedure {
        code: "USDVTL",
        meaning: "Compression ultrasound left leg",
        modality: "US",
        protocol: ("USDVT-1", "Deep veins of the leg"),
        minutes: 20,
        share: 3,
        series: &[series("Leg veins", 14, 26)],
        other_side: Some("USDVTR"),
        ..PLAIN
    },
    Procedure {
        code: "USOB2",
        meaning: "Obstetric ultrasound, second trimester",
        modality: "US",
        protocol: ("USOB-2", "Second trimester biometry"),
        minutes: 30,
        share: 4,
        series: &[series("Biometry", 24, 50), series("Organ survey", 12, 30)],
        who: Who {
            sex: Some('F'),
            youngest: 19,
            oldest: 43,
        },
        ..PLAIN
    },
    Procedure {
        code: "USBIOPSY",
        meaning: "Ultrasound guided biopsy",
        modality: "US",
        protocol: ("USBIOPSY-1", "Guided core biopsy"),
        minutes: 35,
        share: 2,
        series: &[series("Planning", 4, 9), series("Needle position", 3, 8)],
        supplies: &[
            supply("SUP-NEEDLE16", "Core biopsy needle 16G", 2),
            supply("SUP-DRAPE", "Sterile drape set", 1),
        ],
        ..PLAIN
    },
    Procedure {
        code: "NMBONE",
        meaning: "Bone scan, whole body",
        modality: "NM",
        protocol: ("NMBONE-W", "Whole body, late phase"),
        minutes: 40,
        share: 6,
        series: &[
            series("Whole body anterior", 1, 1),
            series("Whole body posterior", 1, 1),
        ],
        agent: Some(agent("RP-TC99MDP", "Tc-99m medronate", 600, "MBq")),
        supplies: TRACER,
        ..PLAIN
    },
    Procedure {
        code: "NMTHYR",
        meaning: "Thyroid scan",
        modality: "NM",
        protocol: ("NMTHYR-1", "Thyroid pertechnetate"),
        minutes: 25,
        share: 5,
        series: &[series("Thyroid static", 1, 3)],
        agent: Some(agent("RP-TC99O4", "Tc-99m pertechnetate", 70, "MBq")),
        supplies: TRACER,
        ..PLAIN
    },
    Procedure {
        code: "NMHEART",
        meaning: "Myocardial perfusion, stress and rest",
        modality: "NM",
        protocol: ("NMHEART-2", "Gated SPECT stress and rest"),
        minutes: 50,
        share: 4,
        series: &[
            series("Stress gated SPECT", 1, 2),
            series("Rest gated SPECT", 1, 2),
            series("Short axis", 2, 4),
        ],
        agent: Some(agent("RP-TC99MIBI", "Tc-99m sestamibi", 800, "MBq")),
        supplies: TRACER,
        who: Who {
            youngest: 40,
            oldest: 85,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "PTWB",
        meaning: "PET/CT whole body",
        modality: "PT",
        protocol: ("PTWB-F", "Whole body FDG"),
        minutes: 40,
        share: 8,
        series: &[
            series("Scout", 1, 2),
            series("CT attenuation", 180, 260),
            series("PET corrected", 180, 260),
        ],
        agent: Some(agent("RP-F18FDG", "F-18 fludeoxyglucose", 300, "MBq")),
        supplies: TRACER,
        ..PLAIN
    },
    Procedure {
        code: "PTPSMA",
        meaning: "PET/CT with PSMA ligand",
        modality: "PT",
        protocol: ("PTPSMA-1", "Whole body PSMA"),
        minutes: 40,
        share: 3,
        series: &[
            series("Scout", 1, 2),
            series("CT attenuation", 180, 260),
            series("PET corrected", 180, 260),
        ],
        agent: Some(agent("RP-GA68PSMA", "Ga-68 PSMA-11", 150, "MBq")),
        supplies: TRACER,
        who: Who {
            sex: Some('M'),
            youngest: 52,
            oldest: 86,
        },
        ..PLAIN
    },
];
