//! The table of exams, each with its lines to open.

use super::is_releasable;
use crate::{
    components::{
        charge_dialog::{ChargeDialog, Corrected},
        charge_lines::{charge_lines, not_charged_words, performed_words, state_glyph, state_word},
        glyph::{Glyph, GlyphView},
        icon::{Icon, IconView},
    },
    format,
    route::Route,
    t,
};
use contract::{Day, ExamId, charges::ExamCharges};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Exams drawn at first, and more with each press: a day of a large department.
const DRAWN: usize = 200;

/// What belongs to a person's looking at the table.
#[derive(Clone, Copy)]
struct Looked {
    selected: RwSignal<BTreeSet<ExamId>>,
    open: RwSignal<BTreeSet<ExamId>>,
    correcting: RwSignal<Option<Corrected>>,
    today: Memo<Day>,
}

/// The table.
#[component]
pub fn ChargeTable(
    /// The exams.
    exams: Memo<Vec<ExamCharges>>,
    /// Those a person chose.
    selected: RwSignal<BTreeSet<ExamId>>,
    /// The day it is now.
    today: Memo<Day>,
) -> impl IntoView {
    let looked = Looked {
        selected,
        open: RwSignal::new(BTreeSet::new()),
        correcting: RwSignal::new(None),
        today,
    };
    let most = RwSignal::new(DRAWN);
    let ids = Memo::new(move |_| {
        exams.with(|exams| {
            let exams = exams.iter().take(most.get());
            exams.map(|exam| exam.exam.clone()).collect::<Vec<_>>()
        })
    });
    let left = Memo::new(move |_| exams.with(Vec::len).saturating_sub(most.get()));
    let row = move |id: ExamId| {
        let exam = Memo::new(move |_| {
            exams.with(|exams| exams.iter().find(|exam| exam.exam == id).cloned())
        });
        move || exam.get().map(|exam| rows(exam, looked))
    };
    let dialog = move || {
        let close = Callback::new(move |()| looked.correcting.set(None));
        let corrected = looked.correcting.get()?;
        Some(view! { <ChargeDialog corrected close /> })
    };
    view! {
        <div class="charge-scroll" tabindex="0" role="region" aria-label=move || t!("charges")>
            <table class="table charge-table">
                <thead>
                    <tr>
                        <th scope="col">
                            <span class="hidden-text">{move || t!("select")}</span>
                        </th>
                        <th scope="col">{move || t!("patient")}</th>
                        <th scope="col">{move || t!("accession")}</th>
                        <th scope="col">{move || t!("procedure")}</th>
                        <th scope="col">{move || t!("station")}</th>
                        <th scope="col">{move || t!("ended")}</th>
                        <th scope="col">{move || t!("check")}</th>
                        <th scope="col">{move || t!("charge-state")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=|id| id.clone() children=row />
                </tbody>
            </table>
            <Show when=move || { left.get() > 0 }>
                <button class="button charge-more" on:click=move |_| most.update(|most| *most += DRAWN)>
                    {move || t!("more-exams", count = left.get())}
                </button>
            </Show>
        </div>
        {dialog}
    }
}

/// The row of an exam and, when it is open, the row of its lines. Tracked by language.
fn rows(exam: ExamCharges, looked: Looked) -> impl IntoView {
    let id = exam.exam.clone();
    let name = format::name(&exam.patient);
    let is_open = {
        let id = id.clone();
        Memo::new(move |_| looked.open.with(|open| open.contains(&id)))
    };
    let toggle = {
        let id = id.clone();
        move |_| {
            looked.open.update(|open| {
                if !open.remove(&id) {
                    open.insert(id.clone());
                }
            });
        }
    };
    let differing = exam.differs;
    let verdict = match (exam.not_charged, exam.running) {
        (_, true) => t!("not-charged-running"),
        (Some(why), false) => not_charged_words(why),
        (None, false) if differing => t!("charges-differ"),
        (None, false) => t!("charge-matches"),
    };
    let state = exam.state;
    let href = Route::Exam(id).href();
    let today = looked.today.get();
    let choice = choice(&exam, &name, looked);
    let cells = view! {
        <td>{choice}</td>
        <td>
            <button
                class="charge-open"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=toggle
            >
                <IconView icon=Icon::ChevronRight />
                <b>{name}</b>
            </button>
            <span class="muted">" " {exam.patient_id.clone()}</span>
        </td>
        <td>
            <a class="link" href=href>
                {if exam.accession_number.is_empty() { t!("exam") } else { exam.accession_number.clone() }}
            </a>
        </td>
        <td>{exam.procedure.clone()}</td>
        <td>{exam.station_name.clone()}</td>
        <td>{exam.ended.map(|ended| format::moment(ended, &today))}</td>
        <td>
            <span class="charge-check" class:differs=differing>
                {differing.then(|| view! { <GlyphView glyph=Glyph::Late /> })}
                {verdict}
            </span>
        </td>
        <td>
            <span class="charge-check">
                <GlyphView glyph=state_glyph(state) />
                {state_word(state)}
            </span>
        </td>
    };
    let details = StoredValue::new(exam);
    view! {
        <tr class:differs=differing>{cells}</tr>
        <Show when=move || is_open.get()>
            <tr class="charge-details">
                <td colspan="8">{move || details.with_value(|exam| lines(exam, looked))}</td>
            </tr>
        </Show>
    }
}

fn choice(exam: &ExamCharges, name: &str, looked: Looked) -> impl IntoView + use<> {
    let id = exam.exam.clone();
    let own = id.clone();
    let name = name.to_owned();
    is_releasable(exam).then(|| {
        view! {
            <input
                type="checkbox"
                aria-label=t!("select-exam", patient = name)
                prop:checked=move || looked.selected.with(|selected| selected.contains(&own))
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    looked.selected.update(|selected| {
                        if on {
                            selected.insert(id.clone());
                        } else {
                            selected.remove(&id);
                        }
                    });
                }
            />
        }
    })
}

fn lines(exam: &ExamCharges, looked: Looked) -> impl IntoView + use<> {
    let (id, revision) = (exam.exam.clone(), exam.revision);
    let added = id.clone();
    let correct = Callback::new(move |line| {
        looked.correcting.set(Some(Corrected {
            exam: id.clone(),
            revision,
            line: Some(line),
        }));
    });
    let add = move |_| {
        looked.correcting.set(Some(Corrected {
            exam: added.clone(),
            revision,
            line: None,
        }));
    };
    view! {
        {(!exam.lines.is_empty()).then(|| charge_lines(exam, correct))}
        <p class="charge-performed">
            <span class="muted">{performed_words(&exam.performed)}</span>
            <button class="button small" on:click=add>
                {t!("add-charge")}
            </button>
        </p>
    }
}
