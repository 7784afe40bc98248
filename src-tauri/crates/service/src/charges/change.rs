//! What a person does to charges: release, correct, undo.

use super::account::{self, Account};
use super::{SUBJECT, show};
use crate::clock;
use crate::department::{Department, storage_failure};
use crate::publisher::Change;
use crate::schedule::ChangeSet;
use contract::charges::{ChargeState, CorrectCharge, ReleaseCharges};
use contract::{ExamId, Failure, FailureCode, UndoToken};
use domain::Code;
use domain::charge::{Correction, Due, Entry, Quantity, line_id, manual_key};
use domain::validation;
use serde_json::json;
use std::sync::Arc;
use storage::{
    AuditEntry, Session, Snapshot, StorageError, StoredChargeLine, StoredCorrection, UndoneCharges,
};

/// A refusal inside a transaction, or the database's.
pub(super) struct Refused(pub(super) Failure);

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self(storage_failure(error))
    }
}

impl Department {
    /// Releases the charges of exams, all or none.
    ///
    /// # Errors
    /// When one of them changed since the person saw it, still runs, or is gone.
    pub async fn release_charges(
        self: &Arc<Self>,
        request: ReleaseCharges,
    ) -> Result<UndoToken, Failure> {
        let set = ChangeSet::begin(self, "");
        let undo = set.undo();
        self.change_charges(move |session| {
            for (exam, revision) in &request.exams {
                let account = seen(session, exam, *revision)?;
                if account.is_running() {
                    return Err(refused(
                        FailureCode::NotAllowed,
                        "a performed step of this exam is still in progress",
                    ));
                }
                if show::state(&account) == ChargeState::Open {
                    release(session, &set, &account)?;
                }
            }
            Ok(())
        })
        .await?;
        Ok(undo)
    }

    /// Keeps what a person decided about a line. An open line shows it at once; a released line is
    /// credited and charged anew by the next release.
    ///
    /// # Errors
    /// A field that cannot be, a line that is gone, or an exam that changed since.
    pub async fn correct_charge(
        self: &Arc<Self>,
        request: CorrectCharge,
    ) -> Result<UndoToken, Failure> {
        let charge = charge(&request.code)?;
        let quantity = Quantity::parse(&request.quantity)
            .filter(|quantity| !quantity.is_negative())
            .ok_or_else(|| Failure::field("quantity", "not a number from 0 on"))?;
        let reason = validation::long_string(request.reason.trim())
            .map_err(|problem| Failure::field("reason", problem.to_string()))?;
        if reason.is_empty() {
            return Err(Failure::field("reason", "a reason is required"));
        }
        let set = ChangeSet::begin(self, &reason);
        let undo = set.undo();
        self.change_charges(move |session| {
            let account = seen(session, &request.exam, request.revision)?;
            let key = match &request.line {
                Some(line) => fact_of(&account, line).ok_or_else(|| {
                    refused(FailureCode::NotFound, "this line is no longer charged")
                })?,
                None => manual_key(&charge),
            };
            let before = account.due.iter().find(|line| line.key == key);
            session.add_audit(AuditEntry {
                before: before.map(described).unwrap_or_default(),
                after: Snapshot::of(&json!({
                    "charge": charge.value,
                    "meaning": charge.meaning,
                    "quantity": quantity.to_string(),
                })),
                ..set.entry("correct", SUBJECT, account.requested.id)
            })?;
            session.add_charge_correction(&StoredCorrection {
                procedure: account.requested.id,
                correction: Correction {
                    id: 0,
                    key,
                    charge,
                    quantity,
                },
                reason: set.note.clone(),
                at: set.at,
                who: set.who.clone(),
                change_set: set.token.clone(),
            })?;
            Ok(())
        })
        .await?;
        Ok(undo)
    }

    /// Runs a change of charges as one transaction and tells the window.
    pub(super) async fn change_charges<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&mut Session<'_>) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Failure> {
        let department = Arc::clone(self);
        self.database
            .writer()
            .write(job, move |_| department.changed(Change::Charges))
            .await
            .map_err(|Refused(failure)| failure)
    }
}

fn refused(code: FailureCode, detail: impl Into<String>) -> Refused {
    Refused(Failure::new(code, detail))
}

fn charge(code: &contract::Code) -> Result<Code, Failure> {
    let text = |text: &str| {
        validation::long_string(text.trim())
            .map_err(|problem| Failure::field("code", problem.to_string()))
    };
    let charge = Code {
        value: text(&code.value)?,
        scheme: text(&code.scheme)?,
        meaning: text(&code.meaning)?,
    };
    if charge.value.is_empty() {
        return Err(Failure::field("code", "a charge code is required"));
    }
    Ok(charge)
}

