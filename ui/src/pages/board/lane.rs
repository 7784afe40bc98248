//! One room: its head and its cards.

use super::{
    card::Card,
    desk::use_desk,
    layout::{Place, place, rows_needed},
    totals::used_share,
};
use crate::{
    components::glyph::{Glyph, GlyphView},
    format,
    standing::Standing,
    t,
};
use contract::{
    ExamId, StepStatus, WallTime,
    board::{ExamCard, Lane},
};
use leptos::prelude::*;

/// What a room does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RoomState {
    Scanning,
    Idle { minutes: Option<i64> },
    Silent { minutes: Option<i64> },
    Stuck { minutes: i64 },
}

impl RoomState {
    fn of(lane: &Lane, cards: &[ExamCard], now: WallTime) -> Self {
        let since = |instant| format::minutes_between(instant, now).max(0);
        let stuck = cards
            .iter()
            .filter(|card| Standing::of(card, now).stuck)
            .filter_map(|card| card.last_message)
            .min();
        if let Some(last) = stuck {
            return Self::Stuck {
                minutes: since(last),
            };
        }
        if lane.silent_from.is_some_and(|from| from <= now) {
            return Self::Silent {
                minutes: lane.last_heard.map(since),
            };
        }
        if cards
            .iter()
            .any(|card| card.status == StepStatus::InProgress)
        {
            return Self::Scanning;
        }
        let last = cards
            .iter()
            .filter_map(|card| card.ended)
            .filter(|ended| *ended <= now)
            .max();
        Self::Idle {
            minutes: last.map(since),
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Scanning => Glyph::InProgress,
            Self::Idle { .. } => Glyph::Idle,
            Self::Silent { .. } => Glyph::Silent,
            Self::Stuck { .. } => Glyph::Critical,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Scanning => t!("room-scanning"),
            Self::Idle {
                minutes: Some(minutes),
            } => {
                t!("room-idle", time = format::duration(minutes))
            }
            Self::Idle { minutes: None } => t!("room-idle-all-day"),
            Self::Silent {
                minutes: Some(minutes),
            } => {
                t!("room-silent", time = format::duration(minutes))
            }
            Self::Silent { minutes: None } => t!("room-silent-all-day"),
            Self::Stuck { minutes } => t!("room-stuck", time = format::duration(minutes)),
        }
    }

    fn tone(self) -> &'static str {
        match self {
            Self::Scanning => "live",
            Self::Idle { .. } => "idle",
            Self::Silent { .. } | Self::Stuck { .. } => "crit",
        }
    }
}

