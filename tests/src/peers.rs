//! Clients of other makers: DCMTK, pynetdicom, dcmjs-dimse, dicom-rs and Orthanc; and openpyxl, which
//! opens workbooks.
//!
//! Where one is not installed its tests are skipped with a message; `cargo xtask test` installs
//! them all and makes a missing one a failure.

mod dicom_rs;
mod orthanc;

pub use dicom_rs::DicomRs;
pub use orthanc::Orthanc;

use crate::department::Listens;
use crate::{place, process};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// How long a peer may take for one answer.
const ANSWER: Duration = Duration::from_secs(60);

/// Our AE title.
pub const CALLED: &str = "STEPBOARD";

/// Whether a peer is there; says so when it is not.
///
/// # Panics
/// When it is missing although `STEPBOARD_TESTS_REQUIRE_PEERS` is set.
fn is_there(peer: &Path) -> bool {
    if peer.exists() {
        return true;
    }
    let required = std::env::var_os("STEPBOARD_TESTS_REQUIRE_PEERS").is_some();
    assert!(!required, "{} is not installed", peer.display());
    eprintln!(
        "SKIPPED: {} is not installed; `cargo xtask setup` does",
        peer.display()
    );
    false
}

fn python() -> PathBuf {
    place::root().join(".tools/python/bin/python")
}

fn script(name: &str) -> PathBuf {
    place::root().join("tests/scenarios/peers").join(name)
}

/// What a peer got as an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status (0000,0900).
    pub status: u16,
    /// Error Comment (0000,0902).
    pub comment: String,
    /// Error ID (0000,0903).
    pub error_id: Option<u16>,
    /// Affected SOP Instance UID (0000,1000).
    pub uid: String,
    /// Keywords of the Attribute Identifier List (0000,1005).
    pub listed: Vec<String>,
    /// The data set that came with it: of an N-GET what was asked for, else what was wrong.
    pub returned: Value,
}

/// What a peer found in the worklist.
#[derive(Debug, Clone)]
pub struct Found {
    /// The status and the attributes of each pending response.
    pub answers: Vec<(u16, Value)>,
    /// The status of the last response.
    pub final_status: u16,
}

impl Found {
    /// A top-level attribute of every answer, in their order.
    #[must_use]
    pub fn all(&self, keyword: &str) -> Vec<String> {
        let values = self.answers.iter().map(|(_, answer)| &answer[keyword]);
        values
            .map(|value| value.as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

/// How to associate.
#[derive(Debug, Clone)]
pub struct Association<'a> {
    /// Calling AE title.
    pub calling: &'a str,
    /// Called AE title.
    pub called: &'a str,
    /// `verification`, `worklist`, `performed step`.
    pub services: &'a [&'a str],
    /// `implicit`, `explicit`.
    pub syntaxes: &'a [&'a str],
    /// Proposes both roles for every service, as some devices do.
    pub proposes_roles: bool,
    /// Service class application information offered for the worklist; empty offers none.
    pub extended: &'a [u8],
    /// How to secure the connection; `None` is not.
    pub tls: Option<Secured<'a>>,
}

/// What a client needs for TLS; files are PEM.
#[derive(Debug, Clone, Copy)]
pub struct Secured<'a> {
    /// Whose signature it trusts.
    pub authority: &'a Path,
    /// Its own certificate and its key; without, it shows none.
    pub own: Option<(&'a Path, &'a Path)>,
}

impl Secured<'_> {
    fn files(&self) -> Value {
        json!({
            "authority": self.authority,
            "certificate": self.own.map(|(certificate, _)| certificate),
            "key": self.own.map(|(_, key)| key),
        })
    }
}

impl<'a> Association<'a> {
    /// All services in both transfer syntaxes.
    #[must_use]
    pub fn of(calling: &'a str) -> Self {
        Self {
            calling,
            called: CALLED,
            services: &["verification", "worklist", "performed step"],
            syntaxes: &["explicit", "implicit"],
            proposes_roles: false,
            extended: &[],
            tls: None,
        }
    }
}

/// A modality made by others, in a process that does what it is asked.
pub struct ForeignModality {
    name: &'static str,
    child: Child,
    requests: ChildStdin,
    answers: Receiver<String>,
}

impl ForeignModality {
    /// One made of pynetdicom, associated with the service.
    #[must_use]
    pub fn pynetdicom(service: &impl Listens, calling: &str) -> Option<Self> {
        let mut modality = Self::pynetdicom_alone()?;
        let established = modality.associate(service, &Association::of(calling));
        assert_eq!(established["established"], true, "{established}");
        Some(modality)
    }

    /// One made of pynetdicom, without an association yet.
    #[must_use]
    pub fn pynetdicom_alone() -> Option<Self> {
        is_there(&python()).then(|| {
            let mut command = Command::new(python());
            command.arg("-u").arg(script("modality.py"));
            Self::start("pynetdicom", command)
        })
    }

