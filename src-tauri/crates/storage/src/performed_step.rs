//! Performed steps with their series, scheduled references and consumption.

use crate::schema::{consumption, link, performed_series, performed_step, scheduled_reference};
use crate::statement::{change, load_among};
use crate::{Result, Session, text};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::performed_step::{
    Consumption, ConsumptionSource, PerformedSeries, PerformedStatus, Report, ScheduledReference,
};
use domain::{AeTitle, Patient, PersonName, Uid};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

mod alike;
mod parts;
mod past;
mod person;

pub use past::PastStep;

/// A performed step as stored, without its series, references and consumption.
#[derive(Clone, PartialEq, Default)]
pub struct PerformedSummary {
    /// Our number of it; 0 until it is stored.
    pub id: i64,
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// Grows with every change.
    pub revision: i64,
    /// Its status.
    pub status: Option<PerformedStatus>,
    /// Who created it.
    pub calling_ae_title: String,
    /// What is known of it; sequences of series, references and consumption are not filled.
    pub report: Report,
    /// Series reported.
    pub series: u32,
    /// Images reported; `None` while no list came.
    pub images: Option<u32>,
    /// The day whose board shows it.
    pub board_day: NaiveDate,
    /// When its N-CREATE arrived.
    pub received_at: i64,
    /// When the last accepted message arrived.
    pub last_message_at: i64,
    /// When it became final.
    pub final_at: Option<i64>,
    /// The scheduled step that was meant although the patient differs.
    pub mismatched_step: Option<i64>,
    /// Whether it is linked to a scheduled step.
    pub linked: bool,
    /// What people said of it.
    pub by_person: ByPerson,
}

/// What people said of a performed step, beside its messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByPerson {
    /// Who ended it, because no modality did; empty when one did.
    pub closed_by: String,
    /// Who corrected what the modality reported; empty while nobody did.
    pub corrected_by: String,
    /// Who said why it was discontinued; empty when the modality did, or nobody.
    pub reason_by: String,
    /// Messages that came after the end and were refused.
    pub late_messages: u32,
    /// Whether what was done of a discontinued exam is charged; `None` while nobody said.
    pub charge: Option<bool>,
    /// Whether its images are to be kept; `None` while nobody said.
    pub keep_images: Option<bool>,
}

/// A performed step with everything that came.
#[derive(Clone, PartialEq)]
pub struct StoredPerformedStep {
    /// The step itself.
    pub summary: PerformedSummary,
    /// Its scheduled references.
    pub references: Vec<ScheduledReference>,
    /// Its series.
    pub series: Vec<StoredSeries>,
    /// What it consumed, by the attribute it came in.
    pub consumption: Vec<(ConsumptionSource, Consumption)>,
}

/// A performed series and when it was first reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSeries {
    /// The series.
    pub series: PerformedSeries,
    /// When a message first named it.
    pub first_reported_at: i64,
}

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = performed_step, treat_none_as_default_value = false)]
pub(crate) struct PerformedRow {
    #[diesel(embed)]
    fixed: FixedPart,
    #[diesel(embed)]
    reported: ReportedPart,
    #[diesel(embed)]
    by_person: ByPersonPart,
}

/// What no N-SET changes. It is left out of the update: indexes stand on it, and SQLite would write
/// them anew.
#[derive(
    Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(
    table_name = performed_step,
    treat_none_as_null = true,
    treat_none_as_default_value = false
)]
pub(crate) struct FixedPart {
    sop_instance_uid: String,
    calling_ae_title: String,
    board_day: String,
    received_at: i64,
    mismatched_step: Option<i64>,
    linked: i32,
}

/// What people said of it; no message changes it but those that come too late.
#[derive(
    Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(
    table_name = performed_step,
    treat_none_as_null = true,
    treat_none_as_default_value = false
)]
pub(crate) struct ByPersonPart {
    closed_by: String,
    corrected_by: String,
    reason_by: String,
    late_messages: i32,
    charge: Option<i32>,
    keep_images: Option<i32>,
}

