//! Scheduled steps with the requested procedure, order and patient above them.

use crate::schema::{imaging_order, patient, requested_procedure, scheduled_step};
use crate::statement::{change, load_among};
use crate::{Result, Session, text};
use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;
use domain::scheduled_step::{ScheduledStep, StepStatus};
use domain::{AeTitle, Code, Patient, PersonName, Uid};
use serde::{Deserialize, Serialize};

mod query;
pub use query::{OrderQuery, OrderSort};

/// A scheduled step as stored: what the worklist needs, and what only we need.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StoredStep {
    /// What the worklist answers.
    pub step: ScheduledStep,
    /// The number of its requested procedure; 0 makes one when it is saved.
    pub procedure: i64,
    /// The number of its order; 0 makes one when it is saved.
    pub order: i64,
    /// The status it has without performed steps.
    pub manual_status: StepStatus,
    /// When the patient arrived.
    pub arrived_at: Option<i64>,
    /// When the order was withdrawn.
    pub canceled_at: Option<i64>,
    /// Where the order came from: `csv`, `manual` or `simulated`.
    pub source: String,
    /// When the order came in.
    pub ordered_at: i64,
    /// Whether the change that made it was undone.
    pub removed: bool,
}

macro_rules! row {
    ($name:ident, $table:ident { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(
            Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize,
            Deserialize,
        )]
        #[diesel(table_name = $table, treat_none_as_null = true)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type),*
        }
    };
}

row!(PatientRow, patient {
    id: i64, patient_id: String, issuer: String, name: String, birth_date: String, sex: String,
    weight: String, size: String, medical_alerts: String, allergies: String,
    pregnancy_status: Option<i32>, state: String, special_needs: String, confidentiality: String,
    comments: String,
});

row!(
    OrderRow,
    imaging_order {
        id: i64,
        patient: i64,
        accession_number: String,
        placer_order_number: String,
        filler_order_number: String,
        referring_physician_name: String,
        requesting_physician: String,
        requesting_service: String,
        admission_id: String,
        current_patient_location: String,
        source: String,
        ordered_at: i64,
    }
);

row!(
    ProcedureRow,
    requested_procedure {
        id: i64,
        imaging_order: i64,
        requested_procedure_id: String,
        description: String,
        code_value: String,
        code_scheme: String,
        code_meaning: String,
        priority: i32,
        reason: String,
        comments: String,
        transport: String,
        study_instance_uid: String,
    }
);

row!(StepRow, scheduled_step {
    id: i64, requested_procedure: i64, revision: i64, scheduled_procedure_step_id: String,
    description: String, protocol_codes: String, modality: String, station_ae_titles: String,
    station_name: String, location: String, start_date: String, start_time: String,
    performing_physician_name: String, pre_medication: String, contrast_agent: String,
    comments: String, expected_minutes: i32, status: i32, manual_status: i32,
    arrived_at: Option<i64>, canceled_at: Option<i64>, removed: i32,
});

/// The four rows that make one scheduled step; also what the audit trail keeps of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepRows {
    pub(crate) patient: PatientRow,
    pub(crate) order: OrderRow,
    pub(crate) procedure: ProcedureRow,
    pub(crate) step: StepRow,
}

/// All columns of a scheduled step with what stands above it, removed ones left out.
macro_rules! steps {
    () => {
        scheduled_step::table
            .inner_join(
                requested_procedure::table
                    .inner_join(imaging_order::table.inner_join(patient::table)),
            )
            .select((
                PatientRow::as_select(),
                OrderRow::as_select(),
                ProcedureRow::as_select(),
                StepRow::as_select(),
            ))
            .filter(scheduled_step::removed.eq(0))
    };
}
pub(crate) use steps;

type Joined = (PatientRow, OrderRow, ProcedureRow, StepRow);

/// The next free number of a table; only the one writer asks.
macro_rules! next_id {
    ($session:expr, $table:ident) => {
        $table::table
            .select(diesel::dsl::max($table::id))
            .get_result::<Option<i64>>($session.connection)?
            .unwrap_or_default()
            + 1
    };
}
pub(crate) use next_id;

fn stored(rows: Vec<Joined>) -> Vec<StoredStep> {
    rows.into_iter()
        .map(|(patient, order, procedure, step)| {
            StepRows {
                patient,
                order,
                procedure,
                step,
            }
            .into_stored()
        })
        .collect()
}

