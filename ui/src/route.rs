//! Which page is shown, kept in the fragment of the address so that Back and reload work.

use contract::ExamId;
use leptos::{ev, prelude::*};

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The board of a day.
    Board,
    /// The exams that run now.
    InProgress,
    /// One exam in full.
    Exam(ExamId),
    /// The list of orders.
    Orders,
    /// The devices.
    Devices,
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
            Some(("exam", id)) if !id.is_empty() => Self::Exam(ExamId(id.to_owned())),
            _ => match path {
                "in-progress" => Self::InProgress,
                "orders" => Self::Orders,
                "devices" => Self::Devices,
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
            Self::Orders => "#/orders".to_owned(),
            Self::Devices => "#/devices".to_owned(),
            Self::Settings => "#/settings".to_owned(),
            Self::FirstRun => "#/first-run".to_owned(),
        }
    }

    /// Goes to the page.
    pub fn open(&self) {
        let _ = window().location().set_hash(&self.href());
    }
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
        for route in [
            Route::Board,
            Route::InProgress,
            exam,
            Route::Orders,
            Route::Devices,
        ] {
            assert_eq!(Route::of_fragment(&route.href()), route);
        }
        assert_eq!(Route::of_fragment("#/exam/"), Route::Board);
    }
}
