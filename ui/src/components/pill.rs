//! A state as a glyph and its word; never clickable.

use super::glyph::{Glyph, GlyphView};
use leptos::prelude::*;

/// A pill of 26 pixels.
#[component]
pub fn Pill(
    /// The state.
    #[prop(into)]
    glyph: Signal<Glyph>,
    /// Its word.
    #[prop(into)]
    word: Signal<String>,
    /// The tint: `done`, `live`, `crit`, `late`, `unsch`, `stop` or empty for an outline.
    #[prop(into, default = Signal::stored(""))]
    tint: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <span class="pill" data-tint=move || tint.get()>
            <GlyphView glyph />
            {move || word.get()}
        </span>
    }
}
