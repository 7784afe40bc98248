//! The rules of charges, by example and at random.

use super::*;
use proptest::prelude::*;

fn code(value: &str) -> Code {
    Code::new(value, "99LOCAL", value)
}

fn requested(id: i64) -> Requested {
    Requested {
        id,
        code: Some(code(&format!("PROC{id}"))),
    }
}

fn rule(on: Trigger, value: &str, quantity: QuantityRule) -> Rule {
    Rule {
        on,
        code: code(value),
        charge: code(&format!("CH-{value}")),
        quantity,
        modifiers: Vec::new(),
        ordered: None,
        discontinued_percent: 0,
    }
}

fn catalogue() -> Catalogue {
    let procedures =
        (1..=4).map(|id| rule(Trigger::Procedure, &format!("PROC{id}"), QuantityRule::Once));
    let contrast = Rule {
        ordered: Quantity::parse("100"),
        ..rule(Trigger::Supply, "CONTRAST", QuantityRule::AsReported)
    };
    let others = [
        contrast,
        rule(Trigger::Supply, "SYRINGE", QuantityRule::AsReported),
        rule(Trigger::Film, "FILM", QuantityRule::RoundedUp),
    ];
    Catalogue(procedures.chain(others).collect())
}

fn step(id: i64, performance: Performance, procedures: &[i64]) -> Performed {
    Performed {
        id,
        performance,
        is_waived: false,
        procedures: procedures.iter().copied().map(requested).collect(),
        procedure_codes: Vec::new(),
        consumption: Vec::new(),
    }
}

fn used(
    source: ConsumptionSource,
    value: &str,
    quantity: &str,
    unit: &str,
) -> (ConsumptionSource, Consumption) {
    let item = Consumption {
        code: (!value.is_empty()).then(|| code(value)),
        name: value.to_owned(),
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
    };
    (source, item)
}

fn consuming(mut step: Performed, items: &[(ConsumptionSource, Consumption)]) -> Performed {
    step.consumption.extend(items.iter().cloned());
    step
}

/// Charge, quantity and check of each line.
fn told(lines: &[Due]) -> Vec<(String, String, Check)> {
    lines
        .iter()
        .map(|line| {
            (
                line.charge.value.clone(),
                line.quantity.to_string(),
                line.check,
            )
        })
        .collect()
}

fn line(charge: &str, quantity: &str, check: Check) -> (String, String, Check) {
    (charge.to_owned(), quantity.to_owned(), check)
}

use ConsumptionSource::{BillingProcedureStep, BillingSupplies, Contrast, FilmConsumption};
use Performance::{Completed, Discontinued, InProgress, WrongEntry};

#[test]
fn a_completed_exam_is_charged_as_requested() {
    let performed = [step(7, Completed, &[1])];
    let lines = due(&requested(1), &performed, &catalogue());
    assert_eq!(told(&lines), [line("CH-PROC1", "1", Check::Matches)]);
    assert_eq!(lines[0].sources, [7]);
}

#[test]
fn a_discontinued_exam_that_a_person_does_not_charge_charges_nothing() {
    let mut catalogue = catalogue();
    for rule in &mut catalogue.0 {
        rule.discontinued_percent = 50;
    }
    let stopped = step(7, Discontinued, &[2]);
    assert_ne!(
        due(&requested(2), std::slice::from_ref(&stopped), &catalogue),
        []
    );
    let waived = [Performed {
        is_waived: true,
        ..stopped
    }];
    let lines = due(&requested(2), &waived, &catalogue);
    assert_eq!(lines, []);
    assert_eq!(
        not_charged(Some(&requested(2)), &waived, &lines),
        Some(NotCharged::Discontinued)
    );
}

#[test]
fn nothing_is_charged_before_the_end_of_a_wrong_entry_or_of_a_discontinued_exam() {
    for (performance, why) in [
        (InProgress, NotCharged::Running),
        (WrongEntry, NotCharged::WrongEntry),
        (Discontinued, NotCharged::Discontinued),
    ] {
        let spent = used(BillingSupplies, "SYRINGE", "1", "");
        let performed = [consuming(step(7, performance, &[1]), &[spent])];
        let lines = due(&requested(1), &performed, &catalogue());
        assert_eq!(told(&lines), [], "{performance:?}");
        assert_eq!(
            not_charged(Some(&requested(1)), &performed, &lines),
            Some(why)
        );
    }
    let unscheduled = [step(7, Completed, &[])];
    assert_eq!(due(&requested(1), &unscheduled, &catalogue()), []);
    assert_eq!(
        not_charged(None, &unscheduled, &[]),
        Some(NotCharged::Unscheduled)
    );
}

