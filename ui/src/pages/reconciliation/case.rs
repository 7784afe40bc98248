//! The item looked at: what happened, the orders it could belong to, scheduled beside performed.

use super::{
    candidates::Candidates,
    compared::Compared,
    desk::{Meanwhile, QueueDesk, use_queue_desk},
    keys::open_exam,
    words::{event_word, number, sentence},
};
use crate::{
    components::{
        discrepancy::{kind_glyph, kind_icon, kind_word, severity_name, severity_word},
        glyph::GlyphView,
        icon::{Icon, IconView},
        loaded::{FailureBar, Skeleton},
        menu::{MenuButton, MenuItem},
        rich::rich,
    },
    format, t,
};
use contract::reconciliation::{CaseEvent, CaseView, QueueItem};
use leptos::prelude::*;
use std::sync::Arc;

/// The pane in the middle.
#[component]
pub fn CasePane() -> impl IntoView {
    let desk = use_queue_desk();
    let is_there = Memo::new(move |_| desk.case.with(Option::is_some));
    let failed = Memo::new(move |_| desk.fetched_case.failure.with(Option::is_some));
    view! {
        <section class="case-pane" tabindex="0" aria-label=move || t!("item")>
            <Show when=move || failed.get()>
                <FailureBar
                    failure=Signal::derive(move || desk.fetched_case.failure.get())
                    as_of=Signal::derive(move || desk.fetched_case.as_of.get())
                    again=Callback::new(move |()| desk.fetched_case.again())
                />
            </Show>
            <WhatBecame />
            <Show
                when=move || is_there.get()
                fallback=move || (!failed.get()).then(|| view! { <Skeleton /> })
            >
                <Heading />
                <Linked />
                <Candidates />
                <Compared />
                <History />
            </Show>
        </section>
    }
}

/// What somebody else, or the data, did to the item while it was looked at.
#[component]
fn WhatBecame() -> impl IntoView {
    let desk = use_queue_desk();
    let is_gone = Memo::new(move |_| desk.is_gone());
    let last = Memo::new(move |_| {
        desk.case.with(|case| {
            let case = case.as_ref()?;
            let mut events = case.history.iter().rev();
            events.find(|event| event.kind == case.item.kind).cloned()
        })
    });
    let told = move || {
        let meanwhile = desk.meanwhile.get();
        let gone = is_gone.get();
        if meanwhile.is_none() && !gone {
            return None;
        }
        let meanwhile = meanwhile.unwrap_or_else(|| Meanwhile {
            event: last.get(),
            detail: String::new(),
        });
        Some(view! {
            <div class="meanwhile" role="alert">
                <GlyphView glyph=crate::components::glyph::Glyph::Late />
                <div>
                    <p>{rich(&meanwhile_words(desk, &meanwhile))}</p>
                    {(!meanwhile.detail.is_empty()).then(|| view! { <p class="muted">{meanwhile.detail.clone()}</p> })}
                    <p>{if gone { t!("meanwhile-closed") } else { t!("meanwhile-kept") }}</p>
                </div>
                {gone
                    .then(|| {
                        view! {
                            <button class="button small" on:click=move |_| desk.go_on()>
                                {t!("next-item")}
                            </button>
                        }
                    })}
            </div>
        })
    };
    view! { {told} }
}

fn meanwhile_words(desk: QueueDesk, meanwhile: &Meanwhile) -> String {
    let Some(event) = &meanwhile.event else {
        return t!("meanwhile-unknown");
    };
    let today = format::day_of(desk.live.clock.exact());
    let time = format::moment(event.time, &today);
    let what = event_word(event.event);
    let told = if event.by.is_empty() {
        t!("meanwhile-by-itself", time = time, what = what)
    } else {
        t!(
            "meanwhile-by",
            who = event.by.clone(),
            time = time,
            what = what
        )
    };
    if event.note.is_empty() {
        told
    } else {
        format!("{told} “{}”", event.note)
    }
}

#[component]
fn Heading() -> impl IntoView {
    let desk = use_queue_desk();
    let case = Memo::new(move |before: Option<&Option<Arc<CaseView>>>| {
        desk.case.get().or_else(|| before.cloned().flatten())
    });
    let place = move || {
        let id = desk.selected.get()?;
        let (position, all) = desk.rows.with(|rows| (rows.position(id), rows.len()));
        Some(t!("place-of", place = position? + 1, all = all))
    };
    let head = move || {
        let case = case.get()?;
        let item = &case.item;
        let words = sentence(&case);
        Some(view! {
            <p class="case-kind" data-severity=severity_name(item.severity) data-glyph=kind_glyph_name(item)>
                <GlyphView glyph=kind_glyph(item.kind, item.severity) />
                <b>{kind_word(item.kind)}</b>
                <span>{severity_word(item.severity)}</span>
                <span>{place}</span>
                {assigned(item)}
            </p>
            <h2>
                {format::name(&item.patient)}
                " "
                <span>{item.procedure.clone()}</span>
            </h2>
            <p class="case-told">{rich(&words)}</p>
            {others(desk, &case.others)}
        })
    };
    let items = Signal::derive(move || menu(desk));
    view! {
        <header class="case-head">
            <div>{head}</div>
            <div class="case-steps">
                <button
                    class="button"
                    aria-keyshortcuts="K"
                    aria-label=move || t!("previous-item")
                    on:click=move |_| desk.step(-1)
                >
                    <IconView icon=Icon::ChevronUp />
                    <kbd>"K"</kbd>
                </button>
                <button
                    class="button"
                    aria-keyshortcuts="J"
                    aria-label=move || t!("next-item")
                    on:click=move |_| desk.step(1)
                >
                    <IconView icon=Icon::ChevronDown />
                    <kbd>"J"</kbd>
                </button>
                <button class="button" aria-keyshortcuts="O" on:click=move |_| open_exam(desk)>
                    {move || t!("action-open")}
                    <kbd>"O"</kbd>
                </button>
                <MenuButton label=Signal::derive(|| t!("more-actions")) items />
            </div>
        </header>
    }
}

