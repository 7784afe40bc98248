//! Why a query was answered as it was: which steps nearly matched, and what excluded each.

use super::{Key, Keys, Offer, Withheld, order};
use crate::scheduled_step::ScheduledStep;
use std::collections::BTreeMap;

/// Why a step is not among the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// A key does not match.
    Key(Key),
    /// It is not offered to the device.
    Withheld(Withheld),
    /// It matches, but there are more answers than the device gets at once.
    Most,
}

/// How many steps a cause excludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CauseCount {
    /// The cause.
    pub cause: Cause,
    /// Steps it excludes, alone or with others.
    pub steps: u32,
    /// Steps that would be answered without it.
    pub alone: u32,
}

/// A step that is not among the answers, with all that excludes it.
#[derive(Debug, Clone)]
pub struct NearMiss<'s> {
    /// The step.
    pub step: &'s ScheduledStep,
    /// Why not, at least one.
    pub causes: Vec<Cause>,
}

/// Why a query was answered as it was.
#[derive(Debug, Clone, Default)]
pub struct Explanation<'s> {
    /// Steps that are answered.
    pub matching: u32,
    /// What excludes steps: what excludes most of them alone first, then most of them at all.
    pub counts: Vec<CauseCount>,
    /// Steps that are not answered, those with the fewest causes first, each group in worklist
    /// order.
    pub near: Vec<NearMiss<'s>>,
}

/// Explains a query over steps, each with the instant of its status where that is known; keeps the
/// nearest `most_near`.
#[must_use]
pub fn explain<'s>(
    keys: &Keys,
    offer: &Offer,
    steps: impl IntoIterator<Item = (&'s ScheduledStep, Option<i64>)>,
    most_near: usize,
) -> Explanation<'s> {
    let mut matching = Vec::new();
    let mut near: Vec<NearMiss<'s>> = Vec::new();
    for (step, since) in steps {
        let failed = keys.mismatches(step).into_iter().map(Cause::Key);
        let withheld = offer.withholds(step, since, keys).into_iter();
        let causes: Vec<Cause> = failed.chain(withheld.map(Cause::Withheld)).collect();
        if causes.is_empty() {
            matching.push(step);
        } else {
            near.push(NearMiss { step, causes });
        }
    }
    matching.sort_by(|a, b| order(a, b));
    if let Some(most) = offer.most
        && most < matching.len()
    {
        near.extend(matching.drain(most..).map(|step| NearMiss {
            step,
            causes: vec![Cause::Most],
        }));
    }
    let counts = counts(&near);
    near.sort_by(|a, b| {
        let fewest = a.causes.len().cmp(&b.causes.len());
        fewest.then_with(|| order(a.step, b.step))
    });
    near.truncate(most_near);
    Explanation {
        matching: u32::try_from(matching.len()).unwrap_or(u32::MAX),
        counts,
        near,
    }
}

fn counts(near: &[NearMiss<'_>]) -> Vec<CauseCount> {
    let mut by_cause: BTreeMap<Cause, (u32, u32)> = BTreeMap::new();
    for miss in near {
        for cause in &miss.causes {
            let (steps, alone) = by_cause.entry(*cause).or_default();
            *steps += 1;
            *alone += u32::from(miss.causes.len() == 1);
        }
    }
    let mut counts: Vec<CauseCount> = by_cause
        .into_iter()
        .map(|(cause, (steps, alone))| CauseCount {
            cause,
            steps,
            alone,
        })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse((count.alone, count.steps)));
    counts
}
