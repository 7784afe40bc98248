//! The base charge: what was done, once a requested procedure.

use super::{Catalogue, Check, Due, Origin, Performed, Quantity, Requested, Rule, Trigger};
use crate::Code;
use crate::exam::Performance;
use crate::performed_step::ConsumptionSource;

/// A code that says what was done.
struct Basis {
    code: Code,
    origin: Origin,
}

/// The base lines of a procedure. Billing codes of the modality count if any were sent, else the
/// performed procedure code, else the requested code.
pub(super) fn lines(
    procedure: &Requested,
    counted: &[&Performed],
    catalogue: &Catalogue,
) -> Vec<Due> {
    let completed: Vec<&Performed> = counted
        .iter()
        .copied()
        .filter(|step| step.performance == Performance::Completed)
        .collect();
    let is_complete = !completed.is_empty();
    let steps = if is_complete { &completed } else { counted };
    let mut lines: Vec<Due> = Vec::new();
    for basis in bases(procedure, steps, catalogue) {
        let line = line(procedure, &basis, steps, catalogue, is_complete);
        let is_twice = lines
            .iter()
            .any(|known| known.charge.is_same_concept(&line.charge));
        // Of a discontinued procedure that charges nothing there is nothing to show.
        let is_nothing = line.quantity.is_zero() && !is_complete;
        if !is_twice && !is_nothing {
            lines.push(line);
        }
    }
    let missing = procedure.code.as_ref().filter(|_| is_complete);
    lines.extend(missing.and_then(|code| not_performed(code, &lines, catalogue, steps)));
    lines
}

fn rule<'a>(catalogue: &'a Catalogue, basis: &Basis) -> Option<&'a Rule> {
    let billed = (basis.origin == Origin::BillingCode)
        .then(|| catalogue.find(Trigger::BillingCode, &basis.code))
        .flatten();
    billed.or_else(|| catalogue.find(Trigger::Procedure, &basis.code))
}

fn line(
    procedure: &Requested,
    basis: &Basis,
    steps: &[&Performed],
    catalogue: &Catalogue,
    is_complete: bool,
) -> Due {
    let rule = rule(catalogue, basis);
    let percent = match rule {
        Some(_) if is_complete => 100,
        Some(rule) => rule.discontinued_percent,
        None if is_complete => 100,
        None => 0,
    };
    let performed = Quantity::ONE.percent(percent);
    let charge = rule.map_or(&basis.code, |rule| &rule.charge);
    let ordered = procedure.code.as_ref().map(|requested| {
        if is_ordered(requested, basis, charge, catalogue) {
            rule.and_then(|rule| rule.ordered).unwrap_or(Quantity::ONE)
        } else {
            Quantity::ZERO
        }
    });
    Due {
        key: key(&basis.code),
        origin: basis.origin,
        charge: charge.clone(),
        modifiers: rule.map(|rule| rule.modifiers.clone()).unwrap_or_default(),
        ordered,
        performed: Some(performed),
        quantity: if rule.is_some() {
            performed
        } else {
            Quantity::ZERO
        },
        unit: String::new(),
        check: if rule.is_some() {
            Check::of(ordered, performed)
        } else {
            Check::Unknown
        },
        sources: steps.iter().map(|step| step.id).collect(),
        facts: if is_complete {
            "completed"
        } else {
            "discontinued"
        }
        .to_owned(),
    }
}

/// Whether what was done is what was requested, or is charged as that.
fn is_ordered(requested: &Code, basis: &Basis, charge: &Code, catalogue: &Catalogue) -> bool {
    let of_requested = catalogue.find(Trigger::Procedure, requested);
    requested.is_same_concept(&basis.code)
        || of_requested.is_some_and(|rule| rule.charge.is_same_concept(charge))
}

/// The line of a requested procedure when something else was performed: nothing is charged of it,
/// and the difference shows.
fn not_performed(
    requested: &Code,
    lines: &[Due],
    catalogue: &Catalogue,
    steps: &[&Performed],
) -> Option<Due> {
    let is_performed = lines
        .iter()
        .any(|line| line.ordered.is_some_and(|ordered| !ordered.is_zero()));
    if is_performed || lines.is_empty() {
        return None;
    }
    let rule = catalogue.find(Trigger::Procedure, requested)?;
    let ordered = rule.ordered.unwrap_or(Quantity::ONE);
    Some(Due {
        key: key(requested),
        origin: Origin::Procedure,
        charge: rule.charge.clone(),
        modifiers: rule.modifiers.clone(),
        ordered: Some(ordered),
        performed: Some(Quantity::ZERO),
        quantity: Quantity::ZERO,
        unit: String::new(),
        check: Check::Less,
        sources: steps.iter().map(|step| step.id).collect(),
        facts: "not performed".to_owned(),
    })
}

fn key(code: &Code) -> String {
    format!("procedure:{}:{}", code.scheme, code.value)
}

fn bases(procedure: &Requested, steps: &[&Performed], catalogue: &Catalogue) -> Vec<Basis> {
    let billed = billed(procedure, steps);
    if !billed.is_empty() {
        return billed;
    }
    let code = performed_code(procedure, steps, catalogue).or(procedure.code.as_ref());
    let basis = code.map(|code| Basis {
        code: code.clone(),
        origin: Origin::Procedure,
    });
    basis.into_iter().collect()
}

/// The billing codes of a procedure, each concept once. In the group case a code that was requested
/// belongs to the procedure that requests it, any other to the first procedure.
fn billed(procedure: &Requested, steps: &[&Performed]) -> Vec<Basis> {
    let mut found: Vec<Basis> = Vec::new();
    for step in steps {
        let codes = step
            .consumption
            .iter()
            .filter(|(source, _)| *source == ConsumptionSource::BillingProcedureStep)
            .filter_map(|(_, item)| item.code.as_ref());
        for code in codes {
            let requested_by = step
                .procedures
                .iter()
                .filter(|linked| is_requested(linked, code))
                .map(|linked| linked.id)
                .collect::<Vec<_>>();
            let is_own = if requested_by.is_empty() {
                step.is_charged_with(procedure)
            } else {
                requested_by.contains(&procedure.id)
            };
            if is_own && !found.iter().any(|basis| basis.code.is_same_concept(code)) {
                found.push(Basis {
                    code: code.clone(),
                    origin: Origin::BillingCode,
                });
            }
        }
    }
    found.sort_by(|one, other| one.code.cmp(&other.code));
    found
}

fn is_requested(procedure: &Requested, code: &Code) -> bool {
    let requested = procedure.code.as_ref();
    requested.is_some_and(|requested| requested.is_same_concept(code))
}

/// The performed procedure code: the requested one if it is among those reported, else the first the
/// catalogue knows, else the first. One acquisition of several procedures cannot say what each of
/// them was: there the requested code counts where there is one.
fn performed_code<'a>(
    procedure: &Requested,
    steps: &[&'a Performed],
    catalogue: &Catalogue,
) -> Option<&'a Code> {
    let reported = || steps.iter().flat_map(|step| &step.procedure_codes);
    if let Some(code) = reported().find(|code| is_requested(procedure, code)) {
        return Some(code);
    }
    let is_group = steps.iter().any(|step| step.procedures.len() > 1);
    if is_group && procedure.code.is_some() {
        return None;
    }
    let own = || {
        let steps = steps.iter().filter(|step| step.is_charged_with(procedure));
        steps.flat_map(|step| &step.procedure_codes)
    };
    let known = own().find(|code| catalogue.find(Trigger::Procedure, code).is_some());
    known.or_else(|| own().next())
}
