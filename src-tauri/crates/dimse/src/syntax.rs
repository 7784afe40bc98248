//! The unique identifiers this crate works with.

use dicom_core::dictionary::UidDictionary;
use dicom_dictionary_std::StandardSopClassDictionary;

/// Verification SOP Class (PS3.4 Annex A).
pub const VERIFICATION: &str = "1.2.840.10008.1.1";
/// Modality Worklist Information Model – FIND (PS3.4 Annex K).
pub const MODALITY_WORKLIST: &str = "1.2.840.10008.5.1.4.31";
/// Modality Performed Procedure Step SOP Class (PS3.4 F.7).
pub const PERFORMED_STEP: &str = "1.2.840.10008.3.1.2.3.3";
/// Modality Performed Procedure Step Retrieve SOP Class (PS3.4 F.8).
pub const PERFORMED_STEP_RETRIEVE: &str = "1.2.840.10008.3.1.2.3.4";
/// Modality Performed Procedure Step Notification SOP Class (PS3.4 F.9).
pub const PERFORMED_STEP_NOTIFICATION: &str = "1.2.840.10008.3.1.2.3.5";
/// The DICOM application context name (PS3.7 A.2.1).
pub(crate) const APPLICATION_CONTEXT: &str = "1.2.840.10008.3.1.1.1";
/// Our Implementation Class UID (PS3.7 D.3.3.2).
pub const IMPLEMENTATION_CLASS_UID: &str = "2.25.177804833057504394516904139453033870778";
/// Our Implementation Version Name (PS3.7 D.3.3.2).
pub const IMPLEMENTATION_VERSION_NAME: &str = concat!(
    "STEPBOARD_",
    env!("CARGO_PKG_VERSION_MAJOR"),
    "_",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// The transfer syntaxes that devices propose beside ours (PS3.6 Annex A).
const OTHER_TRANSFER_SYNTAXES: [(&str, &str); 5] = [
    (
        "1.2.840.10008.1.2.1.99",
        "Deflated Explicit VR Little Endian",
    ),
    ("1.2.840.10008.1.2.2", "Explicit VR Big Endian"),
    ("1.2.840.10008.1.2.4.50", "JPEG Baseline"),
    ("1.2.840.10008.1.2.4.70", "JPEG Lossless SV1"),
    ("1.2.840.10008.1.2.5", "RLE Lossless"),
];

/// The name of a SOP class of the standard or of a usual transfer syntax (PS3.6 Annex A); empty for
/// others.
#[must_use]
pub fn name(uid: &str) -> &'static str {
    match TransferSyntax::from_uid(uid) {
        Some(TransferSyntax::ImplicitLittleEndian) => return "Implicit VR Little Endian",
        Some(TransferSyntax::ExplicitLittleEndian) => return "Explicit VR Little Endian",
        None => {}
    }
    let other = OTHER_TRANSFER_SYNTAXES
        .iter()
        .find(|(known, _)| *known == uid);
    match other {
        Some((_, name)) => name,
        None => StandardSopClassDictionary
            .by_uid(uid)
            .map_or("", |entry| entry.name),
    }
}

/// A transfer syntax this crate reads and writes (PS3.5 Annex A).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransferSyntax {
    /// Implicit VR Little Endian: the one everybody has.
    ImplicitLittleEndian,
    /// Explicit VR Little Endian.
    ExplicitLittleEndian,
}

impl TransferSyntax {
    /// All, the preferred one first: Explicit VR, because it says what private attributes hold.
    pub(crate) const PREFERRED: [Self; 2] =
        [Self::ExplicitLittleEndian, Self::ImplicitLittleEndian];

    /// Its UID.
    #[must_use]
    pub const fn uid(self) -> &'static str {
        match self {
            Self::ImplicitLittleEndian => "1.2.840.10008.1.2",
            Self::ExplicitLittleEndian => "1.2.840.10008.1.2.1",
        }
    }

    /// The transfer syntax of a UID; `None` if it is not one of ours.
    #[must_use]
    pub fn from_uid(uid: &str) -> Option<Self> {
        Self::PREFERRED
            .into_iter()
            .find(|syntax| syntax.uid() == uid)
    }
}

/// A service of the listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// C-ECHO.
    Verification,
    /// C-FIND.
    Worklist,
    /// N-CREATE and N-SET.
    PerformedStep,
    /// N-GET.
    PerformedStepRetrieve,
    /// N-EVENT-REPORT, which we send: only on associations we open.
    PerformedStepNotification,
}

impl Service {
    /// All.
    pub(crate) const ALL: [Self; 5] = [
        Self::Verification,
        Self::Worklist,
        Self::PerformedStep,
        Self::PerformedStepRetrieve,
        Self::PerformedStepNotification,
    ];

    /// The service of an abstract syntax; `None` if it is not one of ours.
    pub(crate) fn from_uid(uid: &str) -> Option<Self> {
        match uid {
            VERIFICATION => Some(Self::Verification),
            MODALITY_WORKLIST => Some(Self::Worklist),
            PERFORMED_STEP => Some(Self::PerformedStep),
            PERFORMED_STEP_RETRIEVE => Some(Self::PerformedStepRetrieve),
            PERFORMED_STEP_NOTIFICATION => Some(Self::PerformedStepNotification),
            _ => None,
        }
    }

    /// Its abstract syntax.
    pub(crate) const fn uid(self) -> &'static str {
        match self {
            Self::Verification => VERIFICATION,
            Self::Worklist => MODALITY_WORKLIST,
            Self::PerformedStep => PERFORMED_STEP,
            Self::PerformedStepRetrieve => PERFORMED_STEP_RETRIEVE,
            Self::PerformedStepNotification => PERFORMED_STEP_NOTIFICATION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_the_standard_have_names() {
        assert_eq!(name(VERIFICATION), "Verification SOP Class");
        assert!(name(MODALITY_WORKLIST).starts_with("Modality Worklist"));
        assert!(name(TransferSyntax::ExplicitLittleEndian.uid()).contains("Explicit VR Little"));
        assert_eq!(name("1.2.3"), "");
    }
}
