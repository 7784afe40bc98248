//! The window's log.

use tracing_subscriber::EnvFilter;

/// Logs go to stderr; `STEPBOARD_LOG` chooses what, `info` without it.
pub fn to_stderr() {
    let chosen = EnvFilter::try_from_env("STEPBOARD_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(chosen.unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(std::io::stderr)
        .init();
}
