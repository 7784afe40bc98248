//! PS3.4 Table F.7.2-1 enforced: what of a message is refused, with which status and which attributes
//! (PS3.7 C.5), for devices that are registered as strict.

use super::Operation;
use super::findings::has_unexplained_text;
use super::instance::Messages;
use super::table::{Attribute, Content, Set, TABLE, Type};
use crate::data_set::copy::copy;
use crate::data_set::scope::Text;
use crate::data_set::write::{TextUsed, Writer, character_set_element};
use crate::data_set::{DataSet, Scope, Value, dictionary_vr, keyword};
use crate::requests::{InstanceMessage, Outcome};
use crate::status;
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use bytes::Bytes;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::performed_step::PerformedStatus;
use domain::wall_clock::{parse_date, parse_time};
use domain::{AeTitle, Uid};

/// What is wrong with an attribute, in the order in which a response can say it: one status for all
/// attributes with the same fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// An N-SET may not send it, or it was not created.
    NotAllowed,
    /// It is not there.
    Missing,
    /// It has no value.
    Empty,
    /// Its value cannot be.
    Invalid,
}

/// An attribute with a fault: the sequences it is in, and itself.
type Path = Vec<Tag>;

/// The refusal of a message by PS3.4 Table F.7.2-1; `None` when nothing is wrong with it, or when it
/// cannot be read. `earlier` are the accepted messages of the performed step, none for an N-CREATE.
#[must_use]
pub fn enforce(
    operation: Operation,
    data_set: &Bytes,
    transfer_syntax: &str,
    earlier: &[InstanceMessage],
) -> Option<Outcome> {
    let syntax = TransferSyntax::from_uid(transfer_syntax)?;
    let read = DataSet::read(data_set, syntax).ok()?;
    let scope = Scope::new(&read, CharacterSets::default());
    let mut faults = Faults::default();
    match operation {
        Operation::Create => {
            faults.check_all(scope, TABLE, &mut Vec::new());
            if has_unexplained_text(scope) {
                faults.add(Fault::Missing, vec![tags::SPECIFIC_CHARACTER_SET]);
            }
            let status = tags::PERFORMED_PROCEDURE_STEP_STATUS;
            if matches!(scope.text(status), Text::Value(value) if value != "IN PROGRESS") {
                faults.add(Fault::Invalid, vec![status]);
            }
        }
        Operation::Set => faults.check_set(scope, data_set, syntax, earlier),
    }
    faults.into_outcome(scope, syntax)
}

#[derive(Default)]
struct Faults(Vec<(Fault, Path)>);

impl Faults {
    fn add(&mut self, fault: Fault, path: Path) {
        if !self.0.contains(&(fault, path.clone())) {
            self.0.push((fault, path));
        }
    }

    fn check_all(&mut self, scope: Scope<'_>, rows: &[Attribute], within: &mut Path) {
        for row in rows {
            if scope.has(row.tag) {
                self.check(scope, row, row.create == Type::One, within);
            } else if row.create != Type::Three {
                self.add(Fault::Missing, joined(within, row.tag));
            }
        }
    }

    /// Checks an attribute that was sent.
    fn check(&mut self, scope: Scope<'_>, row: &Attribute, needs_value: bool, within: &mut Path) {
        let Some(element) = scope.data_set().get(row.tag) else {
            return;
        };
        let path = joined(within, row.tag);
        let items = match (&row.content, &element.value) {
            (Content::Value, Value::Items(items)) if !items.is_empty() => {
                return self.add(Fault::Invalid, path);
            }
            (Content::Value, _) => {
                return match scope.text(row.tag) {
                    Text::Absent | Text::Empty | Text::Mistyped => {
                        if needs_value {
                            self.add(Fault::Empty, path);
                        }
                    }
                    Text::Value(value) => {
                        if !is_valid(&value, element.vr, row.tag) {
                            self.add(Fault::Invalid, path);
                        }
                    }
                };
            }
            (Content::Items(_) | Content::Codes { .. }, Value::Bytes(bytes)) => {
                if !bytes.is_empty() {
                    return self.add(Fault::Invalid, path);
                }
                &[][..]
            }
            (Content::Items(_) | Content::Codes { .. }, Value::Items(items)) => items.as_slice(),
        };
        // An item may not be empty, a sequence may (F.7.2.1.2).
        if (items.is_empty() && needs_value) || items.iter().any(|item| item.elements.is_empty()) {
            self.add(Fault::Empty, path);
        }
        within.push(row.tag);
        for item in items.iter().filter(|item| !item.elements.is_empty()) {
            let item = scope.item(item);
            match row.content {
                Content::Items(rows) => self.check_all(item, rows, within),
                Content::Codes { with_meaning } => self.check_code(item, with_meaning, within),
                Content::Value => {}
            }
        }
        within.pop();
    }

