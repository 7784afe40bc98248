//! A menu: a list of actions that opens from a button, or at a place for what was clicked there.

use super::icon::{Icon, IconView};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// Pixels between a menu and the window's edge.
const GAP: f64 = 8.0;

/// One action of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// What it does, in words.
    pub words: String,
    /// Does it.
    pub run: Callback<()>,
}

/// Where a menu opens, in pixels of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MenuPoint {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A button for further actions, with its menu.
#[component]
pub fn MenuButton(
    /// What the actions are about.
    #[prop(into)]
    label: Signal<String>,
    /// The actions; the button is gone when there are none.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let place = RwSignal::new(None::<MenuPoint>);
    let button = NodeRef::<html::Button>::new();
    let open = move || {
        let bounds = button
            .get_untracked()
            .map(|button| button.get_bounding_client_rect());
        place.set(bounds.map(|bounds| MenuPoint {
            x: bounds.left(),
            y: bounds.bottom() + 4.0,
        }));
    };
    let some = Memo::new(move |_| items.with(|items| !items.is_empty()));
    view! {
        <Show when=move || some.get()>
            <button
                node_ref=button
                class="icon-button"
                aria-haspopup="menu"
                aria-expanded=move || if place.with(Option::is_some) { "true" } else { "false" }
                aria-label=move || label.get()
                title=move || label.get()
                on:click=move |_| open()
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" {
                        event.prevent_default();
                        open();
                    }
                }
            >
                <IconView icon=Icon::More />
            </button>
        </Show>
        {move || {
            place
                .get()
                .map(|at| {
                    view! {
                        <Menu label items=items.get_untracked() at close=Callback::new(move |()| place.set(None)) />
                    }
                })
        }}
    }
}

/// An open menu; it takes the focus, and gives it back when it closes.
#[component]
pub fn Menu(
    /// What the actions are about.
    #[prop(into)]
    label: Signal<String>,
    /// The actions.
    items: Vec<MenuItem>,
    /// Where it opens; it moves as far as it must to stay inside the window.
    at: MenuPoint,
    /// Asks to take it off the page.
    close: Callback<()>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let before = StoredValue::new_local(document().active_element());
    let give_back = move || {
        let before = before.try_get_value().flatten();
        if let Some(before) =
            before.and_then(|before| before.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = before.focus();
        }
    };
    Effect::new(move || {
        if let Some(list) = list.get() {
            keep_inside_window(&list);
            focus_item(&list, 0);
        }
    });
    let count = items.len();
    let on_key = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        let Some(list) = list.get_untracked() else {
            return;
        };
        let here = focused_item(&list).unwrap_or(0);
        match event.key().as_str() {
            "ArrowDown" => focus_item(&list, (here + 1) % count),
            "ArrowUp" => focus_item(&list, (here + count - 1) % count),
            "Home" => focus_item(&list, 0),
            "End" => focus_item(&list, count - 1),
            "Escape" | "Tab" => {
                give_back();
                close.run(());
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="menu-shade" on:pointerdown=move |_| close.run(()) on:contextmenu=move |event| event.prevent_default()></div>
        <div
            node_ref=list
            class="menu"
            role="menu"
            aria-label=move || label.get()
            style:left=format!("{}px", at.x)
            style:top=format!("{}px", at.y)
            on:keydown=on_key
        >
            {items
                .into_iter()
                .map(|item| {
                    view! {
                        <button
                            role="menuitem"
                            tabindex="-1"
                            on:click=move |_| {
                                give_back();
                                close.run(());
                                item.run.run(());
                            }
                        >
                            {item.words}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// Moves a menu that would reach over the window's edge.
fn keep_inside_window(list: &web_sys::HtmlDivElement) {
    let bounds = list.get_bounding_client_rect();
    let size =
        |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64());
    let width = size(window().inner_width()).unwrap_or_default();
    let height = size(window().inner_height()).unwrap_or_default();
    let left = bounds.left().min(width - bounds.width() - GAP).max(GAP);
    let top = bounds.top().min(height - bounds.height() - GAP).max(GAP);
    let style = web_sys::HtmlElement::style(list);
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

fn focus_item(list: &web_sys::HtmlDivElement, position: usize) {
    let item = u32::try_from(position)
        .ok()
        .and_then(|position| list.children().item(position));
    if let Some(item) = item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = item.focus();
    }
}

fn focused_item(list: &web_sys::HtmlDivElement) -> Option<usize> {
    let focused = document().active_element()?;
    let items = list.children();
    let position =
        (0..items.length()).find(|position| items.item(*position).as_ref() == Some(&focused));
    position.and_then(|position| usize::try_from(position).ok())
}
