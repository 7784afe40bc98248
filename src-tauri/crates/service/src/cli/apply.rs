//! `apply`: devices, protocols and charges declared in a TOML file.

use super::Problem;
use super::charge::{self, DeclaredCharge};
use crate::declared::DeclaredProtocol;
use crate::department::Department;
use crate::protocols::{Declaration, declaration};
use crate::service::{Service, StartOptions};
use contract::Failure;
use contract::device_profile::{AccessProfile, DeviceProfile, PerformedProfile, WorklistProfile};
use contract::devices::{DeviceForm, SaveCalled, SaveDevice};
use contract::protocols::{ProtocolForm, ProtocolSource, SaveProtocol};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `apply`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file.
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// Print the difference, change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What can be declared.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Declared {
    /// Devices; those that are not named stay as they are.
    #[serde(default)]
    pub(super) device: Vec<DeclaredDevice>,
    /// AE titles we answer to, with the worklist under each; those that are not named stay as they
    /// are.
    #[serde(default)]
    pub(super) called_ae: Vec<DeclaredCalled>,
    /// Entries of the protocol catalogue; those that are not named stay as they are.
    #[serde(default)]
    pub(super) protocol: Vec<DeclaredProtocol>,
    /// Entries of the charge catalogue; those that are not named stay as they are.
    #[serde(default)]
    pub(super) charge: Vec<DeclaredCharge>,
}

/// A declared AE title of ours.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredCalled {
    pub(super) ae_title: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) worklist: WorklistProfile,
}

/// A declared device.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredDevice {
    ae_title: String,
    name: String,
    #[serde(default)]
    modality: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    port: u16,
    /// Devices with a modality are stations, unless said otherwise.
    on_board: Option<bool>,
    #[serde(default, skip_serializing_if = "is_default")]
    worklist: WorklistProfile,
    #[serde(default, skip_serializing_if = "is_default")]
    performed: PerformedProfile,
    #[serde(default, skip_serializing_if = "is_default")]
    access: AccessProfile,
}

impl From<&DeclaredDevice> for DeviceForm {
    fn from(declared: &DeclaredDevice) -> Self {
        Self {
            ae_title: declared.ae_title.clone(),
            name: declared.name.clone(),
            modality: declared.modality.clone(),
            address: declared.address.clone(),
            port: declared.port,
            on_board: declared.on_board.unwrap_or(!declared.modality.is_empty()),
            profile: DeviceProfile {
                worklist: declared.worklist.clone(),
                performed: declared.performed.clone(),
                access: declared.access.clone(),
            },
        }
    }
}

