//! The people of the simulated department. Every name is put together from lists and belongs to
//! nobody.

mod names;

use super::catalogue::Who;
use super::chance::{happens, pick, weighted};
use chrono::{Datelike, NaiveDate};
use domain::{Patient, PersonName};
use names::{Entry, SCRIPTS, Script};
use rand::Rng;
use rand::rngs::StdRng;

/// A patient with what the order says about them. `Debug` does not show who it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Name, identifier, birth date and sex.
    pub patient: Patient,
    /// Kilograms.
    pub weight: u32,
    /// Where the patient comes from.
    pub origin: &'static str,
    /// AdmissionID (0038,0010) of inpatients; else empty.
    pub admission_id: String,
    /// Allergies (0010,2110); mostly empty.
    pub allergies: &'static str,
}

/// Everyone who refers, performs or operates.
#[derive(Debug, Clone, PartialEq)]
pub struct Staff {
    /// Referring physicians.
    pub referring: Vec<PersonName>,
    /// Radiologists.
    pub radiologists: Vec<PersonName>,
    /// Technologists.
    pub operators: Vec<PersonName>,
}

/// Where outpatients come from.
const OUTPATIENT: &str = "Outpatient clinic";
const WARDS: &[&str] = &[
    "Emergency department",
    "Ward 2A Surgery",
    "Ward 2B Orthopaedics",
    "Ward 3A Internal medicine",
    "Ward 3B Cardiology",
    "Ward 4A Neurology",
    "Ward 4C Oncology",
    "Intensive care",
];
const ALLERGIES: &[&str] = &["Iodinated contrast", "Penicillin", "Latex"];

/// A patient whom a procedure fits. `number` makes the identifiers unique.
pub fn person(rng: &mut StdRng, who: Who, day: NaiveDate, number: u32) -> Person {
    let sex = who.sex.unwrap_or(if happens(rng, 51) { 'F' } else { 'M' });
    let script = weighted(rng, SCRIPTS, |script| script.share).unwrap_or(&names::LATIN);
    let years = rng.random_range(who.youngest..=who.oldest);
    let birth_date = born(rng, day, years);
    let is_inpatient = happens(rng, 35);
    let admission_id = if is_inpatient {
        format!("ADM-{:06}", 400_000 + number)
    } else {
        String::new()
    };
    Person {
        patient: Patient {
            patient_id: format!("P-{:07}", 2_000_000 + number),
            issuer_of_patient_id: String::new(),
            name: name(rng, script, sex),
            birth_date,
            sex: sex.to_string(),
        },
        weight: weight(rng, years, sex),
        origin: if is_inpatient {
            pick::<&str>(rng, WARDS)
        } else {
            OUTPATIENT
        },
        admission_id,
        allergies: if happens(rng, 4) {
            pick::<&str>(rng, ALLERGIES)
        } else {
            ""
        },
    }
}

/// Somebody of whom nothing is known yet.
pub fn unknown_person(rng: &mut StdRng, number: u32) -> Person {
    let sex = if happens(rng, 60) { 'M' } else { 'F' };
    Person {
        patient: Patient {
            patient_id: format!("TRAUMA-{number:05}"),
            issuer_of_patient_id: String::new(),
            name: PersonName::new(&format!("Unknown^Trauma {}", number % 1000)),
            birth_date: None,
            sex: sex.to_string(),
        },
        weight: 75,
        origin: "Emergency department",
        admission_id: String::new(),
        allergies: "",
    }
}

/// The staff of the department.
pub fn staff(rng: &mut StdRng) -> Staff {
    let mut doctors = |count: usize| {
        let one = |_| {
            let sex = if happens(rng, 50) { 'F' } else { 'M' };
            let plain = name(rng, &names::LATIN, sex);
            PersonName::new(&format!("{}^^Dr.", plain.as_dicom()))
        };
        (0..count).map(one).collect()
    };
    let referring = doctors(14);
    let radiologists = doctors(7);
    let operators = (0..12)
        .map(|index| name(rng, &names::LATIN, if index % 2 == 0 { 'F' } else { 'M' }))
        .collect();
    Staff {
        referring,
        radiologists,
        operators,
    }
}

/// Whether a procedure is ordered for this person.
pub fn fits(person: &Person, who: Who, day: NaiveDate) -> bool {
    let years = person
        .patient
        .birth_date
        .and_then(|born| day.years_since(born))
        .unwrap_or_default();
    let of_sex = who
        .sex
        .is_none_or(|sex| person.patient.sex.starts_with(sex));
    of_sex && (who.youngest..=who.oldest).contains(&years)
}

fn born(rng: &mut StdRng, day: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = day.year() - i32::try_from(years).ok()?;
    let birthday = NaiveDate::from_yo_opt(year, rng.random_range(1..=365))?;
    // Born later in the year: that many years old only after the next birthday.
    if birthday.ordinal() > day.ordinal() {
        birthday.with_year(year - 1).or(Some(birthday))
    } else {
        Some(birthday)
    }
}

fn weight(rng: &mut StdRng, years: u32, sex: char) -> u32 {
    if years < 16 {
        return 12 + years * 3;
    }
    let usual = if sex == 'M' { 62..108 } else { 48..94 };
    rng.random_range(usual)
}

fn name(rng: &mut StdRng, script: &Script, sex: char) -> PersonName {
    let given = if sex == 'F' { script.women } else { script.men };
    let family = pick(rng, script.families);
    let given = pick(rng, given);
    let group = |of: fn(&Entry) -> &'static str| {
        let (family, given) = (of(family), of(given));
        if family.is_empty() {
            String::new()
        } else {
            format!("{family}^{given}")
        }
    };
    let groups = [
        group(|entry| entry.0),
        group(|entry| entry.1),
        group(|entry| entry.2),
    ];
    PersonName::new(&groups.join("="))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::chance::generator;

    #[test]
    fn patients_are_whom_the_procedure_is_for_and_fit_their_attributes() {
        let mut rng = generator(7, 1);
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let who = Who {
            sex: Some('F'),
            youngest: 48,
            oldest: 74,
        };
        let people: Vec<Person> = (0..300)
            .map(|number| person(&mut rng, who, day, number))
            .collect();
        for person in &people {
            assert!(fits(person, who, day));
            let name = person.patient.name.as_dicom();
            assert!(domain::validation::person_name(name).is_ok());
            assert!(domain::validation::long_string(person.origin).is_ok());
        }
        let has_groups = |groups| {
            people
                .iter()
                .any(|person| person.patient.name.as_dicom().matches('=').count() == groups)
        };
        assert!(has_groups(0) && has_groups(2), "several scripts are there");
    }
}
