//! A text in which `**` marks what is bold.

use leptos::prelude::*;

/// The text with its bold parts.
pub fn rich(text: &str) -> impl IntoView + use<> {
    text.split("**")
        .enumerate()
        .map(|(position, part)| {
            let part = part.to_owned();
            if position % 2 == 1 {
                view! { <b>{part}</b> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect_view()
}
