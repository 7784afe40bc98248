//! The static checks: format, lints, dependencies.

use crate::failure::Failure;
use crate::test::WITH_WINDOW_TESTS;
use crate::{page, setup, step};

const MEND: &str = "mend what the message above names";

/// Runs all of them.
pub fn checks() -> Result<(), Failure> {
    setup::for_checks()?;
    step::run(
        "Checking the format",
        step::cargo(["fmt", "--all", "--check"]),
        "run `cargo fmt --all`",
    )?;
    page::build(page::Mode::Small)?;
    let mut everything = step::cargo(["clippy", "--workspace", "--all-targets"]);
    everything
        .args(WITH_WINDOW_TESTS)
        .args(["--", "-D", "warnings"]);
    step::run("Linting everything for this machine", everything, MEND)?;
    if step::output(step::cargo(["deny", "--version"])).is_some() {
        let deny = step::cargo(["deny", "check", "bans", "licenses", "sources"]);
        step::run(
            "Checking licences and sources of the dependencies",
            deny,
            MEND,
        )?;
    }
    step::say("All static checks passed");
    Ok(())
}
