//! The audit trail: windows of it, whether it is whole, and the file a person takes away.

use crate::clock;
use crate::department::Department;
use crate::exports::Export;
use crate::schedule::fields;
use crate::sheet::{Cell, Sheet};
use crate::views::map::Exam;
use crate::views::orders::day;
use chrono::NaiveTime;
use contract::audit::{
    AuditFilter, AuditPage, AuditRow, ChainState, ExportAudit, FieldChange, ListAudit,
};
use contract::charges::ExportedFile;
use contract::{ExamId, Failure, FailureCode};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{AuditChain, AuditEntry, AuditQuery, NumberedEntry, Snapshot, StoredStep};

/// Rows of one answer at most: a screen shows about forty.
const ROWS: u32 = 500;

/// Entries of one file at most: with ten changed fields each they fill a workbook's sheet.
const EXPORTED: u32 = 100_000;

/// What stands for a value that is left out of a file without names.
const WITHHELD: &str = "***";

/// Parts of field names whose values say who a patient is, or of their state. Physicians are named
/// there too.
const PERSONAL: [&str; 12] = [
    "patient",
    "birth",
    "sex",
    "issuer",
    "weight",
    "operator",
    "physician",
    "admission",
    "alert",
    "allerg",
    "pregnan",
    "person",
];

impl Department {
    /// A window of the trail, newest first.
    ///
    /// # Errors
    /// When a day cannot be read, or the database refuses.
    pub async fn list_audit(self: &Arc<Self>, request: ListAudit) -> Result<AuditPage, Failure> {
        let query = query(&request.filter)?;
        let (offset, limit) = (request.offset, request.limit.min(ROWS));
        self.read(move |_, session| {
            let rows = session.list_audit(&query, offset, limit)?;
            let choices = session.audit_choices(query.from, query.to)?;
            Ok(AuditPage {
                total: session.count_audit(&query)?,
                rows: rows.iter().map(row).collect(),
                people: choices.people,
                actions: choices.actions,
                subjects: choices.subjects,
            })
        })
        .await
    }

    /// Reads the whole trail and says whether it is as it was written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn verify_audit(self: &Arc<Self>) -> Result<ChainState, Failure> {
        let chain = self.read(|_, session| session.verify_audit()).await?;
        Ok(match chain {
            AuditChain::Whole { entries, .. } => ChainState::Whole { entries },
            AuditChain::Broken { entry } => ChainState::Broken { entry },
            AuditChain::Cut { entry } => ChainState::Cut { entry },
        })
    }

    /// Writes the trail to a file, a row a changed field; the export is an entry itself.
    ///
    /// # Errors
    /// When a day cannot be read, there are too many entries, or the file cannot be written.
    pub async fn export_audit(
        self: &Arc<Self>,
        request: ExportAudit,
    ) -> Result<ExportedFile, Failure> {
        let query = query(&request.filter)?;
        let with_names = request.with_names;
        let sheet = self
            .read(move |_, session| {
                let total = session.count_audit(&query)?;
                if total > EXPORTED {
                    return Ok(Err(total));
                }
                let mut sheet = Sheet::new("Audit", COLUMNS);
                for entry in session.list_audit(&query, 0, EXPORTED)? {
                    fill(&mut sheet, &entry, with_names);
                }
                Ok(Ok(sheet))
            })
            .await?
            .map_err(|total| {
                Failure::new(
                    FailureCode::Refused,
                    format!(
                        "a file holds {EXPORTED} entries, and these are {total}: choose fewer days"
                    ),
                )
            })?;
        let export = Export {
            subject: "audit",
            format: request.format,
            with_names,
        };
        self.hand_out(sheet, export).await
    }
}

const COLUMNS: [&str; 10] = [
    "Number",
    "Time",
    "Who",
    "Action",
    "Subject",
    "SubjectNumber",
    "Field",
    "Before",
    "After",
    "Note",
];

fn fill(sheet: &mut Sheet, numbered: &NumberedEntry, with_names: bool) {
    let entry = &numbered.entry;
    let mut changes = changes(entry, with_names);
    if changes.is_empty() {
        changes.push(FieldChange {
            field: String::new(),
            before: String::new(),
            after: String::new(),
        });
    }
    for change in changes {
        sheet.push([
            Cell::from(numbered.id),
            Cell::from(clock::wall_of(entry.at)),
            Cell::from(entry.who.as_str()),
            Cell::from(entry.action.as_str()),
            Cell::from(entry.subject.as_str()),
            Cell::from(entry.subject_id),
            Cell::from(change.field),
            Cell::from(change.before),
            Cell::from(change.after),
            Cell::from(entry.note.as_str()),
        ]);
    }
}

