//! The audit trail: who changed what, and whether it is as it was written.

mod details;
mod filters;
mod list;
mod rows;
mod words;

use crate::{
    components::loaded::{Empty, FailureBar, Skeleton},
    live::use_live,
    t,
};
use details::Details;
use filters::{Filters, Query};
use leptos::prelude::*;
use list::AuditGrid;
use rows::{AuditRows, Choices};

/// The audit trail.
#[component]
pub fn AuditPage() -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let query = RwSignal::new(Query::default());
    let choices = RwSignal::new(Choices::default());
    let rows = rows::follow(query, today, choices);
    let chosen = RwSignal::new(None);
    view! {
        <div class="page list-page">
            <Filters query today total=rows.total choices />
            <div class="list-panes">
                <Body rows query chosen />
                <Details chosen />
            </div>
        </div>
    }
}

#[component]
fn Body(
    rows: AuditRows,
    query: RwSignal<Query>,
    chosen: RwSignal<Option<contract::audit::AuditRow>>,
) -> impl IntoView {
    let failed = Memo::new(move |_| rows.failure.with(Option::is_some));
    let some = Memo::new(move |_| rows.total.get().map(|count| count > 0));
    let nothing = move || {
        let filtered = query.with(Query::is_filtered);
        let line = Signal::derive(move || {
            if filtered {
                t!("audit-none-matches")
            } else {
                t!("audit-none")
            }
        });
        view! {
            <Empty line>
                {filtered
                    .then(|| {
                        view! {
                            <button class="button" on:click=move |_| query.update(Query::clear)>
                                {move || t!("clear-filters")}
                            </button>
                        }
                    })}
            </Empty>
        }
    };
    view! {
        <div class="list-pane">
            <Show when=move || failed.get()>
                <FailureBar
                    failure=Signal::derive(move || rows.failure.get())
                    as_of=Signal::derive(move || rows.as_of.get())
                    again=Callback::new(move |()| rows.again())
                />
            </Show>
            {move || match some.get() {
                None if failed.get() => ().into_any(),
                None => view! { <Skeleton /> }.into_any(),
                Some(false) => nothing().into_any(),
                Some(true) => view! { <AuditGrid rows chosen /> }.into_any(),
            }}
        </div>
    }
}
