//! The exams of the board as a table.

use super::{desk::use_desk, face::status_words, timeline::focus_card};
use crate::{
    components::{glyph::GlyphView, menu::MenuPoint, status::status_word},
    format,
    route::Route,
    standing::Standing,
    t,
};
use contract::{ExamId, board::ExamCard};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// The table.
#[component]
pub fn Patients() -> impl IntoView {
    let desk = use_desk();
    let order = Memo::new(move |_| -> Vec<ExamId> {
        let store = desk.store.get();
        let mut rows: Vec<_> = desk.groups.with(|groups| {
            groups
                .values()
                .flatten()
                .filter_map(|id| {
                    let start = store
                        .card(id)?
                        .with(|card| card.started.or(card.planned_start));
                    Some((start, id.clone()))
                })
                .collect()
        });
        rows.sort();
        rows.into_iter().map(|(_, id)| id).collect()
    });
    let on_key = move |event: ev::KeyboardEvent| {
        let step: isize = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        let Some(active) = desk.active.get_untracked() else {
            return;
        };
        order.with_untracked(|order| {
            let here = order.iter().position(|id| *id == active);
            if let Some(next) = here
                .and_then(|here| here.checked_add_signed(step))
                .and_then(|next| order.get(next))
            {
                event.prevent_default();
                focus_card(next);
            }
        });
    };
    let on_focus = move |event: ev::FocusEvent| {
        let element = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(id) = element.and_then(|element| element.get_attribute("data-exam")) {
            desk.active.set(Some(ExamId(id)));
        }
    };
    view! {
        <div class="patients">
            <table class="table" on:keydown=on_key on:focusin=on_focus>
                <thead>
                    <tr>
                        <th scope="col">{move || t!("time")}</th>
                        <th scope="col">{move || t!("patient")}</th>
                        <th scope="col">{move || t!("procedure")}</th>
                        <th scope="col">{move || t!("accession")}</th>
                        <th scope="col">{move || t!("room")}</th>
                        <th scope="col">{move || t!("state")}</th>
                        <th scope="col">
                            <span class="hidden-text">{move || t!("actions")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || order.get() key=|id| id.clone() let:id>
                        {desk.store.get_untracked().card(&id).map(|card| view! { <Row card /> })}
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(card: ArcRwSignal<ExamCard>) -> impl IntoView {
    let desk = use_desk();
    let card = RwSignal::from(card);
    let id = card.with_untracked(|card| card.id.clone());
    let standing =
        Memo::new(move |_| card.with(|card| Standing::of(card, desk.now().unwrap_or_default())));
    let words = move || {
        card.with(|card| {
            let words = status_words(card, &standing.get());
            if words.is_empty() {
                status_word(card.status)
            } else {
                words
            }
        })
    };
    let room = move || {
        let station = card.with(|card| card.station.clone());
        desk.lanes.with(|lanes| {
            lanes
                .iter()
                .find(|lane| lane.station == station)
                .map(|lane| lane.name.clone())
        })
    };
    let name = move || card.with(|card| format::name(&card.patient));
    let menu_for = id.clone();
    view! {
        <tr data-look=move || standing.get().look().name()>
            <td>{move || card.with(|card| card.started.or(card.planned_start).map(format::time))}</td>
            <td>
                <a class="patient-link" data-exam=id.0.clone() href=Route::Exam(id).href()>
                    {name}
                </a>
            </td>
            <td>{move || card.with(|card| card.procedure.clone())}</td>
            <td>{move || card.with(|card| card.accession_number.clone())}</td>
            <td>{room}</td>
            <td>
                <span class="row-state">
                    <GlyphView glyph=Signal::derive(move || standing.get().look().glyph()) />
                    {words}
                </span>
            </td>
            <td>
                <button
                    class="icon-button"
                    aria-label=move || t!("actions-for", patient = name())
                    on:click=move |event: ev::MouseEvent| {
                        let at = MenuPoint {
                            x: event.client_x().into(),
                            y: event.client_y().into(),
                        };
                        desk.menu.set(Some((menu_for.clone(), at)));
                    }
                >
                    "…"
                </button>
            </td>
        </tr>
    }
}
