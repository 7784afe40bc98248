//! Who talks to us over DICOM, what was agreed with them, and what they said.

mod associations;
mod messages;
mod words;

use crate::{
    components::{
        day_choice::{Days, pressed},
        loaded::{Empty, FailureBar, Skeleton},
    },
    live::{use_live, windowed::WindowedRows},
    t,
};
use associations::{AssociationFilters, Associations};
use contract::network::{AssociationFilter, MessageFilter, StatusClass};
use leptos::prelude::*;
use messages::{MessageFilters, Messages};

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Associations.
    Associations,
    /// Messages.
    Messages,
}

/// Everything both lists depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which days.
    pub days: Days,
    /// Only of this AE title; empty is all.
    pub ae_title: String,
    /// Only associations that were rejected or ended in a way nobody meant.
    pub only_problems: bool,
    /// Only this service; empty is all.
    pub service: String,
    /// Only a status of this class.
    pub status: Option<StatusClass>,
    /// What a message holds.
    pub text: String,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            days: Days::Last(1),
            ae_title: String::new(),
            only_problems: false,
            service: String::new(),
            status: None,
            text: String::new(),
        }
    }
}

impl Query {
    /// Leaves only the days.
    pub fn clear(&mut self) {
        *self = Self {
            days: self.days.clone(),
            ..Self::default()
        };
    }

    /// Whether anything but the days limits the list.
    pub fn is_filtered(&self) -> bool {
        let mut cleared = self.clone();
        cleared.clear();
        *self != cleared
    }

    /// Which associations.
    pub fn associations(&self, today: &str) -> AssociationFilter {
        let (from, to) = self.days.bounds(today);
        AssociationFilter {
            from,
            to,
            ae_title: self.ae_title.clone(),
            only_problems: self.only_problems,
        }
    }

    /// Which messages.
    pub fn messages(&self, today: &str) -> MessageFilter {
        let (from, to) = self.days.bounds(today);
        MessageFilter {
            from,
            to,
            ae_title: self.ae_title.clone(),
            service: self.service.clone(),
            status: self.status,
            text: self.text.clone(),
        }
    }
}

/// Associations and messages.
#[component]
pub fn NetworkPage() -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let query = RwSignal::new(Query::default());
    let listed = RwSignal::new(Listed::Associations);
    let is_of = move |what| listed.get() == what;
    let tab = move |what: Listed, word: fn() -> String| {
        view! {
            <button aria-pressed=move || pressed(is_of(what)) on:click=move |_| listed.set(what)>
                {word}
            </button>
        }
    };
    let tabs = move || {
        view! {
            <div class="segments" role="group" aria-label=move || t!("network")>
                {tab(Listed::Associations, || t!("associations"))} {tab(Listed::Messages, || t!("messages"))}
            </div>
        }
    };
    view! {
        <div class="page list-page network">
            {move || match listed.get() {
                Listed::Associations => {
                    let rows = associations::follow(query, today);
                    view! {
                        <AssociationFilters query today rows=rows.ended>
                            {tabs()}
                        </AssociationFilters>
                        <Associations rows query listed />
                    }
                        .into_any()
                }
                Listed::Messages => {
                    let choices = RwSignal::new(messages::Choices::default());
                    let rows = messages::follow(query, today, choices);
                    view! {
                        <MessageFilters query today rows choices>
                            {tabs()}
                        </MessageFilters>
                        <Messages rows query />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// The list, or in its place that it loads, failed or is empty.
fn listed_rows<T: Clone + Send + Sync + 'static>(
    rows: WindowedRows<T>,
    query: RwSignal<Query>,
    nothing: fn(bool) -> String,
    grid: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let failed = Memo::new(move |_| rows.failure.with(Option::is_some));
    let some = Memo::new(move |_| rows.total.get().map(|count| count > 0));
    let empty = move || {
        let filtered = query.with(Query::is_filtered);
        view! {
            <Empty line=Signal::derive(move || nothing(filtered))>
                {filtered
                    .then(|| {
                        view! {
                            <button class="button" on:click=move |_| query.update(Query::clear)>
                                {move || t!("clear-filters")}
                            </button>
                        }
                    })}
            </Empty>
        }
    };
    view! {
        <Show when=move || failed.get()>
            <FailureBar
                failure=Signal::derive(move || rows.failure.get())
                as_of=Signal::derive(move || rows.as_of.get())
                again=Callback::new(move |()| rows.again())
            />
        </Show>
        {move || match some.get() {
            None if failed.get() => ().into_any(),
            None => view! { <Skeleton /> }.into_any(),
            Some(false) => empty().into_any(),
            Some(true) => grid(),
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clearing_keeps_the_days() {
        let mut query = Query {
            days: Days::Last(30),
            status: Some(StatusClass::Failure),
            ..Query::default()
        };
        assert!(query.is_filtered());
        query.clear();
        assert!(!query.is_filtered() && query.days == Days::Last(30));
    }
}
