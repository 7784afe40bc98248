//! No page breaks a rule of WCAG 2.2 AA that a program can check, in light and in dark.

use crate::desk::Desk;
use crate::driver::field;
use serde_json::{Value, json};
use tests::place;

const PAGES: &[&str] = &[
    "board",
    "in-progress",
    "reconciliation",
    "orders",
    "charges",
    "quality",
    "audit",
    "devices",
    "queries",
    "network",
    "settings",
    "first-run",
];

/// Buttons of the orders page that open a dialog.
const DIALOGS: &[&str] = &["New order", "Import"];

const RUN: &str = "
    const done = arguments[0];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(
        results => done({
            passes: results.passes.length,
            violations: results.violations.flatMap(violation => violation.nodes.map(node => {
                const checks = [...node.any, ...node.all, ...node.none];
                return `${violation.id}: ${node.target}: ${checks.map(one => one.message)}`;
            })),
        }),
        problem => done(String(problem)));";

#[test]
fn every_page_is_accessible_in_light_and_dark() {
    let desk = Desk::open("accessibility", &["--demo"]);
    let mut violations = Vec::new();
    for theme in ["light", "dark"] {
        desk.prefers(&json!({ "language": "en", "theme": theme }));
        load_axe(&desk);
        for page in PAGES {
            desk.goes_to(&format!("#/{page}"));
            violations.extend(check(&desk, &format!("{page}-{theme}")));
        }
        desk.goes_to(&format!("#/exam/{}", an_exam(&desk)));
        violations.extend(check(&desk, &format!("exam-{theme}")));
        for dialog in DIALOGS {
            desk.goes_to("#/orders");
            desk.clicks(dialog);
            violations.extend(check(&desk, &format!("{dialog}-{theme}")));
            desk.clicks("Close");
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

fn load_axe(desk: &Desk) {
    let file = place::root().join("node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(file);
    let axe = axe.expect("axe-core is installed: `cargo xtask setup` does it");
    // It ends in a call on `this`, which has to be the window.
    desk.window
        .script(&format!("(function () {{ {axe} }}).call(window)"), &[]);
}

/// The violations on the page as it is now.
fn check(desk: &Desk, what: &str) -> Vec<String> {
    desk.takes_picture(what);
    let result = desk.window.script_with_callback(RUN, &[]);
    let passes = field(&result, "passes").as_u64().unwrap_or_default();
    assert!(passes > 5, "{what}: the rules did not run: {result}");
    let violations = field(&result, "violations")
        .as_array()
        .cloned()
        .unwrap_or_default();
    violations
        .iter()
        .map(|violation| format!("{what}: {violation}"))
        .collect()
}

/// An exam of today's board that has ended.
fn an_exam(desk: &Desk) -> String {
    let board = desk.invoke("show_board", &json!({ "day": null }));
    let exams = field(&board, "exams")
        .as_array()
        .cloned()
        .unwrap_or_default();
    let ended = exams
        .iter()
        .find(|exam| field(exam, "status") == "completed");
    let id = ended.and_then(|exam| field(exam, "id").as_str());
    id.unwrap_or_else(|| panic!("no exam has ended: {}", Value::from(exams.len())))
        .to_owned()
}
