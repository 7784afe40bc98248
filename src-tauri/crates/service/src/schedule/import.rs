//! Schedule files: what each row would do, and doing it. Good rows are taken whatever the bad ones
//! are, and the same file again changes nothing.

use crate::department::Department;
use crate::reconciliation::Judge;
use crate::schedule::csv::{self, Row, Schedule};
use crate::schedule::fields::Field;
use crate::schedule::save::{ChangeSet, Refused, Saved};
use crate::views::map;
use contract::Failure;
use contract::import::{
    ImportPreview, ImportSummary, Imported, PreviewImport, PreviewRow, RejectedRow, RowEffect,
    RunImport,
};
use domain::AeTitle;
use domain::scheduled_step::StepStatus;
use std::collections::HashMap;
use std::sync::Arc;
use storage::{Session, StorageError, StoredStep};

/// Rows taken in one transaction: a modality's message waits at most for that.
const ROWS_AT_ONCE: usize = 250;
/// Rows a preview shows.
const ROWS_SHOWN: usize = 200;

/// What a row would do.
enum Plan {
    Create(Box<StoredStep>),
    Update(Box<StoredStep>),
    Unchanged,
    Reject(String),
}

impl Department {
    /// Says what importing a file would do.
    ///
    /// # Errors
    /// When the file has no usable header, or the database refuses.
    pub async fn preview_import(
        self: &Arc<Self>,
        request: PreviewImport,
    ) -> Result<ImportPreview, Failure> {
        let schedule = csv::read(&request.content).map_err(unusable)?;
        self.read(move |_, session| {
            let known = accessions(&schedule);
            let mut preview = ImportPreview {
                summary: ImportSummary::default(),
                unknown_columns: schedule.unknown_columns.clone(),
                rows: Vec::new(),
            };
            for row in &schedule.rows {
                let plan = plan(session, row, &known)?;
                if preview.rows.len() < ROWS_SHOWN {
                    preview.rows.push(shown(row, &plan));
                }
                count(&mut preview.summary, &request.file_name, row.line, &plan);
            }
            Ok(preview)
        })
        .await
    }

    /// Imports a file.
    ///
    /// # Errors
    /// When the file has no usable header, or the database refuses.
    pub async fn run_import(self: &Arc<Self>, request: RunImport) -> Result<Imported, Failure> {
        let schedule = csv::read(&request.content).map_err(unusable)?;
        let known = Arc::new(accessions(&schedule));
        let set = ChangeSet::begin(self, &request.file_name);
        let source = if self.demo { "simulated" } else { "csv" };
        let mut summary = ImportSummary::default();
        let mut rows = schedule.rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Row> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            let (set, known) = (set.clone(), Arc::clone(&known));
            let file = request.file_name.clone();
            let department = Arc::clone(self);
            let judge = Judge::of(self);
            let (counted, _) = self
                .database
                .writer()
                .write::<_, Refused>(
                    move |session| {
                        let (counted, mut saved) = take(
                            session,
                            &chunk,
                            &Taking {
                                set,
                                known,
                                file,
                                source,
                            },
                        )?;
                        saved.judge(session, &judge)?;
                        Ok((counted, saved))
                    },
                    move |(_, saved)| saved.keep(&department),
                )
                .await
                .map_err(|Refused(failure)| failure)?;
            summary.created += counted.created;
            summary.updated += counted.updated;
            summary.unchanged += counted.unchanged;
            summary.rejected.extend(counted.rejected);
        }
        self.changed(crate::publisher::Change::Orders);
        let undo = (summary.created + summary.updated > 0).then(|| set.undo());
        Ok(Imported { summary, undo })
    }
}

fn unusable(problem: String) -> Failure {
    Failure::field("content", problem)
}

/// What all rows of an import share.
struct Taking {
    set: ChangeSet,
    known: Arc<HashMap<String, usize>>,
    file: String,
    source: &'static str,
}

