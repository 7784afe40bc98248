//! Judges what modalities reported, right after it was answered.

use crate::department::Department;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between one judging and the next: what is reported of an exam meanwhile is judged together, and
/// nobody waits noticeably for it.
const PACE: Duration = Duration::from_millis(200);

pub(crate) async fn run(department: Arc<Department>, stop: CancellationToken) {
    loop {
        let stopping = tokio::select! {
            () = stop.cancelled() => true,
            () = department.unjudged.news() => false,
        };
        if let Err(error) = department.judge_messages().await {
            tracing::error!(%error, "what was reported could not be judged yet");
        }
        if stopping {
            return;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(PACE) => {}
        }
    }
}
