//! Scheduled beside performed: for the chosen order, or as the exam stands.

use super::{
    desk::use_queue_desk,
    draft::candidate,
    words::{field_word, section_word, verdict_word},
};
use crate::{
    components::{
        glyph::{Glyph, GlyphView},
        icon::{Icon, IconView},
        status::status_glyph,
    },
    format, t,
};
use contract::{
    StepStatus,
    reconciliation::{CaseView, ComparedField, ComparisonRow, DecisionKind, Section, Verdict},
};
use leptos::prelude::*;

/// More boxes than this say nothing at a glance.
const BOXES: usize = 12;

/// What the table shows.
#[derive(Clone, PartialEq, Default)]
struct Table {
    rows: Vec<ComparisonRow>,
    scheduled: String,
    performed: String,
    status: Option<StepStatus>,
}

/// The table.
#[component]
pub fn Compared() -> impl IntoView {
    let desk = use_queue_desk();
    let table = Memo::new(move |_| {
        let Some(case) = desk.case.get() else {
            return Table::default();
        };
        let chosen = desk.draft.with(|draft| {
            let links = matches!(draft.chosen, Some(DecisionKind::Link | DecisionKind::Split));
            links
                .then(|| draft.chosen_orders().last().cloned())
                .flatten()
        });
        desk.found.with(|found| {
            // Without a comparison of its own, the likeliest order is what it is compared with.
            let likeliest = || {
                let orders = case.linked.iter().chain(&case.candidates);
                orders.into_iter().find(|_| case.comparison.is_empty())
            };
            let order = chosen
                .and_then(|exam| candidate(&exam, &case, found))
                .or_else(likeliest);
            let scheduled = order.or(case.linked.first());
            let place = |station: &str, time: Option<String>| {
                let parts = [station.to_owned(), time.unwrap_or_default()];
                let parts: Vec<String> =
                    parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join(", ")
            };
            Table {
                rows: order
                    .map_or_else(|| case.comparison.clone(), |order| order.comparison.clone()),
                scheduled: scheduled
                    .map(|order| place(&order.station_name, order.planned_start.map(format::time)))
                    .unwrap_or_default(),
                performed: performed(&case).unwrap_or_default(),
                status: case.performed_steps.last().map(|step| step.status),
            }
        })
    });
    view! {
        <Show when=move || table.with(|table| !table.rows.is_empty())>
            {move || draw(table.get())}
        </Show>
    }
}

/// Where and when it was performed.
fn performed(case: &CaseView) -> Option<String> {
    let first = case.performed_steps.first()?;
    let started = case.performed_steps.iter().filter_map(|step| step.started);
    let ended = case.performed_steps.iter().map(|step| step.ended);
    let from = started.min().map(format::time)?;
    let ended: Option<Vec<_>> = ended.collect();
    let when = match ended.into_iter().flatten().max() {
        Some(until) => t!("from-to", from = from, to = format::time(until)),
        None => t!("since-time", time = from),
    };
    Some(format!("{}, {when}", first.station_name))
}

fn draw(table: Table) -> impl IntoView {
    let counted = |verdicts: &[Verdict]| {
        let rows = table.rows.iter();
        rows.filter(|row| verdicts.contains(&row.verdict)).count()
    };
    let differ = counted(&[Verdict::Differs, Verdict::Added]);
    let missing = counted(&[Verdict::Missing]);
    let summary = if missing > 0 {
        t!("differ-and-missing", differ = differ, missing = missing)
    } else {
        t!("facts-differ", count = differ)
    };
    let sections = [Section::Patient, Section::Order, Section::Acquisition];
    let bodies = sections.map(|section| {
        let rows = table.rows.iter().filter(|row| row.section == section);
        let rows: Vec<_> = rows.cloned().map(row_view).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <tbody>
                    <tr class="compared-section">
                        <th colspan="4" scope="rowgroup">{section_word(section)}</th>
                    </tr>
                    {rows}
                </tbody>
            }
        })
    });
    let glyph = table.status.map_or(Glyph::Completed, status_glyph);
    view! {
        <table class="panel compared">
            <colgroup>
                <col class="compared-field" />
                <col />
                <col />
                <col class="compared-verdict" />
            </colgroup>
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">
                        <GlyphView glyph=Glyph::Scheduled />
                        {t!("status-scheduled")}
                        " "
                        <span>{table.scheduled}</span>
                    </th>
                    <th scope="col">
                        <GlyphView glyph />
                        {t!("exam-performed")}
                        " "
                        <span>{table.performed}</span>
                    </th>
                    <th scope="col" class="compared-count" data-differs=(differ + missing > 0).to_string()>
                        {summary}
                    </th>
                </tr>
            </thead>
            {bodies.into_iter().collect_view()}
        </table>
    }
}

