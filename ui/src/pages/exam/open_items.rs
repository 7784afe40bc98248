//! What is open about the exam in the reconciliation queue, with the way to decide it.

use crate::{
    components::{
        discrepancy::{kind_word, severity_glyph, severity_name, severity_word},
        glyph::GlyphView,
    },
    route::{Route, Wanted},
    t,
};
use contract::{board::OpenDiscrepancies, exam::ExamView};
use leptos::prelude::*;

/// The panel; nothing when nothing is open.
#[component]
pub fn OpenItems(
    /// The exam.
    view: Signal<ExamView>,
) -> impl IntoView {
    let open = Memo::new(move |_| view.with(|view| view.card.discrepancies.clone()));
    let row = move |open: OpenDiscrepancies| {
        let item = Route::Reconciliation(Some(Wanted {
            exam: view.with_untracked(|view| view.card.id.clone()),
            kind: Some(open.kind),
        }));
        view! {
            <li data-severity=severity_name(open.severity)>
                <GlyphView glyph=severity_glyph(open.severity) />
                <b>{kind_word(open.kind)}</b>
                <span>{severity_word(open.severity)}</span>
                {(open.count > 1).then(|| view! { <span>{format!("× {}", open.count)}</span> })}
                <span class="panel-gap"></span>
                <a class="button small" href=item.href()>
                    {t!("reconcile")}
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <section class="panel">
                <header>
                    <h2>{move || t!("open-items")}</h2>
                </header>
                <ul class="open-items">{move || open.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}
