//! The identifier of a C-FIND: what must match, and what to return.

use super::asked;
use super::attributes::{self, Attribute, Level, Source};
use crate::data_set::read::ReadError;
use crate::data_set::scope::Text;
use crate::data_set::{DataSet, Scope, dictionary_vr, keyword};
use crate::requests::Manner;
use crate::status;
use crate::syntax::TransferSyntax;
use crate::text::CharacterSets;
use bytes::Bytes;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;
use domain::worklist::{CodeKey, DateKey, Key, Keys, NameKey, TextKey, TimeKey, UidKey};

/// A query.
pub(crate) struct Query {
    /// What must match.
    pub keys: Keys,
    /// What to return, in ascending order.
    pub(super) returned: Vec<Returned>,
    /// Specific Character Set of the answers, if the device has one or the query names one we know:
    /// the value, and what it means.
    pub(super) character_set: Option<(String, CharacterSets)>,
    /// Whether answers are in that one whatever they hold, because the device knows no other.
    pub(super) is_fixed: bool,
    /// The zone of its dates and times and of those of the answers, in minutes from UTC, where that
    /// was negotiated and the query names one.
    pub utc_offset: Option<i32>,
    has_unsupported_keys: bool,
}

/// An attribute to return.
#[derive(Clone)]
pub(super) enum Returned {
    /// One with a value, or a sequence we know nothing of.
    Value(Attribute),
    /// Codes, and which attributes of their items.
    Codes(
        Tag,
        fn(&domain::scheduled_step::ScheduledStep) -> &[domain::Code],
        Vec<Tag>,
    ),
    /// The Scheduled Procedure Step Sequence, and what its item holds.
    Step(Vec<Returned>),
    /// TimezoneOffsetFromUTC (0008,0201), as the query has it.
    Timezone(String),
}

impl Returned {
    const fn tag(&self) -> Tag {
        match self {
            Self::Value(attribute) => attribute.tag,
            Self::Codes(tag, ..) => *tag,
            Self::Step(_) => tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE,
            Self::Timezone(_) => tags::TIMEZONE_OFFSET_FROM_UTC,
        }
    }
}

/// What the form of an answer depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// Specific Character Set of the answers, if we know it.
    pub character_set: String,
    /// Whether no other will do.
    pub is_fixed: bool,
    /// The attributes, each with its depth.
    pub attributes: Vec<(u8, Tag)>,
}

impl Shape {
    fn add(&mut self, depth: u8, returned: &[Returned]) {
        for one in returned {
            self.attributes.push((depth, one.tag()));
            match one {
                Returned::Value(_) | Returned::Timezone(_) => {}
                Returned::Codes(_, _, asked) => {
                    self.attributes
                        .extend(asked.iter().map(|tag| (depth + 1, *tag)));
                }
                Returned::Step(of_step) => self.add(depth + 1, of_step),
            }
        }
    }
}

/// Why a query is answered with a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// A900 or C000.
    pub status: u16,
    /// Error Comment, without patient data.
    pub comment: String,
    /// Offending Element.
    pub offending_elements: Vec<(u16, u16)>,
}

impl Refusal {
    fn unreadable(error: &ReadError) -> Self {
        Self {
            status: status::UNABLE_TO_PROCESS,
            comment: error.to_string(),
            offending_elements: error.tag().into_iter().collect(),
        }
    }

    fn mismatch(tag: Tag, comment: &str) -> Self {
        Self {
            status: status::IDENTIFIER_DOES_NOT_MATCH,
            comment: comment.to_owned(),
            offending_elements: vec![(tag.group(), tag.element())],
        }
    }
}

/// Attributes of a code item.
const CODE: [Tag; 5] = [
    tags::CODE_VALUE,
    tags::CODING_SCHEME_DESIGNATOR,
    tags::CODING_SCHEME_VERSION,
    tags::CODE_MEANING,
    tags::LONG_CODE_VALUE,
];

