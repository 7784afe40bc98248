//! The grid of the board: the axis, the lanes under it and the line of now.

use super::{
    desk::{Desk, use_desk},
    hover::{Hover, HoverCard},
    lane::LaneRow,
};
use crate::{components::menu::MenuPoint, format, route::Route, t};
use contract::ExamId;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

/// Pixels of the lane heads.
const HEAD: f64 = 128.0;

/// Axis, lanes and now.
#[component]
pub fn Timeline() -> impl IntoView {
    let desk = use_desk();
    let hover = Hover::start();
    let track = NodeRef::<html::Div>::new();
    follow_width(track, desk.width);
    let now_at = Memo::new(move |_| {
        desk.scene.with(|scene| {
            let scene = scene.as_ref()?;
            Some((scene.at(scene.now?), scene.now?))
        })
    });
    let axis = Memo::new(move |_| desk.scene.with(|scene| Some(scene.as_ref()?.axis.clone())));
    let ticks = Memo::new(move |_| axis.get().map(|axis| axis.ticks()).unwrap_or_default());
    let focus = Memo::new(move |_| axis.get().and_then(|axis| axis.focus()));
    let opens = move || {
        desk.store
            .get()
            .frame
            .with(|frame| frame.as_ref().map(|frame| frame.opens))
    };
    let is_stale = move || desk.live.not_live_since().is_some();
    let near_now = move |at: f64| now_at.get().is_some_and(|(now, _)| (now - at).abs() < 44.0);
    view! {
        <div
            class="timeline"
            role="grid"
            aria-label=move || t!("exams-by-room")
            class:stale=is_stale
            class:focused=move || focus.get().is_some()
            style:--now=move || now_at.get().map_or("-10px".to_owned(), |(at, _)| format!("{at:.1}px"))
            style:--focus-from=move || format!("{:.1}px", focus.get().map_or(0.0, |(from, _)| from))
            style:--focus-to=move || format!("{:.1}px", focus.get().map_or(desk.width.get(), |(_, to)| to))
            on:click=move |event: ev::MouseEvent| {
                if let Some((id, _)) = exam_at(&event) {
                    hover.hide();
                    Route::Exam(id).open();
                }
            }
            on:contextmenu=move |event: ev::MouseEvent| {
                if let Some((id, _)) = exam_at(&event) {
                    event.prevent_default();
                    hover.hide();
                    let at = MenuPoint { x: event.client_x().into(), y: event.client_y().into() };
                    desk.menu.set(Some((id, at)));
                }
            }
            on:pointerover=move |event: ev::PointerEvent| match exam_at(&event) {
                Some((id, card)) => hover.over(id, &card),
                None => hover.leave(),
            }
            on:pointerleave=move |_| hover.leave()
            on:focusin=move |event: ev::FocusEvent| {
                if let Some((id, card)) = exam_at(&event) {
                    if card.client_width() < 44 {
                        hover.over(id.clone(), &card);
                    }
                    desk.active.set(Some(id));
                }
            }
            on:focusout=move |_| hover.leave()
            on:keydown=move |event: ev::KeyboardEvent| on_key(&event, desk, hover)
            on:wheel=move |event: ev::WheelEvent| on_wheel(&event, desk)
        >
            <div class="axis" role="row">
                <div class="axis-head" role="columnheader">
                    <b>{move || t!("room")}</b>
                    <span>
                        {move || opens().map(|opens| t!("used-since", time = format::time_of_minutes(opens)))}
                    </span>
                </div>
                <div class="axis-track" role="columnheader" node_ref=track>
                    <span class="hidden-text">{move || t!("exams-in-time")}</span>
                    {move || {
                        ticks
                            .get()
                            .into_iter()
                            .filter(|tick| tick.labelled && !near_now(tick.at))
                            .map(|tick| {
                                let half = tick.minute % 60 != 0;
                                let words = if half {
                                    format!(":{:02}", tick.minute % 60)
                                } else {
                                    format::time_of_minutes(tick.minute)
                                };
                                view! {
                                    <span
                                        class="tick"
                                        aria-hidden="true"
                                        class:major=tick.in_focus && !half
                                        style:left=format!("{:.1}px", tick.at)
                                    >
                                        {words}
                                    </span>
                                }
                            })
                            .collect_view()
                    }}
                    {move || {
                        now_at
                            .get()
                            .map(|(_, now)| view! { <span class="now-label" aria-hidden="true">{format::time(now)}</span> })
                    }}
                </div>
            </div>
            <div class="lanes" role="rowgroup">
                <div class="ground" aria-hidden="true">
                    {move || {
                        ticks
                            .get()
                            .into_iter()
                            .map(|tick| view! { <span style:left=format!("{:.1}px", HEAD + tick.at)></span> })
                            .collect_view()
                    }}
                </div>
                <For each=move || desk.lanes.get() key=|lane| lane.station.clone() let:lane>
                    <LaneRow station=lane.station />
                </For>
                <Show when=move || now_at.get().is_some()>
                    <div class="now-line" aria-hidden="true"></div>
                </Show>
            </div>
        </div>
        <HoverCard hover />
    }
}

