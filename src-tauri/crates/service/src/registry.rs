//! The registered devices, in memory: who may talk to us and which station an AE title is.

use crate::offers::overlaid;
use contract::device_profile::{AccessProfile, DeviceProfile, ServiceUse, WorklistProfile};
use dimse::{Admission, Caller, EndReason, Services};
use domain::AeTitle;
use domain::discrepancy::Rooms;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::Arc;
use storage::Device;

use crate::config::UnknownDevices;

/// Why a caller was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Its AE title is not registered.
    UnknownDevice,
    /// It calls us by a name that is not ours.
    WrongCalledAeTitle,
    /// It is registered with another address.
    WrongAddress,
    /// It is registered with another certificate, and the one it shows is nobody else's.
    WrongCertificate,
}

/// The registered devices and our own AE titles.
#[derive(Debug, Default)]
pub struct Registry {
    devices: HashMap<String, Entry>,
    /// The AE title of each client certificate, by its SHA-256.
    certificates: HashMap<String, String>,
    called: HashSet<String>,
    called_profiles: BTreeMap<String, WorklistProfile>,
    unknown: UnknownDevices,
    rooms: Arc<Rooms>,
}

#[derive(Debug)]
struct Entry {
    device: Device,
    profile: DeviceProfile,
    /// The addresses it may come from; empty is any.
    addresses: Vec<IpAddr>,
}

impl Registry {
    /// A registry of these devices; `called` are the AE titles we answer to.
    #[must_use]
    pub fn new(
        devices: Vec<Device>,
        called: impl IntoIterator<Item = String>,
        unknown: UnknownDevices,
    ) -> Self {
        let rooms = Arc::new(rooms_of(&devices));
        let devices: HashMap<String, Entry> = devices
            .into_iter()
            .map(|device| {
                let addresses = addresses_of(&device.address);
                let entry = Entry {
                    profile: profile_of(&device),
                    device,
                    addresses,
                };
                (entry.device.ae_title.clone(), entry)
            })
            .collect();
        let certificates = devices
            .values()
            .map(|entry| (hex(&entry.profile.access.certificate), entry))
            .filter(|(certificate, _)| !certificate.is_empty())
            .map(|(certificate, entry)| (certificate, entry.device.ae_title.clone()))
            .collect();
        Self {
            devices,
            certificates,
            called: called.into_iter().collect(),
            called_profiles: BTreeMap::new(),
            unknown,
            rooms,
        }
    }

    /// With worklists of their own under some of our AE titles.
    #[must_use]
    pub fn with_called_profiles(self, called_profiles: BTreeMap<String, WorklistProfile>) -> Self {
        Self {
            called_profiles,
            ..self
        }
    }

    /// How the worklist is answered to a device that calls us by an AE title.
    #[must_use]
    pub fn worklist_profile(&self, calling: &str, called: &str) -> WorklistProfile {
        let nothing = WorklistProfile::default();
        let device = self.profile(calling).map(|profile| &profile.worklist);
        let called = self.called_profiles.get(called);
        overlaid(device.unwrap_or(&nothing), called.unwrap_or(&nothing))
    }

    /// The AE titles of the room of a device, its own among them.
    #[must_use]
    pub fn stations_in_room_of(&self, ae_title: &str) -> Vec<String> {
        let room = self.device(ae_title).map(|device| &device.name);
        let same = self.devices().filter(|device| Some(&device.name) == room);
        let mut titles: Vec<String> = same.map(|device| device.ae_title.clone()).collect();
        if titles.is_empty() {
            titles.push(ae_title.to_owned());
        }
        titles
    }

    /// Which AE titles stand in one room, and which are workstations.
    pub(crate) fn rooms(&self) -> Arc<Rooms> {
        Arc::clone(&self.rooms)
    }

    /// The device with this AE title.
    #[must_use]
    pub fn device(&self, ae_title: &str) -> Option<&Device> {
        self.devices.get(ae_title).map(|entry| &entry.device)
    }

    /// What is particular about the device with this AE title, when it is registered.
    #[must_use]
    pub fn profile(&self, ae_title: &str) -> Option<&DeviceProfile> {
        self.devices.get(ae_title).map(|entry| &entry.profile)
    }