fn take(
    session: &mut Session<'_>,
    rows: &[Row],
    taking: &Taking,
) -> Result<(ImportSummary, Saved), StorageError> {
    let mut summary = ImportSummary::default();
    let mut saved = Vec::new();
    for row in rows {
        let plan = plan(session, row, &taking.known)?;
        count(&mut summary, &taking.file, row.line, &plan);
        match plan {
            Plan::Create(stored) => {
                let mut stored = *stored;
                taking.source.clone_into(&mut stored.source);
                stored.ordered_at = taking.set.at;
                stamp(&mut stored, taking.set.at);
                saved.push(taking.set.save(session, stored, "create")?);
            }
            Plan::Update(stored) => {
                let mut stored = *stored;
                stamp(&mut stored, taking.set.at);
                saved.push(taking.set.save(session, stored, "edit")?);
            }
            Plan::Unchanged | Plan::Reject(_) => {}
        }
    }
    Ok((summary, Saved::read(session, saved)?))
}

/// A status from the file happened when the file came.
fn stamp(stored: &mut StoredStep, at: i64) {
    match stored.manual_status {
        StepStatus::Arrived | StepStatus::Ready => {
            stored.arrived_at = stored.arrived_at.or(Some(at));
        }
        StepStatus::Canceled => stored.canceled_at = stored.canceled_at.or(Some(at)),
        StepStatus::Scheduled
        | StepStatus::InProgress
        | StepStatus::Completed
        | StepStatus::Discontinued => {}
    }
}

/// How many rows of the file have each AccessionNumber.
fn accessions(schedule: &Schedule) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for step in schedule
        .rows
        .iter()
        .filter_map(|row| row.step.as_ref().ok())
    {
        *counts
            .entry(step.step.accession_number.clone())
            .or_default() += 1;
    }
    counts
}

fn plan(
    session: &mut Session<'_>,
    row: &Row,
    accessions: &HashMap<String, usize>,
) -> Result<Plan, StorageError> {
    let new = match &row.step {
        Ok(new) => new,
        Err(problem) => return Ok(Plan::Reject(problem.clone())),
    };
    let only_row = accessions.get(&new.step.accession_number) == Some(&1);
    let known = match find(session, new, only_row)? {
        Found::Step(known) => *known,
        Found::Order(sibling) => {
            let mut created = new.clone();
            created.order = sibling.order;
            if sibling.step.requested_procedure_id == new.step.requested_procedure_id {
                created.procedure = sibling.procedure;
                created.step.study_instance_uid = sibling.step.study_instance_uid.clone();
            }
            return Ok(Plan::Create(Box::new(created)));
        }
        Found::Nothing => return Ok(Plan::Create(Box::new(new.clone()))),
        Found::OtherPatient(keyword) => {
            return Ok(Plan::Reject(format!(
                "{keyword} belongs to another patient"
            )));
        }
    };
    let mut changed = known.clone();
    for (field, value) in &row.values {
        if *field == Field::Status {
            apply_status(&mut changed, new.manual_status);
        } else if let Err(problem) = field.set(&mut changed, value) {
            return Ok(Plan::Reject(problem));
        }
    }
    Ok(if changed == known {
        Plan::Unchanged
    } else {
        Plan::Update(Box::new(changed))
    })
}

/// What a file says of the status: it never takes back that a patient arrived, and never overrules a
/// modality. An order that is withdrawn after the exam started stays with its exam, and is asked about.
fn apply_status(stored: &mut StoredStep, said: StepStatus) {
    let cancels = said == StepStatus::Canceled;
    let canceled = stored.manual_status == StepStatus::Canceled;
    let started = match stored.step.status {
        StepStatus::InProgress | StepStatus::Completed | StepStatus::Discontinued => true,
        StepStatus::Scheduled | StepStatus::Arrived | StepStatus::Ready | StepStatus::Canceled => {
            false
        }
    };
    if started {
        if cancels || canceled {
            stored.manual_status = said;
        }
    } else if said > stored.step.status || (canceled && !cancels) {
        stored.step.status = said;
        stored.manual_status = said;
    }
    if !cancels && canceled {
        stored.canceled_at = None;
    }
}

