//! Gives items to another person.

use super::desk::use_queue_desk;
use crate::{components::dialog::Dialog, t};
use leptos::{ev, prelude::*};

/// Asks to whom.
#[component]
pub fn AssignDialog() -> impl IntoView {
    let desk = use_queue_desk();
    let to = RwSignal::new(String::new());
    let close = Callback::new(move |()| desk.is_assigning.set(false));
    let known = Memo::new(move |_| {
        desk.queue.with(|queue| {
            let holders = queue
                .entries
                .iter()
                .map(|entry| entry.item.assigned_to.clone());
            let mut known: Vec<String> = holders.chain([queue.user.clone()]).collect();
            known.retain(|who| !who.is_empty());
            known.sort();
            known.dedup();
            known
        })
    });
    view! {
        <Dialog title=Signal::derive(|| t!("assign-title")) close>
            <form
                class="dialog-body"
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    close.run(());
                    desk.assign(to.get_untracked().trim().to_owned());
                }
            >
                <label class="field">
                    <span>{move || t!("assign-who")}</span>
                    <input
                        class="input"
                        required
                        maxlength="64"
                        list="assign-known"
                        autofocus
                        autocomplete="off"
                        prop:value=move || to.get()
                        on:input=move |event| to.set(event_target_value(&event))
                    />
                </label>
                <datalist id="assign-known">
                    {move || known.get().into_iter().map(|who| view! { <option value=who></option> }).collect_view()}
                </datalist>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("keep-as-is")}
                    </button>
                    <button class="button primary">{move || t!("assign-confirm")}</button>
                </div>
            </form>
        </Dialog>
    }
}
