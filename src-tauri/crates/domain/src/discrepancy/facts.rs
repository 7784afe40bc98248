//! What the rules are given.

use crate::Patient;
use crate::exam::{Performance, Thresholds};
use crate::patient::{Agreement, PatientCheck, compare_patients};
use crate::performed_step::{PerformedStatus, Report};
use crate::protocol::Protocol;
use crate::scheduled_step::{ScheduledStep, StepStatus};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is known of a performed step.
#[derive(Clone, Copy)]
pub struct PerformedFacts<'a> {
    /// Our number of it.
    pub id: i64,
    /// SOP Instance UID.
    pub sop_instance_uid: &'a str,
    /// Calling AE title of who created it.
    pub calling_ae_title: &'a str,
    /// Where it stands.
    pub status: PerformedStatus,
    /// All that was reported, with series, references and consumption.
    pub report: &'a Report,
    /// Our numbers of the scheduled steps it is linked to.
    pub links: &'a [i64],
    /// When its N-CREATE arrived, as the wall clock.
    pub received: NaiveDateTime,
    /// When the last message about it arrived.
    pub last_message: NaiveDateTime,
    /// When it became final.
    pub final_at: Option<NaiveDateTime>,
    /// Messages about it that came after it was final.
    pub late_messages: u32,
}

impl PerformedFacts<'_> {
    /// What it means for its exam.
    #[must_use]
    pub fn performance(&self) -> Performance {
        let reasons = self.report.discontinuation_reasons.as_deref();
        Performance::of(self.status, reasons.unwrap_or_default())
    }

    /// The AE title of the station that performed it: as reported, else who created it.
    #[must_use]
    pub fn station(&self) -> &str {
        let reported = self.report.station_ae_title.as_ref();
        reported.map_or(self.calling_ae_title, |title| title.as_str())
    }

    /// What kind of work it is. Post-processing (evidence creator, IHE RAD-20/21) is what a
    /// workstation reports; or what names no scheduled step or order, and is either of a modality
    /// that holds documents only, or ends the moment it starts and lists objects that are no images.
    /// A short exam that is not on the schedule also ends the minute it starts, but it has images or
    /// says nothing about them.
    #[must_use]
    pub fn work(&self, rooms: &Rooms) -> Work {
        let of_order = work_of_order(self.report, self.station(), rooms);
        if of_order != Work::Acquisition {
            return of_order;
        }
        let modality = self.report.modality.as_deref().unwrap_or_default().trim();
        let is_document = DOCUMENTS.contains(&modality);
        let is_instant =
            self.report.started().is_some() && self.report.started() == self.report.ended();
        if (is_document || (is_instant && lists_documents_only(self.report)))
            && !names_an_order(self.report)
        {
            Work::PostProcessing
        } else {
            Work::Acquisition
        }
    }

    /// Whether it is an exam at a scanner: everything else counts in no duration and no charge, and
    /// is compared with nothing that was ordered.
    #[must_use]
    pub fn is_acquisition(&self, rooms: &Rooms) -> bool {
        self.work(rooms) == Work::Acquisition
    }
}

/// What kind of work a performed step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// An exam at a scanner.
    Acquisition,
    /// Work on a workstation on what was acquired.
    PostProcessing,
    /// Objects of another institution, from media or film, were taken in (IHE RAD-59/60).
    Import,
}

/// The kind of work of a performed step that is linked to an order, by what its device and its codes
/// say.
#[must_use]
pub fn work_of_order(report: &Report, station: &str, rooms: &Rooms) -> Work {
    if rooms.is_importer(station) || is_coded_as_import(report) {
        Work::Import
    } else if rooms.is_workstation(station) {
        Work::PostProcessing
    } else {
        Work::Acquisition
    }
}

/// Coding scheme and beginning of the codes of IHE's Import Reconciliation Workflow.
const IMPORT_CODES: (&str, &str) = ("IHERADTF", "IRWF");
/// Reasons of CID 9302, Media Import, that no scanner has (PS3.16): objects incorrectly formatted,
/// types not supported, set incomplete, media failure.
const IMPORT_REASONS: [&str; 4] = ["110521", "110522", "110523", "110524"];

/// Whether its codes say that it is an import, whoever reports it.
fn is_coded_as_import(report: &Report) -> bool {
    let codes = report.protocol_codes.iter().chain(&report.procedure_codes);
    let (scheme, beginning) = IMPORT_CODES;
    codes.flatten().any(|code| {
        let value = code.value.trim().to_ascii_uppercase();
        code.scheme.trim() == scheme && value.starts_with(beginning)
    }) || report
        .discontinuation_reasons
        .iter()
        .flatten()
        .any(|code| code.scheme.trim() == "DCM" && IMPORT_REASONS.contains(&code.value.trim()))
}

