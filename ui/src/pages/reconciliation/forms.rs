//! What a decision needs to know besides what is chosen.

use super::{
    desk::{QueueDesk, use_queue_desk},
    draft::{After, Draft, Slot},
};
use crate::{components::discontinuation::ReasonField, t};
use contract::reconciliation::DecisionKind;
use leptos::prelude::*;

/// The fields of a decision; none where it needs nothing.
#[component]
pub fn DecisionForm(
    /// Which decision.
    decision: DecisionKind,
) -> impl IntoView {
    let desk = use_queue_desk();
    match decision {
        DecisionKind::Accept | DecisionKind::Dismiss => view! { <ReasonInWords /> }.into_any(),
        DecisionKind::Close => view! { <Ending /> }.into_any(),
        DecisionKind::GiveReason => view! {
            <Reason />
            <Afterwards />
        }
        .into_any(),
        DecisionKind::Correct => view! { <Correction /> }.into_any(),
        DecisionKind::Reschedule => {
            slot_fields(desk, |draft| &draft.slot, |draft| &mut draft.slot).into_any()
        }
        DecisionKind::Link
        | DecisionKind::Split
        | DecisionKind::Unlink
        | DecisionKind::KeepUnscheduled
        | DecisionKind::WrongEntry
        | DecisionKind::NoShow => ().into_any(),
    }
}

/// A text of the draft as a field.
fn text_field(
    desk: QueueDesk,
    label: impl Fn() -> String + Send + Sync + 'static,
    kind: &'static str,
    max_length: u32,
    read: fn(&Draft) -> &String,
    write: fn(&mut Draft) -> &mut String,
) -> impl IntoView {
    let value = Memo::new(move |_| desk.draft.with(|draft| read(draft).clone()));
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                class="input"
                type=kind
                maxlength=max_length.to_string()
                autocomplete="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:input=move |event| {
                    desk.draft.update(|draft| *write(draft) = event_target_value(&event));
                }
            />
        </label>
    }
}

/// A day and a time of the draft as two fields.
fn slot_fields(
    desk: QueueDesk,
    read: fn(&Draft) -> &Slot,
    write: fn(&mut Draft) -> &mut Slot,
) -> impl IntoView {
    let slot = Memo::new(move |_| desk.draft.with(|draft| read(draft).clone()));
    view! {
        <div class="field-row">
            <label class="field">
                <span>{move || t!("day")}</span>
                <input
                    class="input"
                    type="date"
                    prop:value=move || slot.with(|slot| slot.day.clone())
                    on:input=move |event| {
                        desk.draft.update(|draft| write(draft).day = event_target_value(&event));
                    }
                />
            </label>
            <label class="field">
                <span>{move || t!("time")}</span>
                <input
                    class="input"
                    type="time"
                    prop:value=move || slot.with(|slot| slot.time.clone())
                    on:input=move |event| {
                        desk.draft.update(|draft| write(draft).time = event_target_value(&event));
                    }
                />
            </label>
        </div>
    }
}

/// One of a few as a row of buttons, with a mark on the one that holds.
fn choice(
    desk: QueueDesk,
    word: fn() -> String,
    holds: fn(&Draft) -> bool,
    take: fn(&mut Draft),
) -> impl IntoView {
    let on = Memo::new(move |_| desk.draft.with(holds));
    view! {
        <button
            type="button"
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| desk.draft.update(take)
        >
            {move || word()}
        </button>
    }
}

#[component]
fn ReasonInWords() -> impl IntoView {
    let desk = use_queue_desk();
    text_field(
        desk,
        || t!("reason"),
        "text",
        200,
        |draft| &draft.reason,
        |draft| &mut draft.reason,
    )
}

#[component]
fn Reason() -> impl IntoView {
    let desk = use_queue_desk();
    let code = Memo::new(move |_| desk.draft.with(|draft| draft.code.clone()));
    let choose = Callback::new(move |code| desk.draft.update(|draft| draft.code = code));
    view! { <ReasonField value=code choose /> }
}

/// How and when an exam that nobody ended is ended.
#[component]
fn Ending() -> impl IntoView {
    let desk = use_queue_desk();
    let discontinued = Memo::new(move |_| desk.draft.with(|draft| draft.discontinued));
    view! {
        <div class="segments" role="group" aria-label=move || t!("ended-as")>
            {choice(
                desk,
                || t!("status-completed"),
                |draft| !draft.discontinued,
                |draft| draft.discontinued = false,
            )}
            {choice(
                desk,
                || t!("status-discontinued"),
                |draft| draft.discontinued,
                |draft| draft.discontinued = true,
            )}
        </div>
        {slot_fields(desk, |draft| &draft.ended, |draft| &mut draft.ended)}
        <Show when=move || discontinued.get()>
            <Reason />
        </Show>
    }
}

