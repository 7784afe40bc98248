//! Imports a schedule file: choose it, see what would become of each row, import, undo.

use super::{
    dialog::Dialog,
    dropped::{dropped_file, read_file},
    icon::{Icon, IconView},
    loaded::{Skeleton, sentence},
    toast::use_toasts,
};
use crate::{backend, format, t};
use contract::{
    Failure,
    import::{ImportPreview, ImportSummary, PreviewImport, PreviewRow, RowEffect, RunImport},
};
use leptos::{ev, html, prelude::*, task::spawn_local};

/// A file to import.
#[derive(Clone, PartialEq, Eq)]
pub struct ScheduleFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: String,
}

/// How far the import is.
#[derive(Clone)]
enum Stage {
    Choose,
    Reading,
    Preview(ScheduleFile, Box<ImportPreview>),
}

/// The dialog, open as long as it is on the page.
#[component]
pub fn ImportDialog(
    /// The file, if one was chosen already.
    file: Option<ScheduleFile>,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let stage = RwSignal::new(Stage::Choose);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let preview = move |file: ScheduleFile| {
        stage.set(Stage::Reading);
        failure.set(None);
        spawn_local(async move {
            let request = PreviewImport {
                file_name: file.name.clone(),
                content: file.content.clone(),
            };
            match backend::call(request).await {
                Ok(preview) => drop(stage.try_set(Stage::Preview(file, Box::new(preview)))),
                Err(problem) => {
                    stage.try_set(Stage::Choose);
                    failure.try_set(Some(problem));
                }
            }
        });
    };
    let import = move |file: ScheduleFile| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let request = RunImport {
                file_name: file.name,
                content: file.content,
            };
            let answer = backend::call(request).await;
            busy.try_set(false);
            match answer {
                Ok(imported) => {
                    toasts.say(told(&imported.summary), imported.undo);
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    if let Some(file) = file {
        preview(file);
    }
    let again = Callback::new(move |()| stage.set(Stage::Choose));
    let content = move || match stage.get() {
        Stage::Choose => view! { <Choose take=Callback::new(preview) close /> }.into_any(),
        Stage::Reading => view! { <Skeleton /> }.into_any(),
        Stage::Preview(file, preview) => {
            let changes = preview.summary.created + preview.summary.updated;
            view! {
                {preview_view(&file.name, &preview)}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| again.run(())>
                        {t!("other-file")}
                    </button>
                    <button
                        type="button"
                        class="button primary"
                        disabled=changes == 0
                        aria-disabled=move || busy.get().then_some("true")
                        on:click=move |_| import(file.clone())
                    >
                        {if changes == 0 { t!("nothing-to-import") } else { t!("import-count", count = changes) }}
                    </button>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Dialog title=Signal::derive(|| t!("import-schedule")) wide=true close>
            <div class="dialog-body">
                {move || {
                    failure
                        .get()
                        .map(|failure| view! { <p class="form-problem" role="alert">{sentence(&failure)}</p> })
                }}
                {content}
            </div>
        </Dialog>
    }
}

/// What an import did, in one sentence.
fn told(summary: &ImportSummary) -> String {
    t!(
        "imported",
        created = summary.created,
        updated = summary.updated,
        rejected = summary.rejected.len()
    )
}

#[component]
fn Choose(take: Callback<ScheduleFile>, close: Callback<()>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let chosen = move |_| {
        let files = input.get_untracked().and_then(|input| input.files());
        if let Some(file) = files.and_then(|files| files.item(0)) {
            read_file(file, move |file| take.run(file));
        }
    };
    view! {
        <label
            class="drop-zone"
            class:over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event: ev::DragEvent| {
                event.prevent_default();
                event.stop_propagation();
                dropped_file(&event, move |file| take.run(file));
            }
        >
            <IconView icon=Icon::File />
            <b>{move || t!("choose-file")}</b>
            <span>{move || t!("choose-file-hint")}</span>
            <input node_ref=input type="file" accept=".csv,.txt,text/csv" autofocus on:change=chosen />
        </label>
        <p class="muted">{move || t!("import-promise")}</p>
        <div class="dialog-buttons">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {move || t!("close")}
            </button>
        </div>
    }
}

/// What the file holds; tracked by language.
fn preview_view(file_name: &str, preview: &ImportPreview) -> impl IntoView + use<> {
    let summary = &preview.summary;
    let rejected_count = u32::try_from(summary.rejected.len()).unwrap_or(u32::MAX);
    let counts = [
        (
            "created",
            summary.created,
            t!("effect-created", count = summary.created),
        ),
        (
            "updated",
            summary.updated,
            t!("effect-updated", count = summary.updated),
        ),
        (
            "unchanged",
            summary.unchanged,
            t!("effect-unchanged", count = summary.unchanged),
        ),
        (
            "rejected",
            rejected_count,
            t!("effect-rejected", count = rejected_count),
        ),
    ];
    let counts = counts.map(|(effect, count, word)| {
        view! {
            <li data-effect=effect data-none=(count == 0).to_string()>
                <b>{count}</b>
                " "
                {word}
            </li>
        }
    });
    let unknown = (!preview.unknown_columns.is_empty()).then(|| {
        let columns = preview.unknown_columns.join(", ");
        view! { <p class="import-note">{t!("unknown-columns", columns = columns)}</p> }
    });
    let rejected = summary.rejected.iter().map(|row| {
        view! {
            <li>
                <b>{t!("line-number", number = row.row)}</b>
                " "
                {row.reason.clone()}
            </li>
        }
    });
    let rejected = (!summary.rejected.is_empty())
        .then(|| view! { <ul class="import-rejected">{rejected.collect_view()}</ul> });
    let rows = preview.rows.iter().map(row_view).collect_view();
    view! {
        <p>
            <b>{file_name.to_owned()}</b>
        </p>
        <ul class="import-counts">{counts.collect_view()}</ul>
        {unknown}
        {rejected}
        <div class="import-rows" tabindex="0" role="region" aria-label=t!("rows-of-file")>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col" class="number">{t!("line")}</th>
                        <th scope="col">{t!("effect")}</th>
                        <th scope="col">{t!("patient")}</th>
                        <th scope="col">{t!("accession")}</th>
                        <th scope="col">{t!("procedure")}</th>
                        <th scope="col">{t!("station")}</th>
                        <th scope="col">{t!("start")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row_view(row: &PreviewRow) -> impl IntoView + use<> {
    let (effect, word) = match row.effect {
        RowEffect::Created => ("created", t!("effect-created", count = 1)),
        RowEffect::Updated => ("updated", t!("effect-updated", count = 1)),
        RowEffect::Unchanged => ("unchanged", t!("effect-unchanged", count = 1)),
        RowEffect::Rejected => ("rejected", t!("effect-rejected", count = 1)),
    };
    let accession = if row.accession_number.is_empty() {
        t!("made-by-itself")
    } else {
        row.accession_number.clone()
    };
    view! {
        <tr data-effect=effect>
            <td class="number muted">{row.row}</td>
            <td class="effect">{word}</td>
            <td>{format::name(&row.patient)}</td>
            <td>{accession}</td>
            <td>{row.procedure.clone()}</td>
            <td>{row.stations.clone()}</td>
            <td>{row.start.clone()}</td>
        </tr>
    }
}
