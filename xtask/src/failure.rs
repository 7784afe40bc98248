//! What a command says when it could not do its work.

use std::fmt;

/// A step that failed: which, by which command, why, and what a person can do.
#[derive(Debug)]
pub enum Failure {
    /// The command line was not understood.
    Usage(String),
    /// A step failed.
    Step {
        /// What was being done.
        step: String,
        /// The command, as one could type it; empty where there was none.
        command: String,
        /// What went wrong.
        reason: String,
        /// What to do about it.
        advice: String,
    },
}

impl Failure {
    /// The command line was not understood.
    pub fn usage(message: &str) -> Self {
        Self::Usage(message.to_owned())
    }

    /// A step without a command failed.
    pub fn step(step: &str, reason: impl fmt::Display, advice: &str) -> Self {
        Self::Step {
            step: step.to_owned(),
            command: String::new(),
            reason: reason.to_string(),
            advice: advice.to_owned(),
        }
    }

    /// 2 for a wrong command line, 1 for the rest.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Step { .. } => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => f.write_str(message),
            Self::Step {
                step,
                command,
                reason,
                advice,
            } => {
                writeln!(f, "This step failed: {step}")?;
                if !command.is_empty() {
                    writeln!(f, "  command: {command}")?;
                }
                writeln!(f, "  reason:  {reason}")?;
                write!(f, "  to do:   {advice}")
            }
        }
    }
}
