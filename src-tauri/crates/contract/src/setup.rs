//! First run: who we are, where we listen, where the schedule comes from, or a simulated department.

use crate::{command, devices::Connection};
use serde::{Deserialize, Serialize};

/// Asks how far the set-up is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowSetup {}
command!(ShowSetup, "show_setup", SetupView);

/// How far the set-up is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupView {
    /// Whether it was finished once.
    pub finished: bool,
    /// The department's name.
    pub station_name: String,
    /// Our AE title.
    pub ae_title: String,
    /// `127.0.0.1` (this machine only) or `0.0.0.0` (the network).
    pub listen_address: String,
    /// Our port.
    pub port: u16,
    /// What to type into a scanner.
    pub connection: Connection,
    /// Scheduled steps in the database.
    pub scheduled_steps: u32,
}

/// Saves who we are and where we listen, and listens there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveIdentity {
    /// The department's name.
    pub station_name: String,
    /// Our AE title, 1 to 16 characters.
    pub ae_title: String,
    /// The address to listen at.
    pub listen_address: String,
    /// The port to listen at.
    pub port: u16,
}
command!(SaveIdentity, "save_identity", SetupView);

/// Ends the set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishSetup {}
command!(FinishSetup, "finish_setup", ());

/// Opens the simulated department in a data folder of its own. The window then reloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartDemo {}
command!(StartDemo, "start_demo", ());

/// Ends the simulated department, erases it, and returns to the real one. The window then reloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopDemo {}
command!(StopDemo, "stop_demo", ());