    /// All devices.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values().map(|entry| &entry.device)
    }

    /// AE titles of the devices that are told of performed steps and can be reached.
    #[must_use]
    pub fn subscribers(&self) -> Vec<String> {
        let devices = self.devices.values();
        devices
            .filter(|entry| {
                let device = &entry.device;
                entry.profile.access.notify && !device.address.is_empty() && device.port > 0
            })
            .map(|entry| entry.device.ae_title.clone())
            .collect()
    }

    /// Minutes without a message after which a performed step is closed by rule: of the station it
    /// was performed at, else of who reported it.
    #[must_use]
    pub fn close_after_minutes(&self, performed: &str, calling: &str) -> Option<u32> {
        let of = |title: &str| self.profile(title)?.performed.close_after_minutes;
        of(performed).or_else(|| of(calling))
    }

    /// The fewest minutes after which any performed step is closed by rule.
    #[must_use]
    pub fn first_closing_minutes(&self) -> Option<u32> {
        let profiles = self.devices.values().map(|entry| &entry.profile);
        profiles
            .filter_map(|profile| profile.performed.close_after_minutes)
            .min()
    }

    /// The station an exam belongs to: the one it was performed at when that is registered, else
    /// the one that sent the message, else the performed one as it is.
    #[must_use]
    pub fn station(&self, performed: &str, calling: &str) -> String {
        let known = |title: &str| self.devices.contains_key(title);
        if performed.is_empty() || (!known(performed) && known(calling)) {
            return calling.to_owned();
        }
        performed.to_owned()
    }

    /// The station's name on the board; its AE title when it is not registered.
    #[must_use]
    pub fn station_name(&self, ae_title: &str) -> String {
        self.device(ae_title)
            .map_or_else(|| ae_title.to_owned(), |device| device.name.clone())
    }

    /// Whether a caller is let in, and if not, why. Verification is always answered, so that a
    /// device's own connection test tells where it fails (PS3.4 A).
    #[must_use]
    pub fn admit(&self, caller: &Caller) -> (Admission, Option<Problem>) {
        let refused = |problem: Problem, admission: Admission| {
            let admission = if caller.only_verification {
                Admission::VerificationOnly
            } else {
                admission
            };
            (admission, Some(problem))
        };
        if let Some(reason) = self.unproven(caller) {
            let (admission, problem) =
                refused(Problem::WrongCertificate, Admission::CallerRefused(reason));
            let is_new = reason == EndReason::OtherCertificate && !caller.certificate().is_empty();
            return (admission, problem.filter(|_| is_new));
        }
        let Some(entry) = self.devices.get(&caller.calling_ae_title) else {
            return match self.unknown {
                UnknownDevices::Accept if AeTitle::new(&caller.calling_ae_title).is_ok() => {
                    self.admit_by_called(caller)
                }
                UnknownDevices::Accept | UnknownDevices::Reject => {
                    refused(Problem::UnknownDevice, Admission::UnknownCaller)
                }
            };
        };
        if !entry.addresses.is_empty() && !entry.addresses.contains(&caller.address.to_canonical())
        {
            return refused(Problem::WrongAddress, Admission::UnknownCaller);
        }
        self.admit_by_called(caller)
    }

    /// Why what TLS proved about a caller is not enough for the device it says it is, or is against
    /// it. An AE title alone proves nothing.
    fn unproven(&self, caller: &Caller) -> Option<EndReason> {
        let access = self
            .profile(&caller.calling_ae_title)
            .map(|profile| &profile.access);
        if caller.tls.is_none() && access.is_some_and(|access| access.tls_only) {
            return Some(EndReason::TlsOnly);
        }
        let shown = caller.certificate();
        let wanted = access.map_or_else(String::new, |access| hex(&access.certificate));
        let owner = self.certificates.get(shown);
        if owner.is_some_and(|owner| *owner != caller.calling_ae_title) {
            return Some(EndReason::CertificateOfAnother);
        }
        (!wanted.is_empty() && wanted != shown).then_some(EndReason::OtherCertificate)
    }

    fn admit_by_called(&self, caller: &Caller) -> (Admission, Option<Problem>) {
        let profile = self.profile(&caller.calling_ae_title);
        let may_call = profile.is_none_or(|profile| {
            let titles = &profile.access.called_ae_titles;
            titles.is_empty() || titles.contains(&caller.called_ae_title)
        });
        if may_call && self.called.contains(&caller.called_ae_title) {
            let access = profile.map(|profile| &profile.access);
            return (access.map_or(Admission::Accept, allowed), None);
        }
        let admission = if caller.only_verification {
            Admission::VerificationOnly
        } else {
            Admission::UnknownCalled
        };
        (admission, Some(Problem::WrongCalledAeTitle))
    }
}

