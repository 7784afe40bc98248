//! `apply`: devices declared in a TOML file.

use super::Problem;
use crate::service::{Service, StartOptions};
use contract::devices::{DeviceForm, SaveDevice};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

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
        }
    }
}

pub(super) async fn run(place: StartOptions, arguments: Arguments) -> Result<(), Problem> {
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    let declared: Declared =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    let service = Service::open(place).await?;
    let outcome = declare(&service, &declared, arguments.dry_run).await;
    service.shutdown().await;
    outcome
}

async fn declare(service: &Service, declared: &Declared, dry_run: bool) -> Result<(), Problem> {
    let department = service.department();
    let known = department.list_devices().await?.devices;
    let mut same = 0;
    for device in &declared.device {
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
