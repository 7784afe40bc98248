//! The messages about the exam, attribute by attribute.

use super::tree::{self, Filter, PatientData, Row};
use crate::{
    components::{
        copy::copy,
        icon::{Icon, IconView},
        loaded::Loaded,
        menu::{Menu, MenuItem, MenuPoint},
        toast::use_toasts,
    },
    format,
    live::fetched::fetched,
    t,
};
use contract::exam::{Attribute, AttributeChange, MessageHead, MessageView, ShowMessage};
use leptos::{attr::custom::CustomAttribute, ev, html, prelude::*};
use std::collections::BTreeSet;

/// The drawer of messages.
#[component]
pub fn RawMessages(
    /// The messages, oldest first.
    messages: Memo<Vec<MessageHead>>,
    /// The one shown; `None` closes the drawer.
    shown: RwSignal<Option<i64>>,
) -> impl IntoView {
    let message = fetched(move || shown.get().map(|id| ShowMessage { id }), Vec::new());
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            shown.set(None);
        }
    };
    view! {
        <aside class="raw" aria-labelledby="raw-title" on:keydown=on_key>
            <header>
                <h2 id="raw-title">{move || t!("exam-raw")}</h2>
                <CopyButton message=message.value />
                <button class="icon-button" aria-label=move || t!("close") on:click=move |_| shown.set(None)>
                    <IconView icon=Icon::Close />
                </button>
            </header>
            <Tabs messages shown />
            <div class="raw-panel" id="raw-panel" role="tabpanel" aria-labelledby=move || tab_id(shown.get())>
                <Loaded fetched=message let:view>
                    <Message view />
                </Loaded>
            </div>
        </aside>
    }
}

/// One message in full, with its copy button and no drawer around it.
#[component]
pub fn RawMessage(
    /// Which.
    id: Signal<Option<i64>>,
) -> impl IntoView {
    let message = fetched(move || id.get().map(|id| ShowMessage { id }), Vec::new());
    view! {
        <div class="raw-panel" role="region" aria-label=move || t!("exam-raw")>
            <Loaded fetched=message let:view>
                <Message view />
            </Loaded>
        </div>
        <CopyButton message=message.value />
    }
}

fn tab_id(message: Option<i64>) -> String {
    format!("raw-tab-{}", message.unwrap_or_default())
}

#[component]
fn Tabs(messages: Memo<Vec<MessageHead>>, shown: RwSignal<Option<i64>>) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let step = move |by: isize| {
        let ids: Vec<i64> = messages.with(|heads| heads.iter().map(|head| head.id).collect());
        let here = ids
            .iter()
            .position(|id| Some(*id) == shown.get())
            .unwrap_or(0);
        let next = here
            .saturating_add_signed(by)
            .min(ids.len().saturating_sub(1));
        if let Some(id) = ids.get(next) {
            shown.set(Some(*id));
            focus(&tab_id(Some(*id)));
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowRight" => step(1),
            "ArrowLeft" => step(-1),
            _ => return,
        }
        event.prevent_default();
    };
    let tab = move |head: MessageHead| {
        let id = head.id;
        let here = move || shown.get() == Some(id);
        view! {
            <button
                id=tab_id(Some(id))
                role="tab"
                aria-selected=move || if here() { "true" } else { "false" }
                aria-controls="raw-panel"
                tabindex=move || if here() { "0" } else { "-1" }
                on:click=move |_| shown.set(Some(id))
            >
                {head.service}
                <span>{format::time_with_seconds(head.time)}</span>
            </button>
        }
    };
    view! {
        <div node_ref=list class="raw-tabs" role="tablist" aria-label=move || t!("messages") on:keydown=on_key>
            {move || messages.get().into_iter().map(tab).collect_view()}
        </div>
    }
}

