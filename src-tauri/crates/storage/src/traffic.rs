//! What was last heard of each AE title.

use crate::schema::traffic;
use crate::{Result, Session};
use diesel::prelude::*;

/// What was heard of one AE title.
#[derive(Debug, Clone, PartialEq, Eq, Default, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = traffic, treat_none_as_null = true)]
pub struct Traffic {
    /// The calling AE title.
    pub ae_title: String,
    /// Anything at all.
    pub last_heard_at: Option<i64>,
    /// C-ECHO.
    pub last_echo_at: Option<i64>,
    /// C-FIND.
    pub last_find_at: Option<i64>,
    /// Items answered to it.
    pub last_find_items: Option<i32>,
    /// N-CREATE or N-SET.
    pub last_performed_at: Option<i64>,
    /// The day the counts below are of, `YYYY-MM-DD`.
    pub day: String,
    /// Messages on that day.
    pub messages: i32,
    /// Messages refused on that day.
    pub refused: i32,
    /// Implementation Version Name.
    pub implementation: String,
}

impl Session<'_> {
    /// All traffic.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn traffic(&mut self) -> Result<Vec<Traffic>> {
        Ok(traffic::table
            .select(Traffic::as_select())
            .load(self.connection)?)
    }

    /// Keeps the traffic of one AE title.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_traffic(&mut self, heard: &Traffic) -> Result<()> {
        diesel::replace_into(traffic::table)
            .values(heard)
            .execute(self.connection)?;
        Ok(())
    }
}
