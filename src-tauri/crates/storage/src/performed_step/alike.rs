//! Performed steps that could be the same reported twice.

use crate::schema::{performed_series, performed_step};
use crate::statement::among;
use crate::{Result, Session};
use diesel::prelude::*;

impl Session<'_> {
    /// Performed steps that could be one of these reported again: with the PerformedProcedureStepID
    /// of one, or with one of its series. The latest, at most `limit` of each; never these.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_alike(&mut self, ids: &[i64], limit: i64) -> Result<Vec<i64>> {
        let step_ids: Vec<String> = performed_step::table
            .filter(among(performed_step::id, ids))
            .filter(performed_step::performed_procedure_step_id.ne(""))
            .select(performed_step::performed_procedure_step_id)
            .distinct()
            .load(self.connection)?;
        let mut found: Vec<i64> = Vec::new();
        // One at a time: the index gives the latest first only within one identifier.
        for step_id in step_ids {
            let steps: Vec<i64> = performed_step::table
                .filter(performed_step::performed_procedure_step_id.eq(step_id))
                .order_by(performed_step::id.desc())
                .select(performed_step::id)
                .limit(limit)
                .load(self.connection)?;
            found.extend(steps);
        }
        let other = diesel::alias!(performed_series as other_series);
        let same_series = performed_series::table
            .inner_join(
                other.on(other
                    .field(performed_series::series_instance_uid)
                    .eq(performed_series::series_instance_uid)),
            )
            .filter(among(performed_series::performed_step, ids))
            .filter(performed_series::series_instance_uid.ne(""))
            .select(other.field(performed_series::performed_step))
            .distinct();
        found.extend(same_series.load::<i64>(self.connection)?);
        found.retain(|id| !ids.contains(id));
        found.sort_unstable();
        found.dedup();
        found.truncate(usize::try_from(limit * 2).unwrap_or_default());
        Ok(found)
    }
}
