//! What a command answers when it did not succeed.

use serde::{Deserialize, Serialize};

/// Why a command was not carried out. A code exists only if the window acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureCode {
    /// A field holds a value that cannot be: `field` names it.
    Refused,
    /// What the command names is no longer there.
    NotFound,
    /// Someone or something changed it meanwhile: show it again.
    Changed,
    /// The step's status does not allow it (for example cancelling a completed exam).
    NotAllowed,
    /// It cannot be undone any more.
    TooLate,
    /// The peer did not answer, or refused.
    Unreachable,
    /// The port cannot be listened on.
    PortUnavailable,
    /// The database or the file system failed.
    Storage,
    /// The service is not running.
    Stopped,
}

/// A refusal or failure, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind it is; the window has a sentence for each in both languages.
    pub code: FailureCode,
    /// What exactly, in English, naming the value and the limit; never patient data.
    pub detail: String,
    /// The field of the form it is about, as its Rust name in the request.
    pub field: Option<String>,
}

impl Failure {
    /// A failure of this kind with a detail.
    #[must_use]
    pub fn new(code: FailureCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            field: None,
        }
    }

    /// A refused field.
    #[must_use]
    pub fn field(field: &str, detail: impl Into<String>) -> Self {
        Self {
            code: FailureCode::Refused,
            detail: detail.into(),
            field: Some(field.to_owned()),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Failure {}
