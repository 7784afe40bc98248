//! What a message of a modality lacks or has wrong (PS3.4 F.7.2), so that the window can say it in its
//! language.

use serde::{Deserialize, Serialize};

/// A deviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// The sentence that is stored and exported, in English.
    pub sentence: String,
    /// What is wrong; `None` when the sentence is not one of ours.
    pub fault: Option<Fault>,
    /// Keyword and tag of the attribute, `StudyID (0020,0010)`; empty when it is about the whole.
    pub attribute: String,
    /// Where the attribute belongs.
    pub place: Place,
    /// Items before, where there are fewer now.
    pub before: u32,
    /// Items now, where there were more before.
    pub after: u32,
}

/// Where an attribute belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The performed step itself.
    Step,
    /// An item of Scheduled Step Attributes.
    ScheduledStep,
    /// An item of Performed Series.
    Series,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// An attribute of type 1 is missing.
    MissingType1,
    /// An attribute of type 1 has no value.
    EmptyType1,
    /// An attribute of type 2 is missing.
    MissingType2,
    /// A sequence where there should be a value.
    Sequence,
    /// A value that is no AE title.
    NoAeTitle,
    /// A value that is no date.
    NoDate,
    /// A value that is no time.
    NoTime,
    /// A status that there is not.
    UnknownStatus,
    /// An N-CREATE with another status than IN PROGRESS.
    NotInProgress,
    /// An attribute that an N-SET may not send.
    NotAllowedInSet,
    /// Text that Specific Character Set does not cover.
    UnexplainedText,
    /// No value at the final state.
    NoValueAtEnd,
    /// No item at the final state.
    NoItemAtEnd,
    /// No series lists its images or other objects at the final state.
    NothingListedAtEnd,
    /// It ends before it starts.
    EndsBeforeStart,
    /// Fewer items than before.
    Fewer,
    /// Fewer items than before, counted over all series.
    FewerInAllSeries,
    /// Set without having been created.
    NotCreated,
    /// An N-SET said otherwise, and what was created was kept.
    Kept,
    /// The same N-CREATE came again.
    Repeated,
}