/// What every accepted message may change.
#[derive(
    Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(
    table_name = performed_step,
    treat_none_as_null = true,
    treat_none_as_default_value = false
)]
pub(crate) struct ReportedPart {
    revision: i64,
    status: i32,
    station_ae_title: String,
    station_name: String,
    location: String,
    performed_procedure_step_id: String,
    description: String,
    type_description: String,
    comments: String,
    modality: String,
    study_id: String,
    admission_id: String,
    patient_id: String,
    issuer: String,
    patient_name: String,
    birth_date: String,
    sex: String,
    start_date: String,
    start_time: String,
    end_date: String,
    end_time: String,
    procedure_codes: String,
    protocol_codes: String,
    discontinuation_reasons: String,
    series_count: i32,
    image_count: Option<i32>,
    last_message_at: i64,
    final_at: Option<i64>,
    character_set: String,
    attributes: i32,
    findings: String,
}

type Numbered = (i64, PerformedRow);

macro_rules! performed {
    () => {
        performed_step::table.select((performed_step::id, PerformedRow::as_select()))
    };
}

fn summaries(rows: Vec<Numbered>) -> Vec<PerformedSummary> {
    rows.into_iter()
        .map(|(id, row)| row.into_summary(id))
        .collect()
}

impl Session<'_> {
    /// A performed step by its SOP Instance UID.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_step_by_uid(&mut self, uid: &str) -> Result<Option<PerformedSummary>> {
        let row: Option<Numbered> = performed!()
            .filter(performed_step::sop_instance_uid.eq(uid))
            // Unique, so without a LIMIT, for which SQLite would prepare it each time.
            .get_result(self.connection)
            .optional()?;
        Ok(row.map(|(id, row)| row.into_summary(id)))
    }

    /// Fills the series that were reported so far.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn fill_series(&mut self, summary: &mut PerformedSummary) -> Result<()> {
        if summary.report.series.is_some() && summary.series > 0 {
            let series = self.series_of(summary.id)?;
            summary.report.series = Some(series.into_iter().map(|stored| stored.series).collect());
        }
        Ok(())
    }

    /// Fills the scheduled steps that were referenced.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn fill_references(&mut self, summary: &mut PerformedSummary) -> Result<()> {
        summary.report.scheduled_steps = Some(self.references_of(summary.id)?);
        Ok(())
    }

    /// Performed steps by number.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps(&mut self, ids: &[i64]) -> Result<Vec<PerformedSummary>> {
        let rows = load_among!(performed!(), performed_step::id, ids, self.connection)?;
        Ok(summaries(rows))
    }

    /// Performed steps shown on the boards of these days, both included.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_between(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<PerformedSummary>> {
        let rows = performed!()
            .filter(performed_step::board_day.ge(text::date(Some(from))))
            .filter(performed_step::board_day.le(text::date(Some(to))))
            .load(self.connection)?;
        Ok(summaries(rows))
    }

    /// Performed steps that are in progress.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_in_progress(&mut self) -> Result<Vec<PerformedSummary>> {
        Ok(summaries(
            performed!()
                .filter(performed_step::final_at.is_null())
                .load(self.connection)?,
        ))
    }

    /// Performed steps in progress of which nothing was heard since, at most `limit`, the longest
    /// silent first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_silent_since(
        &mut self,
        since: i64,
        limit: i64,
    ) -> Result<Vec<PerformedSummary>> {
        Ok(summaries(
            performed!()
                .filter(performed_step::final_at.is_null())
                .filter(performed_step::last_message_at.le(since))
                .order_by(performed_step::last_message_at)
                .limit(limit)
                .load(self.connection)?,
        ))
    }

    /// Performed steps linked to any of these scheduled steps, each with the scheduled step.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_of(&mut self, steps: &[i64]) -> Result<Vec<(i64, PerformedSummary)>> {
        let query = link::table.inner_join(performed_step::table).select((
            link::scheduled_step,
            performed_step::id,
            PerformedRow::as_select(),
        ));
        let rows: Vec<(i64, i64, PerformedRow)> =
            load_among!(query, link::scheduled_step, steps, self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(step, id, row)| (step, row.into_summary(id)))
            .collect())
    }

    /// Performed steps that meant one of these scheduled steps although the patient differs.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_that_meant(&mut self, steps: &[i64]) -> Result<Vec<PerformedSummary>> {
        let column = performed_step::mismatched_step;
        let rows = load_among!(performed!(), column, steps, self.connection)?;
        Ok(summaries(rows))
    }

    /// A performed step with everything that came.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_step_in_full(&mut self, id: i64) -> Result<Option<StoredPerformedStep>> {
        let Some(summary) = self.performed_steps(&[id])?.pop() else {
            return Ok(None);
        };
        Ok(Some(StoredPerformedStep {
            summary,
            references: self.references_of(id)?,
            series: self.series_of(id)?,
            consumption: self.consumption_of(id)?,
        }))
    }

    /// Stores a new performed step with what its N-CREATE reported; its number.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_performed_step(&mut self, new: &PerformedSummary, report: &Report) -> Result<i64> {
        let id: i64 = diesel::insert_into(performed_step::table)
            .values(PerformedRow::from_summary(new))
            .returning(performed_step::id)
            .get_result(self.connection)?;
        self.add_references(id, report.scheduled_steps.as_deref().unwrap_or_default())?;
        let series = report.series.as_deref().unwrap_or_default();
        self.add_series(id, series, &HashMap::new(), new.received_at)?;
        self.replace_consumption(id, report)?;
        Ok(id)
    }

    /// Stores what an N-SET changed: the summary as it is now, and what `report` replaces. Who
    /// created it, its day and what it belongs to stay as they are.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn change_performed_step(&mut self, now: &PerformedSummary, report: &Report) -> Result<()> {
        let reported = ReportedPart::from_summary(now);
        change(performed_step::table, now.id, reported).execute(self.connection)?;
        if let Some(series) = &report.series {
            self.replace_series(now.id, series, now.last_message_at)?;
        }
        self.replace_consumption(now.id, report)
    }

    pub(crate) fn performed_row(&mut self, id: i64) -> Result<Option<PerformedRow>> {
        Ok(performed_step::table
            .find(id)
            .select(PerformedRow::as_select())
            .get_result(self.connection)
            .optional()?)
    }

    pub(crate) fn put_performed_row(&mut self, id: i64, row: PerformedRow) -> Result<()> {
        change(
            performed_step::table,
            id,
            (row.fixed, row.reported, row.by_person),
        )
        .execute(self.connection)?;
        Ok(())
    }
}

