//! How the service does, in one pill that opens Devices.

use super::icon::{Icon, IconView};
use crate::{live::use_live, route::Route, t};
use contract::shell::{Health, Listener};
use leptos::prelude::*;

/// From this many silent devices on the department counts as degraded.
const DEGRADED_FROM: u32 = 3;

fn tone(health: &Health) -> &'static str {
    match health.listener {
        Listener::NotListening { .. } => "crit",
        Listener::Listening { .. } if health.devices_silent >= DEGRADED_FROM => "late",
        Listener::Listening { .. } => "done",
    }
}

fn word(health: &Health) -> String {
    match health.listener {
        Listener::NotListening { .. } => t!("not-listening"),
        Listener::Listening { .. } if health.devices_silent >= DEGRADED_FROM => {
            t!("degraded", count = health.devices_silent)
        }
        Listener::Listening { .. } => t!("listening"),
    }
}

fn address(health: &Health) -> Option<String> {
    match health.listener {
        Listener::Listening { port } => Some(format!("{}@{port}", health.ae_title)),
        Listener::NotListening { .. } => None,
    }
}

/// Listening, degraded or not listening.
#[component]
pub fn HealthPill() -> impl IntoView {
    let live = use_live();
    let health = Memo::new(move |_| {
        live.shell
            .with(|shell| shell.as_ref().map(|shell| shell.health.clone()))
    });
    view! {
        {move || {
            health
                .get()
                .map(|health| {
                    view! {
                        <a class="health-pill" data-tone=tone(&health) href=Route::Devices.href()>
                            <IconView icon=Icon::Signal />
                            <b>{word(&health)}</b>
                            {address(&health).map(|address| view! { <span class="health-address">{address}</span> })}
                            <span class="health-heard">
                                {t!("devices-heard", heard = health.devices_heard, count = health.devices)}
                            </span>
                        </a>
                    }
                })
        }}
    }
}
