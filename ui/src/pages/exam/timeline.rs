//! What happened to the exam, oldest first, with the time between.

use crate::{
    components::{
        discrepancy::{decision_word, kind_word},
        glyph::{Glyph, GlyphView},
    },
    format,
    live::use_live,
    t,
};
use contract::{
    Day, StepStatus, WallTime,
    exam::{ExamView, TimelineEntry, TimelineKind},
};
use leptos::prelude::*;

/// What goes on between an event and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stretch {
    /// Nothing in particular.
    Plain,
    /// The patient waits.
    Waiting,
    /// The scanner scans.
    Scanning,
}

impl Stretch {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Waiting => "waiting",
            Self::Scanning => "scanning",
        }
    }
}

/// An event with what goes on after it and for how long; the last one goes on until now.
#[derive(Clone, PartialEq)]
struct Node {
    entry: TimelineEntry,
    after: Stretch,
    lasts: Option<WallTime>,
    goes_on: bool,
}

/// The events with the stretches between them. `open` is now, if the exam is still under way.
fn nodes(timeline: &[TimelineEntry], open: Option<WallTime>) -> Vec<Node> {
    let mut stretch = Stretch::Plain;
    let nexts = timeline
        .iter()
        .skip(1)
        .map(|entry| (Some(entry.time), false));
    let nexts = nexts.chain([(open, open.is_some())]);
    let nodes = timeline.iter().zip(nexts).map(|(entry, (next, goes_on))| {
        stretch = match &entry.kind {
            TimelineKind::Arrived | TimelineKind::Ready => Stretch::Waiting,
            TimelineKind::Started | TimelineKind::Reported { .. } => Stretch::Scanning,
            TimelineKind::Edited { .. }
            | TimelineKind::Decided { .. }
            | TimelineKind::Refused { .. } => stretch,
            TimelineKind::Ordered { .. }
            | TimelineKind::BackToScheduled
            | TimelineKind::Canceled
            | TimelineKind::Undone
            | TimelineKind::Completed { .. }
            | TimelineKind::Discontinued { .. } => Stretch::Plain,
        };
        let lasts = next
            .map(|next| next - entry.time)
            .filter(|lasts| *lasts >= 1000);
        Node {
            entry: entry.clone(),
            after: stretch,
            lasts,
            goes_on,
        }
    });
    nodes.collect()
}

/// The timeline of an exam.
#[component]
pub fn Timeline(
    /// The exam.
    view: Signal<ExamView>,
    /// The message to show.
    shown_message: RwSignal<Option<i64>>,
) -> impl IntoView {
    let live = use_live();
    let day = Memo::new(move |_| view.with(|view| view.card.day.clone()));
    let nodes = Memo::new(move |_| {
        let now = live.clock.now();
        view.with(|view| {
            let open = matches!(
                view.card.status,
                StepStatus::Arrived | StepStatus::Ready | StepStatus::InProgress
            );
            nodes(&view.timeline, open.then(|| now.max(view.now)))
        })
    });
    let count = Memo::new(move |_| nodes.with(Vec::len));
    let node = move |position: usize| {
        let node = Memo::new(move |_| nodes.with(|nodes| nodes.get(position).cloned()));
        view! { <NodeView node day shown_message /> }
    };
    view! {
        <section class="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">{move || t!("timeline")}</h2>
            <ol>
                <For each=move || 0..count.get() key=|position| *position children=node />
            </ol>
        </section>
    }
}

#[component]
fn NodeView(
    node: Memo<Option<Node>>,
    day: Memo<Day>,
    shown_message: RwSignal<Option<i64>>,
) -> impl IntoView {
    let event = Memo::new(move |_| node.with(|node| node.as_ref().map(|node| node.entry.clone())));
    let stretch = move || node.with(|node| node.as_ref().map(|node| node.after));
    let lasts = move || {
        node.with(|node| {
            let node = node.as_ref()?;
            // What goes on is told in minutes, so that the words do not change all the time.
            Some(if node.goes_on {
                format::duration(node.lasts? / format::MINUTE)
            } else {
                format::duration_exact(node.lasts?)
            })
        })
    };
    let content = move || {
        let entry = event.get()?;
        let (glyph, title, sub) = words(&entry);
        let title = match entry.message {
            Some(message) => {
                let current = move || (shown_message.get() == Some(message)).then_some("true");
                view! {
                    <button
                        class="timeline-open"
                        title=t!("exam-show-message")
                        aria-current=current
                        on:click=move |_| shown_message.set(Some(message))
                    >
                        {title}
                    </button>
                }
                .into_any()
            }
            None => view! { <b>{title}</b> }.into_any(),
        };
        let other_day = (format::day_of(entry.time) != day.get())
            .then(|| format::day_short(&format::day_of(entry.time)));
        Some(view! {
            <time>{format::time_with_seconds(entry.time)} {other_day.map(|day| view! { <span>{day}</span> })}</time>
            <span class="timeline-node">
                <GlyphView glyph />
            </span>
            <div class="timeline-text">{title} <p>{sub}</p></div>
        })
    };
    view! {
        <li data-after=move || stretch().map(Stretch::name)>
            {content}
            {move || {
                lasts()
                    .map(|lasts| {
                        let words = match stretch() {
                            Some(Stretch::Waiting) => t!("timeline-waiting", duration = lasts),
                            Some(Stretch::Plain | Stretch::Scanning) | None => lasts,
                        };
                        view! { <span class="timeline-lasts">{words}</span> }
                    })
            }}
        </li>
    }
}