#[test]
fn a_discontinued_exam_is_charged_in_part_where_the_catalogue_says_so() {
    let mut catalogue = catalogue();
    for rule in &mut catalogue.0 {
        rule.discontinued_percent = 50;
    }
    let spent = used(BillingSupplies, "SYRINGE", "3", "");
    let performed = [consuming(step(7, Discontinued, &[1]), &[spent])];
    let lines = due(&requested(1), &performed, &catalogue);
    let expected = [
        line("CH-PROC1", "0.5", Check::Less),
        line("CH-SYRINGE", "1.5", Check::Allowed),
    ];
    assert_eq!(told(&lines), expected);
}

#[test]
fn one_acquisition_of_several_procedures_charges_each_and_its_consumption_once() {
    let spent = used(BillingSupplies, "CONTRAST", "90", "ml");
    let performed = [consuming(step(7, Completed, &[2, 1, 3]), &[spent])];
    let of = |id| told(&due(&requested(id), &performed, &catalogue()));
    let base = |charge: &str| line(charge, "1", Check::Matches);
    assert_eq!(
        of(1),
        [base("CH-PROC1"), line("CH-CONTRAST", "90", Check::Less)]
    );
    assert_eq!(of(2), [base("CH-PROC2")]);
    assert_eq!(of(3), [base("CH-PROC3")]);
}

#[test]
fn billing_codes_of_a_group_go_to_the_procedures_that_request_them() {
    let billed = [
        used(BillingProcedureStep, "PROC2", "", ""),
        used(BillingProcedureStep, "PROC4", "", ""),
    ];
    let performed = [consuming(step(7, Completed, &[1, 2]), &billed)];
    let of = |id| told(&due(&requested(id), &performed, &catalogue()));
    // The first procedure has the code nobody requested, and its own was not performed.
    let expected = [
        line("CH-PROC4", "1", Check::More),
        line("CH-PROC1", "0", Check::Less),
    ];
    assert_eq!(of(1), expected);
    assert_eq!(of(2), [line("CH-PROC2", "1", Check::Matches)]);
}

#[test]
fn what_was_performed_counts_before_what_was_requested() {
    let mut other = step(7, Completed, &[1]);
    other.procedure_codes = vec![code("NOT-KNOWN"), code("PROC3")];
    let expected = [
        line("CH-PROC3", "1", Check::More),
        line("CH-PROC1", "0", Check::Less),
    ];
    assert_eq!(
        told(&due(&requested(1), &[other.clone()], &catalogue())),
        expected
    );
    let billed = consuming(other, &[used(BillingProcedureStep, "PROC1", "", "")]);
    assert_eq!(
        told(&due(&requested(1), &[billed], &catalogue())),
        [line("CH-PROC1", "1", Check::Matches)]
    );
}

#[test]
fn an_append_adds_consumption_and_no_second_base_charge() {
    let contrast = used(BillingSupplies, "CONTRAST", "60.5", "ml");
    let performed = [
        consuming(step(9, Completed, &[1]), std::slice::from_ref(&contrast)),
        consuming(step(7, Completed, &[1]), &[contrast]),
    ];
    let lines = due(&requested(1), &performed, &catalogue());
    let expected = [
        line("CH-PROC1", "1", Check::Matches),
        line("CH-CONTRAST", "121", Check::More),
    ];
    assert_eq!(told(&lines), expected);
}

#[test]
fn contrast_that_is_also_a_supply_is_charged_once() {
    let performed = [consuming(
        step(7, Completed, &[1]),
        &[
            used(BillingSupplies, "CONTRAST", "100", "mL"),
            used(Contrast, "CONTRAST", "100", "mL"),
            used(FilmConsumption, "", "2", "{film}"),
            used(FilmConsumption, "", "1", "{film}"),
        ],
    )];
    let expected = [
        line("CH-PROC1", "1", Check::Matches),
        line("CH-CONTRAST", "100", Check::Matches),
        line("CH-FILM", "3", Check::Allowed),
    ];
    assert_eq!(
        told(&due(&requested(1), &performed, &catalogue())),
        expected
    );
}

