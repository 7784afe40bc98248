//! The entries: a header, and of all rows only those in sight.

use super::{
    rows::{AuditRows, ROW, drawn_rows},
    words::{action_word, subject_word},
};
use crate::{format, t};
use contract::audit::AuditRow;
use leptos::{ev, html, prelude::*};

/// Pixels of the header, which stays in sight.
const HEADER: f64 = 32.0;
/// Rows that PageUp and PageDown move by.
const PAGE: u32 = 12;

/// The grid of entries; the one with the focus is shown beside it.
#[component]
pub fn AuditGrid(
    /// The rows.
    rows: AuditRows,
    /// The entry shown in full.
    chosen: RwSignal<Option<AuditRow>>,
) -> impl IntoView {
    let pane = NodeRef::<html::Div>::new();
    let active = RwSignal::new(0_u32);
    let total = Memo::new(move |_| rows.total.get().unwrap_or_default());
    let look = move || {
        if let Some(pane) = pane.get_untracked() {
            let (scrolled, height) = (pane.scroll_top(), pane.client_height());
            let drawn = drawn_rows(scrolled.into(), height.into(), total.get_untracked());
            if rows.drawn.get_untracked() != drawn {
                rows.drawn.set(drawn);
            }
        }
    };
    Effect::new(move || {
        total.track();
        pane.track();
        look();
    });
    let handle = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || handle.remove());
    let choose = move |position: u32| {
        active.set(position);
        chosen.set(untrack(|| rows.get(position)));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let here = active.get_untracked();
        let last = total.get_untracked().saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" | "j" => here + 1,
            "ArrowUp" | "k" => here.saturating_sub(1),
            "PageDown" => here + PAGE,
            "PageUp" => here.saturating_sub(PAGE),
            "Home" => 0,
            "End" => last,
            "Enter" | " " => here,
            "Escape" => {
                chosen.set(None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let next = next.min(last);
        if let Some(pane) = pane.get_untracked() {
            keep_in_sight(&pane, next);
        }
        choose(next);
    };
    let drawn = Memo::new(move |_| rows.drawn.get());
    let described = move || {
        let active = active.get();
        drawn
            .with(|drawn| drawn.contains(&active))
            .then(|| row_id(active))
    };
    let row = move |position: u32| {
        view! { <Row position rows active choose=Callback::new(choose) /> }
    };
    view! {
        <div
            node_ref=pane
            class="audit-grid"
            role="grid"
            tabindex="0"
            aria-label=move || t!("audit")
            aria-rowcount=move || (total.get() + 1).to_string()
            aria-activedescendant=described
            on:scroll=move |_| look()
            on:keydown=on_key
        >
            <div class="order-header" role="rowgroup">
                <div class="audit-row" role="row" aria-rowindex="1">
                    <div role="columnheader">{move || t!("time")}</div>
                    <div role="columnheader">{move || t!("audit-who")}</div>
                    <div role="columnheader">{move || t!("audit-action")}</div>
                    <div role="columnheader">{move || t!("audit-subject")}</div>
                    <div role="columnheader">{move || t!("audit-changed")}</div>
                </div>
            </div>
            <div
                class="order-space"
                role="rowgroup"
                style:height=move || format!("{}px", f64::from(total.get()) * ROW)
            >
                <For each=move || drawn.get() key=|position| *position children=row />
            </div>
        </div>
    }
}

fn row_id(position: u32) -> String {
    format!("audit-{position}")
}

/// Scrolls as little as brings a row into sight.
fn keep_in_sight(pane: &web_sys::HtmlDivElement, position: u32) {
    let top = f64::from(position) * ROW;
    let scrolled = f64::from(pane.scroll_top());
    let lowest = top + ROW + HEADER - f64::from(pane.client_height());
    let wanted = if top < scrolled {
        top
    } else {
        scrolled.max(lowest)
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the browser counts whole pixels"
    )]
    pane.set_scroll_top(wanted as i32);
}

#[component]
fn Row(
    position: u32,
    rows: AuditRows,
    active: RwSignal<u32>,
    choose: Callback<u32>,
) -> impl IntoView {
    let row = Memo::new_with_compare(move |_| rows.get(position), |_, _| true);
    let cells = move || {
        let Some(row) = row.get() else {
            return view! { <div class="order-waiting" role="gridcell"></div> }.into_any();
        };
        let fields: Vec<&str> = row.changes.iter().map(|it| it.field.as_str()).collect();
        let what = [fields.join(", "), row.note.clone()];
        let what: Vec<String> = what.into_iter().filter(|text| !text.is_empty()).collect();
        let what = what.join(" · ");
        view! {
            <div role="gridcell">
                {format::day_short(&format::day_of(row.time))} " " {format::time_with_seconds(row.time)}
            </div>
            <div role="gridcell" class="one-line">{row.who.clone()}</div>
            <div role="gridcell">{action_word(&row.action)}</div>
            <div role="gridcell">{subject_word(&row.subject)} " " {row.subject_id}</div>
            <div role="gridcell" class="one-line muted" title=what>{what.clone()}</div>
        }
        .into_any()
    };
    view! {
        <div
            id=row_id(position)
            class="audit-row"
            role="row"
            aria-rowindex=(position + 2).to_string()
            aria-selected=move || if active.get() == position { "true" } else { "false" }
            style:transform=format!("translateY({}px)", f64::from(position) * ROW)
            on:click=move |_| choose.run(position)
        >
            {cells}
        </div>
    }
}
