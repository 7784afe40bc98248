//! Which page is shown, kept in the fragment of the address so that Back and reload work.

use crate::components::discrepancy::{kind_name, kind_of};
use contract::{ExamId, reconciliation::DiscrepancyKind};
use leptos::{ev, prelude::*};
use std::fmt::Write;

/// An item of the queue that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The exam it is about.
    pub exam: ExamId,
    /// Its kind; the most urgent one without.
    pub kind: Option<DiscrepancyKind>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The board of a day.
    Board,
    /// The exams that run now.
    InProgress,
    /// One exam in full.
    Exam(ExamId),
    /// The reconciliation queue, and the item wanted of it.
    Reconciliation(Option<Wanted>),
    /// The list of orders.
    Orders,
    /// The charges.
    Charges,
    /// The audit trail.
    Audit,
    /// The quality report.
    Quality,
    /// The devices.
    Devices,
    /// Associations and messages.
    Network,
    /// The worklist queries of a device, by AE title; of all with an empty one.
    Queries(String),
    /// Language and theme.
    Settings,
    /// The first run.
    FirstRun,
}

impl Route {
    /// The page of a fragment; the board for an unknown one.
    fn of_fragment(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_start_matches('/');
        match path.split_once('/') {
            Some(("queries", title)) => Self::Queries(decoded(title)),
            Some(("exam", id)) if !id.is_empty() => Self::Exam(ExamId(id.to_owned())),
            Some(("reconciliation", item)) if !item.is_empty() => {
                let (exam, kind) = item.split_once('/').unwrap_or((item, ""));
                Self::Reconciliation(Some(Wanted {
                    exam: ExamId(exam.to_owned()),
                    kind: kind_of(kind),
                }))
            }
            _ => match path {
                "in-progress" => Self::InProgress,
                "reconciliation" => Self::Reconciliation(None),
                "orders" => Self::Orders,
                "charges" => Self::Charges,
                "audit" => Self::Audit,
                "quality" => Self::Quality,
                "devices" => Self::Devices,
                "network" => Self::Network,
                "queries" => Self::Queries(String::new()),
                "settings" => Self::Settings,
                "first-run" => Self::FirstRun,
                _ => Self::Board,
            },
        }
    }

    /// The fragment, for the `href` of a link.
    pub fn href(&self) -> String {
        match self {
            Self::Board => "#/board".to_owned(),
            Self::InProgress => "#/in-progress".to_owned(),
            Self::Exam(id) => format!("#/exam/{}", id.0),
            Self::Reconciliation(None) => "#/reconciliation".to_owned(),
            Self::Reconciliation(Some(Wanted { exam, kind: None })) => {
                format!("#/reconciliation/{}", exam.0)
            }
            Self::Reconciliation(Some(Wanted {
                exam,
                kind: Some(kind),
            })) => format!("#/reconciliation/{}/{}", exam.0, kind_name(*kind)),
            Self::Orders => "#/orders".to_owned(),
            Self::Charges => "#/charges".to_owned(),
            Self::Audit => "#/audit".to_owned(),
            Self::Quality => "#/quality".to_owned(),
            Self::Devices => "#/devices".to_owned(),
            Self::Network => "#/network".to_owned(),
            Self::Queries(title) => format!("#/queries/{}", encoded(title)),
            Self::Settings => "#/settings".to_owned(),
            Self::FirstRun => "#/first-run".to_owned(),
        }
    }

    /// Goes to the page.
    pub fn open(&self) {
        let _ = window().location().set_hash(&self.href());
    }
}

/// An AE title as part of a fragment: what a fragment must not hold is written `%` and two
/// hexadecimal digits. AE titles are ASCII.
fn encoded(title: &str) -> String {
    let mut written = String::new();
    for byte in title.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            written.push(byte.into());
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

fn decoded(fragment: &str) -> String {
    let mut parts = fragment.split('%');
    let mut title = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, part.get(2..)) {
            (Some(byte), Some(rest)) => {
                title.push(byte.into());
                title.push_str(rest);
            }
            _ => title.push_str(part),
        }
    }
    title
}

/// The page shown now.
#[derive(Clone, Copy)]
pub struct Shown(pub Memo<Route>);

impl Shown {
    /// Follows the address; made once by the application.
    pub fn follow() -> Self {
        let fragment = move || window().location().hash().unwrap_or_default();
        let current = RwSignal::new(fragment());
        let handle = window_event_listener(ev::hashchange, move |_| current.set(fragment()));
        on_cleanup(move || handle.remove());
        Self(Memo::new(move |_| Route::of_fragment(&current.get())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_its_fragment_are_the_same() {
        let exam = Route::Exam(ExamId("s12".into()));
        let wanted = |kind| {
            let exam = ExamId("p7".into());
            Route::Reconciliation(Some(Wanted { exam, kind }))
        };
        for route in [
            Route::Board,
            Route::InProgress,
            exam,
            Route::Reconciliation(None),
            wanted(None),
            wanted(Some(DiscrepancyKind::StuckInProgress)),
            Route::Orders,
            Route::Charges,
            Route::Audit,
            Route::Quality,
            Route::Devices,
            Route::Network,
            Route::Queries(String::new()),
            Route::Queries("CT 1/2".to_owned()),
        ] {
            assert_eq!(Route::of_fragment(&route.href()), route);
        }
        assert_eq!(Route::of_fragment("#/exam/"), Route::Board);
    }
}
