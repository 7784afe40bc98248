//! The patient as the schedule or a modality names them.

mod comparison;
mod name_comparison;
mod similarity;

pub use comparison::{Agreement, PatientCheck, PatientField, compare_patients};

use crate::PersonName;
use chrono::NaiveDate;
use std::fmt;

/// Who a step is for. Empty text is "not known". `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Patient {
    /// PatientID (0010,0020).
    pub patient_id: String,
    /// IssuerOfPatientID (0010,0021).
    pub issuer_of_patient_id: String,
    /// PatientName (0010,0010).
    pub name: PersonName,
    /// PatientBirthDate (0010,0030).
    pub birth_date: Option<NaiveDate>,
    /// PatientSex (0010,0040): M, F, O or empty.
    pub sex: String,
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient(redacted)")
    }
}
