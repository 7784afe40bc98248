//! The second step: what to type into each scanner, and which were heard.

use super::{Step, StepMark, heard};
use crate::{
    components::{
        callers::{CallerDialogs, CallerRows, Callers},
        connection_values::ConnectionValues,
        device_dialog::DeviceDialog,
        heard::{heard_cells, heard_just_now},
        icon::{Icon, IconView},
    },
    live::use_live,
    t,
};
use contract::devices::{DeviceForm, DevicesView};
use leptos::prelude::*;

/// The section of the step.
#[component]
pub fn ModalitiesSection(
    /// The devices page.
    view: Signal<DevicesView>,
    /// The step under way.
    current: RwSignal<Step>,
) -> impl IntoView {
    let adding = RwSignal::new(false);
    let connection = Signal::derive(move || view.with(|view| view.connection.clone()));
    let is_current = Memo::new(move |_| current.get() == Step::Modalities);
    let counts = Memo::new(move |_| view.with(heard));
    view! {
        <section
            id=Step::Modalities.id()
            class="setup-section"
            tabindex="-1"
            data-state=move || Step::Modalities.state(current.get())
        >
            <header>
                <StepMark step=Step::Modalities current />
                <h2>{move || t!("step-modalities")}</h2>
                <span class="muted">
                    {move || {
                        let (heard, count) = counts.get();
                        (current.get() > Step::Modalities && count > 0)
                            .then(|| t!("devices-heard", heard = heard, count = count))
                    }}
                </span>
                <span class="panel-gap"></span>
                <Show when=move || is_current.get()>
                    <button class="button small" on:click=move |_| adding.set(true)>
                        <IconView icon=Icon::Plus />
                        {move || t!("add-device")}
                    </button>
                </Show>
            </header>
            <Show when=move || is_current.get()>
                <p class="setup-hint">{move || t!("step-modalities-hint")}</p>
                <div class="setup-body">
                    <ConnectionValues connection />
                    <Scanners view />
                </div>
            </Show>
        </section>
        <Show when=move || adding.get()>
            <DeviceDialog
                id=None
                form=DeviceForm { on_board: true, ..DeviceForm::default() }
                close=Callback::new(move |()| adding.set(false))
            />
        </Show>
    }
}

#[component]
fn Scanners(view: Signal<DevicesView>) -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let callers = Callers::new();
    let counts = Memo::new(move |_| view.with(heard));
    let place = move || {
        view.with(|view| {
            let connection = &view.connection;
            let address = connection.addresses.first().cloned().unwrap_or_default();
            (connection.port > 0).then(|| {
                t!(
                    "listening-on",
                    address = address,
                    port = connection.port.to_string()
                )
            })
        })
    };
    let rows = move || {
        let now = live.clock.now();
        let today = today.get();
        let devices = view.with(|view| view.devices.clone());
        let row = |device: &contract::devices::DeviceRow| {
            let fresh = heard_just_now(device, now);
            let address = if device.form.address.is_empty() {
                t!("any-address")
            } else {
                device.form.address.clone()
            };
            view! {
                <tr class:fresh=fresh>
                    <td>
                        <b>{device.form.name.clone()}</b>
                    </td>
                    <td>{device.form.ae_title.clone()}</td>
                    <td>{address}</td>
                    {heard_cells(device, &today)}
                    <td class="just-now">{fresh.then(|| t!("just-now"))}</td>
                </tr>
            }
        };
        devices.iter().map(row).collect_view()
    };
    let nobody =
        Memo::new(move |_| view.with(|view| view.devices.is_empty() && view.waiting.is_empty()));
    view! {
        <div class="scanners">
            <p class="scanners-head">
                <span class="scanners-signal">
                    <IconView icon=Icon::Signal />
                </span>
                <b>{move || place().unwrap_or_else(|| t!("not-listening"))}</b>
                <span class="muted">{move || nobody.get().then(|| t!("waiting-first-call"))}</span>
                <span class="panel-gap"></span>
                <Show when=move || { counts.get().1 > 0 }>
                    <b>{move || t!("heard-of", heard = counts.get().0, count = counts.get().1)}</b>
                </Show>
            </p>
            <Show when=move || !nobody.get()>
                <table class="table device-table">
                    <thead>
                        <tr>
                            <th scope="col">{move || t!("scanner")}</th>
                            <th scope="col">{move || t!("ae-title")}</th>
                            <th scope="col">{move || t!("address")}</th>
                            <th scope="col">"C-ECHO"</th>
                            <th scope="col">{move || t!("worklist")}</th>
                            <th scope="col">"MPPS"</th>
                            <th scope="col">
                                <span class="hidden-text">{move || t!("actions")}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows} <CallerRows view today columns=3 callers /></tbody>
                </table>
            </Show>
        </div>
        <CallerDialogs callers />
    }
}
