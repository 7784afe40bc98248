//! What time makes due: exams that run and are silent, and orders that nobody performed.

use super::judge::{Judge, Judged};
use super::touched::Touched;
use crate::clock;
use crate::department::Department;
use chrono::{Duration, NaiveDate};
use domain::discrepancy::Kind;
use domain::exam::Thresholds;
use std::sync::Arc;
use storage::{Session, StorageError};

/// Records judged at once: a modality's message waits at most for that.
const AT_ONCE: i64 = 100;

/// Days after which an order that nobody performed is not asked about any more when it was not
/// before: what was imported long after its day is history.
const DAYS: i64 = 7;

/// Judges what is due now. Looks only at records that wait and have no item yet.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn judge_what_is_due(department: &Arc<Department>) -> Result<(), StorageError> {
    let reader = Arc::clone(department);
    let due = tokio::task::spawn_blocking(move || {
        reader
            .database
            .readers()
            .read(|session| due(&reader, session))
    })
    .await
    .map_err(|_| StorageError::Closed)??;
    if due.performed.is_empty() && due.scheduled.is_empty() {
        return Ok(());
    }
    let judge = Judge::of(department);
    let told = Arc::clone(department);
    department
        .database
        .writer()
        .write::<Judged, StorageError>(
            move |session| {
                let mut touched = Touched::default();
                judge.judge(session, &due.performed, &due.scheduled, &mut touched)
            },
            move |judged| judged.tell(&told),
        )
        .await?;
    Ok(())
}

struct Due {
    performed: Vec<i64>,
    scheduled: Vec<i64>,
}

fn due(department: &Department, session: &mut Session<'_>) -> Result<Due, StorageError> {
    let minutes = i64::from(Thresholds::default().stuck_after);
    let silent_since = department.clock.now() - minutes * 60_000;
    let until = clock::wall_of(silent_since);
    let today: NaiveDate = department.clock.today();
    Ok(Due {
        performed: session.silent_performed_steps(
            silent_since,
            Kind::StuckInProgress.word(),
            AT_ONCE,
        )?,
        scheduled: session.overdue_scheduled_steps(
            today - Duration::days(DAYS),
            (today, until.time()),
            Kind::MissingPerformedStep.word(),
            Kind::PatientMismatch.word(),
            AT_ONCE,
        )?,
    })
}
