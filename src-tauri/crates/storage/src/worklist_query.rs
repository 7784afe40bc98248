//! Worklist queries as they were asked, with how they ended.

use crate::schema::worklist_query;
use crate::{Result, Session};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Queries of one calling AE title that are kept: eight hours of a scanner that asks every minute.
const KEPT_OF_ONE: i64 = 500;
/// Queries kept in all, about 50 MB: callers that invent AE titles must not fill the disk.
const KEPT: i64 = 50_000;

/// A query to be stored. It has no `Debug`: its keys are patient data.
#[derive(Clone, Insertable)]
#[diesel(table_name = worklist_query)]
pub struct NewWorklistQuery {
    /// When it was asked.
    pub asked_at: i64,
    /// Calling AE title.
    pub calling_ae_title: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// The peer's address.
    pub peer: String,
    /// UID of the transfer syntax of the identifier.
    pub transfer_syntax: &'static str,
    /// The identifier, byte for byte; empty when there was none, or more than is kept.
    pub identifier: Vec<u8>,
    /// The final status.
    pub status: i32,
    /// The Error Comment that went with it.
    pub comment: String,
    /// Answers sent.
    pub answers: i32,
    /// 1 when there were more answers than the device gets at once.
    pub is_cut: i32,
    /// Matching that was negotiated: 1 fuzzy names, 2 timezone.
    pub negotiated: i32,
}

/// A stored query. It has no `Debug`: its keys are patient data.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = worklist_query)]
pub struct WorklistQuery {
    /// Its number.
    pub id: i64,
    /// When it was asked.
    pub asked_at: i64,
    /// Calling AE title.
    pub calling_ae_title: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// The peer's address.
    pub peer: String,
    /// UID of the transfer syntax of the identifier.
    pub transfer_syntax: String,
    /// The identifier, byte for byte; empty when there was none, or more than is kept.
    pub identifier: Vec<u8>,
    /// The final status.
    pub status: i32,
    /// The Error Comment that went with it.
    pub comment: String,
    /// Answers sent.
    pub answers: i32,
    /// 1 when there were more answers than the device gets at once.
    pub is_cut: i32,
    /// Matching that was negotiated: 1 fuzzy names, 2 timezone.
    pub negotiated: i32,
}

/// Which queries; empty text is any.
#[derive(Debug, Clone, Default)]
pub struct WorklistQueryFilter {
    /// Calling AE title.
    pub calling_ae_title: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// Only those without an answer.
    pub only_empty: bool,
    /// Only those before the one with this number.
    pub before: Option<i64>,
}

