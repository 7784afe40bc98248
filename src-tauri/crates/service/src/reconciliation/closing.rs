//! Closing by rule: performed steps that nobody ends (a scanner was switched off, a link broke) are
//! ended for stations whose profile says after how long (PS3.4 F.7.2.2.3, note 2).

use super::decide::close_step;
use super::judge::Judge;
use crate::department::Department;
use crate::schedule::{ChangeSet, Refused};
use domain::AeTitle;
use domain::discrepancy::Kind;
use std::sync::Arc;
use storage::{DiscrepancyState, PerformedSummary, Session, StorageError, StoredDiscrepancy};

/// Minutes the warning must have stood before a step is closed: somebody may look at it.
const WARNED: i64 = 10;

/// Performed steps looked at, at most, the longest silent first.
const AT_ONCE: i64 = 500;

/// Who closed it, in the audit trail.
pub(crate) const RULE: &str = "rule";

/// Closes what is due. A step is due when it was silent for the minutes of its station and the item
/// that warns of it (stuck in progress) has been open for ten minutes; an item that a person
/// dismissed keeps the step open.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn close_by_rule(department: &Arc<Department>) -> Result<(), StorageError> {
    let Some(fewest) = department.registry().first_closing_minutes() else {
        return Ok(());
    };
    // What was heard meanwhile takes a warning back.
    department.judge_messages().await?;
    let reader = Arc::clone(department);
    let due = tokio::task::spawn_blocking(move || {
        let readers = reader.database.readers();
        readers.read(|session| due(&reader, session, fewest))
    })
    .await
    .map_err(|_| StorageError::Closed)??;
    for (step, item, minutes) in due {
        let note = format!("no message for {minutes} minutes");
        let set = ChangeSet {
            who: RULE.to_owned(),
            ..ChangeSet::begin(department, &note)
        };
        let judge = Judge::of(department);
        let (working, told) = (Arc::clone(department), Arc::clone(department));
        let closed = department
            .database
            .writer()
            .write::<_, Refused>(
                move |session| close_step(session, &working, &judge, &set, &step, &item),
                move |outcome| outcome.keep(&told),
            )
            .await;
        if let Err(Refused(failure)) = closed {
            tracing::warn!(%failure, "a performed step could not be closed by rule");
        }
    }
    Ok(())
}

type Due = (PerformedSummary, StoredDiscrepancy, i64);

fn due(
    department: &Department,
    session: &mut Session<'_>,
    fewest: u32,
) -> Result<Vec<Due>, StorageError> {
    let now = department.clock.now();
    let silent = now - i64::from(fewest) * 60_000;
    let mut due = Vec::new();
    for step in session.performed_steps_silent_since(silent, AT_ONCE)? {
        let station = step.report.station_ae_title.as_ref();
        let station = station.map(AeTitle::as_str).unwrap_or_default();
        let minutes = department
            .registry()
            .close_after_minutes(station, &step.calling_ae_title);
        let Some(minutes) = minutes.map(i64::from) else {
            continue;
        };
        let silent = (now - step.last_message_at) / 60_000;
        if silent < minutes {
            continue;
        }
        let items = session.discrepancies_of(&[step.id], &[])?;
        let warning = items.into_iter().find(|item| {
            item.kind == Kind::StuckInProgress.word()
                && item.performed_step == Some(step.id)
                && item.state == DiscrepancyState::Open
                && now - item.raised_at >= WARNED * 60_000
        });
        due.extend(warning.map(|item| (step, item, silent)));
    }
    Ok(due)
}

#[cfg(test)]
mod tests;
