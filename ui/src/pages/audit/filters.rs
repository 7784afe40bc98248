//! Days, person, action and kind of record over the list, whether the trail is whole, and the export.

use super::{
    rows::{AuditRows, Choices},
    words::{action_word, subject_word},
};
use crate::{
    components::export_dialog::{ExportButton, export},
    format,
    live::fetched::fetched,
    t,
};
use contract::{
    Day,
    audit::{AuditFilter, ChainState, ExportAudit, VerifyAudit},
};
use leptos::prelude::*;

/// Which days are shown.
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

/// Everything the list depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which days.
    pub days: Days,
    /// Only by this person; empty is all.
    pub who: String,
    /// Only this action; empty is all.
    pub action: String,
    /// Only this kind of record; empty is all.
    pub subject: String,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            days: Days::Last(7),
            who: String::new(),
            action: String::new(),
            subject: String::new(),
        }
    }
}

impl Query {
    /// Whether anything but the days limits the list.
    pub fn is_filtered(&self) -> bool {
        !(self.who.is_empty() && self.action.is_empty() && self.subject.is_empty())
    }

    /// Leaves only the days.
    pub fn clear(&mut self) {
        *self = Self {
            days: self.days.clone(),
            ..Self::default()
        };
    }

    /// First and last day.
    pub fn bounds(&self, today: &str) -> (Day, Day) {
        match &self.days {
            Days::Last(count) => (format::day_plus(today, 1 - count), today.to_owned()),
            Days::Range { from, to } if from <= to => (from.clone(), to.clone()),
            Days::Range { from, to } => (to.clone(), from.clone()),
        }
    }

    /// What the service is asked.
    pub fn filter(&self, today: &str) -> AuditFilter {
        let (from, to) = self.bounds(today);
        AuditFilter {
            from,
            to,
            who: self.who.clone(),
            action: self.action.clone(),
            subject: self.subject.clone(),
        }
    }
}

fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// The bars over the list.
#[component]
pub fn Filters(
    /// What is asked for.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// The rows.
    rows: AuditRows,
) -> impl IntoView {
    let run = Callback::new(
        move |(choice, toasts): (crate::components::export_dialog::ExportChoice, _)| {
            let filter = query.with_untracked(|query| query.filter(&today.get_untracked()));
            export(
                toasts,
                ExportAudit {
                    filter,
                    format: choice.format,
                    with_names: choice.with_names,
                },
            );
        },
    );
    view! {
        <div class="sub-bar order-bar">
            <DayChoice query today />
            <span class="spacer"></span>
            <Chain />
            <ExportButton title=Signal::derive(|| t!("audit-export")) run />
        </div>
        <div class="sub-bar">
            <Choice
                label=Signal::derive(|| t!("audit-who"))
                all=Signal::derive(|| t!("audit-everyone"))
                options=Signal::derive(move || words(rows, |choices| &choices.people, str::to_owned))
                chosen=Signal::derive(move || query.with(|query| query.who.clone()))
                choose=Callback::new(move |who| query.update(|query| query.who = who))
            />
            <Choice
                label=Signal::derive(|| t!("audit-action"))
                all=Signal::derive(|| t!("audit-all-actions"))
                options=Signal::derive(move || words(rows, |choices| &choices.actions, action_word))
                chosen=Signal::derive(move || query.with(|query| query.action.clone()))
                choose=Callback::new(move |action| query.update(|query| query.action = action))
            />
            <Choice
                label=Signal::derive(|| t!("audit-subject"))
                all=Signal::derive(|| t!("audit-all-subjects"))
                options=Signal::derive(move || words(rows, |choices| &choices.subjects, subject_word))
                chosen=Signal::derive(move || query.with(|query| query.subject.clone()))
                choose=Callback::new(move |subject| query.update(|query| query.subject = subject))
            />
            <Show when=move || query.with(Query::is_filtered)>
                <button class="button small quiet" on:click=move |_| query.update(Query::clear)>
                    {move || t!("clear-filters")}
                </button>
            </Show>
            <span class="spacer"></span>
            <span class="order-count" role="status">
                {move || rows.total.get().map(|total| t!("audit-count", count = total))}
            </span>
        </div>
    }
}

fn words(
    rows: AuditRows,
    which: impl Fn(&Choices) -> &Vec<String>,
    word: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    rows.choices.with(|choices| {
        which(choices)
            .iter()
            .map(|value| (value.clone(), word(value)))
            .collect()
    })
}

#[component]
fn Choice(
    label: Signal<String>,
    all: Signal<String>,
    options: Signal<Vec<(String, String)>>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    // What is chosen stays there to be seen also when nothing of it is left in these days.
    let options = Memo::new(move |_| {
        let mut options = options.get();
        let chosen = chosen.get();
        if !chosen.is_empty() && !options.iter().any(|(value, _)| *value == chosen) {
            options.push((chosen.clone(), chosen));
        }
        options
    });
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

#[component]
fn DayChoice(query: RwSignal<Query>, today: Memo<Day>) -> impl IntoView {
    let days = Memo::new(move |_| query.with(|query| query.days.clone()));
    let bounds = Memo::new(move |_| query.with(|query| query.bounds(&today.get())));
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

/// Whether the trail is whole; asked once, when the page opens.
#[component]
fn Chain() -> impl IntoView {
    let chain = fetched(|| Some(VerifyAudit {}), Vec::new());
    let tone = move || match chain.value.get() {
        Some(ChainState::Whole { .. }) => "done",
        Some(ChainState::Broken { .. } | ChainState::Cut { .. }) => "crit",
        None => "",
    };
    let words = move || {
        if chain.failure.with(Option::is_some) {
            return t!("chain-unknown");
        }
        match chain.value.get() {
            None => t!("chain-verifying"),
            Some(ChainState::Whole { entries }) => t!("chain-whole", count = entries),
            Some(ChainState::Broken { entry }) => t!("chain-broken", entry = entry),
            Some(ChainState::Cut { entry }) => t!("chain-cut", entry = entry),
        }
    };
    view! {
        <span class="chain" role="status" data-tone=tone>
            {words}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_days_end_today() {
        let query = Query::default();
        let week = ("2026-11-18".to_owned(), "2026-11-24".to_owned());
        assert_eq!(query.bounds("2026-11-24"), week);
    }

    #[test]
    fn clearing_keeps_the_days() {
        let mut query = Query {
            days: Days::Last(30),
            who: "ana".to_owned(),
            ..Query::default()
        };
        assert!(query.is_filtered());
        query.clear();
        assert!(!query.is_filtered() && query.days == Days::Last(30));
    }
}