impl Session<'_> {
    /// Stores queries in the order they were asked; of each caller the newest 500 are kept, and
    /// 50,000 in all.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_worklist_queries(&mut self, queries: &[NewWorklistQuery]) -> Result<()> {
        for query in queries {
            diesel::insert_into(worklist_query::table)
                .values(query)
                .execute(self.connection)?;
        }
        let callers: BTreeSet<&str> = queries
            .iter()
            .map(|query| query.calling_ae_title.as_str())
            .collect();
        for caller in callers {
            let first_too_old: Option<i64> = worklist_query::table
                .filter(worklist_query::calling_ae_title.eq(caller))
                .order_by(worklist_query::id.desc())
                .offset(KEPT_OF_ONE)
                .limit(1)
                .select(worklist_query::id)
                .get_result(self.connection)
                .optional()?;
            if let Some(id) = first_too_old {
                let of_caller = worklist_query::calling_ae_title.eq(caller);
                let old = worklist_query::table.filter(of_caller.and(worklist_query::id.le(id)));
                diesel::delete(old).execute(self.connection)?;
            }
        }
        let newest: Option<i64> = worklist_query::table
            .select(diesel::dsl::max(worklist_query::id))
            .get_result(self.connection)?;
        let too_old = newest.unwrap_or_default() - KEPT;
        diesel::delete(worklist_query::table.filter(worklist_query::id.le(too_old)))
            .execute(self.connection)?;
        Ok(())
    }

    /// Forgets queries that were asked before an instant.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_worklist_queries(&mut self, before: i64) -> Result<()> {
        diesel::delete(worklist_query::table.filter(worklist_query::asked_at.lt(before)))
            .execute(self.connection)?;
        Ok(())
    }

    /// Stored queries, latest first, at most `limit`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn worklist_queries(
        &mut self,
        filter: &WorklistQueryFilter,
        limit: u32,
    ) -> Result<Vec<WorklistQuery>> {
        let mut rows = worklist_query::table
            .order_by(worklist_query::id.desc())
            .limit(i64::from(limit))
            .into_boxed();
        if !filter.calling_ae_title.is_empty() {
            rows = rows.filter(worklist_query::calling_ae_title.eq(&filter.calling_ae_title));
        }
        if !filter.called_ae_title.is_empty() {
            rows = rows.filter(worklist_query::called_ae_title.eq(&filter.called_ae_title));
        }
        if let Some(before) = filter.before {
            rows = rows.filter(worklist_query::id.lt(before));
        }
        if filter.only_empty {
            rows = rows.filter(worklist_query::answers.eq(0));
        }
        Ok(rows
            .select(WorklistQuery::as_select())
            .load(self.connection)?)
    }

    /// Queries asked between two instants, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn worklist_queries_between(&mut self, from: i64, to: i64) -> Result<Vec<WorklistQuery>> {
        let asked = worklist_query::asked_at;
        Ok(worklist_query::table
            .filter(asked.ge(from).and(asked.lt(to)))
            .order_by(worklist_query::id)
            .select(WorklistQuery::as_select())
            .load(self.connection)?)
    }

    /// One query.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn worklist_query(&mut self, id: i64) -> Result<Option<WorklistQuery>> {
        Ok(worklist_query::table
            .find(id)
            .select(WorklistQuery::as_select())
            .first(self.connection)
            .optional()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations;

    fn query(caller: &str, answers: i32) -> NewWorklistQuery {
        NewWorklistQuery {
            asked_at: 7,
            calling_ae_title: caller.to_owned(),
            called_ae_title: "STEPBOARD".to_owned(),
            peer: String::new(),
            transfer_syntax: "1.2.840.10008.1.2",
            identifier: vec![1, 2],
            status: 0,
            comment: String::new(),
            answers,
            is_cut: 0,
            negotiated: 0,
        }
    }

    #[test]
    fn the_newest_of_each_caller_are_kept() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migrations::run(&mut connection).unwrap();
        let mut session = Session {
            connection: &mut connection,
        };
        let quiet = [query("MR1", 0)];
        session.add_worklist_queries(&quiet).unwrap();
        let chatty: Vec<NewWorklistQuery> = (0..600).map(|n| query("CT1", n)).collect();
        session.add_worklist_queries(&chatty).unwrap();
        let mut page = |caller: &str, only_empty, before| {
            let filter = WorklistQueryFilter {
                calling_ae_title: caller.to_owned(),
                only_empty,
                before,
                ..WorklistQueryFilter::default()
            };
            session.worklist_queries(&filter, 1_000).unwrap()
        };
        let hundredth = page("CT1", false, None)[99].id;
        assert_eq!(page("CT1", false, Some(hundredth)).len(), 400);
        let mut of = |caller: &str, only_empty| page(caller, only_empty, None);
        assert_eq!(of("CT1", false).len(), 500);
        assert_eq!(of("CT1", false)[0].answers, 599);
        assert_eq!(of("CT1", true).len(), 0);
        assert_eq!(of("MR1", true).len(), 1);
        assert_eq!(session.worklist_queries_between(0, 8).unwrap().len(), 501);
        session.forget_worklist_queries(7).unwrap();
        assert!(session.worklist_query(1).unwrap().is_some());
        session.forget_worklist_queries(8).unwrap();
        assert_eq!(session.worklist_queries_between(0, 8).unwrap().len(), 0);
    }
}
