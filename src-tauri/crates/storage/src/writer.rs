//! The one thread that writes. It commits all waiting jobs together, so that durability costs one
//! disk flush for many messages; and a thread of its own flushes, so that the next jobs run meanwhile.

mod log;

use crate::statement::Fixed;
use crate::{Result, Session, StorageError};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use log::Log;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

/// Jobs committed together at most: bounds how long the first of them waits for the last.
const BATCH: usize = 256;

/// Jobs that may wait; a sender beyond that blocks its own association, not the others.
const WAITING: usize = 4096;

/// How a job is kept apart from the others of its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// It is the only one: the transaction itself is taken back.
    Alone,
    /// By a savepoint.
    Savepoint,
}

type Work = Box<dyn FnOnce(&mut Session<'_>, Apart) -> Option<Box<dyn Waiting>> + Send>;

/// A job that ran, and whose asker waits.
trait Waiting: Send {
    /// Its transaction is committed: memory follows.
    fn committed(&mut self);

    /// Says whether it is on disk. The asker may be gone; what is on disk stays there all the same.
    fn answer(self: Box<Self>, is_on_disk: bool);
}

struct Asked<T, E, C> {
    value: T,
    committed: Option<C>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, C> Waiting for Asked<T, E, C>
where
    T: Send,
    E: From<StorageError> + Send,
    C: FnOnce(&T) + Send,
{
    fn committed(&mut self) {
        if let Some(committed) = self.committed.take() {
            committed(&self.value);
        }
    }

    fn answer(self: Box<Self>, is_on_disk: bool) {
        let _ = self.answer.send(if is_on_disk {
            Ok(self.value)
        } else {
            Err(StorageError::NotOnDisk.into())
        });
    }
}

enum Job {
    Work(Work),
    Stop(oneshot::Sender<()>),
}

/// Hands jobs to the writing thread.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::SyncSender<Job>,
}

impl Writer {
    /// Runs `job` in a transaction of its own (or a savepoint of a shared one) and resolves once it
    /// is on disk. `committed` runs between the commit and the answer, in commit order, while the
    /// next jobs run: it keeps memory in step and must be quick.
    ///
    /// # Errors
    /// Whatever `job` fails with (nothing of it is stored then), or the failure of the commit or the
    /// disk. A disk that failed once is not written to again: [`StorageError::Closed`].
    pub async fn write<T, E>(
        &self,
        job: impl FnOnce(&mut Session<'_>) -> Result<T, E> + Send + 'static,
        committed: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel::<Result<T, E>>();
        let work: Work = Box::new(move |session, apart| match run_apart(session, apart, job) {
            Ok(value) => Some(Box::new(Asked {
                value,
                committed: Some(committed),
                answer,
            })),
            Err(error) => {
                let _ = answer.send(Err(error));
                None
            }
        });
        if let Err(refused) = self.jobs.try_send(Job::Work(work)) {
            match refused {
                mpsc::TrySendError::Full(job) => {
                    let jobs = self.jobs.clone();
                    let sent = tokio::task::spawn_blocking(move || jobs.send(job)).await;
                    if !matches!(sent, Ok(Ok(()))) {
                        return Err(StorageError::Closed.into());
                    }
                }
                mpsc::TrySendError::Disconnected(_) => return Err(StorageError::Closed.into()),
            }
        }
        answered
            .await
            .unwrap_or_else(|_| Err(StorageError::Closed.into()))
    }

    /// Finishes everything that waits, then closes the connection. Later writes answer
    /// [`StorageError::Closed`].
    pub async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        let jobs = self.jobs.clone();
        if let Ok(Ok(())) = tokio::task::spawn_blocking(move || jobs.send(Job::Stop(done))).await {
            let _ = stopped.await;
        }
    }
}

/// Starts the thread; `log` is the file that `connection` appends its commits to.
pub(crate) fn start(mut connection: SqliteConnection, log: &Path) -> Result<Writer> {
    let failed = |error: std::io::Error| StorageError::Database(error.to_string());
    // A commit only appends to the log; this file's own thread brings it to disk. SQLite still
    // flushes where it folds the log into the database.
    connection.batch_execute("PRAGMA synchronous = NORMAL")?;
    let log = Log::open(log).map_err(failed)?;
    let (jobs, waiting) = mpsc::sync_channel(WAITING);
    thread::Builder::new()
        .name("storage-writer".to_owned())
        .spawn(move || run(connection, log, &waiting))
        .map_err(failed)?;
    Ok(Writer { jobs })
}

fn run(mut connection: SqliteConnection, log: Log, waiting: &mpsc::Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let mut stop = None;
        let mut batch = Vec::new();
        for job in std::iter::once(first).chain(waiting.try_iter()).take(BATCH) {
            match job {
                Job::Work(work) => batch.push(work),
                Job::Stop(done) => {
                    stop = Some(done);
                    break;
                }
            }
        }
        // Dropping a job answers that the database is closed: what would follow a hole in the log
        // would be lost with it.
        if !log.has_failed() {
            commit_together(&mut connection, batch, &log);
        }
        if let Some(done) = stop {
            log.close();
            if let Err(error) = connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!(%error, "could not fold the log into the database");
            }
            drop(connection);
            let _ = done.send(());
            return;
        }
    }
}

fn commit_together(connection: &mut SqliteConnection, batch: Vec<Work>, log: &Log) {
    if batch.is_empty() {
        return;
    }
    if let Err(error) = Fixed("BEGIN IMMEDIATE").execute(connection) {
        // Dropping the jobs answers each of them that the database is closed.
        tracing::error!(%error, "the database cannot be written");
        return;
    }
    let apart = match batch.len() {
        1 => Apart::Alone,
        _ => Apart::Savepoint,
    };
    let ran: Vec<Box<dyn Waiting>> = batch
        .into_iter()
        .filter_map(|work| work(&mut Session { connection }, apart))
        .collect();
    if ran.is_empty() {
        // Each of them has its answer; what they wrote before they failed goes.
        if let Err(error) = Fixed("ROLLBACK").execute(connection) {
            tracing::error!(%error, "a transaction could not be taken back");
        }
        return;
    }
    if let Err(error) = Fixed("COMMIT").execute(connection) {
        tracing::error!(%error, jobs = ran.len(), "a commit failed");
        if let Err(error) = Fixed("ROLLBACK").execute(connection) {
            tracing::error!(%error, "the failed transaction could not be taken back");
        }
        ran.into_iter().for_each(|job| job.answer(false));
        return;
    }
    log.flush(ran);
}

fn run_apart<T, E: From<StorageError>>(
    session: &mut Session<'_>,
    apart: Apart,
    job: impl FnOnce(&mut Session<'_>) -> Result<T, E>,
) -> Result<T, E> {
    if apart == Apart::Alone {
        return job(session);
    }
    let refused = |error: diesel::result::Error| E::from(StorageError::from(error));
    let run = |session: &mut Session<'_>, statement| {
        Fixed(statement)
            .execute(session.connection)
            .map_err(refused)
    };
    run(session, "SAVEPOINT job")?;
    let outcome = job(session);
    if outcome.is_err() {
        run(session, "ROLLBACK TO job")?;
    }
    run(session, "RELEASE job")?;
    outcome
}
