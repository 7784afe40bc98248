//! The board.

use leptos::prelude::*;

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    view! { <div class="page"></div> }
}
