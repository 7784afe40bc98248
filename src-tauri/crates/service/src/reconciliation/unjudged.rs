//! What modalities reported and nobody judged yet: a message is answered first and its exam judged
//! right after, several together, an exam once however much was said of it meanwhile.

use super::judge::{Judge, Judged};
use super::touched::Touched;
use crate::department::Department;
use chrono::{Duration, NaiveDate};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use storage::{Session, StorageError};
use tokio::sync::Notify;

/// Exams judged in one transaction at least. A message that arrives meanwhile waits for it, so it is
/// a few milliseconds of work; under load it is an eighth of what waits, so that it is caught up with.
const AT_ONCE: usize = 8;

/// The setting that keeps up to which message everything is judged: what comes after it is judged at
/// the next start, whatever ended this one.
pub(super) const JUDGED_UNTIL: &str = "judged-until-message";

/// Days back from which exams of before the queue are judged: what is older was reported long ago.
const DAYS: i64 = 7;

/// Performed steps that messages created or changed, not judged yet.
#[derive(Default)]
pub(crate) struct Unjudged {
    waiting: Mutex<Waiting>,
    news: Notify,
    /// Held by whoever judges.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Waiting {
    performed: BTreeSet<i64>,
    /// The last message they are of.
    until: i64,
}

impl Unjudged {
    /// What an earlier run left; of a database from before there was a queue, the exams of the last
    /// days.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn begin(session: &mut Session<'_>, today: NaiveDate) -> Result<Self, StorageError> {
        let last = session.last_message()?.unwrap_or_default();
        let until = session.setting(JUDGED_UNTIL)?;
        let left = match until.and_then(|until| until.parse().ok()) {
            Some(until) => session.performed_steps_after_message(until)?,
            None => {
                let left = session.open_performed_steps(today - Duration::days(DAYS))?;
                if left.is_empty() {
                    session.save_setting(JUDGED_UNTIL, &last.to_string())?;
                }
                left
            }
        };
        let unjudged = Self::default();
        unjudged.waiting().until = last;
        unjudged.waiting().performed.extend(left);
        unjudged.news.notify_one();
        Ok(unjudged)
    }

    /// Takes in what a committed message changed. Called in commit order.
    pub(crate) fn note(&self, performed: Option<i64>, message: i64) {
        let mut waiting = self.waiting();
        waiting.until = waiting.until.max(message);
        if let Some(id) = performed
            && waiting.performed.insert(id)
            && waiting.performed.len() == 1
        {
            self.news.notify_one();
        }
    }

    /// Resolves when there is something to judge.
    pub(crate) async fn news(&self) {
        self.news.notified().await;
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Taken<'_> {
        let mut waiting = self.waiting();
        Taken {
            left: std::mem::take(&mut waiting.performed),
            until: waiting.until,
            of: self,
        }
    }
}

/// What is being judged; what is left of it when this ends waits again.
struct Taken<'a> {
    of: &'a Unjudged,
    left: BTreeSet<i64>,
    until: i64,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let left = std::mem::take(&mut self.left);
        self.of.waiting().performed.extend(left);
    }
}

impl Department {
    /// Has judged again what another catalogue may show differently: exams of today, those that run,
    /// and those with an open item.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn judge_open_again(self: &Arc<Self>) -> Result<(), StorageError> {
        let department = Arc::clone(self);
        let open = tokio::task::spawn_blocking(move || {
            let today = department.clock.today();
            let readers = department.database.readers();
            readers.read(|session| session.open_performed_steps(today))
        })
        .await
        .map_err(|_| StorageError::Closed)??;
        for id in open {
            self.unjudged.note(Some(id), 0);
        }
        Ok(())
    }

    /// Judges what was answered so far, so that whoever asks sees what it shows.
    ///
    /// # Errors
    /// When the database refuses; what was not judged waits.
    pub(crate) async fn judge_messages(self: &Arc<Self>) -> Result<(), StorageError> {
        let _turn = self.unjudged.turn.lock().await;
        let mut taken = self.unjudged.take();
        while !taken.left.is_empty() {
            let at_once = AT_ONCE.max(taken.left.len() / AT_ONCE);
            let ids: Vec<i64> = taken.left.iter().copied().take(at_once).collect();
            let is_last = ids.len() == taken.left.len();
            let until = is_last.then_some(taken.until);
            self.judge_performed(ids.clone(), until).await?;
            for id in &ids {
                taken.left.remove(id);
            }
        }
        Ok(())
    }

    async fn judge_performed(
        self: &Arc<Self>,
        ids: Vec<i64>,
        until: Option<i64>,
    ) -> Result<(), StorageError> {
        let judge = Judge::of(self);
        let (reader, looking) = (self.database.readers().clone(), judge.clone());
        let look = move || reader.read(|session| looking.with_news(session, &ids));
        let ids = tokio::task::spawn_blocking(look)
            .await
            .map_err(|_| StorageError::Closed)??;
        if ids.is_empty() && until.is_none() {
            return Ok(());
        }
        let told = Arc::clone(self);
        self.database
            .writer()
            .write::<Judged, StorageError>(
                move |session| {
                    let judged = judge.judge(session, &ids, &[], &mut Touched::default())?;
                    if let Some(until) = until {
                        session.save_setting(JUDGED_UNTIL, &until.to_string())?;
                    }
                    Ok(judged)
                },
                move |judged| judged.tell(&told),
            )
            .await?;
        Ok(())
    }
}
