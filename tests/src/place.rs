//! Where things are in the tree.

use std::path::{Path, PathBuf};

/// The root of the repository.
///
/// # Panics
/// Never: this package is a folder of the root.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a folder of the root")
}

/// The program under test: `STEPBOARD_SERVER`, or the one cargo built beside the tests.
///
/// # Panics
/// When it was not built.
#[must_use]
pub fn server() -> PathBuf {
    if let Some(path) = std::env::var_os("STEPBOARD_SERVER") {
        return path.into();
    }
    let test = std::env::current_exe().expect("a test is a file");
    let built = test
        .ancestors()
        .nth(2)
        .map(|profile| profile.join("stepboard-server"))
        .filter(|program| program.exists());
    built.expect("`cargo build` comes before the scenarios: they start stepboard-server")
}

/// The target folder of the build that this test is of.
///
/// # Panics
/// When the test was moved elsewhere.
#[must_use]
pub fn target() -> PathBuf {
    let test = std::env::current_exe().expect("a test is a file");
    let target = test.ancestors().nth(3).map(Path::to_owned);
    target.expect("tests are built in target/PROFILE/deps")
}

/// A folder of the data that developers share beside the repository; `None`, saying so, without it.
#[must_use]
pub fn shared_data(folder: &str) -> Option<PathBuf> {
    let data = root().parent()?.join("shared").join("data").join(folder);
    if data.is_dir() {
        return Some(data);
    }
    eprintln!("SKIPPED: there is no {}", data.display());
    None
}
