//! Another process changed the database (an import from the command line): take it in.

use crate::department::Department;
use crate::publisher::Change;
use crate::service::load;
use std::sync::Arc;
use std::time::Duration;
use storage::StorageError;
use tokio_util::sync::CancellationToken;

/// How soon what another process changed is served.
const EVERY: Duration = Duration::from_secs(1);

/// Watches from `known` on, the version of which memory was loaded.
pub(crate) async fn run(department: Arc<Department>, mut known: i64, stop: CancellationToken) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = timer.tick() => {}
        }
        let version = department.database.writer().write(version, |_| {}).await;
        match version {
            Ok(version) => {
                if known != version {
                    take_in(&department).await;
                }
                known = version;
            }
            Err(error) => tracing::error!(%error, "the database cannot be watched"),
        }
    }
}

/// The version of the database, seen from the writer.
pub(crate) fn version(session: &mut storage::Session<'_>) -> Result<i64, StorageError> {
    session.data_version()
}

/// Reads on the writing thread, and memory follows the commits in their order: none falls between reading
/// and keeping.
async fn take_in(department: &Arc<Department>) {
    tracing::info!("another process changed the database");
    let today = department.clock.today();
    let config = department.settings().config;
    let kept = Arc::clone(department);
    let taken = department
        .database
        .writer()
        .write::<_, StorageError>(
            move |session| Ok(std::sync::Mutex::new(Some(load(session, config, today)?))),
            move |loaded| {
                let loaded = loaded.lock().ok().and_then(|mut loaded| loaded.take());
                let Some(loaded) = loaded else { return };
                *kept.worklist_mut() = loaded.worklist;
                *kept.registry_mut() = loaded.registry;
                *kept.settings_mut() = loaded.settings;
                if loaded.catalogue == *kept.catalogue() {
                    kept.changed(Change::Orders);
                } else {
                    kept.keep_catalogue(loaded.catalogue);
                    // What is expected of every exam may have changed.
                    kept.changed(Change::Everything);
                }
                kept.changed(Change::Devices);
            },
        )
        .await;
    if let Err(error) = taken {
        tracing::error!(%error, "what another process changed could not be taken in");
    }
}
