//! The commands of the reconciliation queue.

use contract::orders::Changed;
use contract::reconciliation::{
    AssignItems, Candidate, CaseView, Decide, Decided, FindCandidates, MarkNoShow, QueueView,
    ShowCase, ShowQueue,
};
use contract::{Failure, UndoToken};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn show_queue(desk: State<'_, Desk>, request: ShowQueue) -> Result<QueueView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn show_case(desk: State<'_, Desk>, request: ShowCase) -> Result<CaseView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn decide(desk: State<'_, Desk>, request: Decide) -> Result<Decided, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn assign_items(
    desk: State<'_, Desk>,
    request: AssignItems,
) -> Result<UndoToken, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn find_candidates(
    desk: State<'_, Desk>,
    request: FindCandidates,
) -> Result<Vec<Candidate>, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn mark_no_show(desk: State<'_, Desk>, request: MarkNoShow) -> Result<Changed, Failure> {
    desk.run(request).await
}
