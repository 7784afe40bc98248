//! The commands of the audit page.

use contract::Failure;
use contract::audit::{AuditPage, ChainState, ExportAudit, ListAudit, VerifyAudit};
use contract::charges::ExportedFile;
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_audit(desk: State<'_, Desk>, request: ListAudit) -> Result<AuditPage, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn verify_audit(
    desk: State<'_, Desk>,
    request: VerifyAudit,
) -> Result<ChainState, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn export_audit(
    desk: State<'_, Desk>,
    request: ExportAudit,
) -> Result<ExportedFile, Failure> {
    desk.run(request).await
}