    /// One of the three values; a scheme for the short and the long one.
    fn check_code(&mut self, item: Scope<'_>, with_meaning: bool, within: &[Tag]) {
        let has = |tag| matches!(item.text(tag), Text::Value(_));
        let values = [tags::CODE_VALUE, tags::LONG_CODE_VALUE];
        let has_urn = has(tags::URN_CODE_VALUE);
        let mut require = |tag: Tag| {
            if !item.has(tag) {
                self.add(Fault::Missing, joined(within, tag));
            } else if !has(tag) {
                self.add(Fault::Empty, joined(within, tag));
            }
        };
        if !has_urn {
            if !values.into_iter().any(has) {
                require(tags::CODE_VALUE);
            }
            require(tags::CODING_SCHEME_DESIGNATOR);
        }
        if with_meaning {
            require(tags::CODE_MEANING);
        }
    }

    fn check_set(
        &mut self,
        scope: Scope<'_>,
        data_set: &Bytes,
        syntax: TransferSyntax,
        earlier: &[InstanceMessage],
    ) {
        let created = Messages::read(earlier.get(..1).unwrap_or_default());
        let created = created.instance();
        for element in &scope.data_set().elements {
            let tag = element.tag;
            if tag == tags::SPECIFIC_CHARACTER_SET || tag.element() == 0 {
                continue;
            }
            let row = TABLE.iter().find(|row| row.tag == tag);
            // Only what was created, perhaps without a value, may be set (F.7.2.1.2).
            if row.is_some_and(|row| row.set == Set::Never) || !created.has(tag) {
                self.add(Fault::NotAllowed, vec![tag]);
            } else if let Some(row) = row {
                self.check(scope, row, row.set == Set::WithValue, &mut Vec::new());
            }
        }
        let Text::Value(sent) = scope.text(tags::PERFORMED_PROCEDURE_STEP_STATUS) else {
            return;
        };
        let statuses = ["IN PROGRESS", "COMPLETED", "DISCONTINUED"];
        if !statuses.contains(&sent.as_str()) {
            self.add(Fault::Invalid, vec![tags::PERFORMED_PROCEDURE_STEP_STATUS]);
        } else if PerformedStatus::parse(&sent).is_some_and(PerformedStatus::is_final) {
            let mut all = earlier.to_vec();
            all.push(InstanceMessage {
                transfer_syntax: syntax.uid().to_owned(),
                data_set: data_set.clone(),
                ..InstanceMessage::default()
            });
            let all = Messages::read(&all);
            let now = all.instance();
            for row in TABLE.iter().filter(|row| row.at_end) {
                match now.scope_of(row.tag) {
                    Some(scope) => self.check(scope, row, true, &mut Vec::new()),
                    None => self.add(Fault::Empty, vec![row.tag]),
                }
            }
        }
    }

    fn into_outcome(mut self, scope: Scope<'_>, syntax: TransferSyntax) -> Option<Outcome> {
        let fault = self.0.iter().map(|(fault, _)| *fault).min()?;
        self.0.retain(|(of, _)| *of == fault);
        let paths: Vec<Path> = self.0.into_iter().map(|(_, path)| path).collect();
        let (status, what) = match fault {
            Fault::NotAllowed => (
                status::NO_SUCH_ATTRIBUTE,
                "may not be set or was not created",
            ),
            Fault::Missing => (status::MISSING_ATTRIBUTE, "is missing"),
            Fault::Empty => (status::MISSING_ATTRIBUTE_VALUE, "has no value"),
            Fault::Invalid => (status::INVALID_ATTRIBUTE_VALUE, "has an invalid value"),
        };
        let first = paths.first().and_then(|path| path.last()).copied();
        let first = first.unwrap_or(Tag(0, 0));
        let comment = format!("{} {what}", keyword(first));
        let mut outcome = Outcome {
            status,
            // Keywords may be longer than the 64 characters there are.
            comment: if comment.len() <= 64 {
                comment
            } else {
                format!("{first} {what}")
            },
            ..Outcome::default()
        };
        match fault {
            Fault::NotAllowed | Fault::Missing => {
                let tags = paths.iter().filter_map(|path| path.last());
                outcome.attributes = tags.map(|tag| (tag.group(), tag.element())).collect();
                outcome.attributes.sort_unstable();
                outcome.attributes.dedup();
            }
            Fault::Empty => outcome.data_set = offending(None, &paths, syntax).into(),
            Fault::Invalid => outcome.data_set = offending(Some(scope), &paths, syntax).into(),
        }
        Some(outcome)
    }
}