/// The exam whose card an event happened on.
fn exam_at(event: &web_sys::Event) -> Option<(ExamId, web_sys::HtmlElement)> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    let card = element.closest("[data-exam]").ok()??;
    let id = card.get_attribute("data-exam")?;
    Some((ExamId(id), card.dyn_into().ok()?))
}

/// Focuses the card of an exam, if it is on the board.
pub fn focus_card(id: &ExamId) {
    let chosen = format!("[data-exam=\"{}\"]", id.0);
    let card = document().query_selector(&chosen).ok().flatten();
    if let Some(card) = card.and_then(|card| card.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = card.focus();
    }
}

fn on_key(event: &ev::KeyboardEvent, desk: Desk, hover: Hover) {
    let Some((id, card)) = exam_at(event) else {
        return;
    };
    let key = event.key();
    let opens_menu = key == "ContextMenu" || (key == "F10" && event.shift_key());
    if opens_menu {
        event.prevent_default();
        hover.hide();
        let place = card.get_bounding_client_rect();
        let at = MenuPoint {
            x: place.left() + 8.0,
            y: place.bottom() + 2.0,
        };
        desk.menu.set(Some((id, at)));
        return;
    }
    if key == "Escape" {
        hover.hide();
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if let Some(next) = desk.neighbour(&id, &key) {
        event.prevent_default();
        focus_card(&next);
    } else if matches!(
        key.as_str(),
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"
    ) {
        event.prevent_default();
    }
}

/// Sideways over the lanes, or any way over the axis, the wheel moves the focus.
fn on_wheel(event: &ev::WheelEvent, desk: Desk) {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let over_axis =
        element.is_some_and(|element| element.closest(".axis").ok().flatten().is_some());
    let sideways = event.delta_x().abs() > event.delta_y().abs();
    if (sideways || over_axis || event.shift_key()) && desk.is_focused() {
        let way = if sideways {
            event.delta_x()
        } else {
            event.delta_y()
        };
        if way.abs() > 1.0 {
            event.prevent_default();
            desk.pan_by(if way > 0.0 { 1 } else { -1 });
        }
    }
}

/// Keeps `width` at the width of an element.
fn follow_width(element: NodeRef<html::Div>, width: RwSignal<f64>) {
    let observer = StoredValue::new_local(None::<web_sys::ResizeObserver>);
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        let measured: web_sys::Element = element.into();
        let measure = Closure::<dyn FnMut()>::new({
            let measured = measured.clone();
            move || {
                let _ = width.try_set(f64::from(measured.client_width()));
            }
        });
        width.set(f64::from(measured.client_width()));
        if let Ok(made) = web_sys::ResizeObserver::new(measure.into_js_value().unchecked_ref()) {
            made.observe(&measured);
            observer.set_value(Some(made));
        }
    });
    on_cleanup(move || {
        if let Some(observer) = observer.try_get_value().flatten() {
            observer.disconnect();
        }
    });
}
