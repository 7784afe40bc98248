//! Files a person takes away: written to the folder `exports` of the data folder, and audited.

use crate::department::{Department, storage_failure};
use crate::schedule::ChangeSet;
use crate::sheet::{Sheet, SheetError};
use contract::charges::{ExportedFile, FileFormat};
use contract::{Failure, FailureCode};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of one second with the same name; more is somebody holding a key down.
const SAME_SECOND: u32 = 100;

/// What leaves, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Export {
    /// The kind of record, which is also the beginning of the file's name; never patient data.
    pub(crate) subject: &'static str,
    /// CSV or XLSX.
    pub(crate) format: FileFormat,
    /// Whether names are in it.
    pub(crate) with_names: bool,
}

impl Department {
    /// Writes a table to a file and says so in the audit trail. Without the record there is no file.
    pub(crate) async fn hand_out(
        self: &Arc<Self>,
        sheet: Sheet,
        export: Export,
    ) -> Result<ExportedFile, Failure> {
        let department = Arc::clone(self);
        let rows = sheet.rows();
        let written = tokio::task::spawn_blocking(move || write(&department, &sheet, export))
            .await
            .map_err(|_| Failure::new(FailureCode::Stopped, "the service is stopping"))??;
        let set = ChangeSet::begin(self, &note(&written, export, rows));
        let job = move |session: &mut storage::Session<'_>| {
            session.add_audit(set.entry("export", export.subject, 0))
        };
        if let Err(error) = self.database.writer().write(job, |()| {}).await {
            if let Err(error) = std::fs::remove_file(&written) {
                tracing::error!(%error, "an export without an audit record could not be removed");
            }
            return Err(storage_failure(error));
        }
        Ok(ExportedFile {
            path: written.display().to_string(),
            rows,
        })
    }
}

/// Writes a table to a new file; its path.
fn write(department: &Department, sheet: &Sheet, export: Export) -> Result<PathBuf, Failure> {
    let bytes = sheet
        .write(export.format)
        .map_err(|error| refused(&error))?;
    let folder = department.data.join("exports");
    let time = department.clock.wall().format("%Y%m%d-%H%M%S");
    let stem = format!("{}-{time}", export.subject);
    let extension = match export.format {
        FileFormat::Csv => "csv",
        FileFormat::Xlsx => "xlsx",
    };
    keep(&folder, &stem, extension, &bytes)
        .map_err(|error| Failure::new(FailureCode::Storage, error.to_string()))
}

/// What the audit trail says about a file that left.
fn note(file: &Path, export: Export, rows: u32) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let names = if export.with_names {
        "with names"
    } else {
        "without names"
    };
    format!("{name}, {rows} rows, {names}")
}

fn refused(error: &SheetError) -> Failure {
    let code = match error {
        SheetError::TooManyRows(_) => FailureCode::Refused,
        SheetError::Csv(_) | SheetError::Workbook(_) => FailureCode::Storage,
    };
    Failure::new(code, error.to_string())
}

/// Keeps the bytes in a file that was not there before and that only its owner may read.
fn keep(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for attempt in 1..=SAME_SECOND {
        let path = match attempt {
            1 => folder.join(format!("{stem}.{extension}")),
            again => folder.join(format!("{stem}-{again}.{extension}")),
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_exports_of_one_second_are_two_files() {
        let folder = tempfile::tempdir().unwrap();
        let one = keep(folder.path(), "audit-1", "csv", b"a").unwrap();
        let two = keep(folder.path(), "audit-1", "csv", b"b").unwrap();
        assert_ne!(one, two);
        assert_eq!(std::fs::read(one).unwrap(), b"a");
        assert_eq!(std::fs::read(two).unwrap(), b"b");
    }
}
