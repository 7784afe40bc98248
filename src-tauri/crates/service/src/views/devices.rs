//! The devices page.

use crate::clock;
use crate::department::Department;
use crate::registry::{Problem, profile_of};
use crate::settings::Settings;
use crate::views::shell::own_addresses;
use contract::Failure;
use contract::devices::{
    CalledTitle, CallerProblem, Connection, DeviceForm, DeviceRow, DevicesView, WaitingCaller,
};
use contract::shell::Listener;
use std::sync::Arc;
use storage::Device;

impl Department {
    /// The devices page.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_devices(self: &Arc<Self>) -> Result<DevicesView, Failure> {
        self.read(|department, session| {
            let devices = session.devices()?;
            let waiting = session.callers()?;
            Ok(DevicesView {
                now: clock::to_contract(department.clock.wall()),
                connection: connection(department),
                devices: devices
                    .iter()
                    .map(|device| row(department, device))
                    .collect(),
                waiting: waiting.into_iter().map(caller).collect(),
                called: called(&department.settings()),
            })
        })
        .await
    }
}

/// The AE titles we answer to, the one of the settings file first.
fn called(settings: &Settings) -> Vec<CalledTitle> {
    let titles = settings.called().into_iter();
    let called = titles.map(|ae_title| CalledTitle {
        is_main: ae_title == settings.config.dicom.ae_title,
        worklist: settings
            .called_profiles
            .get(&ae_title)
            .cloned()
            .unwrap_or_default(),
        ae_title,
    });
    called.collect()
}

pub(crate) fn connection(department: &Department) -> Connection {
    let dicom = department.settings().config.dicom;
    let port = match &*department.listener() {
        Listener::Listening { port } => *port,
        Listener::NotListening { .. } => 0,
    };
    let address = dicom.listen.ip();
    let addresses = if address.is_unspecified() {
        own_addresses()
    } else {
        vec![address.to_string()]
    };
    Connection {
        ae_title: dicom.ae_title,
        addresses,
        port,
        loopback_only: address.is_loopback(),
    }
}

pub(crate) fn row(department: &Department, device: &Device) -> DeviceRow {
    let heard = department.traffic.of(&device.ae_title).unwrap_or_default();
    let today = heard.day == department.clock.today().to_string();
    let instant = |at: Option<i64>| at.map(clock::instant_to_contract);
    let count = |number: i32| {
        if today {
            u32::try_from(number).unwrap_or_default()
        } else {
            0
        }
    };
    DeviceRow {
        id: device.id,
        form: DeviceForm {
            ae_title: device.ae_title.clone(),
            name: device.name.clone(),
            modality: device.modality.clone(),
            address: device.address.clone(),
            port: u16::try_from(device.port).unwrap_or_default(),
            on_board: device.on_board != 0,
            profile: profile_of(device),
        },
        last_heard: instant(heard.last_heard_at),
        last_echo: instant(heard.last_echo_at),
        last_find: instant(heard.last_find_at),
        last_find_items: heard
            .last_find_items
            .and_then(|items| u32::try_from(items).ok()),
        last_performed: instant(heard.last_performed_at),
        messages_today: count(heard.messages),
        refused_today: count(heard.refused),
        implementation: heard.implementation,
    }
}

fn caller(caller: storage::WaitingCaller) -> WaitingCaller {
    WaitingCaller {
        id: caller.id,
        problem: problem(caller.problem),
        calling_ae_title: caller.calling_ae_title,
        called_ae_title: caller.called_ae_title,
        address: caller.address,
        first_seen: clock::instant_to_contract(caller.first_seen_at),
        last_seen: clock::instant_to_contract(caller.last_seen_at),
        attempts: u32::try_from(caller.attempts).unwrap_or_default(),
        certificate: caller.certificate,
    }
}

/// The number a problem is stored under.
pub(crate) fn problem_number(problem: Problem) -> i32 {
    match problem {
        Problem::UnknownDevice => 0,
        Problem::WrongCalledAeTitle => 1,
        Problem::WrongAddress => 2,
        Problem::WrongCertificate => 3,
    }
}

pub(crate) fn problem(number: i32) -> CallerProblem {
    match number {
        1 => CallerProblem::WrongCalledAeTitle,
        2 => CallerProblem::WrongAddress,
        3 => CallerProblem::WrongCertificate,
        _ => CallerProblem::UnknownDevice,
    }
}
