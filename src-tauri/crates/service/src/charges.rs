//! Charges: what is billable of each exam, released, corrected and exported by people.
//!
//! Open charges are not stored: they are worked out from the performed steps whenever they are
//! shown, so that a message costs nothing for them and a change of links needs no word to them. What
//! is released is stored for ever (`domain::charge`, `storage::charge`).

mod account;
mod change;
mod export;
mod rules;
mod show;

pub(crate) use account::lines_when_linked;
pub use account::{Difference, difference_of_step};
pub(crate) use change::undo;
pub(crate) use export::{exported_rows, plain_rows};
pub(crate) use rules::row as rule_row;

use domain::charge::Catalogue;
use storage::{Session, StorageError};

/// The kind of record in the audit trail: the charges of a requested procedure.
pub(crate) const SUBJECT: &str = "charges";

pub(crate) fn catalogue(session: &mut Session<'_>) -> Result<Catalogue, StorageError> {
    let rules = session.charge_rules()?;
    Ok(Catalogue(
        rules.into_iter().map(|stored| stored.rule).collect(),
    ))
}
