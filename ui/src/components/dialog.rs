//! A modal dialog: a title, a form, and buttons that say what they do.

use super::icon::{Icon, IconView};
use crate::t;
use leptos::{html, prelude::*};

/// A modal dialog, open as long as it is on the page; Escape and the cross call `close`.
#[component]
pub fn Dialog(
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it has room for a table or a long form.
    #[prop(default = false)]
    wide: bool,
    /// Asks to take it off the page.
    close: Callback<()>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let before = StoredValue::new_local(document().active_element());
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    on_cleanup(move || {
        use wasm_bindgen::JsCast;
        let before = before.try_get_value().flatten();
        if let Some(before) = before.and_then(|before| before.dyn_into().ok()) {
            let before: web_sys::HtmlElement = before;
            let _ = before.focus();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            class:wide=wide
            aria-labelledby="dialog-title"
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                close.run(());
            }
            on:keydown=move |event: leptos::ev::KeyboardEvent| event.stop_propagation()
        >
            <header>
                <h2 id="dialog-title">{move || title.get()}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || t!("close")
                    on:click=move |_| close.run(())
                >
                    <IconView icon=Icon::Close />
                </button>
            </header>
            {children()}
        </dialog>
    }
}
