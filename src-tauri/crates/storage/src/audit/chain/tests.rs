//! Whatever is done to a trail afterwards is found, and nothing before it is blamed.

use super::*;
use crate::{Snapshot, migrations};
use proptest::prelude::*;

fn connection() -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    migrations::run(&mut connection).unwrap();
    connection
}

fn entry(number: i64) -> AuditEntry {
    AuditEntry {
        at: 1_000 + number,
        who: "ana".to_owned(),
        action: "edit".to_owned(),
        subject: "device".to_owned(),
        subject_id: number,
        change_set: format!("set-{number}"),
        before: Snapshot::nothing(),
        after: Snapshot::of(&serde_json::json!({ "name": number })),
        note: "a note".to_owned(),
    }
}

fn trail(entries: i64) -> SqliteConnection {
    let mut connection = connection();
    let mut session = Session {
        connection: &mut connection,
    };
    for number in 1..=entries {
        session.add_audit(entry(number)).unwrap();
    }
    connection
}

fn verify(connection: &mut SqliteConnection) -> AuditChain {
    Session { connection }.verify_audit().unwrap()
}

fn run(connection: &mut SqliteConnection, statement: &str) {
    let changed = diesel::sql_query(statement).execute(connection).unwrap();
    assert!(changed > 0, "{statement} changed nothing");
}

#[test]
fn an_untouched_trail_is_whole() {
    let whole = |connection: &mut SqliteConnection| match verify(connection) {
        AuditChain::Whole { entries, .. } => entries,
        AuditChain::Broken { .. } | AuditChain::Cut { .. } => panic!("it is whole"),
    };
    assert_eq!(whole(&mut trail(0)), 0);
    assert_eq!(whole(&mut trail(1)), 1);
    assert_eq!(whole(&mut trail(AT_ONCE + 3)), 259);
}

#[test]
fn what_is_changed_afterwards_is_found() {
    for change in [
        "who = 'eva'",
        "at = at + 1",
        "action = 'create'",
        "subject = 'caller'",
        "subject_id = 99",
        "change_set = 'other'",
        "before = '{}'",
        "after = ''",
        "note = 'another note'",
        "digest = NULL",
        "digest = zeroblob(32)",
        // The same letters, moved from one field to the next.
        "who = 'an', action = 'aedit'",
    ] {
        let mut connection = trail(9);
        run(
            &mut connection,
            &format!("UPDATE audit SET {change} WHERE id = 4"),
        );
        assert_eq!(
            verify(&mut connection),
            AuditChain::Broken { entry: 4 },
            "{change}"
        );
    }
}

#[test]
fn what_is_removed_is_found_by_what_follows() {
    let mut connection = trail(9);
    run(&mut connection, "DELETE FROM audit WHERE id IN (1, 2)");
    assert_eq!(verify(&mut connection), AuditChain::Broken { entry: 3 });
}

#[test]
fn entries_that_change_places_are_found() {
    let mut connection = trail(9);
    for statement in [
        "UPDATE audit SET id = -1 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = 6",
        "UPDATE audit SET id = 6 WHERE id = -1",
    ] {
        run(&mut connection, statement);
    }
    assert_eq!(verify(&mut connection), AuditChain::Broken { entry: 5 });
}

#[test]
fn what_is_put_in_is_found_wherever_it_is() {
    for (id, first_wrong) in [(0, 0), (-7, -7), (10, 10), (500, 500)] {
        let mut connection = trail(9);
        let copy = format!(
            "INSERT INTO audit (id, at, who, action, subject, subject_id, change_set, before, \
             after, note, digest) SELECT {id}, at, who, action, subject, subject_id, change_set, \
             before, after, note, digest FROM audit WHERE id = 9"
        );
        run(&mut connection, &copy);
        let broken = AuditChain::Broken { entry: first_wrong };
        assert_eq!(verify(&mut connection), broken);
        // The department goes on and what it writes does not hide it.
        Session {
            connection: &mut connection,
        }
        .add_audit(entry(10))
        .unwrap();
        assert_eq!(verify(&mut connection), broken);
    }
}

#[test]
fn an_entry_appended_with_a_fitting_hash_is_not_known_to_the_head() {
    let mut connection = trail(3);
    run(
        &mut connection,
        "UPDATE audit_head SET entry = 2, digest = (SELECT digest FROM audit WHERE id = 2)",
    );
    assert_eq!(verify(&mut connection), AuditChain::Broken { entry: 3 });
}

