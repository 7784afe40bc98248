//! Others that do the same, started with the same items on free ports of this machine.

use crate::Problem;
use crate::process::{Process, free_address, wait_for};
use crate::wire;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// A DICOM server that is not ours.
pub struct Peer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its AE title.
    pub ae_title: &'static str,
    /// What ends it.
    _process: Option<Process>,
}

/// Writes worklist items as files of DCMTK's kind, in the folder DCMTK wants.
pub fn write_worklist_files(folder: &Path, items: &[Vec<u8>]) -> Result<(), Problem> {
    let folder = folder.join("OFFIS");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("lockfile"), "")?;
    for (number, item) in items.iter().enumerate() {
        let mut file = file_meta(number);
        file.extend_from_slice(item);
        fs::write(folder.join(format!("{number:06}.wl")), file)?;
    }
    Ok(())
}

/// Preamble and File Meta Information (PS3.10 7.1), which is in Explicit VR Little Endian.
fn file_meta(number: usize) -> Vec<u8> {
    let mut meta = Vec::new();
    let mut element = |number: u16, vr: &[u8; 2], value: &[u8]| {
        meta.extend_from_slice(&[2, 0]);
        meta.extend_from_slice(&number.to_le_bytes());
        meta.extend_from_slice(vr);
        let length = u16::try_from(value.len()).expect("values here are short");
        if vr == b"OB" {
            meta.extend_from_slice(&[0, 0]);
            meta.extend_from_slice(&u32::from(length).to_le_bytes());
        } else {
            meta.extend_from_slice(&length.to_le_bytes());
        }
        meta.extend_from_slice(value);
    };
    element(1, b"OB", &[0, 1]);
    element(2, b"UI", &wire::uid("1.2.276.0.7230010.3.1.0.1"));
    element(
        3,
        b"UI",
        &wire::uid(&format!("1.2.826.0.1.3680043.10.1779.{}", number + 1)),
    );
    element(0x10, b"UI", &wire::uid(wire::IMPLICIT));
    element(
        0x12,
        b"UI",
        &wire::uid("2.25.177804833057504394516904139453033870779"),
    );
    let length = u32::try_from(meta.len()).expect("values here are short");
    let mut file = vec![0; 128];
    file.extend_from_slice(b"DICM\x02\0\0\0UL\x04\0");
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&meta);
    file
}

/// DCMTK's worklist server. `TCP_NODELAY` spares it the wait for delayed acknowledgements.
pub fn dcmtk(files: &Path) -> Result<Peer, Problem> {
    let address = free_address()?;
    let process = Process::start(
        Command::new("wlmscpfs")
            .args([
                "--single-process",
                "--log-level",
                "error",
                "--data-files-path",
            ])
            .arg(files)
            .arg(address.port().to_string())
            .env("TCP_NODELAY", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    wait_for(address)?;
    Ok(Peer {
        address,
        ae_title: "OFFIS",
        _process: Some(process),
    })
}

/// Orthanc with its worklist plugin.
pub fn orthanc(files: &Path, work: &Path) -> Result<Peer, Problem> {
    let address = free_address()?;
    let plugin = ["/usr/share/orthanc/plugins", "/usr/lib/orthanc"]
        .map(|folder| PathBuf::from(folder).join("libModalityWorklists.so"))
        .into_iter()
        .find(|file| file.exists())
        .ok_or("the worklist plugin of Orthanc is not installed")?;
    fs::create_dir_all(work)?;
    let configuration = serde_json::json!({
        "Name": "bench",
        "DicomAet": "ORTHANC",
        "DicomPort": address.port(),
        "DicomCheckCalledAet": false,
        "DicomAlwaysAllowFindWorklist": true,
        "DicomModalities": { "bench": ["BENCH", "127.0.0.1", 104] },
        "HttpServerEnabled": false,
        "StorageDirectory": work,
        "IndexDirectory": work,
        "Plugins": [plugin],
        "Worklists": { "Enable": true, "Database": files.join("OFFIS"), "FilterIssuerAet": false },
    });
    let file = work.join("orthanc.json");
    fs::write(&file, serde_json::to_vec(&configuration)?)?;
    let process = Process::start(
        Command::new("Orthanc")
            .arg(&file)
            .env("TCP_NODELAY", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    wait_for(address)?;
    Ok(Peer {
        address,
        ae_title: "ORTHANC",
        _process: Some(process),
    })
}

/// pynetdicom, answering N-CREATE and N-SET with success and keeping nothing.
pub fn pynetdicom() -> Result<Peer, Problem> {
    let mut process = Process::start(
        Command::new(python())
            .arg(script("performed_step_scp.py"))
            .stdout(Stdio::piped()),
    )?;
    let out = process.child.stdout.take().ok_or("python has no output")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, line.trim().parse::<u16>()?));
    Ok(Peer {
        address,
        ae_title: "PYNETDICOM",
        _process: Some(process),
    })
}

/// A server that writes bytes it was given, whatever it is asked: first `accepted`, then `answer`
/// to each `asked` bytes.
pub fn recorded(accepted: Vec<u8>, asked: usize, answer: Vec<u8>) -> Result<Peer, Problem> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The client sees for itself when it is not answered.
            let _: std::io::Result<()> = answer_with(stream, &accepted, asked, &answer);
        }
    });
    Ok(Peer {
        address,
        ae_title: "RECORDED",
        _process: None,
    })
}

fn answer_with(
    mut stream: std::net::TcpStream,
    accepted: &[u8],
    asked: usize,
    answer: &[u8],
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = vec![0; 64 * 1024];
    if stream.read(&mut request)? == 0 {
        return Ok(());
    }
    stream.write_all(accepted)?;
    let mut request = vec![0; asked];
    loop {
        stream.read_exact(&mut request)?;
        stream.write_all(answer)?;
    }
}

/// The Python environment of the tests.
pub fn python() -> PathBuf {
    root().join(".tools/python/bin/python")
}

/// A script beside this file.
pub fn script(name: &str) -> PathBuf {
    root().join("tests/src/bin/bench").join(name)
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}
