//! The commands of the protocol catalogue.

use contract::Failure;
use contract::protocols::{
    ListProtocols, ProtocolRow, ProtocolsView, RemoveProtocol, SaveProtocol,
};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_protocols(
    desk: State<'_, Desk>,
    request: ListProtocols,
) -> Result<ProtocolsView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_protocol(
    desk: State<'_, Desk>,
    request: SaveProtocol,
) -> Result<ProtocolRow, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn remove_protocol(
    desk: State<'_, Desk>,
    request: RemoveProtocol,
) -> Result<(), Failure> {
    desk.run(request).await
}
