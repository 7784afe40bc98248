//! Scheduled beside performed, line by line, for a person to decide.

use crate::discrepancy::station::{is_in_room, is_modality};
use crate::discrepancy::{Department, PerformedFacts, ScheduledFacts};
use crate::laterality::{
    Laterality, Reading, body_parts_of_report, body_parts_of_step, side_of_report, side_of_step,
};
use crate::patient::{Agreement, PatientField};
use crate::performed_step::{Counts, PerformedStatus, Report, ScheduledReference};
use crate::protocol::{adherence, reports_contrast};
use crate::{Code, Patient};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::BTreeSet;

/// One line of the comparison. `Debug` is not implemented: it holds patient data.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub section: Section,
    /// What is compared.
    pub field: ComparedField,
    /// What was scheduled; `None` when there is no rule or nothing was scheduled.
    pub scheduled: Option<String>,
    /// What was performed; `None` when it was not sent.
    pub performed: Option<String>,
    /// How they compare.
    pub verdict: Verdict,
    /// Whether one of them was read from texts and not from a code.
    pub inferred: bool,
}

/// The sections of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// Who.
    Patient,
    /// What was asked for.
    Order,
    /// What the scanner did.
    Acquisition,
}

/// The compared fields, in their order on the page. Values are texts of the data; a start is
/// `YYYY-MM-DDTHH:MM`, a side `left`, `right` or `both`, contrast `yes` or `no`, body parts are words of
/// [`crate::laterality::BodyPart`], series and images are numbers, a station is its AE title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComparedField {
    /// PatientName (0010,0010).
    Name,
    /// PatientID (0010,0020).
    PatientId,
    /// PatientBirthDate (0010,0030) and PatientSex (0010,0040).
    BirthDateAndSex,
    /// AccessionNumber (0008,0050).
    Accession,
    /// ScheduledProcedureStepID (0040,0009).
    StepId,
    /// Procedure code.
    ProcedureCode,
    /// Protocol codes.
    ProtocolCodes,
    /// Left or right.
    Laterality,
    /// Body part.
    BodyPart,
    /// Station.
    Station,
    /// Modality.
    Modality,
    /// Start.
    Start,
    /// Series against the catalogue.
    Series,
    /// Images.
    Images,
    /// Contrast.
    Contrast,
}

impl ComparedField {
    /// The section it stands in.
    #[must_use]
    pub fn section(self) -> Section {
        match self {
            Self::Name | Self::PatientId | Self::BirthDateAndSex => Section::Patient,
            Self::Accession
            | Self::StepId
            | Self::ProcedureCode
            | Self::ProtocolCodes
            | Self::Laterality
            | Self::BodyPart => Section::Order,
            Self::Station
            | Self::Modality
            | Self::Start
            | Self::Series
            | Self::Images
            | Self::Contrast => Section::Acquisition,
        }
    }
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The same.
    Same,
    /// So near that it is likely a typing mistake or another way to write it.
    Similar,
    /// Not the same.
    Differs,
    /// Scheduled, and not performed or not sent.
    Missing,
    /// Performed, and not scheduled.
    Added,
    /// Nothing to compare with.
    NoRule,
}

/// Starts this near to the plan are as planned.
const PUNCTUAL: TimeDelta = TimeDelta::minutes(15);

/// Compares the performed steps of an exam with a scheduled step, or shows them alone. The protocol is
/// that of the scheduled step. Lines of which neither side says anything are left out.
#[must_use]
pub fn compare(
    performed: &[PerformedFacts<'_>],
    scheduled: Option<&ScheduledFacts<'_>>,
    department: &Department<'_>,
) -> Vec<Row> {
    let mut in_order: Vec<&PerformedFacts<'_>> = performed.iter().collect();
    in_order.sort_unstable_by_key(|performed| performed.id);
    let sides = Sides {
        performed: in_order,
        scheduled,
        department,
    };
    let mut rows = sides.patient();
    rows.extend(sides.order());
    rows.extend(sides.acquisition());
    rows.into_iter().flatten().collect()
}

/// A line about the patient: its text, and the parts of a comparison it stands for.
type PatientLine = (
    ComparedField,
    fn(&Patient) -> String,
    &'static [PatientField],
);

struct Sides<'a> {
    performed: Vec<&'a PerformedFacts<'a>>,
    scheduled: Option<&'a ScheduledFacts<'a>>,
    department: &'a Department<'a>,
}

