//! The records that are judged together: performed steps and scheduled steps that are linked to each
//! other, directly or through others.

use std::collections::BTreeSet;
use storage::{Session, StorageError};

/// Records judged together at most. A group of 15 with its appended steps is far below it; what is
/// beyond is judged the next time one of it changes.
const RECORDS: usize = 120;

/// Numbers of performed and scheduled steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Related {
    /// Performed steps.
    pub(crate) performed: BTreeSet<i64>,
    /// Scheduled steps linked to them, and those asked for.
    pub(crate) scheduled: BTreeSet<i64>,
}

impl Related {
    /// Everything linked to these records.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn of(
        session: &mut Session<'_>,
        performed: &[i64],
        scheduled: &[i64],
    ) -> Result<Self, StorageError> {
        let mut found = Self {
            performed: performed.iter().copied().collect(),
            scheduled: scheduled.iter().copied().collect(),
        };
        let mut new_performed: Vec<i64> = performed.to_vec();
        let mut new_scheduled: Vec<i64> = scheduled.to_vec();
        while !(new_performed.is_empty() && new_scheduled.is_empty()) {
            let forth = session.links_of_performed(&new_performed)?;
            let back = session.links_of_scheduled(&new_scheduled)?;
            new_scheduled = forth
                .iter()
                .map(|link| link.scheduled_step)
                .filter(|id| found.scheduled.insert(*id))
                .collect();
            new_performed = back
                .iter()
                .map(|link| link.performed_step)
                .filter(|id| found.performed.insert(*id))
                .collect();
            if found.performed.len() + found.scheduled.len() > RECORDS {
                break;
            }
        }
        Ok(found)
    }
}
