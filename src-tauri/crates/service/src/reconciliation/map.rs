//! Values of the rules as the window reads them.

use contract::alerts::Severity;
use contract::reconciliation::{
    ComparedField, ComparisonRow, DiscrepancyKind, Reason, ReasonKind, Section, Verdict,
};
use domain::candidate;
use domain::comparison;
use domain::discrepancy::Kind;

/// A kind; `None` for one that a newer version wrote.
pub(crate) fn kind(word: &str) -> Option<DiscrepancyKind> {
    Some(match Kind::parse(word)? {
        Kind::PatientMismatch => DiscrepancyKind::PatientMismatch,
        Kind::Unscheduled => DiscrepancyKind::Unscheduled,
        Kind::LateralityDiffers => DiscrepancyKind::LateralityDiffers,
        Kind::CanceledButPerformed => DiscrepancyKind::CanceledButPerformed,
        Kind::WrongWorklistEntry => DiscrepancyKind::WrongWorklistEntry,
        Kind::StuckInProgress => DiscrepancyKind::StuckInProgress,
        Kind::ProcedureDiffers => DiscrepancyKind::ProcedureDiffers,
        Kind::ProtocolDiffers => DiscrepancyKind::ProtocolDiffers,
        Kind::MissingSeries => DiscrepancyKind::MissingSeries,
        Kind::ExtraSeries => DiscrepancyKind::ExtraSeries,
        Kind::NoSeries => DiscrepancyKind::NoSeries,
        Kind::ModalityDiffers => DiscrepancyKind::ModalityDiffers,
        Kind::StationDiffers => DiscrepancyKind::StationDiffers,
        Kind::DuplicateStep => DiscrepancyKind::DuplicateStep,
        Kind::MissingPerformedStep => DiscrepancyKind::MissingPerformedStep,
        Kind::DiscontinuedWithoutReason => DiscrepancyKind::DiscontinuedWithoutReason,
        Kind::LateUpdate => DiscrepancyKind::LateUpdate,
        Kind::BillingDiffers => DiscrepancyKind::BillingDiffers,
    })
}

/// A severity as stored.
pub(crate) fn severity(number: u8) -> Severity {
    match number {
        0 => Severity::BlocksReading,
        1 => Severity::Review,
        _ => Severity::Info,
    }
}

pub(super) fn reason(reason: candidate::Reason) -> Reason {
    Reason {
        what: match reason.what {
            candidate::ReasonKind::Study => ReasonKind::Study,
            candidate::ReasonKind::Accession => ReasonKind::Accession,
            candidate::ReasonKind::StepId => ReasonKind::StepId,
            candidate::ReasonKind::PatientId => ReasonKind::PatientId,
            candidate::ReasonKind::Demographics => ReasonKind::Demographics,
            candidate::ReasonKind::Procedure => ReasonKind::Procedure,
            candidate::ReasonKind::Station => ReasonKind::Station,
            candidate::ReasonKind::Modality => ReasonKind::Modality,
            candidate::ReasonKind::Time => ReasonKind::Time,
            candidate::ReasonKind::Laterality => ReasonKind::Laterality,
            candidate::ReasonKind::Free => ReasonKind::Free,
        },
        agrees: reason.agrees,
    }
}

pub(super) fn row(row: comparison::Row) -> ComparisonRow {
    ComparisonRow {
        section: match row.section {
            comparison::Section::Patient => Section::Patient,
            comparison::Section::Order => Section::Order,
            comparison::Section::Acquisition => Section::Acquisition,
        },
        field: field(row.field),
        scheduled: row.scheduled,
        performed: row.performed,
        verdict: match row.verdict {
            comparison::Verdict::Same => Verdict::Same,
            comparison::Verdict::Similar => Verdict::Similar,
            comparison::Verdict::Differs => Verdict::Differs,
            comparison::Verdict::Missing => Verdict::Missing,
            comparison::Verdict::Added => Verdict::Added,
            comparison::Verdict::NoRule => Verdict::NoRule,
        },
        inferred: row.inferred,
    }
}

fn field(field: comparison::ComparedField) -> ComparedField {
    match field {
        comparison::ComparedField::Name => ComparedField::Name,
        comparison::ComparedField::PatientId => ComparedField::PatientId,
        comparison::ComparedField::BirthDateAndSex => ComparedField::BirthDateAndSex,
        comparison::ComparedField::Accession => ComparedField::Accession,
        comparison::ComparedField::StepId => ComparedField::StepId,
        comparison::ComparedField::ProcedureCode => ComparedField::ProcedureCode,
        comparison::ComparedField::ProtocolCodes => ComparedField::ProtocolCodes,
        comparison::ComparedField::Laterality => ComparedField::Laterality,
        comparison::ComparedField::BodyPart => ComparedField::BodyPart,
        comparison::ComparedField::Station => ComparedField::Station,
        comparison::ComparedField::Modality => ComparedField::Modality,
        comparison::ComparedField::Start => ComparedField::Start,
        comparison::ComparedField::Series => ComparedField::Series,
        comparison::ComparedField::Images => ComparedField::Images,
        comparison::ComparedField::Contrast => ComparedField::Contrast,
    }
}
