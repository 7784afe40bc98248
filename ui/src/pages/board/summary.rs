//! The strip of totals; each is a filter of the board.

use super::{desk::use_desk, totals::Total};
use crate::{
    components::glyph::{Glyph, GlyphView},
    format, t,
};
use leptos::prelude::*;

/// The totals of the day.
#[component]
pub fn SummaryStrip() -> impl IntoView {
    let desk = use_desk();
    let summary = Memo::new(move |_| desk.summary());
    let minutes = |minutes: Option<i64>| minutes.map(format::duration);
    view! {
        <div class="summary" role="group" aria-label=move || t!("totals")>
            <TotalButton
                total=Total::Scheduled
                glyph=Glyph::Scheduled
                count=Signal::derive(move || summary.get().scheduled)
                word=Signal::derive(|| t!("status-scheduled"))
                note=Signal::derive(move || t!("still-to-arrive", count = summary.get().to_arrive))
            />
            <TotalButton
                total=Total::Arrived
                glyph=Glyph::Arrived
                count=Signal::derive(move || summary.get().arrived)
                word=Signal::derive(|| t!("status-arrived"))
                note=Signal::derive(move || {
                    minutes(summary.get().longest_wait)
                        .map_or_else(|| t!("nobody-waits"), |time| t!("longest-wait", time = time))
                })
            />
            <TotalButton
                total=Total::InProgress
                glyph=Glyph::InProgress
                count=Signal::derive(move || summary.get().in_progress)
                word=Signal::derive(|| t!("status-in-progress"))
                note=Signal::derive(move || t!("overrunning-count", count = summary.get().overrunning))
            />
            <TotalButton
                total=Total::Completed
                glyph=Glyph::Completed
                count=Signal::derive(move || summary.get().completed)
                word=Signal::derive(|| t!("status-completed"))
                note=Signal::derive(move || t!("share-of-day", share = summary.get().completed_share()))
            />
            <TotalButton
                total=Total::Discontinued
                glyph=Glyph::Discontinued
                count=Signal::derive(move || summary.get().discontinued)
                word=Signal::derive(|| t!("status-discontinued"))
                note=Signal::derive(move || {
                    let summary = summary.get();
                    if summary.discontinued == 0 {
                        t!("none-today")
                    } else {
                        t!("no-reason-count", count = summary.without_reason)
                    }
                })
            />
            <TotalButton
                total=Total::Late
                glyph=Glyph::Late
                count=Signal::derive(move || summary.get().late)
                word=Signal::derive(|| t!("late"))
                note=Signal::derive(move || {
                    minutes(summary.get().longest_late)
                        .map_or_else(|| t!("all-on-time"), |time| t!("longest-late", time = time))
                })
            />
            <div class="summary-ring">
                {move || {
                    let summary = summary.get();
                    let share = summary.on_time_share();
                    view! {
                        <svg viewBox="0 0 36 36" aria-hidden="true">
                            <circle cx="18" cy="18" r="15" />
                            <circle
                                class="ring-part"
                                cx="18"
                                cy="18"
                                r="15"
                                pathLength="100"
                                stroke-dasharray=format!("{} 100", share.unwrap_or(0))
                            />
                        </svg>
                        <span>
                            <b>{share.map_or("–".to_owned(), |share| format!("{share} %"))}</b>
                            <span class="summary-word">{t!("on-time-starts")}</span>
                            <small>
                                {t!("on-time-note", count = summary.started_on_time, all = summary.started)}
                            </small>
                        </span>
                    }
                }}
            </div>
        </div>
    }
}

#[component]
fn TotalButton(
    total: Total,
    glyph: Glyph,
    count: Signal<u32>,
    word: Signal<String>,
    note: Signal<String>,
) -> impl IntoView {
    let desk = use_desk();
    let is_chosen = move || desk.total.get() == Some(total);
    let is_known = move || desk.store.get().frame.with(Option::is_some);
    view! {
        <button
            class="summary-total"
            aria-pressed=move || if is_chosen() { "true" } else { "false" }
            on:click=move |_| desk.total.update(|chosen| *chosen = (*chosen != Some(total)).then_some(total))
        >
            <GlyphView glyph />
            <span>
                <b>{move || if is_known() { count.get().to_string() } else { "–".to_owned() }}</b>
                <span class="summary-word">{move || word.get()}</span>
                <small>{move || is_known().then(|| note.get())}</small>
            </span>
        </button>
    }
}
