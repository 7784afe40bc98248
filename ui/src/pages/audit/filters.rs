//! Days, person, action and kind of record over the list, whether the trail is whole, and the export.

use super::{
    rows::Choices,
    words::{action_word, subject_word},
};
use crate::{
    components::{
        day_choice::{Choice, DayChoice, Days},
        export_dialog::{ExportButton, export},
    },
    live::fetched::fetched,
    t,
};
use contract::{
    Day,
    audit::{AuditFilter, ChainState, ExportAudit, VerifyAudit},
};
use leptos::prelude::*;

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

    /// What the service is asked.
    pub fn filter(&self, today: &str) -> AuditFilter {
        let (from, to) = self.days.bounds(today);
        AuditFilter {
            from,
            to,
            who: self.who.clone(),
            action: self.action.clone(),
            subject: self.subject.clone(),
        }
    }
}

/// The bars over the list.
#[component]
pub fn Filters(
    /// What is asked for.
    query: RwSignal<Query>,
    /// The day it is now.
    today: Memo<Day>,
    /// How many entries match.
    total: RwSignal<Option<u32>>,
    /// What there is to choose from.
    choices: RwSignal<Choices>,
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
            <DayChoice
                days=Memo::new(move |_| query.with(|query| query.days.clone()))
                today
                show=Callback::new(move |days| query.update(|query| query.days = days))
            />
            <span class="spacer"></span>
            <Chain />
            <ExportButton title=Signal::derive(|| t!("audit-export")) run />
        </div>
        <div class="sub-bar">
            <Choice
                label=Signal::derive(|| t!("audit-who"))
                all=Signal::derive(|| t!("audit-everyone"))
                options=Signal::derive(move || words(choices, |choices| &choices.people, str::to_owned))
                chosen=Signal::derive(move || query.with(|query| query.who.clone()))
                choose=Callback::new(move |who| query.update(|query| query.who = who))
            />
            <Choice
                label=Signal::derive(|| t!("audit-action"))
                all=Signal::derive(|| t!("audit-all-actions"))
                options=Signal::derive(move || words(choices, |choices| &choices.actions, action_word))
                chosen=Signal::derive(move || query.with(|query| query.action.clone()))
                choose=Callback::new(move |action| query.update(|query| query.action = action))
            />
            <Choice
                label=Signal::derive(|| t!("audit-subject"))
                all=Signal::derive(|| t!("audit-all-subjects"))
                options=Signal::derive(move || words(choices, |choices| &choices.subjects, subject_word))
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
                {move || total.get().map(|total| t!("audit-count", count = total))}
            </span>
        </div>
    }
}

fn words(
    choices: RwSignal<Choices>,
    which: impl Fn(&Choices) -> &Vec<String>,
    word: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    choices.with(|choices| {
        which(choices)
            .iter()
            .map(|value| (value.clone(), word(value)))
            .collect()
    })
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
