//! The commands of the network page.

use contract::Failure;
use contract::charges::ExportedFile;
use contract::network::{
    AssociationsPage, ExportMessages, ListAssociations, ListMessages, MessagesPage,
};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_associations(
    desk: State<'_, Desk>,
    request: ListAssociations,
) -> Result<AssociationsPage, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn list_messages(
    desk: State<'_, Desk>,
    request: ListMessages,
) -> Result<MessagesPage, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn export_messages(
    desk: State<'_, Desk>,
    request: ExportMessages,
) -> Result<ExportedFile, Failure> {
    desk.run(request).await
}
