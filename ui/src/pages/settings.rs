//! Language, theme, keys, the protocol catalogue and the charge catalogue.

mod catalogue;
mod protocols;

use crate::{
    components::shortcuts::{single_keys_on, switch_single_keys},
    live::use_live,
    route::Route,
    t,
};
use catalogue::CataloguePanel;
use contract::shell::Preferences;
use leptos::prelude::*;
use protocols::Protocols;

/// Language, theme, keys and the protocol catalogue.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let live = use_live();
    let preferences = Memo::new(move |_| {
        live.shell.with(|shell| {
            shell
                .as_ref()
                .map(|shell| shell.preferences.clone())
                .unwrap_or_default()
        })
    });
    let version = move || {
        live.shell
            .with(|shell| shell.as_ref().map(|shell| shell.version.clone()))
            .unwrap_or_default()
    };
    let keys = RwSignal::new(single_keys_on());
    let languages = move || {
        [
            ("", t!("as-the-system")),
            ("en", "English".to_owned()),
            ("es", "Español".to_owned()),
        ]
    };
    let themes = move || {
        [
            ("", t!("as-the-system")),
            ("light", t!("theme-light")),
            ("dark", t!("theme-dark")),
        ]
    };
    view! {
        <div class="page settings">
            <section class="panel">
                <header>
                    <h2>{move || t!("appearance")}</h2>
                </header>
                <div class="settings-row">
                    <span id="settings-language">{move || t!("language")}</span>
                    <div class="segments" role="group" aria-labelledby="settings-language">
                        {move || {
                            languages()
                                .map(|(tag, word)| {
                                    choice(
                                        word,
                                        Signal::derive(move || preferences.get().language == tag),
                                        move || {
                                            live.prefer(Preferences {
                                                language: tag.to_owned(),
                                                ..preferences.get_untracked()
                                            });
                                        },
                                    )
                                })
                                .collect_view()
                        }}
                    </div>
                </div>
                <div class="settings-row">
                    <span id="settings-theme">{move || t!("theme")}</span>
                    <div class="segments" role="group" aria-labelledby="settings-theme">
                        {move || {
                            themes()
                                .map(|(theme, word)| {
                                    choice(
                                        word,
                                        Signal::derive(move || preferences.get().theme == theme),
                                        move || {
                                            live.prefer(Preferences {
                                                theme: theme.to_owned(),
                                                ..preferences.get_untracked()
                                            });
                                        },
                                    )
                                })
                                .collect_view()
                        }}
                    </div>
                </div>
            </section>
            <section class="panel">
                <header>
                    <h2>{move || t!("keyboard")}</h2>
                </header>
                <label class="settings-row">
                    <span>{move || t!("single-keys")}</span>
                    <input
                        type="checkbox"
                        prop:checked=move || keys.get()
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            switch_single_keys(on);
                            keys.set(on);
                        }
                    />
                </label>
            </section>
            <Protocols />
            <CataloguePanel />
            <section class="panel">
                <header>
                    <h2>{move || t!("audit")}</h2>
                </header>
                <p class="settings-row">
                    <span>{move || t!("audit-what")}</span>
                    <a class="button" href=Route::Audit.href()>
                        {move || t!("audit-open")}
                    </a>
                </p>
            </section>
            <p class="settings-version">{move || t!("version", version = version())}</p>
        </div>
    }
}

fn choice(word: String, pressed: Signal<bool>, choose: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button aria-pressed=move || if pressed.get() { "true" } else { "false" } on:click=move |_| choose()>
            {word}
        </button>
    }
}
