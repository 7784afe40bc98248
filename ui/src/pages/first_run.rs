//! The first run.

use leptos::prelude::*;

/// The first run.
#[component]
pub fn FirstRunPage() -> impl IntoView {
    view! { <div class="page"></div> }
}
