//! What was just done, for ten seconds, with the way back.

use super::{
    icon::{Icon, IconView},
    loaded::sentence,
};
use crate::{backend, t};
use contract::{Failure, UndoToken, orders};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

const SHOWN_FOR: u32 = 10_000;
const STEP: u32 = 250;

#[derive(Clone)]
struct Toast {
    words: String,
    undo: Option<UndoToken>,
}

/// The toast of the window: one at a time.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<Toast>>,
    left: RwSignal<u32>,
    held: RwSignal<bool>,
    last_undo: RwSignal<Option<UndoToken>>,
}

/// The toast of the window; call it while a component is set up.
pub fn use_toasts() -> Toasts {
    expect_context()
}

impl Toasts {
    /// Made once by the application.
    pub fn start() -> Self {
        let toasts = Self {
            shown: RwSignal::new(None),
            left: RwSignal::new(0),
            held: RwSignal::new(false),
            last_undo: RwSignal::new(None),
        };
        set_interval(move || toasts.pass(), Duration::from_millis(STEP.into()));
        toasts
    }

    /// Says that something was done, and how to undo it.
    pub fn say(&self, words: String, undo: Option<UndoToken>) {
        if undo.is_some() {
            self.last_undo.set(undo.clone());
        }
        self.left.set(SHOWN_FOR);
        self.held.set(false);
        self.shown.set(Some(Toast { words, undo }));
    }

    /// Says why something was not done.
    pub fn say_failure(&self, failure: &Failure) {
        self.say(sentence(failure), None);
    }

    /// Undoes the last change that can be undone.
    pub fn undo_last(self) {
        if let Some(token) = self.last_undo.get_untracked() {
            self.undo(token);
        }
    }

    fn undo(self, token: UndoToken) {
        self.last_undo.set(None);
        spawn_local(async move {
            match backend::call(orders::Undo { token }).await {
                Ok(undone) if undone.kept > 0 => {
                    self.say(
                        t!("undone-except", steps = undone.steps, kept = undone.kept),
                        None,
                    );
                }
                Ok(_) => self.say(t!("undone"), None),
                Err(failure) => self.say_failure(&failure),
            }
        });
    }

    fn pass(&self) {
        if self.shown.with_untracked(Option::is_none) || self.held.get_untracked() {
            return;
        }
        let left = self.left.get_untracked().saturating_sub(STEP);
        self.left.set(left);
        if left == 0 {
            self.shown.set(None);
        }
    }
}

/// Where the toast appears.
#[component]
pub fn ToastArea() -> impl IntoView {
    let toasts = use_toasts();
    let part = move || (f64::from(toasts.left.get()) / f64::from(SHOWN_FOR)).to_string();
    view! {
        <div class="toast-area" role="status" id="toast" tabindex="-1">
            {move || {
                toasts
                    .shown
                    .get()
                    .map(|toast| {
                        let undo = toast.undo.clone();
                        view! {
                            <div
                                class="toast"
                                on:pointerenter=move |_| toasts.held.set(true)
                                on:pointerleave=move |_| toasts.held.set(false)
                                on:focusin=move |_| toasts.held.set(true)
                                on:focusout=move |_| toasts.held.set(false)
                            >
                                <span>{toast.words}</span>
                                {undo
                                    .map(|token| {
                                        view! {
                                            <button class="toast-undo" on:click=move |_| toasts.undo(token.clone())>
                                                {t!("undo")}
                                                <kbd>"Ctrl Z"</kbd>
                                            </button>
                                        }
                                    })}
                                <button
                                    class="toast-close"
                                    aria-label=t!("close")
                                    on:click=move |_| toasts.shown.set(None)
                                >
                                    <IconView icon=Icon::Close />
                                </button>
                                <div class="toast-left" style:--left=part></div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