impl fmt::Debug for PerformedFacts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PerformedFacts")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("links", &self.links)
            .finish_non_exhaustive()
    }
}

/// Modalities (PS3.3 C.7.3.1.1.1) of objects that are no images.
const DOCUMENTS: [&str; 7] = ["SR", "PR", "KO", "OT", "DOC", "SEG", "REG"];

fn lists_documents_only(report: &Report) -> bool {
    let series = report.series.as_deref().unwrap_or_default();
    let has_images =
        |images: &Option<Vec<_>>| images.as_ref().is_some_and(|images| !images.is_empty());
    !series.is_empty()
        && series
            .iter()
            .all(|series| has_images(&series.others) && !has_images(&series.images))
}

/// Whether a report brings back any identifier of something ordered.
pub(super) fn names_an_order(report: &Report) -> bool {
    let references = report.scheduled_steps.as_deref().unwrap_or_default();
    references.iter().any(|reference| {
        let ids = [
            &reference.scheduled_procedure_step_id,
            &reference.accession_number,
            &reference.requested_procedure_id,
        ];
        ids.iter().any(|id| !id.trim().is_empty())
    })
}

/// What is known of a scheduled step.
#[derive(Debug, Clone, Copy)]
pub struct ScheduledFacts<'a> {
    /// The step.
    pub step: &'a ScheduledStep,
    /// The status people and orders gave it, without performed steps.
    pub planned: StepStatus,
    /// Performed steps linked to it that are not of a wrong worklist entry.
    pub performed_steps: u32,
    /// The catalogue's entry for it, of its station and day.
    pub protocol: Option<&'a Protocol>,
    /// Whether a person is being asked about a performed step that names it for another patient: as
    /// long as that is open, nobody can say that it was not performed.
    pub is_asked: bool,
}

impl ScheduledFacts<'_> {
    /// When it was to start.
    #[must_use]
    pub fn planned_start(&self) -> NaiveDateTime {
        self.step.start_date.and_time(self.step.start_time)
    }
}

/// Which AE titles are which room's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rooms {
    /// The room of an AE title: any text that is the same for all AE titles of a room. An AE title
    /// that is not listed is a room of its own.
    pub room_of: BTreeMap<String, String>,
    /// The AE titles of workstations.
    pub workstations: BTreeSet<String>,
    /// The AE titles of what imports objects of other institutions.
    pub importers: BTreeSet<String>,
}

impl Rooms {
    /// Whether two AE titles stand in the same room.
    #[must_use]
    pub fn is_same(&self, a: &str, b: &str) -> bool {
        let (a, b) = (a.trim(), b.trim());
        let room = |title: &str| self.room_of.get(title).map(String::as_str);
        a == b || (room(a).is_some() && room(a) == room(b))
    }

    /// Whether it imports objects of other institutions.
    #[must_use]
    pub fn is_importer(&self, ae_title: &str) -> bool {
        self.importers.contains(ae_title.trim())
    }

    /// Whether it is a workstation.
    #[must_use]
    pub fn is_workstation(&self, ae_title: &str) -> bool {
        self.workstations.contains(ae_title.trim())
    }
}

/// A PatientID that gave way to another one when two records of a person were merged.
#[derive(Clone, PartialEq, Eq)]
pub struct Alias {
    /// The former PatientID.
    pub former: String,
    /// The one that took its place; it may have given way itself.
    pub current: String,
    /// IssuerOfPatientID of both; empty is any.
    pub issuer_of_patient_id: String,
}

impl fmt::Debug for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Alias(redacted)")
    }
}

/// What the department knows besides the exam.
#[derive(Debug, Clone, Copy)]
pub struct Department<'a> {
    /// Its rooms.
    pub rooms: &'a Rooms,
    /// Merged patients; those that have to do with the case are enough.
    pub aliases: &'a [Alias],
    /// From when things are worth a look.
    pub thresholds: Thresholds,
}

impl Department<'_> {
    /// Compares two patients; a PatientID that is known as an alias is the one it became.
    #[must_use]
    pub fn compare(&self, scheduled: &Patient, performed: &Patient) -> PatientCheck {
        compare_aliased(self.aliases, scheduled, performed)
    }
}

/// Compares two patients; a PatientID that is known as an alias is the one it became.
#[must_use]
pub fn compare_aliased(
    aliases: &[Alias],
    scheduled: &Patient,
    performed: &Patient,
) -> PatientCheck {
    let check = compare_patients(scheduled, performed);
    let same_person = check.agreement != Agreement::Same
        && have_other_ids(scheduled, performed)
        && current(aliases, scheduled) == current(aliases, performed);
    if same_person {
        compare_patients(scheduled, &with_id_of(scheduled, performed))
    } else {
        check
    }
}

