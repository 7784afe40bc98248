//! The protocol catalogue: its entries, what past exams suggest, and what can be done with them.

mod dialog;
mod fields;

use crate::{
    backend,
    components::{
        dialog::Dialog,
        icon::{Icon, IconView},
        loaded::{Empty, Loaded},
        menu::{MenuButton, MenuItem},
        toast::use_toasts,
    },
    format,
    live::{fetched::fetched, use_live},
    t,
};
use contract::protocols::{
    ExpectedSeries, ListProtocols, Proposal, ProtocolForm, ProtocolRow, ProtocolSource,
    ProtocolsView, RemoveProtocol,
};
use dialog::ProtocolDialog;
use leptos::{prelude::*, task::spawn_local};

/// What a person wants to do.
#[derive(Clone)]
enum Asked {
    Edit(Option<i64>, ProtocolForm, ProtocolSource),
    Remove(i64, String),
}

/// The section of the settings.
#[component]
pub fn Protocols() -> impl IntoView {
    // A change of the catalogue is told as "ask for everything again".
    let catalogue = fetched(|| Some(ListProtocols {}), Vec::new());
    let asked = RwSignal::new(None::<Asked>);
    let add = move |_| {
        let form = ProtocolForm {
            series: vec![ExpectedSeries {
                required: true,
                ..ExpectedSeries::default()
            }],
            ..ProtocolForm::default()
        };
        asked.set(Some(Asked::Edit(None, form, ProtocolSource::Edited)));
    };
    let dialog = move || {
        let close = Callback::new(move |()| asked.set(None));
        match asked.get()? {
            Asked::Edit(id, form, source) => {
                Some(view! { <ProtocolDialog id form source close /> }.into_any())
            }
            Asked::Remove(id, name) => Some(view! { <RemoveDialog id name close /> }.into_any()),
        }
    };
    view! {
        <section class="panel protocols" aria-labelledby="settings-protocols">
            <header>
                <h2 id="settings-protocols">{move || t!("protocols")}</h2>
                <span class="muted">{move || t!("protocols-hint")}</span>
                <span class="panel-gap"></span>
                <button class="button primary" on:click=add>
                    <IconView icon=Icon::Plus />
                    {move || t!("add-protocol")}
                </button>
            </header>
            <Loaded fetched=catalogue let:view>
                <Entries view asked />
                <Proposals view asked />
            </Loaded>
        </section>
        {dialog}
    }
}

