//! Charges as the window shows them.

use super::account::{self, Account, amount};
use crate::clock;
use crate::department::Department;
use crate::views::map::{self, Exam};
use chrono::{NaiveDate, NaiveDateTime};
use contract::charges::{
    ChargeCheck, ChargeLine, ChargeOrigin, ChargeState, ChargesView, ExamCharges, ListCharges,
    NotCharged, PerformedQuantities, ShowCharges,
};
use contract::{ExamId, Failure};
use domain::charge::{self, Check, Due, Origin, Performed, line_id};
use domain::exam::Performance;
use domain::folding::fold;
use domain::performed_step::{Consumption, ConsumptionSource};
use domain::validation;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{PerformedSummary, Session, StorageError, StoredChargeLine};

impl Department {
    /// The charges of exams that were performed on these days.
    ///
    /// # Errors
    /// When a day cannot be read, or the database refuses.
    pub async fn list_charges(
        self: &Arc<Self>,
        request: ListCharges,
    ) -> Result<ChargesView, Failure> {
        let (from, to) = (day("from", &request.from)?, day("to", &request.to)?);
        self.read(move |department, session| {
            let mut exams = of_days(department, session, from, to)?;
            let count = |state: ChargeState| {
                let of_state = exams.iter().filter(|exam| exam.state == state);
                u32::try_from(of_state.count()).unwrap_or(u32::MAX)
            };
            let differing = exams.iter().filter(|exam| exam.differs).count();
            let mut view = ChargesView {
                exams: Vec::new(),
                open: count(ChargeState::Open),
                released: count(ChargeState::Released),
                exported: count(ChargeState::Exported),
                differing: u32::try_from(differing).unwrap_or(u32::MAX),
            };
            let words: Vec<String> = request.text.split_whitespace().map(fold).collect();
            exams.retain(|exam| {
                request.state.is_none_or(|state| exam.state == state) && holds(exam, &words)
            });
            view.exams = exams;
            Ok(view)
        })
        .await
    }

    /// The charges of one exam; `None` when it is not there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn show_charges(
        self: &Arc<Self>,
        request: ShowCharges,
    ) -> Result<Option<ExamCharges>, Failure> {
        self.read(
            move |department, session| match Exam::parse(&request.exam) {
                Some(Exam::Scheduled(id)) => {
                    let Some(stored) = session.scheduled_step(id)? else {
                        return Ok(None);
                    };
                    let accounts = account::load(session, &[stored.procedure])?;
                    let known = accounts.iter().find(|account| account.is_known());
                    Ok(known.and_then(|account| shown(department, account)))
                }
                Some(Exam::Performed(id)) => {
                    let steps = session.performed_steps(&[id])?;
                    let alone = steps.iter().find(|step| !step.linked);
                    alone
                        .map(|step| unscheduled(department, session, step))
                        .transpose()
                }
                None => Ok(None),
            },
        )
        .await
    }
}

pub(super) fn day(field: &str, text: &str) -> Result<NaiveDate, Failure> {
    validation::date(text).map_err(|problem| Failure::field(field, problem.to_string()))
}