impl From<&DeviceForm> for DeclaredDevice {
    fn from(form: &DeviceForm) -> Self {
        Self {
            ae_title: form.ae_title.clone(),
            name: form.name.clone(),
            modality: form.modality.clone(),
            address: form.address.clone(),
            port: form.port,
            on_board: Some(form.on_board),
            worklist: form.profile.worklist.clone(),
            performed: form.profile.performed.clone(),
            access: form.profile.access.clone(),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(super) async fn run(place: StartOptions, arguments: Arguments) -> Result<(), Problem> {
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    let declared: Declared =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    let service = Service::open(place).await?;
    let outcome = declare(service.department(), &declared, &arguments).await;
    service.shutdown().await;
    outcome
}

async fn declare(
    department: &Arc<Department>,
    declared: &Declared,
    arguments: &Arguments,
) -> Result<(), Problem> {
    // Everything is looked at before anything is changed.
    let protocols = protocols_to_save(department, &declared.protocol, &arguments.file).await?;
    declare_called(department, &declared.called_ae, arguments.dry_run).await?;
    declare_devices(department, &declared.device, arguments.dry_run).await?;
    for (protocol, request) in &protocols {
        let verb = if request.id.is_some() {
            "change"
        } else {
            "add"
        };
        println!(
            "{verb} protocol {} ({})",
            protocol.place(),
            protocol.meaning()
        );
    }
    let same = declared.protocol.len() - protocols.len();
    if !arguments.dry_run && !protocols.is_empty() {
        let requests = protocols.into_iter().map(|(_, request)| request);
        department.save_protocols(requests.collect()).await?;
    }
    if !declared.protocol.is_empty() {
        println!("{same} protocols unchanged");
    }
    charge::declare(department, &declared.charge, arguments.dry_run).await
}

async fn declare_called(
    department: &Arc<Department>,
    declared: &[DeclaredCalled],
    dry_run: bool,
) -> Result<(), Problem> {
    for called in declared {
        let settings = department.settings();
        let is_known = settings.called().contains(&called.ae_title);
        let known = settings.called_profiles.get(&called.ae_title);
        if is_known && *known.unwrap_or(&WorklistProfile::default()) == called.worklist {
            continue;
        }
        let verb = if is_known { "change" } else { "add" };
        println!("{verb} called AE title {}", called.ae_title);
        if !dry_run {
            department
                .save_called(SaveCalled {
                    ae_title: called.ae_title.clone(),
                    is_new: false,
                    worklist: called.worklist.clone(),
                })
                .await
                .map_err(|failure| format!("called AE title {}: {failure}", called.ae_title))?;
        }
    }
    Ok(())
}

async fn declare_devices(
    department: &Arc<Department>,
    declared: &[DeclaredDevice],
    dry_run: bool,
) -> Result<(), Problem> {
    let known = department.list_devices().await?.devices;
    let mut same = 0;
    for device in declared {
        let form = DeviceForm::from(device);
        let existing = known.iter().find(|row| row.form.ae_title == form.ae_title);
        if existing.is_some_and(|row| row.form == form) {
            same += 1;
            continue;
        }
        println!(
            "{} device {} ({})",
            if existing.is_some() { "change" } else { "add" },
            form.ae_title,
            form.name
        );
        if !dry_run {
            let id = existing.map(|row| row.id);
            department
                .save_device(SaveDevice { id, form })
                .await
                .map_err(|failure| format!("device {}: {failure}", device.ae_title))?;
        }
    }
    println!("{same} devices unchanged");
    Ok(())
}

/// The entries that are new or other than they hold; each is checked first.
async fn protocols_to_save<'d>(
    department: &Arc<Department>,
    declared: &'d [DeclaredProtocol],
    file: &Path,
) -> Result<Vec<(&'d DeclaredProtocol, SaveProtocol)>, Problem> {
    let current = department.current_protocols().await?;
    let mut first_named: HashMap<(String, String, String), usize> = HashMap::new();
    let mut to_save = Vec::new();
    for (number, protocol) in (1..).zip(declared) {
        let entry = format!(
            "{}: protocol {number} ({})",
            file.display(),
            protocol.place()
        );
        let form = ProtocolForm::from(protocol);
        let declaration = declaration(&form, &current)
            .map_err(|failure| format!("{entry}: {}", in_terms_of_the_file(&failure)))?;
        let place = (
            form.code.value.trim().to_owned(),
            form.code.scheme.trim().to_owned(),
            form.station.trim().to_owned(),
        );
        if let Some(first) = first_named.insert(place, number) {
            return Err(
                format!("{entry}: code: it is declared twice, also as protocol {first}").into(),
            );
        }
        let id = match declaration {
            Declaration::Same => continue,
            Declaration::Add => None,
            Declaration::Change(id) => Some(id),
        };
        let source = ProtocolSource::Declared;
        to_save.push((protocol, SaveProtocol { id, form, source }));
    }
    Ok(to_save)
}

/// The field as the file calls it, and what is wrong with it.
fn in_terms_of_the_file(failure: &Failure) -> String {
    let field = match failure.field.as_deref() {
        Some("series") => "expected_series",
        Some(field) => field,
        None => return failure.to_string(),
    };
    format!("{field}: {failure}")
}
