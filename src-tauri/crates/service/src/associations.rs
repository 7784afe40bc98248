//! The record of associations for the network page: the open ones in memory, the ended ones on disk.
//! Written by a task, so that an association waits for nothing.

use crate::clock::Clock;
use contract::network::{EndReason, IdentityKind, UserIdentity};
use dimse::{Caller, EndKind, EndReason as Reason, Ending};
use dimse::{Negotiated, NegotiatedContext, Proved};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use storage::StoredAssociation;

/// Ended associations that wait for the disk at most: a peer that connects in a loop must not fill
/// memory. The task comes every second; what is beyond is counted and said in the log.
const UNSAVED: usize = 2000;
/// Bytes of text of the contexts on record: a modality proposes a handful, an archive client all of
/// them; whoever proposes more than this is attacking and gets the first.
const CONTEXTS: usize = 16 * 1024;

/// The record.
#[derive(Debug, Default)]
pub(crate) struct AssociationLog {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    last: i64,
    open: BTreeMap<i64, Association>,
    ended: Vec<Association>,
    left_out: u64,
    changed: bool,
}

/// An association on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Association {
    pub(crate) id: i64,
    pub(crate) calling_ae_title: String,
    pub(crate) called_ae_title: String,
    pub(crate) address: String,
    pub(crate) since: i64,
    pub(crate) until: Option<i64>,
    pub(crate) details: Details,
}

/// What is kept as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    pub(crate) tls: String,
    pub(crate) certificate: String,
    pub(crate) identity: Option<UserIdentity>,
    pub(crate) implementation_class_uid: String,
    pub(crate) implementation_version_name: String,
    pub(crate) maximum_length: u32,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Option<EndReason>,
    pub(crate) detail: String,
    pub(crate) contexts: Vec<Context>,
    pub(crate) messages: Vec<Count>,
}

/// How it stands or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    #[default]
    Open,
    Released,
    Closed,
    Rejected,
    AbortedByPeer,
    AbortedByUs,
    Broken,
    Stopped,
}

/// A presentation context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Context {
    pub(crate) id: u8,
    pub(crate) abstract_syntax: String,
    pub(crate) proposed: Vec<String>,
    pub(crate) result: Option<u8>,
    pub(crate) accepted: String,
}

/// Requests of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Count {
    pub(crate) service: String,
    pub(crate) requests: u32,
    pub(crate) failed: u32,
}

