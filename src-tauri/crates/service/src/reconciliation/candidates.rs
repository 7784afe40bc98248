//! The orders a performed step could belong to: found by indexes, ranked by the rules.

use super::facts::{Performed, Records, Scheduled, aliases};
use super::judge::{Judge, facts_of};
use super::map;
use super::related::Related;
use crate::charges;
use crate::clock;
use crate::department::Department;
use crate::views::card;
use crate::views::exam::scheduled_station;
use crate::views::map::{Exam, name, procedure, status};
use crate::views::orders::{holds, words};
use chrono::{Duration, NaiveTime};
use contract::reconciliation::{
    Candidate, ComparedField, Consequence, DiscrepancyKind, FindCandidates, Verdict,
};
use contract::{Failure, FailureCode};
use domain::Patient;
use domain::candidate;
use domain::comparison;
use domain::discrepancy::Alias;
use domain::exam;
use domain::linking::LookupKeys;
use domain::performed_step::PerformedStatus;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use storage::{OrderQuery, OrderSort, Session, StorageError, StoredDiscrepancy, StoredStep};

/// Orders of a patient looked at: the latest.
const OF_PATIENT: i64 = 50;
/// Orders planned near the start looked at, of all stations.
const NEAR: i64 = 200;
/// Hours before and after the start within which an order of the same station is looked at.
const HOURS: i64 = 4;
/// What a person is shown unasked: what is worth a look, and no more than fits a screen.
const LIKELY: Wanted = Wanted { least: 5, most: 8 };
/// What is linked already, or was searched for: also what is unlikely.
const ALL: Wanted = Wanted { least: 0, most: 48 };
/// Days before and after the exam in which a person's search looks.
const SEARCHED_DAYS: i64 = 30;

/// Which of the ranked orders are made ready for a person: each costs a judgement.
#[derive(Clone, Copy)]
struct Wanted {
    /// Percent from which on.
    least: u8,
    /// How many.
    most: usize,
}

impl Department {
    /// Finds orders by words, for the choice of a candidate by hand.
    ///
    /// # Errors
    /// When the item is gone or not about a performed step, or the database refuses.
    pub async fn find_candidates(
        self: &Arc<Self>,
        request: FindCandidates,
    ) -> Result<Vec<Candidate>, Failure> {
        let words = words(&request.text);
        self.read(move |department, session| {
            let judge = Judge::of(department);
            let Some(item) = session.discrepancy(request.id)? else {
                return Ok(None);
            };
            let Some(id) = item.performed_step else {
                return Ok(None);
            };
            let Some(about) = About::read(session, &judge, id)? else {
                return Ok(None);
            };
            let day = about.performed.summary.board_day;
            let mut orders = session.list_orders(&OrderQuery {
                from: day - Duration::days(SEARCHED_DAYS),
                to: day + Duration::days(SEARCHED_DAYS),
                statuses: Vec::new(),
                modality: String::new(),
                station: String::new(),
                sort: OrderSort::Start,
                descending: false,
            })?;
            orders.retain(|stored| holds(stored, &words));
            orders.sort_by_key(|stored| (stored.step.start_date - day).abs());
            orders.truncate(usize::try_from(OF_PATIENT).unwrap_or_default());
            about
                .ranked(department, session, &judge, orders, ALL)
                .map(Some)
        })
        .await?
        .ok_or_else(|| {
            Failure::new(
                FailureCode::NotFound,
                "this item is no longer there, or about no performed step",
            )
        })
    }
}

/// A performed step for which orders are looked for.
pub(super) struct About {
    performed: Performed,
    items: Vec<StoredDiscrepancy>,
    aliases: Vec<Alias>,
}

impl About {
    /// Whether its patient differs from the one ordered in nothing but the PatientID.
    pub(super) fn differs_in_id_only(&self, ordered: &Patient) -> bool {
        domain::discrepancy::differs_in_id_only(ordered, &self.performed.report().patient)
    }

    pub(super) fn read(
        session: &mut Session<'_>,
        judge: &Judge,
        id: i64,
    ) -> Result<Option<Self>, StorageError> {
        let related = Related {
            performed: BTreeSet::from([id]),
            scheduled: BTreeSet::new(),
        };
        let mut records = Records::read(session, judge, &related)?;
        let Some(performed) = records.performed.pop() else {
            return Ok(None);
        };
        let items = session.discrepancies_of(&[id], &[])?;
        let patient = &performed.report().patient;
        let aliases = aliases(session, std::iter::once(patient))?;
        Ok(Some(Self {
            performed,
            items,
            aliases,
        }))
    }

