//! Builds Stepboard and opens it.

use crate::failure::Failure;
use crate::{page, setup, step, workspace};

/// How to build and what to pass on.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    profile: Profile,
    department: Department,
    arguments: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Department {
    Real,
    Simulated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Profile {
    Dev,
    Release,
}

impl Profile {
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

impl Options {
    /// Reads `[--demo] [--release] [-- ARGS]`.
    pub fn parse(words: &[&str]) -> Result<Self, Failure> {
        let mut options = Self {
            profile: Profile::Dev,
            department: Department::Real,
            arguments: Vec::new(),
        };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            match word {
                "--demo" => options.department = Department::Simulated,
                "--release" => options.profile = Profile::Release,
                "--" => options
                    .arguments
                    .extend(words.by_ref().map(|&word| word.to_owned())),
                other => {
                    let hint = "put arguments for Stepboard itself after `--`";
                    return Err(Failure::usage(&format!("unknown: run {other}\n{hint}")));
                }
            }
        }
        Ok(options)
    }

    /// What the window is started with.
    fn for_window(&self) -> impl Iterator<Item = &str> {
        let demo = (self.department == Department::Simulated).then_some("--demo");
        demo.into_iter()
            .chain(self.arguments.iter().map(String::as_str))
    }
}

/// Installs what is missing, builds, and opens the window; without a display, serves.
pub fn run(options: &Options) -> Result<(), Failure> {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if has_display {
        open(options)
    } else {
        serve(options)
    }
}

fn open(options: &Options) -> Result<(), Failure> {
    setup::for_run()?;
    page::build(page::Mode::Small)?;
    let mut build = step::cargo(["build", "--package", "stepboard"]);
    if options.profile == Profile::Release {
        build.args(["--release", "--features", "tauri/custom-protocol"]);
    }
    step::run(
        "Building the window",
        build,
        "read the compiler's message above",
    )?;
    let program = workspace::target()
        .join(options.profile.folder())
        .join("stepboard");
    step::run(
        "Opening Stepboard",
        step::command(&program.to_string_lossy(), options.for_window()),
        "read the message above",
    )
}

fn serve(options: &Options) -> Result<(), Failure> {
    if options.department == Department::Simulated {
        return Err(Failure::step(
            "Opening the simulated department",
            "there is no display",
            "run it where there is one, or under `xvfb-run`",
        ));
    }
    step::say("There is no display: Stepboard serves without its window. Ctrl-C stops it");
    setup::for_server()?;
    let mut build = step::cargo(["build", "--bin", "stepboard-server"]);
    if options.profile == Profile::Release {
        build.arg("--release");
    }
    step::run(
        "Building the server",
        build,
        "read the compiler's message above",
    )?;
    let program = workspace::target()
        .join(options.profile.folder())
        .join("stepboard-server");
    let mut server = step::command(&program.to_string_lossy(), ["serve"]);
    server.args(&options.arguments);
    step::run("Serving", server, "read the message above")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_dashes_goes_to_stepboard() {
        let options = Options::parse(&["--release", "--demo", "--", "--data", "x"]).unwrap();
        assert_eq!(options.profile, Profile::Release);
        assert_eq!(options.department, Department::Simulated);
        let given: Vec<&str> = options.for_window().collect();
        assert_eq!(given, ["--demo", "--data", "x"]);
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(Options::parse(&["--data"]).is_err());
    }
}
