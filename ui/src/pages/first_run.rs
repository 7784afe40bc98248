//! The first run: name this station, connect the modalities, choose where the schedule comes from.

mod identity;
mod modalities;
mod schedule;

use crate::{
    backend,
    components::{
        icon::{Icon, IconView},
        loaded::Loaded,
        rail::Mark,
        toast::use_toasts,
    },
    live::{fetched::fetched, topics::Topic},
    route::Route,
    t,
};
use contract::{
    devices::{DevicesView, ListDevices},
    setup::{FinishSetup, SetupView, ShowSetup},
};
use identity::IdentitySection;
use leptos::{prelude::*, task::spawn_local};
use modalities::ModalitiesSection;
use schedule::ScheduleSection;

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Name this station.
    Identity,
    /// Connect the modalities.
    Modalities,
    /// Choose the schedule source.
    Schedule,
}

impl Step {
    fn number(self) -> u32 {
        match self {
            Self::Identity => 1,
            Self::Modalities => 2,
            Self::Schedule => 3,
        }
    }

    /// The id of its section.
    pub fn id(self) -> &'static str {
        match self {
            Self::Identity => "step-identity",
            Self::Modalities => "step-modalities",
            Self::Schedule => "step-schedule",
        }
    }

    fn title(self) -> String {
        match self {
            Self::Identity => t!("step-identity"),
            Self::Modalities => t!("step-modalities"),
            Self::Schedule => t!("step-schedule"),
        }
    }

    /// How it relates to the step under way.
    fn state(self, current: Self) -> &'static str {
        match self.cmp(&current) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "ahead",
        }
    }
}

/// The number of a step, or a check once it is done.
#[component]
pub fn StepMark(
    /// Which.
    step: Step,
    /// The step under way.
    current: RwSignal<Step>,
) -> impl IntoView {
    let state = move || step.state(current.get());
    view! {
        <span class="step-mark" data-state=state aria-hidden="true">
            {move || {
                if state() == "done" {
                    view! { <IconView icon=Icon::Check /> }.into_any()
                } else {
                    step.number().into_any()
                }
            }}
        </span>
    }
}

/// The first run.
#[component]
pub fn FirstRunPage() -> impl IntoView {
    let setup = fetched(|| Some(ShowSetup {}), vec![Topic::Devices, Topic::Orders]);
    let devices = fetched(|| Some(ListDevices {}), vec![Topic::Devices]);
    let current = RwSignal::new(Step::Identity);
    Effect::new(move |known: Option<bool>| {
        // A set-up that was left after its first step goes on behind it.
        let view = setup.value.get();
        if known != Some(true)
            && let Some(view) = &view
            && !view.finished
            && !view.station_name.is_empty()
        {
            current.set(Step::Modalities);
        }
        known == Some(true) || view.is_some()
    });
    Effect::new(move |before: Option<Step>| {
        let step = current.get();
        if before.is_some_and(|before| before != step) {
            request_animation_frame(move || focus_section(step));
        }
        step
    });
    view! {
        <div class="first-run">
            <Progress current setup=setup.value devices=devices.value />
            <main class="setup-page">
                <Loaded fetched=setup let:view>
                    <IdentitySection view current saved=setup.value />
                    <Loaded fetched=devices let:view>
                        <ModalitiesSection view current />
                    </Loaded>
                    <ScheduleSection view current />
                </Loaded>
            </main>
            <Foot current devices=devices.value />
        </div>
    }
}

/// What had the focus may be gone with the step before.
fn focus_section(step: Step) {
    use wasm_bindgen::JsCast;
    let section = document().get_element_by_id(step.id());
    if let Some(section) =
        section.and_then(|section| section.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = section.focus();
        section.scroll_into_view();
    }
}

/// How many devices were heard, of how many.
pub fn heard(devices: &DevicesView) -> (usize, usize) {
    let heard = devices
        .devices
        .iter()
        .filter(|device| device.last_heard.is_some());
    (heard.count(), devices.devices.len())
}

