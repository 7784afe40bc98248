//! The conformance statement says what the code does.

use crate::tree::root;
use tests::conformance;

#[test]
fn the_tables_of_the_statement_are_those_of_the_code() {
    let file = root().join("CONFORMANCE.md");
    let statement = std::fs::read_to_string(file).expect("there is a statement");
    let filled = conformance::fill(&statement).expect("it has the marks of every table");
    assert!(
        statement == filled,
        "CONFORMANCE.md is stale: run `cargo xtask conformance`"
    );
}
