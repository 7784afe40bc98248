//! What a coordinator must look at now, each with one action.

use super::{
    desk::{Desk, use_desk},
    timeline::focus_card,
};
use crate::{
    backend,
    components::{
        glyph::{Glyph, GlyphView},
        icon::{Icon, IconView},
        menu::{Menu, MenuItem, MenuPoint},
        rich::rich,
        shortcuts::single_key,
        step_actions::use_step_actions,
        toast::{Toasts, use_toasts},
    },
    format,
    route::{Route, Wanted},
    t,
};
use contract::{
    Failure, FailureCode,
    alerts::{Alert, AlertKind},
    devices::{EchoDevice, ListDevices},
    reconciliation::DiscrepancyKind,
};
use leptos::{ev, prelude::*, task::spawn_local};

/// How many alerts are shown at first.
const FIRST: usize = 5;

/// The panel at the right.
#[component]
pub fn NeedsYou() -> impl IntoView {
    let desk = use_desk();
    let toasts = use_toasts();
    let all = RwSignal::new(false);
    let alerts = desk.live.alerts;
    let count = Memo::new(move |_| alerts.with(Vec::len));
    let shown = move || -> Vec<String> {
        let limit = if all.get() { usize::MAX } else { FIRST };
        alerts.with(|alerts| {
            alerts
                .iter()
                .take(limit)
                .map(|alert| alert.id.clone())
                .collect()
        })
    };
    let handle = window_event_listener(ev::keydown, move |event| {
        let key = single_key(&event).and_then(|key| key.parse::<usize>().ok());
        if let Some(position) = key.filter(|key| (1..=FIRST).contains(key)) {
            let alert = alerts.with_untracked(|alerts| alerts.get(position - 1).cloned());
            if let Some(alert) = alert {
                event.prevent_default();
                act(&alert, toasts, untrack(|| item_of(desk, &alert)));
            }
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <aside class="needs-you" aria-label=move || t!("needs-you")>
            <Show
                when=move || desk.needs_you.get()
                fallback=move || {
                    view! {
                        <button
                            class="needs-you-strip"
                            aria-expanded="false"
                            aria-keyshortcuts="N"
                            on:click=move |_| desk.needs_you.set(true)
                        >
                            <IconView icon=Icon::ChevronLeft />
                            <span class="badge" class:calm=move || count.get() == 0>
                                {move || count.get()}
                            </span>
                            <span class="strip-word">{move || t!("needs-you")}</span>
                        </button>
                    }
                }
            >
                <header>
                    <h2>{move || t!("needs-you")}</h2>
                    <span class="badge" class:calm=move || count.get() == 0>
                        {move || count.get()}
                    </span>
                    <span class="needs-you-order">{move || t!("most-urgent-first")}</span>
                    <button
                        class="icon-button"
                        aria-expanded="true"
                        aria-keyshortcuts="N"
                        aria-label=move || t!("hide-needs-you")
                        on:click=move |_| desk.needs_you.set(false)
                    >
                        <IconView icon=Icon::ChevronRight />
                    </button>
                </header>
                <ol>
                    <For each=shown key=Clone::clone let:id>
                        <AlertItem id />
                    </For>
                </ol>
                <Show when=move || count.get() == 0 && desk.live.alerts_known.get()>
                    <p class="needs-you-nothing">{move || t!("nothing-needs-you")}</p>
                </Show>
                <Show when=move || { count.get() > FIRST }>
                    <footer>
                        <button class="link" on:click=move |_| all.update(|all| *all = !*all)>
                            {move || {
                                if all.get() { t!("first-alerts") } else { t!("all-alerts", count = count.get()) }
                            }}
                        </button>
                    </footer>
                </Show>
            </Show>
        </aside>
    }
}

#[component]
fn AlertItem(id: String) -> impl IntoView {
    let desk = use_desk();
    let toasts = use_toasts();
    let steps = use_step_actions();
    let menu = RwSignal::new(None::<MenuPoint>);
    let alert = Memo::new(move |before: Option<&Option<Alert>>| {
        let here = desk
            .live
            .alerts
            .with(|alerts| alerts.iter().find(|alert| alert.id == id).cloned());
        here.or_else(|| before.cloned().flatten())
    });
    let is_first = Memo::new(move |_| {
        let first = desk
            .live
            .alerts
            .with(|alerts| alerts.first().map(|alert| alert.id.clone()));
        first == alert.with(|alert| alert.as_ref().map(|alert| alert.id.clone()))
    });
    let age = move || {
        let since = alert.with(|alert| alert.as_ref().map(|alert| alert.since))?;
        Some(format::duration(format::minutes_between(
            since,
            desk.live.clock.now(),
        )))
    };
    let lines = move |alert: &Alert| {
        let mut lines = Vec::new();
        if let Some(exam) = alert.exam.clone() {
            if let Some(item) = untrack(|| item_of(desk, alert)) {
                lines.push(MenuItem {
                    words: t!("reconcile"),
                    run: Callback::new(move |()| item.open()),
                });
            }
            let open = Route::Exam(exam.clone());
            lines.push(MenuItem {
                words: t!("action-open"),
                run: Callback::new(move |()| open.open()),
            });
            if let Some(card) = desk.store.get_untracked().card(&exam) {
                lines.push(MenuItem {
                    words: t!("show-on-board"),
                    run: Callback::new(move |()| focus_card(&exam)),
                });
                lines.extend(steps.menu_items(&card.with_untracked(super::step_of)));
            }
        }
        lines.push(MenuItem {
            words: t!("open-devices"),
            run: Callback::new(|()| Route::Devices.open()),
        });
        lines
    };
    view! {
        {move || {
            let alert = alert.get()?;
            let for_action = alert.clone();
            let for_menu = alert.clone();
            let for_words = alert.clone();
            let title = title(&alert.kind);
            let about = title.clone();
            Some(
                view! {
                    <li class="alert" class:first=move || is_first.get()>
                        <GlyphView glyph=glyph(&alert.kind) />
                        <h3>{title}</h3>
                        <span class="alert-age">{age}</span>
                        <p>{rich(&sentence(&alert))}</p>
                        <div class="alert-foot">
                            {(!alert.station_name.is_empty())
                                .then(|| view! { <span class="tag">{alert.station_name.clone()}</span> })}
                            <span class="spacer"></span>
                            <button
                                class="icon-button"
                                aria-haspopup="menu"
                                aria-label=t!("more-actions-about", about = about.clone())
                                on:click=move |event: ev::MouseEvent| {
                                    menu.set(
                                        Some(MenuPoint {
                                            x: event.client_x().into(),
                                            y: event.client_y().into(),
                                        }),
                                    );
                                }
                            >
                                <IconView icon=Icon::More />
                            </button>
                            <button
                                class="button small"
                                class:primary=move || is_first.get()
                                on:click=move |_| act(&for_action, toasts, untrack(|| item_of(desk, &for_action)))
                            >
                                {move || match item_of(desk, &for_words) {
                                    Some(_) => t!("reconcile"),
                                    None => action(&for_words.kind),
                                }}
                            </button>
                        </div>
                        {move || {
                            menu.get()
                                .map(|at| {
                                    view! {
                                        <Menu
                                            at
                                            label=about.clone()
                                            items=lines(&for_menu)
                                            close=Callback::new(move |()| menu.set(None))
                                        />
                                    }
                                })
                        }}
                    </li>
                },
            )
        }}
    }
}

fn glyph(kind: &AlertKind) -> Glyph {
    match kind {
        AlertKind::PatientMismatch { .. }
        | AlertKind::Stuck { .. }
        | AlertKind::CanceledAfterStart => Glyph::Critical,
        AlertKind::Unscheduled => Glyph::Unscheduled,
        AlertKind::DiscontinuedWithoutReason => Glyph::Discontinued,
        AlertKind::StationSilent { .. } | AlertKind::NotTold { .. } => Glyph::Silent,
        AlertKind::Late { .. } => Glyph::Late,
        AlertKind::UnknownCaller { .. } => Glyph::Unscheduled,
        AlertKind::CertificateExpires { .. } => Glyph::Late,
    }
}

fn title(kind: &AlertKind) -> String {
    match kind {
        AlertKind::PatientMismatch { .. } => t!("patient-mismatch"),
        AlertKind::Stuck { .. } => t!("alert-stuck"),
        AlertKind::CanceledAfterStart => t!("alert-canceled-after-start"),
        AlertKind::Unscheduled => t!("alert-unscheduled"),
        AlertKind::DiscontinuedWithoutReason => t!("alert-discontinued"),
        AlertKind::StationSilent { .. } => t!("alert-silent"),
        AlertKind::Late { .. } => t!("alert-late"),
        AlertKind::NotTold { .. } => t!("alert-not-told"),
        AlertKind::UnknownCaller { .. } => t!("alert-unknown-caller"),
        AlertKind::CertificateExpires { .. } => t!("alert-certificate"),
    }
}

/// The fact, then the number, then what to do.
fn sentence(alert: &Alert) -> String {
    let patient = alert
        .patient
        .as_ref()
        .map_or_else(|| t!("name-unknown"), format::name);
    let number = alert.accession_number.clone();
    match &alert.kind {
        AlertKind::PatientMismatch { scheduled } => t!(
            "alert-mismatch-text",
            patient = patient,
            number = number,
            scheduled = format::name(scheduled)
        ),
        AlertKind::Stuck {
            elapsed_minutes,
            expected_minutes,
            last_message,
        } => t!(
            "alert-stuck-text",
            patient = patient,
            elapsed = *elapsed_minutes,
            expected = *expected_minutes,
            time = format::time(*last_message)
        ),
        AlertKind::CanceledAfterStart => {
            t!("alert-canceled-text", patient = patient, number = number)
        }
        AlertKind::Unscheduled => t!("alert-unscheduled-text", patient = patient),
        AlertKind::DiscontinuedWithoutReason => t!("alert-discontinued-text", patient = patient),
        AlertKind::StationSilent {
            last_heard: Some(last),
        } => {
            t!("alert-silent-text", time = format::time(*last))
        }
        AlertKind::StationSilent { last_heard: None } => t!("alert-silent-all-day-text"),
        AlertKind::Late { minutes } => {
            t!(
                "alert-late-text",
                patient = patient,
                time = format::duration((*minutes).into())
            )
        }
        AlertKind::NotTold { count, problem } => t!(
            "alert-not-told-text",
            name = alert.station_name.clone(),
            count = *count,
            problem = problem.clone()
        ),
        AlertKind::UnknownCaller { ae_title } => {
            t!("alert-unknown-caller-text", title = ae_title.clone())
        }
        AlertKind::CertificateExpires { days } if *days < 0 => t!("alert-certificate-ended-text"),
        AlertKind::CertificateExpires { days } => t!("alert-certificate-text", days = *days),
    }
}

/// The one primary action in words.
fn action(kind: &AlertKind) -> String {
    match kind {
        AlertKind::PatientMismatch { .. } => t!("compare-patients"),
        AlertKind::CanceledAfterStart => t!("review-order"),
        AlertKind::StationSilent { .. } => t!("send-echo"),
        AlertKind::NotTold { .. }
        | AlertKind::UnknownCaller { .. }
        | AlertKind::CertificateExpires { .. } => t!("open-devices"),
        AlertKind::Stuck { .. }
        | AlertKind::Unscheduled
        | AlertKind::DiscontinuedWithoutReason
        | AlertKind::Late { .. } => t!("action-open"),
    }
}

/// Where the queue has an item about the same, if it is open. Tracked.
fn item_of(desk: Desk, alert: &Alert) -> Option<Route> {
    let kind = match &alert.kind {
        AlertKind::PatientMismatch { .. } => DiscrepancyKind::PatientMismatch,
        AlertKind::Stuck { .. } => DiscrepancyKind::StuckInProgress,
        AlertKind::CanceledAfterStart => DiscrepancyKind::CanceledButPerformed,
        AlertKind::Unscheduled => DiscrepancyKind::Unscheduled,
        AlertKind::DiscontinuedWithoutReason => DiscrepancyKind::DiscontinuedWithoutReason,
        AlertKind::Late { .. } => DiscrepancyKind::MissingPerformedStep,
        AlertKind::StationSilent { .. }
        | AlertKind::NotTold { .. }
        | AlertKind::UnknownCaller { .. }
        | AlertKind::CertificateExpires { .. } => return None,
    };
    let exam = alert.exam.clone()?;
    let card = desk
        .live
        .today
        .cards
        .with(|cards| cards.get(&exam).cloned())?;
    let is_open = card.with(|card| {
        let mut open = card.discrepancies.iter();
        open.any(|open| open.kind == kind)
    });
    is_open.then_some(Route::Reconciliation(Some(Wanted {
        exam,
        kind: Some(kind),
    })))
}

/// Does it: an item of the queue is dealt with there, everything else at the exam.
fn act(alert: &Alert, toasts: Toasts, item: Option<Route>) {
    if let Some(item) = item {
        item.open();
        return;
    }
    match &alert.kind {
        AlertKind::StationSilent { .. } => {
            let (station, name) = (alert.station.clone(), alert.station_name.clone());
            spawn_local(async move {
                match echo(&station).await {
                    Ok(milliseconds) => {
                        toasts.say(t!("answered", name = name, time = milliseconds), None);
                    }
                    Err(failure) => toasts.say_failure(&failure),
                }
            });
        }
        AlertKind::NotTold { .. }
        | AlertKind::UnknownCaller { .. }
        | AlertKind::CertificateExpires { .. } => Route::Devices.open(),
        AlertKind::PatientMismatch { .. }
        | AlertKind::Stuck { .. }
        | AlertKind::CanceledAfterStart
        | AlertKind::Unscheduled
        | AlertKind::DiscontinuedWithoutReason
        | AlertKind::Late { .. } => {
            if let Some(exam) = alert.exam.clone() {
                Route::Exam(exam).open();
            }
        }
    }
}

async fn echo(station: &str) -> Result<u32, Failure> {
    let devices = backend::call(ListDevices {}).await?.devices;
    let device = devices
        .into_iter()
        .find(|device| device.form.ae_title == station)
        .ok_or_else(|| Failure::new(FailureCode::NotFound, station))?;
    Ok(backend::call(EchoDevice { id: device.id })
        .await?
        .milliseconds)
}
