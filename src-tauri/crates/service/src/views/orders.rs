//! The list of orders, one order's form, and the search.

use crate::clock;
use crate::department::{Department, storage_failure};
use crate::schedule::form;
use crate::views::card;
use crate::views::exam::scheduled_station;
use crate::views::map::{self, Exam};
use chrono::NaiveDate;
use contract::orders::{ListOrders, OrderForm, OrderPage, OrderRow, OrderSort, ShowOrder};
use contract::search::{Hit, Search};
use contract::{Failure, FailureCode};
use domain::folding::fold;
use std::sync::Arc;
use storage::{OrderQuery, StoredStep};

/// Rows of one answer at most: a screen shows about forty.
const ROWS: u32 = 500;
/// Steps the search looks through, latest first.
const SEARCHED: i64 = 20_000;
/// Hits of one answer at most.
const HITS: u32 = 50;

impl Department {
    /// A window of the sorted and filtered list.
    ///
    /// # Errors
    /// When a day cannot be read, or the database refuses.
    pub async fn list_orders(self: &Arc<Self>, request: ListOrders) -> Result<OrderPage, Failure> {
        let query = OrderQuery {
            from: day("from", &request.from)?,
            to: day("to", &request.to)?,
            statuses: request
                .statuses
                .iter()
                .copied()
                .map(map::status_from)
                .collect(),
            modality: request.modality,
            station: request.station,
            sort: sort(request.sort),
            descending: request.descending,
        };
        let words = words(&request.text);
        let (offset, limit) = (request.offset, request.limit.min(ROWS));
        self.read(move |department, session| {
            let mut found = session.list_orders(&query)?;
            found.retain(|stored| holds(stored, &words));
            let window = found.iter().skip(offset as usize).take(limit as usize);
            Ok(OrderPage {
                total: u32::try_from(found.len()).unwrap_or(u32::MAX),
                offset,
                rows: window.map(|stored| row(department, stored)).collect(),
            })
        })
        .await
    }

    /// The form of an order.
    ///
    /// # Errors
    /// When it is not there, or the database refuses.
    pub async fn show_order(self: &Arc<Self>, request: ShowOrder) -> Result<OrderForm, Failure> {
        let Some(Exam::Scheduled(id)) = Exam::parse(&request.id) else {
            return Err(Failure::new(
                FailureCode::NotFound,
                "this exam has no order",
            ));
        };
        let stored = self
            .read(move |_, session| session.scheduled_step(id))
            .await?;
        stored
            .map(|stored| form::of(&stored))
            .ok_or_else(|| Failure::new(FailureCode::NotFound, "this order is no longer there"))
    }

    /// Finds exams by words.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn search(self: &Arc<Self>, request: Search) -> Result<Vec<Hit>, Failure> {
        let words = words(&request.text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let limit = request.limit.min(HITS) as usize;
        let department = Arc::clone(self);
        let hits = tokio::task::spawn_blocking(move || {
            department.database.readers().read(|session| {
                let today = department.clock.today();
                let alone = session.performed_steps_between(
                    today - chrono::Duration::days(30),
                    today + chrono::Duration::days(1),
                )?;
                let steps = session.latest_steps(SEARCHED)?;
                let scheduled = steps
                    .iter()
                    .filter(|stored| holds(stored, &words))
                    .map(|stored| hit(&department, stored));
                let performed = alone
                    .iter()
                    .filter(|performed| !performed.linked)
                    .map(|performed| card::performed_hit(&department, performed))
                    .filter(|hit| {
                        let text = format!(
                            "{} {} {} {}",
                            hit.patient.family, hit.patient.given, hit.patient_id, hit.procedure
                        );
                        let text = fold(&text);
                        words.iter().all(|word| text.contains(word))
                    });
                Ok(performed.chain(scheduled).take(limit).collect())
            })
        })
        .await
        .map_err(|_| Failure::new(FailureCode::Stopped, "the service is stopping"))?;
        hits.map_err(storage_failure)
    }
}

/// A day of a request.
pub(crate) fn day(field: &str, text: &str) -> Result<NaiveDate, Failure> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| Failure::field(field, format!("{field} is not a day (YYYY-MM-DD)")))
}

pub(crate) fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

pub(crate) fn holds(stored: &StoredStep, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let step = &stored.step;
    let text = fold(&format!(
        "{} {} {} {} {}",
        step.patient.name.as_dicom().replace(['^', '='], " "),
        step.patient.patient_id,
        step.accession_number,
        step.requested_procedure_description,
        step.description,
    ));
    words.iter().all(|word| text.contains(word.as_str()))
}

fn sort(sort: OrderSort) -> storage::OrderSort {
    match sort {
        OrderSort::Start => storage::OrderSort::Start,
        OrderSort::Patient => storage::OrderSort::Patient,
        OrderSort::AccessionNumber => storage::OrderSort::AccessionNumber,
        OrderSort::Procedure => storage::OrderSort::Procedure,
        OrderSort::Station => storage::OrderSort::Station,
        OrderSort::Status => storage::OrderSort::Status,
        OrderSort::Priority => storage::OrderSort::Priority,
    }
}

fn row(department: &Department, stored: &StoredStep) -> OrderRow {
    let step = &stored.step;
    let registry = department.registry();
    let stations: Vec<String> = step
        .station_ae_titles
        .iter()
        .map(|title| registry.station_name(title.as_str()))
        .collect();
    OrderRow {
        id: Exam::Scheduled(step.id).id(),
        patient: map::name(&step.patient.name),
        patient_id: step.patient.patient_id.clone(),
        accession_number: step.accession_number.clone(),
        procedure: map::procedure(step),
        modality: step.modality.clone(),
        station: scheduled_station(&step.station_ae_titles),
        stations: stations.join(", "),
        planned_start: Some(clock::to_contract(
            step.start_date.and_time(step.start_time),
        )),
        expected_minutes: step.expected_minutes,
        status: map::status(step.status),
        priority: map::priority(step.priority),
    }
}

fn hit(department: &Department, stored: &StoredStep) -> Hit {
    let step = &stored.step;
    let station = scheduled_station(&step.station_ae_titles);
    Hit {
        id: Exam::Scheduled(step.id).id(),
        patient: map::name(&step.patient.name),
        patient_id: step.patient.patient_id.clone(),
        accession_number: step.accession_number.clone(),
        procedure: map::procedure(step),
        station_name: department.registry().station_name(&station),
        day: step.start_date.to_string(),
        status: map::status(step.status),
    }
}