impl Sides<'_> {
    fn patient(&self) -> Vec<Option<Row>> {
        let scheduled = self.scheduled.map(|scheduled| &scheduled.step.patient);
        let performed = self.performed.first().map(|first| &first.report.patient);
        let check = match (scheduled, performed) {
            (Some(scheduled), Some(performed)) => {
                Some(self.department.compare(scheduled, performed))
            }
            (None, _) | (_, None) => None,
        };
        let differs = |fields: &[PatientField]| match &check {
            Some(check) if fields.iter().any(|field| check.differences.contains(field)) => {
                match check.agreement {
                    Agreement::Same | Agreement::Similar => Verdict::Similar,
                    Agreement::Different => Verdict::Differs,
                }
            }
            Some(_) | None => Verdict::Same,
        };
        let lines: [PatientLine; 3] = [
            (
                ComparedField::Name,
                |patient| patient.name.as_dicom().to_owned(),
                &[PatientField::PatientName],
            ),
            (
                ComparedField::PatientId,
                patient_id,
                &[PatientField::PatientId, PatientField::IssuerOfPatientId],
            ),
            (
                ComparedField::BirthDateAndSex,
                birth_date_and_sex,
                &[PatientField::PatientBirthDate, PatientField::PatientSex],
            ),
        ];
        let lines = lines.into_iter().map(|(field, text, parts)| {
            let pair = [scheduled.map(text), performed.map(text)];
            self.row(field, pair, |_, _| differs(parts))
        });
        lines.collect()
    }

    fn order(&self) -> Vec<Option<Row>> {
        let step = self.scheduled.map(|scheduled| scheduled.step);
        let accession = [
            step.map(|step| step.accession_number.clone()),
            self.referenced(|reference| &reference.accession_number),
        ];
        let step_id = [
            step.map(|step| step.scheduled_procedure_step_id.clone()),
            self.referenced(|reference| &reference.scheduled_procedure_step_id),
        ];
        let requested = step.map(|step| step.requested_procedure_code.as_slice());
        let procedures = self.codes(|report| report.procedure_codes.as_deref());
        let protocols = self.codes(|report| report.protocol_codes.as_deref());
        let listed = |a: &str, b: &str| {
            if b.split(", ").any(|b| b == a) {
                Verdict::Same
            } else {
                Verdict::Differs
            }
        };
        vec![
            self.row(ComparedField::Accession, accession, listed),
            self.row(ComparedField::StepId, step_id, listed),
            self.code_row(
                ComparedField::ProcedureCode,
                requested,
                &procedures,
                code_with_meaning,
            ),
            self.code_row(
                ComparedField::ProtocolCodes,
                step.map(|step| step.protocol_codes.as_slice()),
                &protocols,
                |code| code.value.clone(),
            ),
            self.side(),
            self.body_part(),
        ]
    }

    fn acquisition(&self) -> Vec<Option<Row>> {
        let step = self.scheduled.map(|scheduled| scheduled.step);
        let stations =
            step.map(|step| joined(step.station_ae_titles.iter().map(|title| title.as_str())));
        let performed_stations = self.each(|performed| Some(performed.station()));
        let modalities = self.each(|performed| performed.report.modality.as_deref());
        let is_at_station = self.scheduled.is_none_or(|scheduled| {
            self.performed.iter().all(|performed| {
                is_in_room(performed, scheduled, self.department.rooms) != Some(false)
            })
        });
        let planned = step.map(|step| step.modality.trim().to_owned());
        let is_planned_modality = |planned: &str, done: &str| {
            let mut done = done.split(", ");
            same(done.all(|done| is_modality(planned, done) != Some(false)))
        };
        vec![
            self.row(
                ComparedField::Station,
                [stations, performed_stations],
                |_, _| same(is_at_station),
            ),
            self.row(
                ComparedField::Modality,
                [planned, modalities],
                is_planned_modality,
            ),
            self.start(),
            self.series(),
            self.images(),
            self.contrast(),
        ]
    }

    /// A line, unless neither side says anything. The verdict is asked only when both say something.
    fn row(
        &self,
        field: ComparedField,
        [scheduled, performed]: [Option<String>; 2],
        verdict: impl FnOnce(&str, &str) -> Verdict,
    ) -> Option<Row> {
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (scheduled, performed) = (said(scheduled), said(performed));
        let verdict = match (&scheduled, &performed) {
            (None, None) => return None,
            (Some(scheduled), Some(performed)) => verdict(scheduled, performed),
            (Some(_), None) => Verdict::Missing,
            (None, Some(_)) if self.scheduled.is_some() && has_counterpart(field) => Verdict::Added,
            (None, Some(_)) => Verdict::NoRule,
        };
        Some(Row {
            section: field.section(),
            field,
            scheduled,
            performed,
            verdict,
            inferred: false,
        })
    }

    fn referenced(&self, text: fn(&ScheduledReference) -> &String) -> Option<String> {
        let references = self
            .performed
            .iter()
            .filter_map(|performed| performed.report.scheduled_steps.as_ref());
        Some(joined(
            references.flatten().map(|reference| text(reference).trim()),
        ))
    }

    fn each(&self, text: for<'p> fn(&'p PerformedFacts<'p>) -> Option<&'p str>) -> Option<String> {
        let mut all: Vec<String> = Vec::new();
        for performed in &self.performed {
            let text = text(performed).unwrap_or_default().trim();
            if !all.iter().any(|known| known == text) {
                all.push(text.to_owned());
            }
        }
        Some(joined(all.iter().map(String::as_str)))
    }

    fn codes(&self, codes: fn(&Report) -> Option<&[Code]>) -> Vec<Code> {
        let mut all: Vec<Code> = Vec::new();
        for code in self
            .performed
            .iter()
            .filter_map(|performed| codes(performed.report))
            .flatten()
        {
            if !code.value.is_empty() && !all.iter().any(|known| known.is_same_concept(code)) {
                all.push(code.clone());
            }
        }
        all
    }

    fn code_row(
        &self,
        field: ComparedField,
        scheduled: Option<&[Code]>,
        performed: &[Code],
        text: fn(&Code) -> String,
    ) -> Option<Row> {
        let texts = |codes: &[Code]| {
            let texts: Vec<String> = codes.iter().map(text).collect();
            joined(texts.iter().map(String::as_str))
        };
        let pair = [scheduled.map(texts), Some(texts(performed))];
        self.row(field, pair, |_, _| {
            code_verdict(scheduled.unwrap_or_default(), performed)
        })
    }

    fn side(&self) -> Option<Row> {
        let scheduled = self
            .scheduled
            .and_then(|scheduled| side_of_step(scheduled.step));
        let performed = self
            .performed
            .iter()
            .filter_map(|performed| side_of_report(performed.report))
            .reduce(|a, b| Reading {
                value: a.value.and(b.value),
                evidence: a.evidence,
                inferred: a.inferred || b.inferred,
            });
        let inferred = [&scheduled, &performed]
            .into_iter()
            .flatten()
            .any(|reading| reading.inferred);
        let word = |reading: &Reading<'_, Laterality>| reading.value.word().to_owned();
        let pair = [scheduled.as_ref().map(word), performed.as_ref().map(word)];
        let row = self.row(ComparedField::Laterality, pair, |a, b| same(a == b))?;
        Some(Row { inferred, ..row })
    }

    fn body_part(&self) -> Option<Row> {
        let scheduled = self
            .scheduled
            .and_then(|scheduled| body_parts_of_step(scheduled.step));
        let scheduled: Option<BTreeSet<_>> =
            scheduled.map(|parts| parts.value.into_iter().collect());
        let performed: BTreeSet<_> = self
            .performed
            .iter()
            .filter_map(|performed| body_parts_of_report(performed.report))
            .flat_map(|parts| parts.value)
            .collect();
        let words = |parts: &BTreeSet<crate::laterality::BodyPart>| {
            joined(parts.iter().map(|part| part.word()))
        };
        let pair = [scheduled.as_ref().map(words), Some(words(&performed))];
        let verdict = |_: &str, _: &str| match &scheduled {
            Some(scheduled) if *scheduled == performed => Verdict::Same,
            Some(scheduled) if scheduled.is_disjoint(&performed) => Verdict::Differs,
            Some(_) | None => Verdict::Similar,
        };
        let row = self.row(ComparedField::BodyPart, pair, verdict)?;
        Some(Row {
            inferred: true,
            ..row
        })
    }

    fn start(&self) -> Option<Row> {
        let planned = self.scheduled.map(|scheduled| scheduled.planned_start());
        let started = self
            .performed
            .iter()
            .filter_map(|performed| performed.report.started())
            .min();
        let text = |time: NaiveDateTime| time.format("%Y-%m-%dT%H:%M").to_string();
        let verdict = |_: &str, _: &str| match (planned, started) {
            (Some(planned), Some(started)) if (started - planned).abs() <= PUNCTUAL => {
                Verdict::Same
            }
            (Some(planned), Some(started)) if started.date() == planned.date() => Verdict::Similar,
            (Some(_) | None, Some(_) | None) => Verdict::Differs,
        };
        self.row(
            ComparedField::Start,
            [planned.map(text), started.map(text)],
            verdict,
        )
    }

    fn series(&self) -> Option<Row> {
        let counts = self.counts();
        let protocol = self.scheduled.and_then(|scheduled| scheduled.protocol);
        let protocol = protocol.filter(|protocol| !protocol.series.is_empty());
        let expected = protocol.map(|protocol| protocol.series.len().to_string());
        let reports: Vec<_> = self
            .performed
            .iter()
            .map(|performed| performed.report)
            .collect();
        let is_running = self
            .performed
            .iter()
            .any(|performed| performed.status == PerformedStatus::InProgress);
        let verdict = |_: &str, _: &str| {
            let Some(protocol) = protocol else {
                return Verdict::NoRule;
            };
            let adherence = adherence(protocol, &reports, is_running);
            let mut series = adherence.series.iter();
            if series.any(|series| series.required && series.found.is_none()) {
                Verdict::Missing
            } else if adherence.extra.is_empty() {
                Verdict::Same
            } else {
                Verdict::Added
            }
        };
        let performed = (!self.performed.is_empty()).then(|| counts.series.to_string());
        self.row(ComparedField::Series, [expected, performed], verdict)
    }

    fn images(&self) -> Option<Row> {
        let images = self.counts().images.map(|images| images.to_string());
        self.row(ComparedField::Images, [None, images], |_, _| {
            Verdict::NoRule
        })
    }

    fn contrast(&self) -> Option<Row> {
        let is_reported = self
            .performed
            .iter()
            .any(|performed| reports_contrast(performed.report));
        let protocol = self.scheduled.and_then(|scheduled| scheduled.protocol);
        let expected = protocol.and_then(|protocol| protocol.contrast);
        if expected.is_none() && !is_reported {
            return None;
        }
        let word = |is: bool| if is { "yes" } else { "no" }.to_owned();
        let pair = [expected.map(word), Some(word(is_reported))];
        self.row(ComparedField::Contrast, pair, |a, b| same(a == b))
    }

    fn counts(&self) -> Counts {
        let counts = self
            .performed
            .iter()
            .map(|performed| Counts::of(performed.report));
        counts.fold(Counts::default(), Counts::plus)
    }
}

