//! What else can become of a performed step: stopped, appended to, reported again, cut into parts.

use super::performing::{Delivery, End, Outcome, PlannedPerformedStep, repeated};
use chrono::{NaiveDateTime, TimeDelta};
use domain::discontinuation::{Class, REASONS, Reason};
use domain::performed_step::ConsumptionSource;
use rand::Rng;
use rand::rngs::StdRng;

/// The reasons that say why an exam was stopped that had begun.
pub(super) fn telling_reasons() -> Vec<&'static Reason> {
    let is_telling = |class: &Class| match class {
        Class::WrongEntry | Class::NoShow | Class::Unspecified => false,
        Class::Clinical
        | Class::Technical
        | Class::OrderError
        | Class::Patient
        | Class::Billing
        | Class::AdverseEvent => true,
    };
    REASONS
        .iter()
        .filter(|reason| is_telling(&reason.class))
        .collect()
}

/// Stops a performed step somewhere before its end.
pub(super) fn discontinue(
    rng: &mut StdRng,
    step: &mut PlannedPerformedStep,
    reason: Option<&'static Reason>,
) {
    let Some(end) = &mut step.end else { return };
    let percent = rng.random_range(25..80);
    let lasted = (end.at - step.starts) * percent / 100;
    end.at = step.starts + lasted;
    end.reported = end.at + TimeDelta::seconds(rng.random_range(5..50));
    end.outcome = Outcome::Discontinued(reason);
    let reported = end.reported;
    step.progress.retain(|progress| progress.at < reported);
    let made = step.series.len() * usize::try_from(percent).unwrap_or(50) / 100;
    step.series.truncate(made.max(1));
    let most = step.series.len();
    for progress in &mut step.progress {
        progress.series = progress.series.min(most);
    }
    step.consumed
        .retain(|(source, _)| *source != ConsumptionSource::BillingProcedureStep);
}

/// When a performed step ends, as it reports.
pub(super) fn ended(step: &PlannedPerformedStep) -> NaiveDateTime {
    step.end.map_or(step.starts, |end| end.at)
}

/// One more series, as a performed step of its own.
pub(super) fn appended(
    rng: &mut StdRng,
    first: &PlannedPerformedStep,
    starts: NaiveDateTime,
) -> PlannedPerformedStep {
    let mut step = first.clone();
    let ends = starts + TimeDelta::seconds(rng.random_range(120..300));
    step.series = vec![repeated(rng, first.procedure)];
    step.consumed.clear();
    step.progress.clear();
    step.starts = starts;
    step.created = starts + TimeDelta::seconds(5);
    step.end = Some(End {
        at: ends,
        reported: ends + TimeDelta::seconds(12),
        outcome: Outcome::Completed,
    });
    step
}

/// The same series reported as another performed step, when the operator sends it again by hand.
pub(super) fn duplicate(first: &PlannedPerformedStep) -> PlannedPerformedStep {
    let starts = ended(first) + TimeDelta::minutes(1);
    let ends = starts + TimeDelta::seconds(40);
    PlannedPerformedStep {
        starts,
        created: ends + TimeDelta::seconds(5),
        progress: Vec::new(),
        end: Some(End {
            at: ends,
            reported: ends + TimeDelta::seconds(5),
            outcome: Outcome::Completed,
        }),
        consumed: Vec::new(),
        delivery: Delivery::Together,
        is_duplicate: true,
        ..first.clone()
    }
}

/// The same exam cut into a performed step for each half of its series.
pub(super) fn parts(whole: &PlannedPerformedStep) -> Vec<PlannedPerformedStep> {
    let Some(end) = whole.end else {
        return vec![whole.clone()];
    };
    let middle = whole.starts + (end.at - whole.starts) / 2;
    let half = whole.series.len().div_ceil(2);
    let mut first = whole.clone();
    first.series.truncate(half);
    first.consumed.clear();
    first.progress.clear();
    first.end = Some(End {
        at: middle,
        reported: middle + TimeDelta::seconds(6),
        outcome: Outcome::Completed,
    });
    let mut second = whole.clone();
    second.series.drain(..half);
    second.progress.clear();
    second.starts = middle + TimeDelta::seconds(10);
    second.created = middle + TimeDelta::seconds(14);
    vec![first, second]
}

pub(super) fn shift(step: &mut PlannedPerformedStep, by: TimeDelta) {
    step.starts += by;
    step.created += by;
    for progress in &mut step.progress {
        progress.at += by;
    }
    if let Some(end) = &mut step.end {
        end.at += by;
        end.reported += by;
    }
}
