//! What a performed step consumed and emitted, as the modality reported it.

use crate::{format, t};
use contract::exam::{Consumption, ConsumptionKind, PerformedStep};
use leptos::prelude::*;

/// What was consumed; shown as "none reported" where nothing was.
const CONSUMED: [ConsumptionKind; 4] = [
    ConsumptionKind::Contrast,
    ConsumptionKind::Supply,
    ConsumptionKind::Film,
    ConsumptionKind::BillingCode,
];
/// What was emitted.
const EMITTED: [ConsumptionKind; 5] = [
    ConsumptionKind::DoseAreaProduct,
    ConsumptionKind::EntranceDose,
    ConsumptionKind::FluoroscopyTime,
    ConsumptionKind::Exposures,
    ConsumptionKind::DoseComment,
];

/// The panel of one performed step; nothing if the modality reported nothing of it. Tracked by
/// language.
pub fn consumption_panel(step: &PerformedStep, station: String) -> impl IntoView + use<> {
    if step.consumption.is_empty() {
        return ().into_any();
    }
    let list = |kinds: &[ConsumptionKind]| {
        let rows = kinds.iter().map(|kind| {
            let reported: Vec<_> = step
                .consumption
                .iter()
                .filter(|item| item.kind == *kind)
                .collect();
            let value = if reported.is_empty() {
                view! { <span class="muted">{t!("none-reported")}</span> }.into_any()
            } else {
                reported.into_iter().map(amount).collect_view().into_any()
            };
            view! {
                <dt>{kind_word(*kind)}</dt>
                <dd>{value}</dd>
            }
        });
        rows.collect_view()
    };
    view! {
        <section class="panel">
            <header>
                <h2>{t!("consumption")}</h2>
                <span class="muted">{t!("as-reported", station = station)}</span>
            </header>
            <div class="consumption">
                <dl>{list(&CONSUMED)}</dl>
                <dl>{list(&EMITTED)}</dl>
            </div>
        </section>
    }
    .into_any()
}

fn amount(item: &Consumption) -> impl IntoView {
    view! {
        <span class="amount">
            {item.name.clone()} " "
            <b>{format::amount(&item.quantity, &item.unit)}</b>
        </span>
    }
}

fn kind_word(kind: ConsumptionKind) -> String {
    match kind {
        ConsumptionKind::Contrast => t!("contrast"),
        ConsumptionKind::Supply => t!("supplies"),
        ConsumptionKind::Film => t!("films"),
        ConsumptionKind::BillingCode => t!("billing-codes"),
        ConsumptionKind::DoseAreaProduct => t!("dose-area-product"),
        ConsumptionKind::EntranceDose => t!("entrance-dose"),
        ConsumptionKind::FluoroscopyTime => t!("fluoroscopy-time"),
        ConsumptionKind::Exposures => t!("exposures"),
        ConsumptionKind::DoseComment => t!("dose-comment"),
    }
}
