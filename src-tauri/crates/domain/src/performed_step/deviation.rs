//! What a message lacks or has wrong: a sentence of our own, which is stored and can be read back.

use std::fmt;

/// A deviation from PS3.4 F.7.2 with what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deviation<'a> {
    /// Keyword and tag of the attribute, `StudyID (0020,0010)`; empty when it is about the whole.
    pub attribute: &'a str,
    /// Where the attribute belongs.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

/// Where an attribute belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The performed step itself.
    Step,
    /// An item of Scheduled Step Attributes.
    ScheduledStep,
    /// An item of Performed Series.
    Series,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    Fewer {
        /// Items before.
        before: u32,
        /// Items after.
        after: u32,
    },
    /// Fewer items than before, counted over all series.
    FewerInAllSeries {
        /// Items before.
        before: u32,
        /// Items after.
        after: u32,
    },
    /// Set without having been created.
    NotCreated,
    /// An N-SET said otherwise, and what was created was kept.
    Kept,
    /// The same N-CREATE came again.
    Repeated,
}

/// The faults without counts, with their words.
pub const FAULTS: [(Fault, &str); 18] = [
    (Fault::MissingType1, "is missing (type 1)"),
    (Fault::EmptyType1, "is empty (type 1)"),
    (Fault::MissingType2, "is missing (type 2)"),
    (Fault::Sequence, "is a sequence"),
    (Fault::NoAeTitle, "is no AE title"),
    (Fault::NoDate, "is no date"),
    (Fault::NoTime, "is no time"),
    (Fault::UnknownStatus, "is none of the three values"),
    (
        Fault::NotInProgress,
        "is not IN PROGRESS in an N-CREATE (F.7.2.1.3)",
    ),
    (Fault::NotAllowedInSet, "is not allowed in an N-SET"),
    (Fault::UnexplainedText, "does not cover the text (type 1C)"),
    (
        Fault::NoValueAtEnd,
        "has no value at the final state (PS3.4 F.7.2.2)",
    ),
    (
        Fault::NoItemAtEnd,
        "has no item at the final state (PS3.4 F.7.2.2.2)",
    ),
    (
        Fault::NothingListedAtEnd,
        "no performed series lists its images or other objects at the final state (PS3.4 F.7.2.2.2)",
    ),
    (
        Fault::EndsBeforeStart,
        "the performed step ends before it starts",
    ),
    (
        Fault::NotCreated,
        "was set but not created (PS3.4 F.7.2.1.2)",
    ),
    (
        Fault::Kept,
        "may not be changed by N-SET and was kept as created (PS3.4 Table F.7.2-1)",
    ),
    (Fault::Repeated, "the same N-CREATE came again"),
];

/// What counts end with: of one attribute, and over all series.
const FEWER: [&str; 2] = [
    " items (PS3.4 F.7.2.2.2)",
    " items in all series (PS3.4 F.7.2.2.2)",
];

impl Place {
    const ALL: [Self; 3] = [Self::ScheduledStep, Self::Series, Self::Step];

    const fn words(self) -> &'static str {
        match self {
            Self::Step => "",
            Self::ScheduledStep => " of a scheduled step",
            Self::Series => " of a series",
        }
    }
}

impl<'a> Deviation<'a> {
    /// Of the performed step itself.
    #[must_use]
    pub const fn of(attribute: &'a str, fault: Fault) -> Self {
        Self {
            attribute,
            place: Place::Step,
            fault,
        }
    }

    /// The deviation a sentence says; `None` for a sentence that says none.
    #[must_use]
    pub fn read(sentence: &'a str) -> Option<Self> {
        if let Some(fault) = fault(sentence) {
            return Some(Self::of("", fault));
        }
        // `Keyword (gggg,eeee)`
        let (attribute, rest) = sentence.split_at_checked(sentence.find(')')? + 1)?;
        let place = |place: &Place| rest.starts_with(place.words());
        let place = Place::ALL.into_iter().find(place)?;
        let rest = rest.strip_prefix(place.words())?.strip_prefix(' ')?;
        Some(Self {
            attribute,
            place,
            fault: fault(rest)?,
        })
    }
}

fn fault(words: &str) -> Option<Fault> {
    let Some(counts) = words.strip_prefix("went from ") else {
        let known = FAULTS.iter().find(|(_, known)| *known == words);
        return known.map(|(fault, _)| *fault);
    };
    let (before, rest) = counts.split_once(" to ")?;
    let (after, _) = rest.split_once(' ')?;
    let rest = rest.strip_prefix(after)?;
    let (before, after) = (before.parse().ok()?, after.parse().ok()?);
    match FEWER.iter().position(|end| *end == rest)? {
        0 => Some(Fault::Fewer { before, after }),
        _ => Some(Fault::FewerInAllSeries { before, after }),
    }
}

impl fmt::Display for Deviation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.attribute)?;
        f.write_str(self.place.words())?;
        if !self.attribute.is_empty() {
            f.write_str(" ")?;
        }
        let [in_one, in_all] = FEWER;
        if let Fault::Fewer { before, after } = self.fault {
            return write!(f, "went from {before} to {after}{in_one}");
        }
        if let Fault::FewerInAllSeries { before, after } = self.fault {
            return write!(f, "went from {before} to {after}{in_all}");
        }
        let words = FAULTS.iter().find(|(known, _)| *known == self.fault);
        f.write_str(words.map_or("", |(_, words)| *words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_read_back_as_it_was_meant() {
        let counted = [
            Fault::Fewer {
                before: 4,
                after: 3,
            },
            Fault::FewerInAllSeries {
                before: 120,
                after: 0,
            },
        ];
        let faults = FAULTS.iter().map(|(fault, _)| *fault).chain(counted);
        for fault in faults {
            for place in Place::ALL {
                let deviation = Deviation {
                    attribute: "StudyID (0020,0010)",
                    place,
                    fault,
                };
                let sentence = deviation.to_string();
                assert_eq!(Deviation::read(&sentence), Some(deviation), "{sentence}");
            }
            let whole = Deviation::of("", fault);
            assert_eq!(Deviation::read(&whole.to_string()), Some(whole));
        }
    }

    #[test]
    fn another_sentence_says_no_deviation() {
        for sentence in [
            "",
            "StudyID (0020,0010)",
            "StudyID is missing",
            "StudyID (0020,0010) is lost",
            "StudyID (0020,0010) went from a to b items (PS3.4 F.7.2.2.2)",
            "StudyID (0020,0010) went from 2 to",
        ] {
            assert_eq!(Deviation::read(sentence), None, "{sentence}");
        }
    }
}
