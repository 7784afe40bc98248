//! What is charged of an exam: lines that follow from its final performed steps and the catalogue
//! (IHE RAD TF-3 4.35; PS3.3 C.4.17).
//!
//! The unit is the requested procedure. What was charged once, however often a modality reports it,
//! is charged once: one acquisition for several procedures (group) charges each procedure and its
//! consumption once, a late performed step (append) adds consumption and no second base charge.

mod basis;
mod consumed;
mod ledger;
mod quantity;
#[cfg(test)]
mod tests;

pub use ledger::{Correction, Entry, Pending, corrected, line_id, manual_key, pending};
pub use quantity::Quantity;

use crate::Code;
use crate::exam::Performance;
use crate::performed_step::{Consumption, ConsumptionSource};

/// What makes a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trigger {
    /// A requested or performed procedure.
    Procedure,
    /// An item of supplies or contrast.
    Supply,
    /// A billing procedure step.
    BillingCode,
    /// A film; has no code.
    Film,
    /// An exposure; has no code.
    Exposure,
}

/// How many are charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuantityRule {
    /// One an exam.
    Once,
    /// The quantity reported.
    AsReported,
    /// The quantity reported, rounded up to whole pieces.
    RoundedUp,
}

/// An entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What the code names.
    pub on: Trigger,
    /// The code that makes the charge.
    pub code: Code,
    /// What is charged.
    pub charge: Code,
    /// How many.
    pub quantity: QuantityRule,
    /// Modifiers always added.
    pub modifiers: Vec<String>,
    /// How many the order implies; `None` says nothing.
    pub ordered: Option<Quantity>,
    /// What is charged of a discontinued exam, in percent.
    pub discontinued_percent: u8,
}

/// The charge catalogue: at most one entry a trigger and code.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(pub Vec<Rule>);

impl Catalogue {
    /// The entry for a code.
    #[must_use]
    pub fn find(&self, on: Trigger, code: &Code) -> Option<&Rule> {
        let mut rules = self.0.iter().filter(|rule| rule.on == on);
        rules.find(|rule| match on {
            Trigger::Film | Trigger::Exposure => true,
            Trigger::Procedure | Trigger::Supply | Trigger::BillingCode => {
                rule.code.is_same_concept(code)
            }
        })
    }
}

/// A requested procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// Our number of it.
    pub id: i64,
    /// RequestedProcedureCodeSequence (0032,1064).
    pub code: Option<Code>,
}

/// A performed step as charges see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// Our number of it.
    pub id: i64,
    /// What it means for the exam.
    pub performance: Performance,
    /// Whether a person said that what was done of a discontinued exam is not charged.
    pub is_waived: bool,
    /// The procedures it is linked to; none when it is unscheduled.
    pub procedures: Vec<Requested>,
    /// ProcedureCodeSequence (0008,1032).
    pub procedure_codes: Vec<Code>,
    /// What it consumed, by the attribute it came in.
    pub consumption: Vec<(ConsumptionSource, Consumption)>,
}

impl Performed {
    /// Whether it counts: final, not of a wrong worklist entry, and not waived.
    fn counts(&self) -> bool {
        match self.performance {
            Performance::Completed => true,
            Performance::Discontinued => !self.is_waived,
            Performance::InProgress | Performance::WrongEntry => false,
        }
    }

    fn is_of(&self, procedure: &Requested) -> bool {
        self.procedures
            .iter()
            .any(|linked| linked.id == procedure.id)
    }

    /// Whether its consumption is charged with this procedure: with the first it is linked to, so
    /// that it is charged once.
    fn is_charged_with(&self, procedure: &Requested) -> bool {
        let first = self.procedures.iter().map(|linked| linked.id).min();
        first == Some(procedure.id)
    }
}

/// Where a line is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The procedure performed or requested.
    Procedure,
    /// BillingProcedureStepSequence (0040,0320).
    BillingCode,
    /// Contrast.
    Contrast,
    /// BillingSuppliesAndDevicesSequence (0040,0324).
    Supply,
    /// FilmConsumptionSequence (0040,0321).
    Film,
    /// TotalNumberOfExposures (0040,0301).
    Exposures,
    /// A person added it.
    Manual,
}

