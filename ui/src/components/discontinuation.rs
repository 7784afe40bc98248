//! The reasons of CID 9301 (PS3.16) with their classes, as a person chooses one.

use crate::{components::field::new_id, t};
use contract::Code;
use leptos::prelude::*;

/// Kinds of reasons, in the order to offer them. Ours; the standard has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Harm by the exam.
    AdverseEvent,
    /// The patient's state or will.
    Patient,
    /// A clinician decided.
    Clinical,
    /// The equipment.
    Technical,
    /// The order was wrong.
    OrderError,
    /// The patient did not come.
    NoShow,
    /// For correct charging.
    Billing,
    /// Another entry of the worklist was picked than meant.
    WrongEntry,
    /// None that is known.
    Unspecified,
}

const CLASSES: [Class; 9] = [
    Class::AdverseEvent,
    Class::Patient,
    Class::Clinical,
    Class::Technical,
    Class::OrderError,
    Class::NoShow,
    Class::Billing,
    Class::WrongEntry,
    Class::Unspecified,
];

struct Reason {
    value: &'static str,
    /// Code Meaning of PS3.16, which goes into the data.
    meaning: &'static str,
    class: Class,
}

const fn reason(value: &'static str, meaning: &'static str, class: Class) -> Reason {
    Reason {
        value,
        meaning,
        class,
    }
}

const REASONS: [Reason; 19] = [
    reason("110500", "Doctor canceled procedure", Class::Clinical),
    reason("110501", "Equipment failure", Class::Technical),
    reason("110502", "Incorrect procedure ordered", Class::OrderError),
    reason(
        "110503",
        "Patient allergic to media/contrast",
        Class::Patient,
    ),
    reason("110504", "Patient died", Class::Patient),
    reason(
        "110505",
        "Patient refused to continue procedure",
        Class::Patient,
    ),
    reason(
        "110506",
        "Patient taken for treatment or surgery",
        Class::Patient,
    ),
    reason("110507", "Patient did not arrive", Class::NoShow),
    reason("110508", "Patient pregnant", Class::Patient),
    reason(
        "110509",
        "Change of procedure for correct charging",
        Class::Billing,
    ),
    reason("110510", "Duplicate order", Class::OrderError),
    reason("110511", "Nursing unit cancel", Class::Clinical),
    reason("110512", "Incorrect side ordered", Class::OrderError),
    reason(
        "110513",
        "Discontinued for unspecified reason",
        Class::Unspecified,
    ),
    reason(
        "110514",
        "Incorrect worklist entry selected",
        Class::WrongEntry,
    ),
    reason(
        "110515",
        "Patient condition prevented continuing",
        Class::Patient,
    ),
    reason("110516", "Equipment change", Class::Technical),
    reason(
        "95384003",
        "Injection site extravasation",
        Class::AdverseEvent,
    ),
    reason(
        "292094009",
        "Adverse reaction to radiopharmaceutical",
        Class::AdverseEvent,
    ),
];

/// The code of a Code Value of the list.
pub fn reason_code(value: &str) -> Option<Code> {
    let reason = REASONS.iter().find(|reason| reason.value == value)?;
    // The codes of DICOM itself have six digits.
    let scheme = if reason.value.len() == 6 {
        "DCM"
    } else {
        "SCT"
    };
    Some(Code {
        value: reason.value.to_owned(),
        scheme: scheme.to_owned(),
        meaning: reason.meaning.to_owned(),
    })
}

/// The class of a Code Value of the list.
pub fn class_of(value: &str) -> Option<Class> {
    let reason = REASONS.iter().find(|reason| reason.value == value)?;
    Some(reason.class)
}

fn class_word(class: Class) -> String {
    match class {
        Class::AdverseEvent => t!("class-adverse-event"),
        Class::Patient => t!("class-patient"),
        Class::Clinical => t!("class-clinical"),
        Class::Technical => t!("class-technical"),
        Class::OrderError => t!("class-order-error"),
        Class::NoShow => t!("class-no-show"),
        Class::Billing => t!("class-billing"),
        Class::WrongEntry => t!("class-wrong-entry"),
        Class::Unspecified => t!("class-unspecified"),
    }
}

fn reason_word(reason: &Reason) -> String {
    match reason.value {
        "110500" => t!("reason-110500"),
        "110501" => t!("reason-110501"),
        "110502" => t!("reason-110502"),
        "110503" => t!("reason-110503"),
        "110504" => t!("reason-110504"),
        "110505" => t!("reason-110505"),
        "110506" => t!("reason-110506"),
        "110507" => t!("reason-110507"),
        "110508" => t!("reason-110508"),
        "110509" => t!("reason-110509"),
        "110510" => t!("reason-110510"),
        "110511" => t!("reason-110511"),
        "110512" => t!("reason-110512"),
        "110513" => t!("reason-110513"),
        "110514" => t!("reason-110514"),
        "110515" => t!("reason-110515"),
        "110516" => t!("reason-110516"),
        "95384003" => t!("reason-95384003"),
        "292094009" => t!("reason-292094009"),
        _ => reason.meaning.to_owned(),
    }
}

/// A choice of the reason of a discontinuation, grouped by class.
#[component]
pub fn ReasonField(
    /// The Code Value chosen; empty while none is.
    #[prop(into)]
    value: Signal<String>,
    /// Chooses one.
    choose: Callback<String>,
) -> impl IntoView {
    let id = new_id();
    let option = move |reason: &'static Reason| {
        let words = format!("{} ({})", reason_word(reason), reason.value);
        view! {
            <option value=reason.value prop:selected=move || value.with(|value| value == reason.value)>
                {words}
            </option>
        }
    };
    let group = move |class: Class| {
        let of_class = REASONS.iter().filter(move |reason| reason.class == class);
        view! { <optgroup label=class_word(class)>{of_class.map(option).collect_view()}</optgroup> }
    };
    let is_adverse = Memo::new(move |_| class_of(&value.get()) == Some(Class::AdverseEvent));
    view! {
        <div class="field">
            <label for=id.clone()>{move || t!("discontinuation-reason")}</label>
            <select
                id=id
                class="input"
                aria-required="true"
                on:change=move |event| choose.run(event_target_value(&event))
            >
                <option value="" prop:selected=move || value.with(String::is_empty)>
                    {move || t!("choose-reason")}
                </option>
                {move || CLASSES.map(group).collect_view()}
            </select>
            <Show when=move || is_adverse.get()>
                <p class="adverse" role="status">{move || t!("adverse-event-note")}</p>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, text_in};

    #[test]
    fn every_reason_has_words_in_both_languages_and_a_code() {
        for reason in &REASONS {
            let key = format!("reason-{}", reason.value);
            for language in [Language::English, Language::Spanish] {
                assert_ne!(text_in(language, &key, &[]), key);
            }
            assert!(reason_code(reason.value).is_some_and(|code| code.meaning == reason.meaning));
            assert_ne!(reason_word(reason), "");
        }
        assert_eq!(reason_code(""), None);
    }

    #[test]
    fn every_class_has_a_reason() {
        for class in CLASSES {
            assert!(REASONS.iter().any(|reason| reason.class == class));
        }
    }

    #[test]
    fn codes_of_snomed_name_their_scheme() {
        let scheme = |value| reason_code(value).map(|code| code.scheme);
        assert_eq!(scheme("95384003").as_deref(), Some("SCT"));
        assert_eq!(scheme("110501").as_deref(), Some("DCM"));
        assert_eq!(class_of("292094009"), Some(Class::AdverseEvent));
    }
}
