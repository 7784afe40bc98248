//! The `findscu` of dicom-rs, installed by `cargo xtask setup` in a folder of its own.

use super::{ANSWER, CALLED, is_there};
use crate::department::Listens;
use crate::{place, process};
use std::path::PathBuf;
use std::process::Command;

/// The `findscu` of dicom-rs.
pub struct DicomRs {
    program: PathBuf,
}

impl DicomRs {
    /// It, if it is installed.
    #[must_use]
    pub fn find() -> Option<Self> {
        let program = place::root().join(".tools/dicom-rs/bin/dicom-findscu");
        is_there(&program).then_some(Self { program })
    }

    /// What it prints of the answers to these keys, each `Keyword=value`.
    #[must_use]
    pub fn worklist(&self, service: &impl Listens, keys: &[&str]) -> String {
        let mut command = Command::new(&self.program);
        command.args(["--mwl", "-v", "--calling-ae-title", "CT1"]);
        command.args(["--called-ae-title", CALLED]);
        for key in keys {
            command.args(["-q", key]);
        }
        command.arg(service.address().to_string());
        let finished = process::run(&mut command, ANSWER);
        format!("{}{}", finished.stdout, finished.stderr)
    }
}