#[test]
fn what_the_catalogue_does_not_know_or_nobody_can_read_charges_nothing_and_shows() {
    let performed = [consuming(
        step(7, Completed, &[1]),
        &[
            used(BillingSupplies, "STENT", "1", ""),
            used(BillingSupplies, "SYRINGE", "two", ""),
        ],
    )];
    let expected = [
        line("CH-PROC1", "1", Check::Matches),
        line("STENT", "0", Check::Unknown),
        line("CH-SYRINGE", "0", Check::Unknown),
    ];
    assert_eq!(
        told(&due(&requested(1), &performed, &catalogue())),
        expected
    );
}

#[test]
fn a_released_line_stays_when_the_catalogue_changes_and_goes_when_the_facts_do() {
    let performed = [step(7, Completed, &[1])];
    let mut ledger = Vec::new();
    release(&mut ledger, &due(&requested(1), &performed, &catalogue()));
    let mut dearer = catalogue();
    dearer.0[0].charge = code("NEW-PRICE");
    let again = due(&requested(1), &performed, &dearer);
    assert!(pending(&again, &ledger).is_empty());
    let moved = [step(7, Completed, &[2])];
    release(&mut ledger, &due(&requested(1), &moved, &catalogue()));
    let quantities: Vec<String> = ledger
        .iter()
        .map(|entry| entry.quantity.to_string())
        .collect();
    assert_eq!(quantities, ["1", "-1"]);
    assert_eq!(ledger[1].credits.as_ref(), Some(&ledger[0].id));
}

#[test]
fn a_correction_of_a_released_line_is_a_credit_and_a_new_line() {
    let procedure = requested(1);
    let performed = [step(7, Completed, &[1])];
    let mut ledger = Vec::new();
    release(&mut ledger, &due(&procedure, &performed, &catalogue()));
    let corrections = [
        Correction {
            id: 1,
            key: ledger[0].key.clone(),
            charge: code("CH-PROC2"),
            quantity: Quantity::ONE,
        },
        Correction {
            id: 2,
            key: manual_key(&code("EXTRA")),
            charge: code("EXTRA"),
            quantity: Quantity::parse("2").unwrap(),
        },
    ];
    let lines = corrected(&procedure, &performed, &catalogue(), &corrections);
    release(&mut ledger, &lines);
    let told: Vec<(&str, String)> = ledger
        .iter()
        .map(|entry| (entry.charge.value.as_str(), entry.quantity.to_string()))
        .collect();
    let expected = [
        ("CH-PROC1", "1"),
        ("CH-PROC1", "-1"),
        ("CH-PROC2", "1"),
        ("EXTRA", "2"),
    ];
    assert_eq!(
        told,
        expected.map(|(charge, quantity)| (charge, quantity.to_owned()))
    );
    assert!(pending(&lines, &ledger).is_empty());
}

/// Adds to the ledger what it lacks, as a release does.
fn release(ledger: &mut Vec<Entry>, due: &[Due]) {
    let adds = pending(due, ledger);
    let id = |ledger: &[Entry], key: &str| {
        let before = ledger.iter().filter(|entry| entry.key == key).count();
        line_id(1, key, before)
    };
    for place in adds.credits {
        let taken = ledger[place].clone();
        let credit = Entry {
            id: id(ledger, &taken.key),
            quantity: -taken.quantity,
            credits: Some(taken.id.clone()),
            ..taken
        };
        ledger.push(credit);
    }
    for place in adds.new {
        let line = &due[place];
        ledger.push(Entry {
            id: id(ledger, &line.key),
            key: line.key.clone(),
            facts: line.facts.clone(),
            charge: line.charge.clone(),
            modifiers: line.modifiers.clone(),
            quantity: line.quantity,
            unit: line.unit.clone(),
            credits: None,
        });
    }
}

