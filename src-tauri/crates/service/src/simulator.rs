//! The simulated department: modalities that talk real DICOM through a whole planned day, for
//! training, trial, tests and load.

mod catalogue;
mod chance;
mod people;
mod plan;
mod stations;

pub use plan::{Options, Plan, plan};
