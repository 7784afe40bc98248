//! The form of a device: who it is, where it is, whether it has a lane.

use super::{
    device_profile::{DeviceProfileFields, PROFILE_FIELDS, ProfileFields},
    dialog::Dialog,
    field::{SelectField, TextField},
    loaded::sentence,
    toast::use_toasts,
};
use crate::{backend, t};
use contract::{
    Failure,
    devices::{DeviceForm, SaveDevice},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// The modalities offered; empty is a workstation or server.
const MODALITIES: [&str; 13] = [
    "", "CT", "MR", "US", "DX", "CR", "MG", "XA", "RF", "NM", "PT", "BMD", "OT",
];

/// The modalities to choose from, the one `chosen` among them.
pub fn modality_options(chosen: &str) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = MODALITIES
        .iter()
        .map(|modality| {
            let words = if modality.is_empty() {
                t!("no-modality")
            } else {
                (*modality).to_owned()
            };
            ((*modality).to_owned(), words)
        })
        .collect();
    if !MODALITIES.contains(&chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    options
}

/// What is wrong with a field, if the failure is about it.
pub fn problem_of(
    failure: RwSignal<Option<Failure>>,
    field: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        failure.with(|failure| {
            let failure = failure.as_ref()?;
            (failure.field.as_deref() == Some(field)).then(|| sentence(failure))
        })
    })
}

/// What went wrong apart from these fields.
pub fn problem_elsewhere(
    failure: RwSignal<Option<Failure>>,
    fields: &'static [&'static str],
) -> Option<String> {
    failure.with(|failure| {
        let failure = failure.as_ref()?;
        let beside = failure
            .field
            .as_deref()
            .is_some_and(|field| fields.contains(&field) || PROFILE_FIELDS.contains(&field));
        (!beside).then(|| sentence(failure))
    })
}

/// A port as it was typed; empty is 0, the word for none.
pub fn port_of(typed: &str) -> Option<u16> {
    match typed.trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    }
}

/// The dialog of a device, open as long as it is on the page.
#[component]
pub fn DeviceDialog(
    /// The device to change; `None` registers one.
    id: Option<i64>,
    /// What it starts with.
    form: DeviceForm,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let is_new = id.is_none();
    let failure = RwSignal::new(None::<Failure>);
    let name = RwSignal::new(form.name);
    let ae_title = RwSignal::new(form.ae_title);
    let modality = RwSignal::new(form.modality);
    let address = RwSignal::new(form.address);
    let port = RwSignal::new(if form.port == 0 {
        String::new()
    } else {
        form.port.to_string()
    });
    let on_board = RwSignal::new(form.on_board);
    let profile = ProfileFields::new(&form.profile);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(port) = port_of(&port.get_untracked()) else {
            failure.set(Some(Failure::field("port", t!("port-range"))));
            return;
        };
        let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        if text(ae_title).is_empty() {
            failure.set(Some(Failure::field("ae_title", t!("ae-title-limit"))));
            return;
        }
        let profile = match profile.profile() {
            Ok(profile) => profile,
            Err(problem) => {
                failure.set(Some(problem));
                return;
            }
        };
        let form = DeviceForm {
            ae_title: text(ae_title),
            name: if text(name).is_empty() {
                text(ae_title)
            } else {
                text(name)
            },
            modality: text(modality),
            address: text(address),
            port,
            on_board: on_board.get_untracked(),
            profile,
        };
        let words = t!("device-saved", name = form.name.clone());
        spawn_local(async move {
            match backend::call(SaveDevice { id, form }).await {
                Ok(_) => {
                    toasts.say(words, None);
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    let title = Signal::derive(move || {
        if is_new {
            t!("add-device")
        } else {
            t!("edit-device")
        }
    });
    view! {
        <Dialog title wide=true close>
            <form class="dialog-body" novalidate on:submit=save>
                <div class="form-grid">
                    <TextField
                        label=Signal::derive(|| t!("device-name"))
                        value=name
                        problem=problem_of(failure, "name")
                        hint=Signal::derive(|| t!("device-name-hint"))
                        autofocus=true
                    />
                    <TextField
                        label=Signal::derive(|| t!("ae-title"))
                        value=ae_title
                        problem=problem_of(failure, "ae_title")
                        hint=Signal::derive(|| t!("ae-title-hint"))
                        max_length=16
                        required=true
                    />
                    <SelectField
                        label=Signal::derive(|| t!("modality"))
                        value=modality
                        options=Signal::derive(move || modality.with(|modality| modality_options(modality)))
                        problem=problem_of(failure, "modality")
                    />
                    <TextField
                        label=Signal::derive(|| t!("address"))
                        value=address
                        problem=problem_of(failure, "address")
                        hint=Signal::derive(|| t!("address-hint"))
                    />
                    <TextField
                        label=Signal::derive(|| t!("port"))
                        value=port
                        problem=problem_of(failure, "port")
                        hint=Signal::derive(|| t!("device-port-hint"))
                        max_length=5
                    />
                </div>
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || on_board.get()
                        on:change=move |event| on_board.set(event_target_checked(&event))
                    />
                    {move || t!("on-board")}
                </label>
                <DeviceProfileFields fields=profile failure device=id />
                {move || {
                    problem_elsewhere(failure, &["name", "ae_title", "modality", "address", "port"])
                        .map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
                }}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("discard")}
                    </button>
                    <button class="button primary">
                        {move || if is_new { t!("add-device") } else { t!("save-device") }}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_a_number_or_nothing() {
        assert_eq!(port_of(" 11112 "), Some(11_112));
        assert_eq!(port_of(""), Some(0));
        assert_eq!(port_of("70000"), None);
        assert_eq!(port_of("abc"), None);
    }
}
