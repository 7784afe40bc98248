//! What a person does to devices: register, change, remove, let in, send C-ECHO.

mod called;
mod learning;

use crate::department::{Department, storage_failure};
use crate::device_profile;
use crate::publisher::Change;
use crate::registry::{Registry, profile_of};
use crate::schedule::ChangeSet;
use crate::settings::Settings;
use crate::views::devices::row;
use contract::device_profile::DeviceProfile;
use contract::devices::{
    AdmitCaller, CallerProblem, DeviceForm, DeviceRow, DismissCaller, EchoDevice, Echoed,
    RemoveDevice, SaveDevice,
};
use contract::{Failure, FailureCode};
use dimse::client::{Association, Proposal};
use domain::validation;
use domain::{AeTitle, identifier::InvalidAeTitle};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use storage::{AuditEntry, Device, NewDevice, Session, Snapshot, StorageError};
use tokio::net::lookup_host;

/// How long a device may take to answer C-ECHO: a person waits for it.
const ECHO: Duration = Duration::from_secs(5);

/// A refusal inside a transaction, or the database's.
struct Refused(Failure);

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self(storage_failure(error))
    }
}

impl Department {
    /// Registers or changes a device.
    ///
    /// # Errors
    /// A field that cannot be, or an AE title that is taken.
    pub async fn save_device(self: &Arc<Self>, request: SaveDevice) -> Result<DeviceRow, Failure> {
        let new = check(&request.form)?;
        let title = new.ae_title.clone();
        let set = ChangeSet::begin(self, "");
        self.change_devices(move |session, _| {
            let devices = session.devices()?;
            if devices
                .iter()
                .any(|other| other.ae_title == new.ae_title && Some(other.id) != request.id)
            {
                return Err(Refused(Failure::field(
                    "ae_title",
                    "another device has this AE title",
                )));
            }
            let before = match request.id {
                Some(id) => Some(
                    devices
                        .into_iter()
                        .find(|device| device.id == id)
                        .ok_or_else(|| Refused(not_found()))?,
                ),
                None => None,
            };
            let (id, action) = match &before {
                Some(known) => {
                    session.change_device(known.id, &new)?;
                    (known.id, "edit")
                }
                None => (session.add_device(&new)?, "create"),
            };
            let entry = AuditEntry {
                before: before.as_ref().map(snapshot).unwrap_or_default(),
                after: Snapshot::of(&described(&new)),
                ..set.entry(action, "device", id)
            };
            session.add_audit(entry)?;
            forget_callers_of(session, &new)?;
            Ok(())
        })
        .await?;
        self.registry()
            .device(&title)
            .map(|device| row(self, device))
            .ok_or_else(not_found)
    }

