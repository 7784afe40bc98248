//! Who and what the exam is, how it stands, how long it took, and what can be done.

use super::spans::{Span, Spans};
use crate::{
    components::{
        glyph::Glyph,
        icon::{Icon, IconView},
        menu::{MenuButton, MenuItem},
        order_dialog::{OrderDialog, OrderTask},
        pill::Pill,
        status::{status_glyph, status_tint, status_word},
        step_actions::{Step, StepAction, use_step_actions},
    },
    format,
    live::use_live,
    standing::Standing,
    t,
};
use contract::{
    Priority, StepStatus, WallTime, board::ExamCard, exam::ExamView, orders::OrderForm,
};
use leptos::prelude::*;

/// The head of the page.
#[component]
pub fn ExamHeader(
    /// The exam.
    view: Signal<ExamView>,
    /// The message shown, if the messages are open.
    raw: RwSignal<Option<i64>>,
    /// Opens or closes the messages.
    toggle_raw: Callback<()>,
) -> impl IntoView {
    let card = Memo::new(move |_| view.with(|view| view.card.clone()));
    let order = Memo::new(move |_| view.with(|view| view.order.clone()));
    let has_messages = Memo::new(move |_| view.with(|view| !view.messages.is_empty()));
    let is_reconciled = Memo::new(move |_| card.with(is_reconciled));
    let glyph = Signal::derive(move || status_glyph(card.with(|card| card.status)));
    let word = Signal::derive(move || status_word(card.with(|card| card.status)));
    let tint = Signal::derive(move || status_tint(card.with(|card| card.status)));
    view! {
        <header class="exam-header">
            <div class="exam-who">
                <div class="exam-name">
                    <h1>{move || card.with(|card| format::name(&card.patient))}</h1>
                    <Pill glyph word tint />
                    <Show when=move || is_reconciled.get()>
                        <Pill glyph=Glyph::Reconciled word=Signal::derive(|| t!("reconciled")) />
                    </Show>
                    <Flags card order />
                </div>
                <dl class="exam-keys">
                    {move || {
                        keys(&card.get(), order.get().as_ref())
                            .into_iter()
                            .map(|(key, value)| {
                                view! {
                                    <div>
                                        <dt>{key}</dt>
                                        <dd>{value}</dd>
                                    </div>
                                }
                            })
                            .collect_view()
                    }}
                </dl>
            </div>
            <Durations view />
            <div class="exam-actions">
                <Show when=move || has_messages.get()>
                    <button
                        class="button"
                        aria-pressed=move || if raw.with(Option::is_some) { "true" } else { "false" }
                        aria-keyshortcuts="R"
                        on:click=move |_| toggle_raw.run(())
                    >
                        <IconView icon=Icon::File />
                        {move || t!("exam-raw")}
                        <kbd>"R"</kbd>
                    </button>
                </Show>
                <Actions view />
            </div>
        </header>
    }
}

/// Whether the exam has ended on its order and nothing about it is open.
fn is_reconciled(card: &ExamCard) -> bool {
    let ended = matches!(
        card.status,
        StepStatus::Completed | StepStatus::Discontinued
    );
    ended && card.performed_steps > 0 && !card.unscheduled && card.discrepancies.is_empty()
}

/// What names the exam; what is not known is left out.
fn keys(card: &ExamCard, order: Option<&OrderForm>) -> Vec<(String, String)> {
    let mut keys = vec![(t!("patient-id"), card.patient_id.clone())];
    if let Some(order) = order {
        let born = [
            format::date(&order.patient_birth_date),
            format::age(&order.patient_birth_date, &card.day).unwrap_or_default(),
            sex(&order.patient_sex),
        ];
        let born: Vec<String> = born.into_iter().filter(|part| !part.is_empty()).collect();
        keys.push((t!("born"), born.join(", ")));
    }
    keys.push((t!("accession"), card.accession_number.clone()));
    match order {
        Some(order) => {
            keys.push((t!("ordered"), ordered(order)));
            let requested_by = [&order.requesting_physician, &order.referring_physician_name];
            let requested_by = requested_by.into_iter().find(|name| !name.is_empty());
            let requested_by = requested_by.map(|name| format::name_of_dicom(name));
            keys.push((t!("requested-by"), requested_by.unwrap_or_default()));
        }
        None => keys.push((t!("exam-performed"), card.procedure.clone())),
    }
    keys.retain(|(_, value)| !value.is_empty());
    keys
}

fn ordered(order: &OrderForm) -> String {
    let texts = [
        &order.requested_procedure_description,
        &order.scheduled_procedure_step_description,
    ];
    let text = texts.into_iter().find(|text| !text.is_empty());
    text.cloned().unwrap_or_default()
}

fn sex(value: &str) -> String {
    match value {
        "F" => t!("sex-female"),
        "M" => t!("sex-male"),
        "O" => t!("sex-other"),
        other => other.to_owned(),
    }
}

/// Everything that holds besides the status, the most urgent first.
#[component]
fn Flags(card: Memo<ExamCard>, order: Memo<Option<OrderForm>>) -> impl IntoView {
    let live = use_live();
    let flags = Memo::new(move |_| {
        let mut flags = card.with(|card| flags(card, live.clock.now()));
        flags.extend(
            order
                .with(|order| order.as_ref().map(warnings))
                .unwrap_or_default(),
        );
        flags
    });
    view! {
        {move || {
            flags
                .get()
                .into_iter()
                .map(|(glyph, tint, word)| view! { <Pill glyph word tint=Signal::stored(tint) /> })
                .collect_view()
        }}
    }
}

