//! The charge catalogue as it is declared in a TOML file.

use super::Problem;
use crate::department::Department;
use contract::Code;
use contract::charges::{
    ChargeRuleForm, ChargeTrigger, ListChargeRules, QuantityRule, SaveChargeRule,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// `[[charge]]`
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredCharge {
    /// `procedure`, `supply`, `billing-code`, `film` or `exposure`.
    #[serde(default)]
    on: ChargeTrigger,
    /// The code that makes it; films and exposures have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    scheme: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    meaning: String,
    /// What is charged.
    charge: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    charge_scheme: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    charge_meaning: String,
    /// `once`, `as-reported` or `rounded-up`.
    #[serde(default)]
    quantity: QuantityRule,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    modifiers: Vec<String>,
    /// How many the order implies, a decimal number in quotes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ordered: String,
    /// Percent charged of a discontinued exam.
    #[serde(default)]
    discontinued_percent: u8,
}

impl From<&DeclaredCharge> for ChargeRuleForm {
    fn from(declared: &DeclaredCharge) -> Self {
        let code = |value: &str, scheme: &str, meaning: &str| Code {
            value: value.to_owned(),
            scheme: scheme.to_owned(),
            meaning: meaning.to_owned(),
        };
        Self {
            on: declared.on,
            code: code(&declared.code, &declared.scheme, &declared.meaning),
            charge: code(
                &declared.charge,
                &declared.charge_scheme,
                &declared.charge_meaning,
            ),
            quantity: declared.quantity,
            modifiers: declared.modifiers.clone(),
            ordered: declared.ordered.clone(),
            discontinued_percent: declared.discontinued_percent,
        }
    }
}

impl From<&ChargeRuleForm> for DeclaredCharge {
    fn from(form: &ChargeRuleForm) -> Self {
        Self {
            on: form.on,
            code: form.code.value.clone(),
            scheme: form.code.scheme.clone(),
            meaning: form.code.meaning.clone(),
            charge: form.charge.value.clone(),
            charge_scheme: form.charge.scheme.clone(),
            charge_meaning: form.charge.meaning.clone(),
            quantity: form.quantity,
            modifiers: form.modifiers.clone(),
            ordered: form.ordered.clone(),
            discontinued_percent: form.discontinued_percent,
        }
    }
}

/// Declares entries: one that names the same code is changed, an equal one stays.
pub(super) async fn declare(
    department: &Arc<Department>,
    declared: &[DeclaredCharge],
    dry_run: bool,
) -> Result<(), Problem> {
    if declared.is_empty() {
        return Ok(());
    }
    let known = department.list_charge_rules(ListChargeRules {}).await?;
    let mut same = 0;
    for charge in declared {
        let form = ChargeRuleForm::from(charge);
        let existing = known.iter().find(|row| {
            row.form.on == form.on
                && row.form.code.value == form.code.value
                && row.form.code.scheme == form.code.scheme
        });
        if existing.is_some_and(|row| row.form == form) {
            same += 1;
            continue;
        }
        let word = if existing.is_some() { "change" } else { "add" };
        println!("{word} charge {} for {}", charge.charge, charge.code);
        if !dry_run {
            let id = existing.map(|row| row.id);
            department
                .save_charge_rule(SaveChargeRule { id, form })
                .await
                .map_err(|failure| format!("charge {}: {failure}", charge.charge))?;
        }
    }
    println!("{same} charges unchanged");
    Ok(())
}
