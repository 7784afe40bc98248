//! One exam in full: who, what was ordered, what happened when, what was reported.

mod adherence;
mod charges;
mod comparison;
mod consumption;
mod header;
mod open_items;
mod order_facts;
mod performed;
pub mod raw;
mod spans;
mod timeline;
mod tree;

use crate::{
    components::{
        deviation::deviation_words, loaded::Loaded, shortcuts::single_key, top_bar::Crumbs,
    },
    format,
    live::{fetched::fetched, topics::Topic, use_live},
    t,
};
use charges::ChargesPanel;
use comparison::Comparison;
use consumption::consumption_panel;
use contract::{
    ExamId,
    deviation::Deviation,
    exam::{ExamView, PerformedStep, ShowExam},
};
use header::ExamHeader;
use leptos::{ev, prelude::*};
use open_items::OpenItems;
use order_facts::OrderFacts;
use performed::{Judged, performed_panel};
use raw::RawMessages;
use timeline::Timeline;

/// One exam in full.
#[component]
pub fn ExamPage(
    /// Which.
    id: ExamId,
) -> impl IntoView {
    let crumbs: Crumbs = expect_context();
    let request = ShowExam { id: id.clone() };
    let exam = fetched(move || Some(request.clone()), vec![Topic::Exam(id)]);
    Effect::new(move || {
        let place = exam.value.with(|exam| exam.as_ref().map(place_of));
        crumbs.0.set(place.unwrap_or_default());
    });
    on_cleanup(move || crumbs.0.set(Vec::new()));
    view! {
        <div class="page exam">
            <Loaded fetched=exam let:view>
                <Exam view />
            </Loaded>
        </div>
    }
}

/// Station, day and accession number.
fn place_of(exam: &ExamView) -> Vec<String> {
    let mut place = vec![exam.station_name.clone(), format::day_short(&exam.card.day)];
    if exam.card.accession_number.is_empty() {
        place.push(t!("exam-without-accession"));
    } else {
        place.push(exam.card.accession_number.clone());
    }
    place.retain(|part| !part.is_empty());
    place
}

#[component]
fn Exam(view: Signal<ExamView>) -> impl IntoView {
    let shown_message = RwSignal::new(None::<i64>);
    let messages = Memo::new(move |_| view.with(|view| view.messages.clone()));
    let open_last = move || {
        let last = messages.with_untracked(|messages| messages.last().map(|head| head.id));
        shown_message.update(|shown| *shown = if shown.is_some() { None } else { last });
    };
    let handle = window_event_listener(ev::keydown, move |event| {
        if single_key(&event).is_some_and(|key| key == "r") {
            event.prevent_default();
            open_last();
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <ExamHeader view raw=shown_message toggle_raw=Callback::new(move |()| open_last()) />
        <div class="exam-body">
            <Timeline view shown_message />
            <div class="exam-facts" tabindex="0" role="region" aria-label=move || t!("exam")>
                <Facts view />
            </div>
            <Show when=move || shown_message.with(Option::is_some)>
                <RawMessages messages shown=shown_message />
            </Show>
        </div>
    }
}

#[component]
fn Facts(view: Signal<ExamView>) -> impl IntoView {
    let live = use_live();
    let steps = Memo::new(move |_| view.with(|view| view.performed_steps.clone()));
    let count = Memo::new(move |_| steps.with(Vec::len));
    let adherence = Memo::new(move |_| view.with(|view| view.adherence.clone()));
    let station_name = move |ae_title: &str| {
        live.today.lanes.with(|lanes| {
            let lane = lanes.iter().find(|lane| lane.station == ae_title);
            lane.map_or_else(|| ae_title.to_owned(), |lane| lane.name.clone())
        })
    };
    let panels = move || {
        let count = count.get();
        let adherence = adherence.get();
        let panel = |(position, step): (usize, PerformedStep)| {
            let station = station_name(&step.station_ae_title);
            let consumption = consumption_panel(&step, station.clone());
            let number = (count > 1).then_some(position + 1);
            let judged = Judged {
                adherence: adherence.as_ref(),
                // It is the exam's: said once, after its last series.
                is_said_here: position + 1 == count,
            };
            (
                performed_panel(step, &station, number, &judged),
                consumption,
            )
        };
        steps
            .get()
            .into_iter()
            .enumerate()
            .map(panel)
            .collect_view()
    };
    let exam = view.with_untracked(|view| view.card.id.clone());
    let charges = view! { <ChargesPanel exam /> };
    view! {
        <OpenItems view />
        {panels}
        {charges}
        <Comparison view />
        <OrderFacts view />
        <Conformance steps />
    }
}

/// What the messages lacked or had wrong, for who looks after the devices.
#[component]
fn Conformance(steps: Memo<Vec<PerformedStep>>) -> impl IntoView {
    let notes = Memo::new(move |_| {
        steps.with(|steps| {
            let notes = steps
                .iter()
                .flat_map(|step| step.conformance.iter().cloned());
            notes.collect::<Vec<Deviation>>()
        })
    });
    view! {
        <Show when=move || notes.with(|notes| !notes.is_empty())>
            <details class="panel conformance">
                <summary>
                    <h2>{move || t!("exam-conformance")}</h2>
                    <span class="muted">{move || t!("exam-conformance-count", count = notes.with(Vec::len))}</span>
                </summary>
                <ul>{move || notes.get().into_iter().map(|note| view! { <li>{deviation_words(&note)}</li> }).collect_view()}</ul>
            </details>
        </Show>
    }
}