/// What a device that is let in may use.
fn allowed(access: &AccessProfile) -> Admission {
    let Some(services) = &access.services else {
        return Admission::Accept;
    };
    let has = |service| services.contains(&service);
    Admission::Services(Services {
        worklist: has(ServiceUse::Worklist),
        performed: has(ServiceUse::Performed),
        retrieve: has(ServiceUse::Retrieve),
    })
}

/// A fingerprint as it is compared: people write it in capitals, and with colons.
fn hex(fingerprint: &str) -> String {
    fingerprint
        .chars()
        .filter(char::is_ascii_hexdigit)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The addresses a host name or an IP address stands for.
fn addresses_of(address: &str) -> Vec<IpAddr> {
    if address.is_empty() {
        return Vec::new();
    }
    if let Ok(address) = address.parse::<IpAddr>() {
        return vec![address.to_canonical()];
    }
    match (address, 0).to_socket_addrs() {
        Ok(found) => found.map(|found| found.ip().to_canonical()).collect(),
        Err(error) => {
            tracing::warn!(%error, "the address of a device is not known to this machine");
            // Nobody may come under a name that cannot be resolved.
            vec![IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED)]
        }
    }
}

/// What is stored as particular; what cannot be read is as if nothing had been declared.
pub(crate) fn profile_of(device: &Device) -> DeviceProfile {
    if device.profile.is_empty() {
        return DeviceProfile::default();
    }
    serde_json::from_str(&device.profile).unwrap_or_else(|error| {
        tracing::error!(ae_title = device.ae_title, %error, "the profile of a device cannot be read");
        DeviceProfile::default()
    })
}

