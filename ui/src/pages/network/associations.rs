//! The associations: those that are open over those that ended, and one of them in full.

use super::{
    Listed, Query, listed_rows,
    words::{
        accepted_words, identity_words, messages_words, outcome_glyph, outcome_word, result_word,
        who, why,
    },
};
use crate::{
    components::{
        day_choice::{Choice, DayChoice, pressed},
        glyph::{Glyph, GlyphView},
        row_grid::RowGrid,
    },
    format,
    live::{fetched::fetched, topics::Topic, windowed::WindowedRows},
    route::Route,
    t,
};
use contract::{
    Day,
    devices::ListDevices,
    network::{
        AssociationRow, AssociationsPage, ContextResult, ContextRow, ListAssociations, MessageCount,
    },
};
use leptos::prelude::*;

/// The associations.
#[derive(Clone, Copy)]
pub struct AssociationRows {
    /// Those that are open.
    open: RwSignal<Vec<AssociationRow>>,
    /// For how many days ended ones are kept.
    kept_days: RwSignal<u32>,
    /// Those that ended.
    pub ended: WindowedRows<AssociationRow>,
}

/// Follows a query while the component lives.
pub fn follow(query: RwSignal<Query>, today: Memo<Day>) -> AssociationRows {
    let open = RwSignal::new(Vec::new());
    let kept_days = RwSignal::new(0);
    let request = move |offset, limit| {
        let today = today.get();
        (!today.is_empty()).then(|| ListAssociations {
            filter: query.with(|query| query.associations(&today)),
            offset,
            limit,
        })
    };
    let page = move |page: AssociationsPage| {
        open.set(page.open);
        kept_days.set(page.kept_days);
        (page.total, page.ended)
    };
    AssociationRows {
        open,
        kept_days,
        ended: WindowedRows::follow(request, page, &[Topic::Network]),
    }
}

/// Days, device and problems over the list.
#[component]
pub fn AssociationFilters(
    /// What is asked for.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// The rows, for their count.
    rows: WindowedRows<AssociationRow>,
    /// The other list.
    children: Children,
) -> impl IntoView {
    let devices = fetched(|| Some(ListDevices {}), vec![Topic::Devices]);
    let names = Signal::derive(move || {
        devices.value.with(|view| {
            let devices = view.iter().flat_map(|view| &view.devices);
            devices
                .map(|device| (device.form.ae_title.clone(), device.form.name.clone()))
                .collect()
        })
    });
    let only = move || query.with(|query| query.only_problems);
    view! {
        <div class="sub-bar order-bar">
            {children()}
            <DayChoice
                days=Memo::new(move |_| query.with(|query| query.days.clone()))
                today
                show=Callback::new(move |days| query.update(|query| query.days = days))
            />
            <Choice
                label=Signal::derive(|| t!("scanner"))
                all=Signal::derive(|| t!("all-devices"))
                options=names
                chosen=Signal::derive(move || query.with(|query| query.ae_title.clone()))
                choose=Callback::new(move |title| query.update(|query| query.ae_title = title))
            />
            <button
                class="chip"
                aria-pressed=move || pressed(only())
                on:click=move |_| query.update(|query| query.only_problems = !query.only_problems)
            >
                <GlyphView glyph=Glyph::Critical />
                {move || t!("only-problems")}
            </button>
            <span class="spacer"></span>
            <span class="order-count" role="status">
                {move || rows.total.get().map(|total| t!("ended-count", count = total))}
            </span>
        </div>
    }
}

/// The lists and the one chosen.
#[component]
pub fn Associations(
    /// The rows.
    rows: AssociationRows,
    /// What is asked for.
    query: RwSignal<Query>,
    /// What is listed.
    listed: RwSignal<Listed>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<AssociationRow>);
    let columns = Signal::derive(|| {
        vec![
            t!("since"),
            t!("scanner"),
            t!("outcome"),
            t!("contexts"),
            t!("messages"),
        ]
    });
    let label = Signal::derive(|| t!("ended-associations"));
    let nothing = |filtered| {
        if filtered {
            t!("association-none-matches")
        } else {
            t!("association-none")
        }
    };
    let grid = move || {
        view! { <RowGrid rows=rows.ended class="association-row" label columns cells chosen /> }
            .into_any()
    };
    view! {
        <div class="list-panes">
            <div class="list-pane">
                <OpenNow open=rows.open chosen />
                {listed_rows(rows.ended, query, nothing, grid)}
                <p class="network-kept">
                    {move || {
                        let days = rows.kept_days.get();
                        (days > 0).then(|| t!("kept-days", count = days))
                    }}
                </p>
            </div>
            <section class="list-details" tabindex="0" aria-label=move || t!("association")>
                {move || match chosen.get() {
                    None => view! { <p class="muted">{t!("association-choose")}</p> }.into_any(),
                    Some(row) => details(&row, query, listed).into_any(),
                }}
            </section>
        </div>
    }
}

