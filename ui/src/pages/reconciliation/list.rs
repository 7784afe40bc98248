//! The list of open items: grouped by kind, and of all rows only those in sight.

use super::{
    desk::{LIST, QueueDesk, focus_list, use_queue_desk},
    keys::SEARCH,
    queue::{Drawn, Entry, GROUP, ITEM, Order, Scope},
};
use crate::{
    components::{
        discrepancy::{
            kind_icon, kind_name, kind_of, kind_word, severity_glyph, severity_name, severity_word,
        },
        glyph::GlyphView,
        icon::{Icon, IconView},
    },
    format,
    pages::reconciliation::words::number_of,
    t,
};
use contract::reconciliation::{DiscrepancyKind, QueueItem};
use leptos::{ev, html, prelude::*};
use std::{sync::Arc, time::Duration};

/// How long to wait for the next letter.
const TYPING: Duration = Duration::from_millis(80);
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// The pane at the left.
#[component]
pub fn QueuePane() -> impl IntoView {
    let desk = use_queue_desk();
    view! {
        <section class="queue-pane" aria-label=move || t!("queue")>
            <Filters />
            <QueueList />
            <Show when=move || { desk.marked.with(Vec::len) > 0 }>
                <div class="queue-marked" role="status">
                    <span>{move || t!("marked-count", count = desk.marked.with(Vec::len))}</span>
                    <button class="button small" on:click=move |_| {
                        desk.marked.set(Vec::new());
                        focus_list();
                    }>
                        {move || t!("clear-marks")}
                    </button>
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Filters() -> impl IntoView {
    let desk = use_queue_desk();
    let choice = desk.choice;
    let scope = Memo::new(move |_| choice.with(|choice| choice.scope));
    let segment = move |own: Scope, word: fn() -> String| {
        let count = Memo::new(move |_| desk.queue.with(|queue| queue.count(own)));
        view! {
            <button
                aria-pressed=move || if scope.get() == own { "true" } else { "false" }
                on:click=move |_| choice.update(|choice| choice.scope = own)
            >
                {move || word()}
                " "
                {move || count.get()}
            </button>
        }
    };
    let orders = [
        (Order::Oldest, "oldest"),
        (Order::Newest, "newest"),
        (Order::Urgent, "urgent"),
        (Order::Patient, "patient"),
    ];
    let order_word = |order: Order| match order {
        Order::Oldest => t!("oldest-first"),
        Order::Newest => t!("newest-first"),
        Order::Urgent => t!("most-urgent-first"),
        Order::Patient => t!("by-patient"),
    };
    let sort = move |name: String| {
        if let Some((order, _)) = orders.iter().find(|(_, known)| *known == name) {
            choice.update(|choice| choice.order = *order);
        }
    };
    let mut search = debounce(TYPING, move |text: String| {
        choice.update(|choice| choice.text = text);
    });
    let text = Memo::new(move |_| choice.with(|choice| choice.text.clone()));
    view! {
        <div class="queue-bar">
            <div class="segments" role="group" aria-label=move || t!("whose-items")>
                {segment(Scope::All, || t!("all"))}
                {segment(Scope::Blocking, || t!("blocking"))}
                {segment(Scope::Mine, || t!("mine"))}
            </div>
            <select
                class="queue-order"
                aria-label=move || t!("sort-by")
                on:change=move |event| sort(event_target_value(&event))
            >
                {move || {
                    orders
                        .map(|(order, name)| {
                            let chosen = move || choice.with(|choice| choice.order == order);
                            view! {
                                <option value=name prop:selected=chosen>
                                    {order_word(order)}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </div>
        <div class="queue-bar queue-search">
            <label>
                <IconView icon=Icon::Search />
                <input
                    id=SEARCH
                    type="search"
                    aria-label=move || t!("search-queue")
                    aria-keyshortcuts="/"
                    placeholder=move || t!("search")
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| search(event_target_value(&event))
                    on:keydown=move |event: ev::KeyboardEvent| {
                        if matches!(event.key().as_str(), "Enter" | "ArrowDown") {
                            event.prevent_default();
                            focus_list();
                        }
                    }
                />
                <kbd>"/"</kbd>
            </label>
            <KindChoice />
        </div>
    }
}

#[component]
fn KindChoice() -> impl IntoView {
    let desk = use_queue_desk();
    let choice = desk.choice;
    let kinds = Memo::new(move |_| desk.queue.with(|queue| queue.kinds()));
    let chosen = Memo::new(move |_| choice.with(|choice| choice.kind));
    view! {
        <select
            class="queue-kind"
            aria-label=move || t!("kind")
            on:change=move |event| choice.update(|choice| choice.kind = kind_of(&event_target_value(&event)))
        >
            <option value="" prop:selected=move || chosen.get().is_none()>
                {move || t!("all-kinds")}
            </option>
            {move || {
                kinds
                    .get()
                    .into_iter()
                    .map(|(kind, count)| {
                        view! {
                            <option value=kind_name(kind) prop:selected=move || chosen.get() == Some(kind)>
                                {format!("{} ({count})", kind_word(kind))}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
}

#[component]
fn QueueList() -> impl IntoView {
    let desk = use_queue_desk();
    let pane = NodeRef::<html::Div>::new();
    let sight = RwSignal::new((0.0_f64, 900.0_f64));
    let look = move || {
        if let Some(pane) = pane.get_untracked() {
            let seen = (
                f64::from(pane.scroll_top()),
                f64::from(pane.client_height()),
            );
            if sight.get_untracked() != seen {
                sight.set(seen);
            }
        }
    };
    Effect::new(move || {
        desk.rows.track();
        pane.track();
        look();
    });
    let handle = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || handle.remove());
    // Only a new selection scrolls; what comes and goes elsewhere does not.
    Effect::new(move || {
        let selected = desk.selected.get();
        if let Some(pane) = pane.get() {
            let rows = desk.rows.get_untracked();
            if let Some(position) = selected.and_then(|id| rows.position(id)) {
                keep_in_sight(&pane, rows.top(position), position == 0);
            }
        }
    });
    let drawn = Memo::new(move |_| {
        let (scrolled, height) = sight.get();
        desk.rows.with(|rows| rows.drawn(scrolled, height))
    });
    let kinds = move || drawn.with(|drawn| drawn.iter().map(|one| one.kind).collect::<Vec<_>>());
    let active = Memo::new(move |_| {
        let selected = desk.selected.get()?;
        let position = desk.rows.with(|rows| rows.position(selected))?;
        let is_drawn =
            drawn.with(|drawn| drawn.iter().any(|one| one.positions.contains(&position)));
        is_drawn.then(|| item_id(selected))
    });
    view! {
        <div
            id=LIST
            node_ref=pane
            class="queue-list"
            role="listbox"
            tabindex="0"
            aria-label=move || t!("open-items")
            aria-activedescendant=move || active.get()
            on:scroll=move |_| look()
            on:keydown=move |event| move_by_key(desk, &event)
        >
            <div
                class="queue-space"
                style:height=move || format!("{}px", desk.rows.with(|rows| rows.height()))
            >
                <For each=kinds key=|kind| *kind let:kind>
                    <Group kind drawn />
                </For>
            </div>
        </div>
    }
}

fn move_by_key(desk: QueueDesk, event: &ev::KeyboardEvent) {
    let page = 8;
    match event.key().as_str() {
        "ArrowDown" => desk.step(1),
        "ArrowUp" => desk.step(-1),
        "PageDown" => desk.step(page),
        "PageUp" => desk.step(-page),
        "Home" => desk.step(isize::MIN),
        "End" => desk.step(isize::MAX),
        _ => return,
    }
    event.prevent_default();
}

/// Scrolls as little as brings an item, and over the first one its group's line, into sight.
fn keep_in_sight(pane: &web_sys::HtmlDivElement, top: f64, is_first: bool) {
    let scrolled = f64::from(pane.scroll_top());
    let from = if is_first { 0.0 } else { top - GROUP };
    let lowest = top + ITEM - f64::from(pane.client_height());
    let wanted = if from < scrolled {
        from
    } else {
        scrolled.max(lowest)
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the browser counts whole pixels"
    )]
    pane.set_scroll_top(wanted.ceil() as i32);
}

#[component]
fn Group(kind: DiscrepancyKind, drawn: Memo<Vec<Drawn>>) -> impl IntoView {
    let desk = use_queue_desk();
    let own = Memo::new(move |before: Option<&Option<Drawn>>| {
        let here = drawn.with(|drawn| drawn.iter().find(|one| one.kind == kind).cloned());
        here.or_else(|| before.cloned().flatten())
    });
    let top = move || {
        let top = own.with(|own| own.as_ref().map(|own| own.top));
        format!("translateY({}px)", top.unwrap_or_default())
    };
    let count = move || own.with(|own| own.as_ref().map(|own| own.count));
    // A row is drawn anew only when its item or its place changes.
    let entries = move || {
        let positions = own.with(|own| own.as_ref().map(|own| own.positions.clone()));
        desk.rows.with(|rows| {
            let positions = positions.into_iter().flatten();
            let placed = positions.filter_map(|position| Some((position, rows.get(position)?)));
            placed.collect::<Vec<_>>()
        })
    };
    view! {
        <div role="group" aria-label=move || kind_word(kind)>
            <div class="queue-group" aria-hidden="true" style:transform=top>
                <IconView icon=kind_icon(kind) />
                <span>{move || kind_word(kind)}</span>
                <span class="queue-count">{count}</span>
            </div>
            <For
                each=entries
                key=|(position, entry)| (*position, entry.item.id, entry.item.revision, entry.item.assigned_to.clone())
                let:placed
            >
                <Item position=placed.0 entry=placed.1 />
            </For>
        </div>
    }
}

/// The id of an item's element.
fn item_id(id: i64) -> String {
    format!("item-{id}")
}

#[component]
fn Item(position: usize, entry: Arc<Entry>) -> impl IntoView {
    let desk = use_queue_desk();
    let item = entry.item.clone();
    let id = item.id;
    let raised = item.raised;
    let age = move || age(format::minutes_between(raised, desk.live.clock.now()));
    let top = desk.rows.with_untracked(|rows| rows.top(position));
    let is_selected = Memo::new(move |_| desk.selected.get() == Some(id));
    let is_marked = Memo::new(move |_| desk.marked.with(|marked| marked.contains(&id)));
    let severity = item.severity;
    let accession_number = item.accession_number.clone();
    let patient = item.patient.clone();
    let size = move || desk.rows.with(|rows| rows.len()).to_string();
    let assigned = (!item.assigned_to.is_empty()).then(|| {
        let title = t!("assigned-to", who = item.assigned_to.clone());
        let who = item.assigned_to.clone();
        view! {
            <span class="queue-who one-line" title=title>
                <IconView icon=Icon::Person />
                {who}
            </span>
        }
    });
    view! {
        <div
            id=item_id(id)
            class="queue-item"
            role="option"
            data-severity=severity_name(severity)
            aria-selected=move || if is_selected.get() { "true" } else { "false" }
            aria-checked=move || is_marked.get().then_some("true")
            aria-posinset=(position + 1).to_string()
            aria-setsize=size
            style:transform=format!("translateY({top}px)")
            on:click=move |event: ev::MouseEvent| {
                desk.select(id);
                if event.ctrl_key() || event.meta_key() || event.shift_key() {
                    desk.mark(id);
                }
                focus_list();
            }
        >
            <span class="queue-line">
                <Show when=move || is_marked.get()>
                    <span class="queue-check"><IconView icon=Icon::Check /></span>
                </Show>
                <b class="one-line">{move || format::name(&patient)}</b>
                <span class="queue-age">{age}</span>
            </span>
            <span class="queue-line">
                <span class="one-line">{what(&item)}</span>
                <span class="queue-room">{item.station_name.clone()}</span>
            </span>
            <span class="queue-line">
                <span class="queue-severity">
                    <GlyphView glyph=severity_glyph(severity) />
                    {move || severity_word(severity)}
                </span>
                {assigned}
                <span class="queue-number">{move || number_of(&accession_number)}</span>
            </span>
        </div>
    }
}

/// What is done; where another was ordered, from what to what.
fn what(item: &QueueItem) -> String {
    let differs = item.kind == DiscrepancyKind::ProcedureDiffers;
    if differs && !item.expected.is_empty() && !item.actual.is_empty() {
        format!("{} → {}", item.expected, item.actual)
    } else {
        item.procedure.clone()
    }
}

/// How old an item is: in minutes and hours, from the second day on in days.
pub fn age(minutes: i64) -> String {
    if minutes < MINUTES_OF_A_DAY {
        format::duration(minutes)
    } else {
        t!("age-days", count = minutes / MINUTES_OF_A_DAY)
    }
}
