//! Processes the benchmarks start: each is ended by its own id, whatever happens.

use crate::Problem;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// A process that ends with its owner.
pub struct Process {
    /// The process.
    pub child: Child,
}

impl Process {
    /// Starts it.
    pub fn start(command: &mut Command) -> Result<Self, Problem> {
        let child = command.spawn().map_err(|error| {
            format!(
                "{} cannot be started: {error}",
                command.get_program().display()
            )
        })?;
        Ok(Self { child })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _: std::io::Result<()> = self.child.kill();
        let _: std::io::Result<_> = self.child.wait();
    }
}

/// An address of this machine that was free just now.
pub fn free_address() -> Result<SocketAddr, Problem> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// Waits until somebody listens.
pub fn wait_for(address: SocketAddr) -> Result<(), Problem> {
    let begin = Instant::now();
    while TcpStream::connect(address).is_err() {
        if begin.elapsed() > Duration::from_secs(30) {
            return Err(format!("nobody listens on {address}").into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Resident memory of a process.
pub fn resident_kilobytes(process: u32) -> Result<u32, Problem> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("no VmRSS")?.parse()?)
}

/// Processor time a process has used, seconds; the kernel counts in hundredths.
pub fn processor_seconds(process: u32) -> Result<f64, Problem> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after_name) = stat.rsplit_once(')').ok_or("no name")?;
    let ticks: Vec<f64> = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
