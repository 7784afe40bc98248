//! What the messages of a device show of it: how it deviates from PS3.4 Table F.7.2-1, when it
//! reports, and which settings follow. Everything is counted, so that a person can judge it.

use crate::performed_step::{Deviation, Fault, PerformedStatus, Report};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};

/// Messages before a stricter setting is proposed: with fewer, a rare habit was not seen yet.
const ENOUGH_MESSAGES: u32 = 40;
/// Minutes after the fact from which a report is late; clocks differ by some.
const LATE_MINUTES: i64 = 5;
/// Seconds between N-CREATE and end within which they are a pair that was sent together.
const PAIR_SECONDS: i64 = 60;
/// Ended steps before a time to close after is proposed.
const ENOUGH_ENDED: usize = 10;
/// Fewest minutes that are proposed to close after: interventions are silent for two hours.
const FEWEST_CLOSING: i64 = 120;

/// A message of a device, in the order they came.
#[derive(Debug, Clone, Copy)]
pub struct SeenMessage<'a> {
    /// SOP Instance UID of the performed step.
    pub sop_instance_uid: &'a str,
    /// N-CREATE, or N-SET.
    pub is_create: bool,
    /// When it arrived.
    pub received: NaiveDateTime,
    /// What it reported.
    pub report: &'a Report,
    /// What it lacked or had wrong.
    pub findings: &'a [String],
    /// The character set that explains its text, when it names none and needs one.
    pub explained_by: Option<&'a str>,
}

/// What can be seen, in the order to show it. What `of` counts is in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Observation {
    /// N-CREATE without Specific Character Set [N-CREATEs].
    CreateWithoutCharacterSet,
    /// N-SET without Specific Character Set [N-SETs].
    SetWithoutCharacterSet,
    /// Text that no character set explains [messages].
    UnexplainedText,
    /// An attribute of type 1 or 2 was missing [N-CREATEs].
    CreateWithoutAttribute,
    /// An attribute of type 1 had no value [messages].
    EmptyAttribute,
    /// An attribute that N-SET may not send [N-SETs].
    NotAllowedInSet,
    /// An attribute set that had not been created [N-SETs].
    SetNotCreated,
    /// Something was missing at the final state [ended steps].
    MissingAtEnd,
    /// Series or images became fewer [N-SETs].
    ShrinkingLists,
    /// The N-CREATE came late [steps].
    StartReportedLate,
    /// The end was reported late [ended steps].
    EndReportedLate,
    /// N-CREATE and end were sent together after a longer exam [ended steps].
    DeferredPair,
    /// One of several performed steps of a scheduled step, each with one series [steps].
    OneStepPerSeries,
    /// Discontinued without a reason [discontinued steps].
    DiscontinuedWithoutReason,
    /// Started and never ended [steps].
    NeverEnded,
    /// Reported between start and end [steps].
    IntermediateReports,
    /// Its clock cannot be right [steps].
    ClockDiffers,
    /// Nothing was wrong [messages].
    WithoutFindings,
}

/// One observation with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// What.
    pub observation: Observation,
    /// How often.
    pub count: u32,
    /// Of how many.
    pub of: u32,
    /// Keyword and tag of the attribute; empty for none.
    pub attribute: String,
    /// A defined term or a number of minutes; empty for none.
    pub value: String,
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Learnt {
    /// What was seen, in order.
    pub observed: Vec<Observed>,
    /// The character set to assume when none is named.
    pub assumed_character_set: Option<String>,
    /// Whether the table could be enforced without refusing anything that was seen.
    pub is_strict: bool,
    /// Minutes of silence after which a step could be closed by rule.
    pub close_after_minutes: Option<u32>,
}

/// The messages of one performed step.
struct Step<'a> {
    create: Option<SeenMessage<'a>>,
    sets: Vec<SeenMessage<'a>>,
}

impl<'a> Step<'a> {
    fn end(&self) -> Option<(&SeenMessage<'a>, PerformedStatus)> {
        self.sets.iter().find_map(|set| {
            let status = PerformedStatus::parse(set.report.status.as_deref()?)?;
            status.is_final().then_some((set, status))
        })
    }

    fn messages(&self) -> impl DoubleEndedIterator<Item = &SeenMessage<'a>> {
        self.create.iter().chain(&self.sets)
    }

    fn started(&self) -> Option<NaiveDateTime> {
        self.create.as_ref()?.report.started()
    }

    fn ended(&self) -> Option<NaiveDateTime> {
        let mut reports = self.sets.iter().rev();
        reports.find_map(|set| set.report.ended())
    }

    /// The scheduled step it names, and its only series.
    fn single_series(&self) -> Option<(String, String)> {
        let reference = self.create.as_ref()?.report.scheduled_steps.as_ref()?;
        let reference = reference.first()?;
        let study = reference.study_instance_uid.as_ref()?;
        let key = format!("{study}/{}", reference.scheduled_procedure_step_id);
        let mut series = self.messages().filter_map(|one| one.report.series.as_ref());
        match series.next_back()?.as_slice() {
            [only] if !only.series_instance_uid.is_empty() => {
                Some((key, only.series_instance_uid.clone()))
            }
            _ => None,
        }
    }
}

