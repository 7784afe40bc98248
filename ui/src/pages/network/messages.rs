//! The messages, and one of them attribute by attribute.

use super::{
    Query, listed_rows,
    words::{class_glyph, class_word, who},
};
use crate::{
    components::{
        day_choice::{Choice, DayChoice},
        deviation::deviation_words,
        export_dialog::{ExportButton, ExportChoice, export},
        glyph::GlyphView,
        icon::{Icon, IconView},
        row_grid::RowGrid,
    },
    format,
    live::{topics::Topic, windowed::WindowedRows},
    pages::exam::raw::RawMessage,
    t,
};
use contract::{
    Day,
    network::{ExportMessages, ListMessages, MessageRow, MessagesPage, StatusClass},
};
use leptos::prelude::*;
use std::time::Duration;

/// How long to wait for the next letter.
const TYPING: Duration = Duration::from_millis(150);
/// The classes of statuses with their values in the choice.
const CLASSES: [(&str, StatusClass); 3] = [
    ("success", StatusClass::Success),
    ("warning", StatusClass::Warning),
    ("failure", StatusClass::Failure),
];

/// What there is to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    ae_titles: Vec<String>,
    services: Vec<String>,
}

/// Follows a query while the component lives.
pub fn follow(
    query: RwSignal<Query>,
    today: Memo<Day>,
    choices: RwSignal<Choices>,
) -> WindowedRows<MessageRow> {
    let request = move |offset, limit| {
        let today = today.get();
        (!today.is_empty()).then(|| ListMessages {
            filter: query.with(|query| query.messages(&today)),
            offset,
            limit,
        })
    };
    let page = move |page: MessagesPage| {
        choices.set(Choices {
            ae_titles: page.ae_titles,
            services: page.services,
        });
        (page.total, page.rows)
    };
    WindowedRows::follow(request, page, &[Topic::Network])
}

/// The bars over the list.
#[component]
pub fn MessageFilters(
    /// What is asked for.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// The rows, for their count.
    rows: WindowedRows<MessageRow>,
    /// What there is to choose from.
    choices: RwSignal<Choices>,
    /// The other list.
    children: Children,
) -> impl IntoView {
    let run = Callback::new(move |(choice, toasts): (ExportChoice, _)| {
        let filter = query.with_untracked(|query| query.messages(&today.get_untracked()));
        let format = choice.format;
        export(toasts, ExportMessages { filter, format });
    });
    view! {
        <div class="sub-bar order-bar">
            {children()}
            <DayChoice
                days=Memo::new(move |_| query.with(|query| query.days.clone()))
                today
                show=Callback::new(move |days| query.update(|query| query.days = days))
            />
            <span class="spacer"></span>
            <span class="order-count" role="status">
                {move || rows.total.get().map(|total| t!("messages-count", count = total))}
            </span>
            <ExportButton title=Signal::derive(|| t!("messages-export")) named=false run />
        </div>
        <Narrower query choices />
    }
}

/// Words, device, service and status.
#[component]
fn Narrower(query: RwSignal<Query>, choices: RwSignal<Choices>) -> impl IntoView {
    let mut ask = debounce(TYPING, move |text: String| {
        query.update(|query| query.text = text);
    });
    let as_they_are = |values: &[String]| -> Vec<(String, String)> {
        let pairs = values.iter().map(|value| (value.clone(), value.clone()));
        pairs.collect()
    };
    let classes = || {
        CLASSES
            .map(|(value, class)| (value.to_owned(), class_word(class)))
            .to_vec()
    };
    let class = move || {
        let status = query.with(|query| query.status);
        let chosen = CLASSES.iter().find(|(_, class)| Some(*class) == status);
        chosen.map_or_else(String::new, |(value, _)| (*value).to_owned())
    };
    view! {
        <div class="sub-bar">
            <label class="order-search">
                <IconView icon=Icon::Search />
                <input
                    type="search"
                    aria-label=move || t!("search-messages")
                    placeholder=move || t!("search-messages")
                    prop:value=move || query.with(|query| query.text.clone())
                    on:input=move |event| ask(event_target_value(&event))
                />
            </label>
            <Choice
                label=Signal::derive(|| t!("ae-title"))
                all=Signal::derive(|| t!("all-devices"))
                options=Signal::derive(move || choices.with(|choices| as_they_are(&choices.ae_titles)))
                chosen=Signal::derive(move || query.with(|query| query.ae_title.clone()))
                choose=Callback::new(move |title| query.update(|query| query.ae_title = title))
            />
            <Choice
                label=Signal::derive(|| t!("service"))
                all=Signal::derive(|| t!("all-services"))
                options=Signal::derive(move || choices.with(|choices| as_they_are(&choices.services)))
                chosen=Signal::derive(move || query.with(|query| query.service.clone()))
                choose=Callback::new(move |service| query.update(|query| query.service = service))
            />
            <Choice
                label=Signal::derive(|| t!("answer"))
                all=Signal::derive(|| t!("all-answers"))
                options=Signal::derive(classes)
                chosen=Signal::derive(class)
                choose=Callback::new(move |value: String| {
                    let class = CLASSES.iter().find(|(known, _)| *known == value);
                    query.update(|query| query.status = class.map(|(_, class)| *class));
                })
            />
            <Show when=move || query.with(Query::is_filtered)>
                <button class="button small quiet" on:click=move |_| query.update(Query::clear)>
                    {move || t!("clear-filters")}
                </button>
            </Show>
        </div>
    }
}