impl Query {
    /// Reads an identifier. Keys may be longer than their value representation allows (PS3.4
    /// C.2.2.2), attributes may come in any order; a sequence without items or with an empty item
    /// is universal and asks for all of it.
    pub(crate) fn read(
        identifier: &Bytes,
        syntax: TransferSyntax,
        manner: &Manner,
    ) -> Result<Self, Refusal> {
        let data_set =
            DataSet::read(identifier, syntax).map_err(|error| Refusal::unreadable(&error))?;
        let root = Scope::new(&data_set, assumed(manner));
        let mut reader = Reader {
            has_unsupported_keys: false,
        };
        let mut returned = reader.returned(root, Level::Root)?;
        let zone = root.text(tags::TIMEZONE_OFFSET_FROM_UTC).or_empty();
        let utc_offset = manner.timezone.then(|| minutes(&zone)).flatten();
        if utc_offset.is_some() {
            returned.push(Returned::Timezone(zone));
            returned.sort_by_key(Returned::tag);
        }
        let step = first_item(root, tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE);
        let fixed = manner.character_set.as_deref().and_then(named);
        Ok(Self {
            keys: keys(root, step, manner)?,
            returned,
            utc_offset,
            is_fixed: fixed.is_some(),
            character_set: fixed.or_else(|| character_set(root)),
            has_unsupported_keys: reader.has_unsupported_keys && !manner.always_ff00,
        })
    }

    /// What the form of its answers depends on.
    pub(super) fn shape(&self) -> Shape {
        let character_set = self.character_set.as_ref().map(|(term, _)| term.clone());
        let mut shape = Shape {
            character_set: character_set.unwrap_or_default(),
            is_fixed: self.is_fixed,
            attributes: Vec::new(),
        };
        shape.add(0, &self.returned);
        shape
    }

    /// The status of its matches (PS3.4 Table K.4-1).
    pub(crate) const fn pending_status(&self) -> u16 {
        if self.has_unsupported_keys {
            status::PENDING_UNSUPPORTED_KEYS
        } else {
            status::PENDING
        }
    }
}

fn character_set(root: Scope<'_>) -> Option<(String, CharacterSets)> {
    named(&root.text(tags::SPECIFIC_CHARACTER_SET).or_empty())
}

fn named(term: &str) -> Option<(String, CharacterSets)> {
    CharacterSets::parse(term).map(|sets| (term.to_owned(), sets))
}

/// Minutes of `&ZZXX` (PS3.3 C.12.1.1.8): sign, hours, minutes; from -12:00 to +14:00.
fn minutes(zone: &str) -> Option<i32> {
    let digits = zone
        .get(1..)
        .filter(|digits| digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit()))?;
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..)?.parse().ok()?;
    let total = hours * 60 + minutes;
    let signed = match zone.get(..1)? {
        "+" => total,
        "-" => -total,
        _ => return None,
    };
    (minutes < 60 && (-12 * 60..=14 * 60).contains(&signed)).then_some(signed)
}

/// The character set of a query that names none.
pub(super) fn assumed(manner: &Manner) -> CharacterSets {
    let term = manner.assumed_character_set.as_deref();
    term.and_then(CharacterSets::parse).unwrap_or_default()
}