/// Those that are open.
#[component]
fn OpenNow(
    open: RwSignal<Vec<AssociationRow>>,
    chosen: RwSignal<Option<AssociationRow>>,
) -> impl IntoView {
    let row = move |row: AssociationRow| {
        let id = row.id;
        let words = view! {
            <GlyphView glyph=outcome_glyph(row.outcome) />
            <b>{who(&row.station_name, &row.calling_ae_title)}</b>
            <span>{t!("since-time", time = format::time_with_seconds(row.since))}</span>
            <span class="muted">{messages_words(&row.messages)}</span>
        };
        view! {
            <li>
                <button
                    aria-pressed=move || {
                        pressed(chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id)))
                    }
                    on:click=move |_| chosen.set(Some(row.clone()))
                >
                    {words}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <section class="network-open" aria-label=move || t!("open-associations")>
                <h2>{move || t!("open-now", count = open.with(Vec::len))}</h2>
                <ul>{move || open.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn cells(row: &AssociationRow) -> AnyView {
    let detail = why(row);
    view! {
        <div role="gridcell">
            {format::day_short(&format::day_of(row.since))} " " {format::time_with_seconds(row.since)}
        </div>
        <div role="gridcell" class="one-line">
            <b>{who(&row.station_name, &row.calling_ae_title)}</b>
            " "
            <span class="muted">{row.address.clone()}</span>
        </div>
        <div role="gridcell" class="association-outcome" title=detail>
            <GlyphView glyph=outcome_glyph(row.outcome) />
            <span class="one-line">{outcome_word(row.outcome)} " " <span class="muted">{why(row)}</span></span>
        </div>
        <div role="gridcell">{accepted_words(row)}</div>
        <div role="gridcell" class="one-line">{messages_words(&row.messages)}</div>
    }
    .into_any()
}

fn details(
    row: &AssociationRow,
    query: RwSignal<Query>,
    listed: RwSignal<Listed>,
) -> impl IntoView + use<> {
    let day = format::day_of(row.since);
    let began = format!(
        "{} {}",
        format::day_short(&day),
        format::time_with_seconds(row.since)
    );
    let lasted = row.until.map(|until| {
        let until_words = format::time_with_seconds(until);
        format!(
            "{until_words} ({})",
            format::duration_exact(until - row.since)
        )
    });
    let maximum = match row.maximum_length {
        0 => t!("no-limit"),
        bytes => t!("bytes-count", count = bytes),
    };
    let called = format!("{} → {}", row.calling_ae_title, row.called_ae_title);
    let facts = [
        (t!("ae-title"), called),
        (t!("address"), row.address.clone()),
        (t!("since"), began),
        (t!("until"), lasted.unwrap_or_default()),
        ("TLS".to_owned(), row.tls.clone()),
        (t!("certificate"), row.certificate.clone()),
        (
            t!("user-identity"),
            identity_words(row.user_identity.as_ref()),
        ),
        (
            t!("implementation"),
            row.implementation_version_name.clone(),
        ),
        (
            t!("implementation-class"),
            row.implementation_class_uid.clone(),
        ),
        (t!("maximum-length"), maximum),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let title = row.calling_ae_title.clone();
    let of = title.clone();
    let to_messages = move |_| {
        query.update(|query| query.ae_title.clone_from(&of));
        listed.set(Listed::Messages);
    };
    let why = why(row);
    let asked_worklist = row.messages.iter().any(|count| count.service == "C-FIND");
    view! {
        <header>
            <GlyphView glyph=outcome_glyph(row.outcome) />
            <h2>{who(&row.station_name, &row.calling_ae_title)} ": " {outcome_word(row.outcome)}</h2>
        </header>
        {(!why.is_empty()).then(|| view! { <p class="network-detail">{why}</p> })}
        <dl class="list-facts">
            {facts
                .map(|(name, value)| {
                    view! {
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    }
                })
                .collect_view()}
        </dl>
        {counts(&row.messages)}
        <p class="network-links">
            <button class="button small" on:click=to_messages>
                {t!("its-messages")}
            </button>
            {asked_worklist
                .then(|| {
                    view! {
                        <a class="button small" href=Route::Queries(title).href()>
                            {t!("why-nothing")}
                        </a>
                    }
                })}
        </p>
        <h3>{t!("contexts")}</h3>
        <ul class="network-contexts">{row.contexts.iter().map(context).collect_view()}</ul>
    }
}

fn counts(messages: &[MessageCount]) -> impl IntoView + use<> {
    let row = |count: &MessageCount| {
        let failed = count.failed > 0;
        view! {
            <tr>
                <th scope="row">{count.service.clone()}</th>
                <td class="number">{count.requests}</td>
                <td class="number" class:refused=failed>
                    {t!("failed-count", count = count.failed)}
                </td>
            </tr>
        }
    };
    let rows = messages.iter().map(row).collect_view();
    (!messages.is_empty()).then(|| {
        view! {
            <table class="table network-counts">
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

fn context(context: &ContextRow) -> impl IntoView + use<> {
    let name = match context.name.as_str() {
        "" => context.abstract_syntax.clone(),
        name => name.to_owned(),
    };
    let accepted = context.result == ContextResult::Accepted;
    let glyph = if accepted {
        Glyph::Completed
    } else {
        Glyph::Discontinued
    };
    let answer = if accepted {
        context.accepted.clone()
    } else {
        result_word(context.result)
    };
    view! {
        <li data-accepted=accepted.to_string()>
            <GlyphView glyph />
            <b title=context.abstract_syntax.clone()>{name}</b>
            <span>{answer}</span>
            <small class="muted">{t!("proposed-syntaxes", names = context.proposed.join(", "))}</small>
        </li>
    }
}
