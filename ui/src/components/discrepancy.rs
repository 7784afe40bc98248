//! The words and signs of discrepancies and of how urgent they are.

use super::{glyph::Glyph, icon::Icon};
use crate::t;
use contract::{
    alerts::Severity,
    reconciliation::{DecisionKind, DiscrepancyKind},
};

/// The kinds with their names in addresses, in the order of the queue.
const NAMES: [(DiscrepancyKind, &str); 18] = [
    (DiscrepancyKind::PatientMismatch, "patient-mismatch"),
    (DiscrepancyKind::Unscheduled, "unscheduled"),
    (DiscrepancyKind::LateralityDiffers, "laterality-differs"),
    (
        DiscrepancyKind::CanceledButPerformed,
        "canceled-but-performed",
    ),
    (DiscrepancyKind::WrongWorklistEntry, "wrong-worklist-entry"),
    (DiscrepancyKind::StuckInProgress, "stuck-in-progress"),
    (DiscrepancyKind::ProcedureDiffers, "procedure-differs"),
    (DiscrepancyKind::ProtocolDiffers, "protocol-differs"),
    (DiscrepancyKind::MissingSeries, "missing-series"),
    (DiscrepancyKind::ExtraSeries, "extra-series"),
    (DiscrepancyKind::NoSeries, "no-series"),
    (DiscrepancyKind::ModalityDiffers, "modality-differs"),
    (DiscrepancyKind::StationDiffers, "station-differs"),
    (DiscrepancyKind::DuplicateStep, "duplicate-step"),
    (
        DiscrepancyKind::MissingPerformedStep,
        "missing-performed-step",
    ),
    (
        DiscrepancyKind::DiscontinuedWithoutReason,
        "discontinued-without-reason",
    ),
    (DiscrepancyKind::LateUpdate, "late-update"),
    (DiscrepancyKind::BillingDiffers, "billing-differs"),
];

/// The name of a kind in an address.
pub fn kind_name(kind: DiscrepancyKind) -> &'static str {
    let known = NAMES.iter().find(|(named, _)| *named == kind);
    known.map_or("", |(_, name)| name)
}

/// The kind of a name.
pub fn kind_of(name: &str) -> Option<DiscrepancyKind> {
    let known = NAMES.iter().find(|(_, known)| *known == name);
    known.map(|(kind, _)| *kind)
}

/// The words of a kind.
pub fn kind_word(kind: DiscrepancyKind) -> String {
    match kind {
        DiscrepancyKind::PatientMismatch => t!("kind-patient-mismatch"),
        DiscrepancyKind::Unscheduled => t!("kind-unscheduled"),
        DiscrepancyKind::LateralityDiffers => t!("kind-laterality-differs"),
        DiscrepancyKind::CanceledButPerformed => t!("kind-canceled-but-performed"),
        DiscrepancyKind::WrongWorklistEntry => t!("kind-wrong-worklist-entry"),
        DiscrepancyKind::StuckInProgress => t!("kind-stuck-in-progress"),
        DiscrepancyKind::ProcedureDiffers => t!("kind-procedure-differs"),
        DiscrepancyKind::ProtocolDiffers => t!("kind-protocol-differs"),
        DiscrepancyKind::MissingSeries => t!("kind-missing-series"),
        DiscrepancyKind::ExtraSeries => t!("kind-extra-series"),
        DiscrepancyKind::NoSeries => t!("kind-no-series"),
        DiscrepancyKind::ModalityDiffers => t!("kind-modality-differs"),
        DiscrepancyKind::StationDiffers => t!("kind-station-differs"),
        DiscrepancyKind::DuplicateStep => t!("kind-duplicate-step"),
        DiscrepancyKind::MissingPerformedStep => t!("kind-missing-performed-step"),
        DiscrepancyKind::DiscontinuedWithoutReason => t!("kind-discontinued-without-reason"),
        DiscrepancyKind::LateUpdate => t!("kind-late-update"),
        DiscrepancyKind::BillingDiffers => t!("kind-billing-differs"),
    }
}

/// A decision as it is offered.
pub fn decision_word(decision: DecisionKind) -> String {
    match decision {
        DecisionKind::Link => t!("decision-link"),
        DecisionKind::Split => t!("decision-split"),
        DecisionKind::Unlink => t!("decision-unlink"),
        DecisionKind::KeepUnscheduled => t!("decision-keep-unscheduled"),
        DecisionKind::WrongEntry => t!("decision-wrong-entry"),
        DecisionKind::Accept => t!("decision-accept"),
        DecisionKind::Close => t!("decision-close"),
        DecisionKind::GiveReason => t!("decision-give-reason"),
        DecisionKind::Correct => t!("decision-correct"),
        DecisionKind::NoShow => t!("decision-no-show"),
        DecisionKind::Reschedule => t!("decision-reschedule"),
        DecisionKind::Dismiss => t!("decision-dismiss"),
    }
}

/// The words of several kinds, after one another.
pub fn kind_words(kinds: &[DiscrepancyKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| kind_word(*kind)).collect();
    words.join(", ")
}

/// The icon of a kind.
pub fn kind_icon(kind: DiscrepancyKind) -> Icon {
    match kind {
        DiscrepancyKind::PatientMismatch => Icon::Person,
        DiscrepancyKind::Unscheduled | DiscrepancyKind::ExtraSeries => Icon::Plus,
        DiscrepancyKind::LateralityDiffers
        | DiscrepancyKind::ProcedureDiffers
        | DiscrepancyKind::ProtocolDiffers => Icon::Reconciliation,
        DiscrepancyKind::CanceledButPerformed | DiscrepancyKind::DiscontinuedWithoutReason => {
            Icon::Close
        }
        DiscrepancyKind::WrongWorklistEntry => Icon::Unlink,
        DiscrepancyKind::StuckInProgress
        | DiscrepancyKind::MissingPerformedStep
        | DiscrepancyKind::LateUpdate => Icon::Clock,
        DiscrepancyKind::MissingSeries | DiscrepancyKind::NoSeries => Icon::List,
        DiscrepancyKind::ModalityDiffers | DiscrepancyKind::StationDiffers => Icon::Devices,
        DiscrepancyKind::DuplicateStep => Icon::Copy,
        DiscrepancyKind::BillingDiffers => Icon::Receipt,
    }
}

/// The glyph of a kind beside its words.
pub fn kind_glyph(kind: DiscrepancyKind, severity: Severity) -> Glyph {
    if kind == DiscrepancyKind::Unscheduled {
        Glyph::Unscheduled
    } else {
        severity_glyph(severity)
    }
}

/// How urgent, in words.
pub fn severity_word(severity: Severity) -> String {
    match severity {
        Severity::BlocksReading => t!("severity-blocks-reading"),
        Severity::Review => t!("severity-review"),
        Severity::Info => t!("severity-info"),
    }
}

/// How urgent, as a glyph.
pub fn severity_glyph(severity: Severity) -> Glyph {
    match severity {
        Severity::BlocksReading => Glyph::Critical,
        Severity::Review => Glyph::Late,
        Severity::Info => Glyph::Scheduled,
    }
}

/// How urgent, as the style knows it.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::BlocksReading => "blocks",
        Severity::Review => "review",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_and_its_name_are_the_same() {
        for (kind, name) in NAMES {
            assert_eq!(kind_name(kind), name);
            assert_eq!(kind_of(name), Some(kind));
        }
        assert!(NAMES.is_sorted());
        assert_eq!(kind_of("series"), None);
    }
}
