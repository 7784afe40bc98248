//! One query explained: the reason in one sentence, what to do, and the exams that nearly matched.

use super::words::{
    Remedy, answers_words, asked_word, finding, key_word, reason_word, stored_word, value_word,
};
use crate::{
    components::{
        device_dialog::DeviceDialog,
        glyph::{Glyph, GlyphView},
        loaded::Loaded,
        status::{status_glyph, status_word},
    },
    format,
    live::{fetched::fetched, topics::Topic},
    route::Route,
    t,
};
use contract::{
    devices::{DeviceForm, DevicesView},
    queries::{ExclusionCount, ExplainQuery, NearStep, QueryExplanation},
};
use leptos::prelude::*;

/// What there is to say about the chosen query.
#[component]
pub fn Explanation(
    /// Which query.
    chosen: RwSignal<Option<i64>>,
    /// The devices, for their settings.
    devices: RwSignal<Option<DevicesView>>,
) -> impl IntoView {
    let explained = fetched(
        move || chosen.get().map(|id| ExplainQuery { id }),
        vec![Topic::AnyExam, Topic::Devices],
    );
    let editing = RwSignal::new(None::<(i64, DeviceForm)>);
    view! {
        <section class="query-explained" aria-label=move || t!("query-explained") tabindex="0">
            <Loaded fetched=explained let:view>
                <Reason view devices editing />
                <Asked view />
                <Exclusions view />
                <Nearest view />
            </Loaded>
        </section>
        {move || {
            editing
                .get()
                .map(|(id, form)| {
                    view! { <DeviceDialog id=Some(id) form close=Callback::new(move |()| editing.set(None)) /> }
                })
        }}
    }
}

#[component]
fn Reason(
    view: Signal<QueryExplanation>,
    devices: RwSignal<Option<DevicesView>>,
    editing: RwSignal<Option<(i64, DeviceForm)>>,
) -> impl IntoView {
    let found = Memo::new(move |_| view.with(finding));
    let device = Memo::new(move |_| {
        let title = view.with(|view| view.query.calling_ae_title.clone());
        devices.with(|devices| {
            let mut devices = devices.iter().flat_map(|view| &view.devices);
            let device = devices.find(|device| device.form.ae_title == title)?;
            Some((device.id, device.form.clone()))
        })
    });
    let who = move || {
        view.with(|view| {
            let query = &view.query;
            let today = format::day_of(view.now);
            t!(
                "query-by",
                name = query.device_name.clone(),
                title = query.calling_ae_title.clone(),
                called = query.called_ae_title.clone(),
                time = format::moment(query.asked, &today)
            )
        })
    };
    let action = move || match found.with(|found| found.remedy) {
        Remedy::Scanner => None,
        Remedy::Orders => Some(
            view! {
                <a class="button primary" href=Route::Orders.href()>
                    {t!("open-orders")}
                </a>
            }
            .into_any(),
        ),
        Remedy::Settings => device.get().map(|device| {
            view! {
                <button class="button primary" on:click=move |_| editing.set(Some(device.clone()))>
                    {t!("open-settings-of-device")}
                </button>
            }
            .into_any()
        }),
    };
    view! {
        <header class="query-reason" data-wrong=move || found.with(|found| found.wrong.to_string())>
            <p class="muted">{who} " · " {move || view.with(|view| answers_words(&view.query))}</p>
            <h2>{move || found.with(|found| found.headline.clone())}</h2>
            <p>{move || found.with(|found| found.advice.clone())}</p>
            {action}
        </header>
    }
}

/// The keys of the query.
#[component]
fn Asked(view: Signal<QueryExplanation>) -> impl IntoView {
    let keys = move || {
        view.with(|view| {
            let keys = view.query.keys.iter();
            keys.map(|key| {
                let excludes = view.exclusions.iter().any(|count| {
                    matches!(&count.reason, contract::queries::ExclusionReason::Key { tag, .. } if *tag == key.tag)
                });
                view! {
                    <tr class:differs=excludes>
                        <th scope="row">
                            {key_word(&key.keyword)} <small class="mono">{key.tag.clone()}</small>
                        </th>
                        <td>{value_word(&key.keyword, &key.value)}</td>
                        <td>{excludes.then(|| view! { <GlyphView glyph=Glyph::Late /> {t!("excludes-exams")} })}</td>
                    </tr>
                }
            })
            .collect_view()
        })
    };
    view! {
        <section class="panel">
            <header>
                <h3>{move || t!("what-it-asked")}</h3>
            </header>
            <Show
                when=move || view.with(|view| !view.query.keys.is_empty())
                fallback=|| view! { <p class="panel-body">{move || t!("asked-for-all")}</p> }
            >
                <table class="table query-asked">
                    <tbody>{keys}</tbody>
                </table>
            </Show>
        </section>
    }
}