/// Whether two patients agree in everything but the PatientID and its issuer: what makes it likely
/// that a person has two of them.
#[must_use]
pub fn differs_in_id_only(scheduled: &Patient, performed: &Patient) -> bool {
    have_other_ids(scheduled, performed)
        && scheduled.birth_date.is_some()
        && scheduled.birth_date == performed.birth_date
        && compare_patients(scheduled, &with_id_of(scheduled, performed)).agreement
            == Agreement::Same
}

fn have_other_ids(scheduled: &Patient, performed: &Patient) -> bool {
    scheduled.patient_id != performed.patient_id
        && !scheduled.patient_id.is_empty()
        && !performed.patient_id.is_empty()
}

fn with_id_of(scheduled: &Patient, performed: &Patient) -> Patient {
    Patient {
        patient_id: scheduled.patient_id.clone(),
        issuer_of_patient_id: scheduled.issuer_of_patient_id.clone(),
        ..performed.clone()
    }
}

/// The PatientID a patient has now. Chains are followed; of a circle, the smallest is taken.
fn current<'p>(aliases: &'p [Alias], patient: &'p Patient) -> &'p str {
    let next = |id: &str| {
        let mut aliases = aliases.iter();
        aliases.find(|alias| {
            let issuers = [&alias.issuer_of_patient_id, &patient.issuer_of_patient_id];
            let [a, b] = issuers.map(|issuer| issuer.trim());
            alias.former.trim() == id && (a.is_empty() || b.is_empty() || a == b)
        })
    };
    let mut seen = vec![patient.patient_id.trim()];
    while let Some(alias) = seen.last().and_then(|id| next(id)) {
        let id = alias.current.trim();
        if let Some(at) = seen.iter().position(|known| *known == id) {
            return seen.split_off(at).into_iter().min().unwrap_or(id);
        }
        seen.push(id);
    }
    seen.last().copied().unwrap_or_default()
}

/// What was used and what would be charged disagree about something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BillingDifference {
    /// The performed step.
    pub performed: Option<i64>,
    /// The scheduled step.
    pub scheduled: Option<i64>,
    /// What would be charged.
    pub expected: String,
    /// What was used.
    pub actual: String,
}

/// An exam: all scheduled and performed steps that hang together by links, however many. An exam that
/// is not on the schedule is a performed step alone, a planned one is a scheduled step alone.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The performed steps.
    pub performed: &'a [PerformedFacts<'a>],
    /// The scheduled steps linked to them.
    pub scheduled: &'a [ScheduledFacts<'a>],
    /// The scheduled step that the identifiers name although the patient differs, so that it is not
    /// linked.
    pub meant: Option<&'a ScheduledFacts<'a>>,
    /// Performed steps outside of the case that could be one of it reported again: with the same
    /// PerformedProcedureStepID and station, or with one of its series.
    pub alike: &'a [PerformedFacts<'a>],
    /// Where used and charged disagree.
    pub billing: &'a [BillingDifference],
    /// What the department knows.
    pub department: Department<'a>,
}

impl<'a> Case<'a> {
    /// The performed steps that happened: none of a wrong worklist entry.
    pub(super) fn happened(&self) -> impl Iterator<Item = &'a PerformedFacts<'a>> {
        self.performed
            .iter()
            .filter(|performed| performed.performance() != Performance::WrongEntry)
    }

    /// The performed steps that are the exam: they happened, and at a scanner.
    pub(super) fn acquired(&self) -> impl Iterator<Item = &'a PerformedFacts<'a>> {
        let rooms = self.department.rooms;
        self.happened()
            .filter(|performed| performed.is_acquisition(rooms))
    }

    /// The scheduled steps a performed step is linked to.
    pub(super) fn linked(
        &self,
        performed: &'a PerformedFacts<'a>,
    ) -> impl Iterator<Item = &'a ScheduledFacts<'a>> {
        self.scheduled
            .iter()
            .filter(|scheduled| performed.links.contains(&scheduled.step.id))
    }

    /// The first of the performed steps of the exam.
    pub(super) fn first_performed(&self) -> Option<i64> {
        self.acquired().map(|performed| performed.id).min()
    }

    /// The first of the scheduled steps.
    pub(super) fn first_scheduled(&self) -> Option<i64> {
        self.scheduled
            .iter()
            .map(|scheduled| scheduled.step.id)
            .min()
    }
}
