//! `import`: schedule files.

use super::Problem;
use crate::service::{Service, StartOptions};
use contract::import::{ImportSummary, PreviewImport, RejectedRow, RunImport};
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Schedule files (.csv).
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say what would change, change nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(place: StartOptions, arguments: Arguments) -> Result<(), Problem> {
    let service = Service::open(place).await?;
    let mut total = ImportSummary::default();
    for file in &arguments.files {
        let summary = match import(&service, file, arguments.dry_run).await {
            Ok(summary) => summary,
            Err(reason) => ImportSummary {
                rejected: vec![RejectedRow {
                    file: name(file),
                    row: 0,
                    reason,
                }],
                ..ImportSummary::default()
            },
        };
        total.created += summary.created;
        total.updated += summary.updated;
        total.unchanged += summary.unchanged;
        total.rejected.extend(summary.rejected);
    }
    service.shutdown().await;
    println!("{}", serde_json::to_string(&total)?);
    let taken = total.created + total.updated + total.unchanged;
    if taken == 0 && !total.rejected.is_empty() {
        return Err("nothing could be imported; the summary says why".into());
    }
    Ok(())
}

fn name(file: &Path) -> String {
    file.display().to_string()
}

async fn import(service: &Service, file: &Path, dry_run: bool) -> Result<ImportSummary, String> {
    if file.extension().is_none_or(|extension| extension != "csv") {
        return Err("not a .csv file".to_owned());
    }
    let content = std::fs::read(file).map_err(|error| error.to_string())?;
    let content = String::from_utf8(content)
        .map_err(|error| format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to()))?;
    let department = service.department();
    let file_name = name(file);
    let summary = if dry_run {
        department
            .preview_import(PreviewImport { file_name, content })
            .await
            .map(|it| it.summary)
    } else {
        department
            .run_import(RunImport { file_name, content })
            .await
            .map(|it| it.summary)
    };
    summary.map_err(|failure| failure.detail)
}
