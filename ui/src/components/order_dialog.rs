//! The form of an order: a new one, or a change of one.

mod fields;

use super::{
    dialog::Dialog,
    field::{SelectField, TextField},
    loaded::{Loaded, sentence},
    priority::{PRIORITIES, priority_word},
    toast::use_toasts,
};
use crate::{
    backend, format,
    live::{fetched::fetched, use_live},
    t,
};
use contract::{
    ExamId, Failure,
    devices::{DeviceRow, ListDevices},
    orders::{OrderForm, SaveOrder, ShowOrder},
};
use fields::{OrderFields, new_order};
use leptos::{ev, prelude::*, task::spawn_local};

/// What is done to the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderTask {
    /// A new one is entered.
    New,
    /// One is changed.
    Edit(ExamId),
}

/// The modalities offered where the device does not say its own.
const MODALITIES: [&str; 12] = [
    "CT", "MR", "US", "DX", "CR", "MG", "XA", "RF", "NM", "PT", "BMD", "OT",
];

/// The dialog, open as long as it is on the page.
#[component]
pub fn OrderDialog(
    /// What is done.
    task: OrderTask,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let is_new = task == OrderTask::New;
    let title = Signal::derive(move || {
        if is_new {
            t!("new-order")
        } else {
            t!("edit-order")
        }
    });
    let live = use_live();
    let content = match task.clone() {
        OrderTask::New => {
            let today = live.shell.with_untracked(|shell| {
                shell
                    .as_ref()
                    .map(|shell| shell.today.clone())
                    .unwrap_or_default()
            });
            let form = new_order(today, live.clock.exact());
            view! { <Form task form close /> }.into_any()
        }
        OrderTask::Edit(id) => {
            let order = fetched(move || Some(ShowOrder { id: id.clone() }), Vec::new());
            view! {
                <Loaded fetched=order let:form>
                    <Form task=task.clone() form=form.get_untracked() close />
                </Loaded>
            }
            .into_any()
        }
    };
    view! {
        <Dialog title wide=true close>
            {content}
        </Dialog>
    }
}

/// What was refused, to be said beside the fields as far as it names one.
#[derive(Clone, Copy)]
struct Refusal(RwSignal<Vec<Failure>>);

impl Refusal {
    /// What is wrong with a field.
    fn of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.0.with(|failures| {
                let failure = failures
                    .iter()
                    .find(|failure| failure.field.as_deref() == Some(field));
                failure.map(|failure| failure.detail.clone())
            })
        })
    }

    /// What went wrong apart from the fields shown.
    fn of_form(self) -> Option<String> {
        const SHOWN: [&str; 13] = [
            "patient_id",
            "patient_name",
            "patient_birth_date",
            "patient_sex",
            "patient_weight",
            "accession_number",
            "requested_procedure_description",
            "requested_procedure_code",
            "station_ae_titles",
            "modality",
            "day",
            "time",
            "expected_minutes",
        ];
        self.0.with(|failures| {
            let elsewhere = failures.iter().find(|failure| {
                let field = failure.field.as_deref();
                !field.is_some_and(|field| SHOWN.contains(&field))
            });
            elsewhere.map(sentence)
        })
    }
}