fn query(filter: &AuditFilter) -> Result<AuditQuery, Failure> {
    let from = day("from", &filter.from)?;
    let to = day("to", &filter.to)?;
    let after = to.succ_opt().unwrap_or(to);
    Ok(AuditQuery {
        from: clock::instant_of(from.and_time(NaiveTime::MIN)),
        to: clock::instant_of(after.and_time(NaiveTime::MIN)),
        who: filter.who.clone(),
        action: filter.action.clone(),
        subject: filter.subject.clone(),
    })
}

fn row(numbered: &NumberedEntry) -> AuditRow {
    let entry = &numbered.entry;
    AuditRow {
        id: numbered.id,
        time: clock::instant_to_contract(entry.at),
        who: entry.who.clone(),
        action: entry.action.clone(),
        subject: entry.subject.clone(),
        subject_id: entry.subject_id,
        exam: exam(entry),
        note: entry.note.clone(),
        changes: changes(entry, true),
    }
}

fn exam(entry: &AuditEntry) -> Option<ExamId> {
    match entry.subject.as_str() {
        "scheduled-step" => Some(Exam::Scheduled(entry.subject_id).id()),
        "performed-step" => Some(Exam::Performed(entry.subject_id).id()),
        _ => None,
    }
}

/// What an entry changed, field by field; without names, values that tell of a patient are left out.
pub(crate) fn changes(entry: &AuditEntry, with_names: bool) -> Vec<FieldChange> {
    let (before, after) = (entry.before.step(), entry.after.step());
    let mut changes = if before.is_some() || after.is_some() {
        step_changes(before.as_ref(), after.as_ref())
    } else {
        json_changes(&entry.before, &entry.after)
    };
    if !with_names {
        for change in &mut changes {
            let personal = is_personal(&change.field);
            for value in [&mut change.before, &mut change.after] {
                if personal && !value.is_empty() {
                    WITHHELD.clone_into(value);
                } else {
                    *value = without_names(value);
                }
            }
        }
    }
    changes
}

fn step_changes(before: Option<&StoredStep>, after: Option<&StoredStep>) -> Vec<FieldChange> {
    let value = |field: &fields::Field, step: Option<&StoredStep>| {
        step.map(|step| field.get(step)).unwrap_or_default()
    };
    fields::ALL
        .iter()
        .map(|field| FieldChange {
            field: field.keyword().to_owned(),
            before: value(field, before),
            after: value(field, after),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn json_changes(before: &Snapshot, after: &Snapshot) -> Vec<FieldChange> {
    let (before, after) = (object(before), object(after));
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .map(|key| FieldChange {
            field: key.clone(),
            before: before.get(key).map(words).unwrap_or_default(),
            after: after.get(key).map(words).unwrap_or_default(),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn object(snapshot: &Snapshot) -> Map<String, Value> {
    match serde_json::from_str(snapshot.as_json()) {
        Ok(Value::Object(object)) => object,
        Ok(_) | Err(_) => Map::new(),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn is_personal(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    PERSONAL.iter().any(|part| field.contains(part))
}

/// A value that is an object or a list, without what tells of a patient inside it.
fn without_names(text: &str) -> String {
    if !text.starts_with(['{', '[']) {
        return text.to_owned();
    }
    let Ok(mut value) = serde_json::from_str(text) else {
        return text.to_owned();
    };
    withhold(&mut value);
    value.to_string()
}

fn withhold(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                if is_personal(key) && !inner.is_null() {
                    *inner = Value::from(WITHHELD);
                } else {
                    withhold(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(withhold),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(before: &Value, after: &Value) -> AuditEntry {
        AuditEntry {
            at: 0,
            who: "ana".to_owned(),
            action: "edit".to_owned(),
            subject: "device".to_owned(),
            subject_id: 1,
            change_set: String::new(),
            before: Snapshot::of(before),
            after: Snapshot::of(after),
            note: String::new(),
        }
    }

    fn change(field: &str, before: &str, after: &str) -> FieldChange {
        FieldChange {
            field: field.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let entry = entry(
            &json!({"name": "CT 1", "port": 104, "old": "x"}),
            &json!({"name": "CT 1", "port": 11112, "new": null}),
        );
        let expected = [change("old", "x", ""), change("port", "104", "11112")];
        assert!(changes(&entry, true) == expected);
    }

    #[test]
    fn without_names_nothing_tells_of_a_patient() {
        let entry = entry(
            &json!({}),
            &json!({
                "PatientName": "Zabala^Martín",
                "station": "CT1",
                "links": [{"patient_id": "P1", "order": 7}],
            }),
        );
        let found = changes(&entry, false);
        let expected = [
            change("PatientName", "", WITHHELD),
            change("links", "", r#"[{"order":7,"patient_id":"***"}]"#),
            change("station", "", "CT1"),
        ];
        assert!(found == expected);
    }
}
