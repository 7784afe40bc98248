//! Side and body part of an exam, read from codes, then from texts with a small declared vocabulary.
//! Never from patient names.

mod vocabulary;

use crate::Code;
use crate::folding::fold;
use crate::performed_step::Report;
use crate::scheduled_step::ScheduledStep;

/// The side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Laterality {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both sides.
    Both,
}

impl Laterality {
    /// Its stable word: `left`, `right` or `both`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "both",
        }
    }

    /// This side and another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }
}

/// A region of the body, as coarse as the words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BodyPart {
    /// Head and brain.
    Head,
    /// Face and sinuses.
    Face,
    /// Orbit.
    Eye,
    /// Ear and temporal bone.
    Ear,
    /// Neck.
    Neck,
    /// Carotid arteries.
    Carotid,
    /// Cervical spine.
    CervicalSpine,
    /// Thoracic spine.
    ThoracicSpine,
    /// Lumbar spine.
    LumbarSpine,
    /// Spine, not said which part.
    Spine,
    /// Chest.
    Chest,
    /// Lung.
    Lung,
    /// Ribs.
    Rib,
    /// Breast.
    Breast,
    /// Heart.
    Heart,
    /// Abdomen and its organs.
    Abdomen,
    /// Kidney and ureter.
    Kidney,
    /// Pelvis.
    Pelvis,
    /// Shoulder.
    Shoulder,
    /// Clavicle.
    Clavicle,
    /// Upper arm, or arm.
    UpperArm,
    /// Elbow.
    Elbow,
    /// Forearm.
    Forearm,
    /// Wrist.
    Wrist,
    /// Hand.
    Hand,
    /// Hip.
    Hip,
    /// Thigh.
    Thigh,
    /// Knee.
    Knee,
    /// Lower leg, or leg.
    LowerLeg,
    /// Ankle.
    Ankle,
    /// Foot.
    Foot,
    /// An arm or leg.
    Extremity,
    /// The whole body.
    WholeBody,
}

impl BodyPart {
    /// Its stable word, English.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Face => "face",
            Self::Eye => "eye",
            Self::Ear => "ear",
            Self::Neck => "neck",
            Self::Carotid => "carotid",
            Self::CervicalSpine => "cervical-spine",
            Self::ThoracicSpine => "thoracic-spine",
            Self::LumbarSpine => "lumbar-spine",
            Self::Spine => "spine",
            Self::Chest => "chest",
            Self::Lung => "lung",
            Self::Rib => "rib",
            Self::Breast => "breast",
            Self::Heart => "heart",
            Self::Abdomen => "abdomen",
            Self::Kidney => "kidney",
            Self::Pelvis => "pelvis",
            Self::Shoulder => "shoulder",
            Self::Clavicle => "clavicle",
            Self::UpperArm => "upper-arm",
            Self::Elbow => "elbow",
            Self::Forearm => "forearm",
            Self::Wrist => "wrist",
            Self::Hand => "hand",
            Self::Hip => "hip",
            Self::Thigh => "thigh",
            Self::Knee => "knee",
            Self::LowerLeg => "lower-leg",
            Self::Ankle => "ankle",
            Self::Foot => "foot",
            Self::Extremity => "extremity",
            Self::WholeBody => "whole-body",
        }
    }

    /// Whether there are two of it, so that a side is to be expected.
    #[must_use]
    pub fn is_paired(self) -> bool {
        match self {
            Self::Head
            | Self::Face
            | Self::Neck
            | Self::CervicalSpine
            | Self::ThoracicSpine
            | Self::LumbarSpine
            | Self::Spine
            | Self::Chest
            | Self::Heart
            | Self::Abdomen
            | Self::Pelvis
            | Self::WholeBody => false,
            Self::Eye
            | Self::Ear
            | Self::Carotid
            | Self::Lung
            | Self::Rib
            | Self::Breast
            | Self::Kidney
            | Self::Shoulder
            | Self::Clavicle
            | Self::UpperArm
            | Self::Elbow
            | Self::Forearm
            | Self::Wrist
            | Self::Hand
            | Self::Hip
            | Self::Thigh
            | Self::Knee
            | Self::LowerLeg
            | Self::Ankle
            | Self::Foot
            | Self::Extremity => true,
        }
    }
}

