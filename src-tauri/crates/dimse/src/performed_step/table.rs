//! PS3.4 Table F.7.2-1 as a table: what N-CREATE and N-SET must and may hold. Attributes that are not
//! in it are optional in both.

use dicom_core::Tag;
use dicom_dictionary_std::tags;

/// Type of an attribute (PS3.4 5.4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    /// Sent with a value.
    One,
    /// Sent, perhaps without a value.
    Two,
    /// Optional.
    Three,
}

/// Whether an N-SET may send an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// It may not.
    Never,
    /// It may, without a value too.
    May,
    /// It may, with a value.
    WithValue,
}

/// What a sequence holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Content {
    /// It is no sequence.
    Value,
    /// Items with these attributes; the types are the same in N-CREATE and N-SET.
    Items(&'static [Attribute]),
    /// Codes (Tables F.7.2-1a to f); of some the meaning is required.
    Codes {
        /// Whether Code Meaning is of type 1.
        with_meaning: bool,
    },
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    /// Which.
    pub tag: Tag,
    /// In N-CREATE.
    pub create: Type,
    /// In N-SET; of no meaning within a sequence.
    pub set: Set,
    /// Whether it needs a value when the status becomes final.
    pub at_end: bool,
    /// What it holds.
    pub content: Content,
}

const fn value(tag: Tag, create: Type, set: Set) -> Attribute {
    Attribute {
        tag,
        create,
        set,
        at_end: false,
        content: Content::Value,
    }
}

const fn sequence(tag: Tag, create: Type, set: Set, items: &'static [Attribute]) -> Attribute {
    Attribute {
        content: Content::Items(items),
        ..value(tag, create, set)
    }
}

const fn codes(tag: Tag, create: Type, set: Set, with_meaning: bool) -> Attribute {
    Attribute {
        content: Content::Codes { with_meaning },
        ..value(tag, create, set)
    }
}

const fn at_end(attribute: Attribute) -> Attribute {
    Attribute {
        at_end: true,
        ..attribute
    }
}

use Set::{May, Never, WithValue};
use Type::{One, Three, Two};

const REFERENCE: &[Attribute] = &[
    value(tags::REFERENCED_SOP_CLASS_UID, One, Never),
    value(tags::REFERENCED_SOP_INSTANCE_UID, One, Never),
];

const SPECIMEN: &[Attribute] = &[
    value(tags::SPECIMEN_IDENTIFIER, One, Never),
    value(tags::SPECIMEN_UID, One, Never),
];

const IMAGE: &[Attribute] = &[
    value(tags::REFERENCED_SOP_CLASS_UID, One, Never),
    value(tags::REFERENCED_SOP_INSTANCE_UID, One, Never),
    value(tags::CONTAINER_IDENTIFIER, Three, Never),
    sequence(tags::SPECIMEN_DESCRIPTION_SEQUENCE, Three, Never, SPECIMEN),
];

const SCHEDULED: &[Attribute] = &[
    value(tags::STUDY_INSTANCE_UID, One, Never),
    sequence(tags::REFERENCED_STUDY_SEQUENCE, Two, Never, REFERENCE),
    value(tags::ACCESSION_NUMBER, Two, Never),
    value(
        tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        Three,
        Never,
    ),
    value(
        tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        Three,
        Never,
    ),
    value(tags::REQUESTED_PROCEDURE_ID, Two, Never),
    codes(tags::REQUESTED_PROCEDURE_CODE_SEQUENCE, Three, Never, true),
    value(tags::REQUESTED_PROCEDURE_DESCRIPTION, Two, Never),
    value(tags::SCHEDULED_PROCEDURE_STEP_ID, Two, Never),
    value(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Two, Never),
    codes(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE, Two, Never, true),
];

const SERIES: &[Attribute] = &[
    value(tags::PERFORMING_PHYSICIAN_NAME, Two, May),
    value(tags::PROTOCOL_NAME, One, May),
    value(tags::OPERATORS_NAME, Two, May),
    value(tags::SERIES_INSTANCE_UID, One, May),
    value(tags::SERIES_DESCRIPTION, Two, May),
    value(tags::RETRIEVE_AE_TITLE, Two, May),
    sequence(tags::REFERENCED_IMAGE_SEQUENCE, Two, May, IMAGE),
    sequence(
        tags::REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE,
        Two,
        May,
        REFERENCE,
    ),
];

/// The table, without Specific Character Set (type 1C), which a check of its own decides.
pub(crate) const TABLE: &[Attribute] = &[
    sequence(
        tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
        One,
        Never,
        SCHEDULED,
    ),
    value(tags::PATIENT_NAME, Two, Never),
    value(tags::PATIENT_ID, Two, Never),
    value(tags::ISSUER_OF_PATIENT_ID, Three, Never),
    value(tags::PATIENT_BIRTH_DATE, Two, Never),
    value(tags::PATIENT_SEX, Two, Never),
    sequence(tags::REFERENCED_PATIENT_SEQUENCE, Two, Never, REFERENCE),
    value(tags::ADMISSION_ID, Three, Never),
    value(tags::SERVICE_EPISODE_ID, Three, Never),
    value(tags::SERVICE_EPISODE_DESCRIPTION, Three, Never),
    value(tags::PERFORMED_PROCEDURE_STEP_ID, One, Never),
    value(tags::PERFORMED_STATION_AE_TITLE, One, Never),
    value(tags::PERFORMED_STATION_NAME, Two, Never),
    value(tags::PERFORMED_LOCATION, Two, Never),
    value(tags::PERFORMED_PROCEDURE_STEP_START_DATE, One, Never),
    value(tags::PERFORMED_PROCEDURE_STEP_START_TIME, One, Never),
    value(tags::PERFORMED_PROCEDURE_STEP_STATUS, One, WithValue),
    value(tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION, Two, May),
    value(tags::PERFORMED_PROCEDURE_TYPE_DESCRIPTION, Two, May),
    codes(tags::PROCEDURE_CODE_SEQUENCE, Two, May, false),
    codes(
        tags::REASON_FOR_PERFORMED_PROCEDURE_CODE_SEQUENCE,
        Three,
        May,
        true,
    ),
    at_end(value(
        tags::PERFORMED_PROCEDURE_STEP_END_DATE,
        Two,
        WithValue,
    )),
    at_end(value(
        tags::PERFORMED_PROCEDURE_STEP_END_TIME,
        Two,
        WithValue,
    )),
    value(tags::COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP, Three, May),
    codes(
        tags::PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE,
        Three,
        May,
        true,
    ),
    value(tags::MODALITY, One, Never),
    value(tags::STUDY_ID, Two, Never),
    codes(tags::PERFORMED_PROTOCOL_CODE_SEQUENCE, Two, May, false),
    at_end(sequence(
        tags::PERFORMED_SERIES_SEQUENCE,
        Two,
        WithValue,
        SERIES,
    )),
];

/// Of type 2 in N-GET although optional in N-CREATE (Table F.8.2-1).
pub(crate) const TYPE_2_OF_GET: Tag =
    tags::PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE;
