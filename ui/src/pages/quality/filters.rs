//! Period, station and procedure of a report, and its ways to paper and to a file.

use crate::{
    components::export_dialog::{ExportButton, ExportChoice, export},
    format, t,
};
use contract::{
    Day,
    quality::{ExportQuality, QualityFilter, QualityView},
};
use leptos::prelude::*;

/// Which days a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// So many days up to today.
    Last(i64),
    /// Chosen days.
    Range {
        /// First day.
        from: Day,
        /// Last day, inclusive.
        to: Day,
    },
}

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
    /// First and last day.
    pub fn bounds(&self, today: &str) -> (Day, Day) {
        match &self.days {
            Days::Last(count) => (format::day_plus(today, 1 - count), today.to_owned()),
            Days::Range { from, to } if from <= to => (from.clone(), to.clone()),
            Days::Range { from, to } => (to.clone(), from.clone()),
        }
    }

    /// What the service is asked.
    pub fn filter(&self, today: &str) -> QualityFilter {
        let (from, to) = self.bounds(today);
        QualityFilter {
            from,
            to,
            station: self.station.clone(),
            procedure: self.procedure.clone(),
        }
    }
}

fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
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
    let bounds = Memo::new(move |_| query.with(|query| query.bounds(&today.get())));
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
            <DayChoice query bounds />
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

#[component]
fn DayChoice(query: RwSignal<Query>, bounds: Memo<(Day, Day)>) -> impl IntoView {
    let days = Memo::new(move |_| query.with(|query| query.days.clone()));
    let is_range = Memo::new(move |_| days.with(|days| matches!(days, Days::Range { .. })));
    let show = move |days| query.update(|query| query.days = days);
    let set = move |from: Option<String>, to: Option<String>| {
        let (old_from, old_to) = bounds.get_untracked();
        let from = from.filter(|day| !day.is_empty()).unwrap_or(old_from);
        let to = to.filter(|day| !day.is_empty()).unwrap_or(old_to);
        show(Days::Range { from, to });
    };
    let last = move |count: i64| {
        view! {
            <button
                aria-pressed=move || pressed(days.get() == Days::Last(count))
                on:click=move |_| show(Days::Last(count))
            >
                {move || if count == 1 { t!("today") } else { t!("last-days", count = count) }}
            </button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=move || t!("days")>
            {[1, 7, 30].map(last).collect_view()}
            <button aria-pressed=move || pressed(is_range.get()) on:click=move |_| set(None, None)>
                {move || t!("range")}
            </button>
        </div>
        <Show when=move || is_range.get()>
            <input
                class="input order-day"
                type="date"
                aria-label=move || t!("first-day")
                prop:value=move || bounds.get().0
                on:change=move |event| set(Some(event_target_value(&event)), None)
            />
            <input
                class="input order-day"
                type="date"
                aria-label=move || t!("last-day")
                prop:value=move || bounds.get().1
                on:change=move |event| set(None, Some(event_target_value(&event)))
            />
        </Show>
    }
}

#[component]
fn Choice(
    label: Signal<String>,
    all: Signal<String>,
    options: Signal<Vec<(String, String)>>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    view! {
        <select
            class="input order-choice"
            aria-label=move || label.get()
            on:change=move |event| choose.run(event_target_value(&event))
        >
            <option value="" prop:selected=move || chosen.with(String::is_empty)>
                {move || all.get()}
            </option>
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|(value, word)| {
                        let own = value.clone();
                        view! {
                            <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>
                                {word}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
}
