//! The account of a requested procedure: its facts, what is due for them, and what was released.

use super::catalogue;
use crate::registry::rooms_of;
use domain::AeTitle;
use domain::charge::{
    Catalogue, Check, Correction, Due, Entry, Pending, Performed, Quantity, Requested, corrected,
    due, pending,
};
use domain::discrepancy::{Work, work_of_order};
use domain::exam::Performance;
use domain::performed_step::{Consumption, ConsumptionSource, PerformedStatus};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use storage::{
    PerformedSummary, Session, StorageError, StoredChargeLine, StoredCorrection, StoredStep,
};

/// Questions to the database name at most so many records at once.
const AT_ONCE: usize = 500;

/// The window keeps numbers of 53 bits exactly.
const REVISION_BITS: u64 = (1 << 52) - 1;

/// A requested procedure with everything its charges depend on.
pub(super) struct Account {
    pub(super) requested: Requested,
    /// Its scheduled steps, the first made first.
    pub(super) steps: Vec<StoredStep>,
    /// Its performed steps.
    pub(super) performed: Vec<PerformedSummary>,
    /// The same as the rules see them.
    pub(super) facts: Vec<Performed>,
    /// What was released.
    pub(super) ledger: Vec<StoredChargeLine>,
    /// What is due, with what people decided.
    pub(super) due: Vec<Due>,
    /// What a release would add.
    pub(super) pending: Pending,
}

impl Account {
    /// Whether a performed step of it still runs.
    pub(super) fn is_running(&self) -> bool {
        let mut facts = self.facts.iter();
        facts.any(|step| step.performance == Performance::InProgress)
    }

    /// Whether anything of it has ended or was released.
    pub(super) fn is_known(&self) -> bool {
        let ended = |step: &Performed| step.performance != Performance::InProgress;
        !self.ledger.is_empty() || self.facts.iter().any(ended)
    }

    /// The step that stands for it: the first that was performed, else the first.
    pub(super) fn step(&self) -> Option<&StoredStep> {
        let is_performed = |step: &&StoredStep| step.step.status != step.manual_status;
        self.steps.iter().find(is_performed).or(self.steps.first())
    }

    /// Other with every change of what is shown of it.
    pub(super) fn revision(&self) -> i64 {
        let mut hash = DefaultHasher::new();
        for line in &self.due {
            (
                &line.key,
                &line.facts,
                &line.charge,
                line.quantity,
                &line.unit,
            )
                .hash(&mut hash);
            (&line.modifiers, line.ordered, line.check).hash(&mut hash);
        }
        for line in &self.ledger {
            (&line.entry.id, line.exported_at.is_some()).hash(&mut hash);
        }
        (self.requested.id, self.is_running()).hash(&mut hash);
        i64::try_from(hash.finish() & REVISION_BITS).unwrap_or_default()
    }

    /// Whether a line differs from the order or is not known to the catalogue.
    pub(super) fn differs(&self) -> bool {
        self.due.iter().any(|line| line.check.differs())
    }
}

/// The accounts of requested procedures, by number; those that are gone are left out.
pub(super) fn load(
    session: &mut Session<'_>,
    procedures: &[i64],
) -> Result<Vec<Account>, StorageError> {
    let catalogue = catalogue(session)?;
    let mut accounts = Vec::new();
    for chunk in procedures.chunks(AT_ONCE) {
        accounts.extend(load_some(session, chunk, &catalogue)?);
    }
    accounts.sort_by_key(|account| account.requested.id);
    Ok(accounts)
}

/// Everything that some accounts are made of, read with a few questions.
struct Loaded {
    steps: BTreeMap<i64, Vec<StoredStep>>,
    /// Performed steps by requested procedure, then by number.
    performed: BTreeMap<i64, BTreeMap<i64, PerformedSummary>>,
    /// The procedures each performed step is linked to.
    linked: HashMap<i64, BTreeMap<i64, Requested>>,
    consumption: HashMap<i64, Vec<(ConsumptionSource, Consumption)>>,
    ledger: BTreeMap<i64, Vec<StoredChargeLine>>,
    corrections: BTreeMap<i64, Vec<StoredCorrection>>,
}

