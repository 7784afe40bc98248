//! Scheduled steps to the identifiers of pending responses (PS3.4 K.4.1.3): exactly what was asked
//! for, in one pass over the attributes, into one buffer.

use super::attributes::{Attribute, Source};
use super::query::{Query, Returned};
use crate::data_set::write::{TextUsed, Writer, character_set_element};
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::Code;
use domain::scheduled_step::ScheduledStep;

/// Writes the answers to one query.
pub(crate) struct Answers<'a> {
    query: &'a Query,
    caller: &'a str,
    /// The character set of the device or of the query and its element, should there be one.
    asked: Option<(CharacterSets, Vec<u8>)>,
    /// The element that names UTF-8.
    utf_8: Vec<u8>,
    out: Writer,
}

impl<'a> Answers<'a> {
    /// For a query of the AE title `caller`.
    pub(crate) fn new(query: &'a Query, syntax: TransferSyntax, caller: &'a str) -> Self {
        let asked = query.character_set.as_ref();
        Self {
            query,
            caller,
            asked: asked.map(|(term, sets)| (*sets, character_set_element(term, syntax))),
            utf_8: character_set_element("ISO_IR 192", syntax),
            out: Writer::new(syntax, CharacterSets::UTF_8),
        }
    }

    /// The identifier for a step. Text beyond ASCII is in the character set of the device; without
    /// one in that of the query if it has all of it, else in UTF-8. Whichever it is is named then.
    pub(crate) fn write(&mut self, step: &ScheduledStep) -> &[u8] {
        self.write_in(
            step,
            self.asked
                .as_ref()
                .map_or(CharacterSets::UTF_8, |(sets, _)| *sets),
        );
        match (self.out.text_used(), &self.asked) {
            (TextUsed::Ascii, None) => {}
            // Any set has ASCII: repeating it keeps devices quiet that want it back.
            (TextUsed::Ascii | TextUsed::Beyond, Some((_, element))) => self.out.prepend(element),
            (TextUsed::Beyond, None) => self.out.prepend(&self.utf_8),
            (TextUsed::Unencodable, Some((_, element))) if self.query.is_fixed => {
                self.out.prepend(element);
            }
            (TextUsed::Unencodable, _) => {
                self.write_in(step, CharacterSets::UTF_8);
                self.out.prepend(&self.utf_8);
            }
        }
        self.out.bytes()
    }

    fn write_in(&mut self, step: &ScheduledStep, sets: CharacterSets) {
        self.out.clear(sets);
        write_all(&mut self.out, &self.query.returned, step, self.caller);
    }
}

fn write_all(out: &mut Writer, returned: &[Returned], step: &ScheduledStep, caller: &str) {
    for one in returned {
        match one {
            Returned::Timezone(zone) => out.ascii(tags::TIMEZONE_OFFSET_FROM_UTC, VR::SH, zone),
            Returned::Value(attribute) => write_value(out, *attribute, step, caller),
            Returned::Codes(tag, codes, asked) => out.sequence(*tag, |out| {
                for code in codes(step) {
                    out.item(|out| write_code(out, code, asked));
                }
            }),
            Returned::Step(of_step) => {
                out.sequence(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE, |out| {
                    out.item(|out| write_all(out, of_step, step, caller));
                });
            }
        }
    }
}

fn write_value(out: &mut Writer, attribute: Attribute, step: &ScheduledStep, caller: &str) {
    let Attribute { tag, vr, source } = attribute;
    match source {
        Source::Text(of) => out.text(tag, vr, &of(step)),
        Source::Identifier(of) => out.uncut_text(tag, vr, &of(step)),
        Source::Number(of) => match of(step) {
            Some(number) => out.number(tag, number),
            None => out.element(tag, vr, &[]),
        },
        Source::Stations => match step.station_ae_titles.as_slice() {
            // Type 1: any station may do it, so the one that asks may.
            [] => out.text(tag, vr, caller),
            titles => {
                let titles: Vec<&str> = titles.iter().map(|title| title.as_str()).collect();
                out.uncut_text(tag, vr, &titles.join("\\"));
            }
        },
        Source::Codes(_) => out.sequence(tag, |_| {}),
        Source::Empty if vr == VR::SQ => out.sequence(tag, |_| {}),
        Source::Empty => out.element(tag, vr, &[]),
    }
}

/// A code item with the attributes asked for. Code Value and Long Code Value stand for each other
/// (PS3.3 8.1): whichever holds the code is sent if either was asked for.
fn write_code(out: &mut Writer, code: &Code, asked: &[Tag]) {
    let has = |tag: Tag| asked.contains(&tag);
    let is_long = code.value.chars().count() > 16;
    let wants_value = has(tags::CODE_VALUE) || has(tags::LONG_CODE_VALUE);
    if wants_value && !is_long {
        out.uncut_text(tags::CODE_VALUE, VR::SH, &code.value);
    }
    if has(tags::CODING_SCHEME_DESIGNATOR) {
        out.text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, &code.scheme);
    }
    if has(tags::CODE_MEANING) {
        out.text(tags::CODE_MEANING, VR::LO, &code.meaning);
    }
    if wants_value && is_long {
        out.uncut_text(tags::LONG_CODE_VALUE, VR::UC, &code.value);
    }
}
