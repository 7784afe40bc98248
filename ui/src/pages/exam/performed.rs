//! One performed step: what the modality reported of it and its series.

use crate::{
    components::{
        pill::Pill,
        status::{status_glyph, status_tint, status_word},
    },
    format,
    pages::exam::adherence::{differences, is_extra, verdict},
    t,
};
use contract::{
    Code,
    exam::{PerformedStep, Series, TimingNote, Work},
    protocols::Adherence,
};
use leptos::prelude::*;

/// How the exam followed the protocol catalogue, and where that is said.
pub struct Judged<'a> {
    /// How; `None` when no entry is for it.
    pub adherence: Option<&'a Adherence>,
    /// Whether this panel says it.
    pub is_said_here: bool,
}

/// The panel of one performed step; `number` tells several apart. Tracked by language.
pub fn performed_panel(
    step: PerformedStep,
    station: &str,
    number: Option<usize>,
    judged: &Judged<'_>,
) -> impl IntoView + use<> {
    let images = step.series.iter().map(|series| series.images).sum::<u32>();
    let counts = format!(
        "{}, {}",
        t!("series-count", count = step.series.len()),
        t!("images-count", count = images)
    );
    let title = number.map_or_else(
        || t!("performed-series"),
        |number| t!("performed-step", number = number),
    );
    let facts = facts(&step, station);
    let status = step.status;
    let has_series = !step.series.is_empty();
    let extra: Vec<bool> = step
        .series
        .iter()
        .map(|series| {
            let is_extra =
                |adherence| is_extra(adherence, &series.description, &series.protocol_name);
            judged.adherence.is_some_and(is_extra)
        })
        .collect();
    let said = judged.adherence.filter(|_| judged.is_said_here);
    let (verdict, differences) = (said.map(verdict), said.map(differences));
    view! {
        <section class="panel performed">
            <header>
                <h2>{title}</h2>
                <span class="muted">{counts}</span>
                <span class="panel-gap"></span>
                {verdict}
                {number
                    .is_some()
                    .then(|| {
                        view! {
                            <Pill
                                glyph=status_glyph(status)
                                word=status_word(status)
                                tint=Signal::stored(status_tint(status))
                            />
                        }
                    })}
            </header>
            <ul class="performed-facts">{facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view()}</ul>
            {if has_series {
                series_table(step.series, extra).into_any()
            } else {
                view! { <p class="panel-line">{t!("no-series-yet")}</p> }.into_any()
            }}
            {differences}
        </section>
    }
}

/// Station, times, identifiers, protocols, reason: what is known of them.
fn facts(step: &PerformedStep, station: &str) -> Vec<String> {
    let mut facts = vec![station.to_owned(), step.description.clone()];
    facts.push(match (step.started, step.ended) {
        (Some(from), Some(to)) => t!("from-to", from = format::time(from), to = format::time(to)),
        (Some(from), None) => t!("since-time", time = format::time(from)),
        (None, _) => String::new(),
    });
    facts.push(step.performed_procedure_step_id.clone());
    let protocols: Vec<String> = step.protocols.iter().map(code_words).collect();
    if !protocols.is_empty() {
        facts.push(t!("protocol-is", protocol = protocols.join(", ")));
    }
    if !step.link_basis.is_empty() {
        facts.push(t!("linked-by", basis = basis_words(&step.link_basis)));
    }
    facts.push(match step.work {
        Work::Acquisition => String::new(),
        Work::PostProcessing => t!("post-processing"),
        Work::Import => t!("import-step"),
    });
    facts.extend(step.timing.iter().copied().map(odd_times));
    if let Some(reason) = &step.discontinuation {
        facts.push(t!("reason-is", reason = code_words(reason)));
    }
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// What is odd about the times, in words.
fn odd_times(note: TimingNote) -> String {
    match note {
        TimingNote::StartsInFuture => t!("timing-starts-in-future"),
        TimingNote::EndsInFuture => t!("timing-ends-in-future"),
        TimingNote::EndsBeforeStart => t!("timing-ends-before-start"),
        TimingNote::WrongDate => t!("timing-wrong-date"),
        TimingNote::Deferred => t!("timing-deferred"),
        TimingNote::ReportedLate => t!("timing-reported-late"),
    }
}

/// A code by its meaning, or by its value where it has none.
fn code_words(code: &Code) -> String {
    if code.meaning.is_empty() {
        format!("{} ({})", code.value, code.scheme)
    } else {
        code.meaning.clone()
    }
}

fn series_table(series: Vec<Series>, extra: Vec<bool>) -> impl IntoView {
    let rows = series.into_iter().zip(extra).enumerate();
    let rows = rows.map(|(position, (series, is_extra))| {
        let not_expected = is_extra.then(|| {
            view! { <span class="not-expected">"≠ " {t!("not-expected")}</span> }
        });
        let others = (series.others > 0).then(|| {
            view! { <span class="muted">" " {t!("others-count", count = series.others)}</span> }
        });
        view! {
            <tr data-extra=is_extra.then_some("true")>
                <td class="muted">{position + 1}</td>
                <td>{series.protocol_name}</td>
                <td>
                    <b>{series.description}</b>
                    {not_expected}
                </td>
                <td class="number">{series.images} {others}</td>
                <td>{format::name_of_dicom(&series.operator)}</td>
                <td class="number muted">{series.first_reported.map(format::time)}</td>
            </tr>
        }
    });
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"#"</th>
                    <th scope="col">{t!("protocol")}</th>
                    <th scope="col">{t!("series-description")}</th>
                    <th scope="col" class="number">{t!("images")}</th>
                    <th scope="col">{t!("operator")}</th>
                    <th scope="col" class="number">{t!("reported")}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// By what it was found which exam a performed step belongs to.
fn basis_words(basis: &str) -> String {
    match basis {
        "study-and-step" => t!("basis-study-and-step"),
        "study" => t!("basis-study"),
        "referenced-study" => t!("basis-referenced-study"),
        "accession-and-step" => t!("basis-accession-and-step"),
        "accession-and-procedure" => t!("basis-accession-and-procedure"),
        "accession" => t!("basis-accession"),
        "procedure-and-patient" => t!("basis-procedure-and-patient"),
        "person" => t!("basis-person"),
        other => other.to_owned(),
    }
}
