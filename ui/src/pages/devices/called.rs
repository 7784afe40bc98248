//! The AE titles we answer to, and what is offered under each.

use crate::{
    backend,
    components::{
        device_dialog::problem_of,
        device_profile::PROFILE_FIELDS,
        dialog::Dialog,
        field::TextField,
        icon::{Icon, IconView},
        loaded::sentence,
        menu::{MenuButton, MenuItem},
        toast::use_toasts,
        worklist_fields::{WorklistFields, WorklistFieldset},
    },
    t,
};
use contract::{
    Failure,
    device_profile::WorklistProfile,
    devices::{CalledTitle, DevicesView, RemoveCalled, SaveCalled},
};
use leptos::{ev, prelude::*, task::spawn_local};

#[derive(Clone)]
enum Asked {
    Edit(Option<CalledTitle>),
    Remove(String),
}

/// The panel.
#[component]
pub fn CalledPanel(
    /// The devices page.
    view: Signal<DevicesView>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let titles = Memo::new(move |_| view.with(|view| view.called.clone()));
    let dialog = move || {
        let close = Callback::new(move |()| asked.set(None));
        match asked.get()? {
            Asked::Edit(title) => Some(view! { <CalledDialog title close /> }.into_any()),
            Asked::Remove(title) => Some(view! { <RemoveDialog title close /> }.into_any()),
        }
    };
    view! {
        <section class="panel">
            <header>
                <h2>{move || t!("called-panel")}</h2>
                <span class="muted">{move || t!("called-panel-hint")}</span>
                <span class="panel-gap"></span>
                <button class="button" on:click=move |_| asked.set(Some(Asked::Edit(None)))>
                    <IconView icon=Icon::Plus />
                    {move || t!("add-called")}
                </button>
            </header>
            <table class="table called-table">
                <thead>
                    <tr>
                        <th scope="col">{move || t!("ae-title")}</th>
                        <th scope="col">{move || t!("called-offers")}</th>
                        <th scope="col">
                            <span class="hidden-text">{move || t!("actions")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {move || titles.get().into_iter().map(|title| row(title, asked)).collect_view()}
                </tbody>
            </table>
        </section>
        {dialog}
    }
}

/// A row; tracked by language.
fn row(title: CalledTitle, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let name = title.ae_title.clone();
    let is_main = title.is_main;
    let offered = offered_words(&title.worklist);
    let label = t!("actions-of", name = name.clone());
    let removed = name.clone();
    let items = Signal::derive(move || {
        let (edited, removed) = (title.clone(), removed.clone());
        let mut items = vec![MenuItem {
            words: t!("edit-called"),
            run: Callback::new(move |()| asked.set(Some(Asked::Edit(Some(edited.clone()))))),
        }];
        if !is_main {
            items.push(MenuItem {
                words: t!("remove-called"),
                run: Callback::new(move |()| asked.set(Some(Asked::Remove(removed.clone())))),
            });
        }
        items
    });
    view! {
        <tr>
            <td>
                <b>{name}</b>
                {is_main.then(|| view! { <small>{t!("called-main")}</small> })}
            </td>
            <td>{offered}</td>
            <td class="row-actions">
                <MenuButton label=Signal::stored(label) items />
            </td>
        </tr>
    }
}

/// What is offered, in one line.
fn offered_words(worklist: &WorklistProfile) -> String {
    if *worklist == WorklistProfile::default() {
        return t!("called-all");
    }
    let list = |values: &Option<Vec<String>>| values.as_ref().map(|values| values.join(", "));
    let days = match (worklist.days_back, worklist.days_ahead) {
        (None, None) => None,
        (back, ahead) => {
            let number =
                |days: Option<u32>| days.map_or_else(|| "∞".to_owned(), |days| days.to_string());
            Some(t!(
                "called-days",
                back = number(back),
                ahead = number(ahead)
            ))
        }
    };
    let own = worklist.own_station_only == Some(true);
    let words = [
        list(&worklist.modalities),
        list(&worklist.stations),
        own.then(|| t!("called-own-station")),
        days,
        worklist
            .max_answers
            .map(|most| t!("called-most", count = most)),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    if words.is_empty() {
        t!("called-own-manner")
    } else {
        words.join(" · ")
    }
}

/// The form of one of our AE titles.
#[component]
fn CalledDialog(title: Option<CalledTitle>, close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let failure = RwSignal::new(None::<Failure>);
    let is_new = title.is_none();
    let (name, worklist) = title.map_or_else(
        || (String::new(), WorklistProfile::default()),
        |title| (title.ae_title, title.worklist),
    );
    let ae_title = RwSignal::new(name.clone());
    let fields = WorklistFields::new(&worklist);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = ae_title.with_untracked(|title| title.trim().to_owned());
        if name.is_empty() {
            failure.set(Some(Failure::field("ae_title", t!("ae-title-limit"))));
            return;
        }
        let worklist = match fields.profile() {
            Ok(worklist) => worklist,
            Err(problem) => {
                failure.set(Some(problem));
                return;
            }
        };
        let words = t!("called-saved", title = name.clone());
        let request = SaveCalled {
            ae_title: name,
            is_new,
            worklist,
        };
        spawn_local(async move {
            match backend::call(request).await {
                Ok(()) => {
                    toasts.say(words, None);
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    let heading = Signal::derive(move || {
        if is_new {
            t!("add-called")
        } else {
            t!("called-of", title = name.clone())
        }
    });
    let elsewhere = move || {
        failure.with(|failure| {
            let failure = failure.as_ref()?;
            let field = failure.field.as_deref();
            let beside = |field| field == "ae_title" || PROFILE_FIELDS.contains(&field);
            (!field.is_some_and(beside)).then(|| sentence(failure))
        })
    };
    view! {
        <Dialog title=heading wide=true close>
            <form class="dialog-body" novalidate on:submit=save>
                <p class="muted">{move || t!("called-effect")}</p>
                {is_new
                    .then(|| {
                        view! {
                            <TextField
                                label=Signal::derive(|| t!("ae-title"))
                                value=ae_title
                                problem=problem_of(failure, "ae_title")
                                hint=Signal::derive(|| t!("own-ae-title-hint"))
                                max_length=16
                                required=true
                                autofocus=true
                            />
                        }
                    })}
                <WorklistFieldset fields failure />
                {move || elsewhere().map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("discard")}
                    </button>
                    <button class="button primary">
                        {move || if is_new { t!("add-called") } else { t!("save-called") }}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(title: String, close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let shown = title.clone();
    let remove = move |_| {
        let request = RemoveCalled {
            ae_title: title.clone(),
        };
        let words = t!("called-removed", title = title.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(()) => toasts.say(words, None),
                Err(failure) => toasts.say_failure(&failure),
            }
            close.run(());
        });
    };
    view! {
        <Dialog title=Signal::derive(|| t!("remove-called")) close>
            <div class="dialog-body">
                <p>{move || t!("remove-called-effect", title = shown.clone())}</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("keep-as-is")}
                    </button>
                    <button type="button" class="button primary" on:click=remove>
                        {move || t!("remove-called-now")}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}
