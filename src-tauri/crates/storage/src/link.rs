//! Links between performed and scheduled steps.

use crate::schema::{link, performed_step, scheduled_step};
use crate::statement::among;
use crate::{Result, Session, text};
use diesel::prelude::*;
use domain::Code;
use domain::performed_step::PerformedStatus;
use domain::scheduled_step::StepStatus;

/// A performed step belongs to a scheduled step.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = link)]
pub struct StoredLink {
    /// The performed step.
    pub performed_step: i64,
    /// The scheduled step.
    pub scheduled_step: i64,
    /// How it was found.
    pub basis: String,
    /// When.
    pub linked_at: i64,
    /// By whom: empty for the ladder.
    pub linked_by: String,
}

impl Session<'_> {
    /// Links a performed step to a scheduled step; again is no change.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_link(&mut self, new: &StoredLink) -> Result<()> {
        diesel::insert_or_ignore_into(link::table)
            .values(new)
            .execute(self.connection)?;
        Ok(())
    }

    /// The links of performed steps.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn links_of_performed(&mut self, performed_steps: &[i64]) -> Result<Vec<StoredLink>> {
        Ok(link::table
            .filter(among(link::performed_step, performed_steps))
            .select(StoredLink::as_select())
            .load(self.connection)?)
    }

    /// The scheduled steps that a performed step is linked to: number, the status each has without
    /// performed steps, the status it has.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_of_performed(
        &mut self,
        performed: i64,
    ) -> Result<Vec<(i64, StepStatus, StepStatus)>> {
        let rows: Vec<(i64, i32, i32)> = link::table
            .inner_join(scheduled_step::table)
            .filter(link::performed_step.eq(performed))
            .select((
                link::scheduled_step,
                scheduled_step::manual_status,
                scheduled_step::status,
            ))
            .load(self.connection)?;
        let status = text::parse_step_status;
        Ok(rows
            .into_iter()
            .map(|(id, manual, now)| (id, status(manual), status(now)))
            .collect())
    }

    /// Status and discontinuation reasons of all performed steps linked to a scheduled step.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_of_step(&mut self, step: i64) -> Result<Vec<(PerformedStatus, Vec<Code>)>> {
        let rows: Vec<(i32, String)> = link::table
            .inner_join(performed_step::table)
            .filter(link::scheduled_step.eq(step))
            .select((
                performed_step::status,
                performed_step::discontinuation_reasons,
            ))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(status, reasons)| {
                (
                    text::parse_performed_status(status),
                    text::parse_codes(&reasons),
                )
            })
            .collect())
    }
}
