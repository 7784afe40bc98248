//! What the scenarios are made of: a department in a folder of its own, the real service on it,
//! modalities of ours and of others that talk to it over sockets, and waiting without sleeping.

#![expect(
    clippy::indexing_slicing,
    reason = "JSON answers null for what is not there"
)]

pub mod conformance;
pub mod department;
pub mod desk;
pub mod modality;
pub mod peers;
pub mod place;
pub mod process;
pub mod report;
pub mod schedule;
mod wait;
pub mod wire;

pub use department::{Department, Listens, TestService};
pub use desk::TestDesk;
pub use modality::Modality;
pub use peers::{Dcmtk, DicomRs, ForeignModality, Orthanc, Subscriber};
pub use schedule::Appointment;
pub use wait::{block_on, eventually, spawn};
