//! Writes what was heard of each device to disk and tells the devices page.

use crate::department::Department;
use crate::publisher::Change;
use std::sync::Arc;
use std::time::Duration;
use storage::StorageError;
use tokio_util::sync::CancellationToken;

/// A crash loses at most this much of "last heard", never a message.
const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(department: Arc<Department>, stop: CancellationToken) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        let stopping = tokio::select! {
            () = stop.cancelled() => true,
            _ = timer.tick() => false,
        };
        save(&department).await;
        if stopping {
            return;
        }
    }
}

async fn save(department: &Arc<Department>) {
    let unsaved = department.traffic.take_unsaved();
    if unsaved.lost_queries > 0 {
        tracing::warn!(
            queries = unsaved.lost_queries,
            "more queries in a second than are kept: these were answered, but cannot be explained"
        );
    }
    if unsaved.is_empty() {
        return;
    }
    let saved: Result<(), StorageError> = department
        .database
        .writer()
        .write(
            move |session| {
                for heard in &unsaved.traffic {
                    session.save_traffic(heard)?;
                }
                for caller in &unsaved.callers {
                    session.note_caller(caller)?;
                }
                if !unsaved.queries.is_empty() {
                    session.add_worklist_queries(&unsaved.queries)?;
                }
                Ok(())
            },
            |()| {},
        )
        .await;
    match saved {
        Ok(()) => department.changed(Change::Devices),
        Err(error) => tracing::error!(%error, "the traffic could not be stored"),
    }
}
