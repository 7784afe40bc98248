//! The window itself: opens where it was, comes to the front, and closes only after the service
//! has stopped.

use service::desk::Desk;
use std::error::Error;
use std::time::Duration;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, RunEvent, WebviewWindowBuilder, Wry, async_runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_window_state::StateFlags;

const LABEL: &str = "main";

/// How long closing waits for the service.
const PATIENCE: Duration = Duration::from_secs(10);

/// Remembers the window's size and place.
pub fn remembered() -> TauriPlugin<Wry> {
    let what = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(what)
        .build()
}

/// Makes the window as `tauri.conf.json` describes it, puts it where it was, and shows it.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let windows = &app.config().app.windows;
    let config = windows.iter().find(|window| window.label == LABEL);
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, config)?
        .build()?
        .show()
}

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    for done in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(problem) = done {
            tracing::warn!(%problem, "the window did not come to the front");
        }
    }
}

/// Says why Stepboard cannot start, and ends.
pub fn tell_and_exit(app: &AppHandle, problem: &dyn Error) {
    eprintln!("stepboard cannot start: {problem}");
    let handle = app.clone();
    app.dialog()
        .message(problem.to_string())
        .title("Stepboard")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(1));
}

/// Ends as if the window were closed when the system or the person at a terminal asks for it.
pub async fn stop_on_signal(app: AppHandle) {
    tokio::select! {
        () = terminated() => {}
        Ok(()) = tokio::signal::ctrl_c() => {}
    }
    app.exit(0);
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => _ = terminate.recv().await,
        Err(problem) => {
            tracing::warn!(%problem, "not listening to SIGTERM");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}

/// Lets the application end only after the service has stopped, or [`PATIENCE`] is over.
pub fn stop_cleanly() -> impl FnMut(&AppHandle, RunEvent) + 'static {
    let mut stopping = false;
    move |app, event| {
        let RunEvent::ExitRequested { api, code, .. } = event else {
            return;
        };
        let Some(desk) = app.try_state::<Desk>() else {
            return;
        };
        if stopping {
            return;
        }
        stopping = true;
        api.prevent_exit();
        let (app, desk) = (app.clone(), Desk::clone(&desk));
        async_runtime::spawn(async move {
            if tokio::time::timeout(PATIENCE, desk.shutdown())
                .await
                .is_err()
            {
                tracing::error!(
                    seconds = PATIENCE.as_secs(),
                    "the service did not stop in time"
                );
            }
            app.exit(code.unwrap_or(0));
        });
    }
}
