//! The DICOM listener of a running department: started, moved to another port, stopped.

use crate::department::Department;
use crate::modalities::Modalities;
use crate::publisher::Change;
use contract::shell::Listener as ListenerState;
use dimse::{Limits, Listener};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Why we do not listen.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {source}")]
pub struct ListenError {
    address: SocketAddr,
    source: std::io::Error,
}

/// A running listener.
pub(crate) struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
    address: SocketAddr,
}

impl Running {
    /// Binds the address and serves the department there.
    pub(crate) async fn start(
        department: &Arc<Department>,
        address: SocketAddr,
    ) -> Result<Self, ListenError> {
        let failed = |source| ListenError { address, source };
        let bound = Listener::bind(address, Limits::default()).await;
        let listener = bound.map_err(failed).inspect_err(|error| {
            department.set_listener(ListenerState::NotListening {
                problem: error.to_string(),
            });
        })?;
        let address = listener.local_addr().map_err(failed)?;
        let stop = CancellationToken::new();
        let task = tokio::spawn(listener.run(
            Arc::new(Modalities {
                department: Arc::clone(department),
            }),
            stop.clone().cancelled_owned(),
        ));
        department.set_listener(ListenerState::Listening {
            port: address.port(),
        });
        tracing::info!(%address, "listening for DICOM");
        Ok(Self {
            stop,
            task,
            address,
        })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting and waits for what is in hand.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the listener ended badly");
        }
    }
}

impl Department {
    fn set_listener(&self, state: ListenerState) {
        *self.listener() = state;
        self.changed(Change::Health);
    }
}
