//! Charges: what is billable of each exam, reviewed, released, corrected, exported.

mod export;
mod filters;
mod table;

use crate::{
    backend,
    components::{
        loaded::{Empty, Loaded},
        toast::use_toasts,
    },
    live::{fetched::fetched, topics::Topic, use_live},
    t,
};
use contract::{
    Day, ExamId,
    charges::{ChargeState, ChargesView, ExamCharges, ListCharges, ReleaseCharges},
};
use export::ExportButton;
use filters::ChargeFilters;
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeSet;
use table::ChargeTable;

/// What the page is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// First and last day; `None` is today.
    pub days: Option<(Day, Day)>,
    /// Only in this state.
    pub state: Option<ChargeState>,
    /// Only with a line that differs.
    pub differing: bool,
    /// Words that all must occur.
    pub text: String,
}

impl Asked {
    /// First and last day.
    pub fn bounds(&self, today: &Day) -> (Day, Day) {
        match &self.days {
            Some((from, to)) if from <= to => (from.clone(), to.clone()),
            Some((from, to)) => (to.clone(), from.clone()),
            None => (today.clone(), today.clone()),
        }
    }

    fn request(&self, today: &Day) -> ListCharges {
        let (from, to) = self.bounds(today);
        ListCharges {
            from,
            to,
            state: self.state,
            text: self.text.clone(),
        }
    }

    fn is_filtered(&self) -> bool {
        self.state.is_some() || self.differing || !self.text.is_empty()
    }

    fn without_filters(&self) -> Self {
        Self {
            days: self.days.clone(),
            ..Self::default()
        }
    }
}

/// The charges.
#[component]
pub fn ChargesPage() -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let asked = RwSignal::new(Asked::default());
    let request = move || {
        let today = today.get();
        (!today.is_empty()).then(|| asked.with(|asked| asked.request(&today)))
    };
    let charges = fetched(request, vec![Topic::AnyExam, Topic::Charges]);
    view! {
        <div class="page charges">
            <Loaded fetched=charges let:view>
                <Charges view asked today />
            </Loaded>
        </div>
    }
}

/// Whether a release of it may be asked for without looking at it.
fn is_plain(exam: &ExamCharges) -> bool {
    is_releasable(exam) && !exam.differs
}

fn is_releasable(exam: &ExamCharges) -> bool {
    exam.state == ChargeState::Open && !exam.running
}

#[component]
fn Charges(view: Signal<ChargesView>, asked: RwSignal<Asked>, today: Memo<Day>) -> impl IntoView {
    let toasts = use_toasts();
    let selected = RwSignal::new(BTreeSet::<ExamId>::new());
    let exams = Memo::new(move |_| {
        let differing = asked.with(|asked| asked.differing);
        view.with(|view| {
            let exams = view.exams.iter();
            let exams = exams.filter(|exam| !differing || exam.differs);
            exams.cloned().collect::<Vec<ExamCharges>>()
        })
    });
    let of = move |wanted: &dyn Fn(&ExamCharges) -> bool| {
        exams.with(|exams| {
            let exams = exams.iter().filter(|exam| wanted(exam));
            let exams = exams.map(|exam| (exam.exam.clone(), exam.revision));
            exams.collect::<Vec<(ExamId, i64)>>()
        })
    };
    let chosen = move || {
        selected.with(|selected| of(&|exam| is_releasable(exam) && selected.contains(&exam.exam)))
    };
    let plain = move || of(&is_plain);
    let release = move |exams: Vec<(ExamId, i64)>| {
        if exams.is_empty() {
            return;
        }
        let count = exams.len();
        spawn_local(async move {
            match backend::call(ReleaseCharges { exams }).await {
                Ok(undo) => {
                    selected.update(BTreeSet::clear);
                    toasts.say(t!("charges-released-count", count = count), Some(undo));
                }
                Err(failure) => toasts.say_failure(&failure),
            }
        });
    };
    let chosen_count = Memo::new(move |_| chosen().len());
    let plain_count = Memo::new(move |_| plain().len());
    let nothing = move || {
        if asked.with(Asked::is_filtered) {
            return view! {
                <Empty line=Signal::derive(|| t!("no-charge-matches"))>
                    <button class="button" on:click=move |_| asked.update(|asked| *asked = asked.without_filters())>
                        {move || t!("clear-filters")}
                    </button>
                </Empty>
            }
            .into_any();
        }
        view! { <Empty line=Signal::derive(|| t!("no-charges")) /> }.into_any()
    };
    let some = Memo::new(move |_| exams.with(|exams| !exams.is_empty()));
    view! {
        <ChargeFilters asked today view>
            <button
                class="button"
                aria-disabled=move || (chosen_count.get() == 0).then_some("true")
                on:click=move |_| release(untrack(chosen))
            >
                {move || t!("release-selected", count = chosen_count.get())}
            </button>
            <button
                class="button primary"
                aria-disabled=move || (plain_count.get() == 0).then_some("true")
                on:click=move |_| release(untrack(plain))
            >
                {move || t!("release-plain", count = plain_count.get())}
            </button>
            <ExportButton asked today />
        </ChargeFilters>
        {move || {
            if some.get() {
                view! { <ChargeTable exams selected today /> }.into_any()
            } else {
                nothing()
            }
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_may_be_typed_backwards_and_clearing_filters_keeps_them() {
        let asked = Asked {
            days: Some(("2026-12-02".into(), "2026-11-30".into())),
            differing: true,
            ..Asked::default()
        };
        let bounds = ("2026-11-30".to_owned(), "2026-12-02".to_owned());
        assert_eq!(asked.bounds(&"2026-11-24".to_owned()), bounds);
        assert!(asked.is_filtered());
        let cleared = asked.without_filters();
        assert!(!cleared.is_filtered() && cleared.days == asked.days);
    }
}
