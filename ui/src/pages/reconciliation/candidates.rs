//! The orders an exam could belong to, likeliest first, with the reasons for and against.

use super::{
    desk::{QueueDesk, focus, use_queue_desk},
    words::{number, reason_words},
};
use crate::{
    backend,
    components::{
        icon::{Icon, IconView},
        loaded::sentence,
    },
    format, t,
};
use contract::{
    ExamId,
    reconciliation::{Candidate, DecisionKind, FindCandidates},
};
use leptos::{ev, prelude::*, task::spawn_local};
use std::time::Duration;

/// How long to wait for the next letter.
const TYPING: Duration = Duration::from_millis(200);
/// Fewer letters find too much.
const LETTERS: usize = 2;

/// The candidates; nothing when an order is not what the item needs.
#[component]
pub fn Candidates() -> impl IntoView {
    let desk = use_queue_desk();
    let offered = Memo::new(move |_| {
        let offers = desk.offers();
        offers.contains(&DecisionKind::Link) || offers.contains(&DecisionKind::Split)
    });
    view! {
        <Show when=move || offered.get()>
            <CandidateList />
        </Show>
    }
}

#[component]
fn CandidateList() -> impl IntoView {
    let desk = use_queue_desk();
    let is_split = Memo::new(move |_| {
        desk.draft
            .with(|draft| draft.chosen == Some(DecisionKind::Split))
    });
    let all = Memo::new(move |_| {
        let mut all = desk.case.with(|case| {
            let case = case.as_ref();
            case.map(|case| case.candidates.clone()).unwrap_or_default()
        });
        let found = desk.found.get();
        for candidate in found {
            if all.iter().all(|known| known.exam != candidate.exam) {
                all.push(candidate);
            }
        }
        all
    });
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    // Tab leads to the chosen one, or else to the first.
    let tab_stop = Memo::new(move |_| {
        all.with(|all| {
            let chosen = all
                .iter()
                .find(|one| desk.draft.with(|draft| draft.has_order(&one.exam)));
            chosen.or(all.first()).map(|one| one.exam.clone())
        })
    });
    let rows = move || {
        let several = is_split.get();
        let rows = all.get().into_iter().enumerate().map(move |(place, one)| {
            view! { <Row place candidate=one several tab_stop all /> }
        });
        rows.collect_view()
    };
    view! {
        <h3 class="case-label" id="candidates-label">
            {move || if is_split.get() { t!("choose-orders") } else { t!("candidate-orders") }}
        </h3>
        <Show
            when=move || !is_empty.get()
            fallback=|| view! { <p class="muted case-none">{move || t!("no-candidates")}</p> }
        >
            <div
                class="candidates"
                role=move || if is_split.get() { "group" } else { "radiogroup" }
                aria-labelledby="candidates-label"
            >
                {rows}
            </div>
        </Show>
        <FindOrder />
    }
}

