//! `serve`: the department without a window.

use super::Problem;
use crate::service::{Service, StartOptions};
use serde::Serialize;
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

/// How long a stop may take before it is cut short.
const STOP: Duration = Duration::from_secs(9);

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Listen for DICOM here instead of where the settings file says; port 0 takes a free one.
    #[arg(long, value_name = "ADDR")]
    dicom: Option<SocketAddr>,
}

/// The line on stdout that says all listeners are bound.
#[derive(Serialize)]
struct Ready {
    event: &'static str,
    dicom: String,
    dicom_tls: Option<String>,
    hl7: Option<String>,
    data: String,
    version: &'static str,
}

pub(super) async fn run(place: StartOptions, arguments: Arguments) -> Result<(), Problem> {
    let stopped = stopped()?;
    let data = place.data.clone();
    let service = Service::open(place).await?;
    let address = service.listen(arguments.dicom).await?;
    let ready = Ready {
        event: "ready",
        dicom: address.to_string(),
        dicom_tls: service.tls_address().await.map(|it| it.to_string()),
        hl7: None,
        data: data.display().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    };
    let mut out = std::io::stdout();
    writeln!(out, "{}", serde_json::to_string(&ready)?)?;
    out.flush()?;
    stopped.await;
    tracing::info!("stopping");
    if tokio::time::timeout(STOP, service.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("the stop was cut short after {STOP:?}; everything answered is stored");
    }
    Ok(())
}

/// Resolves at SIGTERM or Ctrl-C.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    })
}
