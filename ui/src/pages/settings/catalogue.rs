//! The charge catalogue: what is charged for what.

use crate::{
    backend,
    components::{
        device_dialog::{problem_elsewhere, problem_of},
        dialog::Dialog,
        field::{SelectField, TextField},
        icon::{Icon, IconView},
        loaded::{Empty, Loaded},
        menu::{MenuButton, MenuItem},
        toast::use_toasts,
    },
    live::{fetched::fetched, topics::Topic},
    t,
};
use contract::{
    Code, Failure,
    charges::{
        ChargeRuleForm, ChargeRuleRow, ChargeTrigger, ListChargeRules, QuantityRule,
        RemoveChargeRule, SaveChargeRule,
    },
};
use leptos::{ev, prelude::*, task::spawn_local};

const TRIGGERS: [ChargeTrigger; 5] = [
    ChargeTrigger::Procedure,
    ChargeTrigger::Supply,
    ChargeTrigger::BillingCode,
    ChargeTrigger::Film,
    ChargeTrigger::Exposure,
];
const QUANTITIES: [QuantityRule; 3] = [
    QuantityRule::Once,
    QuantityRule::AsReported,
    QuantityRule::RoundedUp,
];

fn trigger_word(trigger: ChargeTrigger) -> String {
    match trigger {
        ChargeTrigger::Procedure => t!("procedure"),
        ChargeTrigger::Supply => t!("charge-on-supply"),
        ChargeTrigger::BillingCode => t!("charge-on-billing-code"),
        ChargeTrigger::Film => t!("charge-on-film"),
        ChargeTrigger::Exposure => t!("charge-on-exposure"),
    }
}

fn quantity_word(quantity: QuantityRule) -> String {
    match quantity {
        QuantityRule::Once => t!("quantity-once"),
        QuantityRule::AsReported => t!("quantity-as-reported"),
        QuantityRule::RoundedUp => t!("quantity-rounded-up"),
    }
}

/// The panel of the settings page.
#[component]
pub fn CataloguePanel() -> impl IntoView {
    let rules = fetched(|| Some(ListChargeRules {}), vec![Topic::Charges]);
    let edited = RwSignal::new(None::<(Option<i64>, ChargeRuleForm)>);
    let dialog = move || {
        let close = Callback::new(move |()| edited.set(None));
        let (id, form) = edited.get()?;
        Some(view! { <RuleDialog id form close /> })
    };
    view! {
        <section class="panel catalogue">
            <header>
                <h2>{move || t!("charge-catalogue")}</h2>
                <span class="panel-gap"></span>
                <button class="button" on:click=move |_| edited.set(Some((None, ChargeRuleForm::default())))>
                    <IconView icon=Icon::Plus />
                    {move || t!("add-charge-rule")}
                </button>
            </header>
            <Loaded fetched=rules let:view>
                <Rules view edited />
            </Loaded>
        </section>
        {dialog}
    }
}

