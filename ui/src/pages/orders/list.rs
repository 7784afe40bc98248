//! The list itself: a header, and of all rows only those in sight.

use super::{
    query::Query,
    rows::{OrderRows, ROW},
};
use crate::{
    components::{
        glyph::GlyphView,
        icon::{Icon, IconView},
        menu::{Menu, MenuItem, MenuPoint},
        order_dialog::OrderTask,
        priority::priority_word,
        row_grid::{follow_sight, keep_in_sight},
        status::{status_glyph, status_word},
        step_actions::{Step, StepAction, use_step_actions},
    },
    format,
    route::Route,
    t,
};
use contract::{
    Day, Priority,
    orders::{OrderRow, OrderSort},
};
use leptos::{ev, html, prelude::*};

/// Pixels of the header, which stays in sight.
const HEADER: f64 = 32.0;
/// Rows that PageUp and PageDown move by.
const PAGE: u32 = 12;

/// The columns that sort, in the order of the row's cells.
const COLUMNS: [OrderSort; 7] = [
    OrderSort::Start,
    OrderSort::Patient,
    OrderSort::AccessionNumber,
    OrderSort::Procedure,
    OrderSort::Station,
    OrderSort::Status,
    OrderSort::Priority,
];

fn column_word(column: OrderSort) -> String {
    match column {
        OrderSort::Start => t!("planned"),
        OrderSort::Patient => t!("patient"),
        OrderSort::AccessionNumber => t!("accession"),
        OrderSort::Procedure => t!("procedure"),
        OrderSort::Station => t!("station"),
        OrderSort::Status => t!("status"),
        OrderSort::Priority => t!("priority"),
    }
}

/// The grid of orders.
#[component]
pub fn OrderGrid(
    /// The rows.
    rows: OrderRows,
    /// What is asked for; a header sorts it.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// Opens the form of an order.
    edit: Callback<OrderTask>,
) -> impl IntoView {
    let actions = use_step_actions();
    let pane = NodeRef::<html::Div>::new();
    let active = RwSignal::new(0_u32);
    let menu = RwSignal::new(None::<(u32, MenuPoint)>);
    let total = Memo::new(move |_| rows.total.get().unwrap_or_default());
    let look = follow_sight(pane, rows, ROW);
    // Another question is answered from the top.
    Effect::new(move |before: Option<()>| {
        query.track();
        if before.is_some() {
            active.set(0);
            if let Some(pane) = pane.get_untracked() {
                pane.set_scroll_top(0);
            }
        }
    });
    let row_at = move |position: u32| untrack(|| rows.get(position));
    let open_menu = move |position: u32, at: MenuPoint| {
        active.set(position);
        menu.set(Some((position, at)));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // The buttons of the header have keys of their own.
        if event.target() != event.current_target() {
            return;
        }
        let here = active.get_untracked();
        let last = total.get_untracked().saturating_sub(1);
        let key = event.key();
        let next = match key.as_str() {
            "ArrowDown" => here + 1,
            "ArrowUp" => here.saturating_sub(1),
            "PageDown" => here + PAGE,
            "PageUp" => here.saturating_sub(PAGE),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let Some(row) = row_at(here) {
                    Route::Exam(row.id).open();
                }
                return;
            }
            "ContextMenu" => {
                event.prevent_default();
                open_menu(here, below_row(here));
                return;
            }
            "F10" if event.shift_key() => {
                event.prevent_default();
                open_menu(here, below_row(here));
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next.min(last));
        if let Some(pane) = pane.get_untracked() {
            keep_in_sight(&pane, next.min(last), ROW, HEADER);
        }
    };
    let drawn = Memo::new(move |_| rows.drawn.get());
    let row = move |position: u32| {
        view! { <Row position rows query today active open_menu=Callback::new(move |(position, at)| open_menu(position, at)) /> }
    };
    let described = move || {
        let active = active.get();
        drawn
            .with(|drawn| drawn.contains(&active))
            .then(|| row_id(active))
    };
    let menu_view = move |(position, at): (u32, MenuPoint)| {
        let row = row_at(position)?;
        let id = row.id.clone();
        let route = Route::Exam(row.id.clone());
        let mut items = vec![MenuItem {
            words: t!("action-open"),
            run: Callback::new(move |()| route.open()),
        }];
        items.extend(actions.menu_items(&step_of(&row)));
        items.push(MenuItem {
            words: t!("edit-order"),
            run: Callback::new(move |()| edit.run(OrderTask::Edit(id.clone()))),
        });
        let label = Signal::stored(format::name(&row.patient));
        let close = Callback::new(move |()| menu.set(None));
        Some(view! { <Menu label items at close /> })
    };
    view! {
        <div
            node_ref=pane
            class="order-grid"
            role="grid"
            tabindex="0"
            aria-label=move || t!("orders")
            aria-rowcount=move || (total.get() + 1).to_string()
            aria-activedescendant=described
            on:scroll=move |_| look()
            on:keydown=on_key
        >
            <Header query />
            <div
                class="order-space"
                role="rowgroup"
                style:height=move || format!("{}px", f64::from(total.get()) * ROW)
            >
                <For each=move || drawn.get() key=|position| *position children=row />
            </div>
        </div>
        {move || menu.get().and_then(menu_view)}
    }
}

