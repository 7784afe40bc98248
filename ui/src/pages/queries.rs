//! Why a scanner sees nothing: the worklist queries it sent, and for one of them what excludes the
//! exams that nearly matched.

mod explanation;
mod words;

use crate::{
    components::{
        day_choice::{Choice, pressed},
        glyph::{Glyph, GlyphView},
        loaded::{Empty, Loaded},
    },
    format,
    live::{fetched::fetched, topics::Topic},
    t,
};
use contract::{
    devices::{DevicesView, ListDevices},
    queries::{ListQueries, QueriesView, QueryOutcome, QueryRow},
};
use explanation::Explanation;
use leptos::{ev, prelude::*};
use words::{answers_words, keys_line};

/// Queries that are listed at once.
const LIMIT: u32 = 200;

/// The queries of a device, or of all.
#[component]
pub fn QueriesPage(
    /// The AE title of the device at first; empty is all.
    ae_title: String,
) -> impl IntoView {
    let of = RwSignal::new(ae_title);
    let only_empty = RwSignal::new(false);
    // The list begins before this one; `None` with the latest.
    let before = RwSignal::new(None::<i64>);
    let devices = fetched(|| Some(ListDevices {}), vec![Topic::Devices]);
    let queries = fetched(
        move || {
            Some(ListQueries {
                calling_ae_title: of.get(),
                called_ae_title: String::new(),
                only_empty: only_empty.get(),
                before: before.get(),
                limit: LIMIT,
            })
        },
        vec![Topic::Devices],
    );
    let chosen = RwSignal::new(None::<i64>);
    view! {
        <div class="page list-page">
            <div class="sub-bar order-bar">
                <Choice
                    label=Signal::derive(|| t!("scanner"))
                    all=Signal::derive(|| t!("all-devices"))
                    options=Signal::derive(move || names(devices.value))
                    chosen=Signal::derive(move || of.get())
                    choose=Callback::new(move |title| {
                        chosen.set(None);
                        before.set(None);
                        of.set(title);
                    })
                />
                <button
                    class="chip"
                    aria-pressed=move || pressed(only_empty.get())
                    on:click=move |_| {
                        before.set(None);
                        only_empty.update(|only| *only = !*only);
                    }
                >
                    <GlyphView glyph=Glyph::Late />
                    {move || t!("only-empty")}
                </button>
                <span class="spacer"></span>
                <span class="muted">{move || t!("queries-hint")}</span>
            </div>
            <div class="query-panes">
                <div class="query-list">
                    <Loaded fetched=queries let:view>
                        <List view chosen only_empty before />
                    </Loaded>
                </div>
                <Show
                    when=move || chosen.get().is_some()
                    fallback=|| view! { <section class="query-explained"></section> }
                >
                    <Explanation chosen devices=devices.value />
                </Show>
            </div>
        </div>
    }
}

fn names(devices: RwSignal<Option<DevicesView>>) -> Vec<(String, String)> {
    devices.with(|view| {
        let devices = view.iter().flat_map(|view| &view.devices);
        devices
            .map(|device| (device.form.ae_title.clone(), device.form.name.clone()))
            .collect()
    })
}

#[component]
fn List(
    view: Signal<QueriesView>,
    chosen: RwSignal<Option<i64>>,
    only_empty: RwSignal<bool>,
    before: RwSignal<Option<i64>>,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        view.with(|view| {
            view.queries
                .iter()
                .map(|query| query.id)
                .collect::<Vec<_>>()
        })
    });
    // The latest is explained until another is chosen.
    Effect::new(move || {
        let first = ids.with(|ids| ids.first().copied());
        let there = ids.with(|ids| chosen.get_untracked().is_some_and(|id| ids.contains(&id)));
        if !there {
            chosen.set(first);
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        let ids = ids.get_untracked();
        let here = chosen.get_untracked();
        let here = ids.iter().position(|id| Some(*id) == here).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowDown" | "j" => here + 1,
            "ArrowUp" | "k" => here.saturating_sub(1),
            "Home" => 0,
            "End" => ids.len(),
            _ => return,
        };
        event.prevent_default();
        if let Some(id) = ids.get(next.min(ids.len().saturating_sub(1))) {
            chosen.set(Some(*id));
            focus(*id);
        }
    };
    let row = move |id: i64| {
        let query = Memo::new(move |_| {
            view.with(|view| view.queries.iter().find(|query| query.id == id).cloned())
        });
        let now = Memo::new(move |_| format::day_of(view.with(|view| view.now)));
        let is_chosen = move || chosen.get() == Some(id);
        view! {
            <li>
                <button
                    id=row_id(id)
                    aria-current=move || is_chosen().then_some("true")
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    on:click=move |_| chosen.set(Some(id))
                >
                    {move || query.get().map(|query| line(&query, &now.get()))}
                </button>
            </li>
        }
    };
    let nothing = move || {
        let line = Signal::derive(move || {
            if only_empty.get() {
                t!("no-empty-query")
            } else {
                t!("no-query")
            }
        });
        view! { <Empty line /> }
    };
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty()) fallback=nothing>
            <ul aria-label=move || t!("queries") on:keydown=on_key>
                <For each=move || ids.get() key=|id| *id children=row />
            </ul>
            <div class="query-more">
                <Show when=move || before.with(Option::is_some)>
                    <button class="button small" on:click=move |_| before.set(None)>
                        {move || t!("queries-latest")}
                    </button>
                </Show>
                <Show
                    when=move || view.with(|view| view.more)
                    fallback=|| view! { <span class="muted">{move || t!("queries-all")}</span> }
                >
                    <span class="muted">{move || t!("queries-more", count = LIMIT)}</span>
                    <button class="button small" on:click=move |_| before.set(ids.with_untracked(|ids| ids.last().copied()))>
                        {move || t!("queries-older")}
                    </button>
                </Show>
            </div>
        </Show>
    }
}

fn row_id(id: i64) -> String {
    format!("query-{id}")
}

fn focus(id: i64) {
    use wasm_bindgen::JsCast;
    let element = document().get_element_by_id(&row_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// When, who, how many answers; below it what was asked. Tracked by language.
fn line(query: &QueryRow, today: &str) -> impl IntoView + use<> {
    let empty = query.answers == 0;
    let glyph = match query.outcome {
        QueryOutcome::Refused => Glyph::Critical,
        QueryOutcome::Answered | QueryOutcome::Cut | QueryOutcome::Canceled if empty => Glyph::Late,
        QueryOutcome::Answered | QueryOutcome::Cut | QueryOutcome::Canceled => Glyph::Completed,
    };
    view! {
        <span class="query-who">
            <GlyphView glyph />
            <b class="one-line">{query.device_name.clone()}</b>
            <span>{format::moment(query.asked, today)}</span>
        </span>
        <span class="query-answers" data-empty=empty.to_string()>{answers_words(query)}</span>
        <span class="query-keys one-line">{keys_line(&query.keys)}</span>
    }
}
