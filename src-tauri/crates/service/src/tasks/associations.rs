//! Writes ended associations to disk, forgets old ones, and tells the network page.

use crate::associations::Association;
use crate::department::Department;
use crate::publisher::Change;
use std::sync::Arc;
use std::time::Duration;
use storage::{StorageError, StoredAssociation};
use tokio_util::sync::CancellationToken;

/// A crash loses at most this much of the record, never a message.
const EVERY: Duration = Duration::from_secs(1);
/// How many passes go by between two looks for what is too old.
const FORGET_EVERY: u32 = 600;
/// Associations kept at most, however few days they span: at some hundred bytes each that is about a
/// hundred megabytes, and a day of a hundred modalities that ask every minute.
const KEPT: u32 = 150_000;
const DAY: i64 = 24 * 3600 * 1000;

pub(crate) async fn run(department: Arc<Department>, stop: CancellationToken) {
    let mut timer = tokio::time::interval(EVERY);
    let mut passes = 0;
    loop {
        let stopping = tokio::select! {
            () = stop.cancelled() => true,
            _ = timer.tick() => false,
        };
        save(&department).await;
        if stopping {
            return;
        }
        if passes % FORGET_EVERY == 0 {
            forget(&department).await;
        }
        passes = passes.wrapping_add(1);
    }
}

async fn save(department: &Arc<Department>) {
    let (ended, changed) = department.associations.take_unsaved();
    if !ended.is_empty() {
        let stored: Result<Vec<StoredAssociation>, _> =
            ended.iter().map(Association::stored).collect();
        let saved: Result<(), StorageError> = match stored {
            Ok(stored) => {
                department
                    .database
                    .writer()
                    .write(
                        move |session| {
                            stored
                                .iter()
                                .try_for_each(|one| session.add_association(one))
                        },
                        |()| {},
                    )
                    .await
            }
            Err(error) => {
                tracing::error!(%error, "the associations cannot be written as JSON");
                return;
            }
        };
        if let Err(error) = saved {
            tracing::error!(%error, "the associations could not be stored");
        }
    }
    if changed {
        department.changed(Change::Network);
    }
}

async fn forget(department: &Arc<Department>) {
    let days = department.settings().config.dicom.keep_associations_days;
    let before = department.clock.now() - i64::from(days) * DAY;
    let forgotten: Result<usize, StorageError> = department
        .database
        .writer()
        .write(
            move |session| {
                session.forget_worklist_queries(before)?;
                session.forget_associations(before, KEPT)
            },
            |_| {},
        )
        .await;
    match forgotten {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "associations too old to keep were forgotten"),
        Err(error) => tracing::error!(%error, "old associations could not be forgotten"),
    }
}