/// A lane.
#[component]
pub fn LaneRow(
    /// Its key.
    station: String,
) -> impl IntoView {
    let desk = use_desk();
    let lane = Memo::new({
        let station = station.clone();
        move |before: Option<&Option<Lane>>| {
            let here = desk
                .lanes
                .with(|lanes| lanes.iter().find(|lane| lane.station == station).cloned());
            here.or_else(|| before.cloned().flatten())
        }
    });
    let ids = Memo::new({
        let station = station.clone();
        move |_| {
            desk.groups
                .with(|groups| groups.get(&station).cloned().unwrap_or_default())
        }
    });
    let cards = move || -> Vec<ExamCard> {
        let store = desk.store.get();
        ids.with(|ids| {
            ids.iter()
                .filter_map(|id| Some(store.card(id)?.get()))
                .collect()
        })
    };
    let heard_until = Memo::new(move |_| {
        let now = desk.now()?;
        let lane = lane.get()?;
        lane.last_heard
            .filter(|_| lane.silent_from.is_some_and(|from| from <= now))
    });
    let places = Memo::new(move |_| -> Vec<Place> {
        let cards = cards();
        desk.scene.with(|scene| {
            let scene = scene.as_ref();
            scene
                .map(|scene| place(&cards, scene, heard_until.get()))
                .unwrap_or_default()
        })
    });
    desk.know_layout(station, places);
    let order = Memo::new(move |_| -> Vec<ExamId> {
        places.with(|places| places.iter().map(|place| place.id.clone()).collect())
    });
    let rows = Memo::new(move |_| places.with(|places| rows_needed(places)));

    let name = Signal::derive(move || {
        let name = lane.with(|lane| lane.as_ref().map(|lane| lane.name.clone()));
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| t!("no-room"))
    });
    let state = Memo::new(move |_| {
        let now = desk.now()?;
        let cards = cards();
        lane.with(|lane| Some(RoomState::of(lane.as_ref()?, &cards, now)))
    });
    let used = Memo::new(move |_| {
        let scene = desk.scene.get()?;
        let frame = desk.store.get().frame.get()?;
        let opened = scene.midnight + WallTime::from(frame.opens) * format::MINUTE;
        let closed = scene.midnight + WallTime::from(frame.closes) * format::MINUTE;
        Some(used_share(&cards(), opened, scene.now.unwrap_or(closed)).min(100))
    });
    let silent = Memo::new(move |_| {
        let scene = desk.scene.get()?;
        let last = heard_until.get()?;
        Some((scene.at(last), scene.at(scene.now?), last))
    });
    let late_line = Memo::new(move |_| places.with(|places| LateLine::of(places)));
    let is_critical = move || state.get().is_some_and(|state| state.tone() == "crit");
    let min_height = move || match rows.get() {
        0 | 1 => String::new(),
        2 => "82px".to_owned(),
        rows => format!("{}px", rows * 25 + 8),
    };
    view! {
        <div class="lane" role="row" class:critical=is_critical style:min-height=min_height>
            <div class="lane-head" role="rowheader">
                <span class="lane-name one-line">{move || name.get()}</span>
                <span class="lane-used">
                    {move || used.get().map(|used| view! { {used} <small>" %"</small> })}
                </span>
                <span class="lane-state" data-tone=move || state.get().map(RoomState::tone)>
                    {move || {
                        state
                            .get()
                            .map(|state| {
                                view! {
                                    <GlyphView glyph=state.glyph() />
                                    <span class="one-line">{state.words()}</span>
                                }
                            })
                    }}
                </span>
                <span
                    class="lane-bar"
                    aria-hidden="true"
                    style:--used=move || format!("{}%", used.get().unwrap_or_default())
                ></span>
            </div>
            <div class="track" role="presentation">
                {move || {
                    silent
                        .get()
                        .map(|(from, to, last)| {
                            view! {
                                <div
                                    class="silent-band"
                                    aria-hidden="true"
                                    style:left=format!("{from:.1}px")
                                    style:width=format!("{:.1}px", (to - from).max(0.0))
                                >
                                    <span>{t!("no-messages-since", time = format::time(last))}</span>
                                </div>
                            }
                        })
                }}
                {move || {
                    late_line
                        .get()
                        .map(|line| {
                            view! {
                                <span
                                    class="slide"
                                    aria-hidden="true"
                                    style:left=format!("{:.1}px", line.from)
                                    style:width=format!("{:.1}px", line.to - line.from)
                                ></span>
                                {line
                                    .planned
                                    .into_iter()
                                    .map(|planned| {
                                        view! {
                                            <span
                                                class="slide-start"
                                                aria-hidden="true"
                                                style:left=format!("{planned:.1}px")
                                            ></span>
                                        }
                                    })
                                    .collect_view()}
                            }
                        })
                }}
                <For each=move || order.get() key=|id| id.clone() let:id>
                    {desk
                        .store
                        .get_untracked()
                        .cards
                        .with_untracked(|cards| cards.get(&id).cloned())
                        .map(|card| view! { <Card card places room=name /> })}
                </For>
            </div>
        </div>
    }
}

/// The line at the foot of the lane from the planned starts of late exams to their cards.
#[derive(Debug, Clone, PartialEq)]
struct LateLine {
    from: f64,
    to: f64,
    planned: Vec<f64>,
}

impl LateLine {
    fn of(places: &[Place]) -> Option<Self> {
        let late = || {
            places
                .iter()
                .filter_map(|place| Some((place.planned?, place.left)))
        };
        let planned: Vec<f64> = late().map(|(planned, _)| planned).collect();
        let from = planned.iter().copied().reduce(f64::min)?;
        let to = late().map(|(_, left)| left + 8.0).reduce(f64::max)?;
        Some(Self {
            from,
            to: to.max(from),
            planned,
        })
    }
}
