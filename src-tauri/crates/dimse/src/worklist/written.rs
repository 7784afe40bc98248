//! Answers that were written before. A modality asks the same question every minute, and most
//! steps have not changed since: then the answer is copied instead of written.

use super::answer::Answers;
use super::query::{Query, Shape};
use crate::syntax::TransferSyntax;
use domain::scheduled_step::ScheduledStep;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Kinds of questions whose answers are kept. A department has as many as it has makes of
/// modalities; beyond it all are forgotten.
const MOST_SHAPES: usize = 8;
/// Bytes of answers kept for one kind of question; beyond it they are forgotten.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The answers of one listener, by kind of question.
#[derive(Debug, Default)]
pub(crate) struct WrittenAnswers(Mutex<HashMap<Kind, Arc<Mutex<Written>>>>);

/// What an answer depends on beside its step.
type Kind = (TransferSyntax, Shape);

impl WrittenAnswers {
    /// Those to one kind of question.
    pub(super) fn of(&self, query: &Query, syntax: TransferSyntax) -> Arc<Mutex<Written>> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = (syntax, query.shape());
        if kinds.len() >= MOST_SHAPES && !kinds.contains_key(&kind) {
            kinds.clear();
        }
        Arc::clone(kinds.entry(kind).or_default())
    }
}

/// Answers to one kind of question. `Debug` shows how many.
#[derive(Default)]
pub(super) struct Written {
    /// By the address of the step, which cannot be used for another while it is held here. A
    /// changed step is another one.
    answers: HashMap<usize, (Arc<ScheduledStep>, Box<[u8]>)>,
    bytes: usize,
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Written")
            .field("answers", &self.answers.len())
            .finish_non_exhaustive()
    }
}

impl Written {
    /// The answer for a step, written now if it was not before.
    pub(super) fn answer<'a>(
        &'a mut self,
        step: &Arc<ScheduledStep>,
        answers: &'a mut Answers<'_>,
    ) -> &'a [u8] {
        // Its answer names the caller.
        if step.station_ae_titles.is_empty() {
            return answers.write(step);
        }
        if self.bytes > MOST_BYTES {
            self.answers.clear();
            self.bytes = 0;
        }
        let (_, bytes) = self
            .answers
            .entry(Arc::as_ptr(step).addr())
            .or_insert_with(|| {
                let bytes: Box<[u8]> = answers.write(step).into();
                self.bytes += bytes.len();
                (Arc::clone(step), bytes)
            });
        bytes
    }
}

#[cfg(test)]
mod tests;