/// The list and the one chosen.
#[component]
pub fn Messages(
    /// The rows.
    rows: WindowedRows<MessageRow>,
    /// What is asked for.
    query: RwSignal<Query>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<MessageRow>);
    let columns = Signal::derive(|| {
        vec![
            t!("time"),
            t!("service"),
            t!("scanner"),
            t!("answer"),
            t!("notes"),
        ]
    });
    let label = Signal::derive(|| t!("messages"));
    let nothing = |filtered| {
        if filtered {
            t!("message-none-matches")
        } else {
            t!("message-none")
        }
    };
    let grid = move || {
        view! { <RowGrid rows class="message-row" label columns cells chosen /> }.into_any()
    };
    let id = Signal::derive(move || chosen.with(|row| row.as_ref().map(|row| row.id)));
    let findings = move || {
        let findings = chosen.with(|row| row.as_ref().map(|row| row.findings.clone()))?;
        (!findings.is_empty()).then(|| {
            let notes = findings
                .iter()
                .map(|note| view! { <li>{deviation_words(note)}</li> });
            view! { <ul class="message-findings">{notes.collect_view()}</ul> }
        })
    };
    view! {
        <div class="list-panes">
            <div class="list-pane">{listed_rows(rows, query, nothing, grid)}</div>
            <section class="message-details" aria-label=move || t!("exam-raw")>
                <Show
                    when=move || id.with(Option::is_some)
                    fallback=|| view! { <p class="muted panel-body">{move || t!("message-choose")}</p> }
                >
                    {findings}
                    <RawMessage id />
                </Show>
            </section>
        </div>
    }
}

/// An error comment as it was answered.
fn quoted(comment: &str) -> String {
    t!("answered-comment", comment = comment.to_owned())
}

fn cells(row: &MessageRow) -> AnyView {
    let direction = if row.incoming {
        t!("message-received")
    } else {
        t!("message-sent")
    };
    let arrow = if row.incoming { "←" } else { "→" };
    let comment = (!row.comment.is_empty()).then(|| quoted(&row.comment));
    let findings = row.findings.iter().map(deviation_words);
    let notes = comment.into_iter().chain(findings).collect::<Vec<_>>();
    let notes = notes.join(" · ");
    view! {
        <div role="gridcell">
            {format::day_short(&format::day_of(row.time))} " " {format::time_with_seconds(row.time)}
        </div>
        <div role="gridcell">
            <span aria-hidden="true" title=direction.clone()>{arrow} " "</span>
            <span class="hidden-text">{direction}</span>
            {row.service.clone()}
        </div>
        <div role="gridcell" class="one-line">{who(&row.station_name, &row.ae_title)}</div>
        <div role="gridcell" class="association-outcome">
            <GlyphView glyph=class_glyph(row.class) />
            <span class="one-line">{class_word(row.class)} " " <span class="mono muted">{row.status.clone()}</span></span>
        </div>
        <div role="gridcell" class="one-line muted" title=notes>{notes.clone()}</div>
    }
    .into_any()
}