enum Found {
    /// The row is about this step.
    Step(Box<StoredStep>),
    /// The row is another step of this step's order.
    Order(Box<StoredStep>),
    Nothing,
    /// An identifier of the row is another patient's; which.
    OtherPatient(&'static str),
}

/// Finds what a row is about: by ScheduledProcedureStepID, else by AccessionNumber, else by patient,
/// time, station and procedure.
fn find(
    session: &mut Session<'_>,
    new: &StoredStep,
    only_row: bool,
) -> Result<Found, StorageError> {
    let step = &new.step;
    let same_patient = |known: &StoredStep| {
        known.step.patient.patient_id == step.patient.patient_id
            && known.step.patient.issuer_of_patient_id == step.patient.issuer_of_patient_id
    };
    if !step.scheduled_procedure_step_id.is_empty() {
        let known = session.steps_by_step_id(&step.scheduled_procedure_step_id)?;
        if let Some(known) = known.into_iter().next() {
            return Ok(if same_patient(&known) {
                Found::Step(Box::new(known))
            } else {
                Found::OtherPatient("ScheduledProcedureStepID")
            });
        }
    }
    if !step.accession_number.is_empty() {
        let known = session.steps_by_accession(&step.accession_number)?;
        if known.iter().any(|known| !same_patient(known)) {
            return Ok(Found::OtherPatient("AccessionNumber"));
        }
        let without_step_id = step.scheduled_procedure_step_id.is_empty();
        if let [known] = known.as_slice()
            && only_row
            && without_step_id
        {
            return Ok(Found::Step(Box::new(known.clone())));
        }
        let same = known
            .iter()
            .find(|known| without_step_id && same_procedure(known, new));
        return Ok(match (same, known.first()) {
            (Some(known), _) => Found::Step(Box::new(known.clone())),
            (None, Some(sibling)) => Found::Order(Box::new(sibling.clone())),
            (None, None) => Found::Nothing,
        });
    }
    let known = session.steps_of_patient_on(&step.patient.patient_id, step.start_date)?;
    let same = known.into_iter().find(|known| {
        same_patient(known)
            && known.step.start_time == step.start_time
            && known.step.station_ae_titles == step.station_ae_titles
            && same_procedure(known, new)
    });
    Ok(same.map_or(Found::Nothing, |known| Found::Step(Box::new(known))))
}

fn same_procedure(known: &StoredStep, new: &StoredStep) -> bool {
    let (known, new) = (&known.step, &new.step);
    known.modality == new.modality
        && known.requested_procedure_description == new.requested_procedure_description
        && known.description == new.description
        && (new.requested_procedure_id.is_empty()
            || new.requested_procedure_id == known.requested_procedure_id)
}

fn count(summary: &mut ImportSummary, file: &str, line: u32, plan: &Plan) {
    match plan {
        Plan::Create(_) => summary.created += 1,
        Plan::Update(_) => summary.updated += 1,
        Plan::Unchanged => summary.unchanged += 1,
        Plan::Reject(reason) => summary.rejected.push(RejectedRow {
            file: file.to_owned(),
            row: line,
            reason: reason.clone(),
        }),
    }
}

fn shown(row: &Row, plan: &Plan) -> PreviewRow {
    let (effect, reason) = match plan {
        Plan::Create(_) => (RowEffect::Created, String::new()),
        Plan::Update(_) => (RowEffect::Updated, String::new()),
        Plan::Unchanged => (RowEffect::Unchanged, String::new()),
        Plan::Reject(reason) => (RowEffect::Rejected, reason.clone()),
    };
    let empty = StoredStep::default();
    let stored = row.step.as_ref().unwrap_or(&empty);
    let step = &stored.step;
    let titles: Vec<&str> = step.station_ae_titles.iter().map(AeTitle::as_str).collect();
    PreviewRow {
        row: row.line,
        effect,
        patient: map::name(&step.patient.name),
        accession_number: step.accession_number.clone(),
        procedure: map::procedure(step),
        stations: titles.join(", "),
        start: match &row.step {
            Ok(_) => step
                .start_date
                .and_time(step.start_time)
                .format("%Y-%m-%d %H:%M")
                .to_string(),
            Err(_) => String::new(),
        },
        reason,
    }
}