fn joined(within: &[Tag], tag: Tag) -> Path {
    within.iter().copied().chain([tag]).collect()
}

/// Whether a value obeys its value representation (PS3.5 6.2) as far as it is identifying or counted.
fn is_valid(value: &str, vr: VR, tag: Tag) -> bool {
    let vr = if vr == VR::UN { dictionary_vr(tag) } else { vr };
    let check: fn(&str) -> bool = if vr == VR::DA {
        |value| parse_date(value).is_some()
    } else if vr == VR::TM {
        |value| parse_time(value).is_some()
    } else if vr == VR::UI {
        |value| Uid::new(value).is_some()
    } else if vr == VR::AE {
        |value| AeTitle::new(value).is_ok()
    } else if vr == VR::SH || vr == VR::CS {
        |value| value.chars().count() <= 16
    } else if vr == VR::LO {
        |value| value.chars().count() <= 64
    } else {
        |_| true
    };
    value.split('\\').all(check)
}

/// A data set of the offending attributes: as they came, with the character set when it needs one; or
/// without a value where they have none.
fn offending(scope: Option<Scope<'_>>, paths: &[Path], syntax: TransferSyntax) -> Vec<u8> {
    let term = scope.map(|scope| scope.text(tags::SPECIFIC_CHARACTER_SET).or_empty());
    let named = term.and_then(|term| Some((CharacterSets::parse(&term)?, term)));
    let (sets, term) = named.unwrap_or((CharacterSets::UTF_8, "ISO_IR 192".to_owned()));
    let mut out = Writer::new(syntax, sets);
    let mut paths: Vec<&[Tag]> = paths.iter().map(Vec::as_slice).collect();
    paths.sort_unstable();
    write_level(&mut out, scope, &paths);
    if out.text_used() != TextUsed::Ascii {
        out.prepend(&character_set_element(&term, syntax));
    }
    out.into_bytes()
}

/// Paths that begin at the same level; those into one sequence become one item.
fn write_level(out: &mut Writer, scope: Option<Scope<'_>>, paths: &[&[Tag]]) {
    let mut rest = paths;
    while let Some([tag, ..]) = rest.first() {
        let same = rest
            .iter()
            .take_while(|path| path.first() == Some(tag))
            .count();
        let (here, after) = rest.split_at(same);
        rest = after;
        let inner: Vec<&[Tag]> = here
            .iter()
            .filter_map(|path| path.get(1..))
            .filter(|path| !path.is_empty())
            .collect();
        let element = scope.and_then(|scope| Some((scope, scope.data_set().get(*tag)?)));
        if inner.is_empty() {
            match element {
                Some((scope, element)) => copy(out, scope, element),
                None if dictionary_vr(*tag) == VR::SQ => out.sequence(*tag, |_| {}),
                None => out.element(*tag, dictionary_vr(*tag), &[]),
            }
            continue;
        }
        // The first item that has what is wrong stands for all.
        let holding = |item: &&DataSet| {
            inner
                .iter()
                .any(|path| path.first().is_some_and(|tag| item.get(*tag).is_some()))
        };
        let item = element.and_then(|(scope, element)| match &element.value {
            Value::Items(items) => items.iter().find(holding).map(|item| scope.item(item)),
            Value::Bytes(_) => None,
        });
        out.sequence(*tag, |out| out.item(|out| write_level(out, item, &inner)));
    }
}

#[cfg(test)]
mod tests;
