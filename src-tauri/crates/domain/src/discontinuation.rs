//! Why exams are discontinued: CID 9301 (PS3.16) with our classes and words.

use crate::Code;

/// A reason of CID 9301, Modality PPS Discontinuation Reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Code Value.
    pub value: &'static str,
    /// Coding Scheme Designator.
    pub scheme: &'static str,
    /// Code Meaning of PS3.16.
    pub meaning: &'static str,
    /// The same in Spanish.
    pub meaning_spanish: &'static str,
    /// What kind of reason it is.
    pub class: Class,
}

/// Kinds of reasons, for lists and counts. Ours; the standard has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A clinician decided.
    Clinical,
    /// The equipment.
    Technical,
    /// The order was wrong.
    OrderError,
    /// The patient's state or will.
    Patient,
    /// The patient did not come.
    NoShow,
    /// For correct charging.
    Billing,
    /// Harm by the exam.
    AdverseEvent,
    /// The operator picked another entry of the worklist than meant: for that entry nothing happened.
    WrongEntry,
    /// None was given.
    Unspecified,
}

/// CID 9301, in the order of its codes.
pub const REASONS: [Reason; 19] = [
    dicom(
        "110500",
        "Doctor canceled procedure",
        "El médico anuló el procedimiento",
        Class::Clinical,
    ),
    dicom(
        "110501",
        "Equipment failure",
        "Fallo del equipo",
        Class::Technical,
    ),
    dicom(
        "110502",
        "Incorrect procedure ordered",
        "Se pidió un procedimiento incorrecto",
        Class::OrderError,
    ),
    dicom(
        "110503",
        "Patient allergic to media/contrast",
        "Paciente alérgico al contraste",
        Class::Patient,
    ),
    dicom(
        "110504",
        "Patient died",
        "El paciente falleció",
        Class::Patient,
    ),
    dicom(
        "110505",
        "Patient refused to continue procedure",
        "El paciente no quiso continuar",
        Class::Patient,
    ),
    dicom(
        "110506",
        "Patient taken for treatment or surgery",
        "Paciente llevado a tratamiento o cirugía",
        Class::Patient,
    ),
    dicom(
        "110507",
        "Patient did not arrive",
        "El paciente no se presentó",
        Class::NoShow,
    ),
    dicom(
        "110508",
        "Patient pregnant",
        "Paciente embarazada",
        Class::Patient,
    ),
    dicom(
        "110509",
        "Change of procedure for correct charging",
        "Cambio de procedimiento para facturar correctamente",
        Class::Billing,
    ),
    dicom(
        "110510",
        "Duplicate order",
        "Orden duplicada",
        Class::OrderError,
    ),
    dicom(
        "110511",
        "Nursing unit cancel",
        "Anulado por enfermería",
        Class::Clinical,
    ),
    dicom(
        "110512",
        "Incorrect side ordered",
        "Se pidió el lado incorrecto",
        Class::OrderError,
    ),
    dicom(
        "110513",
        "Discontinued for unspecified reason",
        "Interrumpido sin motivo indicado",
        Class::Unspecified,
    ),
    dicom(
        WRONG_ENTRY,
        "Incorrect worklist entry selected",
        "Se eligió otra entrada de la lista de trabajo",
        Class::WrongEntry,
    ),
    dicom(
        "110515",
        "Patient condition prevented continuing",
        "El estado del paciente impidió continuar",
        Class::Patient,
    ),
    dicom(
        "110516",
        "Equipment change",
        "Cambio de equipo",
        Class::Technical,
    ),
    Reason {
        value: "95384003",
        scheme: "SCT",
        meaning: "Injection site extravasation",
        meaning_spanish: "Extravasación en el lugar de inyección",
        class: Class::AdverseEvent,
    },
    Reason {
        value: "292094009",
        scheme: "SCT",
        meaning: "Adverse reaction to radiopharmaceutical",
        meaning_spanish: "Reacción adversa al radiofármaco",
        class: Class::AdverseEvent,
    },
];

const WRONG_ENTRY: &str = "110514";

const fn dicom(
    value: &'static str,
    meaning: &'static str,
    meaning_spanish: &'static str,
    class: Class,
) -> Reason {
    Reason {
        value,
        scheme: "DCM",
        meaning,
        meaning_spanish,
        class,
    }
}

/// The reason a code names. Its meaning does not count, because devices keep old wordings; neither
/// does the case of the scheme; DCM may also be spelt out or left out.
#[must_use]
pub fn find(code: &Code) -> Option<&'static Reason> {
    let value = code.value.trim();
    let scheme = code.scheme.trim().to_ascii_uppercase();
    let scheme = match scheme.as_str() {
        "SCT" => "SCT",
        "" | "DCM" | "DICOM" | "99DCM" => "DCM",
        _ => return None,
    };
    REASONS
        .iter()
        .find(|reason| reason.value == value && reason.scheme == scheme)
}

/// What kind of reason several codes give: the first known one that says more than "unspecified".
/// A code that is not in the table is a reason, but of no known kind: it counts as none.
#[must_use]
pub fn class_of(codes: &[Code]) -> Class {
    let classes = codes.iter().filter_map(find).map(|reason| reason.class);
    classes
        .into_iter()
        .find(|class| *class != Class::Unspecified)
        .unwrap_or(Class::Unspecified)
}

/// Whether a person should be asked for the reason: no code came, or only the one for "unspecified".
#[must_use]
pub fn is_reason_missing(codes: &[Code]) -> bool {
    codes.iter().all(|code| {
        let is_empty = code.value.trim().is_empty() && code.meaning.trim().is_empty();
        is_empty || find(code).is_some_and(|reason| reason.class == Class::Unspecified)
    })
}

/// Whether the operator picked the wrong worklist entry (110514, DCM): for the entry picked, nothing
/// happened.
#[must_use]
pub fn is_wrong_entry(codes: &[Code]) -> bool {
    codes
        .iter()
        .filter_map(find)
        .any(|reason| reason.class == Class::WrongEntry)
}

#[cfg(test)]
mod tests {
    use super::{Class, REASONS, class_of, find, is_reason_missing, is_wrong_entry};
    use crate::Code;

    #[test]
    fn every_reason_is_found_by_its_code() {
        for reason in &REASONS {
            let code = Code::new(reason.value, reason.scheme, "an old wording");
            assert_eq!(find(&code), Some(reason));
            assert!(!reason.meaning_spanish.is_empty());
        }
    }

    #[test]
    fn the_scheme_may_be_spelt_otherwise_but_not_be_another() {
        assert!(is_wrong_entry(&[Code::new("110514 ", "dcm", "")]));
        assert!(is_wrong_entry(&[Code::new("110514", "", "")]));
        assert!(!is_wrong_entry(&[Code::new("110514", "99SITE", "")]));
    }

    #[test]
    fn nothing_and_unspecified_are_no_reason() {
        assert!(is_reason_missing(&[]));
        assert!(is_reason_missing(&[Code::default()]));
        assert!(is_reason_missing(&[Code::new("110513", "DCM", "")]));
        assert!(!is_reason_missing(&[Code::new(
            "X1",
            "99SITE",
            "Power cut"
        )]));
        assert!(!is_reason_missing(&[
            Code::new("110513", "DCM", ""),
            Code::new("110504", "DCM", "")
        ]));
    }

    #[test]
    fn the_class_is_that_of_the_first_telling_code() {
        let codes = [
            Code::new("110513", "DCM", ""),
            Code::new("95384003", "SCT", ""),
        ];
        assert_eq!(class_of(&codes), Class::AdverseEvent);
        assert_eq!(class_of(&[]), Class::Unspecified);
    }
}
