//! The protocol catalogue: what a requested procedure should look like when performed, and how well
//! an exam followed it.

mod adherence;
mod assignment;
mod learning;

pub use adherence::{Adherence, SeriesAdherence, adherence};
pub(crate) use adherence::{performed_series, reports_contrast, text};
pub use assignment::{Assignment, assign};
pub use learning::{PastExam, Proposal, propose};

use crate::{AeTitle, Code};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One version of an entry of the catalogue. Texts are compared without case and accents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// Our number of this version.
    pub id: i64,
    /// The requested procedure's code.
    pub code: Code,
    /// Only at this station; `None` is at all that have no entry of their own.
    pub station: Option<AeTitle>,
    /// Modality (0008,0060); empty is not compared.
    pub modality: String,
    /// Minutes it takes; 0 says nothing.
    pub expected_minutes: u32,
    /// Performed protocol codes that are right; empty is not compared.
    pub protocol_codes: Vec<Code>,
    /// The series, in the order they are acquired.
    pub series: Vec<ExpectedSeries>,
    /// Whether contrast is given; `None` says nothing.
    pub contrast: Option<bool>,
    /// Whether other series than these are worth a look.
    pub report_extra_series: bool,
    /// First day it holds.
    pub valid_from: NaiveDate,
    /// First day it no longer holds; `None` while it holds.
    pub valid_until: Option<NaiveDate>,
}

/// One series of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExpectedSeries {
    /// Its name as shown: "Portal venous".
    pub name: String,
    /// Patterns with `*` and `?` of SeriesDescription or ProtocolName, each for the whole text;
    /// without any, the name must occur in one of them.
    pub patterns: Vec<String>,
    /// Whether the exam is incomplete without it.
    pub required: bool,
}

impl Protocol {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day < until)
    }

    /// Its name: the meaning of its code, else the code.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.code.meaning.is_empty() {
            &self.code.value
        } else {
            &self.code.meaning
        }
    }
}

/// All versions of all entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalogue {
    /// By Code Value; of each, the latest version first.
    protocols: BTreeMap<String, Vec<Protocol>>,
}

impl Catalogue {
    /// A catalogue of these versions, in any order.
    #[must_use]
    pub fn new(protocols: Vec<Protocol>) -> Self {
        let mut by_value: BTreeMap<String, Vec<Protocol>> = BTreeMap::new();
        for protocol in protocols {
            let value = protocol.code.value.clone();
            by_value.entry(value).or_default().push(protocol);
        }
        for versions in by_value.values_mut() {
            versions.sort_by_key(|version| std::cmp::Reverse((version.valid_from, version.id)));
        }
        Self {
            protocols: by_value,
        }
    }

    /// The entry for a procedure at a station on a day: that of the station before the general one.
    /// An exam is judged by the version of its day.
    #[must_use]
    pub fn find(&self, code: &Code, station: &str, day: NaiveDate) -> Option<&Protocol> {
        let versions = self.protocols.get(&code.value)?;
        let at = |wanted: Option<&str>| {
            versions.iter().find(|version| {
                version.code.is_same_concept(code)
                    && version.station.as_ref().map(AeTitle::as_str) == wanted
                    && version.holds_on(day)
            })
        };
        at(Some(station.trim())).or_else(|| at(None))
    }

    /// Whether it has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.protocols.is_empty()
    }

    /// All versions, by Code Value, the latest first.
    pub fn iter(&self) -> impl Iterator<Item = &Protocol> {
        self.protocols.values().flatten()
    }
}

#[cfg(test)]
mod tests;
