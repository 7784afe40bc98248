//! The bar over the page: where we are, search, health, alerts.

use super::{
    health_pill::HealthPill,
    icon::{Icon, IconView},
    palette::PaletteOpen,
};
use crate::{
    format,
    live::use_live,
    route::{Route, Shown},
    t,
};
use leptos::prelude::*;

/// What the exam page shows of its place, from the board inwards.
#[derive(Clone, Copy)]
pub struct Crumbs(pub RwSignal<Vec<String>>);

/// Whether the board shows the alerts; the bell shows them.
#[derive(Clone, Copy)]
pub struct AlertsShown(pub RwSignal<bool>);

/// The top bar.
#[component]
pub fn TopBar() -> impl IntoView {
    let live = use_live();
    let shown: Shown = expect_context();
    let palette: PaletteOpen = expect_context();
    let alerts_shown: AlertsShown = expect_context();
    let alerts = Memo::new(move |_| live.alerts.with(Vec::len));
    let place = move || match shown.0.get() {
        Route::Board | Route::FirstRun => view! {
            <h1>{move || t!("board")}</h1>
            <DayNavigation />
        }
        .into_any(),
        Route::InProgress => view! { <h1>{move || t!("in-progress")}</h1> }.into_any(),
        Route::Exam(_) => view! { <ExamPlace /> }.into_any(),
        Route::Reconciliation(_) => view! {
            <h1>{move || t!("reconciliation")}</h1>
            <span class="top-note">
                {move || {
                    let queue = live.queue.get();
                    t!("open-and-blocking", open = queue.open, blocking = queue.blocking)
                }}
            </span>
        }
        .into_any(),
        Route::Orders => view! { <h1>{move || t!("orders")}</h1> }.into_any(),
        Route::Audit => view! { <h1>{move || t!("audit")}</h1> }.into_any(),
        Route::Quality => view! { <h1>{move || t!("quality")}</h1> }.into_any(),
        Route::Devices => view! { <h1>{move || t!("devices")}</h1> }.into_any(),
        Route::Network => view! { <h1>{move || t!("network")}</h1> }.into_any(),
        Route::Queries(_) => view! {
            <a class="button quiet" href=Route::Devices.href()>
                <IconView icon=Icon::ChevronLeft />
                {move || t!("devices")}
            </a>
            <h1>{move || t!("why-nothing")}</h1>
        }
        .into_any(),
        Route::Charges => view! { <h1>{move || t!("charges")}</h1> }.into_any(),
        Route::Settings => view! { <h1>{move || t!("settings")}</h1> }.into_any(),
    };
    view! {
        <header class="top-bar">
            {place}
            <span class="top-gap"></span>
            <button
                class="search-field"
                aria-haspopup="dialog"
                aria-keyshortcuts="Control+K /"
                on:click=move |_| palette.0.set(true)
            >
                <IconView icon=Icon::Search />
                <span>{move || t!("search-placeholder")}</span>
                <kbd>"Ctrl K"</kbd>
            </button>
            <HealthPill />
            <a class="bell icon-button" href=Route::Board.href()
                on:click=move |_| alerts_shown.0.set(true) title=move || t!("alerts-open", count = alerts.get())>
                <IconView icon=Icon::Bell />
                <span class="hidden-text">{move || t!("alerts-open", count = alerts.get())}</span>
                <Show when=move || { alerts.get() > 0 }>
                    <span class="badge" aria-hidden="true">
                        {move || alerts.get()}
                    </span>
                </Show>
            </a>
        </header>
    }
}

/// Previous day, the day shown, next day, today.
#[component]
fn DayNavigation() -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let day = Memo::new(move |_| live.day.get().unwrap_or_else(|| today.get()));
    let step = move |count| live.step_day(count);
    let is_today = move || day.get() == today.get();
    view! {
        <div class="day-navigation" role="group" aria-label=move || t!("day")>
            <button class="icon-button" aria-label=move || t!("previous-day") on:click=move |_| step(-1)>
                <IconView icon=Icon::ChevronLeft />
            </button>
            <label class="day-shown">
                <span>
                    <b>{move || format::day_short(&day.get())}</b>
                    " "
                    {move || format::year(&day.get())}
                </span>
                <input
                    type="date"
                    aria-label=move || t!("choose-day")
                    prop:value=move || day.get()
                    on:click=|event| {
                        let _ = event_target::<web_sys::HtmlInputElement>(&event).show_picker();
                    }
                    on:change=move |event| live.show_day(event_target_value(&event))
                />
            </label>
            <button class="icon-button" aria-label=move || t!("next-day") on:click=move |_| step(1)>
                <IconView icon=Icon::ChevronRight />
            </button>
            <button
                class="today"
                aria-pressed=move || if is_today() { "true" } else { "false" }
                on:click=move |_| live.day.set(None)
            >
                {move || t!("today")}
            </button>
        </div>
    }
}

/// The way back to the board and what the exam page says of its place.
#[component]
fn ExamPlace() -> impl IntoView {
    let crumbs: Crumbs = expect_context();
    view! {
        <a class="button quiet" href=Route::Board.href()>
            <IconView icon=Icon::ChevronLeft />
            {move || t!("board")}
        </a>
        <ol class="crumbs">
            {move || crumbs.0.get().into_iter().map(|crumb| view! { <li>{crumb}</li> }).collect_view()}
        </ol>
    }
}
