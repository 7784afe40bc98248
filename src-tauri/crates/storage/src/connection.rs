//! Opening a database, and the connections that read from it.

use crate::{Result, StorageError, Writer, audit, migrations, writer};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Readers at once; more wait. A coordinator's window asks for a handful of views at a time.
const READERS: u32 = 4;

/// A connection inside a transaction or a read; the methods are in the files of the tables.
pub struct Session<'c> {
    pub(crate) connection: &'c mut SqliteConnection,
}

/// An open database: one writer, several readers.
#[derive(Clone)]
pub struct Database {
    writer: Writer,
    readers: Readers,
    path: PathBuf,
}

impl Database {
    /// Opens or creates the database file and brings it to this version's schema.
    ///
    /// # Errors
    /// When the file cannot be opened, is not a database, or was written by a newer version.
    pub fn open(path: &Path) -> Result<Self> {
        let address = path.to_string_lossy().into_owned();
        let mut connection = establish(&address)?;
        migrations::run(&mut connection)?;
        audit::begin_chain(&mut connection)?;
        restrict_to_owner(path);
        let pool = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            // A file of this machine does not hang up: nothing to ask before each read.
            .test_on_check_out(false)
            .connection_customizer(Box::new(ReaderSettings))
            .build(ConnectionManager::<SqliteConnection>::new(address))
            .map_err(|error| StorageError::Database(error.to_string()))?;
        Ok(Self {
            writer: writer::start(connection, &beside(path, "-wal"))?,
            readers: Readers { pool },
            path: path.to_owned(),
        })
    }

    /// What is wrong inside a database file; nothing when it is sound.
    ///
    /// # Errors
    /// When the file cannot be opened, or is no database.
    pub fn check(path: &Path) -> Result<Vec<String>> {
        let mut connection = establish(&path.to_string_lossy())?;
        let found: Vec<Line> =
            diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check()")
                .load(&mut connection)?;
        let references: Vec<Line> = diesel::sql_query(
            "SELECT 'a reference from ' || \"table\" || ' to ' || parent || ' leads nowhere' \
             AS line FROM pragma_foreign_key_check()",
        )
        .load(&mut connection)?;
        let problems = found.into_iter().filter(|found| found.line != "ok");
        Ok(problems.chain(references).map(|found| found.line).collect())
    }

    /// Copies a database to a new file, consistent also while it is written.
    ///
    /// # Errors
    /// When either file cannot be used.
    pub fn copy(path: &Path, to: &Path) -> Result<()> {
        let mut connection = establish(&path.to_string_lossy())?;
        diesel::sql_query("VACUUM INTO ?")
            .bind::<diesel::sql_types::Text, _>(to.to_string_lossy().into_owned())
            .execute(&mut connection)?;
        restrict_to_owner(to);
        Ok(())
    }

    /// Puts a copy in place of a database that nobody serves; answers where the former one is kept.
    ///
    /// # Errors
    /// When the database is served, or a file cannot be moved.
    pub fn replace(path: &Path, with: &Path) -> Result<Option<PathBuf>> {
        let failed = |error: std::io::Error| StorageError::Database(error.to_string());
        let kept = path.with_extension("db.before-restore");
        let existed = path.exists();
        if existed {
            let mut connection = establish(&path.to_string_lossy())?;
            // Nobody else may hold it: an exclusive lock in rollback mode says so.
            connection.batch_execute("PRAGMA busy_timeout = 500")?;
            connection.batch_execute("PRAGMA journal_mode = DELETE")?;
            connection.batch_execute("BEGIN EXCLUSIVE; COMMIT")?;
            drop(connection);
            std::fs::rename(path, &kept).map_err(failed)?;
        }
        std::fs::copy(with, path).map_err(failed)?;
        restrict_to_owner(path);
        Ok(existed.then_some(kept))
    }

    /// The writer.
    #[must_use]
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// The readers.
    #[must_use]
    pub fn readers(&self) -> &Readers {
        &self.readers
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Connections that only read.
#[derive(Clone)]
pub struct Readers {
    pool: Pool<ConnectionManager<SqliteConnection>>,
}

impl Readers {
    /// Runs `read` on one snapshot of the database. Blocks: call it off the async runtime.
    ///
    /// # Errors
    /// Whatever `read` fails with, or when no connection is free within 30 s.
    pub fn read<T>(&self, read: impl FnOnce(&mut Session<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self
            .pool
            .get()
            .map_err(|error| StorageError::Database(error.to_string()))?;
        connection.transaction(|connection| read(&mut Session { connection }))
    }
}

/// A file that SQLite keeps beside the database.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Opens a connection for writing. `synchronous=FULL`: a commit returns once it is on disk. The log
/// is folded into the database every 16 MiB: pages that change with every message are then written
/// there once for hundreds of messages.
pub(crate) fn establish(address: &str) -> Result<SqliteConnection> {
    let mut connection = SqliteConnection::establish(address)
        .map_err(|error| StorageError::Database(error.to_string()))?;
    for pragma in [
        "PRAGMA busy_timeout = 10000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA cache_size = -32000",
        "PRAGMA wal_autocheckpoint = 4000",
        "PRAGMA journal_size_limit = 67108864",
    ] {
        connection.batch_execute(pragma)?;
    }
    Ok(connection)
}

#[derive(Debug)]
struct ReaderSettings;

impl CustomizeConnection<SqliteConnection, diesel::r2d2::Error> for ReaderSettings {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), diesel::r2d2::Error> {
        let timeout = Duration::from_secs(10).as_millis();
        connection
            .batch_execute(&format!("PRAGMA busy_timeout = {timeout}"))
            .and_then(|()| connection.batch_execute("PRAGMA query_only = ON"))
            .map_err(diesel::r2d2::Error::QueryError)
    }
}

/// The file holds patient data: only its owner may read it.
#[cfg(unix)]
fn restrict_to_owner(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for suffix in ["", "-wal", "-shm"] {
        let file = beside(path, suffix);
        if file.exists()
            && let Err(error) =
                std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600))
        {
            tracing::warn!(%error, "could not restrict the database file to its owner");
        }
    }
}

#[cfg(not(unix))]
fn restrict_to_owner(_path: &Path) {}