fn row_id(position: u32) -> String {
    format!("order-{position}")
}

fn below_row(position: u32) -> MenuPoint {
    let row = document().get_element_by_id(&row_id(position));
    let bounds = row.map(|row| row.get_bounding_client_rect());
    bounds.map_or(MenuPoint { x: 0.0, y: 0.0 }, |bounds| MenuPoint {
        x: bounds.left() + 96.0,
        y: bounds.bottom(),
    })
}

#[component]
fn Header(query: RwSignal<Query>) -> impl IntoView {
    let cell = move |column: OrderSort| {
        let direction = move || {
            query.with(|query| match (query.sort == column, query.descending) {
                (false, _) => "none",
                (true, false) => "ascending",
                (true, true) => "descending",
            })
        };
        view! {
            <div role="columnheader" aria-sort=direction>
                <button on:click=move |_| query.update(|query| query.sort_by(column))>
                    {move || column_word(column)}
                    <i class="sort-mark" data-direction=direction></i>
                </button>
            </div>
        }
    };
    view! {
        <div class="order-header" role="rowgroup">
            <div class="order-row" role="row" aria-rowindex="1">
                {COLUMNS.map(cell).collect_view()}
                <div role="columnheader">
                    <span class="hidden-text">{move || t!("actions")}</span>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Row(
    position: u32,
    rows: OrderRows,
    query: RwSignal<Query>,
    today: Memo<Day>,
    active: RwSignal<u32>,
    open_menu: Callback<(u32, MenuPoint)>,
) -> impl IntoView {
    let actions = use_step_actions();
    let row = Memo::new(move |_| rows.get(position));
    let one_day = Memo::new(move |_| {
        let (from, to) = query.with(|query| query.days.bounds(&today.get()));
        from == to
    });
    let open_here = move || {
        active.set(position);
        if let Some(row) = row.get_untracked() {
            Route::Exam(row.id).open();
        }
    };
    let cells = move || {
        let Some(row) = row.get() else {
            return view! { <div class="order-waiting" role="gridcell"></div> }.into_any();
        };
        let start = row.planned_start.map(|start| {
            if one_day.get() {
                format::time(start)
            } else {
                format!(
                    "{} {}",
                    format::day_short(&format::day_of(start)),
                    format::time(start)
                )
            }
        });
        let urgent = matches!(row.priority, Priority::Stat | Priority::High);
        let step = step_of(&row);
        let first = StepAction::next(&step);
        let status = row.status;
        view! {
            <div role="gridcell">{start}</div>
            <div role="gridcell" class="order-patient">
                <b class="one-line">{format::name(&row.patient)}</b>
                <span class="muted">{row.patient_id.clone()}</span>
            </div>
            <div role="gridcell">{row.accession_number.clone()}</div>
            <div role="gridcell" class="one-line" title=row.procedure.clone()>
                {row.procedure.clone()}
            </div>
            <div role="gridcell">{row.stations.clone()}</div>
            <div role="gridcell" class="order-status">
                <GlyphView glyph=status_glyph(status) />
                {status_word(status)}
            </div>
            <div role="gridcell" class:urgent=urgent>
                {priority_word(row.priority)}
            </div>
            <div role="gridcell" class="order-actions">
                {first
                    .map(|action| {
                        view! {
                            <button
                                class="button small"
                                tabindex="-1"
                                on:click=move |event| {
                                    event.stop_propagation();
                                    actions.run(step.clone(), action);
                                }
                            >
                                {action.words()}
                            </button>
                        }
                    })}
                <button
                    class="icon-button"
                    tabindex="-1"
                    aria-haspopup="menu"
                    aria-label=t!("more-actions")
                    on:click=move |event: ev::MouseEvent| {
                        event.stop_propagation();
                        open_menu.run((position, MenuPoint { x: event.client_x().into(), y: event.client_y().into() }));
                    }
                >
                    <IconView icon=Icon::More />
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <div
            id=row_id(position)
            class="order-row"
            role="row"
            aria-rowindex=(position + 2).to_string()
            aria-selected=move || if active.get() == position { "true" } else { "false" }
            style:transform=format!("translateY({}px)", f64::from(position) * ROW)
            on:click=move |_| open_here()
            on:contextmenu=move |event: ev::MouseEvent| {
                event.prevent_default();
                open_menu.run((position, MenuPoint { x: event.client_x().into(), y: event.client_y().into() }));
            }
        >
            {cells}
        </div>
    }
}

fn step_of(row: &OrderRow) -> Step {
    Step {
        id: row.id.clone(),
        patient: row.patient.clone(),
        status: row.status,
        station: row.station.clone(),
        day: row.planned_start.map(format::day_of).unwrap_or_default(),
        time: row.planned_start.map(format::time).unwrap_or_default(),
        scheduled: true,
    }
}