/// What was read, and from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a, T> {
    /// What it says.
    pub value: T,
    /// The text or code value it was read from first.
    pub evidence: &'a str,
    /// Whether it was read from a text and not from a code.
    pub inferred: bool,
}

/// Codes of sides: SNOMED CT, and SNOMED RT as older devices send it (PS3.16 CID 244).
const SIDES: [(&str, &str, Laterality); 6] = [
    ("7771000", "SCT", Laterality::Left),
    ("24028007", "SCT", Laterality::Right),
    ("51440002", "SCT", Laterality::Both),
    ("G-A101", "SRT", Laterality::Left),
    ("G-A100", "SRT", Laterality::Right),
    ("G-A102", "SRT", Laterality::Both),
];

/// The side a scheduled step is about: its codes, else what is to be done at the scanner, else what
/// was requested.
#[must_use]
pub fn side_of_step(step: &ScheduledStep) -> Option<Reading<'_, Laterality>> {
    let requested = step.requested_procedure_code.as_slice();
    coded_side(step.protocol_codes.iter().chain(requested)).or_else(|| {
        first(
            &[
                &[step.description.as_str()],
                &meanings(&step.protocol_codes),
                &[step.requested_procedure_description.as_str()],
                &meanings(requested),
            ],
            side_in,
            Laterality::and,
        )
    })
}

/// The side that was performed: its codes, else the series, else the texts that scanners copy from
/// the worklist.
#[must_use]
pub fn side_of_report(report: &Report) -> Option<Reading<'_, Laterality>> {
    let protocols = report.protocol_codes.as_deref().unwrap_or_default();
    let procedures = report.procedure_codes.as_deref().unwrap_or_default();
    coded_side(protocols.iter().chain(procedures)).or_else(|| {
        first(
            &[
                &series_texts(report),
                &meanings(protocols),
                &report
                    .description
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>(),
                &meanings(procedures),
            ],
            side_in,
            Laterality::and,
        )
    })
}

/// The body parts a scheduled step is about, read like its side, from texts.
#[must_use]
pub fn body_parts_of_step(step: &ScheduledStep) -> Option<Reading<'_, Vec<BodyPart>>> {
    first(
        &[
            &[step.description.as_str()],
            &meanings(&step.protocol_codes),
            &[step.requested_procedure_description.as_str()],
            &meanings(step.requested_procedure_code.as_slice()),
        ],
        body_parts_in,
        together,
    )
}

/// The body parts that were performed, read from texts.
#[must_use]
pub fn body_parts_of_report(report: &Report) -> Option<Reading<'_, Vec<BodyPart>>> {
    first(
        &[
            &series_texts(report),
            &meanings(report.protocol_codes.as_deref().unwrap_or_default()),
            &report
                .description
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
            &meanings(report.procedure_codes.as_deref().unwrap_or_default()),
        ],
        body_parts_in,
        together,
    )
}

/// The side a text names.
#[must_use]
pub fn side_in(text: &str) -> Option<Laterality> {
    let folded = fold(text);
    let tokens = tokens(&folded);
    let parts = parts_at(&tokens);
    let names_paired = parts.iter().flatten().any(|part| part.is_paired());
    let mut side: Option<Laterality> = None;
    for (at, token) in tokens.iter().enumerate() {
        let beside = |words: &[&str]| neighbours(&tokens, at).any(|other| words.contains(&other));
        let beside_paired = || neighbours_of(&parts, at).any(|part| part.is_paired());
        let named = if vocabulary::BILATERAL.contains(token)
            || (names_paired && vocabulary::BOTH_OF.contains(token))
        {
            Laterality::Both
        } else if vocabulary::LEFT.contains(token)
            || (vocabulary::LEFT_BESIDE.contains(token) && beside_paired())
        {
            Laterality::Left
        } else if vocabulary::RIGHT.contains(token)
            || (vocabulary::RIGHT_BESIDE.contains(token) && beside_paired())
        {
            Laterality::Right
        } else {
            continue;
        };
        let is_none = beside(&vocabulary::NO_SIDE_BESIDE)
            || (!names_paired && beside(&vocabulary::PROJECTION));
        if !is_none {
            side = Some(side.map_or(named, |known| known.and(named)));
        }
    }
    side
}

