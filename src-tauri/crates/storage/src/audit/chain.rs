//! The chain of the audit trail. Each entry carries a hash of its content and of the entry before it,
//! and a record of the head says which entry is the last: what is changed, removed, put in between or
//! cut off at the end afterwards no longer fits.

use super::{AuditRow, entry_row};
use crate::connection::establish;
use crate::schema::{audit, audit_head};
use crate::{AuditEntry, Database, Result, Session};
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Entries read at once: memory stays the same however long the trail is.
const AT_ONCE: i64 = 256;

/// The one row of the head.
const HEAD: i32 = 1;

/// Name and version of the encoding that is hashed.
const ENCODING: &[u8] = b"stepboard audit 1";

/// What stands before the first entry.
const BEGIN: Hash = [0; 32];

/// What stands before the next entry when the head was taken away: it never verifies.
const LOST: Hash = [0xFF; 32];

type Hash = [u8; 32];

/// Whether the trail is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditChain {
    /// Every entry is as it was written, and the last one is the last that was written.
    Whole {
        /// Entries verified.
        entries: u64,
        /// The hash of the last one; kept elsewhere, it proves the trail up to here.
        head: [u8; 32],
    },
    /// The first entry that is not as it was written, or whose predecessor is not.
    Broken {
        /// Its number.
        entry: i64,
    },
    /// Everything there is as it was written, but what followed is missing.
    Cut {
        /// The number of the first that is missing.
        entry: i64,
    },
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_head)]
struct HeadRow {
    id: i32,
    entry: i64,
    digest: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit)]
struct ChainedRow {
    id: i64,
    digest: Option<Vec<u8>>,
    #[diesel(embed)]
    content: AuditRow,
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

impl Session<'_> {
    /// Adds a change to the trail.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_audit(&mut self, entry: AuditEntry) -> Result<()> {
        let row = entry_row(entry);
        let head = self.audit_head()?;
        let (known, previous) = head.map_or((0, LOST), |head| (head.entry, hash_of(&head.digest)));
        let last: Option<i64> = audit::table
            .select(diesel::dsl::max(audit::id))
            .first(self.connection)?;
        // Beyond what anybody may have put there: the trail goes on, and verification finds it.
        let id = last.unwrap_or_default().max(known) + 1;
        let digest = digest(&previous, id, &row);
        diesel::insert_into(audit::table)
            .values((&row, audit::id.eq(id), audit::digest.eq(digest.as_slice())))
            .execute(self.connection)?;
        self.put_audit_head(id, &digest)
    }

    /// Reads the whole trail and says whether it is as it was written.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn verify_audit(&mut self) -> Result<AuditChain> {
        let (mut previous, mut last, mut entries) = (BEGIN, 0, 0);
        let mut after = i64::MIN;
        loop {
            let rows = self.chained_after(after)?;
            let Some(end) = rows.last() else { break };
            after = end.id;
            for row in rows {
                let expected = digest(&previous, row.id, &row.content);
                if row.digest.as_deref() != Some(expected.as_slice()) {
                    return Ok(AuditChain::Broken { entry: row.id });
                }
                previous = expected;
                last = row.id;
                entries += 1;
            }
        }
        Ok(match self.audit_head()? {
            Some(head) if head.entry == last && head.digest == previous => AuditChain::Whole {
                entries,
                head: previous,
            },
            Some(head) if head.entry == last => AuditChain::Broken { entry: last },
            Some(head) if head.entry < last => AuditChain::Broken {
                entry: head.entry + 1,
            },
            Some(_) | None => AuditChain::Cut { entry: last + 1 },
        })
    }

    fn audit_head(&mut self) -> Result<Option<HeadRow>> {
        Ok(audit_head::table
            .find(HEAD)
            .select(HeadRow::as_select())
            .first(self.connection)
            .optional()?)
    }

    fn put_audit_head(&mut self, entry: i64, digest: &Hash) -> Result<()> {
        diesel::replace_into(audit_head::table)
            .values(HeadRow {
                id: HEAD,
                entry,
                digest: digest.to_vec(),
            })
            .execute(self.connection)?;
        Ok(())
    }

    fn chained_after(&mut self, id: i64) -> Result<Vec<ChainedRow>> {
        Ok(audit::table
            .filter(audit::id.gt(id))
            .order_by(audit::id)
            .limit(AT_ONCE)
            .select(ChainedRow::as_select())
            .load(self.connection)?)
    }
}

impl Database {
    /// Whether the audit trail of a database file is as it was written; `None` when the file is of
    /// a version that did not chain it yet.
    ///
    /// # Errors
    /// When the file cannot be opened, or is no database.
    pub fn check_audit(path: &Path) -> Result<Option<AuditChain>> {
        let mut connection = establish(&path.to_string_lossy())?;
        connection.transaction(|connection| {
            let found: Vec<Table> =
                diesel::sql_query("SELECT name FROM sqlite_schema WHERE name = 'audit_head'")
                    .load(connection)?;
            if found.iter().any(|table| table.name == "audit_head") {
                Session { connection }.verify_audit().map(Some)
            } else {
                Ok(None)
            }
        })
    }
}

/// Chains the entries that are from before there was a chain. Happens once: from then on the head
/// names an entry.
pub(crate) fn begin(connection: &mut SqliteConnection) -> Result<()> {
    connection.immediate_transaction(|connection| {
        let mut session = Session { connection };
        let never = session.audit_head()?.is_some_and(|head| head.entry == 0);
        if !never {
            return Ok(());
        }
        let (mut previous, mut after) = (BEGIN, i64::MIN);
        loop {
            let rows = session.chained_after(after)?;
            let Some(end) = rows.last() else { break };
            after = end.id;
            for row in rows {
                if row.digest.is_some() {
                    // Somebody set the head back: verification says so.
                    return Ok(());
                }
                previous = digest(&previous, row.id, &row.content);
                diesel::update(audit::table.find(row.id))
                    .set(audit::digest.eq(previous.as_slice()))
                    .execute(session.connection)?;
            }
            session.put_audit_head(after, &previous)?;
        }
        Ok(())
    })
}

/// SHA-256 of the hash before, the numbers and the texts. Each text follows its length, so that no
/// two entries are written alike.
fn digest(previous: &Hash, id: i64, row: &AuditRow) -> Hash {
    let mut hash = Sha256::new();
    hash.update(ENCODING);
    hash.update(previous);
    for number in [id, row.at, row.subject_id] {
        hash.update(number.to_be_bytes());
    }
    for text in [
        &row.who,
        &row.action,
        &row.subject,
        &row.change_set,
        &row.before,
        &row.after,
        &row.note,
    ] {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        hash.update(length.to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}

fn hash_of(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or(LOST)
}

#[cfg(test)]
mod tests;
