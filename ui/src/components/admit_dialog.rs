//! The dialogs that let a caller in: one that is unknown, and one with another certificate.

use super::{
    device_dialog::{modality_options, problem_elsewhere, problem_of},
    dialog::Dialog,
    field::{SelectField, TextField},
    toast::use_toasts,
    worklist_fields::switch,
};
use crate::{backend, t};
use contract::{
    Failure,
    devices::{AdmitCaller, WaitingCaller},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// The dialog that lets an unknown caller in.
#[component]
pub fn AdmitDialog(
    /// Who calls.
    caller: WaitingCaller,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let failure = RwSignal::new(None::<Failure>);
    let name = RwSignal::new(String::new());
    let modality = RwSignal::new(String::new());
    let id = caller.id;
    let proof = caller.certificate.clone();
    let shown = proof.clone();
    let tie = RwSignal::new(!shown.is_empty());
    let ae_title = caller.calling_ae_title.clone();
    let called = ae_title.clone();
    let admit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let request = AdmitCaller {
            id,
            name: name.with_untracked(|name| name.trim().to_owned()),
            modality: modality.get_untracked(),
            certificate: if tie.get_untracked() {
                shown.clone()
            } else {
                String::new()
            },
        };
        let words = t!("caller-admitted", title = ae_title.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(()) => {
                    toasts.say(words, None);
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    view! {
        <Dialog title=Signal::derive(|| t!("add-scanner")) close>
            <form class="dialog-body" novalidate on:submit=admit>
                <p>
                    {move || t!("caller-from", title = called.clone(), address = caller.address.clone())}
                </p>
                <div class="field-row">
                    <TextField
                        label=Signal::derive(|| t!("device-name"))
                        value=name
                        problem=problem_of(failure, "name")
                        hint=Signal::derive(|| t!("device-name-hint"))
                        autofocus=true
                    />
                    <SelectField
                        label=Signal::derive(|| t!("modality"))
                        value=modality
                        options=Signal::derive(move || modality.with(|modality| modality_options(modality)))
                        problem=problem_of(failure, "modality")
                    />
                </div>
                {(!proof.is_empty())
                    .then(|| {
                        view! {
                            {fingerprint(|| t!("certificate-shown"), &proof)}
                            {switch(tie, || t!("tie-to-certificate"))}
                        }
                    })}
                {move || {
                    problem_elsewhere(failure, &["name", "modality"])
                        .map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
                }}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("discard")}
                    </button>
                    <button class="button primary">{move || t!("add-scanner")}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// The dialog that accepts another certificate of a registered device, after it was compared.
#[component]
pub fn CertificateDialog(
    /// Who calls.
    caller: WaitingCaller,
    /// The certificate it is registered with.
    known: String,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let title = caller.calling_ae_title.clone();
    let request = AdmitCaller {
        id: caller.id,
        name: String::new(),
        modality: String::new(),
        certificate: caller.certificate.clone(),
    };
    let words_title = title.clone();
    let accept = move |_| {
        let request = request.clone();
        let words = t!("caller-admitted", title = words_title.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(()) => toasts.say(words, None),
                Err(failure) => toasts.say_failure(&failure),
            }
            close.run(());
        });
    };
    view! {
        <Dialog title=Signal::derive(|| t!("accept-certificate")) close>
            <div class="dialog-body">
                <p>
                    {move || {
                        t!("certificate-differs", title = title.clone(), address = caller.address.clone())
                    }}
                </p>
                {fingerprint(|| t!("certificate-registered"), &known)}
                {fingerprint(|| t!("certificate-shown"), &caller.certificate)}
                <p class="muted">{move || t!("certificate-compare")}</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("keep-as-is")}
                    </button>
                    <button type="button" class="button primary" on:click=accept>
                        {move || t!("accept-certificate")}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}

/// A fingerprint in groups that can be compared by eye.
fn fingerprint(name: fn() -> String, certificate: &str) -> impl IntoView + use<> {
    let groups = grouped(certificate);
    view! {
        <div class="fingerprint">
            <span>{name}</span>
            <code>{groups}</code>
        </div>
    }
}

/// Hexadecimal digits by eight.
fn grouped(certificate: &str) -> String {
    let digits: Vec<char> = certificate
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    let groups = digits
        .chunks(8)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ").to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_grouped_however_it_was_written() {
        assert_eq!(grouped("ab:cd:01:23:45:67"), "ABCD0123 4567");
        assert_eq!(grouped(""), "");
    }
}
