//! What a page shows while its view loads, when that failed, and over old data.

use crate::{format, live::fetched::Fetched, t};
use contract::{Failure, FailureCode};
use leptos::prelude::*;

/// What a failure means, in the person's language, before the service's own detail.
pub fn sentence(failure: &Failure) -> String {
    let meaning = match failure.code {
        FailureCode::Refused => t!("failure-refused"),
        FailureCode::NotFound => t!("failure-not-found"),
        FailureCode::Changed => t!("failure-changed"),
        FailureCode::NotAllowed => t!("failure-not-allowed"),
        FailureCode::TooLate => t!("failure-too-late"),
        FailureCode::Unreachable => t!("failure-unreachable"),
        FailureCode::PortUnavailable => t!("failure-port-unavailable"),
        FailureCode::Storage => t!("failure-storage"),
        FailureCode::Stopped => t!("failure-stopped"),
    };
    if failure.detail.is_empty() {
        meaning
    } else {
        format!("{meaning} {}", failure.detail)
    }
}

/// Shows the view: a skeleton until it is there, the last good data when a fetch fails.
#[component]
pub fn Loaded<T, Body, BodyView>(
    /// The view.
    fetched: Fetched<T>,
    /// Draws it; called once, with a signal that follows the data.
    children: Body,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    Body: Fn(Signal<T>) -> BodyView + Send + Sync + 'static,
    BodyView: IntoView + 'static,
{
    let there = Memo::new(move |_| fetched.value.with(Option::is_some));
    let failed = Memo::new(move |_| fetched.failure.with(Option::is_some));
    let body = StoredValue::new(children);
    view! {
        <Show when=move || failed.get()>
            <FailureBar
                failure=Signal::derive(move || fetched.failure.get())
                as_of=Signal::derive(move || fetched.as_of.get())
                again=Callback::new(move |()| fetched.again())
            />
        </Show>
        {move || {
            if !there.get() {
                return (!failed.get()).then(|| view! { <Skeleton /> }).into_any();
            }
            let Some(first) = fetched.value.get_untracked() else {
                return ().into_any();
            };
            let latest = Memo::new_with_compare(
                move |before: Option<&T>| {
                    fetched.value.get().or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
                },
                |_, _| true,
            );
            let old = move || failed.get();
            view! {
                <div class="loaded" class:old=old>
                    {body.with_value(|body| body(latest.into()))}
                </div>
            }
                .into_any()
        }}
    }
}

/// What failed, since when, and one action.
#[component]
pub fn FailureBar(
    /// The failure.
    #[prop(into)]
    failure: Signal<Option<Failure>>,
    /// When the data still shown came.
    #[prop(into)]
    as_of: Signal<Option<contract::WallTime>>,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="failure-bar" role="alert">
            <p>
                {move || failure.get().as_ref().map(sentence)} " "
                {move || {
                    as_of.get().map(|instant| view! { <b>{t!("as-of", time = format::time(instant))}</b> })
                }}
            </p>
            <button class="button" on:click=move |_| again.run(())>
                {move || t!("try-again")}
            </button>
        </div>
    }
}

/// Grey shapes in place of rows, shown only when loading takes longer than a moment.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="hidden-text">{move || t!("loading")}</span>
            {(0..8).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}
        </div>
    }
}

/// One line and one action where there is nothing to show.
#[component]
pub fn Empty(
    /// The line.
    #[prop(into)]
    line: Signal<String>,
    /// The action, if there is one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{move || line.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
