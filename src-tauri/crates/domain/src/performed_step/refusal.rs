//! Why an N-CREATE or N-SET is refused, as the modality is told (PS3.7 Annex C).

use std::fmt;

/// Error ID (0000,0903) that goes with an update after the final state (PS3.4 Table F.7.2-2).
const NO_LONGER_UPDATED: u16 = 0xA710;

/// Why a report is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// N-CREATE for a performed step that is known already.
    AlreadyExists,
    /// N-SET for a performed step that is not known.
    Unknown,
    /// N-SET after COMPLETED or DISCONTINUED (PS3.4 F.7.2.2.3).
    AlreadyFinal,
    /// N-CREATE without the status attribute.
    StatusMissing,
    /// N-CREATE with an empty status.
    StatusEmpty,
    /// N-CREATE with another status than IN PROGRESS (PS3.4 F.7.2.1.3).
    NotInProgress,
    /// N-SET with none of the three statuses.
    InvalidStatus,
}

impl Refusal {
    /// Status (0000,0900) of the response.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::AlreadyExists => 0x0111,
            Self::Unknown => 0x0112,
            Self::AlreadyFinal => 0x0110,
            Self::StatusMissing => 0x0120,
            Self::StatusEmpty => 0x0121,
            Self::NotInProgress | Self::InvalidStatus => 0x0106,
        }
    }

    /// Error ID (0000,0903) of the response.
    #[must_use]
    pub fn error_id(self) -> Option<u16> {
        match self {
            Self::AlreadyFinal => Some(NO_LONGER_UPDATED),
            Self::AlreadyExists
            | Self::Unknown
            | Self::StatusMissing
            | Self::StatusEmpty
            | Self::NotInProgress
            | Self::InvalidStatus => None,
        }
    }

    /// Error Comment (0000,0902) of the response, at most 64 characters.
    #[must_use]
    pub fn comment(self) -> &'static str {
        match self {
            Self::AlreadyExists => "A performed procedure step with this UID exists already",
            Self::Unknown => "No performed procedure step with this UID was created",
            // The words of PS3.4 Table F.7.2-2.
            Self::AlreadyFinal => "Performed Procedure Step Object may no longer be updated",
            Self::StatusMissing => "PerformedProcedureStepStatus (0040,0252) is missing",
            Self::StatusEmpty => "PerformedProcedureStepStatus (0040,0252) is empty",
            Self::NotInProgress => "PerformedProcedureStepStatus must be IN PROGRESS in N-CREATE",
            Self::InvalidStatus => "PerformedProcedureStepStatus (0040,0252) has no known value",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.comment())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn comments_fit_and_only_an_update_of_a_final_step_has_an_error_id() {
        let all = [
            (Refusal::AlreadyExists, 0x0111, None),
            (Refusal::Unknown, 0x0112, None),
            (Refusal::AlreadyFinal, 0x0110, Some(42768)),
            (Refusal::StatusMissing, 0x0120, None),
            (Refusal::StatusEmpty, 0x0121, None),
            (Refusal::NotInProgress, 0x0106, None),
            (Refusal::InvalidStatus, 0x0106, None),
        ];
        for (refusal, status, error_id) in all {
            assert!(refusal.comment().len() <= 64, "{refusal}");
            assert_eq!((refusal.status(), refusal.error_id()), (status, error_id));
        }
    }
}
