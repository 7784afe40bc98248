//! What differs between what was ordered and what was done: judged in the transaction of whatever
//! changed it, shown as a queue, decided by people.

mod candidates;
mod case;
mod closing;
mod decide;
mod decisions;
mod due;
mod facts;
mod item;
mod judge;
mod map;
mod queue;
mod reconcile;
mod related;
#[cfg(test)]
mod tests;
mod touched;
mod unjudged;

pub(crate) use closing::close_by_rule;
pub(crate) use decide::follow;
pub(crate) use decisions::of_word;
pub(crate) use due::judge_what_is_due;
pub(crate) use facts::{aliases, work_of};
pub(crate) use judge::{Judge, Judged};
pub(crate) use map::{kind, severity};
pub(crate) use touched::Touched;
pub(crate) use unjudged::Unjudged;