/// Learns from the messages of one device; `now` tells which steps could have ended.
#[must_use]
pub fn learn(messages: &[SeenMessage<'_>], now: NaiveDateTime) -> Learnt {
    let mut steps: BTreeMap<&str, Step<'_>> = BTreeMap::new();
    for message in messages {
        let step = steps.entry(message.sop_instance_uid).or_insert(Step {
            create: None,
            sets: Vec::new(),
        });
        if message.is_create {
            step.create.get_or_insert(*message);
        } else {
            step.sets.push(*message);
        }
    }
    let steps: Vec<Step<'_>> = steps.into_values().collect();
    let mut seen = Seen::default();
    let assumed_character_set = character_sets(&mut seen, messages);
    findings(&mut seen, messages, &steps);
    reporting(&mut seen, &steps);
    let close_after_minutes = never_ended(&mut seen, &steps, now);
    let wrong = seen.0.keys().any(|(observation, _)| {
        matches!(
            observation,
            Observation::UnexplainedText
                | Observation::CreateWithoutAttribute
                | Observation::EmptyAttribute
                | Observation::NotAllowedInSet
                | Observation::SetNotCreated
                | Observation::MissingAtEnd
        )
    });
    let clean = messages
        .iter()
        .filter(|message| message.findings.is_empty());
    let (clean, all) = (count(clean.count()), count(messages.len()));
    seen.add(Observation::WithoutFindings, "", clean, all, "");
    Learnt {
        observed: seen.into_list(),
        assumed_character_set,
        is_strict: !wrong && clean == all && all >= ENOUGH_MESSAGES,
        close_after_minutes,
    }
}

/// Observations by kind and attribute: count, of, value.
#[derive(Default)]
struct Seen(BTreeMap<(Observation, String), (u32, u32, String)>);

impl Seen {
    fn add(&mut self, observation: Observation, attribute: &str, count: u32, of: u32, value: &str) {
        if count > 0 {
            let key = (observation, attribute.to_owned());
            self.0.insert(key, (count, of, value.to_owned()));
        }
    }

    fn into_list(self) -> Vec<Observed> {
        let all = self.0.into_iter();
        all.map(|((observation, attribute), (count, of, value))| Observed {
            observation,
            count,
            of,
            attribute,
            value,
        })
        .collect()
    }
}

/// Specific Character Set (0008,0005).
const CHARACTER_SET: &str = "SpecificCharacterSet (0008,0005)";

fn character_sets(seen: &mut Seen, messages: &[SeenMessage<'_>]) -> Option<String> {
    let of_kind = |is_create: bool| {
        let all = messages.iter().filter(|one| one.is_create == is_create);
        let without = all.clone().filter(|one| one.report.character_set.is_none());
        (count(without.count()), count(all.count()))
    };
    let (without, all) = of_kind(true);
    let observation = Observation::CreateWithoutCharacterSet;
    seen.add(observation, CHARACTER_SET, without, all, "");
    let (without, all) = of_kind(false);
    let observation = Observation::SetWithoutCharacterSet;
    seen.add(observation, CHARACTER_SET, without, all, "");
    let mut terms: BTreeMap<&str, u32> = BTreeMap::new();
    for term in messages.iter().filter_map(|one| one.explained_by) {
        *terms.entry(term).or_default() += 1;
    }
    let unexplained = terms.values().sum();
    let (term, _) = terms.into_iter().max_by_key(|(_, count)| *count)?;
    let all = count(messages.len());
    let observation = Observation::UnexplainedText;
    seen.add(observation, CHARACTER_SET, unexplained, all, term);
    Some(term.to_owned())
}

/// What a finding is an observation of, and its attribute.
fn observe(finding: &str) -> Option<(Observation, &str)> {
    let deviation = Deviation::read(finding)?;
    let observation = match deviation.fault {
        Fault::NoValueAtEnd | Fault::NoItemAtEnd | Fault::NothingListedAtEnd => {
            Observation::MissingAtEnd
        }
        Fault::MissingType1 | Fault::MissingType2 => Observation::CreateWithoutAttribute,
        Fault::EmptyType1 => Observation::EmptyAttribute,
        Fault::NotAllowedInSet => Observation::NotAllowedInSet,
        Fault::NotCreated => Observation::SetNotCreated,
        Fault::Fewer { .. } | Fault::FewerInAllSeries { .. } => Observation::ShrinkingLists,
        Fault::Sequence
        | Fault::NoAeTitle
        | Fault::NoDate
        | Fault::NoTime
        | Fault::UnknownStatus
        | Fault::NotInProgress
        | Fault::UnexplainedText
        | Fault::EndsBeforeStart
        | Fault::Kept
        | Fault::Repeated => return None,
    };
    Some((observation, deviation.attribute))
}

fn findings(seen: &mut Seen, messages: &[SeenMessage<'_>], steps: &[Step<'_>]) {
    let creates = count(messages.iter().filter(|one| one.is_create).count());
    let all = count(messages.len());
    let ended = count(steps.iter().filter(|step| step.end().is_some()).count());
    let mut counts: BTreeMap<(Observation, &str), u32> = BTreeMap::new();
    for message in messages {
        let found: BTreeSet<_> = message
            .findings
            .iter()
            .filter_map(|finding| observe(finding))
            .collect();
        for key in found {
            *counts.entry(key).or_default() += 1;
        }
    }
    for ((observation, attribute), number) in counts {
        let of = if observation == Observation::MissingAtEnd {
            ended
        } else if observation == Observation::EmptyAttribute {
            all
        } else if observation == Observation::CreateWithoutAttribute {
            creates
        } else {
            all - creates
        };
        // A series in an N-SET lacks attributes too.
        let of = if number > of { all } else { of };
        seen.add(observation, attribute, number, of, "");
    }
}

fn reporting(seen: &mut Seen, steps: &[Step<'_>]) {
    let all = count(steps.len());
    let mut late_starts = Vec::new();
    let mut late_ends = Vec::new();
    let mut intermediate = Vec::new();
    let mut wrong_clocks = Vec::new();
    let (mut ended, mut pairs, mut discontinued, mut unexplained) = (0, 0, 0, 0);
    for step in steps {
        let created = step.create.as_ref().map(|create| create.received);
        if let (Some(created), Some(started)) = (created, step.started()) {
            late_starts.push((created - started).num_minutes());
        }
        let between = step.sets.len() - usize::from(step.end().is_some());
        intermediate.push(i64::try_from(between).unwrap_or(i64::MAX));
        let Some((end, status)) = step.end() else {
            continue;
        };
        ended += 1;
        if status == PerformedStatus::Discontinued {
            discontinued += 1;
            let reasons = end.report.discontinuation_reasons.as_deref();
            unexplained += u32::from(reasons.unwrap_or_default().is_empty());
        }
        if let Some(at) = step.ended() {
            late_ends.push((end.received - at).num_minutes());
        }
        if let (Some(created), Some(started), Some(at)) = (created, step.started(), step.ended()) {
            let is_pair = (end.received - created).num_seconds() <= PAIR_SECONDS;
            let is_longer = (at - started).num_seconds() > 2 * PAIR_SECONDS;
            pairs += u32::from(is_pair && is_longer);
            if at < started {
                wrong_clocks.push((started - at).num_minutes());
            }
        }
    }
    let clocks = late_starts.iter().chain(&late_ends).copied();
    wrong_clocks.extend(clocks.filter(|late| *late < -LATE_MINUTES).map(i64::abs));
    let mut add = |observation, mut values: Vec<i64>, of| {
        values.sort_unstable();
        let median = values.get(values.len() / 2).copied().unwrap_or_default();
        let number = count(values.len()).min(of);
        seen.add(observation, "", number, of, &median.to_string());
    };
    let late = |values: Vec<i64>| values.into_iter().filter(|late| *late > LATE_MINUTES);
    add(
        Observation::StartReportedLate,
        late(late_starts).collect(),
        all,
    );
    add(
        Observation::EndReportedLate,
        late(late_ends).collect(),
        ended,
    );
    intermediate.retain(|number| *number > 0);
    add(Observation::IntermediateReports, intermediate, all);
    add(Observation::ClockDiffers, wrong_clocks, all);
    seen.add(Observation::DeferredPair, "", pairs, ended, "");
    seen.add(
        Observation::DiscontinuedWithoutReason,
        "",
        unexplained,
        discontinued,
        "",
    );
    let mut by_reference: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (reference, series) in steps.iter().filter_map(Step::single_series) {
        by_reference.entry(reference).or_default().insert(series);
    }
    let several = by_reference.values().filter(|series| series.len() > 1);
    let per_series = count(several.map(BTreeSet::len).sum());
    seen.add(Observation::OneStepPerSeries, "", per_series, all, "");
}

/// Steps without an end that are silent for longer than twice the longest exam that ended.
fn never_ended(seen: &mut Seen, steps: &[Step<'_>], now: NaiveDateTime) -> Option<u32> {
    let lasted = steps.iter().filter_map(|step| {
        let created = step.create.as_ref()?.received;
        Some((step.end()?.0.received - created).num_minutes())
    });
    let lasted: Vec<i64> = lasted.collect();
    let longest = lasted.iter().copied().max().unwrap_or_default();
    let after = longest.saturating_mul(2).max(FEWEST_CLOSING);
    let silent = steps.iter().filter(|step| {
        let last = step.messages().map(|one| one.received).max();
        step.end().is_none() && last.is_some_and(|last| (now - last).num_minutes() > after)
    });
    let (number, all) = (count(silent.count()), count(steps.len()));
    seen.add(Observation::NeverEnded, "", number, all, &after.to_string());
    (number > 0 && lasted.len() >= ENOUGH_ENDED)
        .then(|| u32::try_from(after).ok())
        .flatten()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
