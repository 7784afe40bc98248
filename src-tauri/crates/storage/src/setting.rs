//! Settings: a name and a text.

use crate::schema::setting;
use crate::{Result, Session};
use diesel::prelude::*;

impl Session<'_> {
    /// A setting's text, if it was ever set.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn setting(&mut self, name: &str) -> Result<Option<String>> {
        Ok(setting::table
            .find(name)
            .select(setting::value)
            .first(self.connection)
            .optional()?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save_setting(&mut self, name: &str, value: &str) -> Result<()> {
        diesel::replace_into(setting::table)
            .values((setting::name.eq(name), setting::value.eq(value)))
            .execute(self.connection)?;
        Ok(())
    }
}
