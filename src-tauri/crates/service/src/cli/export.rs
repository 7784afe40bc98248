//! `export`: what is known, as JSON, CSV or a workbook; keys are DICOM keywords where one exists.

mod messages;
mod steps;

use super::Problem;
use super::apply::{Declared, DeclaredCalled, DeclaredDevice};
use super::charge::DeclaredCharge;
use crate::clock;
use crate::declared::DeclaredProtocol;
use crate::department::Department;
use crate::schedule::ChangeSet;
use crate::service::{Service, StartOptions};
use crate::sheet::{Cell, Sheet};
use chrono::NaiveDate;
use clap::builder::PossibleValue;
use contract::charges::FileFormat;
use contract::quality::{QualityExam, QualityFilter, ShowQuality};
use domain::validation;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::sync::Arc;
use storage::{AuditQuery, NumberedEntry, Session, StorageError};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What.
    #[arg(value_enum, value_name = "WHAT")]
    what: What,
    /// As.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// First day; without it, everything before the last.
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<NaiveDate>,
    /// Last day, included; without it, everything after the first.
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Scheduled steps, by their day.
    Steps,
    /// Performed steps, by the day whose board shows them.
    Performed,
    /// What differs between ordered and performed, by when it was raised.
    Discrepancies,
    /// Messages of modalities, by when they arrived.
    Messages,
    /// Changes by people and imports, by when they were made.
    Audit,
    /// Released charges, by the day of the exam. Marks nothing as exported.
    Charges,
    /// Ordered against performed for every exam, by its day; both days are needed.
    Quality,
    /// What `apply` can declare; always TOML.
    Settings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    Csv,
    Xlsx,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    validation::date(text).map_err(|problem| problem.to_string())
}

pub(super) async fn run(place: StartOptions, arguments: Arguments) -> Result<(), Problem> {
    let service = Service::open(place).await?;
    let outcome = match arguments.what {
        What::Quality => quality(service.department(), &arguments).await,
        What::Steps
        | What::Performed
        | What::Discrepancies
        | What::Messages
        | What::Audit
        | What::Charges
        | What::Settings => export(service.department(), &arguments).await,
    };
    let recorded = match &outcome {
        // Settings name no patient.
        Ok(_) if arguments.what != What::Settings => record(service.department(), &arguments).await,
        Ok(_) | Err(_) => Ok(()),
    };
    service.shutdown().await;
    let printed = outcome?;
    recorded?;
    std::io::stdout().write_all(&printed)?;
    Ok(())
}

/// Says in the audit trail that something left. Without the record nothing is printed.
async fn record(department: &Arc<Department>, arguments: &Arguments) -> Result<(), Problem> {
    let name = |value: Option<PossibleValue>| {
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    };
    let subject = name(clap::ValueEnum::to_possible_value(&arguments.what));
    let format = name(clap::ValueEnum::to_possible_value(&arguments.format));
    let set = ChangeSet::begin(department, &format!("command line, {format}, with names"));
    let job = move |session: &mut Session<'_>| session.add_audit(set.entry("export", &subject, 0));
    department.database.writer().write(job, |()| {}).await?;
    Ok(())
}

/// Why there is nothing to bill, where that is not plain.
fn hint(session: &mut Session<'_>) -> Result<(), StorageError> {
    if session.charge_rules()?.is_empty() {
        eprintln!(
            "stepboard-server: the charge catalogue is empty, so nothing is charged; declare what \
             is charged for what as [[charge]] for apply, or in Settings"
        );
    } else {
        eprintln!("stepboard-server: no charge of these days was released");
    }
    Ok(())
}

async fn export(department: &Arc<Department>, arguments: &Arguments) -> Result<Vec<u8>, Problem> {
    let first = arguments.from.unwrap_or(NaiveDate::MIN);
    // Text order is date order only for years of four digits.
    let first = first.max(NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default());
    let last = arguments
        .to
        .unwrap_or(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default());
    if arguments.what == What::Settings {
        return Ok(settings(department).await?.into_bytes());
    }
    let rows = department.database.readers().read(|session| {
        let begin = clock::instant_of(first.and_time(chrono::NaiveTime::MIN));
        let end = last.succ_opt().unwrap_or(last);
        let end = clock::instant_of(end.and_time(chrono::NaiveTime::MIN));
        match arguments.what {
            What::Steps => steps::steps(session, first, last),
            What::Performed => steps::performed(session, first, last),
            What::Discrepancies => discrepancies(session, begin, end),
            What::Messages => messages::rows(department, session, begin, end),
            What::Audit => audit(session, begin, end),
            What::Charges => {
                let rows = crate::charges::exported_rows(department, session, first, last)?;
                if rows.is_empty() {
                    hint(session)?;
                }
                Ok(crate::charges::plain_rows(&rows))
            }
            What::Quality | What::Settings => Ok(Vec::new()),
        }
    })?;
    written(&rows, arguments.format)
}

