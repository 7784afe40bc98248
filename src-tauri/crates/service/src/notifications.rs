//! MPPS Notification (PS3.4 F.9): subscribers are told what became of performed steps, over
//! associations that we open, at least once and in order.

use crate::department::Department;
use crate::publisher::Change;
use dimse::client::{Association, Proposal};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use storage::{Notification, StorageError};
use tokio::net::lookup_host;
use tokio::task::JoinSet;

/// How long a subscriber may take for each step: others wait for their own turn beside it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The wait after the first attempt that failed; it doubles with each.
const FIRST_WAIT: i64 = 5_000;
/// The longest wait: a receiver that is back is told within ten minutes.
const LONGEST_WAIT: i64 = 10 * 60_000;
/// An event that could not be delivered for so long is given up: who was away for a day reads what
/// it missed with N-GET instead.
const GIVE_UP_AFTER: i64 = 24 * 3_600_000;
/// An event that the subscriber itself refused so often is given up: more of the same will not
/// change its mind, and the next events wait behind it.
const MOST_REJECTIONS: i32 = 5;

/// What became of an attempt.
enum Attempt {
    Delivered,
    /// It could not be reached, or the association failed.
    Unreachable(String),
    /// It answered with a failure.
    Rejected(String),
}

/// Delivers what waits and is due.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn deliver(department: &Arc<Department>) -> Result<(), StorageError> {
    let reader = Arc::clone(department);
    let waiting = tokio::task::spawn_blocking(move || {
        let readers = reader.database.readers();
        readers.read(|session| session.waiting_notifications())
    })
    .await
    .map_err(|_| StorageError::Closed)??;
    let mut by_subscriber: BTreeMap<String, Vec<Notification>> = BTreeMap::new();
    for event in waiting {
        let subscriber = event.subscriber.clone();
        by_subscriber.entry(subscriber).or_default().push(event);
    }
    let mut subscribers = JoinSet::new();
    for (subscriber, events) in by_subscriber {
        let department = Arc::clone(department);
        subscribers.spawn(async move { deliver_to(&department, subscriber, events).await });
    }
    while let Some(delivered) = subscribers.join_next().await {
        delivered.map_err(|_| StorageError::Closed)??;
    }
    Ok(())
}

