//! The commands of the alerts.

use contract::Failure;
use contract::alerts::{Alert, ShowAlerts};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_alerts(
    desk: State<'_, Desk>,
    request: ShowAlerts,
) -> Result<Vec<Alert>, Failure> {
    desk.run(request).await
}
