//! The decision: what can be decided, what it changes, and the one button that does it.

use super::{
    desk::{QueueDesk, focus, use_queue_desk},
    draft::{asks_for_side, candidate, key_of},
    forms::DecisionForm,
    words::{Sign, consequence_words, decision_icon, missing_words, obstacle_words, primary_words},
};
use crate::{
    components::{
        discrepancy::{decision_word, kind_word},
        glyph::GlyphView,
        icon::{Icon, IconView},
    },
    t,
};
use contract::reconciliation::{Consequence, DecisionKind};
use leptos::{ev, prelude::*};

/// The pane at the right.
#[component]
pub fn DecisionPane() -> impl IntoView {
    let desk = use_queue_desk();
    let is_there = Memo::new(move |_| desk.case.with(Option::is_some));
    view! {
        <aside class="decision-pane" aria-label=move || t!("decide")>
            <header>
                <h2>{move || t!("decide")}</h2>
                <span class="muted">{move || t!("keys-anywhere")}</span>
            </header>
            <Show when=move || is_there.get()>
                <Panel />
            </Show>
        </aside>
    }
}

#[component]
fn Panel() -> impl IntoView {
    let desk = use_queue_desk();
    let offers = Memo::new(move |_| desk.offers());
    let many = Memo::new(move |_| desk.together().len());
    let kind = move || {
        desk.case
            .with(|case| case.as_ref().map(|case| kind_word(case.item.kind)))
    };
    view! {
        <form
            class="decision-form"
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                desk.confirm();
            }
        >
            <div class="decision-scroll">
                <Show when=move || { many.get() > 1 }>
                    <p class="decision-many" role="status">
                        {move || t!("decides-many", count = many.get(), kind = kind().unwrap_or_default())}
                    </p>
                </Show>
                <div class="decisions" role="radiogroup" aria-label=move || t!("decision")>
                    <For each=move || offers.get() key=|decision| *decision let:decision>
                        <Offered decision offers />
                    </For>
                </div>
                <Note />
            </div>
            <Foot />
        </form>
    }
}

#[component]
fn Offered(decision: DecisionKind, offers: Memo<Vec<DecisionKind>>) -> impl IntoView {
    let desk = use_queue_desk();
    let is_chosen = Memo::new(move |_| desk.draft.with(|draft| draft.chosen == Some(decision)));
    let is_tab_stop = Memo::new(move |_| {
        let chosen = desk.draft.with(|draft| draft.chosen);
        let offers = offers.get();
        match chosen.filter(|chosen| offers.contains(chosen)) {
            Some(chosen) => chosen == decision,
            None => offers.first() == Some(&decision),
        }
    });
    let forbidden = Memo::new(move |_| {
        desk.case.with(|case| {
            let case = case.as_ref()?;
            let offer = case.decisions.iter().find(|one| one.decision == decision)?;
            offer.forbidden
        })
    });
    let key = key_of(decision);
    view! {
        <div class="decision" class:chosen=move || is_chosen.get()>
            <button
                type="button"
                id=option_id(decision)
                class="decision-head"
                role="radio"
                aria-checked=move || if is_chosen.get() { "true" } else { "false" }
                aria-disabled=move || forbidden.with(|forbidden| forbidden.is_some()).then_some("true")
                aria-keyshortcuts=key
                title=move || forbidden.get().map(obstacle_words)
                tabindex=move || if is_tab_stop.get() { "0" } else { "-1" }
                on:click=move |_| desk.choose(decision)
                on:keydown=move |event| on_key(desk, &event, decision, offers)
            >
                <IconView icon=decision_icon(decision) />
                <span>{move || decision_word(decision)}</span>
                {(decision == DecisionKind::WrongEntry).then(|| view! { <span class="decision-code">"110514"</span> })}
                <kbd>{key}</kbd>
            </button>
            <Show when=move || is_chosen.get()>
                <div class="decision-body">
                    {move || forbidden.get().map(|obstacle| view! { <p class="problem">{obstacle_words(obstacle)}</p> })}
                    <Changes decision />
                    <SideCheck />
                    <DecisionForm decision />
                </div>
            </Show>
        </div>
    }
}

fn option_id(decision: DecisionKind) -> String {
    format!("decision-{}", key_of(decision))
}

fn on_key(
    desk: QueueDesk,
    event: &ev::KeyboardEvent,
    decision: DecisionKind,
    offers: Memo<Vec<DecisionKind>>,
) {
    let by: isize = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => 1,
        "ArrowUp" | "ArrowLeft" => -1,
        _ => return,
    };
    event.prevent_default();
    let next = offers.with_untracked(|offers| {
        let here = offers.iter().position(|one| *one == decision)?;
        let last = offers.len().checked_sub(1)?;
        offers
            .get(here.saturating_add_signed(by).min(last))
            .copied()
    });
    if let Some(next) = next {
        desk.choose(next);
        focus(document().get_element_by_id(&option_id(next)));
    }
}

