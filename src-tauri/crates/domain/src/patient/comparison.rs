//! Whether the patient a modality names is the patient who was scheduled.

use super::similarity::is_typo;
use super::{Patient, name_comparison};
use chrono::{Datelike, NaiveDate};

/// How well two patients agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Nothing that both know differs.
    Same,
    /// The differences look like typing mistakes, a married name or another spelling.
    Similar,
    /// Another person, as far as one can tell.
    Different,
}

/// What can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PatientField {
    /// PatientID (0010,0020).
    PatientId,
    /// IssuerOfPatientID (0010,0021).
    IssuerOfPatientId,
    /// PatientName (0010,0010).
    PatientName,
    /// PatientBirthDate (0010,0030).
    PatientBirthDate,
    /// PatientSex (0010,0040).
    PatientSex,
}

impl PatientField {
    /// Its DICOM keyword.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::PatientId => "PatientID",
            Self::IssuerOfPatientId => "IssuerOfPatientID",
            Self::PatientName => "PatientName",
            Self::PatientBirthDate => "PatientBirthDate",
            Self::PatientSex => "PatientSex",
        }
    }
}

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientCheck {
    /// How well they agree.
    pub agreement: Agreement,
    /// What differs, also slightly.
    pub differences: Vec<PatientField>,
}

/// How one attribute compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Same,
    /// One of them does not say.
    Unknown,
    Similar,
    Different,
}

/// Compares two patients. What one of them does not say does not differ.
///
/// The identifier weighs most. With the same PatientID, either the name or the birth date may
/// differ (a married name, a mistyped date), not both. With a PatientID that differs by a typing
/// mistake, name and birth date must agree, because neighbouring identifiers belong to different
/// people. With another PatientID it is another person. Without one, the name must agree, and at
/// most one of name and birth date may be mistyped.
#[must_use]
pub fn compare_patients(scheduled: &Patient, performed: &Patient) -> PatientCheck {
    let id = compare_ids(&scheduled.patient_id, &performed.patient_id);
    let issuer = compare_texts(
        &scheduled.issuer_of_patient_id,
        &performed.issuer_of_patient_id,
    );
    let name = name_comparison::compare_names(&scheduled.name, &performed.name);
    let birth_date = compare_dates(scheduled.birth_date, performed.birth_date);
    let sex = compare_texts(&scheduled.sex, &performed.sex);
    let differences: Vec<PatientField> = [
        (id, PatientField::PatientId),
        (issuer, PatientField::IssuerOfPatientId),
        (name, PatientField::PatientName),
        (birth_date, PatientField::PatientBirthDate),
        (sex, PatientField::PatientSex),
    ]
    .into_iter()
    .filter(|(part, _)| matches!(part, Part::Similar | Part::Different))
    .map(|(_, field)| field)
    .collect();
    let may_be_the_same = match id {
        Part::Same => match (name, birth_date) {
            (Part::Different, date) => date == Part::Same,
            (name, Part::Different) => name == Part::Same,
            _ => true,
        },
        Part::Similar => {
            name == Part::Same && birth_date < Part::Different && sex < Part::Different
        }
        Part::Different => false,
        Part::Unknown => match (name, birth_date) {
            (Part::Different, _) | (_, Part::Different) => false,
            (Part::Similar, Part::Similar) => false,
            (Part::Same | Part::Unknown | Part::Similar, _) => true,
        },
    };
    let agreement = if !may_be_the_same {
        Agreement::Different
    } else if differences.is_empty() {
        Agreement::Same
    } else {
        Agreement::Similar
    };
    PatientCheck {
        agreement,
        differences,
    }
}

fn compare_texts(a: &str, b: &str) -> Part {
    let (a, b) = (a.trim(), b.trim());
    if a.is_empty() || b.is_empty() {
        return Part::Unknown;
    }
    if a.eq_ignore_ascii_case(b) {
        Part::Same
    } else {
        Part::Different
    }
}

fn compare_ids(a: &str, b: &str) -> Part {
    let (a, b) = (a.trim(), b.trim());
    if a.is_empty() || b.is_empty() {
        return Part::Unknown;
    }
    if a == b {
        return Part::Same;
    }
    let bare = |id: &str| -> String {
        let letters = id.chars().filter(|c| c.is_alphanumeric());
        let id: String = letters.map(|c| c.to_ascii_uppercase()).collect();
        id.trim_start_matches('0').to_owned()
    };
    let (a, b) = (bare(a), bare(b));
    if a == b || is_typo(&a, &b) {
        Part::Similar
    } else {
        Part::Different
    }
}