#[component]
fn CopyButton(message: RwSignal<Option<MessageView>>) -> impl IntoView {
    let toasts = use_toasts();
    let at = RwSignal::new(None::<MenuPoint>);
    let button = NodeRef::<html::Button>::new();
    let open = move |_| {
        let bounds = button
            .get_untracked()
            .map(|button| button.get_bounding_client_rect());
        at.set(bounds.map(|bounds| MenuPoint {
            x: bounds.left(),
            y: bounds.bottom() + 4.0,
        }));
    };
    let item =
        move |words: String, write: fn(&[Attribute], PatientData) -> String, patient| MenuItem {
            words,
            run: Callback::new(move |()| {
                let text = message.with_untracked(|message| {
                    message
                        .as_ref()
                        .map(|message| write(&message.attributes, patient))
                });
                if let Some(text) = text {
                    copy(toasts, text, t!("message-copied"));
                }
            }),
        };
    let items = move || {
        vec![
            item(t!("copy-text"), tree::as_text, PatientData::LeftOut),
            item(t!("copy-json"), tree::as_json, PatientData::LeftOut),
            item(
                t!("copy-text-patient"),
                tree::as_text,
                PatientData::Included,
            ),
            item(
                t!("copy-json-patient"),
                tree::as_json,
                PatientData::Included,
            ),
        ]
    };
    view! {
        <button node_ref=button class="button quiet" aria-haspopup="menu" on:click=open>
            <IconView icon=Icon::Copy />
            {move || t!("copy")}
        </button>
        {move || {
            at.get()
                .map(|at_now| {
                    view! {
                        <Menu label=Signal::derive(|| t!("copy")) items=items() at=at_now close=Callback::new(move |()| at.set(None)) />
                    }
                })
        }}
    }
}

#[component]
fn Message(view: Signal<MessageView>) -> impl IntoView {
    let filter = RwSignal::new(Filter::default());
    let attributes = Memo::new(move |_| view.with(|view| view.attributes.clone()));
    let open = RwSignal::new(BTreeSet::<String>::new());
    Effect::new(move || open.set(attributes.with(|attributes| tree::open_at_first(attributes))));
    let changed = Memo::new(move |_| attributes.with(|attributes| tree::changed(attributes)));
    let rows = Memo::new(move |_| {
        attributes.with(|attributes| {
            open.with(|open| filter.with(|filter| tree::rows(attributes, open, filter)))
        })
    });
    let envelope = move || view.with(|view| envelope(&view.head));
    let only_changed = move || filter.with(|filter| filter.changed_only);
    let pick = move |changed_only| filter.update(|filter| filter.changed_only = changed_only);
    let pressed = |on: bool| if on { "true" } else { "false" };
    view! {
        <div class="raw-filter">
            <label class="raw-search">
                <IconView icon=Icon::Search />
                <input
                    type="search"
                    aria-label=move || t!("filter-attributes")
                    placeholder=move || t!("filter-attributes")
                    prop:value=move || filter.with(|filter| filter.text.clone())
                    on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event))
                />
            </label>
            <div class="segments" role="group" aria-label=move || t!("attributes")>
                <button aria-pressed=move || pressed(!only_changed()) on:click=move |_| pick(false)>
                    {move || t!("all")}
                </button>
                <button aria-pressed=move || pressed(only_changed()) on:click=move |_| pick(true)>
                    {move || t!("changed-count", count = changed.get())}
                </button>
            </div>
        </div>
        <p class="raw-envelope">{move || envelope().into_iter().map(|part| view! { <span>{part}</span> }).collect_view()}</p>
        {move || {
            let comment = view.with(|view| view.comment.clone());
            (!comment.is_empty()).then(|| view! { <p class="raw-comment">{comment}</p> })
        }}
        <Tree rows open />
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="raw-nothing">
                {move || t!("no-attribute")} " "
                <button class="link" on:click=move |_| filter.set(Filter::default())>
                    {move || t!("clear-filter")}
                </button>
            </p>
        </Show>
        <footer>
            <span class="mark-new">{move || t!("legend-new")}</span>
            <span class="mark-changed">{move || t!("legend-changed")}</span>
            <span class="raw-uid mono" title=move || view.with(|view| view.sop_instance_uid.clone())>
                {move || view.with(|view| view.sop_instance_uid.clone())}
            </span>
        </footer>
    }
}

