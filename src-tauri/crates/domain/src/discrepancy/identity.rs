//! Whose exam it is, and which order's.

use super::facts::names_an_order;
use super::{Case, Finding, Kind, PerformedFacts, ScheduledFacts, join, listed};
use crate::Patient;
use crate::alert::Severity;
use crate::exam::Performance;
use crate::patient::{Agreement, PatientCheck, PatientField};
use crate::performed_step::{PerformedStatus, Report};

pub(super) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for performed in case.performed {
        match performed.performance() {
            Performance::WrongEntry => wrong_entry(case, performed, findings),
            Performance::InProgress | Performance::Completed | Performance::Discontinued => {
                findings.extend(patients(case, performed));
                findings.extend(unscheduled(case, performed));
            }
        }
    }
}

fn wrong_entry(case: &Case<'_>, performed: &PerformedFacts<'_>, findings: &mut Vec<Finding>) {
    let series = performed.report.series.as_deref().unwrap_or_default().len();
    let finding = |scheduled| Finding {
        kind: Kind::WrongWorklistEntry,
        severity: if series == 0 {
            Severity::Info
        } else {
            Severity::BlocksReading
        },
        performed: Some(performed.id),
        scheduled,
        expected: String::new(),
        actual: series.to_string(),
    };
    let before = findings.len();
    let linked = case.linked(performed).map(|scheduled| scheduled.step.id);
    findings.extend(linked.map(|id| finding(Some(id))));
    if findings.len() == before {
        findings.push(finding(case.meant.map(|meant| meant.step.id)));
    }
}

fn patients<'a>(
    case: &Case<'a>,
    performed: &'a PerformedFacts<'a>,
) -> impl Iterator<Item = Finding> {
    let department = case.department;
    let meant = case.meant.filter(|_| performed.links.is_empty());
    case.linked(performed)
        .chain(meant)
        .filter_map(move |scheduled| {
            let (ordered, done) = (&scheduled.step.patient, &performed.report.patient);
            let check = department.compare(ordered, done);
            mismatch(performed, scheduled, &check)
        })
}

fn mismatch(
    performed: &PerformedFacts<'_>,
    scheduled: &ScheduledFacts<'_>,
    check: &PatientCheck,
) -> Option<Finding> {
    let is_minor = |field: &PatientField| {
        matches!(
            field,
            PatientField::PatientSex | PatientField::IssuerOfPatientId
        )
    };
    let severity = match check.agreement {
        Agreement::Same => return None,
        Agreement::Similar if check.differences.iter().all(is_minor) => Severity::Info,
        Agreement::Similar => Severity::Review,
        Agreement::Different => Severity::BlocksReading,
    };
    let texts = |patient: &Patient| {
        let texts = check.differences.iter().map(|field| part(patient, *field));
        texts.fold(String::new(), |mut all, text| {
            join(&mut all, &text);
            all
        })
    };
    Some(Finding {
        kind: Kind::PatientMismatch,
        severity,
        performed: Some(performed.id),
        scheduled: Some(scheduled.step.id),
        expected: texts(&scheduled.step.patient),
        actual: texts(&performed.report.patient),
    })
}

fn part(patient: &Patient, field: PatientField) -> String {
    match field {
        PatientField::PatientId => patient.patient_id.clone(),
        PatientField::IssuerOfPatientId => patient.issuer_of_patient_id.clone(),
        PatientField::PatientName => patient.name.as_dicom().to_owned(),
        PatientField::PatientBirthDate => patient
            .birth_date
            .map(|date| date.to_string())
            .unwrap_or_default(),
        PatientField::PatientSex => patient.sex.clone(),
    }
}

fn unscheduled(case: &Case<'_>, performed: &PerformedFacts<'_>) -> Option<Finding> {
    let is_expected = !performed.links.is_empty()
        || case.meant.is_some()
        || !performed.is_acquisition(case.department.rooms);
    if is_expected {
        return None;
    }
    let has_series = !performed
        .report
        .series
        .as_deref()
        .unwrap_or_default()
        .is_empty();
    let severity = if performed.status == PerformedStatus::Discontinued && !has_series {
        Severity::Info
    } else if names_an_order(performed.report) {
        Severity::BlocksReading
    } else {
        Severity::Review
    };
    Some(Finding {
        kind: Kind::Unscheduled,
        severity,
        performed: Some(performed.id),
        scheduled: None,
        expected: String::new(),
        actual: named(performed.report),
    })
}

/// The identifiers a report brings back, else its description.
fn named(report: &Report) -> String {
    let references = report.scheduled_steps.as_deref().unwrap_or_default();
    let ids = references.iter().flat_map(|reference| {
        [
            reference.accession_number.trim(),
            reference.requested_procedure_id.trim(),
            reference.scheduled_procedure_step_id.trim(),
        ]
    });
    let named = listed(ids);
    if named.is_empty() {
        report.description.clone().unwrap_or_default()
    } else {
        named
    }
}
