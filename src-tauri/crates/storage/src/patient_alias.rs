//! PatientIDs of which a person said that they are one person's.

use crate::schema::patient_alias;
use crate::{Result, Session};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A PatientID that gave way to one that gave way, and so on: followed so far.
const CHAIN: usize = 8;

/// A PatientID that stands for another one. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = patient_alias)]
pub struct StoredAlias {
    /// The PatientID (0010,0020) that arrives.
    pub patient_id: String,
    /// Its IssuerOfPatientID (0010,0021); empty is any.
    pub issuer: String,
    /// The PatientID it stands for.
    pub current_patient_id: String,
    /// The issuer of that.
    pub current_issuer: String,
    /// Since when.
    pub since: i64,
    /// The performed step at which a person said so.
    pub performed_step: Option<i64>,
}

impl fmt::Debug for StoredAlias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredAlias(redacted)")
    }
}

impl Session<'_> {
    /// What these PatientIDs stand for, and what that stands for in turn.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn aliases_of(&mut self, patient_ids: &[&str]) -> Result<Vec<StoredAlias>> {
        let mut found: Vec<StoredAlias> = Vec::new();
        let mut asked: Vec<String> = patient_ids.iter().map(|id| (*id).to_owned()).collect();
        for _ in 0..CHAIN {
            let mut next = Vec::new();
            for id in &asked {
                let aliases: Vec<StoredAlias> = patient_alias::table
                    .filter(patient_alias::patient_id.eq(id))
                    .select(StoredAlias::as_select())
                    .load(self.connection)?;
                for alias in aliases {
                    if !found.contains(&alias) {
                        next.push(alias.current_patient_id.clone());
                        found.push(alias);
                    }
                }
            }
            if next.is_empty() {
                break;
            }
            asked = next;
        }
        Ok(found)
    }

    /// The aliases a person told of at a performed step.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn aliases_said_at(&mut self, performed: i64) -> Result<Vec<StoredAlias>> {
        Ok(patient_alias::table
            .filter(patient_alias::performed_step.eq(performed))
            .order_by((patient_alias::patient_id, patient_alias::issuer))
            .select(StoredAlias::as_select())
            .load(self.connection)?)
    }

    /// Makes these the aliases a person told of at a performed step. What somebody said at another
    /// one stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_aliases(&mut self, performed: i64, aliases: &[StoredAlias]) -> Result<()> {
        diesel::delete(patient_alias::table.filter(patient_alias::performed_step.eq(performed)))
            .execute(self.connection)?;
        for alias in aliases {
            diesel::insert_or_ignore_into(patient_alias::table)
                .values(alias)
                .execute(self.connection)?;
        }
        Ok(())
    }
}