/// What the decision changes, told before it is made.
#[component]
fn Changes(decision: DecisionKind) -> impl IntoView {
    let desk = use_queue_desk();
    let changes = Memo::new(move |_| -> Vec<Consequence> {
        let Some(case) = desk.case.get() else {
            return Vec::new();
        };
        let order = desk.draft.with(|draft| draft.order.clone());
        desk.found.with(|found| {
            if decision == DecisionKind::Link {
                let order = order.and_then(|exam| candidate(&exam, &case, found));
                return order
                    .map(|order| order.consequences.clone())
                    .unwrap_or_default();
            }
            let offer = case.decisions.iter().find(|one| one.decision == decision);
            offer
                .map(|offer| offer.consequences.clone())
                .unwrap_or_default()
        })
    });
    let line = |consequence: Consequence| {
        let (sign, words) = consequence_words(&consequence);
        let sign = match sign {
            Sign::Glyph(glyph) => view! { <GlyphView glyph /> }.into_any(),
            Sign::Icon(icon) => view! { <IconView icon /> }.into_any(),
        };
        view! { <li>{sign} <span>{words}</span></li> }
    };
    view! {
        <Show when=move || changes.with(|changes| !changes.is_empty())>
            <h3>{move || t!("what-changes")}</h3>
            <ul class="changes">{move || changes.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

/// A person confirms the side where it was read from texts or differs.
#[component]
fn SideCheck() -> impl IntoView {
    let desk = use_queue_desk();
    let asks = Memo::new(move |_| {
        let Some(case) = desk.case.get() else {
            return false;
        };
        let orders = desk.draft.with(|draft| draft.chosen_orders());
        desk.found
            .with(|found| asks_for_side(&orders, &case, found))
    });
    let station = move || {
        desk.case.with(|case| {
            let case = case.as_ref();
            case.map(|case| case.item.station_name.clone())
                .unwrap_or_default()
        })
    };
    view! {
        <Show when=move || asks.get()>
            <label class="side-check">
                <input
                    type="checkbox"
                    prop:checked=move || desk.draft.with(|draft| draft.side_checked)
                    on:change=move |event| {
                        desk.draft.update(|draft| draft.side_checked = event_target_checked(&event));
                    }
                />
                <span>{move || t!("side-checked", station = station())}</span>
            </label>
        </Show>
    }
}

#[component]
fn Note() -> impl IntoView {
    let desk = use_queue_desk();
    let note = Memo::new(move |_| desk.draft.with(|draft| draft.note.clone()));
    view! {
        <label class="field decision-note">
            <span>
                <b>{move || t!("note")}</b>
                " "
                <i>{move || t!("note-kept")}</i>
            </span>
            <textarea
                class="input"
                rows="2"
                maxlength="1000"
                prop:value=move || note.get()
                on:input=move |event| desk.draft.update(|draft| draft.note = event_target_value(&event))
            ></textarea>
        </label>
    }
}

#[component]
fn Foot() -> impl IntoView {
    let desk = use_queue_desk();
    let is_gone = Memo::new(move |_| desk.is_gone());
    let lacks = Memo::new(move |_| {
        let case = desk.case.get()?;
        let found = desk.found.get();
        desk.draft.with(|draft| draft.decision(&case, &found).err())
    });
    let words = move || {
        if is_gone.get() {
            return t!("next-item");
        }
        let chosen = desk.draft.with(|draft| draft.chosen);
        let offered = chosen.filter(|chosen| desk.offers().contains(chosen));
        match offered {
            Some(decision) => {
                primary_words(decision, &desk.chosen_numbers(), desk.together().len())
            }
            None => t!("choose-decision"),
        }
    };
    let disabled = move || !is_gone.get() && lacks.get().is_some();
    view! {
        <footer>
            {move || desk.problem.get().map(|words| view! { <p class="problem" role="alert">{words}</p> })}
            <p id="decision-lacks" class="decision-lacks" class:problem=move || desk.says_missing.get() role="status">
                {move || lacks.get().filter(|_| !is_gone.get()).map(missing_words)}
            </p>
            <button
                class="button primary decision-button"
                on:click=move |event: ev::MouseEvent| {
                    // Enter in a field clicks this button, too, but without a pointer.
                    if event.detail() > 0 && is_gone.get_untracked() {
                        event.prevent_default();
                        desk.go_on();
                    }
                }
                aria-disabled=move || disabled().then_some("true")
                aria-describedby="decision-lacks"
            >
                <span class="one-line">{words}</span>
                <kbd>"Enter"</kbd>
            </button>
            <p class="muted decision-undo">
                <IconView icon=Icon::Undo />
                {move || t!("undo-ten-minutes")}
            </p>
        </footer>
    }
}
