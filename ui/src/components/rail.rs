//! The navigation rail.

use super::icon::{Icon, IconView};
use crate::{
    live::use_live,
    route::{Route, Shown},
    t,
};
use leptos::prelude::*;

/// The stair of the mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 30 30" aria-hidden="true">
            <rect width="30" height="30" rx="8"></rect>
            <path d="M7 20.5h4.4a1.4 1.4 0 0 0 1.4-1.4v-1.7a1.4 1.4 0 0 1 1.4-1.4h1.7a1.4 1.4 0 0 0 1.4-1.4v-1.7a1.4 1.4 0 0 1 1.4-1.4H23"></path>
        </svg>
    }
}

/// The pages there are.
#[component]
pub fn Rail() -> impl IntoView {
    let live = use_live();
    let initials = move || {
        live.shell.with(|shell| {
            let user = shell
                .as_ref()
                .map(|shell| shell.user.as_str())
                .unwrap_or_default();
            user.split([' ', '.', '_', '-'])
                .filter_map(|word| word.chars().next())
                .take(2)
                .flat_map(char::to_uppercase)
                .collect::<String>()
        })
    };
    let user = move || {
        live.shell
            .with(|shell| shell.as_ref().map(|shell| shell.user.clone()))
    };
    let waiting = move || {
        live.shell.with(|shell| {
            shell
                .as_ref()
                .map_or(0, |shell| shell.health.callers_waiting)
        })
    };
    view! {
        <nav class="rail" aria-label=move || t!("navigation")>
            <Mark />
            <RailLink to=Route::Board icon=Icon::Board label=Signal::derive(|| t!("board")) />
            <RailLink to=Route::InProgress icon=Icon::InProgress label=Signal::derive(|| t!("in-progress")) />
            <RailLink
                to=Route::Reconciliation(None)
                icon=Icon::Reconciliation
                label=Signal::derive(|| t!("reconciliation"))
                count=Signal::derive(move || live.queue.get().blocking)
                count_words=|count| t!("blocking-count", count = count)
            />
            <RailLink to=Route::Orders icon=Icon::Orders label=Signal::derive(|| t!("orders")) />
            <RailLink to=Route::Charges icon=Icon::Charges label=Signal::derive(|| t!("charges")) />
            <RailLink to=Route::Quality icon=Icon::Quality label=Signal::derive(|| t!("quality")) />
            <RailLink to=Route::Audit icon=Icon::Audit label=Signal::derive(|| t!("audit")) />
            <RailLink
                to=Route::Devices
                icon=Icon::Devices
                label=Signal::derive(|| t!("devices"))
                count=Signal::derive(waiting)
            />
            <RailLink to=Route::Network icon=Icon::Network label=Signal::derive(|| t!("network")) />
            <span class="rail-gap"></span>
            <RailLink to=Route::Settings icon=Icon::Settings label=Signal::derive(|| t!("settings")) />
            <span class="rail-user" title=user>
                <span aria-hidden="true">{initials}</span>
                <span class="hidden-text">{move || t!("signed-in-as", user = user().unwrap_or_default())}</span>
            </span>
        </nav>
    }
}

#[component]
fn RailLink(
    to: Route,
    icon: Icon,
    label: Signal<String>,
    #[prop(default = Signal::stored(0))] count: Signal<u32>,
    #[prop(default = |count| t!("callers-waiting", count = count))] count_words: fn(u32) -> String,
) -> impl IntoView {
    let shown: Shown = expect_context();
    let href = to.href();
    let current = move || {
        let page = shown.0.get();
        let here = page == to
            || (to == Route::Board && matches!(page, Route::Exam(_)))
            || (to == Route::Devices && matches!(page, Route::Queries(_)))
            || (to == Route::Reconciliation(None) && matches!(page, Route::Reconciliation(_)));
        here.then_some("page")
    };
    view! {
        <a class="rail-link" href=href aria-current=current>
            <IconView icon />
            <span class="rail-label">{move || label.get()}</span>
            {move || {
                let count = count.get();
                (count > 0)
                    .then(|| {
                        view! {
                            <span class="badge">
                                <span aria-hidden="true">{count}</span>
                                <span class="hidden-text">{count_words(count)}</span>
                            </span>
                        }
                    })
            }}
        </a>
    }
}
