//! The commands of the quality report.

use contract::Failure;
use contract::charges::ExportedFile;
use contract::quality::{ExportQuality, QualityView, ShowQuality};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_quality(
    desk: State<'_, Desk>,
    request: ShowQuality,
) -> Result<QualityView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn export_quality(
    desk: State<'_, Desk>,
    request: ExportQuality,
) -> Result<ExportedFile, Failure> {
    desk.run(request).await
}
