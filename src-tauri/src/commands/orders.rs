//! The commands of the orders page.

use contract::Failure;
use contract::orders::{
    ChangeStep, Changed, ListOrders, OrderForm, OrderPage, SaveOrder, ShowOrder, Undo, Undone,
};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_orders(desk: State<'_, Desk>, request: ListOrders) -> Result<OrderPage, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn show_order(desk: State<'_, Desk>, request: ShowOrder) -> Result<OrderForm, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_order(desk: State<'_, Desk>, request: SaveOrder) -> Result<Changed, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn change_step(desk: State<'_, Desk>, request: ChangeStep) -> Result<Changed, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn undo(desk: State<'_, Desk>, request: Undo) -> Result<Undone, Failure> {
    desk.run(request).await
}