#[component]
fn Form(task: OrderTask, form: OrderForm, close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let is_new = task == OrderTask::New;
    let fields = OrderFields::of(form);
    let refusal = Refusal(RwSignal::new(Vec::new()));
    let here = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let id = match task {
        OrderTask::New => None,
        OrderTask::Edit(id) => Some(id),
    };
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let form = match fields.form() {
            Ok(form) => form,
            Err(failures) => {
                refusal.0.set(failures);
                focus_first_problem();
                return;
            }
        };
        let who = format::name_of_dicom(&form.patient_name);
        let request = SaveOrder {
            id: id.clone(),
            form,
            patient_is_here: is_new && here.get_untracked(),
        };
        busy.set(true);
        spawn_local(async move {
            let answer = backend::call(request).await;
            busy.try_set(false);
            match answer {
                Ok(changed) => {
                    let words = if is_new {
                        t!("order-made", patient = who)
                    } else {
                        t!("order-changed", patient = who)
                    };
                    toasts.say(words, changed.undo);
                    close.run(());
                }
                Err(failure) => {
                    refusal.0.set(vec![failure]);
                    focus_first_problem();
                }
            }
        });
    };
    view! {
        <form class="dialog-body order-form" novalidate on:submit=save>
            <PatientFields fields refusal />
            <ExamFields fields refusal />
            {is_new.then(|| view! { <Presence here /> })}
            {move || {
                refusal.of_form().map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
            }}
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {move || t!("discard")}
                </button>
                <button class="button primary" aria-disabled=move || busy.get().then_some("true")>
                    {move || if is_new { t!("make-order") } else { t!("save-order") }}
                </button>
            </div>
        </form>
    }
}

#[component]
fn PatientFields(fields: OrderFields, refusal: Refusal) -> impl IntoView {
    let sexes = Signal::derive(|| {
        vec![
            (String::new(), t!("not-known")),
            ("F".to_owned(), t!("female")),
            ("M".to_owned(), t!("male")),
            ("O".to_owned(), t!("other-sex")),
        ]
    });
    view! {
        <fieldset class="form-section">
            <legend>{move || t!("patient")}</legend>
            <div class="form-grid">
                <TextField
                    label=Signal::derive(|| t!("family-name"))
                    value=fields.family
                    problem=refusal.of("patient_name")
                    required=true
                    autofocus=true
                />
                <TextField label=Signal::derive(|| t!("given-name")) value=fields.given />
                <TextField
                    label=Signal::derive(|| t!("patient-id"))
                    value=fields.patient_id
                    problem=refusal.of("patient_id")
                    required=true
                />
                <TextField
                    label=Signal::derive(|| t!("birth-date"))
                    value=fields.birth_date
                    problem=refusal.of("patient_birth_date")
                    kind="date"
                />
                <SelectField
                    label=Signal::derive(|| t!("sex"))
                    value=fields.sex
                    options=sexes
                    problem=refusal.of("patient_sex")
                />
                <TextField
                    label=Signal::derive(|| t!("weight-kg"))
                    value=fields.weight
                    problem=refusal.of("patient_weight")
                    max_length=16
                />
                <TextField label=Signal::derive(|| t!("allergies")) value=fields.allergies />
                <TextField label=Signal::derive(|| t!("medical-alerts")) value=fields.medical_alerts />
                <TextField label=Signal::derive(|| t!("location")) value=fields.patient_location />
            </div>
        </fieldset>
    }
}

