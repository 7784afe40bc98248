//! Period, station and procedure of a report, and its ways to paper and to a file.

use crate::{
    components::{
        day_choice::{Choice, DayChoice, Days},
        export_dialog::{ExportButton, ExportChoice, export},
    },
    t,
};
use contract::{
    Day,
    quality::{ExportQuality, QualityFilter, QualityView},
};
use leptos::prelude::*;

/// Everything a report depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which days.
    pub days: Days,
    /// Only this station; empty is all.
    pub station: String,
    /// Only this procedure; empty is all.
    pub procedure: String,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            days: Days::Last(7),
            station: String::new(),
            procedure: String::new(),
        }
    }
}

impl Query {
    /// What the service is asked.
    pub fn filter(&self, today: &str) -> QualityFilter {
        let (from, to) = self.days.bounds(today);
        QualityFilter {
            from,
            to,
            station: self.station.clone(),
            procedure: self.procedure.clone(),
        }
    }
}

/// The bar over the report.
#[component]
pub fn Filters(
    /// What is asked for.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// The report, for what there is to choose from.
    report: RwSignal<Option<QualityView>>,
) -> impl IntoView {
    let bounds = Memo::new(move |_| query.with(|query| query.days.bounds(&today.get())));
    let stations =
        Memo::new(move |_| report.with(|view| view.as_ref().map(|view| view.stations.clone())));
    let procedures = Memo::new(move |_| {
        report.with(|view| {
            let codes = view.as_ref().map(|view| view.procedure_codes.iter());
            codes.map(|codes| {
                codes
                    .map(|code| match code.meaning.as_str() {
                        "" => (code.value.clone(), code.value.clone()),
                        meaning => (code.value.clone(), meaning.to_owned()),
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let run = Callback::new(move |(choice, toasts): (ExportChoice, _)| {
        let filter = query.with_untracked(|query| query.filter(&today.get_untracked()));
        export(
            toasts,
            ExportQuality {
                filter,
                format: choice.format,
                with_names: choice.with_names,
            },
        );
    });
    view! {
        <div class="sub-bar order-bar">
            <DayChoice
                days=Memo::new(move |_| query.with(|query| query.days.clone()))
                today
                show=Callback::new(move |days| query.update(|query| query.days = days))
            />
            <Choice
                label=Signal::derive(|| t!("station"))
                all=Signal::derive(|| t!("all-stations"))
                options=Signal::derive(move || stations.get().unwrap_or_default())
                chosen=Signal::derive(move || query.with(|query| query.station.clone()))
                choose=Callback::new(move |station| query.update(|query| query.station = station))
            />
            <Choice
                label=Signal::derive(|| t!("procedure"))
                all=Signal::derive(|| t!("quality-all-procedures"))
                options=Signal::derive(move || procedures.get().unwrap_or_default())
                chosen=Signal::derive(move || query.with(|query| query.procedure.clone()))
                choose=Callback::new(move |procedure| query.update(|query| query.procedure = procedure))
            />
            <span class="spacer"></span>
            <button
                class="button"
                on:click=move |_| {
                    let _ = window().print();
                }
            >
                {move || t!("print")}
            </button>
            <ExportButton title=Signal::derive(|| t!("quality-export")) run />
        </div>
        <p class="print-title">
            {move || {
                let (from, to) = bounds.get();
                t!("quality-period", from = from, to = to)
            }}
        </p>
    }
}
