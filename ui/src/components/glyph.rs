//! The glyphs of states: each has its own silhouette, so that none depends on colour.

use leptos::prelude::*;

/// A state as a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// Planned.
    Scheduled,
    /// The patient is here.
    Arrived,
    /// The patient is prepared.
    Ready,
    /// Running.
    InProgress,
    /// Running longer than expected.
    Overrun,
    /// Nothing heard for too long, or another critical matter.
    Critical,
    /// Done.
    Completed,
    /// Stopped before it was done.
    Discontinued,
    /// Withdrawn.
    Canceled,
    /// Not started in time.
    Late,
    /// Not on the schedule.
    Unscheduled,
    /// A room from which nothing is heard.
    Silent,
    /// A room in which nothing runs.
    Idle,
    /// Good to know.
    Info,
    /// Performed as ordered, or decided.
    Reconciled,
}

impl Glyph {
    fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Arrived => "arrived",
            Self::Ready => "ready",
            Self::InProgress => "in-progress",
            Self::Overrun => "overrun",
            Self::Critical => "critical",
            Self::Completed => "completed",
            Self::Discontinued => "discontinued",
            Self::Canceled => "canceled",
            Self::Late => "late",
            Self::Unscheduled => "unscheduled",
            Self::Silent => "silent",
            Self::Idle => "idle",
            Self::Info => "info",
            Self::Reconciled => "reconciled",
        }
    }

    /// The parts that are filled.
    fn body(self) -> &'static str {
        match self {
            Self::Arrived => "M8 5.1a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 1 0 0-5.8z",
            Self::InProgress | Self::Completed => {
                "M8 1.4a6.6 6.6 0 1 0 0 13.2A6.6 6.6 0 1 0 8 1.4z"
            }
            Self::Overrun => "M8 .7L15.3 8 8 15.3.7 8z",
            Self::Critical => {
                "M8 1.2c.4 0 .7.2.9.6l6 11.1c.4.7-.1 1.5-.9 1.5H2c-.8 0-1.3-.8-.9-1.5l6-11.1c.2-.4.5-.6.9-.6z"
            }
            Self::Discontinued => "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z",
            Self::Scheduled
            | Self::Ready
            | Self::Canceled
            | Self::Late
            | Self::Unscheduled
            | Self::Silent
            | Self::Idle
            | Self::Info
            | Self::Reconciled => "",
        }
    }

    /// The lines drawn in the glyph's colour.
    fn lines(self) -> &'static str {
        match self {
            Self::Scheduled => "M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 1 0 8 2.6z",
            Self::Arrived => "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2z",
            Self::Ready => {
                "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2zM5.4 8.2l1.9 1.9 3.4-3.9"
            }
            Self::Canceled => "M8 2.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 1 0 8 2.4zM4.2 11.8l7.6-7.6",
            Self::Late => "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zM8 4.8V8.2l2.4 1.5",
            Self::Unscheduled => {
                "M2.2 4.6V3.2a1 1 0 0 1 1-1h1.4M7 2.2h2M11.4 2.2h1.4a1 1 0 0 1 1 1v1.4M13.8 7v2M13.8 11.4v1.4a1 1 0 0 1-1 1h-1.4M9 13.8H7M4.6 13.8H3.2a1 1 0 0 1-1-1v-1.4M2.2 9V7M8 5.2v5.6M5.2 8h5.6"
            }
            Self::Silent => {
                "M2.4 3.4a1 1 0 0 1 1-1h9.2a1 1 0 0 1 1 1v9.2a1 1 0 0 1-1 1H3.4a1 1 0 0 1-1-1zM4.6 11.4l6.8-6.8"
            }
            Self::Idle => "M3 8h10",
            Self::Reconciled => "M1.4 8.6l2.8 2.8L10.4 5M7.2 10.8l.6.6L14.2 5",
            Self::Info => "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zM8 7.4v3.4M8 5.1v.01",
            Self::InProgress
            | Self::Overrun
            | Self::Critical
            | Self::Completed
            | Self::Discontinued => "",
        }
    }

    /// The lines cut out of the filled parts.
    fn cut(self) -> &'static str {
        match self {
            Self::InProgress => "M6.6 5.4v5.2L10.8 8z",
            Self::Overrun => "M8 4.6v4M8 11v.01",
            Self::Critical => "M8 5.6v3.8M8 11.8v.01",
            Self::Completed => "M5 8.3l2.1 2.1L11 6.1",
            Self::Discontinued => "M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
            Self::Scheduled
            | Self::Arrived
            | Self::Ready
            | Self::Canceled
            | Self::Late
            | Self::Unscheduled
            | Self::Silent
            | Self::Idle
            | Self::Info
            | Self::Reconciled => "",
        }
    }
}

/// Draws a state's glyph in its colour; the word beside it says the same.
#[component]
pub fn GlyphView(
    /// Which; a signal, so that a card that changes its state keeps its element.
    #[prop(into)]
    glyph: Signal<Glyph>,
) -> impl IntoView {
    view! {
        <svg class="glyph" data-glyph=move || glyph.get().name() viewBox="0 0 16 16" aria-hidden="true">
            <path class="glyph-body" d=move || glyph.get().body() />
            <path class="glyph-lines" d=move || glyph.get().lines() />
            <path class="glyph-cut" d=move || glyph.get().cut() />
        </svg>
    }
}