pub(super) fn first_item(scope: Scope<'_>, tag: Tag) -> Option<Scope<'_>> {
    scope.items(tag)?.into_iter().next()
}

struct Reader {
    has_unsupported_keys: bool,
}

impl Reader {
    /// What to return of a level, by what its item asks for.
    fn returned(&mut self, scope: Scope<'_>, level: Level) -> Result<Vec<Returned>, Refusal> {
        let mut returned: Vec<Returned> = Vec::new();
        for element in &scope.data_set().elements {
            let tag = element.tag;
            if is_about_the_query(tag) || returned.iter().any(|other| other.tag() == tag) {
                continue;
            }
            if tag == tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE && level == Level::Root {
                returned.push(Returned::Step(self.step(scope)?));
                continue;
            }
            match attributes::find(level, tag) {
                Some(attribute) => returned.push(self.attribute(scope, attribute)?),
                None => self.has_unsupported_keys = true,
            }
        }
        returned.sort_by_key(Returned::tag);
        Ok(returned)
    }

    fn step(&mut self, root: Scope<'_>) -> Result<Vec<Returned>, Refusal> {
        let tag = tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE;
        check_is_sequence(root, tag)?;
        match first_item(root, tag) {
            Some(item) => self.returned(item, Level::Step),
            None => Ok(attributes::all(Level::Step).iter().map(whole).collect()),
        }
    }

    fn attribute(&mut self, scope: Scope<'_>, attribute: Attribute) -> Result<Returned, Refusal> {
        let tag = attribute.tag;
        if attribute.vr != VR::SQ {
            return match scope.text(tag) {
                Text::Mistyped => Err(Refusal::mismatch(tag, "a sequence where a value is due")),
                Text::Value(value) => {
                    self.has_unsupported_keys |= !asked::is_universal(&value) && !is_matched(tag);
                    Ok(Returned::Value(attribute))
                }
                Text::Absent | Text::Empty => Ok(Returned::Value(attribute)),
            };
        }
        check_is_sequence(scope, tag)?;
        let Source::Codes(codes) = attribute.source else {
            return Ok(Returned::Value(attribute));
        };
        let Some(item) = first_item(scope, tag) else {
            return Ok(whole(&attribute));
        };
        let asked: Vec<Tag> = CODE.into_iter().filter(|tag| item.has(*tag)).collect();
        self.has_unsupported_keys |= asked.len() < item.data_set().elements.len();
        Ok(Returned::Codes(tag, codes, asked))
    }
}

/// All of an attribute.
fn whole(attribute: &Attribute) -> Returned {
    match attribute.source {
        Source::Codes(codes) => Returned::Codes(attribute.tag, codes, CODE.to_vec()),
        Source::Text(_)
        | Source::Identifier(_)
        | Source::Number(_)
        | Source::Stations
        | Source::Empty => Returned::Value(*attribute),
    }
}

fn check_is_sequence(scope: Scope<'_>, tag: Tag) -> Result<(), Refusal> {
    match scope.text(tag) {
        Text::Value(_) => Err(Refusal::mismatch(tag, "a value where a sequence is due")),
        Text::Absent | Text::Empty | Text::Mistyped => Ok(()),
    }
}

/// Neither a key nor to be returned as such: group lengths, the character set (PS3.4 K.4.1.1.3), the
/// timezone (Table K.6-1a), and the level, which the worklist does not have but devices send.
pub(super) fn is_about_the_query(tag: Tag) -> bool {
    tag.element() == 0
        || matches!(
            tag,
            tags::SPECIFIC_CHARACTER_SET
                | tags::TIMEZONE_OFFSET_FROM_UTC
                | tags::QUERY_RETRIEVE_LEVEL
        )
}

/// Whether [`Keys`] has a key for it.
pub(crate) fn is_matched(tag: Tag) -> bool {
    further(tag).is_some()
        || matches!(
            tag,
            tags::SCHEDULED_STATION_AE_TITLE
                | tags::SCHEDULED_PROCEDURE_STEP_START_DATE
                | tags::SCHEDULED_PROCEDURE_STEP_START_TIME
                | tags::MODALITY
                | tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME
                | tags::PATIENT_NAME
                | tags::PATIENT_ID
                | tags::ISSUER_OF_PATIENT_ID
                | tags::ACCESSION_NUMBER
                | tags::REQUESTED_PROCEDURE_ID
                | tags::SCHEDULED_PROCEDURE_STEP_ID
                | tags::STUDY_INSTANCE_UID
                | tags::SCHEDULED_PROCEDURE_STEP_STATUS
                | tags::SCHEDULED_PROCEDURE_STEP_LOCATION
                | tags::SCHEDULED_STATION_NAME
                | tags::PATIENT_BIRTH_DATE
                | tags::PATIENT_SEX
                | tags::ADMISSION_ID
                | tags::REFERRING_PHYSICIAN_NAME
                | tags::REQUESTING_PHYSICIAN
                | tags::REQUESTED_PROCEDURE_PRIORITY
                | tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION
                | tags::REQUESTED_PROCEDURE_DESCRIPTION
                | tags::CURRENT_PATIENT_LOCATION
                | tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST
                | tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST
        )
}

/// The key of [`Keys::further`] for it.
fn further(tag: Tag) -> Option<Key> {
    let keyword = keyword(tag);
    let mut further = Key::ALL.iter().copied().filter(|key| key.is_further());
    further.find(|key| key.keyword() == keyword)
}

/// The further keys that must match, of a level.
fn further_keys(scope: Scope<'_>) -> Vec<(Key, TextKey)> {
    let elements = scope.data_set().elements.iter();
    let asked = elements.filter_map(|element| {
        let key = further(element.tag)?;
        Some((key, key.further(&scope.text(element.tag).or_empty())?))
    });
    asked.collect()
}

fn keys(root: Scope<'_>, step: Option<Scope<'_>>, manner: &Manner) -> Result<Keys, Refusal> {
    let name = |text: &str| {
        let key = if manner.name_prefix {
            NameKey::parse_prefix(text)
        } else {
            NameKey::parse(text)
        };
        if manner.fuzzy_names {
            key.or_alike(text)
        } else {
            key
        }
    };
    let of_root = |tag| root.text(tag).or_empty();
    let of_step = |tag| {
        step.map(|item| item.text(tag).or_empty())
            .unwrap_or_default()
    };
    let start_date = DateKey::parse(&of_step(tags::SCHEDULED_PROCEDURE_STEP_START_DATE));
    let start_time = TimeKey::parse(&of_step(tags::SCHEDULED_PROCEDURE_STEP_START_TIME));
    let birth_date = DateKey::parse(&of_root(tags::PATIENT_BIRTH_DATE));
    for (tag, is_unreadable) in [
        (
            tags::SCHEDULED_PROCEDURE_STEP_START_DATE,
            start_date.is_unreadable(),
        ),
        (
            tags::SCHEDULED_PROCEDURE_STEP_START_TIME,
            start_time.is_unreadable(),
        ),
        (tags::PATIENT_BIRTH_DATE, birth_date.is_unreadable()),
    ] {
        if is_unreadable {
            let what = if dictionary_vr(tag) == VR::TM {
                "time"
            } else {
                "date"
            };
            return Err(Refusal::mismatch(
                tag,
                &format!("no {what} and no range of {what}s"),
            ));
        }
    }
    Ok(Keys {
        station_ae_title: TextKey::parse_code_string(&of_step(tags::SCHEDULED_STATION_AE_TITLE)),
        start_date,
        start_time,
        modality: TextKey::parse_code_string(&of_step(tags::MODALITY)),
        performing_physician_name: name(&of_step(tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME)),
        patient_name: name(&of_root(tags::PATIENT_NAME)),
        patient_id: TextKey::parse(&of_root(tags::PATIENT_ID)),
        issuer_of_patient_id: TextKey::parse(&of_root(tags::ISSUER_OF_PATIENT_ID)),
        accession_number: TextKey::parse(&of_root(tags::ACCESSION_NUMBER)),
        requested_procedure_id: TextKey::parse(&of_root(tags::REQUESTED_PROCEDURE_ID)),
        scheduled_procedure_step_id: TextKey::parse(&of_step(tags::SCHEDULED_PROCEDURE_STEP_ID)),
        study_instance_uid: UidKey::parse(&of_root(tags::STUDY_INSTANCE_UID)),
        status: TextKey::parse_code_string(&of_step(tags::SCHEDULED_PROCEDURE_STEP_STATUS)),
        location: TextKey::parse(&of_step(tags::SCHEDULED_PROCEDURE_STEP_LOCATION)),
        station_name: TextKey::parse(&of_step(tags::SCHEDULED_STATION_NAME)),
        birth_date,
        sex: TextKey::parse_code_string(&of_root(tags::PATIENT_SEX)),
        admission_id: TextKey::parse(&of_root(tags::ADMISSION_ID)),
        referring_physician_name: name(&of_root(tags::REFERRING_PHYSICIAN_NAME)),
        requesting_physician: name(&of_root(tags::REQUESTING_PHYSICIAN)),
        priority: TextKey::parse_code_string(&of_root(tags::REQUESTED_PROCEDURE_PRIORITY)),
        description: TextKey::parse(&of_step(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION)),
        requested_procedure_description: TextKey::parse(&of_root(
            tags::REQUESTED_PROCEDURE_DESCRIPTION,
        )),
        current_patient_location: TextKey::parse(&of_root(tags::CURRENT_PATIENT_LOCATION)),
        protocol_code: step
            .map(|item| code_key(item, tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE))
            .unwrap_or_default(),
        requested_procedure_code: code_key(root, tags::REQUESTED_PROCEDURE_CODE_SEQUENCE),
        placer_order_number: TextKey::parse(&of_root(
            tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        )),
        filler_order_number: TextKey::parse(&of_root(
            tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        )),
        further: further_keys(root)
            .into_iter()
            .chain(step.map(further_keys).unwrap_or_default())
            .collect(),
    })
}

fn code_key(scope: Scope<'_>, tag: Tag) -> CodeKey {
    first_item(scope, tag)
        .map(|item| CodeKey {
            value: TextKey::parse(&item.text(tags::CODE_VALUE).or_empty()),
            scheme: TextKey::parse(&item.text(tags::CODING_SCHEME_DESIGNATOR).or_empty()),
        })
        .unwrap_or_default()
}
