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

/// What brings an item in step with what was found.
pub(crate) enum Step {
    /// A new item.
    Raise(StoredDiscrepancy),
    /// It is shown otherwise.
    Update(StoredDiscrepancy),
    /// The data no longer shows it.
    Close(StoredDiscrepancy),
    /// The data no longer shows what a person decided: should it again, it is asked anew.
    Forget(StoredDiscrepancy),
}

/// What brings the items of the judged records in step with what was found; nothing for most exams.
pub(crate) fn steps(items: Vec<StoredDiscrepancy>, findings: &[Finding], at: i64) -> Vec<Step> {
    let latest = latest(items);
    let mut steps = Vec::new();
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
                    steps.push(Step::Update(StoredDiscrepancy {
                        severity: severity(finding),
                        expected: finding.expected.clone(),
                        actual: finding.actual.clone(),
                        ..known.clone()
                    }));
                }
            }
            Some(known) if is_settled(known) && has_content(known, finding) => {}
            Some(_) | None => steps.push(Step::Raise(new(finding, at))),
        }
    }
    let gone = latest
        .into_iter()
        .filter(|(identity, _)| !found.contains(identity));
    steps.extend(gone.filter_map(|(_, known)| no_longer_shown(known, at)));
    steps
}

/// Takes steps. `touched` keeps what the items were, for a decision's audit records.
///
/// # Errors
/// When the database refuses.
pub(crate) fn take(
    session: &mut Session<'_>,
    steps: Vec<Step>,
    touched: &mut Touched,
) -> Result<Reconciled, StorageError> {
    let mut reconciled = Reconciled::default();
    for step in steps {
        let item = match &step {
            Step::Raise(item) => {
                let id = session.save_discrepancy(item)?;
                touched.made(Subject::Discrepancy, id);
                reconciled.opened.push(id);
                continue;
            }
            Step::Update(item) | Step::Close(item) | Step::Forget(item) => item,
        };
        touched.keep(session, Subject::Discrepancy, item.id)?;
        session.save_discrepancy(item)?;
        match step {
            Step::Update(item) => reconciled.updated.push(item.id),
            Step::Close(item) => reconciled.closed.push(item.id),
            Step::Raise(_) | Step::Forget(_) => {}
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

fn no_longer_shown(known: StoredDiscrepancy, at: i64) -> Option<Step> {
    match known.state {
        DiscrepancyState::Open => Some(Step::Close(StoredDiscrepancy {
            state: DiscrepancyState::Resolved,
            resolved_at: Some(at),
            shown: false,
            ..known
        })),
        DiscrepancyState::Resolved if known.shown => Some(Step::Forget(StoredDiscrepancy {
            shown: false,
            ..known
        })),
        DiscrepancyState::Resolved | DiscrepancyState::Dismissed => None,
    }
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
