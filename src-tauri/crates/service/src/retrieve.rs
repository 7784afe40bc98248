//! MPPS Retrieve (PS3.4 F.8): a performed step as its messages and the people at this desk made it.

use crate::department::Department;
use crate::performed_steps::messages_of;
use contract::device_profile::ServiceUse;
use dimse::syntax::TransferSyntax;
use dimse::{Caller, InstanceMessage, Outcome, encode_report, encode_scheduled_steps, status};
use domain::Patient;
use domain::performed_step::{Report, ScheduledReference};
use domain::scheduled_step::ScheduledStep;
use std::sync::Arc;
use storage::{PerformedSummary, Session, StorageError};

/// What people changed is written in this: the answer is in that of the association.
const SYNTAX: TransferSyntax = TransferSyntax::ExplicitLittleEndian;

impl Department {
    /// The accepted messages of a performed step, and what people changed of it as one more.
    ///
    /// # Errors
    /// The answer when the caller may not ask, or there is none.
    pub(crate) async fn retrieve(
        self: &Arc<Self>,
        caller: &Caller,
        sop_instance_uid: &str,
    ) -> Result<Vec<InstanceMessage>, Outcome> {
        let refused = |status, comment: &str| Outcome {
            status,
            sop_instance_uid: sop_instance_uid.to_owned(),
            comment: comment.to_owned(),
            ..Outcome::default()
        };
        let may_retrieve = self
            .registry()
            .profile(&caller.calling_ae_title)
            .and_then(|profile| profile.access.services.clone())
            .is_none_or(|services| services.contains(&ServiceUse::Retrieve));
        if !may_retrieve {
            let comment = "this device is not registered for MPPS Retrieve";
            return Err(refused(status::NOT_AUTHORISED, comment));
        }
        let uid = sop_instance_uid.to_owned();
        let found = self
            .read(move |department, session| {
                let Some(step) = session.performed_step_by_uid(&uid)? else {
                    return Ok(None);
                };
                let mut messages = messages_of(session, &uid)?;
                let registry = department.registry();
                let profile = registry.profile(&step.calling_ae_title);
                let assumed = profile.and_then(|it| it.performed.assumed_character_set.clone());
                for message in &mut messages {
                    message.assumed_character_set.clone_from(&assumed);
                }
                messages.extend(changed_by_people(&step));
                messages.extend(linked_by_people(session, step.id)?);
                Ok(Some(messages))
            })
            .await;
        match found {
            Ok(Some(messages)) => Ok(messages),
            Ok(None) => Err(refused(
                status::NO_SUCH_SOP_INSTANCE,
                "No performed procedure step with this UID is known",
            )),
            Err(_) => Err(refused(
                status::RESOURCE_LIMITATION,
                "it cannot be read now",
            )),
        }
    }
}

/// What people changed, as an N-SET would say it (PS3.4 F.7.2.2.3, notes 1 and 2).
fn changed_by_people(step: &PerformedSummary) -> Option<InstanceMessage> {
    let by = &step.by_person;
    let (is_closed, is_corrected) = (!by.closed_by.is_empty(), !by.corrected_by.is_empty());
    let has_reason = !by.reason_by.is_empty();
    if !is_closed && !is_corrected && !has_reason {
        return None;
    }
    let known = &step.report;
    let mut report = Report {
        character_set: Some("ISO_IR 192".to_owned()),
        status: step.status.map(|status| status.as_dicom().to_owned()),
        patient: Patient::default(),
        ..Report::default()
    };
    if is_corrected {
        report.patient = known.patient.clone();
        report.description.clone_from(&known.description);
        report.start_date = known.start_date;
        report.start_time = known.start_time;
    }
    if is_corrected || is_closed {
        report.end_date = known.end_date;
        report.end_time = known.end_time;
    }
    if has_reason {
        report
            .discontinuation_reasons
            .clone_from(&known.discontinuation_reasons);
    }
    Some(InstanceMessage {
        transfer_syntax: SYNTAX.uid().to_owned(),
        data_set: encode_report(&report, SYNTAX).into(),
        assumed_character_set: None,
    })
}

/// The scheduled steps a performed step is linked to, when a person had a hand in that: else what the
/// modality said stands.
fn linked_by_people(
    session: &mut Session<'_>,
    performed: i64,
) -> Result<Option<InstanceMessage>, StorageError> {
    let links = session.links_of(performed)?;
    if links.iter().all(|link| link.linked_by.is_empty()) {
        return Ok(None);
    }
    let ids: Vec<i64> = links.iter().map(|link| link.scheduled_step).collect();
    let steps = session.scheduled_steps(&ids)?;
    let references: Vec<ScheduledReference> =
        steps.into_iter().map(|step| reference(step.step)).collect();
    Ok(Some(InstanceMessage {
        transfer_syntax: SYNTAX.uid().to_owned(),
        data_set: encode_scheduled_steps(&references, SYNTAX).into(),
        assumed_character_set: None,
    }))
}

fn reference(step: ScheduledStep) -> ScheduledReference {
    ScheduledReference {
        study_instance_uid: step.study_instance_uid,
        referenced_study_uids: Vec::new(),
        accession_number: step.accession_number,
        requested_procedure_id: step.requested_procedure_id,
        requested_procedure_description: step.requested_procedure_description,
        requested_procedure_codes: step.requested_procedure_code.into_iter().collect(),
        scheduled_procedure_step_id: step.scheduled_procedure_step_id,
        scheduled_procedure_step_description: step.description,
        scheduled_protocol_codes: step.protocol_codes,
        placer_order_number: step.placer_order_number,
        filler_order_number: step.filler_order_number,
    }
}