/// The account of an exam, as the person saw it.
fn seen(session: &mut Session<'_>, exam: &ExamId, revision: i64) -> Result<Account, Refused> {
    let gone = || refused(FailureCode::NotFound, "this exam has no order to charge");
    let step = show::scheduled(exam).ok_or_else(gone)?;
    let stored = session.scheduled_step(step)?.ok_or_else(gone)?;
    let account = account::load(session, &[stored.procedure])?;
    let account = account.into_iter().next().ok_or_else(gone)?;
    if account.revision() == revision {
        return Ok(account);
    }
    let last = session.audit_of(SUBJECT, account.requested.id)?.pop();
    let detail = match last {
        Some(entry) => format!(
            "last changed by {} at {}",
            entry.who,
            clock::wall_of(entry.at).format("%H:%M")
        ),
        None => "a modality reported more, or the catalogue changed".to_owned(),
    };
    Err(refused(FailureCode::Changed, detail))
}

/// The fact a shown line stands for.
fn fact_of(account: &Account, line: &str) -> Option<String> {
    let mut open = account.due.iter().map(|due| &due.key);
    let open = open.find(|key| account.new_id(key) == line).cloned();
    open.or_else(|| {
        let mut released = account.ledger.iter();
        let entry = released.find(|released| released.entry.id == line);
        entry
            .map(|released| released.entry.key.clone())
            .filter(|key| account.due.iter().any(|due| due.key == *key))
    })
}

/// Adds to the ledger what it lacks.
fn release(
    session: &mut Session<'_>,
    set: &ChangeSet,
    account: &Account,
) -> Result<(), StorageError> {
    let mut added = Vec::new();
    for line in account
        .pending
        .credits
        .iter()
        .filter_map(|place| account.ledger.get(*place))
    {
        let entry = &line.entry;
        let credit = StoredChargeLine {
            entry: Entry {
                id: line_id(line.procedure, &entry.key, account.lines_of(&entry.key)),
                quantity: -entry.quantity,
                credits: Some(entry.id.clone()),
                ..entry.clone()
            },
            ..line.clone()
        };
        added.push(credit);
    }
    for line in account
        .pending
        .new
        .iter()
        .filter_map(|place| account.due.get(*place))
    {
        added.push(new_line(account, line));
    }
    for line in &mut added {
        line.released_at = set.at;
        line.released_by.clone_from(&set.who);
        line.change_set.clone_from(&set.token);
        line.exported_at = None;
        session.add_charge_line(line)?;
    }
    let lines: Vec<serde_json::Value> = added
        .iter()
        .map(|line| {
            json!({
                "id": line.entry.id,
                "charge": line.entry.charge.value,
                "quantity": line.entry.quantity.to_string(),
                "credits": line.entry.credits,
            })
        })
        .collect();
    session.add_audit(AuditEntry {
        after: Snapshot::of(&json!(lines)),
        ..set.entry("release", SUBJECT, account.requested.id)
    })
}

fn new_line(account: &Account, due: &Due) -> StoredChargeLine {
    StoredChargeLine {
        id: 0,
        procedure: account.requested.id,
        entry: Entry {
            id: account.new_id(&due.key),
            key: due.key.clone(),
            facts: due.facts.clone(),
            charge: due.charge.clone(),
            modifiers: due.modifiers.clone(),
            quantity: due.quantity,
            unit: due.unit.clone(),
            credits: None,
        },
        origin: due.origin,
        ordered: due.ordered,
        performed: due.performed,
        check: due.check,
        sources: due.sources.clone(),
        released_at: 0,
        released_by: String::new(),
        change_set: String::new(),
        exported_at: None,
    }
}

fn described(due: &Due) -> Snapshot {
    Snapshot::of(&json!({
        "charge": due.charge.value,
        "meaning": due.charge.meaning,
        "quantity": due.quantity.to_string(),
    }))
}

/// Takes a release or a correction back; `None` when the change was about something else.
pub(crate) fn undo(
    session: &mut Session<'_>,
    set: &ChangeSet,
    token: &UndoToken,
) -> Result<Option<UndoneCharges>, StorageError> {
    let Some(undone) = session.undo_charges(&token.0)? else {
        return Ok(None);
    };
    for procedure in &undone.restored {
        session.add_audit(set.entry("undo", SUBJECT, *procedure))?;
    }
    Ok(Some(undone))
}
