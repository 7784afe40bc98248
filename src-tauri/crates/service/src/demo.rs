//! The simulated department: a service of its own, in a data folder of its own, with a clock of its
//! own, served by simulated modalities over real DICOM on this machine only.

use crate::clock::Clock;
use crate::department::Department;
use crate::publisher::Change;
use crate::service::{Service, StartOptions};
use crate::simulator::{self, Reception, Simulation, Target};
use chrono::NaiveDateTime;
use contract::shell::Preferences;
use contract::{Failure, FailureCode};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Rooms and exams of the day: a department of middle size.
const STATIONS: usize = 10;
const EXAMS: usize = 200;
/// Every fifth exam is out of the ordinary: there is something to look at.
const EXCEPTIONS_PERCENT: u32 = 20;
/// The same day every time, so that it can be explained and shown in pictures.
const SEED: u64 = 688;
/// The time of day at which it opens: a morning has happened, an afternoon is to come.
const OPENS_AT: (u32, u32) = (10, 40);
/// A minute in two seconds: the board moves while one looks.
const SPEED: f64 = 30.0;

/// A running simulated department.
pub(crate) struct Demo {
    service: Arc<Service>,
    folder: PathBuf,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Demo {
    /// Opens a new simulated department in `demo` of the data folder. Its morning is played in the
    /// background, as fast as it goes.
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
        let day = Clock::real().today();
        let plan = simulator::plan(&simulator::Options {
            stations: STATIONS,
            exams: EXAMS,
            exceptions_percent: EXCEPTIONS_PERCENT,
            seed: SEED,
            ..simulator::Options::new(day)
        })
        .map_err(|error| failed(&error))?;
        let clock = Clock::simulated(plan.opens, 0.0);
        let options = StartOptions {
            demo: true,
            clock: clock.clone(),
            ..StartOptions::new(folder.clone())
        };
        let service = Arc::new(
            Service::open(options)
                .await
                .map_err(|error| failed(&error))?,
        );
        let anywhere = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0);
        let address = service
            .listen(Some(anywhere))
            .await
            .map_err(|error| failed(&error))?;
        clock.set(plan.opens - simulator::ORDERED_BEFORE, 0.0);
        simulator::furnish(service.department(), &plan, preferences).await?;
        clock.set(plan.opens, 0.0);
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        let target = Target {
            address,
            called_ae_title: service.department().settings().config.dicom.ae_title,
        };
        let front_desk = Reception::of(Arc::clone(service.department()), plan.clone());
        let simulation = Simulation::new(plan, target, Arc::new(front_desk), stop.clone());
        let department = Arc::clone(service.department());
        tasks.spawn(play(simulation, department, stop.clone()));
        Ok(Self {
            service,
            folder,
            stop,
            tasks,
        })
    }

    /// The simulated department's service.
    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// Ends it and erases its folder.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.service.shutdown().await;
        if let Err(error) = erase(&self.folder) {
            tracing::warn!(%error, "the folder of the simulated department could not be erased");
        }
    }
}

async fn play(mut simulation: Simulation, department: Arc<Department>, stop: CancellationToken) {
    let clock = department.clock.clone();
    let set = |at: NaiveDateTime, speed: f64| {
        clock.set(at, speed);
        department.changed(Change::Everything);
    };
    let day = clock.today();
    let (hour, minute) = OPENS_AT;
    let Some(now) = day.and_hms_opt(hour, minute, 0) else {
        return;
    };
    simulation.fast_forward(now).await;
    set(now, SPEED);
    let ended = simulation.play(clock.clone());
    tokio::select! {
        _ = ended => {}
        () = stop.cancelled() => {}
    }
    // The day is over: from here on time passes as it does.
    set(clock.wall(), 1.0);
}

fn erase(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
