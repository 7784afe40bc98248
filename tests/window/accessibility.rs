//! No page breaks a rule of WCAG 2.2 AA that a program can check, in light and in dark.

use crate::desk::Desk;
use serde_json::json;
use tests::place;

const PAGES: &[&str] = &[
    "board",
    "in-progress",
    "orders",
    "devices",
    "settings",
    "first-run",
];

const RUN: &str = "
    const done = arguments[0];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
        results => done(results.violations.flatMap(violation => violation.nodes.map(node =>
            `${violation.id}: ${node.target}: ${node.any.map(check => check.message).join('; ')}`))),
        problem => done([String(problem)]));";

#[test]
fn every_page_is_accessible_in_light_and_dark() {
    let desk = Desk::open("accessibility", &["--demo"]);
    let axe = std::fs::read_to_string(place::root().join("node_modules/axe-core/axe.min.js"));
    let axe = axe.expect("axe-core is installed: `cargo xtask setup` does it");
    let mut violations = Vec::new();
    for theme in ["light", "dark"] {
        desk.prefers(&json!({ "language": "en", "theme": theme }));
        // axe.min.js ends in a call on `this`, which has to be the window.
        desk.window
            .script(&format!("(function () {{ {axe} }}).call(window)"), &[]);
        for page in PAGES {
            desk.goes_to(&format!("#/{page}"));
            desk.takes_picture(&format!("{page}-{theme}"));
            let found = desk.window.script_with_callback(RUN, &[]);
            let found = found.as_array().cloned().unwrap_or_default();
            violations.extend(found.iter().map(|text| format!("{page} {theme}: {text}")));
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}
