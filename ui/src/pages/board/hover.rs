//! The card in full, beside the one under the pointer or the focus.

use super::{
    desk::{step_of, use_desk},
    face::{elapsed_of, open_words, status_words},
};
use crate::{
    components::{
        glyph::GlyphView,
        status::status_word,
        step_actions::{StepAction, use_step_actions},
    },
    format,
    missing::missing_now,
    route::Route,
    standing::Standing,
    t,
};
use contract::{ExamId, WallTime, board::ExamCard};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

const AFTER: Duration = Duration::from_millis(300);
const WIDTH: f64 = 300.0;

#[derive(Debug, Clone, PartialEq)]
struct Shown {
    id: ExamId,
    left: f64,
    top: f64,
    bottom: f64,
}

/// What is shown and what will be.
#[derive(Clone, Copy)]
pub struct Hover {
    shown: RwSignal<Option<Shown>>,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Hover {
    /// Made once by the timeline.
    pub fn start() -> Self {
        Self {
            shown: RwSignal::new(None),
            pending: StoredValue::new(None),
        }
    }

    /// The pointer or the focus is on a card.
    pub fn over(&self, id: ExamId, card: &web_sys::HtmlElement) {
        let place = card.get_bounding_client_rect();
        let next = Shown {
            id,
            left: place.left(),
            top: place.top(),
            bottom: place.bottom(),
        };
        if self.shown.try_get_untracked().flatten().as_ref() == Some(&next) {
            self.cancel();
            return;
        }
        let shown = self.shown;
        self.after(move || drop(shown.try_set(Some(next))));
    }

    /// The pointer or the focus left.
    pub fn leave(&self) {
        let shown = self.shown;
        self.after(move || drop(shown.try_set(None)));
    }

    /// Hides it at once.
    pub fn hide(&self) {
        self.cancel();
        let _ = self.shown.try_set(None);
    }

    fn cancel(&self) {
        // The last focus event of a card comes when the board is already gone.
        if let Some(pending) = self.pending.try_get_value().flatten() {
            pending.clear();
        }
        let _ = self.pending.try_set_value(None);
    }

    fn after(&self, run: impl FnOnce() + 'static) {
        self.cancel();
        let pending = set_timeout_with_handle(run, AFTER).ok();
        let _ = self.pending.try_set_value(pending);
    }
}

/// The card in full.
#[component]
pub fn HoverCard(
    /// What to show.
    hover: Hover,
) -> impl IntoView {
    let desk = use_desk();
    on_cleanup(move || hover.cancel());
    view! {
        {move || {
            let shown = hover.shown.get()?;
            let card = desk.store.get().card(&shown.id)?;
            let right_edge = window().inner_width().ok()?.as_f64()?;
            let below = window().inner_height().ok()?.as_f64()? - shown.bottom > 250.0;
            let left = format!("{}px", shown.left.min(right_edge - WIDTH - 12.0).max(8.0));
            let from_bottom = window().inner_height().ok()?.as_f64()? - shown.top + 6.0;
            let (top, bottom) = if below {
                (format!("{}px", shown.bottom + 6.0), "auto".to_owned())
            } else {
                ("auto".to_owned(), format!("{from_bottom}px"))
            };
            Some(
                view! {
                    <div
                        class="hover-card"
                        style:left=left
                        style:top=top
                        style:bottom=bottom
                        on:pointerenter=move |_| hover.cancel()
                        on:pointerleave=move |_| hover.leave()
                    >
                        {move || facts(&card.get(), desk.now().unwrap_or_default())}
                        {actions(&shown.id, hover)}
                    </div>
                },
            )
        }}
    }
}

fn facts(card: &ExamCard, now: WallTime) -> impl IntoView + use<> {
    let standing = Standing::of(card, now);
    let status = status_words(card, &standing);
    let state = if status.is_empty() {
        status_word(card.status)
    } else {
        status
    };
    let images = card.images.map_or_else(
        || t!("series-so-far", count = card.series),
        |images| t!("series-and-images", series = card.series, images = images),
    );
    let rows = [
        (t!("accession"), card.accession_number.clone()),
        (t!("patient-id"), card.patient_id.clone()),
        (
            t!("planned"),
            card.planned_start.map(format::time).unwrap_or_default(),
        ),
        (
            t!("started"),
            card.started.map(format::time).unwrap_or_default(),
        ),
        (
            t!("ended"),
            card.ended.map(format::time).unwrap_or_default(),
        ),
        (
            t!("elapsed"),
            standing
                .elapsed
                .map(|_| elapsed_of(card, &standing))
                .unwrap_or_default(),
        ),
        (
            t!("reported"),
            if card.performed_steps > 0 {
                images
            } else {
                String::new()
            },
        ),
        (
            t!("protocol"),
            card.progress
                .as_ref()
                .map(|progress| {
                    t!(
                        "series-of-expected",
                        found = progress.found,
                        expected = progress.expected
                    )
                })
                .unwrap_or_default(),
        ),
        (
            t!("last-message-at"),
            card.last_message.map(format::time).unwrap_or_default(),
        ),
    ];
    view! {
        <header>
            <GlyphView glyph=standing.look().glyph() />
            <b>{format::name(&card.patient)}</b>
        </header>
        <p>{card.procedure.clone()}</p>
        <p class="hover-state" data-look=standing.look().name()>
            {state}
            {card.patient_differs.then(|| format!(". {}", t!("patient-mismatch")))}
            {card.canceled_after_start.then(|| format!(". {}", t!("order-canceled")))}
        </p>
        {(!card.discrepancies.is_empty())
            .then(|| view! { <p class="hover-open">{t!("open-in-queue", kinds = open_words(card))}</p> })}
        {missing_now(card, now).map(|words| view! { <p class="hover-missing">"○ " {words}</p> })}
        <dl>
            {rows
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
                .collect_view()}
        </dl>
    }
}

fn actions(id: &ExamId, hover: Hover) -> impl IntoView + use<> {
    let desk = use_desk();
    let steps = use_step_actions();
    let card = desk.store.get_untracked().card(id);
    let open = Route::Exam(id.clone());
    let allowed = move || {
        let step = card.as_ref().map(|card| card.with(step_of))?;
        let buttons = StepAction::allowed(&step)
            .into_iter()
            .take(2)
            .map(|action| {
                let step = step.clone();
                view! {
                    <button
                        class="button small"
                        tabindex="-1"
                        on:click=move |_| {
                            hover.hide();
                            steps.run(step.clone(), action);
                        }
                    >
                        {action.words()}
                    </button>
                }
            })
            .collect_view();
        Some(buttons)
    };
    view! {
        <footer>
            <button
                class="button small primary"
                tabindex="-1"
                on:click=move |_| {
                    hover.hide();
                    open.open();
                }
            >
                {t!("action-open")}
            </button>
            {allowed}
        </footer>
    }
}
