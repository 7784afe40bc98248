//! The life of a performed step: created IN PROGRESS, reported on, final (PS3.4 F.7.2).

use super::merge::merge;
use super::{PerformedStatus, Refusal, Report};
use crate::Uid;

/// A performed step as known after its reports. `Debug` shows no patient data.
#[derive(Debug, Clone, PartialEq)]
pub struct PerformedStep {
    /// SOP Instance UID.
    pub sop_instance_uid: Uid,
    /// Calling AE title of who created it.
    pub calling_ae_title: String,
    /// Where it stands.
    pub status: PerformedStatus,
    /// All that was reported, the latest value of each attribute; its findings are those of all
    /// reports, each once.
    pub report: Report,
}

/// What an N-CREATE asks for.
#[derive(Debug, Clone, Copy)]
pub struct Creation<'a> {
    /// Affected SOP Instance UID, or the one assigned.
    pub sop_instance_uid: &'a Uid,
    /// Who asks.
    pub calling_ae_title: &'a str,
    /// What it reports.
    pub report: &'a Report,
}

/// The outcome of an N-CREATE that is answered with success.
#[derive(Debug, Clone, PartialEq)]
pub enum Created {
    /// A new performed step.
    New(Box<PerformedStep>),
    /// The same request again, because its answer was lost: nothing changes.
    Repeat,
}

/// The outcome of an N-SET that is answered with success.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The performed step as known now.
    pub step: PerformedStep,
    /// What this report lacked or had wrong and was not found before.
    pub findings: Vec<String>,
}

/// Decides an N-CREATE (PS3.4 F.7.2.1); `existing` is what is known under its UID.
///
/// The same request again (same caller, PerformedProcedureStepID and scheduled steps, still
/// IN PROGRESS) is answered with success: modalities repeat it when the answer got lost and give up
/// on anything but success.
///
/// # Errors
/// [`Refusal::AlreadyExists`] unless it is such a repeat; [`Refusal::StatusMissing`],
/// [`Refusal::StatusEmpty`] or [`Refusal::NotInProgress`] for any other status than IN PROGRESS.
pub fn create(
    existing: Option<&PerformedStep>,
    creation: Creation<'_>,
) -> Result<Created, Refusal> {
    if let Some(existing) = existing {
        let repeats = is_repeat(existing, creation);
        return if repeats {
            Ok(Created::Repeat)
        } else {
            Err(Refusal::AlreadyExists)
        };
    }
    let sent = creation
        .report
        .status
        .as_deref()
        .ok_or(Refusal::StatusMissing)?;
    if sent.trim().is_empty() {
        return Err(Refusal::StatusEmpty);
    }
    if PerformedStatus::parse(sent) != Some(PerformedStatus::InProgress) {
        return Err(Refusal::NotInProgress);
    }
    Ok(Created::New(Box::new(PerformedStep {
        sop_instance_uid: creation.sop_instance_uid.clone(),
        calling_ae_title: creation.calling_ae_title.to_owned(),
        status: PerformedStatus::InProgress,
        report: creation.report.clone(),
    })))
}

fn is_repeat(existing: &PerformedStep, creation: Creation<'_>) -> bool {
    let (known, sent) = (&existing.report, creation.report);
    let status = sent.status.as_deref().and_then(PerformedStatus::parse);
    status == Some(PerformedStatus::InProgress)
        && existing.status == PerformedStatus::InProgress
        && existing.calling_ae_title == creation.calling_ae_title
        && id_of(known) == id_of(sent)
        && named_by(known).eq(named_by(sent))
}

fn id_of(report: &Report) -> &str {
    report
        .performed_procedure_step_id
        .as_deref()
        .unwrap_or_default()
}

/// What names the scheduled steps of a report.
fn named_by(report: &Report) -> impl Iterator<Item = [&str; 4]> {
    let references = report.scheduled_steps.as_deref().unwrap_or_default();
    references.iter().map(|reference| {
        [
            reference
                .study_instance_uid
                .as_ref()
                .map_or("", Uid::as_str),
            &reference.accession_number,
            &reference.requested_procedure_id,
            &reference.scheduled_procedure_step_id,
        ]
    })
}

/// Decides an N-SET (PS3.4 F.7.2.2); `existing` is what is known under its UID. A report without a
/// status, or with IN PROGRESS, leaves the step IN PROGRESS; any number of them may come.
///
/// # Errors
/// [`Refusal::Unknown`], [`Refusal::AlreadyFinal`] or [`Refusal::InvalidStatus`].
pub fn set(existing: Option<&PerformedStep>, report: &Report) -> Result<Update, Refusal> {
    let known = existing.ok_or(Refusal::Unknown)?;
    if known.status.is_final() {
        return Err(Refusal::AlreadyFinal);
    }
    let status = match report.status.as_deref().unwrap_or("").trim() {
        "" => known.status,
        text => PerformedStatus::parse(text).ok_or(Refusal::InvalidStatus)?,
    };
    let mut merged = merge(&known.report, report);
    if status.is_final() {
        merged
            .findings
            .extend(super::findings::at_final_state(&merged.report));
    }
    let mut step = PerformedStep {
        sop_instance_uid: known.sop_instance_uid.clone(),
        calling_ae_title: known.calling_ae_title.clone(),
        status,
        report: merged.report,
    };
    step.report.status = Some(status.as_dicom().to_owned());
    let mut findings = Vec::new();
    for finding in merged.findings {
        if !step.report.findings.contains(&finding) {
            step.report.findings.push(finding.clone());
            findings.push(finding);
        }
    }
    Ok(Update { step, findings })
}

#[cfg(test)]
mod tests;
