//! The orders: found, filtered, entered, imported.

mod filters;
mod list;
mod query;
mod rows;

use crate::{
    components::{
        dropped::dropped_file,
        icon::{Icon, IconView},
        import_dialog::{ImportDialog, ScheduleFile},
        loaded::{Empty, FailureBar, Skeleton},
        order_dialog::{OrderDialog, OrderTask},
        shortcuts::single_key,
    },
    format,
    live::use_live,
    t,
};
use filters::Filters;
use leptos::{ev, prelude::*};
use list::OrderGrid;
use query::Query;
use rows::OrderRows;

/// What stands before the list.
#[derive(Clone)]
enum Open {
    Order(OrderTask),
    Import(Option<ScheduleFile>),
}

/// The orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let query = RwSignal::new(Query::default());
    let rows = rows::follow(query, today);
    let open = RwSignal::new(None::<Open>);
    let edit = Callback::new(move |task| open.set(Some(Open::Order(task))));
    let import = move |file| open.set(Some(Open::Import(file)));
    let handle = window_event_listener(ev::keydown, move |event| {
        if single_key(&event).is_some_and(|key| key == "n") {
            event.prevent_default();
            edit.run(OrderTask::New);
        }
    });
    on_cleanup(move || handle.remove());
    let dialog = move || {
        let close = Callback::new(move |()| open.set(None));
        match open.get()? {
            Open::Order(task) => Some(view! { <OrderDialog task close /> }.into_any()),
            Open::Import(file) => Some(view! { <ImportDialog file close /> }.into_any()),
        }
    };
    view! {
        <div
            class="page orders"
            on:dragover=|event| event.prevent_default()
            on:drop=move |event: ev::DragEvent| {
                event.prevent_default();
                dropped_file(&event, move |file| import(Some(file)));
            }
        >
            <Filters query today total=rows.total>
                <button class="button" on:click=move |_| import(None)>
                    <IconView icon=Icon::File />
                    {move || t!("import")}
                </button>
                <button class="button primary" aria-keyshortcuts="N" on:click=move |_| edit.run(OrderTask::New)>
                    <IconView icon=Icon::Plus />
                    {move || t!("new-order")}
                </button>
            </Filters>
            <Body rows query today edit import=Callback::new(move |()| import(None)) />
        </div>
        {dialog}
    }
}

#[component]
fn Body(
    rows: OrderRows,
    query: RwSignal<Query>,
    today: Memo<String>,
    edit: Callback<OrderTask>,
    import: Callback<()>,
) -> impl IntoView {
    let failed = Memo::new(move |_| rows.failure.with(Option::is_some));
    let count = Memo::new(move |_| rows.total.get());
    let some = Memo::new(move |_| count.get().map(|count| count > 0));
    let nothing = move || {
        if query.with(Query::is_filtered) {
            return view! {
                <Empty line=Signal::derive(|| t!("no-order-matches"))>
                    <button class="button" on:click=move |_| query.update(|query| *query = query.without_filters())>
                        {move || t!("clear-filters")}
                    </button>
                </Empty>
            }
            .into_any();
        }
        let days = Signal::derive(move || {
            let (from, to) = query.with(|query| query.days.bounds(&today.get()));
            if from == to {
                t!("no-orders-on", day = format::day_short(&from))
            } else {
                t!(
                    "no-orders-between",
                    from = format::day_short(&from),
                    to = format::day_short(&to)
                )
            }
        });
        view! {
            <Empty line=days>
                <span class="empty-actions">
                    <button class="button primary" on:click=move |_| import.run(())>
                        {move || t!("import-schedule")}
                    </button>
                    <button class="button" on:click=move |_| edit.run(OrderTask::New)>
                        {move || t!("new-order")}
                    </button>
                </span>
            </Empty>
        }
        .into_any()
    };
    view! {
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
            Some(false) => nothing(),
            Some(true) => view! { <OrderGrid rows query today edit /> }.into_any(),
        }}
    }
}
