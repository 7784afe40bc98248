//! Procedures of computed tomography and magnetic resonance.

use super::{
    ADULT, Agent, CANNULA, DOSE, INJECTOR_LINE, PLAIN, Procedure, Supply, Who, agent, series,
};

const IODINE: Agent = agent("CM-IOHEX350", "Iohexol 350 mg/ml", 90, "ml");
const GADOLINIUM: Agent = agent("CM-GADOB1", "Gadobutrol 1 mmol/ml", 8, "ml");
const INJECTION: &[Supply] = &[CANNULA, INJECTOR_LINE];

pub(super) const PROCEDURES: &[Procedure] = &[
    Procedure {
        code: "CTHEAD",
        meaning: "CT head without contrast",
        modality: "CT",
        protocol: ("CTHEAD-N", "Head native"),
        minutes: 15,
        share: 10,
        series: &[
            series("Scout", 1, 2),
            series("Head 5 mm", 28, 36),
            series("Head bone 1 mm", 120, 170),
            DOSE,
        ],
        ..PLAIN
    },
    Procedure {
        code: "CTCHEST",
        meaning: "CT chest with contrast",
        modality: "CT",
        protocol: ("CTCHEST-V", "Chest venous"),
        minutes: 20,
        share: 8,
        series: &[
            series("Scout", 1, 2),
            series("Chest venous 3 mm", 90, 130),
            series("Lung 1 mm", 180, 260),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: INJECTION,
        ..PLAIN
    },
    Procedure {
        code: "CTABD",
        meaning: "CT abdomen with contrast",
        modality: "CT",
        protocol: ("CTABD-V", "Abdomen portal venous"),
        minutes: 25,
        share: 9,
        series: &[
            series("Scout", 1, 2),
            series("Portal venous", 90, 140),
            series("Coronal 3 mm", 60, 80),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: INJECTION,
        ..PLAIN
    },
    Procedure {
        code: "CTLIVER3",
        meaning: "CT liver, three phases",
        modality: "CT",
        protocol: ("CTLIVER-3", "Liver native, arterial, portal venous"),
        minutes: 30,
        share: 3,
        series: &[
            series("Scout", 1, 2),
            series("Native", 60, 80),
            series("Arterial", 60, 90),
            series("Portal venous", 90, 140),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: INJECTION,
        ..PLAIN
    },
    Procedure {
        code: "CTPULM",
        meaning: "CT pulmonary angiography",
        modality: "CT",
        protocol: ("CTPULM-A", "Pulmonary arteries"),
        minutes: 20,
        share: 5,
        series: &[
            series("Scout", 1, 2),
            series("Bolus tracking", 6, 14),
            series("Pulmonary arteries 1 mm", 220, 320),
            DOSE,
        ],
        agent: Some(IODINE),
        supplies: INJECTION,
        ..PLAIN
    },
    Procedure {
        code: "CTSPINE",
        meaning: "CT lumbar spine",
        modality: "CT",
        protocol: ("CTSPINE-L", "Lumbar spine"),
        minutes: 15,
        share: 4,
        series: &[
            series("Scout", 1, 2),
            series("Bone 1 mm", 150, 220),
            series("Sagittal 2 mm", 30, 45),
            DOSE,
        ],
        ..PLAIN
    },
    Procedure {
        code: "MRBRAIN",
        meaning: "MR brain with contrast",
        modality: "MR",
        protocol: ("MRBRAIN-C", "Brain with gadolinium"),
        minutes: 35,
        share: 9,
        series: &[
            series("Localizer", 3, 9),
            series("T2 TSE axial", 24, 30),
            series("FLAIR axial", 24, 30),
            series("DWI", 48, 72),
            series("T1 axial", 24, 30),
            series("T1 axial with contrast", 24, 30),
        ],
        agent: Some(GADOLINIUM),
        supplies: INJECTION,
        ..PLAIN
    },
    Procedure {
        code: "MRLSPINE",
        meaning: "MR lumbar spine",
        modality: "MR",
        protocol: ("MRLSPINE-1", "Lumbar spine standard"),
        minutes: 25,
        share: 8,
        series: &[
            series("Localizer", 3, 9),
            series("T2 sagittal", 15, 19),
            series("T1 sagittal", 15, 19),
            series("T2 axial", 24, 36),
        ],
        ..PLAIN
    },
    Procedure {
        code: "MRKNEER",
        meaning: "MR knee right",
        modality: "MR",
        protocol: ("MRKNEE-1", "Knee standard"),
        minutes: 25,
        share: 4,
        series: KNEE,
        other_side: Some("MRKNEEL"),
        who: Who {
            youngest: 14,
            oldest: 75,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "MRKNEEL",
        meaning: "MR knee left",
        modality: "MR",
        protocol: ("MRKNEE-1", "Knee standard"),
        minutes: 25,
        share: 4,
        series: KNEE,
        other_side: Some("MRKNEER"),
        who: Who {
            youngest: 14,
            oldest: 75,
            ..ADULT
        },
        ..PLAIN
    },
    Procedure {
        code: "MRPROST",
        meaning: "MR prostate, multiparametric",
        modality: "MR",
        protocol: ("MRPROST-M", "Prostate multiparametric"),
        minutes: 40,
        share: 3,
        series: &[
            series("Localizer", 3, 9),
            series("T2 axial", 24, 30),
            series("T2 sagittal", 20, 26),
            series("DWI", 60, 90),
            series("Perfusion", 120, 180),
        ],
        agent: Some(GADOLINIUM),
        supplies: INJECTION,
        who: Who {
            sex: Some('M'),
            youngest: 48,
            oldest: 82,
        },
        ..PLAIN
    },
    Procedure {
        code: "MRMRCP",
        meaning: "MR cholangiopancreatography",
        modality: "MR",
        protocol: ("MRMRCP-1", "Bile ducts"),
        minutes: 30,
        share: 3,
        series: &[
            series("Localizer", 3, 9),
            series("T2 HASTE axial", 28, 36),
            series("MRCP 3D", 60, 80),
            series("MRCP thick slab", 6, 10),
        ],
        ..PLAIN
    },
];

const KNEE: &[super::SeriesPattern] = &[
    series("Localizer", 3, 9),
    series("PD fat sat sagittal", 24, 30),
    series("PD fat sat coronal", 22, 28),
    series("T1 coronal", 22, 28),
    series("PD fat sat axial", 24, 30),
];
