//! The exams that run now.

use leptos::prelude::*;

/// The exams that run now.
#[component]
pub fn InProgressPage() -> impl IntoView {
    view! { <div class="page"></div> }
}
