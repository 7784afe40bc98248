//! What this crate does on the wire, as data: the tables of the conformance statement are written
//! from the tables that do the work, so that they cannot disagree.

use crate::data_set::keyword;
use crate::performed_step::table::{self, Content, Set, Type};
use crate::status;
use crate::syntax::{Service, TransferSyntax};
use crate::text::Repertoire;
use crate::worklist::{attributes, is_matched};
use dicom_core::Tag;

/// A SOP class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SopClass {
    /// Its name in PS3.6.
    pub name: &'static str,
    /// Its UID.
    pub uid: &'static str,
    /// The DIMSE services.
    pub services: &'static str,
    /// Our roles.
    pub roles: &'static str,
}

/// All SOP classes.
#[must_use]
pub fn sop_classes() -> Vec<SopClass> {
    let class = |service: Service, name, services, roles| SopClass {
        name,
        uid: service.uid(),
        services,
        roles,
    };
    Service::ALL
        .map(|service| match service {
            Service::Verification => class(service, "Verification", "C-ECHO", "SCP, SCU"),
            Service::Worklist => class(
                service,
                "Modality Worklist Information Model - FIND",
                "C-FIND, C-CANCEL",
                "SCP",
            ),
            Service::PerformedStep => class(
                service,
                "Modality Performed Procedure Step",
                "N-CREATE, N-SET",
                "SCP",
            ),
            Service::PerformedStepRetrieve => class(
                service,
                "Modality Performed Procedure Step Retrieve",
                "N-GET",
                "SCP",
            ),
            Service::PerformedStepNotification => class(
                service,
                "Modality Performed Procedure Step Notification",
                "N-EVENT-REPORT",
                "SCP, on associations we open",
            ),
        })
        .into()
}

/// Name and UID of the transfer syntaxes, the preferred one first.
#[must_use]
pub fn transfer_syntaxes() -> Vec<(&'static str, &'static str)> {
    let name = |syntax| match syntax {
        TransferSyntax::ExplicitLittleEndian => "Explicit VR Little Endian",
        TransferSyntax::ImplicitLittleEndian => "Implicit VR Little Endian",
    };
    let both = TransferSyntax::PREFERRED.map(|syntax| (name(syntax), syntax.uid()));
    both.into()
}

/// An attribute of the worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistAttribute {
    /// `(gggg,eeee)`.
    pub tag: String,
    /// Its keyword.
    pub keyword: &'static str,
    /// Whether it stands in the item of the Scheduled Procedure Step Sequence.
    pub in_step: bool,
    /// Whether it is a matching key.
    pub is_key: bool,
    /// Whether it has a value when the schedule knows one; else it is returned without.
    pub is_filled: bool,
}

/// All attributes a worklist answer can hold (PS3.4 Table K.6-1), in ascending order.
#[must_use]
pub fn worklist_attributes() -> Vec<WorklistAttribute> {
    let of = |level| {
        attributes::all(level).iter().map(move |attribute| {
            let is_code = matches!(attribute.source, attributes::Source::Codes(_));
            WorklistAttribute {
                tag: number(attribute.tag),
                keyword: keyword(attribute.tag),
                in_step: level == attributes::Level::Step,
                is_key: is_code || is_matched(attribute.tag),
                is_filled: !matches!(attribute.source, attributes::Source::Empty),
            }
        })
    };
    of(attributes::Level::Root)
        .chain(of(attributes::Level::Step))
        .collect()
}

/// An attribute of a performed step, as the strict profile wants it (PS3.4 Table F.7.2-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformedStepAttribute {
    /// `(gggg,eeee)`.
    pub tag: String,
    /// Its keyword, with a `>` for each sequence it is in.
    pub keyword: String,
    /// Type in N-CREATE.
    pub create: &'static str,
    /// What N-SET may do: `-` not hold it, `may`, or `value`: hold it with a value.
    pub set: &'static str,
    /// Whether it needs a value at the end.
    pub at_end: bool,
}

/// The attributes that the strict profile checks.
#[must_use]
pub fn performed_step_attributes() -> Vec<PerformedStepAttribute> {
    let mut rows = Vec::new();
    add(&mut rows, table::TABLE, 0);
    rows
}

fn add(rows: &mut Vec<PerformedStepAttribute>, attributes: &[table::Attribute], depth: usize) {
    for attribute in attributes {
        rows.push(PerformedStepAttribute {
            tag: number(attribute.tag),
            keyword: format!("{}{}", ">".repeat(depth), keyword(attribute.tag)),
            create: match attribute.create {
                Type::One => "1",
                Type::Two => "2",
                Type::Three => "3",
            },
            set: match attribute.set {
                Set::Never if depth > 0 => "as its sequence",
                Set::Never => "-",
                Set::May => "may",
                Set::WithValue => "value",
            },
            at_end: attribute.at_end,
        });
        if let Content::Items(items) = attribute.content {
            add(rows, items, depth + 1);
        }
    }
}

/// The defined terms of Specific Character Set (0008,0005) that are read and written.
#[must_use]
pub fn character_sets() -> Vec<String> {
    Repertoire::defined_terms()
}

/// The statuses that are answered with, and what they mean.
#[must_use]
pub const fn statuses() -> &'static [(u16, &'static str)] {
    status::ANSWERED
}

fn number(tag: Tag) -> String {
    format!("({:04X},{:04X})", tag.group(), tag.element())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharacterSets;

    #[test]
    fn every_term_that_is_stated_is_understood() {
        for term in character_sets() {
            assert!(CharacterSets::parse(&term).is_some(), "{term}");
        }
    }

    #[test]
    fn the_keys_that_an_scp_must_match_are_stated() {
        let stated = worklist_attributes();
        for required in [
            "ScheduledStationAETitle",
            "ScheduledProcedureStepStartDate",
            "ScheduledProcedureStepStartTime",
            "Modality",
            "ScheduledPerformingPhysicianName",
            "PatientName",
            "PatientID",
        ] {
            let is_key = |attribute: &WorklistAttribute| {
                attribute.keyword == required && attribute.is_key && attribute.is_filled
            };
            assert!(stated.iter().any(is_key), "{required}");
        }
    }
}
