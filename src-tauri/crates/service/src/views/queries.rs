//! Stored worklist queries, and why they were answered as they were.

use crate::clock;
use crate::department::Department;
use crate::modalities::shifted;
use crate::offers;
use crate::service::status_instants;
use crate::views::map::{self, Exam};
use chrono::{Days, NaiveDate};
use contract::queries::{
    AskedKey, Exclusion, ExclusionCount, ExclusionReason, ExplainQuery, ListQueries, NearStep,
    QueriesView, QueryExplanation, QueryOutcome, QueryRow,
};
use contract::{Failure, FailureCode};
use dimse::{AskedQuery, Manner, status};
use domain::scheduled_step::ScheduledStep;
use domain::worklist::{Cause, Key, NearMiss, Offer, Withheld, explain};
use std::collections::HashMap;
use std::sync::Arc;
use storage::{Session, StorageError, WorklistQuery, WorklistQueryFilter};

/// Queries of one answer at most.
const MOST_QUERIES: u32 = 500;
/// Steps that nearly matched and are shown.
const MOST_NEAR: usize = 20;
/// Days of one explanation: whoever asks for years is told about the first month of them.
const MOST_DAYS: u64 = 31;
/// Days beside an open end.
const WEEK: u64 = 7;

impl Department {
    /// The stored queries, latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_queries(
        self: &Arc<Self>,
        request: ListQueries,
    ) -> Result<QueriesView, Failure> {
        let filter = WorklistQueryFilter {
            calling_ae_title: request.calling_ae_title,
            called_ae_title: request.called_ae_title,
            only_empty: request.only_empty,
            before: request.before,
        };
        let limit = request.limit.clamp(1, MOST_QUERIES);
        self.read(move |department, session| {
            let mut stored = session.worklist_queries(&filter, limit + 1)?;
            let more = stored.len() > limit as usize;
            stored.truncate(limit as usize);
            let rows = stored.iter().map(|query| {
                let asked = department.read_stored(query).map(|read| read.asked);
                department.query_row(query, &asked.unwrap_or_default())
            });
            Ok(QueriesView {
                now: clock::to_contract(department.clock.wall()),
                queries: rows.collect(),
                more,
            })
        })
        .await
    }

    /// Why a query was answered as it was, judged by the schedule and the settings of now.
    ///
    /// # Errors
    /// When it is no longer kept or cannot be read, or the database refuses.
    pub async fn explain_query(
        self: &Arc<Self>,
        request: ExplainQuery,
    ) -> Result<QueryExplanation, Failure> {
        self.read(move |department, session| {
            let Some(query) = session.worklist_query(request.id)? else {
                let gone = "this query is no longer kept";
                return Ok(Err(Failure::new(FailureCode::NotFound, gone)));
            };
            match department.read_stored(&query) {
                Ok(read) => department.explain(session, &query, &read).map(Ok),
                Err(problem) => Ok(Err(Failure::new(FailureCode::Refused, problem))),
            }
        })
        .await?
    }

    /// A stored query read as it would be now.
    pub(crate) fn read_stored(&self, query: &WorklistQuery) -> Result<AskedQuery, String> {
        let profile = self
            .registry()
            .worklist_profile(&query.calling_ae_title, &query.called_ae_title);
        dimse::read_query(
            &query.identifier,
            &query.transfer_syntax,
            &Manner {
                fuzzy_names: query.negotiated & 1 != 0,
                timezone: query.negotiated & 2 != 0,
                ..offers::manner(&profile)
            },
        )
    }

    pub(crate) fn explain(
        &self,
        session: &mut Session<'_>,
        query: &WorklistQuery,
        read: &AskedQuery,
    ) -> Result<QueryExplanation, StorageError> {
        let registry = self.registry();
        let (calling, called) = (&query.calling_ae_title, &query.called_ae_title);
        let profile = registry.worklist_profile(calling, called);
        let offer = self.offer(&registry, calling, &profile);
        drop(registry);
        let today = self.clock.today();
        let (first, last) = days(read.keys.start_date.days(), today);
        let mut stored = session.scheduled_steps_between(first, last)?;
        // A device with a wrong date asks for another day than the one it is.
        if today < first || last < today {
            stored.extend(session.scheduled_steps_between(today, today)?);
        }
        let mut since = status_instants(session, &stored)?;
        if let Some(offset) = read.utc_offset {
            for stored in &mut stored {
                stored.step = shifted(&stored.step, offset);
            }
        }
        let worklist = self.worklist();
        for stored in &stored {
            if let Some(known) = worklist.since(stored.step.id) {
                since.insert(stored.step.id, known);
            }
        }
        drop(worklist);
        let steps = stored
            .iter()
            .map(|stored| (&stored.step, since.get(&stored.step.id).copied()));
        let explanation = explain(&read.keys, &offer, steps, MOST_NEAR);
        let words = Words {
            department: self,
            tags: read
                .asked
                .iter()
                .map(|key| (key.keyword, (key.tag, key.value.as_str())))
                .collect(),
            offer: &offer,
        };
        Ok(QueryExplanation {
            now: clock::to_contract(self.clock.wall()),
            query: self.query_row(query, &read.asked),
            first_day: first.to_string(),
            last_day: last.to_string(),
            considered: u32::try_from(stored.len()).unwrap_or(u32::MAX),
            matching: explanation.matching,
            exclusions: explanation
                .counts
                .iter()
                .map(|count| ExclusionCount {
                    reason: words.reason(count.cause),
                    steps: count.steps,
                    alone: count.alone,
                })
                .collect(),
            nearest: explanation
                .near
                .iter()
                .map(|miss| words.near(miss))
                .collect(),
        })
    }

    pub(crate) fn query_row(&self, query: &WorklistQuery, asked: &[dimse::AskedKey]) -> QueryRow {
        let status = u16::try_from(query.status).unwrap_or(u16::MAX);
        QueryRow {
            id: query.id,
            asked: clock::instant_to_contract(query.asked_at),
            calling_ae_title: query.calling_ae_title.clone(),
            device_name: self.registry().station_name(&query.calling_ae_title),
            called_ae_title: query.called_ae_title.clone(),
            outcome: match status {
                status::CANCELED => QueryOutcome::Canceled,
                _ if query.is_cut != 0 => QueryOutcome::Cut,
                status::SUCCESS => QueryOutcome::Answered,
                _ => QueryOutcome::Refused,
            },
            status,
            comment: query.comment.clone(),
            answers: u32::try_from(query.answers).unwrap_or_default(),
            keys: asked
                .iter()
                .map(|key| AskedKey {
                    tag: tag(key.tag),
                    keyword: key.keyword.to_owned(),
                    value: key.value.clone(),
                })
                .collect(),
        }
    }
}

