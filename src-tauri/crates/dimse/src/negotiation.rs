//! What an association request is answered with (PS3.8 7.1.1, PS3.7 Annex D).

use crate::pdu::{Associate, PresentationContext, Rejection, RoleSelection, printable};
use crate::requests::{Admission, Caller, Negotiated, NegotiatedContext, Proved, Services};
use crate::syntax::{
    APPLICATION_CONTEXT, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME, Service,
    TransferSyntax, VERIFICATION,
};
use std::net::IpAddr;

/// A presentation context in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Context {
    /// Its id, odd.
    pub id: u8,
    /// What it is for.
    pub service: Service,
    /// How its data sets are encoded.
    pub transfer_syntax: TransferSyntax,
}

/// Accepted: only these contexts take messages.
const ACCEPTANCE: u8 = 0;
/// Refused for this caller.
const USER_REJECTION: u8 = 1;
/// Not one of our SOP classes.
const ABSTRACT_SYNTAX_NOT_SUPPORTED: u8 = 3;
/// None of the transfer syntaxes is ours.
const TRANSFER_SYNTAXES_NOT_SUPPORTED: u8 = 4;

/// Smallest Maximum Length in which a fragment of two bytes fits.
const SMALLEST_MAXIMUM_LENGTH: u32 = 8;

/// Who asks.
pub(crate) fn caller(request: &Associate, address: IpAddr, tls: Option<Proved>) -> Caller {
    Caller {
        calling_ae_title: printable(&request.calling_ae_title, 16),
        called_ae_title: printable(&request.called_ae_title, 16),
        address,
        implementation_class_uid: request.implementation_class_uid.clone(),
        implementation_version_name: request.implementation_version_name.clone(),
        only_verification: !request.contexts.is_empty()
            && request
                .contexts
                .iter()
                .all(|context| context.abstract_syntax == VERIFICATION),
        tls,
        user_identity: request.user_identity.clone(),
    }
}

/// Transfer syntaxes of a context that are kept on record: more are an attack or a curiosity.
const KEPT_TRANSFER_SYNTAXES: usize = 8;

/// What was proposed and what `answer` says to it, for the record.
pub(crate) fn record(request: &Associate, answer: Option<&Associate>) -> Negotiated {
    let answers = answer.map_or(&[][..], |answer| &answer.contexts);
    let mut answers = answers.iter();
    let contexts = request.contexts.iter().map(|proposed| {
        // Answers come in the order of the proposals.
        let answer = answers.next();
        let accepted = answer.filter(|answer| answer.result == ACCEPTANCE);
        NegotiatedContext {
            id: proposed.id,
            abstract_syntax: proposed.abstract_syntax.clone(),
            transfer_syntaxes: proposed
                .transfer_syntaxes
                .iter()
                .take(KEPT_TRANSFER_SYNTAXES)
                .cloned()
                .collect(),
            result: answer.map(|answer| answer.result),
            accepted: accepted
                .and_then(|answer| answer.transfer_syntaxes.first().cloned())
                .unwrap_or_default(),
        }
    });
    Negotiated {
        maximum_length: request.maximum_length,
        contexts: contexts.collect(),
    }
}

/// Whether the request can be answered at all, whoever asks.
pub(crate) fn check(request: &Associate) -> Result<(), Rejection> {
    // PS3.8 9.3.2: only bit 0 is tested.
    if request.protocol_version & 1 == 0 {
        return Err(Rejection::ProtocolVersion);
    }
    if request.application_context != APPLICATION_CONTEXT {
        return Err(Rejection::ApplicationContext);
    }
    if !has_room(request.maximum_length) {
        return Err(Rejection::MaximumLength);
    }
    Ok(())
}

/// Whether a message can be sent to a peer that announced this Maximum Length; 0 is no limit.
pub(crate) const fn has_room(maximum_length: u32) -> bool {
    maximum_length == 0 || maximum_length >= SMALLEST_MAXIMUM_LENGTH
}

/// The answer to a request, and the contexts that may be used.
pub(crate) fn accept(
    request: &Associate,
    admission: Admission,
    maximum_length: u32,
) -> Result<(Associate, Vec<Context>), Rejection> {
    match admission {
        Admission::UnknownCaller | Admission::CallerRefused(_) => {
            return Err(Rejection::CallingAeTitle);
        }
        Admission::LocalLimit(_) => return Err(Rejection::LocalLimit),
        Admission::UnknownCalled => return Err(Rejection::CalledAeTitle),
        Admission::Accept | Admission::Services(_) | Admission::VerificationOnly => {}
    }
    let mut contexts: Vec<Context> = Vec::new();
    let mut answers = Vec::with_capacity(request.contexts.len());
    for proposed in &request.contexts {
        let known = contexts.iter().any(|context| context.id == proposed.id);
        let (result, transfer_syntax) = match choose(proposed, admission) {
            Ok(context) if !known && proposed.id % 2 == 1 => {
                contexts.push(context);
                (ACCEPTANCE, context.transfer_syntax)
            }
            Ok(_) => (USER_REJECTION, TransferSyntax::ImplicitLittleEndian),
            Err(result) => (result, TransferSyntax::ImplicitLittleEndian),
        };
        answers.push(PresentationContext {
            id: proposed.id,
            result,
            abstract_syntax: String::new(),
            // Not significant unless accepted, but some requestors fail without it (PS3.8 9.3.3.2).
            transfer_syntaxes: vec![transfer_syntax.uid().to_owned()],
        });
    }
    let answer = Associate {
        protocol_version: 1,
        called_ae_title: request.called_ae_title,
        calling_ae_title: request.calling_ae_title,
        application_context: APPLICATION_CONTEXT.to_owned(),
        contexts: answers,
        maximum_length,
        implementation_class_uid: IMPLEMENTATION_CLASS_UID.to_owned(),
        implementation_version_name: IMPLEMENTATION_VERSION_NAME.to_owned(),
        roles: roles(request, &contexts),
        extended: extended(request, &contexts),
        user_identity: None,
        confirms_identity: confirms_identity(request),
    };
    Ok((answer, contexts))
}

