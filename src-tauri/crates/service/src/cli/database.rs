//! `check`, `backup` and `restore`: the database file.

use super::Problem;
use crate::config::Config;
use crate::service::StartOptions;
use std::path::PathBuf;
use storage::Database;

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
    let problems = Database::check(&database_file(place)?)?;
    if problems.is_empty() {
        println!("the database is sound");
        return Ok(());
    }
    for problem in &problems {
        println!("{problem}");
    }
    Err(format!("{} problems", problems.len()).into())
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