/// What becomes of the order of a discontinued exam.
#[component]
fn Afterwards() -> impl IntoView {
    let desk = use_queue_desk();
    let after = Memo::new(move |_| desk.draft.with(|draft| draft.after));
    let check =
        move |word: fn() -> String, read: fn(&Draft) -> bool, write: fn(&mut Draft, bool)| {
            view! {
                <label class="side-check">
                    <input
                        type="checkbox"
                        prop:checked=move || desk.draft.with(read)
                        on:change=move |event| {
                            desk.draft.update(|draft| write(draft, event_target_checked(&event)));
                        }
                    />
                    <span>{move || word()}</span>
                </label>
            }
        };
    view! {
        <h3>{move || t!("what-follows")}</h3>
        <div class="segments stacked" role="group" aria-label=move || t!("what-follows")>
            {choice(desk, || t!("after-stay"), |draft| draft.after == After::Stay, |draft| draft.after = After::Stay)}
            {choice(
                desk,
                || t!("after-reschedule"),
                |draft| draft.after == After::Reschedule,
                |draft| draft.after = After::Reschedule,
            )}
            {choice(
                desk,
                || t!("after-cancel"),
                |draft| draft.after == After::Cancel,
                |draft| draft.after = After::Cancel,
            )}
        </div>
        {move || match after.get() {
            After::Stay => view! {
                {check(
                    || t!("charge-what-was-done"),
                    |draft| !draft.free_of_charge,
                    |draft, on| draft.free_of_charge = !on,
                )}
                {check(
                    || t!("keep-images"),
                    |draft| !draft.disregard_images,
                    |draft, on| draft.disregard_images = !on,
                )}
            }
            .into_any(),
            After::Reschedule => slot_fields(desk, |draft| &draft.slot, |draft| &mut draft.slot).into_any(),
            After::Cancel => ().into_any(),
        }}
    }
}

/// The values of a performed step that can be corrected.
#[component]
fn Correction() -> impl IntoView {
    let desk = use_queue_desk();
    let steps = Memo::new(move |_| {
        desk.case.with(|case| {
            let steps = case.iter().flat_map(|case| case.performed_steps.iter());
            let named =
                steps.map(|step| (step.sop_instance_uid.clone(), step.station_name.clone()));
            named.collect::<Vec<_>>()
        })
    });
    let corrected = Memo::new(move |_| desk.draft.with(|draft| draft.corrected.clone()));
    let take = move |uid: String| {
        if let Some(case) = desk.case.get_untracked() {
            desk.draft.update(|draft| draft.correct(&case, &uid));
        }
    };
    view! {
        <p class="muted">{move || t!("correction-note")}</p>
        <Show when=move || { steps.with(Vec::len) > 1 }>
            <label class="field">
                <span>{move || t!("exam-performed")}</span>
                <select class="input" on:change=move |event| take(event_target_value(&event))>
                    {move || {
                        steps
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(place, (uid, station))| {
                                let own = uid.clone();
                                view! {
                                    <option value=uid prop:selected=move || corrected.get() == own>
                                        {format!("{}, {station}", t!("performed-step", number = place + 1))}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
        {text_field(
            desk,
            || t!("patient-id"),
            "text",
            64,
            |draft| &draft.correction.patient_id,
            |draft| &mut draft.correction.patient_id,
        )}
        {text_field(
            desk,
            || t!("dicom-name"),
            "text",
            64,
            |draft| &draft.correction.patient_name,
            |draft| &mut draft.correction.patient_name,
        )}
        <div class="field-row">
            {text_field(
                desk,
                || t!("birth-date"),
                "date",
                10,
                |draft| &draft.correction.patient_birth_date,
                |draft| &mut draft.correction.patient_birth_date,
            )}
            <Sex />
        </div>
        {text_field(
            desk,
            || t!("exam-performed"),
            "text",
            64,
            |draft| &draft.correction.description,
            |draft| &mut draft.correction.description,
        )}
        <h3>{move || t!("started")}</h3>
        {slot_fields(desk, |draft| &draft.correction_started, |draft| &mut draft.correction_started)}
        <h3>{move || t!("ended")}</h3>
        {slot_fields(desk, |draft| &draft.correction_ended, |draft| &mut draft.correction_ended)}
    }
}

#[component]
fn Sex() -> impl IntoView {
    let desk = use_queue_desk();
    let sex = Memo::new(move |_| {
        desk.draft
            .with(|draft| draft.correction.patient_sex.clone())
    });
    let options = move || {
        [
            ("", t!("not-known")),
            ("F", t!("female")),
            ("M", t!("male")),
            ("O", t!("other-sex")),
        ]
    };
    view! {
        <label class="field">
            <span>{move || t!("sex")}</span>
            <select
                class="input"
                on:change=move |event| {
                    desk.draft.update(|draft| draft.correction.patient_sex = event_target_value(&event));
                }
            >
                {move || {
                    options()
                        .map(|(value, word)| {
                            view! {
                                <option value=value prop:selected=move || sex.with(|sex| sex == value)>
                                    {word}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
}
