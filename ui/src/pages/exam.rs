//! One exam in full.

use contract::ExamId;
use leptos::prelude::*;

/// One exam in full.
#[component]
pub fn ExamPage(
    /// Which.
    id: ExamId,
) -> impl IntoView {
    view! { <div class="page" data-exam=id.0></div> }
}
