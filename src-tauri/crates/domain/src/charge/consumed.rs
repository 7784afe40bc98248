//! What was used up: supplies, contrast, films, exposures.

use super::Trigger;
use super::{Catalogue, Check, Due, Origin, Performed, Quantity, QuantityRule, Requested, Rule};
use crate::Code;
use crate::exam::Performance;
use crate::folding::fold;
use crate::performed_step::{Consumption, ConsumptionSource};

/// Units that mean pieces (CID 82 and UCUM annotations).
const PIECES: [&str; 6] = ["1", "{piece}", "{film}", "{exposure}", "no units", "ea"];

/// One kind of thing, from all performed steps.
struct Used<'a> {
    key: String,
    origin: Origin,
    code: Code,
    unit: String,
    rule: Option<&'a Rule>,
    /// Reported; `None` once one report cannot be read or has another unit.
    performed: Option<Quantity>,
    /// What counts of it, before it is rounded.
    charged: Quantity,
    /// Reported of completed steps.
    completed: Quantity,
    is_complete: bool,
    sources: Vec<i64>,
}

/// The lines of what was used up in the performed steps that are charged with this procedure.
pub(super) fn lines(
    procedure: &Requested,
    counted: &[&Performed],
    catalogue: &Catalogue,
) -> Vec<Due> {
    let mut used: Vec<Used<'_>> = Vec::new();
    let own = counted
        .iter()
        .filter(|step| step.is_charged_with(procedure));
    for step in own {
        for (source, item) in &step.consumption {
            if let Some(kind) = kind(*source)
                && !is_named_twice(kind, item, step)
            {
                add(&mut used, kind, item, step, catalogue);
            }
        }
    }
    let mut lines: Vec<Due> = used.into_iter().filter_map(line).collect();
    lines.sort_by(|one, other| (one.origin, &one.key).cmp(&(other.origin, &other.key)));
    lines
}

/// What a source is charged as; `None` for dose, which is not, and for billing codes, which are
/// base charges.
fn kind(source: ConsumptionSource) -> Option<Origin> {
    match source {
        ConsumptionSource::BillingSupplies => Some(Origin::Supply),
        ConsumptionSource::Contrast => Some(Origin::Contrast),
        ConsumptionSource::FilmConsumption => Some(Origin::Film),
        ConsumptionSource::Exposures => Some(Origin::Exposures),
        ConsumptionSource::BillingProcedureStep
        | ConsumptionSource::DoseAreaProduct
        | ConsumptionSource::EntranceDose
        | ConsumptionSource::EntranceDoseInMilligray
        | ConsumptionSource::FluoroscopyTime
        | ConsumptionSource::DoseComment => None,
    }
}

/// Whether contrast is also among the supplies of the same step: that one is charged.
fn is_named_twice(kind: Origin, item: &Consumption, step: &Performed) -> bool {
    let is_same = |supply: &Consumption| match (&supply.code, &item.code) {
        (Some(one), Some(other)) => one.is_same_concept(other),
        (_, _) => !item.name.is_empty() && fold(&supply.name) == fold(&item.name),
    };
    kind == Origin::Contrast
        && step.consumption.iter().any(|(source, supply)| {
            *source == ConsumptionSource::BillingSupplies && is_same(supply)
        })
}

fn add<'a>(
    used: &mut Vec<Used<'a>>,
    origin: Origin,
    item: &Consumption,
    step: &Performed,
    catalogue: &'a Catalogue,
) {
    let rule = rule(origin, item, catalogue);
    let code = item.code.clone().unwrap_or_else(|| match rule {
        // Named in words that the catalogue knows.
        Some(rule) => rule.code.clone(),
        None => Code::new("", "", &item.name),
    });
    let key = key(origin, &code);
    // Contrast that does not say how much says nothing; a supply that does not is one piece.
    let quantity = match (item.quantity.is_empty(), origin) {
        (true, Origin::Contrast | Origin::Film | Origin::Exposures) => None,
        (true, _) => Some(Quantity::ONE),
        (false, _) => Quantity::parse(&item.quantity).filter(|quantity| !quantity.is_negative()),
    };
    let unit = unit(&item.unit);
    let is_complete = step.performance == Performance::Completed;
    let percent = match rule {
        Some(rule) if !is_complete => rule.discontinued_percent,
        Some(_) | None => 100,
    };
    let position = used.iter().position(|known| known.key == key);
    let known = match position.and_then(|position| used.get_mut(position)) {
        Some(known) => known,
        None => {
            used.push(Used {
                key,
                origin,
                code,
                unit: unit.clone(),
                rule,
                performed: Some(Quantity::ZERO),
                charged: Quantity::ZERO,
                completed: Quantity::ZERO,
                is_complete: false,
                sources: Vec::new(),
            });
            let Some(new) = used.last_mut() else { return };
            new
        }
    };
    let is_same_unit = known.unit.eq_ignore_ascii_case(&unit);
    known.performed = match (known.performed, quantity) {
        (Some(sum), Some(quantity)) if is_same_unit => Some(sum + quantity),
        (_, _) => None,
    };
    known.charged = known.charged + quantity.unwrap_or_default().percent(percent);
    if is_complete {
        known.completed = known.completed + quantity.unwrap_or_default();
        known.is_complete = true;
    }
    if !known.sources.contains(&step.id) {
        known.sources.push(step.id);
    }
}

