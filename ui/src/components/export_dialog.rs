//! Asks how a file leaves: its format, and whether names are in it.

use super::{
    dialog::Dialog,
    toast::{Toasts, use_toasts},
};
use crate::{backend, t};
use contract::{
    Command,
    charges::{ExportedFile, FileFormat},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// How a file leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportChoice {
    /// CSV or XLSX.
    pub format: FileFormat,
    /// With names, else without.
    pub with_names: bool,
}

/// The dialog; `run` is told the choice and the dialog closes.
#[component]
pub fn ExportDialog(
    /// What leaves.
    #[prop(into)]
    title: Signal<String>,
    /// Whether there are names to leave out.
    named: bool,
    /// Asks to take it off the page.
    close: Callback<()>,
    /// Carries the choice out.
    run: Callback<ExportChoice>,
) -> impl IntoView {
    let format = RwSignal::new(FileFormat::Xlsx);
    let with_names = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        run.run(ExportChoice {
            format: format.get_untracked(),
            with_names: with_names.get_untracked(),
        });
        close.run(());
    };
    view! {
        <Dialog title close>
            <form class="dialog-body" on:submit=submit>
                <fieldset class="export-choice">
                    <legend>{move || t!("export-format")}</legend>
                    {radio("export-format", Signal::derive(|| t!("format-xlsx")), FileFormat::Xlsx, format)}
                    {radio("export-format", Signal::derive(|| t!("format-csv")), FileFormat::Csv, format)}
                </fieldset>
                <Show when=move || named>
                    <fieldset class="export-choice">
                        <legend>{move || t!("export-names")}</legend>
                        {radio("export-names", Signal::derive(|| t!("export-without-names")), false, with_names)}
                        {radio("export-names", Signal::derive(|| t!("export-with-names")), true, with_names)}
                    </fieldset>
                </Show>
                <p class="muted">{move || t!("export-audited")}</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("keep-as-is")}
                    </button>
                    <button type="submit" class="button primary">
                        {move || t!("export-file")}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

fn radio<T: Copy + PartialEq + Send + Sync + 'static>(
    group: &'static str,
    word: Signal<String>,
    value: T,
    chosen: RwSignal<T>,
) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name=group
                prop:checked=move || chosen.get() == value
                on:change=move |_| chosen.set(value)
            />
            {move || word.get()}
        </label>
    }
}

/// Writes the file and says where it is.
pub fn export<C>(toasts: Toasts, request: C)
where
    C: Command<Output = ExportedFile> + 'static,
{
    spawn_local(async move {
        match backend::call(request).await {
            Ok(file) => toasts.say(t!("exported", count = file.rows, path = file.path), None),
            Err(failure) => toasts.say_failure(&failure),
        }
    });
}

/// The button that opens the dialog, also by Ctrl E.
#[component]
pub fn ExportButton(
    /// What leaves.
    #[prop(into)]
    title: Signal<String>,
    /// Whether there are names to leave out.
    #[prop(default = true)]
    named: bool,
    /// Carries the choice out.
    run: Callback<(ExportChoice, Toasts)>,
) -> impl IntoView {
    use super::icon::{Icon, IconView};
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let handle = window_event_listener(ev::keydown, move |event| {
        let with_ctrl = event.ctrl_key() || event.meta_key();
        if with_ctrl && event.key().eq_ignore_ascii_case("e") {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <button class="button" aria-keyshortcuts="Control+E" on:click=move |_| open.set(true)>
            <IconView icon=Icon::File />
            {move || t!("export")}
        </button>
        <Show when=move || open.get()>
            <ExportDialog
                title
                named
                close=Callback::new(move |()| open.set(false))
                run=Callback::new(move |choice| run.run((choice, toasts)))
            />
        </Show>
    }
}
