//! Links between performed and scheduled steps.

use crate::schema::{device, link, performed_step, scheduled_step};
use crate::statement::{among, load_among};
use crate::{Result, Session, text};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::Code;
use domain::performed_step::PerformedStatus;
use domain::scheduled_step::StepStatus;
use serde::{Deserialize, Serialize};

/// A performed step belongs to a scheduled step.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
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

    /// Makes these the links of a performed step, and no others.
    ///
    /// The revision of an exam is the sum of those of its records: a scheduled step that loses a
    /// performed step grows by what it loses, so that its exam's only grows.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_links(&mut self, performed: i64, links: &[StoredLink]) -> Result<()> {
        let known = self.links_of(performed)?;
        let revision: Option<i64> = performed_step::table
            .find(performed)
            .select(performed_step::revision)
            .first(self.connection)
            .optional()?;
        let lost =
            revision.unwrap_or_default() + self.discrepancy_revisions_of_performed(performed)? + 1;
        for gone in known.iter().filter(|link| !links.contains(link)) {
            diesel::delete(link::table.find((performed, gone.scheduled_step)))
                .execute(self.connection)?;
            diesel::update(scheduled_step::table.find(gone.scheduled_step))
                .set(scheduled_step::revision.eq(scheduled_step::revision + lost))
                .execute(self.connection)?;
        }
        for new in links.iter().filter(|link| !known.contains(link)) {
            diesel::insert_into(link::table)
                .values(new)
                .execute(self.connection)?;
        }
        diesel::update(performed_step::table.find(performed))
            .set((
                performed_step::linked.eq(i32::from(!links.is_empty())),
                performed_step::revision.eq(performed_step::revision + 1),
            ))
            .execute(self.connection)?;
        Ok(())
    }

    /// When performed steps of these scheduled steps began to be reported, and when they became
    /// final: scheduled step, first message, final message.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_instants(&mut self, steps: &[i64]) -> Result<Vec<(i64, i64, Option<i64>)>> {
        Ok(link::table
            .inner_join(performed_step::table)
            .filter(among(link::scheduled_step, steps))
            .select((
                link::scheduled_step,
                performed_step::received_at,
                performed_step::final_at,
            ))
            .load(self.connection)?)
    }

    /// The links of a performed step, by scheduled step.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn links_of(&mut self, performed: i64) -> Result<Vec<StoredLink>> {
        Ok(link::table
            .filter(link::performed_step.eq(performed))
            .order_by(link::scheduled_step)
            .select(StoredLink::as_select())
            .load(self.connection)?)
    }

    /// The links of scheduled steps.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn links_of_scheduled(&mut self, scheduled_steps: &[i64]) -> Result<Vec<StoredLink>> {
        let all = link::table.select(StoredLink::as_select());
        let column = link::scheduled_step;
        Ok(load_among!(all, column, scheduled_steps, self.connection)?)
    }

    /// The status a scheduled step has without performed steps, and the status it has.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn statuses_of_step(&mut self, step: i64) -> Result<Option<(StepStatus, StepStatus)>> {
        let found: Option<(i32, i32)> = scheduled_step::table
            .find(step)
            .select((scheduled_step::manual_status, scheduled_step::status))
            .first(self.connection)
            .optional()?;
        let status = text::parse_step_status;
        Ok(found.map(|(manual, now)| (status(manual), status(now))))
    }

    /// The links of performed steps.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn links_of_performed(&mut self, performed_steps: &[i64]) -> Result<Vec<StoredLink>> {
        let all = link::table.select(StoredLink::as_select());
        let column = link::performed_step;
        Ok(load_among!(all, column, performed_steps, self.connection)?)
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

    /// Status and discontinuation reasons of the performed steps linked to a scheduled step. Work on a
    /// workstation (a registered device without modality and lane) is left out: it is no acquisition
    /// and changes no schedule.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_of_step(&mut self, step: i64) -> Result<Vec<(PerformedStatus, Vec<Code>)>> {
        let station = performed_step::station_ae_title;
        let is_station = device::ae_title.eq(station).or(station
            .eq("")
            .and(device::ae_title.eq(performed_step::calling_ae_title)));
        let workstation = device::table
            .filter(device::modality.eq(""))
            .filter(device::on_board.eq(0))
            .filter(is_station);
        let rows: Vec<(i32, String)> = link::table
            .inner_join(performed_step::table)
            .filter(link::scheduled_step.eq(step))
            .filter(not(exists(workstation)))
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
