//! What differs between what was ordered and what was done: pure rules over an exam's scheduled and
//! performed steps, the catalogue and the time.

mod facts;
mod identity;
mod kind;
pub(crate) mod procedure;
mod series;
mod state;
pub(crate) mod station;

pub use facts::{
    Alias, BillingDifference, Case, Department, PerformedFacts, Rooms, ScheduledFacts, Work,
    compare_aliased, differs_in_id_only, work_of_order,
};
pub use kind::Kind;

use crate::alert::Severity;
use chrono::NaiveDateTime;
use std::fmt;

/// One difference. Kind, performed and scheduled step are its identity: it stays the same finding
/// while its severity and its texts change. `Debug` does not show the texts.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// How urgent.
    pub severity: Severity,
    /// Our number of the performed step it is about; of several judged together, the first.
    pub performed: Option<i64>,
    /// Our number of the scheduled step it is about; of several judged together, the first.
    pub scheduled: Option<i64>,
    /// What the order and the catalogue say, in the words of the data; see [`Kind`].
    pub expected: String,
    /// What was done.
    pub actual: String,
}

impl Finding {
    /// What stays the same while the finding holds.
    #[must_use]
    pub fn identity(&self) -> (Kind, Option<i64>, Option<i64>) {
        (self.kind, self.performed, self.scheduled)
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding")
            .field("kind", &self.kind)
            .field("severity", &self.severity)
            .field("performed", &self.performed)
            .field("scheduled", &self.scheduled)
            .finish_non_exhaustive()
    }
}

/// All that differs in a case at a time, in the order of kinds, then of performed and scheduled
/// steps; each identity once. It does not depend on the order of the facts.
///
/// - A performed step of a wrong worklist entry (110514) did not happen: it makes nothing but
///   [`Kind::WrongWorklistEntry`].
/// - Work on a workstation and an import ([`PerformedFacts::work`]) are no acquisition: they are
///   checked for their patient, their end and what comes after their end, and for nothing else.
/// - All other performed steps of a case are one exam: their codes, sides and series are judged
///   together, so that an append, or a performed step for every series, differs from nothing. Where
///   a performed step fulfils several scheduled steps, any of them may explain it.
/// - What follows from another procedure is not told beside it: its protocol, its series and its
///   charges are those of another procedure.
#[must_use]
pub fn evaluate(case: &Case<'_>, now: NaiveDateTime) -> Vec<Finding> {
    let mut findings = Vec::new();
    identity::find(case, &mut findings);
    station::find(case, &mut findings);
    procedure::find(case, &mut findings);
    series::find(case, &mut findings);
    state::find(case, now, &mut findings);
    billing(case, &mut findings);
    findings.sort_by(|a: &Finding, b: &Finding| {
        let texts = |finding: &Finding| (finding.expected.clone(), finding.actual.clone());
        a.identity()
            .cmp(&b.identity())
            .then_with(|| texts(a).cmp(&texts(b)))
    });
    findings.dedup_by(|next, kept| {
        let is_same = next.identity() == kept.identity();
        if is_same {
            // Several billing lines of the same steps are one question.
            kept.severity = kept.severity.min(next.severity);
            join(&mut kept.expected, &next.expected);
            join(&mut kept.actual, &next.actual);
        }
        is_same
    });
    findings
}

fn billing(case: &Case<'_>, findings: &mut Vec<Finding>) {
    if procedure::is_other(case) {
        return;
    }
    findings.extend(case.billing.iter().map(|difference| Finding {
        kind: Kind::BillingDiffers,
        severity: Severity::Review,
        performed: difference.performed,
        scheduled: difference.scheduled,
        expected: difference.expected.clone(),
        actual: difference.actual.clone(),
    }));
}

/// Appends one more text of a list.
fn join(texts: &mut String, text: &str) {
    if !text.is_empty() {
        if !texts.is_empty() {
            texts.push_str(", ");
        }
        texts.push_str(text);
    }
}

/// A list as one text.
fn listed<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for text in texts {
        join(&mut list, text);
    }
    list
}

/// A time as texts of findings give it.
fn moment(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
