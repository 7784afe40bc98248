//! The commands of the exam page.

use contract::Failure;
use contract::exam::{ExamView, MessageView, ShowExam, ShowMessage};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_exam(desk: State<'_, Desk>, request: ShowExam) -> Result<ExamView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn show_message(
    desk: State<'_, Desk>,
    request: ShowMessage,
) -> Result<MessageView, Failure> {
    desk.run(request).await
}
