//! The rows of a long list as far as they were fetched: windows of it, the visible ones first.

use super::{Live, topics::Topic, use_live};
use crate::backend;
use contract::{Command, Failure, WallTime};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeMap, ops::Range, pin::Pin, rc::Rc, time::Duration};

/// Rows asked for at a time.
pub const WINDOW: u32 = 200;
/// Rows drawn above and below the visible ones.
const MARGIN: u32 = 6;
/// News come in bursts; one fetch answers a burst.
const BURST: Duration = Duration::from_millis(400);

/// The rows to draw for a scroll position, in pixels; `row` is the height of one.
pub fn drawn_rows(scrolled: f64, height: f64, row: f64, total: u32) -> Range<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positions in a list of u32 rows; the cast saturates"
    )]
    let row_at = |pixels: f64| (pixels / row).floor().max(0.0) as u32;
    let first = row_at(scrolled).saturating_sub(MARGIN).min(total);
    let last = row_at(scrolled + height)
        .saturating_add(MARGIN + 1)
        .min(total);
    first..last
}

/// The windows that rows lie in.
fn windows_of(rows: &Range<u32>) -> Range<u32> {
    if rows.is_empty() {
        return 0..1;
    }
    rows.start / WINDOW..(rows.end - 1) / WINDOW + 1
}

#[derive(Clone, PartialEq)]
struct Fetched<T> {
    round: u32,
    rows: Vec<T>,
}

type Answer<T> = Pin<Box<dyn Future<Output = Result<(u32, Vec<T>), Failure>>>>;
/// Asks for the rows from an offset on, at most so many; `None` while it cannot be asked.
type Ask<T> = Rc<dyn Fn(u32, u32) -> Option<Answer<T>>>;

/// The list.
pub struct WindowedRows<T: Send + Sync + 'static> {
    /// How many rows match; `None` until first known.
    pub total: RwSignal<Option<u32>>,
    /// Why the last fetch failed; `None` when it did not.
    pub failure: RwSignal<Option<Failure>>,
    /// When the rows shown came.
    pub as_of: RwSignal<Option<WallTime>>,
    /// The rows drawn now.
    pub drawn: RwSignal<Range<u32>>,
    windows: RwSignal<BTreeMap<u32, Fetched<T>>>,
    // Grows when everything fetched so far may be old.
    round: StoredValue<u32>,
    busy: StoredValue<bool>,
    ask: StoredValue<Ask<T>, LocalStorage>,
    live: Live,
}

impl<T: Send + Sync + 'static> Clone for WindowedRows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for WindowedRows<T> {}

impl<T: Clone + Send + Sync + 'static> WindowedRows<T> {
    /// Follows a request while the component lives: fetches again when what it reads changes and
    /// when there is news of one of the topics. `page` takes the total and the rows out of an answer.
    pub fn follow<C>(
        request: impl Fn(u32, u32) -> Option<C> + 'static,
        page: impl Fn(C::Output) -> (u32, Vec<T>) + Copy + 'static,
        topics: &[Topic],
    ) -> Self
    where
        C: Command + 'static,
    {
        let live = use_live();
        let ask: Ask<T> = Rc::new(move |offset, limit| {
            let request = request(offset, limit)?;
            Some(Box::pin(
                async move { backend::call(request).await.map(page) },
            ))
        });
        let rows = Self {
            total: RwSignal::new(None),
            failure: RwSignal::new(None),
            as_of: RwSignal::new(None),
            drawn: RwSignal::new(0..0),
            windows: RwSignal::new(BTreeMap::new()),
            round: StoredValue::new(0),
            busy: StoredValue::new(false),
            ask: StoredValue::new_local(Rc::clone(&ask)),
            live,
        };
        let news = RwSignal::new(0_u64);
        live.topics.update_value(|known| {
            for topic in topics {
                known.subscribe(topic.clone(), news);
            }
            known.subscribe(Topic::Everything, news);
        });
        on_cleanup(move || live.topics.update_value(|topics| topics.unsubscribe(news)));

        Effect::new(move || {
            // Made to be tracked; an answer that nobody waits for is not asked for.
            drop(ask(0, WINDOW));
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
    pub fn get(&self, position: u32) -> Option<T> {
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
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            while let Some(window) = self.missing() {
                let round = self.round.get_value();
                let asked = self.ask.with_value(|ask| ask(window * WINDOW, WINDOW));
                let Some(asked) = asked else { break };
                let answer = asked.await;
                if self.busy.is_disposed() {
                    return;
                }
                if self.round.get_value() != round {
                    continue;
                }
                match answer {
                    Ok((total, rows)) => {
                        self.windows.update(|windows| {
                            // What is older and not drawn would be asked for again anyway.
                            let drawn = windows_of(&self.drawn.get_untracked());
                            windows.retain(|window, fetched| {
                                fetched.round == round || drawn.contains(window)
                            });
                            windows.insert(window, Fetched { round, rows });
                        });
                        if self.total.get_untracked() != Some(total) {
                            self.total.set(Some(total));
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
        assert_eq!(drawn_rows(0.0, 400.0, 40.0, 50_000), 0..17);
        assert_eq!(drawn_rows(40_000.0, 400.0, 40.0, 50_000), 994..1017);
        assert_eq!(drawn_rows(36_000.0, 360.0, 36.0, 50_000), 994..1017);
        assert_eq!(drawn_rows(40_000.0, 400.0, 40.0, 5), 5..5);
        assert_eq!(drawn_rows(-50.0, 400.0, 40.0, 8), 0..8);
    }

    #[test]
    fn rows_lie_in_windows() {
        assert_eq!(windows_of(&(0..23)), 0..1);
        assert_eq!(windows_of(&(190..210)), 0..2);
        assert_eq!(windows_of(&(400..401)), 2..3);
        assert_eq!(windows_of(&(0..0)), 0..1);
    }
}
