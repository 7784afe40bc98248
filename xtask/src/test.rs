//! Runs the tests and the benchmarks.

use crate::failure::Failure;
use crate::{page, setup, step, workspace};

/// Which tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Everything,
    /// Those that need neither a display nor the window's libraries.
    NoWindow,
}

/// One selection of packages for every step, so that the libraries are built once.
const WINDOW_TOO: &[&str] = &["--workspace", "--exclude", "bindgen"];
/// Adds the tests of the real window to that.
pub const WITH_WINDOW_TESTS: [&str; 2] = ["--features", "tests/window"];

const READ_ABOVE: &str = "read the message above";

/// Installs what the tests need and runs them.
pub fn test(scope: Scope) -> Result<(), Failure> {
    match scope {
        Scope::Everything => everything()?,
        Scope::NoWindow => {
            setup::for_tests()?;
            let build = step::cargo(["build", "--bins", "--tests"]);
            step::run("Building the server and the tests", build, READ_ABOVE)?;
            suite(&[])?;
            interoperability();
            suite(&["--package", "ui"])?;
        }
    }
    step::say("All tests passed");
    Ok(())
}

fn everything() -> Result<(), Failure> {
    setup::for_run()?;
    setup::for_tests()?;
    setup::for_window_tests()?;
    page::build(page::Mode::Small)?;
    let mut build = step::cargo(["build", "--bins", "--tests"]);
    build.args(WINDOW_TOO).args(WITH_WINDOW_TESTS);
    step::run("Building the window and the tests", build, READ_ABOVE)?;
    suite(WINDOW_TOO)?;
    interoperability();
    let mut window = step::command(
        "dbus-run-session",
        [
            "--",
            "xvfb-run",
            "--auto-servernum",
            "--server-args=-screen 0 1440x900x24",
            "cargo",
        ],
    );
    window
        .args(["test", "--test", "window"])
        .args(WINDOW_TOO)
        .args(WITH_WINDOW_TESTS)
        .args(["--", "--test-threads=1"])
        .env(
            "STEPBOARD_WINDOW",
            workspace::target().join("debug/stepboard"),
        );
    step::run("Testing the real window", window, READ_ABOVE)
}

/// Unit tests, scenarios and the examples in the documentation.
fn suite(packages: &[&str]) -> Result<(), Failure> {
    let has_nextest = step::output(step::cargo(["nextest", "--version"])).is_some();
    let mut tests = if has_nextest {
        let mut nextest = step::cargo(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]);
        if packages == WINDOW_TOO {
            // As it was built: another selection of features would be compiled again.
            nextest.args(WITH_WINDOW_TESTS);
            nextest.args(["--filterset", "not binary(window)"]);
        }
        nextest
    } else {
        step::cargo(["test", "--no-fail-fast", "--bins", "--lib", "--tests"])
    };
    // The clients of others were just installed: a test that misses one fails instead of skipping.
    tests
        .args(packages)
        .env("STEPBOARD_TESTS_REQUIRE_PEERS", "1");
    step::run("Running the tests", tests, READ_ABOVE)?;
    if packages.contains(&"ui") {
        return Ok(());
    }
    let mut examples = step::cargo(["test", "--quiet", "--doc"]);
    examples.args(packages);
    step::run(
        "Running the examples in the documentation",
        examples,
        READ_ABOVE,
    )
}

/// Writes the tables of the conformance statement from the tables of the code.
pub fn conformance() -> Result<(), Failure> {
    setup::for_server()?;
    let program = step::cargo(["run", "--package", "tests", "--bin", "conformance"]);
    step::run("Writing the tables of CONFORMANCE.md", program, READ_ABOVE)
}

/// Prints which clients of other makers could ask in which character sets: the test keeps it as a
/// table, because the output of a test that passes is not shown.
fn interoperability() {
    if let Ok(table) = std::fs::read_to_string(workspace::target().join("interop.md")) {
        step::say("Clients of other makers asked the worklist in these character sets");
        println!("{table}");
    }
}

/// Installs what the benchmarks need and runs them.
pub fn bench(options: &[&str]) -> Result<(), Failure> {
    setup::for_tests()?;
    let mut build = step::cargo(["build", "--release", "--package", "service"]);
    build.args([
        "--bin",
        "stepboard-server",
        "--package",
        "tests",
        "--bin",
        "bench",
    ]);
    step::run("Building the server and the benchmarks", build, READ_ABOVE)?;
    let program = workspace::target().join("release/bench");
    let bench = step::command(&program.to_string_lossy(), options);
    step::run("Running the benchmarks", bench, READ_ABOVE)
}
