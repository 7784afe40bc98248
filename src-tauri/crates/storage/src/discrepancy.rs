//! The items of the reconciliation queue, open and closed. The rows are the history: a closed one
//! stays as it is, and what shows again is a new one.

use crate::scheduled_step::next_id;
use crate::schema::{discrepancy, performed_step, scheduled_step};
use crate::statement::{change, load_among};
use crate::{Result, Session, text};
use chrono::{NaiveDate, NaiveTime};
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::scheduled_step::StepStatus;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Records asked for at once: a thousand variables at most fit one query.
const AT_ONCE: usize = 500;

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DiscrepancyState {
    /// It waits for a person.
    #[default]
    Open,
    /// A person decided it, or the data no longer shows it.
    Resolved,
    /// A person accepted it or said that it is no question.
    Dismissed,
}

impl DiscrepancyState {
    /// Its word, as exported.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Dismissed => "dismissed",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "resolved" => Self::Resolved,
            "dismissed" => Self::Dismissed,
            _ => Self::Open,
        }
    }
}

/// One item of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredDiscrepancy {
    /// Its number; 0 until it is stored.
    pub id: i64,
    /// Grows with every change of it.
    pub revision: i64,
    /// The word of its kind.
    pub kind: String,
    /// How urgent: 0 blocks reading, 1 is for review, 2 is good to know.
    pub severity: u8,
    /// The performed step it is about.
    pub performed_step: Option<i64>,
    /// The scheduled step it is about.
    pub scheduled_step: Option<i64>,
    /// What the order and the catalogue say.
    pub expected: String,
    /// What was done.
    pub actual: String,
    /// When it was raised.
    pub raised_at: i64,
    /// Where it stands.
    pub state: DiscrepancyState,
    /// When it closed.
    pub resolved_at: Option<i64>,
    /// Who closed it; empty when the data no longer showed it.
    pub resolved_by: String,
    /// What was decided, a word; empty when it closed by itself.
    pub resolution: String,
    /// The reason that was given.
    pub note: String,
    /// Who deals with it; empty while nobody does.
    pub assigned_to: String,
    /// Whether the data shows it.
    pub shown: bool,
}

#[derive(
    Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(
    table_name = discrepancy,
    treat_none_as_null = true,
    treat_none_as_default_value = false
)]
pub(crate) struct DiscrepancyRow {
    pub(crate) id: i64,
    pub(crate) revision: i64,
    pub(crate) kind: String,
    pub(crate) severity: i32,
    pub(crate) performed_step: Option<i64>,
    pub(crate) scheduled_step: Option<i64>,
    pub(crate) expected: String,
    pub(crate) actual: String,
    pub(crate) raised_at: i64,
    pub(crate) state: String,
    pub(crate) resolved_at: Option<i64>,
    pub(crate) resolved_by: String,
    pub(crate) resolution: String,
    pub(crate) note: String,
    pub(crate) assigned_to: String,
    pub(crate) shown: i32,
}

