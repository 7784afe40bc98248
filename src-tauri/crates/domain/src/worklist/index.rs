//! Scheduled steps kept so that a query costs what it returns, not what there is.

use super::Keys;
use crate::scheduled_step::ScheduledStep;
use std::sync::Arc;

/// All scheduled steps by their number.
#[derive(Debug, Default)]
pub struct Index {
    steps: std::collections::BTreeMap<i64, Arc<ScheduledStep>>,
}

impl Index {
    /// Adds a step, or replaces the one with the same number.
    pub fn insert(&mut self, step: Arc<ScheduledStep>) {
        self.steps.insert(step.id, step);
    }

    /// Removes a step.
    pub fn remove(&mut self, id: i64) -> Option<Arc<ScheduledStep>> {
        self.steps.remove(&id)
    }

    /// The steps that match and are offered, in worklist order.
    #[must_use]
    pub fn find(&self, keys: &Keys) -> Vec<Arc<ScheduledStep>> {
        let mut found: Vec<Arc<ScheduledStep>> = self
            .steps
            .values()
            .filter(|step| super::is_offered(step, keys) && keys.matches(step))
            .cloned()
            .collect();
        found.sort_by(|a, b| super::order(a, b));
        found
    }
}