    /// Removes a device; its messages stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_device(self: &Arc<Self>, request: RemoveDevice) -> Result<(), Failure> {
        let set = ChangeSet::begin(self, "");
        self.change_devices(move |session, _| {
            let known = session
                .devices()?
                .into_iter()
                .find(|device| device.id == request.id);
            let Some(known) = known else { return Ok(()) };
            session.remove_device(known.id)?;
            session.add_audit(AuditEntry {
                before: snapshot(&known),
                ..set.entry("remove", "device", known.id)
            })?;
            Ok(())
        })
        .await
    }

    /// Lets a waiting caller in: registers it, or answers to the AE title it calls us by.
    ///
    /// # Errors
    /// When it no longer waits, or its AE title cannot be registered.
    pub async fn admit_caller(self: &Arc<Self>, request: AdmitCaller) -> Result<(), Failure> {
        let set = ChangeSet::begin(self, "");
        self.change_devices(move |session, settings| {
            let callers = session.callers()?;
            let Some(caller) = callers.into_iter().find(|caller| caller.id == request.id) else {
                return Err(Refused(not_found()));
            };
            if !request.certificate.is_empty() && request.certificate != caller.certificate {
                return Err(Refused(Failure::new(
                    FailureCode::Changed,
                    "it shows another certificate meanwhile",
                )));
            }
            session.add_audit(AuditEntry {
                after: Snapshot::of(&json!({
                    "ae_title": caller.calling_ae_title,
                    "called_ae_title": caller.called_ae_title,
                    "address": caller.address,
                    "certificate": request.certificate,
                })),
                ..set.entry("admit", "caller", caller.id)
            })?;
            match crate::views::devices::problem(caller.problem) {
                CallerProblem::WrongCalledAeTitle => {
                    if !settings.called().contains(&caller.called_ae_title) {
                        settings
                            .called_ae_titles
                            .push(caller.called_ae_title.clone());
                    }
                    settings.save(session)?;
                }
                CallerProblem::UnknownDevice => {
                    let name = if request.name.is_empty() {
                        caller.calling_ae_title.clone()
                    } else {
                        request.name.clone()
                    };
                    let new = check(&DeviceForm {
                        ae_title: caller.calling_ae_title.clone(),
                        name,
                        modality: request.modality,
                        address: String::new(),
                        port: 0,
                        on_board: true,
                        profile: tied_to(DeviceProfile::default(), request.certificate),
                    })
                    .map_err(Refused)?;
                    session.add_device(&new)?;
                }
                CallerProblem::WrongAddress => {
                    let known = registered(session, &caller.calling_ae_title)?;
                    let moved = NewDevice {
                        address: caller.address.clone(),
                        ..new_of(&known)
                    };
                    session.change_device(known.id, &moved)?;
                }
                CallerProblem::WrongCertificate => {
                    if request.certificate.is_empty() {
                        let unseen = "the certificate to accept is not named";
                        return Err(Refused(Failure::field("certificate", unseen)));
                    }
                    let known = registered(session, &caller.calling_ae_title)?;
                    let profile = tied_to(profile_of(&known), request.certificate);
                    let proved = NewDevice {
                        profile: written(&profile).map_err(Refused)?,
                        ..new_of(&known)
                    };
                    session.change_device(known.id, &proved)?;
                }
            }
            session.forget_caller(caller.id)?;
            Ok(())
        })
        .await
    }

    /// Forgets a waiting caller until it calls again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dismiss_caller(self: &Arc<Self>, request: DismissCaller) -> Result<(), Failure> {
        self.change_devices(move |session, _| Ok(session.forget_caller(request.id)?))
            .await
    }

    /// Sends C-ECHO to a device.
    ///
    /// # Errors
    /// When it has no address and port, or does not answer within 5 s.
    pub async fn echo_device(self: &Arc<Self>, request: EchoDevice) -> Result<Echoed, Failure> {
        let device = self
            .registry()
            .devices()
            .find(|device| device.id == request.id)
            .cloned();
        let device = device.ok_or_else(not_found)?;
        let port = u16::try_from(device.port).unwrap_or_default();
        if device.address.is_empty() || port == 0 {
            return Err(Failure::field(
                "address",
                "its address and port are not known",
            ));
        }
        let began = Instant::now();
        let own = self.settings().config.dicom.ae_title;
        tokio::time::timeout(ECHO, echo(&device.address, port, &own, &device.ae_title))
            .await
            .unwrap_or_else(|_| Err("no answer within 5 s".to_owned()))
            .map_err(|problem| {
                let at = format!("{}:{port}", device.address);
                Failure::new(FailureCode::Unreachable, format!("{at}: {problem}"))
            })?;
        let milliseconds = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok(Echoed { milliseconds })
    }

    /// Changes devices in one transaction, then reads the registry anew.
    async fn change_devices(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Session<'_>, &mut Settings) -> Result<(), Refused> + Send + 'static,
    ) -> Result<(), Failure> {
        let department = Arc::clone(self);
        let mut settings = self.settings();
        self.database
            .writer()
            .write::<_, Refused>(
                move |session| {
                    change(session, &mut settings)?;
                    let devices = session.devices()?;
                    Ok((devices, settings))
                },
                move |(devices, settings)| {
                    *department.settings_mut() = settings.clone();
                    *department.registry_mut() = Registry::new(
                        devices.clone(),
                        settings.called(),
                        settings.config.dicom.unknown_devices,
                    )
                    .with_called_profiles(settings.called_profiles.clone());
                    department.changed(Change::Devices);
                },
            )
            .await
            .map(drop)
            .map_err(|Refused(failure)| failure)
    }
}

