//! What a person does to a scheduled step that has not started, with its dialogs.

use super::{
    dialog::Dialog,
    loaded::sentence,
    menu::MenuItem,
    toast::{Toasts, use_toasts},
};
use crate::{backend, format, live::use_live, t};
use contract::{
    Day, ExamId, Name, StepStatus,
    orders::{ChangeStep, StepChange},
    reconciliation::MarkNoShow,
};
use leptos::{ev, prelude::*, task::spawn_local};

/// A scheduled step as its actions need it.
#[derive(Clone, PartialEq)]
pub struct Step {
    /// The exam.
    pub id: ExamId,
    /// The patient, for the sentence that says what was done.
    pub patient: Name,
    /// Where it stands.
    pub status: StepStatus,
    /// The lane it is planned in.
    pub station: String,
    /// The day it is planned on.
    pub day: Day,
    /// The time it is planned at, `HH:MM`.
    pub time: String,
    /// Whether it is on the schedule at all.
    pub scheduled: bool,
}

/// One thing a person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepAction {
    /// The patient arrived.
    Arrive,
    /// The patient is prepared.
    MakeReady,
    /// The patient is not here after all.
    BackToScheduled,
    /// Another station or time.
    Move,
    /// The patient did not come.
    NoShow,
    /// The order is withdrawn.
    Cancel,
}

impl StepAction {
    /// What can be done to a step, the likeliest first.
    pub fn allowed(step: &Step) -> Vec<Self> {
        if !step.scheduled {
            return Vec::new();
        }
        match step.status {
            StepStatus::Scheduled => vec![
                Self::Arrive,
                Self::MakeReady,
                Self::Move,
                Self::NoShow,
                Self::Cancel,
            ],
            StepStatus::Arrived => {
                vec![
                    Self::MakeReady,
                    Self::BackToScheduled,
                    Self::Move,
                    Self::Cancel,
                ]
            }
            StepStatus::Ready => vec![Self::BackToScheduled, Self::Move, Self::Cancel],
            StepStatus::InProgress
            | StepStatus::Completed
            | StepStatus::Discontinued
            | StepStatus::Canceled => Vec::new(),
        }
    }

    /// The action that takes a step further, for the one button beside it.
    pub fn next(step: &Step) -> Option<Self> {
        let mut allowed = Self::allowed(step).into_iter();
        allowed.find(|action| matches!(action, Self::Arrive | Self::MakeReady))
    }

    /// Its words on a button or in a menu.
    pub fn words(self) -> String {
        match self {
            Self::Arrive => t!("action-arrive"),
            Self::MakeReady => t!("action-ready"),
            Self::BackToScheduled => t!("action-back"),
            Self::Move => t!("action-move"),
            Self::NoShow => t!("action-no-show"),
            Self::Cancel => t!("action-cancel"),
        }
    }
}

/// The step and action a dialog is open for, and the way to start an action from anywhere.
#[derive(Clone, Copy)]
pub struct StepActions {
    asked: RwSignal<Option<(Step, StepAction)>>,
    toasts: Toasts,
}

/// The actions; call it while a component is set up.
pub fn use_step_actions() -> StepActions {
    expect_context()
}

impl StepActions {
    /// Made once by the application, after the toasts.
    pub fn start() -> Self {
        Self {
            asked: RwSignal::new(None),
            toasts: use_toasts(),
        }
    }

    /// Does it, or asks first what it needs to know.
    pub fn run(self, step: Step, action: StepAction) {
        let change = match action {
            StepAction::Arrive => StepChange::Arrive,
            StepAction::MakeReady => StepChange::MakeReady,
            StepAction::BackToScheduled => StepChange::BackToScheduled,
            StepAction::NoShow => {
                self.mark_no_show(step);
                return;
            }
            StepAction::Move | StepAction::Cancel => {
                self.asked.set(Some((step, action)));
                return;
            }
        };
        spawn_local(async move {
            if let Err(failure) = self.change(&step, change).await {
                self.toasts.say_failure(&failure);
            }
        });
    }

    fn mark_no_show(self, step: Step) {
        let who = format::name_with_initial(&step.patient);
        spawn_local(async move {
            let request = MarkNoShow {
                exam: step.id,
                note: String::new(),
            };
            match backend::call(request).await {
                Ok(changed) => self
                    .toasts
                    .say(t!("said-no-show", patient = who), changed.undo),
                Err(failure) => self.toasts.say_failure(&failure),
            }
        });
    }

    /// The lines of a menu for a step.
    pub fn menu_items(self, step: &Step) -> Vec<MenuItem> {
        StepAction::allowed(step)
            .into_iter()
            .map(|action| {
                let step = step.clone();
                MenuItem {
                    words: action.words(),
                    run: Callback::new(move |()| self.run(step.clone(), action)),
                }
            })
            .collect()
    }

    async fn change(self, step: &Step, change: StepChange) -> Result<(), contract::Failure> {
        let who = format::name_with_initial(&step.patient);
        let words = match &change {
            StepChange::Arrive => t!("said-arrived", patient = who),
            StepChange::MakeReady => t!("said-ready", patient = who),
            StepChange::BackToScheduled => t!("said-back", patient = who),
            StepChange::Cancel { .. } => t!("said-canceled", patient = who),
            StepChange::Move { time, .. } => t!("said-moved", patient = who, time = time.clone()),
        };
        let changed = backend::call(ChangeStep {
            id: step.id.clone(),
            change,
        })
        .await?;
        self.toasts.say(words, changed.undo);
        Ok(())
    }
}

