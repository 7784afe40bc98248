//! The table of devices with what each proved by its traffic, and what can be done with it.

use crate::{
    backend,
    components::{
        callers::{CallerDialogs, CallerRows, Callers},
        device_dialog::DeviceDialog,
        dialog::Dialog,
        heard::{heard_cells, heard_just_now},
        loaded::sentence,
        menu::{MenuButton, MenuItem},
        toast::use_toasts,
    },
    format,
    live::use_live,
    route::Route,
    t,
};
use contract::{
    Day,
    devices::{DeviceForm, DeviceRow, DevicesView, EchoDevice, RemoveDevice},
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

/// What became of a C-ECHO that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Echo {
    Asked,
    Answered(u32),
    Failed(String),
}

#[derive(Clone)]
enum Asked {
    Edit(i64, Box<DeviceForm>),
    Remove(i64, String),
}

/// The table.
#[component]
pub fn DeviceTable(
    /// The devices page.
    view: Signal<DevicesView>,
) -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let echoes = RwSignal::new(BTreeMap::<i64, Echo>::new());
    let callers = Callers::new();
    let asked = RwSignal::new(None::<Asked>);
    let ids = Memo::new(move |_| {
        view.with(|view| {
            view.devices
                .iter()
                .map(|device| device.id)
                .collect::<Vec<_>>()
        })
    });
    let row = move |id: i64| {
        let device = Memo::new(move |_| {
            view.with(|view| view.devices.iter().find(|device| device.id == id).cloned())
        });
        let fresh = move || {
            let now = live.clock.now();
            device.with(|device| {
                device
                    .as_ref()
                    .is_some_and(|device| heard_just_now(device, now))
            })
        };
        view! {
            <tr class:fresh=fresh>{move || device.get().map(|device| cells(&device, &today.get(), echoes, asked))}</tr>
        }
    };
    let dialog = move || {
        let close = Callback::new(move |()| asked.set(None));
        match asked.get()? {
            Asked::Edit(id, form) => {
                Some(view! { <DeviceDialog id=Some(id) form=*form close /> }.into_any())
            }
            Asked::Remove(id, name) => Some(view! { <RemoveDialog id name close /> }.into_any()),
        }
    };
    view! {
        <div class="device-scroll">
            <table class="table device-table">
                <thead>
                    <tr>
                        <th scope="col">{move || t!("scanner")}</th>
                        <th scope="col">{move || t!("ae-title")}</th>
                        <th scope="col">{move || t!("address")}</th>
                        <th scope="col">"C-ECHO"</th>
                        <th scope="col">{move || t!("worklist")}</th>
                        <th scope="col">"MPPS"</th>
                        <th scope="col">{move || t!("last-heard")}</th>
                        <th scope="col" class="number">{move || t!("messages-today")}</th>
                        <th scope="col">
                            <span class="hidden-text">{move || t!("actions")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <CallerRows view today columns=5 callers />
                    <For each=move || ids.get() key=|id| *id children=row />
                </tbody>
            </table>
        </div>
        <CallerDialogs callers />
        {dialog}
    }
}

/// The cells of a device; tracked by language.
fn cells(
    device: &DeviceRow,
    today: &Day,
    echoes: RwSignal<BTreeMap<i64, Echo>>,
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView + use<> {
    let id = device.id;
    let form = device.form.clone();
    let address = match (form.address.as_str(), form.port) {
        ("", _) => t!("any-address"),
        (address, 0) => address.to_owned(),
        (address, port) => format!("{address}:{port}"),
    };
    let can_echo = !form.address.is_empty() && form.port > 0;
    let refused = (device.refused_today > 0)
        .then(|| view! { <small class="refused">{t!("refused-count", count = device.refused_today)}</small> });
    let name = form.name.clone();
    let removed = name.clone();
    let items = Signal::derive(move || {
        let edited = form.clone();
        let removed = removed.clone();
        let queries = Route::Queries(edited.ae_title.clone());
        vec![
            MenuItem {
                words: t!("why-nothing"),
                run: Callback::new(move |()| queries.open()),
            },
            MenuItem {
                words: t!("edit-device"),
                run: Callback::new(move |()| {
                    asked.set(Some(Asked::Edit(id, Box::new(edited.clone()))));
                }),
            },
            MenuItem {
                words: t!("remove-device"),
                run: Callback::new(move |()| asked.set(Some(Asked::Remove(id, removed.clone())))),
            },
        ]
    });
    let label = t!("actions-of", name = name.clone());
    view! {
        <td>
            <b>{name}</b>
            <small>{device.form.modality.clone()}</small>
        </td>
        <td>
            {device.form.ae_title.clone()} <small>{device.implementation.clone()}</small>
        </td>
        <td>{address}</td>
        {heard_cells(device, today)}
        <td>{device.last_heard.map_or_else(|| t!("never"), |heard| format::moment(heard, today))}</td>
        <td class="number">{device.messages_today} {refused}</td>
        <td class="row-actions">
            {echo_button(id, can_echo, echoes)} <MenuButton label=Signal::stored(label) items /> {echo_outcome(id, echoes)}
        </td>
    }
}

fn echo_button(id: i64, can_echo: bool, echoes: RwSignal<BTreeMap<i64, Echo>>) -> impl IntoView {
    let send = move |_| {
        let is_asked = echoes.with_untracked(|echoes| echoes.get(&id) == Some(&Echo::Asked));
        if !can_echo || is_asked {
            return;
        }
        echoes.update(|echoes| {
            echoes.insert(id, Echo::Asked);
        });
        spawn_local(async move {
            let outcome = match backend::call(EchoDevice { id }).await {
                Ok(echoed) => Echo::Answered(echoed.milliseconds),
                Err(failure) => Echo::Failed(sentence(&failure)),
            };
            echoes.try_update(|echoes| echoes.insert(id, outcome));
        });
    };
    view! {
        <button
            class="button small"
            aria-disabled=(!can_echo).then_some("true")
            title=(!can_echo).then(|| t!("echo-needs-address"))
            on:click=send
        >
            {t!("send-echo")}
        </button>
    }
}

fn echo_outcome(id: i64, echoes: RwSignal<BTreeMap<i64, Echo>>) -> impl IntoView {
    let outcome = move || {
        echoes.with(|echoes| {
            Some(match echoes.get(&id)? {
                Echo::Asked => ("asked", t!("echo-asked")),
                Echo::Answered(milliseconds) => (
                    "answered",
                    t!("echo-answered", milliseconds = *milliseconds),
                ),
                Echo::Failed(words) => ("failed", words.clone()),
            })
        })
    };
    view! {
        <span class="echo" role="status">
            {move || outcome().map(|(kind, words)| view! { <small data-outcome=kind>{words}</small> })}
        </span>
    }
}

#[component]
fn RemoveDialog(id: i64, name: String, close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let shown = name.clone();
    let remove = move |_| {
        let words = t!("device-removed", name = name.clone());
        spawn_local(async move {
            match backend::call(RemoveDevice { id }).await {
                Ok(()) => toasts.say(words, None),
                Err(failure) => toasts.say_failure(&failure),
            }
            close.run(());
        });
    };
    view! {
        <Dialog title=Signal::derive(|| t!("remove-device")) close>
            <div class="dialog-body">
                <p>{move || t!("remove-effect", name = shown.clone())}</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("keep-as-is")}
                    </button>
                    <button type="button" class="button primary" on:click=remove>
                        {move || t!("remove-device-now")}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}
