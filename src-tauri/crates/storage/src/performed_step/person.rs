//! What people change of performed steps, and what came too late to change them.

use super::PerformedRow;
use crate::schema::performed_step;
use crate::{PerformedSummary, Result, Session};
use diesel::prelude::*;

impl Session<'_> {
    /// Stores what a person changed of a performed step; its series, references and consumption stay.
    /// The revision grows.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn correct_performed_step(&mut self, now: &PerformedSummary) -> Result<()> {
        let mut row = PerformedRow::from_summary(now);
        row.reported.revision += 1;
        self.put_performed_row(now.id, row)
    }

    /// Counts a message that came after the end and was refused.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count_late_message(&mut self, id: i64) -> Result<()> {
        diesel::update(performed_step::table.find(id))
            .set((
                performed_step::late_messages.eq(performed_step::late_messages + 1),
                performed_step::revision.eq(performed_step::revision + 1),
            ))
            .execute(self.connection)?;
        Ok(())
    }
}
