//! The bar over the lanes: modalities, form and zoom.

use super::desk::use_desk;
use crate::{components::day_choice::pressed, format, t};
use contract::StepStatus;
use leptos::prelude::*;

/// Chips and switches.
#[component]
pub fn SubBar() -> impl IntoView {
    let desk = use_desk();
    let counts = Memo::new(move |_| -> (u32, Vec<(String, u32)>) {
        let store = desk.store.get();
        let mut counts: Vec<(String, u32)> = Vec::new();
        store.lanes.with(|lanes| {
            for lane in lanes {
                add(&mut counts, &lane.modality, 0);
            }
        });
        let mut all = 0;
        store.cards.with(|cards| {
            for card in cards.values() {
                card.with(|card| {
                    if card.status != StepStatus::Canceled {
                        all += 1;
                        add(&mut counts, &card.modality, 1);
                    }
                });
            }
        });
        (all, counts)
    });
    let modalities = move || counts.with(|(_, counts)| counts.clone());
    let focus_words = move || t!("focus", time = format::duration(desk.focus_minutes()));
    view! {
        <div class="sub-bar">
            <div class="chips" role="group" aria-label=move || t!("modality")>
                <button
                    class="chip"
                    aria-pressed=move || pressed(desk.modality.get().is_none())
                    on:click=move |_| desk.modality.set(None)
                >
                    {move || t!("all-rooms")}
                    <span class="count">{move || counts.with(|(all, _)| *all)}</span>
                </button>
                <For each=modalities key=Clone::clone let((modality, count))>
                    <Chip modality count />
                </For>
            </div>
            <span class="spacer"></span>
            <div class="segments" role="group" aria-label=move || t!("form")>
                <button
                    aria-pressed=move || pressed(!desk.as_table.get())
                    on:click=move |_| desk.as_table.set(false)
                >
                    {move || t!("rooms")}
                </button>
                <button
                    aria-pressed=move || pressed(desk.as_table.get())
                    on:click=move |_| desk.as_table.set(true)
                >
                    {move || t!("patients")}
                </button>
            </div>
            <Show when=move || !desk.as_table.get() && desk.now().is_some()>
                <div class="segments" role="group" aria-label=move || t!("zoom")>
                    <button
                        aria-pressed=move || pressed(desk.is_focused())
                        on:click=move |_| {
                            desk.pan.set(0);
                            desk.zoom.set(Some(true));
                        }
                    >
                        {focus_words}
                    </button>
                    <button
                        aria-pressed=move || pressed(!desk.is_focused())
                        on:click=move |_| desk.zoom.set(Some(false))
                    >
                        {move || t!("whole-day")}
                    </button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Chip(modality: String, count: u32) -> impl IntoView {
    let desk = use_desk();
    let is_chosen = {
        let modality = modality.clone();
        move || {
            desk.modality
                .with(|chosen| chosen.as_ref() == Some(&modality))
        }
    };
    let choose = {
        let (modality, is_chosen) = (modality.clone(), is_chosen.clone());
        move |_| {
            let next = (!untrack(&is_chosen)).then(|| modality.clone());
            desk.modality.set(next);
        }
    };
    view! {
        <button class="chip" class:zero=count == 0 aria-pressed=move || pressed(is_chosen()) on:click=choose>
            {modality}
            <span class="count">{count}</span>
        </button>
    }
}

fn add(counts: &mut Vec<(String, u32)>, modality: &str, count: u32) {
    if modality.is_empty() {
        return;
    }
    match counts.iter_mut().find(|(known, _)| known == modality) {
        Some((_, known)) => *known += count,
        None => counts.push((modality.to_owned(), count)),
    }
}
