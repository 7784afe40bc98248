//! Orthanc as the one that asks: its REST interface sends worklist queries to us.

use super::{ANSWER, CALLED, is_there};
use crate::department::Listens;
use crate::process;
use crate::wait::eventually;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running Orthanc that knows us as a modality.
pub struct Orthanc {
    child: Child,
    rest: SocketAddr,
    _folder: TempDir,
}

impl Orthanc {
    /// Starts one, if it is installed.
    ///
    /// # Panics
    /// When it is installed and does not start.
    #[must_use]
    pub fn start(service: &impl Listens) -> Option<Self> {
        let program = Path::new("/usr/sbin/Orthanc");
        if !is_there(program) {
            return None;
        }
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let rest = free_address();
        let us = service.address();
        let settings = json!({
            "Name": "interop",
            "DicomAet": "ORTHANC",
            "DicomServerEnabled": false,
            "HttpPort": rest.port(),
            "RemoteAccessAllowed": false,
            "AuthenticationEnabled": false,
            "StorageDirectory": folder.path(),
            "IndexDirectory": folder.path(),
            "Plugins": [],
            "DicomModalities": { "stepboard": [CALLED, us.ip().to_string(), us.port()] },
        });
        let file = folder.path().join("orthanc.json");
        std::fs::write(&file, settings.to_string()).expect("the folder can be written");
        let child = Command::new(program)
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Orthanc starts");
        let orthanc = Self {
            child,
            rest,
            _folder: folder,
        };
        eventually("Orthanc answers", ANSWER, || {
            orthanc.ask("GET", "/system", "").is_ok().then_some(())
        });
        Some(orthanc)
    }

    /// Asks our worklist with text in this encoding (as Orthanc calls it) and these keys.
    ///
    /// # Errors
    /// What Orthanc answers when it does not succeed.
    pub fn worklist(&self, encoding: &str, keys: &Value) -> Result<Vec<Value>, String> {
        self.ask("PUT", "/tools/default-encoding", encoding)?;
        let path = "/modalities/stepboard/find-worklist";
        let answer = self.ask("POST", path, &keys.to_string())?;
        match serde_json::from_str(&answer) {
            Ok(Value::Array(found)) => Ok(found),
            _ => Err(answer),
        }
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Result<String, String> {
        let answer = self.exchange(method, path, body);
        let answer = answer.map_err(|problem| problem.to_string())?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        if head.split(' ').nth(1) == Some("200") {
            return Ok(body.to_owned());
        }
        Err(answer)
    }

    fn exchange(&self, method: &str, path: &str, body: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.rest)?;
        stream.set_read_timeout(Some(ANSWER))?;
        let length = body.len();
        let request = format!("{method} {path} HTTP/1.0\r\nContent-Length: {length}\r\n\r\n{body}");
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Orthanc {
    fn drop(&mut self) {
        process::end(&mut self.child);
    }
}

/// A free port of this machine, as free as one can know.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("it listens")
}
