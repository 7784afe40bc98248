//! Tells subscribers what became of performed steps.

use crate::department::Department;
use crate::notifications::deliver;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How soon a subscriber is told.
const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(department: Arc<Department>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        // What was not answered when it stops is told again at the next start.
        let delivered = tokio::select! {
            () = stop.cancelled() => return,
            delivered = deliver(&department) => delivered,
        };
        if let Err(error) = delivered {
            tracing::error!(%error, "subscribers could not be told");
        }
    }
}
