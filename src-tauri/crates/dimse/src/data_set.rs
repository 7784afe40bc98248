//! Data sets: read with bounds from bytes received, written from values.

pub(crate) mod copy;
pub mod describe;
pub(crate) mod read;
pub(crate) mod retired;
pub(crate) mod scope;
pub(crate) mod write;

use bytes::Bytes;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::StandardDataDictionary;

pub(crate) use scope::Scope;

/// A data set as it came: elements in their order, values not decoded. It shares the memory of the
/// message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DataSet {
    /// Its elements.
    pub elements: Vec<Element>,
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its tag.
    pub tag: Tag,
    /// Its value representation: as sent, else of the dictionary, else UN.
    pub vr: VR,
    /// Its value.
    pub value: Value,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// The value field, with padding.
    Bytes(Bytes),
    /// The items of a sequence.
    Items(Vec<DataSet>),
}

impl DataSet {
    /// The element of a tag; the first, should it come twice.
    pub(crate) fn get(&self, tag: Tag) -> Option<&Element> {
        self.elements.iter().find(|element| element.tag == tag)
    }
}

/// The value representation of a tag by the standard's dictionary; `UN` if it is not in it.
pub(crate) fn dictionary_vr(tag: Tag) -> VR {
    StandardDataDictionary
        .by_tag(tag)
        .map_or(VR::UN, |entry| entry.vr().relaxed())
}

/// The keyword of a tag by the standard's dictionary; empty if it is not in it.
pub(crate) fn keyword(tag: Tag) -> &'static str {
    StandardDataDictionary
        .by_tag(tag)
        .map_or("", |entry| entry.alias)
}
