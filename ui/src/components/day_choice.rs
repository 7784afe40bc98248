//! Which days a page is about, and the choices beside them in its bar.

use crate::{format, t};
use contract::Day;
use leptos::prelude::*;

/// The days a page is about.
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

impl Days {
    /// First and last day.
    pub fn bounds(&self, today: &str) -> (Day, Day) {
        match self {
            Self::Last(count) => (format::day_plus(today, 1 - count), today.to_owned()),
            Self::Range { from, to } if from <= to => (from.clone(), to.clone()),
            Self::Range { from, to } => (to.clone(), from.clone()),
        }
    }
}

/// The value of `aria-pressed`.
pub fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// Today, a week, a month, or chosen days.
#[component]
pub fn DayChoice(
    /// The days shown.
    days: Memo<Days>,
    /// The day it is now.
    today: Memo<Day>,
    /// Shows other days.
    show: Callback<Days>,
) -> impl IntoView {
    let bounds = Memo::new(move |_| days.with(|days| days.bounds(&today.get())));
    let is_range = Memo::new(move |_| days.with(|days| matches!(days, Days::Range { .. })));
    let set = move |from: Option<String>, to: Option<String>| {
        let (old_from, old_to) = bounds.get_untracked();
        let from = from.filter(|day| !day.is_empty()).unwrap_or(old_from);
        let to = to.filter(|day| !day.is_empty()).unwrap_or(old_to);
        show.run(Days::Range { from, to });
    };
    let last = move |count: i64| {
        view! {
            <button
                aria-pressed=move || pressed(days.get() == Days::Last(count))
                on:click=move |_| show.run(Days::Last(count))
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

/// One of a few values, or all.
#[component]
pub fn Choice(
    /// What is chosen.
    label: Signal<String>,
    /// The words for all.
    all: Signal<String>,
    /// The values with their words.
    options: Signal<Vec<(String, String)>>,
    /// The value chosen; empty is all.
    chosen: Signal<String>,
    /// Chooses another value.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_days_end_today() {
        let week = ("2026-11-18".to_owned(), "2026-11-24".to_owned());
        assert_eq!(Days::Last(7).bounds("2026-11-24"), week);
    }

    #[test]
    fn days_chosen_the_wrong_way_round_are_turned() {
        let days = Days::Range {
            from: "2026-11-24".to_owned(),
            to: "2026-11-18".to_owned(),
        };
        let week = ("2026-11-18".to_owned(), "2026-11-24".to_owned());
        assert_eq!(days.bounds("2026-11-24"), week);
    }
}