impl PerformedRow {
    /// Whether nothing differs but what follows from other records: revision, links, late messages.
    pub(crate) fn has_content_of(&self, other: &Self) -> bool {
        self.clone().after(other).reported_like(other) == *other
    }

    /// The same content as the next version of what is there now.
    pub(crate) fn after(mut self, current: &Self) -> Self {
        self.reported.revision = current.reported.revision + 1;
        self.fixed.linked = current.fixed.linked;
        self.by_person.late_messages = current.by_person.late_messages;
        self
    }

    fn reported_like(mut self, other: &Self) -> Self {
        self.reported.revision = other.reported.revision;
        self
    }

    fn from_summary(summary: &PerformedSummary) -> Self {
        Self {
            fixed: FixedPart {
                sop_instance_uid: summary.sop_instance_uid.clone(),
                calling_ae_title: summary.calling_ae_title.clone(),
                board_day: text::date(Some(summary.board_day)),
                received_at: summary.received_at,
                mismatched_step: summary.mismatched_step,
                linked: i32::from(summary.linked),
            },
            reported: ReportedPart::from_summary(summary),
            by_person: ByPersonPart {
                closed_by: summary.by_person.closed_by.clone(),
                corrected_by: summary.by_person.corrected_by.clone(),
                reason_by: summary.by_person.reason_by.clone(),
                late_messages: i32::try_from(summary.by_person.late_messages).unwrap_or(i32::MAX),
                charge: summary.by_person.charge.map(i32::from),
                keep_images: summary.by_person.keep_images.map(i32::from),
            },
        }
    }

