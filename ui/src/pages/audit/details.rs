//! One entry in full: field by field, before and after.

use super::words::{action_word, subject_word};
use crate::{format, route::Route, t};
use contract::audit::{AuditRow, FieldChange};
use leptos::prelude::*;

/// The entry that was chosen.
#[component]
pub fn Details(
    /// The entry.
    chosen: RwSignal<Option<AuditRow>>,
) -> impl IntoView {
    view! {
        <section class="list-details" aria-label=move || t!("audit-details")>
            {move || match chosen.get() {
                None => view! { <p class="muted">{t!("audit-choose")}</p> }.into_any(),
                Some(row) => details(row).into_any(),
            }}
        </section>
    }
}

fn details(row: AuditRow) -> impl IntoView {
    let day = format::day_of(row.time);
    let exam = row.exam.clone();
    view! {
        <header>
            <h2>{action_word(&row.action)} ", " {subject_word(&row.subject)} " " {row.subject_id}</h2>
        </header>
        <dl class="list-facts">
            <dt>{t!("audit-number")}</dt>
            <dd>{row.id}</dd>
            <dt>{t!("time")}</dt>
            <dd>{format::day_short(&day)} " " {format::year(&day)} " " {format::time_with_seconds(row.time)}</dd>
            <dt>{t!("audit-who")}</dt>
            <dd>{row.who}</dd>
            {(!row.note.is_empty())
                .then(|| {
                    view! {
                        <dt>{t!("audit-note")}</dt>
                        <dd>{row.note}</dd>
                    }
                })}
        </dl>
        {exam
            .map(|exam| {
                view! {
                    <a class="link" href=Route::Exam(exam).href()>
                        {t!("action-open")}
                    </a>
                }
            })}
        {if row.changes.is_empty() {
            view! { <p class="muted">{t!("audit-no-fields")}</p> }.into_any()
        } else {
            view! {
                <table class="table audit-changes">
                    <thead>
                        <tr>
                            <th scope="col">{t!("audit-field")}</th>
                            <th scope="col">{t!("audit-before")}</th>
                            <th scope="col">{t!("audit-after")}</th>
                        </tr>
                    </thead>
                    <tbody>{row.changes.into_iter().map(change).collect_view()}</tbody>
                </table>
            }
                .into_any()
        }}
    }
}

fn change(change: FieldChange) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{change.field}</th>
            <td class="audit-before">{change.before}</td>
            <td>{change.after}</td>
        </tr>
    }
}
