//! What a device proved by its traffic: C-ECHO, worklist, MPPS.

use super::glyph::{Glyph, GlyphView};
use crate::{format, t};
use contract::{Day, WallTime, devices::DeviceRow};
use leptos::prelude::*;

/// Changes within so many milliseconds are marked as new.
const JUST_NOW: WallTime = 20_000;

/// Whether the device was heard a moment ago.
pub fn heard_just_now(device: &DeviceRow, now: WallTime) -> bool {
    device
        .last_heard
        .is_some_and(|heard| (0..JUST_NOW).contains(&(now - heard)))
}

/// The three cells of a device; tracked by language.
pub fn heard_cells(device: &DeviceRow, today: &Day) -> impl IntoView + use<> {
    let name = device.form.name.clone();
    let echo = device
        .last_echo
        .map(|time| (t!("heard"), format::moment(time, today)));
    let find = device.last_find.map(|time| {
        let items = device.last_find_items.unwrap_or_default();
        (
            t!("worklist-sent", count = items),
            format::moment(time, today),
        )
    });
    let performed = device
        .last_performed
        .map(|time| (t!("heard"), format::moment(time, today)));
    (
        cell(echo, t!("press-echo", name = name.clone())),
        cell(find, t!("open-worklist", name = name)),
        cell(performed, t!("with-first-exam")),
    )
}

fn cell(heard: Option<(String, String)>, hint: String) -> impl IntoView {
    let is_heard = heard.is_some();
    let (words, below) = heard.unwrap_or_else(|| (t!("waiting"), hint));
    let glyph = if is_heard {
        Glyph::Completed
    } else {
        Glyph::Scheduled
    };
    view! {
        <td>
            <span class="heard" data-heard=is_heard.to_string()>
                <GlyphView glyph=glyph />
                <span>
                    {words}
                    <small>{below}</small>
                </span>
            </span>
        </td>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_moments_are_new() {
        let device = |last_heard| DeviceRow {
            id: 1,
            form: contract::devices::DeviceForm::default(),
            last_heard,
            last_echo: None,
            last_find: None,
            last_find_items: None,
            last_performed: None,
            messages_today: 0,
            refused_today: 0,
            implementation: String::new(),
        };
        assert!(heard_just_now(&device(Some(90_000)), 100_000));
        assert!(!heard_just_now(&device(Some(70_000)), 100_000));
        assert!(!heard_just_now(&device(None), 100_000));
    }
}
