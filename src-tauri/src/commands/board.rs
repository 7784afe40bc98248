//! The commands of the board.

use contract::Failure;
use contract::board::{BoardView, ShowBoard};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_board(desk: State<'_, Desk>, request: ShowBoard) -> Result<BoardView, Failure> {
    desk.run(request).await
}
