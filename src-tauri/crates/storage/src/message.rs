//! Messages as they were received, with what was answered.

use crate::schema::{message, performed_step};
use crate::{Result, Session, text};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use domain::performed_step::PerformedStatus;

/// A message to be stored, as received.
#[derive(Clone)]
pub struct NewMessage {
    /// When it arrived.
    pub received_at: i64,
    /// The peer's address.
    pub peer: String,
    /// Calling AE title.
    pub calling_ae_title: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// `N-CREATE` or `N-SET`.
    pub service: &'static str,
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// What was answered.
    pub status: u16,
    /// The error comment answered.
    pub comment: String,
    /// UID of the transfer syntax of the data set.
    pub transfer_syntax: &'static str,
    /// The data set, byte for byte.
    pub data_set: Vec<u8>,
    /// What it lacked or had wrong.
    pub findings: Vec<String>,
    /// The performed status after it.
    pub performed_status: Option<PerformedStatus>,
    /// Series known after it.
    pub series: u32,
    /// Images known after it.
    pub images: Option<u32>,
}

/// A stored message without its data set.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageHead {
    /// Its number.
    pub id: i64,
    /// When it arrived.
    pub received_at: i64,
    /// `in` or `out`.
    pub direction: String,
    /// The peer's address.
    pub peer: String,
    /// Calling AE title.
    pub calling_ae_title: String,
    /// Called AE title.
    pub called_ae_title: String,
    /// `N-CREATE` or `N-SET`.
    pub service: String,
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// What was answered.
    pub status: u16,
    /// The error comment answered.
    pub comment: String,
    /// UID of the transfer syntax of the data set.
    pub transfer_syntax: String,
    /// What it lacked or had wrong.
    pub findings: Vec<String>,
    /// The performed status after it.
    pub performed_status: Option<PerformedStatus>,
    /// Series known after it.
    pub series: u32,
    /// Images known after it.
    pub images: Option<u32>,
    /// Size of the data set in bytes.
    pub size: u32,
}

/// A stored message with its data set.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// Its envelope.
    pub head: MessageHead,
    /// The data set, byte for byte.
    pub data_set: Vec<u8>,
}

/// Which messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageQuery {
    /// First instant they were received.
    pub from: i64,
    /// The instant after the last.
    pub to: i64,
    /// Only of this AE title of the peer; empty is all.
    pub ae_title: String,
    /// Only of this service; empty is all.
    pub service: String,
    /// Only with a status of this class; `None` is all.
    pub status: Option<StatusClass>,
    /// Only those whose SOP Instance UID or comment holds this; empty is all.
    pub text: String,
}

/// What a status means (PS3.7 Annex C).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusClass {
    /// 0000.
    Success,
    /// 0001, 0107, 0116 and B000 to BFFF.
    Warning,
    /// The others.
    Failure,
}

/// Statuses that warn.
const WARNINGS: [i32; 3] = [0x0001, 0x0107, 0x0116];

impl StatusClass {
    /// The class of a status.
    #[must_use]
    pub fn of(status: u16) -> Self {
        match status {
            0 => Self::Success,
            0xB000..=0xBFFF => Self::Warning,
            _ if WARNINGS.contains(&status.into()) => Self::Warning,
            _ => Self::Failure,
        }
    }
}

macro_rules! chosen {
    ($query:expr, $select:expr) => {{
        let mut rows = message::table
            .select($select)
            .filter(message::received_at.ge($query.from))
            .filter(message::received_at.lt($query.to))
            .into_boxed::<Sqlite>();
        if !$query.ae_title.is_empty() {
            rows = rows.filter(message::calling_ae_title.eq(&$query.ae_title));
        }
        if !$query.service.is_empty() {
            rows = rows.filter(message::service.eq(&$query.service));
        }
        let warns = message::status
            .between(0xB000, 0xBFFF)
            .or(message::status.eq_any(WARNINGS));
        match $query.status {
            None => {}
            Some(StatusClass::Success) => rows = rows.filter(message::status.eq(0)),
            Some(StatusClass::Warning) => rows = rows.filter(warns),
            Some(StatusClass::Failure) => {
                rows = rows.filter(message::status.ne(0).and(diesel::dsl::not(warns)));
            }
        }
        if !$query.text.is_empty() {
            let in_uid = instr(message::sop_instance_uid, &$query.text).gt(0);
            rows = rows.filter(in_uid.or(instr(message::comment, &$query.text).gt(0)));
        }
        rows
    }};
}

#[derive(Insertable)]
#[diesel(table_name = message, treat_none_as_default_value = false)]
struct NewRow {
    received_at: i64,
    direction: &'static str,
    peer: String,
    calling_ae_title: String,
    called_ae_title: String,
    service: &'static str,
    sop_instance_uid: String,
    status: i32,
    comment: String,
    transfer_syntax: &'static str,
    data_set: Vec<u8>,
    findings: String,
    performed_status: Option<i32>,
    series_count: i32,
    image_count: Option<i32>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = message)]
