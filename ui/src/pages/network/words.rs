//! The words and glyphs of associations, presentation contexts and statuses.

use crate::{components::glyph::Glyph, t};
use contract::network::{
    AssociationOutcome, AssociationRow, ContextResult, EndReason, IdentityKind, MessageCount,
    StatusClass, UserIdentity,
};

/// How an association stands or ended.
pub fn outcome_word(outcome: AssociationOutcome) -> String {
    match outcome {
        AssociationOutcome::Open => t!("association-open"),
        AssociationOutcome::Released => t!("association-released"),
        AssociationOutcome::Closed => t!("association-closed"),
        AssociationOutcome::Rejected => t!("association-rejected"),
        AssociationOutcome::AbortedByPeer => t!("association-aborted-by-peer"),
        AssociationOutcome::AbortedByUs => t!("association-aborted-by-us"),
        AssociationOutcome::Broken => t!("association-broken"),
        AssociationOutcome::Stopped => t!("association-stopped"),
    }
}

/// Its glyph.
pub fn outcome_glyph(outcome: AssociationOutcome) -> Glyph {
    match outcome {
        AssociationOutcome::Open => Glyph::InProgress,
        AssociationOutcome::Released => Glyph::Completed,
        AssociationOutcome::Closed | AssociationOutcome::Stopped => Glyph::Idle,
        AssociationOutcome::Rejected | AssociationOutcome::AbortedByUs => Glyph::Critical,
        AssociationOutcome::AbortedByPeer => Glyph::Discontinued,
        AssociationOutcome::Broken => Glyph::Silent,
    }
}

/// Why it was rejected or ended so; empty when there is nothing to say.
pub fn why(row: &AssociationRow) -> String {
    let detail = row.detail.clone();
    let Some(reason) = row.reason else {
        return detail;
    };
    match reason {
        EndReason::MaximumLength => t!("end-maximum-length"),
        EndReason::ApplicationContext => t!("end-application-context"),
        EndReason::CallingAeTitle => t!("end-calling-ae-title"),
        EndReason::CalledAeTitle => t!("end-called-ae-title"),
        EndReason::ProtocolVersion => t!("end-protocol-version"),
        EndReason::ListenerFull => t!("end-listener-full"),
        EndReason::DeviceFull => t!("end-device-full"),
        EndReason::TlsOnly => t!("end-tls-only"),
        EndReason::OtherCertificate => t!("end-other-certificate"),
        EndReason::CertificateOfAnother => t!("end-certificate-of-another"),
        EndReason::Handshake => t!("end-handshake", detail = detail),
        EndReason::RequestUnreadable => t!("end-request-unreadable", detail = detail),
        EndReason::NoRequest => t!("end-no-request", detail = detail),
        EndReason::Aborted => t!("end-aborted", detail = detail),
        EndReason::NotReleased => t!("end-not-released"),
        EndReason::ListenerStopped => t!("end-listener-stopped"),
        EndReason::TooOld => t!("end-too-old"),
        EndReason::UnexpectedPdu => t!("end-unexpected-pdu", detail = detail),
        EndReason::UnexpectedResponse => t!("end-unexpected-response"),
        EndReason::ConnectionFailed => t!("end-connection-failed", detail = detail),
        EndReason::ClosedWithin => t!("end-closed-within"),
        EndReason::Silent => t!("end-silent", detail = detail),
        EndReason::Stuck => t!("end-stuck", detail = detail),
        EndReason::UnknownPdu => t!("end-unknown-pdu", detail = detail),
        EndReason::PduTooLong => t!("end-pdu-too-long", detail = detail),
        EndReason::ValueTooLong => t!("end-value-too-long", detail = detail),
        EndReason::UnknownContext => t!("end-unknown-context", detail = detail),
        EndReason::Interleaved => t!("end-interleaved", detail = detail),
        EndReason::DataFirst => t!("end-data-first"),
        EndReason::CommandWithinData => t!("end-command-within-data"),
        EndReason::CommandTooLong => t!("end-command-too-long", detail = detail),
        EndReason::DataTooLong => t!("end-data-too-long", detail = detail),
        EndReason::CommandUnreadable => t!("end-command-unreadable", detail = detail),
    }
}

/// The user identity it gave; empty without.
pub fn identity_words(identity: Option<&UserIdentity>) -> String {
    let Some(identity) = identity else {
        return String::new();
    };
    let kind = match identity.kind {
        IdentityKind::UserName => t!("identity-user-name"),
        IdentityKind::Passcode => t!("identity-passcode"),
        IdentityKind::Kerberos => t!("identity-kerberos"),
        IdentityKind::Saml => t!("identity-saml"),
        IdentityKind::Jwt => t!("identity-jwt"),
        IdentityKind::Unknown => t!("identity-unknown"),
    };
    if identity.user_name.is_empty() {
        kind
    } else {
        format!("{kind}: {}", identity.user_name)
    }
}

/// What a presentation context was answered with.
pub fn result_word(result: ContextResult) -> String {
    match result {
        ContextResult::Accepted => t!("context-accepted"),
        ContextResult::NotAllowed => t!("context-not-allowed"),
        ContextResult::AbstractSyntax => t!("context-abstract-syntax"),
        ContextResult::TransferSyntaxes => t!("context-transfer-syntaxes"),
        ContextResult::NotAnswered => t!("context-not-answered"),
    }
}

/// The class of a status.
pub fn class_word(class: StatusClass) -> String {
    match class {
        StatusClass::Success => t!("class-success"),
        StatusClass::Warning => t!("class-warning"),
        StatusClass::Failure => t!("class-failure"),
    }
}

/// Its glyph.
pub fn class_glyph(class: StatusClass) -> Glyph {
    match class {
        StatusClass::Success => Glyph::Completed,
        StatusClass::Warning => Glyph::Late,
        StatusClass::Failure => Glyph::Critical,
    }
}

/// The name, or the AE title where there is none.
pub fn who(station_name: &str, ae_title: &str) -> String {
    match (station_name, ae_title) {
        ("", "") => t!("no-request"),
        ("", title) => title.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// How many contexts were accepted of those proposed.
pub fn accepted_words(row: &AssociationRow) -> String {
    if row.contexts.is_empty() {
        return String::new();
    }
    let accepted = row.contexts.iter();
    let accepted = accepted.filter(|context| context.result == ContextResult::Accepted);
    t!(
        "of-count",
        count = accepted.count(),
        all = row.contexts.len()
    )
}

/// What was asked, `3 C-FIND, 1 N-SET`.
pub fn messages_words(messages: &[MessageCount]) -> String {
    let counts = messages
        .iter()
        .map(|count| format!("{} {}", count.requests, count.service));
    counts.collect::<Vec<_>>().join(", ")
}
