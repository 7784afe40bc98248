//! A long list as a grid: a header, and of all rows only those in sight.

use crate::live::windowed::{WindowedRows, drawn_rows};
use leptos::{ev, html, prelude::*};

/// Pixels of a row.
const ROW: f64 = 36.0;
/// Pixels of the header, which stays in sight.
const HEADER: f64 = 32.0;
/// Rows that PageUp and PageDown move by.
const PAGE: u32 = 12;

/// Scrolls as little as brings a row into sight.
pub fn keep_in_sight(pane: &web_sys::HtmlDivElement, position: u32, row: f64, header: f64) {
    let top = f64::from(position) * row;
    let scrolled = f64::from(pane.scroll_top());
    let lowest = top + row + header - f64::from(pane.client_height());
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

/// Keeps the drawn rows to those in sight, while the pane is scrolled and the window resized.
pub fn follow_sight<T: Clone + Send + Sync + 'static>(
    pane: NodeRef<html::Div>,
    rows: WindowedRows<T>,
    row: f64,
) -> impl Fn() + Copy + 'static {
    let look = move || {
        if let Some(pane) = pane.get_untracked() {
            let (scrolled, height) = (pane.scroll_top(), pane.client_height());
            let total = rows.total.get_untracked().unwrap_or_default();
            let drawn = drawn_rows(scrolled.into(), height.into(), row, total);
            if rows.drawn.get_untracked() != drawn {
                rows.drawn.set(drawn);
            }
        }
    };
    Effect::new(move || {
        rows.total.track();
        pane.track();
        look();
    });
    let handle = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || handle.remove());
    look
}

/// The grid; the row with the focus is the chosen one. The first is chosen until another is.
#[component]
pub fn RowGrid<T, Cells>(
    /// The rows.
    rows: WindowedRows<T>,
    /// What its columns are laid out by; also names its rows.
    class: &'static str,
    /// What the list is.
    label: Signal<String>,
    /// The names of its columns.
    columns: Signal<Vec<String>>,
    /// Draws the cells of a row; tracked by language.
    cells: Cells,
    /// The row shown in full.
    chosen: RwSignal<Option<T>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    Cells: Fn(&T) -> AnyView + Copy + Send + Sync + 'static,
{
    let pane = NodeRef::<html::Div>::new();
    let active = RwSignal::new(0_u32);
    let total = Memo::new(move |_| rows.total.get().unwrap_or_default());
    let look = follow_sight(pane, rows, ROW);
    let choose = move |position: u32| {
        active.set(position);
        chosen.set(untrack(|| rows.get(position)));
    };
    // Something is shown in full before anything was chosen.
    let first = Memo::new_with_compare(move |_| rows.get(0), |_, _| true);
    Effect::new(move || {
        let first = first.get();
        if first.is_some() && chosen.with_untracked(Option::is_none) {
            active.set(0);
            chosen.set(first);
        }
    });
    // What was chosen stays chosen when others come before it.
    Effect::new(move || {
        let place = chosen.with_untracked(|chosen| {
            let chosen = chosen.as_ref()?;
            let mut drawn = rows.drawn.get();
            drawn.find(|position| rows.get(*position).as_ref() == Some(chosen))
        });
        if let Some(place) = place {
            active.set(place);
        }
    });
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
            _ => return,
        };
        event.prevent_default();
        let next = next.min(last);
        if let Some(pane) = pane.get_untracked() {
            keep_in_sight(&pane, next, ROW, HEADER);
        }
        choose(next);
    };
    let drawn = Memo::new(move |_| rows.drawn.get());
    let row_id = move |position: u32| format!("{class}-{position}");
    let described = move || {
        let active = active.get();
        drawn
            .with(|drawn| drawn.contains(&active))
            .then(|| row_id(active))
    };
    let row = move |position: u32| {
        let row = Memo::new_with_compare(move |_| rows.get(position), |_, _| true);
        let cells = move || {
            row.with(|row| {
                row.as_ref().map_or_else(
                    || view! { <div class="order-waiting" role="gridcell"></div> }.into_any(),
                    cells,
                )
            })
        };
        view! {
            <div
                id=row_id(position)
                class=format!("grid-row {class}")
                role="row"
                aria-rowindex=(position + 2).to_string()
                aria-selected=move || if active.get() == position { "true" } else { "false" }
                style:transform=format!("translateY({}px)", f64::from(position) * ROW)
                on:click=move |_| choose(position)
            >
                {cells}
            </div>
        }
    };
    view! {
        <div
            node_ref=pane
            class="row-grid"
            role="grid"
            tabindex="0"
            aria-label=move || label.get()
            aria-rowcount=move || (total.get() + 1).to_string()
            aria-activedescendant=described
            on:scroll=move |_| look()
            on:keydown=on_key
        >
            <div class="order-header" role="rowgroup">
                <div class=format!("grid-row {class}") role="row" aria-rowindex="1">
                    {move || {
                        columns.get().into_iter().map(|name| view! { <div role="columnheader">{name}</div> }).collect_view()
                    }}
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
