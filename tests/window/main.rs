//! The real window, driven through WebKitWebDriver. Needs a display and a session bus:
//! `cargo xtask test` provides both. Pictures of what was seen are in target/window-pictures.

mod desk;
mod driver;
mod first_run;
