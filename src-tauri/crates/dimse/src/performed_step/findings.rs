//! What a message lacks by PS3.4 Table F.7.2-1. Nothing of it is a reason to refuse: a modality
//! takes any status but success as the end of its MPPS.

use super::Operation;
use crate::data_set::scope::Text;
use crate::data_set::{DataSet, Scope, Value, keyword};
use crate::syntax::TransferSyntax;
use crate::text::{CharacterSets, is_text};
use bytes::Bytes;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::performed_step::{Deviation, Fault, Place};

/// Type 1 of N-CREATE.
const CREATE_TYPE_1: [Tag; 7] = [
    tags::MODALITY,
    tags::PERFORMED_STATION_AE_TITLE,
    tags::PERFORMED_PROCEDURE_STEP_START_DATE,
    tags::PERFORMED_PROCEDURE_STEP_START_TIME,
    tags::PERFORMED_PROCEDURE_STEP_STATUS,
    tags::PERFORMED_PROCEDURE_STEP_ID,
    tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
];

/// Type 2 of N-CREATE.
const CREATE_TYPE_2: [Tag; 15] = [
    tags::PROCEDURE_CODE_SEQUENCE,
    tags::REFERENCED_PATIENT_SEQUENCE,
    tags::PATIENT_NAME,
    tags::PATIENT_ID,
    tags::PATIENT_BIRTH_DATE,
    tags::PATIENT_SEX,
    tags::STUDY_ID,
    tags::PERFORMED_STATION_NAME,
    tags::PERFORMED_LOCATION,
    tags::PERFORMED_PROCEDURE_STEP_END_DATE,
    tags::PERFORMED_PROCEDURE_STEP_END_TIME,
    tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION,
    tags::PERFORMED_PROCEDURE_TYPE_DESCRIPTION,
    tags::PERFORMED_PROTOCOL_CODE_SEQUENCE,
    tags::PERFORMED_SERIES_SEQUENCE,
];

/// Type 2 of an item of Scheduled Step Attributes.
const SCHEDULED_TYPE_2: [Tag; 7] = [
    tags::ACCESSION_NUMBER,
    tags::REFERENCED_STUDY_SEQUENCE,
    tags::REQUESTED_PROCEDURE_DESCRIPTION,
    tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION,
    tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE,
    tags::SCHEDULED_PROCEDURE_STEP_ID,
    tags::REQUESTED_PROCEDURE_ID,
];

/// Type 1 of an item of Performed Series.
const SERIES_TYPE_1: [Tag; 2] = [tags::PROTOCOL_NAME, tags::SERIES_INSTANCE_UID];

/// Type 2 of an item of Performed Series.
const SERIES_TYPE_2: [Tag; 6] = [
    tags::RETRIEVE_AE_TITLE,
    tags::SERIES_DESCRIPTION,
    tags::PERFORMING_PHYSICIAN_NAME,
    tags::OPERATORS_NAME,
    tags::REFERENCED_IMAGE_SEQUENCE,
    tags::REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE,
];

/// Needs a value when an N-SET sends it.
const SET_WITH_VALUE: [Tag; 4] = [
    tags::PERFORMED_PROCEDURE_STEP_STATUS,
    tags::PERFORMED_PROCEDURE_STEP_END_DATE,
    tags::PERFORMED_PROCEDURE_STEP_END_TIME,
    tags::PERFORMED_SERIES_SEQUENCE,
];

/// Not allowed in N-SET.
const NOT_IN_SET: [Tag; 13] = [
    tags::MODALITY,
    tags::PATIENT_NAME,
    tags::PATIENT_ID,
    tags::PATIENT_BIRTH_DATE,
    tags::PATIENT_SEX,
    tags::STUDY_ID,
    tags::PERFORMED_STATION_AE_TITLE,
    tags::PERFORMED_STATION_NAME,
    tags::PERFORMED_LOCATION,
    tags::PERFORMED_PROCEDURE_STEP_START_DATE,
    tags::PERFORMED_PROCEDURE_STEP_START_TIME,
    tags::PERFORMED_PROCEDURE_STEP_ID,
    tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
];

/// Findings of one message, each once.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<String>);

impl Findings {
    /// Compares a message with the table.
    pub(super) fn check(&mut self, scope: Scope<'_>, operation: Operation) {
        match operation {
            Operation::Create => {
                self.type_1(scope, &CREATE_TYPE_1, Place::Step);
                self.type_2(scope, &CREATE_TYPE_2, Place::Step);
                for item in scope
                    .items(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)
                    .unwrap_or_default()
                {
                    self.type_1(item, &[tags::STUDY_INSTANCE_UID], Place::ScheduledStep);
                    self.type_2(item, &SCHEDULED_TYPE_2, Place::ScheduledStep);
                }
            }
            Operation::Set => {
                let sent = SET_WITH_VALUE.into_iter().filter(|tag| scope.has(*tag));
                let sent: Vec<Tag> = sent.collect();
                self.type_1(scope, &sent, Place::Step);
                for tag in NOT_IN_SET.into_iter().filter(|tag| scope.has(*tag)) {
                    self.add(tag, Place::Step, Fault::NotAllowedInSet);
                }
            }
        }
        self.check_status(scope, operation);
        for item in scope
            .items(tags::PERFORMED_SERIES_SEQUENCE)
            .unwrap_or_default()
        {
            self.type_1(item, &SERIES_TYPE_1, Place::Series);
            self.type_2(item, &SERIES_TYPE_2, Place::Series);
        }
        if has_unexplained_text(scope) {
            self.unreadable(tags::SPECIFIC_CHARACTER_SET, Fault::UnexplainedText);
        }
    }

