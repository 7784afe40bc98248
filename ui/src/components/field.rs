//! A field of a form: its name, its control, and beside it what is wrong with its value.

use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// A text field.
#[component]
pub fn TextField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What it holds.
    value: RwSignal<String>,
    /// What is wrong with the value.
    #[prop(into, default = Signal::stored(None))]
    problem: Signal<Option<String>>,
    /// What to know before typing.
    #[prop(into, default = Signal::stored(String::new()))]
    hint: Signal<String>,
    /// The kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// The most characters it takes.
    #[prop(default = 64)]
    max_length: u32,
    /// Whether a value is needed.
    #[prop(default = false)]
    required: bool,
    /// Whether it has the focus when the form opens.
    #[prop(default = false)]
    autofocus: bool,
) -> impl IntoView {
    let id = new_id();
    let described = described_by(&id, problem, hint);
    view! {
        <div class="field">
            <FieldLabel id=id.clone() label required />
            <input
                id=id.clone()
                class="input"
                type=kind
                maxlength=max_length.to_string()
                aria-required=required.then_some("true")
                autofocus=autofocus
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <FieldNotes id problem hint />
        </div>
    }
}

/// A choice of one among a few values.
#[component]
pub fn SelectField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The value chosen.
    value: RwSignal<String>,
    /// The values with their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What is wrong with the value.
    #[prop(into, default = Signal::stored(None))]
    problem: Signal<Option<String>>,
    /// Whether a value is needed.
    #[prop(default = false)]
    required: bool,
) -> impl IntoView {
    let id = new_id();
    let hint = Signal::stored(String::new());
    let described = described_by(&id, problem, hint);
    view! {
        <div class="field">
            <FieldLabel id=id.clone() label required />
            <select
                id=id.clone()
                class="input"
                aria-required=required.then_some("true")
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(option, word)| {
                            let own = option.clone();
                            view! {
                                <option value=option prop:selected=move || value.get() == own>
                                    {word}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <FieldNotes id problem hint />
        </div>
    }
}

#[component]
fn FieldLabel(id: String, label: Signal<String>, required: bool) -> impl IntoView {
    view! {
        <label for=id>
            {move || label.get()}
            {required.then(|| view! { <span class="required" aria-hidden="true">"*"</span> })}
        </label>
    }
}

#[component]
fn FieldNotes(id: String, problem: Signal<Option<String>>, hint: Signal<String>) -> impl IntoView {
    let note = format!("{id}-note");
    view! {
        {move || match (problem.get(), hint.get()) {
            (Some(problem), _) => {
                view! {
                    <p class="problem" id=note.clone()>
                        {problem}
                    </p>
                }
                    .into_any()
            }
            (None, hint) if hint.is_empty() => ().into_any(),
            (None, hint) => {
                view! {
                    <p class="hint" id=note.clone()>
                        {hint}
                    </p>
                }
                    .into_any()
            }
        }}
    }
}

/// An id that no other element has.
pub fn new_id() -> String {
    let number = LAST_ID.with(|last| {
        last.set(last.get() + 1);
        last.get()
    });
    format!("field-{number}")
}

fn described_by(
    id: &str,
    problem: Signal<Option<String>>,
    hint: Signal<String>,
) -> impl Fn() -> Option<String> + Send + use<> {
    let note = format!("{id}-note");
    move || {
        let noted = problem.with(Option::is_some) || hint.with(|hint| !hint.is_empty());
        noted.then(|| note.clone())
    }
}
