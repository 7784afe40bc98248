//! What the rules are given, read from the database.

use super::judge::Judge;
use super::related::Related;
use crate::charges;
use crate::clock;
use domain::discrepancy::{
    Alias, BillingDifference, Kind, PerformedFacts, Rooms, ScheduledFacts, Work,
};
use domain::exam::Performance;
use domain::performed_step::{Consumption, ConsumptionSource, PerformedStatus, Report};
use domain::protocol::Protocol;
use domain::scheduled_step::StepStatus;
use domain::{AeTitle, Patient};
use std::collections::{BTreeMap, BTreeSet};
use storage::{
    DiscrepancyState, PerformedSummary, Session, StorageError, StoredPerformedStep, StoredStep,
};

/// Performed steps outside of a case that could be the same reported again, looked at at most.
const ALIKE: i64 = 4;

/// A performed step with everything that was reported, and its links.
pub(crate) struct Performed {
    pub(crate) summary: PerformedSummary,
    report: Report,
    links: Vec<i64>,
}

impl Performed {
    pub(crate) fn facts(&self) -> PerformedFacts<'_> {
        let summary = &self.summary;
        PerformedFacts {
            id: summary.id,
            sop_instance_uid: &summary.sop_instance_uid,
            calling_ae_title: &summary.calling_ae_title,
            status: summary.status.unwrap_or(PerformedStatus::InProgress),
            report: &self.report,
            links: &self.links,
            received: clock::wall_of(summary.received_at),
            last_message: clock::wall_of(summary.last_message_at),
            final_at: summary.final_at.map(clock::wall_of),
            late_messages: summary.by_person.late_messages,
        }
    }

    /// The same step as if it were linked to these scheduled steps.
    pub(crate) fn linked_to(&self, links: Vec<i64>) -> Self {
        Self {
            summary: self.summary.clone(),
            report: self.report.clone(),
            links,
        }
    }

    pub(crate) fn links(&self) -> &[i64] {
        &self.links
    }

    pub(crate) fn report(&self) -> &Report {
        &self.report
    }

    fn read(
        session: &mut Session<'_>,
        id: i64,
        links: Vec<i64>,
    ) -> Result<Option<Self>, StorageError> {
        let full = session.performed_step_in_full(id)?;
        Ok(full.map(|full| {
            let report = whole(&full);
            Self {
                summary: full.summary,
                report,
                links,
            }
        }))
    }
}

/// What kind of work a performed step is.
pub(crate) fn work_of(full: &StoredPerformedStep, rooms: &Rooms) -> Work {
    let step = Performed {
        summary: full.summary.clone(),
        report: whole(full),
        links: Vec::new(),
    };
    step.facts().work(rooms)
}

/// All that was reported, in one report.
fn whole(full: &StoredPerformedStep) -> Report {
    let mut report = full.summary.report.clone();
    report.scheduled_steps = Some(full.references.clone());
    if report.series.is_some() {
        let series = full.series.iter().map(|stored| stored.series.clone());
        report.series = Some(series.collect());
    }
    let mut consumption: BTreeMap<ConsumptionSource, Vec<Consumption>> = BTreeMap::new();
    for (source, item) in &full.consumption {
        consumption.entry(*source).or_default().push(item.clone());
    }
    report.consumption = consumption.into_iter().collect();
    report
}

/// A scheduled step with what the rules ask of it.
pub(crate) struct Scheduled {
    pub(crate) stored: StoredStep,
    performed_steps: u32,
    protocol: Option<Protocol>,
    is_asked: bool,
}

impl Scheduled {
    pub(crate) fn facts(&self) -> ScheduledFacts<'_> {
        ScheduledFacts {
            step: &self.stored.step,
            planned: self.planned(),
            performed_steps: self.performed_steps,
            protocol: self.protocol.as_ref(),
            is_asked: self.is_asked,
        }
    }

    fn planned(&self) -> StepStatus {
        self.stored.manual_status
    }

    /// A scheduled step; `station` is where it was performed, if it was.
    pub(crate) fn new(
        judge: &Judge,
        stored: StoredStep,
        performed_steps: u32,
        station: Option<&str>,
    ) -> Self {
        let step = &stored.step;
        let scheduled = step.station_ae_titles.first().map(AeTitle::as_str);
        let station = station.or(scheduled).unwrap_or_default();
        let protocol = step
            .requested_procedure_code
            .as_ref()
            .and_then(|code| judge.catalogue.find(code, station, step.start_date))
            .cloned();
        Self {
            stored,
            performed_steps,
            protocol,
            is_asked: false,
        }
    }
}

/// The records of one case.
pub(crate) struct Records {
    pub(crate) performed: Vec<Performed>,
    pub(crate) scheduled: Vec<Scheduled>,
    pub(crate) meant: Option<Scheduled>,
    pub(crate) alike: Vec<Performed>,
    pub(crate) billing: Vec<BillingDifference>,
    pub(crate) aliases: Vec<Alias>,
}