#[component]
fn Progress(
    current: RwSignal<Step>,
    setup: RwSignal<Option<SetupView>>,
    devices: RwSignal<Option<DevicesView>>,
) -> impl IntoView {
    let below = move |step: Step| match step {
        Step::Identity => setup.with(|setup| {
            let setup = setup.as_ref()?;
            (current.get() > Step::Identity).then(|| {
                t!(
                    "title-on-port",
                    title = setup.ae_title.clone(),
                    port = setup.port.to_string()
                )
            })
        }),
        Step::Modalities => devices.with(|devices| {
            let (heard, count) = devices.as_ref().map(heard)?;
            Some(if count == 0 {
                t!("no-scanner-yet")
            } else {
                t!("devices-heard", heard = heard, count = count)
            })
        }),
        Step::Schedule => setup.with(|setup| {
            let steps = setup.as_ref()?.scheduled_steps;
            Some(if steps == 0 {
                t!("not-chosen")
            } else {
                t!("orders-count", count = steps)
            })
        }),
    };
    let step = move |step: Step| {
        view! {
            <li data-state=move || step.state(current.get())>
                <button
                    aria-current=move || (current.get() == step).then_some("step")
                    on:click=move |_| current.set(step)
                >
                    <StepMark step current />
                    <span>
                        <b>{move || step.title()}</b>
                        <small>{move || below(step)}</small>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <aside class="setup-side">
            <p class="setup-brand">
                <Mark />
                <b>"Stepboard"</b>
            </p>
            <h1>{move || t!("setup-title")}</h1>
            <p>{move || t!("setup-hint")}</p>
            <nav aria-label=move || t!("setup-steps")>
                <ol>{[Step::Identity, Step::Modalities, Step::Schedule].map(step).collect_view()}</ol>
            </nav>
            <div class="setup-promise">
                <b>{move || t!("nothing-leaves")}</b>
                <p>{move || t!("nothing-leaves-hint")}</p>
            </div>
        </aside>
    }
}

#[component]
fn Foot(current: RwSignal<Step>, devices: RwSignal<Option<DevicesView>>) -> impl IntoView {
    let toasts = use_toasts();
    let back = move |_| {
        current.update(|current| {
            *current = match *current {
                Step::Identity | Step::Modalities => Step::Identity,
                Step::Schedule => Step::Modalities,
            };
        });
    };
    let counted =
        Memo::new(move |_| devices.with(|devices| devices.as_ref().map(heard).unwrap_or_default()));
    let finish = move || {
        spawn_local(async move {
            match backend::call(FinishSetup {}).await {
                Ok(()) => Route::Board.open(),
                Err(failure) => toasts.say_failure(&failure),
            }
        });
    };
    let go_on = move |_| match current.get_untracked() {
        Step::Identity => {}
        Step::Modalities => current.set(Step::Schedule),
        Step::Schedule => finish(),
    };
    let words = move || match (current.get(), counted.get()) {
        (Step::Schedule, _) => t!("open-board"),
        (Step::Identity | Step::Modalities, (0, _)) => t!("continue-without-scanners"),
        (Step::Identity | Step::Modalities, (heard, _)) => {
            t!("continue-with-scanners", count = heard)
        }
    };
    view! {
        <Show when=move || current.get() != Step::Identity>
            <footer class="setup-foot">
                <button class="button" on:click=back>
                    {move || t!("back")}
                </button>
                <span class="panel-gap"></span>
                <span>{move || t!("add-later")}</span>
                <button class="button primary" on:click=go_on>
                    {words}
                    <IconView icon=Icon::ChevronRight />
                </button>
            </footer>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_before_the_current_one_are_done() {
        assert_eq!(Step::Identity.state(Step::Modalities), "done");
        assert_eq!(Step::Modalities.state(Step::Modalities), "current");
        assert_eq!(Step::Schedule.state(Step::Modalities), "ahead");
    }
}