impl AssociationLog {
    /// A record that goes on after the association numbered `last`.
    pub(crate) fn new(last: i64) -> Self {
        Self {
            state: Mutex::new(State {
                last,
                ..State::default()
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An association began; its number.
    pub(crate) fn opened(&self, clock: &Clock, caller: &Caller, negotiated: Negotiated) -> u64 {
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        let (tls, certificate) = match &caller.tls {
            Some(Proved {
                version,
                certificate,
            }) => ((*version).to_owned(), certificate.clone()),
            None => (String::new(), String::new()),
        };
        let association = Association {
            id,
            calling_ae_title: caller.calling_ae_title.clone(),
            called_ae_title: caller.called_ae_title.clone(),
            address: caller.address.to_canonical().to_string(),
            since: clock.now(),
            until: None,
            details: Details {
                tls,
                certificate,
                identity: caller.user_identity.as_ref().map(identity),
                implementation_class_uid: caller.implementation_class_uid.clone(),
                implementation_version_name: caller.implementation_version_name.clone(),
                maximum_length: negotiated.maximum_length,
                contexts: contexts(negotiated.contexts),
                ..Details::default()
            },
        };
        state.open.insert(id, association);
        state.changed = true;
        id.unsigned_abs()
    }

    /// A request on an association was answered.
    pub(crate) fn answered(&self, id: u64, service: &str, failed: bool) {
        let mut state = self.state();
        state.changed = true;
        let Some(association) = state.open.get_mut(&number(id)) else {
            return;
        };
        let counts = &mut association.details.messages;
        let known = counts.iter_mut().find(|count| count.service == service);
        let Some(count) = known else {
            counts.push(Count {
                service: service.to_owned(),
                requests: 1,
                failed: failed.into(),
            });
            return;
        };
        count.requests = count.requests.saturating_add(1);
        count.failed = count.failed.saturating_add(failed.into());
    }

    /// An association ended.
    pub(crate) fn ended(&self, clock: &Clock, id: u64, ending: Ending) {
        let mut state = self.state();
        state.changed = true;
        let Some(mut association) = state.open.remove(&number(id)) else {
            return;
        };
        association.until = Some(clock.now());
        association.details.outcome = outcome(ending.kind);
        association.details.reason = ending.reason.map(reason);
        association.details.detail = ending.detail;
        if state.ended.len() < UNSAVED {
            state.ended.push(association);
        } else {
            state.left_out += 1;
        }
    }

    /// The open associations, newest first.
    pub(crate) fn open(&self) -> Vec<Association> {
        self.state().open.values().rev().cloned().collect()
    }

    /// What ended and is not on disk yet, and whether anything happened since this was last asked.
    pub(crate) fn take_unsaved(&self) -> (Vec<Association>, bool) {
        let mut state = self.state();
        let left_out = std::mem::take(&mut state.left_out);
        if left_out > 0 {
            tracing::warn!(left_out, "associations that ended were too many to be kept");
        }
        let ended = std::mem::take(&mut state.ended);
        (ended, std::mem::take(&mut state.changed))
    }
}

impl Association {
    /// Whether it is what an administrator looks for when something does not work.
    pub(crate) fn is_problem(&self) -> bool {
        matches!(
            self.details.outcome,
            Outcome::Rejected | Outcome::AbortedByPeer | Outcome::AbortedByUs | Outcome::Broken
        )
    }

    /// As it is stored.
    pub(crate) fn stored(&self) -> Result<StoredAssociation, serde_json::Error> {
        Ok(StoredAssociation {
            id: self.id,
            calling_ae_title: self.calling_ae_title.clone(),
            called_ae_title: self.called_ae_title.clone(),
            address: self.address.clone(),
            since: self.since,
            until: self.until.unwrap_or(self.since),
            problem: self.is_problem(),
            details: serde_json::to_string(&self.details)?,
        })
    }

    /// As it was stored; details that cannot be read are left out.
    pub(crate) fn of(stored: StoredAssociation) -> Self {
        let details = serde_json::from_str(&stored.details).unwrap_or_else(|error| {
            tracing::error!(%error, id = stored.id, "the details of an association cannot be read");
            Details::default()
        });
        Self {
            id: stored.id,
            calling_ae_title: stored.calling_ae_title,
            called_ae_title: stored.called_ae_title,
            address: stored.address,
            since: stored.since,
            until: Some(stored.until),
            details,
        }
    }
}

fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

fn outcome(kind: EndKind) -> Outcome {
    match kind {
        EndKind::Released => Outcome::Released,
        EndKind::Closed => Outcome::Closed,
        EndKind::Rejected => Outcome::Rejected,
        EndKind::AbortedByPeer => Outcome::AbortedByPeer,
        EndKind::AbortedByUs => Outcome::AbortedByUs,
        EndKind::Broken => Outcome::Broken,
        EndKind::Stopped => Outcome::Stopped,
    }
}

/// The kind of a user identity (PS3.7 Table D.3-14) and a user name; nothing secret.
fn identity(identity: &dimse::UserIdentity) -> UserIdentity {
    UserIdentity {
        kind: match identity.kind {
            1 => IdentityKind::UserName,
            2 => IdentityKind::Passcode,
            3 => IdentityKind::Kerberos,
            4 => IdentityKind::Saml,
            5 => IdentityKind::Jwt,
            _ => IdentityKind::Unknown,
        },
        user_name: identity.user_name.clone(),
    }
}

const fn reason(reason: Reason) -> EndReason {
    match reason {
        Reason::MaximumLength => EndReason::MaximumLength,
        Reason::ApplicationContext => EndReason::ApplicationContext,
        Reason::CallingAeTitle => EndReason::CallingAeTitle,
        Reason::CalledAeTitle => EndReason::CalledAeTitle,
        Reason::ProtocolVersion => EndReason::ProtocolVersion,
        Reason::ListenerFull => EndReason::ListenerFull,
        Reason::DeviceFull => EndReason::DeviceFull,
        Reason::TlsOnly => EndReason::TlsOnly,
        Reason::OtherCertificate => EndReason::OtherCertificate,
        Reason::CertificateOfAnother => EndReason::CertificateOfAnother,
        Reason::Handshake => EndReason::Handshake,
        Reason::RequestUnreadable => EndReason::RequestUnreadable,
        Reason::NoRequest => EndReason::NoRequest,
        Reason::Aborted => EndReason::Aborted,
        Reason::NotReleased => EndReason::NotReleased,
        Reason::ListenerStopped => EndReason::ListenerStopped,
        Reason::TooOld => EndReason::TooOld,
        Reason::UnexpectedPdu => EndReason::UnexpectedPdu,
        Reason::UnexpectedResponse => EndReason::UnexpectedResponse,
        Reason::ConnectionFailed => EndReason::ConnectionFailed,
        Reason::ClosedWithin => EndReason::ClosedWithin,
        Reason::Silent => EndReason::Silent,
        Reason::Stuck => EndReason::Stuck,
        Reason::UnknownPdu => EndReason::UnknownPdu,
        Reason::PduTooLong => EndReason::PduTooLong,
        Reason::ValueTooLong => EndReason::ValueTooLong,
        Reason::UnknownContext => EndReason::UnknownContext,
        Reason::Interleaved => EndReason::Interleaved,
        Reason::DataFirst => EndReason::DataFirst,
        Reason::CommandWithinData => EndReason::CommandWithinData,
        Reason::CommandTooLong => EndReason::CommandTooLong,
        Reason::DataTooLong => EndReason::DataTooLong,
        Reason::CommandUnreadable => EndReason::CommandUnreadable,
    }
}

fn contexts(negotiated: Vec<NegotiatedContext>) -> Vec<Context> {
    let mut bytes = 0;
    negotiated
        .into_iter()
        .map(|context| Context {
            id: context.id,
            abstract_syntax: context.abstract_syntax,
            proposed: context.transfer_syntaxes,
            result: context.result,
            accepted: context.accepted,
        })
        .take_while(|context| {
            let proposed: usize = context.proposed.iter().map(String::len).sum();
            bytes += context.abstract_syntax.len() + proposed + context.accepted.len() + 32;
            bytes <= CONTEXTS
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller() -> Caller {
        Caller {
            calling_ae_title: "CT1".to_owned(),
            called_ae_title: "STEPBOARD".to_owned(),
            address: "::ffff:10.0.0.21".parse().unwrap(),
            implementation_class_uid: "1.2".to_owned(),
            implementation_version_name: "V1".to_owned(),
            only_verification: false,
            tls: None,
            user_identity: Some(dimse::UserIdentity {
                kind: 2,
                user_name: "ana".to_owned(),
                wants_response: false,
            }),
        }
    }

    fn released() -> Ending {
        Ending {
            kind: EndKind::Released,
            reason: None,
            detail: String::new(),
        }
    }

    #[test]
    fn an_association_is_open_and_then_on_disk_as_it_was() {
        let log = AssociationLog::new(41);
        let clock = Clock::real();
        let context = NegotiatedContext {
            id: 1,
            abstract_syntax: "1.2.840.10008.1.1".to_owned(),
            transfer_syntaxes: vec!["1.2.840.10008.1.2".to_owned()],
            result: Some(0),
            accepted: "1.2.840.10008.1.2".to_owned(),
        };
        let negotiated = Negotiated {
            maximum_length: 16384,
            contexts: vec![context],
        };
        let id = log.opened(&clock, &caller(), negotiated);
        assert_eq!(id, 42);
        log.answered(id, "C-ECHO", false);
        log.answered(id, "C-FIND", true);
        log.answered(id, "C-FIND", false);
        let open = log.open();
        assert_eq!(open[0].address, "10.0.0.21");
        assert_eq!(open[0].details.outcome, Outcome::Open);
        let user = open[0].details.identity.as_ref().unwrap();
        assert_eq!(
            (user.kind, user.user_name.as_str()),
            (IdentityKind::Passcode, "ana")
        );
        log.ended(&clock, id, released());
        assert!(log.open().is_empty());
        let (ended, changed) = log.take_unsaved();
        assert!(changed && !log.take_unsaved().1);
        let counts = &ended[0].details.messages;
        let failed: Vec<(u32, u32)> = counts.iter().map(|c| (c.requests, c.failed)).collect();
        assert_eq!(failed, [(1, 0), (2, 1)]);
        let again = Association::of(ended[0].stored().unwrap());
        assert_eq!(again, ended[0]);
    }

    #[test]
    fn neither_endings_nor_contexts_fill_the_memory() {
        let log = AssociationLog::new(0);
        let clock = Clock::real();
        for _ in 0..UNSAVED + 10 {
            let id = log.opened(&clock, &caller(), Negotiated::default());
            log.ended(&clock, id, released());
        }
        assert_eq!(log.take_unsaved().0.len(), UNSAVED);
        let context = NegotiatedContext {
            id: 1,
            abstract_syntax: "1".repeat(64),
            transfer_syntaxes: vec!["2".repeat(64); 8],
            result: None,
            accepted: String::new(),
        };
        assert!(contexts(vec![context; 128]).len() < 30);
    }
}