/// The glyph, the event and what to know of it.
fn words(entry: &TimelineEntry) -> (Glyph, String, String) {
    let by = entry.by.clone();
    let by_person = || {
        if by.is_empty() {
            String::new()
        } else {
            t!("by", who = by.clone())
        }
    };
    let message = |service: &'static str| t!("from-device", service = service, device = by.clone());
    match &entry.kind {
        TimelineKind::Ordered { source } => {
            let source = match source.as_str() {
                "csv" => t!("source-csv"),
                "manual" => t!("source-manual"),
                "simulated" => t!("source-simulated"),
                other => other.to_owned(),
            };
            (
                Glyph::Scheduled,
                t!("ordered"),
                joined(&[source, by_person()]),
            )
        }
        TimelineKind::Edited { fields } => {
            let sub = joined(&[
                fields.join(", ").replace("Step", "\u{200b}Step\u{200b}"),
                by_person(),
            ]);
            (Glyph::Info, t!("timeline-edited"), sub)
        }
        TimelineKind::Arrived => (Glyph::Arrived, t!("status-arrived"), by_person()),
        TimelineKind::Ready => (Glyph::Ready, t!("status-ready"), by_person()),
        TimelineKind::BackToScheduled => (Glyph::Scheduled, t!("timeline-back"), by_person()),
        TimelineKind::Canceled => (Glyph::Canceled, t!("status-canceled"), by_person()),
        TimelineKind::Undone => (Glyph::Info, t!("timeline-undone"), by_person()),
        TimelineKind::Started => (
            Glyph::InProgress,
            t!("status-in-progress"),
            message("N-CREATE"),
        ),
        TimelineKind::Reported { series, images } => (
            Glyph::Scheduled,
            t!("timeline-reported", count = *series),
            joined(&[message("N-SET"), images_words(*images)]),
        ),
        TimelineKind::Completed { series, images } => (
            Glyph::Completed,
            t!("status-completed"),
            joined(&[
                message("N-SET"),
                t!("series-count", count = *series),
                images_words(*images),
            ]),
        ),
        TimelineKind::Discontinued { reason } => {
            let reason = match reason {
                Some(reason) if !reason.meaning.is_empty() => reason.meaning.clone(),
                Some(reason) => format!("{} {}", reason.scheme, reason.value),
                None => t!("without-reason"),
            };
            let sub = joined(&[reason, message("N-SET")]);
            (Glyph::Discontinued, t!("status-discontinued"), sub)
        }
        TimelineKind::Decided {
            decision,
            about,
            note,
        } => (
            Glyph::Info,
            decision_word(*decision),
            joined(&[kind_word(*about), note.clone(), by_person()]),
        ),
        TimelineKind::Refused { service, comment } => {
            let title = t!("timeline-refused", service = service.clone());
            let status = t!("status-code", status = entry.status.clone());
            (Glyph::Critical, title, joined(&[status, comment.clone()]))
        }
    }
}

fn images_words(images: Option<u32>) -> String {
    images
        .map(|images| t!("images-count", count = images))
        .unwrap_or_default()
}

fn joined(parts: &[String]) -> String {
    let parts = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str);
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(time: WallTime, kind: TimelineKind) -> TimelineEntry {
        TimelineEntry {
            time,
            kind,
            by: String::new(),
            status: String::new(),
            message: None,
        }
    }

    #[test]
    fn each_stretch_lasts_until_the_next_event() {
        let timeline = [
            entry(0, TimelineKind::Arrived),
            entry(60_000, TimelineKind::Started),
            entry(60_500, TimelineKind::Undone),
        ];
        let stretches: Vec<_> = nodes(&timeline, None)
            .iter()
            .map(|node| (node.after, node.lasts))
            .collect();
        assert_eq!(
            stretches,
            [
                (Stretch::Waiting, Some(60_000)),
                (Stretch::Scanning, None),
                (Stretch::Plain, None),
            ]
        );
    }

    #[test]
    fn a_change_of_the_order_does_not_end_the_wait() {
        let timeline = [
            entry(0, TimelineKind::Arrived),
            entry(30_000, TimelineKind::Edited { fields: Vec::new() }),
        ];
        let last = nodes(&timeline, Some(90_000)).pop().unwrap();
        assert_eq!((last.after, last.lasts), (Stretch::Waiting, Some(60_000)));
    }
}
