//! `simulate` on the command line.

use super::front_desk::Unattended;
use super::journal::{Counts, Journal};
use super::load::{self, LoadError, LoadOptions};
use super::plan::{self, Options, Plan, PlanError};
use super::scanner::Target;
use super::schedule::{declared_settings, schedule};
use super::simulation::Simulation;
use crate::clock::Clock;
use chrono::Local;
use clap::Args;
use dimse::client;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

/// Play a simulated department, or put load on a listener.
#[derive(Debug, Clone, Args)]
pub struct SimulateArguments {
    /// Whom the simulated scanners talk to.
    #[arg(
        long,
        value_name = "HOST:PORT",
        required_unless_present = "write_schedule"
    )]
    target: Option<String>,
    /// Called AE title.
    #[arg(long, value_name = "AE", default_value = "STEPBOARD")]
    called: String,
    /// Rooms.
    #[arg(long, value_name = "N", default_value_t = 12)]
    stations: usize,
    /// Exams of the day.
    #[arg(long, value_name = "N", default_value_t = 260)]
    exams: usize,
    /// How much faster than real time the day goes by.
    #[arg(long, value_name = "X", default_value_t = 60.0, value_parser = speed)]
    speed: f64,
    /// How many of a hundred exams do not go as planned.
    #[arg(long, value_name = "PERCENT", default_value_t = 18,
          value_parser = clap::value_parser!(u32).range(0..=100))]
    exceptions: u32,
    /// Another seed is another course of the day; the same options are the same day.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Write the day's schedule (for `import`) and beside it its devices (.toml, for `apply`), and
    /// play nothing.
    #[arg(long, value_name = "FILE")]
    write_schedule: Option<PathBuf>,
    /// Write what was done and answered as JSON.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Instead of a day, send so many pairs of N-CREATE and N-SET as fast as possible.
    #[arg(long, value_name = "PAIRS", requires = "target")]
    load: Option<usize>,
    /// With --load: associations at the same time.
    #[arg(long, value_name = "N", default_value_t = 4)]
    associations: usize,
    /// With --load: images that each N-SET lists.
    #[arg(long, value_name = "N", default_value_t = 100)]
    images: u32,
    /// With --load: calling AE titles are this and a number.
    #[arg(long, value_name = "AE", default_value = "LOAD")]
    calling: String,
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(speed) if (0.01..=100_000.0).contains(&speed) => Ok(speed),
        Ok(_) | Err(_) => Err("not a number from 0.01 to 100000".to_owned()),
    }
}

/// Why nothing was simulated.
#[derive(Debug, Error)]
pub enum SimulateError {
    /// The options make no day.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file cannot be written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The target's name is no address.
    #[error("{target}: {source}")]
    Address {
        /// As given.
        target: String,
        /// Why.
        source: std::io::Error,
    },
    /// Nobody listens there.
    #[error("nobody answers at {0}: is the service running, and listening on that address?")]
    Unreachable(SocketAddr),
    /// The scanners are not registered.
    #[error(
        "{address} does not know the simulated scanner {calling}: register the department's \
         devices first (--write-schedule day.csv writes them to day.toml, for apply)"
    )]
    Unregistered {
        /// The target.
        address: SocketAddr,
        /// The calling AE title refused.
        calling: String,
    },
    /// The target has another AE title.
    #[error("{address} is not called {called}: give its AE title with --called")]
    WrongName {
        /// The target.
        address: SocketAddr,
        /// The called AE title refused.
        called: String,
    },
    /// The target does not take part.
    #[error("{address}: {problem}")]
    Refused {
        /// The target.
        address: SocketAddr,
        /// Why.
        problem: String,
    },
    /// The load generator failed.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// What was played.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    exams: usize,
    performed_steps: usize,
    seconds: f64,
    #[serde(flatten)]
    counts: &'a Counts,
}

/// Runs `simulate` until the day is over or Ctrl-C. What was done is printed as a line of JSON.
///
/// # Errors
/// [`SimulateError`], in words for a person.
pub async fn simulate(arguments: SimulateArguments) -> Result<(), SimulateError> {
    let options = Options {
        stations: arguments.stations,
        exams: arguments.exams,
        exceptions_percent: arguments.exceptions,
        seed: arguments.seed,
        ..Options::new(Local::now().date_naive())
    };
    if let Some(file) = &arguments.write_schedule {
        return write_schedule(&plan::plan(&options)?, file);
    }
    let target = Target {
        address: resolve(arguments.target.as_deref().unwrap_or_default()).await?,
        called_ae_title: arguments.called.clone(),
    };
    if let Some(pairs) = arguments.load {
        let options = LoadOptions {
            target,
            calling_prefix: arguments.calling,
            associations: arguments.associations,
            pairs,
            images: arguments.images,
        };
        print(&load::load(&options).await?.summary());
        return Ok(());
    }
    let plan = plan::plan(&options)?;
    let began = Instant::now();
    let journal = play(plan, target, arguments.speed).await?;
    print(&Summary {
        exams: journal.exams.len(),
        performed_steps: journal.performed_steps.len(),
        seconds: began.elapsed().as_secs_f64(),
        counts: &journal.counts,
    });
    if journal.counts.not_on_worklist > 0 {
        tracing::warn!(
            exams = journal.counts.not_on_worklist,
            "exams were not on the worklist and went unscheduled: import the schedule that \
             --write-schedule writes with the same options"
        );
    }
    match &arguments.journal {
        Some(file) => {
            let text = serde_json::to_string_pretty(&journal).expect("a journal is JSON");
            write(file, &text)
        }
        None => Ok(()),
    }
}

