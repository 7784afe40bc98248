//! Associations that ended: who, when, and what became of them.

use crate::schema::association;
use crate::{Result, Session};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;

/// An association that ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Queryable, Selectable, Insertable)]
#[diesel(table_name = association)]
pub struct StoredAssociation {
    /// Its number, given by the service.
    pub id: i64,
    /// Calling AE title, printable; empty when no association request came.
    pub calling_ae_title: String,
    /// Called AE title, printable.
    pub called_ae_title: String,
    /// The peer's address.
    pub address: String,
    /// When it began.
    pub since: i64,
    /// When it ended.
    pub until: i64,
    /// Whether it was rejected or ended in a way nobody meant.
    pub problem: bool,
    /// What else is known of it, as JSON of the service.
    pub details: String,
}

/// Which associations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssociationQuery {
    /// First instant, by when they began.
    pub from: i64,
    /// The instant after the last.
    pub to: i64,
    /// Only of this calling AE title; empty is all.
    pub ae_title: String,
    /// Only those with a problem.
    pub only_problems: bool,
}

macro_rules! chosen {
    ($query:expr, $select:expr) => {{
        let mut rows = association::table
            .select($select)
            .filter(association::since.ge($query.from))
            .filter(association::since.lt($query.to))
            .into_boxed::<Sqlite>();
        if !$query.ae_title.is_empty() {
            rows = rows.filter(association::calling_ae_title.eq(&$query.ae_title));
        }
        if $query.only_problems {
            rows = rows.filter(association::problem.eq(true));
        }
        rows
    }};
}

impl Session<'_> {
    /// Keeps an association that ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_association(&mut self, ended: &StoredAssociation) -> Result<()> {
        diesel::insert_into(association::table)
            .values(ended)
            .execute(self.connection)?;
        Ok(())
    }

    /// A window of the associations the query names, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn associations(
        &mut self,
        query: &AssociationQuery,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<StoredAssociation>> {
        Ok(chosen!(query, StoredAssociation::as_select())
            .order_by((association::since.desc(), association::id.desc()))
            .offset(offset.into())
            .limit(limit.into())
            .load(self.connection)?)
    }

    /// How many associations the query names.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count_associations(&mut self, query: &AssociationQuery) -> Result<u32> {
        let count: i64 = chosen!(query, diesel::dsl::count_star()).first(self.connection)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The highest number an association has; 0 without any.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn last_association(&mut self) -> Result<i64> {
        let last: Option<i64> = association::table
            .select(diesel::dsl::max(association::id))
            .first(self.connection)?;
        Ok(last.unwrap_or_default())
    }

    /// Forgets associations that began before `before`, and the oldest beyond `most`. How many.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_associations(&mut self, before: i64, most: u32) -> Result<usize> {
        let old = diesel::delete(association::table.filter(association::since.lt(before)))
            .execute(self.connection)?;
        // Numbers only grow, so the newest are the highest.
        let last = self.last_association()?;
        let beyond = association::table.filter(association::id.le(last - i64::from(most)));
        Ok(old + diesel::delete(beyond).execute(self.connection)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations;

    #[test]
    fn the_newest_are_kept_and_found() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migrations::run(&mut connection).unwrap();
        let mut session = Session {
            connection: &mut connection,
        };
        for id in 1..=6 {
            let ended = StoredAssociation {
                id,
                calling_ae_title: if id % 2 == 0 { "CT1" } else { "MR1" }.to_owned(),
                since: id * 10,
                until: id * 10 + 5,
                problem: id == 4,
                ..StoredAssociation::default()
            };
            session.add_association(&ended).unwrap();
        }
        let all = AssociationQuery {
            to: 1000,
            ..AssociationQuery::default()
        };
        let mut ids = |query: &AssociationQuery, offset| -> Vec<i64> {
            let found = session.associations(query, offset, 2).unwrap();
            found.into_iter().map(|row| row.id).collect()
        };
        assert_eq!(ids(&all, 0), [6, 5]);
        assert_eq!(ids(&all, 4), [2, 1]);
        let mut scanner = all.clone();
        scanner.ae_title = "CT1".to_owned();
        assert_eq!(ids(&scanner, 0), [6, 4]);
        scanner.only_problems = true;
        assert_eq!(ids(&scanner, 0), [4]);
        assert_eq!(session.count_associations(&all).unwrap(), 6);
        assert_eq!(session.forget_associations(20, 3).unwrap(), 3);
        assert_eq!(session.count_associations(&all).unwrap(), 3);
        assert_eq!(session.last_association().unwrap(), 6);
    }
}