fn any_step() -> impl Strategy<Value = Performed> {
    let performance = prop_oneof![
        4 => Just(Completed),
        1 => Just(Discontinued),
        1 => Just(InProgress),
        1 => Just(WrongEntry)
    ];
    let linked = prop::collection::btree_set(1..4_i64, 0..4);
    let items = prop::collection::vec(
        prop_oneof![
            (1..4_u32).prop_map(|n| used(BillingProcedureStep, &format!("PROC{n}"), "", "")),
            (1..200_u32).prop_map(|n| used(BillingSupplies, "CONTRAST", &n.to_string(), "ml")),
            (1..4_u32).prop_map(|n| used(BillingSupplies, "SYRINGE", &n.to_string(), "")),
            (1..4_u32).prop_map(|n| used(FilmConsumption, "", &n.to_string(), "{film}")),
        ],
        0..4,
    );
    (1..8_i64, performance, linked, items).prop_map(|(id, performance, linked, items)| {
        let linked: Vec<i64> = linked.into_iter().collect();
        consuming(step(id, performance, &linked), &items)
    })
}

/// Steps of different numbers, as the database has them.
fn any_steps() -> impl Strategy<Value = Vec<Performed>> {
    prop::collection::vec(any_step(), 0..6).prop_map(|mut steps| {
        steps.sort_by_key(|step| step.id);
        steps.dedup_by_key(|step| step.id);
        steps
    })
}

fn all_lines(steps: &[Performed]) -> Vec<Due> {
    (1..=3)
        .flat_map(|id| due(&requested(id), steps, &catalogue()))
        .collect()
}

proptest! {
    #[test]
    fn neither_order_nor_repetition_of_performed_steps_changes_a_charge(steps in any_steps()) {
        let mut other: Vec<Performed> = steps.iter().rev().cloned().collect();
        other.extend(steps.iter().cloned());
        prop_assert_eq!(all_lines(&steps), all_lines(&other));
    }

    #[test]
    fn no_charge_is_made_twice(steps in any_steps()) {
        for id in 1..=3 {
            let lines = due(&requested(id), &steps, &catalogue());
            for line in &lines {
                let same = lines.iter().filter(|other| other.key == line.key);
                prop_assert_eq!(same.count(), 1);
                let is_base = line.key.starts_with("procedure:");
                prop_assert!(!is_base || line.quantity <= Quantity::ONE);
            }
        }
        // What all procedures together are charged of a supply is what was reported of it, once.
        let reported: Quantity = steps
            .iter()
            .filter(|step| step.performance == Completed && !step.procedures.is_empty())
            .flat_map(|step| &step.consumption)
            .filter(|(_, item)| item.name == "CONTRAST")
            .filter_map(|(_, item)| Quantity::parse(&item.quantity))
            .sum();
        let charged: Quantity = all_lines(&steps)
            .iter()
            .filter(|line| line.charge.value == "CH-CONTRAST")
            .map(|line| line.quantity)
            .sum();
        prop_assert_eq!(charged, reported);
    }

    #[test]
    fn every_line_is_traceable_to_final_steps(steps in any_steps()) {
        for id in 1..=3 {
            for line in due(&requested(id), &steps, &catalogue()) {
                prop_assert!(!line.sources.is_empty());
                for source in &line.sources {
                    let step = steps.iter().find(|step| step.id == *source).unwrap();
                    prop_assert!(matches!(step.performance, Completed | Discontinued));
                    prop_assert!(step.procedures.iter().any(|linked| linked.id == id));
                }
            }
        }
    }

    #[test]
    fn after_each_release_the_ledger_balances(histories in prop::collection::vec(any_steps(), 1..6)) {
        let procedure = requested(1);
        let mut ledger: Vec<Entry> = Vec::new();
        for steps in histories {
            let lines = due(&procedure, &steps, &catalogue());
            let before = ledger.clone();
            release(&mut ledger, &lines);
            // Only added to, never edited, and again adds nothing.
            prop_assert_eq!(&ledger[..before.len()], &before[..]);
            prop_assert!(pending(&lines, &ledger).is_empty());
            let mut ids: Vec<&str> = ledger.iter().map(|entry| entry.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), ledger.len());
            for line in &lines {
                let net: Quantity = ledger
                    .iter()
                    .filter(|entry| entry.key == line.key)
                    .map(|entry| entry.quantity)
                    .sum();
                prop_assert_eq!(net, line.quantity);
            }
            let gone: Quantity = ledger
                .iter()
                .filter(|entry| !lines.iter().any(|line| line.key == entry.key))
                .map(|entry| entry.quantity)
                .sum();
            prop_assert!(gone.is_zero());
        }
    }
}
