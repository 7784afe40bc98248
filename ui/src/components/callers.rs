//! Callers that were refused and wait to be let in, each with why and one action.

use super::{
    admit_dialog::{AdmitDialog, CertificateDialog},
    device_dialog::DeviceDialog,
    glyph::{Glyph, GlyphView},
    rich::rich,
    toast::{Toasts, use_toasts},
};
use crate::{backend, format, t};
use contract::{
    Command, Day,
    devices::{
        AdmitCaller, CallerProblem, DeviceForm, DeviceRow, DevicesView, DismissCaller,
        WaitingCaller,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// What is asked of the person.
#[derive(Clone)]
enum Asked {
    Name(WaitingCaller),
    Address(i64, Box<DeviceForm>),
    Certificate(WaitingCaller, String),
}

/// What the rows ask, so that the dialogs can stand outside the table.
#[derive(Clone, Copy)]
pub struct Callers {
    asked: RwSignal<Option<Asked>>,
}

impl Callers {
    /// Nothing is asked yet.
    pub fn new() -> Self {
        Self {
            asked: RwSignal::new(None),
        }
    }
}

/// The dialogs that the rows open.
#[component]
pub fn CallerDialogs(
    /// What the rows ask.
    callers: Callers,
) -> impl IntoView {
    move || {
        let close = Callback::new(move |()| callers.asked.set(None));
        match callers.asked.get()? {
            Asked::Name(caller) => Some(view! { <AdmitDialog caller close /> }.into_any()),
            Asked::Address(id, form) => {
                Some(view! { <DeviceDialog id=Some(id) form=*form close /> }.into_any())
            }
            Asked::Certificate(caller, known) => {
                Some(view! { <CertificateDialog caller known close /> }.into_any())
            }
        }
    }
}

/// The rows of waiting callers, for the body of a table.
#[component]
pub fn CallerRows(
    /// The devices page.
    view: Signal<DevicesView>,
    /// The day it is now.
    today: Memo<Day>,
    /// Columns of the table between the address and the actions.
    columns: usize,
    /// What the rows ask.
    callers: Callers,
) -> impl IntoView {
    let waiting = Memo::new(move |_| view.with(|view| view.waiting.clone()));
    let toasts = use_toasts();
    let row = move |caller: WaitingCaller| {
        let (device, own_title) = view.with(|view| {
            let device = device_of(view, &caller).cloned();
            (device, view.connection.ae_title.clone())
        });
        let place = Place {
            device,
            own_title,
            today: today.get(),
            columns,
        };
        caller_row(&caller, place, callers.asked, toasts)
    };
    move || waiting.get().into_iter().map(row).collect_view()
}

/// What a row needs to know besides the caller.
struct Place {
    device: Option<DeviceRow>,
    own_title: String,
    today: Day,
    columns: usize,
}

fn device_of<'view>(view: &'view DevicesView, caller: &WaitingCaller) -> Option<&'view DeviceRow> {
    let mut devices = view.devices.iter();
    devices.find(|device| device.form.ae_title == caller.calling_ae_title)
}

fn caller_row(
    caller: &WaitingCaller,
    place: Place,
    asked: RwSignal<Option<Asked>>,
    toasts: Toasts,
) -> impl IntoView + use<> {
    let Place {
        device,
        own_title,
        today,
        columns,
    } = place;
    let id = caller.id;
    let name = device.as_ref().map_or_else(
        || caller.calling_ae_title.clone(),
        |device| device.form.name.clone(),
    );
    let (words, action) = match caller.problem {
        CallerProblem::UnknownDevice => (t!("caller-unknown"), t!("add-scanner")),
        CallerProblem::WrongCalledAeTitle => (
            t!(
                "caller-wrong-title",
                called = caller.called_ae_title.clone(),
                name = name.clone(),
                own = own_title
            ),
            t!("accept-both"),
        ),
        CallerProblem::WrongAddress => {
            let expected = device.as_ref().map(|device| device.form.address.clone());
            let words = t!(
                "caller-wrong-address",
                expected = expected.unwrap_or_default()
            );
            (words, t!("change-address"))
        }
        CallerProblem::WrongCertificate => {
            (t!("caller-wrong-certificate"), t!("compare-certificate"))
        }
    };
    let attempts = t!(
        "caller-attempts",
        count = caller.attempts,
        time = format::moment(caller.last_seen, &today)
    );
    let unknown = caller.problem == CallerProblem::UnknownDevice;
    let glyph = if unknown {
        Glyph::Unscheduled
    } else {
        Glyph::Critical
    };
    let problem = caller.problem;
    let own = caller.clone();
    let admit = move |_| match (problem, &device) {
        (CallerProblem::WrongCalledAeTitle, _) => {
            let request = AdmitCaller {
                id,
                name: String::new(),
                modality: String::new(),
                certificate: String::new(),
            };
            spawn_local(tell_failure(toasts, request));
        }
        (CallerProblem::WrongAddress, Some(device)) => {
            let form = DeviceForm {
                address: own.address.clone(),
                ..device.form.clone()
            };
            asked.set(Some(Asked::Address(device.id, Box::new(form))));
        }
        (CallerProblem::WrongCertificate, Some(device)) => {
            let known = device.form.profile.access.certificate.clone();
            asked.set(Some(Asked::Certificate(own.clone(), known)));
        }
        (
            CallerProblem::UnknownDevice
            | CallerProblem::WrongAddress
            | CallerProblem::WrongCertificate,
            _,
        ) => {
            asked.set(Some(Asked::Name(own.clone())));
        }
    };
    view! {
        <tr class="caller" data-unknown=unknown.to_string()>
            <td>
                <span class="caller-name">
                    <GlyphView glyph=glyph />
                    <b>{name}</b>
                </span>
            </td>
            <td>{caller.calling_ae_title.clone()}</td>
            <td>{caller.address.clone()}</td>
            <td colspan=columns.to_string()>
                <span>{rich(&words)}</span>
                <small>{attempts}</small>
            </td>
            <td class="row-actions">
                <button class="button small" on:click=admit>
                    {action}
                </button>
                <button
                    class="button small quiet"
                    on:click=move |_| spawn_local(tell_failure(toasts, DismissCaller { id }))
                >
                    {t!("dismiss")}
                </button>
            </td>
        </tr>
    }
}

/// Carries out a command and says why when it was not.
async fn tell_failure<C: Command>(toasts: Toasts, request: C) {
    if let Err(failure) = backend::call(request).await {
        toasts.say_failure(&failure);
    }
}