struct HeadRow {
    id: i64,
    received_at: i64,
    direction: String,
    peer: String,
    calling_ae_title: String,
    called_ae_title: String,
    service: String,
    sop_instance_uid: String,
    status: i32,
    comment: String,
    transfer_syntax: String,
    findings: String,
    performed_status: Option<i32>,
    series_count: i32,
    image_count: Option<i32>,
}

diesel::define_sql_function! {
    /// Length of a value in bytes.
    fn length(value: diesel::sql_types::Binary) -> diesel::sql_types::BigInt;
}

diesel::define_sql_function! {
    /// Where a text first holds another, from 1; 0 if it does not.
    fn instr(text: diesel::sql_types::Text, part: diesel::sql_types::Text) -> diesel::sql_types::Integer;
}

impl Session<'_> {
    /// Stores a message; its number, greater than that of any before it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_message(&mut self, new: NewMessage) -> Result<i64> {
        Ok(diesel::insert_into(message::table)
            .values(NewRow {
                received_at: new.received_at,
                direction: "in",
                peer: new.peer,
                calling_ae_title: new.calling_ae_title,
                called_ae_title: new.called_ae_title,
                service: new.service,
                sop_instance_uid: new.sop_instance_uid,
                status: i32::from(new.status),
                comment: new.comment,
                transfer_syntax: new.transfer_syntax,
                data_set: new.data_set,
                findings: text::lines(new.findings.iter().map(String::as_str)),
                performed_status: new.performed_status.map(text::performed_status),
                series_count: i32::try_from(new.series).unwrap_or(i32::MAX),
                image_count: new
                    .images
                    .map(|count| i32::try_from(count).unwrap_or(i32::MAX)),
            })
            .returning(message::id)
            .get_result(self.connection)?)
    }

    /// The number of the last message; `None` before the first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn last_message(&mut self) -> Result<Option<i64>> {
        Ok(message::table
            .select(diesel::dsl::max(message::id))
            .get_result(self.connection)?)
    }

    /// The performed steps that messages after this one are about.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn performed_steps_after_message(&mut self, id: i64) -> Result<Vec<i64>> {
        let about = message::table
            .filter(message::id.gt(id))
            .select(message::sop_instance_uid);
        Ok(performed_step::table
            .filter(performed_step::sop_instance_uid.eq_any(about))
            .select(performed_step::id)
            .load(self.connection)?)
    }

    /// The messages about one SOP instance, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn messages_about(&mut self, sop_instance_uids: &[String]) -> Result<Vec<MessageHead>> {
        let rows: Vec<(HeadRow, i64)> = message::table
            .filter(message::sop_instance_uid.eq_any(sop_instance_uids))
            .order_by(message::id)
            .select((HeadRow::as_select(), length(message::data_set)))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(row, size)| row.into_head(size))
            .collect())
    }

    /// The messages received between two instants, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn messages_between(&mut self, from: i64, to: i64) -> Result<Vec<MessageHead>> {
        let rows: Vec<(HeadRow, i64)> = message::table
            .filter(
                message::received_at
                    .ge(from)
                    .and(message::received_at.lt(to)),
            )
            .order_by(message::id)
            .select((HeadRow::as_select(), length(message::data_set)))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(row, size)| row.into_head(size))
            .collect())
    }

    /// A window of the messages the query names, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn list_messages(
        &mut self,
        query: &MessageQuery,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<MessageHead>> {
        let columns = (HeadRow::as_select(), length(message::data_set));
        let rows: Vec<(HeadRow, i64)> = chosen!(query, columns)
            .order_by((message::received_at.desc(), message::id.desc()))
            .offset(offset.into())
            .limit(limit.into())
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(row, size)| row.into_head(size))
            .collect())
    }

    /// How many messages the query names.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count_messages(&mut self, query: &MessageQuery) -> Result<u32> {
        let count: i64 = chosen!(query, diesel::dsl::count_star()).first(self.connection)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The AE titles and the services of the messages between two instants, sorted.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn message_choices(&mut self, from: i64, to: i64) -> Result<(Vec<String>, Vec<String>)> {
        let found: Vec<(String, String)> = message::table
            .filter(message::received_at.ge(from))
            .filter(message::received_at.lt(to))
            .select((message::calling_ae_title, message::service))
            .distinct()
            .load(self.connection)?;
        let (mut titles, mut services): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        for words in [&mut titles, &mut services] {
            words.sort();
            words.dedup();
        }
        Ok((titles, services))
    }

    /// One message with its data set.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn message(&mut self, id: i64) -> Result<Option<StoredMessage>> {
        let row: Option<(HeadRow, Vec<u8>)> = message::table
            .find(id)
            .select((HeadRow::as_select(), message::data_set))
            .first(self.connection)
            .optional()?;
        Ok(row.map(|(row, data_set)| StoredMessage {
            head: row.into_head(i64::try_from(data_set.len()).unwrap_or(i64::MAX)),
            data_set,
        }))
    }

    /// The accepted messages about a SOP instance, oldest first: transfer syntax and data set.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn accepted_messages(&mut self, sop_instance_uid: &str) -> Result<Vec<(String, Vec<u8>)>> {
        Ok(message::table
            .filter(message::sop_instance_uid.eq(sop_instance_uid))
            .filter(message::status.eq(0))
            .order_by(message::id)
            .select((message::transfer_syntax, message::data_set))
            .load(self.connection)?)
    }

    /// The messages about these SOP instances with their data sets, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn messages_in_full(&mut self, sop_instance_uids: &[String]) -> Result<Vec<StoredMessage>> {
        let rows: Vec<(HeadRow, Vec<u8>)> = message::table
            .filter(message::sop_instance_uid.eq_any(sop_instance_uids))
            .order_by(message::id)
            .select((HeadRow::as_select(), message::data_set))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(row, data_set)| StoredMessage {
                head: row.into_head(i64::try_from(data_set.len()).unwrap_or(i64::MAX)),
                data_set,
            })
            .collect())
    }

    /// The accepted message about the same SOP instance just before this one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn accepted_before(&mut self, head: &MessageHead) -> Result<Vec<StoredMessage>> {
        let rows: Vec<(HeadRow, Vec<u8>)> = message::table
            .filter(message::sop_instance_uid.eq(&head.sop_instance_uid))
            .filter(message::id.lt(head.id))
            .filter(message::status.eq(0))
            .order_by(message::id)
            .select((HeadRow::as_select(), message::data_set))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(row, data_set)| StoredMessage {
                head: row.into_head(i64::try_from(data_set.len()).unwrap_or(i64::MAX)),
                data_set,
            })
            .collect())
    }
}