fn load_some(
    session: &mut Session<'_>,
    procedures: &[i64],
    catalogue: &Catalogue,
) -> Result<Vec<Account>, StorageError> {
    let mut loaded = read(session, procedures)?;
    let steps = std::mem::take(&mut loaded.steps);
    Ok(steps
        .into_iter()
        .filter_map(|(procedure, steps)| loaded.account(procedure, steps, catalogue))
        .collect())
}

fn read(session: &mut Session<'_>, procedures: &[i64]) -> Result<Loaded, StorageError> {
    let mut steps: BTreeMap<i64, Vec<StoredStep>> = BTreeMap::new();
    let mut procedure_of: HashMap<i64, Requested> = HashMap::new();
    let mut ids = Vec::new();
    for stored in session.steps_of_procedures(procedures)? {
        ids.push(stored.step.id);
        procedure_of.insert(stored.step.id, requested(&stored));
        steps.entry(stored.procedure).or_default().push(stored);
    }
    let mut performed: BTreeMap<i64, BTreeMap<i64, PerformedSummary>> = BTreeMap::new();
    let mut performed_ids = BTreeSet::new();
    let rooms = rooms_of(&session.devices()?);
    for chunk in ids.chunks(AT_ONCE) {
        for (step, summary) in session.performed_steps_of(chunk)? {
            // Work on a workstation and an import are no acquisition: they are not charged as one.
            let station = summary.report.station_ae_title.as_ref();
            let station = station.map_or(summary.calling_ae_title.as_str(), AeTitle::as_str);
            if work_of_order(&summary.report, station, &rooms) != Work::Acquisition {
                continue;
            }
            performed_ids.insert(summary.id);
            if let Some(requested) = procedure_of.get(&step) {
                let own = performed.entry(requested.id).or_default();
                own.insert(summary.id, summary);
            }
        }
    }
    let performed_ids: Vec<i64> = performed_ids.into_iter().collect();
    let mut consumption = HashMap::new();
    for chunk in performed_ids.chunks(AT_ONCE) {
        consumption.extend(session.consumption_of_steps(chunk)?);
    }
    let linked = links(session, &performed_ids, procedure_of)?;
    let mut ledger: BTreeMap<i64, Vec<StoredChargeLine>> = BTreeMap::new();
    for line in session.charge_lines(procedures)? {
        ledger.entry(line.procedure).or_default().push(line);
    }
    let mut corrections: BTreeMap<i64, Vec<StoredCorrection>> = BTreeMap::new();
    for stored in session.charge_corrections(procedures)? {
        corrections
            .entry(stored.procedure)
            .or_default()
            .push(stored);
    }
    Ok(Loaded {
        steps,
        performed,
        linked,
        consumption,
        ledger,
        corrections,
    })
}

/// The procedures that performed steps are linked to, also those of other accounts (group).
fn links(
    session: &mut Session<'_>,
    performed: &[i64],
    mut procedure_of: HashMap<i64, Requested>,
) -> Result<HashMap<i64, BTreeMap<i64, Requested>>, StorageError> {
    let mut links = Vec::new();
    for chunk in performed.chunks(AT_ONCE) {
        links.extend(session.links_of_performed(chunk)?);
    }
    let others: BTreeSet<i64> = links
        .iter()
        .map(|link| link.scheduled_step)
        .filter(|step| !procedure_of.contains_key(step))
        .collect();
    let others: Vec<i64> = others.into_iter().collect();
    for chunk in others.chunks(AT_ONCE) {
        for stored in session.scheduled_steps(chunk)? {
            procedure_of.insert(stored.step.id, requested(&stored));
        }
    }
    let mut linked: HashMap<i64, BTreeMap<i64, Requested>> = HashMap::new();
    for link in links {
        if let Some(requested) = procedure_of.get(&link.scheduled_step) {
            let own = linked.entry(link.performed_step).or_default();
            own.insert(requested.id, requested.clone());
        }
    }
    Ok(linked)
}