impl Session<'_> {
    /// One scheduled step.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn scheduled_step(&mut self, id: i64) -> Result<Option<StoredStep>> {
        Ok(self
            .step_rows(id)?
            .filter(|rows| rows.step.removed == 0)
            .map(StepRows::into_stored))
    }

    /// Scheduled steps by number, in no particular order.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn scheduled_steps(&mut self, ids: &[i64]) -> Result<Vec<StoredStep>> {
        let rows = load_among!(steps!(), scheduled_step::id, ids, self.connection)?;
        Ok(stored(rows))
    }

    /// All scheduled steps that start on one of these days, both included.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn scheduled_steps_between(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<StoredStep>> {
        let rows = steps!()
            .filter(scheduled_step::start_date.ge(text::date(Some(from))))
            .filter(scheduled_step::start_date.le(text::date(Some(to))))
            .load(self.connection)?;
        Ok(stored(rows))
    }

    /// What the worklist can offer: every step that is not final, and the final ones that started
    /// at most 30 days before `today`, for modalities that ask by status.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn worklist_steps(&mut self, today: NaiveDate) -> Result<Vec<StoredStep>> {
        let recent = today - chrono::Duration::days(30);
        let running = text::step_status(StepStatus::InProgress);
        let rows = steps!()
            .filter(
                scheduled_step::status
                    .le(running)
                    .or(scheduled_step::start_date.ge(text::date(Some(recent)))),
            )
            .load(self.connection)?;
        Ok(stored(rows))
    }

    /// Scheduled steps by ScheduledProcedureStepID.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_by_step_id(&mut self, id: &str) -> Result<Vec<StoredStep>> {
        let found = steps!().filter(scheduled_step::scheduled_procedure_step_id.eq(id));
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps by StudyInstanceUID.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_by_study(&mut self, uid: &str) -> Result<Vec<StoredStep>> {
        let found = steps!().filter(requested_procedure::study_instance_uid.eq(uid));
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps by AccessionNumber.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_by_accession(&mut self, accession_number: &str) -> Result<Vec<StoredStep>> {
        let found = steps!().filter(imaging_order::accession_number.eq(accession_number));
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps by RequestedProcedureID.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_by_procedure_id(&mut self, id: &str) -> Result<Vec<StoredStep>> {
        let found = steps!().filter(requested_procedure::requested_procedure_id.eq(id));
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps of requested procedures, by our numbers of them, the first made first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_of_procedures(&mut self, procedures: &[i64]) -> Result<Vec<StoredStep>> {
        let found = steps!()
            .filter(scheduled_step::requested_procedure.eq_any(procedures))
            .order_by(scheduled_step::id);
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps of a patient on a day.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_of_patient_on(
        &mut self,
        patient_id: &str,
        day: NaiveDate,
    ) -> Result<Vec<StoredStep>> {
        let found = steps!()
            .filter(patient::patient_id.eq(patient_id))
            .filter(scheduled_step::start_date.eq(text::date(Some(day))));
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps of a patient, latest planned first, at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_of_patient(&mut self, patient_id: &str, limit: i64) -> Result<Vec<StoredStep>> {
        let found = steps!()
            .filter(patient::patient_id.eq(patient_id))
            .order_by((
                scheduled_step::start_date.desc(),
                scheduled_step::start_time.desc(),
            ))
            .limit(limit);
        Ok(stored(found.load(self.connection)?))
    }

    /// Scheduled steps planned within a day between two times, at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_between_times(
        &mut self,
        day: NaiveDate,
        from: NaiveTime,
        until: NaiveTime,
        limit: i64,
    ) -> Result<Vec<StoredStep>> {
        let found = steps!()
            .filter(scheduled_step::start_date.eq(text::date(Some(day))))
            .filter(scheduled_step::start_time.ge(text::time(Some(from))))
            .filter(scheduled_step::start_time.le(text::time(Some(until))))
            .limit(limit);
        Ok(stored(found.load(self.connection)?))
    }

    /// Numbers of all scheduled steps of the same patient as this one: they show the same
    /// demographics and change with them.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn steps_of_same_patient(&mut self, id: i64) -> Result<Vec<i64>> {
        let Some(rows) = self.step_rows(id)? else {
            return Ok(Vec::new());
        };
        Ok(scheduled_step::table
            .inner_join(requested_procedure::table.inner_join(imaging_order::table))
            .filter(imaging_order::patient.eq(rows.patient.id))
            .filter(scheduled_step::removed.eq(0))
            .select(scheduled_step::id)
            .load(self.connection)?)
    }

    /// How many scheduled steps there are.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count_scheduled_steps(&mut self) -> Result<u32> {
        let count: i64 = scheduled_step::table
            .filter(scheduled_step::removed.eq(0))
            .count()
            .get_result(self.connection)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Saves a scheduled step with everything above it; numbers of 0 are made. The patient is found
    /// by PatientID and issuer. Returns its number.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_scheduled_step(&mut self, stored: &StoredStep) -> Result<i64> {
        let mut rows = StepRows::from_stored(stored);
        rows.patient.id = self.patient_number(&rows.patient)?;
        rows.order.patient = rows.patient.id;
        let next_revision: i64 = rows.step.revision + 1;
        rows.step.revision = next_revision;
        if rows.order.id == 0 {
            rows.order.id = next_id!(self, imaging_order);
        }
        if rows.procedure.id == 0 {
            rows.procedure.id = next_id!(self, requested_procedure);
        }
        if rows.step.id == 0 {
            rows.step.id = next_id!(self, scheduled_step);
        }
        rows.procedure.imaging_order = rows.order.id;
        rows.step.requested_procedure = rows.procedure.id;
        self.put_step_rows(&rows)?;
        Ok(rows.step.id)
    }

    /// Sets the status that follows from performed steps.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_step_status(&mut self, id: i64, status: StepStatus) -> Result<()> {
        let follows = (
            scheduled_step::status.eq(text::step_status(status)),
            scheduled_step::revision.eq(scheduled_step::revision + 1),
        );
        change(scheduled_step::table, id, follows).execute(self.connection)?;
        Ok(())
    }

    pub(crate) fn step_rows(&mut self, id: i64) -> Result<Option<StepRows>> {
        let rows: Option<Joined> = scheduled_step::table
            .inner_join(
                requested_procedure::table
                    .inner_join(imaging_order::table.inner_join(patient::table)),
            )
            .select((
                PatientRow::as_select(),
                OrderRow::as_select(),
                ProcedureRow::as_select(),
                StepRow::as_select(),
            ))
            .filter(scheduled_step::id.eq(id))
            .get_result(self.connection)
            .optional()?;
        Ok(rows.map(|(patient, order, procedure, step)| StepRows {
            patient,
            order,
            procedure,
            step,
        }))
    }

    /// Writes all four rows as they are.
    pub(crate) fn put_step_rows(&mut self, rows: &StepRows) -> Result<()> {
        macro_rules! put {
            ($table:ident, $row:expr) => {
                diesel::insert_into($table::table)
                    .values($row)
                    .on_conflict($table::id)
                    .do_update()
                    .set($row)
                    .execute(self.connection)?
            };
        }
        put!(patient, &rows.patient);
        put!(imaging_order, &rows.order);
        put!(requested_procedure, &rows.procedure);
        put!(scheduled_step, &rows.step);
        Ok(())
    }

    fn patient_number(&mut self, row: &PatientRow) -> Result<i64> {
        let known: Option<i64> = patient::table
            .filter(patient::patient_id.eq(&row.patient_id))
            .filter(patient::issuer.eq(&row.issuer))
            .select(patient::id)
            .get_result(self.connection)
            .optional()?;
        Ok(match known {
            Some(id) => id,
            None => next_id!(self, patient),
        })
    }
}

