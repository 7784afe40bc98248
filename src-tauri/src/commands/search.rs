//! The command of the search.

use contract::Failure;
use contract::search::{Hit, Search};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn search(desk: State<'_, Desk>, request: Search) -> Result<Vec<Hit>, Failure> {
    desk.run(request).await
}
