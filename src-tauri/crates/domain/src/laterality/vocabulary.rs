//! The declared words for sides and body parts, English and Spanish, folded (see
//! [`crate::folding::fold`]). A word is one token: letters and digits between anything else.

use super::BodyPart;

/// Left, wherever it stands.
pub(super) const LEFT: [&str; 12] = [
    "left",
    "lt",
    "lft",
    "izquierda",
    "izquierdo",
    "izquierdas",
    "izquierdos",
    "izq",
    "izda",
    "izdo",
    "izqda",
    "izqdo",
];

/// Right, wherever it stands.
pub(super) const RIGHT: [&str; 12] = [
    "right", "rt", "rgt", "derecha", "derecho", "derechas", "derechos", "dcha", "dcho", "dch",
    "drcha", "drcho",
];

/// Both sides, wherever it stands.
pub(super) const BILATERAL: [&str; 5] = ["bilateral", "bilaterales", "bilat", "bilaterally", "bil"];

/// Left only beside a body part that there are two of: "L spine" is the lumbar one.
pub(super) const LEFT_BESIDE: [&str; 2] = ["l", "i"];

/// Right only beside a body part that there are two of.
pub(super) const RIGHT_BESIDE: [&str; 3] = ["r", "d", "der"];

/// Both sides only in a text that names a body part that there are two of: "both phases".
pub(super) const BOTH_OF: [&str; 3] = ["both", "ambos", "ambas"];

/// Beside one of these a side names a part of an organ or a therapy, not the side of the body.
pub(super) const NO_SIDE_BESIDE: [&str; 26] = [
    "ventricle",
    "ventricular",
    "ventriculo",
    "atrium",
    "atrial",
    "auricula",
    "auricular",
    "heart",
    "corazon",
    "coronary",
    "coronaria",
    "bundle",
    "outflow",
    "lobe",
    "lobulo",
    "hepatic",
    "plan",
    "planning",
    "planificacion",
    "sim",
    "simulation",
    "dose",
    "struct",
    "structure",
    "shunt",
    "colon",
];

/// Before or after one of these a side is a projection or a position, unless the text names a body
/// part that there are two of: "chest left lateral".
pub(super) const PROJECTION: [&str; 12] = [
    "lateral",
    "anterior",
    "posterior",
    "oblique",
    "oblicua",
    "oblicuo",
    "decubitus",
    "decubito",
    "lateralis",
    "side",
    "down",
    "up",
];

