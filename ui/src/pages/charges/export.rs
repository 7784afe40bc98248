//! The menu that writes released charges to a file.

use super::Asked;
use crate::{
    backend,
    components::{
        menu::{MenuButton, MenuItem},
        toast::use_toasts,
    },
    t,
};
use contract::{
    Day,
    charges::{ExportCharges, FileFormat},
};
use leptos::{prelude::*, task::spawn_local};

/// The menu.
#[component]
pub fn ExportButton(
    /// What is asked for: the days count, the filters do not.
    asked: RwSignal<Asked>,
    /// The day it is now.
    today: Memo<Day>,
) -> impl IntoView {
    let toasts = use_toasts();
    let export = move |format: FileFormat, with_names: bool, again: bool| {
        let (from, to) = untrack(|| asked.with(|asked| asked.bounds(&today.get())));
        let request = ExportCharges {
            from,
            to,
            format,
            with_names,
            again,
        };
        spawn_local(async move {
            match backend::call(request).await {
                Ok(file) => toasts.say(
                    t!("charges-in-file", count = file.rows, path = file.path),
                    None,
                ),
                Err(failure) => toasts.say_failure(&failure),
            }
        });
    };
    let items = Signal::derive(move || {
        let item = move |words: String, format, with_names, again| MenuItem {
            words,
            run: Callback::new(move |()| export(format, with_names, again)),
        };
        vec![
            item(t!("export-xlsx"), FileFormat::Xlsx, false, false),
            item(t!("export-csv"), FileFormat::Csv, false, false),
            item(t!("export-xlsx-names"), FileFormat::Xlsx, true, false),
            item(t!("export-csv-names"), FileFormat::Csv, true, false),
            item(t!("export-xlsx-again"), FileFormat::Xlsx, false, true),
        ]
    });
    view! { <MenuButton label=Signal::derive(|| t!("export-charges")) items /> }
}
