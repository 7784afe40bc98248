//! The form that corrects a charge or adds one.

use super::{
    device_dialog::{problem_elsewhere, problem_of},
    dialog::Dialog,
    field::TextField,
    toast::use_toasts,
};
use crate::{backend, t};
use contract::{
    Code, ExamId, Failure,
    charges::{ChargeLine, CorrectCharge},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// What is corrected.
#[derive(Clone, PartialEq)]
pub struct Corrected {
    /// The exam.
    pub exam: ExamId,
    /// The revision the person sees.
    pub revision: i64,
    /// The line; `None` adds one.
    pub line: Option<ChargeLine>,
}

/// The form, open as long as it is on the page.
#[component]
pub fn ChargeDialog(
    /// What is corrected.
    corrected: Corrected,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let line = corrected.line.clone();
    let is_new = line.is_none();
    let is_released = line.as_ref().is_some_and(|line| line.released.is_some());
    let known = |part: fn(&ChargeLine) -> &String| {
        RwSignal::new(line.as_ref().map(part).cloned().unwrap_or_default())
    };
    let value = known(|line| &line.code.value);
    let scheme = known(|line| &line.code.scheme);
    let meaning = known(|line| &line.code.meaning);
    let quantity = known(|line| &line.quantity);
    let reason = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        let request = CorrectCharge {
            exam: corrected.exam.clone(),
            revision: corrected.revision,
            line: corrected.line.as_ref().map(|line| line.id.clone()),
            code: Code {
                value: text(value),
                scheme: text(scheme),
                meaning: text(meaning),
            },
            quantity: text(quantity),
            reason: text(reason),
        };
        spawn_local(async move {
            match backend::call(request).await {
                Ok(undo) => {
                    toasts.say(t!("charge-corrected"), Some(undo));
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    let title = Signal::derive(move || {
        if is_new {
            t!("add-charge")
        } else {
            t!("correct-charge-title")
        }
    });
    view! {
        <Dialog title close>
            <form class="dialog-body" novalidate on:submit=save>
                {is_released.then(|| view! { <p>{move || t!("correct-charge-released")}</p> })}
                <div class="field-row">
                    <TextField
                        label=Signal::derive(|| t!("charge-code"))
                        value
                        problem=problem_of(failure, "code")
                        required=true
                        autofocus=is_new
                    />
                    <TextField label=Signal::derive(|| t!("coding-scheme")) value=scheme />
                </div>
                <TextField label=Signal::derive(|| t!("charge-meaning")) value=meaning />
                <div class="field-row">
                    <TextField
                        label=Signal::derive(|| t!("charge-quantity"))
                        value=quantity
                        problem=problem_of(failure, "quantity")
                        hint=Signal::derive(|| t!("charge-quantity-hint"))
                        max_length=16
                        required=true
                        autofocus=!is_new
                    />
                    <TextField
                        label=Signal::derive(|| t!("reason"))
                        value=reason
                        problem=problem_of(failure, "reason")
                        required=true
                    />
                </div>
                {move || {
                    problem_elsewhere(failure, &["code", "quantity", "reason"])
                        .map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
                }}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("discard")}
                    </button>
                    <button class="button primary">
                        {move || if is_new { t!("add-charge") } else { t!("save-charge") }}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