impl StepRows {
    pub(crate) fn into_stored(self) -> StoredStep {
        let Self {
            patient,
            order,
            procedure,
            step,
        } = self;
        let code = Code {
            value: procedure.code_value,
            scheme: procedure.code_scheme,
            meaning: procedure.code_meaning,
        };
        StoredStep {
            procedure: procedure.id,
            order: order.id,
            manual_status: text::parse_step_status(step.manual_status),
            arrived_at: step.arrived_at,
            canceled_at: step.canceled_at,
            source: order.source,
            ordered_at: order.ordered_at,
            removed: step.removed != 0,
            step: ScheduledStep {
                id: step.id,
                revision: step.revision,
                patient: Patient {
                    patient_id: patient.patient_id,
                    issuer_of_patient_id: patient.issuer,
                    name: PersonName::new(&patient.name),
                    birth_date: text::parse_date(&patient.birth_date),
                    sex: patient.sex,
                },
                patient_weight: patient.weight,
                patient_size: patient.size,
                medical_alerts: patient.medical_alerts,
                allergies: patient.allergies,
                pregnancy_status: patient.pregnancy_status.and_then(|n| u16::try_from(n).ok()),
                patient_state: patient.state,
                special_needs: patient.special_needs,
                confidentiality_constraint: patient.confidentiality,
                patient_comments: patient.comments,
                admission_id: order.admission_id,
                current_patient_location: order.current_patient_location,
                accession_number: order.accession_number,
                placer_order_number: order.placer_order_number,
                filler_order_number: order.filler_order_number,
                referring_physician_name: PersonName::new(&order.referring_physician_name),
                requesting_physician: PersonName::new(&order.requesting_physician),
                requesting_service: order.requesting_service,
                requested_procedure_id: procedure.requested_procedure_id,
                requested_procedure_description: procedure.description,
                requested_procedure_code: (!code.value.is_empty()).then_some(code),
                priority: text::parse_priority(procedure.priority),
                reason: procedure.reason,
                requested_procedure_comments: procedure.comments,
                transport: procedure.transport,
                study_instance_uid: Uid::new(&procedure.study_instance_uid),
                scheduled_procedure_step_id: step.scheduled_procedure_step_id,
                description: step.description,
                protocol_codes: text::parse_codes(&step.protocol_codes),
                modality: step.modality,
                station_ae_titles: step
                    .station_ae_titles
                    .split('\\')
                    .filter_map(|title| AeTitle::new(title).ok())
                    .collect(),
                station_name: step.station_name,
                location: step.location,
                start_date: text::parse_date(&step.start_date).unwrap_or_default(),
                start_time: text::parse_time(&step.start_time).unwrap_or_default(),
                performing_physician_name: PersonName::new(&step.performing_physician_name),
                pre_medication: step.pre_medication,
                requested_contrast_agent: step.contrast_agent,
                comments: step.comments,
                expected_minutes: u32::try_from(step.expected_minutes).unwrap_or_default(),
                status: text::parse_step_status(step.status),
            },
        }
    }

