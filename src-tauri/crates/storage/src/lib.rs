//! The department's memory: the only code that knows Diesel.
//!
//! One [`Writer`] thread commits everything that waits in one transaction; [`Readers`] read beside it
//! from snapshots (WAL). What is read and written are methods of [`Session`], one file a table.

mod association;
mod audit;
mod caller;
mod charge;
mod connection;
mod device;
mod discrepancy;
mod link;
mod message;
mod migrations;
mod notification;
mod patient_alias;
mod performed_step;
#[cfg(test)]
mod plans;
mod protocol;
mod scheduled_step;
mod schema;
mod setting;
mod statement;
mod text;
mod traffic;
mod undo;
mod worklist_query;
mod writer;

pub use association::{AssociationQuery, StoredAssociation};
pub use audit::{AuditChain, AuditChoices, AuditEntry, AuditQuery, NumberedEntry, Snapshot};
pub use caller::WaitingCaller;
pub use charge::{StoredChargeLine, StoredChargeRule, StoredCorrection, UndoneCharges};
pub use connection::{Database, Readers, Session};
pub use device::{Device, NewDevice};
pub use discrepancy::{DiscrepancyState, StoredDiscrepancy};
pub use link::StoredLink;
pub use message::{MessageHead, MessageQuery, NewMessage, StatusClass, StoredMessage};
pub use migrations::MigrationError;
pub use notification::Notification;
pub use patient_alias::StoredAlias;
pub use performed_step::{ByPerson, PastStep, PerformedSummary, StoredPerformedStep, StoredSeries};
pub use protocol::StoredProtocol;
pub use scheduled_step::{OrderQuery, OrderSort, StoredStep};
pub use traffic::Traffic;
pub use undo::{Subject, UndoOutcome};
pub use worklist_query::{NewWorklistQuery, WorklistQuery, WorklistQueryFilter};
pub use writer::Writer;

/// Why storage failed. What it holds is for an administrator; it never holds patient data.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// SQLite refused; the text is its own.
    #[error("the database refused: {0}")]
    Database(String),
    /// What was stored cannot be read back.
    #[error("the database holds a value of {0} that cannot be read")]
    Corrupt(&'static str),
    /// The writer has stopped.
    #[error("the database is closed")]
    Closed,
    /// The disk did not take it; it may be there all the same.
    #[error("the disk did not take what was written")]
    NotOnDisk,
}

impl From<diesel::result::Error> for StorageError {
    fn from(error: diesel::result::Error) -> Self {
        // Constraint messages name tables and columns, never values.
        Self::Database(error.to_string())
    }
}

/// The answer of everything here.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;
