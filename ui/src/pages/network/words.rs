//! The words and glyphs of associations, presentation contexts and statuses.

use crate::{components::glyph::Glyph, t};
use contract::network::{
    AssociationOutcome, AssociationRow, ContextResult, MessageCount, StatusClass,
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