    fn from_stored(stored: &StoredStep) -> Self {
        let step = &stored.step;
        let code = step.requested_procedure_code.clone().unwrap_or_default();
        let titles: Vec<&str> = step.station_ae_titles.iter().map(AeTitle::as_str).collect();
        Self {
            patient: PatientRow {
                id: 0,
                patient_id: step.patient.patient_id.clone(),
                issuer: step.patient.issuer_of_patient_id.clone(),
                name: step.patient.name.as_dicom().to_owned(),
                birth_date: text::date(step.patient.birth_date),
                sex: step.patient.sex.clone(),
                weight: step.patient_weight.clone(),
                size: step.patient_size.clone(),
                medical_alerts: step.medical_alerts.clone(),
                allergies: step.allergies.clone(),
                pregnancy_status: step.pregnancy_status.map(i32::from),
                state: step.patient_state.clone(),
                special_needs: step.special_needs.clone(),
                confidentiality: step.confidentiality_constraint.clone(),
                comments: step.patient_comments.clone(),
            },
            order: OrderRow {
                id: stored.order,
                patient: 0,
                accession_number: step.accession_number.clone(),
                placer_order_number: step.placer_order_number.clone(),
                filler_order_number: step.filler_order_number.clone(),
                referring_physician_name: step.referring_physician_name.as_dicom().to_owned(),
                requesting_physician: step.requesting_physician.as_dicom().to_owned(),
                requesting_service: step.requesting_service.clone(),
                admission_id: step.admission_id.clone(),
                current_patient_location: step.current_patient_location.clone(),
                source: stored.source.clone(),
                ordered_at: stored.ordered_at,
            },
            procedure: ProcedureRow {
                id: stored.procedure,
                imaging_order: stored.order,
                requested_procedure_id: step.requested_procedure_id.clone(),
                description: step.requested_procedure_description.clone(),
                code_value: code.value,
                code_scheme: code.scheme,
                code_meaning: code.meaning,
                priority: text::priority(step.priority),
                reason: step.reason.clone(),
                comments: step.requested_procedure_comments.clone(),
                transport: step.transport.clone(),
                study_instance_uid: step
                    .study_instance_uid
                    .as_ref()
                    .map(|uid| uid.as_str().to_owned())
                    .unwrap_or_default(),
            },
            step: StepRow {
                id: step.id,
                requested_procedure: stored.procedure,
                revision: step.revision,
                scheduled_procedure_step_id: step.scheduled_procedure_step_id.clone(),
                description: step.description.clone(),
                protocol_codes: text::codes(&step.protocol_codes),
                modality: step.modality.clone(),
                station_ae_titles: titles.join("\\"),
                station_name: step.station_name.clone(),
                location: step.location.clone(),
                start_date: text::date(Some(step.start_date)),
                start_time: text::time(Some(step.start_time)),
                performing_physician_name: step.performing_physician_name.as_dicom().to_owned(),
                pre_medication: step.pre_medication.clone(),
                contrast_agent: step.requested_contrast_agent.clone(),
                comments: step.comments.clone(),
                expected_minutes: i32::try_from(step.expected_minutes).unwrap_or(i32::MAX),
                status: text::step_status(step.status),
                manual_status: text::step_status(stored.manual_status),
                arrived_at: stored.arrived_at,
                canceled_at: stored.canceled_at,
                removed: i32::from(stored.removed),
            },
        }
    }
}
