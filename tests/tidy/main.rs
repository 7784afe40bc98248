//! Rules about the whole tree that no compiler checks.

mod commands;
mod conformance;
mod dependencies;
mod licences;
mod sources;
mod tree;
