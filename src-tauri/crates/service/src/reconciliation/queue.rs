//! The queue, and who deals with what in it.

use super::decide::{changed_meanwhile, gone};
use super::item::Subjects;
use super::touched::Touched;
use crate::clock;
use crate::department::Department;
use crate::publisher::Change;
use crate::schedule::{ChangeSet, Refused};
use contract::reconciliation::{AssignItems, QueueItem, QueueView, ShowQueue};
use contract::{Failure, UndoToken};
use std::sync::Arc;
use storage::{DiscrepancyState, StoredDiscrepancy, Subject};

/// Characters of a person's name at most.
const NAME: usize = 64;

impl Department {
    /// All open items: by kind in the order to deal with them, then oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn show_queue(self: &Arc<Self>, _request: ShowQueue) -> Result<QueueView, Failure> {
        self.read(|department, session| {
            let open = session.open_discrepancies()?;
            let subjects = Subjects::read(session, &open)?;
            let mut items: Vec<QueueItem> = open
                .iter()
                .filter_map(|item| subjects.item(department, item))
                .collect();
            items.sort_by_key(|item| (item.kind, item.raised, item.id));
            Ok(QueueView {
                now: clock::to_contract(department.clock.wall()),
                user: department.user.clone(),
                items,
            })
        })
        .await
    }

    /// Gives items to a person, or to nobody.
    ///
    /// # Errors
    /// When an item is gone or somebody changed it meanwhile, or the name is too long.
    pub async fn assign_items(
        self: &Arc<Self>,
        request: AssignItems,
    ) -> Result<UndoToken, Failure> {
        let to = request.to.trim().to_owned();
        if to.chars().count() > NAME {
            return Err(Failure::field("to", "a name has at most 64 characters"));
        }
        let set = ChangeSet::begin(self, "");
        let undo = set.undo();
        let department = Arc::clone(self);
        self.database
            .writer()
            .write::<(), Refused>(
                move |session| {
                    let mut touched = Touched::default();
                    for (id, revision) in request.items {
                        let item = session.discrepancy(id)?.ok_or_else(gone)?;
                        if item.state != DiscrepancyState::Open || item.revision != revision {
                            return Err(changed_meanwhile(&item));
                        }
                        touched.keep(session, Subject::Discrepancy, id)?;
                        session.save_discrepancy(&StoredDiscrepancy {
                            assigned_to: to.clone(),
                            ..item
                        })?;
                    }
                    Ok(touched.audit(session, &set, "assign")?)
                },
                move |()| department.changed(Change::Queue),
            )
            .await
            .map_err(|Refused(failure)| failure)?;
        Ok(undo)
    }
}
