//! How the schedule comes in and changes: files, the form, what a person does to a step.

mod change;
pub(crate) mod csv;
pub(crate) mod fields;
pub(crate) mod form;
mod identifiers;
mod import;
mod save;

pub(crate) use identifiers::{complete, new_uid};
pub(crate) use save::{ChangeSet, Refused, Saved};
