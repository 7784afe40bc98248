//! The protocol catalogue: what a requested procedure should look like when performed, and how well
//! an exam followed it.

use crate::{Code, Day, command};
use serde::{Deserialize, Serialize};

/// Asks for the catalogue as it holds today, with what past exams suggest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListProtocols {}
command!(ListProtocols, "list_protocols", ProtocolsView);

/// The catalogue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtocolsView {
    /// The entries that hold today, by code, then station.
    pub protocols: Vec<ProtocolRow>,
    /// Entries that past exams suggest.
    pub proposals: Vec<Proposal>,
}

/// An entry with what else is known of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtocolRow {
    /// Its number; changes with every version.
    pub id: i64,
    /// Its content.
    pub form: ProtocolForm,
    /// First day it holds.
    pub valid_from: Day,
    /// How many versions held before it, for the same procedure and station.
    pub former_versions: u32,
    /// Where it came from.
    pub source: ProtocolSource,
}

/// Where an entry's content came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProtocolSource {
    /// A file of declared settings.
    Declared,
    /// A person.
    Edited,
    /// Past exams; a person accepted it.
    Learned,
}

/// What an entry says. Texts are compared without case and accents.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProtocolForm {
    /// The requested procedure's code. Required.
    pub code: Code,
    /// Only at this station (AE title); empty is at all that have no entry of their own.
    pub station: String,
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
}

/// One series of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExpectedSeries {
    /// Its name as shown: "Portal venous".
    pub name: String,
    /// Patterns with `*` and `?` of SeriesDescription or ProtocolName; without any, the name must
    /// occur in one of them.
    pub patterns: Vec<String>,
    /// Whether the exam is incomplete without it.
    pub required: bool,
}

/// Creates or changes an entry: a new version that holds from today.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveProtocol {
    /// The version it replaces; `None` adds an entry.
    pub id: Option<i64>,
    /// Its content.
    pub form: ProtocolForm,
    /// Where the content came from.
    pub source: ProtocolSource,
}
command!(SaveProtocol, "save_protocol", ProtocolRow);

/// Ends an entry today; exams of former days are still judged by it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveProtocol {
    /// The version that holds.
    pub id: i64,
}
command!(RemoveProtocol, "remove_protocol", ());

/// What past exams suggest for a procedure; accepted by saving its form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The content to begin with.
    pub form: ProtocolForm,
    /// Completed exams it was learned from.
    pub exams: u32,
    /// For each series of the form, in how many of them it occurred.
    pub occurrences: Vec<u32>,
}

/// How well an exam followed the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adherence {
    /// Whether it still runs: what is missing may come.
    pub running: bool,
    /// 0 to 100; `None` while there is nothing to judge by.
    pub score: Option<u8>,
    /// The catalogue's name of the procedure.
    pub protocol: String,
    /// Each expected series.
    pub series: Vec<SeriesAdherence>,
    /// Descriptions of series the entry does not name, if it says that such are worth a look.
    pub extra: Vec<String>,
    /// Performed protocol codes that are not right.
    pub wrong_protocols: Vec<Code>,
    /// Whether contrast was expected and not reported, or reported and not expected.
    pub contrast_differs: bool,
}

/// One expected series of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesAdherence {
    /// Its name in the catalogue.
    pub name: String,
    /// Whether it is required.
    pub required: bool,
    /// The description of the series that fulfils it; `None` while none does.
    pub found: Option<String>,
}
