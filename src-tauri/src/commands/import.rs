//! The commands of the import of schedule files.

use contract::Failure;
use contract::import::{ImportPreview, Imported, PreviewImport, RunImport};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn preview_import(
    desk: State<'_, Desk>,
    request: PreviewImport,
) -> Result<ImportPreview, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn run_import(desk: State<'_, Desk>, request: RunImport) -> Result<Imported, Failure> {
    desk.run(request).await
}