impl Session<'_> {
    /// All open items, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn open_discrepancies(&mut self) -> Result<Vec<StoredDiscrepancy>> {
        let rows: Vec<DiscrepancyRow> = discrepancy::table
            .filter(discrepancy::state.eq(DiscrepancyState::Open.as_str()))
            .order_by((discrepancy::raised_at, discrepancy::id))
            .select(DiscrepancyRow::as_select())
            .load(self.connection)?;
        Ok(rows.into_iter().map(DiscrepancyRow::into_stored).collect())
    }

    /// How many items are open, and how many of them block reading.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count_open_discrepancies(&mut self) -> Result<(u32, u32)> {
        let severities: Vec<i32> = discrepancy::table
            .filter(discrepancy::state.eq(DiscrepancyState::Open.as_str()))
            .select(discrepancy::severity)
            .load(self.connection)?;
        let blocking = severities.iter().filter(|severity| **severity == 0).count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok((count(severities.len()), count(blocking)))
    }

    /// One item.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn discrepancy(&mut self, id: i64) -> Result<Option<StoredDiscrepancy>> {
        Ok(self.discrepancy_row(id)?.map(DiscrepancyRow::into_stored))
    }

    /// All items, open and closed, about any of these performed and scheduled steps, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn discrepancies_of(
        &mut self,
        performed: &[i64],
        scheduled: &[i64],
    ) -> Result<Vec<StoredDiscrepancy>> {
        let all = discrepancy::table.select(DiscrepancyRow::as_select());
        let mut found: BTreeMap<i64, DiscrepancyRow> = BTreeMap::new();
        for ids in performed.chunks(AT_ONCE) {
            let column = discrepancy::performed_step;
            let rows: Vec<DiscrepancyRow> = load_among!(all, column, ids, self.connection)?;
            found.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        for ids in scheduled.chunks(AT_ONCE) {
            let column = discrepancy::scheduled_step;
            let rows: Vec<DiscrepancyRow> = load_among!(all, column, ids, self.connection)?;
            found.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(found
            .into_values()
            .map(DiscrepancyRow::into_stored)
            .collect())
    }

    /// Items raised between two instants, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn discrepancies_between(&mut self, from: i64, to: i64) -> Result<Vec<StoredDiscrepancy>> {
        let rows: Vec<DiscrepancyRow> = discrepancy::table
            .filter(discrepancy::raised_at.ge(from))
            .filter(discrepancy::raised_at.lt(to))
            .order_by((discrepancy::raised_at, discrepancy::id))
            .select(DiscrepancyRow::as_select())
            .load(self.connection)?;
        Ok(rows.into_iter().map(DiscrepancyRow::into_stored).collect())
    }

    /// Stores a new item, or an item as it is now; its number. The revision grows.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_discrepancy(&mut self, item: &StoredDiscrepancy) -> Result<i64> {
        let mut row = DiscrepancyRow::from_stored(item);
        row.revision += 1;
        if row.id > 0 {
            self.change_discrepancy_row(row)?;
            return Ok(item.id);
        }
        row.id = next_id!(self, discrepancy);
        diesel::insert_into(discrepancy::table)
            .values(&row)
            .execute(self.connection)?;
        Ok(row.id)
    }

    /// Performed steps of this day and later, those that run, and those with an open item.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn open_performed_steps(&mut self, day: NaiveDate) -> Result<Vec<i64>> {
        let of_day: Vec<i64> = performed_step::table
            .filter(performed_step::board_day.ge(text::date(Some(day))))
            .select(performed_step::id)
            .load(self.connection)?;
        let running: Vec<i64> = performed_step::table
            .filter(performed_step::final_at.is_null())
            .select(performed_step::id)
            .load(self.connection)?;
        let asked: Vec<Option<i64>> = discrepancy::table
            .filter(discrepancy::state.eq(DiscrepancyState::Open.as_str()))
            .select(discrepancy::performed_step)
            .load(self.connection)?;
        let mut steps = of_day;
        steps.extend(running);
        steps.extend(asked.into_iter().flatten());
        steps.sort_unstable();
        steps.dedup();
        Ok(steps)
    }

    /// Performed steps that run, of which nothing was heard since `silent_since` and for which no
    /// item of this kind was raised since; oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn silent_performed_steps(
        &mut self,
        silent_since: i64,
        kind: &str,
        limit: i64,
    ) -> Result<Vec<i64>> {
        let raised = discrepancy::table
            .filter(discrepancy::performed_step.eq(performed_step::id.nullable()))
            .filter(discrepancy::kind.eq(kind))
            .filter(discrepancy::raised_at.ge(performed_step::last_message_at));
        Ok(performed_step::table
            .filter(performed_step::final_at.is_null())
            .filter(performed_step::last_message_at.le(silent_since))
            .filter(not(exists(raised)))
            .order_by(performed_step::last_message_at)
            .select(performed_step::id)
            .limit(limit)
            .load(self.connection)?)
    }

    /// Scheduled steps that still wait although their day is over, not longer ago than `from`, or
    /// although they should have started by `until` and the patient is here, and about which no item
    /// of this kind is open or was decided; at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn overdue_scheduled_steps(
        &mut self,
        from: NaiveDate,
        until: (NaiveDate, NaiveTime),
        kind: &str,
        asked: &str,
        limit: i64,
    ) -> Result<Vec<i64>> {
        let (day, time) = (text::date(Some(until.0)), text::time(Some(until.1)));
        let raised = discrepancy::table
            .filter(discrepancy::scheduled_step.eq(scheduled_step::id.nullable()))
            .filter(
                discrepancy::kind
                    .eq(kind)
                    .and(discrepancy::shown.eq(1))
                    .or(discrepancy::kind
                        .eq(asked)
                        .and(discrepancy::state.eq(DiscrepancyState::Open.as_str()))),
            );
        Ok(scheduled_step::table
            // In the words of the index, with no variable, so that it is used.
            .filter(sql::<Bool>(
                "scheduled_step.status <= 2 AND scheduled_step.removed = 0",
            ))
            .filter(scheduled_step::start_date.ge(text::date(Some(from))))
            .filter(
                scheduled_step::start_date
                    .lt(day.clone())
                    .or(scheduled_step::start_date
                        .eq(day)
                        .and(scheduled_step::start_time.le(time))
                        .and(scheduled_step::status.ge(text::step_status(StepStatus::Arrived)))),
            )
            .filter(not(exists(raised)))
            .order_by((scheduled_step::start_date, scheduled_step::start_time))
            .select(scheduled_step::id)
            .limit(limit)
            .load(self.connection)?)
    }

    /// The sum of the revisions of all items about a performed step: part of the revision of its
    /// exam, which must only grow.
    pub(crate) fn discrepancy_revisions_of_performed(&mut self, performed: i64) -> Result<i64> {
        let revisions: Vec<i64> = discrepancy::table
            .filter(discrepancy::performed_step.eq(performed))
            .select(discrepancy::revision)
            .load(self.connection)?;
        Ok(revisions.into_iter().sum())
    }

    pub(crate) fn discrepancy_row(&mut self, id: i64) -> Result<Option<DiscrepancyRow>> {
        Ok(discrepancy::table
            .find(id)
            .select(DiscrepancyRow::as_select())
            .first(self.connection)
            .optional()?)
    }

    pub(crate) fn change_discrepancy_row(&mut self, row: DiscrepancyRow) -> Result<()> {
        change(discrepancy::table, row.id, row).execute(self.connection)?;
        Ok(())
    }
}

