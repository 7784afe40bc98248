//! Identifiers that the schedule did not bring: made once and kept.

use domain::Uid;
use storage::StoredStep;
use uuid::Uuid;

/// A new UID under the root for UUIDs, 2.25 (PS3.5 B.2).
pub(crate) fn new_uid() -> Uid {
    let number = Uuid::new_v4().as_u128();
    Uid::new(&format!("2.25.{number}")).unwrap_or_else(|| unreachable_uid(number))
}

/// 2.25 and at most 39 digits are always a UID of at most 44 characters.
fn unreachable_uid(number: u128) -> Uid {
    unreachable!("2.25.{number} is a UID")
}

/// A new identifier of at most 16 characters: a letter and 15 digits of a random number.
fn new_identifier(prefix: char) -> String {
    let number = Uuid::new_v4().as_u128() % 1_000_000_000_000;
    format!("{prefix}{number:012}")
}

/// Fills what type 1 return keys of the worklist need (PS3.4 Table K.6-1) and the source left out.
pub(crate) fn complete(stored: &mut StoredStep) {
    let step = &mut stored.step;
    if step.study_instance_uid.is_none() {
        step.study_instance_uid = Some(new_uid());
    }
    for (identifier, prefix) in [
        (&mut step.accession_number, 'A'),
        (&mut step.requested_procedure_id, 'R'),
        (&mut step.scheduled_procedure_step_id, 'S'),
    ] {
        if identifier.is_empty() {
            *identifier = new_identifier(prefix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_identifiers_fit_their_value_representation() {
        let mut stored = StoredStep::default();
        complete(&mut stored);
        let step = &stored.step;
        for identifier in [
            &step.accession_number,
            &step.requested_procedure_id,
            &step.scheduled_procedure_step_id,
        ] {
            assert!((1..=16).contains(&identifier.len()), "{identifier}");
        }
        assert!(step.study_instance_uid.is_some());
        let before = stored.clone();
        complete(&mut stored);
        assert_eq!(stored, before, "what is there stays");
    }
}