    /// One made of dcmjs-dimse, which opens an association for each request.
    #[must_use]
    pub fn dcmjs(service: &impl Listens, calling: &str) -> Option<Self> {
        is_there(&place::root().join("node_modules/dcmjs-dimse")).then(|| {
            let mut command = Command::new("node");
            command
                .arg(script("modality.js"))
                .current_dir(place::root());
            let mut modality = Self::start("dcmjs-dimse", command);
            modality.associate(service, &Association::of(calling));
            modality
        })
    }

    fn start(name: &'static str, mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the peer can be started");
        let stdout = child.stdout.take().expect("the pipe was asked for");
        Self {
            name,
            requests: child.stdin.take().expect("the pipe was asked for"),
            answers: process::lines(stdout),
            child,
        }
    }

    /// Opens an association, leaving a former one open.
    pub fn associate(&mut self, service: &impl Listens, association: &Association<'_>) -> Value {
        self.ask(&json!({
            "do": "associate",
            "port": service.address().port(),
            "calling": association.calling,
            "called": association.called,
            "services": association.services,
            "syntaxes": association.syntaxes,
            "roles": association.proposes_roles,
            "extended": association.extended,
            "tls": association.tls.as_ref().map(Secured::files),
        }))
    }

    /// C-ECHO; its status.
    pub fn echo(&mut self) -> u16 {
        answer(&self.ask(&json!({"do": "echo"}))).status
    }

    /// C-FIND in the worklist with these keys.
    pub fn find(&mut self, keys: &Value) -> Found {
        self.query(&json!({"do": "find", "attributes": keys, "cancel": false}))
    }

    /// C-FIND with a C-CANCEL right behind it.
    pub fn find_and_cancel(&mut self, keys: &Value) -> Found {
        self.query(&json!({"do": "find", "attributes": keys, "cancel": true}))
    }

    fn query(&mut self, request: &Value) -> Found {
        let answer = self.ask(request);
        let status = |value: &Value| number(value).expect("every response has a status");
        let answers = answer["answers"].as_array().expect("there is a list");
        Found {
            answers: answers
                .iter()
                .map(|one| (status(&one["status"]), one["attributes"].clone()))
                .collect(),
            final_status: status(&answer["final"]),
        }
    }

    /// N-CREATE of a performed step.
    pub fn create(&mut self, uid: &str, attributes: &Value) -> Answer {
        answer(&self.ask(&json!({"do": "create", "uid": uid, "attributes": attributes})))
    }

    /// N-CREATE of a performed step without a UID: the service assigns one.
    pub fn create_without_uid(&mut self, attributes: &Value) -> Answer {
        answer(&self.ask(&json!({"do": "create", "uid": null, "attributes": attributes})))
    }

    /// N-SET of a performed step.
    pub fn set(&mut self, uid: &str, attributes: &Value) -> Answer {
        answer(&self.ask(&json!({"do": "set", "uid": uid, "attributes": attributes})))
    }

    /// N-GET of a performed step with these attributes, by keyword; of none is of all.
    pub fn get(&mut self, uid: &str, keywords: &[&str]) -> Answer {
        answer(&self.ask(&json!({"do": "get", "uid": uid, "keywords": keywords})))
    }

    /// Releases the association.
    pub fn release(&mut self) {
        self.ask(&json!({"do": "release"}));
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.requests, "{request}").expect("the peer runs");
        let line = self.answers.recv_timeout(ANSWER);
        let line = line.unwrap_or_else(|_| panic!("{} gave no answer to {request}", self.name));
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{}: {line}", self.name))
    }
}

impl Drop for ForeignModality {
    fn drop(&mut self) {
        process::end(&mut self.child);
    }
}

fn number(value: &Value) -> Option<u16> {
    u16::try_from(value.as_u64()?).ok()
}

fn answer(value: &Value) -> Answer {
    Answer {
        status: number(&value["status"]).unwrap_or_else(|| panic!("no response came: {value}")),
        comment: value["comment"].as_str().unwrap_or_default().to_owned(),
        error_id: number(&value["error_id"]),
        uid: value["uid"].as_str().unwrap_or_default().to_owned(),
        listed: value["listed"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|keyword| Some(keyword.as_str()?.to_owned()))
            .collect(),
        returned: value["returned"].clone(),
    }
}

/// A subscriber of MPPS Notification made of pynetdicom, which is told by associations that the service
/// opens.
pub struct Subscriber {
    child: Child,
    told: Receiver<String>,
    port: u16,
}