/// Whether a scheduled step has a value of this field at all.
fn has_counterpart(field: ComparedField) -> bool {
    match field {
        ComparedField::Series | ComparedField::Images | ComparedField::Contrast => false,
        ComparedField::Name
        | ComparedField::PatientId
        | ComparedField::BirthDateAndSex
        | ComparedField::Accession
        | ComparedField::StepId
        | ComparedField::ProcedureCode
        | ComparedField::ProtocolCodes
        | ComparedField::Laterality
        | ComparedField::BodyPart
        | ComparedField::Station
        | ComparedField::Modality
        | ComparedField::Start => true,
    }
}

fn same(is_same: bool) -> Verdict {
    if is_same {
        Verdict::Same
    } else {
        Verdict::Differs
    }
}

fn code_verdict(scheduled: &[Code], performed: &[Code]) -> Verdict {
    let lacks = |all: &[Code], others: &[Code]| {
        let mut all = all.iter();
        all.any(|code| !others.iter().any(|other| other.is_same_concept(code)))
    };
    let is_comparable = scheduled
        .iter()
        .any(|code| performed.iter().any(|other| other.scheme == code.scheme));
    let has_common = scheduled
        .iter()
        .any(|code| performed.iter().any(|other| other.is_same_concept(code)));
    match (
        has_common,
        lacks(scheduled, performed),
        lacks(performed, scheduled),
    ) {
        _ if !is_comparable => Verdict::NoRule,
        (false, ..) => Verdict::Differs,
        (true, true, _) => Verdict::Missing,
        (true, false, true) => Verdict::Added,
        (true, false, false) => Verdict::Same,
    }
}

fn code_with_meaning(code: &Code) -> String {
    format!("{} {}", code.value, code.meaning).trim().to_owned()
}

fn patient_id(patient: &Patient) -> String {
    match patient.issuer_of_patient_id.trim() {
        "" => patient.patient_id.clone(),
        issuer => format!("{} ({issuer})", patient.patient_id),
    }
}

fn birth_date_and_sex(patient: &Patient) -> String {
    let date = patient.birth_date.map(|date| date.to_string());
    joined([date.as_deref().unwrap_or_default(), patient.sex.as_str()])
}

fn joined<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests;
