//! Released charges in a file for billing.

use super::account::{self, Account};
use super::change::Refused;
use super::{SUBJECT, show};
use crate::clock;
use crate::department::Department;
use crate::publisher::Change;
use crate::schedule::ChangeSet;
use crate::sheet::{Cell, Sheet};
use chrono::NaiveDate;
use contract::charges::{ExportCharges, ExportedFile, FileFormat};
use contract::{Failure, FailureCode};
use domain::charge::Quantity;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use storage::{AuditEntry, Session, Snapshot, StorageError, StoredChargeLine, StoredStep};

/// A released line with the order it belongs to.
pub(crate) struct Row {
    line: StoredChargeLine,
    step: StoredStep,
    station: String,
    ended: String,
}

impl Department {
    /// Writes released charges to a file and marks them as exported. What is exported again has the
    /// same ids.
    ///
    /// # Errors
    /// When a day cannot be read, nothing is to be exported, or the file cannot be written; nothing
    /// is marked then.
    pub async fn export_charges(
        self: &Arc<Self>,
        request: ExportCharges,
    ) -> Result<ExportedFile, Failure> {
        let from = show::day("from", &request.from)?;
        let to = show::day("to", &request.to)?;
        let mut rows = self
            .read(move |department, session| exported_rows(department, session, from, to))
            .await?;
        rows.retain(|row| request.again || row.line.exported_at.is_none());
        if rows.is_empty() {
            return Err(Failure::new(
                FailureCode::NotFound,
                "no released charge of these days waits for its export",
            ));
        }
        let ids: Vec<i64> = rows.iter().map(|row| row.line.id).collect();
        let procedures: Vec<i64> = rows.iter().map(|row| row.line.procedure).collect();
        let department = Arc::clone(self);
        let format = request.format;
        let sheet = sheet(&rows, request.with_names);
        let count = sheet.rows();
        let file = tokio::task::spawn_blocking(move || write(&department, &sheet, format))
            .await
            .map_err(|_| Failure::new(FailureCode::Stopped, "the service is stopping"))??;
        if let Err(failure) = self.mark(ids, procedures, &file).await {
            // Not the file that was meant: nothing of it counts as exported.
            if let Err(error) = std::fs::remove_file(&file) {
                tracing::warn!(%error, "the file of an export that failed could not be removed");
            }
            return Err(failure);
        }
        Ok(ExportedFile {
            path: file.to_string_lossy().into_owned(),
            rows: count,
        })
    }

    async fn mark(
        self: &Arc<Self>,
        ids: Vec<i64>,
        mut procedures: Vec<i64>,
        file: &Path,
    ) -> Result<(), Failure> {
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let set = ChangeSet::begin(self, &name.unwrap_or_default());
        procedures.sort_unstable();
        procedures.dedup();
        let department = Arc::clone(self);
        self.database
            .writer()
            .write(
                move |session| {
                    let known = session.charge_lines(&procedures)?;
                    let there = ids.iter().all(|id| known.iter().any(|line| line.id == *id));
                    if !there {
                        let detail = "a release was taken back meanwhile";
                        return Err(Refused(Failure::new(FailureCode::Changed, detail)));
                    }
                    session.mark_charges_exported(&ids, set.at)?;
                    for procedure in procedures {
                        let own = known.iter().filter(|line| line.procedure == procedure);
                        let own = own.filter(|line| ids.contains(&line.id));
                        let own: Vec<&str> = own.map(|line| line.entry.id.as_str()).collect();
                        session.add_audit(AuditEntry {
                            after: Snapshot::of(&json!(own)),
                            ..set.entry("export", SUBJECT, procedure)
                        })?;
                    }
                    Ok(())
                },
                move |()| department.changed(Change::Charges),
            )
            .await
            .map_err(|Refused(failure)| failure)
    }
}

