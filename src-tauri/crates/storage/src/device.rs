//! Registered devices.

use crate::schema::device;
use crate::{Result, Session};
use diesel::prelude::*;

/// A registered device.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, AsChangeset, Identifiable)]
#[diesel(table_name = device)]
pub struct Device {
    /// Its number.
    pub id: i64,
    /// AE title.
    pub ae_title: String,
    /// Name on the board.
    pub name: String,
    /// Modality (0008,0060); empty for workstations and servers.
    pub modality: String,
    /// Host name or IP address; empty when any is allowed.
    pub address: String,
    /// Port; 0 when it does not listen.
    pub port: i32,
    /// 1 when it has a lane on the board.
    pub on_board: i32,
    /// What is particular about it, as JSON.
    pub profile: String,
}

/// A device to be registered.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = device)]
pub struct NewDevice {
    /// AE title.
    pub ae_title: String,
    /// Name on the board.
    pub name: String,
    /// Modality; empty for workstations and servers.
    pub modality: String,
    /// Host name or IP address; empty when any is allowed.
    pub address: String,
    /// Port; 0 when it does not listen.
    pub port: i32,
    /// 1 when it has a lane on the board.
    pub on_board: i32,
    /// What is particular about it, as JSON.
    pub profile: String,
}

impl Session<'_> {
    /// All devices, by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn devices(&mut self) -> Result<Vec<Device>> {
        Ok(device::table
            .order_by((device::name, device::ae_title))
            .select(Device::as_select())
            .load(self.connection)?)
    }

    /// Registers a device; its number.
    ///
    /// # Errors
    /// When the database refuses, for example because the AE title is taken.
    pub fn add_device(&mut self, new: &NewDevice) -> Result<i64> {
        Ok(diesel::insert_into(device::table)
            .values(new)
            .returning(device::id)
            .get_result(self.connection)?)
    }

    /// Changes a device.
    ///
    /// # Errors
    /// When the database refuses, for example because the AE title is taken.
    pub fn change_device(&mut self, id: i64, new: &NewDevice) -> Result<()> {
        diesel::update(device::table.find(id))
            .set(new)
            .execute(self.connection)?;
        Ok(())
    }

    /// Removes a device; its messages stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn remove_device(&mut self, id: i64) -> Result<()> {
        diesel::delete(device::table.find(id)).execute(self.connection)?;
        Ok(())
    }
}
