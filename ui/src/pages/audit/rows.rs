//! The entries as far as they were fetched: windows of the list, the visible ones first.

use super::filters::Query;
use crate::{
    backend,
    live::{Live, use_live},
};
use contract::{
    Day, Failure, WallTime,
    audit::{AuditRow, ListAudit},
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;
use std::ops::Range;

/// Rows asked for at a time.
const WINDOW: u32 = 200;
/// Pixels of a row.
pub const ROW: f64 = 36.0;
/// Rows drawn above and below the visible ones.
const MARGIN: u32 = 6;

/// The rows to draw for a scroll position.
pub fn drawn_rows(scrolled: f64, height: f64, total: u32) -> Range<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positions in a list of u32 rows; the cast saturates"
    )]
    let row_at = |pixels: f64| (pixels / ROW).floor().max(0.0) as u32;
    let first = row_at(scrolled).saturating_sub(MARGIN).min(total);
    let last = row_at(scrolled + height)
        .saturating_add(MARGIN + 1)
        .min(total);
    first..last
}

/// What there is to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// People and programs.
    pub people: Vec<String>,
    /// Actions.
    pub actions: Vec<String>,
    /// Kinds of records.
    pub subjects: Vec<String>,
}

/// The list.
#[derive(Clone, Copy)]
pub struct AuditRows {
    /// How many entries match; `None` until first known.
    pub total: RwSignal<Option<u32>>,
    /// Why the last fetch failed; `None` when it did not.
    pub failure: RwSignal<Option<Failure>>,
    /// When the rows shown came.
    pub as_of: RwSignal<Option<WallTime>>,
    /// The rows drawn now.
    pub drawn: RwSignal<Range<u32>>,
    /// What there is to choose from.
    pub choices: RwSignal<Choices>,
    windows: RwSignal<BTreeMap<u32, Vec<AuditRow>>>,
    // Grows with every other question: answers to former ones are dropped.
    round: StoredValue<u32>,
    busy: StoredValue<bool>,
    query: RwSignal<Query>,
    today: Memo<Day>,
    live: Live,
}

impl AuditRows {
    /// Follows a query while the component lives.
    pub fn follow(query: RwSignal<Query>, today: Memo<Day>) -> Self {
        let rows = Self {
            total: RwSignal::new(None),
            failure: RwSignal::new(None),
            as_of: RwSignal::new(None),
            drawn: RwSignal::new(0..0),
            choices: RwSignal::new(Choices::default()),
            windows: RwSignal::new(BTreeMap::new()),
            round: StoredValue::new(0),
            busy: StoredValue::new(false),
            query,
            today,
            live: use_live(),
        };
        Effect::new(move || {
            query.track();
            today.track();
            rows.again();
        });
        Effect::new(move || {
            rows.drawn.track();
            rows.fetch();
        });
        rows
    }

    /// The entry at a position, if it was fetched.
    pub fn get(&self, position: u32) -> Option<AuditRow> {
        let place = usize::try_from(position % WINDOW).ok()?;
        self.windows
            .with(|windows| windows.get(&(position / WINDOW))?.get(place).cloned())
    }

    /// Asks again for what is shown.
    pub fn again(self) {
        if self.round.try_update_value(|round| *round += 1).is_some() {
            self.windows.set(BTreeMap::new());
            self.fetch();
        }
    }

    /// The next window that is drawn and not fetched.
    fn missing(&self) -> Option<u32> {
        let drawn = self.drawn.try_get_untracked()?;
        let last = drawn.end.saturating_sub(1).max(drawn.start) / WINDOW;
        self.windows.with_untracked(|windows| {
            (drawn.start / WINDOW..=last).find(|window| !windows.contains_key(window))
        })
    }

    fn fetch(self) {
        if self.busy.get_value() || self.today.with_untracked(String::is_empty) {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            while let Some(window) = self.missing() {
                let round = self.round.get_value();
                let today = self.today.get_untracked();
                let filter = self.query.with_untracked(|query| query.filter(&today));
                let answer = backend::call(ListAudit {
                    filter,
                    offset: window * WINDOW,
                    limit: WINDOW,
                })
                .await;
                if self.busy.is_disposed() {
                    return;
                }
                if self.round.get_value() != round {
                    continue;
                }
                match answer {
                    Ok(page) => {
                        self.windows.update(|windows| {
                            windows.insert(window, page.rows);
                        });
                        self.choices.set(Choices {
                            people: page.people,
                            actions: page.actions,
                            subjects: page.subjects,
                        });
                        self.total.set(Some(page.total));
                        self.failure.set(None);
                        self.as_of.set(Some(self.live.clock.exact()));
                    }
                    Err(failure) => {
                        self.failure.set(Some(failure));
                        break;
                    }
                }
            }
            self.busy.try_set_value(false);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_near_the_visible_ones_are_drawn_too() {
        assert_eq!(drawn_rows(0.0, 360.0, 50_000), 0..17);
        assert_eq!(drawn_rows(36_000.0, 360.0, 50_000), 994..1017);
        assert_eq!(drawn_rows(36_000.0, 360.0, 5), 5..5);
    }
}
