//! What the page can ask: one function a command, each only hands it to the service.

pub mod alerts;
pub mod audit;
pub mod board;
pub mod charges;
pub mod devices;
pub mod exam;
pub mod import;
pub mod network;
pub mod orders;
pub mod protocols;
pub mod quality;
pub mod queries;
pub mod reconciliation;
pub mod search;
pub mod setup;
pub mod shell;
