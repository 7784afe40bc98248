//! How a worklist is offered, as fields of a form: of a device, or of one of our AE titles.

use super::{
    character_set::character_sets,
    device_dialog::problem_of,
    field::{SelectField, TextField},
};
use crate::t;
use contract::{
    Failure,
    device_profile::{HideRule, WhenMore, WorklistProfile},
};
use leptos::prelude::*;

/// The statuses a rule is offered for, with the words of exports.
const HIDDEN: [&str; 4] = ["IN PROGRESS", "COMPLETED", "DISCONTINUED", "CANCELED"];

fn hidden_word(status: &str) -> String {
    match status {
        "IN PROGRESS" => t!("status-in-progress"),
        "COMPLETED" => t!("status-completed"),
        "DISCONTINUED" => t!("status-discontinued"),
        _ => t!("status-canceled"),
    }
}

/// What the fields hold.
#[derive(Clone, Copy)]
pub struct WorklistFields {
    /// What the form began with: settings without a field stay as they are.
    base: StoredValue<WorklistProfile>,
    character_set: RwSignal<String>,
    assumed: RwSignal<String>,
    own_station: RwSignal<String>,
    hides: RwSignal<bool>,
    hide_after: [RwSignal<String>; 4],
    days_back: RwSignal<String>,
    /// Days after today; also for the tests.
    pub(super) days_ahead: RwSignal<String>,
    max_answers: RwSignal<String>,
    when_more: RwSignal<String>,
    always_ff00: RwSignal<String>,
    name_prefix: RwSignal<String>,
    modalities: RwSignal<String>,
    stations: RwSignal<String>,
}

