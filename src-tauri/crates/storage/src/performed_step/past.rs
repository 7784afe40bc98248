//! What performed steps say for the protocol catalogue: the names of their series, whether contrast
//! was given, and the completed exams of past days.

use super::{Numbered, PerformedRow, PerformedSummary, parts};
use crate::schema::{consumption, link, performed_series, performed_step};
use crate::schema::{requested_procedure, scheduled_step};
use crate::statement::among;
use crate::{Result, Session, text};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::Code;
use domain::performed_step::{Consumption, ConsumptionSource, PerformedSeries, PerformedStatus};
use std::collections::HashMap;

/// A completed performed step of a past exam.
#[derive(Clone, PartialEq)]
pub struct PastStep {
    /// The scheduled step it was for.
    pub scheduled_step: i64,
    /// The code of the requested procedure.
    pub code: Code,
    /// What it reported; series and contrast are filled by [`Session::fill_what_protocols_name`].
    pub performed: PerformedSummary,
}

impl Session<'_> {
    /// Completed performed steps of scheduled steps whose procedure has a code, shown on the boards
    /// of these days, both included; the newest first, at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn past_steps(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        limit: i64,
    ) -> Result<Vec<PastStep>> {
        let completed = text::performed_status(PerformedStatus::Completed);
        let rows: Vec<(i64, (String, String, String), Numbered)> = performed_step::table
            .inner_join(
                link::table
                    .inner_join(scheduled_step::table.inner_join(requested_procedure::table)),
            )
            .filter(performed_step::board_day.ge(text::date(Some(from))))
            .filter(performed_step::board_day.le(text::date(Some(to))))
            .filter(performed_step::status.eq(completed))
            .filter(requested_procedure::code_value.ne(""))
            .order_by((performed_step::board_day.desc(), performed_step::id.desc()))
            .limit(limit)
            .select((
                scheduled_step::id,
                (
                    requested_procedure::code_value,
                    requested_procedure::code_scheme,
                    requested_procedure::code_meaning,
                ),
                (performed_step::id, PerformedRow::as_select()),
            ))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(
                |(scheduled_step, (value, scheme, meaning), (id, row))| PastStep {
                    scheduled_step,
                    code: Code {
                        value,
                        scheme,
                        meaning,
                    },
                    performed: row.into_summary(id),
                },
            )
            .collect())
    }

    /// SOP Instance UIDs of the newest performed steps that this AE title reported on the boards of
    /// these days, at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn newest_performed_of(
        &mut self,
        calling_ae_title: &str,
        from: NaiveDate,
        to: NaiveDate,
        limit: i64,
    ) -> Result<Vec<String>> {
        Ok(performed_step::table
            .filter(performed_step::board_day.ge(text::date(Some(from))))
            .filter(performed_step::board_day.le(text::date(Some(to))))
            .filter(performed_step::calling_ae_title.eq(calling_ae_title))
            .order_by((performed_step::board_day.desc(), performed_step::id.desc()))
            .limit(limit)
            .select(performed_step::sop_instance_uid)
            .load(self.connection)?)
    }

    /// Fills what a protocol is compared with: the names of the series, without their images, and
    /// the contrast given.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn fill_what_protocols_name<'s>(
        &mut self,
        performed: impl IntoIterator<Item = &'s mut PerformedSummary>,
    ) -> Result<()> {
        let performed: Vec<&mut PerformedSummary> = performed.into_iter().collect();
        if performed.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = performed.iter().map(|step| step.id).collect();
        let series = self.named_series(&ids)?;
        let contrast = self.contrast_given(&ids)?;
        for step in performed {
            // A group is one performed step for several scheduled ones.
            if let Some(series) = series.get(&step.id) {
                step.report.series = Some(series.clone());
            }
            if let Some(contrast) = contrast.get(&step.id) {
                let source = ConsumptionSource::Contrast;
                step.report.consumption = vec![(source, contrast.clone())];
            }
        }
        Ok(())
    }

    fn named_series(&mut self, performed: &[i64]) -> Result<HashMap<i64, Vec<PerformedSeries>>> {
        let rows: Vec<(i64, String, String, String)> = performed_series::table
            .filter(among(performed_series::performed_step, performed))
            .order_by((performed_series::performed_step, performed_series::position))
            .select((
                performed_series::performed_step,
                performed_series::series_instance_uid,
                performed_series::protocol_name,
                performed_series::description,
            ))
            .load(self.connection)?;
        let mut found: HashMap<i64, Vec<PerformedSeries>> = HashMap::new();
        for (step, series_instance_uid, protocol_name, description) in rows {
            found.entry(step).or_default().push(PerformedSeries {
                series_instance_uid,
                protocol_name,
                description,
                ..PerformedSeries::default()
            });
        }
        Ok(found)
    }

    fn contrast_given(&mut self, performed: &[i64]) -> Result<HashMap<i64, Vec<Consumption>>> {
        let contrast = parts::number(ConsumptionSource::Contrast);
        let rows: Vec<(i64, String, String, String)> = consumption::table
            .filter(among(consumption::performed_step, performed))
            .filter(consumption::source.eq(contrast))
            .select((
                consumption::performed_step,
                consumption::name,
                consumption::quantity,
                consumption::unit,
            ))
            .load(self.connection)?;
        let mut found: HashMap<i64, Vec<Consumption>> = HashMap::new();
        for (step, name, quantity, unit) in rows {
            found.entry(step).or_default().push(Consumption {
                code: None,
                name,
                quantity,
                unit,
            });
        }
        Ok(found)
    }
}
