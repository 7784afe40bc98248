//! The first step: who we are and where we listen.

use super::{Step, StepMark};
use crate::{
    backend,
    components::{
        device_dialog::{port_of, problem_elsewhere, problem_of},
        field::TextField,
    },
    t,
};
use contract::{
    Failure, FailureCode,
    setup::{SaveIdentity, SetupView},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// Listens at every address of this machine.
const NETWORK: &str = "0.0.0.0";
/// Listens to this machine only.
const LOOPBACK: &str = "127.0.0.1";

/// The section of the step.
#[component]
pub fn IdentitySection(
    /// How far the set-up is.
    view: Signal<SetupView>,
    /// The step under way.
    current: RwSignal<Step>,
    /// Takes the answer of a save.
    saved: RwSignal<Option<SetupView>>,
) -> impl IntoView {
    let is_current = Memo::new(move |_| current.get() == Step::Identity);
    view! {
        <section
            id=Step::Identity.id()
            class="setup-section"
            tabindex="-1"
            data-state=move || Step::Identity.state(current.get())
        >
            <header>
                <StepMark step=Step::Identity current />
                <h2>{move || t!("step-identity")}</h2>
                <span class="panel-gap"></span>
                <Show when=move || !is_current.get()>
                    <button class="button small" on:click=move |_| current.set(Step::Identity)>
                        {move || t!("edit")}
                    </button>
                </Show>
            </header>
            <Show when=move || is_current.get() fallback=move || view! { <Summary view /> }>
                <Form view current saved />
            </Show>
        </section>
    }
}

#[component]
fn Summary(view: Signal<SetupView>) -> impl IntoView {
    let fact = |label: Signal<String>, value: Signal<String>| {
        view! {
            <div>
                <dt>{move || label.get()}</dt>
                <dd>{move || value.get()}</dd>
            </div>
        }
    };
    let address = Signal::derive(move || {
        view.with(|view| {
            if view.connection.loopback_only {
                t!("listen-machine")
            } else {
                view.connection.addresses.join(", ")
            }
        })
    });
    view! {
        <dl class="setup-facts">
            {fact(
                Signal::derive(|| t!("station-name")),
                Signal::derive(move || view.with(|view| view.station_name.clone())),
            )}
            {fact(
                Signal::derive(|| t!("ae-title")),
                Signal::derive(move || view.with(|view| view.ae_title.clone())),
            )} {fact(Signal::derive(|| t!("address")), address)}
            {fact(
                Signal::derive(|| t!("port")),
                Signal::derive(move || view.with(|view| view.port.to_string())),
            )}
        </dl>
    }
}

#[component]
fn Form(
    view: Signal<SetupView>,
    current: RwSignal<Step>,
    saved: RwSignal<Option<SetupView>>,
) -> impl IntoView {
    let first = view.get_untracked();
    let station_name = RwSignal::new(first.station_name);
    let ae_title = RwSignal::new(first.ae_title);
    let port = RwSignal::new(first.port.to_string());
    let network = RwSignal::new(first.listen_address != LOOPBACK);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = port_of(&port.get_untracked()).filter(|port| *port > 0);
        let Some(port) = typed else {
            failure.set(Some(Failure::field("port", t!("port-range"))));
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        let request = SaveIdentity {
            station_name: text(station_name),
            ae_title: text(ae_title),
            listen_address: if network.get_untracked() {
                NETWORK
            } else {
                LOOPBACK
            }
            .to_owned(),
            port,
        };
        spawn_local(async move {
            let answer = backend::call(request).await;
            busy.try_set(false);
            match answer {
                Ok(setup) => {
                    saved.set(Some(setup));
                    current.set(Step::Modalities);
                }
                Err(mut problem) => {
                    // Whatever the service names, a port that cannot be had is said at the port.
                    if problem.code == FailureCode::PortUnavailable {
                        problem.field = Some("port".to_owned());
                    }
                    failure.try_set(Some(problem));
                }
            }
        });
    };
    let choice = move |value: bool, words: Signal<String>| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="listen"
                    prop:checked=move || network.get() == value
                    on:change=move |_| network.set(value)
                />
                {move || words.get()}
            </label>
        }
    };
    view! {
        <form class="setup-form" novalidate on:submit=save>
            <div class="form-grid">
                <TextField
                    label=Signal::derive(|| t!("station-name"))
                    value=station_name
                    problem=problem_of(failure, "station_name")
                    hint=Signal::derive(|| t!("station-name-hint"))
                    required=true
                    autofocus=true
                />
                <TextField
                    label=Signal::derive(|| t!("ae-title"))
                    value=ae_title
                    problem=problem_of(failure, "ae_title")
                    hint=Signal::derive(|| t!("own-ae-title-hint"))
                    max_length=16
                    required=true
                />
                <TextField
                    label=Signal::derive(|| t!("port"))
                    value=port
                    problem=problem_of(failure, "port")
                    hint=Signal::derive(|| t!("own-port-hint"))
                    max_length=5
                    required=true
                />
            </div>
            <fieldset class="form-section choices">
                <legend>{move || t!("listen-to")}</legend>
                {choice(true, Signal::derive(|| t!("listen-network")))}
                {choice(false, Signal::derive(|| t!("listen-machine")))}
            </fieldset>
            {move || {
                problem_elsewhere(failure, &["station_name", "ae_title", "port"])
                    .map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
            }}
            <div class="dialog-buttons">
                <button class="button primary" aria-disabled=move || busy.get().then_some("true")>
                    {move || t!("save-identity")}
                </button>
            </div>
        </form>
    }
}
