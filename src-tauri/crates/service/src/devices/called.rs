//! The AE titles we answer to, and what is offered under each.

use super::Refused;
use crate::department::Department;
use crate::device_profile;
use crate::schedule::ChangeSet;
use contract::device_profile::WorklistProfile;
use contract::devices::{RemoveCalled, SaveCalled};
use contract::{Failure, FailureCode};
use domain::AeTitle;
use domain::identifier::InvalidAeTitle;
use serde_json::json;
use std::sync::Arc;
use storage::{AuditEntry, Snapshot};

impl Department {
    /// Sets the worklist of its own under one of our AE titles, and answers to that title from now
    /// on.
    ///
    /// # Errors
    /// An AE title or a setting that cannot be, or a new one that we answer to already.
    pub async fn save_called(self: &Arc<Self>, request: SaveCalled) -> Result<(), Failure> {
        let title = AeTitle::new(&request.ae_title)
            .map_err(|error: InvalidAeTitle| Failure::field("ae_title", error.to_string()))?;
        let worklist = device_profile::worklist(&request.worklist, "worklist")?;
        let title = title.as_str().to_owned();
        let set = ChangeSet::begin(self, &title);
        self.change_devices(move |session, settings| {
            let before = settings.called_profiles.get(&title);
            let before = before.map(|known| Snapshot::of(&json!(known)));
            let is_known = settings.called().contains(&title);
            if is_known && request.is_new {
                return Err(Refused(Failure::field(
                    "ae_title",
                    "this AE title is answered to already",
                )));
            }
            if !is_known {
                settings.called_ae_titles.push(title.clone());
            }
            session.add_audit(AuditEntry {
                before: before.unwrap_or_default(),
                after: Snapshot::of(&json!(worklist)),
                ..set.entry(if is_known { "edit" } else { "create" }, "called-ae", 0)
            })?;
            if worklist == WorklistProfile::default() {
                settings.called_profiles.remove(&title);
            } else {
                settings.called_profiles.insert(title, worklist);
            }
            Ok(settings.save(session)?)
        })
        .await
    }

    /// Answers to one of our further AE titles no longer.
    ///
    /// # Errors
    /// When it is that of the settings file, or we do not answer to it.
    pub async fn remove_called(self: &Arc<Self>, request: RemoveCalled) -> Result<(), Failure> {
        let title = request.ae_title;
        let set = ChangeSet::begin(self, &title);
        self.change_devices(move |session, settings| {
            if title == settings.config.dicom.ae_title {
                let kept = "the AE title of the settings file is always answered to";
                return Err(Refused(Failure::new(FailureCode::NotAllowed, kept)));
            }
            let before = settings.called_ae_titles.len();
            settings.called_ae_titles.retain(|known| *known != title);
            if settings.called_ae_titles.len() == before {
                return Err(Refused(super::not_found()));
            }
            let worklist = settings.called_profiles.remove(&title);
            session.add_audit(AuditEntry {
                before: Snapshot::of(&json!(worklist.unwrap_or_default())),
                ..set.entry("remove", "called-ae", 0)
            })?;
            Ok(settings.save(session)?)
        })
        .await
    }
}
