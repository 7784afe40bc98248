//! Installs what building, running, testing and bundling need. Each step does nothing when done.

use crate::failure::Failure;
use crate::setup_system::{self as system, Package};
use crate::{step, workspace};
use std::path::Path;

const WASM: &str = "wasm32-unknown-unknown";

/// What building needs besides Rust.
const BUILD: &[Package] = &[
    Package {
        name: "build-essential",
        reason: "the C compiler for the embedded SQLite",
    },
    Package {
        name: "pkg-config",
        reason: "finds the window's libraries",
    },
];
const WINDOW: &[Package] = &[
    Package {
        name: "libwebkit2gtk-4.1-dev",
        reason: "the window shows its page with WebKitGTK",
    },
    Package {
        name: "fonts-noto-cjk",
        reason: "ideographic patient names need their glyphs",
    },
];
const PEERS: &[Package] = &[
    Package {
        name: "dcmtk",
        reason: "the tests ask for worklists with findscu",
    },
    Package {
        name: "orthanc",
        reason: "the tests talk to another DICOM server",
    },
];
const WINDOW_TESTS: &[Package] = &[
    Package {
        name: "webkit2gtk-driver",
        reason: "drives the window in tests",
    },
    Package {
        name: "xvfb",
        reason: "a display without a screen for the window tests",
    },
    Package {
        name: "xauth",
        reason: "xvfb-run needs it",
    },
    Package {
        name: "dbus-x11",
        reason: "a session bus for the window tests",
    },
    Package {
        name: "imagemagick",
        reason: "takes pictures of the window in tests",
    },
    Package {
        name: "xdotool",
        reason: "keys and pointer for the window tests",
    },
];

/// Everything, for all commands.
pub fn everything() -> Result<(), Failure> {
    for_run()?;
    for_tests()?;
    for_window_tests()?;
    step::say("Everything is installed");
    Ok(())
}

/// What building the page needs.
pub fn for_page() -> Result<(), Failure> {
    system::install(BUILD)?;
    wasm_target()?;
    npm_packages()
}

/// What building and opening the window needs.
pub fn for_run() -> Result<(), Failure> {
    system::install(WINDOW)?;
    for_page()
}

/// What building without a window needs.
pub fn for_server() -> Result<(), Failure> {
    system::install(BUILD)
}

/// What the tests without a window need.
pub fn for_tests() -> Result<(), Failure> {
    system::install(BUILD)?;
    system::install(PEERS)?;
    npm_packages()?;
    python_packages()?;
    dicom_rs()
}

/// What the tests of the real window need.
pub fn for_window_tests() -> Result<(), Failure> {
    system::install(WINDOW_TESTS)
}

/// What the static checks need.
pub fn for_checks() -> Result<(), Failure> {
    for (component, program) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if step::output(step::cargo([program, "--version"])).is_none() {
            step::run(
                &format!("Adding {component} to the Rust toolchain"),
                step::command("rustup", ["component", "add", component]),
                "check the network, then run it again",
            )?;
        }
    }
    for_run()
}

fn wasm_target() -> Result<(), Failure> {
    let folder = step::output(step::command(
        "rustc",
        ["--print", "target-libdir", "--target", WASM],
    ));
    if folder.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    step::run(
        "Adding the wasm target to the Rust toolchain (the page is compiled to it)",
        step::command("rustup", ["target", "add", WASM]),
        "install Rust with rustup (a distribution's Rust has no wasm target), check the network, then run it again",
    )
}

fn npm_packages() -> Result<(), Failure> {
    if !workspace::has_program("npm") {
        system::install(&[
            Package {
                name: "nodejs",
                reason: "runs the tools that shrink the page",
            },
            Package {
                name: "npm",
                reason: "installs them",
            },
        ])?;
    }
    once("package-lock.json", "node_modules/.installed-from", || {
        step::run(
            "Installing the tools, fonts and test peers of package.json",
            step::command("npm", ["ci", "--no-progress"]),
            "check the network and the npm configuration, then run it again",
        )
    })
}

fn python_packages() -> Result<(), Failure> {
    once(
        "tests/requirements.txt",
        ".tools/python/installed-from",
        || {
            let probe = step::command("python3", ["-c", "import ensurepip, venv"]);
            if step::output(probe).is_none() {
                system::install(&[
                    Package {
                        name: "python3",
                        reason: "the tests use a DICOM client written in Python",
                    },
                    Package {
                        name: "python3-venv",
                        reason: "keeps its packages in .tools",
                    },
                ])?;
            }
            step::run(
                "Making a Python environment in .tools/python",
                step::command("python3", ["-m", "venv", "--clear", ".tools/python"]),
                "install Python 3.10 or newer with its venv module, then run it again",
            )?;
            step::run(
                "Installing pynetdicom and pydicom (the modality of the tests)",
                step::command(
                    ".tools/python/bin/python",
                    [
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--requirement",
                        "tests/requirements.txt",
                    ],
                ),
                "check the network and the pip configuration, then run it again",
            )
        },
    )
}

/// The version is part of the stamp, so that another one is installed when it changes here.
fn dicom_rs() -> Result<(), Failure> {
    const PROGRAM: &str = "dicom-findscu@0.10.1";
    let folder = workspace::path(".tools/dicom-rs");
    let stamp = folder.join("installed-from");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == PROGRAM) {
        return Ok(());
    }
    let mut install = step::cargo(["install", "--debug", "--locked", "--force", "--root"]);
    install.arg(&folder).arg(PROGRAM);
    step::run(
        "Installing the findscu of dicom-rs (the tests ask for worklists with it)",
        install,
        "check the network and the registry of cargo, then run it again",
    )?;
    std::fs::write(&stamp, PROGRAM).map_err(|problem| {
        Failure::step(
            &stamp.to_string_lossy(),
            problem,
            "make the folder writable",
        )
    })
}

/// Does the work unless the stamp says that it was done for the same content of the source file.
fn once(
    source: &str,
    stamp: &str,
    work: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let wanted = std::fs::read(workspace::path(source)).map_err(|problem| {
        Failure::step(source, problem, "restore the file from the repository")
    })?;
    if std::fs::read(workspace::path(stamp)).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    work()?;
    std::fs::write(workspace::path(stamp), wanted)
        .map_err(|problem| Failure::step(stamp, problem, "make the folder writable"))
}
