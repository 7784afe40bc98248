//! The keys of the page: every item can be decided without a pointer.

use super::{
    desk::{QueueDesk, focus},
    draft::key_of,
};
use crate::{components::shortcuts::single_key, route::Route};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// The id of the field that searches the queue.
pub const SEARCH: &str = "queue-search";

/// Listens to the keys as long as the page is shown.
pub fn listen_to_keys(desk: QueueDesk) {
    let after_g = StoredValue::new(false);
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() && !is_in(&event, "dialog, .menu")
        {
            desk.close_layer();
            return;
        }
        let Some(key) = single_key(&event) else {
            after_g.set_value(false);
            if event.key() == "Enter" && event.ctrl_key() && is_in(&event, ".reconciliation") {
                event.prevent_default();
                desk.confirm();
            }
            return;
        };
        // G and a letter go to another page.
        let was_after_g = after_g.get_value();
        after_g.set_value(key == "g");
        if was_after_g || is_in(&event, ".menu") {
            return;
        }
        if act(desk, &event, &key) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Does what a key asks for; says whether it asked for anything.
fn act(desk: QueueDesk, event: &ev::KeyboardEvent, key: &str) -> bool {
    match key {
        "j" => desk.step(1),
        "k" => desk.step(-1),
        "x" => mark(desk),
        " " if is_in(event, "[role=listbox]") => mark(desk),
        "a" => desk.assign_to_me(),
        "o" => open_exam(desk),
        "/" => focus(document().get_element_by_id(SEARCH)),
        "Enter" if !is_in(event, "button:not([role=radio]), a, summary") => desk.confirm(),
        digit if digit.len() == 1 && digit.chars().all(|c| ('1'..='9').contains(&c)) => {
            let place = digit.parse::<usize>().unwrap_or(1) - 1;
            let case = desk.case.get_untracked();
            let order = case.and_then(|case| {
                let candidate = case.candidates.get(place);
                candidate.map(|candidate| candidate.exam.clone())
            });
            match order {
                Some(order) => desk.take_order(&order),
                None => return false,
            }
        }
        letter => {
            let offers = untrack(|| desk.offers());
            let chosen = offers
                .into_iter()
                .find(|decision| key_of(*decision).eq_ignore_ascii_case(letter));
            match chosen {
                Some(decision) => desk.choose(decision),
                None => return false,
            }
        }
    }
    true
}

fn mark(desk: QueueDesk) {
    if let Some(id) = desk.selected.get_untracked() {
        desk.mark(id);
    }
}

/// Opens the exam of the item looked at.
pub fn open_exam(desk: QueueDesk) {
    let queue = desk.queue.get_untracked();
    let case = desk.case.get_untracked();
    let listed = desk
        .selected
        .get_untracked()
        .and_then(|id| queue.find(id))
        .map(|item| item.exam.clone());
    let exam = case.map(|case| case.item.exam.clone()).or(listed);
    if let Some(exam) = exam {
        Route::Exam(exam).open();
    }
}

fn is_in(event: &ev::KeyboardEvent, selector: &str) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}