impl Loaded {
    fn account(
        &mut self,
        procedure: i64,
        steps: Vec<StoredStep>,
        catalogue: &Catalogue,
    ) -> Option<Account> {
        let requested = requested(steps.first()?);
        let performed = self.performed.remove(&procedure).unwrap_or_default();
        let performed: Vec<PerformedSummary> = performed.into_values().collect();
        let facts: Vec<Performed> = performed.iter().map(|step| self.facts(step)).collect();
        let ledger = self.ledger.remove(&procedure).unwrap_or_default();
        let corrections = self.corrections.remove(&procedure).unwrap_or_default();
        let decided: Vec<Correction> = corrections
            .iter()
            .map(|stored| stored.correction.clone())
            .collect();
        let due = corrected(&requested, &facts, catalogue, &decided);
        let entries: Vec<Entry> = ledger.iter().map(|line| line.entry.clone()).collect();
        let pending = pending(&due, &entries);
        Some(Account {
            requested,
            steps,
            performed,
            facts,
            ledger,
            due,
            pending,
        })
    }

    fn facts(&self, step: &PerformedSummary) -> Performed {
        let linked = self.linked.get(&step.id).cloned().unwrap_or_default();
        Performed {
            id: step.id,
            performance: performance(step),
            is_waived: step.by_person.charge == Some(false),
            procedures: linked.into_values().collect(),
            procedure_codes: step.report.procedure_codes.clone().unwrap_or_default(),
            consumption: self.consumption.get(&step.id).cloned().unwrap_or_default(),
        }
    }
}

fn requested(stored: &StoredStep) -> Requested {
    Requested {
        id: stored.procedure,
        code: stored.step.requested_procedure_code.clone(),
    }
}

pub(super) fn performance(step: &PerformedSummary) -> Performance {
    let reasons = step.report.discontinuation_reasons.as_deref();
    let status = step.status.unwrap_or(PerformedStatus::InProgress);
    Performance::of(status, reasons.unwrap_or_default())
}

/// A line that differs from the order: what, ordered, performed, how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the line charges, in words.
    pub charge: String,
    /// How many were ordered; empty when nobody said.
    pub ordered: String,
    /// How many were performed; empty when that cannot be read.
    pub performed: String,
    /// More, less or not known.
    pub check: Check,
}

/// The differences between what was ordered and what would be charged of a scheduled step's
/// procedure; none while there is no charge catalogue.
///
/// # Errors
/// When the database refuses.
pub fn difference_of_step(
    session: &mut Session<'_>,
    step: i64,
) -> Result<Vec<Difference>, StorageError> {
    if session.charge_rules()?.is_empty() {
        return Ok(Vec::new());
    }
    let Some(stored) = session.scheduled_step(step)? else {
        return Ok(Vec::new());
    };
    let accounts = load(session, &[stored.procedure])?;
    let lines = accounts.iter().flat_map(|account| &account.due);
    Ok(lines
        .filter(|line| line.check.differs())
        .map(|line| Difference {
            charge: words(&line.charge).to_owned(),
            ordered: amount(line.ordered, &line.unit),
            performed: amount(line.performed, &line.unit),
            check: line.check,
        })
        .collect())
}

/// How many charges an order has when a performed step belongs to it too, and to it alone.
///
/// # Errors
/// When the database refuses.
pub(crate) fn lines_when_linked(
    session: &mut Session<'_>,
    order: &StoredStep,
    step: &PerformedSummary,
) -> Result<usize, StorageError> {
    let known = load(session, &[order.procedure])?.pop();
    let mut facts = known.map(|account| account.facts).unwrap_or_default();
    facts.retain(|known| known.id != step.id);
    let consumption = session.consumption_of_steps(&[step.id])?.remove(&step.id);
    let requested = requested(order);
    facts.push(Performed {
        id: step.id,
        performance: performance(step),
        is_waived: step.by_person.charge == Some(false),
        procedures: vec![requested.clone()],
        procedure_codes: step.report.procedure_codes.clone().unwrap_or_default(),
        consumption: consumption.unwrap_or_default(),
    });
    let lines = due(&requested, &facts, &catalogue(session)?);
    let charged = lines.iter().filter(|line| !line.quantity.is_zero());
    Ok(charged.count())
}

/// A code in words.
pub(super) fn words(code: &domain::Code) -> &str {
    if code.meaning.is_empty() {
        &code.value
    } else {
        &code.meaning
    }
}

/// A quantity with its unit; empty when it is not known.
pub(super) fn amount(quantity: Option<Quantity>, unit: &str) -> String {
    match quantity {
        Some(quantity) if unit.is_empty() => quantity.to_string(),
        Some(quantity) => format!("{quantity} {unit}"),
        None => String::new(),
    }
}
