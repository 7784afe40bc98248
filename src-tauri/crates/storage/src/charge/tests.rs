//! What is stored of charges comes back, and a release can be taken back in time.

use super::*;
use crate::migrations;

fn code(value: &str) -> Code {
    Code::new(value, "99LOCAL", value)
}

fn line(id: &str, change_set: &str, at: i64) -> StoredChargeLine {
    StoredChargeLine {
        id: 0,
        procedure: 1,
        entry: Entry {
            id: id.to_owned(),
            key: "supply:99LOCAL:C".to_owned(),
            facts: "90 of 90 ml completed".to_owned(),
            charge: code("CM"),
            modifiers: vec!["TC".to_owned(), "26".to_owned()],
            quantity: Quantity::parse("-90.5").unwrap(),
            unit: "ml".to_owned(),
            credits: Some("1-a-1".to_owned()),
        },
        origin: Origin::Contrast,
        ordered: Quantity::parse("100"),
        performed: None,
        check: Check::Less,
        sources: vec![4, 5],
        released_at: at,
        released_by: "ana".to_owned(),
        change_set: change_set.to_owned(),
        exported_at: None,
    }
}

fn opened() -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    migrations::run(&mut connection).unwrap();
    let mut session = Session {
        connection: &mut connection,
    };
    session
        .save_scheduled_step(&crate::StoredStep::default())
        .unwrap();
    connection
}

#[test]
fn what_is_stored_comes_back() {
    let mut connection = opened();
    let mut session = Session {
        connection: &mut connection,
    };
    let rule = Rule {
        on: Trigger::Supply,
        code: code("C"),
        charge: code("CM"),
        quantity: QuantityRule::RoundedUp,
        modifiers: vec!["TC".to_owned()],
        ordered: Quantity::parse("0.5"),
        discontinued_percent: 100,
    };
    let id = session.save_charge_rule(None, &rule).unwrap();
    assert_eq!(
        session.charge_rules().unwrap(),
        [StoredChargeRule { id, rule }]
    );
    let mut stored = line("1-b-1", "set", 7);
    session.add_charge_line(&stored).unwrap();
    stored.id = 1;
    assert_eq!(session.charge_lines(&[1]).unwrap(), [stored]);
}

#[test]
fn a_release_can_be_taken_back_until_it_is_exported_or_followed() {
    let mut connection = opened();
    let mut session = Session {
        connection: &mut connection,
    };
    assert_eq!(session.undo_charges("one").unwrap(), None);
    session.add_charge_line(&line("1-b-1", "one", 7)).unwrap();
    session.add_charge_line(&line("1-b-2", "two", 9)).unwrap();
    let kept = session.undo_charges("one").unwrap().unwrap();
    assert_eq!((kept.restored, kept.kept), (vec![], vec![1]));
    let undone = session.undo_charges("two").unwrap().unwrap();
    assert_eq!((undone.restored, undone.kept), (vec![1], vec![]));
    assert_eq!(session.mark_charges_exported(&[1], 11).unwrap(), 1);
    assert_eq!(session.mark_charges_exported(&[1], 12).unwrap(), 0);
    let exported = session.undo_charges("one").unwrap().unwrap();
    assert_eq!((exported.restored, exported.kept), (vec![], vec![1]));
}
