//! Devices: who may talk to us, who was heard, who waits to be let in.

use crate::device_profile::{DeviceProfile, WorklistProfile};
use crate::{WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for all devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDevices {}
command!(ListDevices, "list_devices", DevicesView);

/// The devices page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesView {
    /// What the wall clock read when this was made.
    pub now: WallTime,
    /// What to type into a scanner.
    pub connection: Connection,
    /// The registered devices, by name.
    pub devices: Vec<DeviceRow>,
    /// Unknown callers, latest first.
    pub waiting: Vec<WaitingCaller>,
    /// The AE titles we answer to, that of the settings file first.
    pub called: Vec<CalledTitle>,
}

/// The exact values to type into a scanner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Our AE title.
    pub ae_title: String,
    /// This machine's addresses at which we listen.
    pub addresses: Vec<String>,
    /// Our port; 0 while not listening.
    pub port: u16,
    /// Whether only this machine can reach us.
    pub loopback_only: bool,
}

/// What a person declares of a device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeviceForm {
    /// AE title, 1 to 16 characters.
    pub ae_title: String,
    /// The station's name on the board.
    pub name: String,
    /// Modality (0008,0060); empty for workstations and servers.
    pub modality: String,
    /// Host name or IP address; when given, others are refused under this AE title. Needed to reach
    /// it with C-ECHO.
    pub address: String,
    /// Port for reaching it with C-ECHO; 0 if it does not listen.
    pub port: u16,
    /// Whether it is a station with a lane on the board.
    pub on_board: bool,
    /// What is particular about it.
    pub profile: DeviceProfile,
}

/// A registered device with its traffic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Its number.
    pub id: i64,
    /// What was declared.
    pub form: DeviceForm,
    /// When it was last heard, with anything.
    pub last_heard: Option<WallTime>,
    /// When it last sent C-ECHO.
    pub last_echo: Option<WallTime>,
    /// When it last asked for its worklist.
    pub last_find: Option<WallTime>,
    /// How many items that answer had.
    pub last_find_items: Option<u32>,
    /// When it last sent N-CREATE or N-SET.
    pub last_performed: Option<WallTime>,
    /// Messages received today.
    pub messages_today: u32,
    /// Messages refused today.
    pub refused_today: u32,
    /// Implementation Version Name it announced; empty when unknown.
    pub implementation: String,
}

/// A caller that is not registered, or called a wrong AE title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingCaller {
    /// Its number.
    pub id: i64,
    /// Calling AE title, made printable.
    pub calling_ae_title: String,
    /// Called AE title, made printable.
    pub called_ae_title: String,
    /// Its address.
    pub address: String,
    /// First attempt.
    pub first_seen: WallTime,
    /// Last attempt.
    pub last_seen: WallTime,
    /// Attempts so far.
    pub attempts: u32,
    /// Why it was refused.
    pub problem: CallerProblem,
    /// SHA-256 of the certificate it showed last, in hexadecimal; empty without one.
    pub certificate: String,
}

/// Why a caller was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallerProblem {
    /// Its AE title is not registered.
    UnknownDevice,
    /// It is registered but calls us by a name that is not ours.
    WrongCalledAeTitle,
    /// It is registered with another address.
    WrongAddress,
    /// It is registered with another certificate.
    WrongCertificate,
}

/// Registers or changes a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveDevice {
    /// The device to change; `None` registers one.
    pub id: Option<i64>,
    /// Its new content.
    pub form: DeviceForm,
}
command!(SaveDevice, "save_device", DeviceRow);

/// Removes a device; its history stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveDevice {
    /// Which.
    pub id: i64,
}
command!(RemoveDevice, "remove_device", ());

/// An AE title we answer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledTitle {
    /// It.
    pub ae_title: String,
    /// Whether it is that of the settings file, which we always answer to.
    pub is_main: bool,
    /// What is offered to whoever calls it, where its own profile says nothing.
    pub worklist: WorklistProfile,
}

/// Answers to an AE title, and sets what is offered to whoever calls it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveCalled {
    /// The AE title.
    pub ae_title: String,
    /// Whether it is a new one: refused when we answer to it already.
    pub is_new: bool,
    /// What is offered.
    pub worklist: WorklistProfile,
}
command!(SaveCalled, "save_called", ());

/// Answers to an AE title no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveCalled {
    /// The AE title; that of the settings file is refused.
    pub ae_title: String,
}
command!(RemoveCalled, "remove_called", ());

/// Lets a waiting caller in: registers it, or accepts the AE title it calls us by or the certificate
/// it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmitCaller {
    /// Which.
    pub id: i64,
    /// What to call it on the board; empty takes the AE title.
    pub name: String,
    /// Its modality.
    pub modality: String,
    /// The certificate that the person saw and ties the device to, as in
    /// [`WaitingCaller::certificate`]; empty ties it to none.
    pub certificate: String,
}
command!(AdmitCaller, "admit_caller", ());

/// Forgets a waiting caller until it calls again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DismissCaller {
    /// Which.
    pub id: i64,
}
command!(DismissCaller, "dismiss_caller", ());

/// Sends C-ECHO to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EchoDevice {
    /// Which.
    pub id: i64,
}
command!(EchoDevice, "echo_device", Echoed);

/// A device answered C-ECHO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echoed {
    /// Milliseconds from connecting to the answer.
    pub milliseconds: u32,
}
