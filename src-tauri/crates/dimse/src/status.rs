//! Statuses (0000,0900) this crate or the department answers with (PS3.7 Annex C, PS3.4 K.4.1.1.4).

/// Success.
pub const SUCCESS: u16 = 0x0000;
/// Warning of N-GET: requested optional attributes are not supported (PS3.4 Table F.8.2-2).
pub const OPTIONAL_ATTRIBUTES_NOT_SUPPORTED: u16 = 0x0001;
/// No such attribute.
pub const NO_SUCH_ATTRIBUTE: u16 = 0x0105;
/// Invalid attribute value.
pub const INVALID_ATTRIBUTE_VALUE: u16 = 0x0106;
/// Warning: attribute list error, some attributes were ignored.
pub const ATTRIBUTE_LIST_ERROR: u16 = 0x0107;
/// Processing failure.
pub const PROCESSING_FAILURE: u16 = 0x0110;
/// Duplicate SOP instance.
pub const DUPLICATE_SOP_INSTANCE: u16 = 0x0111;
/// No such SOP instance.
pub const NO_SUCH_SOP_INSTANCE: u16 = 0x0112;
/// Warning: attribute value out of range.
pub const ATTRIBUTE_VALUE_OUT_OF_RANGE: u16 = 0x0116;
/// Invalid SOP instance: its UID breaks the rules of UIDs.
pub const INVALID_SOP_INSTANCE: u16 = 0x0117;
/// No such SOP class.
pub const NO_SUCH_SOP_CLASS: u16 = 0x0118;
/// The class is not the class of the instance.
pub const CLASS_INSTANCE_CONFLICT: u16 = 0x0119;
/// Missing attribute.
pub const MISSING_ATTRIBUTE: u16 = 0x0120;
/// Missing attribute value.
pub const MISSING_ATTRIBUTE_VALUE: u16 = 0x0121;
/// SOP class not supported (DIMSE-C only).
pub const SOP_CLASS_NOT_SUPPORTED: u16 = 0x0122;
/// Refused: not authorised.
pub const NOT_AUTHORISED: u16 = 0x0124;
/// Unrecognised operation.
pub const UNRECOGNISED_OPERATION: u16 = 0x0211;
/// Resource limitation.
pub const RESOURCE_LIMITATION: u16 = 0x0213;
/// C-FIND: out of resources.
pub const OUT_OF_RESOURCES: u16 = 0xA700;
/// C-FIND: the identifier does not match the SOP class.
pub const IDENTIFIER_DOES_NOT_MATCH: u16 = 0xA900;
/// C-FIND: unable to process.
pub const UNABLE_TO_PROCESS: u16 = 0xC000;
/// C-FIND: ended by C-CANCEL.
pub const CANCELED: u16 = 0xFE00;
/// C-FIND: a match; all keys are supported.
pub const PENDING: u16 = 0xFF00;
/// C-FIND: a match; at least one optional key is not supported.
pub const PENDING_UNSUPPORTED_KEYS: u16 = 0xFF01;

/// Error ID (0000,0903) of an N-SET on a final performed step (PS3.4 Table F.7.2-2).
pub const ERROR_ID_ALREADY_FINAL: u16 = 0xA710;
/// Error Comment (0000,0902) of an N-SET on a final performed step (PS3.4 Table F.7.2-2).
pub const COMMENT_ALREADY_FINAL: &str = "Performed Procedure Step Object may no longer be updated";

/// All of them with what they mean, for the conformance statement.
pub(crate) const ANSWERED: &[(u16, &str)] = &[
    (SUCCESS, "Success"),
    (
        OPTIONAL_ATTRIBUTES_NOT_SUPPORTED,
        "Warning: requested optional attributes are not supported",
    ),
    (NO_SUCH_ATTRIBUTE, "No such attribute"),
    (INVALID_ATTRIBUTE_VALUE, "Invalid attribute value"),
    (PROCESSING_FAILURE, "Processing failure"),
    (DUPLICATE_SOP_INSTANCE, "Duplicate SOP instance"),
    (NO_SUCH_SOP_INSTANCE, "No such SOP instance"),
    (INVALID_SOP_INSTANCE, "Invalid SOP instance"),
    (NO_SUCH_SOP_CLASS, "No such SOP class"),
    (CLASS_INSTANCE_CONFLICT, "Class-instance conflict"),
    (MISSING_ATTRIBUTE, "Missing attribute"),
    (MISSING_ATTRIBUTE_VALUE, "Missing attribute value"),
    (SOP_CLASS_NOT_SUPPORTED, "SOP class not supported"),
    (NOT_AUTHORISED, "Refused: not authorised"),
    (UNRECOGNISED_OPERATION, "Unrecognised operation"),
    (RESOURCE_LIMITATION, "Resource limitation"),
    (OUT_OF_RESOURCES, "Refused: out of resources"),
    (
        IDENTIFIER_DOES_NOT_MATCH,
        "Identifier does not match SOP class",
    ),
    (UNABLE_TO_PROCESS, "Unable to process"),
    (CANCELED, "Matching terminated by C-CANCEL"),
    (PENDING, "Pending"),
    (
        PENDING_UNSUPPORTED_KEYS,
        "Pending, some optional keys are not supported",
    ),
];
