//! What the window shows, made from what is stored. Snapshots: nothing here changes anything.

pub(crate) mod adherence;
pub(crate) mod alerts;
pub(crate) mod audit;
pub(crate) mod board;
pub(crate) mod card;
pub(crate) mod devices;
pub(crate) mod exam;
pub(crate) mod map;
mod marks;
pub(crate) mod message;
pub(crate) mod network;
pub(crate) mod orders;
pub(crate) mod quality;
pub(crate) mod queries;
pub(crate) mod shell;
mod timeline;
