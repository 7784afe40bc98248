//! The charge catalogue of the simulated department: for its procedures, agents, supplies and films.

use crate::simulator::catalogue::{self, SCHEME};
use contract::Code;
use contract::charges::{ChargeRuleForm, ChargeTrigger, QuantityRule};
use std::collections::BTreeSet;

/// Coding scheme of what the simulated department charges.
const CHARGES: &str = "99CHARGE";
/// The agent of which orders say how much: what differs from it shows.
const AGENT_WITH_DOSE: &str = "CM-GADOB1";
/// Procedures whose preparation is charged also when they are stopped, by the start of their codes.
const CHARGED_IN_PART: &str = "XA";

/// The catalogue: an entry for everything a simulated scanner reports.
#[must_use]
pub fn charges() -> Vec<ChargeRuleForm> {
    let mut rules = Vec::new();
    let mut known = BTreeSet::new();
    for procedure in catalogue::all() {
        let is_charged_in_part = procedure.modality == CHARGED_IN_PART;
        rules.push(ChargeRuleForm {
            on: ChargeTrigger::Procedure,
            discontinued_percent: if is_charged_in_part { 40 } else { 0 },
            ..rule(procedure.code, procedure.meaning)
        });
        for supply in procedure.supplies {
            if known.insert(supply.code) {
                rules.push(ChargeRuleForm {
                    on: ChargeTrigger::Supply,
                    quantity: QuantityRule::RoundedUp,
                    ..rule(supply.code, supply.meaning)
                });
            }
        }
        if let Some(agent) = procedure.agent
            && known.insert(agent.code)
        {
            let has_dose = agent.code == AGENT_WITH_DOSE;
            rules.push(ChargeRuleForm {
                on: ChargeTrigger::Supply,
                quantity: QuantityRule::AsReported,
                ordered: if has_dose {
                    agent.amount.to_string()
                } else {
                    String::new()
                },
                ..rule(agent.code, agent.name)
            });
        }
    }
    rules.push(ChargeRuleForm {
        on: ChargeTrigger::Film,
        code: Code::default(),
        quantity: QuantityRule::AsReported,
        ..rule("FILM", "Film")
    });
    rules
}

/// How much of a contrast agent orders ask for, where the catalogue says so.
pub(super) fn ordered_dose(agent: &str) -> Option<u64> {
    let rule = charges()
        .into_iter()
        .find(|rule| rule.code.value == agent)?;
    rule.ordered.parse().ok()
}

fn rule(value: &str, meaning: &str) -> ChargeRuleForm {
    ChargeRuleForm {
        code: Code {
            value: value.to_owned(),
            scheme: SCHEME.to_owned(),
            meaning: meaning.to_owned(),
        },
        charge: Code {
            value: format!("C-{value}"),
            scheme: CHARGES.to_owned(),
            meaning: meaning.to_owned(),
        },
        ..ChargeRuleForm::default()
    }
}
