//! `echo`: reach a device.

use super::Problem;
use crate::service::{Service, StartOptions};
use contract::devices::EchoDevice;

/// Arguments of `echo`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// AE title of a registered device.
    #[arg(value_name = "AE")]
    ae_title: String,
}

pub(super) async fn run(place: StartOptions, arguments: Arguments) -> Result<(), Problem> {
    let service = Service::open(place).await?;
    let department = service.department();
    let device = department
        .registry()
        .device(&arguments.ae_title)
        .map(|device| device.id);
    let outcome = match device {
        Some(id) => department.echo_device(EchoDevice { id }).await,
        None => {
            service.shutdown().await;
            return Err(format!("no device {} is registered", arguments.ae_title).into());
        }
    };
    service.shutdown().await;
    println!(
        "{} answered in {} ms",
        arguments.ae_title, outcome?.milliseconds
    );
    Ok(())
}