impl Subscriber {
    /// One that listens at this port (0 is any free one) and answers with these statuses, the last of
    /// them from then on.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(port: u16, title: &str, statuses: &[u16]) -> Option<Self> {
        is_there(&python()).then(|| {
            let statuses = statuses.iter().map(|status| format!("{status:04X}"));
            let mut command = Command::new(python());
            let mut child = command
                .arg("-u")
                .arg(script("subscriber.py"))
                .args([port.to_string(), title.to_owned()])
                .args(statuses)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("the peer can be started");
            let told = process::lines(child.stdout.take().expect("the pipe was asked for"));
            let ready = told.recv_timeout(ANSWER).expect("it says that it listens");
            let ready: Value = serde_json::from_str(&ready).expect("a line of JSON");
            let port = number(&ready["port"]).expect("it says where");
            Self { child, told, port }
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next event it is told.
    ///
    /// # Panics
    /// When none comes.
    pub fn next(&self) -> Value {
        let line = self.told.recv_timeout(ANSWER);
        let line = line.expect("the subscriber is told");
        serde_json::from_str(&line).expect("a line of JSON")
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        process::end(&mut self.child);
    }
}

/// DCMTK's `findscu` and `echoscu`, by their full path: others have programs of the same name.
pub struct Dcmtk;

impl Dcmtk {
    /// DCMTK, if it is installed.
    #[must_use]
    pub fn find() -> Option<Self> {
        is_there(Path::new("/usr/bin/findscu")).then_some(Self)
    }

    /// `findscu -W` with this query file and further keys; what it printed.
    #[must_use]
    pub fn worklist(&self, service: &impl Listens, query: &Path, options: &[&str]) -> String {
        let mut command = Command::new("/usr/bin/findscu");
        command
            .args(["-v", "-W", "-aet", "CT1", "-aec", CALLED])
            .args(options)
            .args(address(service))
            .arg(query);
        let finished = process::run(&mut command, ANSWER);
        format!("{}{}", finished.stdout, finished.stderr)
    }

    /// `findscu -W` with these options and keys, which need not be UTF-8; the identifiers that
    /// came, as bytes.
    ///
    /// # Panics
    /// When it fails.
    #[must_use]
    pub fn worklist_bytes(
        &self,
        service: &impl Listens,
        options: &[&str],
        keys: &[&[u8]],
    ) -> Vec<Vec<u8>> {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let mut command = Command::new("/usr/bin/findscu");
        command.args(["-W", "-X", "-aet", "CT1", "-aec", CALLED, "-od"]);
        command.arg(folder.path()).args(options);
        for key in keys {
            command.arg("-k").arg(OsStr::from_bytes(key));
        }
        process::run(command.args(address(service)), ANSWER).succeeded();
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder.path())
            .expect("the folder is there")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        files.sort();
        let read = |file: &PathBuf| std::fs::read(file).expect("the file is there");
        files.iter().map(read).collect()
    }

    /// `findscu -W` as this caller with these keys; what it printed.
    #[must_use]
    pub fn find_as(&self, service: &impl Listens, calling: &str, keys: &[&str]) -> String {
        let mut command = Command::new("/usr/bin/findscu");
        command.args(["-v", "-W", "-aet", calling, "-aec", CALLED]);
        for key in keys {
            command.args(["-k", key]);
        }
        let finished = process::run(command.args(address(service)), ANSWER);
        format!("{}{}", finished.stdout, finished.stderr)
    }

    /// `echoscu` as this caller to this title; whether it was answered.
    #[must_use]
    pub fn echo(&self, service: &impl Listens, calling: &str, called: &str) -> bool {
        let mut command = Command::new("/usr/bin/echoscu");
        command
            .args(["-aet", calling, "-aec", called])
            .args(address(service));
        process::run(&mut command, ANSWER).status.success()
    }
}

fn address(service: &impl Listens) -> [String; 2] {
    let address = service.address();
    [address.ip().to_string(), address.port().to_string()]
}

/// The schedule file of worklist items stored as DICOM files, read by pydicom.
#[must_use]
pub fn csv_of_worklist_files(folder: &Path) -> Option<String> {
    is_there(&python()).then(|| {
        let mut command = Command::new(python());
        command.arg(script("worklist_to_csv.py")).arg(folder);
        process::run(&mut command, ANSWER).succeeded()
    })
}

/// The cells of a workbook's first sheet as openpyxl reads them: an array of arrays of `kind` (`s`
/// text, `n` number, `f` formula) and `value`.
///
/// # Panics
/// When it is no workbook, or openpyxl is missing although peers are required.
#[must_use]
pub fn workbook(file: &str) -> Option<Vec<Value>> {
    if !is_there(&python()) {
        return None;
    }
    let mut import = Command::new(python());
    import.args(["-c", "import openpyxl"]);
    if !process::run(&mut import, ANSWER).status.success() {
        return is_there(Path::new("openpyxl")).then(Vec::new);
    }
    let mut command = Command::new(python());
    command.arg(script("workbook.py")).arg(file);
    let printed = process::run(&mut command, ANSWER).succeeded();
    Some(serde_json::from_str(&printed).expect("the script prints an array"))
}
