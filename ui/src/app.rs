//! The application: what stands around every page, and the page.

use crate::{
    components::{
        demo_banner::DemoBanner,
        notice_bar::NoticeBar,
        palette::{Palette, PaletteOpen},
        rail::Rail,
        shortcuts::Shortcuts,
        step_actions::{StepActions, StepDialogs},
        toast::{ToastArea, Toasts},
        top_bar::{AlertsShown, Crumbs, TopBar},
    },
    i18n,
    live::Live,
    pages::{
        audit::AuditPage, board::BoardPage, charges::ChargesPage, devices::DevicesPage,
        exam::ExamPage, first_run::FirstRunPage, in_progress::InProgressPage, network::NetworkPage,
        orders::OrdersPage, quality::QualityPage, queries::QueriesPage,
        reconciliation::ReconciliationPage, settings::SettingsPage,
    },
    route::{Route, Shown},
    t,
};
use leptos::prelude::*;

/// The whole window.
#[component]
pub fn App() -> impl IntoView {
    let live = Live::start();
    let shown = Shown::follow();
    provide_context(live);
    provide_context(shown);
    provide_context(Toasts::start());
    provide_context(StepActions::start());
    provide_context(PaletteOpen(RwSignal::new(false)));
    // Beside the timeline there is room for them from this width on.
    let room_for_alerts = window().inner_width().ok().and_then(|width| width.as_f64());
    provide_context(AlertsShown(RwSignal::new(
        room_for_alerts.is_none_or(|width| width >= 1440.0),
    )));
    provide_context(Crumbs(RwSignal::new(Vec::new())));

    Effect::new(move || {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("lang", i18n::language().tag());
            let theme = live.shell.with(|shell| {
                shell
                    .as_ref()
                    .map(|shell| shell.preferences.theme.clone())
                    .unwrap_or_default()
            });
            let _ = html.set_attribute("data-theme", &theme);
        }
    });

    let first_run = Memo::new(move |_| shown.0.get() == Route::FirstRun);
    view! {
        <Show when=move || first_run.get() fallback=|| view! { <Shell /> }>
            <FirstRunPage />
        </Show>
        <ToastArea />
    }
}

/// Rail, bars and the page between them.
#[component]
fn Shell() -> impl IntoView {
    let shown: Shown = expect_context();
    // What the fragment names within a page is the page's own matter: it is not drawn anew for it.
    let place = Memo::new(move |_| {
        let shown = shown.0.get();
        if matches!(shown, Route::Reconciliation(_)) {
            Route::Reconciliation(None)
        } else {
            shown
        }
    });
    let page = move || match place.get() {
        Route::Board | Route::FirstRun => view! { <BoardPage /> }.into_any(),
        Route::InProgress => view! { <InProgressPage /> }.into_any(),
        Route::Exam(id) => view! { <ExamPage id /> }.into_any(),
        Route::Reconciliation(_) => view! { <ReconciliationPage /> }.into_any(),
        Route::Orders => view! { <OrdersPage /> }.into_any(),
        Route::Charges => view! { <ChargesPage /> }.into_any(),
        Route::Audit => view! { <AuditPage /> }.into_any(),
        Route::Quality => view! { <QualityPage /> }.into_any(),
        Route::Devices => view! { <DevicesPage /> }.into_any(),
        Route::Network => view! { <NetworkPage /> }.into_any(),
        Route::Queries(ae_title) => view! { <QueriesPage ae_title /> }.into_any(),
        Route::Settings => view! { <SettingsPage /> }.into_any(),
    };
    view! {
        <div class="shell">
            <a class="skip-link" href="#page" on:click=|event: leptos::ev::MouseEvent| skip_to_page(&event)>
                {move || t!("skip-to-content")}
            </a>
            <DemoBanner />
            <Rail />
            <TopBar />
            <NoticeBar />
            <main id="page" tabindex="-1">
                {page}
            </main>
        </div>
        <Palette />
        <StepDialogs />
        <Shortcuts />
    }
}

/// Focuses the page without touching the fragment, which names the page shown.
fn skip_to_page(event: &leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if let Some(page) = document().get_element_by_id("page")
        && let Some(page) = page.dyn_ref::<web_sys::HtmlElement>()
    {
        let _ = page.focus();
    }
}
