//! The entries of the audit trail, fetched as they come into sight, and what there is to choose from.

use super::filters::Query;
use crate::live::windowed::WindowedRows;
use contract::{
    Day,
    audit::{AuditPage, AuditRow, ListAudit},
};
use leptos::prelude::*;

/// What there is to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// People and programs.
    pub people: Vec<String>,
    /// Actions.
    pub actions: Vec<String>,
    /// Kinds of records.
    pub subjects: Vec<String>,
}

/// The list.
pub type AuditRows = WindowedRows<AuditRow>;

/// Follows a query while the component lives.
pub fn follow(query: RwSignal<Query>, today: Memo<Day>, choices: RwSignal<Choices>) -> AuditRows {
    let request = move |offset, limit| {
        let today = today.get();
        (!today.is_empty()).then(|| ListAudit {
            filter: query.with(|query| query.filter(&today)),
            offset,
            limit,
        })
    };
    let page = move |page: AuditPage| {
        choices.set(Choices {
            people: page.people,
            actions: page.actions,
            subjects: page.subjects,
        });
        (page.total, page.rows)
    };
    WindowedRows::follow(request, page, &[])
}
