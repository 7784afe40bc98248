//! The command palette: finds patients, accessions and pages from any place.

use super::{
    glyph::GlyphView,
    icon::{Icon, IconView},
    status::status_glyph,
};
use crate::{backend, format, live::use_live, route::Route, t};
use contract::search;
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::time::Duration;

/// How many exams the palette offers.
const LIMIT: u32 = 12;

/// Whether the palette is open.
#[derive(Clone, Copy)]
pub struct PaletteOpen(pub RwSignal<bool>);

#[derive(Clone, PartialEq)]
enum Choice {
    Page {
        route: Route,
        icon: Icon,
        word: String,
        key: &'static str,
    },
    Exam(Box<search::Hit>),
}

impl Choice {
    fn route(&self) -> Route {
        match self {
            Self::Page { route, .. } => route.clone(),
            Self::Exam(hit) => Route::Exam(hit.id.clone()),
        }
    }
}

fn pages(text: &str) -> Vec<Choice> {
    let all = [
        (Route::Board, Icon::Board, t!("board"), "G B"),
        (
            Route::InProgress,
            Icon::InProgress,
            t!("in-progress"),
            "G P",
        ),
        (
            Route::Reconciliation(None),
            Icon::Reconciliation,
            t!("reconciliation"),
            "G R",
        ),
        (Route::Orders, Icon::Orders, t!("orders"), "G O"),
        (Route::Charges, Icon::Charges, t!("charges"), "G C"),
        (Route::Quality, Icon::Quality, t!("quality"), "G Q"),
        (Route::Audit, Icon::Audit, t!("audit"), "G U"),
        (Route::Devices, Icon::Devices, t!("devices"), "G D"),
        (Route::Network, Icon::Network, t!("network"), "G N"),
        (Route::Settings, Icon::Settings, t!("settings"), "G S"),
    ];
    let text = text.to_lowercase();
    all.into_iter()
        .filter(|(_, _, word, _)| word.to_lowercase().contains(&text))
        .map(|(route, icon, word, key)| Choice::Page {
            route,
            icon,
            word,
            key,
        })
        .collect()
}

/// The palette, while it is open.
#[component]
pub fn Palette() -> impl IntoView {
    let open: PaletteOpen = expect_context();
    view! {
        <Show when=move || open.0.get()>
            <OpenPalette />
        </Show>
    }
}

#[component]
fn OpenPalette() -> impl IntoView {
    let open: PaletteOpen = expect_context();
    let live = use_live();
    let dialog = NodeRef::<html::Dialog>::new();
    let text = RwSignal::new(String::new());
    let hits = RwSignal::new(Vec::<search::Hit>::new());
    let problem = RwSignal::new(None::<String>);
    let chosen = RwSignal::new(0_usize);
    let asked = StoredValue::new(0_u32);

    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let ask = debounce(Duration::from_millis(120), move |words: String| {
        let number = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        // The words may come when the palette is already closed.
        let Some(number) = number else { return };
        if words.trim().is_empty() {
            hits.set(Vec::new());
            return;
        }
        spawn_local(async move {
            let answer = backend::call(search::Search {
                text: words,
                limit: LIMIT,
            })
            .await;
            if asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(found) => {
                    hits.set(found);
                    problem.set(None);
                }
                Err(failure) => problem.set(Some(super::loaded::sentence(&failure))),
            }
        });
    });
    let mut ask = ask;
    let choices = Memo::new(move |_| {
        let mut choices: Vec<Choice> = hits
            .get()
            .into_iter()
            .map(|hit| Choice::Exam(Box::new(hit)))
            .collect();
        choices.extend(pages(&text.get()));
        choices
    });
    let close = move || open.0.set(false);
    let take = move |choice: &Choice| {
        choice.route().open();
        close();
    };
    let on_key = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        let last = choices.with(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|chosen| *chosen = (*chosen + 1).min(last)),
            "ArrowUp" => chosen.update(|chosen| *chosen = chosen.saturating_sub(1)),
            "Enter" => {
                if let Some(choice) = choices.with(|choices| choices.get(chosen.get()).cloned()) {
                    take(&choice);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let today = move || {
        live.shell
            .with(|shell| shell.as_ref().map(|shell| shell.today.clone()))
    };
    let option = move |position: usize, choice: Choice| {
        let content = match &choice {
            Choice::Page {
                icon, word, key, ..
            } => view! {
                <IconView icon=*icon />
                <span class="palette-name">{t!("go-to", page = word.clone())}</span>
                <kbd>{*key}</kbd>
            }
            .into_any(),
            Choice::Exam(hit) => {
                let day = (today().as_ref() != Some(&hit.day)).then(|| format::day_short(&hit.day));
                view! {
                    <GlyphView glyph=status_glyph(hit.status) />
                    <span class="palette-name">
                        <b>{format::name(&hit.patient)}</b>
                        <span>{hit.procedure.clone()}</span>
                    </span>
                    <span class="palette-place">
                        <span>{hit.accession_number.clone()}</span>
                        <span>{hit.station_name.clone()} " " {day}</span>
                    </span>
                }
                .into_any()
            }
        };
        view! {
            <li
                id=format!("palette-{position}")
                role="option"
                aria-selected=move || if chosen.get() == position { "true" } else { "false" }
                on:pointermove=move |_| chosen.set(position)
                on:click=move |_| take(&choice)
            >
                {content}
            </li>
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="palette"
            aria-label=move || t!("search")
            on:close=move |_| close()
            on:click=move |event| {
                if event.target() == event.current_target() {
                    close();
                }
            }
            on:keydown=on_key
        >
            <div class="palette-field">
                <IconView icon=Icon::Search />
                <input
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-autocomplete="list"
                    aria-label=move || t!("search")
                    aria-activedescendant=move || format!("palette-{}", chosen.get())
                    placeholder=move || t!("search-placeholder")
                    autocomplete="off"
                    autofocus
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        chosen.set(0);
                        ask(event_target_value(&event));
                    }
                />
                <kbd>"Esc"</kbd>
            </div>
            {move || problem.get().map(|problem| view! { <p class="palette-problem" role="alert">{problem}</p> })}
            <ul id="palette-list" role="listbox" aria-label=move || t!("search-results")>
                {move || choices.get().into_iter().enumerate().map(|(position, choice)| option(position, choice)).collect_view()}
            </ul>
            <Show when=move || choices.with(Vec::is_empty)>
                <p class="palette-nothing">{move || t!("nothing-found", text = text.get())}</p>
            </Show>
        </dialog>
    }
}
