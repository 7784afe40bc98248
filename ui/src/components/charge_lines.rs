//! The lines of an exam's charges, ordered beside performed.

use super::glyph::{Glyph, GlyphView};
use crate::{format, t};
use contract::charges::{
    ChargeCheck, ChargeLine, ChargeOrigin, ChargeState, ExamCharges, NotCharged,
    PerformedQuantities,
};
use leptos::prelude::*;

/// Where charges stand, in a word.
pub fn state_word(state: ChargeState) -> String {
    match state {
        ChargeState::Open => t!("charges-open"),
        ChargeState::Released => t!("charges-released"),
        ChargeState::Exported => t!("charges-exported"),
        ChargeState::Nothing => t!("charges-nothing"),
    }
}

/// Where charges stand, as a glyph.
pub fn state_glyph(state: ChargeState) -> Glyph {
    match state {
        ChargeState::Open => Glyph::Scheduled,
        ChargeState::Released => Glyph::Ready,
        ChargeState::Exported => Glyph::Completed,
        ChargeState::Nothing => Glyph::Idle,
    }
}

/// Why nothing is charged, in words.
pub fn not_charged_words(why: NotCharged) -> String {
    match why {
        NotCharged::Unscheduled => t!("not-charged-unscheduled"),
        NotCharged::Running => t!("not-charged-running"),
        NotCharged::WrongEntry => t!("not-charged-wrong-entry"),
        NotCharged::Discontinued => t!("not-charged-discontinued"),
        NotCharged::NoCode => t!("not-charged-no-code"),
        NotCharged::NotInCatalogue => t!("not-charged-not-in-catalogue"),
    }
}

fn check_words(line: &ChargeLine) -> String {
    if line.credits.is_some() {
        return t!("charge-credit");
    }
    match (line.check, line.origin) {
        (ChargeCheck::Matches, _) => t!("charge-matches"),
        (ChargeCheck::More, _) => t!("charge-more"),
        (ChargeCheck::Less, _) => t!("charge-less"),
        (ChargeCheck::Unknown, _) => t!("charge-unknown"),
        (ChargeCheck::Allowed, ChargeOrigin::Manual) => t!("charge-manual"),
        (ChargeCheck::Allowed, _) => t!("charge-allowed"),
    }
}

/// Whether a line asks for a look.
pub fn differs(line: &ChargeLine) -> bool {
    line.credits.is_none()
        && match line.check {
            ChargeCheck::More | ChargeCheck::Less | ChargeCheck::Unknown => true,
            ChargeCheck::Matches | ChargeCheck::Allowed => false,
        }
}

/// What was performed, in numbers; empty when nothing was said.
pub fn performed_words(performed: &PerformedQuantities) -> String {
    let mut parts = vec![t!("series-count", count = performed.series)];
    parts.extend(
        performed
            .images
            .map(|images| t!("images-count", count = images)),
    );
    if !performed.contrast.is_empty() {
        parts.push(performed.contrast.clone());
    }
    parts.extend(performed.supplies.iter().cloned());
    if performed.films > 0 {
        parts.push(t!("films-count", count = performed.films));
    }
    parts.extend(performed.dose.iter().cloned());
    parts.join(" · ")
}

/// The table of lines; tracked by language.
pub fn charge_lines(
    exam: &ExamCharges,
    // Opens the form that corrects a line.
    correct: Callback<ChargeLine>,
) -> impl IntoView + use<> {
    let rows = exam.lines.iter().map(|line| row(line, correct));
    view! {
        <table class="table charge-lines">
            <thead>
                <tr>
                    <th scope="col">{t!("charge-code")}</th>
                    <th scope="col">{t!("charge-meaning")}</th>
                    <th scope="col" class="number">{t!("ordered")}</th>
                    <th scope="col" class="number">{t!("exam-performed")}</th>
                    <th scope="col" class="number">{t!("charge-quantity")}</th>
                    <th scope="col">{t!("check")}</th>
                    <th scope="col">{t!("charge-state")}</th>
                    <th scope="col">
                        <span class="hidden-text">{t!("actions")}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn row(line: &ChargeLine, correct: Callback<ChargeLine>) -> impl IntoView + use<> {
    let is_different = differs(line);
    let is_credit = line.credits.is_some();
    let or_none = |text: &str| {
        if text.is_empty() {
            t!("charge-not-said")
        } else {
            text.to_owned()
        }
    };
    let state = match (line.exported, line.released) {
        (Some(at), _) => t!("exported-at", time = format::time(at)),
        (None, Some(at)) => t!(
            "released-at",
            time = format::time(at),
            who = line.released_by.clone()
        ),
        (None, None) => t!("charges-open"),
    };
    let modifiers =
        (!line.modifiers.is_empty()).then(|| view! { <small>{line.modifiers.join(" ")}</small> });
    let quantity = format::amount(&line.quantity, &line.unit);
    let id = line.id.clone();
    let corrected = line.clone();
    let label = t!("correct-charge-of", charge = line.code.meaning.clone());
    view! {
        <tr class:differs=is_different class:credit=is_credit title=id>
            <td>{line.code.value.clone()} " " {modifiers}</td>
            <td>{line.code.meaning.clone()}</td>
            <td class="number">{or_none(&line.ordered)}</td>
            <td class="number">{or_none(&line.performed)}</td>
            <td class="number">
                <b>{quantity}</b>
            </td>
            <td>
                <span class="charge-check">
                    <GlyphView glyph=if is_different { Glyph::Late } else if is_credit { Glyph::Canceled } else { Glyph::Ready } />
                    {check_words(line)}
                </span>
            </td>
            <td class="muted">{state}</td>
            <td class="row-actions">
                {(!is_credit)
                    .then(|| {
                        view! {
                            <button class="button small" aria-label=label on:click=move |_| correct.run(corrected.clone())>
                                {t!("correct-charge")}
                            </button>
                        }
                    })}
            </td>
        </tr>
    }
}