#[component]
fn Entries(view: Signal<ProtocolsView>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let ids = Memo::new(move |_| {
        view.with(|view| view.protocols.iter().map(|row| row.id).collect::<Vec<_>>())
    });
    let row = move |id: i64| {
        let entry = Memo::new(move |_| {
            view.with(|view| view.protocols.iter().find(|row| row.id == id).cloned())
        });
        view! { <tr>{move || entry.get().map(|entry| cells(&entry, asked))}</tr> }
    };
    view! {
        <Show
            when=move || ids.with(|ids| !ids.is_empty())
            fallback=|| view! { <Empty line=Signal::derive(|| t!("no-protocols")) /> }
        >
            <div class="protocol-scroll" tabindex="0" role="region" aria-labelledby="settings-protocols">
                <table class="table protocol-table">
                    <thead>
                        <tr>
                            <th scope="col">{move || t!("procedure")}</th>
                            <th scope="col">{move || t!("station")}</th>
                            <th scope="col" class="number">{move || t!("minutes")}</th>
                            <th scope="col">{move || t!("expected-series")}</th>
                            <th scope="col">{move || t!("contrast")}</th>
                            <th scope="col">{move || t!("holds-since")}</th>
                            <th scope="col">
                                <span class="hidden-text">{move || t!("actions")}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || ids.get() key=|id| *id children=row />
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

/// The cells of an entry; tracked by language.
fn cells(entry: &ProtocolRow, asked: RwSignal<Option<Asked>>) -> impl IntoView + use<> {
    let form = entry.form.clone();
    let name = name_of(&form);
    let items = {
        let (id, form, name) = (entry.id, form.clone(), name.clone());
        Signal::derive(move || {
            let (form, name) = (form.clone(), name.clone());
            let edit = move |()| {
                let form = form.clone();
                asked.set(Some(Asked::Edit(Some(id), form, ProtocolSource::Edited)));
            };
            vec![
                MenuItem {
                    words: t!("edit-protocol"),
                    run: Callback::new(edit),
                },
                MenuItem {
                    words: t!("remove-protocol"),
                    run: Callback::new(move |()| asked.set(Some(Asked::Remove(id, name.clone())))),
                },
            ]
        })
    };
    let source = match entry.source {
        ProtocolSource::Declared => t!("protocol-declared"),
        ProtocolSource::Edited => t!("protocol-edited"),
        ProtocolSource::Learned => t!("protocol-learned"),
    };
    let versions =
        (entry.former_versions > 0).then(|| t!("former-versions", count = entry.former_versions));
    let origin: Vec<String> = std::iter::once(source).chain(versions).collect();
    view! {
        <td>
            <b>{name.clone()}</b>
            <small>{code_words(&form)}</small>
        </td>
        <td>{station_words(&form.station)}</td>
        <td class="number">{minutes_words(form.expected_minutes)}</td>
        <td>{series_words(&form)} {form.report_extra_series.then(|| view! { <small>{t!("others-are-extra")}</small> })}</td>
        <td>{contrast_words(form.contrast)}</td>
        <td>
            {format::day_short(&entry.valid_from)} <small>{origin.join(", ")}</small>
        </td>
        <td class="row-actions">
            <MenuButton label=Signal::stored(t!("actions-of", name = name)) items />
        </td>
    }
}

#[component]
fn Proposals(view: Signal<ProtocolsView>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let proposals = Memo::new(move |_| view.with(|view| Some(view.proposals.clone())));
    let is_empty = move || proposals.with(|proposals| proposals.iter().flatten().next().is_none());
    let list = move || {
        let proposals = proposals.get().unwrap_or_default();
        proposals
            .into_iter()
            .map(|proposal| proposed(&proposal, asked))
            .collect_view()
    };
    view! {
        <div class="proposals" aria-labelledby="settings-proposals" role="group">
            <h3 id="settings-proposals">{move || t!("proposals")}</h3>
            <Show
                when=move || !is_empty()
                fallback=|| view! { <p class="muted">{move || t!("no-proposals")}</p> }
            >
                <ul>{list}</ul>
            </Show>
        </div>
    }
}

/// A proposal with what it rests on; tracked by language.
fn proposed(proposal: &Proposal, asked: RwSignal<Option<Asked>>) -> impl IntoView + use<> {
    let form = proposal.form.clone();
    let name = name_of(&form);
    let exams = proposal.exams;
    let common = certain_in(proposal).map_or_else(
        || t!("proposal-exams", exams = exams),
        |with| t!("proposal-certain", with = with, exams = exams),
    );
    let series = form.series.iter().zip(&proposal.occurrences);
    let series = series.map(|(series, count)| {
        let often = t!("series-in-exams", with = *count, exams = exams);
        view! {
            <li data-required=series.required.to_string()>
                <b>{series.name.clone()}</b>
                " "
                <span>{often}</span>
                {(!series.required).then(|| format!(", {}", t!("optional")))}
            </li>
        }
    });
    let series = series.collect_view();
    let label = t!("accept-proposal-of", name = name.clone());
    let accept = move |_| {
        let form = form.clone();
        asked.set(Some(Asked::Edit(None, form, ProtocolSource::Learned)));
    };
    view! {
        <li class="proposal">
            <div>
                <b>{name}</b>
                <span class="muted">{code_words(&proposal.form)}</span>
                <p>{common}</p>
                <ul class="proposal-series">{series}</ul>
            </div>
            <button class="button" aria-label=label on:click=accept>
                {t!("accept-proposal")}
            </button>
        </li>
    }
}

#[component]
fn RemoveDialog(id: i64, name: String, close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let shown = name.clone();
    let remove = move |_| {
        let words = t!("protocol-removed", name = name.clone());
        spawn_local(async move {
            match backend::call(RemoveProtocol { id }).await {
                Ok(()) => toasts.say(words, None),
                Err(failure) => toasts.say_failure(&failure),
            }
            close.run(());
        });
    };
    view! {
        <Dialog title=Signal::derive(|| t!("remove-protocol")) close>
            <div class="dialog-body">
                <p>{move || t!("remove-protocol-effect", name = shown.clone())}</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {move || t!("keep-as-is")}
                    </button>
                    <button type="button" class="button primary" on:click=remove>
                        {move || t!("remove-protocol")}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}

/// In how many exams each required series occurred at least; `None` when none is required.
fn certain_in(proposal: &Proposal) -> Option<u32> {
    let series = proposal.form.series.iter().zip(&proposal.occurrences);
    let required = series.filter(|(series, _)| series.required);
    required.map(|(_, count)| *count).min()
}

fn name_of(form: &ProtocolForm) -> String {
    if form.code.meaning.is_empty() {
        form.code.value.clone()
    } else {
        form.code.meaning.clone()
    }
}

fn code_words(form: &ProtocolForm) -> String {
    if form.code.scheme.is_empty() {
        form.code.value.clone()
    } else {
        format!("{} ({})", form.code.value, form.code.scheme)
    }
}

fn station_words(station: &str) -> String {
    if station.is_empty() {
        return t!("all-stations");
    }
    let live = use_live();
    live.today.lanes.with_untracked(|lanes| {
        let lane = lanes.iter().find(|lane| lane.station == station);
        lane.map_or_else(|| station.to_owned(), |lane| lane.name.clone())
    })
}

fn minutes_words(minutes: u32) -> String {
    if minutes == 0 {
        String::new()
    } else {
        minutes.to_string()
    }
}

fn contrast_words(contrast: Option<bool>) -> String {
    match contrast {
        Some(true) => t!("contrast-given"),
        Some(false) => t!("contrast-not-given"),
        None => String::new(),
    }
}

/// The series in their order, the optional ones in brackets.
fn series_words(form: &ProtocolForm) -> String {
    let series = form.series.iter().map(|series| {
        if series.required {
            series.name.clone()
        } else {
            format!("({})", series.name)
        }
    });
    series.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, required: bool) -> ExpectedSeries {
        ExpectedSeries {
            name: name.to_owned(),
            patterns: Vec::new(),
            required,
        }
    }

    fn proposal() -> Proposal {
        Proposal {
            form: ProtocolForm {
                series: vec![
                    series("Scout", true),
                    series("Portal venous", true),
                    series("Delayed", false),
                ],
                ..ProtocolForm::default()
            },
            exams: 90,
            occurrences: vec![90, 84, 31],
        }
    }

    #[test]
    fn a_proposal_rests_on_its_rarest_required_series() {
        assert_eq!(certain_in(&proposal()), Some(84));
        let mut optional = proposal();
        for series in &mut optional.form.series {
            series.required = false;
        }
        assert_eq!(certain_in(&optional), None);
    }

    #[test]
    fn optional_series_are_in_brackets() {
        assert_eq!(
            series_words(&proposal().form),
            "Scout, Portal venous, (Delayed)"
        );
    }
}
