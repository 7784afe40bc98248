//! Callers that were not let in.

use crate::schema::caller;
use crate::{Result, Session};
use diesel::prelude::*;

/// A caller that waits to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = caller)]
pub struct WaitingCaller {
    /// Its number.
    pub id: i64,
    /// Calling AE title, printable.
    pub calling_ae_title: String,
    /// Called AE title, printable.
    pub called_ae_title: String,
    /// Its address.
    pub address: String,
    /// First attempt.
    pub first_seen_at: i64,
    /// Last attempt.
    pub last_seen_at: i64,
    /// Attempts.
    pub attempts: i32,
    /// Why it was refused, as the service numbers it.
    pub problem: i32,
    /// SHA-256 of the certificate it showed last, in hexadecimal; empty without one.
    pub certificate: String,
}

/// Callers kept at most: an attacker inventing AE titles must not fill the disk.
const KEPT: i64 = 200;

impl Session<'_> {
    /// All waiting callers, latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn callers(&mut self) -> Result<Vec<WaitingCaller>> {
        Ok(caller::table
            .order_by((caller::last_seen_at.desc(), caller::id))
            .select(WaitingCaller::as_select())
            .load(self.connection)?)
    }

    /// Notes attempts of a caller; the oldest beyond 200 are forgotten.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn note_caller(&mut self, seen: &WaitingCaller) -> Result<()> {
        diesel::insert_into(caller::table)
            .values((
                caller::calling_ae_title.eq(&seen.calling_ae_title),
                caller::called_ae_title.eq(&seen.called_ae_title),
                caller::address.eq(&seen.address),
                caller::first_seen_at.eq(seen.first_seen_at),
                caller::last_seen_at.eq(seen.last_seen_at),
                caller::attempts.eq(seen.attempts),
                caller::problem.eq(seen.problem),
                caller::certificate.eq(&seen.certificate),
            ))
            .on_conflict((
                caller::calling_ae_title,
                caller::called_ae_title,
                caller::address,
            ))
            .do_update()
            .set((
                caller::last_seen_at.eq(seen.last_seen_at),
                caller::attempts.eq(caller::attempts + seen.attempts),
                caller::problem.eq(seen.problem),
                caller::certificate.eq(&seen.certificate),
            ))
            .execute(self.connection)?;
        let keep = caller::table
            .order_by((caller::last_seen_at.desc(), caller::id))
            .limit(KEPT)
            .select(caller::id)
            .load::<i64>(self.connection)?;
        diesel::delete(caller::table.filter(caller::id.ne_all(keep))).execute(self.connection)?;
        Ok(())
    }

    /// Forgets a caller.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_caller(&mut self, id: i64) -> Result<()> {
        diesel::delete(caller::table.find(id)).execute(self.connection)?;
        Ok(())
    }
}
