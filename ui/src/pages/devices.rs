//! The devices: who may talk to us, who was heard, who waits to be let in.

mod called;
mod table;

use crate::{
    components::{
        connection_values::ConnectionValues,
        device_dialog::DeviceDialog,
        icon::{Icon, IconView},
        loaded::{Empty, Loaded},
    },
    live::{fetched::fetched, topics::Topic, use_live},
    route::Route,
    t,
};
use called::CalledPanel;
use contract::devices::{DeviceForm, DevicesView, ListDevices};
use leptos::prelude::*;
use table::DeviceTable;

/// The devices.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let devices = fetched(|| Some(ListDevices {}), vec![Topic::Devices]);
    let adding = RwSignal::new(false);
    let add = move |_| adding.set(true);
    view! {
        <div class="page devices">
            <Loaded fetched=devices let:view>
                <Connect view />
                <section class="panel">
                    <header>
                        <h2>{move || t!("devices")}</h2>
                        <Counts view />
                        <span class="panel-gap"></span>
                        <a class="button" href=Route::Queries(String::new()).href()>
                            {move || t!("why-nothing")}
                        </a>
                        <button class="button primary" on:click=add>
                            <IconView icon=Icon::Plus />
                            {move || t!("add-device")}
                        </button>
                    </header>
                    <Rows view />
                </section>
                <CalledPanel view />
            </Loaded>
        </div>
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
fn Connect(view: Signal<DevicesView>) -> impl IntoView {
    let connection = Signal::derive(move || view.with(|view| view.connection.clone()));
    view! {
        <section class="panel">
            <header>
                <h2>{move || t!("connect-scanner")}</h2>
                <span class="muted">{move || t!("connect-scanner-hint")}</span>
            </header>
            <div class="panel-body">
                <ConnectionValues connection />
            </div>
        </section>
    }
}

#[component]
fn Counts(view: Signal<DevicesView>) -> impl IntoView {
    let live = use_live();
    let counts = move || {
        let health = live
            .shell
            .with(|shell| shell.as_ref().map(|shell| shell.health.clone()))?;
        let waiting = view.with(|view| view.waiting.len());
        let heard = t!(
            "devices-heard",
            heard = health.devices_heard,
            count = health.devices
        );
        Some(if waiting == 0 {
            heard
        } else {
            format!("{heard}, {}", t!("callers-waiting", count = waiting))
        })
    };
    view! { <span class="muted">{counts}</span> }
}

#[component]
fn Rows(view: Signal<DevicesView>) -> impl IntoView {
    let none =
        Memo::new(move |_| view.with(|view| view.devices.is_empty() && view.waiting.is_empty()));
    view! {
        <Show when=move || !none.get() fallback=|| view! { <Empty line=Signal::derive(|| t!("no-devices")) /> }>
            <DeviceTable view />
        </Show>
    }
}
