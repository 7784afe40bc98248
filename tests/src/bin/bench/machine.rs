//! Where and with what the figures were taken.

use crate::Problem;
use crate::peers::{python, root, script};
use std::path::Path;
use std::process::Command;

/// Machine and versions, in a few lines.
pub fn describe(commits: f64) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor = field("/proc/cpuinfo", "model name");
    let memory = field("/proc/meminfo", "MemTotal");
    let memory = memory
        .split_whitespace()
        .next()
        .and_then(|number| number.parse::<u64>().ok());
    let versions = [
        first_line(
            "git",
            &[
                "-C",
                &root().to_string_lossy(),
                "rev-parse",
                "--short",
                "HEAD",
            ],
        )
        .map(|commit| format!("Stepboard {} ({commit})", env!("CARGO_PKG_VERSION"))),
        first_line("rustc", &["--version"]),
        second_word("wlmscpfs", &["--version"], 2).map(|version| format!("DCMTK {version}")),
        second_word("Orthanc", &["--version"], 1).map(|version| format!("Orthanc {version}")),
        first_line(
            &python().to_string_lossy(),
            &[
                "-c",
                "import pynetdicom, platform; print(f'pynetdicom {pynetdicom.__version__} on Python {platform.python_version()}')",
            ],
        ),
        first_line("uname", &["-sr"]),
    ];
    let versions: Vec<String> = versions.into_iter().flatten().collect();
    format!(
        "{}: {cores} cores of {processor}, {} GiB of memory, a disk that takes {commits:.0} commits/s \
         (SQLite, one row, WAL, `synchronous = FULL`). {}.",
        chrono::Local::now().format("%Y-%m-%d %H:%M"),
        memory.unwrap_or_default() / 1024 / 1024,
        versions.join(", "),
    )
}

fn field(file: &str, name: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name));
    let value = line
        .and_then(|line| line.split_once(':'))
        .map(|(_, value)| value.trim());
    value.unwrap_or("unknown").to_owned()
}

fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}

fn second_word(program: &str, arguments: &[&str], index: usize) -> Option<String> {
    let line = first_line(program, arguments)?;
    line.split_whitespace()
        .nth(index)
        .map(|word| word.trim_start_matches('v').to_owned())
}

/// Commits of one row a second in a database in this folder.
pub fn commit_rate(folder: &Path, for_seconds: f64) -> Result<f64, Problem> {
    let output = Command::new(python())
        .arg(script("commit_rate.py"))
        .arg(folder.join("commits.db"))
        .arg(for_seconds.to_string())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let rate = text.split_whitespace().next().ok_or_else(|| {
        format!(
            "the commit rate: {}",
            String::from_utf8_lossy(&output.stderr)
        )
    })?;
    Ok(rate.parse()?)
}
