//! The board: what every room does, now and all day.

mod axis;
mod card;
mod desk;
mod face;
mod hover;
mod lane;
mod layout;
mod needs_you;
mod patients;
mod sub_bar;
mod summary;
mod timeline;
mod totals;

use crate::{
    components::{
        loaded::{Empty, FailureBar, Skeleton},
        menu::{Menu, MenuItem},
        shortcuts::single_key,
        step_actions::use_step_actions,
    },
    format,
    live::use_live,
    route::Route,
    t,
};
use desk::{Desk, step_of, use_desk};
use leptos::{ev, prelude::*};
use needs_you::NeedsYou;
use patients::Patients;
use std::collections::BTreeMap;
use sub_bar::SubBar;
use summary::SummaryStrip;
use timeline::Timeline;

/// The board of a day.
#[component]
pub fn BoardPage() -> impl IntoView {
    let desk = Desk::start();
    provide_context(desk);
    let handle = window_event_listener(ev::keydown, move |event| on_key(&event, desk));
    on_cleanup(move || handle.remove());
    view! {
        <SubBar />
        <div class="board" class:with-alerts=move || desk.needs_you.get()>
            <div class="board-main">
                <Failed />
                <Content />
            </div>
            <NeedsYou />
        </div>
        <SummaryStrip />
        <CardMenu />
        <Counts />
    }
}

fn on_key(event: &ev::KeyboardEvent, desk: Desk) {
    match single_key(event).as_deref() {
        Some("n") => desk.needs_you.update(|shown| *shown = !*shown),
        Some("0") => desk.pan.set(0),
        Some("[") => desk.pan_by(-1),
        Some("]") => desk.pan_by(1),
        _ => return,
    }
    event.prevent_default();
}

/// Timeline or table, or what stands in their place.
#[component]
fn Content() -> impl IntoView {
    let desk = use_desk();
    let live = use_live();
    let day = Memo::new(move |_| {
        let today = live
            .shell
            .with(|shell| shell.as_ref().map(|shell| shell.today.clone()));
        live.day.get().or(today)
    });
    let is_there = Memo::new(move |_| {
        desk.store.get().frame.with(|frame| {
            frame
                .as_ref()
                .is_some_and(|frame| day.get().is_none_or(|day| day == frame.day))
        })
    });
    let has_failed = Memo::new(move |_| desk.store.get().failure.with(Option::is_some));
    let is_empty = Memo::new(move |_| desk.store.get().cards.with(BTreeMap::is_empty));
    let is_filtered = move || desk.modality.get().is_some() || desk.total.get().is_some();
    let nothing_left = Memo::new(move |_| is_filtered() && desk.groups.with(BTreeMap::is_empty));
    let clear = move |_| {
        desk.modality.set(None);
        desk.total.set(None);
    };
    let nothing = move || match desk.modality.get() {
        Some(modality) => t!("no-modality-exams", modality = modality),
        None => t!("no-such-exams"),
    };
    view! {
        {move || {
            if !is_there.get() {
                return (!has_failed.get()).then(|| view! { <Skeleton /> }).into_any();
            }
            if is_empty.get() {
                return view! {
                    <Empty line=Signal::derive(|| t!("no-exams"))>
                        <a class="button primary" href=Route::Orders.href()>
                            {move || t!("open-orders")}
                        </a>
                    </Empty>
                }
                    .into_any();
            }
            if nothing_left.get() {
                return view! {
                    <Empty line=Signal::derive(nothing)>
                        <button class="button" on:click=clear>
                            {move || t!("clear-filter")}
                        </button>
                    </Empty>
                }
                    .into_any();
            }
            if desk.as_table.get() {
                view! { <Patients /> }.into_any()
            } else {
                view! { <Timeline /> }.into_any()
            }
        }}
    }
}

/// Why the board is old, over the last good data.
#[component]
fn Failed() -> impl IntoView {
    let desk = use_desk();
    let live = use_live();
    let failure = Signal::derive(move || desk.store.get().failure.get());
    view! {
        <Show when=move || failure.with(Option::is_some)>
            <FailureBar
                failure
                as_of=Signal::derive(move || live.as_of())
                again=Callback::new(move |()| live.again())
            />
        </Show>
    }
}

/// The actions of an exam, at the pointer.
#[component]
fn CardMenu() -> impl IntoView {
    let desk = use_desk();
    let steps = use_step_actions();
    view! {
        {move || {
            let (id, at) = desk.menu.get()?;
            let card = desk.store.get_untracked().card(&id)?.get_untracked();
            let open = Route::Exam(id);
            let mut items = vec![MenuItem {
                words: t!("action-open"),
                run: Callback::new(move |()| open.open()),
            }];
            items.extend(steps.menu_items(&step_of(&card)));
            let label = t!("actions-for", patient = format::name(&card.patient));
            let close = Callback::new(move |()| desk.menu.set(None));
            Some(view! { <Menu at label items close /> })
        }}
    }
}

/// Tells a screen reader the counts, at most once in ten seconds, and a patient mismatch at once.
#[component]
fn Counts() -> impl IntoView {
    let desk = use_desk();
    let live = use_live();
    let said = RwSignal::new(String::new());
    let count = move || {
        let alerts = live.alerts.with_untracked(Vec::len);
        let summary = desk.summary();
        let words = t!(
            "counts-spoken",
            running = summary.in_progress,
            late = summary.late,
            alerts = alerts,
        );
        if said.get_untracked() != words {
            said.set(words);
        }
    };
    let every =
        set_interval_with_handle(move || untrack(count), std::time::Duration::from_secs(10));
    on_cleanup(move || {
        if let Ok(every) = every {
            every.clear();
        }
    });
    let mismatch = Memo::new(move |_| {
        live.alerts.with(|alerts| {
            alerts
                .iter()
                .find(|alert| {
                    matches!(
                        alert.kind,
                        contract::alerts::AlertKind::PatientMismatch { .. }
                    )
                })
                .map(|alert| alert.station_name.clone())
        })
    });
    view! {
        <div class="hidden-text" role="status">
            {move || said.get()}
        </div>
        <div class="hidden-text" role="alert">
            {move || mismatch.get().map(|room| format!("{room}: {}", t!("patient-mismatch")))}
        </div>
    }
}