fn written(rows: &[Map<String, Value>], format: Format) -> Result<Vec<u8>, Problem> {
    Ok(match format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(rows)?).into_bytes(),
        Format::Csv => sheet(rows).write(FileFormat::Csv)?,
        Format::Xlsx => sheet(rows).write(FileFormat::Xlsx)?,
    })
}

async fn quality(department: &Arc<Department>, arguments: &Arguments) -> Result<Vec<u8>, Problem> {
    let (Some(from), Some(to)) = (arguments.from, arguments.to) else {
        return Err("a quality report needs --from and --to".into());
    };
    let filter = QualityFilter {
        from: from.to_string(),
        to: to.to_string(),
        ..QualityFilter::default()
    };
    let view = department.show_quality(ShowQuality { filter }).await?;
    let rows: Vec<Map<String, Value>> = view.exams.iter().map(quality_exam).collect();
    written(&rows, arguments.format)
}

fn quality_exam(exam: &QualityExam) -> Map<String, Value> {
    let deviations: Vec<Value> = exam
        .deviations
        .iter()
        .map(|deviation| {
            let closed = deviation.closed.map(|closed| {
                let wall = clock::from_contract(closed);
                wall.format("%Y-%m-%dT%H:%M:%S%.3f").to_string()
            });
            Value::Object(object([
                ("Kind", json!(deviation.kind)),
                (
                    "State",
                    json!(if deviation.open { "open" } else { "closed" }),
                ),
                ("DecidedBy", json!(deviation.decided_by)),
                ("Closed", json!(closed)),
                ("Reason", json!(deviation.reason)),
            ]))
        })
        .collect();
    object([
        ("Day", json!(exam.day)),
        ("AccessionNumber", json!(exam.accession_number)),
        (
            "PatientName",
            json!(crate::views::quality::name(&exam.patient)),
        ),
        ("StationName", json!(exam.station_name)),
        ("Ordered", json!(exam.ordered)),
        ("Performed", json!(exam.performed)),
        ("Status", json!(exam.status)),
        ("AdherencePercent", json!(exam.adherence)),
        ("Deviations", Value::Array(deviations)),
    ])
}

/// An object without what is not known.
fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Map<String, Value> {
    let known = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
    };
    fields
        .into_iter()
        .filter(|(_, value)| known(value))
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn time(at: i64) -> Value {
    json!(
        clock::wall_of(at)
            .format("%Y-%m-%dT%H:%M:%S%.3f")
            .to_string()
    )
}

fn discrepancies(
    session: &mut Session<'_>,
    begin: i64,
    end: i64,
) -> Result<Vec<Map<String, Value>>, StorageError> {
    let items = session.discrepancies_between(begin, end)?;
    let mut rows = Vec::new();
    for item in items {
        let performed: Vec<i64> = item.performed_step.into_iter().collect();
        let performed = session.performed_steps(&performed)?.pop();
        let mut step = item.scheduled_step;
        if let (None, Some(performed)) = (step, &performed) {
            let links = session.links_of(performed.id)?;
            step = links.first().map(|link| link.scheduled_step);
        }
        let step = match step {
            Some(step) => session.scheduled_step(step)?,
            None => None,
        };
        rows.push(object([
            ("Kind", json!(item.kind)),
            ("Severity", json!(severity_word(item.severity))),
            ("State", json!(item.state.as_str())),
            (
                "SOPInstanceUID",
                json!(performed.map(|performed| performed.sop_instance_uid)),
            ),
            (
                "ScheduledProcedureStepID",
                json!(
                    step.as_ref()
                        .map(|stored| &stored.step.scheduled_procedure_step_id)
                ),
            ),
            (
                "AccessionNumber",
                json!(step.as_ref().map(|stored| &stored.step.accession_number)),
            ),
            ("Expected", json!(item.expected)),
            ("Actual", json!(item.actual)),
            ("Raised", time(item.raised_at)),
            ("Resolved", item.resolved_at.map_or(Value::Null, time)),
            ("Resolution", json!(item.resolution)),
        ]));
    }
    Ok(rows)
}

