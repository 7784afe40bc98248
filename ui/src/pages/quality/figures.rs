//! The figures of a report; each shows the exams it counts.

use super::Counted;
use crate::t;
use contract::quality::{QualityTotals, QualityView};
use leptos::prelude::*;

const FIGURES: [Counted; 7] = [
    Counted::All,
    Counted::Completed,
    Counted::Discontinued,
    Counted::Unscheduled,
    Counted::Deviating,
    Counted::Decided,
    Counted::Judged,
];

/// The name of a figure.
fn label(counted: Counted) -> String {
    match counted {
        Counted::All => t!("quality-exams"),
        Counted::Completed => t!("status-completed"),
        Counted::Discontinued => t!("status-discontinued"),
        Counted::Unscheduled => t!("quality-unscheduled"),
        Counted::Deviating => t!("quality-deviating"),
        Counted::Decided => t!("quality-decided"),
        Counted::Judged => t!("quality-adherence"),
    }
}

/// A percentage as it is written on screen.
pub fn percent(value: Option<u8>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value}\u{a0}%"))
}

fn value(counted: Counted, totals: &QualityTotals) -> String {
    match counted {
        Counted::All => totals.exams.to_string(),
        Counted::Completed => totals.completed.to_string(),
        Counted::Discontinued => totals.discontinued.to_string(),
        Counted::Unscheduled => totals.unscheduled.to_string(),
        Counted::Deviating => totals.with_deviation.to_string(),
        Counted::Decided => totals.decided.to_string(),
        Counted::Judged => percent(totals.adherence),
    }
}

/// The figures.
#[component]
pub fn Figures(
    /// The report.
    view: Signal<QualityView>,
    /// The exams shown below.
    counted: RwSignal<Counted>,
) -> impl IntoView {
    let tile = move |figure: Counted| {
        let pressed = move || {
            if counted.get() == figure {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button class="figure" aria-pressed=pressed on:click=move |_| counted.set(figure)>
                <span>{move || label(figure)}</span>
                <b>{move || view.with(|view| value(figure, &view.totals))}</b>
            </button>
        }
    };
    view! {
        <div class="figures" role="group" aria-label=move || t!("quality-figures")>
            {FIGURES.map(tile).collect_view()}
        </div>
    }
}
