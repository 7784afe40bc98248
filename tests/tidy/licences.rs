//! Every dependency has a licence of the list in deny.toml.

use crate::tree::{all_packages, root, text};

/// What we build for: the window and the server, and the page.
const PLATFORMS: &[&str] = &["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"];

#[test]
fn every_dependency_has_an_allowed_licence() {
    let allowed = allowed();
    let wrong: Vec<String> = all_packages(PLATFORMS)
        .iter()
        .filter(|package| !is_allowed(text(package, "license"), &allowed))
        .map(|package| format!("{}: {}", text(package, "name"), package["license"]))
        .collect();
    assert_eq!(
        wrong, [""; 0],
        "another licence is a decision, noted in deny.toml"
    );
}

#[test]
fn an_expression_is_allowed_when_a_choice_of_it_is() {
    let allowed = ["MIT".to_owned(), "ISC".to_owned(), "MIT WITH x".to_owned()];
    for yes in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT AND ISC",
        "(MIT OR X) AND ISC",
        "X/MIT",
        "MIT WITH x",
    ] {
        assert!(is_allowed(yes, &allowed), "{yes}");
    }
    for no in ["", "X", "MIT AND X", "X OR (MIT AND Y)", "MIT WITH y"] {
        assert!(!is_allowed(no, &allowed), "{no}");
    }
}

fn allowed() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    let list = text
        .split("allow = [")
        .nth(1)
        .and_then(|rest| rest.split(']').next());
    let list = list.expect("deny.toml lists what is allowed");
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Whether an SPDX expression leaves a choice of allowed licences. AND binds tighter than OR;
/// a slash is an old way to write OR.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.trim();
    let choices = split(&expression.replace('/', " OR "), " OR ");
    if choices.len() > 1 {
        return choices.iter().any(|choice| is_allowed(choice, allowed));
    }
    let parts = split(expression, " AND ");
    if parts.len() > 1 {
        return parts.iter().all(|part| is_allowed(part, allowed));
    }
    match expression
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => is_allowed(inner, allowed),
        None => allowed.iter().any(|licence| licence == expression),
    }
}

/// Splits at a word, but not inside parentheses.
fn split(expression: &str, word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for piece in expression.split_inclusive(word) {
        let open = parts.last().map_or(0, |part| depth(part));
        let complete = piece.strip_suffix(word);
        let part = parts.last_mut().expect("there is always one part");
        match complete {
            Some(text) if open + depth(text) == 0 => {
                part.push_str(text);
                parts.push(String::new());
            }
            _ => part.push_str(piece),
        }
    }
    parts
}

/// How many parentheses are open at the end.
fn depth(text: &str) -> i32 {
    text.chars()
        .map(|c| i32::from(c == '(') - i32::from(c == ')'))
        .sum()
}
