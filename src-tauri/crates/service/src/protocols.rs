//! The protocol catalogue: what a person or a file changes in it, in versions, and what past exams
//! suggest for it.

mod form;
mod learning;

use crate::department::Department;
use crate::protocols::form::{content, form_of};
use crate::publisher::Change;
use crate::schedule::{ChangeSet, Refused};
use chrono::NaiveDate;
use contract::protocols::{
    ProtocolForm, ProtocolRow, ProtocolSource, ProtocolsView, RemoveProtocol, SaveProtocol,
};
use contract::{Failure, FailureCode};
use domain::protocol::{Catalogue, Protocol};
use serde_json::json;
use std::sync::Arc;
use storage::{AuditEntry, Session, Snapshot, StorageError, StoredProtocol};

/// Entries that may hold at once: every exam looks one up, and each is read by a person.
const MOST_ENTRIES: usize = 2000;

/// The catalogue in all its versions.
pub(crate) fn catalogue(session: &mut Session<'_>) -> Result<Catalogue, StorageError> {
    let stored = session.protocols()?;
    Ok(catalogue_of(&stored))
}

fn catalogue_of(stored: &[StoredProtocol]) -> Catalogue {
    Catalogue::new(
        stored
            .iter()
            .map(|stored| stored.protocol.clone())
            .collect(),
    )
}

impl Department {
    /// The entries that hold today, with what past exams suggest.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_protocols(self: &Arc<Self>) -> Result<ProtocolsView, Failure> {
        let today = self.clock.today();
        self.read(move |department, session| {
            let stored = session.protocols()?;
            let current = stored.iter().filter(|entry| is_current(entry));
            Ok(ProtocolsView {
                protocols: current.map(|entry| row(entry, &stored)).collect(),
                proposals: learning::proposals(session, &department.catalogue(), today)?,
            })
        })
        .await
    }

    /// The entries that hold today.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn current_protocols(self: &Arc<Self>) -> Result<Vec<ProtocolRow>, Failure> {
        self.read(|_, session| {
            let stored = session.protocols()?;
            let current = stored.iter().filter(|entry| is_current(entry));
            Ok(current.map(|entry| row(entry, &stored)).collect())
        })
        .await
    }

    /// Adds or changes an entry: a version that holds from today. What changes nothing makes none.
    ///
    /// # Errors
    /// A field that cannot be, a procedure that has an entry at this station, or an entry that was
    /// changed meanwhile.
    pub async fn save_protocol(
        self: &Arc<Self>,
        request: SaveProtocol,
    ) -> Result<ProtocolRow, Failure> {
        let mut rows = self.save_protocols(vec![request]).await?;
        rows.pop()
            .ok_or_else(|| Failure::new(FailureCode::NotFound, "there is nothing to save"))
    }

    /// Adds or changes several entries, all or none of them.
    ///
    /// # Errors
    /// As [`Department::save_protocol`], of the first that cannot be saved.
    pub(crate) async fn save_protocols(
        self: &Arc<Self>,
        requests: Vec<SaveProtocol>,
    ) -> Result<Vec<ProtocolRow>, Failure> {
        let valid_from = self.clock.today();
        let mut all = Vec::new();
        for request in requests {
            let protocol = Protocol {
                valid_from,
                ..content(&request.form)?
            };
            let source = source_word(request.source).to_owned();
            all.push((request.id, StoredProtocol { protocol, source }));
        }
        let set = ChangeSet::begin(self, "");
        self.change_protocols(move |session| {
            let mut stored = session.protocols()?;
            all.into_iter()
                .map(|(id, new)| save(session, &set, &mut stored, id, new))
                .collect()
        })
        .await
    }

    /// Ends an entry today; exams of former days are still judged by it.
    ///
    /// # Errors
    /// When it was changed meanwhile, or the database refuses.
    pub async fn remove_protocol(self: &Arc<Self>, request: RemoveProtocol) -> Result<(), Failure> {
        let set = ChangeSet::begin(self, "");
        let today = self.clock.today();
        self.change_protocols(move |session| {
            let stored = session.protocols()?;
            let known = current(&stored, request.id)?;
            end(session, &known.protocol, today)?;
            session.add_audit(AuditEntry {
                before: snapshot(&known.protocol),
                ..set.entry("remove", "protocol", known.protocol.id)
            })?;
            Ok(())
        })
        .await
    }

    /// Changes the catalogue in one transaction, then judges by the new one.
    async fn change_protocols<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Session<'_>) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Failure> {
        let department = Arc::clone(self);
        self.database
            .writer()
            .write::<_, Refused>(
                move |session| {
                    let changed = change(session)?;
                    Ok((changed, session.protocols()?))
                },
                move |(_, stored)| {
                    department.keep_catalogue(catalogue_of(stored));
                    // What is expected of every exam may have changed.
                    department.changed(Change::Everything);
                },
            )
            .await
            .map(|(changed, _)| changed)
            .map_err(|Refused(failure)| failure)
    }
}

/// Whether a file that declares `form` would change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declaration {
    /// There is no such entry.
    Add,
    /// The entry with this number is another.
    Change(i64),
    /// The entry is as declared.
    Same,
}

