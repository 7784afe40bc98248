//! The charge catalogue: listed, entered, removed.

use super::catalogue;
use super::change::Refused;
use crate::department::Department;
use crate::schedule::ChangeSet;
use crate::views::map;
use contract::charges::{
    ChargeRuleForm, ChargeRuleRow, ChargeTrigger, ListChargeRules, QuantityRule, RemoveChargeRule,
    SaveChargeRule,
};
use contract::{Failure, FailureCode};
use domain::Code;
use domain::charge::{self, Quantity, Rule, Trigger};
use domain::validation;
use serde_json::json;
use std::sync::Arc;
use storage::{AuditEntry, Snapshot, StoredChargeRule};

const SUBJECT: &str = "charge-rule";

/// Modifiers of one entry at most: HL7 FT1-26 and claims take four.
const MODIFIERS: usize = 4;

impl Department {
    /// The catalogue.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_charge_rules(
        self: &Arc<Self>,
        _request: ListChargeRules,
    ) -> Result<Vec<ChargeRuleRow>, Failure> {
        self.read(|_, session| Ok(session.charge_rules()?.iter().map(row).collect()))
            .await
    }

    /// Adds or changes an entry.
    ///
    /// # Errors
    /// A field that cannot be, a code that has an entry, an entry that is gone.
    pub async fn save_charge_rule(
        self: &Arc<Self>,
        request: SaveChargeRule,
    ) -> Result<ChargeRuleRow, Failure> {
        let rule = read(&request.form)?;
        let set = ChangeSet::begin(self, "");
        self.change_charges(move |session| {
            let known = session.charge_rules()?;
            let before = match request.id {
                Some(id) => Some(known.iter().find(|known| known.id == id).ok_or_else(|| {
                    Refused(Failure::new(
                        FailureCode::NotFound,
                        "this entry is no longer there",
                    ))
                })?),
                None => None,
            };
            let is_taken = catalogue(session)?.find(rule.on, &rule.code).is_some()
                && before.is_none_or(|before| !is_same(&before.rule, &rule));
            if is_taken {
                return Err(Refused(Failure::field("code", "this code has an entry")));
            }
            let id = session.save_charge_rule(request.id, &rule)?;
            session.add_audit(AuditEntry {
                before: before
                    .map(|before| snapshot(&before.rule))
                    .unwrap_or_default(),
                after: snapshot(&rule),
                ..set.entry(
                    if before.is_some() { "edit" } else { "create" },
                    SUBJECT,
                    id,
                )
            })?;
            Ok(row(&StoredChargeRule { id, rule }))
        })
        .await
    }

    /// Takes an entry away; what was released stays as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_charge_rule(
        self: &Arc<Self>,
        request: RemoveChargeRule,
    ) -> Result<(), Failure> {
        let set = ChangeSet::begin(self, "");
        self.change_charges(move |session| {
            let known = session.charge_rules()?;
            let Some(known) = known.iter().find(|known| known.id == request.id) else {
                return Ok(());
            };
            session.remove_charge_rule(known.id)?;
            session.add_audit(AuditEntry {
                before: snapshot(&known.rule),
                ..set.entry("remove", SUBJECT, known.id)
            })?;
            Ok(())
        })
        .await
    }
}

fn is_same(one: &Rule, other: &Rule) -> bool {
    one.on == other.on && one.code.is_same_concept(&other.code)
}

fn snapshot(rule: &Rule) -> Snapshot {
    let form = form(rule);
    Snapshot::of(&json!(form))
}

/// An entry as the window shows it.
pub(crate) fn row(stored: &StoredChargeRule) -> ChargeRuleRow {
    ChargeRuleRow {
        id: stored.id,
        form: form(&stored.rule),
    }
}

fn form(rule: &Rule) -> ChargeRuleForm {
    ChargeRuleForm {
        on: match rule.on {
            Trigger::Procedure => ChargeTrigger::Procedure,
            Trigger::Supply => ChargeTrigger::Supply,
            Trigger::BillingCode => ChargeTrigger::BillingCode,
            Trigger::Film => ChargeTrigger::Film,
            Trigger::Exposure => ChargeTrigger::Exposure,
        },
        code: map::code(&rule.code),
        charge: map::code(&rule.charge),
        quantity: match rule.quantity {
            charge::QuantityRule::Once => QuantityRule::Once,
            charge::QuantityRule::AsReported => QuantityRule::AsReported,
            charge::QuantityRule::RoundedUp => QuantityRule::RoundedUp,
        },
        modifiers: rule.modifiers.clone(),
        ordered: rule
            .ordered
            .map(|ordered| ordered.to_string())
            .unwrap_or_default(),
        discontinued_percent: rule.discontinued_percent,
    }
}

fn read(form: &ChargeRuleForm) -> Result<Rule, Failure> {
    let on = match form.on {
        ChargeTrigger::Procedure => Trigger::Procedure,
        ChargeTrigger::Supply => Trigger::Supply,
        ChargeTrigger::BillingCode => Trigger::BillingCode,
        ChargeTrigger::Film => Trigger::Film,
        ChargeTrigger::Exposure => Trigger::Exposure,
    };
    let code = match on {
        Trigger::Film | Trigger::Exposure => Code::default(),
        Trigger::Procedure | Trigger::Supply | Trigger::BillingCode => code("code", &form.code)?,
    };
    let modifiers: Vec<String> = form
        .modifiers
        .iter()
        .map(|modifier| text("modifiers", modifier))
        .collect::<Result<_, _>>()?;
    if modifiers.len() > MODIFIERS {
        let detail = format!("at most {MODIFIERS} modifiers");
        return Err(Failure::field("modifiers", detail));
    }
    let ordered = match form.ordered.trim() {
        "" => None,
        number => Some(
            Quantity::parse(number)
                .filter(|quantity| !quantity.is_negative())
                .ok_or_else(|| Failure::field("ordered", "not a number from 0 on"))?,
        ),
    };
    if form.discontinued_percent > 100 {
        return Err(Failure::field("discontinued_percent", "at most 100"));
    }
    Ok(Rule {
        on,
        code,
        charge: self::code("charge", &form.charge)?,
        quantity: match form.quantity {
            QuantityRule::Once => charge::QuantityRule::Once,
            QuantityRule::AsReported => charge::QuantityRule::AsReported,
            QuantityRule::RoundedUp => charge::QuantityRule::RoundedUp,
        },
        modifiers: modifiers
            .into_iter()
            .filter(|modifier| !modifier.is_empty())
            .collect(),
        ordered,
        discontinued_percent: form.discontinued_percent,
    })
}

fn text(field: &str, text: &str) -> Result<String, Failure> {
    validation::long_string(text.trim())
        .map_err(|problem| Failure::field(field, problem.to_string()))
}

fn code(field: &str, code: &contract::Code) -> Result<Code, Failure> {
    let read = Code {
        value: text(field, &code.value)?,
        scheme: text(field, &code.scheme)?,
        meaning: text(field, &code.meaning)?,
    };
    if read.value.is_empty() {
        return Err(Failure::field(field, "a code is required"));
    }
    Ok(read)
}
