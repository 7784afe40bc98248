//! Days, words and states over the charges.

use super::Asked;
use crate::{
    components::{
        charge_lines::{state_glyph, state_word},
        day_choice::pressed,
        glyph::{Glyph, GlyphView},
        icon::{Icon, IconView},
    },
    t,
};
use contract::{
    Day,
    charges::{ChargeState, ChargesView},
};
use leptos::prelude::*;
use std::time::Duration;

const STATES: [ChargeState; 4] = [
    ChargeState::Open,
    ChargeState::Released,
    ChargeState::Exported,
    ChargeState::Nothing,
];
/// How long to wait for the next letter.
const TYPING: Duration = Duration::from_millis(150);

/// The bars over the table.
#[component]
pub fn ChargeFilters(
    /// What is asked for.
    asked: RwSignal<Asked>,
    /// The day it is now.
    today: Memo<Day>,
    /// What there is.
    view: Signal<ChargesView>,
    /// The page's actions.
    children: Children,
) -> impl IntoView {
    let mut ask = debounce(TYPING, move |text: String| {
        asked.update(|asked| asked.text = text);
    });
    let text = Memo::new(move |_| asked.with(|asked| asked.text.clone()));
    let bounds = Memo::new(move |_| asked.with(|asked| asked.bounds(&today.get())));
    let is_today = Memo::new(move |_| asked.with(|asked| asked.days.is_none()));
    let set = move |from: Option<String>, to: Option<String>| {
        let (old_from, old_to) = bounds.get_untracked();
        let from = from.filter(|day| !day.is_empty()).unwrap_or(old_from);
        let to = to.filter(|day| !day.is_empty()).unwrap_or(old_to);
        asked.update(|asked| asked.days = Some((from, to)));
    };
    view! {
        <div class="sub-bar order-bar">
            <label class="order-search">
                <IconView icon=Icon::Search />
                <input
                    type="search"
                    aria-label=move || t!("search-charges")
                    placeholder=move || t!("search-charges")
                    prop:value=move || text.get()
                    on:input=move |event| ask(event_target_value(&event))
                />
            </label>
            <div class="segments" role="group" aria-label=move || t!("days")>
                <button
                    aria-pressed=move || pressed(is_today.get())
                    on:click=move |_| asked.update(|asked| asked.days = None)
                >
                    {move || t!("today")}
                </button>
            </div>
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
            <span class="spacer"></span>
            {children()}
        </div>
        <div class="sub-bar">
            {STATES.map(|state| view! { <StateChip asked state view /> }).collect_view()}
            <DifferingChip asked view />
        </div>
    }
}

#[component]
fn StateChip(
    asked: RwSignal<Asked>,
    state: ChargeState,
    view: Signal<ChargesView>,
) -> impl IntoView {
    let on = Memo::new(move |_| asked.with(|asked| asked.state == Some(state)));
    let count = move || {
        view.with(|view| match state {
            ChargeState::Open => Some(view.open),
            ChargeState::Released => Some(view.released),
            ChargeState::Exported => Some(view.exported),
            ChargeState::Nothing => None,
        })
    };
    let toggle = move |_| {
        asked.update(|asked| {
            asked.state = (asked.state != Some(state)).then_some(state);
        });
    };
    view! {
        <button class="chip" aria-pressed=move || pressed(on.get()) on:click=toggle>
            <GlyphView glyph=state_glyph(state) />
            {move || state_word(state)}
            {move || count().map(|count| view! { <span class="count">{count}</span> })}
        </button>
    }
}

#[component]
fn DifferingChip(asked: RwSignal<Asked>, view: Signal<ChargesView>) -> impl IntoView {
    let on = Memo::new(move |_| asked.with(|asked| asked.differing));
    view! {
        <button
            class="chip"
            aria-pressed=move || pressed(on.get())
            on:click=move |_| asked.update(|asked| asked.differing = !asked.differing)
        >
            <GlyphView glyph=Glyph::Late />
            {move || t!("charges-differing")}
            <span class="count">{move || view.with(|view| view.differing)}</span>
        </button>
    }
}