/// What the rules ask of the devices.
pub(crate) fn rooms_of(devices: &[Device]) -> Rooms {
    let mut rooms = Rooms::default();
    for device in devices {
        let title = device.ae_title.clone();
        if profile_of(device).performed.imports {
            rooms.importers.insert(title.clone());
        } else if device.modality.is_empty() && device.on_board == 0 {
            rooms.workstations.insert(title.clone());
        }
        rooms.room_of.insert(title, device.name.clone());
    }
    rooms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(ae_title: &str, address: &str) -> Device {
        Device {
            id: 1,
            ae_title: ae_title.to_owned(),
            name: "CT 1".to_owned(),
            modality: "CT".to_owned(),
            address: address.to_owned(),
            port: 0,
            on_board: 1,
            profile: String::new(),
        }
    }

    fn caller(calling: &str, called: &str) -> Caller {
        Caller {
            calling_ae_title: calling.to_owned(),
            called_ae_title: called.to_owned(),
            address: "10.0.0.21".parse().unwrap(),
            implementation_class_uid: String::new(),
            implementation_version_name: String::new(),
            only_verification: false,
            tls: None,
            user_identity: None,
        }
    }

    fn registry(unknown: UnknownDevices) -> Registry {
        let devices = vec![device("CT1", "10.0.0.21"), device("MR1", "10.0.0.22")];
        Registry::new(devices, ["STEPBOARD".to_owned()], unknown)
    }

    #[test]
    fn a_registered_device_is_let_in() {
        let registry = registry(UnknownDevices::Reject);
        assert_eq!(
            registry.admit(&caller("CT1", "STEPBOARD")),
            (Admission::Accept, None)
        );
    }

    #[test]
    fn others_are_refused_with_the_reason() {
        let registry = registry(UnknownDevices::Reject);
        for (calling, called, admission, problem) in [
            (
                "XR9",
                "STEPBOARD",
                Admission::UnknownCaller,
                Problem::UnknownDevice,
            ),
            (
                "MR1",
                "STEPBOARD",
                Admission::UnknownCaller,
                Problem::WrongAddress,
            ),
            (
                "CT1",
                "STEPBORD",
                Admission::UnknownCalled,
                Problem::WrongCalledAeTitle,
            ),
        ] {
            assert_eq!(
                registry.admit(&caller(calling, called)),
                (admission, Some(problem))
            );
        }
    }

    #[test]
    fn a_device_calls_us_by_the_names_it_may() {
        let mut mammography = device("MG1", "");
        mammography.profile = r#"{"access":{"called_ae_titles":["SCREENING"]}}"#.to_owned();
        let called = ["STEPBOARD".to_owned(), "SCREENING".to_owned()];
        let registry = Registry::new(vec![mammography], called, UnknownDevices::Reject);
        assert_eq!(
            registry.admit(&caller("MG1", "SCREENING")),
            (Admission::Accept, None)
        );
        assert_eq!(
            registry.admit(&caller("MG1", "STEPBOARD")),
            (Admission::UnknownCalled, Some(Problem::WrongCalledAeTitle))
        );
    }

    fn registry_of(profile: &str) -> Registry {
        let mut ct = device("CT1", "");
        profile.clone_into(&mut ct.profile);
        let called = ["STEPBOARD".to_owned()];
        Registry::new(vec![ct, device("MR1", "")], called, UnknownDevices::Accept)
    }

    fn over_tls(calling: &str, certificate: &str) -> Caller {
        Caller {
            tls: Some(dimse::Proved {
                version: "TLS 1.3",
                certificate: certificate.to_owned(),
            }),
            ..caller(calling, "STEPBOARD")
        }
    }

    #[test]
    fn a_device_uses_the_services_it_may() {
        let registry = registry_of(r#"{"access":{"services":["worklist"]}}"#);
        let services = Services {
            worklist: true,
            ..Services::default()
        };
        assert_eq!(
            registry.admit(&caller("CT1", "STEPBOARD")),
            (Admission::Services(services), None)
        );
        assert_eq!(
            registry.admit(&caller("MR1", "STEPBOARD")),
            (Admission::Accept, None)
        );
    }

    #[test]
    fn a_device_proves_itself_with_its_certificate() {
        let registry = registry_of(r#"{"access":{"certificate":"AB:CD:01"}}"#);
        let admission = |caller: &Caller| registry.admit(caller).0;
        assert_eq!(admission(&over_tls("CT1", "abcd01")), Admission::Accept);
        for refused in [
            caller("CT1", "STEPBOARD"),
            over_tls("CT1", "ffff"),
            over_tls("CT1", ""),
            over_tls("MR1", "abcd01"),
            over_tls("XR9", "abcd01"),
        ] {
            let answer = admission(&refused);
            assert!(matches!(answer, Admission::CallerRefused(_)), "{answer:?}");
        }
        assert_eq!(admission(&over_tls("MR1", "")), Admission::Accept);
    }

    #[test]
    fn only_a_certificate_of_nobody_waits_to_be_accepted() {
        let registry = registry_of(r#"{"access":{"certificate":"AB:CD:01"}}"#);
        let problem = |caller: &Caller| registry.admit(caller).1;
        let renewed = over_tls("CT1", "ffff");
        assert_eq!(problem(&renewed), Some(Problem::WrongCertificate));
        for hopeless in [over_tls("CT1", ""), over_tls("MR1", "abcd01")] {
            assert_eq!(problem(&hopeless), None);
        }
    }

    #[test]
    fn a_device_that_must_use_tls_is_refused_without() {
        let registry = registry_of(r#"{"access":{"tls_only":true}}"#);
        let plain = caller("CT1", "STEPBOARD");
        assert!(matches!(
            registry.admit(&plain).0,
            Admission::CallerRefused(EndReason::TlsOnly)
        ));
        assert_eq!(registry.admit(&over_tls("CT1", "")).0, Admission::Accept);
        let echo = Caller {
            only_verification: true,
            ..plain
        };
        assert_eq!(registry.admit(&echo).0, Admission::VerificationOnly);
    }

    #[test]
    fn verification_is_answered_to_everybody() {
        let registry = registry(UnknownDevices::Reject);
        let caller = Caller {
            only_verification: true,
            ..caller("XR9", "WHO")
        };
        assert_eq!(
            registry.admit(&caller),
            (Admission::VerificationOnly, Some(Problem::UnknownDevice))
        );
    }

    #[test]
    fn unknown_devices_are_served_only_when_configured() {
        let registry = registry(UnknownDevices::Accept);
        assert_eq!(
            registry.admit(&caller("XR9", "STEPBOARD")),
            (Admission::Accept, None)
        );
        assert_eq!(
            registry.admit(&caller("XR9", "WHO")),
            (Admission::UnknownCalled, Some(Problem::WrongCalledAeTitle))
        );
        assert_eq!(
            registry.admit(&caller("", "STEPBOARD")).0,
            Admission::UnknownCaller
        );
    }

    #[test]
    fn the_station_is_the_registered_one() {
        let registry = registry(UnknownDevices::Reject);
        assert_eq!(registry.station("MR1", "CT1"), "MR1");
        assert_eq!(registry.station("CT1_CONSOLE", "CT1"), "CT1");
        assert_eq!(registry.station("XR9", "XR8"), "XR9");
        assert_eq!(registry.station("", "CT1"), "CT1");
    }
}
