//! What stands around every page: health, preferences, who is at the desk.

use crate::{Day, WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for what the shell shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowShell {}
command!(ShowShell, "show_shell", ShellView);

/// What the shell shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShellView {
    /// Stepboard's version.
    pub version: String,
    /// The department's name.
    pub station_name: String,
    /// The person at this desk (the operating system's user).
    pub user: String,
    /// Whether this is the simulated department.
    pub demo: bool,
    /// Whether the set-up was finished.
    pub setup_finished: bool,
    /// The day it is now.
    pub today: Day,
    /// What the wall clock reads.
    pub now: WallTime,
    /// How fast that clock runs: 1 is real time, more is the simulated department.
    pub clock_speed: f64,
    /// How the service does.
    pub health: Health,
    /// Chosen language and theme.
    pub preferences: Preferences,
}

/// How the service does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Whether we listen, and if not, why.
    pub listener: Listener,
    /// Our AE title.
    pub ae_title: String,
    /// Devices with a lane on the board.
    pub devices: u32,
    /// Of those, heard from today.
    pub devices_heard: u32,
    /// Of those, silent for too long.
    pub devices_silent: u32,
    /// Unknown callers that wait.
    pub callers_waiting: u32,
}

/// The state of the DICOM listener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Listener {
    /// Listening.
    Listening {
        /// At this port.
        port: u16,
    },
    /// Not listening.
    NotListening {
        /// Why, naming address and port.
        problem: String,
    },
}

/// What the person prefers; empty follows the system.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Preferences {
    /// `en`, `es` or empty.
    pub language: String,
    /// `light`, `dark` or empty.
    pub theme: String,
}

/// Keeps the preferences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavePreferences {
    /// The new ones.
    pub preferences: Preferences,
}
command!(SavePreferences, "save_preferences", ());
