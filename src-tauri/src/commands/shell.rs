//! The commands of what stands around every page.

use contract::Failure;
use contract::shell::{SavePreferences, ShellView, ShowShell};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_shell(desk: State<'_, Desk>, request: ShowShell) -> Result<ShellView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_preferences(
    desk: State<'_, Desk>,
    request: SavePreferences,
) -> Result<(), Failure> {
    desk.run(request).await
}
