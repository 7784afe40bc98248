//! Brings the service's events to the page.

use crate::notifications;
use contract::events::{EVENT, Event};
use service::desk::Desk;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// Sends every event to the page until the service stops. A page that is too slow is told to ask
/// for everything again.
pub async fn forward(app: AppHandle, desk: Desk) {
    let mut events = desk.subscribe();
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => Event::Resync,
            Err(RecvError::Closed) => return,
        };
        if let Event::Notice { notice } = &event {
            notifications::show(&app, &desk, notice).await;
        }
        emit(&app, &event);
    }
}

/// Sends one event to the page.
pub fn emit(app: &AppHandle, event: &Event) {
    if let Err(problem) = app.emit(EVENT, event) {
        tracing::warn!(%problem, "the page was not told of an event");
    }
}
