//! Says that the department is simulated, with the way out.

use super::toast::use_toasts;
use crate::{backend, live::use_live, t};
use contract::setup::StopDemo;
use leptos::{prelude::*, task::spawn_local};

/// The banner over every page of the simulated department.
#[component]
pub fn DemoBanner() -> impl IntoView {
    let live = use_live();
    let toasts = use_toasts();
    let demo = Memo::new(move |_| {
        live.shell
            .with(|shell| shell.as_ref().is_some_and(|shell| shell.demo))
    });
    let leave = move |_| {
        spawn_local(async move {
            match backend::call(StopDemo {}).await {
                Ok(()) => drop(window().location().reload()),
                Err(failure) => toasts.say_failure(&failure),
            }
        });
    };
    view! {
        <Show when=move || demo.get()>
            <section class="demo-banner" aria-label=move || t!("demo-department")>
                <span>
                    <b>{move || t!("demo-department")}</b>
                    " "
                    {move || t!("demo-explanation")}
                </span>
                <button class="button small" on:click=leave>
                    {move || t!("leave-demo")}
                </button>
            </section>
        </Show>
    }
}
