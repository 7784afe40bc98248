//! A message's attributes as rows of a tree: what is open, what a filter leaves, what is copied.

use crate::t;
use contract::exam::{Attribute, AttributeChange};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The group of the patient's identification.
const PATIENT_GROUP: &str = "0010,";
/// A sequence of at most so many items is open at first.
const OPEN_UP_TO: usize = 4;

/// One visible row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Names the row in its message.
    pub path: String,
    /// How deep it lies; the outermost is 1.
    pub level: usize,
    /// The attribute's name, or the item's.
    pub name: String,
    /// Group and element; empty for an item.
    pub tag: String,
    /// The value, or how much there is inside.
    pub value: String,
    /// Against the previous message.
    pub change: AttributeChange,
    /// Whether it is open; `None` if there is nothing inside.
    pub open: Option<bool>,
}

/// What is left of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only rows whose name, tag or value contains this.
    pub text: String,
    /// Only rows that are new or changed.
    pub changed_only: bool,
}

impl Filter {
    fn is_on(&self) -> bool {
        self.changed_only || !self.text.trim().is_empty()
    }

    fn matches(&self, attribute: &Attribute) -> bool {
        if self.changed_only && attribute.change == AttributeChange::Same {
            return false;
        }
        let text = self.text.trim().to_lowercase();
        let name = name_of(attribute).to_lowercase();
        text.is_empty()
            || name.contains(&text)
            || attribute.keyword.to_lowercase().contains(&text)
            || attribute.tag.to_lowercase().contains(&text)
            || attribute.value.to_lowercase().contains(&text)
    }

    /// Whether an attribute or anything inside it matches.
    fn leaves(&self, attribute: &Attribute) -> bool {
        let inside = || {
            attribute
                .items
                .iter()
                .flatten()
                .any(|inner| self.leaves(inner))
        };
        self.matches(attribute) || inside()
    }
}

/// The rows to show. While a filter is on, what leads to a match is open.
pub fn rows(attributes: &[Attribute], open: &BTreeSet<String>, filter: &Filter) -> Vec<Row> {
    let mut rows = Vec::new();
    push_rows(&mut rows, attributes, "", 1, &Shown { open, filter });
    rows
}

struct Shown<'shown> {
    open: &'shown BTreeSet<String>,
    filter: &'shown Filter,
}

fn push_rows(
    rows: &mut Vec<Row>,
    attributes: &[Attribute],
    above: &str,
    level: usize,
    shown: &Shown<'_>,
) {
    for attribute in attributes
        .iter()
        .filter(|attribute| shown.filter.leaves(attribute))
    {
        let path = format!("{above}/{}", attribute.tag);
        let is_sequence = attribute.vr == "SQ";
        let leads_to_match = |inside: &[Attribute]| {
            shown.filter.is_on() && inside.iter().any(|inner| shown.filter.leaves(inner))
        };
        let is_open =
            shown.open.contains(&path) || attribute.items.iter().any(|item| leads_to_match(item));
        rows.push(Row {
            path: path.clone(),
            level,
            name: name_of(attribute),
            tag: attribute.tag.clone(),
            value: if is_sequence {
                t!("items-count", count = attribute.items.len())
            } else {
                attribute.value.clone()
            },
            change: attribute.change,
            open: (!attribute.items.is_empty()).then_some(is_open),
        });
        if !is_open {
            continue;
        }
        for (position, item) in attribute.items.iter().enumerate() {
            let leads = leads_to_match(item);
            if shown.filter.is_on() && !leads && !shown.filter.matches(attribute) {
                continue;
            }
            let item_path = format!("{path}[{position}]");
            let item_open = shown.open.contains(&item_path) || leads;
            rows.push(Row {
                path: item_path.clone(),
                level: level + 1,
                name: item_name(position + 1, item),
                tag: String::new(),
                value: item_size(item),
                change: item_change(item),
                open: (!item.is_empty()).then_some(item_open),
            });
            if item_open {
                let whole = Filter::default();
                let inside = if leads { shown.filter } else { &whole };
                let shown = Shown {
                    open: shown.open,
                    filter: inside,
                };
                push_rows(rows, item, &item_path, level + 2, &shown);
            }
        }
    }
}

/// The sequences to open at first: the short ones.
pub fn open_at_first(attributes: &[Attribute]) -> BTreeSet<String> {
    let short = attributes
        .iter()
        .filter(|attribute| (1..=OPEN_UP_TO).contains(&attribute.items.len()));
    short
        .map(|attribute| format!("/{}", attribute.tag))
        .collect()
}