/// Body parts by their words; several tokens are one word here if they follow each other. Where two
/// begin with the same token, the longer one stands first.
pub(super) const BODY_PARTS: [(BodyPart, &[&str]); 33] = [
    (
        BodyPart::CervicalSpine,
        &[
            "cervical spine",
            "columna cervical",
            "c spine",
            "cspine",
            "cervical",
            "cervicales",
        ],
    ),
    (
        BodyPart::ThoracicSpine,
        &[
            "thoracic spine",
            "dorsal spine",
            "columna dorsal",
            "columna toracica",
            "t spine",
            "tspine",
        ],
    ),
    (
        BodyPart::LumbarSpine,
        &[
            "lumbar spine",
            "columna lumbar",
            "columna lumbosacra",
            "l spine",
            "lspine",
            "lumbar",
            "lumbosacral",
            "lumbosacra",
        ],
    ),
    (BodyPart::Spine, &["spine", "spinal", "columna"]),
    (
        BodyPart::Ear,
        &[
            "temporal bone",
            "internal auditory",
            "ear",
            "oido",
            "oidos",
            "penasco",
            "penascos",
        ],
    ),
    (
        BodyPart::Eye,
        &[
            "orbit", "orbits", "orbita", "orbitas", "eye", "eyes", "ojo", "ojos",
        ],
    ),
    (
        BodyPart::Face,
        &[
            "sinus",
            "sinuses",
            "senos paranasales",
            "face",
            "facial",
            "cara",
            "mandible",
            "mandibula",
        ],
    ),
    (
        BodyPart::Head,
        &[
            "head", "brain", "skull", "cranial", "cerebral", "cabeza", "cerebro", "craneo",
            "craneal", "neuro",
        ],
    ),
    (
        BodyPart::Carotid,
        &[
            "carotid",
            "carotids",
            "carotida",
            "carotidas",
            "carotideo",
            "troncos supraaorticos",
        ],
    ),
    (
        BodyPart::Neck,
        &["neck", "cuello", "thyroid", "tiroides", "larynx", "laringe"],
    ),
    (
        BodyPart::Breast,
        &[
            "breast",
            "breasts",
            "mama",
            "mamas",
            "mamaria",
            "mammography",
            "mammogram",
            "mamografia",
        ],
    ),
    (
        BodyPart::Heart,
        &[
            "heart",
            "cardiac",
            "coronary",
            "coronaria",
            "coronarias",
            "corazon",
            "cardiaca",
            "cardiaco",
            "myocardial",
            "miocardio",
        ],
    ),
    (
        BodyPart::Lung,
        &[
            "lung",
            "lungs",
            "pulmon",
            "pulmones",
            "pulmonary",
            "pulmonar",
        ],
    ),
    (
        BodyPart::Rib,
        &["rib", "ribs", "costilla", "costillas", "parrilla costal"],
    ),
    (
        BodyPart::Chest,
        &[
            "chest", "thorax", "thoracic", "torax", "toracica", "toracico",
        ],
    ),
    (
        BodyPart::Kidney,
        &[
            "kidney", "kidneys", "renal", "rinon", "rinones", "ureter", "ureteral",
        ],
    ),
    (
        BodyPart::Abdomen,
        &[
            "abdomen",
            "abdominal",
            "liver",
            "higado",
            "hepatic",
            "hepatica",
            "pancreas",
            "biliary",
            "enterography",
        ],
    ),
    (
        BodyPart::Hip,
        &["hip", "hips", "cadera", "caderas", "acetabulum"],
    ),
    (
        BodyPart::Pelvis,
        &[
            "pelvis", "pelvic", "pelvica", "prostate", "prostata", "sacrum", "sacro",
        ],
    ),
    (
        BodyPart::Shoulder,
        &[
            "shoulder",
            "shoulders",
            "hombro",
            "hombros",
            "scapula",
            "escapula",
        ],
    ),
    (
        BodyPart::Clavicle,
        &["clavicle", "clavicles", "clavicula", "claviculas"],
    ),
    (
        BodyPart::UpperArm,
        &[
            "upper arm",
            "humerus",
            "humero",
            "arm",
            "brazo",
            "axilla",
            "axila",
        ],
    ),
    (BodyPart::Elbow, &["elbow", "elbows", "codo", "codos"]),
    (
        BodyPart::Forearm,
        &["forearm", "antebrazo", "ulna", "cubito"],
    ),
    (
        BodyPart::Wrist,
        &["wrist", "wrists", "muneca", "munecas", "carpal"],
    ),
    (
        BodyPart::Hand,
        &[
            "hand", "hands", "mano", "manos", "finger", "fingers", "thumb", "pulgar", "dedo",
            "dedos",
        ],
    ),
    (
        BodyPart::Thigh,
        &["thigh", "thighs", "femur", "femoral", "muslo", "muslos"],
    ),
    (
        BodyPart::Knee,
        &["knee", "knees", "rodilla", "rodillas", "patella", "rotula"],
    ),
    (
        BodyPart::LowerLeg,
        &[
            "lower leg",
            "tibia",
            "fibula",
            "calf",
            "leg",
            "legs",
            "pierna",
            "piernas",
            "perone",
        ],
    ),
    (BodyPart::Ankle, &["ankle", "ankles", "tobillo", "tobillos"]),
    (
        BodyPart::Foot,
        &[
            "foot",
            "feet",
            "pie",
            "pies",
            "toe",
            "toes",
            "heel",
            "calcaneus",
            "calcaneo",
        ],
    ),
    (
        BodyPart::Extremity,
        &[
            "extremity",
            "extremities",
            "extremidad",
            "extremidades",
            "limb",
        ],
    ),
    (
        BodyPart::WholeBody,
        &["whole body", "cuerpo entero", "wholebody"],
    ),
];
