//! The charges of an exam, beside what was consumed.

use crate::{
    components::{
        charge_dialog::{ChargeDialog, Corrected},
        charge_lines::{charge_lines, not_charged_words, state_glyph, state_word},
        pill::Pill,
    },
    live::{fetched::fetched, topics::Topic},
    t,
};
use contract::{
    ExamId,
    charges::{ExamCharges, ShowCharges},
};
use leptos::prelude::*;

/// The panel; nothing until something of the exam has ended.
#[component]
pub fn ChargesPanel(
    /// The exam.
    exam: ExamId,
) -> impl IntoView {
    let request = ShowCharges { exam: exam.clone() };
    let charges = fetched(
        move || Some(request.clone()),
        vec![Topic::Exam(exam), Topic::Charges],
    );
    let correcting = RwSignal::new(None::<Corrected>);
    let dialog = move || {
        let close = Callback::new(move |()| correcting.set(None));
        let corrected = correcting.get()?;
        Some(view! { <ChargeDialog corrected close /> })
    };
    view! {
        {move || charges.value.get().flatten().map(|charges| panel(&charges, correcting))}
        {dialog}
    }
}

fn panel(charges: &ExamCharges, correcting: RwSignal<Option<Corrected>>) -> impl IntoView + use<> {
    let (id, revision) = (charges.exam.clone(), charges.revision);
    let correct = Callback::new(move |line| {
        correcting.set(Some(Corrected {
            exam: id.clone(),
            revision,
            line: Some(line),
        }));
    });
    let against = (!charges.accession_number.is_empty())
        .then(|| t!("charges-against", number = charges.accession_number.clone()));
    let why = charges.not_charged.map(not_charged_words);
    view! {
        <section class="panel">
            <header>
                <h2>{t!("charges")}</h2>
                <Pill glyph=state_glyph(charges.state) word=state_word(charges.state) />
                <span class="panel-gap"></span>
                <span class="muted">{against}</span>
            </header>
            {(!charges.lines.is_empty()).then(|| charge_lines(charges, correct))}
            {why.map(|why| view! { <p class="charge-performed">{why}</p> })}
        </section>
    }
}