    /// The orders it could belong to, likeliest first; without those it is linked to, and without
    /// those that only happen to be near.
    pub(super) fn candidates(
        &self,
        department: &Department,
        session: &mut Session<'_>,
        judge: &Judge,
    ) -> Result<Vec<Candidate>, StorageError> {
        let mut orders = self.orders(session)?;
        let links = self.performed.links();
        orders.retain(|stored| !links.contains(&stored.step.id));
        self.ranked(department, session, judge, orders, LIKELY)
    }

    /// The orders it is linked to.
    pub(super) fn linked(
        &self,
        department: &Department,
        session: &mut Session<'_>,
        judge: &Judge,
    ) -> Result<Vec<Candidate>, StorageError> {
        let orders = session.scheduled_steps(self.performed.links())?;
        self.ranked(department, session, judge, orders, ALL)
    }

    /// Orders with the same identifiers, of the same patient, or planned near it at its station.
    fn orders(&self, session: &mut Session<'_>) -> Result<Vec<StoredStep>, StorageError> {
        let report = self.performed.report();
        let keys = LookupKeys::of(report);
        let mut found = Vec::new();
        for uid in &keys.study_instance_uids {
            found.extend(session.steps_by_study(uid.as_str())?);
        }
        for number in &keys.accession_numbers {
            found.extend(session.steps_by_accession(number)?);
        }
        let patient = &report.patient.patient_id;
        if !patient.is_empty() {
            found.extend(session.steps_of_patient(patient, OF_PATIENT)?);
        }
        if let Some(meant) = self.performed.summary.mismatched_step {
            found.extend(session.scheduled_step(meant)?);
        }
        let started = report
            .started()
            .unwrap_or_else(|| clock::wall_of(self.performed.summary.received_at));
        let hours = Duration::hours(HOURS);
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let (before, after) = (started - hours, started + hours);
        let same_day = |at: chrono::NaiveDateTime, limit: NaiveTime| {
            if at.date() == started.date() {
                at.time()
            } else {
                limit
            }
        };
        let near = session.steps_between_times(
            started.date(),
            same_day(before, NaiveTime::MIN),
            same_day(after, last),
            NEAR,
        )?;
        let facts = self.performed.facts();
        let modality = report.modality.as_deref().unwrap_or_default();
        found.extend(near.into_iter().filter(|stored| {
            let titles = &stored.step.station_ae_titles;
            titles.iter().any(|title| title.as_str() == facts.station())
                || stored.step.modality == modality
        }));
        let mut known = BTreeSet::new();
        found.retain(|stored| known.insert(stored.step.id));
        Ok(found)
    }

    fn ranked(
        &self,
        department: &Department,
        session: &mut Session<'_>,
        judge: &Judge,
        orders: Vec<StoredStep>,
        wanted: Wanted,
    ) -> Result<Vec<Candidate>, StorageError> {
        let ids: Vec<i64> = orders.iter().map(|stored| stored.step.id).collect();
        let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
        for ids in ids.chunks(500) {
            for link in session.links_of_scheduled(ids)? {
                *counts.entry(link.scheduled_step).or_default() += 1;
            }
        }
        let station = self.performed.facts().station().to_owned();
        let orders: Vec<Scheduled> = orders
            .into_iter()
            .map(|stored| {
                let count = counts.get(&stored.step.id).copied().unwrap_or_default();
                Scheduled::new(judge, stored, count, Some(&station))
            })
            .collect();
        let facts: Vec<_> = orders.iter().map(Scheduled::facts).collect();
        let ranked = candidate::rank(
            &self.performed.facts(),
            &facts,
            &judge.department(&self.aliases),
        );
        let mut found = Vec::new();
        let ranked = ranked
            .into_iter()
            .filter(|ranked| ranked.confidence >= wanted.least)
            .take(wanted.most);
        for ranked in ranked {
            let order = orders
                .iter()
                .find(|order| order.stored.step.id == ranked.scheduled);
            if let Some(order) = order {
                found.push(self.candidate(department, session, judge, order, &ranked)?);
            }
        }
        Ok(found)
    }

    fn candidate(
        &self,
        department: &Department,
        session: &mut Session<'_>,
        judge: &Judge,
        order: &Scheduled,
        ranked: &candidate::Ranked,
    ) -> Result<Candidate, StorageError> {
        let step = &order.stored.step;
        let rows = comparison::compare(
            &[self.performed.facts()],
            Some(&order.facts()),
            &judge.department(&self.aliases),
        );
        let comparison: Vec<_> = rows.into_iter().map(map::row).collect();
        let confirm_laterality = comparison.iter().any(|row| {
            row.field == ComparedField::Laterality
                && match row.verdict {
                    Verdict::Differs => true,
                    Verdict::Same | Verdict::Similar => row.inferred,
                    Verdict::Missing | Verdict::Added | Verdict::NoRule => false,
                }
        });
        let station = scheduled_station(&step.station_ae_titles);
        Ok(Candidate {
            exam: Exam::Scheduled(step.id).id(),
            confidence: ranked.confidence,
            accession_number: step.accession_number.clone(),
            patient: name(&step.patient.name),
            patient_id: step.patient.patient_id.clone(),
            procedure: procedure(step),
            station_name: department.registry().station_name(&station),
            planned_start: Some(clock::to_contract(
                step.start_date.and_time(step.start_time),
            )),
            status: status(step.status),
            reasons: ranked.reasons.iter().copied().map(map::reason).collect(),
            consequences: self.consequences(department, session, judge, order)?,
            comparison,
            confirm_laterality,
        })
    }

