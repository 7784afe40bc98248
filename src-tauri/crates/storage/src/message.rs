//! Messages as they were received, with what was answered.

use crate::schema::{message, performed_step};
use crate::{Result, Session, text};
use diesel::prelude::*;
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
