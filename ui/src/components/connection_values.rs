//! The exact values to type into a scanner.

use super::copy::CopyValue;
use crate::t;
use contract::devices::Connection;
use leptos::prelude::*;

/// AE title, addresses and port, each with a button that copies it.
#[component]
pub fn ConnectionValues(
    /// The values.
    #[prop(into)]
    connection: Signal<Connection>,
) -> impl IntoView {
    let ae_title = Signal::derive(move || connection.with(|values| values.ae_title.clone()));
    let addresses = Memo::new(move |_| connection.with(|values| values.addresses.clone()));
    let address =
        Signal::derive(move || addresses.with(|all| all.first().cloned().unwrap_or_default()));
    let others = move || addresses.with(|all| all.get(1..).unwrap_or_default().join(", "));
    let port = Signal::derive(move || connection.with(|values| values.port.to_string()));
    let is_listening = Memo::new(move |_| connection.with(|values| values.port > 0));
    let loopback = Memo::new(move |_| connection.with(|values| values.loopback_only));
    let address_note = move || {
        let others = others();
        if loopback.get() {
            t!("loopback-note")
        } else if others.is_empty() {
            t!("address-note")
        } else {
            t!("address-others", addresses = others)
        }
    };
    view! {
        <div class="connection-values">
            <Value label=Signal::derive(|| t!("ae-title")) value=ae_title note=Signal::derive(|| t!("ae-title-note")) />
            <Value
                label=Signal::derive(|| t!("address"))
                value=address
                note=Signal::derive(address_note)
                warns=Signal::derive(move || loopback.get())
            />
            <Value
                label=Signal::derive(|| t!("port"))
                value=Signal::derive(move || if is_listening.get() { port.get() } else { "–".to_owned() })
                note=Signal::derive(move || if is_listening.get() { t!("port-note") } else { t!("not-listening") })
                warns=Signal::derive(move || !is_listening.get())
            />
        </div>
    }
}

#[component]
fn Value(
    label: Signal<String>,
    value: Signal<String>,
    note: Signal<String>,
    #[prop(default = Signal::stored(false))] warns: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="connection-value" class:warns=move || warns.get()>
            <span>{move || label.get()}</span>
            <b>{move || value.get()}</b>
            <CopyValue label value />
            <small>{move || note.get()}</small>
        </div>
    }
}