fn kind_glyph_name(item: &QueueItem) -> Option<&'static str> {
    (item.kind == contract::reconciliation::DiscrepancyKind::Unscheduled).then_some("unscheduled")
}

fn assigned(item: &QueueItem) -> Option<impl IntoView + use<>> {
    let who = item.assigned_to.clone();
    (!who.is_empty()).then(|| view! { <span>{t!("assigned-to", who = who)}</span> })
}

fn menu(desk: QueueDesk) -> Vec<MenuItem> {
    let user = desk.queue.with(|queue| queue.user.clone());
    let holder = desk.case.with(|case| {
        let case = case.as_ref();
        case.map(|case| case.item.assigned_to.clone())
            .unwrap_or_default()
    });
    let mut items = Vec::new();
    if holder != user {
        items.push(MenuItem {
            words: t!("assign-to-me"),
            run: Callback::new(move |()| desk.assign_to_me()),
        });
    }
    if !holder.is_empty() {
        items.push(MenuItem {
            words: t!("give-back"),
            run: Callback::new(move |()| desk.assign(String::new())),
        });
    }
    items.push(MenuItem {
        words: t!("assign-to"),
        run: Callback::new(move |()| desk.is_assigning.set(true)),
    });
    if let Some(id) = desk.selected.get() {
        items.push(MenuItem {
            words: t!("mark-item"),
            run: Callback::new(move |()| desk.mark(id)),
        });
    }
    items
}

/// What else is open about the same exam.
fn others(desk: QueueDesk, others: &[QueueItem]) -> Option<impl IntoView + use<>> {
    let chips: Vec<_> = others
        .iter()
        .map(|other| {
            let (id, kind) = (other.id, other.kind);
            view! {
                <button class="chip" on:click=move |_| desk.select(id)>
                    <IconView icon=kind_icon(kind) />
                    {kind_word(kind)}
                </button>
            }
        })
        .collect();
    (!chips.is_empty()).then(|| {
        view! {
            <p class="case-others">
                <span>{t!("also-open")}</span>
                {chips}
            </p>
        }
    })
}

/// The orders the exam is linked to now.
#[component]
fn Linked() -> impl IntoView {
    let desk = use_queue_desk();
    let linked = Memo::new(move |_| {
        desk.case.with(|case| {
            let case = case.as_ref();
            case.map(|case| case.linked.clone()).unwrap_or_default()
        })
    });
    view! {
        <Show when=move || linked.with(|linked| !linked.is_empty())>
            <h3 class="case-label">{move || t!("linked-orders")}</h3>
            <ul class="linked">
                {move || {
                    linked
                        .get()
                        .into_iter()
                        .map(|order| {
                            let planned = order.planned_start.map(format::time).unwrap_or_default();
                            view! {
                                <li>
                                    <IconView icon=Icon::Link />
                                    <b>{number(&order)}</b>
                                    <span>{format::name(&order.patient)}</span>
                                    <span class="one-line">{order.procedure.clone()}</span>
                                    <span class="muted">{format!("{} {planned}", order.station_name)}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}

/// What was decided and what closed by itself.
#[component]
fn History() -> impl IntoView {
    let desk = use_queue_desk();
    let events = Memo::new(move |_| {
        desk.case.with(|case| {
            let case = case.as_ref();
            case.map(|case| case.history.clone()).unwrap_or_default()
        })
    });
    let line = move |event: CaseEvent| {
        let today = format::day_of(desk.live.clock.exact());
        view! {
            <li>
                <span class="muted">{format::moment(event.time, &today)}</span>
                <span>{format!("{}: {}", kind_word(event.kind), event_word(event.event))}</span>
                <span class="muted">
                    {(!event.by.is_empty()).then(|| t!("by", who = event.by.clone()))} " " {event.note}
                </span>
            </li>
        }
    };
    view! {
        <Show when=move || events.with(|events| !events.is_empty())>
            <details class="panel case-history">
                <summary>
                    <h3>{move || t!("history")}</h3>
                    <span class="muted">{move || events.with(Vec::len)}</span>
                </summary>
                <ol>{move || events.get().into_iter().map(line).collect_view()}</ol>
            </details>
        </Show>
    }
}
