//! Performed steps that could be the same reported twice.

use crate::schema::{performed_series, performed_step};
use crate::statement::load_among;
use crate::{Result, Session};
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

impl Session<'_> {
    /// Performed steps that could be one of these reported again: with the PerformedProcedureStepID
    /// of one, or with one of its series. The latest, at most `limit` of each; never these.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_alike(&mut self, ids: &[i64], limit: i64) -> Result<Vec<i64>> {
        let named = performed_step::table
            .filter(performed_step::performed_procedure_step_id.ne(""))
            .select(performed_step::performed_procedure_step_id);
        let mut step_ids: Vec<String> =
            load_among!(named, performed_step::id, ids, self.connection)?;
        step_ids.sort_unstable();
        step_ids.dedup();
        let at_most = usize::try_from(limit).unwrap_or_default();
        let mut found: Vec<i64> = Vec::new();
        // One at a time: the index gives the latest first only within one identifier.
        for step_id in step_ids {
            let steps = performed_step::table
                .filter(performed_step::performed_procedure_step_id.eq(step_id))
                .order_by(performed_step::id.desc())
                .select(performed_step::id)
                // Rows are read as they are taken: no LIMIT, for which SQLite would prepare it anew.
                .load_iter::<i64, DefaultLoadingMode>(self.connection)?;
            for step in steps.take(at_most) {
                found.push(step?);
            }
        }
        let other = diesel::alias!(performed_series as other_series);
        let same_series = performed_series::table
            .inner_join(
                other.on(other
                    .field(performed_series::series_instance_uid)
                    .eq(performed_series::series_instance_uid)),
            )
            .filter(performed_series::series_instance_uid.ne(""))
            .select(other.field(performed_series::performed_step));
        let column = performed_series::performed_step;
        let same: Vec<i64> = load_among!(same_series, column, ids, self.connection)?;
        found.extend(same);
        found.retain(|id| !ids.contains(id));
        found.sort_unstable();
        found.dedup();
        found.truncate(at_most * 2);
        Ok(found)
    }
}
