//! Line icons on a 16 grid.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Alerts.
    Bell,
    /// The board.
    Board,
    /// Yes, done.
    Check,
    /// Previous.
    ChevronLeft,
    /// Next.
    ChevronRight,
    /// Close.
    Close,
    /// Copy.
    Copy,
    /// Devices.
    Devices,
    /// A file.
    File,
    /// The simulated department.
    Flask,
    /// Exams in progress.
    InProgress,
    /// More actions.
    More,
    /// Orders.
    Orders,
    /// Change.
    Pencil,
    /// Add.
    Plus,
    /// Search.
    Search,
    /// Settings.
    Settings,
    /// Listening.
    Signal,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Bell => {
                "M8 2.2a4 4 0 0 0-4 4v3L2.8 11.4h10.4L12 9.2v-3a4 4 0 0 0-4-4zM6.6 13.6a1.5 1.5 0 0 0 2.8 0"
            }
            Self::Board => "M2 3.5h6M2 3.5M5 8h8M3 12.5h6M11.5 12.5h2.5M10.5 3.5h2.5",
            Self::Check => "M3 8.6l3.2 3.2L13 4.8",
            Self::ChevronLeft => "M10 3.8L5.8 8l4.2 4.2",
            Self::ChevronRight => "M6 3.8L10.2 8 6 12.2",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.3v-2.8h-8v8h2.8",
            Self::Devices => {
                "M2 2.8h12v8H2zM5.2 13.6h5.6M8 10.8v2.8M8 4.9a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 1 0 0-3.8z"
            }
            Self::File => "M3.8 1.8h5.4l3 3v9.4H3.8zM9 2v3h3",
            Self::Flask => {
                "M5.6 1.9h4.8M6.6 2v4.4L3 13.1a.7.7 0 0 0 .6 1h8.8a.7.7 0 0 0 .6-1L9.4 6.4V2M4.7 10h6.6"
            }
            Self::InProgress => {
                "M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 1 0 8 1.9zM6.7 5.6v4.8l3.9-2.4z"
            }
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Orders => {
                "M5.6 1.9h4.8v2.2H5.6zM5.6 3H3.4v11.1h9.2V3h-2.2M5.6 7.6h4.8M5.6 10.6h3.2"
            }
            Self::Pencil => "M3 13l.7-2.8 7.4-7.4 2.1 2.1-7.4 7.4zM9.6 4.3l2.1 2.1",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Search => "M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 1 0 0-9.2zM10.5 10.5l3.4 3.4",
            Self::Settings => {
                "M2 4.6h6.2M12.6 4.6H14M2 11.4h1.4M7.8 11.4H14M10.4 3a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 1 0 0-3.2zM5.6 9.8a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 1 0 0-3.2z"
            }
            Self::Signal => {
                "M8 7a1 1 0 1 0 0 2 1 1 0 1 0 0-2zM5.4 5.2a4 4 0 0 0 0 5.6M10.6 5.2a4 4 0 0 1 0 5.6M3.3 3.2a6.8 6.8 0 0 0 0 9.6M12.7 3.2a6.8 6.8 0 0 1 0 9.6"
            }
        }
    }
}

/// Draws an icon; it says nothing to a screen reader.
#[component]
pub fn IconView(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path() class:icon-dots=icon == Icon::More />
        </svg>
    }
}
