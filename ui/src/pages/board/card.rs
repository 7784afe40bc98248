//! One exam in its lane.

use super::{
    desk::use_desk,
    face::{Face, label},
    layout::{Place, Size},
};
use crate::components::{
    discrepancy::severity_glyph,
    glyph::{Glyph, GlyphView},
};
use contract::{StepStatus, board::ExamCard};
use leptos::{html, prelude::*};
use std::fmt::Write;

/// A card; it takes its place from the lane and its words from the exam.
#[component]
pub fn Card(
    /// The exam.
    card: ArcRwSignal<ExamCard>,
    /// The places of the lane.
    places: Memo<Vec<Place>>,
    /// The lane's name.
    room: Signal<String>,
) -> impl IntoView {
    let desk = use_desk();
    let card = RwSignal::from(card);
    let id = card.with_untracked(|card| card.id.clone());
    let place = Memo::new({
        let id = id.clone();
        move |before: Option<&Option<Place>>| {
            let here = places.with(|places| places.iter().find(|place| place.id == id).cloned());
            here.or_else(|| before.cloned().flatten())
        }
    });
    // Only exams that wait or run change with the clock.
    let moves = Memo::new(move |_| card.with(|card| changes_with_time(card.status)));
    let now = move || {
        if moves.get() {
            desk.now().unwrap_or_default()
        } else {
            0
        }
    };
    let room_for_text = Memo::new(move |_| {
        place.with(|place| {
            place
                .as_ref()
                .map_or((Size::Tick, 0), |place| (place.size, whole(place.width)))
        })
    });
    let face = Memo::new(move |_| {
        let (size, width) = room_for_text.get();
        card.with(|card| Face::of(card, now(), size, f64::from(width)))
    });
    let cell = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let Some(cell) = cell.get() else { return };
        let css = place.with(|place| place.as_ref().map(geometry).unwrap_or_default());
        // Through the object model, which the content security policy allows.
        web_sys::HtmlElement::style(&cell).set_css_text(&css);
    });
    Effect::new(move |before: Option<(i64, bool)>| {
        let revision = card.with(|card| card.revision);
        let (known, odd) = before.unwrap_or((revision, false));
        let odd = if known == revision { odd } else { !odd };
        if known != revision
            && let Some(cell) = cell.get_untracked()
        {
            let _ = cell.set_attribute("data-fresh", if odd { "odd" } else { "even" });
        }
        (revision, odd)
    });
    let is_tab_stop = {
        let id = id.clone();
        Memo::new(move |_| desk.tab_stop_is(&id))
    };
    let stacked = move || place.with(|place| place.as_ref().map_or(1, |place| place.rows).min(3));
    view! {
        <div
            class="cell"
            role="gridcell"
            node_ref=cell
            data-look=move || face.with(|face| face.look.name())
            data-size=move || room_for_text.get().0.name()
            data-rows=stacked
            class:notch=move || face.with(|face| face.notch)
        >
            <button
                class="card"
                data-exam=id.0
                tabindex=move || if is_tab_stop.get() { "0" } else { "-1" }
            >
                // The shortened words are for the eye; the name says the same and more.
                <span class="hidden-text">
                    {move || card.with(|card| label(card, now(), &room.get()))}
                </span>
                <span class="card-words" aria-hidden="true">
                    {move || words(face.get(), room_for_text.get().0)}
                </span>
            </button>
        </div>
    }
}

fn words(face: Face, size: Size) -> impl IntoView {
    if size == Size::Tick {
        return view! { <GlyphView glyph=face.glyph /> }.into_any();
    }
    view! {
        <span class="card-name">
            <GlyphView glyph=face.glyph />
            <span class="one-line">{face.name}</span>
            {face.critical.then(|| view! { <span class="card-critical"><GlyphView glyph=Glyph::Critical /></span> })}
            {face
                .open
                .map(|severity| view! { <span class="card-critical"><GlyphView glyph=severity_glyph(severity) /></span> })}
        </span>
        {(!face.what.is_empty()).then(|| view! { <span class="card-what one-line">{face.what}</span> })}
        <span class="card-foot">
            {(!face.number.is_empty()).then(|| view! { <span class="one-line">{face.number}</span> })}
            {(!face.status.is_empty()).then(|| view! { <b>{face.status}</b> })}
        </span>
    }
    .into_any()
}

fn changes_with_time(status: StepStatus) -> bool {
    match status {
        StepStatus::Scheduled
        | StepStatus::Arrived
        | StepStatus::Ready
        | StepStatus::InProgress => true,
        StepStatus::Completed | StepStatus::Discontinued | StepStatus::Canceled => false,
    }
}

fn geometry(place: &Place) -> String {
    let mut css = format!(
        "--x:{:.1}px;--w:{:.1}px;--row:{};--rows:{};",
        place.left, place.width, place.row, place.rows
    );
    if let (Some(elapsed), Some(expected)) = (place.elapsed, place.expected) {
        let _ = write!(css, "--elapsed:{elapsed:.1}px;--expected:{expected:.1}px;");
    }
    css
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a card is narrower than a screen"
)]
fn whole(pixels: f64) -> u32 {
    pixels as u32
}
