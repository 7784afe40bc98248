//! The pages, one module each.

pub mod audit;
pub mod board;
pub mod charges;
pub mod devices;
pub mod exam;
pub mod first_run;
pub mod in_progress;
pub mod network;
pub mod orders;
pub mod quality;
pub mod queries;
pub mod reconciliation;
pub mod settings;
