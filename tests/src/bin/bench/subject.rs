//! What is measured: a headless Stepboard in a process of its own, with its data on the disk.

use crate::Problem;
use crate::process::{Process, processor_seconds, resident_kilobytes};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Our AE title.
pub const AE_TITLE: &str = "STEPBOARD";

/// A data folder in which anybody may call.
pub fn data_folder(within: &Path, name: &str) -> Result<PathBuf, Problem> {
    let folder = within.join(name);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        folder.join("stepboard.toml"),
        "[dicom]\nlisten = \"127.0.0.1:0\"\nunknown_devices = \"accept\"\n",
    )?;
    Ok(folder)
}

/// The release build of the server, beside this program.
fn program() -> Result<PathBuf, Problem> {
    let own = std::env::current_exe()?;
    let program = own.with_file_name("stepboard-server");
    if program.is_file() {
        Ok(program)
    } else {
        Err("stepboard-server is not built in release: run `cargo xtask bench`".into())
    }
}

/// Imports a schedule into a data folder.
pub fn import(data: &Path, csv: &str) -> Result<(), Problem> {
    take_file(data, "import", "schedule.csv", csv)
}

/// Declares devices in a data folder.
pub fn apply(data: &Path, toml: &str) -> Result<(), Problem> {
    take_file(data, "apply", "declared.toml", toml)
}

fn take_file(data: &Path, command: &str, name: &str, content: &str) -> Result<(), Problem> {
    let file = data.join(name);
    std::fs::write(&file, content)?;
    let output = Command::new(program()?)
        .args([command, "--data"])
        .args([data, &file])
        .env("STEPBOARD_LOG", "warn")
        .output()?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}

/// A running server.
pub struct Server {
    process: Process,
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it listens with TLS, if it was told to.
    pub tls_address: Option<SocketAddr>,
    /// From its start to its listening.
    pub start: Duration,
}

impl Server {
    /// Starts it on a free port.
    pub fn start(data: &Path) -> Result<Self, Problem> {
        let begin = Instant::now();
        let mut process = Process::start(
            Command::new(program()?)
                .args(["serve", "--dicom", "127.0.0.1:0", "--data"])
                .arg(data)
                // Connections without a request are part of a flood.
                .env("STEPBOARD_LOG", "warn,dimse::association=error")
                .stdout(Stdio::piped()),
        )?;
        let out = process
            .child
            .stdout
            .take()
            .ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let start = begin.elapsed();
        let ready: serde_json::Value = serde_json::from_str(&line)?;
        let address = |name| {
            let text = ready.get(name).and_then(serde_json::Value::as_str);
            text.map(str::parse::<SocketAddr>).transpose()
        };
        Ok(Self {
            process,
            address: address("dicom")?.ok_or("the server says no address")?,
            tls_address: address("dicom_tls")?,
            start,
        })
    }

    /// Its resident memory.
    pub fn resident_megabytes(&self) -> Result<f64, Problem> {
        Ok(f64::from(resident_kilobytes(self.process.child.id())?) / 1024.0)
    }
    /// Processor time it has used.
    pub fn processor_seconds(&self) -> Result<f64, Problem> {
        processor_seconds(self.process.child.id())
    }
}
