//! The simulated department: modalities that talk real DICOM through a whole planned day, for
//! training, trial, tests and load.
//!
//! A [`Plan`] is a day decided in advance: who comes when, which scanner performs what, and which
//! exams do not go as planned. [`schedule`] and [`devices`] are that day as Stepboard must know it;
//! a [`Simulation`] plays it against a listener, and its [`Journal`] says what was done.

mod arguments;
mod catalogue;
mod chance;
mod charges;
mod department;
mod events;
mod front_desk;
mod journal;
mod load;
mod people;
mod plan;
mod report;
mod scanner;
mod schedule;
mod simulation;
mod stations;

pub use arguments::{SimulateArguments, SimulateError, simulate};
pub use charges::charges;
pub use department::{ORDERED_BEFORE, Reception, furnish};
pub use front_desk::{Done, FrontDesk, Unattended};
pub use journal::{
    Counts, Journal, JournalDifference, JournalExam, JournalMessage, JournalOutcome, JournalStep,
};
pub use load::{LoadError, LoadOptions, LoadReport, LoadSummary, load};
pub use plan::{Behaviour, Options, Plan, PlanError, plan};
pub use scanner::Target;
pub use schedule::{DeclaredDevice, declared_settings, devices, protocols, schedule};
pub use simulation::{JournalReader, Simulation};

#[cfg(test)]
mod tests;