/// Plays a day that begins now with the opening of the department.
async fn play(plan: Plan, target: Target, speed: f64) -> Result<Journal, SimulateError> {
    let stop = CancellationToken::new();
    let opens = plan.opens;
    let calling = plan
        .stations
        .first()
        .map(|station| station.ae_title.clone());
    let mut simulation = Simulation::new(plan, target.clone(), Arc::new(Unattended), stop.clone());
    simulation
        .reach()
        .await
        .map_err(|error| explain(&error, &target, calling.unwrap_or_default()))?;
    let interrupted = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    simulation.fast_forward(opens).await;
    let journal = simulation.play(Clock::simulated(opens, speed)).await;
    interrupted.abort();
    Ok(journal)
}

/// What an error of the first scanner means for a person.
fn explain(error: &client::Error, target: &Target, calling: String) -> SimulateError {
    let address = target.address;
    match error {
        client::Error::Connect(_) => SimulateError::Unreachable(address),
        // Source 1, reasons 3 and 7 (PS3.8 Table 9-21).
        client::Error::Rejected {
            source_byte: 1,
            reason: 3,
            ..
        }
        | client::Error::NotAccepted(_) => SimulateError::Unregistered { address, calling },
        client::Error::Rejected {
            source_byte: 1,
            reason: 7,
            ..
        } => SimulateError::WrongName {
            address,
            called: target.called_ae_title.clone(),
        },
        client::Error::Rejected { .. }
        | client::Error::Aborted { .. }
        | client::Error::Broken(_)
        | client::Error::Closed
        | client::Error::Silent(_)
        | client::Error::Status(_)
        | client::Error::Protocol(_) => SimulateError::Refused {
            address,
            problem: error.to_string(),
        },
    }
}

async fn resolve(target: &str) -> Result<SocketAddr, SimulateError> {
    let failed = |source| SimulateError::Address {
        target: target.to_owned(),
        source,
    };
    let mut addresses = tokio::net::lookup_host(target).await.map_err(failed)?;
    addresses.next().ok_or_else(|| {
        failed(std::io::Error::new(
            std::io::ErrorKind::NotFound,
            "the name has no address",
        ))
    })
}

/// Writes the schedule, and the devices beside it.
fn write_schedule(plan: &Plan, file: &Path) -> Result<(), SimulateError> {
    let devices = file.with_extension("toml");
    write(file, &schedule(plan))?;
    write(&devices, &declared_settings(plan))?;
    print(&serde_json::json!({
        "schedule": file,
        "devices": devices,
        "steps": plan.scheduled().count(),
        "stations": plan.stations.len(),
    }));
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<(), SimulateError> {
    std::fs::write(file, text).map_err(|source| SimulateError::File {
        path: file.to_owned(),
        source,
    })
}

/// The result goes to stdout, as one line of JSON.
fn print(result: &impl Serialize) {
    let line = serde_json::to_string(result).expect("results are JSON");
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct CommandLine {
        #[command(flatten)]
        simulate: SimulateArguments,
    }

    fn parse(arguments: &[&str]) -> Result<SimulateArguments, clap::Error> {
        let line = ["simulate"].iter().chain(arguments);
        CommandLine::try_parse_from(line).map(|line| line.simulate)
    }

    #[test]
    fn a_target_or_a_file_is_needed() {
        assert!(parse(&[]).is_err());
        assert!(parse(&["--load", "10", "--write-schedule", "a.csv"]).is_err());
        assert!(parse(&["--target", "localhost:11112"]).is_ok());
        assert!(parse(&["--target", "localhost:11112", "--speed", "0"]).is_err());
        assert!(parse(&["--target", "localhost:11112", "--exceptions", "101"]).is_err());
    }

    #[tokio::test]
    async fn the_devices_are_written_beside_the_schedule() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("day.csv");
        let arguments = parse(&[
            "--write-schedule",
            file.to_str().unwrap(),
            "--stations",
            "3",
        ]);
        simulate(arguments.unwrap()).await.unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.lines().count() > 200);
        let devices = std::fs::read_to_string(file.with_extension("toml")).unwrap();
        assert_eq!(devices.matches("[[device]]").count(), 3);
    }

    #[test]
    fn a_rejection_says_what_to_do() {
        let target = Target {
            address: SocketAddr::from(([127, 0, 0, 1], 104)),
            called_ae_title: "RIS".to_owned(),
        };
        for (reason, advice) in [(3, "--write-schedule"), (7, "--called")] {
            let rejection = client::Error::Rejected {
                result: 1,
                source_byte: 1,
                reason,
            };
            let text = explain(&rejection, &target, "CT1".to_owned()).to_string();
            assert!(text.contains(advice), "{text}");
        }
    }
}
