//! `check`, `backup` and `restore`: the database file.

use super::Problem;
use crate::config::Config;
use crate::service::StartOptions;
use std::path::PathBuf;
use storage::{AuditChain, Database};

/// The copy.
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// The file of the copy.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

fn database_file(place: &StartOptions) -> Result<PathBuf, Problem> {
    let config = Config::read(&place.config_file())?;
    let file = config.database_file(&place.data)?;
    if file.exists() {
        Ok(file)
    } else {
        Err(format!("there is no {}", file.display()).into())
    }
}

pub(super) fn check(place: &StartOptions) -> Result<(), Problem> {
    let file = database_file(place)?;
    let problems = Database::check(&file)?;
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() {
        println!("the database is sound");
    }
    let trail = trail(Database::check_audit(&file)?);
    match (problems.len(), trail) {
        (0, trail) => trail.map_err(Into::into),
        (count, Ok(())) => Err(format!("{count} problems").into()),
        (count, Err(broken)) => Err(format!("{count} problems; {broken}").into()),
    }
}

/// Says how the audit trail is, and what is wrong with it.
fn trail(chain: Option<AuditChain>) -> Result<(), String> {
    match chain {
        None => println!("the audit trail is from before it was chained"),
        Some(AuditChain::Whole { entries, head }) => {
            let head: String = head.iter().map(|byte| format!("{byte:02x}")).collect();
            println!("the audit trail is whole: {entries} entries, the last with hash {head}");
        }
        Some(AuditChain::Broken { entry }) => {
            return Err(format!(
                "the audit trail is broken: entry {entry} is not as it was written, or one before \
                 it is missing"
            ));
        }
        Some(AuditChain::Cut { entry }) => {
            return Err(format!(
                "the audit trail is cut: entry {entry} and what followed are missing"
            ));
        }
    }
    Ok(())
}

pub(super) fn backup(place: &StartOptions, target: &Target) -> Result<(), Problem> {
    if target.file.exists() {
        return Err(format!("{} exists already", target.file.display()).into());
    }
    Database::copy(&database_file(place)?, &target.file)?;
    let problems = Database::check(&target.file)?;
    if !problems.is_empty() {
        return Err("the copy is not sound; the database may be damaged: run check".into());
    }
    println!("copied to {}", target.file.display());
    Ok(())
}

pub(super) fn restore(place: &StartOptions, target: &Target) -> Result<(), Problem> {
    let config = Config::read(&place.config_file())?;
    let file = config.database_file(&place.data)?;
    let problems = Database::check(&target.file)?;
    if !problems.is_empty() {
        return Err(format!("{} is not a sound copy", target.file.display()).into());
    }
    std::fs::create_dir_all(&place.data)?;
    let kept = Database::replace(&file, &target.file)?;
    match kept {
        Some(kept) => println!("restored; the former database is {}", kept.display()),
        None => println!("restored"),
    }
    Ok(())
}
