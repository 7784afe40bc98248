//! Every command of the contract has its function in the window, and nothing but the call is in it.

use crate::tree::{Source, sources};
use std::collections::BTreeSet;

const MOST_LINES: usize = 8;

#[test]
fn every_command_of_the_contract_is_registered() {
    let registered = registered();
    let registered: BTreeSet<&str> = registered.iter().map(String::as_str).collect();
    let promised: BTreeSet<&str> = contract::COMMANDS.iter().copied().collect();
    assert_eq!(registered, promised);
}

#[test]
fn every_command_function_is_a_short_call() {
    let mut wrong = Vec::new();
    for source in window_sources() {
        for function in source.text.split("#[tauri::command]").skip(1) {
            let lines = function
                .trim_start()
                .lines()
                .position(|line| line == "}")
                .map(|end| end + 1);
            if lines.is_none_or(|lines| lines > MOST_LINES) {
                let name = function
                    .split("fn ")
                    .nth(1)
                    .and_then(|rest| rest.split('(').next());
                wrong.push(format!("{}: {}", source.path, name.unwrap_or_default()));
            }
        }
    }
    assert_eq!(
        wrong, [""; 0],
        "a command has at most {MOST_LINES} lines: the work is the service's"
    );
}

fn registered() -> Vec<String> {
    let sources = window_sources();
    let list = sources.iter().find_map(|source| {
        source
            .text
            .split("generate_handler![")
            .nth(1)?
            .split(']')
            .next()
    });
    let list = list.expect("the window registers its commands");
    let paths = list
        .split(',')
        .map(str::trim)
        .filter(|path| !path.is_empty());
    paths
        .map(|path| path.rsplit("::").next().unwrap_or(path).to_owned())
        .collect()
}

fn window_sources() -> Vec<Source> {
    let in_window = |source: &Source| source.path.starts_with("src-tauri/src/");
    sources().into_iter().filter(in_window).collect()
}
