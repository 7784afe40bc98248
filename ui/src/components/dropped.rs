//! A file that a person chose or dropped, read as text.

use super::import_dialog::ScheduleFile;
use leptos::{ev, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

/// Reads a file and hands it on; nothing happens if it cannot be read.
pub fn read_file(file: web_sys::File, take: impl FnOnce(ScheduleFile) + 'static) {
    spawn_local(async move {
        let name = file.name();
        let text = JsFuture::from(file.text()).await;
        if let Some(content) = text.ok().and_then(|text| text.as_string()) {
            take(ScheduleFile { name, content });
        }
    });
}

/// Reads the first file that was dropped.
pub fn dropped_file(event: &ev::DragEvent, take: impl FnOnce(ScheduleFile) + 'static) {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    if let Some(file) = files.and_then(|files| files.item(0)) {
        read_file(file, take);
    }
}