impl Records {
    /// Reads the records of a case.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn read(
        session: &mut Session<'_>,
        judge: &Judge,
        related: &Related,
    ) -> Result<Self, StorageError> {
        let ids: Vec<i64> = related.performed.iter().copied().collect();
        let mut links: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for link in session.links_of_performed(&ids)? {
            links
                .entry(link.performed_step)
                .or_default()
                .push(link.scheduled_step);
        }
        let mut performed = Vec::new();
        for id in &ids {
            let links = links.remove(id).unwrap_or_default();
            performed.extend(Performed::read(session, *id, links)?);
        }
        let steps: Vec<i64> = related.scheduled.iter().copied().collect();
        let mut scheduled: Vec<Scheduled> = session
            .scheduled_steps(&steps)?
            .into_iter()
            .map(|stored| with_performed(judge, stored, &performed))
            .collect();
        if performed.is_empty() {
            ask(session, &mut scheduled)?;
        }
        let meant = match performed.as_slice() {
            [alone] if alone.links.is_empty() => alone.summary.mismatched_step,
            _ => None,
        };
        let meant = match meant {
            Some(meant) => session
                .scheduled_step(meant)?
                .map(|stored| Scheduled::new(judge, stored, 0, None)),
            None => None,
        };
        let mut alike = Vec::new();
        if !ids.is_empty() {
            for id in session.performed_steps_alike(&ids, ALIKE)? {
                alike.extend(Performed::read(session, id, Vec::new())?);
            }
        }
        let billing = billing(session, &performed, &scheduled)?;
        let ordered = scheduled.iter().chain(&meant);
        let ordered: Vec<&Patient> = ordered.map(|step| &step.stored.step.patient).collect();
        let done = performed.iter().map(|step| &step.report.patient);
        let mut other = done.filter(|done| {
            let mut ordered = ordered.iter();
            ordered.any(|patient| patient.patient_id != done.patient_id)
        });
        let aliases = match other.next() {
            Some(done) => aliases(session, ordered.into_iter().chain([done]))?,
            None => Vec::new(),
        };
        Ok(Self {
            performed,
            scheduled,
            meant,
            alike,
            billing,
            aliases,
        })
    }
}

/// The aliases that have to do with these patients.
///
/// # Errors
/// When the database refuses.
pub(crate) fn aliases<'a>(
    session: &mut Session<'_>,
    patients: impl Iterator<Item = &'a Patient>,
) -> Result<Vec<Alias>, StorageError> {
    let ids: BTreeSet<&str> = patients
        .map(|patient| patient.patient_id.as_str())
        .filter(|id| !id.is_empty())
        .collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let stored = session.aliases_of(&ids)?.into_iter();
    Ok(stored
        .map(|alias| Alias {
            former: alias.patient_id,
            current: alias.current_patient_id,
            issuer_of_patient_id: alias.issuer,
        })
        .collect())
}

/// Marks the orders about which a person is asked whether another patient's exam is theirs.
fn ask(session: &mut Session<'_>, scheduled: &mut [Scheduled]) -> Result<(), StorageError> {
    let ids: Vec<i64> = scheduled.iter().map(|step| step.stored.step.id).collect();
    let items = session.discrepancies_of(&[], &ids)?;
    for step in scheduled {
        step.is_asked = items.iter().any(|item| {
            item.state == DiscrepancyState::Open
                && item.kind == Kind::PatientMismatch.word()
                && item.scheduled_step == Some(step.stored.step.id)
        });
    }
    Ok(())
}

/// What ordered and chargeable quantities of the procedures differ in, once everything has ended.
fn billing(
    session: &mut Session<'_>,
    performed: &[Performed],
    scheduled: &[Scheduled],
) -> Result<Vec<BillingDifference>, StorageError> {
    let has_ended = |step: &Performed| step.summary.final_at.is_some();
    if performed.is_empty() || !performed.iter().all(has_ended) {
        return Ok(Vec::new());
    }
    let mut procedures = BTreeSet::new();
    let mut found = Vec::new();
    for step in scheduled {
        if procedures.insert(step.stored.procedure) {
            let id = step.stored.step.id;
            let differences = charges::difference_of_step(session, id)?;
            found.extend(differences.into_iter().map(|difference| BillingDifference {
                performed: None,
                scheduled: Some(id),
                expected: format!("{}: {}", difference.charge, difference.ordered),
                actual: format!("{}: {}", difference.charge, difference.performed),
            }));
        }
    }
    Ok(found)
}

fn with_performed(judge: &Judge, stored: StoredStep, performed: &[Performed]) -> Scheduled {
    let id = stored.step.id;
    let mut counting = performed
        .iter()
        .filter(|step| step.links.contains(&id))
        .filter(|step| step.facts().performance() != Performance::WrongEntry);
    let count = u32::try_from(counting.clone().count()).unwrap_or(u32::MAX);
    let last = counting
        .next_back()
        .map(|step| step.facts().station().to_owned());
    Scheduled::new(judge, stored, count, last.as_deref())
}
