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

#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    data_version: i64,
}

impl Session<'_> {
    /// A number that changes when another process has changed the database, seen from the writer.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn data_version(&mut self) -> Result<i64> {
        let version: DataVersion =
            diesel::sql_query("PRAGMA data_version").get_result(self.connection)?;
        Ok(version.data_version)
    }
}
