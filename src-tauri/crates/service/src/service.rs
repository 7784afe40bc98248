//! A department that runs: database, listener and tasks, started together and stopped together.

use crate::associations::AssociationLog;
use crate::clock::{self, Clock};
use crate::config::{Config, ConfigError};
use crate::department::{Department, Parts};
use crate::listener::{ListenError, Running};
use crate::protocols;
use crate::publisher::{Change, Publisher};
use crate::reconciliation::Unjudged;
use crate::registry::Registry;
use crate::settings::Settings;
use crate::tasks;
use crate::traffic::TrafficLog;
use chrono::NaiveDate;
use contract::events::Event;
use domain::protocol::Catalogue;
use domain::scheduled_step::StepStatus;
use domain::worklist::Index;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use storage::{Database, Session, StorageError, StoredStep};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How to start a department.
#[derive(Debug, Clone)]
pub struct StartOptions {
    /// The data folder.
    pub data: PathBuf,
    /// The settings file; `stepboard.toml` in the data folder when absent.
    pub config: Option<PathBuf>,
    /// Listen here instead of where the settings file says.
    pub dicom: Option<SocketAddr>,
    /// The clock.
    pub clock: Clock,
    /// Whether this is the simulated department.
    pub demo: bool,
}

impl StartOptions {
    /// A real department in this data folder.
    #[must_use]
    pub fn new(data: PathBuf) -> Self {
        Self {
            data,
            config: None,
            dicom: None,
            clock: Clock::real(),
            demo: false,
        }
    }

    /// The settings file.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config
            .clone()
            .unwrap_or_else(|| self.data.join("stepboard.toml"))
    }
}

/// Why a department cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder cannot be made.
    #[error("the data folder {folder} cannot be used: {source}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The settings file is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database cannot be opened.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The system gives no thread.
    #[error("the system gives no thread: {0}")]
    Thread(std::io::Error),
}

/// A running department.
pub struct Service {
    department: Arc<Department>,
    listener: Mutex<Option<Running>>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Service {
    /// Opens the database, loads the worklist into memory and starts the tasks. Does not listen yet.
    ///
    /// # Errors
    /// When the folder, the settings file or the database cannot be used.
    pub async fn open(options: StartOptions) -> Result<Self, OpenError> {
        let (department, version) = tokio::task::spawn_blocking(move || open(&options))
            .await
            .map_err(|error| OpenError::Thread(std::io::Error::other(error)))??;
        let department = Arc::new(department);
        department
            .publisher
            .start(Arc::downgrade(&department))
            .map_err(OpenError::Thread)?;
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(tasks::time::run(Arc::clone(&department), stop.clone()));
        tasks.spawn(tasks::outside::run(
            Arc::clone(&department),
            version,
            stop.clone(),
        ));
        tasks.spawn(tasks::traffic::run(Arc::clone(&department), stop.clone()));
        tasks.spawn(tasks::judging::run(Arc::clone(&department), stop.clone()));
        tasks.spawn(tasks::associations::run(
            Arc::clone(&department),
            stop.clone(),
        ));
        tasks.spawn(tasks::notifications::run(
            Arc::clone(&department),
            stop.clone(),
        ));
        Ok(Self {
            department,
            listener: Mutex::new(None),
            stop,
            tasks,
        })
    }

    /// Listens where the settings say (or the options said), leaving a former port. Answers where.
    ///
    /// # Errors
    /// When the address cannot be bound; the window says so too.
    pub async fn listen(&self, address: Option<SocketAddr>) -> Result<SocketAddr, ListenError> {
        let address = address.unwrap_or_else(|| self.department.settings().config.dicom.listen);
        let mut listener = self.listener.lock().await;
        if let Some(former) = listener.take() {
            former.stop().await;
        }
        let running = Running::start(&self.department, address).await?;
        let bound = running.address();
        *listener = Some(running);
        Ok(bound)
    }

    /// Where it listens with TLS, if it does.
    pub async fn tls_address(&self) -> Option<SocketAddr> {
        let listener = self.listener.lock().await;
        listener.as_ref().and_then(Running::tls_address)
    }

    /// The use cases.
    #[must_use]
    pub fn department(&self) -> &Arc<Department> {
        &self.department
    }

    /// Every event from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.department.publisher.subscribe()
    }

    /// Stops accepting, finishes what is in hand, closes the database.
    pub async fn shutdown(&self) {
        if let Some(listener) = self.listener.lock().await.take() {
            listener.stop().await;
        }
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.department.changed(Change::Stop);
        self.department.database.writer().stop().await;
    }
}

