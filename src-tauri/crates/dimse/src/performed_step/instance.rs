//! A performed step put together from its messages as they were received (PS3.4 F.7.2.2.2): each
//! attribute as the last message that sent it has it, sequences whole.

use super::table::{Attribute, Content, TABLE, TYPE_2_OF_GET, Type};
use crate::data_set::copy::{copy, is_left_out};
use crate::data_set::write::{TextUsed, Writer, character_set_element};
use crate::data_set::{DataSet, Element, Scope, Value, dictionary_vr};
use crate::requests::InstanceMessage;
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use std::collections::{BTreeMap, BTreeSet};

/// Not part of the object: devices send them although UIDs are the command set's (PS3.4 5.4.2.3).
const IN_COMMAND: [Tag; 2] = [tags::SOP_CLASS_UID, tags::SOP_INSTANCE_UID];

/// The character set for what a message's own cannot hold.
const UTF_8: &str = "ISO_IR 192";

/// The data sets of an instance, read. A message that cannot be read is left out; none that was
/// accepted is.
pub(super) struct Messages {
    read: Vec<(DataSet, CharacterSets)>,
}

impl Messages {
    /// Reads them, in the order they came.
    pub(super) fn read(messages: &[InstanceMessage]) -> Self {
        let read = messages.iter().filter_map(|message| {
            let syntax = TransferSyntax::from_uid(&message.transfer_syntax)?;
            let data_set = DataSet::read(&message.data_set, syntax).ok()?;
            let assumed = message.assumed_character_set.as_deref();
            let assumed = assumed.and_then(CharacterSets::parse).unwrap_or_default();
            Some((data_set, assumed))
        });
        Self {
            read: read.collect(),
        }
    }

    /// The object they make.
    pub(super) fn instance(&self) -> Instance<'_> {
        let mut instance = Instance {
            character_set: String::new(),
            elements: BTreeMap::new(),
        };
        for (position, (data_set, assumed)) in self.read.iter().enumerate() {
            // An N-SET that does not say its character set has that of the N-CREATE (F.7.2.2.1).
            let assumed = CharacterSets::parse(&instance.character_set).unwrap_or(*assumed);
            let scope = Scope::new(data_set, assumed);
            if position == 0 {
                instance.character_set = scope.text(tags::SPECIFIC_CHARACTER_SET).or_empty();
            }
            for element in &data_set.elements {
                if !is_left_out(element.tag) && !IN_COMMAND.contains(&element.tag) {
                    instance.elements.insert(element.tag, (scope, element));
                }
            }
        }
        instance
    }
}

/// An object with the scope each attribute came in.
pub(super) struct Instance<'a> {
    character_set: String,
    elements: BTreeMap<Tag, (Scope<'a>, &'a Element)>,
}

impl<'a> Instance<'a> {
    /// The scope in which an attribute came.
    pub(super) fn scope_of(&self, tag: Tag) -> Option<Scope<'a>> {
        self.elements.get(&tag).map(|(scope, _)| *scope)
    }

    /// Whether an attribute was created or set, perhaps without a value.
    pub(super) fn has(&self, tag: Tag) -> bool {
        self.elements.contains_key(&tag)
    }

    /// The object for N-GET, and whether each attribute asked for is supported: those asked for, else
    /// all, with those of type 1 and 2 even when nothing is known of them (Table F.8.2-1).
    pub(super) fn answer(&self, asked: &[Tag], syntax: TransferSyntax) -> (Vec<u8>, bool) {
        let rows: BTreeMap<Tag, &Attribute> = TABLE.iter().map(|row| (row.tag, row)).collect();
        let is_maintained = |tag: &Tag| {
            self.has(*tag) || rows.contains_key(tag) || *tag == tags::SPECIFIC_CHARACTER_SET
        };
        let is_supported = asked.iter().all(is_maintained);
        let wanted: BTreeSet<Tag> = if asked.is_empty() {
            let required = TABLE.iter().filter(|row| row.create != Type::Three);
            let required = required.map(|row| row.tag).chain([TYPE_2_OF_GET]);
            self.elements.keys().copied().chain(required).collect()
        } else {
            asked.iter().copied().filter(is_maintained).collect()
        };
        let asks_character_set = asked.is_empty() || asked.contains(&tags::SPECIFIC_CHARACTER_SET);
        let write = |sets: CharacterSets| {
            let mut out = Writer::new(syntax, sets);
            for tag in &wanted {
                if *tag != tags::SPECIFIC_CHARACTER_SET {
                    self.write(&mut out, *tag, rows.get(tag).copied());
                }
            }
            out
        };
        let own = CharacterSets::parse(&self.character_set).map(write);
        let own = own.filter(|out| out.text_used() != TextUsed::Unencodable);
        let (mut out, term) = match own {
            Some(out) => (out, self.character_set.as_str()),
            None => (write(CharacterSets::UTF_8), UTF_8),
        };
        let is_known = !self.character_set.is_empty();
        if out.text_used() != TextUsed::Ascii || (asks_character_set && is_known) {
            out.prepend(&character_set_element(term, syntax));
        }
        (out.into_bytes(), is_supported)
    }

    fn write(&self, out: &mut Writer, tag: Tag, row: Option<&Attribute>) {
        match self.elements.get(&tag) {
            None => empty(out, tag),
            Some((scope, element)) => match (row.map(|row| row.content), &element.value) {
                (Some(Content::Items(rows)), Value::Items(items)) => {
                    out.sequence(tag, |out| {
                        for item in items.iter().filter(|item| !item.elements.is_empty()) {
                            out.item(|out| complete(out, scope.item(item), rows));
                        }
                    });
                }
                _ => copy(out, *scope, element),
            },
        }
    }
}

/// An item with what its table requires.
fn complete(out: &mut Writer, scope: Scope<'_>, rows: &[Attribute]) {
    let elements = scope.data_set().elements.iter();
    let mut elements: BTreeMap<Tag, Option<&Element>> = elements
        .filter(|element| !is_left_out(element.tag))
        .map(|element| (element.tag, Some(element)))
        .collect();
    for row in rows.iter().filter(|row| row.create != Type::Three) {
        elements.entry(row.tag).or_insert(None);
    }
    for (tag, element) in elements {
        match element {
            Some(element) => copy(out, scope, element),
            None => empty(out, tag),
        }
    }
}

/// An attribute without a value.
fn empty(out: &mut Writer, tag: Tag) {
    let vr = dictionary_vr(tag);
    if vr == VR::SQ {
        out.sequence(tag, |_| {});
    } else {
        out.element(tag, vr, &[]);
    }
}