    /// What changes when the performed step is linked to this order alone.
    fn consequences(
        &self,
        department: &Department,
        session: &mut Session<'_>,
        judge: &Judge,
        order: &Scheduled,
    ) -> Result<Vec<Consequence>, StorageError> {
        let step = &order.stored.step;
        let own = self.performed.summary.id;
        let mut consequences = Vec::new();
        let facts = self.performed.facts();
        let mut performed = session.performed_of_step(step.id)?;
        if !self.performed.links().contains(&step.id) {
            let reasons = facts.report.discontinuation_reasons.clone();
            performed.push((facts.status, reasons.unwrap_or_default()));
        }
        let after = exam::status(order.stored.manual_status, &performed);
        if after != step.status {
            consequences.push(Consequence::Status {
                accession_number: step.accession_number.clone(),
                from: status(step.status),
                to: status(after),
            });
        }
        let station = card::station(department, &self.performed.summary);
        if !step
            .station_ae_titles
            .iter()
            .any(|title| title.as_str() == station)
        {
            consequences.push(Consequence::Moves {
                accession_number: step.accession_number.clone(),
                station_name: department.registry().station_name(&station),
            });
        }
        let linked = Records {
            billing: Vec::new(),
            performed: vec![self.performed.linked_to(vec![step.id])],
            scheduled: vec![Scheduled::new(
                judge,
                order.stored.clone(),
                1,
                Some(facts.station()),
            )],
            meant: None,
            alike: Vec::new(),
            aliases: self.aliases.clone(),
        };
        let shown: BTreeSet<DiscrepancyKind> = judge
            .findings(&linked)
            .iter()
            .filter_map(|finding| map::kind(finding.kind.word()))
            .collect();
        let open: BTreeSet<DiscrepancyKind> = self
            .items
            .iter()
            .filter(|item| item.state == storage::DiscrepancyState::Open)
            .filter(|item| item.performed_step == Some(own))
            .filter_map(|item| map::kind(&item.kind))
            .collect();
        let closes: Vec<DiscrepancyKind> = open.difference(&shown).copied().collect();
        let opens: Vec<DiscrepancyKind> = shown.difference(&open).copied().collect();
        if !closes.is_empty() {
            consequences.push(Consequence::Closes { kinds: closes });
        }
        if !opens.is_empty() {
            consequences.push(Consequence::Opens { kinds: opens });
        }
        let summary = &self.performed.summary;
        let lines = charges::lines_when_linked(session, &order.stored, summary)?;
        if lines > 0 {
            consequences.push(Consequence::Charges {
                lines: u32::try_from(lines).unwrap_or(u32::MAX),
            });
        }
        Ok(consequences)
    }

    /// Whether the side must be checked by a person before it is linked to an order.
    pub(super) fn must_confirm_side(&self, judge: &Judge, stored: StoredStep) -> bool {
        let order = Scheduled::new(judge, stored, 0, None);
        let rows = comparison::compare(
            &[self.performed.facts()],
            Some(&order.facts()),
            &judge.department(&self.aliases),
        );
        rows.into_iter().any(|row| {
            row.field == comparison::ComparedField::Laterality
                && match row.verdict {
                    comparison::Verdict::Differs => true,
                    comparison::Verdict::Same | comparison::Verdict::Similar => row.inferred,
                    comparison::Verdict::Missing
                    | comparison::Verdict::Added
                    | comparison::Verdict::NoRule => false,
                }
        })
    }

    pub(super) fn is_running(&self) -> bool {
        self.performed.facts().status == PerformedStatus::InProgress
    }

    pub(super) fn is_linked(&self) -> bool {
        !self.performed.links().is_empty()
    }

    /// Scheduled beside performed without an order.
    pub(super) fn alone(&self, judge: &Judge) -> Vec<contract::reconciliation::ComparisonRow> {
        let performed = facts_of(std::slice::from_ref(&self.performed));
        let rows = comparison::compare(&performed, None, &judge.department(&self.aliases));
        rows.into_iter().map(map::row).collect()
    }

    pub(super) fn performed(&self) -> &Performed {
        &self.performed
    }
}