fn envelope(head: &MessageHead) -> Vec<String> {
    let kilobytes = f64::from(head.size) / 1000.0;
    vec![
        format!("{} → {}", head.calling_ae_title, head.called_ae_title),
        head.peer.clone(),
        t!("status-code", status = head.status.clone()),
        format!("{kilobytes:.1}\u{a0}kB"),
    ]
}

#[component]
fn Tree(rows: Memo<Vec<Row>>, open: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let active = RwSignal::new(String::new());
    let tab_stop = Memo::new(move |_| {
        let active = active.get();
        rows.with(|rows| {
            let known = rows.iter().any(|row| row.path == active);
            if known {
                active
            } else {
                rows.first().map(|row| row.path.clone()).unwrap_or_default()
            }
        })
    });
    let toggle = move |path: &str| {
        open.update(|open| {
            if !open.remove(path) {
                open.insert(path.to_owned());
            }
        });
    };
    let go = move |path: String| {
        focus(&row_id(&path));
        active.set(path);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        let (row, target) = rows.with_untracked(|rows| {
            let here = rows
                .iter()
                .position(|row| row.path == tab_stop.get_untracked());
            let here = here.unwrap_or(0);
            let level = rows.get(here).map_or(1, |row| row.level);
            let target = match key.as_str() {
                "ArrowDown" => Some(here + 1),
                "ArrowUp" => here.checked_sub(1),
                "Home" => Some(0),
                "End" => rows.len().checked_sub(1),
                "ArrowLeft" => rows.iter().take(here).rposition(|row| row.level < level),
                _ => None,
            };
            let target = target
                .and_then(|target| rows.get(target))
                .map(|row| row.path.clone());
            (rows.get(here).cloned(), target)
        });
        match (key.as_str(), row) {
            (
                "ArrowRight",
                Some(Row {
                    open: Some(false),
                    path,
                    ..
                }),
            )
            | (
                "ArrowLeft",
                Some(Row {
                    open: Some(true),
                    path,
                    ..
                }),
            )
            | (
                "Enter" | " ",
                Some(Row {
                    open: Some(_),
                    path,
                    ..
                }),
            ) => toggle(&path),
            _ => match target {
                Some(path) => go(path),
                None => return,
            },
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let row = move |row: Row| {
        let path = StoredValue::new(row.path.clone());
        let (mark, change) = match row.change {
            AttributeChange::New => ("+", "new"),
            AttributeChange::Changed => ("~", "changed"),
            AttributeChange::Same => ("", "same"),
        };
        let change_words = move || match row.change {
            AttributeChange::New => t!("legend-new"),
            AttributeChange::Changed => t!("legend-changed"),
            AttributeChange::Same => String::new(),
        };
        let is_item = row.tag.is_empty();
        let level = row.level.to_string();
        view! {
            <div
                id=row_id(&row.path)
                class="raw-row"
                role="treeitem"
                aria-expanded=row.open.map(|open| open.to_string())
                aria-selected="false"
                tabindex=move || if tab_stop.with(|stop| path.with_value(|path| path == stop)) { "0" } else { "-1" }
                data-change=change
                class:item=is_item
                on:click=move |_| {
                    if row.open.is_some() {
                        path.with_value(|path| toggle(path));
                    }
                    active.set(path.get_value());
                }
            >
                <span class="raw-mark" aria-hidden="true">{mark}</span>
                <span class="hidden-text">{change_words}</span>
                <span class="raw-name" style:padding-inline-start=format!("{}px", row.level * 14)>
                    {row.open.map(|open| view! { <i class="raw-chevron" class:open=open></i> })}
                    <span class="one-line">{row.name}</span>
                </span>
                <span class="raw-tag mono">{row.tag}</span>
                <span class="raw-value mono one-line" title=row.value.clone()>
                    {row.value.clone()}
                </span>
            </div>
        }
        .attr("aria-level", level)
    };
    view! {
        <div class="raw-tree" role="tree" aria-label=move || t!("attributes") on:keydown=on_key>
            <For each=move || rows.get() key=|row| format!("{row:?}") children=row />
        </div>
    }
}

fn row_id(path: &str) -> String {
    format!("raw-row{path}")
}

fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().get_element_by_id(id);
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}
