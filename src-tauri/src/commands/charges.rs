//! The commands of the charges page.

use contract::charges::{
    ChargeRuleRow, ChargesView, CorrectCharge, ExamCharges, ExportCharges, ExportedFile,
    ListChargeRules, ListCharges, ReleaseCharges, RemoveChargeRule, SaveChargeRule, ShowCharges,
};
use contract::{Failure, UndoToken};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_charges(
    desk: State<'_, Desk>,
    request: ListCharges,
) -> Result<ChargesView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn show_charges(
    desk: State<'_, Desk>,
    request: ShowCharges,
) -> Result<Option<ExamCharges>, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn release_charges(
    desk: State<'_, Desk>,
    request: ReleaseCharges,
) -> Result<UndoToken, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn correct_charge(
    desk: State<'_, Desk>,
    request: CorrectCharge,
) -> Result<UndoToken, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn export_charges(
    desk: State<'_, Desk>,
    request: ExportCharges,
) -> Result<ExportedFile, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn list_charge_rules(
    desk: State<'_, Desk>,
    request: ListChargeRules,
) -> Result<Vec<ChargeRuleRow>, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_charge_rule(
    desk: State<'_, Desk>,
    request: SaveChargeRule,
) -> Result<ChargeRuleRow, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn remove_charge_rule(
    desk: State<'_, Desk>,
    request: RemoveChargeRule,
) -> Result<(), Failure> {
    desk.run(request).await
}
