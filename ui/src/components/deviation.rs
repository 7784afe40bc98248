//! What a message lacks or has wrong, in words.

use crate::t;
use contract::deviation::{Deviation, Fault, Place};

/// A deviation in one sentence; as it was kept where it is not one that is known.
pub fn deviation_words(deviation: &Deviation) -> String {
    let Some(fault) = deviation.fault else {
        return deviation.sentence.clone();
    };
    let words = fault_words(fault, deviation);
    let attribute = &deviation.attribute;
    match (attribute.as_str(), deviation.place) {
        ("", _) => words,
        (attribute, Place::Step) => format!("{attribute} {words}"),
        (attribute, Place::ScheduledStep) => {
            format!("{attribute} {} {words}", t!("deviation-of-scheduled"))
        }
        (attribute, Place::Series) => format!("{attribute} {} {words}", t!("deviation-of-series")),
    }
}

fn fault_words(fault: Fault, deviation: &Deviation) -> String {
    match fault {
        Fault::MissingType1 => t!("deviation-missing-1"),
        Fault::EmptyType1 => t!("deviation-empty-1"),
        Fault::MissingType2 => t!("deviation-missing-2"),
        Fault::Sequence => t!("deviation-sequence"),
        Fault::NoAeTitle => t!("deviation-no-ae-title"),
        Fault::NoDate => t!("deviation-no-date"),
        Fault::NoTime => t!("deviation-no-time"),
        Fault::UnknownStatus => t!("deviation-unknown-status"),
        Fault::NotInProgress => t!("deviation-not-in-progress"),
        Fault::NotAllowedInSet => t!("deviation-not-allowed-in-set"),
        Fault::UnexplainedText => t!("deviation-unexplained-text"),
        Fault::NoValueAtEnd => t!("deviation-no-value-at-end"),
        Fault::NoItemAtEnd => t!("deviation-no-item-at-end"),
        Fault::NothingListedAtEnd => t!("deviation-nothing-listed"),
        Fault::EndsBeforeStart => t!("deviation-ends-before-start"),
        Fault::Fewer => t!(
            "deviation-fewer",
            before = deviation.before,
            after = deviation.after
        ),
        Fault::FewerInAllSeries => t!(
            "deviation-fewer-in-all",
            before = deviation.before,
            after = deviation.after
        ),
        Fault::NotCreated => t!("deviation-not-created"),
        Fault::Kept => t!("deviation-kept"),
        Fault::Repeated => t!("deviation-repeated"),
    }
}