/// What excludes how many.
#[component]
fn Exclusions(view: Signal<QueryExplanation>) -> impl IntoView {
    let row = |count: &ExclusionCount, considered: u32| {
        let share = f64::from(count.steps) * 100.0 / f64::from(considered.max(1));
        view! {
            <tr>
                <th scope="row">{reason_word(&count.reason)}</th>
                <td class="query-share" aria-hidden="true">
                    <span style:width=format!("{share:.0}%")></span>
                </td>
                <td class="number">{t!("of-count", count = count.steps, all = considered)}</td>
                <td class="number">{t!("alone-count", count = count.alone)}</td>
            </tr>
        }
    };
    let rows = move || {
        view.with(|view| {
            let counts = view.exclusions.iter();
            counts
                .map(|count| row(count, view.considered))
                .collect_view()
        })
    };
    view! {
        <Show when=move || view.with(|view| !view.exclusions.is_empty())>
            <section class="panel">
                <header>
                    <h3>{move || t!("what-excludes")}</h3>
                    <span class="muted">
                        {move || {
                            view.with(|view| {
                                t!(
                                    "looked-at", count = view.considered, from = format::day_short(&view.first_day),
                                    to = format::day_short(&view.last_day)
                                )
                            })
                        }}
                    </span>
                </header>
                <table class="table query-counts">
                    <tbody>{rows}</tbody>
                </table>
            </section>
        </Show>
    }
}

/// The exams that nearly matched.
#[component]
fn Nearest(view: Signal<QueryExplanation>) -> impl IntoView {
    let rows = move || {
        view.with(|view| {
            let today = format::day_of(view.now);
            let steps = view.nearest.iter();
            steps.map(|step| near(step, &today)).collect_view()
        })
    };
    view! {
        <Show when=move || view.with(|view| !view.nearest.is_empty())>
            <section class="panel">
                <header>
                    <h3>{move || t!("nearly-matched")}</h3>
                </header>
                <table class="table query-near">
                    <thead>
                        <tr>
                            <th scope="col">{move || t!("exam")}</th>
                            <th scope="col">{move || t!("excluded-by")}</th>
                            <th scope="col">{move || t!("asked")}</th>
                            <th scope="col">{move || t!("exam-has")}</th>
                        </tr>
                    </thead>
                    {rows}
                </table>
            </section>
        </Show>
    }
}

fn near(step: &NearStep, today: &str) -> impl IntoView + use<> {
    let place = [
        format::moment(step.start, today),
        step.station_name.clone(),
        step.procedure.clone(),
        step.accession_number.clone(),
    ];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let href = Route::Exam(step.id.clone()).href();
    let name = format::name(&step.patient);
    let (status, word) = (status_glyph(step.status), status_word(step.status));
    let title = word.clone();
    let count = step.exclusions.len().max(1).to_string();
    let mut exam = Some(view! {
        <th scope="rowgroup" rowspan=count>
            <a class="query-exam" href=href>
                <span title=title>
                    <GlyphView glyph=status />
                    <span class="hidden-text">{word}</span>
                </span>
                <b>{name}</b>
                <small>{place.join(" · ")}</small>
            </a>
        </th>
    });
    let rows = step
        .exclusions
        .iter()
        .map(|exclusion| {
            let reason = &exclusion.reason;
            view! {
                <tr>
                    {exam.take()} <td>{reason_word(reason)}</td>
                    <td>{asked_word(reason, &exclusion.asked)}</td>
                    <td class="differs">{stored_word(reason, &exclusion.stored)}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <tbody>{rows}</tbody> }
}
