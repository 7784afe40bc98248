//! The orders list and the search: sorted, filtered windows over scheduled steps.

use super::{Joined, OrderRow, PatientRow, ProcedureRow, StepRow, StoredStep, steps, stored};
use crate::schema::{imaging_order, patient, requested_procedure, scheduled_step};
use crate::{Result, Session, text};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use domain::scheduled_step::StepStatus;

/// Which scheduled steps, in which order, and which window of them.
#[derive(Clone)]
pub struct OrderQuery {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Only these statuses; empty is all.
    pub statuses: Vec<StepStatus>,
    /// Only this modality; empty is all.
    pub modality: String,
    /// Only with this station; empty is all.
    pub station: String,
    /// Sort by.
    pub sort: OrderSort,
    /// Largest first.
    pub descending: bool,
}

/// What the list sorts by; ties go by start, then AccessionNumber, then number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSort {
    /// Planned start.
    Start,
    /// Patient name.
    Patient,
    /// AccessionNumber.
    AccessionNumber,
    /// Procedure.
    Procedure,
    /// Station.
    Station,
    /// Status, in the order of life.
    Status,
    /// Priority, most urgent first.
    Priority,
}

impl Session<'_> {
    /// All steps the query names, sorted. The caller filters by words, which ignore case and
    /// accents in ways SQL does not, and cuts the window.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn list_orders(&mut self, query: &OrderQuery) -> Result<Vec<StoredStep>> {
        let mut rows = steps!()
            .filter(scheduled_step::start_date.ge(text::date(Some(query.from))))
            .filter(scheduled_step::start_date.le(text::date(Some(query.to))))
            .into_boxed::<Sqlite>();
        if !query.statuses.is_empty() {
            let statuses: Vec<i32> = query
                .statuses
                .iter()
                .copied()
                .map(text::step_status)
                .collect();
            rows = rows.filter(scheduled_step::status.eq_any(statuses));
        }
        if !query.modality.is_empty() {
            rows = rows.filter(scheduled_step::modality.eq(&query.modality));
        }
        macro_rules! sort {
            ($column:expr) => {
                if query.descending {
                    rows.order_by($column.desc())
                } else {
                    rows.order_by($column.asc())
                }
            };
        }
        let rows = match query.sort {
            OrderSort::Start => {
                sort!(scheduled_step::start_date).then_order_by(scheduled_step::start_time.asc())
            }
            OrderSort::Patient => sort!(patient::name),
            OrderSort::AccessionNumber => sort!(imaging_order::accession_number),
            OrderSort::Procedure => sort!(requested_procedure::description),
            OrderSort::Station => sort!(scheduled_step::station_ae_titles),
            OrderSort::Status => sort!(scheduled_step::status),
            OrderSort::Priority => sort!(requested_procedure::priority),
        };
        let rows: Vec<Joined> = rows
            .then_order_by(scheduled_step::start_date.asc())
            .then_order_by(scheduled_step::start_time.asc())
            .then_order_by(imaging_order::accession_number.asc())
            .then_order_by(scheduled_step::id.asc())
            .load(self.connection)?;
        let mut found = stored(rows);
        if !query.station.is_empty() {
            found.retain(|stored| {
                stored
                    .step
                    .station_ae_titles
                    .iter()
                    .any(|title| title.as_str() == query.station)
            });
        }
        Ok(found)
    }

    /// The latest days' steps, newest first, for the search.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn latest_steps(&mut self, limit: i64) -> Result<Vec<StoredStep>> {
        let rows: Vec<Joined> = steps!()
            .order_by((
                scheduled_step::start_date.desc(),
                scheduled_step::start_time.desc(),
            ))
            .limit(limit)
            .load(self.connection)?;
        Ok(stored(rows))
    }
}