/// How performed and ordered compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// As ordered.
    Matches,
    /// More than ordered.
    More,
    /// Less than ordered.
    Less,
    /// Not ordered, and the catalogue allows it.
    Allowed,
    /// The catalogue does not know it, or how many it was cannot be read: nothing is charged.
    Unknown,
}

impl Check {
    fn of(ordered: Option<Quantity>, performed: Quantity) -> Self {
        match ordered {
            None => Self::Allowed,
            Some(ordered) if performed > ordered => Self::More,
            Some(ordered) if performed < ordered => Self::Less,
            Some(_) => Self::Matches,
        }
    }

    /// Whether a person must look at it.
    #[must_use]
    pub fn differs(self) -> bool {
        match self {
            Self::More | Self::Less | Self::Unknown => true,
            Self::Matches | Self::Allowed => false,
        }
    }
}

/// A line as the facts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which fact it stands for, the same however often it is worked out.
    pub key: String,
    /// Where it is from.
    pub origin: Origin,
    /// The charge; the reported code where the catalogue does not know it.
    pub charge: Code,
    /// Modifiers.
    pub modifiers: Vec<String>,
    /// How many were ordered.
    pub ordered: Option<Quantity>,
    /// How many were performed; `None` when that cannot be read.
    pub performed: Option<Quantity>,
    /// How many are charged.
    pub quantity: Quantity,
    /// Unit as reported; empty for pieces.
    pub unit: String,
    /// How performed and ordered compare.
    pub check: Check,
    /// The performed steps it is from.
    pub sources: Vec<i64>,
    /// What it rests on, in one word: while that stays, a released line stays, also when the
    /// catalogue changes.
    pub facts: String,
}

/// Why nothing is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotCharged {
    /// There is no order.
    Unscheduled,
    /// Nothing is final yet.
    Running,
    /// The operator had picked the wrong worklist entry (110514).
    WrongEntry,
    /// Discontinued, and the catalogue charges nothing then.
    Discontinued,
    /// No message and no order says which procedure it was.
    NoCode,
    /// The catalogue does not know what was done.
    NotInCatalogue,
}

/// The lines of a procedure, base charge first. Neither the order of the performed steps nor how
/// often one is named changes them.
#[must_use]
pub fn due(procedure: &Requested, performed: &[Performed], catalogue: &Catalogue) -> Vec<Due> {
    let counted = counted(procedure, performed);
    if counted.is_empty() {
        return Vec::new();
    }
    let mut lines = basis::lines(procedure, &counted, catalogue);
    lines.extend(consumed::lines(procedure, &counted, catalogue));
    lines
}

/// Why a procedure has no line with a quantity.
#[must_use]
pub fn not_charged(
    procedure: Option<&Requested>,
    performed: &[Performed],
    lines: &[Due],
) -> Option<NotCharged> {
    if lines.iter().any(|line| !line.quantity.is_zero()) {
        return None;
    }
    let Some(procedure) = procedure else {
        return Some(NotCharged::Unscheduled);
    };
    let counted = counted(procedure, performed);
    let is = |performance| {
        let mut own = performed.iter().filter(|step| step.is_of(procedure));
        own.any(|step| step.performance == performance)
    };
    Some(if counted.is_empty() {
        if is(Performance::Discontinued) {
            NotCharged::Discontinued
        } else if is(Performance::InProgress) || !is(Performance::WrongEntry) {
            NotCharged::Running
        } else {
            NotCharged::WrongEntry
        }
    } else if !is(Performance::Completed) {
        NotCharged::Discontinued
    } else if lines.is_empty() {
        NotCharged::NoCode
    } else {
        NotCharged::NotInCatalogue
    })
}

/// The performed steps of a procedure that count, each once, in the order they were stored.
fn counted<'a>(procedure: &Requested, performed: &'a [Performed]) -> Vec<&'a Performed> {
    let mut counted: Vec<&Performed> = performed
        .iter()
        .filter(|step| step.counts() && step.is_of(procedure))
        .collect();
    counted.sort_by_key(|step| step.id);
    counted.dedup_by_key(|step| step.id);
    counted
}
