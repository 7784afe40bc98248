//! The operating system's notifications. They may show on a locked screen: no patient data.

use crate::language::Language;
use crate::{events, window};
use contract::ExamId;
use contract::events::{Event, Notice, NoticeKind};
use contract::shell::{Preferences, ShowShell};
use service::desk::Desk;
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// Where a notification keeps the exam to open.
const EXAM: &str = "exam";

/// Tells a person outside the window; a click opens the exam.
pub async fn show(app: &AppHandle, desk: &Desk, notice: &Notice) {
    let shell = desk.run(ShowShell {}).await;
    let preferences = shell.map_or_else(|_| Preferences::default(), |shell| shell.preferences);
    let language = Language::of(&preferences);
    let shown = app
        .notification()
        .builder()
        .title(title(language, notice))
        .body(invitation(language))
        .extra(EXAM, &notice.exam)
        .show();
    if let Err(problem) = shown {
        tracing::warn!(%problem, "a notification was not shown");
    }
}

/// From now on, a click on a notification shows the window with the exam.
pub fn open_exam_on_click(app: &AppHandle) -> tauri::Result<()> {
    let handle = app.clone();
    let registered = app.notification().on_action(move |action| {
        window::show(&handle);
        let exam = action
            .notification()
            .and_then(|notification| notification.extra().get(EXAM));
        if let Some(id) = exam.and_then(serde_json::Value::as_str) {
            events::emit(
                &handle,
                &Event::Open {
                    id: ExamId(id.to_owned()),
                },
            );
        }
    });
    registered.map_err(|problem| {
        tauri::Error::PluginInitialization("notification".into(), problem.to_string())
    })
}

fn title(language: Language, notice: &Notice) -> String {
    let station = &notice.station_name;
    let what = match (language, notice.kind) {
        (Language::English, NoticeKind::Discontinued) => "exam discontinued",
        (Language::English, NoticeKind::Unscheduled) => "exam not on schedule",
        (Language::English, NoticeKind::PatientMismatch) => "patient mismatch",
        (Language::Spanish, NoticeKind::Discontinued) => "examen interrumpido",
        (Language::Spanish, NoticeKind::Unscheduled) => "examen fuera de agenda",
        (Language::Spanish, NoticeKind::PatientMismatch) => "el paciente no coincide",
    };
    format!("{station}: {what}")
}

fn invitation(language: Language) -> &'static str {
    match language {
        Language::English => "Click to open the exam in Stepboard",
        Language::Spanish => "Haga clic para abrir el examen en Stepboard",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_names_the_room_and_the_reason_in_the_persons_language() {
        let notice = Notice {
            kind: NoticeKind::PatientMismatch,
            station_name: "MR 1".to_owned(),
            exam: ExamId("s1".to_owned()),
        };
        assert_eq!(title(Language::English, &notice), "MR 1: patient mismatch");
        assert_eq!(
            title(Language::Spanish, &notice),
            "MR 1: el paciente no coincide"
        );
    }
}