#[component]
fn Rules(
    view: Signal<Vec<ChargeRuleRow>>,
    edited: RwSignal<Option<(Option<i64>, ChargeRuleForm)>>,
) -> impl IntoView {
    let some = Memo::new(move |_| view.with(|rules| !rules.is_empty()));
    let rows = move || {
        let rules = view.get().into_iter();
        rules.map(|rule| row(rule, edited)).collect_view()
    };
    view! {
        <Show
            when=move || some.get()
            fallback=|| view! { <Empty line=Signal::derive(|| t!("no-charge-rules")) /> }
        >
            <div class="catalogue-scroll" tabindex="0" role="region" aria-label=move || t!("charge-catalogue")>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{move || t!("charge-on")}</th>
                            <th scope="col">{move || t!("charge-made-by")}</th>
                            <th scope="col">{move || t!("charge-code")}</th>
                            <th scope="col">{move || t!("charge-quantity")}</th>
                            <th scope="col" class="number">{move || t!("ordered")}</th>
                            <th scope="col" class="number">{move || t!("charge-discontinued")}</th>
                            <th scope="col">
                                <span class="hidden-text">{move || t!("actions")}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
}

/// A row; tracked by language.
fn row(
    rule: ChargeRuleRow,
    edited: RwSignal<Option<(Option<i64>, ChargeRuleForm)>>,
) -> impl IntoView {
    let toasts = use_toasts();
    let ChargeRuleRow { id, form } = rule;
    let label = t!("actions-of", name = form.charge.value.clone());
    let percent = form.discontinued_percent;
    let again = form.clone();
    let items = Signal::derive(move || {
        let form = again.clone();
        vec![
            MenuItem {
                words: t!("edit-charge-rule"),
                run: Callback::new(move |()| edited.set(Some((Some(id), form.clone())))),
            },
            MenuItem {
                words: t!("remove-charge-rule"),
                run: Callback::new(move |()| {
                    spawn_local(async move {
                        match backend::call(RemoveChargeRule { id }).await {
                            Ok(()) => toasts.say(t!("charge-rule-removed"), None),
                            Err(failure) => toasts.say_failure(&failure),
                        }
                    });
                }),
            },
        ]
    });
    view! {
        <tr>
            <td>{trigger_word(form.on)}</td>
            <td>
                <b>{form.code.value.clone()}</b>
                " "
                <span class="muted">{form.code.meaning.clone()}</span>
            </td>
            <td>
                <b>{form.charge.value.clone()}</b>
                " "
                <span class="muted">{form.charge.meaning.clone()} " " {form.modifiers.join(" ")}</span>
            </td>
            <td>{quantity_word(form.quantity)}</td>
            <td class="number">{form.ordered}</td>
            <td class="number">{format!("{percent} %")}</td>
            <td class="row-actions">
                <MenuButton label=Signal::stored(label) items />
            </td>
        </tr>
    }
}

#[component]
fn RuleDialog(id: Option<i64>, form: ChargeRuleForm, close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let failure = RwSignal::new(None::<Failure>);
    let place_of = |position: Option<usize>| RwSignal::new(position.unwrap_or(0).to_string());
    let on = place_of(TRIGGERS.iter().position(|trigger| *trigger == form.on));
    let rule = place_of(QUANTITIES.iter().position(|rule| *rule == form.quantity));
    let text = RwSignal::new;
    let (code, scheme, meaning) = (
        text(form.code.value),
        text(form.code.scheme),
        text(form.code.meaning),
    );
    let (charge, charge_scheme, charge_meaning) = (
        text(form.charge.value),
        text(form.charge.scheme),
        text(form.charge.meaning),
    );
    let modifiers = text(form.modifiers.join(" "));
    let ordered = text(form.ordered);
    let percent = text(form.discontinued_percent.to_string());
    let chosen = move || {
        let place = on.with(|on| on.parse::<usize>().unwrap_or(0));
        TRIGGERS.get(place).copied().unwrap_or_default()
    };
    let has_code = Memo::new(move |_| match chosen() {
        ChargeTrigger::Film | ChargeTrigger::Exposure => false,
        ChargeTrigger::Procedure | ChargeTrigger::Supply | ChargeTrigger::BillingCode => true,
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        let Ok(discontinued_percent) = text(percent).parse::<u8>() else {
            failure.set(Some(Failure::field(
                "discontinued_percent",
                t!("percent-range"),
            )));
            return;
        };
        let place = text(rule).parse::<usize>().unwrap_or(0);
        let form = ChargeRuleForm {
            on: untrack(chosen),
            code: Code {
                value: text(code),
                scheme: text(scheme),
                meaning: text(meaning),
            },
            charge: Code {
                value: text(charge),
                scheme: text(charge_scheme),
                meaning: text(charge_meaning),
            },
            quantity: QUANTITIES.get(place).copied().unwrap_or_default(),
            modifiers: text(modifiers)
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            ordered: text(ordered),
            discontinued_percent,
        };
        spawn_local(async move {
            match backend::call(SaveChargeRule { id, form }).await {
                Ok(_) => {
                    toasts.say(t!("charge-rule-saved"), None);
                    close.run(());
                }
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    let title = Signal::derive(move || {
        if id.is_none() {
            t!("add-charge-rule")
        } else {
            t!("edit-charge-rule")
        }
    });
    let numbered = |words: Vec<String>| {
        let words = words.into_iter().enumerate();
        let options = words.map(|(place, word)| (place.to_string(), word));
        options.collect::<Vec<(String, String)>>()
    };
    view! {
        <Dialog title close>
            <form class="dialog-body" novalidate on:submit=save>
                <div class="field-row">
                    <SelectField
                        label=Signal::derive(|| t!("charge-on"))
                        value=on
                        options=Signal::derive(move || numbered(TRIGGERS.map(trigger_word).to_vec()))
                    />
                    <SelectField
                        label=Signal::derive(|| t!("charge-quantity"))
                        value=rule
                        options=Signal::derive(move || numbered(QUANTITIES.map(quantity_word).to_vec()))
                    />
                </div>
                <Show when=move || has_code.get()>
                    <div class="field-row">
                        <TextField
                            label=Signal::derive(|| t!("charge-made-by"))
                            value=code
                            problem=problem_of(failure, "code")
                            required=true
                        />
                        <TextField label=Signal::derive(|| t!("coding-scheme")) value=scheme />
                    </div>
                    <TextField label=Signal::derive(|| t!("charge-meaning")) value=meaning />
                </Show>
                <div class="field-row">
                    <TextField
                        label=Signal::derive(|| t!("charge-code"))
                        value=charge
                        problem=problem_of(failure, "charge")
                        required=true
                    />
                    <TextField label=Signal::derive(|| t!("coding-scheme")) value=charge_scheme />
                </div>
                <TextField label=Signal::derive(|| t!("charge-meaning")) value=charge_meaning />
                <div class="field-row">
                    <TextField
                        label=Signal::derive(|| t!("charge-modifiers"))
                        value=modifiers
                        problem=problem_of(failure, "modifiers")
                        hint=Signal::derive(|| t!("charge-modifiers-hint"))
                    />
                    <TextField
                        label=Signal::derive(|| t!("ordered"))
                        value=ordered
                        problem=problem_of(failure, "ordered")
                        hint=Signal::derive(|| t!("charge-ordered-hint"))
                        max_length=16
                    />
                </div>
                <TextField
                    label=Signal::derive(|| t!("charge-discontinued"))
                    value=percent
                    problem=problem_of(failure, "discontinued_percent")
                    hint=Signal::derive(|| t!("charge-discontinued-hint"))
                    max_length=3
                />
                {move || {
                    problem_elsewhere(failure, &["code", "charge", "modifiers", "ordered", "discontinued_percent"])
                        .map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })
                }}
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("discard")}
                    </button>
                    <button class="button primary">{move || t!("save-charge")}</button>
                </div>
            </form>
        </Dialog>
    }
}