/// What declaring `form` would do to the entries that hold.
///
/// # Errors
/// A field that cannot be.
pub(crate) fn declaration(
    form: &ProtocolForm,
    rows: &[ProtocolRow],
) -> Result<Declaration, Failure> {
    let declared = content(form)?;
    for row in rows {
        let known = content(&row.form)?;
        if is_same_place(&known, &declared) {
            return Ok(if is_same_content(&known, &declared) {
                Declaration::Same
            } else {
                Declaration::Change(row.id)
            });
        }
    }
    Ok(Declaration::Add)
}

/// Saves one entry and keeps `stored`, all versions, in step.
fn save(
    session: &mut Session<'_>,
    set: &ChangeSet,
    stored: &mut Vec<StoredProtocol>,
    id: Option<i64>,
    mut new: StoredProtocol,
) -> Result<ProtocolRow, Refused> {
    let before = match id {
        Some(id) => Some(current(stored, id)?.clone()),
        None => None,
    };
    refuse_second(stored, id, &new.protocol)?;
    if let Some(before) = &before
        && is_same_content(&before.protocol, &new.protocol)
    {
        return Ok(row(before, stored));
    }
    if let Some(before) = &before {
        let until = end(session, &before.protocol, new.protocol.valid_from)?;
        for known in stored.iter_mut() {
            if known.protocol.id == before.protocol.id {
                known.protocol.valid_until = Some(until);
            }
        }
    }
    new.protocol.id = session.add_protocol(&new)?;
    let action = if before.is_some() { "edit" } else { "create" };
    session.add_audit(AuditEntry {
        before: before
            .map(|before| snapshot(&before.protocol))
            .unwrap_or_default(),
        after: snapshot(&new.protocol),
        ..set.entry(action, "protocol", new.protocol.id)
    })?;
    let saved = row(&new, stored);
    stored.push(new);
    Ok(saved)
}

/// One entry holds for a procedure at a station.
fn refuse_second(
    stored: &[StoredProtocol],
    id: Option<i64>,
    new: &Protocol,
) -> Result<(), Refused> {
    let others = || {
        let current = stored.iter().filter(|entry| is_current(entry));
        current.filter(|entry| Some(entry.protocol.id) != id)
    };
    let refused = |detail: String| Err(Refused(Failure::field("code", detail)));
    if others().any(|entry| is_same_place(&entry.protocol, new)) {
        return refused("the catalogue has an entry for this procedure and station".to_owned());
    }
    if others().count() >= MOST_ENTRIES {
        return refused(format!(
            "the catalogue holds at most {MOST_ENTRIES} entries"
        ));
    }
    Ok(())
}

/// Ends a version; the first day it no longer holds. One that began today, or later by a clock that
/// was wrong, held on no day.
fn end(
    session: &mut Session<'_>,
    known: &Protocol,
    today: NaiveDate,
) -> Result<NaiveDate, StorageError> {
    let until = today.max(known.valid_from);
    session.end_protocol(known.id, until)?;
    Ok(until)
}

/// The version that holds, by its number.
fn current(stored: &[StoredProtocol], id: i64) -> Result<&StoredProtocol, Refused> {
    let holds = |entry: &&StoredProtocol| entry.protocol.id == id && is_current(entry);
    stored.iter().find(holds).ok_or_else(|| {
        Refused(Failure::new(
            FailureCode::Changed,
            "this entry of the catalogue was changed meanwhile",
        ))
    })
}

fn is_current(entry: &StoredProtocol) -> bool {
    entry.protocol.valid_until.is_none()
}

fn is_same_place(one: &Protocol, other: &Protocol) -> bool {
    one.code.is_same_concept(&other.code) && one.station == other.station
}

fn is_same_content(one: &Protocol, other: &Protocol) -> bool {
    let timeless = |protocol: &Protocol| Protocol {
        id: 0,
        valid_from: NaiveDate::default(),
        valid_until: None,
        ..protocol.clone()
    };
    timeless(one) == timeless(other)
}

fn row(entry: &StoredProtocol, all: &[StoredProtocol]) -> ProtocolRow {
    let protocol = &entry.protocol;
    let held = |other: &&StoredProtocol| {
        let until = other.protocol.valid_until;
        is_same_place(&other.protocol, protocol)
            && until.is_some_and(|until| other.protocol.valid_from < until)
    };
    ProtocolRow {
        id: protocol.id,
        form: form_of(protocol),
        valid_from: protocol.valid_from.to_string(),
        former_versions: u32::try_from(all.iter().filter(held).count()).unwrap_or(u32::MAX),
        source: match entry.source.as_str() {
            "declared" => ProtocolSource::Declared,
            "learned" => ProtocolSource::Learned,
            _ => ProtocolSource::Edited,
        },
    }
}

fn source_word(source: ProtocolSource) -> &'static str {
    match source {
        ProtocolSource::Declared => "declared",
        ProtocolSource::Edited => "edited",
        ProtocolSource::Learned => "learned",
    }
}

fn snapshot(protocol: &Protocol) -> Snapshot {
    Snapshot::of(&json!({
        "form": form_of(protocol),
        "valid_from": protocol.valid_from.to_string(),
    }))
}