/// The days to look at: those asked for with one day around; a week where an end is open, around
/// today where both are.
fn days(asked: (Option<NaiveDate>, Option<NaiveDate>), today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let before = |day: NaiveDate, days| day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let after = |day: NaiveDate, days| day.checked_add_days(Days::new(days)).unwrap_or(day);
    let (first, last) = match asked {
        (None, None) => (before(today, 1), after(today, WEEK)),
        (Some(first), None) => (before(first, 1), after(first, WEEK)),
        (None, Some(last)) => (before(last, WEEK), after(last, 1)),
        (Some(first), Some(last)) => (before(first, 1), after(last, 1)),
    };
    (first, last.min(after(first, MOST_DAYS)))
}

fn tag((group, element): (u16, u16)) -> String {
    format!("({group:04X},{element:04X})")
}

/// Puts causes into what a person reads.
struct Words<'a> {
    department: &'a Department,
    /// Tag and value by keyword.
    tags: HashMap<&'a str, ((u16, u16), &'a str)>,
    offer: &'a Offer,
}

impl Words<'_> {
    fn reason(&self, cause: Cause) -> ExclusionReason {
        match cause {
            Cause::Key(key) => ExclusionReason::Key {
                tag: self.asked(key).0,
                keyword: key.keyword().to_owned(),
            },
            Cause::Withheld(Withheld::OwnStation) => ExclusionReason::OwnStation,
            Cause::Withheld(Withheld::HiddenStatus) => ExclusionReason::HiddenStatus,
            Cause::Withheld(Withheld::TooEarly) => ExclusionReason::TooEarly,
            Cause::Withheld(Withheld::TooLate) => ExclusionReason::TooLate,
            Cause::Withheld(Withheld::Modality) => ExclusionReason::CalledModality,
            Cause::Withheld(Withheld::Station) => ExclusionReason::CalledStation,
            Cause::Most => ExclusionReason::Cap,
        }
    }

    fn asked(&self, key: Key) -> (String, String) {
        self.tags
            .get(key.keyword())
            .map(|(of, value)| (tag(*of), (*value).to_owned()))
            .unwrap_or_default()
    }

    fn exclusion(&self, cause: Cause, step: &ScheduledStep) -> Exclusion {
        let list = |values: &Option<Vec<String>>| values.as_deref().unwrap_or_default().join("\\");
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let stored = |key: Key| key.value(step);
        let (asked, stored) = match cause {
            Cause::Key(key) => (self.asked(key).1, stored(key)),
            Cause::Withheld(Withheld::OwnStation) => {
                (list(&self.offer.own_stations), stored(Key::StationAeTitle))
            }
            Cause::Withheld(Withheld::HiddenStatus) => (String::new(), stored(Key::Status)),
            Cause::Withheld(Withheld::TooEarly) => {
                (day(self.offer.first_day), step.start_date.to_string())
            }
            Cause::Withheld(Withheld::TooLate) => {
                (day(self.offer.last_day), step.start_date.to_string())
            }
            Cause::Withheld(Withheld::Modality) => {
                (list(&self.offer.modalities), stored(Key::Modality))
            }
            Cause::Withheld(Withheld::Station) => {
                (list(&self.offer.stations), stored(Key::StationAeTitle))
            }
            Cause::Most => {
                let most = self.offer.most.map(|most| most.to_string());
                (most.unwrap_or_default(), String::new())
            }
        };
        Exclusion {
            reason: self.reason(cause),
            asked,
            stored,
        }
    }

    fn near(&self, miss: &NearMiss<'_>) -> NearStep {
        let step = miss.step;
        let registry = self.department.registry();
        let names: Vec<String> = step
            .station_ae_titles
            .iter()
            .map(|title| registry.station_name(title.as_str()))
            .collect();
        let causes = miss.causes.iter();
        NearStep {
            id: Exam::Scheduled(step.id).id(),
            patient: map::name(&step.patient.name),
            patient_id: step.patient.patient_id.clone(),
            accession_number: step.accession_number.clone(),
            procedure: map::procedure(step),
            station_name: names.join(", "),
            modality: step.modality.clone(),
            start: clock::to_contract(step.start_date.and_time(step.start_time)),
            status: map::status(step.status),
            exclusions: causes.map(|cause| self.exclusion(*cause, step)).collect(),
        }
    }
}

