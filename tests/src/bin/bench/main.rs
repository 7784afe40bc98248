//! Measures Stepboard beside others that do the same, in one run on one machine, and prints the
//! ratios. `cargo xtask bench` builds what it needs; `--write` keeps the figures in BENCHMARKS.md.

mod crowd;
mod flood;
mod machine;
mod network;
mod peers;
mod performed;
mod process;
mod schedule;
mod subject;
mod table;
mod transport;
mod window;
mod wire;
mod worklist;

use std::process::ExitCode;
use table::Table;

/// Why the benchmarks stopped, for a person at a terminal.
type Problem = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Problem> {
    let is_written = arguments.iter().any(|argument| argument == "--write");
    let parts: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| *argument != "--write")
        .collect();
    let names = ["worklist", "network", "performed", "window", "size"];
    if parts.iter().any(|part| !names.contains(part)) || (is_written && !parts.is_empty()) {
        return Err(format!("usage: bench [--write | {}]", names.join(" | ")).into());
    }
    let is_wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    // On the disk of the repository: the folder for temporary files is often in memory.
    let within = peers::root().join("target/bench-data");
    std::fs::create_dir_all(&within)?;
    let work = tempfile::tempdir_in(&within)?;
    let today = chrono::Local::now().date_naive();
    let mut table = Table::default();
    if is_wanted("worklist") {
        worklist::measure(&mut table, work.path(), today)?;
    }
    if is_wanted("network") {
        network::measure(&mut table, work.path(), today)?;
    }
    let commits = if is_wanted("performed") {
        performed::measure(&mut table, work.path(), today)?
    } else {
        machine::commit_rate(work.path(), 3.0)?
    };
    if is_wanted("window") {
        window::measure(&mut table, work.path(), today, commits)?;
    }
    if is_wanted("size") {
        page_size(&mut table)?;
    }
    let figures = table.markdown(&machine::describe(commits));
    println!("{figures}");
    if is_written {
        table::write(&peers::root().join("BENCHMARKS.md"), &figures)?;
    }
    Ok(())
}

/// The page's code as it is downloaded from the program, if it is built.
fn page_size(table: &mut Table) -> Result<(), Problem> {
    let file = peers::root().join("ui/dist/app_bg.wasm");
    let Ok(size) = std::fs::metadata(&file).map(|metadata| metadata.len()) else {
        return Ok(());
    };
    let output = std::process::Command::new("gzip")
        .args(["-9", "-c"])
        .arg(&file)
        .output()?;
    table.report(
        "the page's code (wasm), gzip",
        format!("{} KiB", output.stdout.len() / 1024),
        &format!("{} KiB as it is", size / 1024),
    );
    Ok(())
}
