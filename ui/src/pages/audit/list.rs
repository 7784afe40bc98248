//! The entries, one a row.

use super::{
    rows::AuditRows,
    words::{action_word, subject_word},
};
use crate::{components::row_grid::RowGrid, format, t};
use contract::audit::AuditRow;
use leptos::prelude::*;

/// The grid of entries; the one with the focus is shown beside it.
#[component]
pub fn AuditGrid(
    /// The rows.
    rows: AuditRows,
    /// The entry shown in full.
    chosen: RwSignal<Option<AuditRow>>,
) -> impl IntoView {
    let columns = Signal::derive(|| {
        vec![
            t!("time"),
            t!("audit-who"),
            t!("audit-action"),
            t!("audit-subject"),
            t!("audit-changed"),
        ]
    });
    let label = Signal::derive(|| t!("audit"));
    view! { <RowGrid rows class="audit-row" label columns cells chosen /> }
}

fn cells(row: &AuditRow) -> AnyView {
    let fields: Vec<&str> = row.changes.iter().map(|it| it.field.as_str()).collect();
    let what = [fields.join(", "), row.note.clone()];
    let what: Vec<String> = what.into_iter().filter(|text| !text.is_empty()).collect();
    let what = what.join(" · ");
    view! {
        <div role="gridcell">
            {format::day_short(&format::day_of(row.time))} " " {format::time_with_seconds(row.time)}
        </div>
        <div role="gridcell" class="one-line">{row.who.clone()}</div>
        <div role="gridcell" class="one-line">{action_word(&row.action)}</div>
        <div role="gridcell" class="one-line">{subject_word(&row.subject)} " " {row.subject_id}</div>
        <div role="gridcell" class="one-line muted" title=what>{what.clone()}</div>
    }
    .into_any()
}
