//! Brings a database to the schema this version knows; refuses one that is newer.

use crate::StorageError;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../../migrations/sqlite");

/// Why a database cannot be brought to this version's schema.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// A newer Stepboard wrote it.
    #[error(
        "this database was written by a newer Stepboard (change {0}): install that version or \
         choose another data folder"
    )]
    Newer(String),
    /// A change could not be applied.
    #[error("the database could not be brought to this version: {0}")]
    Failed(String),
}

pub(crate) fn run(connection: &mut SqliteConnection) -> Result<(), MigrationError> {
    let failed = |error: &dyn std::fmt::Display| MigrationError::Failed(error.to_string());
    let known: Vec<String> = MigrationSource::<Sqlite>::migrations(&MIGRATIONS)
        .map_err(|error| failed(&error))?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = connection
        .applied_migrations()
        .map_err(|error| failed(&error))?;
    if let Some(newer) = applied
        .iter()
        .map(ToString::to_string)
        .find(|v| !known.contains(v))
    {
        return Err(MigrationError::Newer(newer));
    }
    connection
        .run_pending_migrations(MIGRATIONS)
        .map_err(|error| failed(&error))?;
    Ok(())
}

impl From<MigrationError> for StorageError {
    fn from(error: MigrationError) -> Self {
        Self::Database(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_can_be_taken_back() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        run(&mut connection).unwrap();
        connection.revert_all_migrations(MIGRATIONS).unwrap();
        run(&mut connection).unwrap();
    }

    #[test]
    fn a_newer_database_is_refused_by_name() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        run(&mut connection).unwrap();
        diesel::sql_query(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')",
        )
        .execute(&mut connection)
        .unwrap();
        let error = run(&mut connection).unwrap_err();
        assert!(matches!(error, MigrationError::Newer(version) if version == "29990101000000"));
    }
}
