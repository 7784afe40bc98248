//! The audit trail as people read it: windows of it, newest first, filtered.

use super::{AuditRow, entry};
use crate::schema::audit;
use crate::{AuditEntry, Result, Session};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;

/// Which entries of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditQuery {
    /// First instant.
    pub from: i64,
    /// The instant after the last.
    pub to: i64,
    /// Only by this person or program; empty is all.
    pub who: String,
    /// Only this action; empty is all.
    pub action: String,
    /// Only this kind of record; empty is all.
    pub subject: String,
}

/// An entry with its place in the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedEntry {
    /// Its number.
    pub id: i64,
    /// The hash that chains it.
    pub digest: Vec<u8>,
    /// What it says.
    pub entry: AuditEntry,
}

/// What occurs in a part of the trail, each sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditChoices {
    /// People and programs.
    pub people: Vec<String>,
    /// Actions.
    pub actions: Vec<String>,
    /// Kinds of records.
    pub subjects: Vec<String>,
}

macro_rules! chosen {
    ($query:expr, $select:expr) => {{
        let mut rows = audit::table
            .select($select)
            .filter(audit::at.ge($query.from).and(audit::at.lt($query.to)))
            .into_boxed::<Sqlite>();
        if !$query.who.is_empty() {
            rows = rows.filter(audit::who.eq(&$query.who));
        }
        if !$query.action.is_empty() {
            rows = rows.filter(audit::action.eq(&$query.action));
        }
        if !$query.subject.is_empty() {
            rows = rows.filter(audit::subject.eq(&$query.subject));
        }
        rows
    }};
}

impl Session<'_> {
    /// A window of the entries the query names, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn list_audit(
        &mut self,
        query: &AuditQuery,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<NumberedEntry>> {
        let columns = (audit::id, audit::digest, AuditRow::as_select());
        let rows: Vec<(i64, Option<Vec<u8>>, AuditRow)> = chosen!(query, columns)
            .order_by((audit::at.desc(), audit::id.desc()))
            .offset(offset.into())
            .limit(limit.into())
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(id, digest, row)| NumberedEntry {
                id,
                digest: digest.unwrap_or_default(),
                entry: entry(row),
            })
            .collect())
    }

    /// How many entries the query names.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count_audit(&mut self, query: &AuditQuery) -> Result<u32> {
        let count: i64 = chosen!(query, diesel::dsl::count_star()).first(self.connection)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Who, what and which kinds of records occur between two instants, to choose from.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn audit_choices(&mut self, from: i64, to: i64) -> Result<AuditChoices> {
        let found: Vec<(String, String, String)> = audit::table
            .filter(audit::at.ge(from).and(audit::at.lt(to)))
            .select((audit::who, audit::action, audit::subject))
            .distinct()
            .load(self.connection)?;
        let mut choices = AuditChoices::default();
        for (who, action, subject) in found {
            choices.people.push(who);
            choices.actions.push(action);
            choices.subjects.push(subject);
        }
        for words in [
            &mut choices.people,
            &mut choices.actions,
            &mut choices.subjects,
        ] {
            words.sort();
            words.dedup();
        }
        Ok(choices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Snapshot, migrations};

    #[test]
    fn the_newest_come_first_and_filters_narrow() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migrations::run(&mut connection).unwrap();
        let mut session = Session {
            connection: &mut connection,
        };
        for (at, who, action) in [(1, "ana", "edit"), (2, "eva", "edit"), (3, "ana", "move")] {
            let entry = AuditEntry {
                at,
                who: who.to_owned(),
                action: action.to_owned(),
                subject: "device".to_owned(),
                subject_id: at,
                change_set: String::new(),
                before: Snapshot::nothing(),
                after: Snapshot::nothing(),
                note: String::new(),
            };
            session.add_audit(entry).unwrap();
        }
        let mut numbers = |query: AuditQuery, offset| -> Vec<i64> {
            let rows = session.list_audit(&query, offset, 2).unwrap();
            rows.into_iter().map(|row| row.id).collect()
        };
        let all = AuditQuery {
            to: 10,
            ..AuditQuery::default()
        };
        let ana = AuditQuery {
            who: "ana".to_owned(),
            ..all.clone()
        };
        assert_eq!(numbers(all.clone(), 0), [3, 2]);
        assert_eq!(numbers(all, 2), [1]);
        assert_eq!(numbers(ana.clone(), 0), [3, 1]);
        assert_eq!(session.count_audit(&ana).unwrap(), 2);
        let choices = session.audit_choices(0, 3).unwrap();
        assert_eq!(choices.people, ["ana", "eva"]);
        assert_eq!(choices.actions, ["edit"]);
    }
}