#[test]
fn a_trail_cut_at_its_end_is_found() {
    let mut connection = trail(9);
    run(&mut connection, "DELETE FROM audit WHERE id > 6");
    assert_eq!(verify(&mut connection), AuditChain::Cut { entry: 7 });
    // What is written next goes on from the head, not from where it was cut.
    Session {
        connection: &mut connection,
    }
    .add_audit(entry(10))
    .unwrap();
    assert_eq!(verify(&mut connection), AuditChain::Broken { entry: 10 });
}

#[test]
fn a_trail_without_its_head_is_found_also_after_the_next_entry() {
    let mut connection = trail(9);
    run(&mut connection, "DELETE FROM audit WHERE id > 6");
    run(&mut connection, "DELETE FROM audit_head");
    assert_eq!(verify(&mut connection), AuditChain::Cut { entry: 7 });
    Session {
        connection: &mut connection,
    }
    .add_audit(entry(7))
    .unwrap();
    assert_eq!(verify(&mut connection), AuditChain::Broken { entry: 7 });
}

#[test]
fn entries_from_before_the_chain_are_chained_once() {
    let mut connection = trail(AT_ONCE + 3);
    run(&mut connection, "UPDATE audit SET digest = NULL");
    run(
        &mut connection,
        "UPDATE audit_head SET entry = 0, digest = zeroblob(32)",
    );
    begin(&mut connection).unwrap();
    assert!(matches!(
        verify(&mut connection),
        AuditChain::Whole { entries: 259, .. }
    ));
    run(&mut connection, "UPDATE audit SET note = '' WHERE id = 2");
    run(
        &mut connection,
        "UPDATE audit SET digest = NULL WHERE id > 1",
    );
    begin(&mut connection).unwrap();
    assert_eq!(verify(&mut connection), AuditChain::Broken { entry: 2 });
}

#[derive(Debug, Clone)]
enum Tampering {
    Change(i64),
    Remove(i64),
    Swap(i64, i64),
}

fn tampering(entries: i64) -> impl Strategy<Value = Tampering> {
    prop_oneof![
        (1..=entries).prop_map(Tampering::Change),
        (1..=entries).prop_map(Tampering::Remove),
        (1..entries, 1..entries).prop_map(move |(one, other)| {
            let other = if one == other { entries } else { other };
            Tampering::Swap(one, other)
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tampering_is_found_and_nothing_before_it_is_blamed(
        (entries, done) in (2_i64..20).prop_flat_map(|entries| {
            (Just(entries), proptest::collection::vec(tampering(entries), 1..4))
        }),
        further in 0_i64..3,
    ) {
        let mut connection = trail(entries);
        let mut first = i64::MAX;
        for (place, step) in done.iter().enumerate() {
            let statements = match step {
                Tampering::Change(id) => {
                    first = first.min(*id);
                    vec![format!("UPDATE audit SET note = note || '{place}' WHERE id = {id}")]
                }
                Tampering::Remove(id) => {
                    first = first.min(*id);
                    vec![format!("DELETE FROM audit WHERE id = {id}")]
                }
                Tampering::Swap(one, other) => {
                    first = first.min(*one).min(*other);
                    let hidden = -1_000;
                    vec![
                        format!("UPDATE audit SET id = {hidden} WHERE id = {one}"),
                        format!("UPDATE audit SET id = {one} WHERE id = {other}"),
                        format!("UPDATE audit SET id = {other} WHERE id = {hidden}"),
                        // Swapping twice would undo it.
                        format!("UPDATE audit SET note = note || 's' WHERE id = {one}"),
                    ]
                }
            };
            for statement in statements {
                diesel::sql_query(statement).execute(&mut connection).unwrap();
            }
        }
        for number in 0..further {
            Session { connection: &mut connection }.add_audit(entry(number)).unwrap();
        }
        match verify(&mut connection) {
            AuditChain::Whole { .. } => prop_assert!(false, "{done:?} was not noticed"),
            AuditChain::Broken { entry } | AuditChain::Cut { entry } => {
                prop_assert!(entry >= first, "{entry} is blamed for {done:?}");
            }
        }
    }
}
