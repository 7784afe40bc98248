//! Time passes: exams turn late, overrun or stuck, stations silent, and midnight starts a new day.

use crate::department::Department;
use crate::publisher::Change;
use crate::reconciliation::{close_by_rule, judge_what_is_due};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often flags that depend on time are looked at; the window does the same with its clock.
const EVERY: Duration = Duration::from_secs(15);

/// At least this often, however fast a simulated clock runs.
const AT_LEAST: Duration = Duration::from_millis(500);

pub(crate) async fn run(department: Arc<Department>, stop: CancellationToken) {
    let mut judged_by = department.catalogue();
    loop {
        let every = EVERY
            .div_f64(department.clock.speed().max(1.0))
            .max(AT_LEAST);
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
        if let Err(error) = judge_what_is_due(&department).await {
            tracing::error!(%error, "what time makes due could not be judged");
        }
        if let Err(error) = close_by_rule(&department).await {
            tracing::error!(%error, "what is due could not be closed by rule");
        }
        let catalogue = department.catalogue();
        if *catalogue != *judged_by {
            match department.judge_open_again().await {
                Ok(()) => judged_by = catalogue,
                Err(error) => tracing::error!(%error, "a new catalogue could not be judged by"),
            }
        }
        department.changed(Change::Tick);
    }
}
