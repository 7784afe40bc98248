//! What was learnt of a device from its own messages: the evidence, and the settings that follow.

use super::{device_profile::ProfileFields, loaded::sentence};
use crate::{backend, format, t};
use contract::{
    Failure,
    device_learning::{Evidence, Observation, ProposeProfile, ProposedProfile},
};
use leptos::{prelude::*, task::spawn_local};

/// Asks for a proposal, shows what it rests on, and fills the form with it when a person says so.
#[component]
pub fn Learned(
    /// The device's number.
    device: i64,
    /// The fields of its form.
    fields: ProfileFields,
) -> impl IntoView {
    let proposal = RwSignal::new(None::<Result<ProposedProfile, Failure>>);
    let busy = RwSignal::new(false);
    let taken = RwSignal::new(false);
    let ask = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        taken.set(false);
        spawn_local(async move {
            let answer = backend::call(ProposeProfile { device }).await;
            proposal.try_set(Some(answer));
            busy.try_set(false);
        });
    };
    let take = Callback::new(move |()| {
        proposal.with_untracked(|proposal| {
            if let Some(Ok(proposal)) = proposal {
                fields.take(&proposal.proposed);
            }
        });
        taken.set(true);
    });
    let body = move || {
        proposal.with(|proposal| match proposal.as_ref()? {
            Err(failure) => Some(
                view! {
                    <p class="form-problem" role="alert">{sentence(failure)}</p>
                }
                .into_any(),
            ),
            Ok(proposal) => Some(seen(proposal, taken, take).into_any()),
        })
    };
    view! {
        <div class="learned" aria-live="polite">
            <button
                type="button"
                class="button small"
                aria-disabled=move || busy.get().then_some("true")
                on:click=ask
            >
                {move || t!("learn-from-messages")}
            </button>
            {body}
        </div>
    }
}

fn seen(
    proposal: &ProposedProfile,
    taken: RwSignal<bool>,
    take: Callback<()>,
) -> impl IntoView + use<> {
    let differs = proposal.proposed != proposal.current;
    let days = proposal
        .from
        .zip(proposal.to)
        .map(|(from, to)| (format::day_of(from), format::day_of(to)));
    let rests_on = match days {
        Some((from, to)) => t!(
            "learned-from",
            creates = proposal.creates,
            sets = proposal.sets,
            from = format::date(&from),
            to = format::date(&to)
        ),
        None => t!("learned-from-nothing"),
    };
    let lines = proposal.evidence.iter().map(|evidence| {
        let sentence = evidence_sentence(evidence);
        let setting = evidence.setting.clone();
        view! {
            <li>
                {sentence}
                {(!setting.is_empty()).then(|| view! { " " <small class="mono">{setting.clone()}</small> })}
            </li>
        }
    });
    view! {
        <p class="muted">{rests_on}</p>
        <ul>{lines.collect_view()}</ul>
        {differs
            .then(|| {
                view! {
                    <p>
                        <button type="button" class="button small primary" on:click=move |_| take.run(())>
                            {move || t!("take-over")}
                        </button>
                        <span class="muted">
                            {move || if taken.get() { t!("taken-over") } else { t!("take-over-hint") }}
                        </span>
                    </p>
                }
            })}
        {(!differs && proposal.creates + proposal.sets > 0)
            .then(|| view! { <p>{t!("nothing-follows")}</p> })}
    }
}

/// One observation as a sentence.
fn evidence_sentence(evidence: &Evidence) -> String {
    let (count, of) = (evidence.count, evidence.of);
    let attribute = evidence.attribute.clone();
    let value = evidence.value.clone();
    match evidence.observation {
        Observation::CreateWithoutCharacterSet => {
            t!("seen-create-without-charset", count = count, of = of)
        }
        Observation::SetWithoutCharacterSet => {
            t!("seen-set-without-charset", count = count, of = of)
        }
        Observation::UnexplainedText => {
            t!("seen-unexplained", count = count, of = of, value = value)
        }
        Observation::CreateWithoutAttribute => {
            t!(
                "seen-create-without",
                count = count,
                of = of,
                attribute = attribute
            )
        }
        Observation::EmptyAttribute => {
            t!("seen-empty", count = count, of = of, attribute = attribute)
        }
        Observation::NotAllowedInSet => {
            t!(
                "seen-not-allowed",
                count = count,
                of = of,
                attribute = attribute
            )
        }
        Observation::SetNotCreated => {
            t!(
                "seen-not-created",
                count = count,
                of = of,
                attribute = attribute
            )
        }
        Observation::MissingAtEnd => {
            t!(
                "seen-missing-at-end",
                count = count,
                of = of,
                attribute = attribute
            )
        }
        Observation::ShrinkingLists => t!("seen-shrinking", count = count, of = of),
        Observation::StartReportedLate => {
            t!("seen-start-late", count = count, of = of, value = value)
        }
        Observation::EndReportedLate => t!("seen-end-late", count = count, of = of, value = value),
        Observation::DeferredPair => t!("seen-deferred", count = count, of = of),
        Observation::OneStepPerSeries => t!("seen-per-series", count = count, of = of),
        Observation::DiscontinuedWithoutReason => t!("seen-no-reason", count = count, of = of),
        Observation::NeverEnded => t!("seen-never-ended", count = count, of = of, value = value),
        Observation::IntermediateReports => {
            t!("seen-intermediate", count = count, of = of, value = value)
        }
        Observation::ClockDiffers => t!("seen-clock", count = count, of = of, value = value),
        Observation::WithoutFindings => t!("seen-without-findings", count = count, of = of),
    }
}
