//! What is particular about a device, as fields of its form: worklist, performed steps, access.

use super::{
    character_set::character_sets,
    device_dialog::problem_of,
    device_learned::Learned,
    field::{SelectField, TextField},
};
use crate::t;
use contract::{
    Failure,
    device_profile::{DeviceProfile, HideRule, ServiceUse, Validation, WhenMore},
};
use leptos::prelude::*;

/// The settings there is a field for, as the service names them.
pub const PROFILE_FIELDS: [&str; 11] = [
    "worklist.character_set",
    "worklist.assumed_character_set",
    "worklist.days_back",
    "worklist.days_ahead",
    "worklist.max_answers",
    "worklist.hide",
    "performed.assumed_character_set",
    "performed.close_after_minutes",
    "access.called_ae_titles",
    "access.certificate",
    "access.max_associations",
];

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
pub struct ProfileFields {
    /// What the form began with: settings without a field stay as they are.
    base: StoredValue<DeviceProfile>,
    character_set: RwSignal<String>,
    assumed: RwSignal<String>,
    own_station: RwSignal<String>,
    hides: RwSignal<bool>,
    hide_after: [RwSignal<String>; 4],
    days_back: RwSignal<String>,
    days_ahead: RwSignal<String>,
    max_answers: RwSignal<String>,
    when_more: RwSignal<String>,
    always_ff00: RwSignal<String>,
    name_prefix: RwSignal<String>,
    validation: RwSignal<String>,
    performed_assumed: RwSignal<String>,
    close_after: RwSignal<String>,
    worklist: RwSignal<bool>,
    performed: RwSignal<bool>,
    retrieve: RwSignal<bool>,
    called: RwSignal<String>,
    certificate: RwSignal<String>,
    tls_only: RwSignal<bool>,
    max_associations: RwSignal<String>,
    notify: RwSignal<bool>,
}