impl DiscrepancyRow {
    fn from_stored(item: &StoredDiscrepancy) -> Self {
        Self {
            id: item.id,
            revision: item.revision,
            kind: item.kind.clone(),
            severity: i32::from(item.severity),
            performed_step: item.performed_step,
            scheduled_step: item.scheduled_step,
            expected: item.expected.clone(),
            actual: item.actual.clone(),
            raised_at: item.raised_at,
            state: item.state.as_str().to_owned(),
            resolved_at: item.resolved_at,
            resolved_by: item.resolved_by.clone(),
            resolution: item.resolution.clone(),
            note: item.note.clone(),
            assigned_to: item.assigned_to.clone(),
            shown: i32::from(item.shown),
        }
    }

    fn into_stored(self) -> StoredDiscrepancy {
        StoredDiscrepancy {
            id: self.id,
            revision: self.revision,
            kind: self.kind,
            severity: u8::try_from(self.severity).unwrap_or(2),
            performed_step: self.performed_step,
            scheduled_step: self.scheduled_step,
            expected: self.expected,
            actual: self.actual,
            raised_at: self.raised_at,
            state: DiscrepancyState::parse(&self.state),
            resolved_at: self.resolved_at,
            resolved_by: self.resolved_by,
            resolution: self.resolution,
            note: self.note,
            assigned_to: self.assigned_to,
            shown: self.shown != 0,
        }
    }
}