    fn check_status(&mut self, scope: Scope<'_>, operation: Operation) {
        let status = scope.text(tags::PERFORMED_PROCEDURE_STEP_STATUS);
        match (&status, operation) {
            (Text::Value(value), Operation::Create) if value != "IN PROGRESS" => {
                self.unreadable(tags::PERFORMED_PROCEDURE_STEP_STATUS, Fault::NotInProgress);
            }
            (Text::Value(value), Operation::Set)
                if !["IN PROGRESS", "COMPLETED", "DISCONTINUED"].contains(&value.as_str()) =>
            {
                self.unreadable(tags::PERFORMED_PROCEDURE_STEP_STATUS, Fault::UnknownStatus);
            }
            (Text::Absent | Text::Empty | Text::Mistyped | Text::Value(_), _) => {}
        }
    }

    /// A value of the performed step that cannot be used.
    pub(super) fn unreadable(&mut self, tag: Tag, fault: Fault) {
        self.add(tag, Place::Step, fault);
    }

    fn type_1(&mut self, scope: Scope<'_>, tags: &[Tag], place: Place) {
        for tag in tags {
            match presence(scope, *tag) {
                Presence::Missing => self.add(*tag, place, Fault::MissingType1),
                Presence::Empty => self.add(*tag, place, Fault::EmptyType1),
                Presence::Mistyped => self.add(*tag, place, Fault::Sequence),
                Presence::Given => {}
            }
        }
    }

    fn type_2(&mut self, scope: Scope<'_>, tags: &[Tag], place: Place) {
        for tag in tags {
            match presence(scope, *tag) {
                Presence::Missing => self.add(*tag, place, Fault::MissingType2),
                Presence::Mistyped => self.add(*tag, place, Fault::Sequence),
                Presence::Empty | Presence::Given => {}
            }
        }
    }

    fn add(&mut self, tag: Tag, place: Place, fault: Fault) {
        let attribute = format!("{} {tag}", keyword(tag));
        let deviation = Deviation {
            attribute: &attribute,
            place,
            fault,
        };
        let finding = deviation.to_string();
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    /// All of them.
    pub(super) fn into_list(self) -> Vec<String> {
        self.0
    }
}

enum Presence {
    Missing,
    Empty,
    Mistyped,
    Given,
}

fn presence(scope: Scope<'_>, tag: Tag) -> Presence {
    let is_sequence = crate::data_set::dictionary_vr(tag) == VR::SQ;
    if is_sequence {
        return match scope.items(tag) {
            None => Presence::Missing,
            Some(items) if items.is_empty() => Presence::Empty,
            Some(_) => Presence::Given,
        };
    }
    match scope.text(tag) {
        Text::Absent => Presence::Missing,
        Text::Empty => Presence::Empty,
        Text::Mistyped => Presence::Mistyped,
        Text::Value(_) => Presence::Given,
    }
}

/// The character set that explains the text of a message that needs one and names none: UTF-8 if all
/// of it is UTF-8, else Latin 1, the set that devices use without saying so. `None` when nothing needs
/// explaining.
#[must_use]
pub fn explaining_character_set(data_set: &Bytes, transfer_syntax: &str) -> Option<&'static str> {
    let syntax = TransferSyntax::from_uid(transfer_syntax)?;
    let data_set = DataSet::read(data_set, syntax).ok()?;
    let scope = Scope::new(&data_set, CharacterSets::default());
    if !has_unexplained_text(scope) {
        return None;
    }
    let is_utf_8 = is_utf_8(&data_set);
    Some(if is_utf_8 { "ISO_IR 192" } else { "ISO_IR 100" })
}

fn is_utf_8(data_set: &DataSet) -> bool {
    data_set
        .elements
        .iter()
        .all(|element| match &element.value {
            Value::Bytes(bytes) if element.vr != VR::UN && is_text(element.vr) => {
                std::str::from_utf8(bytes).is_ok()
            }
            Value::Bytes(_) => true,
            Value::Items(items) => items.iter().all(is_utf_8),
        })
}

/// Whether text at the top level or in a series holds bytes that only a character set explains.
pub(super) fn has_unexplained_text(scope: Scope<'_>) -> bool {
    let in_series = scope
        .items(tags::PERFORMED_SERIES_SEQUENCE)
        .unwrap_or_default();
    let in_steps = scope
        .items(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)
        .unwrap_or_default();
    [scope]
        .into_iter()
        .chain(in_series)
        .chain(in_steps)
        .any(Scope::has_unexplained_text)
}
