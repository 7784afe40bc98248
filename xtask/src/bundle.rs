//! Makes the installable packages.

use crate::failure::Failure;
use crate::{page, setup, step, workspace};

/// Builds `.deb` and `.rpm` and says where they are.
pub fn bundle() -> Result<(), Failure> {
    setup::for_run()?;
    page::build(page::Mode::Small)?;
    step::run(
        "Bundling",
        step::command(
            "npx",
            [
                "--no-install",
                "tauri",
                "build",
                "--ci",
                "--bundles",
                "deb,rpm",
            ],
        ),
        "read the message above",
    )?;
    let bundles = workspace::files_below(&workspace::target().join("release/bundle"));
    for bundle in bundles.iter().filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "deb" || extension == "rpm")
    }) {
        println!("{}", bundle.display());
    }
    Ok(())
}
