//! The one thread that writes. It commits all waiting jobs together, so that durability costs one
//! disk flush for many messages.

use crate::statement::Fixed;
use crate::{Result, Session, StorageError};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

/// Jobs committed together at most: bounds how long the first of them waits for the last.
const BATCH: usize = 256;

/// Jobs that may wait; a sender beyond that blocks its own association, not the others.
const WAITING: usize = 4096;

/// The writer has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the database is closed")]
pub struct WriterStopped;

/// How a job is kept apart from the others of its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// It is the only one: the transaction itself is taken back.
    Alone,
    /// By a savepoint.
    Savepoint,
}

type Work = Box<dyn FnOnce(&mut Session<'_>, Apart) -> Option<Finish> + Send>;
type Finish = Box<dyn FnOnce(bool) + Send>;

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
    /// is on disk. `committed` runs on the writing thread after the commit and before the next batch,
    /// in commit order: it keeps memory in step and must be quick.
    ///
    /// # Errors
    /// Whatever `job` fails with (nothing of it is stored then), or the failure of the commit.
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
            Ok(value) => Some(Box::new(move |durable: bool| {
                let outcome = if durable {
                    committed(&value);
                    Ok(value)
                } else {
                    Err(StorageError::Database("the commit failed".to_owned()).into())
                };
                // The asker may be gone; the change is stored all the same.
                let _ = answer.send(outcome);
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

pub(crate) fn start(connection: SqliteConnection) -> Result<Writer> {
    let (jobs, waiting) = mpsc::sync_channel(WAITING);
    thread::Builder::new()
        .name("storage-writer".to_owned())
        .spawn(move || run(connection, &waiting))
        .map_err(|error| StorageError::Database(error.to_string()))?;
    Ok(Writer { jobs })
}

fn run(mut connection: SqliteConnection, waiting: &mpsc::Receiver<Job>) {
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
        commit_together(&mut connection, batch);
        if let Some(done) = stop {
            if let Err(error) = connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!(%error, "could not fold the log into the database");
            }
            drop(connection);
            let _ = done.send(());
            return;
        }
    }
}

fn commit_together(connection: &mut SqliteConnection, batch: Vec<Work>) {
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
    let finishes: Vec<Finish> = batch
        .into_iter()
        .filter_map(|work| work(&mut Session { connection }, apart))
        .collect();
    if finishes.is_empty() {
        // Each of them has its answer; what they wrote before they failed goes.
        if let Err(error) = Fixed("ROLLBACK").execute(connection) {
            tracing::error!(%error, "a transaction could not be taken back");
        }
        return;
    }
    let durable = match Fixed("COMMIT").execute(connection) {
        Ok(_) => true,
        Err(error) => {
            tracing::error!(%error, jobs = finishes.len(), "a commit failed");
            if let Err(error) = Fixed("ROLLBACK").execute(connection) {
                tracing::error!(%error, "the failed transaction could not be taken back");
            }
            false
        }
    };
    for finish in finishes {
        finish(durable);
    }
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
