//! Coverage-guided fuzzing of everything that reads bytes of peers, with cargo-fuzz.

use crate::failure::Failure;
use crate::{step, workspace};

/// Everything there is, in the order it runs.
const TARGETS: [&str; 5] = [
    "association",
    "command_set",
    "identifier",
    "performed_step",
    "text",
];
const FOLDER: &str = "src-tauri/crates/dimse/fuzz";
/// How long each runs when nothing is said.
const SECONDS: u32 = 60;

/// What to run, and for how long.
#[derive(Debug, PartialEq, Eq)]
pub struct Options<'a> {
    seconds: u32,
    targets: Vec<&'a str>,
}

impl<'a> Options<'a> {
    /// Reads `[--seconds N] [TARGET]`.
    pub fn parse(words: &[&'a str]) -> Result<Self, Failure> {
        let (seconds, rest) = match words {
            ["--seconds", number, rest @ ..] => {
                let seconds = number.parse::<u32>().ok().filter(|seconds| *seconds > 0);
                let wrong = || Failure::usage("--seconds needs a number above 0");
                (seconds.ok_or_else(wrong)?, rest)
            }
            rest => (SECONDS, rest),
        };
        let targets = match rest {
            [] => TARGETS.to_vec(),
            [target] if TARGETS.contains(target) => vec![*target],
            _ => {
                let known = TARGETS.join(", ");
                return Err(Failure::usage(&format!("the targets are {known}")));
            }
        };
        Ok(Self { seconds, targets })
    }
}

/// Installs cargo-fuzz if it is missing and runs the targets. What is found new is kept in
/// `target/fuzz-corpus`; the corpus under version control is only read.
pub fn fuzz(options: &Options<'_>) -> Result<(), Failure> {
    let nightly = ["run", "nightly", "rustc", "--version"];
    if step::output(step::command("rustup", nightly)).is_none() {
        return Err(Failure::step(
            "Looking for the nightly toolchain",
            "coverage needs compiler flags that only nightly has",
            "rustup toolchain install nightly --profile minimal",
        ));
    }
    if step::output(step::cargo(["fuzz", "--version"])).is_none() {
        let install = step::cargo(["install", "cargo-fuzz", "--locked"]);
        let advice = "it comes from crates.io; look at the message above";
        step::run("Installing cargo-fuzz", install, advice)?;
    }
    for target in &options.targets {
        let kept = workspace::target().join("fuzz-corpus").join(target);
        let wrong = |problem| Failure::step("Keeping the corpus", problem, "free some room");
        std::fs::create_dir_all(&kept).map_err(wrong)?;
        let seeds = workspace::root().join(FOLDER).join("corpus").join(target);
        let run = [
            "run",
            "nightly",
            "cargo",
            "fuzz",
            "run",
            "--sanitizer",
            "none",
        ];
        let mut run = step::command("rustup", run);
        // The toolchain of this repository must not be handed down.
        run.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
        run.args(["--fuzz-dir", FOLDER, target])
            .arg(kept)
            .arg(seeds);
        run.args(["--", "-max_len=8192", "-timeout=10"]);
        run.arg(format!("-max_total_time={}", options.seconds));
        let advice = "the input is in fuzz/artifacts; make it a test, then mend it";
        let what = format!("Fuzzing {target} for {} s", options.seconds);
        step::run(&what, run, advice)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_time_are_read() {
        let parse = |words: &[&'static str]| Options::parse(words).ok();
        let all = parse(&[]).unwrap();
        assert_eq!((all.seconds, all.targets.len()), (SECONDS, TARGETS.len()));
        let one = parse(&["--seconds", "1800", "text"]).unwrap();
        assert_eq!((one.seconds, one.targets), (1800, vec!["text"]));
        for wrong in [
            &["--seconds"][..],
            &["--seconds", "0"],
            &["texts"],
            &["text", "text"],
        ] {
            assert_eq!(parse(wrong), None, "{wrong:?}");
        }
    }
}
