//! What is heard of each AE title: health is proven by traffic. Kept in memory and written to disk
//! by a task, so that hearing costs nothing.

use crate::clock::Clock;
use dimse::{Caller, Queried, Traffic as Heard};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use storage::{NewWorklistQuery, Traffic, WaitingCaller};

/// AE titles remembered at most: an attacker inventing titles must not fill memory.
const KEPT: usize = 1000;
/// Queries that wait to be written at most, of one second: a flood must not fill memory.
const WAITING_QUERIES: usize = 4_096;
/// Bytes of their identifiers at most, for the same reason.
const WAITING_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of an identifier that is kept; a query with every key of the worklist has 4 KiB.
const LONGEST_IDENTIFIER: usize = 16 * 1024;

/// The traffic of all AE titles, and the callers that were refused.
#[derive(Default)]
pub struct TrafficLog {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    heard: HashMap<String, Traffic>,
    unsaved: HashSet<String>,
    callers: HashMap<(String, String, String), WaitingCaller>,
    queries: Vec<NewWorklistQuery>,
    /// Bytes of their identifiers.
    query_bytes: usize,
    /// Queries that were not kept.
    lost_queries: u32,
}

/// What is not on disk yet.
#[derive(Default)]
pub struct Unsaved {
    /// Traffic that changed.
    pub traffic: Vec<Traffic>,
    /// Callers with their new attempts.
    pub callers: Vec<WaitingCaller>,
    /// Queries in the order they were asked.
    pub queries: Vec<NewWorklistQuery>,
    /// Queries that were too many to be kept.
    pub lost_queries: u32,
}

impl Unsaved {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.traffic.is_empty() && self.callers.is_empty() && self.queries.is_empty()
    }
}

/// A message that changes performed steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Performed {
    /// Accepted.
    Accepted,
    /// Refused.
    Refused,
}

impl TrafficLog {
    /// A log that continues what was kept.
    #[must_use]
    pub fn new(kept: Vec<Traffic>) -> Self {
        let heard = kept
            .into_iter()
            .map(|row| (row.ae_title.clone(), row))
            .collect();
        Self {
            state: Mutex::new(State {
                heard,
                ..State::default()
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what an association said.
    pub fn heard(&self, clock: &Clock, caller: &Caller, what: Heard) {
        let now = clock.now();
        self.note(clock, caller, |row| match what {
            Heard::Echo => {
                row.last_echo_at = Some(now);
                row.messages += 1;
            }
            Heard::Find { items, .. } => {
                row.last_find_at = Some(now);
                row.last_find_items = Some(i32::try_from(items).unwrap_or(i32::MAX));
                row.messages += 1;
            }
            Heard::FindFailed { .. } => {
                row.messages += 1;
                row.refused += 1;
            }
            Heard::Broken => {}
        });
    }

    /// Notes an N-CREATE or N-SET.
    pub fn performed(&self, clock: &Clock, caller: &Caller, what: Performed) {
        let now = clock.now();
        self.note(clock, caller, |row| {
            row.last_performed_at = Some(now);
            row.messages += 1;
            if what == Performed::Refused {
                row.refused += 1;
            }
        });
    }

    fn note(&self, clock: &Clock, caller: &Caller, change: impl FnOnce(&mut Traffic)) {
        let title = &caller.calling_ae_title;
        let mut state = self.state();
        if !state.heard.contains_key(title) && state.heard.len() >= KEPT {
            return;
        }
        let today = clock.today().to_string();
        let row = state.heard.entry(title.clone()).or_insert_with(|| Traffic {
            ae_title: title.clone(),
            day: today.clone(),
            ..Traffic::default()
        });
        if row.day != today {
            row.day = today;
            row.messages = 0;
            row.refused = 0;
        }
        row.last_heard_at = Some(clock.now());
        row.implementation
            .clone_from(&caller.implementation_version_name);
        change(row);
        state.unsaved.insert(title.clone());
    }

    /// Notes a query, to be written to disk later.
    pub fn queried(&self, clock: &Clock, caller: &Caller, query: Queried) {
        let asked_at = clock.now();
        let identifier = if query.identifier.len() > LONGEST_IDENTIFIER {
            Vec::new()
        } else {
            query.identifier.to_vec()
        };
        let new = NewWorklistQuery {
            asked_at,
            calling_ae_title: caller.calling_ae_title.clone(),
            called_ae_title: caller.called_ae_title.clone(),
            peer: caller.address.to_canonical().to_string(),
            transfer_syntax: query.transfer_syntax,
            identifier,
            status: i32::from(query.status),
            comment: query.comment,
            answers: i32::try_from(query.answers).unwrap_or(i32::MAX),
            is_cut: i32::from(query.is_cut),
            negotiated: i32::from(query.fuzzy_names) | (i32::from(query.timezone) << 1),
        };
        let mut state = self.state();
        let bytes = state.query_bytes + new.identifier.len();
        if state.queries.len() >= WAITING_QUERIES || bytes > WAITING_BYTES {
            state.lost_queries = state.lost_queries.saturating_add(1);
            return;
        }
        state.query_bytes = bytes;
        state.queries.push(new);
    }

    /// Notes a caller that was not let in. `problem` is the number it is stored under.
    pub fn refused(&self, clock: &Clock, caller: &Caller, problem: i32) {
        let key = (
            caller.calling_ae_title.clone(),
            caller.called_ae_title.clone(),
            caller.address.to_canonical().to_string(),
        );
        let now = clock.now();
        let mut state = self.state();
        if !state.callers.contains_key(&key) && state.callers.len() >= KEPT {
            return;
        }
        let (calling_ae_title, called_ae_title, address) = key.clone();
        let waiting = state.callers.entry(key).or_insert_with(|| WaitingCaller {
            id: 0,
            calling_ae_title,
            called_ae_title,
            address,
            first_seen_at: now,
            last_seen_at: now,
            attempts: 0,
            problem,
            certificate: String::new(),
        });
        waiting.last_seen_at = now;
        waiting.attempts = waiting.attempts.saturating_add(1);
        waiting.problem = problem;
        waiting.certificate = caller.certificate().to_owned();
    }

    /// What was heard of one AE title.
    #[must_use]
    pub fn of(&self, ae_title: &str) -> Option<Traffic> {
        self.state().heard.get(ae_title).cloned()
    }

    /// Takes what is not on disk yet.
    #[must_use]
    pub fn take_unsaved(&self) -> Unsaved {
        let mut state = self.state();
        let titles = std::mem::take(&mut state.unsaved);
        state.query_bytes = 0;
        Unsaved {
            traffic: titles
                .iter()
                .filter_map(|title| state.heard.get(title).cloned())
                .collect(),
            callers: std::mem::take(&mut state.callers).into_values().collect(),
            queries: std::mem::take(&mut state.queries),
            lost_queries: std::mem::take(&mut state.lost_queries),
        }
    }
}
