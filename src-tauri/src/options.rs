//! The command line of the window.

use clap::Parser;
use std::path::PathBuf;

/// See what every scanner is doing, and close the loop between what was ordered and what was done.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Options {
    /// The data folder; without it, the platform's.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The configuration file; without it, stepboard.toml in the data folder.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Opens a simulated department, apart from the real one.
    #[arg(long)]
    pub demo: bool,
}

impl From<Options> for service::Options {
    fn from(options: Options) -> Self {
        Self {
            data: options.data,
            config: options.config,
            demo: options.demo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Options::command().debug_assert();
    }
}
