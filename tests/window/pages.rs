//! Audit, quality and charges: each says what was done, and a long queue opens at once.

use crate::desk::{Desk, eventually};
use crate::driver::field;
use crate::modality::{creates, performs_unscheduled, sets};
use serde_json::Value;
use std::time::Instant;
use tests::{Appointment, report};

#[test]
fn what_was_done_is_in_the_audit_trail_and_the_quality_report() {
    let desk = Desk::open("pages", &[]);
    desk.finishes_set_up();
    let zabala = Appointment::new(1).with("PatientName", "Zabala^Martin");
    desk.schedules(std::slice::from_ref(&zabala));
    let uid = report::new_uid();
    creates(&desk, &uid, &report::started(&zabala));
    sets(
        &desk,
        &uid,
        &report::completed(&[report::series("Portal venous", 3)]),
    );

    desk.window.presses(&["g", "u"]);
    desk.is_at("#/audit");
    // The newest entry is shown field by field before any was chosen.
    let shown = "return document.querySelectorAll('.audit-changes tbody tr').length > 0";
    eventually("the fields of an entry", || {
        desk.window.holds(shown, &[]).then_some(())
    });
    let whole = "return document.querySelector('.chain')?.dataset.tone === 'done'";
    eventually("the trail is whole", || {
        desk.window.holds(whole, &[]).then_some(())
    });
    desk.takes_picture("audit");

    desk.window.presses(&["g", "q"]);
    desk.is_at("#/quality");
    desk.sees("Zabala, Martin");
    desk.takes_picture("quality");

    desk.window.presses(&["g", "c"]);
    desk.is_at("#/charges");
    desk.sees("Zabala, Martin");
    desk.takes_picture("charges");
}

#[test]
fn nothing_to_show_says_so_on_every_page() {
    let desk = Desk::open("empty", &[]);
    desk.finishes_set_up();
    for (page, words) in [
        ("reconciliation", "Nothing to reconcile"),
        ("quality", "No exam"),
        ("devices", "No devices yet"),
        ("network", "No association ended"),
        ("queries", "No worklist query was heard yet"),
    ] {
        desk.goes_to(&format!("#/{page}"));
        desk.sees(words);
        desk.takes_picture(page);
    }
}

/// A queue of 5,000 open items is opened and filtered; how long it took is printed, not judged.
#[test]
#[ignore = "takes minutes: five thousand exams are performed first"]
fn a_queue_of_five_thousand_items_opens_and_filters() {
    let desk = Desk::open("long-queue", &[]);
    desk.finishes_set_up();
    // Away from the board, where they would all stand in one lane while they arrive.
    desk.goes_to("#/settings");
    performs_unscheduled(&desk, 5_000);
    // The queue is counted in the page: as a whole it is too long for the driver.
    let count = "const done = arguments[0];
        window.__TAURI__.core.invoke('show_queue', { request: {} })
            .then(queue => done(queue.items.length));";
    eventually("five thousand items", || {
        let open = desk.window.script_with_callback(count, &[]);
        (open.as_u64() >= Some(5_000)).then_some(())
    });

    let waits_for = "const [selector, done] = arguments;
        const began = performance.now();
        const look = () => document.querySelector(selector)
            ? done(performance.now() - began) : requestAnimationFrame(look);
        look();";
    let began = Instant::now();
    desk.window
        .script("location.hash = '#/reconciliation'", &[]);
    let opened = desk
        .window
        .script_with_callback(waits_for, &[Value::from(".decision-head")]);
    println!(
        "opened: {opened} ms in the page, {:?} in all",
        began.elapsed()
    );

    let filters = "const done = arguments[0];
        const input = document.querySelector('input[type=search]');
        const rows = () => document.querySelectorAll('#queue-list [role=option]').length;
        const before = rows(), began = performance.now();
        input.value = 'Trauma-4999';
        input.dispatchEvent(new Event('input', { bubbles: true }));
        const look = () => rows() < before
            ? done({ before, after: rows(), ms: performance.now() - began })
            : requestAnimationFrame(look);
        look();";
    let filtered = desk.window.script_with_callback(filters, &[]);
    println!("filtered: {filtered}");
    assert!(field(&filtered, "after").as_u64() < field(&filtered, "before").as_u64());
    desk.takes_picture("filtered");
}
