//! What the board shows of its day: zoom, filters, lanes and where the cards lie.

use super::{
    axis::{Axis, Span},
    layout::{Place, Scene},
    totals::{Summary, Total},
};
use crate::{
    components::{menu::MenuPoint, step_actions::Step, top_bar::AlertsShown},
    format,
    live::{Live, board::BoardStore, use_live},
};
use contract::{
    ExamId, StepStatus, WallTime,
    board::{ExamCard, Lane},
};
use leptos::{ev, prelude::*};
use std::collections::BTreeMap;

/// From this width of the window on the whole day is readable.
const WIDE: f64 = 1920.0;
const PAN: i64 = 30;

/// The state of the board page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The live state of the window.
    pub live: Live,
    /// The day shown.
    pub store: Memo<BoardStore>,
    /// Whether the focus is on; `None` leaves it to the width of the window.
    pub zoom: RwSignal<Option<bool>>,
    /// Minutes the focus was moved by.
    pub pan: RwSignal<i64>,
    /// Only this modality.
    pub modality: RwSignal<Option<String>>,
    /// Only the exams of this total.
    pub total: RwSignal<Option<Total>>,
    /// Whether the exams are shown as a table.
    pub as_table: RwSignal<bool>,
    /// Whether the alerts are shown.
    pub needs_you: RwSignal<bool>,
    /// The exam that arrow keys start from.
    pub active: RwSignal<Option<ExamId>>,
    /// The exam a menu is open for.
    pub menu: RwSignal<Option<(ExamId, MenuPoint)>>,
    /// Pixels a lane has for its cards.
    pub width: RwSignal<f64>,
    /// Pixels of the window.
    pub window_width: RwSignal<f64>,
    /// Axis, day and clock.
    pub scene: Memo<Option<Scene>>,
    /// The exams of each lane that pass the filters.
    pub groups: Memo<BTreeMap<String, Vec<ExamId>>>,
    /// The lanes that pass the filters.
    pub lanes: Memo<Vec<Lane>>,
    tab_stop: Memo<Option<ExamId>>,
    layouts: StoredValue<BTreeMap<String, Memo<Vec<Place>>>>,
}

