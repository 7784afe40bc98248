//! The tables of a report: by procedure, and exam by exam.

use super::{Counted, figures::percent, filters::Query};
use crate::{
    components::{discrepancy::kind_word, status::status_word},
    format,
    route::Route,
    t,
};
use contract::quality::{Deviation, QualityExam, QualityProcedure, QualityView};
use leptos::{ev, prelude::*};

/// Exams drawn at a time: a table of thousands of rows is slow to lay out.
const DRAWN: usize = 300;

/// One row a procedure; its name shows its exams only.
#[component]
pub fn ProcedureTable(
    /// The report.
    view: Signal<QualityView>,
    /// What is asked for.
    query: RwSignal<Query>,
) -> impl IntoView {
    let row = move |procedure: QualityProcedure| {
        let code = procedure.code;
        let totals = procedure.totals;
        let words = if code.meaning.is_empty() {
            code.value.clone()
        } else {
            code.meaning.clone()
        };
        let value = code.value;
        let name = if value.is_empty() {
            view! { <span>{words}</span> }.into_any()
        } else {
            let choose = move |_| query.update(|query| query.procedure.clone_from(&value));
            view! {
                <button class="link" on:click=choose>
                    {words}
                </button>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{totals.exams}</td>
                <td class="number">{totals.completed}</td>
                <td class="number">{totals.discontinued}</td>
                <td class="number">{totals.unscheduled}</td>
                <td class="number">{totals.with_deviation}</td>
                <td class="number">{totals.decided}</td>
                <td class="number">{percent(totals.adherence)}</td>
            </tr>
        }
    };
    view! {
        <section class="panel">
            <header>
                <h2>{move || t!("quality-by-procedure")}</h2>
            </header>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{move || t!("procedure")}</th>
                        <th scope="col" class="number">{move || t!("quality-exams")}</th>
                        <th scope="col" class="number">{move || t!("status-completed")}</th>
                        <th scope="col" class="number">{move || t!("status-discontinued")}</th>
                        <th scope="col" class="number">{move || t!("quality-unscheduled")}</th>
                        <th scope="col" class="number">{move || t!("quality-deviating")}</th>
                        <th scope="col" class="number">{move || t!("quality-decided")}</th>
                        <th scope="col" class="number">{move || t!("quality-adherence")}</th>
                    </tr>
                </thead>
                <tbody>{move || view.with(|view| view.procedures.clone()).into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}

/// One row an exam, those that the chosen figure counts.
#[component]
pub fn ExamTable(
    /// The report.
    view: Signal<QualityView>,
    /// The figure that was chosen.
    counted: RwSignal<Counted>,
) -> impl IntoView {
    let drawn = RwSignal::new(DRAWN);
    Effect::new(move || {
        counted.track();
        view.track();
        drawn.set(DRAWN);
    });
    // Paper has all of them.
    let handle = window_event_listener(ev::Custom::<ev::Event>::new("beforeprint"), move |_| {
        drawn.set(usize::MAX);
    });
    on_cleanup(move || handle.remove());
    let held = move || {
        let counted = counted.get();
        view.with(|view| view.exams.iter().filter(|exam| counted.holds(exam)).count())
    };
    let rows = move || {
        let counted = counted.get();
        view.with(|view| {
            let exams = view.exams.iter().filter(|exam| counted.holds(exam));
            exams.take(drawn.get()).map(exam_row).collect_view()
        })
    };
    let more = move || held().saturating_sub(drawn.get());
    view! {
        <section class="panel">
            <header>
                <h2>{move || t!("quality-by-exam")}</h2>
                <span class="muted" role="status">{move || t!("quality-count", count = held())}</span>
            </header>
            <table class="table quality-exams">
                <thead>
                    <tr>
                        <th scope="col">{move || t!("day")}</th>
                        <th scope="col">{move || t!("patient")}</th>
                        <th scope="col">{move || t!("accession")}</th>
                        <th scope="col">{move || t!("station")}</th>
                        <th scope="col">{move || t!("quality-ordered")}</th>
                        <th scope="col">{move || t!("quality-performed")}</th>
                        <th scope="col">{move || t!("status")}</th>
                        <th scope="col" class="number">{move || t!("quality-adherence")}</th>
                        <th scope="col">{move || t!("quality-deviations")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Show when=move || { more() > 0 }>
                <p class="quality-more">
                    <button class="button" on:click=move |_| drawn.update(|drawn| *drawn += DRAWN)>
                        {move || t!("quality-more", count = more())}
                    </button>
                </p>
            </Show>
        </section>
    }
}

fn exam_row(exam: &QualityExam) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>{format::day_short(&exam.day)}</td>
            <th scope="row">
                <a class="link" href=Route::Exam(exam.exam.clone()).href()>
                    {format::name(&exam.patient)}
                </a>
            </th>
            <td>{exam.accession_number.clone()}</td>
            <td>{exam.station_name.clone()}</td>
            <td>{exam.ordered.clone()}</td>
            <td>{exam.performed.clone()}</td>
            <td>{status_word(exam.status)}</td>
            <td class="number">{percent(exam.adherence)}</td>
            <td>
                <ul class="deviations">{exam.deviations.iter().map(deviation).collect_view()}</ul>
            </td>
        </tr>
    }
}

fn deviation(deviation: &Deviation) -> impl IntoView + use<> {
    let what = kind_word(deviation.kind);
    let decided = match (deviation.open, deviation.decided_by.as_str()) {
        (true, _) => t!("deviation-open"),
        (false, "") => t!("deviation-closed"),
        (false, who) => t!("deviation-decided", who = who),
    };
    let reason = deviation.reason.clone();
    view! {
        <li>
            <b>{what}</b>
            " "
            <span class="muted">{decided}</span>
            {(!reason.is_empty()).then(|| view! { <q>{reason}</q> })}
        </li>
    }
}
