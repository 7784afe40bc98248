//! The orders.

use leptos::prelude::*;

/// The orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    view! { <div class="page"></div> }
}
