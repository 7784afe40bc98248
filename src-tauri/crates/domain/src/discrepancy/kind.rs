//! The kinds of discrepancies.

use std::fmt;

/// The kinds, in the order to deal with them. Each says when it is raised, and what the texts of its
/// findings hold. Times are `YYYY-MM-DDTHH:MM`, lists are separated by commas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Another patient than scheduled: from N-CREATE on. Blocks reading when it is another person,
    /// to be reviewed when it may be a typing mistake, for information when only sex or issuer
    /// differ. Texts: the parts that differ.
    PatientMismatch,
    /// Not on the schedule: from N-CREATE on. Blocks reading when it names an order that is not
    /// known. Texts: nothing; the identifiers it named, else its description.
    Unscheduled,
    /// Another side than ordered: as soon as a code or text names one. Blocks reading when it is the
    /// other side, to be reviewed when both are involved. Texts: where the sides were read.
    LateralityDiffers,
    /// The order was canceled, the exam was performed: as soon as both are known. Texts: nothing; the
    /// performed status.
    CanceledButPerformed,
    /// The operator had picked the wrong worklist entry (110514): at its end. Blocks reading when it
    /// has series, because they hang on the wrong entry. Texts: nothing; the number of series.
    WrongWorklistEntry,
    /// It runs and nothing is heard of it: by time ([`crate::exam::instants`]). Texts: the expected
    /// end; the last message.
    StuckInProgress,
    /// Another procedure than ordered: as soon as codes of the same scheme have nothing in common.
    /// Texts: the codes.
    ProcedureDiffers,
    /// Other protocol codes than scheduled or catalogued: additional ones as soon as they come, missing ones at
    /// the end. Texts: the codes that are right; the codes performed.
    ProtocolDiffers,
    /// A required series is missing: at the end. While it runs, for information when a later one has
    /// come already. Texts: the missing ones; the acquired ones.
    MissingSeries,
    /// A series that the protocol does not name, where the protocol asks for it: as soon as it comes.
    /// Texts: nothing; the extra ones.
    ExtraSeries,
    /// Completed without a series (against PS3.4 F.7.2.2.2): at the end. Texts: none.
    NoSeries,
    /// Another modality than scheduled: from N-CREATE on. Texts: the modalities.
    ModalityDiffers,
    /// Performed in another room than scheduled: from N-CREATE on. Texts: the AE titles.
    StationDiffers,
    /// The same was reported twice: as soon as it shows. About the later one. Texts: the SOP Instance
    /// UID of the earlier one; that of the later one.
    DuplicateStep,
    /// Planned, and no performed step came: by time. Texts: the planned start; nothing.
    MissingPerformedStep,
    /// Discontinued without a reason, or with the one for "unspecified" (110513): at the end. Texts:
    /// none; the comment of the modality.
    DiscontinuedWithoutReason,
    /// Something came after the end: as soon as it comes. Texts: when it ended; how many messages.
    LateUpdate,
    /// What was used and what would be charged disagree. Texts: what is charged; what was used.
    BillingDiffers,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::PatientMismatch,
        Self::Unscheduled,
        Self::LateralityDiffers,
        Self::CanceledButPerformed,
        Self::WrongWorklistEntry,
        Self::StuckInProgress,
        Self::ProcedureDiffers,
        Self::ProtocolDiffers,
        Self::MissingSeries,
        Self::ExtraSeries,
        Self::NoSeries,
        Self::ModalityDiffers,
        Self::StationDiffers,
        Self::DuplicateStep,
        Self::MissingPerformedStep,
        Self::DiscontinuedWithoutReason,
        Self::LateUpdate,
        Self::BillingDiffers,
    ];

    /// Its stable word: it is stored and exported.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::PatientMismatch => "patient-mismatch",
            Self::Unscheduled => "unscheduled",
            Self::LateralityDiffers => "laterality-differs",
            Self::CanceledButPerformed => "canceled-but-performed",
            Self::WrongWorklistEntry => "wrong-worklist-entry",
            Self::StuckInProgress => "stuck-in-progress",
            Self::ProcedureDiffers => "procedure-differs",
            Self::ProtocolDiffers => "protocol-differs",
            Self::MissingSeries => "missing-series",
            Self::ExtraSeries => "extra-series",
            Self::NoSeries => "no-series",
            Self::ModalityDiffers => "modality-differs",
            Self::StationDiffers => "station-differs",
            Self::DuplicateStep => "duplicate-step",
            Self::MissingPerformedStep => "missing-performed-step",
            Self::DiscontinuedWithoutReason => "discontinued-without-reason",
            Self::LateUpdate => "late-update",
            Self::BillingDiffers => "billing-differs",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