/// Whether a caller that was let in may use a service.
fn is_allowed(admission: Admission, service: Service) -> bool {
    let services = match admission {
        Admission::Accept => return true,
        Admission::Services(services) => services,
        Admission::VerificationOnly
        | Admission::UnknownCaller
        | Admission::UnknownCalled
        | Admission::CallerRefused(_)
        | Admission::LocalLimit(_) => Services::default(),
    };
    match service {
        Service::Verification => true,
        Service::Worklist => services.worklist,
        Service::PerformedStep => services.performed,
        // Who may report but not retrieve is told so by a status (0124), which says more.
        Service::PerformedStepRetrieve => services.retrieve || services.performed,
        // It leaves on associations that we open (PS3.4 F.9).
        Service::PerformedStepNotification => false,
    }
}

/// The same choice for the same proposal, whatever its order.
fn choose(proposed: &PresentationContext, admission: Admission) -> Result<Context, u8> {
    let service = Service::from_uid(&proposed.abstract_syntax)
        // Notifications leave on associations that we open (PS3.4 F.9).
        .filter(|service| *service != Service::PerformedStepNotification)
        .ok_or(ABSTRACT_SYNTAX_NOT_SUPPORTED)?;
    if !is_allowed(admission, service) {
        return Err(USER_REJECTION);
    }
    let transfer_syntax = TransferSyntax::PREFERRED
        .into_iter()
        .find(|syntax| {
            proposed
                .transfer_syntaxes
                .iter()
                .any(|uid| uid == syntax.uid())
        })
        .ok_or(TRANSFER_SYNTAXES_NOT_SUPPORTED)?;
    Ok(Context {
        id: proposed.id,
        service,
        transfer_syntax,
    })
}

/// User names are taken as they are said, so they are confirmed when that is asked for; what needs a
/// check that is not made (tickets, assertions, tokens) is not (PS3.7 D.3.3.7.2).
fn confirms_identity(request: &Associate) -> bool {
    request
        .user_identity
        .as_ref()
        .is_some_and(|identity| identity.wants_response && matches!(identity.kind, 1 | 2))
}

/// Every role selection of a service in use is answered: we are the SCP. Some devices propose both
/// roles for everything and wait for an answer (PS3.7 D.3.3.4).
fn roles(request: &Associate, contexts: &[Context]) -> Vec<RoleSelection> {
    let mut answers: Vec<RoleSelection> = Vec::new();
    for role in &request.roles {
        let in_use = contexts
            .iter()
            .any(|context| context.service.uid() == role.sop_class_uid);
        let answered = answers
            .iter()
            .any(|answer| answer.sop_class_uid == role.sop_class_uid);
        if in_use && !answered {
            answers.push(RoleSelection {
                sop_class_uid: role.sop_class_uid.clone(),
                scu: role.scu,
                scp: false,
            });
        }
    }
    answers
}

/// How worklist keys are matched, as far as it was negotiated (PS3.4 K.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Matching {
    /// Fuzzy semantic matching of person names.
    pub fuzzy_names: bool,
    /// Timezone query adjustment.
    pub timezone: bool,
}

/// What an answer agreed to.
pub(crate) fn matching(answer: &Associate) -> Matching {
    let of_worklist = |(uid, _): &&(String, Vec<u8>)| uid == Service::Worklist.uid();
    let information = answer.extended.iter().find(of_worklist);
    let is_set = |at: usize| information.is_some_and(|(_, bytes)| bytes.get(at) == Some(&1));
    Matching {
        fuzzy_names: is_set(2),
        timezone: is_set(3),
    }
}

/// Worklist only (PS3.4 K.5.1, F.2.1): fuzzy names and timezone adjustment as asked for, in as many
/// bytes as offered.
fn extended(request: &Associate, contexts: &[Context]) -> Vec<(String, Vec<u8>)> {
    let worklist = Service::Worklist;
    request
        .extended
        .iter()
        .find(|(uid, information)| uid == worklist.uid() && !information.is_empty())
        .filter(|_| contexts.iter().any(|context| context.service == worklist))
        .map(|(uid, information)| {
            (
                uid.clone(),
                [1, 1]
                    .into_iter()
                    .chain(
                        information
                            .iter()
                            .skip(2)
                            .map(|asked| u8::from(*asked == 1)),
                    )
                    .take(information.len().min(4))
                    .collect(),
            )
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