fn compare_dates(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Part {
    let (Some(a), Some(b)) = (a, b) else {
        return Part::Unknown;
    };
    if a == b {
        return Part::Same;
    }
    let day_and_month_swapped =
        a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
    let digits =
        |date: NaiveDate| format!("{:04}{:02}{:02}", date.year(), date.month(), date.day());
    let one_digit = super::similarity::distance(&digits(a), &digits(b)) <= 1;
    if day_and_month_swapped || one_digit {
        Part::Similar
    } else {
        Part::Different
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, PatientField, compare_patients};
    use crate::wall_clock::parse_date;
    use crate::{Patient, PersonName};
    use proptest::prelude::*;

    fn patient(id: &str, name: &str, birth_date: &str, sex: &str) -> Patient {
        Patient {
            patient_id: id.into(),
            name: PersonName::new(name),
            birth_date: parse_date(birth_date),
            sex: sex.into(),
            ..Patient::default()
        }
    }

    fn agreement(scheduled: [&str; 4], performed: [&str; 4]) -> Agreement {
        let [id, name, date, sex] = scheduled;
        let [id_2, name_2, date_2, sex_2] = performed;
        let scheduled = patient(id, name, date, sex);
        compare_patients(&scheduled, &patient(id_2, name_2, date_2, sex_2)).agreement
    }

    const ANA: [&str; 4] = ["P10023", "García^Ana", "19800412", "F"];

    #[test]
    fn what_is_not_known_does_not_differ() {
        assert_eq!(agreement(ANA, ANA), Agreement::Same);
        assert_eq!(agreement(ANA, ["", "", "", ""]), Agreement::Same);
        assert_eq!(
            agreement(ANA, ["P10023", "GARCIA^ANA", "", ""]),
            Agreement::Same
        );
        assert_eq!(
            agreement(ANA, ["", "Garcia^Ana", "19800412", ""]),
            Agreement::Same
        );
    }

    #[test]
    fn typing_mistakes_are_similar() {
        for performed in [
            ["P10023", "Garzia^Ana", "19800412", "F"],
            ["P10023", "Lopez^Ana", "19800412", "F"],
            ["P10023", "Garcia^Ana", "19801204", "F"],
            ["P10023", "Garcia^Ana", "19550101", "F"],
            ["P10023", "Garcia^Ana", "19800412", "M"],
            ["P10032", "Garcia^Ana", "19800412", "F"],
            ["p-10023", "Garcia^Ana", "", ""],
            ["", "Garzia^Ana", "19800412", ""],
        ] {
            assert_eq!(
                agreement(ANA, performed),
                Agreement::Similar,
                "{performed:?}"
            );
        }
    }

    #[test]
    fn another_person_is_different() {
        for performed in [
            ["P90001", "Garcia^Ana", "19800412", "F"],
            ["P10024", "Garcia^Eva", "19800412", "F"],
            ["P10023", "Lopez^Juan", "19710203", "M"],
            ["P10023", "Lopez^Juan", "", ""],
            ["", "Lopez^Juan", "", ""],
            ["", "Garcia^Ana", "19710203", ""],
            ["", "Garzia^Ana", "19800413", ""],
            ["P55555", "", "", ""],
        ] {
            assert_eq!(
                agreement(ANA, performed),
                Agreement::Different,
                "{performed:?}"
            );
        }
    }

    #[test]
    fn differences_are_named() {
        let check = compare_patients(
            &patient("P1", "A^B", "", "F"),
            &Patient {
                issuer_of_patient_id: "X".into(),
                ..patient("P1", "A^B", "", "M")
            },
        );
        assert_eq!(check.differences, [PatientField::PatientSex]);
        assert_eq!(
            check.differences.first().map(|field| field.keyword()),
            Some("PatientSex")
        );
    }

    proptest! {
        #[test]
        fn comparing_does_not_depend_on_the_side(
            a in ("[PQ]?[0-9]{0,4}", "[A-C]{0,4}\\^[A-C]{0,3}", "(2000010[1-9])?", "[MF]?"),
            b in ("[PQ]?[0-9]{0,4}", "[A-C]{0,4}\\^[A-C]{0,3}", "(2000010[1-9])?", "[MF]?"),
        ) {
            let (a, b) = (patient(&a.0, &a.1, &a.2, &a.3), patient(&b.0, &b.1, &b.2, &b.3));
            prop_assert_eq!(compare_patients(&a, &b), compare_patients(&b, &a));
            prop_assert_eq!(compare_patients(&a, &a).agreement, Agreement::Same);
        }
    }
}
