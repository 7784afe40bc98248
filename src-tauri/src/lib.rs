//! The desktop window around the service: shows the page, hands its commands to the service, and
//! brings the service's events to the page and to the desktop. The only code that knows Tauri.

mod commands;
mod events;
mod language;
mod log;
mod notifications;
mod options;
mod window;

pub use options::Options;

use service::desk::Desk;
use std::process::ExitCode;
use tauri::{App, AppHandle, Manager, async_runtime};

/// Opens the window and returns when it was closed and the service stopped.
#[must_use]
pub fn run(options: Options) -> ExitCode {
    log::to_stderr();
    let app = tauri::Builder::default()
        // First, so that a second start ends before it opens the database.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app);
        }))
        .plugin(window::remembered())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            commands::alerts::show_alerts,
            commands::audit::list_audit,
            commands::audit::verify_audit,
            commands::audit::export_audit,
            commands::network::list_associations,
            commands::network::list_messages,
            commands::network::export_messages,
            commands::board::show_board,
            commands::charges::list_charges,
            commands::charges::show_charges,
            commands::charges::release_charges,
            commands::charges::correct_charge,
            commands::charges::export_charges,
            commands::charges::list_charge_rules,
            commands::charges::save_charge_rule,
            commands::charges::remove_charge_rule,
            commands::devices::list_devices,
            commands::devices::save_device,
            commands::devices::remove_device,
            commands::devices::admit_caller,
            commands::devices::dismiss_caller,
            commands::devices::echo_device,
            commands::devices::save_called,
            commands::devices::remove_called,
            commands::devices::propose_profile,
            commands::exam::show_exam,
            commands::exam::show_message,
            commands::import::preview_import,
            commands::import::run_import,
            commands::orders::list_orders,
            commands::orders::show_order,
            commands::orders::save_order,
            commands::orders::change_step,
            commands::orders::undo,
            commands::protocols::list_protocols,
            commands::protocols::save_protocol,
            commands::protocols::remove_protocol,
            commands::queries::list_queries,
            commands::queries::explain_query,
            commands::quality::show_quality,
            commands::quality::export_quality,
            commands::reconciliation::show_queue,
            commands::reconciliation::show_case,
            commands::reconciliation::decide,
            commands::reconciliation::assign_items,
            commands::reconciliation::find_candidates,
            commands::reconciliation::mark_no_show,
            commands::search::search,
            commands::setup::show_setup,
            commands::setup::save_identity,
            commands::setup::finish_setup,
            commands::setup::start_demo,
            commands::setup::stop_demo,
            commands::shell::show_shell,
            commands::shell::save_preferences,
        ])
        .setup(move |app| Ok(open(app, options)?))
        .build(tauri::generate_context!());
    match app {
        Ok(app) => ExitCode::from(app.run_return(window::stop_cleanly()) as u8),
        Err(problem) => {
            eprintln!("the window cannot open: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the department, then the window; when the department cannot be opened, says why.
fn open(app: &App, options: Options) -> tauri::Result<()> {
    match async_runtime::block_on(Desk::open(options.into())) {
        Ok(desk) => begin(app.handle(), desk),
        Err(problem) => {
            window::tell_and_exit(app.handle(), &problem);
            Ok(())
        }
    }
}

fn begin(app: &AppHandle, desk: Desk) -> tauri::Result<()> {
    notifications::open_exam_on_click(app)?;
    async_runtime::spawn(events::forward(app.clone(), desk.clone()));
    async_runtime::spawn(window::stop_on_signal(app.clone()));
    app.manage(desk);
    window::open(app)
}
