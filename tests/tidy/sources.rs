//! What every source file looks like.

use crate::tree::{Source, sources};

const MOST_LINES: usize = 500;

#[test]
fn every_rust_file_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.has_extension(&["rs"]) && !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    assert_eq!(silent, [""; 0], "a file starts with `//!` and a sentence");
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.has_extension(&["rs", "css", "js", "py"]))
        .map(|source| (lines_of_code(source), &source.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines}"))
        .collect();
    assert_eq!(
        long, [""; 0],
        "more than {MOST_LINES} lines of code: split by purpose"
    );
}

#[test]
fn nothing_is_left_unfinished_and_no_workplace_is_named() {
    // Each in two halves, so that this list does not find itself.
    let words = [
        ("TO", "DO"),
        ("FIX", "ME"),
        ("XX", "X:"),
        ("/ho", "me/"),
        ("/ro", "ot/"),
        ("/Us", "ers/"),
        ("/wo", "rk/"),
        ("../sha", "red"),
        ("registry.npm", "js.org"),
        ("pypi.", "org/simple"),
        ("files.python", "hosted.org"),
        ("index.crates", ".io"),
        ("arti", "factory"),
    ]
    .map(|(start, end)| format!("{start}{end}"));
    let mut found = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_npm_lock_file_names_no_registry() {
    let lock = sources()
        .into_iter()
        .find(|source| source.path == "package-lock.json");
    let lock = lock.expect("the npm tools are locked");
    assert!(
        !lock.text.contains("\"resolved\""),
        "omit-lockfile-registry-resolved is set in .npmrc"
    );
}

#[test]
fn every_expect_says_why_it_holds() {
    let mut silent = Vec::new();
    for source in sources().iter().filter(|source| is_product(source)) {
        let product = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for reason in product.split(".expect(\"").skip(1) {
            let reason = reason.split('"').next().unwrap_or_default();
            if reason.split_whitespace().count() < 2 {
                silent.push(format!("{}: {reason}", source.path));
            }
        }
    }
    assert_eq!(silent, [""; 0], "say in words why it holds");
}

fn is_product(source: &Source) -> bool {
    let path = source.path.as_str();
    source.has_extension(&["rs"])
        && (path.starts_with("src-tauri/") || path.starts_with("ui/"))
        && !path.contains("/tests/")
        && !path.contains("/benches/")
        && !path.ends_with("/tests.rs")
}

/// Lines that are neither empty nor a comment.
fn lines_of_code(source: &Source) -> usize {
    let code = |line: &&str| {
        let line = line.trim_start();
        !line.is_empty()
            && !line.starts_with("//")
            && !line.starts_with('*')
            && !line.starts_with("/*")
    };
    source.text.lines().filter(code).count()
}
