//! The bar under the top bar: the window is not live, or the service does not listen.

use super::loaded::sentence;
use crate::{backend, format, live::use_live, t};
use contract::{
    setup::{SaveIdentity, ShowSetup},
    shell::Listener,
};
use leptos::{prelude::*, task::spawn_local};

/// What is wrong with the whole window, with one action.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let live = use_live();
    let listen_problem = Memo::new(move |_| {
        live.shell
            .with(|shell| match &shell.as_ref()?.health.listener {
                Listener::Listening { .. } => None,
                Listener::NotListening { problem } => Some(problem.clone()),
            })
    });
    let refused = RwSignal::new(None::<String>);
    let listen_again = move |_| {
        spawn_local(async move {
            let again = async {
                let setup = backend::call(ShowSetup {}).await?;
                backend::call(SaveIdentity {
                    station_name: setup.station_name,
                    ae_title: setup.ae_title,
                    listen_address: setup.listen_address,
                    port: setup.port,
                })
                .await
            };
            refused.set(again.await.err().as_ref().map(sentence));
        });
    };
    view! {
        <div class="notice-bars">
            {move || {
                live.not_live_since()
                    .map(|since| {
                        view! {
                            <div class="notice-bar" data-tone="stale" role="alert">
                                <p>
                                    <b>{t!("not-live-since", time = format::time(since))}</b>
                                    " "
                                    {live.failure.get().as_ref().map(sentence)}
                                </p>
                                <button class="button small" on:click=move |_| live.again()>
                                    {t!("try-again")}
                                </button>
                            </div>
                        }
                    })
            }}
            {move || {
                listen_problem
                    .get()
                    .map(|problem| {
                        view! {
                            <div class="notice-bar" data-tone="crit" role="alert">
                                <p>
                                    <b>{t!("not-listening")} "."</b>
                                    " "
                                    {move || refused.get().unwrap_or_else(|| problem.clone())}
                                </p>
                                <button class="button small" on:click=listen_again>
                                    {t!("start-listening")}
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
