//! What the order says besides what the head of the page shows.

use crate::{components::priority::priority_word, format, t};
use contract::{exam::ExamView, orders::OrderForm};
use leptos::prelude::*;

/// The panel of the order; nothing for an exam that is not on the schedule.
#[component]
pub fn OrderFacts(
    /// The exam.
    view: Signal<ExamView>,
) -> impl IntoView {
    let order = Memo::new(move |_| view.with(|view| view.order.clone()));
    view! {
        {move || {
            order
                .get()
                .map(|order| {
                    let facts = facts(&order);
                    view! {
                        <section class="panel">
                            <header>
                                <h2>{t!("order")}</h2>
                            </header>
                            <dl class="order-facts">
                                {facts
                                    .into_iter()
                                    .map(|(name, value)| {
                                        view! {
                                            <div>
                                                <dt>{name}</dt>
                                                <dd>{value}</dd>
                                            </div>
                                        }
                                    })
                                    .collect_view()}
                            </dl>
                        </section>
                    }
                })
        }}
    }
}

fn facts(order: &OrderForm) -> Vec<(String, String)> {
    let code = order.requested_procedure_code.as_ref();
    let mut facts = vec![
        (
            t!("planned"),
            format!("{} {}", format::day_short(&order.day), order.time),
        ),
        (
            t!("procedure-code"),
            code.map(|code| code.value.clone()).unwrap_or_default(),
        ),
        (t!("priority"), priority_word(order.priority)),
        (t!("station"), order.station_ae_titles.join(", ")),
        (t!("location"), order.current_patient_location.clone()),
        (t!("weight"), weight(&order.patient_weight)),
        (t!("pregnancy"), pregnancy(&order.pregnancy_status)),
        (t!("admission"), order.admission_id.clone()),
        (
            "RequestedProcedureID".to_owned(),
            order.requested_procedure_id.clone(),
        ),
        (
            "ScheduledProcedureStepID".to_owned(),
            order.scheduled_procedure_step_id.clone(),
        ),
        (
            "StudyInstanceUID".to_owned(),
            order.study_instance_uid.clone(),
        ),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn weight(kilograms: &str) -> String {
    if kilograms.is_empty() {
        String::new()
    } else {
        format!("{kilograms}\u{a0}kg")
    }
}

/// PregnancyStatus (0010,21C0) in words.
fn pregnancy(status: &str) -> String {
    match status {
        "1" => t!("pregnancy-no"),
        "2" => t!("pregnancy-possible"),
        "3" => t!("pregnancy-yes"),
        "4" => t!("pregnancy-unknown"),
        other => other.to_owned(),
    }
}