    fn into_summary(self, id: i64) -> PerformedSummary {
        let Self {
            fixed,
            reported,
            by_person,
        } = self;
        let known = |text: String| (!text.is_empty()).then_some(text);
        let came = |bit: i32| reported.attributes & bit != 0;
        let text = |text: String, bit: i32| came(bit).then_some(text);
        let codes = |text: &str, bit: i32| came(bit).then(|| text::parse_codes(text));
        PerformedSummary {
            id,
            status: Some(text::parse_performed_status(reported.status)),
            series: u32::try_from(reported.series_count).unwrap_or_default(),
            images: reported
                .image_count
                .map(|count| u32::try_from(count).unwrap_or_default()),
            board_day: text::parse_date(&fixed.board_day).unwrap_or_default(),
            revision: reported.revision,
            received_at: fixed.received_at,
            last_message_at: reported.last_message_at,
            final_at: reported.final_at,
            mismatched_step: fixed.mismatched_step,
            linked: fixed.linked != 0,
            by_person: ByPerson {
                closed_by: by_person.closed_by,
                corrected_by: by_person.corrected_by,
                reason_by: by_person.reason_by,
                late_messages: u32::try_from(by_person.late_messages).unwrap_or_default(),
                charge: by_person.charge.map(|charge| charge != 0),
                keep_images: by_person.keep_images.map(|keep| keep != 0),
            },
            calling_ae_title: fixed.calling_ae_title,
            sop_instance_uid: fixed.sop_instance_uid,
            report: Report {
                patient: Patient {
                    patient_id: reported.patient_id,
                    issuer_of_patient_id: reported.issuer,
                    name: PersonName::new(&reported.patient_name),
                    birth_date: text::parse_date(&reported.birth_date),
                    sex: reported.sex,
                },
                station_ae_title: AeTitle::new(&reported.station_ae_title).ok(),
                station_name: known(reported.station_name),
                location: known(reported.location),
                performed_procedure_step_id: known(reported.performed_procedure_step_id),
                description: text(reported.description, DESCRIPTION),
                type_description: text(reported.type_description, TYPE_DESCRIPTION),
                comments: text(reported.comments, COMMENTS),
                modality: known(reported.modality),
                study_id: known(reported.study_id),
                admission_id: known(reported.admission_id),
                start_date: text::parse_date(&reported.start_date),
                start_time: text::parse_time(&reported.start_time),
                end_date: text::parse_date(&reported.end_date),
                end_time: text::parse_time(&reported.end_time),
                procedure_codes: codes(&reported.procedure_codes, PROCEDURE_CODES),
                protocol_codes: codes(&reported.protocol_codes, PROTOCOL_CODES),
                discontinuation_reasons: codes(&reported.discontinuation_reasons, DISCONTINUATION),
                character_set: known(reported.character_set),
                series: came(SERIES).then(Vec::new),
                status: Some(
                    text::parse_performed_status(reported.status)
                        .as_dicom()
                        .to_owned(),
                ),
                findings: text::parse_lines(&reported.findings),
                ..Report::default()
            },
        }
    }
}

