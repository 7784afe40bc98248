//! Released lines are never edited: what changed after release is credited and charged anew.

use super::{Catalogue, Check, Due, Origin, Performed, Quantity, Requested, counted, due};
use crate::Code;

/// A released line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id, for ever.
    pub id: String,
    /// The fact it stands for.
    pub key: String,
    /// What it rested on.
    pub facts: String,
    /// The charge.
    pub charge: Code,
    /// Modifiers.
    pub modifiers: Vec<String>,
    /// How many; negative for a credit.
    pub quantity: Quantity,
    /// Unit.
    pub unit: String,
    /// The line a credit takes back.
    pub credits: Option<String>,
}

/// What a person decided about a line; the latest about it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Our number of it; grows.
    pub id: i64,
    /// The fact it is about, or [`manual_key`].
    pub key: String,
    /// The charge.
    pub charge: Code,
    /// The right number.
    pub quantity: Quantity,
}

/// What a release would add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pending {
    /// Released lines to take back, by their place in the ledger.
    pub credits: Vec<usize>,
    /// Lines to charge, by their place among the lines due.
    pub new: Vec<usize>,
}

impl Pending {
    /// Whether a release would add nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.credits.is_empty() && self.new.is_empty()
    }
}

/// The key of a line a person adds.
#[must_use]
pub fn manual_key(charge: &Code) -> String {
    format!("manual:{}:{}", charge.scheme, charge.value)
}

/// The lines of a procedure with what people decided. A decision about a fact that is no longer
/// there waits for it to come back.
#[must_use]
pub fn corrected(
    procedure: &Requested,
    performed: &[Performed],
    catalogue: &Catalogue,
    corrections: &[Correction],
) -> Vec<Due> {
    let mut due = due(procedure, performed, catalogue);
    let mut in_order: Vec<&Correction> = corrections.iter().collect();
    in_order.sort_by_key(|correction| correction.id);
    // Without anything performed there is nothing to charge, by hand neither.
    let is_performed = !counted(procedure, performed).is_empty();
    for correction in in_order {
        let facts = format!("correction {}", correction.id);
        if let Some(line) = due.iter_mut().find(|line| line.key == correction.key) {
            line.charge = correction.charge.clone();
            line.quantity = correction.quantity;
            line.check = match line.check {
                Check::Unknown | Check::Allowed => Check::Allowed,
                Check::Matches | Check::More | Check::Less => {
                    Check::of(line.ordered, correction.quantity)
                }
            };
            line.facts = facts;
        } else if is_performed && correction.key == manual_key(&correction.charge) {
            due.push(Due {
                key: correction.key.clone(),
                origin: Origin::Manual,
                charge: correction.charge.clone(),
                modifiers: Vec::new(),
                ordered: None,
                performed: None,
                quantity: correction.quantity,
                unit: String::new(),
                check: Check::Allowed,
                sources: Vec::new(),
                facts,
            });
        }
    }
    due
}

/// What the ledger lacks to say what is due.
#[must_use]
pub fn pending(due: &[Due], ledger: &[Entry]) -> Pending {
    let mut pending = Pending::default();
    let mut kept: Vec<&str> = Vec::new();
    for (place, entry) in ledger.iter().enumerate() {
        if !is_live(entry, ledger) {
            continue;
        }
        let stays = due
            .iter()
            .any(|line| line.key == entry.key && says_the_same(line, entry));
        if stays && !kept.contains(&entry.key.as_str()) {
            kept.push(&entry.key);
        } else {
            pending.credits.push(place);
        }
    }
    for (place, line) in due.iter().enumerate() {
        if !line.quantity.is_zero() && !kept.contains(&line.key.as_str()) {
            pending.new.push(place);
        }
    }
    pending
}

fn is_live(entry: &Entry, ledger: &[Entry]) -> bool {
    let is_credited = ledger
        .iter()
        .any(|other| other.credits.as_deref() == Some(&entry.id));
    entry.credits.is_none() && !is_credited
}

fn says_the_same(line: &Due, entry: &Entry) -> bool {
    line.facts == entry.facts
        || (line.quantity == entry.quantity
            && line.charge.is_same_concept(&entry.charge)
            && line.modifiers == entry.modifiers
            && line.unit == entry.unit)
}

/// The id of a line: of its procedure, its fact, and how many lines the ledger has of that fact
/// already. It is the same however often it is worked out, so that who receives an export twice
/// charges once.
#[must_use]
pub fn line_id(procedure: i64, key: &str, lines_before: usize) -> String {
    let hash = fnv(key) & 0xffff_ffff_ffff;
    format!("{procedure}-{hash:012x}-{}", lines_before + 1)
}

/// FNV-1a: the same in every version of the program, unlike the hash of the standard library.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
