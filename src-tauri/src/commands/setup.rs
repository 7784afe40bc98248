//! The commands of the first run.

use contract::Failure;
use contract::setup::{FinishSetup, SaveIdentity, SetupView, ShowSetup, StartDemo, StopDemo};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_setup(desk: State<'_, Desk>, request: ShowSetup) -> Result<SetupView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_identity(
    desk: State<'_, Desk>,
    request: SaveIdentity,
) -> Result<SetupView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn finish_setup(desk: State<'_, Desk>, request: FinishSetup) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn start_demo(desk: State<'_, Desk>, request: StartDemo) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn stop_demo(desk: State<'_, Desk>, request: StopDemo) -> Result<(), Failure> {
    desk.run(request).await
}
