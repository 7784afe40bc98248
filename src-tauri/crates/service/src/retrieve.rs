//! MPPS Retrieve (PS3.4 F.8): a performed step as its messages and the people at this desk made it.

use crate::department::Department;
use crate::performed_steps::messages_of;
use contract::device_profile::ServiceUse;
use dimse::syntax::TransferSyntax;
use dimse::{Caller, InstanceMessage, Outcome, encode_report, status};
use domain::Patient;
use domain::performed_step::Report;
use std::sync::Arc;
use storage::PerformedSummary;

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
            .read(move |_, session| {
                let Some(step) = session.performed_step_by_uid(&uid)? else {
                    return Ok(None);
                };
                let mut messages = messages_of(session, &uid)?;
                messages.extend(changed_by_people(&step));
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
    let syntax = TransferSyntax::ExplicitLittleEndian;
    Some(InstanceMessage {
        transfer_syntax: syntax.uid().to_owned(),
        data_set: encode_report(&report, syntax).into(),
    })
}