/// A value as its field shows it.
pub fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn three_ways(value: Option<bool>) -> String {
    let word = match value {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    word.to_owned()
}

fn yes_or_no(field: RwSignal<String>) -> Option<bool> {
    match field.get_untracked().as_str() {
        "" => None,
        word => Some(word == "yes"),
    }
}

/// What was typed; `None` for nothing.
pub fn text(field: RwSignal<String>) -> Option<String> {
    let value = field.get_untracked();
    (!value.trim().is_empty()).then(|| value.trim().to_owned())
}

/// The number that was typed; names the field that holds no number.
///
/// # Errors
/// When it is no number.
pub fn number(field: RwSignal<String>, name: &str) -> Result<Option<u32>, Failure> {
    let Some(typed) = text(field) else {
        return Ok(None);
    };
    let number = typed.parse().map(Some);
    number.map_err(|_| Failure::field(name, t!("whole-number")))
}

/// The values that were typed one after the other; empty for none.
pub fn list(field: RwSignal<String>) -> Vec<String> {
    field.with_untracked(|values| {
        let values = values.split([',', '\\']).map(str::trim);
        values
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    })
}

/// As [`list`]; nothing typed is all, or none as it was `before`.
fn list_or_all(field: RwSignal<String>, before: Option<Vec<String>>) -> Option<Vec<String>> {
    let none = before.filter(Vec::is_empty);
    Some(list(field))
        .filter(|values| !values.is_empty())
        .or(none)
}

impl WorklistFields {
    /// Fields that hold a worklist's settings.
    pub fn new(worklist: &WorklistProfile) -> Self {
        let text = || RwSignal::new(String::new());
        let switch = || RwSignal::new(false);
        let fields = Self {
            base: StoredValue::new(WorklistProfile::default()),
            character_set: text(),
            assumed: text(),
            own_station: text(),
            hides: switch(),
            hide_after: [text(), text(), text(), text()],
            days_back: text(),
            days_ahead: text(),
            max_answers: text(),
            when_more: text(),
            always_ff00: text(),
            name_prefix: text(),
            modalities: text(),
            stations: text(),
        };
        fields.take(worklist);
        fields
    }

    /// Fills the fields with settings.
    pub fn take(&self, worklist: &WorklistProfile) {
        self.base.set_value(worklist.clone());
        self.character_set
            .set(worklist.character_set.clone().unwrap_or_default());
        self.assumed
            .set(worklist.assumed_character_set.clone().unwrap_or_default());
        self.own_station.set(three_ways(worklist.own_station_only));
        self.hides.set(worklist.hide.is_some());
        let rules = worklist.hide.as_deref().unwrap_or_default();
        for (status, after) in HIDDEN.iter().zip(self.hide_after) {
            let rule = rules.iter().find(|rule| rule.status == *status);
            after.set(shown(rule.map(|rule| rule.after_minutes)));
        }
        self.days_back.set(shown(worklist.days_back));
        self.days_ahead.set(shown(worklist.days_ahead));
        self.max_answers.set(shown(worklist.max_answers));
        let when_more = match worklist.when_more {
            None => "",
            Some(WhenMore::Cut) => "cut",
            Some(WhenMore::Fail) => "fail",
        };
        self.when_more.set(when_more.to_owned());
        self.always_ff00.set(three_ways(worklist.always_ff00));
        self.name_prefix.set(three_ways(worklist.name_prefix));
        let joined = |values: &Option<Vec<String>>| values.as_ref().map(|values| values.join(", "));
        self.modalities.set(shown(joined(&worklist.modalities)));
        self.stations.set(shown(joined(&worklist.stations)));
    }

    /// The settings the fields describe; names the field that is no number.
    ///
    /// # Errors
    /// When a field holds no number.
    pub fn profile(&self) -> Result<WorklistProfile, Failure> {
        let mut worklist = self.base.get_value();
        worklist.character_set = text(self.character_set);
        worklist.assumed_character_set = text(self.assumed);
        worklist.own_station_only = yes_or_no(self.own_station);
        worklist.hide = self.hide(worklist.hide.take())?;
        worklist.days_back = number(self.days_back, "worklist.days_back")?;
        worklist.days_ahead = number(self.days_ahead, "worklist.days_ahead")?;
        worklist.max_answers = number(self.max_answers, "worklist.max_answers")?;
        worklist.when_more = match self.when_more.get_untracked().as_str() {
            "cut" => Some(WhenMore::Cut),
            "fail" => Some(WhenMore::Fail),
            _ => None,
        };
        worklist.always_ff00 = yes_or_no(self.always_ff00);
        worklist.name_prefix = yes_or_no(self.name_prefix);
        worklist.modalities = list_or_all(self.modalities, worklist.modalities.take());
        worklist.stations = list_or_all(self.stations, worklist.stations.take());
        Ok(worklist)
    }

    fn hide(&self, before: Option<Vec<HideRule>>) -> Result<Option<Vec<HideRule>>, Failure> {
        if !self.hides.get_untracked() {
            return Ok(None);
        }
        let mut rules = before.unwrap_or_default();
        rules.retain(|rule| !HIDDEN.contains(&rule.status.as_str()));
        for (status, after) in HIDDEN.iter().zip(self.hide_after) {
            if let Some(after_minutes) = number(after, "worklist.hide")? {
                rules.push(HideRule {
                    status: (*status).to_owned(),
                    after_minutes,
                });
            }
        }
        Ok(Some(rules))
    }
}

fn ways(none: String) -> Vec<(String, String)> {
    vec![
        (String::new(), none),
        ("yes".to_owned(), t!("yes")),
        ("no".to_owned(), t!("no")),
    ]
}

/// The fields.
#[component]
pub fn WorklistFieldset(
    /// What they hold.
    fields: WorklistFields,
    /// What the service says of them.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let as_all = Signal::derive(|| ways(t!("as-for-everybody")));
    let empty_is_as_all = Signal::derive(|| t!("empty-as-for-everybody"));
    view! {
        <fieldset class="form-section">
            <legend>{move || t!("worklist")}</legend>
            <div class="form-grid">
                <SelectField
                    label=Signal::derive(|| t!("answer-charset"))
                    value=fields.character_set
                    options=Signal::derive(move || character_sets(&fields.character_set.get(), t!("charset-as-asked")))
                    problem=problem_of(failure, "worklist.character_set")
                />
                <SelectField
                    label=Signal::derive(|| t!("assumed-charset"))
                    value=fields.assumed
                    options=Signal::derive(move || character_sets(&fields.assumed.get(), t!("as-for-everybody")))
                    problem=problem_of(failure, "worklist.assumed_character_set")
                />
                <SelectField label=Signal::derive(|| t!("own-station-only")) value=fields.own_station options=as_all />
                <TextField
                    label=Signal::derive(|| t!("days-back"))
                    value=fields.days_back
                    problem=problem_of(failure, "worklist.days_back")
                    hint=empty_is_as_all
                    max_length=4
                />
                <TextField
                    label=Signal::derive(|| t!("days-ahead"))
                    value=fields.days_ahead
                    problem=problem_of(failure, "worklist.days_ahead")
                    hint=empty_is_as_all
                    max_length=4
                />
                <SelectField label=Signal::derive(|| t!("name-prefix")) value=fields.name_prefix options=as_all />
                <TextField
                    label=Signal::derive(|| t!("max-answers"))
                    value=fields.max_answers
                    problem=problem_of(failure, "worklist.max_answers")
                    hint=empty_is_as_all
                    max_length=6
                />
                <SelectField
                    label=Signal::derive(|| t!("when-more"))
                    value=fields.when_more
                    options=Signal::derive(|| {
                        vec![
                            (String::new(), t!("as-for-everybody")),
                            ("cut".to_owned(), t!("when-more-cut")),
                            ("fail".to_owned(), t!("when-more-fail")),
                        ]
                    })
                />
                <SelectField label=Signal::derive(|| t!("always-ff00")) value=fields.always_ff00 options=as_all />
                <TextField
                    label=Signal::derive(|| t!("offered-modalities"))
                    value=fields.modalities
                    problem=problem_of(failure, "worklist.modalities")
                    hint=Signal::derive(|| t!("offered-modalities-hint"))
                    max_length=120
                />
                <TextField
                    label=Signal::derive(|| t!("offered-stations"))
                    value=fields.stations
                    problem=problem_of(failure, "worklist.stations")
                    hint=Signal::derive(|| t!("offered-stations-hint"))
                    max_length=400
                />
            </div>
            {switch(fields.hides, || t!("hide-own"))}
            <Show when=move || fields.hides.get()>
                <HideFields fields failure />
            </Show>
        </fieldset>
    }
}

/// After how many minutes each status leaves the worklist.
#[component]
fn HideFields(fields: WorklistFields, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let problem = problem_of(failure, "worklist.hide");
    view! {
        <div class="device-hide" role="group" aria-label=move || t!("hide-own")>
            {HIDDEN
                .into_iter()
                .zip(fields.hide_after)
                .map(|(status, after)| {
                    view! {
                        <TextField
                            label=Signal::derive(move || t!("hide-after", status = hidden_word(status)))
                            value=after
                            max_length=5
                        />
                    }
                })
                .collect_view()}
            <p class="hint">{move || t!("hide-hint")}</p>
            {move || problem.get().map(|problem| view! { <p class="problem" role="alert">{problem}</p> })}
        </div>
    }
}

/// A box to tick.
pub fn switch(on: RwSignal<bool>, words: fn() -> String) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                on:change=move |event| on.set(event_target_checked(&event))
            />
            {words}
        </label>
    }
}
