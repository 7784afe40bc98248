//! Words, days and filters over the list.

use super::query::{Days, Query};
use crate::{
    components::{
        day_choice::pressed,
        glyph::GlyphView,
        icon::{Icon, IconView},
        status::{status_glyph, status_word},
    },
    live::fetched::fetched,
    t,
};
use contract::{Day, StepStatus, devices::ListDevices};
use leptos::prelude::*;
use std::time::Duration;

const STATUSES: [StepStatus; 7] = [
    StepStatus::Scheduled,
    StepStatus::Arrived,
    StepStatus::Ready,
    StepStatus::InProgress,
    StepStatus::Completed,
    StepStatus::Discontinued,
    StepStatus::Canceled,
];
/// How long to wait for the next letter.
const TYPING: Duration = Duration::from_millis(150);

/// The bars over the list.
#[component]
pub fn Filters(
    /// What is asked for.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// How many rows match.
    total: RwSignal<Option<u32>>,
    /// The page's actions.
    children: Children,
) -> impl IntoView {
    let mut ask = debounce(TYPING, move |text: String| {
        query.update(|query| query.text = text);
    });
    let text = Memo::new(move |_| query.with(|query| query.text.clone()));
    view! {
        <div class="sub-bar order-bar">
            <label class="order-search">
                <IconView icon=Icon::Search />
                <input
                    type="search"
                    aria-label=move || t!("search-orders")
                    placeholder=move || t!("search-orders")
                    prop:value=move || text.get()
                    on:input=move |event| ask(event_target_value(&event))
                />
            </label>
            <DayChoice query today />
            <span class="spacer"></span>
            {children()}
        </div>
        <div class="sub-bar">
            {STATUSES.map(|status| view! { <StatusChip query status /> }).collect_view()}
            <StationChoice query />
            <span class="spacer"></span>
            <span class="order-count" role="status">
                {move || total.get().map(|total| t!("orders-count", count = total))}
            </span>
        </div>
    }
}

#[component]
fn DayChoice(query: RwSignal<Query>, today: Memo<Day>) -> impl IntoView {
    let days = Memo::new(move |_| query.with(|query| query.days.clone()));
    let show = move |days| query.update(|query| query.days = days);
    let range = move || {
        let (from, to) = days.with_untracked(|days| days.bounds(&today.get_untracked()));
        Days::Range { from, to }
    };
    let is_range = Memo::new(move |_| days.with(|days| matches!(days, Days::Range { .. })));
    let bounds = Memo::new(move |_| days.with(|days| days.bounds(&today.get())));
    let set = move |from: Option<String>, to: Option<String>| {
        let (old_from, old_to) = bounds.get_untracked();
        let from = from.filter(|day| !day.is_empty()).unwrap_or(old_from);
        let to = to.filter(|day| !day.is_empty()).unwrap_or(old_to);
        show(Days::Range { from, to });
    };
    view! {
        <div class="segments" role="group" aria-label=move || t!("days")>
            <button aria-pressed=move || pressed(days.get() == Days::Today) on:click=move |_| show(Days::Today)>
                {move || t!("today")}
            </button>
            <button aria-pressed=move || pressed(days.get() == Days::Tomorrow) on:click=move |_| show(Days::Tomorrow)>
                {move || t!("tomorrow")}
            </button>
            <button aria-pressed=move || pressed(days.get() == Days::Week) on:click=move |_| show(Days::Week)>
                {move || t!("this-week")}
            </button>
            <button aria-pressed=move || pressed(is_range.get()) on:click=move |_| show(range())>
                {move || t!("range")}
            </button>
        </div>
        <Show when=move || is_range.get()>
            <input
                class="input order-day"
                type="date"
                aria-label=move || t!("first-day")
                prop:value=move || bounds.get().0
                on:change=move |event| set(Some(event_target_value(&event)), None)
            />
            <input
                class="input order-day"
                type="date"
                aria-label=move || t!("last-day")
                prop:value=move || bounds.get().1
                on:change=move |event| set(None, Some(event_target_value(&event)))
            />
        </Show>
    }
}

#[component]
fn StatusChip(query: RwSignal<Query>, status: StepStatus) -> impl IntoView {
    let on = Memo::new(move |_| query.with(|query| query.statuses.contains(&status)));
    view! {
        <button
            class="chip"
            aria-pressed=move || pressed(on.get())
            on:click=move |_| query.update(|query| query.toggle(status))
        >
            <GlyphView glyph=status_glyph(status) />
            {move || status_word(status)}
        </button>
    }
}

#[component]
fn StationChoice(query: RwSignal<Query>) -> impl IntoView {
    let devices = fetched(|| Some(ListDevices {}), Vec::new());
    let stations = Memo::new(move |_| {
        devices.value.with(|view| {
            let devices = view
                .as_ref()
                .map(|view| view.devices.clone())
                .unwrap_or_default();
            let on_board = devices.into_iter().filter(|device| device.form.on_board);
            on_board.map(|device| device.form).collect::<Vec<_>>()
        })
    });
    let modalities = Memo::new(move |_| {
        let mut modalities: Vec<String> =
            stations.with(|stations| stations.iter().map(|form| form.modality.clone()).collect());
        modalities.retain(|modality| !modality.is_empty());
        modalities.sort();
        modalities.dedup();
        modalities
    });
    let modality = Memo::new(move |_| query.with(|query| query.modality.clone()));
    let station = Memo::new(move |_| query.with(|query| query.station.clone()));
    view! {
        <select
            class="input order-choice"
            aria-label=move || t!("modality")
            on:change=move |event| query.update(|query| query.modality = event_target_value(&event))
        >
            <option value="" prop:selected=move || modality.with(String::is_empty)>
                {move || t!("all-modalities")}
            </option>
            {move || modalities.get().into_iter().map(|word| option(word.clone(), word, modality)).collect_view()}
        </select>
        <select
            class="input order-choice"
            aria-label=move || t!("station")
            on:change=move |event| query.update(|query| query.station = event_target_value(&event))
        >
            <option value="" prop:selected=move || station.with(String::is_empty)>
                {move || t!("all-stations")}
            </option>
            {move || stations.get().into_iter().map(|form| option(form.ae_title, form.name, station)).collect_view()}
        </select>
    }
}

fn option(value: String, word: String, chosen: Memo<String>) -> impl IntoView {
    let own = value.clone();
    view! {
        <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>
            {word}
        </option>
    }
}