/// Where the dialogs of the actions appear.
#[component]
pub fn StepDialogs() -> impl IntoView {
    let actions = use_step_actions();
    let close = Callback::new(move |()| actions.asked.set(None));
    view! {
        {move || {
            actions
                .asked
                .get()
                .map(|(step, action)| {
                    if action == StepAction::Cancel {
                        view! { <CancelDialog step close /> }.into_any()
                    } else {
                        view! { <MoveDialog step close /> }.into_any()
                    }
                })
        }}
    }
}

#[component]
fn CancelDialog(step: Step, close: Callback<()>) -> impl IntoView {
    let actions = use_step_actions();
    let reason = RwSignal::new(String::new());
    let who = format::name(&step.patient);
    let send = submit(actions, step, close);
    view! {
        <Dialog title=Signal::derive(|| t!("cancel-title")) close>
            <form
                class="dialog-body"
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    send.run(StepChange::Cancel { reason: reason.get_untracked() });
                }
            >
                <p>{move || t!("cancel-effect", patient = who.clone())}</p>
                <label class="field">
                    <span>{move || t!("reason")}</span>
                    <input
                        class="input"
                        required
                        maxlength="64"
                        prop:value=move || reason.get()
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                </label>
                <Buttons close words=Signal::derive(|| t!("cancel-confirm")) />
            </form>
        </Dialog>
    }
}

#[component]
fn MoveDialog(step: Step, close: Callback<()>) -> impl IntoView {
    let actions = use_step_actions();
    let live = use_live();
    let station = RwSignal::new(step.station.clone());
    let day = RwSignal::new(step.day.clone());
    let time = RwSignal::new(step.time.clone());
    let who = format::name(&step.patient);
    let send = submit(actions, step, close);
    let stations = move || {
        let mut lanes = live.today.lanes.get();
        lanes.retain(|lane| !lane.station.is_empty());
        lanes
    };
    view! {
        <Dialog title=Signal::derive(|| t!("move-title")) close>
            <form
                class="dialog-body"
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    send.run(StepChange::Move {
                        station: station.get_untracked(),
                        day: day.get_untracked(),
                        time: time.get_untracked(),
                    });
                }
            >
                <p>
                    <b>{who}</b>
                </p>
                <label class="field">
                    <span>{move || t!("room")}</span>
                    <select
                        class="input"
                        required
                        prop:value=move || station.get()
                        on:change=move |event| station.set(event_target_value(&event))
                    >
                        {move || {
                            stations()
                                .into_iter()
                                .map(|lane| {
                                    let chosen = lane.station == station.get_untracked();
                                    view! {
                                        <option value=lane.station selected=chosen>
                                            {lane.name}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                </label>
                <div class="field-row">
                    <label class="field">
                        <span>{move || t!("day")}</span>
                        <input
                            class="input"
                            type="date"
                            required
                            prop:value=move || day.get()
                            on:change=move |event| day.set(event_target_value(&event))
                        />
                    </label>
                    <label class="field">
                        <span>{move || t!("time")}</span>
                        <input
                            class="input"
                            type="time"
                            required
                            prop:value=move || time.get()
                            on:change=move |event| time.set(event_target_value(&event))
                        />
                    </label>
                </div>
                <Buttons close words=Signal::derive(|| t!("move-confirm")) />
            </form>
        </Dialog>
    }
}

/// Sends the change; the dialog closes when it was carried out and says why when not.
fn submit(actions: StepActions, step: Step, close: Callback<()>) -> Callback<StepChange> {
    let problem = RwSignal::new(None::<String>);
    provide_context(Problem(problem));
    Callback::new(move |change| {
        let step = step.clone();
        spawn_local(async move {
            match actions.change(&step, change).await {
                Ok(()) => close.run(()),
                Err(failure) => problem.set(Some(sentence(&failure))),
            }
        });
    })
}

#[derive(Clone, Copy)]
struct Problem(RwSignal<Option<String>>);

#[component]
fn Buttons(close: Callback<()>, words: Signal<String>) -> impl IntoView {
    let problem: Problem = expect_context();
    view! {
        {move || problem.0.get().map(|words| view! { <p class="problem" role="alert">{words}</p> })}
        <div class="dialog-buttons">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {move || t!("keep-as-is")}
            </button>
            <button class="button primary">{move || words.get()}</button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(status: StepStatus, scheduled: bool) -> Step {
        Step {
            id: ExamId("s1".into()),
            patient: Name::default(),
            status,
            station: "CT1".into(),
            day: "2026-11-24".into(),
            time: "10:00".into(),
            scheduled,
        }
    }

    #[test]
    fn nothing_is_done_to_a_step_that_started() {
        assert!(StepAction::allowed(&step(StepStatus::InProgress, true)).is_empty());
        assert!(StepAction::allowed(&step(StepStatus::Scheduled, false)).is_empty());
    }

    #[test]
    fn a_step_that_is_ready_goes_on_by_itself() {
        let next = |status| StepAction::next(&step(status, true));
        assert_eq!(next(StepStatus::Scheduled), Some(StepAction::Arrive));
        assert_eq!(next(StepStatus::Ready), None);
    }

    #[test]
    fn a_patient_who_is_here_did_not_stay_away() {
        let allowed = |status| StepAction::allowed(&step(status, true));
        assert!(allowed(StepStatus::Scheduled).contains(&StepAction::NoShow));
        assert!(!allowed(StepStatus::Arrived).contains(&StepAction::NoShow));
    }

    #[test]
    fn the_likeliest_action_comes_first() {
        let first = |status| StepAction::allowed(&step(status, true))[0];
        assert_eq!(first(StepStatus::Scheduled), StepAction::Arrive);
        assert_eq!(first(StepStatus::Arrived), StepAction::MakeReady);
    }
}