fn rule<'a>(origin: Origin, item: &Consumption, catalogue: &'a Catalogue) -> Option<&'a Rule> {
    match origin {
        Origin::Film => catalogue.find(Trigger::Film, &Code::default()),
        Origin::Exposures => catalogue.find(Trigger::Exposure, &Code::default()),
        Origin::Contrast
        | Origin::Supply
        | Origin::Procedure
        | Origin::BillingCode
        | Origin::Manual => match &item.code {
            Some(code) => catalogue.find(Trigger::Supply, code),
            None => {
                let name = fold(&item.name);
                let mut rules = catalogue.0.iter().filter(|rule| rule.on == Trigger::Supply);
                rules.find(|rule| {
                    !name.is_empty()
                        && (fold(&rule.code.meaning) == name || fold(&rule.code.value) == name)
                })
            }
        },
    }
}

fn key(origin: Origin, code: &Code) -> String {
    match origin {
        Origin::Film => "film".to_owned(),
        Origin::Exposures => "exposures".to_owned(),
        Origin::Contrast
        | Origin::Supply
        | Origin::Procedure
        | Origin::BillingCode
        | Origin::Manual => {
            // One agent may come as contrast in one step and as a supply in the next.
            let value = if code.value.is_empty() {
                fold(&code.meaning)
            } else {
                code.value.clone()
            };
            format!("supply:{}:{value}", code.scheme)
        }
    }
}

fn unit(reported: &str) -> String {
    let unit = reported.trim();
    if PIECES.iter().any(|piece| unit.eq_ignore_ascii_case(piece)) {
        String::new()
    } else {
        unit.to_owned()
    }
}

/// The line; `None` where nothing is charged and nothing is to be decided.
fn line(used: Used<'_>) -> Option<Due> {
    // Hardly any department charges exposures: without an entry they are only a number of the exam.
    if used.rule.is_none() && used.origin == Origin::Exposures {
        return None;
    }
    let quantity = used
        .rule
        .map_or(Quantity::ZERO, |rule| charged(rule, &used));
    let ordered = used.rule.and_then(|rule| rule.ordered);
    let check = match (used.rule, used.performed) {
        (Some(_), Some(performed)) => Check::of(ordered, performed),
        (Some(rule), None) if rule.quantity == QuantityRule::Once => Check::Allowed,
        (_, _) => Check::Unknown,
    };
    let is_nothing = quantity.is_zero() && check != Check::Unknown;
    let amount = used.performed.map(|performed| performed.to_string());
    (!is_nothing).then(|| Due {
        facts: format!(
            "{} of {} {} {}",
            used.completed,
            amount.unwrap_or_else(|| "?".to_owned()),
            used.unit,
            if used.is_complete {
                "completed"
            } else {
                "discontinued"
            },
        ),
        key: used.key,
        origin: used.origin,
        charge: used.rule.map_or(used.code, |rule| rule.charge.clone()),
        modifiers: used
            .rule
            .map(|rule| rule.modifiers.clone())
            .unwrap_or_default(),
        ordered,
        performed: used.performed,
        quantity,
        unit: used.unit,
        check,
        sources: used.sources,
    })
}

fn charged(rule: &Rule, used: &Used<'_>) -> Quantity {
    match rule.quantity {
        QuantityRule::Once if used.is_complete => Quantity::ONE,
        QuantityRule::Once => Quantity::ONE.percent(rule.discontinued_percent),
        QuantityRule::AsReported | QuantityRule::RoundedUp if used.performed.is_none() => {
            Quantity::ZERO
        }
        QuantityRule::AsReported => used.charged,
        QuantityRule::RoundedUp => used.charged.rounded_up(),
    }
}
