//! A department in a folder of its own, and the real `stepboard-server` that serves it.

use crate::schedule::{Appointment, csv};
use crate::{place, process};
use serde_json::Value;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;
use tempfile::TempDir;

/// How long a command line may take: generous, because tests share a machine.
const COMMAND: Duration = Duration::from_secs(60);
/// How long the service may take until it listens.
const READY: Duration = Duration::from_secs(60);
/// How long a stop may take (the interface promises it).
pub const STOP: Duration = Duration::from_secs(10);

/// What is open for DICOM at an address.
pub trait Listens {
    /// Where it listens.
    fn address(&self) -> SocketAddr;
}

/// A data folder; it goes away with the test.
pub struct Department {
    folder: TempDir,
}

impl Default for Department {
    fn default() -> Self {
        Self::new()
    }
}

impl Department {
    /// A department that serves everybody who calls it.
    #[must_use]
    pub fn new() -> Self {
        Self::with_unknown_devices("accept")
    }

    /// A department that serves registered devices only.
    #[must_use]
    pub fn for_registered_devices() -> Self {
        Self::with_unknown_devices("reject")
    }

    fn with_unknown_devices(what: &str) -> Self {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let department = Self { folder };
        let settings = format!("[dicom]\nlisten = \"127.0.0.1:0\"\nunknown_devices = \"{what}\"\n");
        department.write("stepboard.toml", &settings);
        department
    }

    /// A department with these appointments.
    #[must_use]
    pub fn scheduled(appointments: &[Appointment]) -> Self {
        let department = Self::new();
        department.schedule(appointments);
        department
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Imports appointments with `stepboard-server import`; its summary.
    pub fn schedule(&self, appointments: &[Appointment]) -> Value {
        self.import(&csv(appointments))
    }

    /// Imports a schedule file with `stepboard-server import`; its summary.
    pub fn import(&self, csv: &str) -> Value {
        self.write("schedule.csv", csv);
        let file = self.folder().join("schedule.csv");
        let summary = self.run(&["import", &file.to_string_lossy()]).succeeded();
        serde_json::from_str(&summary).expect("import prints a JSON summary")
    }

    /// Declares settings with `stepboard-server apply`.
    pub fn apply(&self, toml: &str) -> String {
        self.write("declared.toml", toml);
        let file = self.folder().join("declared.toml");
        self.run(&["apply", &file.to_string_lossy()]).succeeded()
    }

    /// What `stepboard-server export` prints.
    #[must_use]
    pub fn export(&self, what: &str) -> Vec<Value> {
        let printed = self.run(&["export", what]).succeeded();
        serde_json::from_str(&printed).expect("export prints a JSON array")
    }

    /// The exported performed step with this SOP Instance UID.
    #[must_use]
    pub fn performed(&self, sop_instance_uid: &str) -> Option<Value> {
        let all = self.export("performed").into_iter();
        all.into_iter()
            .find(|step| step["SOPInstanceUID"] == sop_instance_uid)
    }

    /// The status of the scheduled step with this AccessionNumber.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn status_of(&self, accession_number: &str) -> String {
        let steps = self.export("steps");
        let step = steps
            .iter()
            .find(|step| step["AccessionNumber"] == accession_number);
        let status = step.and_then(|step| step["Status"].as_str());
        status.expect("the step is scheduled").to_owned()
    }

    /// Runs `stepboard-server` on this folder.
    pub fn run(&self, arguments: &[&str]) -> process::Finished {
        process::run(self.command().args(arguments), COMMAND)
    }

    /// Serves it, at a free port of this machine.
    #[must_use]
    pub fn serve(self) -> TestService {
        TestService::of(self)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(place::server());
        command.arg("--data").arg(self.folder());
        command
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.folder().join(name), content).expect("the folder can be written");
    }
}

/// A running `stepboard-server serve`. Ends with the test, by its process id.
pub struct TestService {
    department: Department,
    child: Child,
    lines: Receiver<String>,
    ready: Ready,
}

/// What the ready line says.
struct Ready {
    address: SocketAddr,
    tls_address: Option<SocketAddr>,
}

impl TestService {
    /// A service with these appointments that serves everybody.
    #[must_use]
    pub fn with(appointments: &[Appointment]) -> Self {
        Department::scheduled(appointments).serve()
    }

    fn of(department: Department) -> Self {
        let (child, lines, ready) = start(&department);
        Self {
            department,
            child,
            lines,
            ready,
        }
    }

    /// The port on which it speaks TLS, if it does.
    #[must_use]
    pub fn tls_port(&self) -> Option<u16> {
        self.ready.tls_address.map(|address| address.port())
    }

    /// The memory it holds, where the system tells.
    #[must_use]
    pub fn resident_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// How many files and sockets it has open, where the system tells.
    #[must_use]
    pub fn sockets(&self) -> Option<usize> {
        let open = std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).ok()?;
        Some(open.count())
    }

    /// Asks it to stop (SIGTERM) and waits at most for what the interface promises.
    ///
    /// # Panics
    /// When it takes longer.
    pub fn stop(&mut self) -> ExitStatus {
        process::ask_to_end(&self.child);
        while let Ok(line) = self.lines.recv_timeout(STOP) {
            eprintln!("{line}");
        }
        let ended = self.child.try_wait().expect("a child can be asked");
        ended.unwrap_or_else(|| {
            crate::eventually("the process exits", Duration::from_secs(1), || {
                self.child.try_wait().expect("a child can be asked")
            })
        })
    }

    /// Ends it at once (SIGKILL), as a power cut would.
    pub fn kill(&mut self) {
        process::end(&mut self.child);
    }

    /// Serves the same folder again, after [`TestService::stop`] or [`TestService::kill`].
    pub fn start_again(&mut self) {
        let (child, lines, ready) = start(&self.department);
        self.child = child;
        self.lines = lines;
        self.ready = ready;
    }

    /// Stops it and serves the same folder again.
    ///
    /// # Panics
    /// When it does not stop in order.
    pub fn restart(&mut self) {
        assert!(self.stop().success());
        self.start_again();
    }
}

impl Listens for TestService {
    fn address(&self) -> SocketAddr {
        self.ready.address
    }
}

impl Deref for TestService {
    type Target = Department;

    fn deref(&self) -> &Department {
        &self.department
    }
}

impl Drop for TestService {
    fn drop(&mut self) {
        process::end(&mut self.child);
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.folder().join("serve.log"));
            let log = log.unwrap_or_default();
            let last = log.lines().rev().take(30).collect::<Vec<_>>();
            let last = last.into_iter().rev().collect::<Vec<_>>().join("\n");
            eprintln!("the service said last:\n{last}");
        }
    }
}

fn start(department: &Department) -> (Child, Receiver<String>, Ready) {
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(department.folder().join("serve.log"))
        .expect("the folder can be written");
    let mut child = department
        .command()
        .args(["serve", "--dicom", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("stepboard-server can be started");
    let lines = process::lines(child.stdout.take().expect("the pipe was asked for"));
    let Ok(ready) = lines.recv_timeout(READY) else {
        process::end(&mut child);
        let log = std::fs::read_to_string(department.folder().join("serve.log"));
        panic!("the service is not ready: {}", log.unwrap_or_default());
    };
    let ready: Value = serde_json::from_str(&ready).expect("the ready line is JSON");
    assert_eq!(ready["event"], "ready");
    let address = |name: &str| ready[name].as_str().and_then(|text| text.parse().ok());
    let ready = Ready {
        address: address("dicom").expect("the ready line names the address"),
        tls_address: address("dicom_tls"),
    };
    (child, lines, ready)
}
