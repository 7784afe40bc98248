//! How an exam followed the protocol catalogue: a verdict beside the series, and what differs.

use crate::{
    components::icon::{Icon, IconView},
    missing::missing_words,
    t,
};
use contract::protocols::Adherence;
use leptos::prelude::*;

/// What differs, by how much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A required series that did not come.
    Missing,
    /// A required series that may still come.
    NotYet,
    /// An optional series that is not there.
    Optional,
    /// Something other than expected.
    Differs,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotYet => "not-yet",
            Self::Optional => "optional",
            Self::Differs => "differs",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Self::Missing | Self::NotYet | Self::Optional => "○",
            Self::Differs => "≠",
        }
    }
}

/// The verdict for the header; nothing when no series is expected. Tracked by language.
pub fn verdict(adherence: &Adherence) -> impl IntoView + use<> {
    let missing = missing(adherence);
    let words = verdict_words(adherence, &missing)?;
    let kind = if !missing.is_empty() {
        if adherence.running {
            "not-yet"
        } else {
            "missing"
        }
    } else if notes(adherence)
        .iter()
        .any(|(kind, _)| *kind == Kind::Differs)
    {
        "differs"
    } else {
        "whole"
    };
    let score = adherence
        .score
        .filter(|score| !adherence.running && *score < 100);
    Some(view! {
        <span class="adherence" data-verdict=kind title=adherence.protocol.clone()>
            {(kind == "whole").then(|| view! { <IconView icon=Icon::Check /> })}
            {words}
            {score.map(|score| view! { <span class="muted">{t!("adherence-score", score = score)}</span> })}
        </span>
    })
}

/// What is missing or other than expected, a line each; nothing when all is as it should be.
/// Tracked by language.
pub fn differences(adherence: &Adherence) -> impl IntoView + use<> {
    let notes = notes(adherence);
    (!notes.is_empty()).then(|| {
        let lines = notes.into_iter().map(|(kind, words)| {
            view! {
                <li data-kind=kind.name()>
                    <span aria-hidden="true">{kind.mark()}</span>
                    <span>{words}</span>
                </li>
            }
        });
        view! { <ul class="adherence-notes">{lines.collect_view()}</ul> }
    })
}

/// Whether a series is one that the catalogue does not expect.
pub fn is_extra(adherence: &Adherence, description: &str, protocol_name: &str) -> bool {
    let shown = if description.trim().is_empty() {
        protocol_name.trim()
    } else {
        description.trim()
    };
    adherence.extra.iter().any(|extra| extra == shown)
}

/// The required series that are not there.
fn missing(adherence: &Adherence) -> Vec<String> {
    let series = adherence.series.iter();
    let missing = series.filter(|series| series.required && series.found.is_none());
    missing.map(|series| series.name.clone()).collect()
}

fn verdict_words(adherence: &Adherence, missing: &[String]) -> Option<String> {
    let found = adherence
        .series
        .iter()
        .filter(|series| series.found.is_some())
        .count();
    if !missing.is_empty() {
        return Some(missing_words(missing, adherence.running));
    }
    (found > 0).then(|| t!("all-series-acquired", count = found))
}

fn notes(adherence: &Adherence) -> Vec<(Kind, String)> {
    let absent = adherence
        .series
        .iter()
        .filter(|series| series.found.is_none());
    let absent = absent.filter_map(|series| {
        let name = series.name.clone();
        match (series.required, adherence.running) {
            (true, true) => Some((Kind::NotYet, t!("series-not-yet", names = name))),
            (true, false) => Some((Kind::Missing, t!("series-missing", names = name))),
            (false, true) => None,
            (false, false) => Some((Kind::Optional, t!("optional-series-absent", name = name))),
        }
    });
    let extra = adherence.extra.iter();
    let extra = extra.map(|name| (Kind::Differs, t!("series-extra", name = name.clone())));
    let wrong = adherence.wrong_protocols.iter().map(|code| {
        let name = if code.meaning.is_empty() {
            code.value.clone()
        } else {
            code.meaning.clone()
        };
        (Kind::Differs, t!("protocol-wrong", name = name))
    });
    let contrast = adherence
        .contrast_differs
        .then(|| (Kind::Differs, t!("contrast-other")));
    absent.chain(extra).chain(wrong).chain(contrast).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{Code, protocols::SeriesAdherence};

    fn series(name: &str, required: bool, found: bool) -> SeriesAdherence {
        SeriesAdherence {
            name: name.to_owned(),
            required,
            found: found.then(|| name.to_owned()),
        }
    }

    fn adherence(running: bool) -> Adherence {
        Adherence {
            running,
            score: Some(50),
            protocol: "CT abdomen".to_owned(),
            series: vec![
                series("Scout", true, true),
                series("Portal venous", true, false),
                series("Delayed", false, false),
            ],
            extra: vec!["Thin lung".to_owned()],
            wrong_protocols: vec![Code {
                value: "CTHEAD-N".to_owned(),
                ..Code::default()
            }],
            contrast_differs: false,
        }
    }

    fn kinds(adherence: &Adherence) -> Vec<Kind> {
        notes(adherence).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn what_is_missing_may_come_while_the_exam_runs() {
        let running = adherence(true);
        assert_eq!(
            verdict_words(&running, &missing(&running)).as_deref(),
            Some("Portal venous not yet acquired")
        );
        assert_eq!(
            kinds(&running),
            [Kind::NotYet, Kind::Differs, Kind::Differs]
        );
        assert_eq!(
            kinds(&adherence(false)),
            [Kind::Missing, Kind::Optional, Kind::Differs, Kind::Differs]
        );
    }

    #[test]
    fn an_exam_with_all_that_is_required_says_so() {
        let mut whole = adherence(false);
        whole.series.retain(|series| series.found.is_some());
        assert_eq!(
            verdict_words(&whole, &missing(&whole)).as_deref(),
            Some("The expected series acquired")
        );
        whole.series.clear();
        assert_eq!(verdict_words(&whole, &missing(&whole)), None);
    }

    #[test]
    fn an_extra_series_is_known_by_its_description_or_its_protocol() {
        let found = adherence(false);
        assert!(is_extra(&found, " Thin lung", "CHEST"));
        assert!(is_extra(&found, "", "Thin lung"));
        assert!(!is_extra(&found, "Scout", "Thin lung"));
    }
}
