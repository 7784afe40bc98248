//! Writes the tables of CONFORMANCE.md anew; `cargo xtask conformance` runs it.

use std::process::ExitCode;
use tests::{conformance, place};

fn main() -> ExitCode {
    let file = place::root().join("CONFORMANCE.md");
    let written = std::fs::read_to_string(&file)
        .map_err(|problem| problem.to_string())
        .and_then(|statement| conformance::fill(&statement))
        .and_then(|filled| std::fs::write(&file, filled).map_err(|problem| problem.to_string()));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{}: {problem}", file.display());
            ExitCode::FAILURE
        }
    }
}
