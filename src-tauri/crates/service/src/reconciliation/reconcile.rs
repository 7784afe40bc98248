//! Findings against the items that are there: new ones are raised, changed ones updated, and what the
//! data no longer shows closes by itself.

use super::touched::Touched;
use domain::discrepancy::Finding;
use std::collections::{BTreeMap, BTreeSet};
use storage::{DiscrepancyState, Session, StorageError, StoredDiscrepancy, Subject};

/// What happened to the items of the records that were judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reconciled {
    /// Items raised.
    pub(crate) opened: Vec<i64>,
    /// Items that closed by themselves.
    pub(crate) closed: Vec<i64>,
    /// Items whose content changed.
    pub(crate) updated: Vec<i64>,
}

impl Reconciled {
    /// Whether anything a person sees changed.
    pub(crate) fn has_news(&self) -> bool {
        !(self.opened.is_empty() && self.closed.is_empty() && self.updated.is_empty())
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.opened.extend(other.opened);
        self.closed.extend(other.closed);
        self.updated.extend(other.updated);
    }
}

/// What makes two items the same question.
type Identity = (String, Option<i64>, Option<i64>);

/// The item that answers each question now: the open one, else the latest.
fn latest(items: Vec<StoredDiscrepancy>) -> BTreeMap<Identity, StoredDiscrepancy> {
    let mut latest: BTreeMap<Identity, StoredDiscrepancy> = BTreeMap::new();
    // They come oldest first.
    for item in items {
        let identity = (item.kind.clone(), item.performed_step, item.scheduled_step);
        let is_open = |item: &StoredDiscrepancy| item.state == DiscrepancyState::Open;
        if latest.get(&identity).is_none_or(|known| !is_open(known)) {
            latest.insert(identity, item);
        }
    }
    latest
}

/// Brings the items of the judged records in step with what was found. `touched` keeps what they
/// were, for a decision's audit records.
///
/// # Errors
/// When the database refuses.
pub(crate) fn reconcile(
    session: &mut Session<'_>,
    items: Vec<StoredDiscrepancy>,
    findings: &[Finding],
    at: i64,
    touched: &mut Touched,
) -> Result<Reconciled, StorageError> {
    let latest = latest(items);
    let mut reconciled = Reconciled::default();
    let mut found = BTreeSet::new();
    for finding in findings {
        let identity: Identity = (
            finding.kind.word().to_owned(),
            finding.performed,
            finding.scheduled,
        );
        let known = latest.get(&identity);
        if !found.insert(identity) {
            continue;
        }
        match known {
            Some(known) if known.state == DiscrepancyState::Open => {
                if !has_content(known, finding) {
                    touched.keep(session, Subject::Discrepancy, known.id)?;
                    session.save_discrepancy(&StoredDiscrepancy {
                        severity: severity(finding),
                        expected: finding.expected.clone(),
                        actual: finding.actual.clone(),
                        ..known.clone()
                    })?;
                    reconciled.updated.push(known.id);
                }
            }
            Some(known) if is_settled(known) && has_content(known, finding) => {}
            Some(_) | None => {
                let id = session.save_discrepancy(&new(finding, at))?;
                touched.made(Subject::Discrepancy, id);
                reconciled.opened.push(id);
            }
        }
    }
    for (identity, known) in latest {
        if !found.contains(&identity) {
            no_longer_shown(session, &known, at, touched, &mut reconciled)?;
        }
    }
    Ok(reconciled)
}

/// Whether a person closed it and it is not raised again as long as its content is the same: it was
/// dismissed, or decided although the data goes on showing it.
fn is_settled(known: &StoredDiscrepancy) -> bool {
    match known.state {
        DiscrepancyState::Open => false,
        DiscrepancyState::Dismissed => true,
        DiscrepancyState::Resolved => known.shown,
    }
}

fn no_longer_shown(
    session: &mut Session<'_>,
    known: &StoredDiscrepancy,
    at: i64,
    touched: &mut Touched,
    reconciled: &mut Reconciled,
) -> Result<(), StorageError> {
    match known.state {
        DiscrepancyState::Open => {
            touched.keep(session, Subject::Discrepancy, known.id)?;
            session.save_discrepancy(&StoredDiscrepancy {
                state: DiscrepancyState::Resolved,
                resolved_at: Some(at),
                shown: false,
                ..known.clone()
            })?;
            reconciled.closed.push(known.id);
        }
        DiscrepancyState::Resolved if known.shown => {
            touched.keep(session, Subject::Discrepancy, known.id)?;
            session.save_discrepancy(&StoredDiscrepancy {
                shown: false,
                ..known.clone()
            })?;
        }
        DiscrepancyState::Resolved | DiscrepancyState::Dismissed => {}
    }
    Ok(())
}

fn has_content(known: &StoredDiscrepancy, finding: &Finding) -> bool {
    known.expected == finding.expected
        && known.actual == finding.actual
        && known.severity == severity(finding)
}

fn severity(finding: &Finding) -> u8 {
    match finding.severity {
        domain::alert::Severity::BlocksReading => 0,
        domain::alert::Severity::Review => 1,
        domain::alert::Severity::Info => 2,
    }
}

fn new(finding: &Finding, at: i64) -> StoredDiscrepancy {
    StoredDiscrepancy {
        kind: finding.kind.word().to_owned(),
        severity: severity(finding),
        performed_step: finding.performed,
        scheduled_step: finding.scheduled,
        expected: finding.expected.clone(),
        actual: finding.actual.clone(),
        raised_at: at,
        shown: true,
        ..StoredDiscrepancy::default()
    }
}
