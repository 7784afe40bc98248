//! The form of an entry: the procedure, its series in their order, its protocol codes.

use super::fields::{CodeFields, ProtocolFields, SeriesFields};
use crate::{
    backend,
    components::{
        device_dialog::{problem_elsewhere, problem_of},
        dialog::Dialog,
        field::{SelectField, TextField},
        icon::{Icon, IconView},
        toast::use_toasts,
    },
    live::use_live,
    t,
};
use contract::{
    Code, Failure,
    protocols::{ExpectedSeries, ProtocolForm, ProtocolSource, SaveProtocol},
};
use leptos::{ev, html, prelude::*, task::spawn_local};

/// The fields whose problems stand beside them.
const FIELDS: &[&str] = &[
    "code",
    "scheme",
    "meaning",
    "station",
    "modality",
    "expected_minutes",
];

/// The dialog of an entry, open as long as it is on the page.
#[component]
pub fn ProtocolDialog(
    /// The version to change; `None` adds an entry.
    id: Option<i64>,
    /// What it starts with.
    form: ProtocolForm,
    /// Where what it starts with came from.
    source: ProtocolSource,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let failure = RwSignal::new(None::<Failure>);
    let fields = ProtocolFields::of(form);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(form) = fields.form() else {
            failure.set(Some(Failure::field(
                "expected_minutes",
                t!("whole-minutes"),
            )));
            return;
        };
        if form.code.value.is_empty() {
            failure.set(Some(Failure::field("code", t!("value-needed"))));
            return;
        }
        let words = t!("protocol-saved", name = super::name_of(&form));
        spawn_local(async move {
            match backend::call(SaveProtocol { id, form, source }).await {
                Ok(_) => {
                    toasts.say(words, None);
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    let title = Signal::derive(move || {
        if id.is_some() {
            t!("edit-protocol")
        } else {
            t!("add-protocol")
        }
    });
    view! {
        <Dialog title wide=true close>
            <form class="dialog-body" novalidate on:submit=save>
                <Procedure fields failure />
                <SeriesList fields />
                <CodeList fields />
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || fields.report_extra_series.get()
                        on:change=move |event| fields.report_extra_series.set(event_target_checked(&event))
                    />
                    {move || t!("report-extra-series")}
                </label>
                <p class="muted">{move || t!("protocol-effect")}</p>
                {move || {
                    problem_elsewhere(failure, FIELDS)
                        .map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
                }}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("discard")}
                    </button>
                    <button class="button primary">{move || t!("save-protocol")}</button>
                </div>
            </form>
        </Dialog>
    }
}

#[component]
fn Procedure(fields: ProtocolFields, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let live = use_live();
    let stations = Signal::derive(move || {
        let mut options = vec![(String::new(), t!("all-stations"))];
        live.today.lanes.with(|lanes| {
            let lanes = lanes.iter().filter(|lane| !lane.station.is_empty());
            options.extend(lanes.map(|lane| (lane.station.clone(), lane.name.clone())));
        });
        let chosen = fields.station.get();
        if !options.iter().any(|(station, _)| *station == chosen) {
            options.push((chosen.clone(), chosen));
        }
        options
    });
    let contrasts = Signal::derive(|| {
        [
            ("", t!("contrast-says-nothing")),
            ("yes", t!("contrast-given")),
            ("no", t!("contrast-not-given")),
        ]
        .map(|(value, words)| (value.to_owned(), words))
        .to_vec()
    });
    view! {
        <div class="form-grid">
            <TextField
                label=Signal::derive(|| t!("procedure"))
                value=fields.meaning
                problem=problem_of(failure, "meaning")
                autofocus=true
            />
            <TextField
                label=Signal::derive(|| t!("procedure-code"))
                value=fields.code
                problem=problem_of(failure, "code")
                required=true
            />
            <TextField
                label=Signal::derive(|| t!("coding-scheme"))
                value=fields.scheme
                problem=problem_of(failure, "scheme")
                max_length=16
            />
            <SelectField
                label=Signal::derive(|| t!("station"))
                value=fields.station
                options=stations
                problem=problem_of(failure, "station")
            />
            <TextField
                label=Signal::derive(|| t!("modality"))
                value=fields.modality
                problem=problem_of(failure, "modality")
                max_length=16
            />
            <TextField
                label=Signal::derive(|| t!("expected-minutes"))
                value=fields.minutes
                problem=problem_of(failure, "expected_minutes")
                hint=Signal::derive(|| t!("usual-when-empty"))
                max_length=4
            />
            <SelectField label=Signal::derive(|| t!("contrast")) value=fields.contrast options=contrasts />
        </div>
    }
}

#[component]
fn SeriesList(fields: ProtocolFields) -> impl IntoView {
    let add = move |_| {
        // The row is drawn after this, and looks then.
        fields.added.set_value(Some(fields.next_key()));
        fields.add_series(&ExpectedSeries {
            required: true,
            ..ExpectedSeries::default()
        });
    };
    view! {
        <fieldset class="form-section">
            <legend>{move || t!("expected-series")}</legend>
            <p class="muted">{move || t!("series-patterns-hint")}</p>
            <ol class="series-fields">
                <For each=move || fields.series.get() key=|series| series.key let:series>
                    <SeriesRow fields series />
                </For>
            </ol>
            <button type="button" class="button small" on:click=add>
                {move || t!("add-series")}
            </button>
        </fieldset>
    }
}

#[component]
fn SeriesRow(fields: ProtocolFields, series: SeriesFields) -> impl IntoView {
    let name = move || series.name.get();
    let is_first = move || {
        fields
            .series
            .with(|all| all.first().map(|first| first.key) == Some(series.key))
    };
    view! {
        <li>
            <Cell
                label=Signal::derive(|| t!("series-name"))
                value=series.name
                takes_focus=fields.added.get_value() == Some(series.key)
            />
            <Cell label=Signal::derive(|| t!("series-patterns")) value=series.patterns />
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || series.required.get()
                    on:change=move |event| series.required.set(event_target_checked(&event))
                />
                {move || t!("required")}
            </label>
            <button
                type="button"
                class="button small"
                aria-disabled=move || is_first().then_some("true")
                aria-label=move || t!("move-series-up", name = name())
                on:click=move |_| fields.move_up(series.key)
            >
                {move || t!("move-up")}
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=move || t!("remove-named", name = name())
                title=move || t!("remove-named", name = name())
                on:click=move |_| fields.remove_series(series.key)
            >
                <IconView icon=Icon::Close />
            </button>
        </li>
    }
}

#[component]
fn CodeList(fields: ProtocolFields) -> impl IntoView {
    let add = move |_| {
        fields.added.set_value(Some(fields.next_key()));
        fields.add_code(&Code {
            scheme: fields.scheme.get_untracked(),
            ..Code::default()
        });
    };
    view! {
        <fieldset class="form-section">
            <legend>{move || t!("performed-protocols")}</legend>
            <p class="muted">{move || t!("performed-protocols-hint")}</p>
            <ul class="code-fields">
                <For each=move || fields.codes.get() key=|code| code.key let:code>
                    <CodeRow fields code />
                </For>
            </ul>
            <button type="button" class="button small" on:click=add>
                {move || t!("add-code")}
            </button>
        </fieldset>
    }
}

#[component]
fn CodeRow(fields: ProtocolFields, code: CodeFields) -> impl IntoView {
    let name = move || code.value.get();
    view! {
        <li>
            <Cell
                label=Signal::derive(|| t!("code-value"))
                value=code.value
                takes_focus=fields.added.get_value() == Some(code.key)
            />
            <Cell label=Signal::derive(|| t!("coding-scheme")) value=code.scheme />
            <Cell label=Signal::derive(|| t!("code-meaning")) value=code.meaning />
            <button
                type="button"
                class="icon-button"
                aria-label=move || t!("remove-named", name = name())
                title=move || t!("remove-named", name = name())
                on:click=move |_| fields.remove_code(code.key)
            >
                <IconView icon=Icon::Close />
            </button>
        </li>
    }
}

/// A text in a row; its name is its placeholder, too.
#[component]
fn Cell(
    label: Signal<String>,
    value: RwSignal<String>,
    /// Whether it has the focus once it is drawn.
    #[prop(default = false)]
    takes_focus: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get().filter(|_| takes_focus) {
            let _ = input.focus();
        }
    });
    view! {
        <input
            node_ref=input
            class="input"
            type="text"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || label.get()
            placeholder=move || label.get()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
}