/// The state of the board page; call it while a component of the board is set up.
pub fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// Made once by the board page.
    pub fn start() -> Self {
        let live = use_live();
        let store = Memo::new(move |_| live.shown());
        let zoom = RwSignal::new(None);
        let pan = RwSignal::new(0);
        let modality = RwSignal::new(None);
        let total = RwSignal::new(None);
        let width = RwSignal::new(0.0);
        let window_width = RwSignal::new(inner_width());
        let handle = window_event_listener(ev::resize, move |_| window_width.set(inner_width()));
        on_cleanup(move || handle.remove());

        let midnight = Memo::new(move |_| {
            let frame = store.get().frame.get()?;
            format::midnight(&frame.day)
        });
        let is_today = Memo::new(move |_| store.get() == live.today);
        let axis = Memo::new(move |_| {
            let frame = store.get().frame.get()?;
            let start = midnight.get()?;
            let minute = is_today.get().then(|| minutes(live.clock.now() - start));
            let span = Span::around(frame.opens, frame.closes, minute);
            let (window, track) = (window_width.get(), width.get());
            let focus = zoom.get().unwrap_or(window < WIDE);
            Some(match minute.filter(|_| focus) {
                Some(minute) => {
                    let centre = minute + minutes(pan.get() * format::MINUTE);
                    Axis::focused(span, centre, focus_minutes(window), track)
                }
                None => Axis::whole_day(span, track),
            })
        });
        let scene = Memo::new(move |_| {
            Some(Scene {
                axis: axis.get()?,
                midnight: midnight.get()?,
                now: is_today.get().then(|| live.clock.now()),
            })
        });
        let groups = Memo::new(move |_| {
            let mut groups: BTreeMap<String, Vec<ExamId>> = BTreeMap::new();
            let (modality, total) = (modality.get(), total.get());
            let now = if total == Some(Total::Late) {
                live.clock.now()
            } else {
                0
            };
            store.get().cards.with(|cards| {
                for card in cards.values() {
                    card.with(|card| {
                        let wanted = card.status != StepStatus::Canceled
                            && modality
                                .as_ref()
                                .is_none_or(|wanted| *wanted == card.modality)
                            && total.is_none_or(|total: Total| total.counts(card, now));
                        if wanted {
                            groups
                                .entry(card.station.clone())
                                .or_default()
                                .push(card.id.clone());
                        }
                    });
                }
            });
            groups
        });
        let lanes = Memo::new(move |_| {
            let groups = groups.get();
            let mut lanes = store.get().lanes.get();
            for station in groups.keys() {
                if !lanes.iter().any(|lane| lane.station == *station) {
                    lanes.push(lane_without_device(station));
                }
            }
            let (modality, total) = (modality.get(), total.get());
            lanes.retain(|lane| {
                let has_exams = groups.contains_key(&lane.station);
                has_exams
                    || (total.is_none()
                        && modality
                            .as_ref()
                            .is_none_or(|wanted| *wanted == lane.modality))
            });
            lanes
        });
        let active = RwSignal::new(None::<ExamId>);
        let tab_stop = Memo::new(move |_| {
            let groups = groups.get();
            let is_shown = |id: &ExamId| groups.values().any(|ids| ids.contains(id));
            active.get().filter(is_shown).or_else(|| {
                lanes.with(|lanes| {
                    lanes
                        .iter()
                        .find_map(|lane| groups.get(&lane.station)?.first().cloned())
                })
            })
        });
        Self {
            live,
            store,
            zoom,
            pan,
            modality,
            total,
            as_table: RwSignal::new(false),
            needs_you: expect_context::<AlertsShown>().0,
            active,
            menu: RwSignal::new(None),
            width,
            window_width,
            scene,
            groups,
            lanes,
            tab_stop,
            layouts: StoredValue::new(BTreeMap::new()),
        }
    }

    /// Whether the focus is on.
    pub fn is_focused(&self) -> bool {
        self.zoom.get().unwrap_or(self.window_width.get() < WIDE)
    }

    /// Minutes of the focus.
    pub fn focus_minutes(&self) -> i64 {
        if self.window_width.get() < 1680.0 {
            150
        } else {
            210
        }
    }

    /// Moves the focus by steps of 30 minutes.
    pub fn pan_by(&self, steps: i64) {
        self.pan
            .update(|pan| *pan = (*pan + steps * PAN).clamp(-720, 720));
    }

    /// The clock while today is shown, not tracked further than the scene.
    pub fn now(&self) -> Option<WallTime> {
        self.scene
            .with(|scene| scene.as_ref().and_then(|scene| scene.now))
    }

    /// The totals of the day.
    pub fn summary(&self) -> Summary {
        let now = if self.store.get() == self.live.today {
            self.live.clock.now()
        } else {
            0
        };
        self.store.get().cards.with(|cards| {
            let cards: Vec<_> = cards.values().map(|card| card.read()).collect();
            Summary::of(cards.iter().map(|card| &**card), now)
        })
    }

    /// Makes the places of a lane known for the arrow keys.
    pub fn know_layout(&self, station: String, places: Memo<Vec<Place>>) {
        self.layouts.update_value(|layouts| {
            layouts.insert(station, places);
        });
    }

    /// The exam that an arrow key leads to.
    pub fn neighbour(&self, from: &ExamId, key: &str) -> Option<ExamId> {
        let lanes: Vec<Vec<Place>> = self.layouts.with_value(|layouts| {
            self.lanes.with_untracked(|lanes| {
                lanes
                    .iter()
                    .filter_map(|lane| layouts.get(&lane.station)?.try_get_untracked())
                    .filter(|places| !places.is_empty())
                    .collect()
            })
        });
        let row = lanes
            .iter()
            .position(|lane| lane.iter().any(|place| place.id == *from))?;
        let lane = lanes.get(row)?;
        let column = lane.iter().position(|place| place.id == *from)?;
        let left = lane.get(column)?.left;
        let nearest = |lane: &Vec<Place>| {
            lane.iter()
                .min_by(|a, b| (a.left - left).abs().total_cmp(&(b.left - left).abs()))
                .map(|place| place.id.clone())
        };
        let place = match key {
            "ArrowLeft" => lane.get(column.checked_sub(1)?)?,
            "ArrowRight" => lane.get(column + 1)?,
            "Home" => lane.first()?,
            "End" => lane.last()?,
            "ArrowUp" => return nearest(lanes.get(row.checked_sub(1)?)?),
            "ArrowDown" => return nearest(lanes.get(row + 1)?),
            _ => return None,
        };
        Some(place.id.clone())
    }

    /// Whether Tab leads to this exam: the one last used, or the first.
    pub fn tab_stop_is(&self, id: &ExamId) -> bool {
        self.tab_stop.with(|stop| stop.as_ref() == Some(id))
    }
}

/// The step behind a card, for its actions.
pub fn step_of(card: &ExamCard) -> Step {
    Step {
        id: card.id.clone(),
        patient: card.patient.clone(),
        status: card.status,
        station: card.station.clone(),
        day: card.day.clone(),
        time: card.planned_start.map(format::time).unwrap_or_default(),
        scheduled: !card.unscheduled,
    }
}

fn lane_without_device(station: &str) -> Lane {
    Lane {
        station: station.to_owned(),
        name: station.to_owned(),
        modality: String::new(),
        last_heard: None,
        silent_from: None,
    }
}

fn focus_minutes(window: f64) -> f64 {
    if window < 1680.0 { 150.0 } else { 210.0 }
}

fn minutes(milliseconds: WallTime) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of a day are exact"
    )]
    let (time, minute) = (milliseconds as f64, format::MINUTE as f64);
    time / minute
}

fn inner_width() -> f64 {
    window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .unwrap_or(1440.0)
}
