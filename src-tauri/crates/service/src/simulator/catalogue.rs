//! What the simulated department performs: procedures with their codes, durations and series.

mod functional;
mod projection;
mod tomography;

use domain::Code;

/// Coding scheme of everything the department codes itself.
pub const SCHEME: &str = "99LOCAL";

/// A requested procedure and what performing it looks like.
#[derive(Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Code value, at most 16 characters.
    pub code: &'static str,
    /// Code meaning, at most 64 characters.
    pub meaning: &'static str,
    /// Modality (0008,0060).
    pub modality: &'static str,
    /// Protocol code value and meaning.
    pub protocol: (&'static str, &'static str),
    /// Usual duration, a multiple of five minutes.
    pub minutes: u32,
    /// How often it is ordered, relative to the others of its modality.
    pub share: u32,
    /// The series it makes, in their order.
    pub series: &'static [SeriesPattern],
    /// Contrast or tracer given.
    pub agent: Option<Agent>,
    /// What is used up and charged.
    pub supplies: &'static [Supply],
    /// Films printed; most departments print none.
    pub films: u32,
    /// For whom it is ordered.
    pub who: Who,
    /// Code of the same procedure of the other side.
    pub other_side: Option<&'static str>,
}

/// A series of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesPattern {
    /// Protocol name and series description.
    pub name: &'static str,
    /// Fewest images; none at all is a series with a dose report.
    pub least: u32,
    /// Most images.
    pub most: u32,
}

/// Contrast or tracer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agent {
    /// Code value.
    pub code: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Usual amount.
    pub amount: u32,
    /// Unit of the amount (UCUM).
    pub unit: &'static str,
}

/// Something used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supply {
    /// Code value.
    pub code: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// How many at most; at least one.
    pub most: u32,
}

/// For whom a procedure is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// `M` or `F`; `None` is both.
    pub sex: Option<char>,
    /// Youngest, years.
    pub youngest: u32,
    /// Oldest, years.
    pub oldest: u32,
}

impl Procedure {
    /// Requested procedure code.
    #[must_use]
    pub fn code(&self) -> Code {
        Code::new(self.code, SCHEME, self.meaning)
    }

    /// Protocol code.
    #[must_use]
    pub fn protocol_code(&self) -> Code {
        let (value, meaning) = self.protocol;
        Code::new(value, SCHEME, meaning)
    }
}

/// The procedures of a modality.
pub fn of_modality(modality: &str) -> impl Iterator<Item = &'static Procedure> {
    all().filter(move |procedure| procedure.modality == modality)
}

/// All procedures.
pub fn all() -> impl Iterator<Item = &'static Procedure> {
    tomography::PROCEDURES
        .iter()
        .chain(projection::PROCEDURES)
        .chain(functional::PROCEDURES)
}

/// Anyone of age.
const ADULT: Who = Who {
    sex: None,
    youngest: 18,
    oldest: 92,
};

/// What most procedures have in common.
const PLAIN: Procedure = Procedure {
    code: "",
    meaning: "",
    modality: "",
    protocol: ("", ""),
    minutes: 15,
    share: 1,
    series: &[],
    agent: None,
    supplies: &[],
    films: 0,
    who: ADULT,
    other_side: None,
};

/// The series of the dose report.
const DOSE: SeriesPattern = series("Dose report", 0, 0);

const CANNULA: Supply = supply("SUP-CAN20", "Peripheral cannula 20G", 1);
const INJECTOR_LINE: Supply = supply("SUP-INJLINE", "Injector line, single use", 1);

const fn series(name: &'static str, least: u32, most: u32) -> SeriesPattern {
    SeriesPattern { name, least, most }
}

const fn supply(code: &'static str, meaning: &'static str, most: u32) -> Supply {
    Supply {
        code,
        meaning,
        most,
    }
}

const fn agent(code: &'static str, name: &'static str, amount: u32, unit: &'static str) -> Agent {
    Agent {
        code,
        name,
        amount,
        unit,
    }
}

#[cfg(test)]
mod tests {
    use super::all;
    use std::collections::BTreeSet;

    #[test]
    fn every_procedure_fits_its_attributes() {
        let mut codes = BTreeSet::new();
        for procedure in all() {
            let (protocol, protocol_meaning) = procedure.protocol;
            assert!(codes.insert(procedure.code), "{} twice", procedure.code);
            for value in [procedure.code, protocol] {
                assert!((1..=16).contains(&value.len()), "{value}");
            }
            for meaning in [procedure.meaning, protocol_meaning] {
                assert!((1..=64).contains(&meaning.chars().count()), "{meaning}");
            }
            assert_eq!(procedure.minutes % 5, 0, "{}", procedure.code);
            assert!(procedure.series.iter().any(|series| series.least > 0));
            assert!(procedure.who.youngest < procedure.who.oldest);
        }
        for procedure in all() {
            if let Some(other) = procedure.other_side {
                let back = all().find(|candidate| candidate.code == other);
                let back = back.and_then(|other| other.other_side);
                assert_eq!(back, Some(procedure.code));
            }
        }
    }
}
