//! The exams of one day, each a signal of its own, patched in place.

use crate::backend;
use contract::{
    Day, ExamId, Failure, WallTime,
    board::{BoardView, ExamCard, Lane, ShowBoard},
};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What does not change while a day is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The day shown.
    pub day: Day,
    /// Where the axis starts, minutes after midnight.
    pub opens: u32,
    /// Where the axis ends, minutes after midnight.
    pub closes: u32,
}

/// The cards by exam; the outer map changes only when an exam comes or goes.
pub type Cards = BTreeMap<ExamId, ArcRwSignal<ExamCard>>;

/// The board of one day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BoardStore {
    /// `None` until the first answer.
    pub frame: RwSignal<Option<Frame>>,
    /// One lane a station, in the order to show them.
    pub lanes: RwSignal<Vec<Lane>>,
    /// All exams of the day.
    pub cards: RwSignal<Cards>,
    /// Why the last fetch failed; `None` when it did not.
    pub failure: RwSignal<Option<Failure>>,
    // What events changed while a snapshot was under way: the snapshot may be older.
    touched: StoredValue<BTreeSet<ExamId>>,
}

impl BoardStore {
    /// A board of which nothing is known yet.
    pub fn new() -> Self {
        Self {
            frame: RwSignal::new(None),
            lanes: RwSignal::new(Vec::new()),
            cards: RwSignal::new(BTreeMap::new()),
            failure: RwSignal::new(None),
            touched: StoredValue::new(BTreeSet::new()),
        }
    }

    /// Fetches the board and says what the clock read then, and how fast it runs.
    pub async fn fetch(self, request: ShowBoard) -> Result<(WallTime, f64), Failure> {
        self.touched.update_value(BTreeSet::clear);
        match backend::call(request).await {
            Ok(view) => {
                let told = (view.now, view.clock_speed);
                self.replace(view);
                self.failure.set(None);
                Ok(told)
            }
            Err(failure) => {
                self.failure.set(Some(failure.clone()));
                Err(failure)
            }
        }
    }

    /// The card of an exam, if the day has it.
    pub fn card(&self, id: &ExamId) -> Option<ArcRwSignal<ExamCard>> {
        self.cards.with(|cards| cards.get(id).cloned())
    }

    /// Takes over a changed exam, unless a newer one is known.
    pub fn patch(&self, card: &ExamCard) {
        let shown = self
            .frame
            .with_untracked(|frame| frame.as_ref().is_some_and(|frame| frame.day == card.day));
        if !shown {
            // It may have been moved to another day.
            self.remove(&card.id);
            return;
        }
        self.touched.update_value(|touched| {
            touched.insert(card.id.clone());
        });
        match self
            .cards
            .with_untracked(|cards| cards.get(&card.id).cloned())
        {
            Some(known) => take_newer(&known, card),
            None => self.cards.update(|cards| {
                cards.insert(card.id.clone(), ArcRwSignal::new(card.clone()));
            }),
        }
    }

    /// Forgets an exam.
    pub fn remove(&self, id: &ExamId) {
        self.touched.update_value(|touched| {
            touched.insert(id.clone());
        });
        if self.cards.with_untracked(|cards| cards.contains_key(id)) {
            self.cards.update(|cards| {
                cards.remove(id);
            });
        }
    }

    /// Shows these lanes.
    pub fn show_lanes(&self, lanes: Vec<Lane>) {
        if self.lanes.with_untracked(|known| *known != lanes) {
            self.lanes.set(lanes);
        }
    }

    fn replace(&self, view: BoardView) {
        let frame = Frame {
            day: view.day,
            opens: view.opens,
            closes: view.closes,
        };
        let same_day = self
            .frame
            .with_untracked(|known| known.as_ref().is_some_and(|known| known.day == frame.day));
        let touched = self.touched.get_value();
        let mut cards = Cards::new();
        let mut changed = !same_day;
        if same_day {
            cards = self.cards.get_untracked();
            let named: BTreeSet<&ExamId> = view.exams.iter().map(|card| &card.id).collect();
            let before = cards.len();
            cards.retain(|id, _| named.contains(id) || touched.contains(id));
            changed = cards.len() != before;
        }
        for card in view.exams {
            if same_day && touched.contains(&card.id) {
                continue;
            }
            match cards.get(&card.id) {
                Some(known) => take_newer(known, &card),
                None => {
                    cards.insert(card.id.clone(), ArcRwSignal::new(card));
                    changed = true;
                }
            }
        }
        if changed {
            self.cards.set(cards);
        }
        self.show_lanes(view.lanes);
        if self
            .frame
            .with_untracked(|known| known.as_ref() != Some(&frame))
        {
            self.frame.set(Some(frame));
        }
    }
}

fn take_newer(known: &ArcRwSignal<ExamCard>, card: &ExamCard) {
    if known.with_untracked(|known| known.revision < card.revision) {
        known.set(card.clone());
    }
}
