//! The reconciliation: every difference between what was ordered and what was done, decided by a
//! person.

mod assign;
mod candidates;
mod case;
mod compared;
mod decide;
mod desk;
mod draft;
mod forms;
mod keys;
mod list;
mod queue;
mod words;

use crate::{
    components::loaded::{Empty, FailureBar, Skeleton},
    route::{Route, Shown},
    t,
};
use assign::AssignDialog;
use case::CasePane;
use decide::DecisionPane;
use desk::{QueueDesk, focus_list};
use keys::listen_to_keys;
use leptos::prelude::*;
use list::QueuePane;

/// The page.
#[component]
pub fn ReconciliationPage() -> impl IntoView {
    let shown: Shown = expect_context();
    let wanted = Memo::new(move |_| match shown.0.get() {
        Route::Reconciliation(wanted) => wanted,
        Route::Board
        | Route::InProgress
        | Route::Exam(_)
        | Route::Orders
        | Route::Charges
        | Route::Devices
        | Route::Network
        | Route::Queries(_)
        | Route::Settings
        | Route::FirstRun
        | Route::Audit
        | Route::Quality => None,
    });
    let desk = QueueDesk::start(wanted);
    provide_context(desk);
    listen_to_keys(desk);
    let failed = Memo::new(move |_| desk.fetched.failure.with(Option::is_some));
    let is_loaded = Memo::new(move |_| desk.is_loaded());
    view! {
        <Show when=move || failed.get()>
            <FailureBar
                failure=Signal::derive(move || desk.fetched.failure.get())
                as_of=Signal::derive(move || desk.fetched.as_of.get())
                again=Callback::new(move |()| desk.fetched.again())
            />
        </Show>
        {move || match is_loaded.get() {
            true => view! { <Body /> }.into_any(),
            false if failed.get() => ().into_any(),
            false => view! { <Skeleton /> }.into_any(),
        }}
        <Show when=move || desk.is_assigning.get()>
            <AssignDialog />
        </Show>
    }
}

#[component]
fn Body() -> impl IntoView {
    let desk: QueueDesk = expect_context();
    let is_empty = Memo::new(move |_| desk.queue.with(|queue| queue.entries.is_empty()));
    let shows_none = Memo::new(move |_| desk.rows.with(|rows| rows.len() == 0));
    let selected = Memo::new(move |_| desk.selected.get().is_some());
    let nothing = move || {
        view! {
            <Empty line=Signal::derive(|| t!("nothing-to-reconcile"))>
                <a class="button" href=Route::Board.href()>
                    {move || t!("open-board")}
                </a>
            </Empty>
        }
    };
    let filtered = move || {
        view! {
            <Empty line=Signal::derive(|| t!("no-item-matches"))>
                <button
                    class="button"
                    on:click=move |_| {
                        desk.choice.update(|choice| *choice = choice.without_filters());
                        focus_list();
                    }
                >
                    {move || t!("clear-filters")}
                </button>
            </Empty>
        }
    };
    Effect::new(move || {
        // Keys work at once: nothing else asks for the focus when the page opens.
        if !is_empty.get() {
            request_animation_frame(|| {
                let body = document().body().map(web_sys::Element::from);
                if document().active_element() == body {
                    focus_list();
                }
            });
        }
    });
    view! {
        <Show when=move || !is_empty.get() || selected.get() fallback=nothing>
            <div class="reconciliation" class:old=move || desk.fetched.failure.with(Option::is_some)>
                <QueuePane />
                <Show when=move || !shows_none.get() || selected.get() fallback=filtered>
                    <CasePane />
                    <DecisionPane />
                </Show>
            </div>
        </Show>
    }
}
