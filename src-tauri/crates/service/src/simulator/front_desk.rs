//! What happens in a department without DICOM: patients arrive, orders are canceled and moved.

use chrono::NaiveDateTime;
use std::future::Future;
use std::pin::Pin;

/// Takes what the front desk does. Each call is awaited before the day goes on, so that it is done
/// before what follows from it.
pub trait FrontDesk: Send + Sync {
    /// The day has come to this time while it is played fast: what is recorded now happened then.
    /// Not called while time runs by itself.
    fn time_is(&self, _now: NaiveDateTime) {}

    /// The patient of this AccessionNumber is here.
    fn arrived<'a>(&'a self, accession_number: &'a str) -> Done<'a>;

    /// The order is withdrawn.
    fn canceled<'a>(&'a self, accession_number: &'a str) -> Done<'a>;

    /// The exam is moved to another station and start.
    fn moved<'a>(
        &'a self,
        accession_number: &'a str,
        station_ae_title: &'a str,
        start: NaiveDateTime,
    ) -> Done<'a>;
}

/// What a call of [`FrontDesk`] awaits.
pub type Done<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Nobody is at the front desk: another system knows who arrives.
#[derive(Debug, Clone, Copy)]
pub struct Unattended;

impl FrontDesk for Unattended {
    fn arrived<'a>(&'a self, _: &'a str) -> Done<'a> {
        Box::pin(std::future::ready(()))
    }

    fn canceled<'a>(&'a self, _: &'a str) -> Done<'a> {
        Box::pin(std::future::ready(()))
    }

    fn moved<'a>(&'a self, _: &'a str, _: &'a str, _: NaiveDateTime) -> Done<'a> {
        Box::pin(std::future::ready(()))
    }
}
