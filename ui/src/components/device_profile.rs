//! What is particular about a device, as fields of its form: worklist, performed steps, access.

use super::{
    character_set::character_sets,
    device_dialog::problem_of,
    device_learned::Learned,
    field::{SelectField, TextField},
    worklist_fields::{WorklistFields, WorklistFieldset, list, number, shown, switch, text},
};
use crate::t;
use contract::{
    Failure,
    device_profile::{DeviceProfile, ServiceUse, Validation},
};
use leptos::prelude::*;

/// The settings there is a field for, as the service names them.
pub const PROFILE_FIELDS: [&str; 13] = [
    "worklist.character_set",
    "worklist.assumed_character_set",
    "worklist.days_back",
    "worklist.days_ahead",
    "worklist.max_answers",
    "worklist.hide",
    "worklist.modalities",
    "worklist.stations",
    "performed.assumed_character_set",
    "performed.close_after_minutes",
    "access.called_ae_titles",
    "access.certificate",
    "access.max_associations",
];

/// What the fields hold.
#[derive(Clone, Copy)]
pub struct ProfileFields {
    /// What the form began with: settings without a field stay as they are.
    base: StoredValue<DeviceProfile>,
    offer: WorklistFields,
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

impl ProfileFields {
    /// Fields that hold a profile.
    pub fn new(profile: &DeviceProfile) -> Self {
        let text = || RwSignal::new(String::new());
        let switch = || RwSignal::new(false);
        let fields = Self {
            base: StoredValue::new(DeviceProfile::default()),
            offer: WorklistFields::new(&profile.worklist),
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
        self.offer.take(&profile.worklist);
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
        profile.worklist = self.offer.profile()?;
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
        access.called_ae_titles = list(self.called);
        access.certificate = text(self.certificate).unwrap_or_default();
        access.tls_only = self.tls_only.get_untracked();
        access.max_associations = number(self.max_associations, "access.max_associations")?;
        access.notify = self.notify.get_untracked();
        Ok(profile)
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
            <WorklistFieldset fields=fields.offer failure />
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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::device_profile::{HideRule, WhenMore};

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
            profile.worklist.modalities = Some(vec!["CT".to_owned(), "PT".to_owned()]);
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
            fields.offer.days_ahead.set("many".to_owned());
            let failure = fields.profile().unwrap_err();
            assert_eq!(failure.field.as_deref(), Some("worklist.days_ahead"));
        });
    }
}
