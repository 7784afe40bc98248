//! Who may depend on whom, and who owns which outside library.

use crate::tree::{manifest, packages, text};

/// Every package of the workspace with the packages of the workspace it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    ("domain", &[]),
    ("dimse", &["domain"]),
    ("storage", &["domain"]),
    ("service", &["contract", "domain", "dimse", "storage"]),
    ("stepboard", &["contract", "service"]),
    ("ui", &["contract"]),
    ("tests", &["contract", "domain", "dimse", "service"]),
    ("xtask", &[]),
    ("bindgen", &[]),
];

/// Outside libraries, by the start of their names, with the only package that may name them.
const OWNERS: &[(&str, &str)] = &[
    ("diesel", "storage"),
    ("libsqlite3-sys", "storage"),
    ("dicom-", "dimse"),
    ("rust_xlsxwriter", "service"),
    ("tauri", "stepboard"),
    ("leptos", "ui"),
    ("web-sys", "ui"),
    ("wasm-bindgen-cli-support", "bindgen"),
];

#[test]
fn packages_use_only_the_packages_they_may() {
    let mut wrong = Vec::new();
    for package in packages() {
        let name = text(&package, "name");
        let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
            wrong.push(format!("{name} is not in the list of allowed arrows"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        for dependency in dependencies.filter(|dependency| !dependency["path"].is_null()) {
            let to = text(dependency, "name");
            if !allowed.contains(&to) && to != name {
                wrong.push(format!("{name} uses {to}"));
            }
        }
    }
    assert_eq!(
        wrong, [""; 0],
        "a new arrow is a change of the architecture"
    );
}

#[test]
fn each_outside_library_has_one_owner() {
    let mut wrong = Vec::new();
    for package in packages() {
        let name = text(&package, "name");
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let library = text(dependency, "name");
            let owner = OWNERS.iter().find(|(start, _)| library.starts_with(start));
            if owner.is_some_and(|(_, owner)| *owner != name) {
                wrong.push(format!("{name} uses {library}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_package_uses_the_lints_of_the_workspace() {
    let without: Vec<String> = packages()
        .iter()
        .filter(|package| {
            let manifest = std::fs::read_to_string(manifest(package)).expect("cargo just read it");
            !manifest.contains("[lints]\nworkspace = true")
        })
        .map(|package| text(package, "name").to_owned())
        .collect();
    assert_eq!(without, [""; 0]);
}

#[test]
fn every_dependency_has_its_version_in_one_place() {
    let mut wrong = Vec::new();
    for package in packages() {
        let path = manifest(&package);
        let manifest = std::fs::read_to_string(&path).expect("cargo just read it");
        let own = manifest
            .split("\n[")
            .filter(|section| section.contains("dependencies]"))
            .flat_map(str::lines)
            .filter(|line| line.contains('=') && !line.trim_start().starts_with('#'))
            .filter(|line| !line.contains("workspace = true"))
            .map(|line| format!("{}: {line}", path.display()));
        wrong.extend(own);
    }
    assert_eq!(wrong, [""; 0], "versions stand in the root Cargo.toml");
}
