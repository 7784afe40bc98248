//! The queue by keyboard alone: ten items decided, the last one undone; one item and two deciders.

use crate::desk::{Desk, eventually};
use crate::driver::{CONTROL, ENTER, field};
use crate::modality::{creates, sets};
use serde_json::{Value, json};
use tests::report;

#[test]
fn ten_items_are_decided_by_keyboard_alone_and_the_last_is_undone() {
    let desk = Desk::open("reconciliation", &[]);
    desk.finishes_set_up();
    for _ in 0..10 {
        performs_unscheduled(&desk);
    }
    let unscheduled = || items(&desk, "unscheduled").len();
    eventually("ten items", || (unscheduled() == 10).then_some(()));
    desk.window.presses(&["g", "r"]);
    desk.is_at("#/reconciliation");
    desk.sees("Unknown, Trauma");
    desk.takes_picture("queue");

    for left in (0..10).rev() {
        shows_decisions(&desk);
        if left % 2 == 0 {
            desk.window.presses(&["u", ENTER]);
        } else {
            // Enter without a reason leads to its field.
            desk.window.presses(&["d", ENTER]);
            desk.window.types("Phantom");
            desk.window.presses(&[ENTER]);
        }
        eventually(&format!("{left} items are left"), || {
            (unscheduled() == left).then_some(())
        });
    }

    desk.window.holds_and_presses(CONTROL, "z");
    eventually("the last one is open again", || {
        (unscheduled() == 1).then_some(())
    });
    desk.sees("Unknown, Trauma");
}

#[test]
fn who_decides_second_is_told_and_keeps_what_was_typed() {
    let desk = Desk::open("reconciliation-conflict", &[]);
    desk.finishes_set_up();
    performs_unscheduled(&desk);
    let item = eventually("an item", || items(&desk, "unscheduled").pop());
    desk.goes_to("#/reconciliation");
    shows_decisions(&desk);
    desk.window.presses(&["d", ENTER]);
    desk.window.types("Phantom of the physicist");

    let first = json!({
        "items": [[field(&item, "id"), field(&item, "revision")]],
        "decision": { "decision": "keep-unscheduled" },
        "note": "Trauma room",
    });
    desk.invoke("decide", &first);
    desk.window.presses(&[ENTER]);
    desk.sees("It is not open any more.");
    desk.sees("Trauma room");
    let typed = "return [...document.querySelectorAll('.decision-pane input')]
        .some(input => input.value === 'Phantom of the physicist');";
    assert!(desk.window.holds(typed, &[]), "what was typed is gone");
    desk.takes_picture("decided-meanwhile");

    // Enter, meant for the decision, does not leave the item, but leads to the button that does; the
    // one before did so already if the news of the decision came first.
    let leads = "return document.activeElement?.matches('.meanwhile button') === true;";
    if !desk.window.holds(leads, &[]) {
        desk.window.presses(&[ENTER]);
    }
    eventually("the button that goes on has the focus", || {
        desk.window.holds(leads, &[]).then_some(())
    });
    desk.window.presses(&[ENTER]);
    desk.sees("Nothing to reconcile.");
}

/// An exam that is not on the schedule, from its start to its end.
fn performs_unscheduled(desk: &Desk) {
    let uid = report::new_uid();
    creates(desk, &uid, &report::started_unscheduled());
    sets(
        desk,
        &uid,
        &report::completed(&[report::series("Portal venous", 3)]),
    );
}

/// The open items of a kind.
fn items(desk: &Desk, kind: &str) -> Vec<Value> {
    let queue = desk.invoke("show_queue", &json!({}));
    let items = field(&queue, "items").as_array().cloned();
    let mut items = items.unwrap_or_default();
    items.retain(|item| field(item, "kind") == kind);
    items
}

/// Waits until the item looked at can be decided, and the list has the focus.
fn shows_decisions(desk: &Desk) {
    let ready = "return document.querySelector('.decision-head[aria-checked=true]') !== null
        && document.activeElement?.id === 'queue-list';";
    eventually("the decisions of an item", || {
        desk.window.holds(ready, &[]).then_some(())
    });
}