#[component]
fn ExamFields(fields: OrderFields, refusal: Refusal) -> impl IntoView {
    let devices = fetched(|| Some(ListDevices {}), Vec::new());
    let stations = Memo::new(move |_| {
        let known = devices
            .value
            .with(|view| view.as_ref().map(|view| view.devices.clone()));
        let mut stations = known.unwrap_or_default();
        stations.retain(|device| device.form.on_board);
        stations
    });
    let options = Signal::derive(move || {
        let chosen = fields.station.get();
        stations.with(|stations| station_options(stations, &chosen))
    });
    // A station says what its modality is.
    Effect::new(move |before: Option<String>| {
        let station = fields.station.get();
        let modality = stations.with(|stations| {
            let device = stations
                .iter()
                .find(|device| device.form.ae_title == station);
            device
                .map(|device| device.form.modality.clone())
                .unwrap_or_default()
        });
        let changed = before.is_some_and(|before| before != station);
        let missing = fields.modality.with_untracked(String::is_empty);
        if !modality.is_empty() && (changed || missing) {
            fields.modality.set(modality);
        }
        station
    });
    let modalities = Signal::derive(move || {
        let chosen = fields.modality.get();
        let mut modalities: Vec<String> = MODALITIES.map(str::to_owned).to_vec();
        if !modalities.contains(&chosen) {
            modalities.insert(0, chosen);
        }
        modalities
            .into_iter()
            .map(|modality| (modality.clone(), modality))
            .collect()
    });
    let priorities = Signal::derive(|| {
        let words = PRIORITIES.iter().enumerate();
        words
            .map(|(position, priority)| (position.to_string(), priority_word(*priority)))
            .collect()
    });
    view! {
        <fieldset class="form-section">
            <legend>{move || t!("exam")}</legend>
            <div class="form-grid">
                <div class="two-thirds">
                    <TextField
                        label=Signal::derive(|| t!("procedure"))
                        value=fields.procedure
                        problem=refusal.of("requested_procedure_description")
                        required=true
                    />
                </div>
                <div class="field-row">
                    <TextField
                        label=Signal::derive(|| t!("procedure-code"))
                        value=fields.code
                        problem=refusal.of("requested_procedure_code")
                        max_length=16
                    />
                    <TextField label=Signal::derive(|| t!("coding-scheme")) value=fields.scheme max_length=16 />
                </div>
                <SelectField
                    label=Signal::derive(|| t!("station"))
                    value=fields.station
                    options
                    problem=refusal.of("station_ae_titles")
                    required=true
                />
                <SelectField
                    label=Signal::derive(|| t!("modality"))
                    value=fields.modality
                    options=modalities
                    problem=refusal.of("modality")
                    required=true
                />
                <SelectField label=Signal::derive(|| t!("priority")) value=fields.priority options=priorities />
                <TextField
                    label=Signal::derive(|| t!("day"))
                    value=fields.day
                    problem=refusal.of("day")
                    kind="date"
                    required=true
                />
                <TextField
                    label=Signal::derive(|| t!("time"))
                    value=fields.time
                    problem=refusal.of("time")
                    kind="time"
                    required=true
                />
                <TextField
                    label=Signal::derive(|| t!("expected-minutes"))
                    value=fields.minutes
                    problem=refusal.of("expected_minutes")
                    hint=Signal::derive(|| t!("usual-when-empty"))
                    max_length=3
                />
                <TextField
                    label=Signal::derive(|| t!("accession"))
                    value=fields.accession_number
                    problem=refusal.of("accession_number")
                    hint=Signal::derive(|| t!("made-when-empty"))
                    max_length=16
                />
                <TextField label=Signal::derive(|| t!("requested-by")) value=fields.requesting_physician />
            </div>
        </fieldset>
    }
}

/// The stations with their names; the chosen one even if it is not registered.
fn station_options(stations: &[DeviceRow], chosen: &str) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = stations
        .iter()
        .map(|device| (device.form.ae_title.clone(), device.form.name.clone()))
        .collect();
    if !options.iter().any(|(station, _)| station == chosen) {
        let words = if chosen.is_empty() {
            t!("choose-station")
        } else {
            chosen.to_owned()
        };
        options.insert(0, (chosen.to_owned(), words));
    }
    options
}

#[component]
fn Presence(here: RwSignal<bool>) -> impl IntoView {
    let choice = move |value: bool, words: Signal<String>| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="presence"
                    prop:checked=move || here.get() == value
                    on:change=move |_| here.set(value)
                />
                {move || words.get()}
            </label>
        }
    };
    view! {
        <fieldset class="form-section choices">
            <legend>{move || t!("presence")}</legend>
            {choice(false, Signal::derive(|| t!("presence-later")))}
            {choice(true, Signal::derive(|| t!("presence-now")))}
        </fieldset>
    }
}

/// Puts the focus where something has to be corrected, once that is drawn.
fn focus_first_problem() {
    request_animation_frame(|| {
        use wasm_bindgen::JsCast;
        let field = document()
            .query_selector("dialog [aria-invalid=true]")
            .ok()
            .flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}