/// What excluded steps from an empty answer, in one sentence for the export; counts only, so that it
/// holds no patient data.
pub(crate) fn summary(explanation: &QueryExplanation) -> String {
    let counts: Vec<String> = explanation
        .exclusions
        .iter()
        .map(|count| {
            let reason = match &count.reason {
                ExclusionReason::Key { keyword, .. } => keyword.as_str(),
                ExclusionReason::OwnStation => "only steps of its own station",
                ExclusionReason::HiddenStatus => "status that has left the worklist",
                ExclusionReason::TooEarly => "days before those offered",
                ExclusionReason::TooLate => "days after those offered",
                ExclusionReason::CalledModality => "modality not offered under the called AE title",
                ExclusionReason::CalledStation => "station not offered under the called AE title",
                ExclusionReason::Cap => "limit of answers",
            };
            format!("{reason}: {} ({} alone)", count.steps, count.alone)
        })
        .collect();
    format!(
        "{} steps from {} to {}, {} match now; excluded by {}",
        explanation.considered,
        explanation.first_day,
        explanation.last_day,
        explanation.matching,
        if counts.is_empty() {
            "nothing".to_owned()
        } else {
            counts.join(", ")
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn the_days_looked_at_are_those_asked_for_and_their_neighbours() {
        let today = day(20);
        let between = |first, last| days((first, last), today);
        assert_eq!(between(None, None), (day(19), day(27)));
        assert_eq!(between(Some(day(5)), Some(day(5))), (day(4), day(6)));
        assert_eq!(between(Some(day(5)), None), (day(4), day(12)));
        assert_eq!(between(None, Some(day(9))), (day(2), day(10)));
        let far = NaiveDate::from_ymd_opt(2099, 1, 1).unwrap();
        let (first, last) = between(Some(day(1)), Some(far));
        assert_eq!((last - first).num_days(), 31);
    }
}
