//! The rows of the list as far as they were fetched: windows of it, the visible ones first.

use super::query::Query;
use crate::{
    backend,
    live::{Live, topics::Topic, use_live},
};
use contract::{Day, Failure, WallTime, orders::OrderRow};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

/// Rows asked for at a time.
pub const WINDOW: u32 = 200;
/// Pixels of a row.
pub const ROW: f64 = 40.0;
/// Rows drawn above and below the visible ones.
const MARGIN: u32 = 6;
/// News of exams come in bursts; one fetch answers a burst.
const BURST: Duration = Duration::from_millis(400);

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

/// The windows that rows lie in.
pub fn windows_of(rows: &Range<u32>) -> Range<u32> {
    if rows.is_empty() {
        return 0..1;
    }
    rows.start / WINDOW..(rows.end - 1) / WINDOW + 1
}

#[derive(Clone, PartialEq)]
struct Fetched {
    round: u32,
    rows: Vec<OrderRow>,
}

/// The list.
#[derive(Clone, Copy)]
pub struct OrderRows {
    /// How many rows match; `None` until first known.
    pub total: RwSignal<Option<u32>>,
    /// Why the last fetch failed; `None` when it did not.
    pub failure: RwSignal<Option<Failure>>,
    /// When the rows shown came.
    pub as_of: RwSignal<Option<WallTime>>,
    /// The rows drawn now.
    pub drawn: RwSignal<Range<u32>>,
    windows: RwSignal<BTreeMap<u32, Fetched>>,
    // Grows when everything fetched so far may be old.
    round: StoredValue<u32>,
    busy: StoredValue<bool>,
    query: RwSignal<Query>,
    today: Memo<Day>,
    live: Live,
}

impl OrderRows {
    /// Follows a query while the component lives.
    pub fn follow(query: RwSignal<Query>, today: Memo<Day>) -> Self {
        let live = use_live();
        let rows = Self {
            total: RwSignal::new(None),
            failure: RwSignal::new(None),
            as_of: RwSignal::new(None),
            drawn: RwSignal::new(0..0),
            windows: RwSignal::new(BTreeMap::new()),
            round: StoredValue::new(0),
            busy: StoredValue::new(false),
            query,
            today,
            live,
        };
        let news = RwSignal::new(0_u64);
        live.topics
            .update_value(|topics| topics.subscribe(Topic::AnyExam, news));
        on_cleanup(move || live.topics.update_value(|topics| topics.unsubscribe(news)));

        Effect::new(move || {
            query.track();
            today.track();
            rows.again();
        });
        let mut after_burst = debounce(BURST, move |()| rows.again());
        Effect::new(move |before: Option<u64>| {
            let news = news.get();
            if before.is_some_and(|before| before != news) {
                after_burst(());
            }
            news
        });
        Effect::new(move || {
            rows.drawn.track();
            rows.fetch();
        });
        rows
    }

    /// The row at a position, if it was fetched.
    pub fn get(&self, position: u32) -> Option<OrderRow> {
        let place = usize::try_from(position % WINDOW).ok()?;
        self.windows.with(|windows| {
            let window = windows.get(&(position / WINDOW))?;
            window.rows.get(place).cloned()
        })
    }

    /// Asks again for what is shown.
    pub fn again(self) {
        if self.round.try_update_value(|round| *round += 1).is_some() {
            self.fetch();
        }
    }

    /// The next window that is drawn and not fetched in this round.
    fn missing(&self) -> Option<u32> {
        let round = self.round.get_value();
        let drawn = self.drawn.try_get_untracked()?;
        self.windows.with_untracked(|windows| {
            windows_of(&drawn).find(|window| {
                windows
                    .get(window)
                    .is_none_or(|fetched| fetched.round != round)
            })
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
                let request = self
                    .query
                    .with_untracked(|query| query.request(&today, window * WINDOW, WINDOW));
                let answer = backend::call(request).await;
                if self.busy.is_disposed() {
                    return;
                }
                if self.round.get_value() != round {
                    continue;
                }
                match answer {
                    Ok(page) => {
                        self.windows.update(|windows| {
                            // What is older and not drawn would be asked for again anyway.
                            let drawn = windows_of(&self.drawn.get_untracked());
                            windows.retain(|window, fetched| {
                                fetched.round == round || drawn.contains(window)
                            });
                            let rows = page.rows;
                            windows.insert(window, Fetched { round, rows });
                        });
                        if self.total.get_untracked() != Some(page.total) {
                            self.total.set(Some(page.total));
                        }
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
        assert_eq!(drawn_rows(0.0, 400.0, 50_000), 0..17);
        assert_eq!(drawn_rows(40_000.0, 400.0, 50_000), 994..1017);
        assert_eq!(drawn_rows(40_000.0, 400.0, 5), 5..5);
        assert_eq!(drawn_rows(-50.0, 400.0, 8), 0..8);
    }

    #[test]
    fn rows_lie_in_windows() {
        assert_eq!(windows_of(&(0..23)), 0..1);
        assert_eq!(windows_of(&(190..210)), 0..2);
        assert_eq!(windows_of(&(400..401)), 2..3);
        assert_eq!(windows_of(&(0..0)), 0..1);
    }
}
