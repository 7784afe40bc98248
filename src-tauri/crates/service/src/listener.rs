//! The DICOM listener of a running department: started, moved to another port, stopped.

use crate::certificates::Certificates;
use crate::department::Department;
use crate::modalities::Modalities;
use crate::publisher::Change;
use contract::shell::Listener as ListenerState;
use dimse::{Limits, Listener};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Why we do not listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address is taken, or may not be used.
    #[error("cannot listen on {address}: {source}")]
    Address {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The certificates cannot be used.
    #[error("dicom.tls: {0}")]
    Certificates(String),
}

/// A running listener.
pub(crate) struct Running {
    stop: CancellationToken,
    tasks: TaskTracker,
    address: SocketAddr,
    tls_address: Option<SocketAddr>,
}

impl Running {
    /// Binds the address, and the one for TLS if there is one, and serves the department there.
    pub(crate) async fn start(
        department: &Arc<Department>,
        address: SocketAddr,
    ) -> Result<Self, ListenError> {
        let started = Self::bind(department, address).await;
        department.set_listener(match &started {
            Ok(running) => ListenerState::Listening {
                port: running.address.port(),
            },
            Err(error) => ListenerState::NotListening {
                problem: error.to_string(),
            },
        });
        started
    }

    async fn bind(department: &Arc<Department>, address: SocketAddr) -> Result<Self, ListenError> {
        let failed = |address| move |source| ListenError::Address { address, source };
        let listener = Listener::bind(address, Limits::default())
            .await
            .map_err(failed(address))?;
        let bound = listener.local_addr().map_err(failed(address))?;
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        let requests = Arc::new(Modalities {
            department: Arc::clone(department),
        });
        let mut tls_address = None;
        if let Some(config) = department.settings().config.dicom.tls {
            let certificates =
                Certificates::read(&config, &department.data).map_err(ListenError::Certificates)?;
            let secured = listener
                .bind_tls(config.listen, certificates.tls())
                .await
                .map_err(failed(config.listen))?;
            let bound = secured.local_addr().map_err(failed(config.listen))?;
            tracing::info!(address = %bound, "listening for DICOM over TLS");
            tls_address = Some(bound);
            tasks.spawn(certificates.watch(Arc::clone(department), stop.clone()));
            tasks.spawn(secured.run(Arc::clone(&requests), stop.clone().cancelled_owned()));
        }
        tasks.spawn(listener.run(requests, stop.clone().cancelled_owned()));
        tracing::info!(address = %bound, "listening for DICOM");
        Ok(Self {
            stop,
            tasks,
            address: bound,
            tls_address,
        })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens with TLS.
    pub(crate) fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address
    }

    /// Stops accepting and waits for what is in hand.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl Department {
    fn set_listener(&self, state: ListenerState) {
        *self.listener() = state;
        self.changed(Change::Health);
    }
}
