//! Line icons on a 16 grid.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// From here to there.
    ArrowRight,
    /// The audit trail.
    Audit,
    /// Alerts.
    Bell,
    /// The board.
    Board,
    /// Charges.
    Charges,
    /// Yes, done.
    Check,
    /// Previous.
    ChevronLeft,
    /// Below.
    ChevronDown,
    /// Next.
    ChevronRight,
    /// Above.
    ChevronUp,
    /// A time.
    Clock,
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
    /// Two that belong together.
    Link,
    /// Several of a kind.
    List,
    /// More actions.
    More,
    /// Associations and messages.
    Network,
    /// Orders.
    Orders,
    /// Change.
    Pencil,
    /// A patient.
    Person,
    /// Add.
    Plus,
    /// The quality report.
    Quality,
    /// What is charged.
    Receipt,
    /// Scheduled against performed.
    Reconciliation,
    /// Search.
    Search,
    /// Settings.
    Settings,
    /// Listening.
    Signal,
    /// One that becomes several.
    Split,
    /// Back.
    Undo,
    /// Two that do not belong together.
    Unlink,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::ArrowRight => "M2.6 8h10.6M9.4 4.2L13.2 8l-3.8 3.8",
            Self::Audit => "M3.4 1.9h9.2v12.2H3.4zM5.8 5h4.4M5.8 7.6h2M7.4 10.6l1.3 1.3 2.5-2.7",
            Self::Bell => {
                "M8 2.2a4 4 0 0 0-4 4v3L2.8 11.4h10.4L12 9.2v-3a4 4 0 0 0-4-4zM6.6 13.6a1.5 1.5 0 0 0 2.8 0"
            }
            Self::Board => "M2 3.5h6M2 3.5M5 8h8M3 12.5h6M11.5 12.5h2.5M10.5 3.5h2.5",
            Self::Charges => {
                "M3.4 1.9h9.2v12.2l-2.3-1.5L8 14.1l-2.3-1.5-2.3 1.5zM5.9 5.2h4.2M5.9 8.2h4.2"
            }
            Self::Check => "M3 8.6l3.2 3.2L13 4.8",
            Self::ChevronLeft => "M10 3.8L5.8 8l4.2 4.2",
            Self::ChevronDown => "M3.8 6L8 10.2 12.2 6",
            Self::ChevronRight => "M6 3.8L10.2 8 6 12.2",
            Self::ChevronUp => "M3.8 10L8 5.8l4.2 4.2",
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zM8 4.8V8.2l2.4 1.5",
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
            Self::Link => {
                "M6.7 9.3a2.7 2.7 0 0 0 3.8 0l2.3-2.3A2.7 2.7 0 0 0 9 3.2l-1 1M9.3 6.7a2.7 2.7 0 0 0-3.8 0L3.2 9A2.7 2.7 0 0 0 7 12.8l1-1"
            }
            Self::List => "M6 4h8M6 8h8M6 12h8M2.4 4h.8M2.4 8h.8M2.4 12h.8",
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Network => {
                "M2.2 5.2h9.4M8.8 2.4l2.8 2.8-2.8 2.8M13.8 10.8H4.4M7.2 8L4.4 10.8l2.8 2.8"
            }
            Self::Orders => {
                "M5.6 1.9h4.8v2.2H5.6zM5.6 3H3.4v11.1h9.2V3h-2.2M5.6 7.6h4.8M5.6 10.6h3.2"
            }
            Self::Pencil => "M3 13l.7-2.8 7.4-7.4 2.1 2.1-7.4 7.4zM9.6 4.3l2.1 2.1",
            Self::Person => {
                "M8 2.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6zM2.8 13.8c.5-2.7 2.5-4.2 5.2-4.2s4.7 1.5 5.2 4.2"
            }
            Self::Plus => "M8 3v10M3 8h10",
            Self::Receipt => "M3.4 2h9.2v12l-2.3-1.4L8 14l-2.3-1.4L3.4 14zM5.8 5.4h4.4M5.8 8.4h4.4",
            Self::Reconciliation => {
                "M4 2a1.7 1.7 0 1 0 0 3.4A1.7 1.7 0 1 0 4 2zM12 10.6a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.4zM4 5.4v5a2 2 0 0 0 2 2h2.4M6.8 10.6l1.8 1.8-1.8 1.8M12 10.6v-5a2 2 0 0 0-2-2H7.6M9.2 5.4L7.4 3.6l1.8-1.8"
            }
            Self::Quality => "M2.4 13.6h11.2M4 13.4V8.6h2v4.8M7 13.4V5.6h2v7.8M10 13.4V2.6h2v10.8",
            Self::Search => "M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 1 0 0-9.2zM10.5 10.5l3.4 3.4",
            Self::Settings => {
                "M2 4.6h6.2M12.6 4.6H14M2 11.4h1.4M7.8 11.4H14M10.4 3a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 1 0 0-3.2zM5.6 9.8a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 1 0 0-3.2z"
            }
            Self::Signal => {
                "M8 7a1 1 0 1 0 0 2 1 1 0 1 0 0-2zM5.4 5.2a4 4 0 0 0 0 5.6M10.6 5.2a4 4 0 0 1 0 5.6M3.3 3.2a6.8 6.8 0 0 0 0 9.6M12.7 3.2a6.8 6.8 0 0 1 0 9.6"
            }
            Self::Split => {
                "M8 13.8V9.6M8 9.6L4 5.8V2.6M8 9.6l4-3.8V2.6M2.4 4.2L4 2.6l1.6 1.6M10.4 4.2L12 2.6l1.6 1.6"
            }
            Self::Undo => "M5.4 3L2.6 5.8l2.8 2.8M2.6 5.8h7a3.6 3.6 0 0 1 0 7.2H6",
            Self::Unlink => {
                "M6.7 9.3a2.7 2.7 0 0 0 3.8 0l2.3-2.3A2.7 2.7 0 0 0 9 3.2l-1 1M9.3 6.7a2.7 2.7 0 0 0-3.8 0L3.2 9A2.7 2.7 0 0 0 7 12.8l1-1M2 2l12 12"
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
