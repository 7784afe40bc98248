//! The real window, driven through WebKitWebDriver. Needs a display and a session bus:
//! `cargo xtask test` provides both. Pictures of what was seen are in target/window-pictures.

mod accessibility;
mod busy;
mod desk;
mod devices;
mod driver;
mod exam;
mod first_run;
mod modality;
mod network;
mod notifications;
mod pages;
mod reconciliation;
mod schedule_file;
mod settings;
