//! The parts the pages are made of, one file and its css each.

pub mod copy;
pub mod demo_banner;
pub mod dialog;
pub mod dropped;
pub mod field;
pub mod glyph;
pub mod health_pill;
pub mod icon;
pub mod import_dialog;
pub mod loaded;
pub mod menu;
pub mod notice_bar;
pub mod order_dialog;
pub mod palette;
pub mod pill;
pub mod priority;
pub mod rail;
pub mod rich;
pub mod shortcuts;
pub mod status;
pub mod step_actions;
pub mod toast;
pub mod top_bar;