/// The requested procedures of exams that were performed on these days, and the performed steps
/// without an order.
pub(super) fn procedures_of_days(
    session: &mut Session<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(Vec<i64>, Vec<PerformedSummary>), StorageError> {
    let performed = session.performed_steps_between(from, to)?;
    let (linked, alone): (Vec<_>, Vec<_>) = performed.into_iter().partition(|step| step.linked);
    let linked: Vec<i64> = linked.into_iter().map(|step| step.id).collect();
    let mut steps = BTreeSet::new();
    for chunk in linked.chunks(500) {
        let links = session.links_of_performed(chunk)?;
        steps.extend(links.into_iter().map(|link| link.scheduled_step));
    }
    let steps: Vec<i64> = steps.into_iter().collect();
    let mut procedures = BTreeSet::new();
    for chunk in steps.chunks(500) {
        let stored = session.scheduled_steps(chunk)?;
        procedures.extend(stored.into_iter().map(|stored| stored.procedure));
    }
    Ok((procedures.into_iter().collect(), alone))
}

fn of_days(
    department: &Department,
    session: &mut Session<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<ExamCharges>, StorageError> {
    let (procedures, alone) = procedures_of_days(session, from, to)?;
    let mut exams: Vec<ExamCharges> = account::load(session, &procedures)?
        .iter()
        .filter(|account| account.is_known())
        .filter_map(|account| shown(department, account))
        .collect();
    for step in alone.iter().filter(|step| step.final_at.is_some()) {
        exams.push(unscheduled(department, session, step)?);
    }
    exams.sort_by(|one, other| (other.ended, &other.exam).cmp(&(one.ended, &one.exam)));
    Ok(exams)
}

fn holds(exam: &ExamCharges, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let name = &exam.patient;
    let lines = exam.lines.iter();
    let charges = lines.flat_map(|line| [line.code.value.as_str(), line.code.meaning.as_str()]);
    let own = [
        name.family.as_str(),
        name.given.as_str(),
        exam.patient_id.as_str(),
        exam.accession_number.as_str(),
        exam.procedure.as_str(),
    ];
    let all: Vec<&str> = own.into_iter().chain(charges).collect();
    let all = fold(&all.join(" "));
    words.iter().all(|word| all.contains(word))
}

/// An account as the window shows it.
pub(super) fn shown(department: &Department, account: &Account) -> Option<ExamCharges> {
    let stored = account.step()?;
    let step = &stored.step;
    let station = step
        .station_ae_titles
        .first()
        .map(|title| title.as_str().to_owned());
    let performed = account.performed.last();
    let station = performed
        .and_then(|step| step.report.station_ae_title.as_ref())
        .map(|title| title.as_str().to_owned())
        .or(station)
        .unwrap_or_default();
    let counted = account
        .performed
        .iter()
        .zip(&account.facts)
        .filter(|(_, facts)| facts.performance != Performance::WrongEntry);
    Some(ExamCharges {
        exam: Exam::Scheduled(step.id).id(),
        revision: account.revision(),
        patient: map::name(&step.patient.name),
        patient_id: step.patient.patient_id.clone(),
        accession_number: step.accession_number.clone(),
        procedure: map::procedure(step),
        station_name: department.registry().station_name(&station),
        ended: account
            .performed
            .iter()
            .filter_map(ended)
            .max()
            .map(clock::to_contract),
        state: state(account),
        lines: lines(account),
        performed: quantities(counted),
        not_charged: charge::not_charged(Some(&account.requested), &account.facts, &account.due)
            .map(reason),
        running: account.is_running(),
        differs: account.differs(),
    })
}

/// A performed step without an order: what it used up shows, nothing is charged.
fn unscheduled(
    department: &Department,
    session: &mut Session<'_>,
    step: &PerformedSummary,
) -> Result<ExamCharges, StorageError> {
    let consumption = session.consumption_of_steps(&[step.id])?.remove(&step.id);
    let facts = Performed {
        id: step.id,
        performance: account::performance(step),
        is_waived: false,
        procedures: Vec::new(),
        procedure_codes: Vec::new(),
        consumption: consumption.unwrap_or_default(),
    };
    let report = &step.report;
    let station = report.station_ae_title.as_ref();
    let station = station.map_or(step.calling_ae_title.as_str(), |title| title.as_str());
    Ok(ExamCharges {
        exam: Exam::Performed(step.id).id(),
        revision: step.revision,
        patient: map::name(&report.patient.name),
        patient_id: report.patient.patient_id.clone(),
        accession_number: String::new(),
        procedure: report.description.clone().unwrap_or_default(),
        station_name: department.registry().station_name(station),
        ended: ended(step).map(clock::to_contract),
        state: ChargeState::Nothing,
        lines: Vec::new(),
        performed: quantities(std::iter::once((step, &facts))),
        not_charged: Some(NotCharged::Unscheduled),
        running: step.final_at.is_none(),
        differs: false,
    })
}

fn ended(step: &PerformedSummary) -> Option<NaiveDateTime> {
    let received = clock::wall_of(step.final_at?);
    Some(
        step.report
            .ended()
            .filter(|end| *end <= received)
            .unwrap_or(received),
    )
}

pub(super) fn state(account: &Account) -> ChargeState {
    if !account.pending.is_empty() {
        ChargeState::Open
    } else if account.ledger.is_empty() {
        ChargeState::Nothing
    } else if account.ledger.iter().any(|line| line.exported_at.is_none()) {
        ChargeState::Released
    } else {
        ChargeState::Exported
    }
}

/// The lines: what is charged now in the order of the rules, then what was taken back.
fn lines(account: &Account) -> Vec<ChargeLine> {
    let is_pending_credit = |line: &StoredChargeLine| {
        let credits = account.pending.credits.iter();
        let mut credited = credits.filter_map(|place| account.ledger.get(*place));
        credited.any(|credited| credited.id == line.id)
    };
    let is_live = |line: &StoredChargeLine| {
        let credited = account
            .ledger
            .iter()
            .any(|other| other.entry.credits.as_ref() == Some(&line.entry.id));
        line.entry.credits.is_none() && !credited && !is_pending_credit(line)
    };
    let mut shown: Vec<ChargeLine> = Vec::new();
    for due in &account.due {
        let mut live = account.ledger.iter().filter(|line| is_live(line));
        match live.find(|line| line.entry.key == due.key) {
            Some(line) => shown.push(released(line)),
            None => shown.push(open(account, due)),
        }
    }
    for line in account.ledger.iter().filter(|line| !is_live(line)) {
        shown.push(released(line));
        if is_pending_credit(line) {
            shown.push(ChargeLine {
                id: line_id(
                    line.procedure,
                    &line.entry.key,
                    account.lines_of(&line.entry.key),
                ),
                quantity: (-line.entry.quantity).to_string(),
                credits: Some(line.entry.id.clone()),
                released: None,
                released_by: String::new(),
                exported: None,
                ..released(line)
            });
        }
    }
    shown
}

fn released(line: &StoredChargeLine) -> ChargeLine {
    let entry = &line.entry;
    ChargeLine {
        id: entry.id.clone(),
        code: map::code(&entry.charge),
        modifiers: entry.modifiers.clone(),
        ordered: amount(line.ordered, &entry.unit),
        performed: amount(line.performed, &entry.unit),
        quantity: entry.quantity.to_string(),
        unit: entry.unit.clone(),
        check: check(line.check),
        origin: origin(line.origin),
        credits: entry.credits.clone(),
        released: Some(clock::instant_to_contract(line.released_at)),
        released_by: line.released_by.clone(),
        exported: line.exported_at.map(clock::instant_to_contract),
    }
}

fn open(account: &Account, due: &Due) -> ChargeLine {
    ChargeLine {
        id: account.new_id(&due.key),
        code: map::code(&due.charge),
        modifiers: due.modifiers.clone(),
        ordered: amount(due.ordered, &due.unit),
        performed: amount(due.performed, &due.unit),
        quantity: due.quantity.to_string(),
        unit: due.unit.clone(),
        check: check(due.check),
        origin: origin(due.origin),
        credits: None,
        released: None,
        released_by: String::new(),
        exported: None,
    }
}

impl Account {
    /// How many lines the ledger has of a fact.
    pub(super) fn lines_of(&self, key: &str) -> usize {
        let lines = self.ledger.iter();
        lines.filter(|line| line.entry.key == key).count()
    }

    /// The id a new line of a fact gets: after the credits that come before it.
    pub(super) fn new_id(&self, key: &str) -> String {
        let credits = self.pending.credits.iter();
        let credits = credits.filter_map(|place| self.ledger.get(*place));
        let credits = credits.filter(|line| line.entry.key == key).count();
        line_id(self.requested.id, key, self.lines_of(key) + credits)
    }
}

fn quantities<'a>(
    steps: impl Iterator<Item = (&'a PerformedSummary, &'a Performed)>,
) -> PerformedQuantities {
    let mut all = PerformedQuantities::default();
    let mut contrast = Vec::new();
    for (step, facts) in steps {
        all.series = all.series.saturating_add(step.series);
        all.images = match (all.images, step.images) {
            (Some(sum), Some(images)) => Some(sum.saturating_add(images)),
            (one, other) => one.or(other),
        };
        for (source, item) in &facts.consumption {
            match source {
                ConsumptionSource::Contrast => contrast.push(reported(item)),
                ConsumptionSource::BillingSupplies => all.supplies.push(reported(item)),
                ConsumptionSource::FilmConsumption => {
                    let films: u32 = item.quantity.trim().parse().unwrap_or_default();
                    all.films = all.films.saturating_add(films);
                }
                ConsumptionSource::DoseAreaProduct
                | ConsumptionSource::EntranceDose
                | ConsumptionSource::EntranceDoseInMilligray
                | ConsumptionSource::FluoroscopyTime
                | ConsumptionSource::Exposures
                | ConsumptionSource::DoseComment => all.dose.push(reported(item)),
                ConsumptionSource::BillingProcedureStep => {}
            }
        }
    }
    all.contrast = contrast.join(", ");
    all
}

fn reported(item: &Consumption) -> String {
    let name = match &item.code {
        Some(code) if item.name.is_empty() => account::words(code),
        Some(_) | None => item.name.as_str(),
    };
    let parts = [name, item.quantity.as_str(), item.unit.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn check(check: Check) -> ChargeCheck {
    match check {
        Check::Matches => ChargeCheck::Matches,
        Check::More => ChargeCheck::More,
        Check::Less => ChargeCheck::Less,
        Check::Allowed => ChargeCheck::Allowed,
        Check::Unknown => ChargeCheck::Unknown,
    }
}

fn origin(origin: Origin) -> ChargeOrigin {
    match origin {
        Origin::Procedure => ChargeOrigin::Procedure,
        Origin::BillingCode => ChargeOrigin::BillingCode,
        Origin::Contrast => ChargeOrigin::Contrast,
        Origin::Supply => ChargeOrigin::Supply,
        Origin::Film => ChargeOrigin::Film,
        Origin::Exposures => ChargeOrigin::Exposures,
        Origin::Manual => ChargeOrigin::Manual,
    }
}

fn reason(reason: charge::NotCharged) -> NotCharged {
    match reason {
        charge::NotCharged::Unscheduled => NotCharged::Unscheduled,
        charge::NotCharged::Running => NotCharged::Running,
        charge::NotCharged::WrongEntry => NotCharged::WrongEntry,
        charge::NotCharged::Discontinued => NotCharged::Discontinued,
        charge::NotCharged::NoCode => NotCharged::NoCode,
        charge::NotCharged::NotInCatalogue => NotCharged::NotInCatalogue,
    }
}

/// The number of the scheduled step an exam stands for.
pub(super) fn scheduled(exam: &ExamId) -> Option<i64> {
    match Exam::parse(exam)? {
        Exam::Scheduled(id) => Some(id),
        Exam::Performed(_) => None,
    }
}
