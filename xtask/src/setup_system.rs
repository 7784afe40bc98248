//! System packages, through apt.

use crate::failure::Failure;
use crate::{step, workspace};
use std::process::Command;

/// A system package and why it is needed.
#[derive(Debug, Clone, Copy)]
pub struct Package {
    /// Its name on Debian and Ubuntu.
    pub name: &'static str,
    /// Why it is needed, for the person who is asked for a password.
    pub reason: &'static str,
}

/// Installs the packages that are missing, and says which and why.
pub fn install(packages: &[Package]) -> Result<(), Failure> {
    let missing: Vec<Package> = packages
        .iter()
        .filter(|package| !is_installed(package.name))
        .copied()
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    step::say("These system packages are missing:");
    for package in &missing {
        eprintln!("          {}: {}", package.name, package.reason);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let advice = format!(
        "as root, run: apt-get update && apt-get install {}\n           (on another system, install \
         what corresponds to them), then run it again",
        names.join(" ")
    );
    if !workspace::has_program("apt-get") {
        return Err(Failure::step(
            "Installing system packages",
            "this system has no apt-get",
            &advice,
        ));
    }
    if !is_root() && !workspace::has_program("sudo") {
        return Err(Failure::step(
            "Installing system packages",
            "not root, and sudo is missing",
            &advice,
        ));
    }
    step::run(
        "Updating the list of system packages",
        apt(&["update", "-qq"]),
        &advice,
    )?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(&names);
    step::run("Installing the system packages", apt(&arguments), &advice)
}

fn is_installed(name: &str) -> bool {
    let query = step::command("dpkg-query", ["-W", "-f=${db:Status-Status}", name]);
    step::output(query).is_some_and(|status| status == "installed")
}

fn is_root() -> bool {
    step::output(step::command("id", ["-u"])).is_some_and(|id| id.trim() == "0")
}

fn apt(arguments: &[&str]) -> Command {
    let mut words = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    words.extend(arguments);
    if is_root() {
        let (program, rest) = ("env", words.split_off(1));
        return step::command(program, rest);
    }
    eprintln!("          sudo may ask for your password");
    step::command("sudo", words)
}
