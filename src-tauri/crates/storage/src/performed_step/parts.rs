//! The parts of a performed step that are rows of their own: references, series, consumption.

use super::{ConsumptionRow, ReferenceRow, SeriesRow, StoredSeries, stored_uid};
use crate::schema::{consumption, performed_series, scheduled_reference};
use crate::{Result, Session, text};
use diesel::prelude::*;
use domain::performed_step::{
    Consumption, ConsumptionSource, PerformedSeries, Report, ScheduledReference,
};
use domain::{Code, PersonName, Uid};
use std::collections::HashMap;

const SOURCES: [ConsumptionSource; 10] = [
    ConsumptionSource::BillingProcedureStep,
    ConsumptionSource::FilmConsumption,
    ConsumptionSource::BillingSupplies,
    ConsumptionSource::Contrast,
    ConsumptionSource::DoseAreaProduct,
    ConsumptionSource::EntranceDose,
    ConsumptionSource::EntranceDoseInMilligray,
    ConsumptionSource::FluoroscopyTime,
    ConsumptionSource::Exposures,
    ConsumptionSource::DoseComment,
];

pub(super) fn number(source: ConsumptionSource) -> i32 {
    SOURCES
        .iter()
        .position(|known| *known == source)
        .map_or(-1, position)
}

fn position(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

fn count(references: Option<usize>) -> Option<i32> {
    references.map(position)
}

impl Session<'_> {
    pub(super) fn references_of(&mut self, performed: i64) -> Result<Vec<ScheduledReference>> {
        let rows: Vec<ReferenceRow> = scheduled_reference::table
            .filter(scheduled_reference::performed_step.eq(performed))
            .order_by(scheduled_reference::position)
            .select(ReferenceRow::as_select())
            .load(self.connection)?;
        Ok(rows.into_iter().map(reference).collect())
    }

    pub(super) fn series_of(&mut self, performed: i64) -> Result<Vec<StoredSeries>> {
        let rows: Vec<SeriesRow> = performed_series::table
            .filter(performed_series::performed_step.eq(performed))
            .order_by(performed_series::position)
            .select(SeriesRow::as_select())
            .load(self.connection)?;
        Ok(rows.into_iter().map(series).collect())
    }

    pub(super) fn consumption_of(
        &mut self,
        performed: i64,
    ) -> Result<Vec<(ConsumptionSource, Consumption)>> {
        let rows: Vec<ConsumptionRow> = consumption::table
            .filter(consumption::performed_step.eq(performed))
            .order_by((consumption::source, consumption::position))
            .select(ConsumptionRow::as_select())
            .load(self.connection)?;
        Ok(rows.into_iter().filter_map(consumed).collect())
    }

    /// What performed steps consumed, by the attribute it came in, in the order it came.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn consumption_of_steps(
        &mut self,
        performed: &[i64],
    ) -> Result<HashMap<i64, Vec<(ConsumptionSource, Consumption)>>> {
        let rows: Vec<ConsumptionRow> = consumption::table
            .filter(consumption::performed_step.eq_any(performed))
            .order_by((
                consumption::performed_step,
                consumption::source,
                consumption::position,
            ))
            .select(ConsumptionRow::as_select())
            .load(self.connection)?;
        let mut all: HashMap<i64, Vec<(ConsumptionSource, Consumption)>> = HashMap::new();
        for row in rows {
            let id = row.performed_step;
            all.entry(id).or_default().extend(consumed(row));
        }
        Ok(all)
    }

    pub(super) fn add_references(
        &mut self,
        performed: i64,
        references: &[ScheduledReference],
    ) -> Result<()> {
        for (index, reference) in references.iter().enumerate() {
            diesel::insert_into(scheduled_reference::table)
                .values(reference_row(performed, position(index), reference))
                .execute(self.connection)?;
        }
        Ok(())
    }

    /// Replaces the consumption a report sent, by attribute; what it did not send stays.
    pub(super) fn replace_consumption(&mut self, performed: i64, report: &Report) -> Result<()> {
        for (source, items) in &report.consumption {
            diesel::delete(
                consumption::table
                    .filter(consumption::performed_step.eq(performed))
                    .filter(consumption::source.eq(number(*source))),
            )
            .execute(self.connection)?;
            for (index, item) in items.iter().enumerate() {
                diesel::insert_into(consumption::table)
                    .values(consumption_row(performed, *source, position(index), item))
                    .execute(self.connection)?;
            }
        }
        Ok(())
    }

    /// Replaces the series by those a report sent.
    pub(super) fn replace_series(
        &mut self,
        performed: i64,
        new: &[PerformedSeries],
        at: i64,
    ) -> Result<()> {
        let first_reported: HashMap<String, i64> = performed_series::table
            .filter(performed_series::performed_step.eq(performed))
            .select((
                performed_series::series_instance_uid,
                performed_series::first_reported_at,
            ))
            .load::<(String, i64)>(self.connection)?
            .into_iter()
            .collect();
        if !first_reported.is_empty() {
            diesel::delete(
                performed_series::table.filter(performed_series::performed_step.eq(performed)),
            )
            .execute(self.connection)?;
        }
        self.add_series(performed, new, &first_reported, at)
    }

    /// Adds series; `first_reported` says since when those are known that are not new.
    pub(super) fn add_series(
        &mut self,
        performed: i64,
        new: &[PerformedSeries],
        first_reported: &HashMap<String, i64>,
        at: i64,
    ) -> Result<()> {
        for (index, series) in new.iter().enumerate() {
            let known = first_reported.get(&series.series_instance_uid).copied();
            diesel::insert_into(performed_series::table)
                .values(series_row(
                    performed,
                    position(index),
                    series,
                    known.unwrap_or(at),
                ))
                .execute(self.connection)?;
        }
        Ok(())
    }
}