/// The released lines of exams that were performed on these days, in the order of release.
pub(crate) fn exported_rows(
    department: &Department,
    session: &mut Session<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Row>, StorageError> {
    let (procedures, _) = show::procedures_of_days(session, from, to)?;
    let accounts = account::load(session, &procedures)?;
    let mut rows: Vec<Row> = accounts
        .iter()
        .flat_map(|account| rows_of(department, account))
        .collect();
    rows.sort_by_key(|row| row.line.id);
    Ok(rows)
}

fn rows_of(department: &Department, account: &Account) -> Vec<Row> {
    let Some(shown) = show::shown(department, account) else {
        return Vec::new();
    };
    let Some(step) = account.step() else {
        return Vec::new();
    };
    let ended = shown.ended.map(clock::from_contract);
    let ended = ended.map(|ended| ended.format("%Y-%m-%dT%H:%M:%S").to_string());
    let row = |line: &StoredChargeLine| Row {
        line: line.clone(),
        step: step.clone(),
        station: shown.station_name.clone(),
        ended: ended.clone().unwrap_or_default(),
    };
    account.ledger.iter().map(row).collect()
}

const HEADER: [&str; 18] = [
    "ChargeID",
    "Credits",
    "PatientID",
    "AccessionNumber",
    "RequestedProcedureID",
    "StudyInstanceUID",
    "Station",
    "Ended",
    "ChargeCodeValue",
    "ChargeCodingScheme",
    "ChargeCodeMeaning",
    "Modifiers",
    "Quantity",
    "Unit",
    "Ordered",
    "Performed",
    "Released",
    "ReleasedBy",
];

fn sheet(rows: &[Row], with_names: bool) -> Sheet {
    let names = with_names.then_some("PatientName");
    let mut sheet = Sheet::new("Charges", HEADER.into_iter().chain(names));
    for row in rows {
        sheet.push(cells(row, with_names));
    }
    sheet
}

/// A quantity as a spreadsheet knows numbers: of at most 15 digits, which it shows exactly.
fn number(quantity: Quantity) -> Cell {
    let text = quantity.to_string();
    text.parse().map_or(Cell::Text(text), Cell::Number)
}

fn cells(row: &Row, with_names: bool) -> Vec<Cell> {
    let (step, line) = (&row.step.step, &row.line);
    let entry = &line.entry;
    let text = |text: &str| Cell::from(text);
    let study = step.study_instance_uid.as_ref().map(|uid| uid.as_str());
    let mut cells = vec![
        text(&entry.id),
        text(entry.credits.as_deref().unwrap_or_default()),
        text(&step.patient.patient_id),
        text(&step.accession_number),
        text(&step.requested_procedure_id),
        text(study.unwrap_or_default()),
        text(&row.station),
        text(&row.ended),
        text(&entry.charge.value),
        text(&entry.charge.scheme),
        text(&entry.charge.meaning),
        text(&entry.modifiers.join(" ")),
        number(entry.quantity),
        text(&entry.unit),
        line.ordered.map(number).into(),
        line.performed.map(number).into(),
        text(&moment(line.released_at)),
        text(&line.released_by),
    ];
    if with_names {
        cells.push(text(step.patient.name.as_dicom()));
    }
    cells
}

fn moment(at: i64) -> String {
    clock::wall_of(at).format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The released lines as objects, for the command line.
pub(crate) fn plain_rows(rows: &[Row]) -> Vec<Map<String, Value>> {
    let header = || HEADER.into_iter().chain(["PatientName"]);
    rows.iter()
        .map(|row| {
            let cells = header().zip(cells(row, true));
            let mut object: Map<String, Value> = cells
                .filter_map(|(key, cell)| Some((key.to_owned(), value(cell)?)))
                .collect();
            if let Some(exported) = row.line.exported_at {
                object.insert("Exported".to_owned(), json!(moment(exported)));
            }
            object
        })
        .collect()
}

fn value(cell: Cell) -> Option<Value> {
    match cell {
        Cell::Nothing => None,
        Cell::Text(text) => Some(json!(text)),
        Cell::Whole(number) => Some(json!(number)),
        // Whole quantities read as whole numbers.
        Cell::Number(number) => serde_json::from_str(&number.to_string()).ok(),
        Cell::Day(day) => Some(json!(day.to_string())),
        Cell::Moment(at) => Some(json!(at.to_string())),
    }
}

/// Writes the table whole, through a file beside it; its path. The name says when, never whose.
fn write(department: &Department, sheet: &Sheet, format: FileFormat) -> Result<PathBuf, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(
            FailureCode::Storage,
            format!("the file could not be written: {error}"),
        )
    };
    let bytes = sheet.write(format).map_err(|error| failed(&error))?;
    let extension = match format {
        FileFormat::Csv => "csv",
        FileFormat::Xlsx => "xlsx",
    };
    let folder = department.export_folder();
    std::fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
    let now = department.clock.wall().format("%Y%m%d-%H%M%S");
    let mut file = folder.join(format!("charges-{now}.{extension}"));
    let mut number = 2;
    while file.exists() {
        file = folder.join(format!("charges-{now}-{number}.{extension}"));
        number += 1;
    }
    let beside = file.with_extension("part");
    std::fs::write(&beside, bytes).map_err(|error| failed(&error))?;
    std::fs::rename(&beside, &file).map_err(|error| failed(&error))?;
    Ok(file)
}

impl Department {
    /// Where files for people are written: as the settings file says, else the person's documents;
    /// of the simulated department its own folder, which goes with it.
    fn export_folder(&self) -> PathBuf {
        if self.demo {
            return self.data.join("exports");
        }
        match &self.settings().config.export.folder {
            Some(folder) => self.data.join(folder),
            None => crate::config::documents_folder().unwrap_or_else(|| self.data.join("exports")),
        }
    }
}