/// Opens the database and loads what is kept in memory; the version of the database it is of, or
/// an older one.
fn open(options: &StartOptions) -> Result<(Department, i64), OpenError> {
    std::fs::create_dir_all(&options.data).map_err(|source| OpenError::Folder {
        folder: options.data.clone(),
        source,
    })?;
    let config_file = options.config_file();
    let config = Config::read(&config_file)?;
    let content = |problem: String| ConfigError::Content {
        path: config_file.clone(),
        problem,
    };
    let zone = config.department.zone();
    if let Some(zone) = zone.map_err(|error| content(error.to_string()))? {
        clock::live_in(zone);
    }
    let file = config.database_file(&options.data).map_err(content)?;
    let database = Database::open(&file)?;
    // Before anything is loaded: what another process changes meanwhile is taken in later.
    let version =
        Handle::current().block_on(database.writer().write(tasks::outside::version, |_| {}))?;
    let today = options.clock.today();
    let begin = move |session: &mut Session<'_>| Unjudged::begin(session, today);
    let unjudged = Handle::current().block_on(database.writer().write(begin, |_| {}))?;
    let (loaded, traffic, last_association) = database.readers().read(|session| {
        let loaded = load(session, config, today)?;
        Ok((loaded, session.traffic()?, session.last_association()?))
    })?;
    let department = Department::new(Parts {
        clock: options.clock.clone(),
        database,
        data: options.data.clone(),
        config_file,
        user: user_name(),
        demo: options.demo,
        publisher: Publisher::default(),
        worklist: loaded.worklist,
        registry: loaded.registry,
        catalogue: loaded.catalogue,
        settings: loaded.settings,
        traffic: TrafficLog::new(traffic),
        unjudged,
        associations: AssociationLog::new(last_association),
    });
    Ok((department, version))
}

/// What is kept in memory.
pub(crate) struct Loaded {
    pub(crate) worklist: Index,
    pub(crate) registry: Registry,
    pub(crate) catalogue: Catalogue,
    pub(crate) settings: Settings,
}

/// Reads what is kept in memory.
pub(crate) fn load(
    session: &mut Session<'_>,
    config: Config,
    today: NaiveDate,
) -> Result<Loaded, StorageError> {
    let settings = Settings::read(session, config)?;
    let mut worklist = Index::default();
    let steps = session.worklist_steps(today)?;
    let since = status_instants(session, &steps)?;
    for stored in steps {
        let since = since.get(&stored.step.id).copied();
        worklist.insert(Arc::new(stored.step), since);
    }
    let unknown = settings.config.dicom.unknown_devices;
    let registry = Registry::new(session.devices()?, settings.called(), unknown)
        .with_called_profiles(settings.called_profiles.clone());
    Ok(Loaded {
        worklist,
        registry,
        catalogue: protocols::catalogue(session)?,
        settings,
    })
}

/// When steps took their status, as far as the messages and people say.
pub(crate) fn status_instants(
    session: &mut Session<'_>,
    steps: &[StoredStep],
) -> Result<HashMap<i64, i64>, StorageError> {
    let mut instants: HashMap<i64, i64> = HashMap::new();
    let mut performed = HashMap::new();
    for stored in steps {
        let step = &stored.step;
        let instant = match step.status {
            StepStatus::Scheduled | StepStatus::Ready => None,
            StepStatus::Arrived => stored.arrived_at,
            StepStatus::Canceled => stored.canceled_at,
            StepStatus::InProgress | StepStatus::Completed | StepStatus::Discontinued => {
                performed.insert(step.id, step.status);
                None
            }
        };
        if let Some(instant) = instant {
            instants.insert(step.id, instant);
        }
    }
    let ids: Vec<i64> = performed.keys().copied().collect();
    for (id, began, ended) in session.performed_instants(&ids)? {
        let is_running = performed.get(&id) == Some(&StepStatus::InProgress);
        let (instant, wins): (i64, fn(i64, i64) -> i64) = if is_running {
            (began, i64::min)
        } else {
            (ended.unwrap_or(began), i64::max)
        };
        let known = instants.entry(id).or_insert(instant);
        *known = wins(*known, instant);
    }
    Ok(instants)
}

/// The operating system's user: who did it, in the audit trail. Asked of the system and not of the
/// environment, which anyone may set.
fn user_name() -> String {
    whoami::username().unwrap_or_else(|_| "unknown".to_owned())
}
