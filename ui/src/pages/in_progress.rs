//! The exams that run now, with what was heard of each.

use crate::{
    components::{
        glyph::{Glyph, GlyphView},
        loaded::{Empty, FailureBar, Skeleton},
    },
    format,
    live::use_live,
    missing::missing_now,
    route::Route,
    standing::{Look, Standing},
    t,
};
use contract::{ExamId, StepStatus, WallTime, board::ExamCard};
use leptos::prelude::*;

/// The exams that run now, the ones that need a look first.
#[component]
pub fn InProgressPage() -> impl IntoView {
    let live = use_live();
    let store = live.today;
    let order = Memo::new(move |_| -> Vec<ExamId> {
        let now = live.clock.now();
        let mut running: Vec<(u8, Option<WallTime>, ExamId)> = store.cards.with(|cards| {
            cards
                .values()
                .filter_map(|card| {
                    card.with(|card| {
                        (card.status == StepStatus::InProgress)
                            .then(|| (urgency(card, now), card.started, card.id.clone()))
                    })
                })
                .collect()
        });
        running.sort();
        running.into_iter().map(|(_, _, id)| id).collect()
    });
    let is_there = Memo::new(move |_| store.frame.with(Option::is_some));
    let has_failed = Memo::new(move |_| store.failure.with(Option::is_some));
    let is_empty = Memo::new(move |_| order.with(Vec::is_empty));
    view! {
        <Show when=move || has_failed.get()>
            <FailureBar
                failure=Signal::derive(move || store.failure.get())
                as_of=Signal::derive(move || live.as_of())
                again=Callback::new(move |()| live.again())
            />
        </Show>
        <Show
            when=move || is_there.get()
            fallback=move || (!has_failed.get()).then(|| view! { <Skeleton /> })
        >
            <Show
                when=move || !is_empty.get()
                fallback=|| {
                    view! {
                        <Empty line=Signal::derive(|| t!("nothing-runs"))>
                            <a class="button" href=Route::Board.href()>
                                {move || t!("open-board")}
                            </a>
                        </Empty>
                    }
                }
            >
                <div class="page">
                    <table class="table panel running">
                        <thead>
                            <tr>
                                <th scope="col">{move || t!("patient")}</th>
                                <th scope="col">{move || t!("room")}</th>
                                <th scope="col">{move || t!("elapsed")}</th>
                                <th scope="col">{move || t!("expected-end")}</th>
                                <th scope="col">{move || t!("reported")}</th>
                                <th scope="col">{move || t!("last-message-at")}</th>
                                <th scope="col">{move || t!("state")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || order.get() key=|id| id.clone() let:id>
                                {store.card(&id).map(|card| view! { <Row card /> })}
                            </For>
                        </tbody>
                    </table>
                </div>
            </Show>
        </Show>
    }
}

/// One running exam.
#[component]
fn Row(card: ArcRwSignal<ExamCard>) -> impl IntoView {
    let live = use_live();
    let card = RwSignal::from(card);
    let href = card.with_untracked(|card| Route::Exam(card.id.clone()).href());
    let standing = Memo::new(move |_| card.with(|card| Standing::of(card, live.clock.now())));
    let room = move || {
        let station = card.with(|card| card.station.clone());
        live.today.lanes.with(|lanes| {
            lanes
                .iter()
                .find(|lane| lane.station == station)
                .map(|lane| lane.name.clone())
        })
    };
    // Whole numbers of a hundredth, so that the bar is not drawn anew every second.
    let part = Memo::new(move |_| card.with(|card| part_done(card, live.clock.now())));
    let timer = move || {
        let started = card.with(|card| card.started)?;
        Some(stopwatch(live.clock.second() - started))
    };
    let reported = move || card.with(reported_words);
    let missing = Memo::new(move |_| card.with(|card| missing_now(card, live.clock.now())));
    let silence = move || {
        let last = card.with(|card| card.last_message)?;
        let minutes = format::minutes_between(last, live.clock.now());
        Some(t!(
            "heard-at",
            time = format::time(last),
            age = format::duration(minutes)
        ))
    };
    view! {
        <tr data-look=move || standing.get().look().name()>
            <td>
                <a class="running-patient" href=href>
                    <GlyphView glyph=Signal::derive(move || standing.get().look().glyph()) />
                    <span>
                        <b>{move || card.with(|card| format::name(&card.patient))}</b>
                        <span>
                            {move || card.with(|card| card.procedure.clone())}
                            <i>{move || card.with(|card| card.accession_number.clone())}</i>
                        </span>
                    </span>
                </a>
            </td>
            <td>{room}</td>
            <td>
                <span class="running-time">
                    <b>{timer}</b>
                    <span>{move || card.with(|card| t!("of-minutes", expected = card.expected_minutes))}</span>
                </span>
                <span
                    class="running-bar"
                    aria-hidden="true"
                    style:--part=move || format!("{}%", part.get())
                ></span>
            </td>
            <td>{move || card.with(|card| card.expected_end.map(format::time))}</td>
            <td>
                {reported}
                {move || missing.get().map(|words| view! { <span class="running-missing">"○ " {words}</span> })}
            </td>
            <td>{silence}</td>
            <td>
                <ul class="running-flags">
                    {move || {
                        let standing = standing.get();
                        card.with(|card| flags(card, &standing))
                            .into_iter()
                            .map(|(glyph, words)| view! { <li><GlyphView glyph />{words}</li> })
                            .collect_view()
                    }}
                </ul>
            </td>
        </tr>
    }
}

fn urgency(card: &ExamCard, now: WallTime) -> u8 {
    match Standing::of(card, now).look() {
        _ if card.patient_differs => 0,
        Look::Stuck => 1,
        _ if card.canceled_after_start => 2,
        Look::Overrun => 3,
        Look::Unscheduled => 4,
        Look::InProgress
        | Look::Scheduled
        | Look::Arrived
        | Look::Ready
        | Look::Late
        | Look::Completed
        | Look::Discontinued
        | Look::Canceled => 5,
    }
}

/// What holds of it, each with its own glyph.
fn flags(card: &ExamCard, standing: &Standing) -> Vec<(Glyph, String)> {
    let mut flags = Vec::new();
    if card.patient_differs {
        flags.push((Glyph::Critical, t!("patient-mismatch")));
    }
    if standing.stuck {
        flags.push((Glyph::Critical, t!("stuck")));
    } else if standing.overrun {
        flags.push((Glyph::Overrun, t!("overrunning")));
    }
    if card.canceled_after_start {
        flags.push((Glyph::Critical, t!("order-canceled")));
    }
    if standing.unscheduled {
        flags.push((Glyph::Unscheduled, t!("not-on-schedule")));
    }
    if flags.is_empty() {
        flags.push((Glyph::InProgress, t!("as-expected")));
    }
    flags
}

/// What was reported so far, against what the protocol catalogue expects where it says so.
fn reported_words(card: &ExamCard) -> String {
    let Some(progress) = &card.progress else {
        return match card.images {
            Some(images) => t!("series-and-images", series = card.series, images = images),
            None => t!("series-so-far", count = card.series),
        };
    };
    let series = t!(
        "series-of-expected",
        found = progress.found,
        expected = progress.expected
    );
    match card.images {
        Some(images) => format!("{series}, {}", t!("images-count", count = images)),
        None => series,
    }
}

/// Percent of the expected time that has passed, at most 100.
fn part_done(card: &ExamCard, now: WallTime) -> i64 {
    match (card.started, card.expected_end) {
        (Some(started), Some(end)) if end > started => {
            ((now - started) * 100 / (end - started)).clamp(0, 100)
        }
        _ => 0,
    }
}

/// `34:05`, with hours from the first hour on.
fn stopwatch(milliseconds: WallTime) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::tests::exam;

    #[test]
    fn the_stopwatch_shows_hours_when_there_are_any() {
        assert_eq!(stopwatch(34 * 60_000 + 5_000), "34:05");
        assert_eq!(stopwatch(112 * 60_000), "1:52:00");
        assert_eq!(stopwatch(-5), "00:00");
    }

    #[test]
    fn the_bar_ends_where_the_exam_should_end() {
        let card = ExamCard {
            started: Some(0),
            expected_end: Some(100),
            ..exam("s1", StepStatus::InProgress)
        };
        assert_eq!((part_done(&card, 40), part_done(&card, 400)), (40, 100));
    }

    #[test]
    fn what_was_reported_is_counted_against_what_is_expected() {
        let card = ExamCard {
            series: 5,
            images: Some(120),
            progress: Some(contract::board::SeriesProgress {
                found: 3,
                expected: 4,
                missing: vec!["Portal venous".to_owned()],
            }),
            ..exam("s1", StepStatus::InProgress)
        };
        assert_eq!(reported_words(&card), "3 of 4 series, 120 images");
    }

    #[test]
    fn another_patient_is_looked_at_first() {
        let differs = ExamCard {
            patient_differs: true,
            ..exam("s1", StepStatus::InProgress)
        };
        assert!(urgency(&differs, 0) < urgency(&exam("s2", StepStatus::InProgress), 0));
    }
}
