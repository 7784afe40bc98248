//! Makes the installable packages.

use crate::failure::Failure;
use crate::{page, setup, step, workspace};

/// Where the packages' list of files expects the server, whatever the target folder is otherwise.
const TARGET: &str = "target";

/// Builds `.deb` and `.rpm`, each with the window and the server, and says where they are.
pub fn bundle() -> Result<(), Failure> {
    setup::for_run()?;
    page::build(page::Mode::Small)?;
    let mut server = step::cargo(["build", "--release", "--bin", "stepboard-server"]);
    server.args(["--target-dir", TARGET]);
    step::run(
        "Building the server",
        server,
        "read the compiler's message above",
    )?;
    let mut bundle = step::command("npx", ["--no-install", "tauri", "build", "--ci"]);
    bundle
        .args(["--bundles", "deb,rpm"])
        .env("CARGO_TARGET_DIR", workspace::path(TARGET));
    step::run(
        "Building the window and the packages",
        bundle,
        "read the message above",
    )?;
    for folder in ["deb", "rpm"] {
        let bundles = workspace::path(TARGET).join("release/bundle").join(folder);
        for file in workspace::files_below(&bundles) {
            if file
                .extension()
                .is_some_and(|extension| extension == folder)
            {
                println!("{}", file.display());
            }
        }
    }
    Ok(())
}
