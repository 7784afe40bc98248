//! The commands of the devices page.

use contract::Failure;
use contract::device_learning::{ProposeProfile, ProposedProfile};
use contract::devices::{
    AdmitCaller, DeviceRow, DevicesView, DismissCaller, EchoDevice, Echoed, ListDevices,
    RemoveCalled, RemoveDevice, SaveCalled, SaveDevice,
};
use service::desk::Desk;
use tauri::State;

#[tauri::command]
pub async fn list_devices(
    desk: State<'_, Desk>,
    request: ListDevices,
) -> Result<DevicesView, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_device(desk: State<'_, Desk>, request: SaveDevice) -> Result<DeviceRow, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn remove_device(desk: State<'_, Desk>, request: RemoveDevice) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn admit_caller(desk: State<'_, Desk>, request: AdmitCaller) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn dismiss_caller(desk: State<'_, Desk>, request: DismissCaller) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn echo_device(desk: State<'_, Desk>, request: EchoDevice) -> Result<Echoed, Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn save_called(desk: State<'_, Desk>, request: SaveCalled) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn remove_called(desk: State<'_, Desk>, request: RemoveCalled) -> Result<(), Failure> {
    desk.run(request).await
}

#[tauri::command]
pub async fn propose_profile(
    desk: State<'_, Desk>,
    request: ProposeProfile,
) -> Result<ProposedProfile, Failure> {
    desk.run(request).await
}
