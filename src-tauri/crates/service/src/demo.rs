//! The simulated department: a service of its own, in a data folder of its own, with a clock of its
//! own, served by simulated modalities over real DICOM on this machine only.

use crate::clock::Clock;
use crate::service::{Service, StartOptions};
use contract::shell::Preferences;
use contract::{Failure, FailureCode};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A running simulated department.
pub(crate) struct Demo {
    service: Arc<Service>,
    folder: PathBuf,
}

impl Demo {
    /// Opens a new simulated department in `demo` of the data folder.
    ///
    /// # Errors
    /// When its folder, database or port cannot be used.
    pub(crate) async fn start(data: &Path, preferences: Preferences) -> Result<Self, Failure> {
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(
                FailureCode::Storage,
                format!("the simulated department: {error}"),
            )
        };
        let folder = data.join("demo");
        erase(&folder).map_err(|error| failed(&error))?;
        let options = StartOptions {
            demo: true,
            clock: Clock::real(),
            ..StartOptions::new(folder.clone())
        };
        let service = Service::open(options)
            .await
            .map_err(|error| failed(&error))?;
        let anywhere = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0);
        service
            .listen(Some(anywhere))
            .await
            .map_err(|error| failed(&error))?;
        service
            .department()
            .change_settings(move |settings| {
                settings.preferences = preferences;
                settings.setup_finished = true;
            })
            .await?;
        Ok(Self {
            service: Arc::new(service),
            folder,
        })
    }

    /// The simulated department's service.
    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// Ends it and erases its folder.
    pub(crate) async fn stop(self) {
        self.service.shutdown().await;
        if let Err(error) = erase(&self.folder) {
            tracing::warn!(%error, "the folder of the simulated department could not be erased");
        }
    }
}

fn erase(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
