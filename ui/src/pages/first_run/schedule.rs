//! The third step: where the schedule comes from.

use super::{Step, StepMark};
use crate::{
    backend,
    components::{
        icon::{Icon, IconView},
        import_dialog::ImportDialog,
        order_dialog::{OrderDialog, OrderTask},
        toast::use_toasts,
    },
    route::Route,
    t,
};
use contract::setup::{SetupView, StartDemo};
use leptos::{prelude::*, task::spawn_local};

/// The dialog that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Import,
    Order,
}

/// The section of the step.
#[component]
pub fn ScheduleSection(
    /// How far the set-up is.
    view: Signal<SetupView>,
    /// The step under way.
    current: RwSignal<Step>,
) -> impl IntoView {
    let toasts = use_toasts();
    let open = RwSignal::new(None::<Open>);
    let steps = Memo::new(move |_| view.with(|view| view.scheduled_steps));
    let start_demo = Callback::new(move |()| {
        spawn_local(async move {
            match backend::call(StartDemo {}).await {
                Ok(()) => {
                    Route::Board.open();
                    let _ = window().location().reload();
                }
                Err(failure) => toasts.say_failure(&failure),
            }
        });
    });
    let dialog = move || {
        let close = Callback::new(move |()| open.set(None));
        match open.get()? {
            Open::Import => Some(view! { <ImportDialog file=None close /> }.into_any()),
            Open::Order => Some(view! { <OrderDialog task=OrderTask::New close /> }.into_any()),
        }
    };
    view! {
        <section
            id=Step::Schedule.id()
            class="setup-section"
            tabindex="-1"
            data-state=move || Step::Schedule.state(current.get())
        >
            <header>
                <StepMark step=Step::Schedule current />
                <h2>{move || t!("schedule-question")}</h2>
                <span class="muted">
                    {move || {
                        if steps.get() == 0 { t!("schedule-later") } else { t!("schedule-has", count = steps.get()) }
                    }}
                </span>
            </header>
            <div class="setup-body sources">
                <Source
                    icon=Icon::File
                    title=Signal::derive(|| t!("source-file-title"))
                    what=Signal::derive(|| t!("source-file-what"))
                    best=Signal::derive(|| t!("source-file-best"))
                    choose=Callback::new(move |()| open.set(Some(Open::Import)))
                />
                <Source
                    icon=Icon::Pencil
                    title=Signal::derive(|| t!("source-hand-title"))
                    what=Signal::derive(|| t!("source-hand-what"))
                    best=Signal::derive(|| t!("source-hand-best"))
                    choose=Callback::new(move |()| open.set(Some(Open::Order)))
                />
                <Source
                    icon=Icon::Flask
                    title=Signal::derive(|| t!("source-demo-title"))
                    what=Signal::derive(|| t!("source-demo-what"))
                    best=Signal::derive(|| t!("source-demo-best"))
                    choose=start_demo
                />
            </div>
        </section>
        {dialog}
    }
}

#[component]
fn Source(
    icon: Icon,
    title: Signal<String>,
    what: Signal<String>,
    best: Signal<String>,
    choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="source" on:click=move |_| choose.run(())>
            <b>
                <IconView icon />
                {move || title.get()}
            </b>
            <span>{move || what.get()}</span>
            <small>{move || best.get()}</small>
        </button>
    }
}