fn severity_word(severity: u8) -> &'static str {
    match severity {
        0 => "blocks-reading",
        1 => "review",
        _ => "info",
    }
}

fn audit(
    session: &mut Session<'_>,
    begin: i64,
    end: i64,
) -> Result<Vec<Map<String, Value>>, StorageError> {
    let query = AuditQuery {
        from: begin,
        to: end,
        ..AuditQuery::default()
    };
    let entries = session.list_audit(&query, 0, u32::MAX)?;
    // Oldest first, as everything that is exported.
    Ok(entries.iter().rev().map(audit_entry).collect())
}

fn audit_entry(numbered: &NumberedEntry) -> Map<String, Value> {
    let entry = &numbered.entry;
    let snapshot = |json: &str| serde_json::from_str::<Value>(json).unwrap_or(Value::Null);
    let changes: Vec<Value> = crate::views::audit::changes(entry, true)
        .into_iter()
        .map(|change| {
            Value::Object(object([
                ("Field", json!(change.field)),
                ("Before", json!(change.before)),
                ("After", json!(change.after)),
            ]))
        })
        .collect();
    let digest: String = numbered
        .digest
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    object([
        ("Number", json!(numbered.id)),
        ("Time", time(entry.at)),
        ("Who", json!(entry.who)),
        ("Action", json!(entry.action)),
        ("Subject", json!(entry.subject)),
        ("SubjectNumber", json!(entry.subject_id)),
        ("Before", snapshot(entry.before.as_json())),
        ("After", snapshot(entry.after.as_json())),
        ("Changes", Value::Array(changes)),
        ("Note", json!(entry.note)),
        ("Digest", json!(digest)),
    ])
}

async fn settings(department: &Arc<Department>) -> Result<String, Problem> {
    let (devices, rules) = department
        .database
        .readers()
        .read(|session| Ok((session.devices()?, session.charge_rules()?)))?;
    let device = devices
        .iter()
        .map(|device| DeclaredDevice::from(&crate::views::devices::row(department, device).form))
        .collect();
    let settings = department.settings();
    let titles = settings.called();
    let called_ae = titles.into_iter().filter_map(|ae_title| {
        let worklist = settings.called_profiles.get(&ae_title).cloned();
        // Our own AE title is in the settings file, unless it has a worklist of its own.
        let is_own = ae_title == settings.config.dicom.ae_title;
        (!is_own || worklist.is_some()).then(|| DeclaredCalled {
            ae_title,
            worklist: worklist.unwrap_or_default(),
        })
    });
    let called_ae = called_ae.collect();
    let protocols = department.current_protocols().await?;
    let protocol = protocols
        .iter()
        .map(|row| DeclaredProtocol::from(&row.form))
        .collect();
    let charge = rules
        .iter()
        .map(|stored| DeclaredCharge::from(&crate::charges::rule_row(stored).form))
        .collect();
    Ok(toml::to_string_pretty(&Declared {
        device,
        called_ae,
        protocol,
        charge,
    })?)
}

/// The objects as a table: a column a key, in the order they first occur; a list is JSON.
fn sheet(rows: &[Map<String, Value>]) -> Sheet {
    let mut columns: Vec<&str> = Vec::new();
    for key in rows.iter().flat_map(Map::keys) {
        if !columns.contains(&key.as_str()) {
            columns.push(key);
        }
    }
    let mut sheet = Sheet::new("Export", columns.iter().copied());
    for row in rows {
        sheet.push(columns.iter().map(|column| cell(row.get(*column))));
    }
    sheet
}

fn cell(value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::Nothing,
        Some(Value::String(text)) => Cell::from(text.as_str()),
        Some(Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Cell::Whole(whole),
            (None, Some(number)) => Cell::Number(number),
            (None, None) => Cell::Text(number.to_string()),
        },
        Some(other @ (Value::Bool(_) | Value::Array(_) | Value::Object(_))) => {
            Cell::Text(other.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        let row = object([
            ("PatientName", json!("=HYPERLINK(\"x\")")),
            ("PatientID", json!("1")),
        ]);
        let text = String::from_utf8(sheet(&[row]).csv().unwrap()).unwrap();
        assert!(text.contains("'=HYPERLINK"), "{text}");
    }

    #[test]
    fn what_is_not_known_is_absent() {
        let row = object([
            ("A", json!("")),
            ("B", Value::Null),
            ("C", json!([])),
            ("D", json!(0)),
        ]);
        assert_eq!(row.keys().collect::<Vec<_>>(), ["D"]);
    }
}