fn reference_row(performed: i64, position: i32, reference: &ScheduledReference) -> ReferenceRow {
    ReferenceRow {
        performed_step: performed,
        position,
        study_instance_uid: reference
            .study_instance_uid
            .as_ref()
            .map(|uid| uid.as_str().to_owned())
            .unwrap_or_default(),
        referenced_study_uids: text::lines(reference.referenced_study_uids.iter().map(Uid::as_str)),
        accession_number: reference.accession_number.clone(),
        requested_procedure_id: reference.requested_procedure_id.clone(),
        requested_procedure_description: reference.requested_procedure_description.clone(),
        requested_procedure_codes: text::codes(&reference.requested_procedure_codes),
        scheduled_procedure_step_id: reference.scheduled_procedure_step_id.clone(),
        scheduled_procedure_step_description: reference
            .scheduled_procedure_step_description
            .clone(),
        scheduled_protocol_codes: text::codes(&reference.scheduled_protocol_codes),
        placer_order_number: reference.placer_order_number.clone(),
        filler_order_number: reference.filler_order_number.clone(),
    }
}

fn reference(row: ReferenceRow) -> ScheduledReference {
    ScheduledReference {
        study_instance_uid: stored_uid(&row.study_instance_uid),
        referenced_study_uids: row
            .referenced_study_uids
            .lines()
            .filter_map(stored_uid)
            .collect(),
        accession_number: row.accession_number,
        requested_procedure_id: row.requested_procedure_id,
        requested_procedure_description: row.requested_procedure_description,
        requested_procedure_codes: text::parse_codes(&row.requested_procedure_codes),
        scheduled_procedure_step_id: row.scheduled_procedure_step_id,
        scheduled_procedure_step_description: row.scheduled_procedure_step_description,
        scheduled_protocol_codes: text::parse_codes(&row.scheduled_protocol_codes),
        placer_order_number: row.placer_order_number,
        filler_order_number: row.filler_order_number,
    }
}

fn series_row(performed: i64, position: i32, series: &PerformedSeries, at: i64) -> SeriesRow {
    SeriesRow {
        performed_step: performed,
        position,
        series_instance_uid: series.series_instance_uid.clone(),
        protocol_name: series.protocol_name.clone(),
        description: series.description.clone(),
        retrieve_ae_title: series.retrieve_ae_title.clone(),
        operators: text::lines(series.operators.iter().map(PersonName::as_dicom)),
        performing_physicians: text::lines(
            series
                .performing_physicians
                .iter()
                .map(PersonName::as_dicom),
        ),
        image_count: count(series.images.as_ref().map(Vec::len)),
        other_count: count(series.others.as_ref().map(Vec::len)),
        images: text::references(series.images.as_deref()),
        others: text::references(series.others.as_deref()),
        first_reported_at: at,
    }
}

fn series(row: SeriesRow) -> StoredSeries {
    let names = |text: &str| text.lines().map(PersonName::new).collect();
    StoredSeries {
        first_reported_at: row.first_reported_at,
        series: PerformedSeries {
            series_instance_uid: row.series_instance_uid,
            protocol_name: row.protocol_name,
            description: row.description,
            retrieve_ae_title: row.retrieve_ae_title,
            operators: names(&row.operators),
            performing_physicians: names(&row.performing_physicians),
            images: row.image_count.map(|_| text::parse_references(&row.images)),
            others: row.other_count.map(|_| text::parse_references(&row.others)),
        },
    }
}

fn consumption_row(
    performed: i64,
    source: ConsumptionSource,
    position: i32,
    item: &Consumption,
) -> ConsumptionRow {
    let code = item.code.clone().unwrap_or_default();
    ConsumptionRow {
        performed_step: performed,
        source: number(source),
        position,
        code_value: code.value,
        code_scheme: code.scheme,
        code_meaning: code.meaning,
        name: item.name.clone(),
        quantity: item.quantity.clone(),
        unit: item.unit.clone(),
    }
}

fn consumed(row: ConsumptionRow) -> Option<(ConsumptionSource, Consumption)> {
    let source = usize::try_from(row.source)
        .ok()
        .and_then(|index| SOURCES.get(index))?;
    let code = Code {
        value: row.code_value,
        scheme: row.code_scheme,
        meaning: row.code_meaning,
    };
    let item = Consumption {
        code: (code != Code::default()).then_some(code),
        name: row.name,
        quantity: row.quantity,
        unit: row.unit,
    };
    Some((*source, item))
}
