//! The rows of the list of orders, fetched as they come into sight.

use super::query::Query;
use crate::live::{topics::Topic, windowed::WindowedRows};
use contract::{Day, orders::OrderRow};
use leptos::prelude::*;

/// Pixels of a row.
pub const ROW: f64 = 40.0;

/// The list.
pub type OrderRows = WindowedRows<OrderRow>;

/// Follows a query while the component lives.
pub fn follow(query: RwSignal<Query>, today: Memo<Day>) -> OrderRows {
    let request = move |offset, limit| {
        let today = today.get();
        (!today.is_empty()).then(|| query.with(|query| query.request(&today, offset, limit)))
    };
    WindowedRows::follow(request, |page| (page.total, page.rows), &[Topic::AnyExam])
}