/// The words of a text, folded, without those that name a side.
#[must_use]
pub fn words_without_side(text: &str) -> Vec<String> {
    let folded = fold(text);
    let names_side = |token: &&str| {
        vocabulary::LEFT.contains(token)
            || vocabulary::RIGHT.contains(token)
            || vocabulary::BILATERAL.contains(token)
    };
    let words = tokens(&folded).into_iter();
    words
        .filter(|token| !names_side(token))
        .map(str::to_owned)
        .collect()
}

/// The body parts a text names, each once, in the order of [`BodyPart`].
#[must_use]
pub fn body_parts_in(text: &str) -> Option<Vec<BodyPart>> {
    let folded = fold(text);
    let mut parts: Vec<BodyPart> = parts_at(&tokens(&folded)).into_iter().flatten().collect();
    parts.sort_unstable();
    parts.dedup();
    (!parts.is_empty()).then_some(parts)
}

fn together(mut parts: Vec<BodyPart>, others: Vec<BodyPart>) -> Vec<BodyPart> {
    parts.extend(others);
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn coded_side<'a>(codes: impl Iterator<Item = &'a Code>) -> Option<Reading<'a, Laterality>> {
    let sides = codes.filter_map(|code| {
        let scheme = match code.scheme.trim() {
            "SCT" => "SCT",
            "SRT" | "SNM3" | "99SDM" => "SRT",
            _ => return None,
        };
        let (.., side) = SIDES
            .iter()
            .find(|(value, of, _)| *value == code.value.trim() && *of == scheme)?;
        Some(Reading {
            value: *side,
            evidence: code.value.as_str(),
            inferred: false,
        })
    });
    sides.reduce(|known, other| Reading {
        value: known.value.and(other.value),
        ..known
    })
}

/// What the first level of texts says that says anything, all its texts together.
fn first<'a, T>(
    levels: &[&[&'a str]],
    read: fn(&str) -> Option<T>,
    and: fn(T, T) -> T,
) -> Option<Reading<'a, T>> {
    levels.iter().find_map(|texts| {
        let said = texts.iter().filter_map(|text| Some((read(text)?, *text)));
        let (value, evidence) = said.reduce(|(a, text), (b, _)| (and(a, b), text))?;
        Some(Reading {
            value,
            evidence,
            inferred: true,
        })
    })
}

fn meanings(codes: &[Code]) -> Vec<&str> {
    codes.iter().map(|code| code.meaning.as_str()).collect()
}

fn series_texts(report: &Report) -> Vec<&str> {
    let series = report.series.as_deref().unwrap_or_default();
    series
        .iter()
        .flat_map(|series| [series.description.as_str(), series.protocol_name.as_str()])
        .collect()
}

fn tokens(folded: &str) -> Vec<&str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .collect()
}

/// For each token, the body part it belongs to.
fn parts_at(tokens: &[&str]) -> Vec<Option<BodyPart>> {
    let mut parts = vec![None; tokens.len()];
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let found = longest_part(rest);
        let length = found.map_or(1, |(_, length)| length);
        for slot in parts.iter_mut().skip(at).take(length) {
            *slot = found.map(|(part, _)| part);
        }
        at += length;
    }
    parts
}

fn longest_part(tokens: &[&str]) -> Option<(BodyPart, usize)> {
    let first = tokens.first()?;
    let phrases = vocabulary::BODY_PARTS
        .iter()
        .flat_map(|(part, phrases)| phrases.iter().map(|phrase| (*part, *phrase)))
        .filter(|(_, phrase)| phrase.starts_with(first));
    phrases
        .filter_map(|(part, phrase)| {
            let length = phrase.split(' ').count();
            let said = tokens.get(..length)?.iter().copied();
            phrase.split(' ').eq(said).then_some((part, length))
        })
        .max_by_key(|(_, length)| *length)
}

fn neighbours<'a>(tokens: &'a [&'a str], at: usize) -> impl Iterator<Item = &'a str> {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.into_iter().chain(tokens.get(at + 1)).copied()
}

fn neighbours_of(parts: &[Option<BodyPart>], at: usize) -> impl Iterator<Item = BodyPart> {
    let before = at.checked_sub(1).and_then(|at| parts.get(at));
    before
        .into_iter()
        .chain(parts.get(at + 1))
        .copied()
        .flatten()
}

#[cfg(test)]
mod tests;
