//! Events of performed steps that subscribers wait for.

use crate::schema::notification;
use crate::{Result, Session};
use diesel::prelude::*;

/// Events read at once.
const AT_ONCE: i64 = 500;

/// An event that a subscriber has not taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, AsChangeset, Identifiable)]
#[diesel(table_name = notification, treat_none_as_null = true)]
pub struct Notification {
    /// Its number; events of a subscriber are delivered in this order.
    pub id: i64,
    /// AE title of who is told.
    pub subscriber: String,
    /// SOP Instance UID of the performed step.
    pub sop_instance_uid: String,
    /// Event Type ID (PS3.4 Table F.9.2-1).
    pub event_type: i32,
    /// When it happened.
    pub created_at: i64,
    /// Attempts that failed.
    pub attempts: i32,
    /// How many of them were answered with a failure.
    pub rejections: i32,
    /// Not before.
    pub next_at: i64,
    /// When it was given up.
    pub given_up_at: Option<i64>,
    /// Why the last attempt failed.
    pub problem: String,
}

impl Session<'_> {
    /// Keeps an event for these subscribers.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_notifications(
        &mut self,
        subscribers: &[String],
        sop_instance_uid: &str,
        event_type: u16,
        at: i64,
    ) -> Result<()> {
        for subscriber in subscribers {
            diesel::insert_into(notification::table)
                .values((
                    notification::subscriber.eq(subscriber),
                    notification::sop_instance_uid.eq(sop_instance_uid),
                    notification::event_type.eq(i32::from(event_type)),
                    notification::created_at.eq(at),
                    notification::attempts.eq(0),
                    notification::rejections.eq(0),
                    notification::next_at.eq(at),
                    notification::problem.eq(""),
                ))
                .execute(self.connection)?;
        }
        Ok(())
    }

    /// The oldest events that wait, in their order.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn waiting_notifications(&mut self) -> Result<Vec<Notification>> {
        Ok(notification::table
            .filter(notification::given_up_at.is_null())
            .order_by(notification::id)
            .select(Notification::as_select())
            .limit(AT_ONCE)
            .load(self.connection)?)
    }

    /// Keeps what became of an attempt.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_notification(&mut self, now: &Notification) -> Result<()> {
        diesel::update(notification::table.find(now.id))
            .set(now)
            .execute(self.connection)?;
        Ok(())
    }

    /// Forgets an event that was delivered, and what was given up for the same subscriber: it takes
    /// events again.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn notification_delivered(&mut self, delivered: &Notification) -> Result<()> {
        diesel::delete(notification::table.find(delivered.id)).execute(self.connection)?;
        diesel::delete(
            notification::table
                .filter(notification::subscriber.eq(&delivered.subscriber))
                .filter(notification::given_up_at.is_not_null()),
        )
        .execute(self.connection)?;
        Ok(())
    }

    /// Forgets everything kept for who is no subscriber any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_subscriber(&mut self, subscriber: &str) -> Result<()> {
        diesel::delete(notification::table.filter(notification::subscriber.eq(subscriber)))
            .execute(self.connection)?;
        Ok(())
    }

    /// What was given up and not made good since, the oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn given_up_notifications(&mut self) -> Result<Vec<Notification>> {
        Ok(notification::table
            .filter(notification::given_up_at.is_not_null())
            .order_by(notification::id)
            .select(Notification::as_select())
            .load(self.connection)?)
    }
}
