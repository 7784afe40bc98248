//! The keys that work on every page, and the list of all keys.

use super::{dialog::Dialog, palette::PaletteOpen, toast::use_toasts};
use crate::{
    live::use_live,
    route::{Route, Shown},
    t,
};
use leptos::{ev, prelude::*};
use std::cell::Cell;
use wasm_bindgen::JsCast;

const SWITCHED_OFF: &str = "stepboard.single-keys-off";

/// Whether keys without Ctrl do something.
pub fn single_keys_on() -> bool {
    let kept = window().local_storage().ok().flatten();
    kept.and_then(|kept| kept.get_item(SWITCHED_OFF).ok().flatten())
        .is_none()
}

/// Switches the keys without Ctrl on or off.
pub fn switch_single_keys(on: bool) {
    if let Some(kept) = window().local_storage().ok().flatten() {
        let _ = if on {
            kept.remove_item(SWITCHED_OFF)
        } else {
            kept.set_item(SWITCHED_OFF, "1")
        };
    }
}

thread_local! {
    // Whether the key before was G: what comes next names a page and is nobody else's.
    static AFTER_G: Cell<bool> = const { Cell::new(false) };
}

/// The key, when it may act as a shortcut of one key: nobody types, no dialog is open, and it does
/// not name a page after G.
pub fn single_key(event: &ev::KeyboardEvent) -> Option<String> {
    free_key(event).filter(|_| !AFTER_G.get())
}

fn free_key(event: &ev::KeyboardEvent) -> Option<String> {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let typing = element.is_some_and(|element| {
        element
            .closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog")
            .ok()
            .flatten()
            .is_some()
    });
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    (!typing && !modified && !event.default_prevented() && single_keys_on()).then(|| event.key())
}

/// Listens to the keys of the window.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let palette: PaletteOpen = expect_context();
    let toasts = use_toasts();
    let live = use_live();
    let help = RwSignal::new(false);
    let shown: Shown = expect_context();
    // The queue has a search of its own.
    let searches_itself = move || matches!(shown.0.get_untracked(), Route::Reconciliation(_));
    let handle = window_event_listener(ev::keydown, move |event| {
        let with_ctrl = event.ctrl_key() || event.meta_key();
        if with_ctrl && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            palette.0.set(true);
            return;
        }
        let Some(key) = free_key(&event) else {
            if with_ctrl && event.key().eq_ignore_ascii_case("z") && !is_typing(&event) {
                event.prevent_default();
                toasts.undo_last();
            }
            return;
        };
        if AFTER_G.replace(false) {
            event.prevent_default();
            if let Some(route) = page_of(&key) {
                route.open();
            }
            return;
        }
        match key.as_str() {
            "/" if !searches_itself() => palette.0.set(true),
            "?" => help.set(true),
            "t" => live.day.set(None),
            "," => live.step_day(-1),
            "." => live.step_day(1),
            "F6" => focus_toast(),
            "g" => AFTER_G.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
    view! {
        <Show when=move || help.get()>
            <KeyList close=Callback::new(move |()| help.set(false)) />
        </Show>
    }
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.closest("input, textarea").ok().flatten().is_some())
}

fn page_of(key: &str) -> Option<Route> {
    match key {
        "b" => Some(Route::Board),
        "p" => Some(Route::InProgress),
        "r" => Some(Route::Reconciliation(None)),
        "o" => Some(Route::Orders),
        "c" => Some(Route::Charges),
        "q" => Some(Route::Quality),
        "u" => Some(Route::Audit),
        "d" => Some(Route::Devices),
        "n" => Some(Route::Network),
        "s" => Some(Route::Settings),
        _ => None,
    }
}

fn focus_toast() {
    let toast = document().get_element_by_id("toast");
    if let Some(toast) = toast.and_then(|toast| toast.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = toast.focus();
    }
}

#[component]
fn KeyList(close: Callback<()>) -> impl IntoView {
    let keys = move || {
        [
            ("Ctrl K  /", t!("key-search")),
            ("G B P R O C Q U D N S", t!("key-go")),
            ("← →", t!("key-exam")),
            ("↑ ↓", t!("key-lane")),
            ("Home End", t!("key-ends")),
            ("Enter", t!("key-open")),
            ("Shift F10", t!("key-menu")),
            ("T", t!("key-today")),
            (", .", t!("key-days")),
            ("0", t!("key-now")),
            ("[ ]", t!("key-pan")),
            ("N", t!("key-needs-you")),
            ("1 – 5", t!("key-alerts")),
            ("J K", t!("key-queue")),
            ("L S U W D", t!("key-decide")),
            ("A X O", t!("key-item")),
            ("Ctrl Z", t!("key-undo")),
            ("Ctrl E", t!("key-export")),
            ("F6", t!("key-toast")),
            ("?", t!("key-help")),
            ("Esc", t!("key-close")),
        ]
    };
    view! {
        <Dialog title=Signal::derive(|| t!("keyboard")) close>
            <dl class="key-list">
                {move || {
                    keys()
                        .into_iter()
                        .map(|(key, what)| {
                            view! {
                                <dt>{key.split(' ').filter(|key| !key.is_empty()).map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect_view()}</dt>
                                <dd>{what}</dd>
                            }
                        })
                        .collect_view()
                }}
            </dl>
        </Dialog>
    }
}
