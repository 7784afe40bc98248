//! The running department: listener, schedule, performed steps, views and events.
//!
//! [`desk::Desk`] is what the window talks to, [`Service`] what runs without one.

mod associations;
mod certificates;
pub mod charges;
pub mod cli;
pub mod clock;
pub mod config;
mod declared;
mod demo;
pub mod department;
pub mod desk;
mod device_profile;
mod devices;
mod exports;
mod listener;
mod modalities;
mod notifications;
mod offers;
mod performed_steps;
mod protocols;
mod publisher;
mod reconciliation;
mod registry;
mod retrieve;
mod schedule;
pub mod service;
mod settings;
mod setup;
mod sheet;
pub mod simulator;
mod tasks;
mod traffic;
mod views;

pub use department::Department;
pub use desk::{Desk, Options};
pub use listener::ListenError;
pub use service::{OpenError, Service, StartOptions};

/// Of every program that runs a department: a message is taken in on one thread, stored by another
/// and freed by a third, for which the allocator of the system was slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