impl ReportedPart {
    fn from_summary(summary: &PerformedSummary) -> Self {
        let report = &summary.report;
        let text_of = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            revision: summary.revision,
            status: text::performed_status(summary.status.unwrap_or(PerformedStatus::InProgress)),
            station_ae_title: report
                .station_ae_title
                .as_ref()
                .map(|title| title.as_str().to_owned())
                .unwrap_or_default(),
            station_name: text_of(&report.station_name),
            location: text_of(&report.location),
            performed_procedure_step_id: text_of(&report.performed_procedure_step_id),
            description: text_of(&report.description),
            type_description: text_of(&report.type_description),
            comments: text_of(&report.comments),
            modality: text_of(&report.modality),
            study_id: text_of(&report.study_id),
            admission_id: text_of(&report.admission_id),
            patient_id: report.patient.patient_id.clone(),
            issuer: report.patient.issuer_of_patient_id.clone(),
            patient_name: report.patient.name.as_dicom().to_owned(),
            birth_date: text::date(report.patient.birth_date),
            sex: report.patient.sex.clone(),
            start_date: text::date(report.start_date),
            start_time: text::time(report.start_time),
            end_date: text::date(report.end_date),
            end_time: text::time(report.end_time),
            procedure_codes: text::codes(report.procedure_codes.as_deref().unwrap_or_default()),
            protocol_codes: text::codes(report.protocol_codes.as_deref().unwrap_or_default()),
            discontinuation_reasons: text::codes(
                report
                    .discontinuation_reasons
                    .as_deref()
                    .unwrap_or_default(),
            ),
            series_count: i32::try_from(summary.series).unwrap_or(i32::MAX),
            image_count: summary
                .images
                .map(|count| i32::try_from(count).unwrap_or(i32::MAX)),
            last_message_at: summary.last_message_at,
            final_at: summary.final_at,
            character_set: text_of(&report.character_set),
            attributes: attributes(report),
            findings: text::lines(report.findings.iter().map(String::as_str)),
        }
    }
}

const DESCRIPTION: i32 = 1;
const TYPE_DESCRIPTION: i32 = 1 << 1;
const PROCEDURE_CODES: i32 = 1 << 2;
const PROTOCOL_CODES: i32 = 1 << 3;
const COMMENTS: i32 = 1 << 4;
const DISCONTINUATION: i32 = 1 << 5;
const SERIES: i32 = 1 << 6;

/// Which attributes came, perhaps empty, as the bits above.
fn attributes(report: &Report) -> i32 {
    [
        (report.description.is_some(), DESCRIPTION),
        (report.type_description.is_some(), TYPE_DESCRIPTION),
        (report.procedure_codes.is_some(), PROCEDURE_CODES),
        (report.protocol_codes.is_some(), PROTOCOL_CODES),
        (report.comments.is_some(), COMMENTS),
        (report.discontinuation_reasons.is_some(), DISCONTINUATION),
        (report.series.is_some(), SERIES),
    ]
    .into_iter()
    .filter_map(|(came, bit)| came.then_some(bit))
    .fold(0, |bits, bit| bits | bit)
}

/// A UID that was checked when it was stored.
fn stored_uid(text: &str) -> Option<Uid> {
    Uid::new(text)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = scheduled_reference)]
struct ReferenceRow {
    performed_step: i64,
    position: i32,
    study_instance_uid: String,
    referenced_study_uids: String,
    accession_number: String,
    requested_procedure_id: String,
    requested_procedure_description: String,
    requested_procedure_codes: String,
    scheduled_procedure_step_id: String,
    scheduled_procedure_step_description: String,
    scheduled_protocol_codes: String,
    placer_order_number: String,
    filler_order_number: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = performed_series, treat_none_as_default_value = false)]
struct SeriesRow {
    performed_step: i64,
    position: i32,
    series_instance_uid: String,
    protocol_name: String,
    description: String,
    retrieve_ae_title: String,
    operators: String,
    performing_physicians: String,
    image_count: Option<i32>,
    other_count: Option<i32>,
    images: String,
    others: String,
    first_reported_at: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = consumption)]
struct ConsumptionRow {
    performed_step: i64,
    source: i32,
    position: i32,
    code_value: String,
    code_scheme: String,
    code_meaning: String,
    name: String,
    quantity: String,
    unit: String,
}
