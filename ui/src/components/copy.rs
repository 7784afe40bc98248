//! Copies a text, and says so.

use super::{
    icon::{Icon, IconView},
    toast::{Toasts, use_toasts},
};
use crate::t;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

/// Copies a text and says `done`, or that it could not be copied.
pub fn copy(toasts: Toasts, text: String, done: String) {
    let clipboard = window().navigator().clipboard();
    // Missing where the page is not trusted, whatever the type says.
    if clipboard.is_undefined() {
        toasts.say(t!("not-copied"), None);
        return;
    }
    spawn_local(async move {
        let copied = JsFuture::from(clipboard.write_text(&text)).await;
        toasts.say(
            if copied.is_ok() {
                done
            } else {
                t!("not-copied")
            },
            None,
        );
    });
}

/// A quiet button that copies a value.
#[component]
pub fn CopyValue(
    /// What the value is, for the button's name.
    #[prop(into)]
    label: Signal<String>,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <button
            type="button"
            class="copy-value"
            aria-label=move || t!("copy-value", name = label.get())
            on:click=move |_| copy(toasts, value.get_untracked(), t!("value-copied", value = value.get_untracked()))
        >
            <IconView icon=Icon::Copy />
            {move || t!("copy")}
        </button>
    }
}
