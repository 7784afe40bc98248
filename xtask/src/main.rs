//! `cargo xtask COMMAND`: installs, builds, runs, tests and bundles Stepboard.

mod bundle;
mod checks;
mod failure;
mod fuzz;
mod page;
mod run;
mod setup;
mod setup_system;
mod step;
mod test;
mod workspace;

use failure::Failure;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  run [--demo] [--release] [-- ARGS]  install what is missing, build, and open Stepboard
  test [--no-window]                  install what the tests need and run all of them
  setup                               only install what run, test and bundle need
  ui [--fast]                         build the page into ui/dist (--fast: large, but built quickly)
  bench [--write | PART]              run the benchmarks (--write: keep the figures in BENCHMARKS.md), or one part
                                      of them: worklist, network, performed, window, size
  fuzz [--seconds N] [TARGET]         feed what reads bytes of peers with hostile ones (needs nightly)
  conformance                         write the tables of CONFORMANCE.md from those of the code
  bundle                              make the .deb and the .rpm
  ci                                  run the static checks (format, lints, dependencies)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    step::start();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch(words: &[&str]) -> Result<(), Failure> {
    match words {
        ["run", options @ ..] => run::run(&run::Options::parse(options)?),
        ["test"] => test::test(test::Scope::Everything),
        ["test", "--no-window"] => test::test(test::Scope::NoWindow),
        ["setup"] => setup::everything(),
        ["ui"] => page::build(page::Mode::Small),
        ["ui", "--fast"] => page::build(page::Mode::Fast),
        ["bench", options @ ..] => test::bench(options),
        ["fuzz", options @ ..] => fuzz::fuzz(&fuzz::Options::parse(options)?),
        ["bundle"] => bundle::bundle(),
        ["conformance"] => test::conformance(),
        ["ci"] => checks::checks(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::usage(&format!(
            "unknown: {}\n\n{USAGE}",
            other.join(" ")
        ))),
    }
}
