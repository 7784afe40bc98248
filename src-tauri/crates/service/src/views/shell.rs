//! What stands around every page.

use crate::clock;
use crate::department::Department;
use crate::views::board;
use contract::shell::{Health, ShellView};
use std::net::{IpAddr, UdpSocket};
use std::sync::Arc;

impl Department {
    /// What the shell shows.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn show_shell(self: &Arc<Self>) -> Result<ShellView, contract::Failure> {
        let callers = self.read(|_, session| session.callers()).await?.len();
        let settings = self.settings();
        let wall = self.clock.wall();
        Ok(ShellView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            station_name: settings.station_name,
            user: self.user.clone(),
            demo: self.demo,
            setup_finished: settings.setup_finished,
            today: wall.date().to_string(),
            now: clock::to_contract(wall),
            clock_speed: self.clock.speed(),
            health: health(self, u32::try_from(callers).unwrap_or(u32::MAX)),
            preferences: settings.preferences,
        })
    }
}

/// How the service does; proven by what was heard.
pub(crate) fn health(department: &Department, callers_waiting: u32) -> Health {
    let now = clock::to_contract(department.clock.wall());
    let midnight = now - now.rem_euclid(24 * 3600 * 1000);
    let (mut devices, mut heard, mut silent) = (0, 0, 0);
    for lane in board::lanes(department, std::iter::empty()) {
        devices += 1;
        heard += u32::from(lane.last_heard.is_some_and(|at| at >= midnight));
        silent += u32::from(lane.silent_from.is_some_and(|from| from <= now));
    }
    Health {
        listener: department.listener().clone(),
        ae_title: department.settings().config.dicom.ae_title,
        devices,
        devices_heard: heard,
        devices_silent: silent,
        callers_waiting,
    }
}

/// The addresses of this machine that a scanner can reach, best first. The system is asked which it
/// would use; nothing is sent.
pub(crate) fn own_addresses() -> Vec<String> {
    let toward = |local: &str, remote: &str| -> Option<IpAddr> {
        let socket = UdpSocket::bind((local, 0)).ok()?;
        socket.connect((remote, 9)).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    let mut addresses: Vec<String> = [("0.0.0.0", "192.0.2.1"), ("::", "2001:db8::1")]
        .into_iter()
        .filter_map(|(local, remote)| toward(local, remote))
        .filter(|address| !address.is_loopback() && !address.is_unspecified())
        .map(|address| address.to_string())
        .collect();
    if addresses.is_empty() {
        addresses.push("127.0.0.1".to_owned());
    }
    addresses
}