#[component]
fn Row(
    place: usize,
    candidate: Candidate,
    several: bool,
    tab_stop: Memo<Option<ExamId>>,
    all: Memo<Vec<Candidate>>,
) -> impl IntoView {
    let desk = use_queue_desk();
    let exam = candidate.exam.clone();
    let own = exam.clone();
    let is_chosen = Memo::new(move |_| desk.draft.with(|draft| draft.has_order(&own)));
    let own = exam.clone();
    let is_tab_stop = Memo::new(move |_| tab_stop.get().as_ref() == Some(&own));
    let id = row_id(&exam);
    let planned = candidate.planned_start.map(|start| {
        let today = format::day_of(desk.live.clock.exact());
        format::moment(start, &today)
    });
    let room = [candidate.station_name.clone(), planned.unwrap_or_default()];
    let room: Vec<String> = room.into_iter().filter(|part| !part.is_empty()).collect();
    let reasons = candidate.reasons.iter().map(|reason| {
        let words = reason_words(reason.what, reason.agrees);
        let sign = if reason.agrees {
            view! { <IconView icon=Icon::Check /> }.into_any()
        } else {
            view! { <span aria-hidden="true">"≠"</span> }.into_any()
        };
        view! { <li data-agrees=reason.agrees.to_string()>{sign} {words}</li> }
    });
    let reasons: Vec<_> = reasons.collect();
    let key = (place < 9).then(|| (place + 1).to_string());
    let confidence = candidate.confidence;
    let for_click = exam.clone();
    view! {
        <div
            id=id
            class="candidate"
            role=if several { "checkbox" } else { "radio" }
            tabindex=move || if is_tab_stop.get() { "0" } else { "-1" }
            aria-checked=move || if is_chosen.get() { "true" } else { "false" }
            aria-keyshortcuts=key
            on:click=move |_| desk.take_order(&for_click)
            on:keydown=move |event| on_key(desk, &event, &exam, all)
        >
            <span class="candidate-mark" class:several=several aria-hidden="true">
                <IconView icon=Icon::Check />
            </span>
            <span class="candidate-part">
                <b>{confidence.to_string()}</b>
                " %"
                <i style:--part=format!("{confidence}%")></i>
            </span>
            <span class="candidate-words">
                <span class="one-line">
                    <b>{number(&candidate)}</b>
                    " "
                    {format::name(&candidate.patient)}
                    " · "
                    {candidate.procedure.clone()}
                    " · "
                    <span class="muted">{room.join(", ")}</span>
                </span>
                <ul>{reasons}</ul>
            </span>
        </div>
    }
}

fn row_id(exam: &ExamId) -> String {
    format!("order-{}", exam.0)
}

fn on_key(desk: QueueDesk, event: &ev::KeyboardEvent, exam: &ExamId, all: Memo<Vec<Candidate>>) {
    let by: isize = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => 1,
        "ArrowUp" | "ArrowLeft" => -1,
        " " => {
            event.prevent_default();
            desk.take_order(exam);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let next = all.with_untracked(|all| {
        let here = all.iter().position(|one| one.exam == *exam)?;
        let last = all.len().checked_sub(1)?;
        let next = all.get(here.saturating_add_signed(by).min(last))?;
        Some(next.exam.clone())
    });
    let Some(next) = next else {
        return;
    };
    // A radio follows the focus; a checkbox is only reached by it.
    let is_split = desk
        .draft
        .with_untracked(|draft| draft.chosen == Some(DecisionKind::Split));
    if !is_split {
        desk.take_order(&next);
    }
    focus(document().get_element_by_id(&row_id(&next)));
}

/// Finds an order that is not among the candidates.
#[component]
fn FindOrder() -> impl IntoView {
    let desk = use_queue_desk();
    let problem = RwSignal::new(None::<String>);
    let nothing = RwSignal::new(None::<String>);
    let asked = StoredValue::new(0_u32);
    let ask = debounce(TYPING, move |text: String| {
        let number = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        let (Some(number), Some(Some(id))) = (number, desk.selected.try_get_untracked()) else {
            return;
        };
        nothing.set(None);
        if text.trim().chars().count() < LETTERS {
            desk.found.set(Vec::new());
            return;
        }
        spawn_local(async move {
            let words = text.clone();
            let answer = backend::call(FindCandidates { id, text }).await;
            if asked.try_get_value() != Some(number) || desk.selected.get_untracked() != Some(id) {
                return;
            }
            match answer {
                Ok(found) => {
                    nothing.set(found.is_empty().then_some(words));
                    desk.found.set(found);
                    problem.set(None);
                }
                Err(failure) => problem.set(Some(sentence(&failure))),
            }
        });
    });
    let mut ask = ask;
    // Another item begins with an empty field.
    let text = RwSignal::new(String::new());
    Effect::new(move || {
        desk.selected.track();
        text.set(String::new());
        nothing.set(None);
        problem.set(None);
    });
    view! {
        <div class="find-order">
            <label>
                <IconView icon=Icon::Search />
                <input
                    type="search"
                    aria-label=move || t!("find-order")
                    placeholder=move || t!("find-order")
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        ask(event_target_value(&event));
                    }
                />
            </label>
            {move || nothing.get().map(|text| view! { <p class="muted" role="status">{t!("nothing-found", text = text)}</p> })}
            {move || problem.get().map(|words| view! { <p class="problem" role="alert">{words}</p> })}
        </div>
    }
}
