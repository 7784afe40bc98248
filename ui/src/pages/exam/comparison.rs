//! Scheduled against performed, fact by fact.

use crate::{
    components::icon::{Icon, IconView},
    format,
    live::use_live,
    t,
};
use contract::{
    Name,
    alerts::AlertKind,
    exam::{ExamView, PerformedStep},
    orders::OrderForm,
};
use leptos::prelude::*;

/// A start within so many minutes of the plan counts as planned.
const ON_TIME: i64 = 15;

/// What comparing a fact gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The same.
    Same,
    /// Not the same.
    Differs,
    /// Not to be judged.
    Told,
}

/// One fact on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fact {
    name: String,
    scheduled: String,
    performed: String,
    verdict: Verdict,
    /// The verdict in words.
    words: String,
}

impl Fact {
    fn judged(name: String, scheduled: String, performed: String, same: bool) -> Self {
        let (verdict, words) = if same {
            (Verdict::Same, t!("verdict-same"))
        } else {
            (Verdict::Differs, t!("verdict-differs"))
        };
        Self {
            name,
            scheduled,
            performed,
            verdict,
            words,
        }
    }
}

/// The panel; nothing until something was performed, one line without an order.
#[component]
pub fn Comparison(
    /// The exam.
    view: Signal<ExamView>,
) -> impl IntoView {
    let live = use_live();
    let performed_patient = Memo::new(move |_| {
        let id = view.with(|view| view.card.id.clone());
        live.alerts.with(|alerts| {
            let of_exam = alerts.iter().find(|alert| {
                alert.exam.as_ref() == Some(&id)
                    && matches!(alert.kind, AlertKind::PatientMismatch { .. })
            });
            of_exam.and_then(|alert| alert.patient.clone())
        })
    });
    let facts = Memo::new(move |_| {
        view.with(|view| {
            let order = view.order.as_ref()?;
            (!view.performed_steps.is_empty())
                .then(|| facts(view, order, performed_patient.get().as_ref()))
        })
    });
    let unscheduled = Memo::new(move |_| view.with(|view| view.order.is_none()));
    view! {
        {move || {
            facts.get().map(table)
        }}
        <Show when=move || unscheduled.get()>
            <section class="panel">
                <header>
                    <h2>{move || t!("scheduled-and-performed")}</h2>
                </header>
                <p class="panel-line">{move || t!("no-order")}</p>
            </section>
        </Show>
    }
}

fn table(facts: Vec<Fact>) -> impl IntoView {
    let different = facts
        .iter()
        .filter(|fact| fact.verdict == Verdict::Differs)
        .count();
    let rows = facts.into_iter().map(|fact| {
        let icon = match fact.verdict {
            Verdict::Same => view! { <IconView icon=Icon::Check /> }.into_any(),
            Verdict::Differs => view! { <span aria-hidden="true">"≠"</span> }.into_any(),
            Verdict::Told => ().into_any(),
        };
        let verdict = match fact.verdict {
            Verdict::Same => "same",
            Verdict::Differs => "differs",
            Verdict::Told => "told",
        };
        view! {
            <tr data-verdict=verdict>
                <th scope="row">{fact.name}</th>
                <td>{fact.scheduled}</td>
                <td>
                    <span>{fact.performed}</span>
                </td>
                <td class="verdict">{icon} {fact.words}</td>
            </tr>
        }
    });
    view! {
        <section class="panel">
            <header>
                <h2>{t!("scheduled-and-performed")}</h2>
                <span class="panel-gap"></span>
                <span class="comparison-count" data-differs=(different > 0).to_string()>
                    {t!("facts-differ", count = different)}
                </span>
            </header>
            <table class="table comparison">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{t!("status-scheduled")}</th>
                        <th scope="col">{t!("exam-performed")}</th>
                        <th scope="col">{t!("check")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}

fn facts(view: &ExamView, order: &OrderForm, performed_patient: Option<&Name>) -> Vec<Fact> {
    let card = &view.card;
    let steps = &view.performed_steps;
    let scheduled_patient = format::name_of_dicom(&order.patient_name);
    let performed_patient = match performed_patient {
        Some(name) if card.patient_differs => format::name(name),
        Some(_) | None if card.patient_differs => t!("another-patient"),
        Some(_) | None => scheduled_patient.clone(),
    };
    let performed_at: Vec<&str> = distinct(steps, |step| &step.station_ae_title);
    let described: Vec<&str> = distinct(steps, |step| &step.description);
    let stations = order.station_ae_titles.join(", ");
    let same_station = performed_at.iter().all(|station| {
        order
            .station_ae_titles
            .iter()
            .any(|planned| planned == station)
    });
    let mut facts = vec![
        Fact::judged(
            t!("patient"),
            scheduled_patient,
            performed_patient,
            !card.patient_differs,
        ),
        Fact {
            name: t!("procedure"),
            scheduled: card.procedure.clone(),
            performed: described.join(", "),
            verdict: Verdict::Told,
            words: String::new(),
        },
        Fact::judged(
            t!("station"),
            stations,
            performed_at.join(", "),
            same_station,
        ),
    ];
    if let (Some(planned), Some(started)) = (card.planned_start, card.started) {
        facts.push(start(planned, started));
    }
    if let (Some(started), Some(ended)) = (card.started, card.ended) {
        let took = format::minutes_between(started, ended);
        facts.push(Fact {
            name: t!("duration"),
            scheduled: format::duration(card.expected_minutes.into()),
            performed: format::duration(took),
            verdict: Verdict::Told,
            words: difference(took - i64::from(card.expected_minutes)),
        });
    }
    facts
}

fn start(planned: i64, started: i64) -> Fact {
    let after = format::minutes_between(planned, started);
    let on_time = after.abs() <= ON_TIME;
    Fact {
        name: t!("start"),
        scheduled: format::time(planned),
        performed: format::time(started),
        verdict: if on_time {
            Verdict::Same
        } else {
            Verdict::Differs
        },
        words: match after {
            0 => t!("as-planned"),
            1.. => t!("later-than-planned", duration = format::duration(after)),
            ..0 => t!("earlier-than-planned", duration = format::duration(-after)),
        },
    }
}

/// A duration of so many minutes more or less than planned.
fn difference(minutes: i64) -> String {
    match minutes {
        0 => t!("as-planned"),
        1.. => t!("more-than-planned", duration = format::duration(minutes)),
        ..0 => t!("less-than-planned", duration = format::duration(-minutes)),
    }
}

fn distinct<'steps>(
    steps: &'steps [PerformedStep],
    of: impl Fn(&'steps PerformedStep) -> &'steps String,
) -> Vec<&'steps str> {
    let mut values: Vec<&str> = Vec::new();
    for value in steps.iter().map(of) {
        if !value.is_empty() && !values.contains(&value.as_str()) {
            values.push(value);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::MINUTE;

    #[test]
    fn a_start_near_the_plan_is_as_planned() {
        assert_eq!(start(600 * MINUTE, 603 * MINUTE).verdict, Verdict::Same);
        assert_eq!(start(600 * MINUTE, 616 * MINUTE).verdict, Verdict::Differs);
        assert_eq!(start(600 * MINUTE, 584 * MINUTE).verdict, Verdict::Differs);
    }

    #[test]
    fn the_difference_is_told_in_words() {
        assert_eq!(difference(0), "as planned");
        assert_eq!(difference(3), "3\u{a0}min more");
        assert_eq!(difference(-4), "4\u{a0}min less");
    }
}