impl HeadRow {
    fn into_head(self, size: i64) -> MessageHead {
        MessageHead {
            id: self.id,
            received_at: self.received_at,
            direction: self.direction,
            peer: self.peer,
            calling_ae_title: self.calling_ae_title,
            called_ae_title: self.called_ae_title,
            service: self.service,
            sop_instance_uid: self.sop_instance_uid,
            status: u16::try_from(self.status).unwrap_or(u16::MAX),
            comment: self.comment,
            transfer_syntax: self.transfer_syntax,
            findings: text::parse_lines(&self.findings),
            performed_status: self.performed_status.map(text::parse_performed_status),
            series: u32::try_from(self.series_count).unwrap_or_default(),
            images: self
                .image_count
                .map(|count| u32::try_from(count).unwrap_or_default()),
            size: u32::try_from(size).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations;

    #[test]
    fn messages_are_found_by_peer_service_status_and_text() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migrations::run(&mut connection).unwrap();
        let mut session = Session {
            connection: &mut connection,
        };
        for (at, title, service, status, comment) in [
            (1, "CT1", "N-CREATE", 0, ""),
            (2, "CT1", "N-SET", 0x0116, "number of images"),
            (3, "MR1", "N-SET", 0x0112, "no such instance"),
            (4, "MR1", "N-CREATE", 0xB001, ""),
        ] {
            let new = NewMessage {
                received_at: at,
                peer: "127.0.0.1".to_owned(),
                calling_ae_title: title.to_owned(),
                called_ae_title: "STEPBOARD".to_owned(),
                service,
                sop_instance_uid: format!("1.2.{at}"),
                status,
                comment: comment.to_owned(),
                transfer_syntax: "1.2.840.10008.1.2",
                data_set: vec![0; 10],
                findings: Vec::new(),
                performed_status: None,
                series: 0,
                images: None,
            };
            session.add_message(new).unwrap();
        }
        let all = MessageQuery {
            to: 100,
            ..MessageQuery::default()
        };
        let mut found = |query: &MessageQuery| -> Vec<i64> {
            let rows = session.list_messages(query, 0, 10).unwrap();
            let count = session.count_messages(query).unwrap();
            assert_eq!(rows.len(), usize::try_from(count).unwrap());
            rows.into_iter().map(|row| row.received_at).collect()
        };
        assert_eq!(found(&all), [4, 3, 2, 1]);
        let mut query = all.clone();
        query.ae_title = "CT1".to_owned();
        assert_eq!(found(&query), [2, 1]);
        query.service = "N-SET".to_owned();
        assert_eq!(found(&query), [2]);
        for (class, expected) in [
            (StatusClass::Success, vec![1]),
            (StatusClass::Warning, vec![4, 2]),
            (StatusClass::Failure, vec![3]),
        ] {
            let mut query = all.clone();
            query.status = Some(class);
            assert_eq!(found(&query), expected);
        }
        for (text, expected) in [("1.2.3", vec![3]), ("no such", vec![3]), ("%", vec![])] {
            let mut query = all.clone();
            query.text = text.to_owned();
            assert_eq!(found(&query), expected, "{text}");
        }
        let (titles, services) = session.message_choices(0, 100).unwrap();
        assert_eq!(titles, ["CT1", "MR1"]);
        assert_eq!(services, ["N-CREATE", "N-SET"]);
        assert_eq!(StatusClass::of(0xB007), StatusClass::Warning);
        assert_eq!(StatusClass::of(0x0110), StatusClass::Failure);
    }
}