async fn deliver_to(
    department: &Arc<Department>,
    subscriber: String,
    events: Vec<Notification>,
) -> Result<(), StorageError> {
    let target = {
        let registry = department.registry();
        let is_told = registry.subscribers().contains(&subscriber);
        let device = registry.device(&subscriber).filter(|_| is_told);
        device.map(|device| (device.address.clone(), device.port))
    };
    let Some((host, port)) = target else {
        tracing::info!(
            subscriber,
            "nobody to tell any more: its events are dropped"
        );
        return write(department, move |session| {
            session.forget_subscriber(&subscriber)
        })
        .await;
    };
    let now = department.clock.now();
    if events.first().is_none_or(|first| first.next_at > now) {
        return Ok(());
    }
    let port = u16::try_from(port).unwrap_or_default();
    let own = department.settings().config.dicom.ae_title;
    let mut association = match open(&host, port, &own, &subscriber).await {
        Ok(association) => association,
        Err(problem) => {
            return keep(department, &events, Attempt::Unreachable(problem)).await;
        }
    };
    let mut rest = events.as_slice();
    while let [event, ..] = rest {
        let attempt = tell(&mut association, event).await;
        let is_delivered = matches!(attempt, Attempt::Delivered);
        keep(department, rest, attempt).await?;
        if !is_delivered {
            return Ok(());
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    // Everything was answered; how the peer parts does not matter.
    if let Err(error) = association.release().await {
        tracing::debug!(%error, "the association was not released");
    }
    Ok(())
}

async fn open(host: &str, port: u16, own: &str, subscriber: &str) -> Result<Association, String> {
    let mut found = lookup_host((host, port))
        .await
        .map_err(|error| error.to_string())?;
    let address = found
        .next()
        .ok_or_else(|| "the name has no address".to_owned())?;
    let proposal = Proposal {
        patience: PATIENCE,
        ..Proposal::notification(own, subscriber)
    };
    Association::connect(address, &proposal)
        .await
        .map_err(|error| error.to_string())
}

async fn tell(association: &mut Association, event: &Notification) -> Attempt {
    let event_type = u16::try_from(event.event_type).unwrap_or_default();
    let uid = &event.sop_instance_uid;
    match association.report_event(event_type, uid).await {
        Ok(response) if is_taken(response.status) => Attempt::Delivered,
        Ok(response) => Attempt::Rejected(format!("status {:#06X}", response.status)),
        Err(error) => Attempt::Unreachable(error.to_string()),
    }
}

/// Success, and the warnings of PS3.7 Annex C.
fn is_taken(status: u16) -> bool {
    matches!(status, 0x0000 | 0x0001 | 0x0107 | 0x0116 | 0xB000..=0xBFFF)
}

/// Keeps what became of the first of these events.
async fn keep(
    department: &Arc<Department>,
    events: &[Notification],
    attempt: Attempt,
) -> Result<(), StorageError> {
    let Some(first) = events.first().cloned() else {
        return Ok(());
    };
    let now = department.clock.now();
    let changed = match attempt {
        Attempt::Delivered => {
            return write(department, move |session| {
                session.notification_delivered(&first)
            })
            .await;
        }
        Attempt::Rejected(problem) => {
            let rejections = first.rejections + 1;
            let mut first = after_failure(first, now, problem);
            first.rejections = rejections;
            if rejections >= MOST_REJECTIONS {
                first.given_up_at = Some(now);
            }
            vec![first]
        }
        Attempt::Unreachable(problem) => {
            // Whatever else waited too long is given up with it: one attempt speaks for all.
            let too_old = |event: &&Notification| now - event.created_at >= GIVE_UP_AFTER;
            let given_up = events.iter().skip(1).filter(too_old).cloned();
            let given_up = given_up.map(|event| Notification {
                given_up_at: Some(now),
                problem: problem.clone(),
                ..event
            });
            let given_up: Vec<Notification> = given_up.collect();
            let first = after_failure(first, now, problem);
            [first].into_iter().chain(given_up).collect()
        }
    };
    for event in &changed {
        tracing::warn!(
            subscriber = event.subscriber,
            event_type = event.event_type,
            attempts = event.attempts,
            problem = event.problem,
            given_up = event.given_up_at.is_some(),
            "an event of a performed step could not be delivered"
        );
    }
    let is_given_up = changed.iter().any(|event| event.given_up_at.is_some());
    write(department, move |session| {
        for event in &changed {
            session.save_notification(event)?;
        }
        Ok(())
    })
    .await?;
    if is_given_up {
        department.changed(Change::Tick);
    }
    Ok(())
}

fn after_failure(event: Notification, now: i64, problem: String) -> Notification {
    let doublings = event.attempts.clamp(0, 16);
    let wait = (FIRST_WAIT << doublings).min(LONGEST_WAIT);
    let is_too_old = now - event.created_at >= GIVE_UP_AFTER;
    Notification {
        attempts: event.attempts.saturating_add(1),
        next_at: now + wait,
        given_up_at: is_too_old.then_some(now),
        problem,
        ..event
    }
}

async fn write(
    department: &Arc<Department>,
    change: impl FnOnce(&mut storage::Session<'_>) -> Result<(), StorageError> + Send + 'static,
) -> Result<(), StorageError> {
    department.database.writer().write(change, |()| {}).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(attempts: i32) -> Notification {
        Notification {
            id: 1,
            subscriber: "RIS".to_owned(),
            sop_instance_uid: "1.2.3".to_owned(),
            event_type: 1,
            created_at: 0,
            attempts,
            rejections: 0,
            next_at: 0,
            given_up_at: None,
            problem: String::new(),
        }
    }

    #[test]
    fn waits_double_up_to_ten_minutes_and_end_after_a_day() {
        let waits: Vec<i64> = (0..9)
            .map(|attempts| after_failure(event(attempts), 0, String::new()).next_at / 1000)
            .collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
        let given_up = |now| after_failure(event(9), now, String::new()).given_up_at;
        assert_eq!(given_up(GIVE_UP_AFTER - 1), None);
        assert_eq!(given_up(GIVE_UP_AFTER), Some(GIVE_UP_AFTER));
    }

    #[test]
    fn warnings_are_taken_and_failures_are_not() {
        for (status, taken) in [
            (0x0000, true),
            (0x0107, true),
            (0xB123, true),
            (0x0110, false),
            (0x0112, false),
            (0xA700, false),
        ] {
            assert_eq!(is_taken(status), taken, "{status:#06X}");
        }
    }
}