fn row_view(row: ComparisonRow) -> impl IntoView {
    let name = match row.verdict {
        Verdict::Same => "same",
        Verdict::Similar => "similar",
        Verdict::Differs => "differs",
        Verdict::Missing => "missing",
        Verdict::Added => "added",
        Verdict::NoRule => "no-rule",
    };
    let sign = match row.verdict {
        Verdict::Same => view! { <IconView icon=Icon::Check /> }.into_any(),
        Verdict::Similar => view! { <span aria-hidden="true">"≈"</span> }.into_any(),
        Verdict::Differs | Verdict::Added => {
            view! { <span aria-hidden="true">"≠"</span> }.into_any()
        }
        Verdict::Missing => view! { <span aria-hidden="true">"○"</span> }.into_any(),
        Verdict::NoRule => ().into_any(),
    };
    let verdict = verdict_word(row.verdict);
    let verdict = if row.inferred && !verdict.is_empty() {
        format!("{verdict}, {}", t!("inferred"))
    } else {
        verdict
    };
    let is_series = row.field == ComparedField::Series;
    let expected = leading_number(row.scheduled.as_deref());
    let done = leading_number(row.performed.as_deref());
    let scheduled = match row.scheduled {
        Some(value) => view! { <span>{value}</span> }.into_any(),
        None if row.verdict == Verdict::Added => {
            view! { <span class="muted">{t!("not-ordered")}</span> }.into_any()
        }
        None => view! { <span class="muted">{t!("no-rule")}</span> }.into_any(),
    };
    let performed = match row.performed {
        Some(value) => view! { <span class="compared-value">{value}</span> }.into_any(),
        None if row.verdict == Verdict::Missing => {
            view! { <span class="compared-value">{t!("not-sent")}</span> }.into_any()
        }
        None => ().into_any(),
    };
    view! {
        <tr data-verdict=name>
            <th scope="row">{field_word(row.field)}</th>
            <td>
                {is_series.then(|| boxes(expected, expected))}
                {scheduled}
            </td>
            <td>
                {is_series.then(|| boxes(done, expected))}
                {performed}
            </td>
            <td class="verdict">{sign} {verdict}</td>
        </tr>
    }
}

/// One box a series; those beyond what is expected are dashed.
fn boxes(count: Option<usize>, expected: Option<usize>) -> Option<impl IntoView> {
    let count = count.filter(|count| (1..=BOXES).contains(count))?;
    let planned = expected.unwrap_or(count);
    let boxes = (0..count).map(|place| {
        let is_extra = place >= planned;
        view! { <i class:extra=is_extra></i> }
    });
    Some(view! { <span class="series-boxes" aria-hidden="true">{boxes.collect_view()}</span> })
}

fn leading_number(text: Option<&str>) -> Option<usize> {
    let text = text?;
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_at_the_start_counts_series() {
        assert_eq!(leading_number(Some("5: Scout, Portal venous")), Some(5));
        assert_eq!(leading_number(Some("Scout 5")), None);
        assert_eq!(leading_number(None), None);
    }
}