/// What the order warns of before the exam.
fn warnings(order: &OrderForm) -> Vec<(Glyph, &'static str, String)> {
    let mut warnings = Vec::new();
    if !order.allergies.is_empty() {
        let words = t!("flag-allergies", allergies = order.allergies.clone());
        warnings.push((Glyph::Info, "late", words));
    }
    if !order.medical_alerts.is_empty() {
        warnings.push((Glyph::Info, "late", order.medical_alerts.clone()));
    }
    warnings
}

fn flags(card: &ExamCard, now: WallTime) -> Vec<(Glyph, &'static str, String)> {
    let standing = Standing::of(card, now);
    let elapsed = standing.elapsed.unwrap_or_default();
    let mut flags = Vec::new();
    if card.patient_differs {
        flags.push((Glyph::Critical, "crit", t!("flag-patient-differs")));
    }
    if standing.stuck {
        let last = card.last_message.map(format::time).unwrap_or_default();
        flags.push((Glyph::Critical, "crit", t!("flag-stuck", time = last)));
    } else if standing.overrun {
        let words = t!(
            "flag-overrun",
            elapsed = elapsed,
            expected = card.expected_minutes
        );
        flags.push((Glyph::Overrun, "crit", words));
    }
    if card.canceled_after_start {
        flags.push((Glyph::Critical, "crit", t!("flag-canceled-after-start")));
    }
    if card.unscheduled {
        flags.push((Glyph::Unscheduled, "unsch", t!("flag-unscheduled")));
    }
    if let Some(late) = standing.late {
        let words = t!("flag-late", duration = format::duration(late));
        flags.push((Glyph::Late, "late", words));
    }
    match card.priority {
        Priority::Stat => flags.push((Glyph::Critical, "late", t!("priority-stat"))),
        Priority::High => flags.push((Glyph::Info, "", t!("priority-high"))),
        Priority::Routine | Priority::Medium | Priority::Low => {}
    }
    flags
}

#[component]
fn Actions(view: Signal<ExamView>) -> impl IntoView {
    let actions = use_step_actions();
    let edited = RwSignal::new(false);
    let step = Memo::new(move |_| view.with(step_of));
    let id = move || view.with(|view| view.card.id.clone());
    let first = Memo::new(move |_| step.with(StepAction::next));
    let rest = Signal::derive(move || {
        let mut items: Vec<MenuItem> = actions.menu_items(&step.get());
        if let Some(first) = first.get() {
            let words = first.words();
            items.retain(|item| item.words != words);
        }
        items
    });
    let has_order = Memo::new(move |_| view.with(|view| view.order.is_some()));
    view! {
        <Show when=move || has_order.get()>
            <button class="button" on:click=move |_| edited.set(true)>
                {move || t!("edit-order")}
            </button>
        </Show>
        {move || {
            first
                .get()
                .map(|action| {
                    view! {
                        <button class="button primary" on:click=move |_| actions.run(step.get_untracked(), action)>
                            {action.words()}
                        </button>
                    }
                })
        }}
        <MenuButton label=Signal::derive(|| t!("more-actions")) items=rest />
        <Show when=move || edited.get()>
            <OrderDialog task=OrderTask::Edit(id()) close=Callback::new(move |()| edited.set(false)) />
        </Show>
    }
}

fn step_of(view: &ExamView) -> Step {
    let order = view.order.as_ref();
    Step {
        id: view.card.id.clone(),
        patient: view.card.patient.clone(),
        status: view.card.status,
        station: order
            .and_then(|order| order.station_ae_titles.first().cloned())
            .unwrap_or_else(|| view.card.station.clone()),
        day: order.map_or_else(|| view.card.day.clone(), |order| order.day.clone()),
        time: order.map(|order| order.time.clone()).unwrap_or_default(),
        scheduled: order.is_some(),
    }
}

/// The stretches of the exam as numbers, and as lengths of one bar.
#[component]
fn Durations(view: Signal<ExamView>) -> impl IntoView {
    let live = use_live();
    let spans = Memo::new(move |_| {
        let now = live.clock.now();
        view.with(|view| Spans::of(&view.card, &view.timeline, now.max(view.now)))
    });
    let expected = Memo::new(move |_| view.with(|view| view.card.expected_minutes));
    let number = |span: Span, words: String| {
        let length = if span.length() < format::MINUTE {
            format::duration_exact(span.length())
        } else {
            format::duration(span.length() / format::MINUTE)
        };
        view! {
            <span>
                <b>{length}</b>
                " "
                {words}
            </span>
        }
    };
    let part = |kind: &'static str, span: Span| {
        view! {
            <span class="duration-part" data-kind=kind style:flex-grow=span.length().max(1).to_string()>
                <i></i>
                <span>{(kind != "close").then(|| format::time(span.from))}</span>
            </span>
        }
    };
    view! {
        {move || {
            let spans = spans.get();
            let last = spans.exam.or(spans.wait)?;
            Some(
                view! {
                    <div class="durations">
                        <p>
                            {spans.wait.map(|wait| number(wait, t!("duration-wait")))}
                            {spans.exam.map(|exam| number(exam, t!("duration-exam", expected = expected.get())))}
                            {spans.close.map(|close| number(close, t!("duration-close")))}
                        </p>
                        <div class="duration-bar" aria-hidden="true">
                            {spans.wait.map(|wait| part("wait", wait))}
                            {spans.exam.map(|exam| part("exam", exam))}
                            {spans.close.map(|close| part("close", close))}
                            <span class="duration-end">{(!spans.open).then(|| format::time(last.to))}</span>
                        </div>
                    </div>
                },
            )
        }}
    }
}
