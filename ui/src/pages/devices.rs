//! The devices.

use leptos::prelude::*;

/// The devices.
#[component]
pub fn DevicesPage() -> impl IntoView {
    view! { <div class="page"></div> }
}