async fn echo(host: &str, port: u16, calling: &str, called: &str) -> Result<(), String> {
    let mut found = lookup_host((host, port))
        .await
        .map_err(|error| error.to_string())?;
    let address = found
        .next()
        .ok_or_else(|| "the name has no address".to_owned())?;
    let proposal = Proposal::new(calling, called);
    let mut association = Association::connect(address, &proposal)
        .await
        .map_err(|error| error.to_string())?;
    association
        .echo()
        .await
        .map_err(|error| error.to_string())?;
    // The answer came; how the peer parts does not matter.
    if let Err(error) = association.release().await {
        tracing::debug!(%error, "the association was not released");
    }
    Ok(())
}

/// The device with this AE title.
fn registered(session: &mut Session<'_>, ae_title: &str) -> Result<Device, Refused> {
    let mut devices = session.devices()?.into_iter();
    devices
        .find(|device| device.ae_title == ae_title)
        .ok_or_else(|| Refused(not_found()))
}

/// A profile that lets in with this certificate only; empty is as it was.
fn tied_to(mut profile: DeviceProfile, certificate: String) -> DeviceProfile {
    if !certificate.is_empty() {
        profile.access.certificate = certificate;
    }
    profile
}

fn not_found() -> Failure {
    Failure::new(FailureCode::NotFound, "it is no longer there")
}

fn check(form: &DeviceForm) -> Result<NewDevice, Failure> {
    let title = AeTitle::new(&form.ae_title)
        .map_err(|error: InvalidAeTitle| Failure::field("ae_title", error.to_string()))?;
    let text = |field: &str, text: &str, limit: fn(&str) -> Result<String, validation::Problem>| {
        limit(text.trim()).map_err(|problem| Failure::field(field, problem.to_string()))
    };
    let name = text("name", &form.name, validation::long_string)?;
    if name.is_empty() {
        return Err(Failure::field("name", "a name is required"));
    }
    let address = form.address.trim();
    let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '_');
    if !address.chars().all(host) || address.len() > 253 {
        return Err(Failure::field("address", "not a host name or IP address"));
    }
    Ok(NewDevice {
        ae_title: title.as_str().to_owned(),
        name,
        modality: text("modality", &form.modality, validation::code_string)?,
        address: address.to_owned(),
        port: i32::from(form.port),
        on_board: i32::from(form.on_board),
        profile: written(&form.profile)?,
    })
}

/// The profile as it is stored; nothing when nothing is particular.
fn written(profile: &DeviceProfile) -> Result<String, Failure> {
    let profile = device_profile::checked(profile)?;
    if profile == DeviceProfile::default() {
        return Ok(String::new());
    }
    serde_json::to_string(&profile).map_err(|error| Failure::field("profile", error.to_string()))
}

/// Who would be let in now no longer waits.
fn forget_callers_of(session: &mut Session<'_>, device: &NewDevice) -> Result<(), StorageError> {
    let profile: DeviceProfile = serde_json::from_str(&device.profile).unwrap_or_default();
    let certificate = Some(profile.access.certificate).filter(|wanted| !wanted.is_empty());
    for caller in session.callers()? {
        let is_let_in = match crate::views::devices::problem(caller.problem) {
            CallerProblem::UnknownDevice => true,
            CallerProblem::WrongAddress => {
                device.address.is_empty() || device.address == caller.address
            }
            CallerProblem::WrongCalledAeTitle => false,
            CallerProblem::WrongCertificate => certificate
                .as_ref()
                .is_none_or(|wanted| *wanted == caller.certificate),
        };
        if caller.calling_ae_title == device.ae_title && is_let_in {
            session.forget_caller(caller.id)?;
        }
    }
    Ok(())
}

fn new_of(device: &Device) -> NewDevice {
    NewDevice {
        ae_title: device.ae_title.clone(),
        name: device.name.clone(),
        modality: device.modality.clone(),
        address: device.address.clone(),
        port: device.port,
        on_board: device.on_board,
        profile: device.profile.clone(),
    }
}

fn snapshot(device: &Device) -> Snapshot {
    Snapshot::of(&described(&new_of(device)))
}

fn described(device: &NewDevice) -> serde_json::Value {
    json!({
        "ae_title": device.ae_title,
        "name": device.name,
        "modality": device.modality,
        "address": device.address,
        "port": device.port,
        "on_board": device.on_board != 0,
        "profile": device.profile,
    })
}