fn shown<T: ToString>(value: Option<T>) -> String {
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

fn text(field: RwSignal<String>) -> Option<String> {
    let value = field.get_untracked();
    (!value.trim().is_empty()).then(|| value.trim().to_owned())
}

fn number(field: RwSignal<String>, name: &str) -> Result<Option<u32>, Failure> {
    let Some(typed) = text(field) else {
        return Ok(None);
    };
    let number = typed.parse().map(Some);
    number.map_err(|_| Failure::field(name, t!("whole-number")))
}

impl ProfileFields {
    /// Fields that hold a profile.
    pub fn new(profile: &DeviceProfile) -> Self {
        let text = || RwSignal::new(String::new());
        let switch = || RwSignal::new(false);
        let fields = Self {
            base: StoredValue::new(DeviceProfile::default()),
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
            validation: text(),
            performed_assumed: text(),
            close_after: text(),
            worklist: switch(),
            performed: switch(),
            retrieve: switch(),
            called: text(),
            certificate: text(),
            tls_only: switch(),
            max_associations: text(),
            notify: switch(),
        };
        fields.take(profile);
        fields
    }

    /// Fills the fields with a profile.
    pub fn take(&self, profile: &DeviceProfile) {
        self.base.set_value(profile.clone());
        let worklist = &profile.worklist;
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
        let validation = match profile.performed.validation {
            Validation::Lenient => "lenient",
            Validation::Strict => "strict",
            Validation::Learn => "learn",
        };
        self.validation.set(validation.to_owned());
        let assumed = profile.performed.assumed_character_set.clone();
        self.performed_assumed.set(assumed.unwrap_or_default());
        self.close_after
            .set(shown(profile.performed.close_after_minutes));
        let access = &profile.access;
        let may = |service| {
            let services = access.services.as_ref();
            services.is_none_or(|services| services.contains(&service))
        };
        self.worklist.set(may(ServiceUse::Worklist));
        self.performed.set(may(ServiceUse::Performed));
        self.retrieve.set(may(ServiceUse::Retrieve));
        self.called.set(access.called_ae_titles.join(", "));
        self.certificate.set(access.certificate.clone());
        self.tls_only.set(access.tls_only);
        self.max_associations.set(shown(access.max_associations));
        self.notify.set(access.notify);
    }

    /// The profile the fields describe; names the field that is no number.
    pub fn profile(&self) -> Result<DeviceProfile, Failure> {
        let mut profile = self.base.get_value();
        let worklist = &mut profile.worklist;
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
        profile.performed.validation = match self.validation.get_untracked().as_str() {
            "strict" => Validation::Strict,
            "learn" => Validation::Learn,
            _ => Validation::Lenient,
        };
        profile.performed.assumed_character_set = text(self.performed_assumed);
        profile.performed.close_after_minutes =
            number(self.close_after, "performed.close_after_minutes")?;
        let access = &mut profile.access;
        access.services = self.services();
        access.called_ae_titles = self.called.with_untracked(|titles| {
            let titles = titles.split([',', '\\']).map(str::trim);
            titles
                .filter(|title| !title.is_empty())
                .map(str::to_owned)
                .collect()
        });
        access.certificate = text(self.certificate).unwrap_or_default();
        access.tls_only = self.tls_only.get_untracked();
        access.max_associations = number(self.max_associations, "access.max_associations")?;
        access.notify = self.notify.get_untracked();
        Ok(profile)
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

    fn services(&self) -> Option<Vec<ServiceUse>> {
        let all = [
            (self.worklist, ServiceUse::Worklist),
            (self.performed, ServiceUse::Performed),
            (self.retrieve, ServiceUse::Retrieve),
        ];
        let chosen = all.iter().filter(|(on, _)| on.get_untracked());
        let chosen: Vec<ServiceUse> = chosen.map(|(_, service)| *service).collect();
        (chosen.len() < all.len()).then_some(chosen)
    }
}

/// The fields, folded away until they are wanted or one of them is wrong.
#[component]
pub fn DeviceProfileFields(
    /// What they hold.
    fields: ProfileFields,
    /// What the service says of them.
    failure: RwSignal<Option<Failure>>,
    /// The device; `None` while it is new and has sent nothing.
    device: Option<i64>,
) -> impl IntoView {
    let particular = fields
        .base
        .with_value(|profile| *profile != DeviceProfile::default());
    let wrong = Memo::new(move |_| {
        failure.with(|failure| {
            let field = failure.as_ref().and_then(|failure| failure.field.clone());
            field.is_some_and(|field| PROFILE_FIELDS.contains(&field.as_str()))
        })
    });
    view! {
        <details class="device-profile" prop:open=move || particular || wrong.get()>
            <summary>
                <b>{move || t!("profile")}</b>
                <span class="muted">{move || t!("profile-hint")}</span>
            </summary>
            <WorklistFields fields failure />
            <fieldset class="form-section">
                <legend>{move || t!("profile-performed")}</legend>
                {device.map(|device| view! { <Learned device fields /> })}
                <div class="form-grid">
                    <SelectField
                        label=Signal::derive(|| t!("validation"))
                        value=fields.validation
                        options=Signal::derive(|| {
                            vec![
                                ("lenient".to_owned(), t!("validation-lenient")),
                                ("strict".to_owned(), t!("validation-strict")),
                                ("learn".to_owned(), t!("validation-learn")),
                            ]
                        })
                    />
                    <SelectField
                        label=Signal::derive(|| t!("assumed-charset-performed"))
                        value=fields.performed_assumed
                        options=Signal::derive(move || {
                            character_sets(&fields.performed_assumed.get(), t!("as-for-everybody"))
                        })
                        problem=problem_of(failure, "performed.assumed_character_set")
                    />
                    <TextField
                        label=Signal::derive(|| t!("close-after"))
                        value=fields.close_after
                        problem=problem_of(failure, "performed.close_after_minutes")
                        hint=Signal::derive(|| t!("close-after-hint"))
                        max_length=6
                    />
                </div>
            </fieldset>
            <AccessFields fields failure />
        </details>
    }
}

fn ways(none: String) -> Vec<(String, String)> {
    vec![
        (String::new(), none),
        ("yes".to_owned(), t!("yes")),
        ("no".to_owned(), t!("no")),
    ]
}

#[component]
fn WorklistFields(fields: ProfileFields, failure: RwSignal<Option<Failure>>) -> impl IntoView {
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
fn HideFields(fields: ProfileFields, failure: RwSignal<Option<Failure>>) -> impl IntoView {
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

#[component]
fn AccessFields(fields: ProfileFields, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    view! {
        <fieldset class="form-section">
            <legend>{move || t!("profile-access")}</legend>
            <div class="device-switches" role="group" aria-label=move || t!("services-allowed")>
                <span class="muted">{move || t!("services-allowed")}</span>
                {switch(fields.worklist, || t!("worklist"))}
                {switch(fields.performed, || "MPPS".to_owned())}
                {switch(fields.retrieve, || t!("service-retrieve"))}
            </div>
            <div class="form-grid">
                <TextField
                    label=Signal::derive(|| t!("called-titles"))
                    value=fields.called
                    problem=problem_of(failure, "access.called_ae_titles")
                    hint=Signal::derive(|| t!("called-titles-hint"))
                    max_length=200
                />
                <TextField
                    label=Signal::derive(|| t!("max-associations"))
                    value=fields.max_associations
                    problem=problem_of(failure, "access.max_associations")
                    hint=Signal::derive(|| t!("empty-as-for-everybody"))
                    max_length=4
                />
                <TextField
                    label=Signal::derive(|| t!("certificate"))
                    value=fields.certificate
                    problem=problem_of(failure, "access.certificate")
                    hint=Signal::derive(|| t!("certificate-hint"))
                    max_length=95
                />
            </div>
            <div class="device-switches">
                {switch(fields.tls_only, || t!("tls-only"))} {switch(fields.notify, || t!("notify-performed"))}
            </div>
        </fieldset>
    }
}

fn switch(on: RwSignal<bool>, words: fn() -> String) -> impl IntoView {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_stays_as_it_was() {
        let owner = Owner::new();
        owner.with(|| {
            let mut profile = DeviceProfile::default();
            assert_eq!(ProfileFields::new(&profile).profile().unwrap(), profile);
            profile.worklist.character_set = Some("ISO_IR 13\\ISO 2022 IR 87".to_owned());
            profile.worklist.own_station_only = Some(false);
            profile.worklist.hide = Some(vec![
                HideRule {
                    status: "READY".to_owned(),
                    after_minutes: 9,
                },
                HideRule {
                    status: "COMPLETED".to_owned(),
                    after_minutes: 0,
                },
            ]);
            profile.worklist.when_more = Some(WhenMore::Fail);
            profile.performed.validation = Validation::Learn;
            profile.access.services = Some(vec![ServiceUse::Worklist]);
            profile.access.called_ae_titles = vec!["DAY".to_owned(), "NIGHT".to_owned()];
            assert_eq!(ProfileFields::new(&profile).profile().unwrap(), profile);
        });
    }

    #[test]
    fn what_is_no_number_is_named() {
        let owner = Owner::new();
        owner.with(|| {
            let fields = ProfileFields::new(&DeviceProfile::default());
            fields.days_ahead.set("many".to_owned());
            let failure = fields.profile().unwrap_err();
            assert_eq!(failure.field.as_deref(), Some("worklist.days_ahead"));
        });
    }
}
