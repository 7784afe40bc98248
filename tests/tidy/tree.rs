//! Reads the tree and the packages of this workspace.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a folder of the root")
}

/// A text file with its path below the root.
pub struct Source {
    /// Path below the root, with forward slashes.
    pub path: String,
    /// Content.
    pub text: String,
}

impl Source {
    /// Whether its name ends in one of these.
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        let extension = Path::new(&self.path)
            .extension()
            .and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
    }
}

/// Every text file that is, or is about to be, under version control.
pub fn sources() -> Vec<Source> {
    let listed = output(
        "git",
        &[
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
    );
    listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .filter_map(|path| {
            let text = std::fs::read_to_string(root().join(path)).ok()?;
            Some(Source {
                path: path.to_owned(),
                text,
            })
        })
        .collect()
}

/// The packages of this workspace, as cargo describes them.
pub fn packages() -> Vec<Value> {
    metadata(&["--no-deps"])
}

/// The packages of this workspace and everything they depend on, on these platforms.
pub fn all_packages(platforms: &[&str]) -> Vec<Value> {
    platforms
        .iter()
        .flat_map(|platform| metadata(&["--locked", "--filter-platform", platform]))
        .collect()
}

/// The text of a field of a package; empty if there is none.
pub fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// The path of a package's manifest.
pub fn manifest(package: &Value) -> PathBuf {
    PathBuf::from(text(package, "manifest_path"))
}

fn metadata(options: &[&str]) -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let described = output(
        &cargo,
        &[&["metadata", "--format-version", "1"], options].concat(),
    );
    let mut described: Value = serde_json::from_str(&described).expect("cargo prints JSON");
    let packages = described.get_mut("packages").map(Value::take);
    let packages = packages.and_then(|packages| serde_json::from_value(packages).ok());
    packages.expect("cargo metadata lists packages")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output();
    let output = output.unwrap_or_else(|problem| panic!("{program}: {problem}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {complaint}"
    );
    String::from_utf8(output.stdout).expect("paths and manifests are UTF-8")
}