/// How many attributes are new or changed, a sequence counting with what is inside as one.
pub fn changed(attributes: &[Attribute]) -> usize {
    let changed = attributes
        .iter()
        .filter(|attribute| attribute.change != AttributeChange::Same);
    changed.count()
}

/// The words of a keyword, `PPS End Date` of `PerformedProcedureStepEndDate`.
fn name_of(attribute: &Attribute) -> String {
    if attribute.keyword.is_empty() {
        return t!("private-attribute");
    }
    let keyword = attribute
        .keyword
        .replace("PerformedProcedureStep", "PPS")
        .replace("ScheduledProcedureStep", "SPS");
    let letters: Vec<char> = keyword.chars().collect();
    let mut name = String::new();
    for (position, letter) in letters.iter().enumerate() {
        let before = position
            .checked_sub(1)
            .and_then(|before| letters.get(before));
        let after = letters.get(position + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            name.push(' ');
        }
        name.push(*letter);
    }
    name.strip_suffix(" Sequence")
        .map_or(name.clone(), str::to_owned)
}

fn item_name(number: usize, item: &[Attribute]) -> String {
    let telling = ["0008,103E", "0008,0104", "0008,0100", "0040,1001"];
    let value = telling
        .iter()
        .filter_map(|tag| item.iter().find(|attribute| attribute.tag == *tag))
        .map(|attribute| attribute.value.as_str())
        .find(|value| !value.is_empty());
    match value {
        Some(value) => format!("{}, {value}", t!("item-number", number = number)),
        None => t!("item-number", number = number),
    }
}

fn item_size(item: &[Attribute]) -> String {
    let images = item.iter().find(|attribute| attribute.tag == "0008,1140");
    images.map_or_else(
        || t!("attributes-count", count = item.len()),
        |images| t!("images-count", count = images.items.len()),
    )
}

fn item_change(item: &[Attribute]) -> AttributeChange {
    let all_new = item
        .iter()
        .all(|attribute| attribute.change == AttributeChange::New);
    if !item.is_empty() && all_new {
        AttributeChange::New
    } else {
        AttributeChange::Same
    }
}

/// What to leave out of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatientData {
    /// The attributes of group 0010 are left out, at every depth.
    LeftOut,
    /// Everything is copied.
    Included,
}

impl PatientData {
    fn keeps(self, attribute: &Attribute) -> bool {
        self == Self::Included || !attribute.tag.starts_with(PATIENT_GROUP)
    }
}

/// A message as text, an attribute a line.
pub fn as_text(attributes: &[Attribute], patient: PatientData) -> String {
    let mut text = String::new();
    write_text(&mut text, attributes, 0, patient);
    text
}

fn write_text(text: &mut String, attributes: &[Attribute], depth: usize, patient: PatientData) {
    for attribute in attributes
        .iter()
        .filter(|attribute| patient.keeps(attribute))
    {
        let indent = "  ".repeat(depth);
        let Attribute {
            tag,
            vr,
            keyword,
            value,
            ..
        } = attribute;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{indent}({tag}) {vr} {keyword}: {value}");
        for (position, item) in attribute.items.iter().enumerate() {
            let _ = writeln!(text, "{indent}  #{}", position + 1);
            write_text(text, item, depth + 2, patient);
        }
    }
}

/// A message as the DICOM JSON model (PS3.18 F.2) with every value as text.
pub fn as_json(attributes: &[Attribute], patient: PatientData) -> String {
    let mut json = String::new();
    write_json(&mut json, attributes, patient);
    json
}

fn write_json(json: &mut String, attributes: &[Attribute], patient: PatientData) {
    json.push('{');
    let kept = attributes
        .iter()
        .filter(|attribute| patient.keeps(attribute));
    for (position, attribute) in kept.enumerate() {
        if position > 0 {
            json.push(',');
        }
        let tag = attribute.tag.replace(',', "");
        let _ = write!(json, "\"{tag}\":{{\"vr\":\"{}\"", attribute.vr);
        if !attribute.items.is_empty() {
            json.push_str(",\"Value\":[");
            for (position, item) in attribute.items.iter().enumerate() {
                if position > 0 {
                    json.push(',');
                }
                write_json(json, item, patient);
            }
            json.push(']');
        } else if !attribute.value.is_empty() {
            let values = attribute.value.split('\\').map(quoted).collect::<Vec<_>>();
            let _ = write!(json, ",\"Value\":[{}]", values.join(","));
        }
        json.push('}');
    }
    json.push('}');
}

fn quoted(value: &str) -> String {
    let mut quoted = String::from('"');
    for letter in value.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if u32::from(control) < 0x20 => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;
