//! Attributes the standard has retired and devices still send.

use dicom_core::Tag;

/// OtherPatientIDs.
pub(crate) const OTHER_PATIENT_IDS: Tag = Tag(0x0010, 0x1000);
/// EthnicGroup.
pub(crate) const ETHNIC_GROUP: Tag = Tag(0x0010, 0x2160);
/// TotalTimeOfFluoroscopy.
pub(crate) const TOTAL_TIME_OF_FLUOROSCOPY: Tag = Tag(0x0040, 0x0300);
/// TotalNumberOfExposures.
pub(crate) const TOTAL_NUMBER_OF_EXPOSURES: Tag = Tag(0x0040, 0x0301);
/// ReasonForTheImagingServiceRequest.
pub(crate) const REASON_FOR_THE_IMAGING_SERVICE_REQUEST: Tag = Tag(0x0040, 0x2001);
