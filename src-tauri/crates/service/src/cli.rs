//! The command line of `stepboard-server`.

mod apply;
mod charge;
mod database;
mod echo;
mod export;
mod import;
mod serve;

use crate::config::default_data_folder;
use crate::service::StartOptions;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs a radiology department's worklist and performed procedure steps without a window.
#[derive(Debug, Parser)]
#[command(name = "stepboard-server", version)]
struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where the department lives.
#[derive(Debug, Clone, Args)]
struct Place {
    /// The data folder; without it, the platform's.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The settings file; without it, stepboard.toml in the data folder.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    fn start_options(&self) -> StartOptions {
        let data = self.data.clone().unwrap_or_else(default_data_folder);
        StartOptions {
            config: self.config.clone(),
            ..StartOptions::new(data)
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve modalities until SIGTERM or Ctrl-C.
    Serve(serve::Arguments),
    /// Import schedule files.
    Import(import::Arguments),
    /// Declare devices, protocols and charges from a TOML file.
    Apply(apply::Arguments),
    /// Write what is known as JSON or CSV.
    Export(export::Arguments),
    /// Play a department of simulated modalities.
    Simulate(crate::simulator::SimulateArguments),
    /// Send C-ECHO to a registered device.
    Echo(echo::Arguments),
    /// Verify the database.
    Check,
    /// Copy the database to a file, also while it is served.
    Backup(database::Target),
    /// Put a copy back in place of the database.
    Restore(database::Target),
}

/// Why a command failed, for a person at a terminal.
pub(crate) type Problem = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command line. Exit code 0 is success, 1 failed, 2 usage.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("stepboard-server: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("stepboard-server: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Problem> {
    let place = arguments.place.start_options();
    match arguments.command {
        Command::Serve(serve) => serve::run(place, serve).await,
        Command::Import(import) => import::run(place, import).await,
        Command::Apply(apply) => apply::run(place, apply).await,
        Command::Export(export) => export::run(place, export).await,
        Command::Simulate(simulate) => Ok(crate::simulator::simulate(simulate).await?),
        Command::Echo(echo) => echo::run(place, echo).await,
        Command::Check => database::check(&place),
        Command::Backup(target) => database::backup(&place, &target),
        Command::Restore(target) => database::restore(&place, &target),
    }
}

/// Logs go to stderr; `STEPBOARD_LOG` chooses what, `info` without it.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("STEPBOARD_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
