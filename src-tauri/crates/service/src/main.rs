//! The headless department.

use std::process::ExitCode;

fn main() -> ExitCode {
    service::cli::main()
}
