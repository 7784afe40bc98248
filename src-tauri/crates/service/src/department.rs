//! The running department: its clock, its memory on disk, and what must be known without asking the
//! disk. Every use case is a method of [`Department`], in the file named after it.

use crate::associations::AssociationLog;
use crate::clock::Clock;
use crate::publisher::{Change, Publisher};
use crate::reconciliation::Unjudged;
use crate::registry::Registry;
use crate::settings::Settings;
use crate::traffic::TrafficLog;
use contract::shell::Listener;
use contract::{Failure, FailureCode};
use domain::protocol::Catalogue;
use domain::worklist::Index;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use storage::{Database, Session, StorageError};

/// What the use cases work on. Shared by the listener, the window and the tasks.
pub struct Department {
    pub(crate) clock: Clock,
    pub(crate) database: Database,
    pub(crate) data: PathBuf,
    pub(crate) config_file: PathBuf,
    pub(crate) user: String,
    pub(crate) demo: bool,
    pub(crate) publisher: Publisher,
    pub(crate) traffic: TrafficLog,
    pub(crate) unjudged: Unjudged,
    pub(crate) associations: AssociationLog,
    worklist: RwLock<Index>,
    registry: RwLock<Registry>,
    catalogue: RwLock<Arc<Catalogue>>,
    settings: RwLock<Settings>,
    listener: Mutex<Listener>,
    certificate_expiry: Mutex<Option<i64>>,
}

/// What a department is made of.
pub(crate) struct Parts {
    pub(crate) clock: Clock,
    pub(crate) database: Database,
    pub(crate) data: PathBuf,
    pub(crate) config_file: PathBuf,
    pub(crate) user: String,
    pub(crate) demo: bool,
    pub(crate) publisher: Publisher,
    pub(crate) worklist: Index,
    pub(crate) registry: Registry,
    pub(crate) catalogue: Catalogue,
    pub(crate) settings: Settings,
    pub(crate) traffic: TrafficLog,
    pub(crate) unjudged: Unjudged,
    pub(crate) associations: AssociationLog,
}

impl Department {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            clock: parts.clock,
            database: parts.database,
            data: parts.data,
            config_file: parts.config_file,
            user: parts.user,
            demo: parts.demo,
            publisher: parts.publisher,
            traffic: parts.traffic,
            unjudged: parts.unjudged,
            associations: parts.associations,
            worklist: RwLock::new(parts.worklist),
            registry: RwLock::new(parts.registry),
            catalogue: RwLock::new(Arc::new(parts.catalogue)),
            settings: RwLock::new(parts.settings),
            listener: Mutex::new(Listener::NotListening {
                problem: "starting".to_owned(),
            }),
            certificate_expiry: Mutex::new(None),
        }
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn worklist(&self) -> RwLockReadGuard<'_, Index> {
        self.worklist.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn worklist_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.worklist
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn registry(&self) -> RwLockReadGuard<'_, Registry> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn registry_mut(&self) -> RwLockWriteGuard<'_, Registry> {
        self.registry
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The protocol catalogue as it is now, in all its versions.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        let catalogue = self.catalogue.read();
        Arc::clone(&catalogue.unwrap_or_else(PoisonError::into_inner))
    }

    /// Judges by another catalogue from now on.
    pub(crate) fn keep_catalogue(&self, catalogue: Catalogue) {
        *self
            .catalogue
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
    }

    pub(crate) fn settings(&self) -> Settings {
        self.settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn settings_mut(&self) -> RwLockWriteGuard<'_, Settings> {
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn listener(&self) -> MutexGuard<'_, Listener> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the certificate of the TLS listener expires; `None` without TLS.
    pub(crate) fn certificate_expiry(&self) -> Option<i64> {
        *self
            .certificate_expiry
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps when the certificate expires; whether that is new.
    pub(crate) fn keep_certificate_expiry(&self, expires: Option<i64>) -> bool {
        let mut known = self
            .certificate_expiry
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *known, expires) != expires
    }

    pub(crate) fn changed(&self, change: Change) {
        self.publisher.changed(change);
    }

    /// Reads on a thread that may block. What was answered before is judged, and so seen.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&Self, &mut Session<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, Failure> {
        self.judge_messages().await.map_err(storage_failure)?;
        let department = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            department
                .database
                .readers()
                .read(|session| read(&department, session))
        })
        .await
        .map_err(|_| Failure::new(FailureCode::Stopped, "the service is stopping"))?
        .map_err(storage_failure)
    }
}

/// A storage failure for a person; the detail goes to the log once, here.
#[expect(
    clippy::needless_pass_by_value,
    reason = "map_err hands it over, and it ends here"
)]
pub(crate) fn storage_failure(error: StorageError) -> Failure {
    tracing::error!(%error, "the database failed");
    Failure::new(FailureCode::Storage, error.to_string())
}
